//! Changes: whole documents in, whole documents out, and the story with them.

use std::{ops::ControlFlow, sync::MutexGuard};

use oxigraph::{
    model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term},
    store::{StorageError, Transaction},
};

use super::{Error, Store, journal};
use crate::graph::story::{self, Changes, Pattern, Source, Touched};

/// From this many quads on, the bulk loader is faster than a transaction.
const BULK: usize = 20_000;

/// What one document states: all its quads lie in the graph that bears its name.
#[derive(Clone, Debug)]
pub struct SourceGraph {
    /// The IRI of the document and of its graph.
    pub name: NamedNode,
    /// Its statements, all in that graph.
    pub quads: Vec<Quad>,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Documents that were not there before.
    pub new: usize,
    /// Documents whose graph was replaced.
    pub replaced: usize,
    /// Quads of the sources written.
    pub quads: usize,
}

/// The one that may change the store. [`finish`](Self::finish) makes the work durable.
pub struct Writer<'a> {
    store: &'a Store,
    _turn: MutexGuard<'a, ()>,
}

impl std::fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl<'a> Writer<'a> {
    /// Takes over what a killed process left half done: documents whose part in the story was not told yet.
    pub(super) fn new(store: &'a Store, turn: MutexGuard<'a, ()>) -> Result<Self, Error> {
        let mut writer = Self { store, _turn: turn };
        let untold = match &store.folder {
            Some(folder) => journal::read(folder)?,
            None => Vec::new(),
        };
        if !untold.is_empty() {
            let mut touched = Touched::default();
            for name in &untold {
                let quads = store
                    .quads(None, None, None, Some(&GraphName::from(name.clone())))
                    .collect::<Result<Vec<_>, _>>()?;
                touched.document(&[], &quads, store.base());
            }
            writer.tell(&touched)?;
        }
        Ok(writer)
    }

    /// Loads documents, replacing those that are there. Each is in the store whole or not at all.
    ///
    /// # Errors
    /// When the engine fails; then the store lacks at most documents of this batch.
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
        let count = |sources: &[SourceGraph]| {
            sources
                .iter()
                .map(|source| source.quads.len())
                .sum::<usize>()
        };
        let loaded = Loaded {
            new: fresh.len(),
            replaced: known.len(),
            quads: count(&fresh) + count(&known),
        };
        if count(&fresh) >= BULK {
            self.load_in_bulk(fresh)?;
            self.replace(known, &[])?;
        } else {
            known.append(&mut fresh);
            self.replace(known, &[])?;
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
        self.replace(Vec::new(), std::slice::from_ref(name))?;
        Ok(true)
    }

    /// Replaces a graph that is no document (the ontology, an imported graph): the story does not change.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn put_graph(&mut self, source: &SourceGraph) -> Result<(), Error> {
        let mut transaction = self.store.engine.start_transaction()?;
        transaction.remove_named_graph(&source.name)?;
        transaction.extend(&source.quads);
        Ok(transaction.commit()?)
    }

    /// Replaces a graph that is no document by a stream too long for memory. Returns when all of it is in, or leaves the graph as it was.
    ///
    /// # Errors
    /// The first of the stream, or when the engine fails.
    pub fn replace_graph<E: From<Error>>(
        &mut self,
        name: &NamedNode,
        quads: impl IntoIterator<Item = Result<Quad, E>>,
    ) -> Result<(), E> {
        let engine = &self.store.engine;
        let failed = |error: StorageError| E::from(Error::from(error));
        if self.store.has_graph(name)? {
            // The old graph goes and the new one comes in one step.
            let mut transaction = engine.start_transaction().map_err(failed)?;
            transaction.remove_named_graph(name).map_err(failed)?;
            for quad in quads {
                transaction.insert(&quad?);
            }
            transaction.insert_named_graph(name);
            return transaction.commit().map_err(failed);
        }
        let mut loader = engine.bulk_loader();
        let mut batch = Vec::with_capacity(BULK);
        for quad in quads {
            batch.push(quad?);
            if batch.len() == BULK {
                loader
                    .load_quads(std::mem::take(&mut batch))
                    .map_err(failed)?;
            }
        }
        loader.load_quads(batch).map_err(failed)?;
        loader.commit().map_err(failed)
    }

    /// Replaces the graph of links, and with it what the story holds because of links, in one transaction.
    ///
    /// # Errors
    /// When the engine fails; then nothing changed.
    pub fn put_links(
        &mut self,
        links: &SourceGraph,
        remove: &[Quad],
        insert: &[Quad],
    ) -> Result<(), Error> {
        let mut transaction = self.store.engine.start_transaction()?;
        transaction.remove_named_graph(&links.name)?;
        transaction.extend(&links.quads);
        for quad in remove {
            transaction.remove(quad);
        }
        transaction.extend(insert);
        Ok(transaction.commit()?)
    }

    /// Makes all of it durable.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(self) -> Result<(), Error> {
        self.store.save()
    }

    /// New graphs and the story with them, in one transaction.
    fn replace(&mut self, sources: Vec<SourceGraph>, gone: &[NamedNode]) -> Result<(), Error> {
        if sources.is_empty() && gone.is_empty() {
            return Ok(());
        }
        let base = self.store.base();
        let mut transaction = self.store.engine.start_transaction()?;
        let mut touched = Touched::default();
        for name in gone {
            let old = take(&mut transaction, name)?;
            touched.document(&old, &[], base);
        }
        for source in sources {
            let old = take(&mut transaction, &source.name)?;
            touched.document(&old, &source.quads, base);
            // A document that states nothing still has its graph.
            transaction.insert_named_graph(&source.name);
            transaction.extend(&source.quads);
        }
        let changes = story::changes(&touched, base, &View(&transaction))?;
        apply(&mut transaction, &changes);
        Ok(transaction.commit()?)
    }

    /// New documents through the bulk loader. The journal names them until the story has them too.
    fn load_in_bulk(&mut self, fresh: Vec<SourceGraph>) -> Result<(), Error> {
        if let Some(folder) = &self.store.folder {
            journal::write(folder, fresh.iter().map(|source| &source.name))?;
        }
        let mut touched = Touched::default();
        for source in &fresh {
            touched.document(&[], &source.quads, self.store.base());
        }
        let mut loader = self.store.engine.bulk_loader();
        loader.load_quads(fresh.into_iter().flat_map(|source| source.quads))?;
        loader.commit()?;
        self.tell(&touched)
    }

    /// Brings the story up to date with documents that are loaded, and closes the journal.
    fn tell(&mut self, touched: &Touched) -> Result<(), Error> {
        let engine = &self.store.engine;
        let Changes { remove, insert } = story::changes(touched, self.store.base(), self.store)?;
        let mut transaction = engine.start_transaction()?;
        for quad in &remove {
            transaction.remove(quad);
        }
        if insert.len() < BULK {
            transaction.extend(&insert);
            transaction.commit()?;
        } else {
            transaction.commit()?;
            let mut loader = engine.bulk_loader();
            loader.load_quads(insert)?;
            loader.commit()?;
        }
        match &self.store.folder {
            Some(folder) => journal::close(folder),
            None => Ok(()),
        }
    }
}

/// Takes a document's graph out.
pub(super) fn take(
    transaction: &mut Transaction<'_>,
    name: &NamedNode,
) -> Result<Vec<Quad>, Error> {
    let graph = GraphName::from(name.clone());
    let quads = transaction
        .quads_for_pattern(None, None, None, Some(graph.as_ref()))
        .collect::<Result<Vec<_>, _>>()?;
    transaction.remove_named_graph(name)?;
    Ok(quads)
}

pub(super) fn apply(transaction: &mut Transaction<'_>, changes: &Changes) {
    for quad in &changes.remove {
        transaction.remove(quad);
    }
    transaction.extend(&changes.insert);
}

/// A transaction as the story sees it: with what it has written so far.
pub(super) struct View<'a, 'b>(pub(super) &'a Transaction<'b>);

impl Source for View<'_, '_> {
    type Error = Error;

    fn quads(
        &self,
        pattern: &Pattern,
        take: &mut dyn FnMut(Quad) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let subject = pattern.subject.clone().map(NamedOrBlankNode::from);
        hand_out(
            self.0.quads_for_pattern(
                subject.as_ref().map(NamedOrBlankNode::as_ref),
                pattern.predicate.as_ref().map(NamedNode::as_ref),
                pattern.object.as_ref().map(Term::as_ref),
                pattern.graph.as_ref().map(GraphName::as_ref),
            ),
            take,
        )
    }
}

impl Source for Store {
    type Error = Error;

    fn quads(
        &self,
        pattern: &Pattern,
        take: &mut dyn FnMut(Quad) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let subject = pattern.subject.clone().map(NamedOrBlankNode::from);
        hand_out(
            self.engine.quads_for_pattern(
                subject.as_ref().map(NamedOrBlankNode::as_ref),
                pattern.predicate.as_ref().map(NamedNode::as_ref),
                pattern.object.as_ref().map(Term::as_ref),
                pattern.graph.as_ref().map(GraphName::as_ref),
            ),
            take,
        )
    }
}

fn hand_out(
    quads: impl Iterator<Item = Result<Quad, StorageError>>,
    take: &mut dyn FnMut(Quad) -> ControlFlow<()>,
) -> Result<(), Error> {
    for quad in quads {
        if take(quad?).is_break() {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use oxigraph::model::Literal;

    use super::*;
    use crate::graph::Base;

    fn source(name: &str, objects: &[&str]) -> SourceGraph {
        let name = Base::default().document(name);
        SourceGraph {
            quads: objects
                .iter()
                .map(|object| {
                    Quad::new(
                        name.clone(),
                        NamedNode::new_unchecked("http://example.org/says"),
                        Literal::from(*object),
                        name.clone(),
                    )
                })
                .collect(),
            name,
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
        let store = Store::in_memory(Base::default());
        let mut writer = store.writer().expect("a writer");
        for batch in batches {
            writer.load(batch).expect("loads");
        }
        writer.finish().expect("saves");
        store
    }

    #[test]
    fn loading_again_replaces() {
        let again = loaded(vec![
            vec![source("a", &["x", "y"]), source("b", &["y"])],
            vec![source("a", &["z"])],
        ]);
        let fresh = loaded(vec![vec![source("b", &["y"]), source("a", &["z"])]]);
        assert_eq!(lines(&again), lines(&fresh));
        assert!(!lines(&again).iter().any(|line| line.contains("\"x\"")));
    }

    #[test]
    fn removing_what_was_added_restores_the_store() {
        let store = loaded(vec![vec![source("a", &["x", "y"])]]);
        let before = lines(&store);
        let mut writer = store.writer().expect("a writer");
        writer.load(vec![source("b", &["y", "z"])]).expect("loads");
        let b = Base::default().document("b");
        assert!(writer.remove(&b).expect("removes"));
        assert!(!writer.remove(&b).expect("nothing to remove"));
        drop(writer);
        assert_eq!(lines(&store), before);
        assert_eq!(store.graphs().expect("graphs").len(), 1);
    }

    #[test]
    fn bulk_and_transaction_give_the_same_store() {
        let many: Vec<String> = (0..BULK).map(|n| n.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let (first, second) = many.split_at(BULK / 2);
        let bulk = loaded(vec![vec![source("a", first), source("b", second)]]);
        let single = loaded(vec![vec![source("b", second)], vec![source("a", first)]]);
        assert_eq!(lines(&bulk), lines(&single));
    }
}
