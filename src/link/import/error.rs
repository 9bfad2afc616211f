//! Why a file was not imported, each with its mend.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::store;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error("cannot read {path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The ending says nothing known.
    #[error(
        "{path}: the ending {ending:?} is none of ttl, nt, rdf, jsonld, nq, trig, jsonl (ROR) or csv, each also with .gz: rename the file after what it holds"
    )]
    Ending {
        /// The file.
        path: PathBuf,
        /// Its ending.
        ending: String,
    },
    /// The content is not what the ending says.
    #[error("{path}, {place}: {problem}; nothing of it was imported")]
    Content {
        /// The file.
        path: PathBuf,
        /// Line, or line and column.
        place: String,
        /// What is wrong.
        problem: String,
    },
    /// CSV came without a mapping.
    #[error(
        "{0} is CSV: say with `--mapping FILE.toml` which columns mean what, such as\n  subject = \"http://example.org/{{code}}\"\n  [[property]]\n  iri = \"http://www.w3.org/2000/01/rdf-schema#label\"\n  value = \"{{name}}\""
    )]
    Unmapped(PathBuf),
    /// The mapping is wrong.
    #[error("mapping {path}: {problem}")]
    Mapping {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The name of the graph cannot be used.
    #[error("no graph can be called {0:?}, that name is ours: give another with `--graph NAME`")]
    Name(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Error {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source,
        }
    }

    pub(super) fn content(path: &Path, place: impl Into<String>, problem: impl ToString) -> Self {
        Self::Content {
            path: path.to_owned(),
            place: place.into(),
            problem: problem.to_string(),
        }
    }
}
