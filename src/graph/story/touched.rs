//! Which parts of the story a change of documents can touch.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use oxigraph::model::{NamedNode, NamedOrBlankNode, Quad, Term};

use crate::graph::{
    Base,
    vocabulary::{dcterms, pg},
};

/// Collects, over a batch of documents, what they said before and do not say now, and the other way round.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// What documents began or ceased to say of an entity.
    pub(super) entities: BTreeMap<String, EntityChange>,
    /// The fundings that a changed statement tells, or told, of.
    pub(super) fundings: BTreeSet<String>,
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
                    redated |= quad.predicate.as_str() == dcterms::ISSUED;
                }
            }
        }
        let funding_of: HashMap<&str, Vec<&str>> = funding_links(old.iter().chain(new));
        for (statement, fundings) in funding_of {
            if redated || changed_statements.contains(statement) {
                self.fundings
                    .extend(fundings.into_iter().map(str::to_owned));
            }
        }
    }

    /// Whether the story stays as it is.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty() && self.fundings.is_empty()
    }
}

fn funding_links<'a>(quads: impl Iterator<Item = &'a Quad>) -> HashMap<&'a str, Vec<&'a str>> {
    let mut links: HashMap<&str, Vec<&str>> = HashMap::new();
    for quad in quads {
        if quad.predicate.as_str() != pg::STATEMENT_OF {
            continue;
        }
        if let (NamedOrBlankNode::NamedNode(statement), Term::NamedNode(funding)) =
            (&quad.subject, &quad.object)
        {
            links
                .entry(statement.as_str())
                .or_default()
                .push(funding.as_str());
        }
    }
    links
}
