//! A sentence -> words, figures and signs, each with what the lexicon says of it.

use crate::{
    rules::{
        RuleId,
        amounts::{AmountRules, DateMeaning, DateWord, Lexeme, NumberRole, NumberWord},
        pieces::{Phrase, stands_alone},
    },
    span::Span,
};

use super::{
    Part,
    figure::{self, Figure},
};

/// A word, a figure or a sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom<'r> {
    pub span: Span,
    /// Whether white space stands before it.
    pub spaced: bool,
    pub kind: AtomKind,
    pub lexeme: Option<&'r Lexeme>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AtomKind {
    Word,
    Figure(Figure),
    Sign(char),
}

/// One sentence, scanned.
pub(super) struct Scan<'t, 'r> {
    pub text: &'t str,
    pub rules: &'r AmountRules,
    pub atoms: Vec<Atom<'r>>,
}

impl<'t, 'r> Scan<'t, 'r> {
    pub fn new(text: &'t str, rules: &'r AmountRules) -> Self {
        Self {
            text,
            rules,
            atoms: Vec::new(),
        }
    }

    /// Replaces the atoms by those of `sentence`.
    pub fn sentence(&mut self, sentence: Span) {
        self.atoms.clear();
        let part = sentence.of(self.text);
        let bytes = part.as_bytes();
        let mut at = 0;
        let mut spaced = true;
        while let Some(&byte) = bytes.get(at) {
            let (length, kind) = match byte {
                b' ' | b'\t'..=b'\r' => {
                    spaced = true;
                    at += 1;
                    continue;
                }
                b'a'..=b'z' | b'A'..=b'Z' => (word_length(&part[at..]), AtomKind::Word),
                b'0'..=b'9' => {
                    let (length, figure) =
                        figure::read(&part[at..], self.in_list(spaced), self.rules.decimal_comma);
                    (length, AtomKind::Figure(figure))
                }
                b'.' if spaced && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                    let length = bytes[at + 1..]
                        .iter()
                        .take_while(|b| b.is_ascii_digit())
                        .count()
                        + 1;
                    let (_, figure) =
                        figure::read(&format!("0{}", &part[at..at + length]), false, false);
                    (length, AtomKind::Figure(figure))
                }
                _ => {
                    let Some(first) = part[at..].chars().next() else {
                        break;
                    };
                    if first.is_whitespace() {
                        spaced = true;
                        at += first.len_utf8();
                        continue;
                    }
                    if stands_alone(first) {
                        (first.len_utf8(), AtomKind::Word)
                    } else if first.is_alphabetic() {
                        (word_length(&part[at..]), AtomKind::Word)
                    } else {
                        (first.len_utf8(), AtomKind::Sign(first))
                    }
                }
            };
            let piece = &part[at..at + length];
            let lexeme = match kind {
                AtomKind::Figure(_) => None,
                AtomKind::Sign(',' | ';' | ':' | '"' | '(' | ')') => None,
                _ => self.lexeme(piece),
            };
            self.atoms.push(Atom {
                span: Span::new(sentence.start + at, sentence.start + at + length),
                spaced,
                kind,
                lexeme,
            });
            spaced = false;
            at += length;
        }
    }

    /// Whether a figure and a comma stand directly before the next piece.
    fn in_list(&self, spaced: bool) -> bool {
        let [.., figure, comma] = self.atoms.as_slice() else {
            return false;
        };
        !spaced
            && !comma.spaced
            && comma.kind == AtomKind::Sign(',')
            && matches!(figure.kind, AtomKind::Figure(_))
    }

    fn lexeme(&self, word: &str) -> Option<&'r Lexeme> {
        let mut buffer = [0_u8; 24];
        if word.is_ascii() {
            let buffer = buffer.get_mut(..word.len())?;
            buffer.copy_from_slice(word.as_bytes());
            buffer.make_ascii_lowercase();
            return self.rules.words.get(std::str::from_utf8(buffer).ok()?);
        }
        self.rules.words.get(word.to_lowercase().as_str())
    }

    pub fn get(&self, index: usize) -> Option<&Atom<'r>> {
        self.atoms.get(index)
    }

    /// The atom before `index`.
    pub fn before(&self, index: usize) -> Option<&Atom<'r>> {
        index
            .checked_sub(1)
            .and_then(|before| self.atoms.get(before))
    }

    /// The words of an atom; empty past the end.
    pub fn words(&self, index: usize) -> &'t str {
        self.get(index).map_or("", |atom| atom.span.of(self.text))
    }

    /// Whether the atom is this word, in small letters or capitals.
    pub fn is(&self, index: usize, word: &str) -> bool {
        self.words(index).eq_ignore_ascii_case(word)
    }

    pub fn is_sign(&self, index: usize, signs: &[char]) -> bool {
        matches!(self.get(index), Some(Atom { kind: AtomKind::Sign(sign), .. }) if signs.contains(sign))
    }

    pub fn is_word(&self, index: usize) -> bool {
        matches!(
            self.get(index),
            Some(Atom {
                kind: AtomKind::Word,
                ..
            })
        )
    }

    pub fn figure(&self, index: usize) -> Option<Figure> {
        match self.get(index)?.kind {
            AtomKind::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    pub fn spaced(&self, index: usize) -> bool {
        self.get(index).is_none_or(|atom| atom.spaced)
    }

    pub fn number_word(&self, index: usize) -> Option<NumberWord> {
        self.get(index)?.lexeme?.number
    }

    pub fn role(&self, index: usize) -> Option<NumberRole> {
        self.number_word(index).map(|word| word.role)
    }

    pub fn date_word(&self, index: usize) -> Option<DateWord> {
        self.get(index)?.lexeme?.date
    }

    pub fn date_meaning(&self, index: usize) -> Option<DateMeaning> {
        self.date_word(index).map(|word| word.meaning)
    }

    pub fn has(&self, index: usize, context: u16) -> bool {
        self.get(index)
            .and_then(|atom| atom.lexeme)
            .is_some_and(|lexeme| lexeme.is(context))
    }

    /// One past the phrase, when it starts at `index`.
    pub fn phrase(&self, index: usize, phrase: &Phrase) -> Option<usize> {
        let end = index + phrase.pieces.len();
        (0..phrase.pieces.len())
            .all(|piece| phrase.is(piece, self.words(index + piece)))
            .then_some(end)
    }

    /// The span from one atom up to, not including, another.
    pub fn span(&self, first: usize, next: usize) -> Span {
        match (self.get(first), self.before(next)) {
            (Some(first), Some(last)) => {
                Span::new(first.span.start, last.span.end.max(first.span.start))
            }
            _ => Span::default(),
        }
    }

    /// The parts of a number: each figure and number word with its rule.
    pub fn number_parts(&self, first: usize, next: usize, parts: &mut Vec<Part>) {
        for atom in self.atoms.get(first..next).unwrap_or_default() {
            match atom.kind {
                AtomKind::Figure(_) => parts.push(Part {
                    span: atom.span,
                    rule: RuleId::of_mechanism("mechanism/figure"),
                }),
                _ => parts.extend(
                    atom.lexeme
                        .and_then(|lexeme| lexeme.number)
                        .map(|word| Part {
                            span: atom.span,
                            rule: word.rule,
                        }),
                ),
            }
        }
    }

    /// Whether the figure at `index` belongs to a name: 'GB200', 'COVID-19', 'F-16'.
    pub fn glued(&self, index: usize) -> bool {
        if self.spaced(index) {
            return false;
        }
        match self.before(index).map(|atom| atom.kind) {
            // '投资500亿元': no spaces between words.
            Some(AtomKind::Word) => !self.words(index - 1).starts_with(stands_alone),
            Some(AtomKind::Figure(_)) => true,
            Some(AtomKind::Sign('-' | '\u{2011}' | '_' | '#' | '@' | '/')) => {
                index >= 2
                    && !self.spaced(index - 1)
                    && self.is_word(index - 2)
                    && self.number_word(index - 2).is_none()
            }
            _ => false,
        }
    }
}

fn word_length(text: &str) -> usize {
    match text.bytes().position(|byte| !byte.is_ascii_alphabetic()) {
        None => text.len(),
        Some(end) if text.as_bytes()[end].is_ascii() => end,
        Some(_) => text
            .find(|c: char| !c.is_alphabetic() || stands_alone(c))
            .unwrap_or(text.len()),
    }
}
