//! JSON-LD: flattened, compacted with the context that stands inside the file.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use oxigraph::model::{Literal, Term, Triple};
use serde_json::{Map, Value, json};

use crate::graph::{ontology::CONTEXT, vocabulary::rdf};

/// Writes sorted triples.
pub fn write(triples: &[Triple], out: &mut dyn Write) -> io::Result<()> {
    let context: Value = serde_json::from_str(CONTEXT)?;
    let context = context
        .get("@context")
        .cloned()
        .unwrap_or_else(|| json!({}));
    let terms = Terms::read(&context);
    let nodes: Vec<Value> = triples
        .chunk_by(|a, b| a.subject == b.subject)
        .map(|group| terms.node(group))
        .collect();
    serde_json::to_writer_pretty(&mut *out, &json!({ "@context": context, "@graph": nodes }))?;
    out.write_all(b"\n")
}

struct Entry {
    name: String,
    coercion: Option<String>,
}

/// The context turned round: IRI -> term.
struct Terms {
    terms: BTreeMap<String, Entry>,
    has_language: bool,
}

impl Terms {
    fn read(context: &Value) -> Self {
        let empty = Map::new();
        let entries = context.as_object().unwrap_or(&empty);
        let expand = |iri: &str| match iri.split_once(':') {
            Some((prefix, local)) if !local.starts_with("//") => entries
                .get(prefix)
                .and_then(Value::as_str)
                .map_or_else(|| iri.to_owned(), |namespace| format!("{namespace}{local}")),
            _ => iri.to_owned(),
        };
        let mut terms = BTreeMap::new();
        for (name, definition) in entries {
            let (id, coercion) = match definition {
                Value::String(id) => (id.as_str(), None),
                // Lists, languages and reversed terms need more than this writer does: the full IRI serves instead.
                Value::Object(object) if !object.contains_key("@container") => (
                    object.get("@id").and_then(Value::as_str).unwrap_or(""),
                    object.get("@type").and_then(Value::as_str).map(&expand),
                ),
                _ => continue,
            };
            // Keywords, aliases of keywords, and prefixes are no terms for properties.
            if name.starts_with('@')
                || id.is_empty()
                || id.starts_with('@')
                || id.ends_with(['#', '/', ':'])
            {
                continue;
            }
            terms.entry(expand(id)).or_insert(Entry {
                name: name.clone(),
                coercion,
            });
        }
        Self {
            terms,
            has_language: entries.contains_key("@language"),
        }
    }

    fn node(&self, group: &[Triple]) -> Value {
        let mut node = Map::new();
        node.insert("@id".to_owned(), json!(subject(&group[0])));
        for triples in group.chunk_by(|a, b| a.predicate == b.predicate) {
            let predicate = triples[0].predicate.as_str();
            let (key, values): (String, Vec<Value>) = if predicate == rdf::TYPE {
                let classes = triples
                    .iter()
                    .map(|triple| json!(self.class(&triple.object)));
                ("@type".to_owned(), classes.collect())
            } else {
                let term = self.terms.get(predicate);
                let coercion = term.and_then(|term| term.coercion.as_deref());
                let values = triples
                    .iter()
                    .map(|triple| self.value(&triple.object, coercion));
                (
                    term.map_or_else(|| predicate.to_owned(), |term| term.name.clone()),
                    values.collect(),
                )
            };
            let value = match <[Value; 1]>::try_from(values) {
                Ok([one]) => one,
                Err(many) => Value::Array(many),
            };
            node.insert(key, value);
        }
        Value::Object(node)
    }

    fn class(&self, class: &Term) -> String {
        match class {
            Term::NamedNode(class) => self
                .terms
                .get(class.as_str())
                .map_or_else(|| class.as_str().to_owned(), |term| term.name.clone()),
            other => other.to_string(),
        }
    }

    fn value(&self, object: &Term, coercion: Option<&str>) -> Value {
        match object {
            Term::NamedNode(node) if matches!(coercion, Some("@id" | "@vocab")) => {
                json!(node.as_str())
            }
            Term::NamedNode(node) => json!({ "@id": node.as_str() }),
            Term::BlankNode(node) => json!({ "@id": node.to_string() }),
            Term::Literal(literal) => self.literal(literal, coercion),
        }
    }

    fn literal(&self, literal: &Literal, coercion: Option<&str>) -> Value {
        let value = literal.value();
        if let Some(language) = literal.language() {
            return json!({ "@value": value, "@language": language });
        }
        let datatype = literal.datatype();
        if coercion == Some(datatype.as_str()) {
            return json!(value);
        }
        if datatype.as_str() != "http://www.w3.org/2001/XMLSchema#string" {
            return json!({ "@value": value, "@type": datatype.as_str() });
        }
        if coercion.is_none() && !self.has_language {
            return json!(value);
        }
        json!({ "@value": value })
    }
}

fn subject(triple: &Triple) -> String {
    match &triple.subject {
        oxigraph::model::NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        oxigraph::model::NamedOrBlankNode::BlankNode(node) => node.to_string(),
    }
}
