//! `models/slots.tsv` -> weights of the slot ranker.

use rustc_hash::FxHashMap;

use super::{Error, Source};

/// A linear model for each slot: a bias and a weight for each feature.
#[derive(Debug, Default)]
pub struct Ranker {
    weights: FxHashMap<String, FxHashMap<String, f32>>,
}

impl Ranker {
    /// Loads the weights: `slot`, `feature`, `weight`; the feature `bias` counts for every candidate.
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
                return Err(invalid(index, "wants three cells: slot, feature, weight".to_owned()));
            };
            let weight = weight.parse().map_err(|_| invalid(index, format!("the weight '{weight}' is no number")))?;
            ranker.weights.entry(slot.to_owned()).or_default().insert(feature.to_owned(), weight);
        }
        Ok(ranker)
    }

    /// How likely it is, 0..1, that an entity with these features fills the slot (logistic regression).
    pub fn probability<'f>(&self, slot: &str, features: impl Iterator<Item = &'f str>) -> f32 {
        let Some(weights) = self.weights.get(slot) else { return 0.0 };
        let weight = |feature: &str| weights.get(feature).copied().unwrap_or(0.0);
        let score: f32 = weight("bias") + features.map(weight).sum::<f32>();
        1.0 / (1.0 + (-score).exp())
    }
}

fn invalid(line: usize, problem: String) -> Error {
    Error::Invalid { file: "models/slots.tsv".to_owned(), line: line + 1, problem }
}
