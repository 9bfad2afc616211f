//! Data files -> typed, indexed rules. The only module that reads `data/`.
//!
//! Every rule has an id, `FOLDER/FILE#KEY`, that mentions and facts carry. Rule files may have the columns `examples` and
//! `counter_examples` (sentences separated by `|`): `pledgegraph check` runs the flow over each and expects the rule to have
//! fired, or not to have fired.

pub mod amounts;
mod currencies;
mod dates;
mod foreign;
pub mod frames;
pub mod gazetteer;
mod hedges;
pub mod names;
mod numbers;
mod orthography;
pub mod phrases;
pub(crate) mod pieces;
mod ranker;
mod source;
pub mod tsv;

use std::{collections::HashSet, io, path::PathBuf, sync::Mutex};

pub use amounts::AmountRules;
pub use orthography::{Abbreviation, Orthography};
pub use ranker::Ranker;
pub use source::Source;

use rustc_hash::FxHashSet;

/// All rules that facts are read with: immutable, shared by all threads.
#[derive(Debug)]
pub struct Rules {
    /// Abbreviations and tokens.
    pub orthography: Orthography,
    /// Numbers, money, dates.
    pub amounts: AmountRules,
    /// What names are made of.
    pub names: names::NameRules,
    /// Who and what is known.
    pub gazetteer: gazetteer::Gazetteer,
    /// Verbs whose subject acts as a body.
    pub acting_verbs: FxHashSet<String>,
    /// What money hangs on.
    pub frames: frames::Frames,
    /// What kind of sum the words around it speak of.
    pub money_words: phrases::Phrases<frames::MoneyWord>,
    /// What sort of money words speak of.
    pub money_families: phrases::Phrases<frames::Family>,
    /// Weights of the slot ranker.
    pub ranker: Ranker,
    /// Nouns that are counted, or never are.
    pub counted: phrases::Phrases<bool>,
}

impl Rules {
    /// Loads every rule file.
    ///
    /// # Errors
    /// When a file is missing or malformed; the error names file, line and mend.
    pub fn load(source: &Source) -> Result<Self, Error> {
        Ok(Self {
            orthography: Orthography::load(source)?,
            amounts: AmountRules::load(source)?,
            names: names::NameRules::load(source)?,
            gazetteer: gazetteer::Gazetteer::load(source)?,
            acting_verbs: tsv::rows(source, "acting_verbs.tsv")?
                .iter()
                .map(|row| row.key().to_owned())
                .collect(),
            frames: frames::Frames::load(source)?,
            money_words: frames::money_words(source)?,
            money_families: frames::money_families(source)?,
            ranker: Ranker::load(source)?,
            counted: phrases::Phrases::load(source, "counted_nouns.tsv", |row| {
                Ok(row.get("counted") == "yes")
            })?,
        })
    }
}

/// The id of the rule that made a mention or a fact, such as `lexicon/currencies.tsv#EUR`.
///
/// Copying costs nothing: ids are interned for the life of the program (a few thousand short strings).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(&'static str);

impl RuleId {
    /// The id with this text; call it while rules are loaded, not while text is read.
    ///
    /// # Panics
    /// Never: a poisoned lock is taken over.
    pub fn new(id: &str) -> Self {
        static IDS: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
        let mut guard = IDS
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let ids = guard.get_or_insert_default();
        if let Some(known) = ids.get(id) {
            return Self(known);
        }
        let leaked: &'static str = Box::leak(id.to_owned().into_boxed_str());
        ids.insert(leaked);
        Self(leaked)
    }

    /// An id that a mechanism in code bears, such as `mechanism/acronym`.
    pub const fn of_mechanism(id: &'static str) -> Self {
        Self(id)
    }

    /// Its text.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

/// Why rules could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such rule file, neither in the folder nor in the program.
    #[error(
        "rule file {file} is missing: put it into the folder given with --rules, or leave --rules out"
    )]
    Missing {
        /// `folder/name`
        file: String,
    },
    /// The operating system refused.
    #[error("cannot read rule file {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A line that makes no rule.
    #[error("rule file {file}, line {line}: {problem}")]
    Invalid {
        /// `folder/name`
        file: String,
        /// From 1; 0 when the whole file is meant.
        line: usize,
        /// The offending value and the mend.
        problem: String,
    },
}
