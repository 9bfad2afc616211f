//! The averaged perceptron: weights move when a decision is wrong; the mean over all steps is kept.

use rustc_hash::FxHashMap;

use crate::syntax::table::{Listed, Narrow, Scores, Wide};

/// Weights under way.
pub struct Learner<const N: usize> {
    index: FxHashMap<u32, u32>,
    rows: Vec<Row<N>>,
    time: i64,
}

struct Row<const N: usize> {
    weights: [i16; N],
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
    pub fn add(&self, keys: &[u32], scores: &mut Scores<N>) {
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

    /// The mean weights without the features that moved fewer than `rare` times, by key.
    fn means(&self, rare: u32) -> Vec<(u32, [f64; N])> {
        let mut means: Vec<(u32, [f64; N])> = self
            .index
            .iter()
            .map(|(key, row)| (*key, &self.rows[*row as usize]))
            .filter(|(_, row)| row.updates >= rare)
            .map(|(key, row)| {
                let steps = self.time - row.since;
                let mean = |class: usize| {
                    let total = row.totals[class] + i64::from(row.weights[class]) * steps;
                    total as f64 / self.time as f64
                };
                (key, std::array::from_fn(mean))
            })
            .collect();
        means.sort_unstable_by_key(|(key, _)| *key);
        means
    }
}

/// Which part of what was learned goes into the model file.
#[derive(Clone, Copy, Debug)]
pub struct Pruning {
    /// Steps of a stored weight for 1.
    pub scale: f64,
    /// Features that moved fewer times are left out.
    pub rare: u32,
    /// Features whose strongest stored weight is below this are left out.
    pub least: u8,
}

impl Pruning {
    /// A table for decisions between many classes.
    pub fn wide<const N: usize>(self, learner: &Learner<N>) -> Wide<N> {
        let rows = learner.means(self.rare).into_iter();
        Wide::new(&self.kept(rows.map(|(key, means)| (key, means.map(|mean| self.stored(mean))))))
    }

    /// A table for relations.
    pub fn listed<const N: usize>(self, learner: &Learner<N>) -> Listed<N> {
        let rows = learner.means(self.rare).into_iter();
        Listed::new(&self.kept(rows.map(|(key, means)| (key, means.map(|mean| self.stored(mean))))))
    }

    /// A table for decisions between three classes.
    pub fn narrow(self, learner: &Learner<3>) -> Narrow {
        let rows = learner.means(self.rare).into_iter();
        Narrow::new(&self.kept(rows.map(|(key, [first, second, third])| {
            (
                key,
                [self.stored(second - first), self.stored(third - first)],
            )
        })))
    }

    fn stored(self, mean: f64) -> i8 {
        (mean * self.scale).round().clamp(-127.0, 127.0) as i8
    }

    fn kept<const N: usize>(
        self,
        rows: impl Iterator<Item = (u32, [i8; N])>,
    ) -> Vec<(u32, [i8; N])> {
        rows.filter(|(_, weights)| {
            weights
                .iter()
                .any(|weight| weight.unsigned_abs() >= self.least.max(1))
        })
        .collect()
    }
}
