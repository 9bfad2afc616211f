//! One statement's telling of a funding, as read back from the store.

use std::{collections::BTreeSet, str::FromStr};

use jiff::civil::Date;
use oxigraph::model::{NamedNode, Quad, Term};
use rust_decimal::Decimal;

use super::source::{Pattern, Source, collect, iri_of, text};
use crate::graph::{
    funding::amount_name,
    match_key::{PAYS_FOR, WORDS},
    vocabulary::pg,
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
    /// The document whose words these are: itself, or the one it copies.
    pub(super) origin: String,
    /// What its document alone would call the funding.
    pub(super) name: String,
    /// The day the document was issued, as ISO text, which sorts by time.
    pub(super) issued: String,
    /// The day of the news: that of the announcement, else of the document.
    pub(super) day: Option<Date>,
    /// `EUR-200000000000`
    pub(super) amount: String,
    pub(super) value: Decimal,
    pub(super) max: Option<Decimal>,
    pub(super) currency: String,
    pub(super) currency_code: String,
    pub(super) as_written: String,
    pub(super) bound: String,
    pub(super) stage: String,
    pub(super) status: String,
    pub(super) modality: String,
    pub(super) slots: [BTreeSet<String>; 6],
    /// All that the sentence names, as parts of keys: `programme/investai`.
    pub(super) context: BTreeSet<String>,
    /// Stands for the words of its sentence.
    pub(super) words: Option<String>,
    /// Who pays for what.
    pub(super) cause: Option<String>,
    /// Where to look for others that tell of the same.
    pub(super) keys: Vec<String>,
    /// Statements of the same document.
    pub(super) wholes: BTreeSet<String>,
    pub(super) parts: BTreeSet<String>,
    pub(super) revises: BTreeSet<String>,
    pub(super) revised_by: BTreeSet<String>,
}

impl Telling {
    /// All statements of its document that it is tied to.
    pub(super) fn tied(&self) -> impl Iterator<Item = &String> {
        [&self.wholes, &self.parts, &self.revises, &self.revised_by]
            .into_iter()
            .flatten()
    }

    fn take(&mut self, quad: &Quad) {
        let value = text(&quad.object);
        match quad.predicate.as_str() {
            pg::FUNDING_NAME => self.name = value,
            pg::VALUE => self.value = Decimal::from_str(&value).unwrap_or_default(),
            pg::MAX_VALUE => self.max = Decimal::from_str(&value).ok(),
            pg::CURRENCY => self.currency = value,
            pg::CURRENCY_CODE => self.currency_code = value,
            pg::AS_WRITTEN => self.as_written = value,
            pg::BOUND => self.bound = value,
            pg::STAGE => self.stage = value,
            pg::STATUS => self.status = value,
            pg::MODALITY => self.modality = value,
            pg::ANNOUNCED_ON => self.day = value.parse().ok(),
            pg::MATCH_KEY => self.keys.push(value),
            pg::REVISES => _ = self.revises.insert(value),
            pg::PART_OF_FUNDING => _ = self.wholes.insert(value),
            predicate => {
                if let Some(slot) = SLOTS.iter().position(|slot| *slot == predicate) {
                    self.slots[slot].insert(value);
                }
            }
        }
    }

    /// Takes the keys apart.
    fn sort_keys(&mut self) {
        self.keys.sort_unstable();
        for key in &self.keys {
            if key.contains(PAYS_FOR) {
                self.cause = Some(key.clone());
                continue;
            }
            let Some((_, part)) = key.split_once(' ') else {
                continue;
            };
            if part.starts_with(WORDS) {
                self.words = Some(part.to_owned());
            } else {
                self.context.insert(part.to_owned());
            }
        }
    }
}

/// Reads what a statement tells; none when it tells of no funding. Day and origin are those of its document.
pub(super) fn telling<S: Source + ?Sized>(
    statement: &str,
    document: &str,
    source: &S,
) -> Result<Option<Telling>, S::Error> {
    let node = NamedNode::new_unchecked(statement);
    let graph = NamedNode::new_unchecked(document);
    let mut telling = Telling {
        statement: statement.to_owned(),
        document: document.to_owned(),
        ..Telling::default()
    };
    for quad in collect(source, &Pattern::of(&node).inside(&graph), |_| true)? {
        telling.take(&quad);
    }
    if telling.name.is_empty() {
        return Ok(None);
    }
    telling.amount = amount_name(&telling.currency_code, telling.value, telling.max);
    telling.sort_keys();
    for (property, linked) in [
        (pg::PART_OF_FUNDING, &mut telling.parts),
        (pg::REVISES, &mut telling.revised_by),
    ] {
        let pattern = Pattern::to(Term::from(node.clone()))
            .by(property)
            .inside(&graph);
        linked.extend(
            collect(source, &pattern, |_| true)?
                .iter()
                .filter_map(iri_of),
        );
    }
    for linked in [
        &mut telling.parts,
        &mut telling.wholes,
        &mut telling.revises,
        &mut telling.revised_by,
    ] {
        linked.remove(statement);
    }
    Ok(Some(telling))
}
