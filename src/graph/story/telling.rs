//! One statement's telling of a funding, as read back from the store.

use std::{collections::BTreeSet, str::FromStr};

use oxigraph::model::{GraphName, NamedNode, Quad, Term};
use rust_decimal::Decimal;

use super::source::{Pattern, Source, collect};
use crate::graph::{
    Base,
    vocabulary::{dcterms, pg},
};

/// The slots in which parties of a funding stand; [`Telling::slots`] follows this order.
pub(super) const SLOTS: [&str; 6] = [
    pg::FUNDED_BY,
    pg::ANNOUNCED_BY,
    pg::RECIPIENT,
    pg::UNDER_PROGRAMME,
    pg::FOR_FACILITY,
    pg::DRAWS_ON,
];

/// What one statement says of a funding.
#[derive(Clone, Debug, Default)]
pub(super) struct Telling {
    pub(super) statement: String,
    pub(super) document: String,
    /// The day the document was issued, as ISO text, which sorts by time.
    pub(super) issued: String,
    pub(super) value: Decimal,
    pub(super) max: Option<Decimal>,
    pub(super) currency: String,
    pub(super) currency_code: String,
    pub(super) as_written: String,
    pub(super) bound: String,
    pub(super) status: String,
    pub(super) modality: String,
    pub(super) slots: [BTreeSet<String>; 6],
    /// The fundings that the statements linked to this one tell of.
    pub(super) wholes: BTreeSet<String>,
    pub(super) parts: BTreeSet<String>,
    /// The fundings of statements that this one revises, or that revise it.
    pub(super) revises: BTreeSet<String>,
    pub(super) revised_by: BTreeSet<String>,
}

/// Everything that documents tell of one funding, sorted by statement.
pub(super) fn tellings<S: Source + ?Sized>(
    funding: &NamedNode,
    base: &Base,
    source: &S,
) -> Result<Vec<Telling>, S::Error> {
    let told = |quad: &Quad| base.is_document_graph(&quad.graph_name);
    let pattern = Pattern::to(funding).by(pg::STATEMENT_OF);
    let mut tellings = Vec::new();
    for link in collect(source, &pattern, told)? {
        let Ok(statement) = NamedNode::try_from(Term::from(link.subject)) else {
            continue;
        };
        tellings.push(telling(
            &statement,
            &link.graph_name,
            funding,
            base,
            source,
        )?);
    }
    tellings.sort_unstable_by(|a, b| a.statement.cmp(&b.statement));
    Ok(tellings)
}

fn telling<S: Source + ?Sized>(
    statement: &NamedNode,
    graph: &GraphName,
    funding: &NamedNode,
    base: &Base,
    source: &S,
) -> Result<Telling, S::Error> {
    let mut telling = Telling {
        statement: statement.as_str().to_owned(),
        ..Telling::default()
    };
    for quad in collect(source, &Pattern::of(statement), |quad| {
        quad.graph_name == *graph
    })? {
        telling.take(&quad, base, source)?;
    }
    for (property, revision) in [(pg::PART_OF_FUNDING, false), (pg::REVISES, true)] {
        let pattern = Pattern::to(statement).by(property);
        for quad in collect(source, &pattern, |quad| quad.graph_name == *graph)? {
            let other = Term::from(quad.subject);
            let fundings = fundings_of(&other, base, source)?;
            if revision {
                telling.revised_by.extend(fundings);
            } else {
                telling.parts.extend(fundings);
            }
        }
    }
    for linked in [
        &mut telling.parts,
        &mut telling.wholes,
        &mut telling.revises,
        &mut telling.revised_by,
    ] {
        linked.remove(funding.as_str());
    }
    if let GraphName::NamedNode(document) = graph {
        document.as_str().clone_into(&mut telling.document);
        let dates = collect(source, &Pattern::of(document).by(dcterms::ISSUED), |quad| {
            quad.graph_name == *graph
        })?;
        telling.issued = dates
            .into_iter()
            .map(|quad| text(&quad.object))
            .max()
            .unwrap_or_default();
    }
    Ok(telling)
}

impl Telling {
    fn take<S: Source + ?Sized>(
        &mut self,
        quad: &Quad,
        base: &Base,
        source: &S,
    ) -> Result<(), S::Error> {
        let value = text(&quad.object);
        match quad.predicate.as_str() {
            pg::VALUE => self.value = Decimal::from_str(&value).unwrap_or_default(),
            pg::MAX_VALUE => self.max = Decimal::from_str(&value).ok(),
            pg::CURRENCY => self.currency = value,
            pg::CURRENCY_CODE => self.currency_code = value,
            pg::AS_WRITTEN => self.as_written = value,
            pg::BOUND => self.bound = value,
            pg::STATUS => self.status = value,
            pg::MODALITY => self.modality = value,
            pg::REVISES => self
                .revises
                .extend(fundings_of(&quad.object, base, source)?),
            pg::PART_OF_FUNDING => self.wholes.extend(fundings_of(&quad.object, base, source)?),
            predicate => {
                if let Some(slot) = SLOTS.iter().position(|slot| *slot == predicate) {
                    self.slots[slot].insert(value);
                }
            }
        }
        Ok(())
    }
}

/// The fundings that a statement tells of, by the documents.
fn fundings_of<S: Source + ?Sized>(
    statement: &Term,
    base: &Base,
    source: &S,
) -> Result<Vec<String>, S::Error> {
    let Term::NamedNode(statement) = statement else {
        return Ok(Vec::new());
    };
    let links = collect(
        source,
        &Pattern::of(statement).by(pg::STATEMENT_OF),
        |quad| base.is_document_graph(&quad.graph_name),
    )?;
    Ok(links.into_iter().map(|quad| text(&quad.object)).collect())
}

fn text(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(_) => String::new(),
    }
}
