//! Trains the slot ranker on announcements with expected facts and writes its weights.
//!
//! ```text
//! cargo run --release --example train_slots -- data/announcements data/gold data/models/slots-prior.tsv data/models/slots.tsv
//! ```
//!
//! The weights start at the prior; features that are too rare to be trained keep it. Never train on `../shared/eval`.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};
use pledgegraph::{
    evaluate::{self, Annotation, Kind},
    fact::{EntityId, SumKind, ranking::Fillers, slot::Slot, training},
    pipeline::Extractor,
    read, rules,
};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [documents, gold, prior, output] = arguments.as_slice() else {
        bail!("usage: train_slots DOCUMENTS GOLD PRIOR.tsv OUTPUT.tsv");
    };
    let prior =
        weights(&fs::read_to_string(prior).with_context(|| format!("cannot read {prior}"))?)?;
    let extractor = Extractor::new(&rules::Source::default())?;
    let documents: Vec<read::Document> =
        read::documents(Path::new(documents), &read::Options::default())
            .collect::<Result<_, _>>()?;
    let mut examples = Vec::new();
    for wanted in evaluate::read_folder(Path::new(gold))? {
        let document = documents
            .iter()
            .find(|document| document.identifier == wanted.id)
            .with_context(|| format!("no announcement called {}", wanted.id))?;
        let expected = expected(&extractor, document, &wanted);
        examples.extend(training::examples(
            &extractor.analysis(document),
            extractor.rules(),
            &expected,
        ));
    }
    let trained = training::train(&examples, |slot, (first, second)| {
        let feature = if second.is_empty() {
            first.to_owned()
        } else {
            format!("{first}+{second}")
        };
        prior
            .get(&(slot.name().to_owned(), feature))
            .copied()
            .unwrap_or(0.0)
    });
    let mut all = prior;
    for ((slot, (first, second)), weight) in trained {
        let feature = if second.is_empty() {
            first.to_owned()
        } else {
            format!("{first}+{second}")
        };
        all.insert((slot.to_owned(), feature), weight);
    }
    let mut text = String::from(
        "# Weights of the slot ranker, made by examples/train_slots.rs from data/announcements and data/gold: slot, feature or pair of features, weight.\n",
    );
    for ((slot, feature), weight) in all {
        text += &format!("{slot}\t{feature}\t{weight:.3}\n");
    }
    fs::write(output, text).with_context(|| format!("cannot write {output}"))?;
    println!(
        "{} candidates, {} of them fill their slot",
        examples.len(),
        examples.iter().filter(|example| example.fills).count()
    );
    Ok(())
}

fn weights(text: &str) -> Result<BTreeMap<(String, String), f32>> {
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
fn expected(
    extractor: &Extractor,
    document: &read::Document,
    wanted: &Annotation,
) -> Vec<training::Expected> {
    let found = evaluate::from_facts(document, &extractor.facts(document));
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
    let position = |id: &str| {
        let expected = wanted.amounts.iter().find(|amount| amount.id == id)?;
        found
            .amounts
            .iter()
            .position(|amount| same(amount, expected))
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
                whole: expected.part_of.as_deref().and_then(position),
            })
        })
        .collect()
}
