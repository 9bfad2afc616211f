//! Stretches of time: 'over four years', 'the next decade', 'a five-year plan', 'three years ago'.

use rust_decimal::Decimal;

use crate::rules::amounts::{DateMeaning, NumberRole};

use super::{
    DateValue, Relative,
    date::{Found, found},
    number::{self, Place},
    scan::Scan,
};

/// Reads the stretch of time that starts at atom `first`.
pub(super) fn read(scan: &Scan, first: usize) -> Option<Found> {
    let at = first + usize::from(scan.is(first, "the"));
    let at = at
        + usize::from(matches!(
            scan.date_meaning(at),
            Some(DateMeaning::Direction(_))
        ));
    let directed = at > first;
    if directed && at == first + 1 && scan.is(first, "the") {
        // 'the five years' reads from 'five'.
        return None;
    }
    if directed && let Some(DateMeaning::Period(count, designator)) = scan.date_meaning(at) {
        // 'the next decade', 'the coming years' (no number: no duration)
        let decade = count > 1 && designator == 'Y' && !scan.words(at).ends_with('s');
        return decade.then(|| {
            found(
                scan,
                first,
                at + 1,
                duration(Decimal::from(count), designator),
            )
        });
    }
    let (count, next) = count(scan, at, directed)?;
    let at = next + usize::from(scan.is_sign(next, &['-', '\u{2011}']));
    let DateMeaning::Period(length, designator) = scan.date_meaning(at)? else {
        return None;
    };
    let whole = count.checked_mul(Decimal::from(length))?;
    let next = at + 1;
    if scan.is(next, "ago") || scan.is(next, "earlier") {
        let back = i32::try_from(whole).ok().and_then(i32::checked_neg);
        let value = match (back, designator) {
            (Some(years), 'Y') => Some(DateValue::Relative(Relative::Years(years))),
            (Some(months), 'M') => Some(DateValue::Relative(Relative::Months(months))),
            (Some(days), 'D') => Some(DateValue::Relative(Relative::Days(days))),
            _ => None,
        };
        return Some(found(scan, first, next + 1, value));
    }
    Some(found(scan, first, next, duration(whole, designator)))
}

/// How many: 'four', '20+', '3-5' (the longer), 'a' after 'over', 'in', 'within' or 'space of'.
fn count(scan: &Scan, at: usize, directed: bool) -> Option<(Decimal, usize)> {
    if (scan.is(at, "a") || scan.is(at, "an") || scan.is(at, "one"))
        && !directed
        && is_period(scan, at + 1)
    {
        let led = at.checked_sub(1).is_some_and(|before| {
            ["over", "in", "within", "of", "for", "than", "during"]
                .iter()
                .any(|word| scan.is(before, word))
        });
        // '5 billion in a year' runs for one; 'a year' after a sum is its rhythm.
        return led.then_some((Decimal::ONE, at + 1));
    }
    scan.figure(at).is_some().then_some(()).or_else(|| {
        matches!(
            scan.role(at),
            Some(NumberRole::Digit | NumberRole::Teen | NumberRole::Ten | NumberRole::Hundred)
        )
        .then_some(())
    })?;
    let low = number::read(scan, at, Place::default()).filter(|reading| !reading.ordinal)?;
    let mut next = low.next + usize::from(scan.is_sign(low.next, &['+']));
    let mut value = low.value;
    let dash = scan.is_sign(next, &['-', '\u{2013}']) || scan.is(next, "to") || scan.is(next, "or");
    if dash
        && let Some(high) = number::read(
            scan,
            next + 1,
            Place {
                attached: true,
                ..Place::default()
            },
        )
        .filter(|high| high.value > value)
    {
        value = high.value;
        next = high.next;
    }
    Some((value, next))
}

fn is_period(scan: &Scan, index: usize) -> bool {
    matches!(scan.date_meaning(index), Some(DateMeaning::Period(_, _)))
}

/// ISO 8601: 'P4Y', 'P18M'. A half year is six months; other fractions fix nothing.
fn duration(count: Decimal, designator: char) -> Option<DateValue> {
    if count <= Decimal::ZERO || count >= Decimal::from(100_000) {
        return None;
    }
    if count.is_integer() {
        return Some(DateValue::Duration(format!(
            "P{}{designator}",
            count.normalize()
        )));
    }
    let months = count
        .checked_mul(Decimal::from(12))
        .filter(|months| designator == 'Y' && months.is_integer())?;
    Some(DateValue::Duration(format!("P{}M", months.normalize())))
}
