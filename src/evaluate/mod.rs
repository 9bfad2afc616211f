//! How right the extraction is: expected facts against found ones.
//!
//! The expected facts of a document stand in a JSON file ([`Annotation`]); what the extraction found takes the same shape
//! through [`from_facts`]. [`score`] counts what agrees, [`Report`] shows it, [`Report::compare`] tells two runs apart, and
//! its calibration says how often a fact of a given confidence is right.
//!
//! How things match. Names: case, accents, articles, punctuation and possessive 's do not count; two entities match when any of
//! their names is equal, or, for facilities, programmes and events, when two descriptions of two or more words share the head
//! noun and one contains the other; each is used once. A sum is its number, upper number and currency, once a document. A link counts
//! when both its ends match. A role counts when person and organisation match and the titles share a word; a quantity when
//! the numbers are equal and the units share a word. A `funds` relation that the expected payers and programmes imply is
//! never counted as wrong.

mod alike;
mod annotation;
mod calibration;
mod convert;
mod count;
mod report;
mod score;

use std::{fs, io, path::Path, path::PathBuf};

pub use alike::align;
pub use annotation::{Amount, Annotation, Entity, Evidence, Figure, Kind, Quantity, Role};
pub use calibration::Band;
pub use convert::from_facts;
pub use count::Count;
pub use report::{DocumentReport, Judged, Report};
pub use score::score;

/// Why expected facts or a saved report could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error("cannot open {path}: {source}; check the path and its permissions")]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file does not have the shape of an annotation or a report.
    #[error("{path} is not of the expected shape: {source}")]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Where and what.
        source: serde_json::Error,
    },
    /// The folder holds no annotation.
    #[error("{path} holds no .json file: name the folder with the expected facts")]
    Empty {
        /// The folder.
        path: PathBuf,
    },
}

/// The annotations of a folder, ordered by file name; other files than `.json` are passed over.
///
/// # Errors
/// When the folder or a file cannot be read, has another shape, or there is none.
pub fn read_folder(folder: &Path) -> Result<Vec<Annotation>, Error> {
    let unreadable = |source| Error::Unreadable {
        path: folder.to_owned(),
        source,
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(Error::Empty {
            path: folder.to_owned(),
        });
    }
    paths.sort();
    paths.iter().map(|path| read_json(path)).collect()
}

/// Reads one JSON file.
fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, Error> {
    let bytes = fs::read(path).map_err(|source| Error::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    serde_json::from_slice(&bytes).map_err(|source| Error::Invalid {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_folder_without_annotations() {
        let folder = tempfile::tempdir().expect("a folder");
        let message = read_folder(folder.path()).expect_err("empty").to_string();
        assert!(message.contains(&folder.path().display().to_string()));
    }

    #[test]
    fn names_the_broken_file() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("one.json"), "{\"id\": 3").expect("written");
        let message = read_folder(folder.path()).expect_err("broken").to_string();
        assert!(message.contains("one.json"), "{message}");
    }
}
