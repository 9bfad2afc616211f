//! Rows of a query, ready for a page.

use std::collections::BTreeMap;

use oxigraph::{
    model::{NamedNode, Term},
    sparql::QueryResults,
};
use serde::Serialize;

use super::super::{Server, problem::Problem};
use crate::{
    graph::vocabulary::PREFIXES,
    store::{self, Dataset, Guard},
};

/// One value of a table: what is shown, and where it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Empty when it leads nowhere.
    pub(super) href: String,
    pub(super) number: bool,
}

/// A table.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Table {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// Whether there were more rows.
    pub(super) cut: bool,
    /// Whether the rows are triples, which are downloaded in other formats.
    pub(super) triples: bool,
}

/// One row by the names of its variables; what is unbound is missing.
pub(super) type Row = BTreeMap<String, Term>;

/// The rows of one of our own queries.
pub(super) fn rows(server: &Server, guard: &Guard, query: &str) -> Result<Vec<Row>, Problem> {
    let QueryResults::Solutions(solutions) =
        server.store.answer(query, &Dataset::default(), guard)?
    else {
        return Ok(Vec::new());
    };
    let mut rows = Vec::new();
    for solution in solutions {
        let solution = solution.map_err(store::Error::from)?;
        rows.push(
            solution
                .iter()
                .map(|(variable, term)| (variable.as_str().to_owned(), term.clone()))
                .collect(),
        );
    }
    Ok(rows)
}

/// A value as text; nothing when it is unbound.
pub(super) fn text(row: &Row, name: &str) -> String {
    row.get(name).map(plain).unwrap_or_default()
}

/// The local name of an IRI: `pledged` of `...#pledged`.
pub(super) fn local(row: &Row, name: &str) -> String {
    local_name(&text(row, name)).to_owned()
}

/// What follows the last `#` or `/`.
pub(super) fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

/// The text of any query as a table, at most so many rows.
pub(super) fn table(
    server: &Server,
    guard: &Guard,
    query: &str,
    most: usize,
) -> Result<Table, Problem> {
    match server.store.answer(query, &Dataset::default(), guard)? {
        QueryResults::Boolean(answer) => Ok(Table {
            columns: vec!["answer".to_owned()],
            rows: vec![vec![Cell {
                text: if answer { "yes" } else { "no" }.to_owned(),
                ..Cell::default()
            }]],
            ..Table::default()
        }),
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let mut table = Table {
                columns: variables
                    .iter()
                    .map(|variable| variable.as_str().to_owned())
                    .collect(),
                ..Table::default()
            };
            for solution in solutions {
                let solution = solution.map_err(store::Error::from)?;
                if table.rows.len() == most {
                    table.cut = true;
                    break;
                }
                table.rows.push(
                    variables
                        .iter()
                        .map(|variable| {
                            solution
                                .get(variable)
                                .map(|term| cell(server, term))
                                .unwrap_or_default()
                        })
                        .collect(),
                );
            }
            Ok(table)
        }
        QueryResults::Graph(triples) => {
            let mut table = Table {
                columns: ["subject", "predicate", "object"]
                    .map(str::to_owned)
                    .to_vec(),
                triples: true,
                ..Table::default()
            };
            for triple in triples {
                let triple = triple.map_err(store::Error::from)?;
                if table.rows.len() == most {
                    table.cut = true;
                    break;
                }
                table.rows.push(vec![
                    cell(server, &triple.subject.into()),
                    cell(server, &triple.predicate.into()),
                    cell(server, &triple.object),
                ]);
            }
            Ok(table)
        }
    }
}

/// A term as it is shown.
pub(super) fn cell(server: &Server, term: &Term) -> Cell {
    match term {
        Term::NamedNode(node) => Cell {
            text: short(server, node),
            href: href(server, node),
            number: false,
        },
        Term::Literal(literal) => {
            let value = literal.value();
            let number = is_number(literal.datatype().as_str());
            Cell {
                text: if number {
                    grouped(value)
                } else {
                    value.to_owned()
                },
                href: String::new(),
                number,
            }
        }
        Term::BlankNode(node) => Cell {
            text: node.to_string(),
            ..Cell::default()
        },
    }
}

fn is_number(datatype: &str) -> bool {
    datatype
        .strip_prefix("http://www.w3.org/2001/XMLSchema#")
        .is_some_and(|name| {
            matches!(
                name,
                "decimal" | "integer" | "double" | "float" | "nonNegativeInteger"
            )
        })
}

fn plain(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(node) => node.to_string(),
    }
}

/// With a prefix where one fits, without the base where it is ours.
fn short(server: &Server, node: &NamedNode) -> String {
    let iri = node.as_str();
    for (prefix, namespace) in PREFIXES {
        if let Some(name) = iri.strip_prefix(namespace) {
            return format!("{prefix}:{name}");
        }
    }
    iri.strip_prefix(server.store.base().as_str())
        .unwrap_or(iri)
        .to_owned()
}

/// Where an IRI leads: to the page here if it is ours, else to itself if a browser may follow it.
pub(super) fn href(server: &Server, node: &NamedNode) -> String {
    let iri = node.as_str();
    if let Some(path) = iri.strip_prefix(server.store.base().as_str()) {
        if let Some(rest) = path.strip_prefix("id/") {
            return format!("/doc/{rest}");
        }
        if path.starts_with("ns#") {
            return format!("/{path}");
        }
    }
    if let Some(name) = iri.strip_prefix("https://w3id.org/pledgegraph/ns#") {
        return format!("/ns#{name}");
    }
    // `javascript:` and the like are IRIs too.
    if iri.starts_with("https://") || iri.starts_with("http://") {
        iri.to_owned()
    } else {
        String::new()
    }
}

/// `1234567.5` -> `1,234,567.5`
pub(super) fn grouped(value: &str) -> String {
    let (sign, digits) = value
        .strip_prefix('-')
        .map_or(("", value), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.to_owned();
    }
    let mut text = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// `EUR 200 billion`; every digit where rounding would change the sum.
pub(super) fn money(value: &str, currency: &str) -> String {
    let whole = value.split('.').next().unwrap_or(value);
    let exact = !value.contains('.') && whole.bytes().all(|byte| byte.is_ascii_digit());
    for (zeros, word) in [(12, "trillion"), (9, "billion"), (6, "million")] {
        if !exact || whole.len() <= zeros {
            continue;
        }
        let (head, tail) = whole.split_at(whole.len() - zeros);
        let tail = tail.trim_end_matches('0');
        if tail.len() <= 4 {
            let point = if tail.is_empty() { "" } else { "." };
            return format!("{currency} {}{point}{tail} {word}", grouped(head));
        }
    }
    format!("{currency} {}", grouped(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_short_where_nothing_is_lost() {
        for (value, shown) in [
            ("200000000000", "EUR 200 billion"),
            ("1250000000", "EUR 1.25 billion"),
            ("1250400000", "EUR 1.2504 billion"),
            ("1250400110", "EUR 1,250,400,110"),
            ("950", "EUR 950"),
            ("0.5", "EUR 0.5"),
            ("1500000000000", "EUR 1.5 trillion"),
            ("1.7E20", "EUR 1.7E20"),
        ] {
            assert_eq!(money(value, "EUR"), shown);
        }
    }
}
