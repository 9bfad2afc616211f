//! What the gazetteer knows of one thing.

use crate::class::Class;

/// One thing with its names. Ids are relative to `…/id/`, such as `organisation/european-commission`.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Permanent id.
    pub id: String,
    /// Its class. A state is a `Place` of kind `country`: whether it acts or is a location, the document decides.
    pub class: Class,
    /// What sort of its class: `country`, `city`, `state`, `ministry`, `agency`, `development bank`, `programme` ...
    pub kind: String,
    /// Its usual English name.
    pub name: String,
    /// Other names that mean it wherever they stand.
    pub aliases: Vec<String>,
    /// Names that mean it only where the context says so: 'Apple', 'Georgia', 'CA'.
    pub ambiguous: Vec<String>,
    /// 'French': its adjective, and its people.
    pub demonyms: Vec<String>,
    /// Metonyms: 'Brussels' for the European Union when it acts.
    pub nicknames: Vec<String>,
    /// Codes and tickers: 'FR', 'NASDAQ:NVDA'.
    pub codes: Vec<String>,
    /// The place or state it lies in, or has its seat in.
    pub located_in: Option<String>,
    /// The place a public body governs.
    pub territory: Option<String>,
    /// The state whose capital it is.
    pub capital_of: Option<String>,
    /// The organisation or programme it is part of.
    pub part_of: Option<String>,
    /// IRIs of the same individual elsewhere.
    pub same_as: Vec<String>,
    /// IRIs of the same concept in authority tables.
    pub exact_match: Vec<String>,
    /// Kinds of source that agree on its facts.
    pub sources: Vec<String>,
    /// The entry that took its place.
    pub superseded_by: Option<String>,
}

impl Entry {
    pub(super) fn new(id: String) -> Self {
        Self {
            id,
            class: Class::Organisation,
            kind: String::new(),
            name: String::new(),
            aliases: Vec::new(),
            ambiguous: Vec::new(),
            demonyms: Vec::new(),
            nicknames: Vec::new(),
            codes: Vec::new(),
            located_in: None,
            territory: None,
            capital_of: None,
            part_of: None,
            same_as: Vec::new(),
            exact_match: Vec::new(),
            sources: Vec::new(),
            superseded_by: None,
        }
    }

    /// Every name it can be found by, with the way it names.
    pub fn names(&self) -> impl Iterator<Item = (&str, Naming)> {
        fn of(names: &[String], naming: Naming) -> impl Iterator<Item = (&String, Naming)> {
            names.iter().map(move |name| (name, naming))
        }
        // A name that is ambiguous itself ('Apple') is listed as such, not as a label.
        let label = if self.ambiguous.contains(&self.name) {
            None
        } else {
            Some((&self.name, Naming::Label))
        };
        label
            .into_iter()
            .chain(of(&self.aliases, Naming::Alias))
            .chain(of(&self.ambiguous, Naming::Ambiguous))
            .chain(of(&self.nicknames, Naming::Nickname))
            .chain(of(&self.demonyms, Naming::Demonym))
            .map(|(name, naming)| (name.as_str(), naming))
    }
}

/// How a name names: the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Naming {
    /// Its usual name.
    Label,
    /// Another name of it.
    Alias,
    /// A name that needs the context on its side.
    Ambiguous,
    /// A metonym: 'Brussels'.
    Nickname,
    /// An adjective or a people: 'French'.
    Demonym,
}

/// An entry, and how the words found name it. Get the entry with [`Gazetteer::entry`](super::Gazetteer::entry).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryRef {
    /// Index into [`Gazetteer::entries`](super::Gazetteer::entries).
    pub entry: u32,
    /// How it is named.
    pub naming: Naming,
}

/// A name of the gazetteer found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GazetteerMatch {
    /// Indexes into [`Segments::tokens`](crate::segment::Segments::tokens).
    pub tokens: std::ops::Range<usize>,
    /// Whose name it is, the surest naming first; never empty.
    pub entries: Vec<EntryRef>,
    /// Whether each word that the name writes with a capital has one in the text ('European commission' has not).
    pub exact_case: bool,
}
