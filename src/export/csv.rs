//! CSV: one row a sum of money, with the names of everybody in its slots and the sentence behind it.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use oxigraph::model::{GraphName, NamedOrBlankNode, Term, Triple};

use super::Graphs;
use crate::{
    graph::vocabulary::{dcterms, pg, rdf, rdfs},
    store::{self, Store},
};

/// Columns that hold a value of the sum itself.
const VALUES: &[(&str, &str)] = &[
    ("value", pg::VALUE),
    ("max_value", pg::MAX_VALUE),
    ("currency", pg::CURRENCY_CODE),
    ("bound", pg::BOUND),
    ("floor", pg::FLOOR),
    ("ceiling", pg::CEILING),
    ("stage", pg::STAGE),
    ("status", pg::STATUS),
    ("instrument", pg::INSTRUMENT),
    ("modality", pg::MODALITY),
    ("said_by", pg::SAID_BY),
    ("funded_by", pg::FUNDED_BY),
    ("announced_by", pg::ANNOUNCED_BY),
    ("recipient", pg::RECIPIENT),
    ("under_programme", pg::UNDER_PROGRAMME),
    ("draws_on", pg::DRAWS_ON),
    ("for_facility", pg::FOR_FACILITY),
    ("purpose", pg::PURPOSE),
    ("part_of_funding", pg::PART_OF_FUNDING),
    ("conversion_of", pg::CONVERSION_OF),
    ("may_overlap_with", pg::MAY_OVERLAP_WITH),
    ("revises", pg::REVISES),
    ("announced_on", pg::ANNOUNCED_ON),
    ("announced_at", pg::ANNOUNCED_AT),
    ("period_start", pg::PERIOD_START),
    ("period_end", pg::PERIOD_END),
    ("duration", pg::DURATION),
    ("as_written", pg::AS_WRITTEN),
    ("confidence", pg::CONFIDENCE),
    ("rule", pg::RULE),
];

/// Writes the sums of one source, or of all.
pub fn write(store: &Store, graphs: &Graphs, out: &mut dyn Write) -> Result<(), store::Error> {
    let names = match graphs {
        Graphs::One(name) => vec![name.clone()],
        Graphs::Default | Graphs::All => store.graphs()?,
    };
    let mut header = vec!["document", "title", "date", "source", "kind"];
    header.extend(VALUES.iter().map(|(column, _)| *column));
    header.extend(["quote", "iri"]);
    row(&header, out)?;
    for name in names {
        if !store
            .base()
            .is_document_graph(&GraphName::from(name.clone()))
        {
            continue;
        }
        let triples = super::triples(store, Some(&GraphName::from(name.clone())))?;
        let source = Source::new(&triples);
        let about = |property| source.text(name.as_str(), property);
        for (sum, kind) in &source.sums {
            let quote = source
                .objects(sum, pg::EVIDENCE)
                .iter()
                .filter_map(|passage| match passage {
                    Term::NamedNode(passage) => Some(source.text(passage.as_str(), pg::QUOTE)),
                    _ => None,
                })
                .collect::<Vec<_>>()
                .join(" | ");
            let mut cells = vec![
                about(dcterms::IDENTIFIER),
                about(dcterms::TITLE),
                about(dcterms::ISSUED),
                about(dcterms::SOURCE),
                (*kind).to_owned(),
            ];
            cells.extend(
                VALUES
                    .iter()
                    .map(|(_, property)| source.text(sum, property)),
            );
            cells.extend([quote, (*sum).to_owned()]);
            row(&cells, out)?;
        }
    }
    Ok(())
}

/// The triples of one document, for looking up.
struct Source<'a> {
    objects: BTreeMap<&'a str, BTreeMap<&'a str, Vec<&'a Term>>>,
    sums: Vec<(&'a str, &'static str)>,
}

impl<'a> Source<'a> {
    fn new(triples: &'a [Triple]) -> Self {
        let mut objects: BTreeMap<_, BTreeMap<_, Vec<&Term>>> = BTreeMap::new();
        let mut sums = Vec::new();
        for triple in triples {
            let NamedOrBlankNode::NamedNode(subject) = &triple.subject else {
                continue;
            };
            objects
                .entry(subject.as_str())
                .or_default()
                .entry(triple.predicate.as_str())
                .or_default()
                .push(&triple.object);
            if triple.predicate.as_str() == rdf::TYPE
                && let Term::NamedNode(class) = &triple.object
            {
                let kinds = [
                    (pg::COMMITMENT, "commitment"),
                    (pg::DISBURSEMENT, "disbursement"),
                    (pg::FIGURE, "figure"),
                ];
                if let Some((_, kind)) = kinds.iter().find(|(iri, _)| *iri == class.as_str()) {
                    sums.push((subject.as_str(), *kind));
                }
            }
        }
        Self { objects, sums }
    }

    fn objects(&self, subject: &str, property: &str) -> &[&'a Term] {
        self.objects
            .get(subject)
            .and_then(|about| about.get(property))
            .map_or(&[], Vec::as_slice)
    }

    /// All values, names instead of IRIs.
    fn text(&self, subject: &str, property: &str) -> String {
        let values: Vec<&str> = self
            .objects(subject, property)
            .iter()
            .map(|value| self.name(value))
            .collect();
        values.join("; ")
    }

    fn name<'b>(&self, term: &'b Term) -> &'b str
    where
        'a: 'b,
    {
        match term {
            Term::Literal(literal) => literal.value(),
            Term::BlankNode(node) => node.as_str(),
            Term::NamedNode(node) => match self.objects(node.as_str(), rdfs::LABEL).first() {
                Some(Term::Literal(label)) => label.value(),
                _ => node
                    .as_str()
                    .strip_prefix(pg::NAMESPACE)
                    .unwrap_or(node.as_str()),
            },
        }
    }
}

fn row(cells: &[impl AsRef<str>], out: &mut dyn Write) -> io::Result<()> {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        write_cell(cell.as_ref(), out)?;
    }
    out.write_all(b"\r\n")
}

/// Quotes where needed. A cell that a spreadsheet would run as a formula gets an apostrophe in front.
fn write_cell(cell: &str, out: &mut dyn Write) -> io::Result<()> {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = if formula { "'" } else { "" };
    if formula || cell.contains(['"', ',', '\n', '\r']) {
        write!(out, "\"{guard}{}\"", cell.replace('"', "\"\""))
    } else {
        out.write_all(cell.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_are_made_harmless() {
        let mut out = Vec::new();
        row(&["plain", "a,\"b\"\n", "=1+1", ""], &mut out).expect("writes");
        assert_eq!(
            String::from_utf8_lossy(&out),
            "plain,\"a,\"\"b\"\"\n\",\"'=1+1\",\r\n"
        );
    }
}
