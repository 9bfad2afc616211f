//! Statements of many documents -> those that tell of one and the same sum.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    identity::{apart, evidence},
    telling::Telling,
};
use crate::graph::{Base, iri::key_slug};

/// A real-world sum and all that is told of it.
pub(super) struct Cluster {
    /// The IRI of the funding.
    pub(super) iri: String,
    /// Sorted by statement.
    pub(super) tellings: Vec<Rc<Telling>>,
}

/// Puts together what tells of the same money, the best evidence first, and never what speaks against each other. Depends on
/// nothing but the tellings, which must hold everything that may be the same as one of them or bear its name.
pub(super) fn clusters(tellings: &BTreeMap<String, Rc<Telling>>, base: &Base) -> Vec<Cluster> {
    let mut reports = reports(tellings);
    let mut edges = Vec::new();
    for (left, ours) in reports.iter().enumerate() {
        for (right, theirs) in reports.iter().enumerate().skip(left + 1) {
            if ours[0].amount != theirs[0].amount {
                continue;
            }
            let best = pairs(ours, theirs)
                .filter_map(|(a, b)| evidence(a, b))
                .max();
            if let Some(points) = best {
                edges.push((Reverse(points), left, right));
            }
        }
    }
    edges.sort_unstable();
    // Where each report went; a report that joined another is empty.
    let mut home: Vec<usize> = (0..reports.len()).collect();
    for (_, left, right) in edges {
        let (left, right) = (home[left], home[right]);
        if left == right || pairs(&reports[left], &reports[right]).any(|(a, b)| apart(a, b)) {
            continue;
        }
        let joined = std::mem::take(&mut reports[right]);
        reports[left].extend(joined);
        for place in &mut home {
            if *place == right {
                *place = left;
            }
        }
    }
    reports.retain(|report| !report.is_empty());
    for report in &mut reports {
        report.sort_by(|a, b| a.statement.cmp(&b.statement));
    }
    name(reports, base)
}

/// What each document tells of each funding.
fn reports(tellings: &BTreeMap<String, Rc<Telling>>) -> Vec<Vec<Rc<Telling>>> {
    let mut reports: BTreeMap<(&str, &str), Vec<Rc<Telling>>> = BTreeMap::new();
    for telling in tellings.values() {
        reports
            .entry((&telling.document, &telling.name))
            .or_default()
            .push(Rc::clone(telling));
    }
    reports.into_values().collect()
}

fn pairs<'a>(
    left: &'a [Rc<Telling>],
    right: &'a [Rc<Telling>],
) -> impl Iterator<Item = (&'a Telling, &'a Telling)> {
    left.iter()
        .flat_map(move |a| right.iter().map(move |b| (a.as_ref(), b.as_ref())))
}

/// Each gets the strongest of the names that its documents would give it. Of those that want the same name, the one first told of
/// gets it; one that gets none of its names is called after its first document too.
fn name(reports: Vec<Vec<Rc<Telling>>>, base: &Base) -> Vec<Cluster> {
    let mut order: Vec<(String, String, usize)> = reports
        .iter()
        .enumerate()
        .filter_map(|(index, report)| {
            let first = report.iter().map(|telling| when(telling)).min()?;
            Some((first.0.to_owned(), first.1.to_owned(), index))
        })
        .collect();
    order.sort_unstable();
    let mut taken = BTreeSet::new();
    let mut names: BTreeMap<usize, String> = BTreeMap::new();
    for (_, statement, index) in order {
        let mut wanted: Vec<&str> = reports[index]
            .iter()
            .map(|telling| telling.name.as_str())
            .collect();
        wanted.sort_by_key(|name| (strength(name), *name));
        let document = super::document_of(&statement).unwrap_or(&statement);
        let key = document.split("id/document/").last().unwrap_or(document);
        let last_resort = format!("{}--{}", wanted[0], key_slug(key));
        let free = wanted.into_iter().find(|name| !taken.contains(*name));
        let name = free.map_or(last_resort, str::to_owned);
        taken.insert(name.clone());
        names.insert(index, name);
    }
    let mut clusters: Vec<Cluster> = reports
        .into_iter()
        .zip(names.into_values())
        .map(|(tellings, name)| Cluster {
            iri: format!("{}id/funding/{name}", base.as_str()),
            tellings,
        })
        .collect();
    clusters.sort_by(|a, b| a.iri.cmp(&b.iri));
    clusters
}

/// Undated documents come last.
fn when(telling: &Telling) -> (&str, &str) {
    let day = if telling.issued.is_empty() {
        "9999"
    } else {
        &telling.issued
    };
    (day, &telling.statement)
}

/// Programmes change less than the names of payers.
fn strength(name: &str) -> u8 {
    ["-programme-", "-facility-"]
        .iter()
        .position(|kind| name.contains(kind))
        .map_or_else(
            || 2 + u8::from(name.contains("-document-")),
            |kind| kind as u8,
        )
}
