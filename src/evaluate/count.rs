//! True and false, found and missed.

use serde::{Deserialize, Serialize};

/// How many facts were found, invented and missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Expected and found.
    pub right: usize,
    /// Found, not expected.
    pub extra: usize,
    /// Expected, not found.
    pub missed: usize,
}

impl Count {
    /// The share of found facts that are right; 0 when none was found.
    pub fn precision(self) -> f64 {
        ratio(self.right, self.right + self.extra)
    }

    /// The share of expected facts that were found; 0 when none was expected.
    pub fn recall(self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }

    /// The harmonic mean of both.
    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if self.right == 0 {
            return 0.0;
        }
        2.0 * precision * recall / (precision + recall)
    }

    /// Adds another count.
    pub fn add(&mut self, other: Self) {
        self.right += other.right;
        self.extra += other.extra;
        self.missed += other.missed;
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_what_was_found() {
        let count = Count {
            right: 3,
            extra: 1,
            missed: 2,
        };
        assert!((count.precision() - 0.75).abs() < 1e-12);
        assert!((count.recall() - 0.6).abs() < 1e-12);
        assert!((count.f1() - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_expected_and_nothing_found_is_zero() {
        assert!(Count::default().f1().abs() < f64::EPSILON);
    }
}
