//! `completions` and `man`: made from the same arguments that are parsed.

use std::{fs, io::Write};

use anyhow::{Context as _, Error};
use clap::CommandFactory as _;

use super::{
    Outcome,
    arguments::{Arguments, Completions, Man},
    output,
};

/// Prints completions for a shell.
pub fn completions(options: &Completions) -> Result<Outcome, Error> {
    let mut script = Vec::new();
    clap_complete::generate(
        options.shell,
        &mut Arguments::command(),
        "pledgegraph",
        &mut script,
    );
    let mut out = output::stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// Prints the manual page, or writes all pages into a folder.
pub fn man(options: &Man) -> Result<Outcome, Error> {
    let command = Arguments::command();
    match &options.folder {
        Some(folder) => {
            let failed = || format!("cannot write manual pages into {}", folder.display());
            fs::create_dir_all(folder).with_context(failed)?;
            clap_mangen::generate_to(command, folder).with_context(failed)?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page)?;
            let mut out = output::stdout();
            out.write_all(&page)?;
            out.flush()?;
        }
    }
    Ok(Outcome::Done)
}
