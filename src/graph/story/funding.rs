//! One real-world sum, by what the documents tell of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use crate::{
    graph::{limits::Limits, vocabulary::pg},
    mention::Bound,
};

use super::{
    cluster::Cluster,
    revision::revisions,
    telling::{SLOTS, Telling},
};

/// A funding with the reading that won in everything sources can disagree on.
pub(super) struct Funding {
    pub(super) iri: String,
    pub(super) tellings: Vec<Rc<Telling>>,
    /// The winning parties, in the order of [`SLOTS`]; empty where no source names one.
    pub(super) parties: [BTreeSet<String>; 6],
    pub(super) bound: String,
    pub(super) status: String,
    pub(super) label: String,
    /// Limits without regard to parts.
    pub(super) stated: Limits,
    /// Cancelled, replaced by a later sum, or contradicted by more sources: it has no Shares.
    pub(super) void: bool,
    /// Whole -> the documents that say so.
    pub(super) wholes: BTreeMap<String, BTreeSet<String>>,
    /// The fundings that this one takes the place of.
    pub(super) revises: BTreeSet<String>,
    /// Statement -> the one with the reading that won: of who pays, or how much.
    pub(super) contradictions: BTreeSet<(String, String)>,
}

/// What the documents tell of each sum, and of each in the light of the others; sorted by IRI, as the clusters are.
pub(super) fn fundings(clusters: Vec<Cluster>) -> Vec<Funding> {
    let revisions = revisions(&clusters);
    let homes: BTreeMap<String, String> = clusters
        .iter()
        .flat_map(|cluster| {
            let tellings = cluster.tellings.iter();
            tellings.map(|telling| (telling.statement.clone(), cluster.iri.clone()))
        })
        .collect();
    let mut fundings: Vec<Funding> = clusters
        .into_iter()
        .map(|cluster| Funding::new(cluster, &homes))
        .collect();
    for (newer, older) in revisions.revises {
        let revised = fundings[older].iri.clone();
        fundings[newer].revises.insert(revised);
    }
    let revised: BTreeSet<String> = fundings
        .iter()
        .flat_map(|funding| funding.revises.iter().cloned())
        .collect();
    for funding in &mut fundings {
        funding.void |= revised.contains(&funding.iri);
    }
    for (loser, winner) in revisions.contradicts {
        let first = |index: usize| {
            fundings[index]
                .tellings
                .first()
                .map(|t| t.statement.clone())
        };
        if let (Some(lost), Some(won)) = (first(loser), first(winner)) {
            fundings[loser].contradictions.insert((lost, won));
            fundings[loser].void = true;
        }
    }
    fundings
}

impl Funding {
    /// Takes the votes. There is at least one telling.
    fn new(cluster: Cluster, homes: &BTreeMap<String, String>) -> Self {
        let Cluster { iri, tellings } = cluster;
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
        // Where a statement's whole, or the sum it revises, went; not into the same funding.
        let home = |statement: &String| homes.get(statement).filter(|home| **home != iri).cloned();
        let mut wholes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut revises = BTreeSet::new();
        for telling in &tellings {
            for whole in telling.wholes.iter().filter_map(home) {
                let documents = wholes.entry(whole).or_default();
                documents.insert(telling.document.clone());
            }
            revises.extend(telling.revises.iter().filter_map(home));
        }
        let (value, max) = tellings
            .first()
            .map_or((0.into(), None), |telling| (telling.value, telling.max));
        let stated = Limits::stated(value, max, bound_of(&bound), modality == pg::POSSIBLE);
        Self {
            contradictions: other_payers(&tellings, &parties[0]),
            iri,
            tellings,
            parties,
            bound,
            status,
            label,
            stated,
            void: cancelled,
            wholes,
            revises,
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
}

/// Statement pairs that name different payers: the loser, and the first statement with the winning reading.
fn other_payers(
    tellings: &[Rc<Telling>],
    winning: &BTreeSet<String>,
) -> BTreeSet<(String, String)> {
    let winner = tellings.iter().find(|telling| telling.slots[0] == *winning);
    let Some(winner) = winner.filter(|_| !winning.is_empty()) else {
        return BTreeSet::new();
    };
    tellings
        .iter()
        .filter(|telling| {
            let named = &telling.slots[0];
            // Naming fewer or more of the same payers is no contradiction.
            !named.is_empty() && !named.is_subset(winning) && !named.is_superset(winning)
        })
        .map(|telling| (telling.statement.clone(), winner.statement.clone()))
        .collect()
}

/// The reading of most documents, copies aside; on a tie the latest, then the first by its text.
fn elect<'a, R: Ord + Clone + 'a>(
    tellings: &'a [Rc<Telling>],
    reading: impl Fn(&'a Telling) -> Option<&'a R>,
) -> Option<R> {
    let mut votes: BTreeMap<&R, (BTreeSet<&str>, &str)> = BTreeMap::new();
    for telling in tellings {
        if let Some(said) = reading(telling) {
            let (documents, latest) = votes.entry(said).or_default();
            documents.insert(&telling.origin);
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
