//! `validate`: the graph against SHACL shapes, one document at a time.

use std::{fs, io::Write, path::Path};

use anyhow::{Context as _, Error};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{Graph, GraphName, Triple},
};

use super::{Outcome, arguments::Validate, output};
use crate::{
    graph::{ontology, shacl},
    store::Store,
};

/// Runs it.
pub fn run(options: &Validate) -> Result<Outcome, Error> {
    let shapes = match &options.shapes {
        Some(path) => {
            let text = fs::read_to_string(path)
                .with_context(|| format!("cannot read shapes from {}", path.display()))?;
            parse(&text, path)?
        }
        None => parse(ontology::SHAPES, Path::new("the embedded shapes"))?,
    };
    let store = Store::open(&options.store.store)?;
    let documents = store
        .graphs()?
        .into_iter()
        .map(GraphName::from)
        .filter(|graph| store.base().is_document_graph(graph));
    let mut out = output::stdout();
    let mut problems = 0;
    let mut graphs = 0;
    for name in std::iter::once(GraphName::DefaultGraph).chain(documents) {
        graphs += 1;
        let mut data = Graph::new();
        for quad in store.quads(None, None, None, Some(&name)) {
            data.insert(&Triple::from(quad?));
        }
        let report = shacl::validate(&data, &shapes)?;
        for violation in &report.results {
            problems += 1;
            let path = violation
                .path
                .as_ref()
                .map_or_else(String::new, |path| format!(" {path}"));
            let value = violation
                .value
                .as_ref()
                .map_or_else(String::new, |value| format!(" {value}"));
            writeln!(
                out,
                "{name} {}{path}{value}: {}",
                violation.focus, violation.message
            )?;
        }
    }
    out.flush()?;
    output::note(&format!(
        "{} checked, {}",
        output::count(graphs, "graph"),
        output::count(problems, "problem")
    ));
    Ok(if problems == 0 {
        Outcome::Done
    } else {
        Outcome::Finding
    })
}

fn parse(text: &str, path: &Path) -> Result<Graph, Error> {
    let mut graph = Graph::new();
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes()) {
        let quad = quad.with_context(|| format!("{} is no Turtle", path.display()))?;
        graph.insert(&Triple::from(quad));
    }
    Ok(graph)
}
