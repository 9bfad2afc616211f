//! Words and figures -> one exact number: 'two hundred and two thousand', '1.26 lakh crore', 'half a billion', '50-million'.

use rust_decimal::Decimal;

use crate::rules::amounts::{After, NumberRole};

use super::{
    fraction::{and_a_fraction, fraction, fraction_of_scale, parts, point, power, vulgar},
    scan::Scan,
};

/// A number that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reading {
    pub value: Decimal,
    /// One past its last atom.
    pub next: usize,
    /// The scale it was written with: a million in '3 million', one in '300'.
    pub scale: Decimal,
    /// 'third', '3rd'
    pub ordinal: bool,
    /// Whether it is a fraction without a scale: 'two thirds', 'half'.
    pub fraction: bool,
}

/// What the caller knows of the place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// A sum of money: 't' is a trillion, 'm' may stand apart.
    pub money: bool,
    /// After 'between': 'and' does not belong to the number.
    pub between: bool,
    /// Directly after a currency sign: letters before the figure do not make it a name.
    pub attached: bool,
}

/// Reads the number that starts at `first`.
pub(super) fn read(scan: &Scan, first: usize, place: Place) -> Option<Reading> {
    if let Some(reading) = fraction_of_scale(scan, first) {
        return Some(reading);
    }
    let article = is_article(scan, first);
    let start = first + usize::from(article);
    if article
        && !matches!(
            scan.role(start),
            Some(NumberRole::Hundred | NumberRole::Scale | NumberRole::Dozen)
        )
    {
        return None;
    }
    let mut reading = cardinal(scan, start, place, article)?;
    if reading.ordinal {
        return Some(reading);
    }
    if let Some(parts) = parts(scan, start, reading) {
        return Some(parts);
    }
    if let Some(power) = power(scan, reading) {
        return Some(power);
    }
    if scan.role(reading.next) == Some(NumberRole::Dozen) {
        reading.value = reading.value.checked_mul(Decimal::from(12))?;
        reading.next += 1;
    }
    Some(
        and_a_fraction(scan, reading, place)
            .or_else(|| point(scan, reading, place))
            .unwrap_or(reading),
    )
}

/// As [`read`], for a figure that touches the currency before it.
pub(super) fn read_attached(scan: &Scan, first: usize, place: Place) -> Option<Reading> {
    read(
        scan,
        first,
        Place {
            attached: true,
            ..place
        },
    )
}

/// The number built so far, group by group.
#[derive(Clone, Copy)]
struct Sum {
    total: Decimal,
    /// The part that took the last scale: '200 thousand'.
    scaled: Option<Decimal>,
    scale: Option<Decimal>,
    /// What waits for its scale: below a thousand, or a figure.
    group: Option<Decimal>,
    figure: bool,
    next: usize,
}

impl Sum {
    fn value(&self) -> Option<Decimal> {
        self.total
            .checked_add(self.scaled.unwrap_or_default())?
            .checked_add(self.group.unwrap_or_default())
    }

    /// Adds a word below a hundred; `None` when it cannot follow what was read.
    fn below_hundred(mut self, value: Decimal, is_digit: bool) -> Option<Self> {
        let ten = Decimal::TEN;
        let hundred = Decimal::ONE_HUNDRED;
        self.group = Some(match self.group {
            None => value,
            Some(_) if self.figure => return None,
            Some(group) if group >= hundred && is_multiple(group, hundred) => group + value,
            Some(group)
                if is_digit && group > ten && is_multiple(group, ten) && !value.is_zero() =>
            {
                group + value
            }
            Some(_) => return None,
        });
        Some(self)
    }

    fn hundred(mut self) -> Option<Self> {
        let group = self.group.unwrap_or(Decimal::ONE);
        if group >= Decimal::ONE_HUNDRED || group.is_zero() {
            return None;
        }
        self.group = Some(group.checked_mul(Decimal::ONE_HUNDRED)?);
        self.figure = false;
        Some(self)
    }

    fn scale(mut self, scale: Decimal) -> Option<Self> {
        match (self.group.take(), self.scaled) {
            (Some(group), before) => {
                if self.scale.is_some_and(|last| scale >= last) {
                    return None;
                }
                self.total = self.total.checked_add(before.unwrap_or_default())?;
                self.scaled = Some(group.checked_mul(scale)?.normalize());
            }
            // 'lakh crore', 'thousand million'
            (None, Some(scaled)) if self.scale.is_some_and(|last| scale > last) => {
                self.scaled = Some(scaled.checked_mul(scale)?.normalize());
            }
            _ => return None,
        }
        self.scale = Some(scale);
        self.figure = false;
        Some(self)
    }
}

pub(super) fn cardinal(scan: &Scan, first: usize, place: Place, article: bool) -> Option<Reading> {
    let mut sum = Sum {
        total: Decimal::ZERO,
        scaled: None,
        scale: None,
        group: article.then_some(Decimal::ONE),
        figure: false,
        next: first,
    };
    // Where the number ended before 'and', in case the rest turns out to be another number.
    let mut before_and: Option<Sum> = None;
    let mut ordinal = false;
    loop {
        let mut at = sum.next;
        let mut joined = false;
        if at > first && !place.between && scan.is(at, "and") && may_take_and(scan, &sum, at + 1) {
            joined = true;
            at += 1;
        } else if at > first && scan.is_sign(at, &['-', '\u{2011}']) && hyphen_joins(scan, at) {
            at += 1;
        }
        if let Some(figure) = scan.figure(at) {
            let takes = if at == first && sum.group.is_none() {
                place.attached || !scan.glued(at)
            } else {
                // '4 thousand 3 hundred and 21'
                figure.plain_digits > 0
                    && figure.plain_digits < 4
                    && sum.scale.is_some() | joined
                    && sum
                        .group
                        .is_none_or(|group| is_multiple(group, Decimal::ONE_HUNDRED))
                    && (matches!(scan.role(at + 1), Some(NumberRole::Hundred)) || joined)
            };
            let Some(value) = figure.value.filter(|_| takes) else {
                break;
            };
            if joined {
                before_and = Some(sum);
            }
            sum.figure = sum.group.is_none();
            sum.group = Some(sum.group.unwrap_or_default().checked_add(value)?);
            sum.next = at + 1;
            if let Some(share) = scan.words(at + 1).chars().next().and_then(vulgar)
                && !scan.spaced(at + 1)
            {
                sum.group = sum.group.and_then(|group| group.checked_add(share));
                sum.next = at + 2;
            } else if ordinal_suffix(scan, at) {
                return Some(Reading {
                    value: sum.value()?,
                    next: at + 2,
                    scale: Decimal::ONE,
                    ordinal: true,
                    fraction: false,
                });
            }
            continue;
        }
        let Some(word) = scan.number_word(at) else {
            break;
        };
        let grown = match word.role {
            NumberRole::Digit => sum.below_hundred(word.value, true),
            NumberRole::Teen | NumberRole::Ten => sum.below_hundred(word.value, false),
            NumberRole::Hundred => sum.hundred().filter(|_| {
                at > first || article || (next_is_scale(scan, at + 1) && !vague(scan, at))
            }),
            NumberRole::Scale if scale_fits(scan, at, first, word.after, place) => {
                sum.scale(word.value)
            }
            NumberRole::Ordinal if word.value < Decimal::ONE_HUNDRED && !sum.figure => {
                ordinal = true;
                sum.below_hundred(word.value, word.value < Decimal::TEN)
            }
            _ => None,
        };
        match grown {
            Some(grown) => {
                if joined {
                    before_and = Some(sum);
                }
                sum = Sum {
                    next: at + 1,
                    ..grown
                };
            }
            None => {
                ordinal = false;
                // 'one hundred and two hundred': the 'and' stands between two numbers.
                if matches!(word.role, NumberRole::Hundred | NumberRole::Scale)
                    && word.after == After::Anything
                    && let Some(earlier) = before_and
                {
                    sum = earlier;
                }
                break;
            }
        }
        if ordinal {
            break;
        }
    }
    (sum.next > first && (sum.group.is_some() || sum.scaled.is_some())).then_some(())?;
    Some(Reading {
        value: sum.value()?,
        next: sum.next,
        scale: sum
            .scale
            .filter(|_| sum.group.is_none() || !sum.figure)
            .unwrap_or(Decimal::ONE),
        ordinal,
        fraction: false,
    })
}

/// 'several hundred', 'a couple of hundred': no number.
fn vague(scan: &Scan, index: usize) -> bool {
    let before = index - usize::from(index > 0 && scan.is(index - 1, "of"));
    before
        .checked_sub(1)
        .is_some_and(|before| scan.has(before, crate::rules::amounts::context::VAGUE))
}

pub(super) fn next_is_scale(scan: &Scan, index: usize) -> bool {
    scan.number_word(index)
        .is_some_and(|word| word.role == NumberRole::Scale && word.after == After::Anything)
}

/// 'two hundred and two', 'one million and three hundred', not 'million and a' or 'twenty and five'.
fn may_take_and(scan: &Scan, sum: &Sum, next: usize) -> bool {
    // 'five billion and three quarters'
    if fraction(scan, next).is_some() {
        return false;
    }
    let after_hundred = sum.group.is_some_and(|group| {
        !group.is_zero()
            && group >= Decimal::ONE_HUNDRED
            && is_multiple(group, Decimal::ONE_HUNDRED)
            && !sum.figure
    });
    let after_scale = sum.group.is_none()
        && sum
            .scale
            .is_some_and(|scale| scale >= Decimal::ONE_THOUSAND);
    let small = matches!(
        scan.role(next),
        Some(NumberRole::Digit | NumberRole::Teen | NumberRole::Ten)
    );
    let figure = scan
        .figure(next)
        .is_some_and(|figure| figure.plain_digits > 0 && figure.plain_digits < 3);
    (after_hundred && (small || figure)) || (after_scale && small)
}

/// 'twenty-five', '50-million', not '3-5' or 'three-nought-four'.
fn hyphen_joins(scan: &Scan, hyphen: usize) -> bool {
    match scan.role(hyphen + 1) {
        Some(NumberRole::Digit | NumberRole::Ordinal) => {
            scan.role(hyphen.saturating_sub(1)) == Some(NumberRole::Ten)
        }
        Some(NumberRole::Hundred | NumberRole::Scale) => true,
        _ => false,
    }
}

pub(super) fn scale_fits(scan: &Scan, at: usize, first: usize, after: After, place: Place) -> bool {
    if after == After::Anything {
        return true;
    }
    let on_figure = at > first
        && match scan.before(at).map(|atom| atom.kind) {
            Some(super::scan::AtomKind::Figure(_)) => true,
            // '$100-m' and '2½m'
            Some(super::scan::AtomKind::Sign(sign)) => sign == '-' || vulgar(sign).is_some(),
            _ => false,
        };
    let letter = scan.words(at).len() == 1;
    let apart = scan.spaced(at) && letter && !place.money;
    on_figure
        && (place.money || after == After::Figure)
        && (!apart || matches!(scan.words(at), "M" | "k" | "K"))
}

pub(super) fn is_multiple(value: Decimal, of: Decimal) -> bool {
    value.checked_rem(of).is_some_and(|rest| rest.is_zero())
}

pub(super) fn is_article(scan: &Scan, index: usize) -> bool {
    scan.is(index, "a") || scan.is(index, "an")
}

fn ordinal_suffix(scan: &Scan, figure: usize) -> bool {
    !scan.spaced(figure + 1)
        && ["st", "nd", "rd", "th"]
            .iter()
            .any(|suffix| scan.is(figure + 1, suffix))
}

/// Whether no noun follows.
pub(super) fn ends_phrase(scan: &Scan, index: usize) -> bool {
    !scan.is_word(index)
        || scan.has(index, crate::rules::amounts::context::FUNCTION)
        || next_is_scale(scan, index)
}
