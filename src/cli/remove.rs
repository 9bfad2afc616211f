//! `remove`: documents out of the store, and what only they told.

use anyhow::Error;
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Term};

use super::{Outcome, arguments::Remove, output};
use crate::{
    graph::vocabulary::{dcterms, node},
    store::Store,
};

/// Runs it.
pub fn run(options: &Remove) -> Result<Outcome, Error> {
    let store = Store::open_for_writing(&options.store.store)?;
    let mut outcome = Outcome::Done;
    let mut names = Vec::new();
    for wanted in &options.documents {
        let found = find(&store, wanted)?;
        if found.is_empty() {
            output::error(&format!(
                "the store has no document {wanted}: `query 'SELECT ?id {{ GRAPH ?d {{ ?d dcterms:identifier ?id }} }}'` names them"
            ));
            outcome = Outcome::Finding;
        }
        names.extend(found);
    }
    let mut writer = store.writer()?;
    for name in &names {
        writer.remove(name)?;
    }
    writer.finish()?;
    output::note(&format!(
        "{} removed",
        output::count(names.len(), "document")
    ));
    Ok(outcome)
}

/// By IRI, by key, or by identifier.
fn find(store: &Store, wanted: &str) -> Result<Vec<NamedNode>, Error> {
    let candidates = [
        NamedNode::new(wanted).ok(),
        NamedNode::new(format!("{}{wanted}", store.base().as_str())).ok(),
        Some(store.base().document(wanted)),
    ];
    for name in candidates.into_iter().flatten() {
        if store.base().is_in_document(&name) && store.has_graph(&name)? {
            return Ok(vec![name]);
        }
    }
    let identifier = Term::from(Literal::from(wanted));
    let mut names = Vec::new();
    for quad in store.quads(
        None,
        Some(&node(dcterms::IDENTIFIER)),
        Some(&identifier),
        None,
    ) {
        if let NamedOrBlankNode::NamedNode(name) = quad?.subject
            && store.has_graph(&name)?
        {
            names.push(name);
        }
    }
    names.sort_unstable();
    names.dedup();
    Ok(names)
}
