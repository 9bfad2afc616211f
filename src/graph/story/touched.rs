//! Which parts of the story a change of documents can touch.

use std::collections::BTreeSet;

use oxigraph::model::Quad;

use crate::graph::Base;

/// Collects, over a batch of documents, what they said before and do not say now, and the other way round.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    removed: BTreeSet<String>,
}

impl Touched {
    /// Notes a document that is new (`old` empty), replaced, or removed (`new` empty).
    pub fn document(&mut self, old: &[Quad], new: &[Quad], base: &Base) {
        let _ = (old, new, base, &mut self.removed);
    }
}
