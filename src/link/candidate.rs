//! Which things of an imported graph an entity of ours may be.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Term};

use super::{
    index::{Bearer, Index, key},
    own::Own,
};
use crate::{
    graph::vocabulary::{owl, rdf, rdfs, skos},
    store::{Error, Store},
};

const IN_SCHEME: &str = "http://www.w3.org/2004/02/skos/core#inScheme";
const ADDRESS_COUNTRY: [&str; 2] = [
    "http://schema.org/addressCountry",
    "https://schema.org/addressCountry",
];
const EU_DEPRECATED: &str = "http://publications.europa.eu/ontology/authority/deprecated";

/// How a name of ours and one of the other graph meet, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameMatch {
    /// Usual names, letter by letter.
    Exact,
    /// Usual names, but for case, accents and punctuation.
    Folded,
    /// The usual name of one, another name of the other.
    Alias,
    /// Other names of both.
    BothAliases,
    /// An acronym.
    Acronym,
    /// No name in common: found by an identifier.
    None,
}

/// A thing of an imported graph.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub iri: NamedNode,
    pub label: String,
    pub name: NameMatch,
    /// Words of the name that both share.
    pub words: usize,
    /// How many things of the graph bear that name.
    pub bearers: usize,
    pub is_concept: bool,
    pub deprecated: bool,
    pub types: BTreeSet<String>,
    /// The last words of its concept schemes: `corporate-body`.
    pub schemes: BTreeSet<String>,
    pub countries: BTreeSet<String>,
    pub identifiers: BTreeSet<String>,
}

/// All things that bear a name or an identifier of the entity, each once, sorted by IRI.
pub(super) fn candidates(
    own: &Own,
    index: &Index,
    store: &Store,
    graph: &NamedNode,
) -> Result<Vec<Candidate>, Error> {
    let mut found: BTreeMap<u32, (NameMatch, usize, usize)> = BTreeMap::new();
    let names =
        std::iter::once((&own.label, true)).chain(own.aliases.iter().map(|name| (name, false)));
    for (name, usual) in names {
        let bearers = index.named(name);
        let count = bearers
            .iter()
            .map(|bearer| bearer.thing)
            .collect::<BTreeSet<_>>()
            .len();
        let words = key(name).split(' ').count();
        for bearer in bearers {
            let Some(meeting) = meeting(name, usual, bearer) else {
                continue;
            };
            let entry = found.entry(bearer.thing).or_insert((meeting, words, count));
            if meeting < entry.0 {
                *entry = (meeting, words, count);
            }
        }
    }
    for identifier in &own.identifiers {
        for thing in index.identified(identifier) {
            found.entry(*thing).or_insert((NameMatch::None, 0, 1));
        }
    }
    let mut candidates = Vec::with_capacity(found.len());
    for (thing, (name, words, bearers)) in found {
        let iri = index.thing(thing).clone();
        candidates.push(describe(iri, (name, words, bearers), store, graph)?);
    }
    candidates.sort_by(|a, b| a.iri.cmp(&b.iri));
    Ok(candidates)
}

fn meeting(name: &str, usual: bool, bearer: &Bearer) -> Option<NameMatch> {
    if is_acronym(name) || is_acronym(&bearer.written) {
        // 'IT' is not 'it'.
        return (*name == *bearer.written).then_some(NameMatch::Acronym);
    }
    Some(match (usual, bearer.usual) {
        (true, true) if *name == *bearer.written => NameMatch::Exact,
        (true, true) => NameMatch::Folded,
        (true, false) | (false, true) => NameMatch::Alias,
        (false, false) => NameMatch::BothAliases,
    })
}

/// Up to six letters, none of them small.
fn is_acronym(name: &str) -> bool {
    name.chars().count() <= 6 && !name.chars().any(|c| c.is_lowercase() || c.is_whitespace())
}

/// Reads what the graph says of a thing.
fn describe(
    iri: NamedNode,
    (name, words, bearers): (NameMatch, usize, usize),
    store: &Store,
    graph: &NamedNode,
) -> Result<Candidate, Error> {
    let subject = NamedOrBlankNode::from(iri.clone());
    let mut candidate = Candidate {
        label: String::new(),
        name,
        words,
        bearers,
        is_concept: false,
        deprecated: false,
        types: BTreeSet::new(),
        schemes: BTreeSet::new(),
        countries: BTreeSet::new(),
        identifiers: BTreeSet::from([iri.as_str().to_owned()]),
        iri,
    };
    let mut labels = BTreeSet::new();
    for quad in store.quads(
        Some(&subject),
        None,
        None,
        Some(&GraphName::from(graph.clone())),
    ) {
        let quad = quad?;
        match (quad.predicate.as_str(), quad.object) {
            (rdf::TYPE, Term::NamedNode(class)) => {
                candidate.is_concept |= class.as_str() == skos::CONCEPT;
                candidate.types.insert(class.into_string());
            }
            (rdfs::LABEL | skos::PREF_LABEL, Term::Literal(label)) => {
                let foreign = label.language().is_some_and(|tag| !tag.starts_with("en"));
                labels.insert((foreign, label.value().to_owned()));
            }
            (owl::SAME_AS | skos::EXACT_MATCH, Term::NamedNode(other)) => {
                candidate.identifiers.insert(other.into_string());
            }
            (owl::DEPRECATED | EU_DEPRECATED, Term::Literal(value)) => {
                candidate.deprecated |= matches!(value.value(), "true" | "1");
            }
            (IN_SCHEME, Term::NamedNode(scheme)) => {
                let last = scheme
                    .as_str()
                    .trim_end_matches('/')
                    .rsplit(['/', '#'])
                    .next();
                candidate.schemes.extend(last.map(str::to_owned));
            }
            (property, Term::Literal(code)) if ADDRESS_COUNTRY.contains(&property) => {
                candidate.countries.insert(code.value().to_owned());
            }
            _ => {}
        }
    }
    candidate.label = labels
        .into_iter()
        .next()
        .map(|(_, label)| label)
        .unwrap_or_default();
    Ok(candidate)
}
