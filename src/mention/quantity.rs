//! Numbers that are no money: counts, measures, percentages, ordinals, multiples.

use rust_decimal::Decimal;

use crate::{
    rules::{
        RuleId,
        amounts::{NumberRole, context},
    },
    span::Span,
};

use super::{
    Bound, Form, Kind, Mention, Number, Part, hedge,
    number::{self, Place, Reading},
    scan::Scan,
};

/// Reads the number that starts at atom `first`; gives the atom after it.
pub(super) fn read(scan: &Scan, first: usize) -> Option<(Mention, usize)> {
    let negative = is_minus(scan, first);
    let at = first + usize::from(negative);
    let between = scan.before(at).is_some() && scan.is(at - 1, "between");
    let mut low = number::read(
        scan,
        at,
        Place {
            between,
            ..Place::default()
        },
    )?;
    if negative {
        low.value.set_sign_negative(true);
    }
    if !counts(scan, at, &low) {
        return None;
    }
    out_of(scan, &mut low);
    let high = range(scan, &mut low, between);
    let last = high.unwrap_or(low);
    let (form, unit, next) = suffix(scan, last);
    // '5G', '3D', '2nm' is a unit, '10x' a multiple: letters that touch a figure must be known.
    if unit.is_none()
        && next == last.next
        && scan.figure(next - 1).is_some()
        && !scan.spaced(next)
        && scan.is_word(next)
    {
        return None;
    }
    let (mut bound, hedge) = hedge::around(scan, first, next);
    if high.is_some() {
        bound = Bound::Range;
    }
    let mut parts: Vec<Part> = hedge.into_iter().collect();
    scan.number_parts(at, last.next, &mut parts);
    if let Some((span, rule)) = unit {
        parts.push(Part { span, rule });
    }
    parts.sort_by_key(|part| part.span);
    let mention = Mention {
        span: scan.span(first, next),
        kind: Kind::Number(Number {
            value: low.value,
            max: high.map(|high| high.value),
            bound,
            form,
            unit: unit.map(|(span, _)| span),
        }),
        rule: RuleId::of_mechanism("mechanism/number"),
        parts,
    };
    Some((mention, next))
}

/// '-5', 'minus five', 'negative one'.
fn is_minus(scan: &Scan, first: usize) -> bool {
    let sign = scan.is_sign(first, &['-', '\u{2212}'])
        && scan.spaced(first)
        && !scan.spaced(first + 1)
        && scan.figure(first + 1).is_some();
    sign || scan.is(first, "minus") || scan.is(first, "negative")
}

/// Whether the number counts something: not 'the one', 'one of', 'Type 2', 'No. 5'.
fn counts(scan: &Scan, first: usize, reading: &Reading) -> bool {
    let single = reading.next == first + 1;
    if single && scan.is(first, "one") {
        let hyphenated = scan.is_sign(first + 1, &['-'])
            && !scan.spaced(first + 1)
            && !scan.is(first + 2, "third");
        return !hyphenated
            && !scan.has(first + 1, context::NOT_ONE)
            && !first.checked_sub(1).is_some_and(|before| {
                scan.has(before, context::NO_ONE)
                    || (scan.is_sign(before, &['-']) && !scan.spaced(first))
            });
    }
    if single && (scan.figure(first).is_some() || scan.is(first, "zero")) {
        let before = if scan.is_sign(first.wrapping_sub(1), &['.']) {
            2
        } else {
            1
        };
        let label = first.checked_sub(before);
        if label.is_some_and(|label| scan.has(label, context::LABEL) && !scan.is(label, "no"))
            || label.is_some_and(|label| scan.words(label) == "No" && before == 2)
        {
            return false;
        }
    }
    // 'second' is an ordinal after an article only: 'a second plant', 'the second'; '30 seconds' is read from 30.
    let small = single && scan.words(first).len() == 2 && matches!(scan.words(first), "3M");
    !small
}

/// 'one out of three', '2000 over 3'
fn out_of(scan: &Scan, reading: &mut Reading) {
    let over = scan.is(reading.next, "over");
    if !over && !(scan.is(reading.next, "out") && scan.is(reading.next + 1, "of")) {
        return;
    }
    let start = reading.next + if over { 1 } else { 2 };
    // '2 billion over 3 years' is no fraction: 'over' must end with its number.
    if let Some(under) = number::read(scan, start, Place::default())
        && if over {
            !scan.is_word(under.next) && scan.get(under.next).is_none()
        } else {
            reading.value < under.value
        }
        && let Some(share) = reading.value.checked_div(under.value)
    {
        reading.value = share;
        reading.next = under.next;
    }
}

/// '3-5', '10 to 15', 'between five and seven', 'two or three'.
fn range(scan: &Scan, low: &mut Reading, between: bool) -> Option<Reading> {
    if low.ordinal || low.fraction {
        return None;
    }
    let link = low.next;
    // Two words joined by a hyphen are no range: 'three-nought-four'.
    let in_figures = scan.figure(link.wrapping_sub(1)).is_some() && scan.figure(link + 1).is_some();
    let dash = in_figures
        && scan.is_sign(link, &['-', '\u{2013}', '\u{2011}'])
        && !scan.spaced(link)
        && !scan.spaced(link + 1);
    let percent = usize::from(scan.is_sign(link, &['%']));
    let word = scan.is(link + percent, "to") || (between && scan.is(link + percent, "and"));
    let or = scan.is(link, "or") && !scan.is(link + 1, "one");
    if !(dash || word || or) {
        return None;
    }
    let start = link + if word { percent } else { 0 } + 1;
    let high = number::read(
        scan,
        start,
        Place {
            attached: dash,
            ..Place::default()
        },
    )?;
    if high.ordinal || high.fraction || scan.date_word(high.next).is_some() && percent > 0 {
        return None;
    }
    let mantissa = high.value.checked_div(high.scale)?;
    let mut value = low.value;
    if low.scale == Decimal::ONE && high.scale > Decimal::ONE && low.value < mantissa {
        value = low.value.checked_mul(high.scale)?.normalize();
    }
    // 'two or three' is a range, '10 bn or 10 tn' are two numbers.
    let far = or
        && value
            .checked_mul(Decimal::TWO)
            .is_none_or(|twice| high.value > twice);
    if value >= high.value || far {
        return None;
    }
    low.value = value;
    Some(high)
}

/// '%', 'times', 'MW': the form of the number, its unit, and one past all of it.
fn suffix(scan: &Scan, reading: Reading) -> (Form, Option<(Span, RuleId)>, usize) {
    let next = reading.next;
    if reading.ordinal {
        return (Form::Ordinal, None, next);
    }
    if scan.is_sign(next, &['%']) || scan.is(next, "percent") || scan.is(next, "pct") {
        return (Form::Percent, None, next + 1);
    }
    if scan.is_sign(next, &['-']) && (scan.is(next + 1, "percent") || scan.is(next + 1, "pct")) {
        return (Form::Percent, None, next + 2);
    }
    if scan.is(next, "per") && scan.is(next + 1, "cent") {
        return (Form::Percent, None, next + 2);
    }
    if scan.is(next, "times") || (scan.is(next, "x") && !scan.spaced(next)) {
        return (Form::Multiple, None, next + 1);
    }
    if scan.is_sign(next, &['-']) && scan.is(next + 1, "fold") {
        return (Form::Multiple, None, next + 2);
    }
    let at = next + usize::from(scan.is_sign(next, &['-', '\u{2011}']) && !scan.spaced(next));
    let unit = scan
        .get(at)
        .and_then(|atom| atom.lexeme)
        .and_then(|lexeme| {
            lexeme.units.iter().find_map(|&unit| {
                let rule = &scan.rules.units[unit];
                let end = scan.phrase(at, &rule.phrase).filter(|_| rule.measure)?;
                Some((scan.span(at, end), rule.rule, end))
            })
        });
    match unit {
        Some((span, rule, end)) => (Form::Cardinal, Some((span, rule)), end),
        None => (Form::Cardinal, None, next),
    }
}

/// Whether a number may start here: spares the rest of the words the attempt.
pub(super) fn may_start(scan: &Scan, index: usize) -> bool {
    scan.figure(index).is_some()
        || scan.role(index).is_some_and(|role| {
            !matches!(
                role,
                NumberRole::Scale | NumberRole::Parts | NumberRole::Dozen
            )
        })
        || scan
            .words(index)
            .chars()
            .next()
            .is_some_and(|sign| "½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞".contains(sign))
        || scan.is(index, "a")
        || scan.is(index, "an")
        || is_minus(scan, index)
}
