//! In which state a thing lies.

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Term};

use crate::{
    graph::vocabulary::{node, pg},
    rules::gazetteer::{Entry, Gazetteer},
    store::{Error, Store},
};

/// Steps from a place to its state; longer chains are circles.
const LONGEST_CHAIN: usize = 6;

/// The ISO 3166 code of the state that an entity of the story is in: from the gazetteer, else from the one place the story gives it.
pub(super) fn of_entity(
    iri: &NamedNode,
    store: &Store,
    gazetteer: &Gazetteer,
) -> Result<Option<String>, Error> {
    if let Some(code) = of_id(iri, store, gazetteer) {
        return Ok(Some(code));
    }
    let subject = NamedOrBlankNode::from(iri.clone());
    for property in [pg::TERRITORY, pg::LOCATED_IN] {
        let mut codes = Vec::new();
        for quad in store.quads(
            Some(&subject),
            Some(&node(property)),
            None,
            Some(&GraphName::DefaultGraph),
        ) {
            if let Term::NamedNode(place) = quad?.object {
                codes.extend(of_id(&place, store, gazetteer));
            }
        }
        codes.sort_unstable();
        codes.dedup();
        if let [code] = codes.as_slice() {
            return Ok(Some(code.clone()));
        }
    }
    Ok(None)
}

/// What the gazetteer knows of an entity.
pub(super) fn entry<'a>(
    iri: &NamedNode,
    store: &Store,
    gazetteer: &'a Gazetteer,
) -> Option<&'a Entry> {
    let id = iri
        .as_str()
        .strip_prefix(store.base().as_str())?
        .strip_prefix("id/")?;
    gazetteer.by_id(id)
}

fn of_id(iri: &NamedNode, store: &Store, gazetteer: &Gazetteer) -> Option<String> {
    let mut entry = entry(iri, store, gazetteer)?;
    for _ in 0..LONGEST_CHAIN {
        if entry.kind == "country" {
            let is_code =
                |code: &&String| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
            return entry.codes.iter().find(is_code).cloned();
        }
        let next = entry.territory.as_ref().or(entry.located_in.as_ref())?;
        entry = gazetteer.by_id(next)?;
    }
    None
}
