//! Queries: prefixes known beforehand.

use oxigraph::sparql::{CancellationToken, QueryResults, SparqlEvaluator};

use super::{Error, Store, Syntax};
use crate::graph::vocabulary::PREFIXES;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Base;

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
