//! Changes: whole documents in, whole documents out, and the story with them.

use std::sync::MutexGuard;

use oxigraph::{
    model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Triple},
    store::Transaction,
};
use rustc_hash::FxHashSet;

use super::{Error, Store};

/// From this many quads on, the bulk loader is faster than a transaction.
const BULK: usize = 20_000;

/// What one document states: all its quads lie in the graph that bears its name.
#[derive(Clone, Debug)]
pub struct SourceGraph {
    /// The IRI of the document and of its graph.
    pub name: NamedNode,
    /// Its statements.
    pub triples: Vec<Triple>,
}

/// How the story (default graph) follows from the sources.
///
/// What a document tells is either copied from its graph or named after the document, so that a triple stays in the story
/// exactly as long as some document tells it.
pub trait Story: Sync {
    /// What the story owes to this document.
    fn told_by(&self, source: &SourceGraph) -> Vec<Triple>;
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Documents that were not there before.
    pub new: usize,
    /// Documents whose graph was replaced.
    pub replaced: usize,
    /// Quads written, story included.
    pub quads: usize,
}

/// The one that may change the store. [`finish`](Self::finish) makes the work durable.
pub struct Writer<'a> {
    store: &'a Store,
    story: &'a dyn Story,
    _turn: MutexGuard<'a, ()>,
}

impl std::fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl<'a> Writer<'a> {
    pub(super) fn new(store: &'a Store, story: &'a dyn Story, turn: MutexGuard<'a, ()>) -> Self {
        Self {
            store,
            story,
            _turn: turn,
        }
    }

    /// Loads documents, replacing those that are there. Each is in the store whole or not at all.
    ///
    /// # Errors
    /// When the engine fails; then the store is as before the call, or lacks only documents of this batch.
    pub fn load(&mut self, batch: Vec<SourceGraph>) -> Result<Loaded, Error> {
        let mut fresh = Vec::new();
        let mut known = Vec::new();
        for source in batch {
            if self.store.has_graph(&source.name)? {
                known.push(source);
            } else {
                fresh.push(source);
            }
        }
        let mut loaded = Loaded {
            new: fresh.len(),
            replaced: known.len(),
            quads: 0,
        };
        if !known.is_empty() {
            loaded.quads += self.replace(known)?;
        }
        if !fresh.is_empty() {
            loaded.quads += self.add(fresh)?;
        }
        Ok(loaded)
    }

    /// Removes a document and what only it told. `false` when there is no such document.
    ///
    /// # Errors
    /// When the engine fails; then nothing was removed.
    pub fn remove(&mut self, name: &NamedNode) -> Result<bool, Error> {
        if !self.store.has_graph(name)? {
            return Ok(false);
        }
        let mut transaction = self.store.engine.start_transaction()?;
        let untold = self.take(&mut transaction, name)?;
        drop_untold(&mut transaction, untold)?;
        transaction.commit()?;
        Ok(true)
    }

    /// Replaces a graph that is no document (the ontology, an imported graph): the story does not change.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn put_graph(&mut self, source: SourceGraph) -> Result<(), Error> {
        let mut transaction = self.store.engine.start_transaction()?;
        transaction.remove_named_graph(&source.name)?;
        let graph = GraphName::from(source.name);
        for triple in source.triples {
            transaction.insert(&triple.in_graph(graph.clone()));
        }
        Ok(transaction.commit()?)
    }

    /// Makes all of it durable.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(self) -> Result<(), Error> {
        self.store.save()
    }

    fn add(&self, fresh: Vec<SourceGraph>) -> Result<usize, Error> {
        let mut quads = Vec::new();
        let mut told = FxHashSet::default();
        for source in fresh {
            told.extend(self.story.told_by(&source));
            let graph = GraphName::from(source.name);
            quads.extend(source.triples.into_iter().map(|triple| triple.in_graph(graph.clone())));
        }
        quads.extend(told.into_iter().map(|triple| triple.in_graph(GraphName::DefaultGraph)));
        let count = quads.len();
        if count >= BULK {
            let mut loader = self.store.engine.bulk_loader();
            loader.load_quads(quads)?;
            loader.commit()?;
        } else {
            let mut transaction = self.store.engine.start_transaction()?;
            transaction.extend(&quads);
            transaction.commit()?;
        }
        Ok(count)
    }

    fn replace(&self, known: Vec<SourceGraph>) -> Result<usize, Error> {
        let mut transaction = self.store.engine.start_transaction()?;
        let mut count = 0;
        let mut untold = Vec::new();
        for source in &known {
            untold.extend(self.take(&mut transaction, &source.name)?);
        }
        let mut told = FxHashSet::default();
        for source in known {
            told.extend(self.story.told_by(&source));
            let graph = GraphName::from(source.name);
            count += source.triples.len();
            for triple in source.triples {
                transaction.insert(&triple.in_graph(graph.clone()));
            }
        }
        untold.retain(|triple| !told.contains(triple));
        drop_untold(&mut transaction, untold)?;
        count += told.len();
        for triple in told {
            transaction.insert(&triple.in_graph(GraphName::DefaultGraph));
        }
        transaction.commit()?;
        Ok(count)
    }

    /// Takes a document's graph out and gives what it had told.
    fn take(&self, transaction: &mut Transaction<'_>, name: &NamedNode) -> Result<Vec<Triple>, Error> {
        let graph = GraphName::from(name.clone());
        let triples = transaction
            .quads_for_pattern(None, None, None, Some(graph.as_ref()))
            .map(|quad| quad.map(Triple::from))
            .collect::<Result<Vec<_>, _>>()?;
        transaction.remove_named_graph(name)?;
        Ok(self.story.told_by(&SourceGraph {
            name: name.clone(),
            triples,
        }))
    }
}

/// Removes from the story what no source states any more.
fn drop_untold(transaction: &mut Transaction<'_>, untold: Vec<Triple>) -> Result<(), Error> {
    for triple in untold {
        let mut sources = transaction.quads_for_pattern(
            Some(NamedOrBlankNode::as_ref(&triple.subject)),
            Some(triple.predicate.as_ref()),
            Some(triple.object.as_ref()),
            None,
        );
        let supported = loop {
            match sources.next() {
                Some(quad) if quad.as_ref().is_ok_and(|quad| quad.graph_name.is_default_graph()) => {}
                Some(quad) => {
                    quad?;
                    break true;
                }
                None => break false,
            }
        };
        drop(sources);
        if !supported {
            transaction.remove(&Quad::new(
                triple.subject,
                triple.predicate,
                triple.object,
                GraphName::DefaultGraph,
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use oxigraph::model::Literal;

    use super::*;

    /// The story is everything a document says, and a note that it exists.
    struct Everything;

    impl Story for Everything {
        fn told_by(&self, source: &SourceGraph) -> Vec<Triple> {
            let mut told = source.triples.clone();
            told.push(triple(source.name.as_str(), "exists"));
            told
        }
    }

    fn triple(subject: &str, object: &str) -> Triple {
        Triple::new(
            NamedNode::new_unchecked(subject),
            NamedNode::new_unchecked("http://example.org/says"),
            Literal::from(object),
        )
    }

    fn source(name: &str, objects: &[&str]) -> SourceGraph {
        SourceGraph {
            name: NamedNode::new_unchecked(format!("http://example.org/{name}")),
            triples: objects.iter().map(|o| triple("http://example.org/thing", o)).collect(),
        }
    }

    fn lines(store: &Store) -> Vec<String> {
        let mut lines: Vec<String> = store
            .quads(None, None, None, None)
            .map(|quad| quad.expect("a quad").to_string())
            .collect();
        lines.sort();
        lines
    }

    fn loaded(batches: Vec<Vec<SourceGraph>>) -> Store {
        let store = Store::in_memory("http://example.org/");
        let mut writer = store.writer(&Everything).expect("a writer");
        for batch in batches {
            writer.load(batch).expect("loads");
        }
        writer.finish().expect("saves");
        store
    }

    #[test]
    fn loading_again_replaces_and_gives_the_same_store_as_a_fresh_one() {
        let again = loaded(vec![
            vec![source("a", &["x", "y"]), source("b", &["y"])],
            vec![source("a", &["z"])],
        ]);
        let fresh = loaded(vec![vec![source("b", &["y"]), source("a", &["z"])]]);
        assert_eq!(lines(&again), lines(&fresh));
        // `y` stays because b says it, `x` goes.
        assert!(lines(&again).iter().any(|line| line.contains("\"y\"")));
        assert!(!lines(&again).iter().any(|line| line.contains("\"x\"")));
    }

    #[test]
    fn replacing_two_documents_at_once_drops_what_only_they_told_each_other() {
        let again = loaded(vec![
            vec![source("a", &["x"]), source("b", &["x"])],
            vec![source("a", &["y"]), source("b", &["y"])],
        ]);
        assert!(!lines(&again).iter().any(|line| line.contains("\"x\"")));
    }

    #[test]
    fn removing_what_was_added_restores_the_store() {
        let store = loaded(vec![vec![source("a", &["x", "y"])]]);
        let before = lines(&store);
        let mut writer = store.writer(&Everything).expect("a writer");
        writer.load(vec![source("b", &["y", "z"])]).expect("loads");
        let b = NamedNode::new_unchecked("http://example.org/b");
        assert!(writer.remove(&b).expect("removes"));
        assert!(!writer.remove(&b).expect("nothing to remove"));
        drop(writer);
        assert_eq!(lines(&store), before);
        assert_eq!(store.graphs().expect("graphs").len(), 1);
    }
}
