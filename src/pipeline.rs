//! The whole flow on one page.

mod build;
mod quads;

pub use build::{Event, Options, Summary, build};
pub use quads::{QuadsError, load_quads};

use crate::{
    fact::{self, Facts, analysis::Analysis},
    mention::{self, Reading},
    read::Document,
    rules::{self, Rules},
    segment,
    syntax::{self, Lemmas, Model},
};

/// Everything extraction needs: immutable, shared by all threads.
#[derive(Debug)]
pub struct Extractor {
    rules: Rules,
    model: Model,
    lemmas: Lemmas,
}

impl Extractor {
    /// Loads the rules.
    ///
    /// # Errors
    /// When a rule file is missing or wrong.
    pub fn new(source: &rules::Source) -> Result<Self, rules::Error> {
        let file = "english.bin";
        let model =
            Model::load(&source.bytes("models", file)?).map_err(|error| rules::Error::Invalid {
                file: format!("models/{file}"),
                line: 0,
                problem: error.to_string(),
            })?;
        Ok(Self {
            rules: Rules::load(source)?,
            model,
            lemmas: Lemmas::load(source)?,
        })
    }

    /// What the document states. A pure function of document and rules; never panics, never fails.
    pub fn facts(&self, document: &Document) -> Facts {
        fact::facts(&self.analysis(document), &self.rules)
    }

    /// Names, amounts and trees: what facts are read from.
    pub fn analysis<'d>(&self, document: &'d Document) -> Analysis<'d> {
        let segments = segment::sentences(document, &self.rules.orthography);
        let words = self.rules.amounts.of_language(&document.language);
        let amounts = mention::amounts(&document.text, &segments, words);
        let tags = self.tags(document, &segments);
        let reading = Reading::new(document, segments, amounts, tags);
        let names = mention::name::names(&reading, &self.rules.names, &self.rules.gazetteer);
        Analysis::new(reading, names, &self.model, &self.lemmas)
    }

    /// The rules it reads with.
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Decides slots with other weights: for training.
    pub fn set_ranker(&mut self, ranker: rules::Ranker) {
        self.rules.ranker = ranker;
    }

    fn tags(&self, document: &Document, segments: &segment::Segments) -> Vec<syntax::Tag> {
        let mut tags = Vec::with_capacity(segments.tokens.len());
        for sentence in &segments.sentences {
            let words: Vec<syntax::Word> = segments.tokens[sentence.tokens.clone()]
                .iter()
                .map(|token| syntax::Word::new(token.span.of(&document.text)))
                .collect();
            tags.extend(syntax::tags(&words, &self.model));
        }
        tags
    }
}
