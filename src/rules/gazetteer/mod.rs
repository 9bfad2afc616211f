//! What is known of the world before the first text is read: states, bodies, companies, programmes, places, persons.
//!
//! `data/gazetteer/*.ttl` -> an immutable index, made once and shared by all threads. Extraction and linking read the same one.

mod entry;
mod fold;
mod index;
mod plain;
#[cfg(test)]
mod tests;
mod turtle;

use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

pub use entry::{Entry, EntryRef, GazetteerMatch, Naming};
pub use fold::fold;
use index::Index;

use super::{Error, Source};
use crate::segment::Segments;

/// All entries, and the names that lead to them.
#[derive(Debug)]
pub struct Gazetteer {
    entries: Vec<Entry>,
    by_id: FxHashMap<String, u32>,
    /// Governments by the id of their territory.
    governments: FxHashMap<String, u32>,
    index: Index,
    /// Made when first asked for: a query or an export looks nothing up.
    phrases: OnceLock<Phrases>,
}

/// Names -> entries.
#[derive(Debug, Default)]
struct Phrases {
    /// As written.
    exact: FxHashMap<Box<str>, Vec<EntryRef>>,
    /// Folded; acronyms left out, they mean nothing in small letters.
    folded: FxHashMap<Box<str>, Vec<EntryRef>>,
}

impl Gazetteer {
    /// Reads every Turtle file of the source's `gazetteer` folder.
    ///
    /// # Errors
    /// When a file cannot be read, is no Turtle, or says something that the gazetteer does not know.
    pub fn load(source: &Source) -> Result<Self, Error> {
        let files: Vec<Vec<Entry>> = source
            .names("gazetteer", ".ttl")
            .par_iter()
            .map(|name| turtle::entries(name, &source.bytes("gazetteer", name)?))
            .collect::<Result<_, _>>()?;
        Self::from_entries(files.into_iter().flatten().collect())
    }

    /// The gazetteer that holds these entries.
    fn from_entries(entries: Vec<Entry>) -> Result<Self, Error> {
        let mut by_id = FxHashMap::with_capacity_and_hasher(entries.len(), FxBuildHasher);
        let mut governments = FxHashMap::default();
        let mut index = Index::new(entries.len());
        for (position, entry) in entries.iter().enumerate() {
            let position = position as u32;
            if by_id.insert(entry.id.clone(), position).is_some() {
                return Err(Error::Invalid {
                    file: "gazetteer/*.ttl".to_owned(),
                    line: 0,
                    problem: format!("describes <{}> in two files; keep one", entry.id),
                });
            }
            if let Some(territory) = entry
                .territory
                .as_ref()
                .filter(|_| entry.kind == "government")
            {
                governments.entry(territory.clone()).or_insert(position);
            }
            for (name, naming) in entry.names() {
                index.add(
                    name,
                    EntryRef {
                        entry: position,
                        naming,
                    },
                );
            }
        }
        index.finish();
        Ok(Self {
            entries,
            by_id,
            governments,
            index,
            phrases: OnceLock::new(),
        })
    }

    /// All entries, in the order of the files' names and inside them.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry that a reference means.
    ///
    /// # Panics
    /// When the reference comes from another gazetteer.
    pub fn entry(&self, reference: EntryRef) -> &Entry {
        &self.entries[reference.entry as usize]
    }

    /// The entry with this permanent id, such as `organisation/european-commission`.
    pub fn by_id(&self, id: &str) -> Option<&Entry> {
        self.by_id
            .get(id)
            .and_then(|position| self.entries.get(*position as usize))
    }

    /// The government of the territory with this id, and its place among the entries.
    pub fn government(&self, territory: &str) -> Option<(u32, &Entry)> {
        let position = *self.governments.get(territory)?;
        Some((position, self.entries.get(position as usize)?))
    }

    /// Whose name `phrase` is, the surest naming first: as written, else folded (case, accents and punctuation aside;
    /// acronyms only in capitals). A leading 'the' does not matter.
    pub fn lookup(&self, phrase: &str) -> &[EntryRef] {
        let phrase = phrase.trim();
        let phrase = phrase
            .strip_prefix("the ")
            .or_else(|| phrase.strip_prefix("The "))
            .unwrap_or(phrase);
        let phrases = self.phrases.get_or_init(|| Phrases::of(&self.entries));
        if let Some(found) = phrases.exact.get(phrase) {
            return found;
        }
        phrases
            .folded
            .get(fold(phrase).as_str())
            .map_or(&[], Vec::as_slice)
    }

    /// Every known name in the text: leftmost, then longest; whole tokens inside one sentence.
    pub fn matches(&self, text: &str, segments: &Segments) -> Vec<GazetteerMatch> {
        self.index.matches(text, segments)
    }
}

impl Phrases {
    fn of(entries: &[Entry]) -> Self {
        let mut phrases = Self::default();
        for (position, entry) in entries.iter().enumerate() {
            for (name, naming) in entry.names() {
                let entry = EntryRef {
                    entry: position as u32,
                    naming,
                };
                phrases.exact.entry(name.into()).or_default().push(entry);
                if !is_acronym(name) {
                    let key = fold(name).into_boxed_str();
                    phrases.folded.entry(key).or_default().push(entry);
                }
            }
        }
        for found in phrases
            .exact
            .values_mut()
            .chain(phrases.folded.values_mut())
        {
            found.sort_by_key(|found| (found.naming, found.entry));
            found.dedup();
        }
        phrases
    }
}

/// Names of up to five capitals, such as 'EIB', 'US', 'G20'.
fn is_acronym(name: &str) -> bool {
    name.len() <= 5
        && name.chars().any(char::is_uppercase)
        && !name.chars().any(|c| c.is_lowercase() || c.is_whitespace())
}
