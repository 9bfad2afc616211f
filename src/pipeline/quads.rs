//! N-Quads that `extract` wrote, here or on another machine -> store.

use std::{
    collections::BTreeMap,
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
};

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{GraphName, NamedNode, Quad},
};

use super::Summary;
use crate::store::{self, SourceGraph, Store};

/// Graphs loaded in one go.
const BATCH: usize = 1_000;

/// Why a file of quads was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum QuadsError {
    /// It cannot be read, or is no N-Quads.
    #[error("{path}: {problem}; give N-Quads as `pledgegraph extract` writes them")]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// A quad is outside the graphs of documents.
    #[error(
        "{path}: graph {graph} is no document under the store's base {base}: extract with `--base {base}`, or build a store with the base of the file"
    )]
    Graph {
        /// The file.
        path: PathBuf,
        /// Its graph.
        graph: String,
        /// Of the store.
        base: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Loads the documents in a file of N-Quads. The file must be whole: nothing is loaded when it does not parse.
///
/// # Errors
/// When the file is no N-Quads, holds other graphs than documents of this store, or the store fails.
pub fn load_quads(store: &Store, path: &Path) -> Result<Summary, QuadsError> {
    let wrong = |problem: String| QuadsError::File {
        path: path.to_owned(),
        problem,
    };
    let file = File::open(path).map_err(|error| wrong(error.to_string()))?;
    let mut graphs: BTreeMap<NamedNode, Vec<Quad>> = BTreeMap::new();
    for quad in RdfParser::from_format(RdfFormat::NQuads).for_reader(BufReader::new(file)) {
        let quad = quad.map_err(|error| wrong(error.to_string()))?;
        match &quad.graph_name {
            // The story of the other store: it is told anew here.
            GraphName::DefaultGraph => {}
            GraphName::NamedNode(name) if store.base().is_document_graph(&quad.graph_name) => {
                match graphs.get_mut(name) {
                    Some(quads) => quads.push(quad),
                    None => {
                        graphs.insert(name.clone(), vec![quad]);
                    }
                }
            }
            other => {
                return Err(QuadsError::Graph {
                    path: path.to_owned(),
                    graph: other.to_string(),
                    base: store.base().as_str().to_owned(),
                });
            }
        }
    }
    let mut summary = Summary::default();
    let mut writer = store.writer()?;
    let mut batch = Vec::new();
    let mut graphs = graphs.into_iter().peekable();
    while let Some((name, quads)) = graphs.next() {
        batch.push(SourceGraph { name, quads });
        if batch.len() == BATCH || graphs.peek().is_none() {
            let loaded = writer.load(std::mem::take(&mut batch))?;
            summary.new += loaded.new;
            summary.replaced += loaded.replaced;
            summary.quads += loaded.quads;
        }
    }
    writer.finish()?;
    Ok(summary)
}
