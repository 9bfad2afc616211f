//! What can go wrong at the door of the store, each with its mend.

use std::{io, path::PathBuf};

use oxigraph::sparql::QueryEvaluationError;

use super::{FORMAT, Syntax, guard::WIDEST};

/// Why the store refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The path is a file.
    #[error(
        "store {0} is a file: name a folder that is missing, empty, or made by `pledgegraph build`"
    )]
    IsFile(PathBuf),
    /// Nothing is there.
    #[error("there is no store at {0}: make one with `pledgegraph build PATH... --store {0}`")]
    Missing(PathBuf),
    /// The folder holds something else.
    #[error("folder {0} is not empty and holds no Pledgegraph store: name another folder")]
    Foreign(PathBuf),
    /// A version of the program that is not written yet made it.
    #[error(
        "store {path} has format {found}, this program reads up to format {FORMAT}: use the newer program that made it, or build the store again"
    )]
    Newer {
        /// The folder.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// A version of the program that is no longer read made it.
    #[error(
        "store {path} has format {found}, this program reads format {FORMAT}: export it as N-Quads with the program that made it, and build from that"
    )]
    Older {
        /// The folder.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// The marker file cannot be understood.
    #[error(
        "marker {path} is damaged ({problem}): restore it from a backup, or build the store again in another folder"
    )]
    Marker {
        /// The marker file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The other engine made it.
    #[error("store {path} was made {}: {}", engine_words(*.rocksdb), engine_mend(*.rocksdb))]
    Engine {
        /// The folder.
        path: PathBuf,
        /// Whether it holds RocksDB files.
        rocksdb: bool,
    },
    /// Another base IRI was given than the store has.
    #[error(
        "store {path} has the base IRI {found}, not {given}: leave --base out, or build into another folder"
    )]
    Base {
        /// The folder.
        path: PathBuf,
        /// The base of the store.
        found: String,
        /// The base asked for.
        given: String,
    },
    /// Another process has it.
    #[error(
        "store {path} is in use by another process{}: wait until it is done, or run `pledgegraph serve --store {path}` and ask that",
        if *.write { "" } else { " that writes" }
    )]
    Locked {
        /// The folder.
        path: PathBuf,
        /// Whether we wanted to write.
        write: bool,
    },
    /// The operating system refused.
    #[error("cannot {action} {path}: {source}{}", io_mend(.source))]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The snapshot does not parse.
    #[error(
        "snapshot {path} is damaged: {problem}: restore it from a backup, or build the store again"
    )]
    Snapshot {
        /// The file.
        path: PathBuf,
        /// Where and what.
        problem: String,
    },
    /// The engine failed.
    #[error(
        "the store failed: {0}: if the disk is full, make room and run the command again; nothing half-loaded was kept"
    )]
    Storage(#[from] oxigraph::store::StorageError),
    /// The query is no SPARQL.
    #[error("{0}")]
    Syntax(Syntax),
    /// The query could not be answered.
    #[error("the query failed: {0}")]
    Evaluation(#[from] QueryEvaluationError),
    /// The update could not be done.
    #[error("the update failed, nothing was changed: {0}")]
    Update(String),
    /// The query joins too much.
    #[error("the query joins more than {WIDEST} patterns: ask in several steps")]
    TooWide,
    /// The request names graphs, and the update does so itself.
    #[error(
        "the update names its graphs (WITH, USING) and so does the request: leave one of them out"
    )]
    Dataset,
    /// The command needs the embedded store.
    #[error("{0} is an address: remote SPARQL endpoints are not supported yet, give a folder")]
    Remote(String),
    /// A quad file handed to the loader does not parse.
    #[error("{0}")]
    Quads(String),
    /// An update came through a store opened for reading.
    #[error("the store was opened for reading only: open it for writing")]
    ReadOnly,
    /// Writing results failed.
    #[error(transparent)]
    Output(#[from] io::Error),
}

impl Error {
    pub(super) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}

fn engine_words(rocksdb: bool) -> &'static str {
    if rocksdb {
        "with RocksDB"
    } else {
        "without RocksDB"
    }
}

fn engine_mend(rocksdb: bool) -> &'static str {
    if rocksdb {
        "use a program built with the feature `rocksdb` (cargo build --release), or build into another folder"
    } else {
        "export it with the program that made it and build from that, or build into another folder"
    }
}

fn io_mend(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            ": give yourself the right to write there, or choose another folder"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            ": make room and run the command again"
        }
        _ => "",
    }
}
