//! Names and identifiers of an imported graph -> the things that bear them.

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Term};
use rustc_hash::FxHashMap;

use crate::{
    graph::vocabulary::{node, owl, rdfs, skos},
    rules::gazetteer::fold,
    store::{Error, Store},
};

/// Properties that give a thing its usual name.
pub(super) const LABELS: [&str; 5] = [
    rdfs::LABEL,
    skos::PREF_LABEL,
    "http://xmlns.com/foaf/0.1/name",
    "http://schema.org/name",
    "https://schema.org/name",
];
/// Properties that give it others.
pub(super) const ALIASES: [&str; 4] = [
    skos::ALT_LABEL,
    "http://www.w3.org/2004/02/skos/core#hiddenLabel",
    "http://schema.org/alternateName",
    "https://schema.org/alternateName",
];
/// Properties that tie a thing to its name in a third graph.
const IDENTITIES: [&str; 2] = [owl::SAME_AS, skos::EXACT_MATCH];

/// One thing under one of its names.
#[derive(Clone, Debug)]
pub(super) struct Bearer {
    /// Index of the thing.
    pub thing: u32,
    /// Whether it is its usual name, in English or without a language.
    pub usual: bool,
    /// As written in the graph.
    pub written: Box<str>,
}

/// The names of one imported graph.
#[derive(Debug, Default)]
pub(super) struct Index {
    things: Vec<NamedNode>,
    names: FxHashMap<String, Vec<Bearer>>,
    /// Of things, also of those elsewhere that they are the same as.
    identifiers: FxHashMap<String, Vec<u32>>,
}

impl Index {
    /// Reads all names and identifiers of a graph.
    pub fn of(store: &Store, graph: &NamedNode) -> Result<Self, Error> {
        let mut index = Self::default();
        let mut known = FxHashMap::default();
        let graph = GraphName::from(graph.clone());
        for property in LABELS.iter().chain(&ALIASES).chain(&IDENTITIES) {
            for quad in store.quads(None, Some(&node(property)), None, Some(&graph)) {
                let quad = quad?;
                let NamedOrBlankNode::NamedNode(subject) = quad.subject else {
                    continue;
                };
                let thing = *known.entry(subject).or_insert_with_key(|subject| {
                    index.things.push(subject.clone());
                    index.things.len() as u32 - 1
                });
                match quad.object {
                    Term::Literal(name) => {
                        let ours = name.language().is_none_or(|tag| tag.starts_with("en"));
                        index.name(thing, name.value(), ours && LABELS.contains(property));
                    }
                    Term::NamedNode(other) => index.identify(other.into_string(), thing),
                    Term::BlankNode(_) => {}
                }
            }
        }
        for position in 0..index.things.len() {
            let iri = index.things[position].as_str().to_owned();
            index.identify(iri, position as u32);
        }
        Ok(index)
    }

    /// How many things have a name or an identifier.
    pub fn len(&self) -> usize {
        self.things.len()
    }

    /// The IRI of a thing.
    pub fn thing(&self, position: u32) -> &NamedNode {
        &self.things[position as usize]
    }

    /// Who bears the name, case, accents and punctuation aside.
    pub fn named(&self, name: &str) -> &[Bearer] {
        self.names.get(&key(name)).map_or(&[], Vec::as_slice)
    }

    /// Who has the identifier.
    pub fn identified(&self, iri: &str) -> &[u32] {
        self.identifiers.get(iri).map_or(&[], Vec::as_slice)
    }

    fn name(&mut self, thing: u32, written: &str, usual: bool) {
        let mut add = |key: String, usual: bool| {
            if !key.is_empty() {
                self.names.entry(key).or_default().push(Bearer {
                    thing,
                    usual,
                    written: written.into(),
                });
            }
        };
        add(key(written), usual);
        // 'Microsoft (United States)': what stands in brackets tells it apart, and is no part of the name.
        if let Some((name, _)) = written
            .strip_suffix(')')
            .and_then(|name| name.rsplit_once(" ("))
        {
            add(key(name), false);
        }
    }

    fn identify(&mut self, iri: String, thing: u32) {
        let things = self.identifiers.entry(iri).or_default();
        if !things.contains(&thing) {
            things.push(thing);
        }
    }
}

/// Names that differ in case, accents, punctuation or a leading article only have the same key.
pub(super) fn key(name: &str) -> String {
    let folded = fold(name);
    match folded.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => folded,
    }
}
