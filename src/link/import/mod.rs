//! Files of others -> a named graph of its own.
//!
//! Turtle, N-Triples, RDF/XML, JSON-LD, N-Quads, TriG, ROR's JSON lines, and CSV with a [`Mapping`], each also as `.gz`. Files are
//! read as a stream. Blank nodes become IRIs in the order they stand in, so that the same file gives the same graph again.

mod error;
mod mapping;
mod rdf;
mod ror;
mod table;

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;
use oxigraph::{
    io::{JsonLdProfileSet, RdfFormat},
    model::{NamedNode, Quad},
};

pub use error::Error;
pub use mapping::Mapping;

use crate::{
    graph::Base,
    store::{Store, Writer},
};

/// Names of graphs that are ours.
const RESERVED: [&str; 3] = ["links", "ontology", "merged"];

/// Quads between two reports of progress.
const REPORT: u64 = 10_000;

type Quads = Box<dyn Iterator<Item = Result<Quad, Error>>>;

/// What a file holds, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Rdf(RdfFormat),
    Ror,
    Table,
}

/// The graph that a file goes into when no name is given: the file's name without its endings.
///
/// # Errors
/// When that name is reserved.
pub fn graph_of(path: &Path, base: &Base) -> Result<NamedNode, Error> {
    let (stem, _) = parts(path);
    named(&stem, base)
}

/// The graph with this name: `…/graph/NAME`.
///
/// # Errors
/// When the name is empty or reserved.
pub fn named(name: &str, base: &Base) -> Result<NamedNode, Error> {
    if name.is_empty() || RESERVED.contains(&name) {
        return Err(Error::Name(name.to_owned()));
    }
    Ok(base.graph(name))
}

/// Whether a graph of the store came by import: neither a document's nor one of our own.
pub fn is_imported(graph: &NamedNode, base: &Base) -> bool {
    !base.is_in_document(graph) && RESERVED.iter().all(|name| base.graph(name) != *graph)
}

/// Replaces a graph by what the files state. `progress` hears how many statements were read. Returns that number.
///
/// # Errors
/// When a file cannot be read or understood, or the store fails; then the store is as before.
pub fn import(
    writer: &mut Writer<'_>,
    graph: &NamedNode,
    files: &[PathBuf],
    mapping: Option<&Mapping>,
    progress: &mut dyn FnMut(u64),
) -> Result<u64, Error> {
    let mut read = 0;
    let mut opened = Vec::new();
    for (number, path) in files.iter().enumerate() {
        // Before anything is written, what is wrong with the last file stops the first.
        opened.push(open(path, graph, number, mapping)?);
    }
    let quads = opened.into_iter().flatten().inspect(|_| {
        read += 1;
        if read % REPORT == 0 {
            progress(read);
        }
    });
    writer.replace_graph(graph, quads)?;
    Ok(read)
}

/// Imports into a store, one file after another.
///
/// # Errors
/// As [`import`].
pub fn into_store(
    store: &Store,
    graph: &NamedNode,
    files: &[PathBuf],
    mapping: Option<&Mapping>,
    progress: &mut dyn FnMut(u64),
) -> Result<u64, Error> {
    let mut writer = store.writer()?;
    let read = import(&mut writer, graph, files, mapping, progress)?;
    writer.finish()?;
    Ok(read)
}

fn open(
    path: &Path,
    graph: &NamedNode,
    number: usize,
    mapping: Option<&Mapping>,
) -> Result<Quads, Error> {
    let (_, ending) = parts(path);
    let kind = kind(&ending).ok_or_else(|| Error::Ending {
        path: path.to_owned(),
        ending,
    })?;
    let file = File::open(path).map_err(|source| Error::io(path, source))?;
    let packed = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("gz"));
    let reader: Box<dyn Read> = if packed {
        Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, file)))
    } else {
        Box::new(file)
    };
    let reader = BufReader::with_capacity(1 << 16, reader);
    match kind {
        Kind::Rdf(format) => Ok(rdf::quads(path, reader, format, graph, number)),
        Kind::Ror => Ok(ror::quads(path, reader, graph)),
        Kind::Table => {
            let mapping = mapping.ok_or_else(|| Error::Unmapped(path.to_owned()))?;
            table::quads(path, reader, graph, mapping)
        }
    }
}

/// `ror-subset`, `jsonl` of `x/ror-subset.jsonl.gz`
fn parts(path: &Path) -> (String, String) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let lower = name.to_ascii_lowercase();
    let name = if lower.ends_with(".gz") {
        &name[..name.len() - 3]
    } else {
        &name
    };
    match name.rsplit_once('.') {
        Some((stem, ending)) => (stem.to_owned(), ending.to_ascii_lowercase()),
        None => (name.to_owned(), String::new()),
    }
}

fn kind(ending: &str) -> Option<Kind> {
    Some(match ending {
        "ttl" => Kind::Rdf(RdfFormat::Turtle),
        "nt" => Kind::Rdf(RdfFormat::NTriples),
        "rdf" | "owl" | "xml" => Kind::Rdf(RdfFormat::RdfXml),
        "jsonld" | "json" => Kind::Rdf(RdfFormat::JsonLd {
            profile: JsonLdProfileSet::empty(),
        }),
        "nq" => Kind::Rdf(RdfFormat::NQuads),
        "trig" => Kind::Rdf(RdfFormat::TriG),
        "jsonl" | "ndjson" => Kind::Ror,
        "csv" => Kind::Table,
        _ => return None,
    })
}
