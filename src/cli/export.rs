//! `export`: store -> file.

use anyhow::{Error, bail};
use oxigraph::model::NamedNode;

use super::{Outcome, arguments::Export, output};
use crate::{
    export::{self, Graphs},
    store::Store,
};

/// Runs it.
pub fn run(options: &Export) -> Result<Outcome, Error> {
    let store = Store::open(&options.store.store)?;
    let graphs = match options.graph.as_deref() {
        None => Graphs::Default,
        Some("all") => Graphs::All,
        Some(iri) => Graphs::One(graph(&store, iri)?),
    };
    output::to_file_or_stdout(options.output.as_deref(), |out| {
        export::write(&store, options.format, &graphs, out)
    })?;
    Ok(Outcome::Done)
}

fn graph(store: &Store, iri: &str) -> Result<NamedNode, Error> {
    for candidate in [iri.to_owned(), format!("{}{iri}", store.base().as_str())] {
        if let Ok(name) = NamedNode::new(candidate)
            && store.has_graph(&name)?
        {
            return Ok(name);
        }
    }
    bail!(
        "the store has no graph {iri}: `query 'SELECT DISTINCT ?g {{ GRAPH ?g {{}} }}'` names them, or use `all`"
    )
}
