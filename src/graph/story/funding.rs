//! One real-world sum, by what the documents tell of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    graph::{limits::Limits, vocabulary::pg},
    mention::Bound,
};

use super::telling::{SLOTS, Telling};

/// A funding with the reading that won in everything sources can disagree on.
pub(super) struct Funding {
    pub(super) iri: String,
    pub(super) tellings: Vec<Telling>,
    /// The winning parties, in the order of [`SLOTS`]; empty where no source names one.
    pub(super) parties: [BTreeSet<String>; 6],
    pub(super) bound: String,
    pub(super) status: String,
    pub(super) label: String,
    /// Limits without regard to parts.
    pub(super) stated: Limits,
    /// Cancelled or replaced by a later sum: it has no Shares.
    pub(super) void: bool,
    /// Whole -> the documents that say so.
    pub(super) wholes: BTreeMap<String, BTreeSet<String>>,
}

impl Funding {
    /// Takes the votes. There is at least one telling.
    pub(super) fn new(iri: String, tellings: Vec<Telling>) -> Self {
        let mut parties: [BTreeSet<String>; 6] = Default::default();
        for (slot, party) in parties.iter_mut().enumerate() {
            *party = elect(&tellings, |telling| {
                Some(&telling.slots[slot]).filter(|named| !named.is_empty())
            })
            .unwrap_or_default();
        }
        let word = |of: fn(&Telling) -> &String| {
            elect(&tellings, |telling| {
                Some(of(telling)).filter(|word| !word.is_empty())
            })
            .unwrap_or_default()
        };
        let bound = word(|telling| &telling.bound);
        let mut status = word(|telling| &telling.status);
        let modality = word(|telling| &telling.modality);
        let label = word(|telling| &telling.as_written);
        // A cancellation is news: those who told of the sum before did not know it.
        let cancelled = tellings
            .iter()
            .any(|telling| telling.status == pg::CANCELLED);
        if cancelled {
            pg::CANCELLED.clone_into(&mut status);
        }
        let void = cancelled
            || tellings
                .iter()
                .any(|telling| !telling.revised_by.is_empty());
        let mut wholes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for telling in &tellings {
            for whole in &telling.wholes {
                let documents = wholes.entry(whole.clone()).or_default();
                documents.insert(telling.document.clone());
            }
        }
        let (value, max) = tellings
            .first()
            .map_or((0.into(), None), |telling| (telling.value, telling.max));
        let stated = Limits::stated(value, max, bound_of(&bound), modality == pg::POSSIBLE);
        Self {
            iri,
            tellings,
            parties,
            bound,
            status,
            label,
            stated,
            void,
            wholes,
        }
    }

    /// Everyone that any source names in a slot; of payers only the winning reading.
    pub(super) fn named(&self, slot: usize) -> BTreeSet<String> {
        if SLOTS[slot] == pg::FUNDED_BY {
            return self.parties[slot].clone();
        }
        self.tellings
            .iter()
            .flat_map(|telling| telling.slots[slot].iter().cloned())
            .collect()
    }

    /// Statement pairs that name different payers: the loser, and the first statement with the winning reading.
    pub(super) fn contradictions(&self) -> Vec<(&str, &str)> {
        let winning = &self.parties[0];
        let winner = self
            .tellings
            .iter()
            .find(|telling| telling.slots[0] == *winning);
        let Some(winner) = winner.filter(|_| !winning.is_empty()) else {
            return Vec::new();
        };
        self.tellings
            .iter()
            .filter(|telling| {
                let named = &telling.slots[0];
                // Naming fewer or more of the same payers is no contradiction.
                !named.is_empty() && !named.is_subset(winning) && !named.is_superset(winning)
            })
            .map(|telling| (telling.statement.as_str(), winner.statement.as_str()))
            .collect()
    }
}

/// The reading of most documents; on a tie the latest, then the first by its text.
fn elect<'a, R: Ord + Clone + 'a>(
    tellings: &'a [Telling],
    reading: impl Fn(&'a Telling) -> Option<&'a R>,
) -> Option<R> {
    let mut votes: BTreeMap<&R, (BTreeSet<&str>, &str)> = BTreeMap::new();
    for telling in tellings {
        if let Some(said) = reading(telling) {
            let (documents, latest) = votes.entry(said).or_default();
            documents.insert(&telling.document);
            *latest = (*latest).max(&telling.issued);
        }
    }
    votes
        .into_iter()
        .rev()
        .max_by_key(|(_, (documents, latest))| (documents.len(), *latest))
        .map(|(said, _)| said.clone())
}

fn bound_of(iri: &str) -> Bound {
    match iri {
        pg::AT_LEAST => Bound::AtLeast,
        pg::AT_MOST => Bound::AtMost,
        pg::APPROXIMATELY => Bound::Approximately,
        pg::RANGE => Bound::Range,
        _ => Bound::Exact,
    }
}
