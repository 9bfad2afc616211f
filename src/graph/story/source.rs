//! What the story needs from a store.

use std::ops::ControlFlow;

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};

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

impl Pattern {
    /// Whether the quad fits.
    pub fn fits(&self, quad: &Quad) -> bool {
        let subject = |node: &NamedNode| matches!(&quad.subject, NamedOrBlankNode::NamedNode(subject) if subject == node);
        self.subject.as_ref().is_none_or(subject)
            && self
                .predicate
                .as_ref()
                .is_none_or(|node| *node == quad.predicate)
            && self.object.as_ref().is_none_or(|term| *term == quad.object)
            && self
                .graph
                .as_ref()
                .is_none_or(|name| *name == quad.graph_name)
    }

    pub(super) fn of(subject: &NamedNode) -> Self {
        Self {
            subject: Some(subject.clone()),
            ..Self::default()
        }
    }

    pub(super) fn to(object: impl Into<Term>) -> Self {
        Self {
            object: Some(object.into()),
            ..Self::default()
        }
    }

    pub(super) fn by(mut self, predicate: &'static str) -> Self {
        self.predicate = Some(NamedNode::new_unchecked(predicate));
        self
    }

    pub(super) fn inside(mut self, graph: &NamedNode) -> Self {
        self.graph = Some(graph.clone().into());
        self
    }

    pub(super) fn in_story(mut self) -> Self {
        self.graph = Some(GraphName::DefaultGraph);
        self
    }
}

/// A store as the story sees it: it can look up quads. Patterns always fix the subject, the object,
/// or predicate and graph, so that each look-up is a short range of an index.
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

/// All quads that fit and pass.
pub(super) fn collect<S: Source + ?Sized>(
    source: &S,
    pattern: &Pattern,
    keep: impl Fn(&Quad) -> bool,
) -> Result<Vec<Quad>, S::Error> {
    let mut quads = Vec::new();
    source.quads(pattern, &mut |quad| {
        if keep(&quad) {
            quads.push(quad);
        }
        ControlFlow::Continue(())
    })?;
    Ok(quads)
}

/// Whether some quad fits and passes.
pub(super) fn any<S: Source + ?Sized>(
    source: &S,
    pattern: &Pattern,
    keep: impl Fn(&Quad) -> bool,
) -> Result<bool, S::Error> {
    let mut found = false;
    source.quads(pattern, &mut |quad| {
        found = keep(&quad);
        if found {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    Ok(found)
}

/// The words of a literal, or the IRI.
pub(super) fn text(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(_) => String::new(),
    }
}

/// The IRI of the subject.
pub(super) fn iri_of(quad: &Quad) -> Option<String> {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => Some(node.as_str().to_owned()),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}
