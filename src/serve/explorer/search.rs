//! Names that start with, or contain, what somebody types.

use serde::Serialize;

use super::{
    super::{Server, problem::Problem},
    data::{href, local_name, rows, text},
};
use crate::store::Guard;
use oxigraph::model::Term;

/// Most names that are looked through; more are found by SPARQL.
const NAMES: usize = 500_000;

/// All names of the store, in lower case, sorted.
#[derive(Debug, Default)]
pub(super) struct Index {
    names: Vec<Name>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    lower: String,
    label: String,
    shown: String,
    href: String,
    iri: String,
    kind: String,
}

/// A thing found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Found {
    pub(super) label: String,
    /// The other name that matched; empty when it was the label.
    pub(super) also: String,
    pub(super) href: String,
    pub(super) iri: String,
    pub(super) kind: String,
}

impl Index {
    pub(super) fn new(server: &Server, guard: &Guard) -> Result<Self, Problem> {
        let query = format!(
            "SELECT ?thing ?label ?name ?kind WHERE {{
              {{ ?thing rdfs:label ?label . ?thing rdfs:label|skos:altLabel ?name . FILTER NOT EXISTS {{ ?thing a pg:Funding }} }}
              UNION {{ GRAPH ?thing {{ ?thing a pg:Document ; dcterms:identifier ?id . OPTIONAL {{ ?thing dcterms:title ?title }} }}
                       BIND(COALESCE(?title, ?id) AS ?label) BIND(?label AS ?name) }}
            }} LIMIT {NAMES}"
        );
        let mut names: Vec<Name> = rows(server, guard, &query)?
            .iter()
            .filter_map(|row| {
                let Some(Term::NamedNode(node)) = row.get("thing") else {
                    return None;
                };
                let path = node
                    .as_str()
                    .strip_prefix(server.store.base().as_str())?
                    .strip_prefix("id/")?;
                let shown = text(row, "name");
                Some(Name {
                    lower: shown.to_lowercase(),
                    label: text(row, "label"),
                    shown,
                    href: href(server, node),
                    iri: node.as_str().to_owned(),
                    kind: local_name(path.split('/').next().unwrap_or("")).to_owned(),
                })
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        Ok(Self { names })
    }

    /// Names that begin so first, then those with a word that does, then any that contain it; each thing once.
    pub(super) fn find(&self, what: &str, most: usize) -> Vec<Found> {
        let what = what.trim().to_lowercase();
        if what.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<(u8, usize, &Name)> = self
            .names
            .iter()
            .filter_map(|name| {
                let at = name.lower.find(&what)?;
                let begins_word = name.lower[..at]
                    .chars()
                    .next_back()
                    .is_none_or(|before| !before.is_alphanumeric());
                let rank = match (at, begins_word) {
                    (0, _) => 0,
                    (_, true) => 1,
                    _ => 2,
                };
                Some((rank, name.lower.len(), name))
            })
            .collect();
        hits.sort_unstable();
        let mut found: Vec<Found> = Vec::new();
        for (_, _, name) in hits {
            if found.iter().any(|known| known.href == name.href) {
                continue;
            }
            found.push(Found {
                label: name.label.clone(),
                also: if name.shown == name.label {
                    String::new()
                } else {
                    name.shown.clone()
                },
                href: name.href.clone(),
                iri: name.iri.clone(),
                kind: name.kind.clone(),
            });
            if found.len() == most {
                break;
            }
        }
        found
    }
}
