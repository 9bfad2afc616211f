//! Store -> files. Every format is sorted: the same store gives the same bytes.

mod csv;
mod jsonld;
mod lines;
mod network;
mod rdfxml;
mod turtle;

use std::{fmt, io::Write, str::FromStr};

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Triple};

use crate::store::{self, Store};

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Pretty Turtle, grouped by subject.
    Turtle,
    /// Pretty Turtle with graphs.
    Trig,
    /// One quad a line.
    NQuads,
    /// One triple a line.
    NTriples,
    /// JSON-LD with our context inside.
    JsonLd,
    /// RDF/XML.
    RdfXml,
    /// One row a sum of money, names instead of IRIs.
    Csv,
    /// The network of entities, for Gephi, Cytoscape, yEd.
    GraphMl,
    /// The network of entities, for Graphviz.
    Dot,
}

impl Format {
    /// All of them, by name.
    pub const ALL: [(&'static str, Self); 9] = [
        ("turtle", Self::Turtle),
        ("trig", Self::Trig),
        ("nquads", Self::NQuads),
        ("ntriples", Self::NTriples),
        ("jsonld", Self::JsonLd),
        ("rdfxml", Self::RdfXml),
        ("csv", Self::Csv),
        ("graphml", Self::GraphMl),
        ("dot", Self::Dot),
    ];

    /// Whether it can hold named graphs.
    pub const fn has_graphs(self) -> bool {
        matches!(self, Self::Trig | Self::NQuads)
    }

    /// Whether any set of triples can be written so.
    pub const fn is_rdf(self) -> bool {
        !matches!(self, Self::Csv | Self::GraphMl | Self::Dot)
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let short = match name.to_ascii_lowercase().as_str() {
            "ttl" => "turtle",
            "nq" | "n-quads" => "nquads",
            "nt" | "n-triples" => "ntriples",
            "json-ld" => "jsonld",
            "rdf" | "xml" => "rdfxml",
            other => return find(other, name),
        };
        find(short, name)
    }
}

fn find(short: &str, name: &str) -> Result<Format, String> {
    Format::ALL
        .iter()
        .find(|(known, _)| *known == short)
        .map(|(_, format)| *format)
        .ok_or_else(|| {
            let names: Vec<&str> = Format::ALL.iter().map(|(name, _)| *name).collect();
            format!(
                "no format is called {name:?}: use one of {}",
                names.join(", ")
            )
        })
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::ALL
            .iter()
            .find(|(_, format)| format == self)
            .map_or("", |(name, _)| name);
        f.write_str(name)
    }
}

/// Which graphs to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Graphs {
    /// The story; everything in formats that have graphs.
    Default,
    /// Everything. Formats without graphs write each triple once.
    All,
    /// One graph alone.
    One(NamedNode),
}

/// Writes the store.
///
/// # Errors
/// When the store cannot be read or `out` fails.
pub fn write(
    store: &Store,
    format: Format,
    graphs: &Graphs,
    out: &mut dyn Write,
) -> Result<(), store::Error> {
    let selected = match graphs {
        Graphs::One(name) => Some(GraphName::from(name.clone())),
        Graphs::Default if !format.has_graphs() => Some(GraphName::DefaultGraph),
        Graphs::Default | Graphs::All => None,
    };
    match format {
        Format::NQuads => lines::quads(store, selected.as_ref(), out),
        Format::NTriples => lines::triples(store, selected.as_ref(), out),
        Format::Trig => turtle::graphs(store, selected.as_ref(), out),
        Format::Csv => csv::write(store, graphs, out),
        _ => {
            let found = triples(store, selected.as_ref())?;
            match format {
                Format::GraphMl => network::graphml(&found, store.base(), out)?,
                Format::Dot => network::dot(&found, store.base(), out)?,
                _ => write_triples(found, format, store.base().as_str(), out)?,
            }
            Ok(())
        }
    }
}

/// Writes triples that a query made, sorted and without repetition. Formats that are no RDF give an error.
///
/// # Errors
/// When `out` fails.
pub fn write_triples(
    mut triples: Vec<Triple>,
    format: Format,
    base: &str,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    sort(&mut triples);
    match format {
        Format::Turtle | Format::Trig => turtle::document(&triples, base, out),
        Format::NQuads | Format::NTriples => triples
            .iter()
            .try_for_each(|triple| writeln!(out, "{triple} .")),
        Format::JsonLd => jsonld::write(&triples, out),
        Format::RdfXml => rdfxml::write(&triples, out),
        Format::Csv | Format::GraphMl | Format::Dot => Err(std::io::Error::other(format!(
            "{format} cannot hold any triples: use turtle, ntriples, jsonld or rdfxml"
        ))),
    }
}

/// The triples of one graph, or of all; sorted, each once.
fn triples(store: &Store, graph: Option<&GraphName>) -> Result<Vec<Triple>, store::Error> {
    let mut triples = store
        .quads(None, None, None, graph)
        .map(|quad| quad.map(Triple::from))
        .collect::<Result<Vec<_>, _>>()?;
    sort(&mut triples);
    Ok(triples)
}

/// By subject, predicate, object. A document comes before what is inside it, its passages after its statements.
fn sort(triples: &mut Vec<Triple>) {
    triples.sort_by_cached_key(|triple| {
        let subject = match &triple.subject {
            NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        };
        let (page, fragment) = subject.split_once('#').unwrap_or((&subject, ""));
        (
            page.to_owned(),
            fragment.starts_with("char="),
            fragment.to_owned(),
            triple.predicate.as_str().to_owned(),
            triple.object.to_string(),
        )
    });
    triples.dedup();
}
