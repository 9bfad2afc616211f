//! Whether two statements of different documents tell of the same money.
//!
//! The amount alone says nothing: ten million dollars are given every day. What says something is what both tie the amount to,
//! weighed in points; a shared programme or site is enough, a shared payer wants a telling amount and a date as well.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::telling::{SLOTS, Telling};
use crate::graph::vocabulary::pg;

/// From here on it is the same money.
const ENOUGH: i32 = 6;
/// What a party that both name in the same slot is worth.
const SAME: [(&str, i32); 6] = [
    (pg::UNDER_PROGRAMME, 6),
    (pg::FOR_FACILITY, 6),
    (pg::RECIPIENT, 4),
    (pg::FUNDED_BY, 3),
    (pg::DRAWS_ON, 3),
    (pg::ANNOUNCED_BY, 2),
];
/// Word for word the same sentence.
const SAME_WORDS: i32 = 6;
/// A programme or site that both sentences name.
const SAME_VENTURE_NAMED: i32 = 4;
/// Anybody else whom both sentences name.
const SAME_NAME: i32 = 1;
/// 'some 112.4 million', or one of the few sums of ten billion and more.
const TELLING_AMOUNT: i32 = 2;
/// News of the same month.
const NEAR: i32 = 2;
/// More than a year between them: programmes give the same sum again.
const FAR: i32 = -4;
/// Different payers: sources get that wrong.
const OTHER_PAYER: i32 = -2;
/// Both say what it is for, and it is not the same.
const OTHER_PURPOSE: i32 = -6;
/// One says spent, the other promised.
const OTHER_STATUS: i32 = -2;

/// How much speaks for the same money; none when it is too little, or something speaks against it.
pub(super) fn evidence(a: &Telling, b: &Telling) -> Option<i32> {
    if conflict(a, b) {
        return None;
    }
    let mut points = 0;
    let mut counted = Vec::new();
    for (slot, worth) in SAME {
        let (ours, theirs) = (named(a, slot), named(b, slot));
        let before = counted.len();
        counted.extend(ours.intersection(&theirs).copied());
        if counted.len() > before {
            points += worth;
        } else if !ours.is_empty() && !theirs.is_empty() {
            points += i32::from(slot == pg::FUNDED_BY) * OTHER_PAYER;
        }
    }
    if other_purpose(a, b) {
        points += OTHER_PURPOSE;
    }
    points += context(a, b, &counted);
    if a.words.is_some() && a.words == b.words {
        points += SAME_WORDS;
    }
    if points <= 0 {
        // Nothing but the amount in common.
        return None;
    }
    if is_telling(a.value) {
        points += TELLING_AMOUNT;
    }
    points += match days_between(a.day, b.day) {
        Some(days) if days <= 31 => NEAR,
        Some(days) if days > 366 => FAR,
        _ => 0,
    };
    if (a.status == pg::DISBURSED) != (b.status == pg::DISBURSED) {
        points += OTHER_STATUS;
    }
    (points >= ENOUGH).then_some(points)
}

/// Whether they cannot be the same money, whatever else they share.
pub(super) fn conflict(a: &Telling, b: &Telling) -> bool {
    let differ = |slot: &str| {
        let (ours, theirs) = (named(a, slot), named(b, slot));
        !ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs)
    };
    let against = |ours: &str, theirs: &str, one: &str, other: &str| {
        (ours == one && theirs == other) || (ours == other && theirs == one)
    };
    a.amount != b.amount
        || a.document == b.document
        || differ(pg::RECIPIENT)
        || differ(pg::FOR_FACILITY)
        || against(&a.bound, &b.bound, pg::AT_LEAST, pg::AT_MOST)
        || against(&a.stage, &b.stage, pg::INITIAL, pg::TOTAL)
}

/// Days from one to the other, whichever is first.
pub(super) fn days_between(a: Option<Date>, b: Option<Date>) -> Option<i32> {
    let span = a?.since(b?).ok()?;
    Some(span.get_days().abs())
}

/// Those of a slot that other documents can know too.
fn named<'a>(telling: &'a Telling, slot: &str) -> BTreeSet<&'a str> {
    let parties = SLOTS.iter().position(|name| *name == slot);
    parties
        .into_iter()
        .flat_map(|slot| &telling.slots[slot])
        .map(String::as_str)
        .filter(|party| telling.context.iter().any(|part| is_path(party, part)))
        .collect()
}

/// Whether they must stay apart even when a third, which says less, could be either of them.
pub(super) fn apart(a: &Telling, b: &Telling) -> bool {
    conflict(a, b) || (other_purpose(a, b) && evidence(a, b).is_none())
}

fn other_purpose(a: &Telling, b: &Telling) -> bool {
    let (ours, theirs) = (purposes(a), purposes(b));
    !ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs)
}

/// Recipients, and the programmes and sites that are spoken of with it.
fn purposes(telling: &Telling) -> BTreeSet<&str> {
    let recipients = named(telling, pg::RECIPIENT);
    let is_purpose = |part: &&str| {
        is_venture(part) || recipients.iter().any(|recipient| is_path(recipient, part))
    };
    let parts = telling.context.iter().map(String::as_str);
    parts.filter(is_purpose).collect()
}

fn is_venture(part: &str) -> bool {
    part.starts_with("programme/") || part.starts_with("facility/")
}

/// Whether `…/id/programme/investai` ends in `programme/investai`.
fn is_path(iri: &str, part: &str) -> bool {
    iri.strip_suffix(part)
        .is_some_and(|base| base.ends_with("/id/"))
}

/// What speaks for it in the names that both sentences hold, those aside that counted already.
fn context(a: &Telling, b: &Telling, counted: &[&str]) -> i32 {
    let shared: Vec<&String> = a
        .context
        .intersection(&b.context)
        .filter(|part| !counted.iter().any(|iri| is_path(iri, part)))
        .collect();
    if shared.iter().any(|part| is_venture(part)) {
        SAME_VENTURE_NAMED
    } else if shared.is_empty() {
        0
    } else {
        SAME_NAME
    }
}

/// Three digits that are no zeros at its end, or ten billion and more.
fn is_telling(value: Decimal) -> bool {
    let digits = value.normalize().mantissa().to_string();
    digits.trim_end_matches('0').len() >= 3 || value >= Decimal::from(10_000_000_000_u64)
}
