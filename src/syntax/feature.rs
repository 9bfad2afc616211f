//! What tagger and parser see of a word: hashes, made once a word.

use super::{
    DATE, MONEY, NUMBER, Word,
    tag::{Fine, Inflection, Tag},
};

/// A word with its hashes. Tokens 1..=n are the words; 0 stands before the sentence, n + 1 after it (and for the root).
#[derive(Clone, Debug, Default)]
pub struct Token {
    /// Lower case, digits made alike; of a name its head word.
    pub word: u64,
    /// The same with its case.
    pub exact: u64,
    /// Last one to four characters.
    pub suffixes: [u64; 4],
    /// First one to three characters.
    pub prefixes: [u64; 3],
    /// Capitals, digits, hyphens.
    pub shape: u64,
    /// Decided by the caller or by a placeholder.
    pub fixed: bool,
    /// The tag; of a word that is not fixed yet, meaningless before tagging.
    pub fine: Fine,
    /// The tag as a hash.
    pub tag: u64,
    /// Word and tag as one hash.
    pub both: u64,
}

impl Default for Fine {
    fn default() -> Self {
        Self::of(Tag::Other)
    }
}

impl Token {
    /// Sets the tag and what follows from it.
    pub fn set(&mut self, fine: Fine) {
        self.fine = fine;
        self.tag = small(u64::from(fine.0) + 100);
        self.both = (self.word ^ self.tag).wrapping_mul(FACTOR).rotate_left(31);
    }
}

/// The words between the two boundary tokens.
pub fn tokens(words: &[Word]) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(words.len() + 2);
    tokens.push(boundary(1));
    let mut lower = String::new();
    for word in words {
        tokens.push(token(word, &mut lower));
    }
    tokens.push(boundary(2));
    tokens
}

fn boundary(which: u64) -> Token {
    let mut token = Token {
        word: small(which),
        exact: small(which),
        shape: small(which + 90),
        ..Token::default()
    };
    token.tag = small(which + 200);
    token.both = small(which + 300);
    token
}

fn token(word: &Word, lower: &mut String) -> Token {
    let head = head_of_name(word.form);
    lower.clear();
    for character in head.chars() {
        if character.is_ascii() {
            lower.push(if character.is_ascii_digit() {
                '0'
            } else {
                character.to_ascii_lowercase()
            });
        } else {
            lower.extend(character.to_lowercase());
        }
    }
    let mut token = Token {
        word: text(lower),
        exact: text(head) ^ 1,
        shape: shape(head),
        ..Token::default()
    };
    let mut ends = lower.char_indices().rev();
    for (length, suffix) in token.suffixes.iter_mut().enumerate() {
        let start = ends.next().map_or(0, |(start, _)| start);
        *suffix = text(&lower[start..]) ^ (length as u64 + 1);
    }
    let mut starts = lower.char_indices().skip(1);
    for (length, prefix) in token.prefixes.iter_mut().enumerate() {
        let end = starts.next().map_or(lower.len(), |(end, _)| end);
        *prefix = text(&lower[..end]) ^ (length as u64 + 11);
    }
    if let Some(fine) = placeholder(word.form).or(word.fixed.map(Fine::of)) {
        token.fixed = true;
        token.set(fine);
    }
    token
}

/// The class that the model has seen a placeholder in.
fn placeholder(form: &str) -> Option<Fine> {
    match form {
        MONEY => Some(Fine::with(Tag::Noun, Inflection::Plural)),
        DATE => Some(Fine::of(Tag::Noun)),
        NUMBER => Some(Fine::of(Tag::Number)),
        _ => None,
    }
}

/// Of a name of several words the one that tells most: 'Bank' of 'European Investment Bank' and of 'Bank of Ghana'.
fn head_of_name(form: &str) -> &str {
    if !form.contains(' ') {
        return form;
    }
    let core = [" of ", " for "]
        .iter()
        .filter_map(|word| form.find(word))
        .min()
        .map_or(form, |end| &form[..end]);
    core.rsplit(' ')
        .find(|part| !part.is_empty())
        .unwrap_or(form)
}

fn shape(form: &str) -> u64 {
    let mut first = true;
    let mut bits = 0;
    for character in form.chars() {
        bits |= match character {
            'a'..='z' => 1,
            'A'..='Z' if first => 2,
            'A'..='Z' => 4,
            '0'..='9' => 8,
            '-' => 16,
            '.' | ',' | '\'' | '/' | '&' => 32,
            other if other.is_uppercase() => 2,
            other if other.is_alphabetic() => 1,
            _ => 64,
        };
        first = false;
    }
    small(bits + 1000)
}

const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// Spreads a small number over 64 bits.
pub const fn small(number: u64) -> u64 {
    (number + 1)
        .wrapping_mul(0xD6E8_FEB8_6659_FD93)
        .rotate_left(32)
}

fn text(form: &str) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325;
    for chunk in form.as_bytes().chunks(8) {
        let value = chunk
            .iter()
            .fold(0, |value, byte| value << 8 | u64::from(*byte));
        hash = (u64::rotate_left(hash, 23) ^ value).wrapping_mul(FACTOR);
        hash ^= hash >> 29;
    }
    hash
}

/// The keys of the features that hold at one decision.
#[derive(Debug)]
pub struct Keys {
    keys: [u32; ROOM],
    count: usize,
}

/// More than any decision asks for. A power of two, so that cutting an index to it is cheap.
const ROOM: usize = 128;

impl Keys {
    /// An empty list.
    pub fn new() -> Self {
        Self {
            keys: [0; ROOM],
            count: 0,
        }
    }

    /// Forgets all, starts again with the first template.
    pub fn clear(&mut self) {
        self.count = 0;
    }

    /// The keys.
    pub fn as_slice(&self) -> &[u32] {
        &self.keys[..self.count.min(ROOM)]
    }

    /// The next template, of one value.
    #[inline]
    pub fn one(&mut self, a: u64) {
        let hash = (a ^ self.seed()).wrapping_mul(FACTOR);
        self.push(hash);
    }

    /// The next template, of two values.
    #[inline]
    pub fn two(&mut self, a: u64, b: u64) {
        let hash = (a ^ self.seed()).wrapping_mul(FACTOR);
        self.push((hash.rotate_left(29) ^ b).wrapping_mul(FACTOR));
    }

    /// The next template, of three values.
    #[inline]
    pub fn three(&mut self, a: u64, b: u64, c: u64) {
        let hash = (a ^ self.seed()).wrapping_mul(FACTOR);
        let hash = (hash.rotate_left(29) ^ b).wrapping_mul(FACTOR);
        self.push((hash.rotate_left(29) ^ c).wrapping_mul(FACTOR));
    }

    /// The next template, of four values.
    #[inline]
    pub fn four(&mut self, a: u64, b: u64, c: u64, d: u64) {
        self.three(a, b, (c.rotate_left(17) ^ d).wrapping_mul(FACTOR));
    }

    /// The number of the template spread over 64 bits.
    #[inline]
    fn seed(&self) -> u64 {
        (self.count as u64 + 1).wrapping_mul(0xA24B_AED4_963E_E407)
    }

    #[inline]
    fn push(&mut self, hash: u64) {
        // 0 marks a free place of a table.
        self.keys[self.count % ROOM] = ((hash >> 32) as u32).max(1);
        self.count += 1;
    }
}
