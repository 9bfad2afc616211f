//! Quads <-> one sorted N-Quads file: how a store without RocksDB is kept.
//!
//! Its last line is a comment with the SHA-256 of all lines before it, so that a file cut short or changed is not taken for whole.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::Quad,
    store::Store as Engine,
};
use sha2::{Digest as _, Sha256};

use super::{Error, atomic};

const SEAL: &str = "# sha256 ";

/// Fills an empty engine; a missing file is an empty store.
pub fn load(engine: &Engine, path: &Path) -> Result<(), Error> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::io("read", path)(error)),
    };
    let damaged = |problem: String| Error::Snapshot {
        path: path.to_owned(),
        problem,
    };
    let lines = unsealed(&bytes).map_err(|problem| damaged(problem.to_owned()))?;
    let quads: Vec<Quad> = RdfParser::from_format(RdfFormat::NQuads)
        .for_slice(lines)
        .collect::<Result<_, _>>()
        .map_err(|error| damaged(error.to_string()))?;
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
    let mut hash = Sha256::new();
    atomic::replace(path, |out| {
        for line in &lines {
            hash.update(line);
            out.write_all(line.as_bytes())?;
        }
        out.write_all(seal(hash).as_bytes())
    })
    .map_err(Error::io("write", path))
}

/// One line of N-Quads.
pub fn line(quad: &Quad) -> String {
    format!("{quad} .\n")
}

fn seal(hash: Sha256) -> String {
    let digits: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{SEAL}{digits}\n")
}

/// The lines before the seal, when they are those that were sealed.
fn unsealed(bytes: &[u8]) -> Result<&[u8], &'static str> {
    let end = bytes
        .strip_suffix(b"\n")
        .ok_or("it is cut short")?
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let (lines, last) = bytes.split_at(end);
    if !last.starts_with(SEAL.as_bytes()) {
        return Err("it is cut short, or an unfinished version of the program wrote it");
    }
    let mut hash = Sha256::new();
    hash.update(lines);
    if seal(hash).as_bytes() == last {
        Ok(lines)
    } else {
        Err("it was changed after it was written")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_byte_and_a_missing_end_are_seen() {
        let mut hash = Sha256::new();
        let lines = "<http://a> <http://b> \"5\" .\n";
        hash.update(lines);
        let sealed = format!("{lines}{}", seal(hash)).into_bytes();
        assert_eq!(unsealed(&sealed), Ok(lines.as_bytes()));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(unsealed(&changed).is_err(), "byte {at}");
            assert!(unsealed(&sealed[..at]).is_err(), "length {at}");
        }
        assert_eq!(unsealed(seal(Sha256::new()).as_bytes()), Ok(&b""[..]));
    }
}
