//! Which documents are loaded in bulk without being part of the story yet.
//!
//! The bulk loader commits on its own, before the story can be worked out from what it loaded. If the process dies between the
//! two, the next writer finds the names here and catches up.

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
};

use oxigraph::model::NamedNode;

use super::{Error, atomic, folder::Folder};

fn path(folder: &Folder) -> PathBuf {
    folder.path.join("untold")
}

/// Notes the names, durably.
pub fn write<'a>(folder: &Folder, names: impl Iterator<Item = &'a NamedNode>) -> Result<(), Error> {
    let path = path(folder);
    atomic::replace(&path, |out| {
        for name in names {
            writeln!(out, "{}", name.as_str())?;
        }
        Ok(())
    })
    .map_err(Error::io("write", &path))
}

/// The names that a killed process left.
pub fn read(folder: &Folder) -> Result<Vec<NamedNode>, Error> {
    let path = path(folder);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text
            .lines()
            .filter_map(|line| NamedNode::new(line).ok())
            .collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Error::io("read", &path)(error)),
    }
}

/// All of them are told.
pub fn close(folder: &Folder) -> Result<(), Error> {
    let path = path(folder);
    match fs::remove_file(&path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Error::io("remove", &path)(error)),
    }
}
