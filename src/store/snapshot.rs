//! Quads <-> one sorted N-Quads file: how a store without RocksDB is kept.

use std::{
    fs::File,
    io::{self, BufReader, Write},
    path::Path,
};

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::Quad,
    store::Store as Engine,
};

use super::{Error, atomic};

/// Fills an empty engine; a missing file is an empty store.
pub fn load(engine: &Engine, path: &Path) -> Result<(), Error> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::io("read", path)(error)),
    };
    let quads: Vec<Quad> = RdfParser::from_format(RdfFormat::NQuads)
        .for_reader(BufReader::with_capacity(1 << 16, file))
        .collect::<Result<_, _>>()
        .map_err(|error| Error::Snapshot {
            path: path.to_owned(),
            problem: error.to_string(),
        })?;
    let mut loader = engine.bulk_loader();
    loader.load_quads(quads)?;
    Ok(loader.commit()?)
}

/// Replaces the file by what the engine holds.
pub fn save(engine: &Engine, path: &Path) -> Result<(), Error> {
    let mut lines = engine
        .iter()
        .map(|quad| quad.map(|quad| line(&quad)))
        .collect::<Result<Vec<_>, _>>()?;
    lines.sort_unstable();
    atomic::replace(path, |out| {
        lines
            .iter()
            .try_for_each(|line| out.write_all(line.as_bytes()))
    })
    .map_err(Error::io("write", path))
}

/// One line of N-Quads.
pub fn line(quad: &Quad) -> String {
    format!("{quad} .\n")
}
