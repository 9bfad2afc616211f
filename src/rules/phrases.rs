//! Tables of phrases of one or more words, looked up at a token.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Error, RuleId, Source, tsv};

/// Phrases with a value each; matched without regard to case, a hyphen equals a space.
#[derive(Clone, Debug)]
pub struct Phrases<T> {
    entries: FxHashMap<String, (T, RuleId)>,
    /// Length of the longest phrase that starts with a word, in words.
    longest: FxHashMap<String, usize>,
    /// Words that phrases end with.
    last: FxHashSet<String>,
}

/// A phrase found at a token.
#[derive(Clone, Copy, Debug)]
pub struct Found<'r, T> {
    /// Number of tokens it takes.
    pub tokens: usize,
    /// What the table says of it.
    pub value: &'r T,
    /// The row.
    pub rule: RuleId,
}

impl<T> Phrases<T> {
    /// The table made from `lexicon/FILE`: the phrases in its first column, and what `value` makes of each row.
    ///
    /// # Errors
    /// When the file is missing or malformed, or `value` refuses a row with the problem it names.
    pub fn load(
        source: &Source,
        file: &str,
        value: impl Fn(&tsv::Row) -> Result<T, String>,
    ) -> Result<Self, Error> {
        let mut table = Self {
            entries: FxHashMap::default(),
            longest: FxHashMap::default(),
            last: FxHashSet::default(),
        };
        for row in tsv::rows(source, file)? {
            let made = value(&row).map_err(|problem| Error::Invalid {
                file: format!("lexicon/{file}"),
                line: row.line,
                problem,
            })?;
            table.insert(row.key(), made, row.rule);
        }
        Ok(table)
    }

    fn insert(&mut self, phrase: &str, value: T, rule: RuleId) {
        let folded = fold(phrase);
        let words = folded.split(' ').count();
        let first = folded.split(' ').next().unwrap_or_default().to_owned();
        let longest = self.longest.entry(first).or_insert(0);
        *longest = (*longest).max(words);
        let last = folded.rsplit(' ').next().unwrap_or_default();
        self.last.insert(last.to_owned());
        self.entries.entry(folded).or_insert((value, rule));
    }

    /// The value of exactly this phrase.
    pub fn get(&self, phrase: &str) -> Option<(&T, RuleId)> {
        let entry = if is_folded(phrase) {
            self.entries.get(phrase)
        } else {
            self.entries.get(&fold(phrase))
        };
        entry.map(|(value, rule)| (value, *rule))
    }

    /// Whether the table has this phrase.
    pub fn has(&self, phrase: &str) -> bool {
        self.get(phrase).is_some()
    }

    /// The longest phrase that starts at the first of these lower-case words.
    pub fn at<'r>(&'r self, lower: &[impl AsRef<str>]) -> Option<Found<'r, T>> {
        let first = lower.first()?.as_ref();
        let head = first.split('-').next().unwrap_or(first);
        let longest = (*self.longest.get(head)?).min(lower.len());
        // Most phrases are one word long, and stand in the table as they are written.
        let single = || {
            let entry = if is_folded(first) {
                self.entries.get(first)
            } else {
                self.entries.get(&fold(first))
            };
            entry.map(|entry| (1, entry))
        };
        let several = |tokens: usize| {
            let words: Vec<&str> = lower[..tokens].iter().map(AsRef::as_ref).collect();
            let entry = self.entries.get(&fold(&words.join(" ")));
            entry.map(|entry| (tokens, entry))
        };
        let (tokens, (value, rule)) = (2..=longest).rev().find_map(several).or_else(single)?;
        Some(Found {
            tokens,
            value,
            rule: *rule,
        })
    }

    /// Whether a phrase can end with this lower-case word.
    pub fn may_end_with(&self, lower: &str) -> bool {
        self.last
            .contains(lower.rsplit(['-', ' ']).next().unwrap_or_default())
    }

    /// The longest phrase that ends with the last of these lower-case words.
    pub fn ending<'r>(&'r self, lower: &[String]) -> Option<Found<'r, T>> {
        if !self.may_end_with(lower.last()?) {
            return None;
        }
        (lower.len().saturating_sub(6)..lower.len()).find_map(|start| {
            let phrase = fold(&lower[start..].join(" "));
            let (value, rule) = self.entries.get(&phrase)?;
            Some(Found {
                tokens: lower.len() - start,
                value,
                rule: *rule,
            })
        })
    }
}

/// Whether folding would change nothing, as it is with most words.
fn is_folded(phrase: &str) -> bool {
    phrase
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b' ' | b'\''))
}

/// Lower case, with hyphens as spaces.
pub fn fold(phrase: &str) -> String {
    phrase.to_lowercase().replace('-', " ")
}
