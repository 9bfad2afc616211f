//! Queries: prefixes known beforehand.

use oxigraph::sparql::{CancellationToken, QueryResults, SparqlEvaluator};

use super::{Error, Store, Syntax, order::Order};

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
        let parsed = self
            .parser()?
            .parse_query(query)
            .map_err(|error| Error::Syntax(Syntax::new(query, &error.to_string())))?;
        let run = |parsed| {
            SparqlEvaluator::new()
                .with_cancellation_token(token.clone())
                .for_query(parsed)
                .on_store(&self.engine)
                .execute()
        };
        let mut unsorted = parsed.clone();
        if let Some(order) = Order::take(&mut unsorted)
            && let QueryResults::Solutions(rows) = run(unsorted)?
            && let Some(sorted) = order.sort(rows)?
        {
            return Ok(QueryResults::Solutions(sorted));
        }
        Ok(run(parsed)?)
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
