//! The averaged perceptron: weights move when a decision is wrong; the mean over all steps is kept.

use rustc_hash::FxHashMap;

use crate::syntax::model::Table;

/// Weights under way.
pub struct Learner<const N: usize> {
    index: FxHashMap<u32, u32>,
    rows: Vec<Row<N>>,
    time: i64,
}

struct Row<const N: usize> {
    weights: [i32; N],
    /// Sum of the weights over all steps before `since`.
    totals: [i64; N],
    since: i64,
    updates: u32,
}

impl<const N: usize> Learner<N> {
    /// All weights 0.
    pub fn new() -> Self {
        Self {
            index: FxHashMap::default(),
            rows: Vec::new(),
            time: 1,
        }
    }

    /// Adds the weights of each feature to the scores.
    pub fn add(&self, keys: &[u32], scores: &mut [i32; N]) {
        for key in keys {
            if let Some(row) = self.index.get(key) {
                for (score, weight) in scores.iter_mut().zip(self.rows[*row as usize].weights) {
                    *score += weight;
                }
            }
        }
    }

    /// Counts one decision.
    pub fn step(&mut self) {
        self.time += 1;
    }

    /// Moves the weights towards `right` and away from `wrong`.
    pub fn correct(&mut self, keys: &[u32], right: usize, wrong: usize) {
        for key in keys {
            let next = self.rows.len() as u32;
            let row = *self.index.entry(*key).or_insert(next);
            if row == next {
                self.rows.push(Row {
                    weights: [0; N],
                    totals: [0; N],
                    since: self.time,
                    updates: 0,
                });
            }
            let row = &mut self.rows[row as usize];
            let steps = self.time - row.since;
            if steps > 0 {
                for (total, weight) in row.totals.iter_mut().zip(row.weights) {
                    *total += i64::from(weight) * steps;
                }
            }
            row.since = self.time;
            row.weights[right] += 1;
            row.weights[wrong] -= 1;
            row.updates += 1;
        }
    }

    /// The mean weights, `scale` for 1, as a table: without the features that moved fewer than `rare` times, and
    /// without weights that are small.
    pub fn table(&self, scale: f64, rare: u32, least: i8) -> Table<N> {
        let mut rows: Vec<(u32, [i8; N])> = self
            .index
            .iter()
            .filter_map(|(key, row)| {
                let row = &self.rows[*row as usize];
                if row.updates < rare {
                    return None;
                }
                let mut weights = [0i8; N];
                for (class, weight) in weights.iter_mut().enumerate() {
                    let total =
                        row.totals[class] + i64::from(row.weights[class]) * (self.time - row.since);
                    let mean = total as f64 / self.time as f64 * scale;
                    let rounded = mean.round().clamp(-127.0, 127.0) as i8;
                    *weight = if rounded.unsigned_abs() < least.unsigned_abs() {
                        0
                    } else {
                        rounded
                    };
                }
                weights
                    .iter()
                    .any(|weight| *weight != 0)
                    .then_some((*key, weights))
            })
            .collect();
        rows.sort_unstable_by_key(|(key, _)| *key);
        Table::new(&rows)
    }
}
