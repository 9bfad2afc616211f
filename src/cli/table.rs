//! Rows for people: short names, numbers that can be read.

use std::io::{IsTerminal as _, Write};

use anyhow::Error;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use oxigraph::{
    model::{Literal, NamedNode, Term},
    sparql::QuerySolutionIter,
};

use crate::graph::{
    Base,
    vocabulary::{PREFIXES, xsd},
};

/// Writes the rows as a table and says how many there were.
pub fn write(
    rows: QuerySolutionIter<'_>,
    base: &Base,
    out: &mut dyn Write,
) -> Result<usize, Error> {
    let variables = rows.variables().to_vec();
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    if std::io::stdout().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    }
    table.set_header(
        variables
            .iter()
            .map(|variable| variable.as_str().to_owned()),
    );
    let mut count = 0;
    for row in rows {
        let row = row?;
        table.add_row(
            variables
                .iter()
                .map(|variable| cell(row.get(variable), base)),
        );
        count += 1;
    }
    writeln!(out, "{table}")?;
    writeln!(out, "{count} {}", if count == 1 { "row" } else { "rows" })?;
    Ok(count)
}

fn cell(term: Option<&Term>, base: &Base) -> Cell {
    match term {
        None => Cell::new(""),
        Some(Term::NamedNode(node)) => Cell::new(short(node, base)),
        Some(Term::BlankNode(node)) => Cell::new(node.to_string()),
        Some(Term::Literal(literal)) if is_number(literal) => {
            Cell::new(separated(literal.value())).set_alignment(CellAlignment::Right)
        }
        Some(Term::Literal(literal)) => Cell::new(harmless(literal.value())),
    }
}

/// `pg:Commitment`; IRIs of our own data without their base.
fn short(node: &NamedNode, base: &Base) -> String {
    let iri = node.as_str();
    for (prefix, namespace) in PREFIXES {
        if let Some(local) = iri.strip_prefix(namespace) {
            return format!("{prefix}:{local}");
        }
    }
    iri.strip_prefix(base.as_str()).unwrap_or(iri).to_owned()
}

fn is_number(literal: &Literal) -> bool {
    [xsd::DECIMAL, xsd::INTEGER].contains(&literal.datatype().as_str())
}

/// `200000000000` -> `200,000,000,000`; decimals and signs stay.
fn separated(number: &str) -> String {
    let (sign, rest) = match number.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", number),
    };
    let (whole, fraction) = match rest.split_once('.') {
        Some((whole, fraction)) => (whole, format!(".{fraction}")),
        None => (rest, String::new()),
    };
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{sign}{text}{fraction}")
}

/// Text from documents must not steer the terminal.
fn harmless(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\n' => character,
            control if control.is_control() => ' ',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        for (number, expected) in [
            ("200000000000", "200,000,000,000"),
            ("-1234.5678", "-1,234.5678"),
            ("999", "999"),
            ("", ""),
        ] {
            assert_eq!(separated(number), expected);
        }
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(harmless("a\u{1b}[31mb\nc"), "a [31mb\nc");
    }
}
