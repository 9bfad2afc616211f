//! A stretch of text -> tokens.

use super::characters::{extends, is_apostrophe, is_currency, is_hyphen, is_word, repeats};
use super::{Token, numbers};
use crate::{rules::Orthography, span::Span};

/// The tokens of `span`, in text order.
pub fn of(text: &str, span: Span, orthography: &Orthography) -> Vec<Token> {
    let mut scanner = Scanner {
        text: text.get(..span.end).unwrap_or(text),
        orthography,
        spaced: span.start > 0 && text[..span.start].ends_with(char::is_whitespace),
        after_currency: false,
        tokens: Vec::with_capacity(span.len() / 5),
    };
    let mut position = span.start;
    while let Some(c) = scanner.at(position) {
        if c.is_whitespace() {
            scanner.spaced = true;
            scanner.after_currency = false;
            position += c.len_utf8();
        } else {
            position = scanner.token(position, c);
        }
    }
    scanner.tokens
}

/// Walks over the text. Each step reads a bounded number of times what it consumes, so that the whole stays linear.
pub(super) struct Scanner<'a> {
    pub text: &'a str,
    pub orthography: &'a Orthography,
    spaced: bool,
    pub after_currency: bool,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    /// The character at `position`.
    pub fn at(&self, position: usize) -> Option<char> {
        self.text.get(position..)?.chars().next()
    }

    /// Adds the token from `start` to `end`; returns `end`.
    pub fn push(&mut self, start: usize, end: usize) -> usize {
        self.tokens.push(Token {
            span: Span::new(start, end),
            spaced: self.spaced,
        });
        self.spaced = false;
        self.after_currency = false;
        end
    }

    /// Reads the token or tokens that begin at `start` with `c`; returns the end.
    fn token(&mut self, start: usize, c: char) -> usize {
        if c.is_ascii_digit() {
            return numbers::number(self, start);
        }
        if is_word(c) {
            return self.word(start);
        }
        let next = start + c.len_utf8();
        match self.at(next) {
            // '.5' at the beginning of a word
            Some(digit)
                if c == '.'
                    && digit.is_ascii_digit()
                    && (self.spaced || self.tokens.is_empty()) =>
            {
                let end = self.digits_end(next);
                self.push(start, end)
            }
            Some(letter) if matches!(c, '@' | '#') && letter.is_alphabetic() && is_word(letter) => {
                let end = self.word_end(next);
                self.push(start, end)
            }
            Some(same) if same == c && repeats(c) => {
                let rest = self.text[next..].trim_start_matches(c);
                self.push(start, self.text.len() - rest.len())
            }
            // ``LaTeX quotes''
            Some('\'') if c == '\'' => self.push(start, next + 1),
            _ => {
                let end = self.skip(next, extends);
                self.push(start, end);
                self.after_currency = is_currency(c);
                end
            }
        }
    }

    /// Reads a word that does not begin with a digit.
    fn word(&mut self, start: usize) -> usize {
        if let Some(end) = self.address_end(start) {
            return self.push(start, end);
        }
        if let Some(end) = self.currency_prefix_end(start) {
            self.push(start, end);
            self.after_currency = true;
            return end;
        }
        let end = self.word_end(start);
        if self.at(end) == Some('.')
            && let Some(end) = self.abbreviation_end(start, end)
        {
            return self.push(start, end);
        }
        self.push_contracted(start, end)
    }

    /// Adds a word, its clitic cut off.
    pub fn push_contracted(&mut self, start: usize, end: usize) -> usize {
        // A clitic that is followed by a letter was none; word_end went over it already.
        match self.orthography.contraction(&self.text[start..end]) {
            Some(at) => {
                self.push(start, start + at);
                self.push(start + at, end)
            }
            None => self.push(start, end),
        }
    }

    /// Where the web address that begins at `start` ends.
    fn address_end(&self, start: usize) -> Option<usize> {
        let rest = &self.text[start..];
        if !matches!(rest.as_bytes()[0], b'h' | b'H' | b'w' | b'W' | b'f' | b'F') {
            return None;
        }
        ["http://", "https://", "www.", "ftp://"]
            .iter()
            .find(|scheme| {
                rest.get(..scheme.len())
                    .is_some_and(|s| s.eq_ignore_ascii_case(scheme))
            })?;
        let address = rest
            .split(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        '<' | '>' | '"' | '\u{201c}' | '\u{201d}' | '\u{2019}' | '\u{bb}'
                    )
            })
            .next()?
            .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '*']);
        (!address.is_empty()).then_some(start + address.len())
    }

    /// Where a currency sign with letters (`US$`, `CA$`) or letters glued to a number (`EUR200m`) end.
    fn currency_prefix_end(&self, start: usize) -> Option<usize> {
        let letters = self.text.as_bytes()[start..]
            .iter()
            .take(4)
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let end = start + letters;
        let word = self.text.get(start..end)?;
        match self.at(end) {
            Some(c) if c.is_ascii_digit() => {
                let glued = self.after_currency
                    || self.orthography.is_number_prefix(word)
                    || self.orthography.is_currency_letter(word) && self.is_plainly_money(end);
                (letters > 0 && glued).then_some(end)
            }
            Some(c)
                if is_currency(c)
                    && letters <= 3
                    && word.bytes().all(|b| b.is_ascii_uppercase()) =>
            {
                (letters > 0).then(|| end + c.len_utf8())
            }
            _ => None,
        }
    }

    /// Whether the number at `start` has a fraction, grouped digits or a scale.
    fn is_plainly_money(&self, start: usize) -> bool {
        let end = self.digits_end(start);
        let rest = self.text[end..].trim_start_matches([' ', '\u{a0}']);
        let scale = rest.split(|c: char| !is_word(c)).next().unwrap_or("");
        self.text[start..end].contains(['.', ',']) || self.orthography.is_scale(scale)
    }

    /// The end of `word` with its full stop, when the full stop belongs to it.
    fn abbreviation_end(&self, start: usize, word_end: usize) -> Option<usize> {
        if word_end - start > 24 {
            return None;
        }
        let end = word_end + 1;
        let word = &self.text[start..end];
        let known = self.orthography.abbreviation(word);
        if known.is_some_and(|rule| !rule.only_before_number || self.number_follows(end)) {
            return Some(end);
        }
        // "..." behind a word is an ellipsis.
        if self.at(end) == Some('.') {
            return None;
        }
        (is_acronym(word) || is_initial(word) && self.word_follows(end)).then_some(end)
    }

    /// Whether a figure follows, behind a currency perhaps: '5', '€5', 'US$ 5', 'EUR 5'.
    fn number_follows(&self, position: usize) -> bool {
        const SPACE: [char; 3] = [' ', '\u{a0}', '\n'];
        let rest = self.text[position..].trim_start_matches(SPACE);
        let currency = |c: char| is_currency(c) || c.is_ascii_uppercase();
        let letters = rest.chars().take(4).take_while(|c| currency(*c)).count();
        let mut figure = rest.chars().skip(letters).skip_while(|c| SPACE.contains(c));
        figure.next().is_some_and(|c| c.is_ascii_digit())
    }

    /// Whether a capitalised word follows an initial; otherwise its full stop ends a sentence ('Plan B.').
    fn word_follows(&self, position: usize) -> bool {
        let rest = self.text[position..].trim_start_matches([' ', '\u{a0}', '\n']);
        let word = rest.split(|c: char| !is_word(c)).next().unwrap_or("");
        // 'J. A. Smith': 'A' is an initial too.
        let initial = word.chars().count() == 1 && rest[word.len()..].starts_with('.');
        word.starts_with(char::is_uppercase) && (initial || !self.orthography.starts_sentence(word))
    }

    /// Where the word that begins at `start` ends, hyphens and other joints included.
    pub fn word_end(&self, start: usize) -> usize {
        let mut position = start;
        let mut segment = start;
        let mut previous = ' ';
        while let Some(c) = self.at(position) {
            let next = position + c.len_utf8();
            if is_word(c) {
                if !extends(c) {
                    previous = c;
                }
                position = next;
                continue;
            }
            let Some(after) = self.at(next).filter(|after| is_word(*after) || c == '.') else {
                break;
            };
            if !self.joins(c, previous, after, next, position - segment, start) {
                break;
            }
            // 'U.S.-based': both full stop and hyphen were looked at.
            position = if c == '.' && is_hyphen(after) {
                next + after.len_utf8()
            } else {
                next
            };
            segment = position;
            previous = c;
        }
        position
    }

    /// Whether `c`, which ends at `next`, joins the word before it and the character `after` it.
    fn joins(
        &self,
        c: char,
        previous: char,
        after: char,
        next: usize,
        segment: usize,
        start: usize,
    ) -> bool {
        let both_digits = previous.is_ascii_digit() && after.is_ascii_digit();
        match c {
            '.' if is_hyphen(after) => {
                is_acronym(&self.text[start.max(self.floor(next.saturating_sub(16)))..next])
                    && self
                        .at(next + after.len_utf8())
                        .is_some_and(char::is_alphabetic)
            }
            '.' if after.is_lowercase() => previous.is_alphanumeric(),
            '.' if after.is_uppercase() => {
                let beyond = self.at(next + after.len_utf8());
                segment <= 2 && previous.is_alphabetic() && !beyond.is_some_and(char::is_lowercase)
            }
            '.' | ',' | ':' => both_digits,
            '@' | '/' => true,
            '&' => previous.is_uppercase() && after.is_uppercase(),
            '\u{2013}' => false,
            _ if is_apostrophe(c) => after.is_alphabetic(),
            _ => is_hyphen(c),
        }
    }

    /// The nearest character boundary at or below `position`.
    fn floor(&self, mut position: usize) -> usize {
        while !self.text.is_char_boundary(position) {
            position -= 1;
        }
        position
    }

    /// Where the digits from `position` end, with the signs that group them ('1,000.5', "1'000").
    pub fn digits_end(&self, mut position: usize) -> usize {
        let bytes = self.text.as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        loop {
            while digit(position) {
                position += 1;
            }
            match self.at(position) {
                Some(c @ ('.' | ',' | '\'' | '\u{2019}')) if digit(position + c.len_utf8()) => {
                    position += c.len_utf8();
                }
                _ => return position,
            }
        }
    }

    /// The end of the characters from `position` that satisfy `class`.
    pub fn skip(&self, position: usize, class: impl Fn(char) -> bool) -> usize {
        let rest = &self.text[position..];
        position + rest.find(|c| !class(c)).unwrap_or(rest.len())
    }
}

/// 'U.S.', 'e.g.': single letters, each with a full stop.
pub(super) fn is_acronym(word: &str) -> bool {
    let mut letters = 0;
    let mut characters = word.chars();
    while let Some(letter) = characters.next() {
        if !letter.is_alphabetic() || characters.next() != Some('.') {
            return false;
        }
        letters += 1;
    }
    letters >= 2
}

/// 'J.': one capital letter with a full stop.
pub(super) fn is_initial(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_uppercase) && characters.as_str() == "."
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Source;

    fn words(text: &str) -> Vec<String> {
        let orthography = Orthography::load(&Source::Embedded).expect("rules");
        of(text, Span::new(0, text.len()), &orthography)
            .iter()
            .map(|token| token.span.of(text).to_owned())
            .collect()
    }

    /// Each case: the text, and its tokens separated by spaces.
    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(words(text).join(" "), *expected, "{text:?}");
        }
    }

    #[test]
    fn currencies_and_units_are_cut_off_numbers() {
        check(&[
            ("€200bn", "€ 200 bn"),
            ("US$3.3 billion", "US$ 3.3 billion"),
            ("CA$2.4bn, R$100 and A$5m", "CA$ 2.4 bn , R$ 100 and A$ 5 m"),
            ("$3M of 3D", "$ 3 M of 3D"),
            ("$US100m", "$ US 100 m"),
            ("EUR200m and INR76,000", "EUR 200 m and INR 76,000"),
            ("Rs.3,300 crore", "Rs. 3,300 crore"),
            ("Rs 1,23,456", "Rs 1,23,456"),
            ("50MW at 5% or 200€", "50 MW at 5 % or 200 €"),
            ("100km/h", "100 km/h"),
            (
                "R1.5 trillion, N500bn and R2 by Ford",
                "R 1.5 trillion , N 500 bn and R2 by Ford",
            ),
            ("£1.5m-£2m", "£ 1.5 m - £ 2 m"),
        ]);
    }

    #[test]
    fn names_with_digits_stay_whole() {
        check(&[
            (
                "H2 GB200 5G Q3 B200 GPT-4.5 COVID-19",
                "H2 GB200 5G Q3 B200 GPT-4.5 COVID-19",
            ),
            ("1st 21st-century 2020s 1H24", "1st 21st-century 2020s 1H24"),
        ]);
    }

    #[test]
    fn ranges_are_cut_but_years_and_dates_are_not() {
        check(&[
            ("5-10 billion", "5 - 10 billion"),
            ("€10–15bn", "€ 10 – 15 bn"),
            ("2024-25 and 2021–2027", "2024-25 and 2021–2027"),
            ("2025-02-12 at 10:30, 24/7", "2025-02-12 at 10:30 , 24/7"),
            ("20-year and 10-15-year", "20-year and 10-15-year"),
        ]);
    }

    #[test]
    fn clitics_are_cut_off() {
        check(&[
            ("Mistral's plan", "Mistral 's plan"),
            ("Mistral’s plan", "Mistral ’s plan"),
            ("don't can’t cannot", "do n't ca n’t can not"),
            ("we'll they've", "we 'll they 've"),
            (
                "the states' O'Brien d'Ivoire",
                "the states ' O'Brien d'Ivoire",
            ),
            ("AT&T's", "AT&T 's"),
            ("2024's", "2024 's"),
        ]);
    }

    #[test]
    fn full_stops_stay_on_abbreviations_only() {
        check(&[
            ("the U.S. plan.", "the U.S. plan ."),
            ("U.S.-based Foo Inc.", "U.S.-based Foo Inc."),
            ("No. 5 is no.", "No. 5 is no ."),
            ("J. R. Smith has Plan B.", "J. R. Smith has Plan B ."),
            (
                "e.g. at 5 p.m. with a Ph.D. etc.",
                "e.g. at 5 p.m. with a Ph.D. etc.",
            ),
            ("in billion.The plan", "in billion . The plan"),
            ("wait... what?!", "wait ... what ? !"),
        ]);
    }

    #[test]
    fn joined_words_and_addresses_stay_whole() {
        check(&[
            ("Public-private and/or R&D", "Public-private and/or R&D"),
            (
                "see https://a.eu/b?c=d,e, or (www.x.org).",
                "see https://a.eu/b?c=d,e , or ( www.x.org ) .",
            ),
            (
                "press@ec.europa.eu, example.com",
                "press@ec.europa.eu , example.com",
            ),
            ("Paris—Berlin (“x”)", "Paris — Berlin ( “ x ” )"),
            ("@EU_Commission #AI", "@EU_Commission #AI"),
        ]);
    }

    #[test]
    fn odd_text_is_covered_without_loss() {
        for text in [
            "\u{301}\u{301}a\u{301}",
            "資金は200億円。",
            "🇪🇺👩\u{200d}🔬 x",
            "'s n't . .. .5 5. 5.. ' '' -- a--b",
            "1-1-1-1m-1m-1m 1–1–1 1.1.1,,1",
            "Straße İstanbul ﬁx a.b.c.d.-e.-f",
        ] {
            let glued: String = words(text).concat();
            let expected: String = text.split_whitespace().collect();
            assert_eq!(glued, expected);
        }
    }
}
