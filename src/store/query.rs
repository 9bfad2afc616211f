//! Queries: prefixes known beforehand, errors that show the place.

use std::fmt;

use oxigraph::sparql::{CancellationToken, QueryResults, SparqlEvaluator};

use super::{Error, Store};
use crate::graph::vocabulary::PREFIXES;

/// Where a query stops being SPARQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syntax {
    /// From 1; 0 when the parser does not say.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What was expected.
    pub problem: String,
    /// The line itself.
    pub text: String,
}

impl Syntax {
    pub(super) fn new(query: &str, message: &str) -> Self {
        let (line, column, problem) = place(message).unwrap_or((0, 0, message));
        let text = query.lines().nth(line.saturating_sub(1)).unwrap_or("");
        Self {
            line,
            column,
            problem: problem.to_owned(),
            text: if line == 0 {
                String::new()
            } else {
                text.to_owned()
            },
        }
    }
}

impl fmt::Display for Syntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            return write!(f, "the query is no SPARQL: {}", self.problem);
        }
        write!(
            f,
            "the query is no SPARQL, line {}, column {}: {}\n  {}\n  {}^",
            self.line,
            self.column,
            self.problem,
            self.text.replace('\t', " "),
            " ".repeat(self.column.saturating_sub(1))
        )
    }
}

impl Store {
    /// Answers a query over the story (default graph) and, with `GRAPH`, over the sources.
    ///
    /// # Errors
    /// When the query is no SPARQL, or cannot be evaluated.
    pub fn query(&self, query: &str) -> Result<QueryResults<'static>, Error> {
        self.query_until(query, CancellationToken::new())
    }

    /// As [`query`](Self::query), with a token that stops it. Cancelling is cooperative: sorting runs to its end.
    ///
    /// # Errors
    /// As [`query`](Self::query).
    pub fn query_until(
        &self,
        query: &str,
        token: CancellationToken,
    ) -> Result<QueryResults<'static>, Error> {
        let mut evaluator = SparqlEvaluator::new().with_cancellation_token(token);
        for (prefix, iri) in PREFIXES {
            evaluator = evaluator.with_prefix(*prefix, *iri).map_err(|error| {
                Error::Syntax(Syntax::new("", &format!("prefix {prefix}: {error}")))
            })?;
        }
        let prepared = evaluator
            .parse_query(query)
            .map_err(|error| Error::Syntax(Syntax::new(query, &error.to_string())))?;
        Ok(prepared.on_store(&self.engine).execute()?)
    }
}

/// `error at 3:14: expected one of ...` -> line, column, the rest.
fn place(message: &str) -> Option<(usize, usize, &str)> {
    let rest = message.strip_prefix("error at ")?;
    let (line, rest) = rest.split_once(':')?;
    let (column, problem) = rest.split_once(':')?;
    Some((line.parse().ok()?, column.parse().ok()?, problem.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Base;

    #[test]
    fn a_syntax_error_names_line_and_column_and_shows_the_line() {
        let store = Store::in_memory(Base::default());
        let Err(Error::Syntax(error)) = store.query("SELECT ?a\nWERE { ?a ?b ?c }") else {
            panic!("must not parse")
        };
        assert_eq!((error.line, error.column), (2, 6));
        assert!(
            error
                .to_string()
                .contains("\n  WERE { ?a ?b ?c }\n       ^")
        );
    }

    #[test]
    fn our_prefixes_need_no_declaration_and_may_be_declared_anew() {
        let store = Store::in_memory(Base::default());
        assert!(store.query("ASK { ?s a pg:Commitment }").is_ok());
        assert!(
            store
                .query("PREFIX pg: <http://example.org/> ASK { ?s a pg:X }")
                .is_ok()
        );
        assert!(store.query("ASK { ?s a nope:X }").is_err());
    }
}
