//! What is known of the world before the first text is read: states, bodies, companies, programmes, places, persons.
//!
//! `data/gazetteer/*.ttl` -> an immutable index, made once and shared by all threads. Extraction and linking read the same one.

mod entry;
mod fold;
mod index;
#[cfg(test)]
mod tests;
mod turtle;

use std::collections::HashMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

pub use entry::{Class, Entry, EntryRef, GazetteerMatch, Naming};
use index::Index;

use super::{Error, Source};
use crate::segment::Segments;

/// All entries, and the names that lead to them.
#[derive(Debug)]
pub struct Gazetteer {
    entries: Vec<Entry>,
    by_id: HashMap<String, u32>,
    /// Names as written.
    exact: FxHashMap<Box<str>, Vec<EntryRef>>,
    /// Folded names; acronyms left out, they mean nothing in small letters.
    folded: FxHashMap<Box<str>, Vec<EntryRef>>,
    index: Index,
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
        let mut by_id = HashMap::with_capacity(entries.len());
        let mut exact: FxHashMap<Box<str>, Vec<EntryRef>> = FxHashMap::default();
        let mut folded: FxHashMap<Box<str>, Vec<EntryRef>> = FxHashMap::default();
        let mut index = Index::new();
        for (position, entry) in entries.iter().enumerate() {
            let position = position as u32;
            if by_id.insert(entry.id.clone(), position).is_some() {
                return Err(Error::Invalid {
                    file: "gazetteer/*.ttl".to_owned(),
                    line: 0,
                    problem: format!("describes <{}> in two files; keep one", entry.id),
                });
            }
            for (name, naming) in entry.names() {
                let entry = EntryRef {
                    entry: position,
                    naming,
                };
                exact.entry(name.into()).or_default().push(entry);
                if !is_acronym(name) {
                    let key = fold::fold(name).into_boxed_str();
                    folded.entry(key).or_default().push(entry);
                }
                index.add(name, entry);
            }
        }
        for found in exact.values_mut().chain(folded.values_mut()) {
            found.sort_by_key(|found| (found.naming, found.entry));
            found.dedup();
        }
        index.finish();
        Ok(Self {
            entries,
            by_id,
            exact,
            folded,
            index,
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

    /// Whose name `phrase` is, the surest naming first: as written, else folded (case, accents and punctuation aside;
    /// acronyms only in capitals). A leading 'the' does not matter.
    pub fn lookup(&self, phrase: &str) -> &[EntryRef] {
        let phrase = phrase.trim();
        let phrase = phrase
            .strip_prefix("the ")
            .or_else(|| phrase.strip_prefix("The "))
            .unwrap_or(phrase);
        if let Some(found) = self.exact.get(phrase) {
            return found;
        }
        self.folded
            .get(fold::fold(phrase).as_str())
            .map_or(&[], Vec::as_slice)
    }

    /// Every known name in the text: leftmost, then longest; whole tokens inside one sentence.
    pub fn matches(&self, text: &str, segments: &Segments) -> Vec<GazetteerMatch> {
        self.index.matches(text, segments)
    }
}

/// Names of up to five capitals, such as 'EIB', 'US', 'G20'.
fn is_acronym(name: &str) -> bool {
    name.len() <= 5
        && name.chars().any(char::is_uppercase)
        && !name.chars().any(|c| c.is_lowercase() || c.is_whitespace())
}
