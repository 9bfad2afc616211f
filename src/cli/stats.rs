//! `stats`: what a store holds.

use std::io::Write;

use anyhow::Error;
use oxigraph::model::GraphName;

use super::{Outcome, arguments::Stats, output, table};
use crate::store::Store;

/// Counted in the story, each entity once; statements in their sources.
const CLASSES: &str = "SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) {
  VALUES ?class { pg:Person pg:PublicBody pg:Company pg:Organisation pg:Programme pg:Facility pg:Place pg:Event pg:Funding pg:Share
                  pg:Document pg:Commitment pg:Disbursement pg:Figure pg:Quantity pg:OfficeHolding pg:Claim }
  { ?thing a ?class } UNION { GRAPH ?source { ?thing a ?class } }
} GROUP BY ?class ORDER BY DESC(?count) ?class";

/// Runs it.
pub fn run(options: &Stats) -> Result<Outcome, Error> {
    let store = Store::open(&options.store.store)?;
    let documents = store
        .graphs()?
        .into_iter()
        .filter(|graph| {
            store
                .base()
                .is_document_graph(&GraphName::from(graph.clone()))
        })
        .count();
    let told = store
        .quads(None, None, None, Some(&GraphName::DefaultGraph))
        .count();
    let mut out = output::stdout();
    writeln!(out, "base       {}", store.base().as_str())?;
    writeln!(out, "documents  {documents}")?;
    writeln!(out, "quads      {} (story {told})", store.len()?)?;
    if let oxigraph::sparql::QueryResults::Solutions(rows) = store.query(CLASSES)? {
        table::write(rows, store.base(), &mut out)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}
