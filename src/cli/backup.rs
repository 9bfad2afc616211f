//! `backup`: a copy of the store that can be opened.

use anyhow::Error;

use super::{Outcome, arguments::Backup, output};
use crate::store::Store;

/// Runs it.
pub fn run(options: &Backup) -> Result<Outcome, Error> {
    // For writing, so that nothing changes meanwhile.
    let store = Store::open_for_writing(&options.store.store)?;
    store.backup(&options.target)?;
    output::note(&format!(
        "{} quads copied to {}",
        store.len()?,
        options.target.display()
    ));
    Ok(Outcome::Done)
}
