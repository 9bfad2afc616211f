//! Numbers of the same things that differ from source to source.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, NamedNode, Quad};

use super::{
    Changes, copies, document_of,
    source::{Pattern, Source, collect, text},
    touched::Touched,
};
use crate::graph::{
    Base,
    match_key::COUNT,
    vocabulary::{dcterms, node, pg},
};

/// Brings the links between contradicting quantities up to date. `redirected` are the documents that began or ceased to be copies.
pub(super) fn update<S: Source + ?Sized>(
    touched: &Touched,
    redirected: &BTreeSet<String>,
    copied: &Changes,
    base: &Base,
    source: &S,
    changes: &mut Changes,
) -> Result<(), S::Error> {
    let mut keys: BTreeSet<String> = touched
        .keys
        .iter()
        .filter(|key| key.starts_with(COUNT))
        .cloned()
        .collect();
    for document in redirected {
        let pattern = Pattern {
            predicate: Some(node(pg::MATCH_KEY)),
            ..Pattern::default()
        }
        .inside(&NamedNode::new_unchecked(document));
        let found = collect(source, &pattern, |_| true)?;
        let found = found.iter().map(|quad| text(&quad.object));
        keys.extend(found.filter(|key| key.starts_with(COUNT)));
    }
    let mut affected = touched.quantities.clone();
    for key in &keys {
        affected.extend(copies::bearers(key, base, source)?);
    }
    let mut answers: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for quantity in affected {
        let name = NamedNode::new_unchecked(&quantity);
        let mut wanted = BTreeSet::new();
        for key in keys_of(&quantity, source)? {
            if !answers.contains_key(&key) {
                let told = readings(&key, copied, base, source)?;
                answers.insert(key.clone(), contradictions(&told));
            }
            wanted.extend(answers[&key].get(&quantity).cloned());
        }
        let wanted: Vec<Quad> = wanted
            .into_iter()
            .map(|other| {
                Quad::new(
                    name.clone(),
                    node(pg::CONTRADICTS),
                    NamedNode::new_unchecked(other),
                    GraphName::DefaultGraph,
                )
            })
            .collect();
        let pattern = Pattern::of(&name).by(pg::CONTRADICTS).in_story();
        let current = collect(source, &pattern, |_| true)?;
        changes.replace(&current, &wanted);
    }
    Ok(())
}

/// What one quantity says.
struct Reading {
    quantity: String,
    origin: String,
    issued: String,
    value: String,
}

fn keys_of<S: Source + ?Sized>(quantity: &str, source: &S) -> Result<Vec<String>, S::Error> {
    let Some(document) = document_of(quantity) else {
        return Ok(Vec::new());
    };
    let pattern = Pattern::of(&NamedNode::new_unchecked(quantity))
        .by(pg::MATCH_KEY)
        .inside(&NamedNode::new_unchecked(document));
    let found = collect(source, &pattern, |_| true)?;
    Ok(found.iter().map(|quad| text(&quad.object)).collect())
}

/// What documents say of the same things, sorted by quantity. A document that gives two numbers counts two sorts of things: it is left out.
fn readings<S: Source + ?Sized>(
    key: &str,
    copied: &Changes,
    base: &Base,
    source: &S,
) -> Result<Vec<Reading>, S::Error> {
    let mut by_document: BTreeMap<String, Vec<Reading>> = BTreeMap::new();
    for quantity in copies::bearers(key, base, source)? {
        let Some(document) = document_of(&quantity) else {
            continue;
        };
        let graph = NamedNode::new_unchecked(document);
        let one = |subject: &NamedNode, property| -> Result<String, S::Error> {
            let pattern = Pattern::of(subject).by(property).inside(&graph);
            let found = collect(source, &pattern, |_| true)?;
            let found = found.iter().map(|quad| text(&quad.object)).max();
            Ok(found.unwrap_or_default())
        };
        let reading = Reading {
            value: one(&NamedNode::new_unchecked(&quantity), pg::VALUE)?,
            issued: one(&graph, dcterms::ISSUED)?,
            origin: copies::origin(document, source, copied)?,
            quantity: quantity.clone(),
        };
        by_document
            .entry(document.to_owned())
            .or_default()
            .push(reading);
    }
    let agrees = |told: &Vec<Reading>| told.iter().all(|reading| reading.value == told[0].value);
    let mut readings: Vec<Reading> = by_document.into_values().filter(agrees).flatten().collect();
    readings.sort_by(|a, b| a.quantity.cmp(&b.quantity));
    Ok(readings)
}

/// Each quantity against the reading of most sources -> the first with that reading. On a tie the latest reading wins, then the first as text.
fn contradictions(readings: &[Reading]) -> BTreeMap<String, String> {
    let mut votes: BTreeMap<&str, (BTreeSet<&str>, &str)> = BTreeMap::new();
    for reading in readings {
        let (origins, latest) = votes.entry(&reading.value).or_default();
        origins.insert(&reading.origin);
        *latest = (*latest).max(&reading.issued);
    }
    let won = votes
        .iter()
        .rev()
        .max_by_key(|(_, (origins, latest))| (origins.len(), *latest))
        .map(|(value, _)| *value);
    let Some(winner) = readings
        .iter()
        .find(|reading| Some(reading.value.as_str()) == won)
    else {
        return BTreeMap::new();
    };
    readings
        .iter()
        .filter(|reading| reading.value != winner.value)
        .map(|reading| (reading.quantity.clone(), winner.quantity.clone()))
        .collect()
}
