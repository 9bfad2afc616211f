//! `backup`, `restore`, `verify`, `optimize`: care for a store.

use std::path::Path;

use anyhow::Error;

use super::{
    Outcome,
    arguments::{Backup, Optimize, Restore, Verify},
    output,
};
use crate::store::Store;

/// Makes a copy that can be opened.
pub fn backup(options: &Backup) -> Result<Outcome, Error> {
    copy(&options.store.store, &options.target)?;
    Ok(Outcome::Done)
}

/// Makes a store from a copy.
pub fn restore(options: &Restore) -> Result<Outcome, Error> {
    copy(&options.backup, &options.store)?;
    look_at(&options.store)
}

/// Tells what is damaged.
pub fn verify(options: &Verify) -> Result<Outcome, Error> {
    look_at(&options.store.store)
}

/// Makes queries faster.
pub fn optimize(options: &Optimize) -> Result<Outcome, Error> {
    Store::open_for_writing(&options.store.store)?.optimize()?;
    Ok(Outcome::Done)
}

fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    // For writing, so that nothing changes meanwhile.
    let store = Store::open_for_writing(from)?;
    store.backup(to)?;
    output::note(&format!(
        "{} copied to {}",
        output::count(store.len()?, "quad"),
        to.display()
    ));
    Ok(())
}

fn look_at(path: &Path) -> Result<Outcome, Error> {
    let mut problems = 0;
    let verified = Store::open(path)?.verify(&mut |damage| {
        problems += 1;
        output::error(&damage.to_string());
    })?;
    output::note(&format!(
        "{}, {} read, {}",
        output::count(verified.documents, "document"),
        output::count(verified.quads, "quad"),
        output::count(problems, "problem")
    ));
    Ok(if problems == 0 {
        Outcome::Done
    } else {
        Outcome::Finding
    })
}
