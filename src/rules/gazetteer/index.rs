//! A trie over folded words that finds every known name in a text.

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{EntryRef, GazetteerMatch, fold};
use crate::segment::Segments;

/// Longer acronyms are brands that people also write in small letters ('NVIDIA').
const LONGEST_ACRONYM: usize = 5;

/// Words -> nodes -> names.
#[derive(Debug)]
pub(super) struct Index {
    words: FxHashMap<Box<str>, u32>,
    /// (node, word) -> node; node 0 is the root.
    next: FxHashMap<(u32, u32), u32>,
    /// What ends at each node.
    names: Vec<Vec<Name>>,
    /// For folding while names are added.
    buffer: String,
}

/// A name that ends at a node, and how it must be written.
#[derive(Debug)]
struct Name {
    entry: EntryRef,
    /// Bit n: word n is an acronym and matches in capitals only.
    acronyms: u64,
    /// Bit n: word n is capitalised in the name.
    capitals: u64,
}

/// A word of the text that the index knows, or a gap.
struct Word {
    id: Option<u32>,
    token: usize,
    capital: bool,
    upper: bool,
    starts_token: bool,
    ends_token: bool,
}

impl Index {
    /// An empty index with room for the names of so many entries.
    pub(super) fn new(entries: usize) -> Self {
        Self {
            words: FxHashMap::with_capacity_and_hasher(entries * 2, FxBuildHasher),
            next: FxHashMap::with_capacity_and_hasher(entries * 4, FxBuildHasher),
            names: vec![Vec::new()],
            buffer: String::new(),
        }
    }

    /// Adds a name. Its words all capital, up to five letters, match capitals only.
    pub(super) fn add(&mut self, name: &str, entry: EntryRef) {
        let mut node = 0;
        let mut position = 0;
        let (mut acronyms, mut capitals) = (0, 0);
        let mut buffer = std::mem::take(&mut self.buffer);
        fold::words(name, &mut buffer, |word, shape| {
            let bit = 1_u64.checked_shl(position).unwrap_or(0);
            if shape.capital {
                capitals |= bit;
            }
            if shape.upper && (1..=LONGEST_ACRONYM).contains(&shape.letters) {
                acronyms |= bit;
            }
            position += 1;
            let known = self.words.len() as u32;
            let id = match self.words.get(word) {
                Some(id) => *id,
                None => *self.words.entry(word.into()).or_insert(known),
            };
            node = *self.next.entry((node, id)).or_insert_with(|| {
                self.names.push(Vec::new());
                self.names.len() as u32 - 1
            });
        });
        self.buffer = buffer;
        // A name without a letter or digit would match everywhere.
        if node != 0 {
            self.names[node as usize].push(Name {
                entry,
                acronyms,
                capitals,
            });
        }
    }

    /// Brings what ends at each node into its final order.
    pub(super) fn finish(&mut self) {
        for names in &mut self.names {
            names.sort_by_key(|name| (name.entry.naming, name.entry.entry));
            names.dedup_by_key(|name| name.entry);
        }
    }

    /// Leftmost-longest names that begin and end with tokens and lie inside a sentence.
    pub(super) fn matches(&self, text: &str, segments: &Segments) -> Vec<GazetteerMatch> {
        let mut found = Vec::new();
        let mut words = Vec::new();
        for sentence in &segments.sentences {
            words.clear();
            self.read(text, segments, sentence.tokens.clone(), &mut words);
            self.scan(&words, &mut found);
        }
        found
    }

    /// The words of some tokens.
    fn read(
        &self,
        text: &str,
        segments: &Segments,
        tokens: std::ops::Range<usize>,
        into: &mut Vec<Word>,
    ) {
        let mut buffer = String::new();
        for token in tokens {
            let Some(written) = segments.tokens.get(token).map(|token| token.span.of(text)) else {
                continue;
            };
            let first = into.len();
            fold::words(written, &mut buffer, |word, shape| {
                into.push(Word {
                    id: self.words.get(word).copied(),
                    token,
                    capital: shape.capital,
                    upper: shape.upper,
                    starts_token: false,
                    ends_token: false,
                });
            });
            if let Some([start, ..]) = into.get_mut(first..) {
                start.starts_token = true;
            }
            if let Some([.., end]) = into.get_mut(first..) {
                end.ends_token = true;
            }
        }
    }

    fn scan(&self, words: &[Word], found: &mut Vec<GazetteerMatch>) {
        let mut start = 0;
        while start < words.len() {
            let longest = words[start]
                .starts_token
                .then(|| self.longest(words, start))
                .flatten();
            let Some((end, entries, exact_case)) = longest else {
                start += 1;
                continue;
            };
            found.push(GazetteerMatch {
                tokens: words[start].token..words[end - 1].token + 1,
                entries,
                exact_case,
            });
            start = end;
        }
    }

    /// The longest name that starts at word `start`: where it ends, whose it is, whether its capitals are those of the name.
    fn longest(&self, words: &[Word], start: usize) -> Option<(usize, Vec<EntryRef>, bool)> {
        let mut node = 0;
        let (mut upper, mut capital) = (0_u64, 0_u64);
        let mut best = None;
        for (position, word) in words[start..].iter().enumerate() {
            let Some(next) = word.id.and_then(|id| self.next.get(&(node, id))) else {
                break;
            };
            node = *next;
            let bit = 1_u64.checked_shl(position as u32).unwrap_or(0);
            upper |= if word.upper { bit } else { 0 };
            capital |= if word.capital { bit } else { 0 };
            if !word.ends_token {
                continue;
            }
            if self.fitting(node, upper, capital).next().is_some() {
                best = Some((start + position + 1, node, upper, capital));
            }
        }
        let (end, node, upper, capital) = best?;
        Some((
            end,
            self.fitting(node, upper, capital)
                .map(|name| name.entry)
                .collect(),
            self.fitting(node, upper, capital)
                .any(|name| name.capitals & !capital == 0),
        ))
    }

    /// The names at a node that may be written so: acronyms in capitals, and the first word with the capital it has in the name.
    fn fitting(&self, node: u32, upper: u64, capital: u64) -> impl Iterator<Item = &Name> {
        self.names[node as usize]
            .iter()
            .filter(move |name| name.acronyms & !upper == 0 && name.capitals & 1 & !capital == 0)
    }
}
