//! The dateline that begins a report: 'LONDON, May 7 -', 'Zurich, 5 April 2022 –', 'New Delhi, Feb 29, 2024:'.

use super::Token;

/// Longer ones are sentences with a dash.
const LONGEST: usize = 20;

/// How many tokens of a block its dateline takes, the dash or colon included; none where there is none.
///
/// Only capitalised words, numbers and punctuation stand in it, and a date or a place in capitals makes it one: 'Lyon – a city
/// of bridges' is none.
pub fn length(text: &str, tokens: &[Token]) -> Option<usize> {
    let word = |index: usize| tokens[index].span.of(text);
    let mut has_number = false;
    let mut capitals = false;
    // 'In 2022: a year of change'
    let opens = tokens.first()?.span.of(text);
    if matches!(
        opens,
        "On" | "In" | "By" | "From" | "Since" | "Until" | "The" | "At" | "For" | "After"
    ) {
        return None;
    }
    for index in 0..tokens.len().min(LONGEST) {
        let form = word(index);
        let next_spaced = tokens.get(index + 1).is_some_and(|next| next.spaced);
        let dash = matches!(form, "-" | "--" | "\u{2013}" | "\u{2014}");
        let closes = (dash && (tokens[index].spaced || index > 0) && next_spaced)
            || (form == ":" && has_number && next_spaced);
        if closes && index > 0 {
            let starts = tokens.get(index + 1).is_some_and(|next| {
                next.span
                    .of(text)
                    .starts_with(|first: char| first.is_uppercase() || !first.is_alphabetic())
            });
            return (starts && (has_number || capitals)).then_some(index + 1);
        }
        let first = form.chars().next()?;
        if first.is_ascii_digit() {
            has_number |= index > 0 || form.len() <= 4;
        } else if first.is_uppercase() {
            capitals |=
                index == 0 && form.chars().count() > 2 && form.chars().all(|c| !c.is_lowercase());
        } else if !(matches!(
            form,
            "," | "." | "/" | "(" | ")" | "|" | "and" | "de" | "of" | "st" | "th" | "rd" | "nd"
        ) || dash)
        {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::{
        read::{self, Role},
        rules::{Orthography, Source},
        segment,
    };

    /// The dateline of a report whose body begins so.
    fn dateline(body: &str) -> String {
        let orthography = Orthography::load(&Source::Embedded).expect("rules");
        let document = read::plain("test", &format!("A headline\n\n{body}"));
        segment::sentences(&document, &orthography)
            .sentences
            .iter()
            .filter(|sentence| sentence.role == Role::Dateline)
            .map(|sentence| sentence.span.of(&document.text))
            .collect()
    }

    #[test]
    fn datelines_stand_alone() {
        for (body, expected) in [
            ("LONDON, May 7 - The bank said so.", "LONDON, May 7 -"),
            (
                "Zurich, 5 April 2022 – Acme has closed.",
                "Zurich, 5 April 2022 –",
            ),
            (
                "New Delhi, Feb 29, 2024: The cabinet met.",
                "New Delhi, Feb 29, 2024:",
            ),
            ("PARIS (AFP) — France pays.", "PARIS (AFP) —"),
        ] {
            assert_eq!(dateline(body), expected);
        }
    }

    #[test]
    fn sentences_with_dashes_are_none() {
        for body in [
            "Lyon – a city of bridges – pays.",
            "Acme said on May 7 - a Tuesday - that it pays.",
            "In 2022: A year of Change.",
            "Norway – Sweden's neighbour – pays.",
        ] {
            assert_eq!(dateline(body), "", "{body}");
        }
    }
}
