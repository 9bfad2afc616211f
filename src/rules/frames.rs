//! `frames/*.toml` and `lexicon/money_words.tsv` -> what verbs and nouns do to the money that hangs on them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::{Error, RuleId, Source, phrases::Phrases};

/// All frames, by lemma.
#[derive(Debug, Default)]
pub struct Frames {
    frames: Vec<Frame>,
    verbs: FxHashMap<String, Vec<usize>>,
    nouns: FxHashMap<String, Vec<usize>>,
}

/// What a verb or a noun does to the words around it.
#[derive(Clone, Debug)]
pub struct Frame {
    /// `frames/money.toml#invest`
    pub rule: RuleId,
    /// Role of the subject.
    pub subject: Role,
    /// Role of the object.
    pub object: Role,
    /// Role of the indirect object.
    pub indirect_object: Role,
    /// Role of the possessor, for nouns.
    pub possessor: Role,
    /// Role of a noun before it, for nouns.
    pub compound: Role,
    /// Role of what a preposition introduces.
    pub with: BTreeMap<String, Role>,
    /// Where the sum may stand.
    pub money: Vec<Position>,
    /// Whether the subject makes the sum public, too.
    pub announces: bool,
    /// Sentences in which it fills a slot of the sum.
    pub examples: Vec<String>,
    /// Sentences in which it must not.
    pub counter_examples: Vec<String>,
}

/// Where a sum stands to its verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Position {
    /// 'invest $5m'
    Object,
    /// '$5m will go to X'
    Subject,
    /// 'back X with $5m'
    Oblique,
    /// 'a $5m plant'
    Modifier,
}

/// What a word is to the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Nothing.
    #[default]
    None,
    /// Gives it.
    Payer,
    /// Gets it.
    Recipient,
    /// Makes it public.
    Announcer,
    /// What it is for: recipient, programme or facility by class.
    Target,
    /// Who or what it comes from.
    Source,
    /// The programme it runs under.
    Programme,
    /// A party to a deal: gives or gets.
    Party,
    /// The sum itself.
    Money,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    verb: Vec<Entry>,
    #[serde(default)]
    noun: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    subject: Role,
    #[serde(default)]
    object: Role,
    #[serde(default)]
    iobject: Role,
    #[serde(default)]
    possessor: Role,
    #[serde(default)]
    compound: Role,
    #[serde(default)]
    with: BTreeMap<String, Role>,
    #[serde(default)]
    money: Vec<Position>,
    #[serde(default)]
    announces: bool,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    counter_examples: Vec<String>,
}

impl Frames {
    /// Loads every frame file.
    ///
    /// # Errors
    /// When a file is no TOML of this shape.
    pub fn load(source: &Source) -> Result<Self, Error> {
        let mut frames = Self::default();
        for name in source.names("frames", ".toml") {
            let file: File =
                toml::from_str(&source.text("frames", &name)?).map_err(|error| Error::Invalid {
                    file: format!("frames/{name}"),
                    line: 0,
                    problem: error.to_string(),
                })?;
            for (entry, is_verb) in file
                .verb
                .into_iter()
                .map(|entry| (entry, true))
                .chain(file.noun.into_iter().map(|entry| (entry, false)))
            {
                frames.add(&name, entry, is_verb);
            }
        }
        Ok(frames)
    }

    fn add(&mut self, file: &str, entry: Entry, is_verb: bool) {
        let index = self.frames.len();
        let (lemmas, words) = if is_verb {
            (&mut self.verbs, entry.verbs)
        } else {
            (&mut self.nouns, entry.nouns)
        };
        for word in words {
            lemmas.entry(word).or_default().push(index);
        }
        self.frames.push(Frame {
            rule: RuleId::new(&format!("frames/{file}#{}", entry.id)),
            subject: entry.subject,
            object: entry.object,
            indirect_object: entry.iobject,
            possessor: entry.possessor,
            compound: entry.compound,
            with: entry.with,
            money: entry.money,
            announces: entry.announces,
            examples: entry.examples,
            counter_examples: entry.counter_examples,
        });
    }

    /// All frames, in the order of files and lines.
    pub fn all(&self) -> &[Frame] {
        &self.frames
    }

    /// The frames of a verb.
    pub fn of_verb<'f>(&'f self, lemma: &str) -> impl Iterator<Item = &'f Frame> {
        self.verbs
            .get(lemma)
            .into_iter()
            .flatten()
            .map(|&index| &self.frames[index])
    }

    /// The frames of a noun.
    pub fn of_noun<'f>(&'f self, lemma: &str) -> impl Iterator<Item = &'f Frame> {
        self.nouns
            .get(lemma)
            .into_iter()
            .flatten()
            .map(|&index| &self.frames[index])
    }
}

/// What a word near a sum tells of its kind.
#[derive(Clone, Copy, Debug)]
pub struct MoneyWord {
    /// Of commitments, disbursements or other sums.
    pub sort: Sort,
    /// How much it tells.
    pub weight: f32,
}

/// Sorts of sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Money promised.
    Commitment,
    /// Money spent.
    Disbursed,
    /// Revenue, price, fine, valuation.
    Other,
}

/// Loads `lexicon/money_words.tsv`.
///
/// # Errors
/// When the file is missing or a row is wrong.
pub fn money_words(source: &Source) -> Result<Phrases<MoneyWord>, Error> {
    Phrases::load(source, "money_words.tsv", |row| {
        let sort = match row.get("sort") {
            "commitment" => Sort::Commitment,
            "disbursed" => Sort::Disbursed,
            "other" => Sort::Other,
            other => {
                return Err(format!(
                    "the sort '{other}' is none of commitment, disbursed, other"
                ));
            }
        };
        let weight = row
            .get("weight")
            .parse()
            .map_err(|_| format!("the weight '{}' is no number", row.get("weight")))?;
        Ok(MoneyWord { sort, weight })
    })
}

/// What sort of money a word speaks of: it decides who is likely to give and who to get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Money that somebody puts into something of his own.
    Outlay,
    /// What a thing costs, whoever pays.
    Cost,
    /// Money given for nothing.
    Aid,
    /// Money lent or guaranteed.
    Credit,
    /// Money for shares.
    Equity,
    /// A fund or plan that money is taken from.
    Pot,
    /// A promise.
    Pledge,
    /// A purchase between two parties.
    Deal,
}

impl Family {
    const ALL: [(&'static str, Self); 8] = [
        ("outlay", Self::Outlay),
        ("cost", Self::Cost),
        ("aid", Self::Aid),
        ("credit", Self::Credit),
        ("equity", Self::Equity),
        ("pot", Self::Pot),
        ("pledge", Self::Pledge),
        ("deal", Self::Deal),
    ];
}

/// Loads `lexicon/money_families.tsv`.
///
/// # Errors
/// When the file is missing or a row is wrong.
pub fn money_families(source: &Source) -> Result<Phrases<Family>, Error> {
    Phrases::load(source, "money_families.tsv", |row| {
        let name = row.get("family");
        Family::ALL
            .into_iter()
            .find(|(known, _)| *known == name)
            .map(|(_, family)| family)
            .ok_or_else(|| {
                let known: Vec<&str> = Family::ALL.iter().map(|(known, _)| *known).collect();
                format!("the family '{name}' is none of {}", known.join(", "))
            })
    })
}
