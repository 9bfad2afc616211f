//! The day of publication: from metadata, or from the dateline at the start of the body.

use jiff::civil::Date;

use super::{Block, Role};

/// A day as metadata write it: ISO 8601 with or without time, RFC 2822, '12 February 2025', 'Feb 29, 2024'.
pub fn parse(value: &str) -> Option<Date> {
    let value = value.trim();
    let iso = value.get(..10).and_then(|day| day.parse::<Date>().ok());
    let after_iso = value.get(10..).unwrap_or("");
    if let Some(day) =
        iso.filter(|_| after_iso.is_empty() || after_iso.starts_with(['T', 't', ' ']))
    {
        return plausible(day);
    }
    let words: Vec<Word<'_>> = words(value).take(8).collect();
    (0..words.len().min(3)).find_map(|start| day_at(&words[start..]).map(|(day, _)| day))
}

/// The date of a dateline ('Paris, 12 February 2025 –') or of a line that holds only a date, in the first blocks of the body.
///
/// A day without year is not enough, and a date inside a sentence ('On 12 February 2025 the') is none of the document.
pub fn dateline(text: &str, blocks: &[Block]) -> Option<Date> {
    blocks
        .iter()
        .filter(|block| block.role != Role::Headline)
        .take(2)
        .find_map(|block| in_block(block.span.of(text)))
}

fn in_block(block: &str) -> Option<Date> {
    let words: Vec<Word<'_>> = words(block).take(12).collect();
    for start in 0..words.len() {
        if let Some((day, used)) = day_at(&words[start..]) {
            let end = words[start + used - 1].end;
            let rest = block[end..].trim_start();
            let closed = rest.is_empty()
                || block[end..].starts_with('\n')
                || rest.starts_with([
                    '-', '\u{2013}', '\u{2014}', ':', ')', '|', '/', '\u{b7}', '(',
                ])
                || block[..end].ends_with(':');
            return Some(day).filter(|_| closed);
        }
        // Before the date only a place ('New Delhi,'), a label ('Published:') or an agency ('(AP)').
        let word = &words[start].text;
        if !word.starts_with(|c: char| {
            c.is_uppercase() || c == '(' || c == '-' || c == '\u{2013}' || c == '\u{2014}'
        }) || matches!(
            *word,
            "On" | "In" | "By" | "From" | "Since" | "Until" | "The" | "At"
        ) {
            return None;
        }
    }
    None
}

struct Word<'a> {
    text: &'a str,
    /// Where it ends in the text it came from.
    end: usize,
}

fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    text.split_whitespace().map(|word| Word {
        text: word,
        // Both slices belong to the same text, so the difference of addresses is an offset.
        end: word.as_ptr() as usize - text.as_ptr() as usize + word.len(),
    })
}

/// The day that the first words state, and how many words it takes.
fn day_at(words: &[Word<'_>]) -> Option<(Date, usize)> {
    let bare = |index: usize| {
        words.get(index).map(|word| {
            word.text
                .trim_matches(['(', ')', ',', ':', '-', '\u{2013}', '\u{2014}', '|', '.'])
        })
    };
    let first = bare(0)?;
    if let Some(day) = first
        .parse::<Date>()
        .ok()
        .filter(|_| first.len() == 10)
        .and_then(plausible)
    {
        return Some((day, 1));
    }
    let year = bare(2)?
        .parse::<i16>()
        .ok()
        .filter(|_| bare(2).is_some_and(|y| y.len() == 4))?;
    let second = bare(1)?;
    let (day, month) = match day_of_month(first) {
        Some(day) => (day, month(second)?),
        None => (day_of_month(second)?, month(first)?),
    };
    let date = Date::new(year, month, day).ok().and_then(plausible)?;
    Some((date, 3))
}

fn day_of_month(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    (digits.len() <= 2 && matches!(ending, "" | "st" | "nd" | "rd" | "th"))
        .then(|| digits.parse().ok())
        .flatten()
}

/// The number of an English month, written out or short.
fn month(word: &str) -> Option<i8> {
    let short = word.get(..3).filter(|_| word.is_ascii())?;
    let number = jiff::fmt::strtime::parse("%b", short).ok()?.month()?;
    let full = Date::new(2000, number, 1).ok()?.strftime("%B").to_string();
    full.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
        .then_some(number)
}

/// Outside these years it is a number that looks like a date.
fn plausible(day: Date) -> Option<Date> {
    (1900..=2100).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::read::plain;

    fn dateline_of(text: &str) -> Option<Date> {
        let document = plain("test", text);
        dateline(&document.text, &document.blocks)
    }

    #[test]
    fn metadata_dates_are_read_in_common_forms() {
        let day = Some(date(2025, 2, 11));
        for value in [
            "2025-02-11",
            "2025-02-11T23:30:00+02:00",
            "Tue, 11 Feb 2025 10:00:00 GMT",
            "11 February 2025",
            "February 11, 2025",
            "Feb. 11th, 2025",
        ] {
            assert_eq!(parse(value), day, "{value}");
        }
        for value in [
            "",
            "soon",
            "2025-02-31",
            "11 February",
            "02/11/2025",
            "2025",
        ] {
            assert_eq!(parse(value), None, "{value}");
        }
    }

    #[test]
    fn datelines_are_found() {
        let day = Some(date(2024, 2, 29));
        for text in [
            "Plant opens\n\nNew Delhi, Feb 29, 2024: The plant opens.",
            "Plant opens\n\nPARIS, 29 February 2024 – The plant opens.",
            "Plant opens\n\n29 February 2024\n\nThe plant opens.",
            "Plant opens\n\nPublished: 29 February 2024\n\nThe plant opens.",
            "PARIS, Feb. 29, 2024 (Agency) -- The plant opens today.",
            "Plant opens\n\n2024-02-29\n\nThe plant opens.",
        ] {
            assert_eq!(dateline_of(text), day, "{text}");
        }
    }

    #[test]
    fn other_dates_are_not_the_day_of_publication() {
        for text in [
            "Plant opens\n\nJune 11 - The plant opens.",
            "Plant opens\n\nOn 29 February 2024 the plant opened.",
            "Plant opens\n\nThe plant opened 29 February 2024 - a record.",
            "Plant opens\n\n29 February 2024 was a cold day.",
            "Plant opens\n\nThe first part.\n\nThe second.\n\n29 February 2024",
        ] {
            assert_eq!(dateline_of(text), None, "{text}");
        }
    }
}
