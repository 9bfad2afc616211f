//! Calendar dates and parts of them: '12 February 2025', 'May 8', 'by 2030', 'the fourth quarter of 2026', '2024-25'.

use jiff::civil::Date;

use crate::rules::{
    RuleId,
    amounts::{DateMeaning, NumberRole, context},
};

use super::{
    DateValue, Kind, Mention, Part, Relative,
    figure::Figure,
    number::{self, Place},
    scan::Scan,
};

/// What stands at a place where a date may start.
pub(super) struct Found {
    /// `None` for words of time that fix nothing ('the third quarter', 'the 2030s') but are no numbers either.
    pub mention: Option<Mention>,
    /// One past its last atom.
    pub next: usize,
}

/// Reads the date that starts at atom `first`.
pub(super) fn read(scan: &Scan, first: usize) -> Option<Found> {
    let (value, next) = day_first(scan, first)
        .or_else(|| month_first(scan, first))
        .or_else(|| in_figures(scan, first))
        .or_else(|| part_of_year(scan, first))
        .or_else(|| years(scan, first))
        .or_else(|| relative(scan, first))?;
    Some(found(scan, first, next, value))
}

/// The mention of a date, its parts the words that the lexicon knows.
pub(super) fn found(scan: &Scan, first: usize, next: usize, value: Option<DateValue>) -> Found {
    let mut parts = Vec::new();
    for (index, atom) in scan.atoms.iter().enumerate().take(next).skip(first) {
        match scan.date_word(index) {
            Some(word) => parts.push(Part {
                span: atom.span,
                rule: word.rule,
            }),
            None => scan.number_parts(index, index + 1, &mut parts),
        }
    }
    let rule = parts
        .iter()
        .map(|part| part.rule)
        .find(|rule| rule.as_str().starts_with("lexicon/dates"))
        .unwrap_or(RuleId::of_mechanism("mechanism/date"));
    let mention = value.map(|value| Mention {
        span: scan.span(first, next),
        kind: Kind::Date(value),
        rule,
        parts,
    });
    Found { mention, next }
}

type Read = Option<(Option<DateValue>, usize)>;

/// '12 February 2025', '8th of May', '8 May'
fn day_first(scan: &Scan, first: usize) -> Read {
    let (day, mut at) = day(scan, first)?;
    if scan.is(at, "of") {
        at += 1;
    }
    let month = month(scan, at)?;
    at += 1;
    let at = skip_point(scan, at);
    let comma = at + usize::from(scan.is_sign(at, &[',']));
    Some(match year(scan, comma) {
        Some(year) => (
            Some(DateValue::Day(Date::new(year, month, day).ok()?)),
            comma + 1,
        ),
        None => (
            Some(DateValue::Relative(Relative::DayOfYear(month, day))),
            at,
        ),
    })
}

/// 'February 12, 2025', 'May 8', 'May 2025', 'in December'
fn month_first(scan: &Scan, first: usize) -> Read {
    let month = month(scan, first)?;
    let at = skip_point(scan, first + 1);
    if let Some(year) = year(scan, at + usize::from(scan.is(at, "of"))) {
        let next = at + usize::from(scan.is(at, "of")) + 1;
        return Some((Some(DateValue::Month(year, month)), next));
    }
    if let Some((day, after)) = day(scan, at).filter(|(_, after)| !counts_something(scan, *after)) {
        let comma = after + usize::from(scan.is_sign(after, &[',']));
        if let Some(year) = year(scan, comma) {
            return Some((
                Some(DateValue::Day(Date::new(year, month, day).ok()?)),
                comma + 1,
            ));
        }
        return Some((
            Some(DateValue::Relative(Relative::DayOfYear(month, day))),
            after,
        ));
    }
    let comma = at + usize::from(scan.is_sign(at, &[',']));
    if comma > at
        && let Some(year) = year(scan, comma)
    {
        return Some((Some(DateValue::Month(year, month)), comma + 1));
    }
    // 'May' and 'March' alone are verbs and names as often: they need 'in', 'by', 'last' before them.
    let before = first.checked_sub(1)?;
    let led = scan.has(before, context::YEAR_BEFORE)
        || matches!(scan.date_meaning(before), Some(DateMeaning::Direction(_)));
    let doubtful = matches!(month, 3 | 5)
        || matches!(scan.date_meaning(first), Some(DateMeaning::Month(_, true)));
    (led && !(doubtful && scan.is(before, "to"))
        || (!doubtful && scan.has(before, context::FUNCTION)))
    .then_some((Some(DateValue::Relative(Relative::MonthOfYear(month))), at))
}

/// 'May 8 people' is no date.
fn counts_something(scan: &Scan, after: usize) -> bool {
    scan.is_sign(after, &['%'])
        || matches!(
            scan.role(after),
            Some(NumberRole::Scale | NumberRole::Hundred)
        )
}

/// '2025-02-12', '25/12/2025', '12.02.2025'
fn in_figures(scan: &Scan, first: usize) -> Read {
    let figure = scan.figure(first)?;
    if figure.value.is_none() {
        let parts: Vec<i16> = scan
            .words(first)
            .split('.')
            .map_while(|part| part.parse().ok())
            .collect();
        let &[day, month, year] = parts.as_slice() else {
            return None;
        };
        return Some((Some(DateValue::Day(date(year, month, day)?)), first + 1));
    }
    let sign = *['-', '/']
        .iter()
        .find(|sign| scan.is_sign(first + 1, &[**sign]))?;
    let touching = (first + 1..first + 5).all(|index| !scan.spaced(index));
    if !touching || !scan.is_sign(first + 3, &[sign]) {
        return None;
    }
    let number = |index: usize| scan.figure(index).and_then(whole);
    let (a, b, c) = (number(first)?, number(first + 2)?, number(first + 4)?);
    let date = match (figure.plain_digits, sign) {
        (4, '-') => date(a, b, c)?,
        // Day and month are told apart only when one is above twelve.
        (_, '/') if b > 12 => date(c, a, b)?,
        (_, '/') if a > 12 => date(c, b, a)?,
        _ => return Some((None, first + 5)),
    };
    Some((Some(DateValue::Day(date)), first + 5))
}

/// 'the fourth quarter of 2026', 'Q4 2026', 'first half of 2025', 'H1 2025'
fn part_of_year(scan: &Scan, first: usize) -> Read {
    let (ordinal, mut at, half) = if let Some(word) = scan.number_word(first).filter(|word| {
        matches!(word.role, NumberRole::Ordinal | NumberRole::Digit)
            && word.rule.as_str().ends_with(|c: char| c.is_alphabetic())
    }) {
        let hyphen = first + 1 + usize::from(scan.is_sign(first + 1, &['-']));
        let hyphen = hyphen + usize::from(scan.is(hyphen, "fiscal"));
        let half = scan.is(hyphen, "half");
        if word.role != NumberRole::Ordinal || !(half || scan.is(hyphen, "quarter")) {
            return None;
        }
        (word.value, hyphen + 1, half)
    } else if (scan.words(first) == "Q" || scan.words(first) == "H") && !scan.spaced(first + 1) {
        (
            scan.figure(first + 1)?.value?,
            first + 2,
            scan.words(first) == "H",
        )
    } else {
        return None;
    };
    let number: i8 = ordinal
        .try_into()
        .ok()
        .filter(|number| (1..=if half { 2 } else { 4 }).contains(number))?;
    let none_at = at;
    while ["of", "fiscal", "year", "the", "FY", ","]
        .iter()
        .any(|word| scan.is(at, word))
        || scan.is_sign(at, &['/', '-'])
    {
        at += 1;
    }
    Some(match year(scan, at) {
        Some(year) if half => (Some(DateValue::Half(year, number)), at + 1),
        Some(year) => (Some(DateValue::Quarter(year, number)), at + 1),
        None => (None, none_at),
    })
}

/// '2026', '2024-25', 'between 2025 and 2030', 'from 2024 to 2027', 'fiscal 2026', 'FY26', 'the 2030s'
fn years(scan: &Scan, first: usize) -> Read {
    if (scan.words(first) == "FY" || scan.is(first, "fiscal")) && scan.figure(first + 1).is_some() {
        if let Some(year) = year(scan, first + 1) {
            return Some(
                span_of_years(scan, first + 1, year)
                    .map_or((Some(DateValue::Year(year)), first + 2), |(last, next)| {
                        (Some(DateValue::Years(year, last)), next)
                    }),
            );
        }
        let short = scan
            .figure(first + 1)
            .filter(|figure| figure.plain_digits == 2 && scan.words(first) == "FY")?;
        return Some((Some(DateValue::Year(2000 + whole(short)?)), first + 2));
    }
    let year = year(scan, first)?;
    if scan.glued(first) && !follows_prefix(scan, first) {
        return None;
    }
    if scan.is(first + 1, "s") && !scan.spaced(first + 1) {
        return Some((None, first + 2));
    }
    if let Some((last, next)) = span_of_years(scan, first, year) {
        return Some((Some(DateValue::Years(year, last)), next));
    }
    let led = first
        .checked_sub(1)
        .is_some_and(|before| scan.has(before, context::YEAR_BEFORE));
    let linked = ["to", "and", "until"]
        .iter()
        .any(|word| scan.is(first + 1, word));
    if linked && let Some(last) = self::year(scan, first + 2).filter(|last| *last > year) {
        let start = first
            .checked_sub(1)
            .is_some_and(|before| scan.is(before, "from") || scan.is(before, "between"));
        if start || !scan.is(first + 1, "and") {
            return Some((Some(DateValue::Years(year, last)), first + 3));
        }
    }
    if counts_something(scan, first + 1)
        || scan.is(first + 1, "percent")
        || number_goes_on(scan, first)
    {
        return None;
    }
    let plural = scan.is_word(first + 1)
        && scan.spaced(first + 1)
        && scan.words(first + 1).ends_with('s')
        && !scan.has(first + 1, context::FUNCTION);
    // '2000 jobs' counts, '2025 results' does not.
    let counted =
        (plural && year % 50 == 0) || scan.is(first + 1, "people") || has_unit(scan, first + 1);
    (led || !counted).then_some((Some(DateValue::Year(year)), first + 1))
}

/// 'mid-2026', 'pre-2020', 'post-2027'
fn follows_prefix(scan: &Scan, index: usize) -> bool {
    index >= 2 && scan.is_sign(index - 1, &['-']) && scan.has(index - 2, context::YEAR_BEFORE)
}

fn number_goes_on(scan: &Scan, first: usize) -> bool {
    !scan.spaced(first + 1)
        && (scan.is_word(first + 1) || scan.is_sign(first + 1, &['%', '/', '$', '€', '£']))
}

fn has_unit(scan: &Scan, index: usize) -> bool {
    scan.get(index)
        .and_then(|atom| atom.lexeme)
        .is_some_and(|lexeme| !lexeme.units.is_empty() || !lexeme.currencies.is_empty())
}

/// '2024-25', '2021-2027', '2024/25': last year and one past it.
fn span_of_years(scan: &Scan, first: usize, year: i16) -> Option<(i16, usize)> {
    if !scan.is_sign(first + 1, &['-', '\u{2011}', '\u{2013}', '\u{2014}', '/']) {
        return None;
    }
    let figure = scan.figure(first + 2)?;
    let number = whole(figure)?;
    let last = match figure.plain_digits {
        4 => number,
        2 => year / 100 * 100 + number,
        _ => return None,
    };
    (last > year && last < year + 100 && !scan.is_word(first + 3) | scan.spaced(first + 3))
        .then_some((last, first + 3))
}

/// 'on Tuesday', 'today', 'last month', 'this year', 'last December'
fn relative(scan: &Scan, first: usize) -> Read {
    let meaning = scan.date_meaning(first)?;
    let value = match meaning {
        DateMeaning::Weekday(day) if capital(scan, first) => Relative::Weekday(day),
        DateMeaning::Day(days) => Relative::Days(days),
        DateMeaning::Direction(direction) => {
            return match scan.date_meaning(first + 1)? {
                DateMeaning::Period(1, 'Y') if single(scan, first + 1) => Some((
                    Some(DateValue::Relative(Relative::Years(direction))),
                    first + 2,
                )),
                DateMeaning::Period(1, 'M') if single(scan, first + 1) => Some((
                    Some(DateValue::Relative(Relative::Months(direction))),
                    first + 2,
                )),
                _ => None,
            };
        }
        _ => return None,
    };
    Some((Some(DateValue::Relative(value)), first + 1))
}

fn single(scan: &Scan, index: usize) -> bool {
    !scan.words(index).ends_with('s')
}

fn capital(scan: &Scan, index: usize) -> bool {
    scan.words(index)
        .starts_with(|c: char| c.is_ascii_uppercase())
}

fn month(scan: &Scan, index: usize) -> Option<i8> {
    match scan.date_meaning(index)? {
        DateMeaning::Month(month, _) if capital(scan, index) => Some(month),
        _ => None,
    }
}

/// A day of the month, '8' or '8th' or 'eighth', and one past it.
fn day(scan: &Scan, index: usize) -> Option<(i8, usize)> {
    if let Some(figure) = scan.figure(index) {
        if figure.plain_digits == 0 || figure.plain_digits > 2 || (scan.glued(index) && index > 0) {
            return None;
        }
        let suffix = !scan.spaced(index + 1)
            && ["st", "nd", "rd", "th"]
                .iter()
                .any(|suffix| scan.is(index + 1, suffix));
        let day = i8::try_from(whole(figure)?)
            .ok()
            .filter(|day| (1..=31).contains(day))?;
        return Some((day, index + 1 + usize::from(suffix)));
    }
    let reading = number::read(scan, index, Place::default()).filter(|reading| reading.ordinal)?;
    let day: i8 = reading.value.try_into().ok()?;
    (1..=31).contains(&day).then_some((day, reading.next))
}

fn skip_point(scan: &Scan, index: usize) -> usize {
    let short = matches!(
        scan.date_meaning(index.saturating_sub(1)),
        Some(DateMeaning::Month(_, true))
    );
    index + usize::from(short && scan.is_sign(index, &['.']))
}

/// Four digits from 1900 to 2100.
fn year(scan: &Scan, index: usize) -> Option<i16> {
    let figure = scan
        .figure(index)
        .filter(|figure| figure.plain_digits == 4)?;
    whole(figure).filter(|year| (1900..=2100).contains(year))
}

fn whole(figure: Figure) -> Option<i16> {
    figure
        .value
        .filter(|_| figure.plain_digits > 0)?
        .try_into()
        .ok()
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
        .ok()
        .filter(|date| date.year() >= 1900)
}
