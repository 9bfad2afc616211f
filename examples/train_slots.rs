//! Trains the slot ranker on announcements with expected facts and writes its weights.
//!
//! ```text
//! cargo run --release --example train_slots -- data/announcements data/gold data/models/slots-prior.tsv data/models/slots.tsv
//! ```
//!
//! The weights start at the prior; features that are too rare to be trained keep it. Each document is read by a ranker that was
//! trained on the others, so that its slots are learned among neighbours as they will be found. Never train on `../shared/eval`.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};
use pledgegraph::{
    evaluate::{self, Annotation, Kind},
    fact::{
        EntityId, SumKind,
        ranking::{Feature, Fillers},
        slot::Slot,
        training::{self, Example},
    },
    pipeline::Extractor,
    read,
    rules::{self, Ranker},
};

/// Each document is left out of one of so many trainings.
const FOLDS: usize = 6;
/// Rounds of reading and training; the scores of left-out documents settle after two.
const ROUNDS: usize = 3;

/// Slot and feature -> weight.
type Weights = BTreeMap<(String, String), f32>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [documents, gold, prior, output] = arguments.as_slice() else {
        bail!("usage: train_slots DOCUMENTS GOLD PRIOR.tsv OUTPUT.tsv");
    };
    let prior =
        weights(&fs::read_to_string(prior).with_context(|| format!("cannot read {prior}"))?)?;
    let mut extractor = Extractor::new(&rules::Source::default())?;
    let documents: Vec<read::Document> =
        read::documents(Path::new(documents), &read::Options::default())
            .collect::<Result<_, _>>()?;
    let gold = evaluate::read_folder(Path::new(gold))?;
    let mut models = vec![prior.clone(); FOLDS];
    let mut examples: Vec<(usize, Example)> = Vec::new();
    for round in 1..=ROUNDS {
        examples.clear();
        let mut found = Vec::new();
        for (index, wanted) in gold.iter().enumerate() {
            extractor.set_ranker(ranker(&models[index % FOLDS]));
            let document = documents
                .iter()
                .find(|document| document.identifier == wanted.id)
                .with_context(|| format!("no announcement called {}", wanted.id))?;
            let facts = extractor.facts(document);
            let annotation = evaluate::from_facts(document, &facts);
            let made = training::examples(
                &extractor.analysis(document),
                extractor.rules(),
                &expected(&annotation, wanted),
                &training::Found::new(&facts),
            );
            examples.extend(made.into_iter().map(|example| (index, example)));
            found.push(annotation);
        }
        let table = evaluate::score(&gold, &found).table();
        let total = table.lines().find(|line| line.starts_with("FACTS"));
        println!(
            "round {round}, documents left out: {}",
            total.unwrap_or_default()
        );
        for (fold, model) in models.iter_mut().enumerate() {
            let others = examples
                .iter()
                .filter(|(index, _)| index % FOLDS != fold)
                .map(|(_, example)| example.clone());
            *model = fit(&others.collect::<Vec<_>>(), &prior);
        }
    }
    let all: Vec<Example> = examples.into_iter().map(|(_, example)| example).collect();
    let mut text = String::from(
        "# Weights of the slot ranker, made by examples/train_slots.rs from data/announcements and data/gold: slot, feature or pair of features, weight.\n",
    );
    for ((slot, feature), weight) in fit(&all, &prior) {
        text += &format!("{slot}\t{feature}\t{weight:.3}\n");
    }
    fs::write(output, text).with_context(|| format!("cannot write {output}"))?;
    println!(
        "{} candidates, {} of them fill their slot",
        all.len(),
        all.iter().filter(|example| example.fills).count()
    );
    Ok(())
}

/// The prior with what the examples teach.
fn fit(examples: &[Example], prior: &Weights) -> Weights {
    let name = |(first, second): Feature| {
        if second.is_empty() {
            first.to_owned()
        } else {
            format!("{first}+{second}")
        }
    };
    let trained = training::train(examples, |slot, feature| {
        let key = (slot.name().to_owned(), name(feature));
        prior.get(&key).copied().unwrap_or(0.0)
    });
    let mut all = prior.clone();
    for ((slot, feature), weight) in trained {
        all.insert((slot.to_owned(), name(feature)), weight);
    }
    all
}

fn ranker(weights: &Weights) -> Ranker {
    Ranker::from_weights(weights.iter().map(|((slot, feature), weight)| {
        let (first, second) = feature.split_once('+').unwrap_or((feature, ""));
        (slot.as_str(), first, second, *weight)
    }))
}

fn weights(text: &str) -> Result<Weights> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let &[slot, feature, weight] = cells.as_slice() else {
                bail!("'{line}' has not three cells")
            };
            Ok(((slot.to_owned(), feature.to_owned()), weight.parse()?))
        })
        .collect()
}

/// The expected fillers of each sum that was found, in terms of the entities found.
fn expected(found: &Annotation, wanted: &Annotation) -> Vec<training::Expected> {
    let pairs = evaluate::align(&wanted.entities, &found.entities);
    let entity = |id: &str| {
        let (own, _) = pairs.iter().find(|(_, expected)| expected.as_str() == id)?;
        found
            .entities
            .iter()
            .position(|entity| &entity.id == own)
            .map(EntityId)
    };
    let same = |a: &evaluate::Amount, b: &evaluate::Amount| {
        a.value == b.value && a.value_max == b.value_max && a.currency == b.currency
    };
    found
        .amounts
        .iter()
        .enumerate()
        .filter_map(|(sum, amount)| {
            let expected = wanted
                .amounts
                .iter()
                .find(|expected| same(amount, expected))?;
            let kind = match expected.kind {
                Kind::Commitment => SumKind::Commitment,
                Kind::Disbursed => SumKind::Disbursement,
                Kind::Other => SumKind::Figure,
                Kind::Conversion => return None,
            };
            let fillers: Fillers = expected
                .slots()
                .into_iter()
                .filter_map(|(name, ids)| {
                    let slot = Slot::ALL.into_iter().find(|slot| slot.name() == name)?;
                    Some((slot, ids.iter().filter_map(|id| entity(id)).collect()))
                })
                .collect();
            Some(training::Expected {
                sum,
                kind: Some(kind),
                fillers,
            })
        })
        .collect()
}
