//! Which parts of the story a change of documents can touch.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use oxigraph::model::{NamedNode, NamedOrBlankNode, Quad, Term};

use crate::graph::{
    Base,
    match_key::COUNT,
    vocabulary::{dcterms, pg},
};

/// Collects, over a batch of documents, what they said before and do not say now, and the other way round.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// What documents began or ceased to say of an entity.
    pub(super) entities: BTreeMap<String, EntityChange>,
    /// Statements that tell, or told, of a funding.
    pub(super) statements: BTreeSet<String>,
    /// By which those may be met in other documents.
    pub(super) keys: BTreeSet<String>,
    /// Quantities that can, or could, contradict others.
    pub(super) quantities: BTreeSet<String>,
    /// Documents that came, changed or went.
    pub(super) documents: BTreeSet<String>,
}

/// What began or ceased to be said of one entity.
#[derive(Clone, Debug, Default)]
pub(super) struct EntityChange {
    pub(super) began: HashSet<(NamedNode, Term)>,
    pub(super) ceased: HashSet<(NamedNode, Term)>,
}

impl Touched {
    /// Notes a document that is new (`old` empty), replaced, or removed (`new` empty).
    pub fn document(&mut self, old: &[Quad], new: &[Quad], base: &Base) {
        let before: HashSet<&Quad> = old.iter().collect();
        let after: HashSet<&Quad> = new.iter().collect();
        let mut changed_statements: HashSet<&str> = HashSet::new();
        let mut redated = false;
        let sides = [(old, &after, false), (new, &before, true)];
        for (quads, other_side, began) in sides {
            for quad in quads.iter().filter(|quad| !other_side.contains(quad)) {
                // Written by the story, and gone with the old graph.
                if quad.predicate.as_str() == pg::STATEMENT_OF {
                    continue;
                }
                let NamedOrBlankNode::NamedNode(subject) = &quad.subject else {
                    continue;
                };
                if base.is_entity(subject) {
                    let change = self
                        .entities
                        .entry(subject.as_str().to_owned())
                        .or_default();
                    let said = (quad.predicate.clone(), quad.object.clone());
                    if began {
                        change.began.insert(said);
                    } else {
                        change.ceased.insert(said);
                    }
                } else {
                    changed_statements.insert(subject.as_str());
                    redated |=
                        [dcterms::ISSUED, pg::TEXT_SKETCH].contains(&quad.predicate.as_str());
                }
            }
        }
        for quad in old.iter().chain(new) {
            let NamedOrBlankNode::NamedNode(subject) = &quad.subject else {
                continue;
            };
            match quad.predicate.as_str() {
                // Also of what did not change: the link to the funding is gone with the old graph.
                pg::FUNDING_NAME => {
                    self.statements.insert(subject.as_str().to_owned());
                    self.documents
                        .extend(super::document_of(subject.as_str()).map(str::to_owned));
                }
                pg::MATCH_KEY if redated || changed_statements.contains(subject.as_str()) => {
                    if let Term::Literal(key) = &quad.object {
                        if key.value().starts_with(COUNT) {
                            self.quantities.insert(subject.as_str().to_owned());
                        }
                        self.keys.insert(key.value().to_owned());
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether the story stays as it is.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty() && self.statements.is_empty() && self.quantities.is_empty()
    }
}
