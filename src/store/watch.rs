//! The looks at the budgets that a [`Guard`](super::Guard) has written into a query.

use std::collections::BTreeSet;

use oxigraph::model::{Literal, NamedNode};
use spargebra::{
    algebra::{AggregateExpression, Expression, Function, GraphPattern, OrderExpression},
    term::{NamedNodePattern, TermPattern, TriplePattern},
};

/// Counts the cells of a row: `ALIVE(cells, variables...)`.
pub(super) const ALIVE: &str = "tag:pledgegraph,2025:alive";
/// Counts the bytes of a text, and passes it on: `SIZED(text, limit)`.
pub(super) const SIZED: &str = "tag:pledgegraph,2025:sized";
/// What `REPLACE` may work on: the result is at most as long as text times replacement.
const REPLACE_TEXT: usize = 16_384;
const REPLACEMENT: usize = 1_024;

pub(super) fn watch(pattern: GraphPattern) -> GraphPattern {
    use GraphPattern as P;
    let deeper = |inner: Box<P>| Box::new(watch(*inner));
    let held = |inner: Box<P>| Box::new(operand(*inner));
    match pattern {
        P::Bgp { .. } | P::Join { .. } => joined(pattern),
        P::Path { .. } | P::Values { .. } => pattern,
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

/// All that is joined here, put together so that each part shares a variable with those before it, as far as there is one. Parts
/// that share none make a product: each is held, or repeated, in full.
fn joined(pattern: GraphPattern) -> GraphPattern {
    let mut parts = Vec::new();
    take_apart(pattern, &mut parts);
    let mut rest = parts.into_iter();
    let Some((mut known, mut all)) = rest.next() else {
        return GraphPattern::default();
    };
    let mut rest: Vec<_> = rest.collect();
    while !rest.is_empty() {
        let tied = rest
            .iter()
            .position(|(names, _)| !names.is_disjoint(&known));
        let (names, part) = rest.remove(tied.unwrap_or(0));
        known.extend(names);
        let join = |left, right| GraphPattern::Join {
            left: Box::new(left),
            right: Box::new(right),
        };
        all = if tied.is_some() {
            join(all, part)
        } else {
            // The product is metered too: what is buffered between two of them is then dropped at once when the query is over.
            metered(join(metered(all, None), metered(part, None)), None)
        };
    }
    all
}

/// The parts of nested joins, with the names that tie them; triple patterns in groups that hang together.
fn take_apart(pattern: GraphPattern, parts: &mut Vec<(BTreeSet<String>, GraphPattern)>) {
    match pattern {
        GraphPattern::Join { left, right } => {
            take_apart(*left, parts);
            take_apart(*right, parts);
        }
        GraphPattern::Bgp { patterns } => {
            for patterns in components(&patterns) {
                let names = patterns.iter().flat_map(names).collect();
                parts.push((names, GraphPattern::Bgp { patterns }));
            }
        }
        other => {
            let mut names = BTreeSet::new();
            other.on_in_scope_variable(|variable| {
                names.insert(variable.to_string());
            });
            parts.push((names, operand(other)));
        }
    }
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

/// The most patterns that stand side by side: the work of the planner grows with their cube.
pub(super) fn widest(pattern: &GraphPattern) -> usize {
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
