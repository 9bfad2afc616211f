//! The folder of a store: its marker, its lock, and what may be in it.
//!
//! ```text
//! DIR/pledgegraph.json   marker: format version, base IRI, engine
//! DIR/lock               held shared by readers, exclusively by the one writer, for as long as they run
//! DIR/rocksdb/           the quads (feature `rocksdb`), or
//! DIR/quads.nq           the quads, sorted, replaced atomically
//! ```

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{Error, atomic};

/// The newest format this program reads, and the one it writes.
pub const FORMAT: u32 = 1;
/// The oldest format this program reads.
const OLDEST: u32 = 1;
const MARKER: &str = "pledgegraph.json";
const LOCK: &str = "lock";

/// What the marker file says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Marker {
    /// Version of the layout of the folder and the graph.
    pub format: u32,
    /// Base of all IRIs; ends in `/`.
    pub base: String,
    /// Whether the quads live in RocksDB.
    pub rocksdb: bool,
}

/// A store folder that we hold the lock of. The lock goes when this does.
#[derive(Debug)]
pub struct Folder {
    pub(super) path: PathBuf,
    pub(super) marker: Marker,
    _lock: Option<File>,
}

impl Folder {
    /// Opens the store at `path`; with `create` it is made when nothing is there.
    pub fn open(path: &Path, write: bool, create: Option<&Marker>) -> Result<Self, Error> {
        if let Some(text) = path.to_str()
            && (text.starts_with("http://") || text.starts_with("https://"))
        {
            return Err(Error::Remote(text.to_owned()));
        }
        let made = match inspect(path)? {
            Content::Store => false,
            Content::Nothing | Content::Empty => {
                if create.is_none() {
                    return Err(Error::Missing(path.to_owned()));
                }
                fs::create_dir_all(path).map_err(Error::io("create folder", path))?;
                true
            }
        };
        let lock = lock(path, write)?;
        if let (true, Some(marker)) = (made, create) {
            write_marker(path, marker)?;
        }
        let marker = read_marker(path)?;
        Ok(Self {
            path: path.to_owned(),
            marker,
            _lock: lock,
        })
    }

    /// Where RocksDB keeps its files.
    #[cfg(feature = "rocksdb")]
    pub fn rocksdb(&self) -> PathBuf {
        self.path.join("rocksdb")
    }

    /// Where the snapshot lies.
    #[cfg(not(feature = "rocksdb"))]
    pub fn snapshot(&self) -> PathBuf {
        self.path.join("quads.nq")
    }
}

enum Content {
    Nothing,
    Empty,
    Store,
}

fn inspect(path: &Path) -> Result<Content, Error> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Content::Nothing),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(Error::IsFile(path.to_owned()));
        }
        Err(error) => return Err(Error::io("look at", path)(error)),
    };
    if !metadata.is_dir() {
        return Err(Error::IsFile(path.to_owned()));
    }
    if path.join(MARKER).exists() {
        return Ok(Content::Store);
    }
    // A first run that was killed before the marker was written leaves no more than these.
    for entry in fs::read_dir(path).map_err(Error::io("read folder", path))? {
        let entry = entry.map_err(Error::io("read folder", path))?;
        let name = entry.file_name();
        let unfinished = name.to_string_lossy().starts_with(".pledgegraph.json.");
        if name != LOCK && !unfinished {
            return Err(Error::Foreign(path.to_owned()));
        }
    }
    Ok(Content::Empty)
}

fn lock(path: &Path, write: bool) -> Result<Option<File>, Error> {
    let name = path.join(LOCK);
    let file = if write {
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&name)
            .map_err(Error::io("write to", &name))?
    } else {
        match OpenOptions::new().read(true).open(&name) {
            Ok(file) => file,
            // A copy that was made without the lock file and cannot be written: nobody else writes it either.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("read", &name)(error)),
        }
    };
    let taken = if write {
        file.try_lock()
    } else {
        file.try_lock_shared()
    };
    match taken {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Error::Locked {
            path: path.to_owned(),
            write,
        }),
        Err(TryLockError::Error(error)) => Err(Error::io("lock", &name)(error)),
    }
}

fn read_marker(folder: &Path) -> Result<Marker, Error> {
    let path = folder.join(MARKER);
    let text = fs::read(&path).map_err(Error::io("read", &path))?;
    let damaged = |problem: String| Error::Marker {
        path: path.clone(),
        problem,
    };
    let value: serde_json::Value =
        serde_json::from_slice(&text).map_err(|error| damaged(error.to_string()))?;
    // The version is looked at first: a newer format may have changed everything else.
    let found = value
        .get("format")
        .and_then(serde_json::Value::as_u64)
        .and_then(|found| u32::try_from(found).ok())
        .ok_or_else(|| damaged("`format` is missing".to_owned()))?;
    if found > FORMAT {
        return Err(Error::Newer {
            path: folder.to_owned(),
            found,
        });
    }
    if found < OLDEST {
        return Err(Error::Older {
            path: folder.to_owned(),
            found,
        });
    }
    serde_json::from_value(value).map_err(|error| damaged(error.to_string()))
}

pub(super) fn write_marker(folder: &Path, marker: &Marker) -> Result<(), Error> {
    let path = folder.join(MARKER);
    atomic::replace(&path, |out| {
        serde_json::to_writer_pretty(&mut *out, marker)?;
        out.write_all(b"\n")
    })
    .map_err(Error::io("write", &path))
}
