//! The only door to a triple store: an embedded Oxigraph in a folder, or in memory.
//!
//! With the feature `rocksdb` the quads live in RocksDB inside the folder; without it the folder keeps one sorted N-Quads
//! snapshot that is replaced atomically. Either way one process writes or many read ([`Error::Locked`] tells the others).
//! A remote SPARQL 1.1 endpoint will come behind the same door: nothing outside this module names `oxigraph::store`.
//!
//! The named graphs are the sources, the default graph is the story. Reading never mixes them: Oxigraph's union of all graphs
//! would count a triple once for each source that states it.

pub mod atomic;
mod error;
mod folder;
mod guard;
mod journal;
mod order;
mod protocol;
mod query;
#[cfg(not(feature = "rocksdb"))]
mod snapshot;
mod sorted;
mod syntax;
mod update;
mod verify;
mod watch;
mod writer;

use std::{
    fmt, fs,
    path::Path,
    sync::{Mutex, PoisonError},
};

use oxigraph::{
    model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term},
    store::Store as Engine,
};

pub use error::Error;
pub use folder::FORMAT;
use folder::{Folder, Marker};
pub use guard::{Guard, Stop};
pub use protocol::Dataset;
pub use sorted::Sorter;
pub use syntax::Syntax;
pub use verify::{Damage, Verified};
pub use writer::{Loaded, SourceGraph, Writer};

use crate::graph::{
    Base,
    vocabulary::{node, pg},
};

/// A set of quads that can be queried, read and, through one [`Writer`], changed.
pub struct Store {
    engine: Engine,
    folder: Option<Folder>,
    base: Base,
    writable: bool,
    /// One writer at a time, also between the threads of a server.
    turn: Mutex<()>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("folder", &self.folder)
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// An empty store that is gone when it is dropped.
    ///
    /// # Panics
    /// Never: an empty in-memory engine needs nothing that could fail.
    pub fn in_memory(base: Base) -> Self {
        Self {
            engine: Engine::new().expect("an empty in-memory engine"),
            folder: None,
            base,
            writable: true,
            turn: Mutex::new(()),
        }
    }

    /// Opens the store in `path` for reading. Many may read at once; nobody writes meanwhile.
    ///
    /// # Errors
    /// When there is none, it is not ours, damaged, newer, or being written.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::with_folder(Folder::open(path, false, None)?, false)
    }

    /// Opens the store in `path` for writing.
    ///
    /// # Errors
    /// As [`open`](Self::open), and when anybody else uses it or it cannot be written.
    pub fn open_for_writing(path: &Path) -> Result<Self, Error> {
        Self::with_folder(Folder::open(path, true, None)?, true)
    }

    /// Opens the store in `path` for writing; makes it, with this base IRI, when there is none.
    ///
    /// # Errors
    /// As [`open_for_writing`](Self::open_for_writing), and when the store has another base than the one given.
    pub fn create(path: &Path, base: Option<&Base>) -> Result<Self, Error> {
        let marker = Marker {
            format: FORMAT,
            base: base.map_or(Base::DEFAULT, Base::as_str).to_owned(),
            rocksdb: cfg!(feature = "rocksdb"),
        };
        let folder = Folder::open(path, true, Some(&marker))?;
        match base {
            Some(given) if given.as_str() != folder.marker.base => Err(Error::Base {
                path: path.to_owned(),
                found: folder.marker.base,
                given: given.as_str().to_owned(),
            }),
            _ => Self::with_folder(folder, true),
        }
    }

    /// The base of all IRIs made for this store.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// How many quads it holds, story and sources together.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn len(&self) -> Result<usize, Error> {
        Ok(self.engine.len()?)
    }

    /// Whether it holds nothing.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn is_empty(&self) -> Result<bool, Error> {
        Ok(self.engine.is_empty()?)
    }

    /// The quads that match, in no particular order; `None` matches all.
    pub fn quads(
        &self,
        subject: Option<&NamedOrBlankNode>,
        predicate: Option<&NamedNode>,
        object: Option<&Term>,
        graph: Option<&GraphName>,
    ) -> impl Iterator<Item = Result<Quad, Error>> + 'static {
        self.engine
            .quads_for_pattern(
                subject.map(NamedOrBlankNode::as_ref),
                predicate.map(NamedNode::as_ref),
                object.map(Term::as_ref),
                graph.map(GraphName::as_ref),
            )
            .map(|quad| quad.map_err(Error::from))
    }

    /// The names of all named graphs, sorted.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn graphs(&self) -> Result<Vec<NamedNode>, Error> {
        let mut names = Vec::new();
        for name in self.engine.named_graphs() {
            if let NamedOrBlankNode::NamedNode(name) = name? {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// Whether there is a graph with this name.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn has_graph(&self, name: &NamedNode) -> Result<bool, Error> {
        Ok(self.engine.contains_named_graph(name)?)
    }

    /// Whether this document is there, made from the same content with the same rules.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn holds_document(
        &self,
        name: &NamedNode,
        content_hash: &str,
        rules_hash: &str,
    ) -> Result<bool, Error> {
        let graph = GraphName::from(name.clone());
        for (property, hash) in [
            (pg::CONTENT_HASH, content_hash),
            (pg::RULES_HASH, rules_hash),
        ] {
            let quad = Quad::new(
                name.clone(),
                node(property),
                Literal::from(hash),
                graph.clone(),
            );
            if !self.engine.contains(&quad)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The one writer; waits for its turn.
    ///
    /// # Errors
    /// When the store was opened for reading.
    pub fn writer(&self) -> Result<Writer<'_>, Error> {
        if !self.writable {
            return Err(Error::ReadOnly);
        }
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        Writer::new(self, turn)
    }

    /// Rewrites the files so that queries find things faster. Nothing to do without RocksDB.
    ///
    /// # Errors
    /// When the store was opened for reading, or the engine fails.
    pub fn optimize(&self) -> Result<(), Error> {
        if !self.writable {
            return Err(Error::ReadOnly);
        }
        optimize_engine(&self.engine)
    }

    /// Copies the store into a new folder; the copy is complete and can be opened.
    ///
    /// # Errors
    /// When the target holds something, cannot be written, or the engine fails.
    pub fn backup(&self, target: &Path) -> Result<(), Error> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if target.exists() {
            let empty = target.is_dir()
                && fs::read_dir(target)
                    .map_err(Error::io("read folder", target))?
                    .next()
                    .is_none();
            if !empty {
                return Err(Error::Foreign(target.to_owned()));
            }
        }
        fs::create_dir_all(target).map_err(Error::io("create folder", target))?;
        copy_engine(&self.engine, target)?;
        // Last, so that a copy cut short is no store.
        folder::write_marker(
            target,
            &Marker {
                format: FORMAT,
                base: self.base.as_str().to_owned(),
                rocksdb: cfg!(feature = "rocksdb"),
            },
        )
    }

    fn with_folder(folder: Folder, writable: bool) -> Result<Self, Error> {
        if folder.marker.rocksdb != cfg!(feature = "rocksdb") {
            return Err(Error::Engine {
                path: folder.path.clone(),
                rocksdb: folder.marker.rocksdb,
            });
        }
        let base = Base::new(&folder.marker.base).map_err(|error| Error::Marker {
            path: folder.path.clone(),
            problem: error.to_string(),
        })?;
        Ok(Self {
            engine: open_engine(&folder, writable)?,
            base,
            folder: Some(folder),
            writable,
            turn: Mutex::new(()),
        })
    }

    /// Makes what was written durable.
    fn save(&self) -> Result<(), Error> {
        match &self.folder {
            Some(folder) => save_engine(&self.engine, folder),
            None => Ok(()),
        }
    }
}

#[cfg(feature = "rocksdb")]
fn optimize_engine(engine: &Engine) -> Result<(), Error> {
    Ok(engine.optimize()?)
}

#[cfg(not(feature = "rocksdb"))]
#[allow(clippy::unnecessary_wraps)]
fn optimize_engine(_engine: &Engine) -> Result<(), Error> {
    Ok(())
}

#[cfg(feature = "rocksdb")]
fn copy_engine(engine: &Engine, target: &Path) -> Result<(), Error> {
    Ok(engine.backup(target.join("rocksdb"))?)
}

#[cfg(not(feature = "rocksdb"))]
fn copy_engine(engine: &Engine, target: &Path) -> Result<(), Error> {
    snapshot::save(engine, &target.join("quads.nq"))
}

#[cfg(feature = "rocksdb")]
fn save_engine(engine: &Engine, _folder: &Folder) -> Result<(), Error> {
    Ok(engine.flush()?)
}

#[cfg(not(feature = "rocksdb"))]
fn save_engine(engine: &Engine, folder: &Folder) -> Result<(), Error> {
    snapshot::save(engine, &folder.snapshot())
}

#[cfg(feature = "rocksdb")]
fn open_engine(folder: &Folder, writable: bool) -> Result<Engine, Error> {
    let path = folder.rocksdb();
    if writable {
        return Ok(Engine::open(path)?);
    }
    if !path.exists() {
        // Killed before the first document: an empty store.
        return Ok(Engine::new()?);
    }
    // Safe beside other readers: our own lock keeps writers out.
    Ok(Engine::open_read_only(path)?)
}

#[cfg(not(feature = "rocksdb"))]
fn open_engine(folder: &Folder, _writable: bool) -> Result<Engine, Error> {
    let engine = Engine::new()?;
    snapshot::load(&engine, &folder.snapshot())?;
    Ok(engine)
}
