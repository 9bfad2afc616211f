//! N-Quads and N-Triples: sorted by bytes, as `LC_ALL=C sort -u` would; stores larger than memory are sorted on disk.

use std::io::Write;

use oxigraph::model::{GraphName, Triple};

use crate::store::{self, Sorter, Store};

/// Writes the quads of one graph, or of all.
pub fn quads(
    store: &Store,
    graph: Option<&GraphName>,
    out: &mut dyn Write,
) -> Result<(), store::Error> {
    let mut sorter = Sorter::default();
    for quad in store.quads(None, None, None, graph) {
        sorter.push(format!("{} .\n", quad?))?;
    }
    Ok(sorter.write(out)?)
}

/// Writes the triples of one graph, or of all; each once.
pub fn triples(
    store: &Store,
    graph: Option<&GraphName>,
    out: &mut dyn Write,
) -> Result<(), store::Error> {
    let mut sorter = Sorter::default();
    for quad in store.quads(None, None, None, graph) {
        sorter.push(format!("{} .\n", Triple::from(quad?)))?;
    }
    Ok(sorter.write(out)?)
}
