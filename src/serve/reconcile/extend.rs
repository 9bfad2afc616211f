//! Values of properties, to fill new columns with.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Term};
use serde_json::{Map, Value, json};

use super::{super::problem::Problem, short};
use crate::{
    graph::vocabulary::xsd,
    link::{Catalogue, import},
    store::{self, Store},
};

/// Ids of one request.
const MOST_IDS: usize = 5_000;
/// Things of a class that are looked at to learn its properties.
const SAMPLE: usize = 100;
/// Properties proposed when nobody says how many.
const PROPOSED: usize = 50;

/// Rows by id, cells by property.
pub(super) fn rows_0_2(
    asked: &Value,
    catalogue: &Catalogue,
    store: &Store,
) -> Result<Value, Problem> {
    let mut rows = Map::new();
    let properties = wanted(asked);
    for id in ids(asked)? {
        let mut cells = Map::new();
        for (property, limit) in &properties {
            let values = cell(&id, property, *limit, false, catalogue, store)?;
            cells.insert(property.clone(), values.into());
        }
        rows.insert(id, cells.into());
    }
    Ok(json!({ "meta": meta(&properties), "rows": rows }))
}

/// A list of rows, each with a list of cells.
pub(super) fn rows_1_0(
    asked: &Value,
    catalogue: &Catalogue,
    store: &Store,
) -> Result<Value, Problem> {
    let mut rows = Vec::new();
    let properties = wanted(asked);
    for id in ids(asked)? {
        let mut cells = Vec::new();
        for (property, limit) in &properties {
            let values = cell(&id, property, *limit, true, catalogue, store)?;
            cells.push(json!({ "id": property, "values": values }));
        }
        rows.push(json!({ "id": id, "properties": cells }));
    }
    Ok(json!({ "meta": meta(&properties), "rows": rows }))
}

/// The properties that things of a class have.
pub(super) fn proposals(
    parameters: &super::Parameters,
    catalogue: &Catalogue,
    store: &Store,
) -> Result<Value, Problem> {
    let class = parameters.text("type");
    let limit = parameters.text("limit").parse().unwrap_or(PROPOSED);
    let properties: Vec<Value> = properties(class, catalogue, store)?
        .into_iter()
        .take(limit)
        .map(|iri| json!({ "id": iri, "name": short(&iri), "description": iri }))
        .collect();
    Ok(json!({ "type": class, "limit": limit, "properties": properties }))
}

/// The properties of a class, or of any if it is empty, the most frequent in a sample first.
pub(super) fn properties(
    class: &str,
    catalogue: &Catalogue,
    store: &Store,
) -> Result<Vec<String>, store::Error> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let classes = catalogue.classes().iter().map(|(iri, _)| iri);
    for class in classes.filter(|iri| class.is_empty() || iri.as_str() == class) {
        for thing in catalogue.of_class(class).take(SAMPLE) {
            let subject = NamedOrBlankNode::from(thing.iri.clone());
            let mut own = BTreeSet::new();
            for quad in store.quads(Some(&subject), None, None, None) {
                let quad = quad?;
                if is_open(&quad.graph_name, store) {
                    own.insert(quad.predicate.into_string());
                }
            }
            for property in own {
                *counts.entry(property).or_default() += 1;
            }
        }
    }
    let mut properties: Vec<(String, usize)> = counts.into_iter().collect();
    properties.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(properties
        .into_iter()
        .map(|(property, _)| property)
        .collect())
}

/// The values of a property as texts, and of things also their short names.
pub(super) fn texts(
    thing: &NamedNode,
    property: &str,
    store: &Store,
) -> Result<BTreeSet<String>, store::Error> {
    let mut found = BTreeSet::new();
    for value in values(thing, property, store)? {
        match value {
            Term::NamedNode(iri) => {
                found.insert(short(iri.as_str()).to_owned());
                found.insert(iri.into_string());
            }
            Term::Literal(literal) => _ = found.insert(literal.value().to_owned()),
            Term::BlankNode(_) => {}
        }
    }
    Ok(found)
}

fn ids(asked: &Value) -> Result<Vec<String>, Problem> {
    let ids = asked["ids"].as_array().ok_or_else(|| {
        Problem::bad(
            "an extension must have a list of ids: {\"ids\": [...], \"properties\": [...]}",
        )
    })?;
    if ids.len() > MOST_IDS {
        return Err(Problem::too_large(format!(
            "{} ids at once: send at most {MOST_IDS}",
            ids.len()
        )));
    }
    Ok(ids
        .iter()
        .filter_map(|id| id.as_str().map(str::to_owned))
        .collect())
}

/// Properties, each with the most values of a cell.
fn wanted(asked: &Value) -> Vec<(String, usize)> {
    let properties = asked["properties"].as_array().into_iter().flatten();
    properties
        .filter_map(|property| {
            let limit = &property["settings"]["limit"];
            let limit = limit
                .as_u64()
                .or_else(|| limit.as_str().and_then(|text| text.parse().ok()))
                .filter(|limit| *limit > 0)
                .map_or(usize::MAX, |limit| limit as usize);
            Some((property["id"].as_str()?.to_owned(), limit))
        })
        .collect()
}

fn meta(properties: &[(String, usize)]) -> Vec<Value> {
    properties
        .iter()
        .map(|(id, _)| json!({ "id": id, "name": short(id) }))
        .collect()
}

fn cell(
    id: &str,
    property: &str,
    limit: usize,
    languages: bool,
    catalogue: &Catalogue,
    store: &Store,
) -> Result<Vec<Value>, store::Error> {
    let Ok(thing) = NamedNode::new(id) else {
        return Ok(Vec::new());
    };
    Ok(values(&thing, property, store)?
        .into_iter()
        .take(limit)
        .map(|value| written(&value, languages, catalogue))
        .collect())
}

/// The values of a property in the story and the imported graphs, each once, sorted.
fn values(thing: &NamedNode, property: &str, store: &Store) -> Result<Vec<Term>, store::Error> {
    let Ok(property) = NamedNode::new(property) else {
        return Ok(Vec::new());
    };
    let subject = NamedOrBlankNode::from(thing.clone());
    let mut found = BTreeMap::new();
    for quad in store.quads(Some(&subject), Some(&property), None, None) {
        let quad = quad?;
        if is_open(&quad.graph_name, store) {
            found.insert(quad.object.to_string(), quad.object);
        }
    }
    Ok(found.into_values().collect())
}

/// The story, or the graph of somebody else.
fn is_open(graph: &GraphName, store: &Store) -> bool {
    match graph {
        GraphName::DefaultGraph => true,
        GraphName::NamedNode(name) => import::is_imported(name, store.base()),
        GraphName::BlankNode(_) => false,
    }
}

fn written(value: &Term, languages: bool, catalogue: &Catalogue) -> Value {
    match value {
        Term::NamedNode(iri) => match catalogue.thing(iri.as_str()) {
            Some(thing) => json!({ "id": iri.as_str(), "name": thing.label }),
            None => json!({ "str": iri.as_str() }),
        },
        Term::Literal(literal) => number(literal).unwrap_or_else(|| text(literal, languages)),
        Term::BlankNode(_) => json!({}),
    }
}

fn number(literal: &Literal) -> Option<Value> {
    let value = literal.value();
    match literal.datatype().as_str() {
        xsd::INTEGER => value.parse::<i64>().ok().map(|int| json!({ "int": int })),
        xsd::DECIMAL => {
            let float = value.parse::<f64>().ok()?;
            float.is_finite().then(|| json!({ "float": float }))
        }
        // The interface knows points in time only.
        xsd::DATE if value.len() == 10 => Some(json!({ "date": format!("{value}T00:00:00Z") })),
        _ => None,
    }
}

fn text(literal: &Literal, languages: bool) -> Value {
    match literal.language().filter(|_| languages) {
        Some(language) => json!({ "str": literal.value(), "lang": language }),
        None => json!({ "str": literal.value() }),
    }
}
