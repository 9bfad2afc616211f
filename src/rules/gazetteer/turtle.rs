//! Turtle -> entries. Every statement must be one the gazetteer knows, so that a slip of the pen is an error and not a gap.

use std::collections::HashMap;

use oxigraph::{
    io::{RdfFormat, RdfParser, RdfSyntaxError},
    model::{NamedOrBlankNode, Term},
};

use super::{Class, Entry};
use crate::rules::Error;

const BASE: &str = "https://w3id.org/pledgegraph/id/";
const PG: &str = "https://w3id.org/pledgegraph/ns#";

/// The entries of one file, in its order.
pub(super) fn entries(file: &str, turtle: &[u8]) -> Result<Vec<Entry>, Error> {
    let invalid = |line: usize, problem: String| Error::Invalid {
        file: format!("gazetteer/{file}"),
        line,
        problem,
    };
    let parser = RdfParser::from_format(RdfFormat::Turtle)
        .with_base_iri(BASE)
        .map_err(|error| invalid(0, error.to_string()))?;
    let mut entries: Vec<Entry> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for quad in parser.for_slice(turtle) {
        let quad = quad.map_err(|error| {
            invalid(
                line_of(&error),
                format!("is no Turtle: {error}; mend the statement there"),
            )
        })?;
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else {
            return Err(invalid(
                0,
                "has a blank node; give the entry an id".to_owned(),
            ));
        };
        let Some(id) = subject.as_str().strip_prefix(BASE) else {
            return Err(invalid(
                0,
                format!("describes {subject}, which does not start with {BASE}"),
            ));
        };
        // Statements on one entry follow each other: no look-up for most of them.
        let place = match entries.last() {
            Some(last) if last.id == id => entries.len() - 1,
            _ => *places.entry(id.to_owned()).or_insert_with(|| {
                entries.push(Entry::new(id.to_owned()));
                entries.len() - 1
            }),
        };
        add(&mut entries[place], quad.predicate.as_str(), quad.object)
            .map_err(|problem| invalid(0, format!("entry <{id}> {problem}")))?;
    }
    for entry in &entries {
        if entry.name.is_empty() {
            return Err(invalid(
                0,
                format!("entry <{}> has no rdfs:label; give it one", entry.id),
            ));
        }
        if entry.id.split('/').next() != Some(entry.class.folder()) {
            return Err(invalid(
                0,
                format!(
                    "entry <{}> is a {:?}: its id must start with '{}/'",
                    entry.id,
                    entry.class,
                    entry.class.folder()
                ),
            ));
        }
    }
    Ok(entries)
}

/// Adds one statement to the entry, or says what is wrong with it.
fn add(entry: &mut Entry, predicate: &str, object: Term) -> Result<(), String> {
    match predicate {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" => {
            let iri = iri(object)?;
            entry.class = iri
                .strip_prefix(PG)
                .and_then(Class::named)
                .ok_or_else(|| format!("is a <{iri}>, which is no class of the gazetteer"))?;
        }
        "http://www.w3.org/2000/01/rdf-schema#label" => entry.name = text(object)?,
        "http://www.w3.org/2004/02/skos/core#altLabel" => entry.aliases.push(text(object)?),
        "http://www.w3.org/2004/02/skos/core#notation" => entry.codes.push(text(object)?),
        "http://www.w3.org/2004/02/skos/core#exactMatch" => entry.exact_match.push(iri(object)?),
        "http://www.w3.org/2002/07/owl#sameAs" => entry.same_as.push(iri(object)?),
        "http://purl.org/dc/terms/source" => entry.sources.push(text(object)?),
        "http://purl.org/dc/terms/isReplacedBy" => entry.superseded_by = Some(id(object)?),
        _ => match predicate.strip_prefix(PG) {
            Some("kind") => entry.kind = text(object)?,
            Some("ambiguousLabel") => entry.ambiguous.push(text(object)?),
            Some("demonym") => entry.demonyms.push(text(object)?),
            Some("nickname") => entry.nicknames.push(text(object)?),
            Some("locatedIn") => entry.located_in = Some(id(object)?),
            Some("capitalOf") => entry.capital_of = Some(id(object)?),
            Some("territory") => entry.territory = Some(id(object)?),
            Some("partOf") => entry.part_of = Some(id(object)?),
            _ => {
                return Err(format!(
                    "has <{predicate}>, which the gazetteer does not use; see data/gazetteer/README.md"
                ));
            }
        },
    }
    Ok(())
}

fn text(object: Term) -> Result<String, String> {
    match object {
        Term::Literal(literal) => Ok(literal.destruct().0),
        other => Err(format!("has {other} where a quoted text belongs")),
    }
}

fn iri(object: Term) -> Result<String, String> {
    match object {
        Term::NamedNode(node) => Ok(node.into_string()),
        other => Err(format!("has {other} where an IRI belongs")),
    }
}

fn id(object: Term) -> Result<String, String> {
    let iri = iri(object)?;
    iri.strip_prefix(BASE)
        .map(str::to_owned)
        .ok_or_else(|| format!("points to <{iri}>, which is no entry"))
}

fn line_of(error: &RdfSyntaxError) -> usize {
    error
        .location()
        .map_or(0, |location| location.start.line as usize + 1)
}
