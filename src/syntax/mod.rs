//! Words -> parts of speech and dependencies, after the conventions of Universal Dependencies.
//!
//! A perceptron tagger and a greedy arc-hybrid parser: two decisions a word, each a sum of integer weights, so time grows
//! linearly with the sentence and the same words always give the same tree. Most decisions are plain, and a quick model of
//! few features takes them; the full one is asked where the quick one has no clear lead. The weights are data (`data/models/english.bin`),
//! made by `examples/train_syntax.rs`.
//!
//! Mentions come in collapsed: a name is one word, a sum of money is the word [`MONEY`]. The model was trained on both the
//! plain and the collapsed form of each sentence.

mod feature;
mod lemma;
mod model;
mod parser;
mod relation;
mod table;
mod tag;
mod tagger;
pub mod train;
mod view;

pub use lemma::{Lemmas, lemma};
pub use model::{Error, Model};
pub use relation::Relation;
pub use tag::{Inflection, Tag};
pub use view::{Complement, SubjectKind, View};

/// The form of a word that stands for a sum of money.
pub const MONEY: &str = "<money>";
/// The form of a word that stands for a date or a stretch of time.
pub const DATE: &str = "<date>";
/// The form of a word that stands for a number of several words, a percentage or a measure.
pub const NUMBER: &str = "<number>";

/// A word of a sentence as the parser takes it.
///
/// Clitics are words of their own: 'do' 'n't', 'Spain' ''s'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// As written; a collapsed name with its spaces; or one of [`MONEY`], [`DATE`], [`NUMBER`].
    pub form: &'t str,
    /// The tag when it is known: `ProperNoun` for a name found by other means. The three placeholders need none.
    pub fixed: Option<Tag>,
}

impl<'t> Word<'t> {
    /// A word that the tagger shall decide on.
    pub const fn new(form: &'t str) -> Self {
        Self { form, fixed: None }
    }

    /// A name, of one or more words.
    pub const fn name(form: &'t str) -> Self {
        Self {
            form,
            fixed: Some(Tag::ProperNoun),
        }
    }
}

/// The analysis of a sentence: one entry a word in each list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parse {
    /// Parts of speech.
    pub tags: Vec<Tag>,
    /// Finer forms of verbs and nouns.
    pub inflections: Vec<Inflection>,
    /// The word that each word depends on; `None` for the root. A sentence with words has exactly one root.
    pub heads: Vec<Option<usize>>,
    /// What each word is to its head.
    pub relations: Vec<Relation>,
}

/// Tags and parses one sentence.
///
/// ```
/// use pledgegraph::{rules::Source, syntax::{self, Model, Relation, Word}};
///
/// let model = Model::load(&Source::default().bytes("models", "english.bin")?)?;
/// let words = ["Canada", "will", "invest", syntax::MONEY, "in", "the", "port", "."].map(Word::new);
/// let parse = syntax::parse(&words, &model);
/// assert_eq!(parse.heads[3], Some(2));
/// assert_eq!(parse.relations[3], Relation::Object);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn parse(words: &[Word], model: &Model) -> Parse {
    let mut tokens = feature::tokens(words);
    tagger::tag(&mut tokens, model);
    let tree = parser::parse(&tokens, model);
    let inner = &tokens[1..=words.len()];
    Parse {
        tags: words
            .iter()
            .zip(inner)
            .map(|(word, token)| word.fixed.unwrap_or(token.fine.tag()))
            .collect(),
        inflections: inner.iter().map(|token| token.fine.inflection()).collect(),
        heads: tree.heads,
        relations: tree.relations,
    }
}

/// Tags one sentence without parsing it.
pub fn tags(words: &[Word], model: &Model) -> Vec<Tag> {
    let mut tokens = feature::tokens(words);
    tagger::tag(&mut tokens, model);
    words
        .iter()
        .zip(&tokens[1..])
        .map(|(word, token)| word.fixed.unwrap_or(token.fine.tag()))
        .collect()
}

#[cfg(test)]
mod tests;
