//! What keeps one query from taking the whole server: a token that stops it and budgets that it draws on while it runs.
//!
//! Cancelling is cooperative, and the engine looks at the token only where it reads quads. Sorting, grouping, `VALUES` and string
//! functions never do, so [`Guard::watch`] writes a look at the budgets into the query itself, as calls of functions of our own.

use std::{
    collections::BTreeSet,
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
use spargebra::{
    Query,
    algebra::{AggregateExpression, Expression, Function, GraphPattern, OrderExpression},
    term::{NamedNodePattern, TermPattern, TriplePattern},
};

const ALIVE: &str = "tag:pledgegraph,2025:alive";
const SIZED: &str = "tag:pledgegraph,2025:sized";
/// What `REPLACE` may work on: the result is at most as long as text times replacement.
const REPLACE_TEXT: usize = 16_384;
const REPLACEMENT: usize = 1_024;
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

/// The most patterns that stand side by side: the work of the planner grows with their cube.
fn widest(pattern: &GraphPattern) -> usize {
    use GraphPattern as P;
    match pattern {
        P::Bgp { patterns } => patterns.len(),
        P::Path { .. } | P::Values { .. } => 1,
        P::Join { left, right } | P::Lateral { left, right } => widest(left) + widest(right),
        P::LeftJoin { left, right, .. } | P::Minus { left, right } | P::Union { left, right } => {
            widest(left).max(widest(right))
        }
        P::Filter { inner, .. }
        | P::Graph { inner, .. }
        | P::Extend { inner, .. }
        | P::OrderBy { inner, .. }
        | P::Project { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. }
        | P::Group { inner, .. }
        | P::Service { inner, .. } => widest(inner),
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

fn watch(pattern: GraphPattern) -> GraphPattern {
    use GraphPattern as P;
    let deeper = |inner: Box<P>| Box::new(watch(*inner));
    let held = |inner: Box<P>| Box::new(operand(*inner));
    match pattern {
        P::Bgp { patterns } => connected(patterns),
        P::Path { .. } | P::Values { .. } => pattern,
        P::Join { left, right } => P::Join {
            left: held(left),
            right: held(right),
        },
        P::LeftJoin {
            left,
            right,
            expression,
        } => P::LeftJoin {
            left: held(left),
            right: held(right),
            expression: expression.map(watch_expression),
        },
        P::Lateral { left, right } => P::Lateral {
            left: held(left),
            right: deeper(right),
        },
        P::Filter { expr, inner } => P::Filter {
            expr: watch_expression(expr),
            inner: deeper(inner),
        },
        P::Union { left, right } => P::Union {
            left: deeper(left),
            right: deeper(right),
        },
        P::Graph { name, inner } => P::Graph {
            name,
            inner: deeper(inner),
        },
        P::Extend {
            inner,
            variable,
            expression,
        } => P::Extend {
            inner: deeper(inner),
            variable,
            expression: watch_expression(expression),
        },
        P::Minus { left, right } => P::Minus {
            left: held(left),
            right: held(right),
        },
        P::OrderBy { inner, expression } => P::OrderBy {
            inner: Box::new(metered(watch(*inner), None)),
            expression: expression.into_iter().map(watch_order).collect(),
        },
        P::Project { inner, variables } => P::Project {
            inner: deeper(inner),
            variables,
        },
        P::Distinct { inner } => P::Distinct {
            inner: Box::new(metered(watch(*inner), None)),
        },
        P::Reduced { inner } => P::Reduced {
            inner: deeper(inner),
        },
        P::Slice {
            inner,
            start,
            length,
        } => P::Slice {
            inner: deeper(inner),
            start,
            length,
        },
        P::Group {
            inner,
            variables,
            aggregates,
        } => {
            // A group holds its key, and what its aggregates must remember.
            let cells = variables.len() + aggregates.iter().filter(|(_, it)| remembers(it)).count();
            P::Group {
                inner: Box::new(metered(watch(*inner), Some(cells))),
                variables,
                aggregates: aggregates
                    .into_iter()
                    .map(|(variable, aggregate)| (variable, watch_aggregate(aggregate)))
                    .collect(),
            }
        }
        P::Service {
            name,
            inner,
            silent,
        } => P::Service {
            name,
            inner: deeper(inner),
            silent,
        },
    }
}

/// One side of a join, which may be held as a whole. A connected pattern stays bare for the planner: the engine looks at the token
/// with each quad it reads, and rows of quads that were read are few beside products of them.
fn operand(pattern: GraphPattern) -> GraphPattern {
    let bare = matches!(&pattern, GraphPattern::Path { .. })
        || matches!(&pattern, GraphPattern::Bgp { patterns } if components(patterns).len() <= 1);
    if bare {
        return pattern;
    }
    metered(watch(pattern), None)
}

/// Patterns that share no variable make a product: each part is held, or repeated, in full.
fn connected(patterns: Vec<TriplePattern>) -> GraphPattern {
    let parts = components(&patterns);
    if parts.len() <= 1 {
        return GraphPattern::Bgp { patterns };
    }
    parts
        .into_iter()
        .map(|patterns| metered(GraphPattern::Bgp { patterns }, None))
        // Each product is metered too: what is buffered between two of them is then dropped at once when the query is over.
        .reduce(|left, right| {
            let product = GraphPattern::Join {
                left: Box::new(left),
                right: Box::new(right),
            };
            metered(product, None)
        })
        .unwrap_or_default()
}

/// The patterns in groups that share variables.
fn components(patterns: &[TriplePattern]) -> Vec<Vec<TriplePattern>> {
    let mut groups: Vec<(BTreeSet<String>, Vec<TriplePattern>)> = Vec::new();
    for pattern in patterns {
        let mut names = names(pattern);
        let mut members = vec![pattern.clone()];
        let mut apart = Vec::new();
        for (known, mut patterns) in groups {
            if known.is_disjoint(&names) {
                apart.push((known, patterns));
            } else {
                names.extend(known);
                patterns.append(&mut members);
                members = patterns;
            }
        }
        apart.push((names, members));
        groups = apart;
    }
    groups.into_iter().map(|(_, patterns)| patterns).collect()
}

/// Variables and blank nodes, which join like variables.
fn names(pattern: &TriplePattern) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for term in [&pattern.subject, &pattern.object] {
        if matches!(term, TermPattern::Variable(_) | TermPattern::BlankNode(_)) {
            names.insert(term.to_string());
        }
    }
    if let NamedNodePattern::Variable(variable) = &pattern.predicate {
        names.insert(variable.to_string());
    }
    names
}

fn remembers(aggregate: &AggregateExpression) -> bool {
    match aggregate {
        AggregateExpression::CountSolutions { distinct } => *distinct,
        AggregateExpression::FunctionCall { distinct, .. } => *distinct,
    }
}

/// Rows count against the budget, with all their variables or with so many cells.
fn metered(inner: GraphPattern, cells: Option<usize>) -> GraphPattern {
    let mut variables = Vec::new();
    inner.on_in_scope_variable(|variable| {
        if !variables.contains(variable) {
            variables.push(variable.clone());
        }
    });
    let cells = cells.unwrap_or(variables.len().max(1));
    // Only a call that needs every variable stays where it is: the optimiser moves a filter to where its variables are known first,
    // and takes `BOUND` of a variable that always is for `true`.
    let mut arguments = vec![integer(cells)];
    // An unbound argument would fail the call, and the row with it.
    let present = |variable| Expression::Coalesce(vec![Expression::Variable(variable), integer(0)]);
    arguments.extend(variables.into_iter().map(present));
    GraphPattern::Filter {
        expr: Expression::FunctionCall(
            Function::Custom(NamedNode::new_unchecked(ALIVE)),
            arguments,
        ),
        inner: Box::new(inner),
    }
}

fn integer(value: usize) -> Expression {
    Expression::Literal(Literal::from(i64::try_from(value).unwrap_or(i64::MAX)))
}

fn limited(expression: Expression, limit: usize) -> Expression {
    Expression::FunctionCall(
        Function::Custom(NamedNode::new_unchecked(SIZED)),
        vec![expression, integer(limit)],
    )
}

fn watch_order(order: OrderExpression) -> OrderExpression {
    match order {
        OrderExpression::Asc(expression) => OrderExpression::Asc(watch_expression(expression)),
        OrderExpression::Desc(expression) => OrderExpression::Desc(watch_expression(expression)),
    }
}

fn watch_aggregate(aggregate: AggregateExpression) -> AggregateExpression {
    use spargebra::algebra::AggregateFunction;
    match aggregate {
        AggregateExpression::FunctionCall {
            name: name @ AggregateFunction::GroupConcat { .. },
            expr,
            distinct,
        } => AggregateExpression::FunctionCall {
            name,
            expr: limited(watch_expression(expr), 0),
            distinct,
        },
        AggregateExpression::FunctionCall {
            name,
            expr,
            distinct,
        } => AggregateExpression::FunctionCall {
            name,
            expr: watch_expression(expr),
            distinct,
        },
        other => other,
    }
}

fn watch_expression(expression: Expression) -> Expression {
    use Expression as E;
    let deeper = |inner: Box<E>| Box::new(watch_expression(*inner));
    match expression {
        E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) => expression,
        E::Or(a, b) => E::Or(deeper(a), deeper(b)),
        E::And(a, b) => E::And(deeper(a), deeper(b)),
        E::Equal(a, b) => E::Equal(deeper(a), deeper(b)),
        E::SameTerm(a, b) => E::SameTerm(deeper(a), deeper(b)),
        E::Greater(a, b) => E::Greater(deeper(a), deeper(b)),
        E::GreaterOrEqual(a, b) => E::GreaterOrEqual(deeper(a), deeper(b)),
        E::Less(a, b) => E::Less(deeper(a), deeper(b)),
        E::LessOrEqual(a, b) => E::LessOrEqual(deeper(a), deeper(b)),
        E::In(a, list) => E::In(deeper(a), list.into_iter().map(watch_expression).collect()),
        E::Add(a, b) => E::Add(deeper(a), deeper(b)),
        E::Subtract(a, b) => E::Subtract(deeper(a), deeper(b)),
        E::Multiply(a, b) => E::Multiply(deeper(a), deeper(b)),
        E::Divide(a, b) => E::Divide(deeper(a), deeper(b)),
        E::UnaryPlus(a) => E::UnaryPlus(deeper(a)),
        E::UnaryMinus(a) => E::UnaryMinus(deeper(a)),
        E::Not(a) => E::Not(deeper(a)),
        E::Exists(pattern) => E::Exists(Box::new(watch(*pattern))),
        E::If(a, b, c) => E::If(deeper(a), deeper(b), deeper(c)),
        E::Coalesce(list) => E::Coalesce(list.into_iter().map(watch_expression).collect()),
        E::FunctionCall(function, arguments) => {
            let arguments: Vec<E> = arguments.into_iter().map(watch_expression).collect();
            match function {
                Function::Concat => {
                    // Each argument is counted before it is copied, so no result is longer than the budget.
                    let arguments = arguments.into_iter().map(|a| limited(a, 0)).collect();
                    E::FunctionCall(Function::Concat, arguments)
                }
                Function::Replace => {
                    let arguments = arguments
                        .into_iter()
                        .enumerate()
                        .map(|(index, argument)| match index {
                            0 => limited(argument, REPLACE_TEXT),
                            2 => limited(argument, REPLACEMENT),
                            _ => argument,
                        })
                        .collect();
                    limited(E::FunctionCall(Function::Replace, arguments), 0)
                }
                function => E::FunctionCall(function, arguments),
            }
        }
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
