//! `link`: entities <-> things of imported graphs.

use std::io::Write;

use anyhow::{Error, bail};
use oxigraph::model::NamedNode;

use super::{Outcome, arguments::Link, input, output};
use crate::{
    link::{self, import},
    rules::gazetteer::Gazetteer,
    store::Store,
};

/// Runs it.
pub fn run(options: &Link) -> Result<Outcome, Error> {
    if options.review {
        return review(&Store::open(&options.store.store)?);
    }
    for (pair, accept) in [(&options.accept, true), (&options.reject, false)] {
        if let [entity, other] = pair.as_slice() {
            return decide(options, entity, other, accept);
        }
    }
    let gazetteer = Gazetteer::load(&input::rules(options.rules.as_ref())?)?;
    let store = Store::open_for_writing(&options.store.store)?;
    let graphs = graphs(&options.with, &store)?;
    let summary = link::propose(&store, &gazetteer, &graphs)?;
    output::note(&format!(
        "{} entities compared with {} things of {} graphs: {} new links accepted, {} wait for `link --review`",
        summary.entities,
        summary.things,
        graphs.len(),
        summary.accepted,
        summary.undecided
    ));
    Ok(Outcome::Done)
}

/// The graphs asked for, by name or IRI; all imported ones when none is.
fn graphs(wanted: &[String], store: &Store) -> Result<Vec<NamedNode>, Error> {
    let imported: Vec<NamedNode> = store
        .graphs()?
        .into_iter()
        .filter(|graph| import::is_imported(graph, store.base()))
        .collect();
    if imported.is_empty() {
        bail!(
            "the store has no imported graph: take one in with `pledgegraph import --store DIR FILE`"
        );
    }
    let mut graphs = Vec::new();
    for name in wanted {
        let found = imported
            .iter()
            .find(|graph| graph.as_str() == name || **graph == store.base().graph(name));
        let Some(graph) = found else {
            let known: Vec<&str> = imported.iter().map(NamedNode::as_str).collect();
            bail!(
                "no graph {name:?} was imported; there are: {}",
                known.join(", ")
            );
        };
        graphs.push(graph.clone());
    }
    graphs.sort_unstable();
    graphs.dedup();
    Ok(if graphs.is_empty() { imported } else { graphs })
}

/// Takes down what a person says of one link.
fn decide(options: &Link, entity: &str, other: &str, accept: bool) -> Result<Outcome, Error> {
    let store = Store::open_for_writing(&options.store.store)?;
    if !link::decide(&store, entity, other, accept)? {
        output::error(&format!(
            "no link between {entity} and {other} was proposed: give two IRIs as `link --review` shows them"
        ));
        return Ok(Outcome::Finding);
    }
    let verdict = if accept { "accepted" } else { "rejected" };
    output::note(&format!("{verdict}: {entity} = {other}"));
    Ok(Outcome::Done)
}

/// One link in three lines: score and names, IRIs, reasons.
fn review(store: &Store) -> Result<Outcome, Error> {
    let waiting = link::review(store)?;
    let mut out = output::stdout();
    for link in &waiting {
        writeln!(
            out,
            "{:.2}  {:?} = {:?} ?",
            link.score, link.entity_label, link.other_label
        )?;
        writeln!(out, "      {} {}", link.entity, link.other)?;
        writeln!(out, "      {}", link.features.join("; "))?;
    }
    out.flush()?;
    output::note(&format!("{} links wait", waiting.len()));
    Ok(if waiting.is_empty() {
        Outcome::Finding
    } else {
        Outcome::Done
    })
}
