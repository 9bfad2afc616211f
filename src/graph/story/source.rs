//! What the story needs from a store.

use std::ops::ControlFlow;

use oxigraph::model::{GraphName, NamedNode, Quad, Term};

/// A quad pattern; `None` fits anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    /// The subject.
    pub subject: Option<NamedNode>,
    /// The predicate.
    pub predicate: Option<NamedNode>,
    /// The object.
    pub object: Option<Term>,
    /// The graph; `Some(GraphName::DefaultGraph)` is the default graph alone.
    pub graph: Option<GraphName>,
}

/// A store as the story sees it: it can look up quads. Patterns always fix the subject or the object,
/// so that each look-up is a short range of an index.
pub trait Source {
    /// Why a look-up failed.
    type Error;

    /// Hands every quad that fits to `take`, in any order, each once, until it breaks off.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn quads(
        &self,
        pattern: &Pattern,
        take: &mut dyn FnMut(Quad) -> ControlFlow<()>,
    ) -> Result<(), Self::Error>;
}
