//! Whether a store is whole: readable, consistent in itself, and its story the one that its documents tell.

use std::{
    collections::BTreeSet,
    hash::{Hash, Hasher},
};

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use rustc_hash::{FxHashSet, FxHasher};

use super::{Error, Store, journal};
use crate::graph::{
    story::{self, Touched},
    vocabulary::{node, pg, rdf},
};

/// Documents whose part in the story is worked out at once.
const BATCH: usize = 500;

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// A process was killed between the documents and the story.
    #[error("{0} documents are loaded and not told in the story yet: any next `build` tells them")]
    Untold(usize),
    /// A graph of a document without the document.
    #[error("graph {0} does not describe its document: remove it and build the document again")]
    Headless(NamedNode),
    /// The default graph lacks what documents tell.
    #[error("the story lacks {count} quads that the documents tell, such as {example}: {MEND}")]
    Lacking {
        /// How many.
        count: usize,
        /// One of them.
        example: Box<Quad>,
    },
    /// The default graph holds what no document tells.
    #[error("the story has {count} quads that no document tells, such as {example}: {MEND}")]
    Surplus {
        /// How many.
        count: usize,
        /// One of them.
        example: Box<Quad>,
    },
    /// The default graph holds an entity or sum of no document.
    #[error("no document tells of {0}, which the story has: {MEND}")]
    Orphan(NamedNode),
}

const MEND: &str = "restore a backup, or build the documents again into another folder; updates past `build` and `remove` may cause it";

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Graphs of documents.
    pub documents: usize,
    /// Quads read, story and sources together.
    pub quads: usize,
}

impl Store {
    /// Reads all of the store and hands out what is wrong with it.
    ///
    /// # Errors
    /// When the engine cannot read its files.
    pub fn verify(&self, report: &mut dyn FnMut(Damage)) -> Result<Verified, Error> {
        self.read_to_the_end()?;
        self.engine.validate()?;
        if let Some(folder) = &self.folder {
            let untold = journal::read(folder)?.len();
            if untold > 0 {
                report(Damage::Untold(untold));
            }
        }
        let mut verified = Verified::default();
        let names: Vec<NamedNode> = self
            .graphs()?
            .into_iter()
            .filter(|name| self.base().is_document_graph(&name.clone().into()))
            .collect();
        let (mut lacking, mut surplus) = (Vec::new(), Vec::new());
        for batch in names.chunks(BATCH) {
            let mut touched = Touched::default();
            for name in batch {
                let graph = GraphName::from(name.clone());
                let quads = self
                    .quads(None, None, None, Some(&graph))
                    .collect::<Result<Vec<_>, _>>()?;
                let document = Term::from(node(pg::DOCUMENT));
                let described = quads.iter().any(|quad| {
                    quad.subject == NamedOrBlankNode::from(name.clone())
                        && quad.predicate.as_str() == rdf::TYPE
                        && quad.object == document
                });
                if !described && !quads.is_empty() {
                    report(Damage::Headless(name.clone()));
                }
                touched.document(&[], &quads, self.base());
                verified.quads += quads.len();
            }
            let changes = story::changes(&touched, self.base(), self)?;
            lacking.extend(changes.insert);
            surplus.extend(changes.remove);
        }
        verified.documents = names.len();
        verified.quads += self.verify_story(report)?;
        if let Some(first) = lacking.first() {
            report(Damage::Lacking {
                count: lacking.len(),
                example: Box::new(first.clone()),
            });
        }
        if let Some(first) = surplus.first() {
            report(Damage::Surplus {
                count: surplus.len(),
                example: Box::new(first.clone()),
            });
        }
        Ok(verified)
    }

    /// Reads each index of the engine once. `validate` counts quads with iterators that give the same error for ever where a file is
    /// damaged (oxigraph 0.5.13), so what cannot be read must be met before.
    fn read_to_the_end(&self) -> Result<(), Error> {
        let mut seen: FxHashSet<u64> = FxHashSet::default();
        let mut is_new = |part: &dyn Fn(&mut FxHasher)| {
            let mut hasher = FxHasher::default();
            part(&mut hasher);
            seen.insert(hasher.finish())
        };
        for quad in self.quads(None, None, None, None) {
            let quad = quad?;
            for graph in [None, Some(&quad.graph_name)] {
                let (subject, predicate, object) = (&quad.subject, &quad.predicate, &quad.object);
                if is_new(&|hasher| (0, subject, graph).hash(hasher)) {
                    drain(self.quads(Some(subject), None, None, graph))?;
                }
                if is_new(&|hasher| (1, predicate, graph).hash(hasher)) {
                    drain(self.quads(None, Some(predicate), None, graph))?;
                }
                if is_new(&|hasher| (2, object, graph).hash(hasher)) {
                    drain(self.quads(None, None, Some(object), graph))?;
                }
            }
        }
        Ok(())
    }

    /// Every entity of the story is one of some document. Returns the quads of the story.
    fn verify_story(&self, report: &mut dyn FnMut(Damage)) -> Result<usize, Error> {
        let mut entities = BTreeSet::new();
        let mut count = 0;
        for quad in self.quads(None, None, None, Some(&GraphName::DefaultGraph)) {
            count += 1;
            if let NamedOrBlankNode::NamedNode(subject) = quad?.subject
                && self.base().is_entity(&subject)
            {
                entities.insert(subject);
            }
        }
        for entity in entities {
            let mut told = false;
            for quad in self.quads(Some(&entity.clone().into()), None, None, None) {
                told |= self.base().is_document_graph(&quad?.graph_name);
            }
            if !told {
                report(Damage::Orphan(entity));
            }
        }
        Ok(count)
    }
}

/// Reads all of an answer; the first error ends it.
fn drain(quads: impl Iterator<Item = Result<Quad, Error>>) -> Result<(), Error> {
    for quad in quads {
        quad?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use oxigraph::{io::RdfParser, model::Literal};

    use super::*;
    use crate::{
        graph::{Base, vocabulary::rdfs},
        store::SourceGraph,
    };

    const QUADS: &str = include_str!("../../tests/cli/two-documents.nq");

    fn store() -> Store {
        let store = Store::in_memory(Base::default());
        let mut sources: Vec<SourceGraph> = Vec::new();
        for quad in RdfParser::from_format(oxigraph::io::RdfFormat::NQuads).for_slice(QUADS) {
            let quad = quad.expect("a quad");
            let GraphName::NamedNode(name) = quad.graph_name.clone() else {
                panic!("only sources")
            };
            match sources.iter_mut().find(|source| source.name == name) {
                Some(source) => source.quads.push(quad),
                None => sources.push(SourceGraph {
                    name,
                    quads: vec![quad],
                }),
            }
        }
        let mut writer = store.writer().expect("a writer");
        writer.load(sources).expect("loads");
        writer.finish().expect("saves");
        store
    }

    fn damage(store: &Store) -> Vec<Damage> {
        let mut found = Vec::new();
        store
            .verify(&mut |damage| found.push(damage))
            .expect("can be read");
        found
    }

    fn told(store: &Store, property: &'static str) -> Quad {
        store
            .quads(
                None,
                Some(&node(property)),
                None,
                Some(&GraphName::DefaultGraph),
            )
            .next()
            .expect("the story has it")
            .expect("a quad")
    }

    #[test]
    fn a_whole_store_has_no_damage() {
        let store = store();
        assert_eq!(damage(&store), []);
        let verified = store.verify(&mut |_| {}).expect("can be read");
        assert_eq!(verified.documents, 2);
        assert_eq!(verified.quads, store.len().expect("a number"));
    }

    #[test]
    fn a_story_that_lacks_something_is_damaged() {
        let store = store();
        let label = told(&store, rdfs::LABEL);
        store.engine.remove(&label).expect("goes");
        assert_eq!(
            damage(&store),
            [Damage::Lacking {
                count: 1,
                example: Box::new(label)
            }]
        );
    }

    #[test]
    fn a_document_that_is_gone_leaves_orphans() {
        let store = store();
        for name in store.graphs().expect("graphs") {
            store.engine.remove_named_graph(&name).expect("goes");
        }
        let found = damage(&store);
        assert!(!found.is_empty());
        assert!(
            found
                .iter()
                .all(|damage| matches!(damage, Damage::Orphan(_))),
            "{found:?}"
        );
    }

    #[test]
    fn a_graph_without_its_document_is_damaged() {
        let store = store();
        let name = Base::default().document("three");
        let stray = Quad::new(
            name.clone(),
            node(pg::RULE),
            Literal::from("x"),
            name.clone(),
        );
        store.engine.insert(&stray).expect("comes");
        assert_eq!(damage(&store), [Damage::Headless(name)]);
    }
}
