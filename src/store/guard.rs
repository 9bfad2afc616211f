//! What keeps one query from taking the whole server: a token that stops it and budgets that it draws on while it runs.
//!
//! Cancelling is cooperative, and the engine looks at the token only where it reads quads. Sorting, grouping, `VALUES` and string
//! functions never do, so [`Guard::watch`] writes a look at the budgets into the query itself, as calls of functions of our own.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU8, Ordering},
    },
};

use oxigraph::{
    model::{Literal, NamedNode, Term},
    sparql::{CancellationToken, SparqlEvaluator},
};
use spargebra::Query;

use super::watch::{ALIVE, SIZED, watch, widest};

/// Patterns that may be joined with each other.
pub(super) const WIDEST: usize = 100;

/// Why a query was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Its time was over, or nobody waits for it.
    Time,
    /// It held more rows at once than it may.
    Rows,
    /// It made more text than it may.
    Bytes,
}

/// The budgets of one query. Clones share them.
#[derive(Clone)]
pub struct Guard(Arc<Budgets>);

struct Budgets {
    token: CancellationToken,
    cells: AtomicI64,
    bytes: AtomicI64,
    stop: AtomicU8,
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard")
            .field("stopped", &self.stopped())
            .finish_non_exhaustive()
    }
}

impl Guard {
    /// `cells` (rows times variables) that joins, sorting, grouping and `VALUES` may hold; `bytes` that string functions may make.
    pub fn new(cells: u64, bytes: u64) -> Self {
        Self(Arc::new(Budgets {
            token: CancellationToken::new(),
            cells: AtomicI64::new(i64::try_from(cells).unwrap_or(i64::MAX)),
            bytes: AtomicI64::new(i64::try_from(bytes).unwrap_or(i64::MAX)),
            stop: AtomicU8::new(0),
        }))
    }

    /// Stops the query; the first reason stays.
    pub fn stop(&self, why: Stop) {
        let code = match why {
            Stop::Time => 1,
            Stop::Rows => 2,
            Stop::Bytes => 3,
        };
        let _ = self
            .0
            .stop
            .compare_exchange(0, code, Ordering::Relaxed, Ordering::Relaxed);
        self.0.token.cancel();
    }

    /// Why it was stopped, if it was.
    pub fn stopped(&self) -> Option<Stop> {
        match self.0.stop.load(Ordering::Relaxed) {
            1 => Some(Stop::Time),
            2 => Some(Stop::Rows),
            3 => Some(Stop::Bytes),
            _ => None,
        }
    }

    /// Takes the cells of one row from the budget; `false` when the query is over.
    fn hold(&self, cells: i64) -> bool {
        if self.0.token.is_cancelled() {
            return false;
        }
        let left = self.0.cells.fetch_sub(cells, Ordering::Relaxed);
        if left < cells {
            self.stop(Stop::Rows);
        }
        left >= cells
    }

    /// Takes a text from the budget; `false` when it is too long or the query is over.
    fn text(&self, length: usize) -> bool {
        if self.0.token.is_cancelled() {
            return false;
        }
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let left = self.0.bytes.fetch_sub(length, Ordering::Relaxed);
        if left < length {
            self.stop(Stop::Bytes);
        }
        left >= length
    }

    /// The evaluator with our token and functions.
    pub(super) fn equip(&self, evaluator: SparqlEvaluator) -> SparqlEvaluator {
        let (rows, texts) = (self.clone(), self.clone());
        evaluator
            .with_cancellation_token(self.0.token.clone())
            .with_custom_function(NamedNode::new_unchecked(ALIVE), move |arguments| {
                let cells = number(arguments.first()?)?;
                rows.hold(cells).then(|| Literal::from(true).into())
            })
            .with_custom_function(NamedNode::new_unchecked(SIZED), move |arguments| {
                sized(&texts, arguments)
            })
    }

    /// The query with looks at the budgets written into it; `None` when it joins more than can be planned in time.
    pub(super) fn watch(query: Query) -> Option<Query> {
        let (Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. }) = &query;
        if widest(pattern) > WIDEST {
            return None;
        }
        Some(match query {
            Query::Select {
                dataset,
                pattern,
                base_iri,
            } => Query::Select {
                dataset,
                pattern: watch(pattern),
                base_iri,
            },
            Query::Construct {
                template,
                dataset,
                pattern,
                base_iri,
            } => Query::Construct {
                template,
                dataset,
                pattern: watch(pattern),
                base_iri,
            },
            Query::Describe {
                dataset,
                pattern,
                base_iri,
            } => Query::Describe {
                dataset,
                pattern: watch(pattern),
                base_iri,
            },
            Query::Ask {
                dataset,
                pattern,
                base_iri,
            } => Query::Ask {
                dataset,
                pattern: watch(pattern),
                base_iri,
            },
        })
    }
}

/// The first argument, if it is no longer than the second says (0: any length), and the budget allows it.
fn sized(guard: &Guard, arguments: &[Term]) -> Option<Term> {
    let (term, limit) = (arguments.first()?, arguments.get(1)?);
    let (limit, length) = (usize::try_from(number(limit)?).ok()?, text_length(term));
    if limit > 0 && length > limit {
        guard.stop(Stop::Bytes);
        return None;
    }
    guard.text(length).then(|| term.clone())
}

fn number(term: &Term) -> Option<i64> {
    match term {
        Term::Literal(literal) => literal.value().parse().ok(),
        _ => None,
    }
}

fn text_length(term: &Term) -> usize {
    match term {
        Term::Literal(literal) => literal.value().len(),
        Term::NamedNode(node) => node.as_str().len(),
        Term::BlankNode(node) => node.as_str().len(),
    }
}

#[cfg(test)]
mod tests {
    use oxigraph::{
        model::{GraphName, Quad},
        sparql::QueryResults,
    };

    use super::*;
    use crate::{
        graph::Base,
        store::{Dataset, Store},
    };

    fn store(quads: i64) -> Store {
        let store = Store::in_memory(Base::default());
        let node = |name: String| NamedNode::new_unchecked(format!("http://example.org/{name}"));
        let quads = (0..quads)
            .map(|number| {
                Quad::new(
                    node(format!("s{number}")),
                    node(format!("p{}", number % 3)),
                    Literal::from(number % 10),
                    GraphName::DefaultGraph,
                )
            })
            .collect();
        store
            .replace_graph(&GraphName::DefaultGraph, quads)
            .expect("loads");
        store
    }

    fn count(results: QueryResults<'static>) -> usize {
        match results {
            QueryResults::Solutions(rows) => rows.filter(Result::is_ok).count(),
            QueryResults::Graph(triples) => triples.filter(Result::is_ok).count(),
            QueryResults::Boolean(answer) => usize::from(answer),
        }
    }

    #[test]
    fn watched_queries_give_the_same_rows() {
        let store = store(60);
        for query in [
            "SELECT * { ?s <http://example.org/p0> ?o OPTIONAL { ?s <http://example.org/p1> ?n } } ORDER BY ?n ?o",
            "SELECT ?o (COUNT(DISTINCT ?s) AS ?n) (GROUP_CONCAT(?s) AS ?all) { ?s ?p ?o } GROUP BY ?o ORDER BY ?n",
            "SELECT DISTINCT ?p ?x { ?s ?p ?o . VALUES ?x { 1 UNDEF } FILTER(!BOUND(?x) || ?o = ?x) }",
            "SELECT * { ?a <http://example.org/p0> 0 . ?b <http://example.org/p1> 1 . { SELECT ?c { ?c ?d 3 } } }",
            "SELECT (CONCAT(\"a\", \"b\", STR(?o)) AS ?c) (REPLACE(\"aaa\", \"a\", \"b\") AS ?r) { ?s ?p ?o FILTER(?c = \"ab1\" || true) }",
            "SELECT * { ?s ?p ?o MINUS { ?s ?q 3 . ?t ?q 4 } FILTER NOT EXISTS { ?u ?p 77 . ?v ?p ?o } }",
            "CONSTRUCT { ?s <http://example.org/x> ?o } WHERE { { ?s ?p ?o } UNION { ?o ?p ?s } }",
            "ASK { ?s ?p 4 . ?t ?q 5 }",
        ] {
            let guard = Guard::new(1_000_000, 1_000_000);
            let watched = store
                .answer(query, &Dataset::default(), &guard)
                .expect("an answer");
            let plain = store.query(query).expect("an answer");
            assert_eq!(count(watched), count(plain), "{query}");
            assert_eq!(guard.stopped(), None, "{query}");
        }
    }

    #[test]
    fn patterns_that_another_part_ties_together_are_no_product() {
        let store = store(200);
        let tied = "SELECT * {
            { ?a <http://example.org/p0> ?n . ?b <http://example.org/p1> ?n } UNION { ?a <http://example.org/p9> ?b }
            ?a <http://example.org/p0> ?i . ?b <http://example.org/p1> ?j }";
        let product = "SELECT * { ?a ?x ?n . ?b ?y ?m . ?c ?z ?o }";
        for (query, stops) in [(tied, false), (product, true)] {
            let guard = Guard::new(10_000, 5_000);
            if let Ok(results) = store.answer(query, &Dataset::default(), &guard) {
                count(results);
            }
            assert_eq!(guard.stopped().is_some(), stops, "{query}");
        }
    }

    #[test]
    fn products_and_doublings_run_into_their_budget() {
        let store = store(200);
        let doubling: String = (0..40)
            .map(|n| format!("BIND(CONCAT(?x{n}, ?x{n}) AS ?x{}) ", n + 1))
            .collect();
        for (query, why) in [
            (
                "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?i".to_owned(),
                Stop::Rows,
            ),
            (
                "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }".to_owned(),
                Stop::Rows,
            ),
            (
                format!("SELECT ?x40 {{ BIND(\"abcdefgh\" AS ?x0) {doubling} }}"),
                Stop::Bytes,
            ),
            (
                "SELECT (GROUP_CONCAT(STR(?c)) AS ?x) { ?a ?b ?c . ?d ?b ?f }".to_owned(),
                Stop::Bytes,
            ),
        ] {
            let guard = Guard::new(100_000, 5_000);
            if let Ok(results) = store.answer(&query, &Dataset::default(), &guard) {
                count(results);
            }
            assert_eq!(guard.stopped(), Some(why), "{query}");
        }
    }
}
