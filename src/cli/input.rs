//! From the arguments to rules and documents.

use std::{
    io::{self, BufReader},
    path::PathBuf,
    thread,
};

use anyhow::Error;

use super::arguments::ReadingOptions;
use crate::{
    pipeline::Extractor,
    read::{self, Input},
    rules,
};

/// The rules that were asked for.
pub fn rules(folder: Option<&PathBuf>) -> Result<rules::Source, Error> {
    match folder {
        Some(folder) if !folder.is_dir() => Err(Error::msg(format!(
            "--rules {}: is no folder; name one laid out like data/ of the source",
            folder.display()
        ))),
        Some(folder) => Ok(rules::Source::Folder(folder.clone())),
        None => Ok(rules::Source::Embedded),
    }
}

/// The extractor and the hash of its rules.
pub fn extractor(reading: &ReadingOptions) -> Result<(Extractor, String), Error> {
    let source = rules(reading.rules.as_ref())?;
    Ok((Extractor::new(&source)?, source.hash()?))
}

/// Threads to use.
pub fn threads(reading: &ReadingOptions) -> usize {
    reading.threads.map_or_else(
        || thread::available_parallelism().map_or(1, usize::from),
        usize::from,
    )
}

/// How documents are read.
pub fn reading(options: &ReadingOptions) -> read::Options {
    read::Options {
        date: options.date,
        ..read::Options::default()
    }
}

/// What files, folders and `-` (NDJSON on stdin) hold, in the order given.
pub fn inputs(
    paths: &[PathBuf],
    options: &ReadingOptions,
) -> impl Iterator<Item = Result<Input, read::Error>> + Send + use<> {
    let reading = reading(options);
    Vec::from(paths).into_iter().flat_map(
        move |path| -> Box<dyn Iterator<Item = Result<Input, read::Error>> + Send> {
            if path.as_os_str() == "-" {
                Box::new(read::records(
                    "-",
                    Box::new(BufReader::new(io::stdin())),
                    &reading,
                ))
            } else {
                Box::new(read::inputs(&path, &reading))
            }
        },
    )
}
