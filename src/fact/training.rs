//! Training of the slot ranker on announcements with expected facts: logistic regression by stochastic gradient descent.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    EntityId, Facts, Filler, Sum, SumKind,
    analysis::Analysis,
    assemble,
    ranking::{self, Feature, Fillers, ORDER, Situation},
    slot::Slot,
};
use crate::rules::Rules;

/// One candidate for one slot of one sum.
#[derive(Clone, Debug)]
pub struct Example {
    /// Index of the sum in the text.
    pub sum: usize,
    /// The candidate.
    pub entity: EntityId,
    /// The slot.
    pub slot: Slot,
    /// Its features.
    pub features: Vec<Feature>,
    /// Whether it fills the slot.
    pub fills: bool,
}

/// What is expected of one sum.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// Index of the sum in the text.
    pub sum: usize,
    /// Expected kind.
    pub kind: Option<SumKind>,
    /// Expected fillers.
    pub fillers: Fillers,
}

/// What a ranker trained on other documents finds in a document: the neighbourhood in which its slots are decided.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Kind of each sum, in text order.
    pub kinds: Vec<SumKind>,
    /// Its fillers.
    pub fillers: Vec<Fillers>,
    /// The sum that includes it.
    pub wholes: Vec<Option<usize>>,
}

impl Found {
    /// From the facts of a document.
    pub fn new(facts: &Facts) -> Self {
        let fillers = |sum: &Sum| {
            let ids = |fillers: &[Filler]| fillers.iter().map(|filler| filler.entity).collect();
            Fillers::from([
                (Slot::Payer, ids(&sum.payers)),
                (Slot::Announcer, ids(&sum.announcers)),
                (Slot::Recipient, ids(&sum.recipients)),
                (Slot::Programme, ids(&sum.programmes)),
                (Slot::Facility, ids(&sum.facilities)),
            ])
        };
        Self {
            kinds: facts.sums.iter().map(|sum| sum.kind).collect(),
            fillers: facts.sums.iter().map(fillers).collect(),
            wholes: facts
                .sums
                .iter()
                .map(|sum| sum.part_of.map(|link| link.sum.0))
                .collect(),
        }
    }

    /// The same with the slots as expected.
    #[must_use]
    pub fn corrected(mut self, expected: &[Expected]) -> Self {
        for wanted in expected {
            if let (Some(kind), Some(found)) = (wanted.kind, self.kinds.get_mut(wanted.sum)) {
                *found = kind;
                self.fillers[wanted.sum] = wanted.fillers.clone();
            }
        }
        self
    }
}

/// The candidates of a document, each with the neighbourhood in which it is decided while texts are read: what a ranker found in the
/// other slots and sums, right or wrong. (Trained on right neighbours only, it would trust them too much.)
pub fn examples(
    analysis: &Analysis,
    rules: &Rules,
    expected: &[Expected],
    found: &Found,
) -> Vec<Example> {
    let mut examples = Vec::new();
    let (reasons, bonds) = assemble::reasons(analysis, rules);
    let framed = ranking::framed(&reasons);
    for wanted in expected {
        let (Some(_), Some(reasons), Some(&kind)) = (
            wanted.kind,
            reasons.get(wanted.sum),
            found.kinds.get(wanted.sum),
        ) else {
            continue;
        };
        let previous = (0..wanted.sum)
            .rev()
            .find(|&sum| found.kinds[sum] != SumKind::Figure)
            .map(|sum| &found.fillers[sum]);
        let whole = found.wholes[wanted.sum].map(|whole| &found.fillers[whole]);
        let mut own = Fillers::new();
        for slot in ORDER {
            if kind == SumKind::Figure && slot != Slot::Announcer {
                continue;
            }
            let situation = Situation {
                kind,
                reasons,
                own: &own,
                whole,
                previous,
                framed: &framed,
                bonds: &bonds,
            };
            let fillers = wanted.fillers.get(&slot);
            for ((candidate_slot, entity), candidate) in reasons {
                if *candidate_slot == slot {
                    examples.push(Example {
                        sum: wanted.sum,
                        entity: *entity,
                        slot,
                        features: ranking::features(slot, *entity, candidate, &situation),
                        fills: fillers.is_some_and(|fillers| fillers.contains(entity)),
                    });
                }
            }
            own.insert(
                slot,
                found.fillers[wanted.sum]
                    .get(&slot)
                    .cloned()
                    .unwrap_or_default(),
            );
        }
    }
    examples
}

/// Rounds over the examples.
const EPOCHS: usize = 10;
/// Step of the gradient; shrinks with the square root of the sum of squared gradients (`AdaGrad`).
const STEP: f32 = 0.2;
/// Pull of each weight towards where it started.
const DECAY: f32 = 0.1;
/// Features seen less often get no weight.
const SEEN: usize = 4;

/// Weights for (slot, feature), in this order. They start at `prior`, what we think before looking at the examples, and are pulled
/// back to it: few hundred examples cannot teach rare features.
pub fn train(
    examples: &[Example],
    prior: impl Fn(Slot, Feature) -> f32,
) -> BTreeMap<(&'static str, Feature), f32> {
    let mut seen: BTreeMap<(Slot, Feature), usize> = BTreeMap::new();
    for example in examples {
        for feature in &example.features {
            *seen.entry((example.slot, *feature)).or_default() += 1;
        }
    }
    let kept: BTreeSet<(Slot, Feature)> = seen
        .into_iter()
        .filter(|(_, count)| *count >= SEEN)
        .map(|(key, _)| key)
        .collect();
    let index: BTreeMap<(Slot, Feature), usize> = kept
        .iter()
        .enumerate()
        .map(|(index, key)| (*key, index))
        .collect();
    let rows: Vec<(Vec<usize>, f32)> = examples
        .iter()
        .map(|example| {
            let row = example
                .features
                .iter()
                .filter_map(|feature| index.get(&(example.slot, *feature)).copied())
                .collect();
            (row, f32::from(u8::from(example.fills)))
        })
        .collect();
    let start: Vec<f32> = index
        .keys()
        .map(|(slot, feature)| prior(*slot, *feature))
        .collect();
    let mut weights = start.clone();
    let mut squares = vec![1.0_f32; index.len()];
    for _ in 0..EPOCHS {
        for (row, label) in &rows {
            let score: f32 = row.iter().map(|&feature| weights[feature]).sum();
            let error = 1.0 / (1.0 + (-score).exp()) - label;
            for &feature in row {
                let gradient = error + DECAY * (weights[feature] - start[feature]);
                squares[feature] += gradient * gradient;
                weights[feature] -= STEP * gradient / squares[feature].sqrt();
            }
        }
    }
    index
        .into_iter()
        .map(|((slot, feature), index)| ((slot.name(), feature), weights[index]))
        .filter(|(_, weight)| weight.abs() > 0.02)
        .collect()
}
