//! What names are made of, and what the words in and around them tell of their class.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Error, RuleId, Source, phrases::Phrases, tsv};
use crate::class::Class;

/// The lexicon of names, titles and heads.
#[derive(Clone, Debug)]
pub struct NameRules {
    /// Words in names: 'Inc' -> Company.
    pub heads: FxHashMap<String, Vec<Head>>,
    /// Phrases in names: 'Development Bank' -> `PublicBody`.
    pub head_phrases: Vec<(String, Head)>,
    /// 'carmaker' -> Company, 'summit' -> Event.
    pub nouns: Phrases<(Class, f32)>,
    /// Offices and forms of address.
    pub titles: Phrases<TitleKind>,
    /// Words that join capitalised words: 'von', 'of'.
    pub connectors: FxHashMap<String, Connector>,
    /// Heads that go on after 'of', and after 'for'.
    pub of_heads: FxHashSet<String>,
    /// Heads that go on after 'for'.
    pub for_heads: FxHashSet<String>,
    /// Capitalised words that are no names.
    pub not_names: FxHashSet<String>,
    /// First names of persons.
    pub first_names: FxHashSet<String>,
    /// Heads of facilities with their type.
    pub facility_heads: Phrases<String>,
    /// Heads of descriptions of programmes.
    pub programme_heads: Phrases<()>,
    /// Heads of events.
    pub event_heads: Phrases<()>,
}

/// Evidence that a word in a name gives.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// For this class.
    pub class: Class,
    /// Counts anywhere in the name, not only at its end.
    pub anywhere: bool,
    /// How much.
    pub weight: f32,
    /// The row.
    pub rule: RuleId,
}

/// Kinds of titles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleKind {
    /// Of a state or a public body.
    State,
    /// In an organisation.
    Body,
    /// 'Mr', 'Dr': no office.
    Honorific,
}

/// How a small word joins capitalised words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connector {
    /// Always.
    Particle,
    /// After a head that takes 'of'.
    Of,
    /// After a head that takes 'for'.
    For,
    /// After 'of' or 'for'.
    Article,
    /// Between two parts of one name.
    And,
}

impl NameRules {
    /// Loads the lexicon files of names.
    ///
    /// # Errors
    /// When a file is missing or a row is wrong.
    pub fn load(source: &Source) -> Result<Self, Error> {
        let mut heads: FxHashMap<String, Vec<Head>> = FxHashMap::default();
        let mut head_phrases = Vec::new();
        for row in tsv::rows(source, "name_heads.tsv")? {
            let invalid = |problem| Error::Invalid {
                file: "lexicon/name_heads.tsv".into(),
                line: row.line,
                problem,
            };
            let head = Head {
                class: class(row.get("class")).map_err(invalid)?,
                anywhere: row.get("where") == "any",
                weight: number(row.get("weight")).map_err(invalid)?,
                rule: row.rule,
            };
            if row.get("where") == "phrase" {
                head_phrases.push((row.key().to_owned(), head));
            } else {
                heads.entry(row.key().to_owned()).or_default().push(head);
            }
        }
        let mut of_heads = FxHashSet::default();
        let mut for_heads = FxHashSet::default();
        for row in tsv::rows(source, "name_of_heads.tsv")? {
            let set = if row.get("takes") == "for" {
                &mut for_heads
            } else {
                &mut of_heads
            };
            set.insert(row.key().to_owned());
        }
        let mut connectors = FxHashMap::default();
        for row in tsv::rows(source, "name_connectors.tsv")? {
            let connector = match row.get("kind") {
                "particle" => Connector::Particle,
                "of" => Connector::Of,
                "for" => Connector::For,
                "article" => Connector::Article,
                _ => Connector::And,
            };
            connectors.insert(row.key().to_owned(), connector);
        }
        Ok(Self {
            heads,
            head_phrases,
            nouns: Phrases::load(source, "apposition_nouns.tsv", |row| {
                Ok((class(row.get("class"))?, number(row.get("weight"))?))
            })?,
            titles: Phrases::load(source, "titles.tsv", |row| match row.get("kind") {
                "state" => Ok(TitleKind::State),
                "body" => Ok(TitleKind::Body),
                "honorific" => Ok(TitleKind::Honorific),
                other => Err(format!(
                    "the kind '{other}' is none of state, body, honorific"
                )),
            })?,
            connectors,
            of_heads,
            for_heads,
            not_names: words(source, "not_names.tsv")?,
            first_names: words(source, "first_names.tsv")?,
            facility_heads: Phrases::load(source, "facility_heads.tsv", |row| {
                Ok(row.get("type").to_owned())
            })?,
            programme_heads: Phrases::load(source, "programme_heads.tsv", |_| Ok(()))?,
            event_heads: Phrases::load(source, "event_heads.tsv", |_| Ok(()))?,
        })
    }
}

fn words(source: &Source, file: &str) -> Result<FxHashSet<String>, Error> {
    Ok(tsv::rows(source, file)?
        .iter()
        .map(|row| row.key().to_owned())
        .collect())
}

fn number(cell: &str) -> Result<f32, String> {
    cell.parse()
        .map_err(|_| format!("the weight '{cell}' is no number"))
}

/// The class with this name.
fn class(name: &str) -> Result<Class, String> {
    Class::named(name).ok_or_else(|| format!("'{name}' is no class of the ontology"))
}
