//! Other amounts for the same purpose: a later one revises, one of the same days contradicts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{cluster::Cluster, identity::days_between, telling::Telling};
use crate::graph::vocabulary::pg;

/// Reports of the same news come within so many days.
const SAME_NEWS: i32 = 3;

/// What later amounts do to earlier ones; clusters by their indexes.
#[derive(Default)]
pub(super) struct Revisions {
    /// New -> old.
    pub(super) revises: Vec<(usize, usize)>,
    /// The one that fewer sources tell -> the one that more do.
    pub(super) contradicts: Vec<(usize, usize)>,
}

/// Finds them among sums that the same payers give for the same, where no document tells of both: who names two means two.
///
/// Programmes give again and again, so another amount is a revision only where it is the total, or builds the same site.
pub(super) fn revisions(clusters: &[Cluster]) -> Revisions {
    let mut causes: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (index, cluster) in clusters.iter().enumerate() {
        for cause in cluster.tellings.iter().filter_map(|t| t.cause.as_ref()) {
            causes.entry(cause).or_default().insert(index);
        }
    }
    let mut found = Revisions::default();
    let mut done = BTreeSet::new();
    for (cause, members) in causes {
        let mut order: Vec<usize> = members.into_iter().collect();
        order.sort_by_key(|index| (first_day(&clusters[*index]), *index));
        for pair in order.windows(2) {
            let (earlier, later) = (pair[0], pair[1]);
            if !comparable(&clusters[earlier], &clusters[later]) || !done.insert((earlier, later)) {
                continue;
            }
            let between = days_between(first_day(&clusters[earlier]), first_day(&clusters[later]));
            if between.is_some_and(|days| days <= SAME_NEWS) {
                let (loser, winner) = weigh(earlier, later, clusters);
                found.contradicts.push((loser, winner));
            } else if between.is_some() && is_one_project(cause, clusters, earlier, later) {
                found.revises.push((later, earlier));
            }
        }
    }
    found
}

/// Other amounts of a like size, neither called off, no document with both.
fn comparable(a: &Cluster, b: &Cluster) -> bool {
    let (Some(ours), Some(theirs)) = (a.tellings.first(), b.tellings.first()) else {
        return false;
    };
    let status = |cluster: &Cluster, status: &str| {
        cluster
            .tellings
            .iter()
            .any(|telling| telling.status == status)
    };
    let documents = |cluster: &Cluster| -> BTreeSet<String> {
        let tellings = cluster.tellings.iter();
        tellings.map(|telling| telling.document.clone()).collect()
    };
    let (less, more) = (ours.value.min(theirs.value), ours.value.max(theirs.value));
    ours.amount != theirs.amount
        && ours.max.is_none()
        && theirs.max.is_none()
        && less * Decimal::TWO >= more
        && !status(a, pg::CANCELLED)
        && !status(b, pg::CANCELLED)
        && status(a, pg::DISBURSED) == status(b, pg::DISBURSED)
        && documents(a).is_disjoint(&documents(b))
}

fn is_one_project(cause: &str, clusters: &[Cluster], a: usize, b: usize) -> bool {
    let total = |index: usize| {
        let tellings = &clusters[index].tellings;
        tellings.iter().any(|telling| telling.stage == pg::TOTAL)
    };
    cause.contains(" facility/") || (total(a) && total(b))
}

/// The one with fewer sources first; on a tie the one first told of, then the first by name.
fn weigh(earlier: usize, later: usize, clusters: &[Cluster]) -> (usize, usize) {
    let sources = |index: usize| {
        let tellings = clusters[index].tellings.iter();
        tellings
            .map(|telling| &telling.origin)
            .collect::<BTreeSet<_>>()
            .len()
    };
    if sources(earlier) > sources(later) {
        (later, earlier)
    } else {
        (earlier, later)
    }
}

fn first_day(cluster: &Cluster) -> Option<Date> {
    let days = cluster.tellings.iter().filter_map(day);
    days.min()
}

fn day(telling: &std::rc::Rc<Telling>) -> Option<Date> {
    telling.day
}
