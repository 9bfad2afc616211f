//! The whole flow on one page.

mod build;
mod quads;

pub use build::{Event, Options, Summary, build};
pub use quads::{QuadsError, load_quads};

use crate::{fact::Facts, read::Document, rules};

/// Everything extraction needs: immutable, shared by all threads.
#[derive(Debug)]
pub struct Extractor {}

impl Extractor {
    /// Loads the rules.
    ///
    /// # Errors
    /// When a rule file is missing or wrong.
    pub fn new(source: &rules::Source) -> Result<Self, rules::Error> {
        let _ = source;
        Ok(Self {})
    }

    /// What the document states. A pure function of document and rules; never panics, never fails.
    pub fn facts(&self, document: &Document) -> Facts {
        let _ = document;
        Facts::default()
    }
}
