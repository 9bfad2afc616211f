//! Any RDF syntax -> quads of one graph.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use oxigraph::{
    io::{RdfFormat, RdfParseError, RdfParser},
    model::{BlankNode, NamedNode, NamedOrBlankNode, Quad, Term},
};
use rustc_hash::FxHashMap;

use super::Error;

/// Gives blank nodes their IRIs, in the order they come in.
struct Names {
    prefix: String,
    known: FxHashMap<BlankNode, NamedNode>,
}

/// The statements of a file. Graphs inside it are not kept apart: the file is one source.
pub(super) fn quads(
    path: &Path,
    reader: impl Read + 'static,
    format: RdfFormat,
    graph: &NamedNode,
    number: usize,
) -> super::Quads {
    let path: PathBuf = path.to_owned();
    let graph = graph.clone();
    let mut names = Names {
        prefix: format!("{}#blank-{}-", graph.as_str(), number + 1),
        known: FxHashMap::default(),
    };
    let parser = RdfParser::from_format(format);
    // Relative IRIs need something to stand on; our own names always are IRIs.
    let parser = match parser.clone().with_base_iri(graph.as_str()) {
        Ok(based) => based,
        Err(_) => parser,
    };
    Box::new(parser.for_reader(reader).map(move |quad| {
        let quad = quad.map_err(|error| wrong(&path, error))?;
        Ok(Quad::new(
            names.subject(quad.subject),
            quad.predicate,
            names.object(quad.object),
            graph.clone(),
        ))
    }))
}

fn wrong(path: &Path, error: RdfParseError) -> Error {
    match error {
        RdfParseError::Io(source) => Error::io(path, source),
        RdfParseError::Syntax(error) => {
            let place = error.location().map_or_else(
                || "somewhere".to_owned(),
                |at| format!("line {}, column {}", at.start.line + 1, at.start.column + 1),
            );
            // The parser's message starts with the place once more.
            let message = error.to_string();
            let problem = message
                .split_once(": ")
                .map_or(message.as_str(), |(_, rest)| rest);
            Error::content(path, place, problem)
        }
    }
}

impl Names {
    fn subject(&mut self, node: NamedOrBlankNode) -> NamedOrBlankNode {
        match node {
            NamedOrBlankNode::BlankNode(blank) => self.name(blank).into(),
            named @ NamedOrBlankNode::NamedNode(_) => named,
        }
    }

    fn object(&mut self, term: Term) -> Term {
        match term {
            Term::BlankNode(blank) => self.name(blank).into(),
            other => other,
        }
    }

    fn name(&mut self, blank: BlankNode) -> NamedNode {
        let next = self.known.len() + 1;
        self.known
            .entry(blank)
            .or_insert_with(|| NamedNode::new_unchecked(format!("{}{next}", self.prefix)))
            .clone()
    }
}
