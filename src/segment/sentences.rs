//! The tokens of a block -> sentences.

use super::characters::{is_bullet, is_closer, is_full_terminator, is_opener, is_terminator};
use super::{Segments, Sentence, Token, tokens};
use crate::{read::Role, rules::Orthography, span::Span};

/// A sentence of more tokens is cut: the stages behind this one may take more than linear time for each sentence.
const LONGEST: usize = 400;

/// Adds the sentences that `raw` makes to `segments`.
pub fn cut(
    text: &str,
    raw: Vec<Token>,
    block: usize,
    role: Role,
    orthography: &Orthography,
    segments: &mut Segments,
) {
    let offset = segments.tokens.len();
    let cutter = Cutter {
        text,
        tokens: &raw,
        orthography,
    };
    let mut start = 0;
    let mut index = 0;
    while index < raw.len() {
        let end = cutter.end_after(start, index);
        let last = raw.len();
        if let Some(end) =
            end.or((index + 1 - start >= LONGEST || index + 1 == last).then_some(index + 1))
        {
            segments.sentences.push(Sentence {
                span: Span::new(raw[start].span.start, raw[end - 1].span.end),
                tokens: offset + start..offset + end,
                block,
                role,
            });
            start = end;
            index = end;
        } else {
            index += 1;
        }
    }
    segments.tokens.extend(raw);
}

struct Cutter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    orthography: &'a Orthography,
}

impl Cutter<'_> {
    /// One past the last token of the sentence that began at `start`, when token `index` ends it.
    fn end_after(&self, start: usize, index: usize) -> Option<usize> {
        let word = self.word(index);
        let last = word.chars().next_back()?;
        if self
            .tokens
            .get(index + 1)
            .is_some_and(|next| next.spaced && self.word(index + 1).starts_with(is_bullet))
        {
            return Some(index + 1);
        }
        if is_full_terminator(last) {
            return Some(self.past_closers(index + 1));
        }
        if !is_terminator(last) {
            return None;
        }
        let end = self.past_closers(index + 1);
        if end >= self.tokens.len() {
            return Some(end);
        }
        let first = word.chars().next()?;
        let ends = if is_terminator(first) {
            !self.is_enumerator(start, index) && self.new_sentence_at(end, index)
        } else if first.is_alphanumeric() {
            self.abbreviation_may_end(word) && self.tokens[end].spaced && self.clearly_new(end)
        } else {
            false
        };
        ends.then_some(end)
    }

    /// '1.' or '2)' at the beginning of a sentence numbers it.
    fn is_enumerator(&self, start: usize, index: usize) -> bool {
        index == start + 1 && self.word(index) == "." && {
            let word = self.word(start);
            word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit())
        }
    }

    /// The index behind closing quotes and brackets that stand directly at a full stop.
    fn past_closers(&self, mut index: usize) -> usize {
        while let Some(token) = self.tokens.get(index)
            && !token.spaced
            && self.word(index).chars().all(is_closer)
        {
            index += 1;
        }
        index
    }

    /// Whether a sentence can begin at `index`, after the full stop at `stop`.
    fn new_sentence_at(&self, index: usize, stop: usize) -> bool {
        let Some(token) = self.tokens.get(index) else {
            return true;
        };
        let word = self.word(index);
        let Some(first) = word.chars().next() else {
            return true;
        };
        if !token.spaced {
            // 'billion.The': the space was forgotten.
            return index == stop + 1
                && first.is_uppercase()
                && word.chars().nth(1).is_none_or(char::is_lowercase)
                && stop > 0
                && self.word(stop - 1).len() > 1
                && self
                    .word(stop - 1)
                    .ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        }
        if first.is_lowercase() {
            // 'eBay', 'iPhone'
            return word.chars().nth(1).is_some_and(char::is_uppercase);
        }
        if is_opener(first) || matches!(first, '-' | '\u{2013}' | '\u{2014}') {
            // A bracket or dash before a small letter goes on with the sentence.
            let next = self.tokens.get(index + 1).map(|_| self.word(index + 1));
            return next.is_none_or(|next| !next.starts_with(char::is_lowercase));
        }
        !matches!(first, ',' | ';' | ':' | '.' | '!' | '?' | ')' | ']')
    }

    fn abbreviation_may_end(&self, word: &str) -> bool {
        match self.orthography.abbreviation(word) {
            Some(rule) => rule.may_end_sentence,
            None => tokens::is_acronym(word) || tokens::is_initial(word),
        }
    }

    /// Whether the word at `index`, behind an opening quote perhaps, surely starts a sentence.
    fn clearly_new(&self, index: usize) -> bool {
        let word = self.word(index);
        if word.chars().all(is_opener) {
            return self.tokens.get(index + 1).is_some_and(|next| !next.spaced)
                && self.orthography.starts_sentence(self.word(index + 1));
        }
        self.orthography.starts_sentence(word)
    }

    fn word(&self, index: usize) -> &str {
        self.tokens
            .get(index)
            .map_or("", |token| token.span.of(self.text))
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        read,
        rules::{Orthography, Source},
        segment,
    };

    /// The sentences of `text`, white space as single spaces, joined by ' | '.
    fn cut(text: &str) -> String {
        let orthography = Orthography::load(&Source::Embedded).expect("rules");
        let document = read::plain("test", text);
        let segments = segment::sentences(&document, &orthography);
        let mut next = 0;
        for sentence in &segments.sentences {
            assert_eq!(
                sentence.tokens.start, next,
                "sentences share no token and leave none out"
            );
            next = sentence.tokens.end;
        }
        assert_eq!(next, segments.tokens.len());
        let sentences: Vec<String> = segments
            .sentences
            .iter()
            .map(|s| {
                s.span
                    .of(&document.text)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        sentences.join(" | ")
    }

    fn check(expected: &str) {
        assert_eq!(cut(&expected.replace(" | ", " ")), expected);
    }

    #[test]
    fn full_stops_end_sentences() {
        check("The EU invests. | France follows! | Who pays? | 10 companies do.");
        check("It cost 3.5 billion in 2025. | The plant opens.");
        check("He said: \"We invest.\" | The plan stands.");
        check("They waited… | Then it came.");
        check("It is done (see below). | (More will follow.) | “We do,” she said.");
        check("资金到位。");
    }

    #[test]
    fn full_stops_inside_sentences_do_not() {
        check("U.S. President Donald Trump met Sen. Smith of St. Louis.");
        check("Micron Technology Inc. Chief Executive J. A. Smith spoke.");
        check("It costs approx. 5 million, e.g. Rs. 500 crore on Feb. 12 in No. 5.");
        check("\"Is it true?\" he asked.");
        check("Yahoo! is a company.");
        check("1. Build the plant in 2026.");
    }

    #[test]
    fn an_abbreviation_ends_a_sentence_when_a_new_one_clearly_begins() {
        check("It builds in the U.S. | The plan stands.");
        check("It belongs to Apple Inc. | However, nobody pays.");
        check("They chose plan B. | The rest waits.");
        check("It came to the U.S. | “The plan stands,” he said.");
    }

    #[test]
    fn a_forgotten_space_is_no_obstacle() {
        assert_eq!(
            cut("It costs one billion.The plan stands."),
            "It costs one billion. | The plan stands."
        );
    }

    #[test]
    fn a_name_across_a_line_break_is_one_sentence() {
        let text =
            "In a distinct move last month, newly sworn-in U.S. President\nDonald Trump spoke.";
        assert_eq!(cut(text), text.replace('\n', " "));
    }

    #[test]
    fn blocks_end_sentences() {
        assert_eq!(
            cut("EU TO INVEST BILLIONS\n\nThe plan stands\n\nIt is new."),
            "EU TO INVEST BILLIONS | The plan stands | It is new."
        );
    }

    #[test]
    fn a_very_long_sentence_is_cut() {
        let text = "word ".repeat(1000);
        assert_eq!(cut(&text).matches(" | ").count(), 2);
        assert_eq!(cut(&"word ".repeat(300)).matches(" | ").count(), 0);
    }
}
