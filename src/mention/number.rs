//! Words and figures -> one exact number: 'two hundred and two thousand', '1.26 lakh crore', 'half a billion', '50-million'.

use rust_decimal::Decimal;

use crate::rules::amounts::{After, NumberRole};

use super::scan::Scan;

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

/// A fraction at `index` as numerator over denominator: 'a half', 'three quarters', 'one-third', '¾'.
///
/// 'a third plant' is an ordinal: with 'a' or 'one' the singular must not stand before a noun.
fn fraction(scan: &Scan, index: usize) -> Option<(Decimal, usize)> {
    if let Some(value) = scan.words(index).chars().next().and_then(vulgar) {
        return Some((value, index + 1));
    }
    if let (Some(over), true) = (
        scan.figure(index).and_then(|figure| figure.value),
        is_slash(scan, index + 1),
    ) {
        let under = scan.figure(index + 2)?;
        let value = over.checked_div(under.value?)?;
        let small = scan.figure(index)?.plain_digits <= 2 && under.plain_digits <= 2;
        return (small && value < Decimal::ONE && !is_slash(scan, index + 3))
            .then_some((value, index + 3));
    }
    let single = is_article(scan, index) || scan.is(index, "one");
    let (over, mut at) = if single {
        (Decimal::ONE, index + 1)
    } else if matches!(scan.role(index), Some(NumberRole::Fraction)) {
        (Decimal::ONE, index)
    } else {
        let word = scan
            .number_word(index)
            .filter(|word| word.role == NumberRole::Digit)?;
        (word.value, index + 1)
    };
    if scan.is_sign(at, &['-']) {
        at += 1;
    }
    let part = scan.number_word(at)?;
    if single
        && part.role == NumberRole::Ten
        && scan.is_sign(at + 1, &['-'])
        && let Some(unit) = scan
            .number_word(at + 2)
            .filter(|unit| unit.role == NumberRole::Ordinal)
        && scan.get(at + 3).is_none()
    {
        // 'a twenty-first', with nothing after it
        return Some((
            Decimal::ONE.checked_div(part.value.checked_add(unit.value)?)?,
            at + 3,
        ));
    }
    let fits = match part.role {
        NumberRole::Fraction => single || at == index,
        NumberRole::Parts => over > Decimal::ONE,
        NumberRole::Ordinal => single && part.value > Decimal::TWO && ends_phrase(scan, at + 1),
        _ => false,
    };
    fits.then_some(())?;
    Some((over.checked_div(part.value)?, at + 1))
}

/// 'half a billion', 'a quarter of a million', 'three quarters billion', 'two thirds', 'a half'.
fn fraction_of_scale(scan: &Scan, first: usize) -> Option<Reading> {
    let (share, after) = fraction(scan, first)?;
    let bare = after == first + 1;
    let of = after + usize::from(scan.is(after, "of"));
    let at = of + usize::from(is_article(scan, of));
    let hyphen = at + usize::from(scan.is_sign(at, &['-']));
    if let Some(word) = scan.number_word(hyphen)
        && matches!(word.role, NumberRole::Scale | NumberRole::Dozen)
        && word.after == After::Anything
    {
        return Some(Reading {
            value: share.checked_mul(word.value)?.normalize(),
            next: hyphen + 1,
            scale: word.value,
            ordinal: false,
            fraction: false,
        });
    }
    // 'half the money', 'sales rose in the quarter': no number by itself.
    let word = scan.role(first) == Some(NumberRole::Fraction);
    let period = scan.is(after - 1, "quarter") && !ends_phrase(scan, after);
    (!(bare && word) && !period).then_some(Reading {
        value: share,
        next: after,
        scale: Decimal::ONE,
        ordinal: false,
        fraction: true,
    })
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

fn cardinal(scan: &Scan, first: usize, place: Place, article: bool) -> Option<Reading> {
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

fn next_is_scale(scan: &Scan, index: usize) -> bool {
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

fn scale_fits(scan: &Scan, at: usize, first: usize, after: After, place: Place) -> bool {
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

/// 'one and a half', 'five billion and three quarters', 'one billion and a half million', '1 4/5'.
fn and_a_fraction(scan: &Scan, reading: Reading, place: Place) -> Option<Reading> {
    let (share, next) = if scan.is(reading.next, "and") && !place.between {
        fraction(scan, reading.next + 1)?
    } else if scan.figure(reading.next - 1).is_some()
        && reading.scale == Decimal::ONE
        && scan.spaced(reading.next)
    {
        fraction(scan, reading.next)?
    } else {
        return None;
    };
    if share >= Decimal::ONE {
        return None;
    }
    if let Some(word) = scan
        .number_word(next)
        .filter(|word| word.role == NumberRole::Scale && word.after == After::Anything)
    {
        let value = if reading.scale > word.value {
            reading.value.checked_add(share.checked_mul(word.value)?)?
        } else {
            reading.value.checked_add(share)?.checked_mul(word.value)?
        };
        return Some(Reading {
            value: value.normalize(),
            next: next + 1,
            scale: word.value,
            ..reading
        });
    }
    let value = reading
        .value
        .checked_add(share.checked_mul(reading.scale)?)?;
    Some(Reading {
        value: value.normalize(),
        next,
        ..reading
    })
}

/// 'nine point nought four', 'two hundred point seventy-one', 'one point five billion'.
fn point(scan: &Scan, reading: Reading, place: Place) -> Option<Reading> {
    if !scan.is(reading.next, "point") || reading.scale != Decimal::ONE {
        return None;
    }
    let mut digits = String::new();
    let mut at = reading.next + 1;
    while let Some(word) = scan.number_word(at) {
        match word.role {
            NumberRole::Digit | NumberRole::Teen => digits.push_str(&word.value.to_string()),
            NumberRole::Ten => {
                let joined = at + 1 + usize::from(scan.is_sign(at + 1, &['-']));
                let unit = scan
                    .number_word(joined)
                    .filter(|unit| unit.role == NumberRole::Digit);
                digits.push_str(
                    &(word.value + unit.map_or(Decimal::ZERO, |unit| unit.value)).to_string(),
                );
                if unit.is_some() {
                    at = joined;
                }
            }
            _ => break,
        }
        at += 1;
    }
    let share = Decimal::from_str_exact(&format!("0.{digits}"))
        .ok()
        .filter(|_| !digits.is_empty())?;
    let value = reading.value.checked_add(share)?;
    let scale = scan.number_word(at).filter(|word| {
        word.role == NumberRole::Scale && scale_fits(scan, at, at, word.after, place)
    });
    Some(match scale {
        Some(word) => Reading {
            value: value.checked_mul(word.value)?.normalize(),
            next: at + 1,
            scale: word.value,
            ..reading
        },
        None => Reading {
            value,
            next: at,
            ..reading
        },
    })
}

/// '132 fifths', 'three twenty-firsts', 'two hundred and fifty-four hundredths', 'a twenty-first' at the end of its phrase.
fn parts(scan: &Scan, first: usize, reading: Reading) -> Option<Reading> {
    let ten = scan
        .number_word(reading.next)
        .filter(|word| word.role == NumberRole::Ten);
    let at = reading.next + usize::from(ten.is_some());
    let at = at + usize::from(ten.is_some() && scan.is_sign(at, &['-']));
    let part = scan
        .number_word(at)
        .filter(|word| word.role == NumberRole::Parts)?;
    let mut under = part
        .value
        .checked_add(ten.map_or(Decimal::ZERO, |ten| ten.value))?;
    (ten.is_some() || part.value > Decimal::TWO || part.role != NumberRole::Parts).then_some(())?;
    let mut reading = reading;
    // 'one hundred thirty fifths': the ten belongs to what it is divided by.
    if let Some(ten) = scan.number_word(reading.next - 1).filter(|word| {
        word.role == NumberRole::Ten && part.value < Decimal::TEN && reading.next > first + 1
    }) {
        under = under.checked_add(ten.value)?;
        reading.value = reading.value.checked_sub(ten.value)?;
    }
    // Figures count parts only in words of science; '100 millionths' stays a hundred.
    scan.figure(first).is_none().then_some(())?;
    let and = (first..reading.next)
        .rev()
        .find(|&index| scan.is(index, "and"));
    let whole = and.and_then(|and| {
        cardinal(
            scan,
            first,
            Place {
                between: true,
                ..Place::default()
            },
            false,
        )
        .filter(|whole| whole.next == and)
    });
    let share = reading
        .value
        .checked_sub(whole.map_or(Decimal::ZERO, |whole| whole.value))?
        .checked_div(under)?;
    Some(Reading {
        value: share
            .checked_add(whole.map_or(Decimal::ZERO, |whole| whole.value))?
            .normalize(),
        next: at + 1,
        scale: Decimal::ONE,
        fraction: true,
        ..reading
    })
}

/// '1.3x10^6', '12.32e+14', '2.5^-1': numbers as machines write them.
fn power(scan: &Scan, reading: Reading) -> Option<Reading> {
    let sign = reading.next;
    scan.figure(sign - 1)?;
    let touching = |index: usize| !scan.spaced(index);
    let (base, times, mut at) = if scan.is_sign(sign, &['^']) && touching(sign) {
        (reading.value, Decimal::ONE, sign + 1)
    } else if scan.words(sign) == "e" && touching(sign) && scan.is_sign(sign + 1, &['+', '-']) {
        (Decimal::TEN, reading.value, sign + 1)
    } else if scan.words(sign) == "x"
        && scan.words(sign + 1) == "10"
        && scan.is_sign(sign + 2, &['^'])
    {
        (Decimal::TEN, reading.value, sign + 3)
    } else {
        return None;
    };
    let mut negative = false;
    while scan.is_sign(at, &['+', '-']) && touching(at) {
        negative ^= scan.is_sign(at, &['-']);
        at += 1;
    }
    let exponent: u32 = scan
        .figure(at)?
        .value
        .filter(|_| touching(at))?
        .try_into()
        .ok()?;
    let mut product = Decimal::ONE;
    for _ in 0..exponent.min(100) {
        product = product.checked_mul(base)?;
    }
    let value = if negative {
        times.checked_div(product)?
    } else {
        times.checked_mul(product)?
    };
    (exponent <= 100).then_some(Reading {
        value: value.normalize(),
        next: at + 1,
        scale: Decimal::ONE,
        ..reading
    })
}

fn is_multiple(value: Decimal, of: Decimal) -> bool {
    value.checked_rem(of).is_some_and(|rest| rest.is_zero())
}

fn is_article(scan: &Scan, index: usize) -> bool {
    scan.is(index, "a") || scan.is(index, "an")
}

fn is_slash(scan: &Scan, index: usize) -> bool {
    scan.is_sign(index, &['/', '\u{2044}']) && !scan.spaced(index)
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

fn vulgar(sign: char) -> Option<Decimal> {
    let (over, under) = match sign {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    };
    Decimal::from(over).checked_div(Decimal::from(under))
}
