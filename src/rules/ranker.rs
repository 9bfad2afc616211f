//! `models/slots.tsv` -> weights of the slot ranker.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::{Error, Source};

/// A linear model for each slot: a weight for each feature and for each pair of features that go together.
#[derive(Debug, Default)]
pub struct Ranker {
    weights: FxHashMap<u64, f32>,
}

impl Ranker {
    /// Loads the weights: `slot`, `feature` or `feature+feature`, `weight`.
    ///
    /// # Errors
    /// When the file is missing or a weight is no number.
    pub fn load(source: &Source) -> Result<Self, Error> {
        let mut ranker = Self::default();
        for (index, line) in source.text("models", "slots.tsv")?.lines().enumerate() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').collect();
            let &[slot, feature, weight] = cells.as_slice() else {
                return Err(invalid(
                    index,
                    "wants three cells: slot, feature, weight".to_owned(),
                ));
            };
            let weight = weight
                .parse()
                .map_err(|_| invalid(index, format!("the weight '{weight}' is no number")))?;
            let (first, second) = feature.split_once('+').unwrap_or((feature, ""));
            ranker.weights.insert(key(slot, first, second), weight);
        }
        Ok(ranker)
    }

    /// A ranker with these weights.
    pub fn from_weights<'w>(
        weights: impl IntoIterator<Item = (&'w str, &'w str, &'w str, f32)>,
    ) -> Self {
        Self {
            weights: weights
                .into_iter()
                .map(|(slot, first, second, weight)| (key(slot, first, second), weight))
                .collect(),
        }
    }

    /// How likely it is, 0..1, that an entity with these features fills the slot (logistic regression).
    pub fn probability(&self, slot: &str, features: &[(&'static str, &'static str)]) -> f32 {
        let slot = hash(slot);
        // Pairs with the same first feature follow one another.
        let mut known = ("", hash(""));
        let score: f32 = features
            .iter()
            .filter_map(|&(first, second)| {
                if known.0 != first {
                    known = (first, hash(first));
                }
                let second = if second.is_empty() { 0 } else { hash(second) };
                self.weights.get(&join(slot, known.1, second))
            })
            .sum();
        1.0 / (1.0 + (-score).exp())
    }
}

fn key(slot: &str, first: &str, second: &str) -> u64 {
    let second = if second.is_empty() { 0 } else { hash(second) };
    join(hash(slot), hash(first), second)
}

fn hash(name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    name.hash(&mut hasher);
    hasher.finish()
}

fn join(slot: u64, first: u64, second: u64) -> u64 {
    slot.rotate_left(7) ^ first.rotate_left(29) ^ second
}

fn invalid(line: usize, problem: String) -> Error {
    Error::Invalid {
        file: "models/slots.tsv".to_owned(),
        line: line + 1,
        problem,
    }
}
