//! Parts of numbers: 'half a billion', 'two thirds', 'five and a quarter', 'nine point four', '1.3x10^6'.

use rust_decimal::Decimal;

use crate::rules::amounts::{After, NumberRole};

use super::{
    number::{Place, Reading, cardinal, ends_phrase, is_article, scale_fits},
    scan::Scan,
};

/// A fraction at `index` as numerator over denominator: 'a half', 'three quarters', 'one-third', '¾'.
///
/// 'a third plant' is an ordinal: with 'a' or 'one' the singular must not stand before a noun.
pub(super) fn fraction(scan: &Scan, index: usize) -> Option<(Decimal, usize)> {
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
pub(super) fn fraction_of_scale(scan: &Scan, first: usize) -> Option<Reading> {
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

/// '132 fifths', 'three twenty-firsts', 'two hundred and fifty-four hundredths', 'a twenty-first' at the end of its phrase.
pub(super) fn parts(scan: &Scan, first: usize, reading: Reading) -> Option<Reading> {
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

/// 'one and a half', 'five billion and three quarters', 'one billion and a half million', '1 4/5'.
pub(super) fn and_a_fraction(scan: &Scan, reading: Reading, place: Place) -> Option<Reading> {
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
pub(super) fn point(scan: &Scan, reading: Reading, place: Place) -> Option<Reading> {
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

/// '1.3x10^6', '12.32e+14', '2.5^-1': numbers as machines write them.
pub(super) fn power(scan: &Scan, reading: Reading) -> Option<Reading> {
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

pub(super) fn vulgar(sign: char) -> Option<Decimal> {
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

fn is_slash(scan: &Scan, index: usize) -> bool {
    scan.is_sign(index, &['/', '\u{2044}']) && !scan.spaced(index)
}
