//! Classes and properties, for completion on the SPARQL page: those of the ontology and those that the data use.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    body::Body,
    extract::{Request, State},
    http::Response,
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{NamedOrBlankNode, Term},
};
use serde::Serialize;

use super::{
    super::{Server, problem::Problem, reply::Page},
    data::{local_name, rows, text},
    kept, show,
};
use crate::{
    graph::{ontology, vocabulary::PREFIXES},
    store::Guard,
};

/// What the data use, story and sources.
const USED: [(&str, &str); 2] = [
    (
        "property",
        "SELECT DISTINCT ?term { { ?s ?term ?o } UNION { GRAPH ?g { ?s ?term ?o } } }",
    ),
    (
        "class",
        "SELECT DISTINCT ?term { { ?s a ?term } UNION { GRAPH ?g { ?s a ?term } } }",
    ),
];

#[derive(Default, Serialize)]
struct Known {
    kind: String,
    says: String,
}

/// `/terms`: `{ "pg:Funding": { "kind": "class", "says": "..." } }`; IRIs without a known prefix stand in `<>`.
pub(super) async fn list(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    show(&server, request, |server, guard, _| {
        let text = kept(server, &server.cache.terms, || terms(server, guard))?;
        Ok(Page::new("application/json", text.as_ref().clone()))
    })
    .await
}

fn terms(server: &Server, guard: &Guard) -> Result<Vec<u8>, Problem> {
    let mut known: BTreeMap<String, Known> = BTreeMap::new();
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(ontology::ONTOLOGY) {
        let Ok(quad) = quad else { continue };
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else {
            continue;
        };
        let property = local_name(quad.predicate.as_str());
        let Some(name) = prefixed(subject.as_str()) else {
            continue;
        };
        match (property, &quad.object) {
            ("type", Term::NamedNode(class)) => {
                let class = local_name(class.as_str());
                let kind = match class {
                    "Class" => "class",
                    "ObjectProperty" | "DatatypeProperty" | "Property" => "property",
                    _ => "value",
                };
                known.entry(name).or_default().kind = kind.to_owned();
            }
            ("comment" | "definition", Term::Literal(words)) => {
                known.entry(name).or_default().says = words.value().to_owned();
            }
            _ => {}
        }
    }
    for (kind, query) in USED {
        for row in rows(server, guard, query)? {
            let iri = text(&row, "term");
            let name = prefixed(&iri).unwrap_or_else(|| format!("<{iri}>"));
            known.entry(name).or_default().kind = kind.to_owned();
        }
    }
    known.retain(|_, term| !term.kind.is_empty());
    serde_json::to_vec(&known).map_err(|_| Problem::internal())
}

fn prefixed(iri: &str) -> Option<String> {
    PREFIXES.iter().find_map(|(prefix, namespace)| {
        let name = iri.strip_prefix(namespace)?;
        let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        plain.then(|| format!("{prefix}:{name}"))
    })
}
