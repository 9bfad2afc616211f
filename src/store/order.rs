//! `ORDER BY`, done here: the engine fetches both terms of each comparison from the disk, which makes up most of the time of a
//! question with ten thousand rows.

use std::cmp::Ordering;

use oxigraph::{
    model::{Literal, Term, Variable},
    sparql::{QueryEvaluationError, QuerySolution, QuerySolutionIter},
};
use rust_decimal::Decimal;
use spargebra::{
    Query,
    algebra::{Expression, GraphPattern, OrderExpression},
};

use crate::graph::vocabulary::xsd;

/// More rows than this are left to the engine, which holds them in less memory.
const MOST: usize = 300_000;

const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";

/// How the rows of an answer are to be sorted and cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Order {
    /// Variables, and whether they count downwards.
    keys: Vec<(Variable, bool)>,
    start: usize,
    length: Option<usize>,
}

impl Order {
    /// Takes the order out of a query; `None`, and the query as it was, when it has none that can be kept here.
    pub(super) fn take(query: &mut Query) -> Option<Self> {
        let Query::Select { pattern, .. } = query else {
            return None;
        };
        let (start, length) = match pattern {
            GraphPattern::Slice { start, length, .. } => (*start, *length),
            _ => (0, None),
        };
        let mut inside = &mut *pattern;
        if let GraphPattern::Slice { inner, .. } = inside {
            inside = inner;
        }
        if let GraphPattern::Distinct { inner } = inside {
            inside = inner;
        }
        let GraphPattern::Project { inner, variables } = inside else {
            return None;
        };
        let GraphPattern::OrderBy {
            inner: rows,
            expression,
        } = &mut **inner
        else {
            return None;
        };
        let keys = expression
            .iter()
            .map(|expression| key_of(expression).filter(|(name, _)| variables.contains(name)))
            .collect::<Option<Vec<_>>>()?;
        let rows = std::mem::take(&mut **rows);
        **inner = rows;
        if let GraphPattern::Slice { inner, .. } = pattern {
            let whole = std::mem::take(&mut **inner);
            *pattern = whole;
        }
        Some(Self {
            keys,
            start,
            length,
        })
    }

    /// The rows in order; `None` when they are too many or hold values that only the engine can compare.
    ///
    /// # Errors
    /// The first of the rows.
    pub(super) fn sort(
        &self,
        rows: QuerySolutionIter<'static>,
    ) -> Result<Option<QuerySolutionIter<'static>>, QueryEvaluationError> {
        let variables = rows.variables().to_vec();
        let mut keyed = Vec::new();
        for row in rows {
            let row = row?;
            let keys: Option<Vec<Key>> = self
                .keys
                .iter()
                .map(|(variable, _)| Key::new(row.get(variable)))
                .collect();
            let Some(keys) = keys.filter(|_| keyed.len() < MOST) else {
                return Ok(None);
            };
            keyed.push((keys, row));
        }
        let mixed = (0..self.keys.len()).any(|column| {
            let mut families = keyed.iter().filter_map(|(keys, _)| keys[column].family());
            let first = families.next();
            families.any(|family| Some(family) != first)
        });
        if mixed {
            return Ok(None);
        }
        keyed.sort_by(|(a, row), (b, other)| self.compare(a, b).then_with(|| tie(row, other)));
        let rows = keyed
            .into_iter()
            .map(|(_, row)| Ok(row))
            .skip(self.start)
            .take(self.length.unwrap_or(usize::MAX));
        Ok(Some(QuerySolutionIter::new(variables.into(), rows)))
    }

    fn compare(&self, a: &[Key], b: &[Key]) -> Ordering {
        self.keys
            .iter()
            .zip(a.iter().zip(b))
            .map(|((_, descending), (a, b))| if *descending { b.cmp(a) } else { a.cmp(b) })
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

/// Rows that the query calls equal come in the order of their terms, so that the same store always gives the same bytes.
fn tie(row: &QuerySolution, other: &QuerySolution) -> Ordering {
    let text = |term: &Option<Term>| term.as_ref().map(ToString::to_string);
    row.values()
        .iter()
        .zip(other.values())
        .filter(|(a, b)| a != b)
        .map(|(a, b)| text(a).cmp(&text(b)))
        .next()
        .unwrap_or(Ordering::Equal)
}

fn key_of(expression: &OrderExpression) -> Option<(Variable, bool)> {
    match expression {
        OrderExpression::Asc(Expression::Variable(variable)) => Some((variable.clone(), false)),
        OrderExpression::Desc(Expression::Variable(variable)) => Some((variable.clone(), true)),
        _ => None,
    }
}

/// What a term counts for. The order of the variants is that of SPARQL: unbound, blank nodes, IRIs, literals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Unbound,
    Blank(String),
    Iri(String),
    Text(String),
    Number(Decimal),
    /// A day or year without a zone: the text sorts as the time does. The type decides between equal texts.
    Time(String, String),
}

impl Key {
    fn new(term: Option<&Term>) -> Option<Self> {
        Some(match term {
            None => Self::Unbound,
            Some(Term::BlankNode(node)) => Self::Blank(node.as_str().to_owned()),
            Some(Term::NamedNode(node)) => Self::Iri(node.as_str().to_owned()),
            Some(Term::Literal(literal)) => return Self::of_literal(literal),
        })
    }

    fn of_literal(literal: &Literal) -> Option<Self> {
        let value = literal.value();
        match literal.datatype().as_str() {
            STRING => Some(Self::Text(value.to_owned())),
            xsd::DECIMAL | xsd::INTEGER => value.parse().ok().map(Self::Number),
            xsd::DATE | xsd::G_YEAR => {
                let plain = value.len()
                    == if literal.datatype().as_str() == xsd::DATE {
                        10
                    } else {
                        4
                    }
                    && value.starts_with(|c: char| c.is_ascii_digit());
                plain.then(|| Self::Time(value.to_owned(), literal.datatype().as_str().to_owned()))
            }
            _ => None,
        }
    }

    /// The kind of literal; terms of two kinds in one column are compared by rules that only the engine knows.
    fn family(&self) -> Option<u8> {
        match self {
            Self::Text(_) => Some(0),
            Self::Number(_) => Some(1),
            Self::Time(..) => Some(2),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use oxigraph::{
        model::{GraphName, NamedNode, Quad},
        sparql::{QueryResults, SparqlEvaluator},
    };

    use super::*;
    use crate::{graph::Base, store::Store};

    fn store(objects: &[Term]) -> Store {
        let store = Store::in_memory(Base::default());
        for (number, object) in objects.iter().enumerate() {
            let subject = NamedNode::new_unchecked(format!("http://example.org/{}", number % 5));
            let says = NamedNode::new_unchecked("http://example.org/says");
            let quad = Quad::new(subject, says, object.clone(), GraphName::DefaultGraph);
            store.engine.insert(&quad).expect("is put in");
        }
        store
    }

    fn column(results: QueryResults<'_>, name: &str) -> Vec<Option<Term>> {
        let QueryResults::Solutions(rows) = results else {
            panic!("rows are asked for")
        };
        rows.map(|row| row.expect("a row").get(name).cloned())
            .collect()
    }

    /// Ours and the engine's order of the keys, for each order that can be asked for.
    fn same(objects: &[Term]) {
        let store = store(objects);
        for (order, name) in [
            ("ORDER BY ?o", "o"),
            ("ORDER BY DESC(?o) ?s", "o"),
            ("ORDER BY ?s ?o", "s"),
            ("ORDER BY ?o LIMIT 3 OFFSET 2", "o"),
        ] {
            for select in ["SELECT ?s ?o", "SELECT DISTINCT ?o ?s"] {
                let query = format!("{select} {{ ?s <http://example.org/says> ?o }} {order}");
                let engine = SparqlEvaluator::new()
                    .parse_query(&query)
                    .expect("parses")
                    .on_store(&store.engine)
                    .execute()
                    .expect("answers");
                assert_eq!(
                    column(store.query(&query).expect("answers"), name),
                    column(engine, name),
                    "{query}"
                );
            }
        }
    }

    #[test]
    fn rows_come_in_the_order_of_the_engine() {
        let literal = |text: &str, datatype| {
            Term::from(Literal::new_typed_literal(
                text,
                NamedNode::new_unchecked(datatype),
            ))
        };
        let numbers =
            ["10", "9", "-3", "0", "200000000000"].map(|text| literal(text, xsd::INTEGER));
        let decimals = ["0.5", "-0.25", "7"].map(|text| literal(text, xsd::DECIMAL));
        same(&[numbers.as_slice(), decimals.as_slice()].concat());
        same(&["b", "a", "Ä", "", "ab"].map(|text| Term::from(Literal::from(text))));
        let days = ["2025-02-11", "1999-12-31"].map(|text| literal(text, xsd::DATE));
        let years = ["2025", "2026"].map(|text| literal(text, xsd::G_YEAR));
        same(&[days.as_slice(), years.as_slice()].concat());
        let iri = Term::from(NamedNode::new_unchecked("http://example.org/x"));
        same(&[iri, Literal::from("x").into(), Literal::from("a").into()]);
    }

    #[test]
    fn what_only_the_engine_can_compare_is_left_to_it() {
        same(&[
            Literal::from("x").into(),
            Literal::from(3).into(),
            Literal::from(2.5).into(),
            Literal::new_language_tagged_literal_unchecked("x", "en").into(),
        ]);
    }

    #[test]
    fn only_variables_of_the_answer_are_sorted_here() {
        for (query, taken) in [
            ("SELECT ?s { ?s ?p ?o } ORDER BY ?s", true),
            (
                "SELECT DISTINCT ?s { ?s ?p ?o } ORDER BY DESC(?s) LIMIT 5",
                true,
            ),
            ("SELECT ?s { ?s ?p ?o } ORDER BY ?o", false),
            ("SELECT ?s { ?s ?p ?o } ORDER BY STRLEN(STR(?s))", false),
            ("SELECT ?s { ?s ?p ?o } LIMIT 5", false),
            ("ASK { ?s ?p ?o }", false),
        ] {
            let mut parsed = spargebra::SparqlParser::new()
                .parse_query(query)
                .expect("parses");
            let before = parsed.clone();
            assert_eq!(Order::take(&mut parsed).is_some(), taken, "{query}");
            assert_eq!(parsed == before, !taken, "{query}");
        }
    }
}
