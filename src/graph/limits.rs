//! Between which limits a sum can lie.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::{
    fact::{Facts, Modality, Status, SumId, SumKind},
    mention::Bound,
};

/// The least and the most that a sum may turn out to be; no ceiling where the text sets none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) floor: Decimal,
    pub(super) ceiling: Option<Decimal>,
}

impl Limits {
    /// What the statement alone says. Money that only may come has no floor.
    pub(super) fn stated(
        value: Decimal,
        max: Option<Decimal>,
        bound: Bound,
        uncertain: bool,
    ) -> Self {
        let (floor, ceiling) = match bound {
            Bound::Exact | Bound::Approximately => (value, Some(max.unwrap_or(value))),
            Bound::Range => (value, Some(max.unwrap_or(value).max(value))),
            Bound::AtLeast => (value, None),
            Bound::AtMost => (Decimal::ZERO, Some(max.unwrap_or(value))),
        };
        Self {
            floor: if uncertain { Decimal::ZERO } else { floor },
            ceiling,
        }
    }

    /// A whole is at least the sum of its parts: 'initially 100' lifts the floor of 'up to 500' to 100.
    pub(super) fn with_parts(self, parts: impl Iterator<Item = Self>) -> Self {
        let sum = parts
            .map(|part| part.floor)
            .try_fold(Decimal::ZERO, Decimal::checked_add);
        let floor = self.floor.max(sum.unwrap_or(Decimal::ZERO));
        Self {
            // Parts that exceed their whole are a contradiction of the text; the whole's own ceiling stands.
            floor: self.ceiling.map_or(floor, |ceiling| floor.min(ceiling)),
            ceiling: self.ceiling,
        }
    }
}

/// The limits of every sum of a document, parts considered.
pub(super) fn all_limits(facts: &Facts) -> Vec<Limits> {
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); facts.sums.len()];
    let revised: BTreeSet<SumId> = facts
        .sums
        .iter()
        .filter_map(|sum| sum.revises.map(|link| link.sum))
        .collect();
    for (index, part) in facts.sums.iter().enumerate() {
        let Some(link) = part.part_of.filter(|link| link.sum != SumId(index)) else {
            continue;
        };
        let counts = part.kind != SumKind::Figure
            && part.status != Some(Status::Cancelled)
            && !revised.contains(&SumId(index));
        let same_currency = |whole: usize| {
            facts
                .sums
                .get(whole)
                .is_some_and(|sum| sum.currency == part.currency)
        };
        if counts && same_currency(link.sum.0) {
            parts[link.sum.0].push(index);
        }
    }
    (0..facts.sums.len())
        .map(|index| with_all_parts(index, facts, &parts, 0))
        .collect()
}

/// Parts of parts of parts ... of a text are few; `depth` stops circles.
fn with_all_parts(index: usize, facts: &Facts, parts: &[Vec<usize>], depth: usize) -> Limits {
    let sum = &facts.sums[index];
    let uncertain = matches!(
        sum.modality,
        Modality::Possible | Modality::Invited | Modality::Denied
    );
    let own = Limits::stated(sum.value, sum.max, sum.bound, uncertain);
    if depth > 6 {
        return own;
    }
    own.with_parts(
        parts[index]
            .iter()
            .map(|part| with_all_parts(*part, facts, parts, depth + 1)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(floor: i64, ceiling: Option<i64>) -> Limits {
        Limits {
            floor: floor.into(),
            ceiling: ceiling.map(Into::into),
        }
    }

    #[test]
    fn bounds_set_limits() {
        let stated =
            |bound, max: Option<i64>| Limits::stated(5.into(), max.map(Into::into), bound, false);
        assert_eq!(stated(Bound::Exact, None), limits(5, Some(5)));
        assert_eq!(stated(Bound::AtMost, None), limits(0, Some(5)));
        assert_eq!(stated(Bound::AtLeast, None), limits(5, None));
        assert_eq!(stated(Bound::Range, Some(8)), limits(5, Some(8)));
        assert_eq!(
            Limits::stated(5.into(), None, Bound::Exact, true),
            limits(0, Some(5))
        );
    }

    #[test]
    fn parts_lift_the_floor_but_never_past_the_ceiling() {
        let whole = limits(0, Some(500));
        assert_eq!(
            whole.with_parts([limits(100, Some(100))].into_iter()),
            limits(100, Some(500))
        );
        assert_eq!(
            whole.with_parts([limits(400, None), limits(300, None)].into_iter()),
            limits(500, Some(500))
        );
    }
}
