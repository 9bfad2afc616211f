//! Numbers with a currency -> sums of money: one sum, a range, or several that share currency and scale.

use rust_decimal::Decimal;

use crate::{
    rules::{
        RuleId,
        amounts::{CurrencyForm, FormKind, context},
    },
    span::Span,
};

use super::{
    Bound, Currency, Kind, Mention, Money, Part,
    currency::{self, Found},
    hedge,
    number::{self, Place, Reading},
    scan::Scan,
};

/// A sum whose currency may still hang on the rest of the document.
pub(super) struct Draft {
    pub mention: Mention,
    pub form: usize,
    /// Whether it stands in brackets: '(US$5 million)'.
    pub bracketed: bool,
}

/// Reads the sums that start at atom `first`; gives the atom after them.
pub(super) fn read(scan: &Scan, first: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
    let between = scan.before(first).is_some() && scan.is(first - 1, "between");
    let place = Place {
        money: true,
        between,
        ..Place::default()
    };
    let left = side(scan, first, place)?;
    // 'rises by 10 yen to 95 yen' states two sums.
    let step = scan.before(first).is_some() && scan.is(first - 1, "by") && scan.is(left.next, "to");
    let pair = connector(scan, left.next, between)
        .filter(|_| !step)
        .and_then(|(link, at)| {
            Some((
                link,
                side(
                    scan,
                    at,
                    Place {
                        money: true,
                        ..Place::default()
                    },
                )?,
            ))
        })
        .and_then(|(link, right)| pair(scan, left, right, link));
    let next = match pair {
        Some((Pair::Range(low, high), form)) => {
            drafts.push(draft(scan, low, Some(high), form)?);
            high.next
        }
        Some((Pair::Two(one, other), form)) => {
            drafts.push(draft(scan, one, None, form)?);
            drafts.push(draft(scan, other, None, form)?);
            other.next
        }
        None => {
            drafts.push(draft(scan, left, None, left.form?)?);
            left.next
        }
    };
    Some(elliptic(scan, next, drafts))
}

/// A number with the currency beside it, if there is one.
#[derive(Clone, Copy)]
struct Side {
    first: usize,
    next: usize,
    value: Decimal,
    scale: Decimal,
    form: Option<usize>,
    prefix: Option<Found>,
    postfix: Option<Found>,
}

#[derive(Clone, Copy)]
enum Pair {
    Range(Side, Side),
    Two(Side, Side),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    /// '-', 'to', 'and' after 'between'
    To,
    Or,
    And,
}

fn side(scan: &Scan, first: usize, place: Place) -> Option<Side> {
    let prefix = currency::before_number(scan, first);
    let at = prefix.map_or(first, |prefix| prefix.next);
    // 'US$-denominated' is none; '$-5' neither.
    let mut reading = number_at(scan, at, prefix.is_some(), place)?;
    let mut postfix = currency::after_number(scan, reading.next);
    if let (Some(before), Some(after)) = (prefix, postfix) {
        // '$5 million CAD', '$10 dollars'; else the second belongs to what follows.
        let shares = {
            let (before, after) = (
                &scan.rules.currencies[before.form],
                &scan.rules.currencies[after.form],
            );
            after
                .candidates
                .iter()
                .any(|currency| before.candidates.contains(currency))
                && after.part == before.part
        };
        if !shares {
            postfix = None;
        }
    }
    let form = match (prefix, postfix) {
        (Some(before), Some(after)) => {
            let narrower = scan.rules.currencies[after.form].candidates.len()
                < scan.rules.currencies[before.form].candidates.len();
            Some(if narrower { after.form } else { before.form })
        }
        (before, after) => before.or(after).map(|found| found.form),
    };
    let mut next = postfix.map_or(reading.next, |postfix| postfix.next);
    if let Some(form) = form {
        let rule = &scan.rules.currencies[form];
        // '80 USD million'
        if postfix.is_some()
            && rule.kind == FormKind::Code
            && reading.scale == Decimal::ONE
            && let Some(word) = scan
                .number_word(next)
                .filter(|word| word.role == crate::rules::amounts::NumberRole::Scale)
        {
            reading.value = reading.value.checked_mul(word.value)?;
            reading.scale = word.value;
            next += 1;
        }
        if points_group_thousands(scan, rule, &reading, next) {
            reading.value = reading.value.checked_mul(Decimal::ONE_THOUSAND)?;
        }
        if rule.scale > Decimal::ONE {
            reading.value = reading.value.checked_mul(rule.scale)?;
            reading.scale = rule.scale;
        }
        if rule.guarded && !guard_holds(scan, first, &reading, prefix) {
            return None;
        }
        if rule.part > Decimal::ONE {
            reading.value = reading.value.checked_div(rule.part)?;
        } else if let Some((cents, after)) = postfix.and_then(|_| cents(scan, &reading, next)) {
            reading.value = reading.value.checked_add(cents)?;
            next = after;
        }
    }
    Some(Side {
        first,
        next,
        value: reading.value.normalize(),
        scale: reading.scale,
        form,
        prefix,
        postfix,
    })
}

/// '5.000 euros' is five thousand: prices have no three decimals that end in zero. Where points are decimal signs
/// (dollars, pounds), with a scale ('€1.250 million') or before a unit they stay so.
fn points_group_thousands(
    scan: &Scan,
    form: &CurrencyForm,
    reading: &Reading,
    next: usize,
) -> bool {
    let english = form
        .candidates
        .iter()
        .any(|currency| matches!(&currency.0, b"USD" | b"GBP" | b"INR"));
    let figure = scan.words(reading.next - 1);
    let three = figure.split_once('.').is_some_and(|(whole, rest)| {
        rest.len() == 3
            && rest.ends_with('0')
            && (1..=3).contains(&whole.len())
            && !whole.starts_with('0')
    });
    !english
        && three
        && reading.scale == Decimal::ONE
        && scan.figure(reading.next - 1).is_some()
        && price(scan, next).0.is_none()
}

fn number_at(scan: &Scan, at: usize, has_prefix: bool, place: Place) -> Option<Reading> {
    let reading = if has_prefix && scan.figure(at).is_some() && !scan.spaced(at) {
        // A figure that touches its sign is no part of a name: 'Rs500', 'USD115'.
        number::read_attached(scan, at, place)?
    } else {
        number::read(scan, at, place)?
    };
    // '$ALL' and '$A million' are none: after a sign only figures and number words in small letters.
    let article = scan.is(at, "a") || scan.is(at, "an");
    let letters_follow = scan.is_word(reading.next)
        && !scan.spaced(reading.next)
        && scan
            .before(reading.next)
            .is_some_and(|_| scan.figure(reading.next - 1).is_some())
        && currency::after_number(scan, reading.next).is_none();
    (!reading.ordinal && !(has_prefix && article) && !letters_follow).then_some(reading)
}

/// 'ALL 70' is no sum, 'COP 20 billion' is; 'R500' touches or has a scale.
fn guard_holds(scan: &Scan, first: usize, reading: &Reading, prefix: Option<Found>) -> bool {
    let shouting = |index: Option<usize>| {
        index.is_some_and(|index| {
            let word = scan.words(index);
            word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase())
        })
    };
    let scaled = reading.scale >= Decimal::ONE_THOUSAND || reading.value >= Decimal::ONE_THOUSAND;
    scaled && !(prefix.is_some() && shouting(first.checked_sub(1)))
}

/// 'thirteen dollars and forty-five cents', '15 dollars 50'.
fn cents(scan: &Scan, reading: &Reading, next: usize) -> Option<(Decimal, usize)> {
    if reading.scale != Decimal::ONE || !reading.value.is_integer() {
        return None;
    }
    let and = usize::from(scan.is(next, "and"));
    let small = number::read(
        scan,
        next + and,
        Place {
            between: true,
            ..Place::default()
        },
    )?;
    if small.ordinal
        || small.scale != Decimal::ONE
        || small.value >= Decimal::ONE_HUNDRED
        || !small.value.is_integer()
    {
        return None;
    }
    let value = small.value.checked_div(Decimal::ONE_HUNDRED)?;
    if let Some(unit) = currency::after_number(scan, small.next) {
        let part = scan.rules.currencies[unit.form].part;
        return (part > Decimal::ONE).then_some((value, unit.next));
    }
    let ends = !scan.is_word(small.next) && !scan.is_sign(small.next, &['%', '-', '$', '€', '£']);
    (and == 0 && ends && small.value >= Decimal::TEN).then_some((value, small.next))
}

fn connector(scan: &Scan, at: usize, between: bool) -> Option<(Link, usize)> {
    let link = if scan.is_sign(at, &['-', '\u{2011}', '\u{2013}', '\u{2014}']) || scan.is(at, "to")
    {
        Link::To
    } else if scan.is(at, "and") || scan.is_sign(at, &['&']) {
        if between { Link::To } else { Link::And }
    } else if scan.is(at, "or") {
        Link::Or
    } else {
        return None;
    };
    Some((link, at + 1))
}

/// What two numbers make together, with the form of their currency; `None` when they have nothing to do with each other.
fn pair(scan: &Scan, mut left: Side, mut right: Side, link: Link) -> Option<(Pair, usize)> {
    let form = match (left.form, right.form) {
        (Some(one), Some(other)) => {
            let (a, b) = (&scan.rules.currencies[one], &scan.rules.currencies[other]);
            if a.part != b.part
                || !a
                    .candidates
                    .iter()
                    .any(|currency| b.candidates.contains(currency))
            {
                return None;
            }
            if a.candidates.len() <= b.candidates.len() {
                one
            } else {
                other
            }
        }
        (Some(one), None) => one,
        // '3 to 5 million euros', not 'from 4 to €5 million'
        (None, Some(other)) if right.prefix.is_none() || link == Link::To => other,
        _ => return None,
    };
    let respectively = (right.next..right.next + 4).any(|index| scan.is(index, "respectively"));
    if link == Link::And {
        let both = left.form.is_some() && right.form.is_some();
        let shares = respectively || (left.form.is_none() && left.scale > Decimal::ONE_THOUSAND);
        // With a currency each they are two plain sums; '€1 and €2 billion' only with 'respectively'.
        if !shares
            || (both && !respectively)
            || (left.form.is_some() && right.form.is_none() && !respectively)
        {
            return None;
        }
    } else if right.form.is_none() && !shares_scale(left, right) && !boundary(scan, right.next) {
        // '€5 million to 200 people'
        return None;
    }
    let mantissa = right.value.checked_div(right.scale)?;
    let left_whole = scan.rules.currencies[form].part == Decimal::ONE;
    if left.scale == Decimal::ONE
        && right.scale > Decimal::ONE
        && left_whole
        && (left.value < mantissa || respectively)
    {
        left.value = left.value.checked_mul(right.scale)?.normalize();
    } else if left.form.is_none() && !left_whole {
        left.value = left.value.checked_div(scan.rules.currencies[form].part)?;
    }
    if link == Link::To
        && right.form.is_none()
        && right.scale == Decimal::ONE
        && left.scale > Decimal::ONE
    {
        // '$3 million to 5': the scale stands with the first.
        if right.value.checked_mul(left.scale)? > left.value && right.value < Decimal::ONE_THOUSAND
        {
            right.value = right.value.checked_mul(left.scale)?;
        }
    }
    let range = link != Link::And && left.value < right.value && !changes(scan, left.first);
    if range {
        return Some((Pair::Range(left, right), form));
    }
    let sums = (left.form.is_some() || link == Link::And || changes(scan, left.first))
        && (right.form.is_some() || right.scale > Decimal::ONE);
    sums.then_some((Pair::Two(left, right), form))
}

/// '€3-5 billion': the scale at the end is that of both.
fn shares_scale(left: Side, right: Side) -> bool {
    left.scale == Decimal::ONE
        && right.scale > Decimal::ONE
        && right
            .value
            .checked_div(right.scale)
            .is_some_and(|mantissa| left.value < mantissa)
}

/// 'rose from A to B', 'increased A to B': two sums, no range.
fn changes(scan: &Scan, first: usize) -> bool {
    let Some(before) = first.checked_sub(1) else {
        return false;
    };
    let window = if scan.is(before, "from") {
        before.saturating_sub(8)..before
    } else {
        before..first
    };
    window
        .into_iter()
        .any(|index| scan.has(index, context::CHANGE))
}

/// Further sums whose currency is left out: '€100 million and 200 million', '€1.2bn, 0.8bn and 300m'.
fn elliptic(scan: &Scan, mut next: usize, drafts: &mut Vec<Draft>) -> usize {
    loop {
        let mut at = next;
        while at < next + 2 && (scan.is_sign(at, &[',']) || scan.is(at, "and") || scan.is(at, "or"))
        {
            at += 1;
        }
        if at == next {
            return next;
        }
        let Some(form) = drafts.last().map(|draft| draft.form) else {
            return next;
        };
        let Some(sum) = side(
            scan,
            at,
            Place {
                money: true,
                ..Place::default()
            },
        )
        .filter(|sum| {
            sum.form.is_none() && sum.scale >= Decimal::ONE_THOUSAND && boundary(scan, sum.next)
        }) else {
            return next;
        };
        let Some(draft) = draft(scan, sum, None, form) else {
            return next;
        };
        drafts.push(draft);
        next = sum.next;
    }
}

/// Whether no noun that the number could count follows.
fn boundary(scan: &Scan, index: usize) -> bool {
    (!scan.is_word(index) && !scan.is_sign(index, &['%', '-']))
        || scan.has(index, context::FUNCTION)
}

fn draft(scan: &Scan, sum: Side, high: Option<Side>, form: usize) -> Option<Draft> {
    let next = high.map_or(sum.next, |high| high.next);
    let (per, price_rule) = price(scan, next);
    let (mut bound, hedge) = hedge::around(scan, sum.first, next);
    if high.is_some() {
        bound = Bound::Range;
    }
    let rule = scan.rules.currencies[form].rule;
    let mut parts: Vec<Part> = hedge.into_iter().collect();
    for side in [Some(sum), high].into_iter().flatten() {
        for found in [side.prefix, side.postfix].into_iter().flatten() {
            parts.push(Part {
                span: scan.span(found.first, found.next),
                rule: scan.rules.currencies[found.form].rule,
            });
        }
        scan.number_parts(side.first, side.next, &mut parts);
    }
    if let (Some(span), Some(rule)) = (per, price_rule) {
        parts.push(Part { span, rule });
    }
    parts.sort_by_key(|part| part.span);
    let currency = scan.rules.currencies[form].candidates.first().copied();
    Some(Draft {
        mention: Mention {
            span: scan.span(sum.first, next),
            kind: Kind::Money(Money {
                value: sum.value,
                max: high.map(|high| high.value),
                currency: currency.unwrap_or(Currency(*b"XXX")),
                bound,
                per,
            }),
            rule,
            parts,
        },
        form,
        bracketed: opens_bracket(scan, sum.first),
    })
}

/// Whether the sum stands first in brackets, hedges aside: '(about $5 million)'.
fn opens_bracket(scan: &Scan, first: usize) -> bool {
    (first.saturating_sub(3)..first).any(|index| scan.is_sign(index, &['(', '[']))
}

/// 'per share', 'a tonne', '/MWh', '-a-share'. 'a year' is no price: the sum flows every year.
fn price(scan: &Scan, next: usize) -> (Option<Span>, Option<RuleId>) {
    let hyphen = usize::from(scan.is_sign(next, &['-']));
    let start = next + hyphen;
    let slash = scan.is_sign(start, &['/']);
    let per = scan.is(start, "per");
    if !(slash || per || scan.is(start, "a") || scan.is(start, "an")) {
        return (None, None);
    }
    let unit = start + 1 + usize::from(scan.is_sign(start + 1, &['-']));
    let known = scan
        .get(unit)
        .and_then(|atom| atom.lexeme)
        .and_then(|lexeme| {
            lexeme.units.iter().find_map(|&unit_index| {
                let rule = &scan.rules.units[unit_index];
                let end = scan.phrase(unit, &rule.phrase).filter(|_| rule.price)?;
                Some((scan.span(start, end), rule.rule))
            })
        });
    if let Some((span, rule)) = known {
        return (Some(span), Some(rule));
    }
    let yearly = ["year", "annum", "quarter", "cent"]
        .iter()
        .any(|word| scan.is(unit, word));
    if per && !yearly && scan.is_word(unit) {
        let rule = RuleId::of_mechanism("mechanism/price-per-unit");
        return (Some(scan.span(start, unit + 1)), Some(rule));
    }
    (None, None)
}
