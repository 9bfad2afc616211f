//! Turtle -> entries. Every statement must be one the gazetteer knows, so that a slip of the pen is an error and not a gap.

use oxigraph::{
    io::{RdfFormat, RdfParser, RdfSyntaxError},
    model::{NamedOrBlankNode, Term},
};
use rustc_hash::FxHashMap;

use super::{
    Entry,
    plain::{self, Object},
};
use crate::class::Class;
use crate::rules::Error;

const BASE: &str = "https://w3id.org/pledgegraph/id/";
const PG: &str = "https://w3id.org/pledgegraph/ns#";

/// The entries of one file, in its order.
pub(super) fn entries(file: &str, turtle: &[u8]) -> Result<Vec<Entry>, Error> {
    let mut entries = Entries {
        file,
        entries: Vec::new(),
        places: FxHashMap::default(),
    };
    let plain = std::str::from_utf8(turtle)
        .ok()
        .and_then(|text| plain::statements(text, BASE, |s, p, o| entries.add(s, p, o)));
    match plain {
        Some(result) => result?,
        None => {
            entries.entries.clear();
            entries.places.clear();
            full(&mut entries, turtle)?;
        }
    }
    entries.finish()
}

/// Reads any Turtle, with the words for what is wrong.
fn full(entries: &mut Entries, turtle: &[u8]) -> Result<(), Error> {
    let file = entries.file;
    let parser = RdfParser::from_format(RdfFormat::Turtle)
        .with_base_iri(BASE)
        .map_err(|error| invalid(file, 0, error.to_string()))?;
    for quad in parser.for_slice(turtle) {
        let quad = quad.map_err(|error| {
            invalid(
                file,
                line_of(&error),
                format!("is no Turtle: {error}; mend the statement there"),
            )
        })?;
        let object = match quad.object {
            Term::NamedNode(node) => Object::Iri(node.into_string().into()),
            Term::Literal(literal) => Object::Text(literal.destruct().0.into()),
            Term::BlankNode(_) => return Err(blank(file)),
        };
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else {
            return Err(blank(file));
        };
        entries.add(subject.as_str(), quad.predicate.as_str(), object)?;
    }
    Ok(())
}

/// The entries of a file as they grow.
struct Entries<'f> {
    file: &'f str,
    entries: Vec<Entry>,
    places: FxHashMap<String, usize>,
}

impl Entries<'_> {
    fn add(&mut self, subject: &str, predicate: &str, object: Object) -> Result<(), Error> {
        let Some(id) = subject.strip_prefix(BASE) else {
            return Err(invalid(
                self.file,
                0,
                format!("describes <{subject}>, which does not start with {BASE}"),
            ));
        };
        // Statements on one entry follow each other: no look-up for most of them.
        let place = match self.entries.last() {
            Some(last) if last.id == id => self.entries.len() - 1,
            _ => *self.places.entry(id.to_owned()).or_insert_with(|| {
                self.entries.push(Entry::new(id.to_owned()));
                self.entries.len() - 1
            }),
        };
        state(&mut self.entries[place], predicate, object)
            .map_err(|problem| invalid(self.file, 0, format!("entry <{id}> {problem}")))
    }

    fn finish(self) -> Result<Vec<Entry>, Error> {
        for entry in &self.entries {
            let folder = entry.class.folder();
            let problem = if entry.name.is_empty() {
                "has no rdfs:label; give it one".to_owned()
            } else if entry.id.split('/').next() != Some(folder) {
                format!("is a {:?}: its id must start with '{folder}/'", entry.class)
            } else {
                continue;
            };
            return Err(invalid(
                self.file,
                0,
                format!("entry <{}> {problem}", entry.id),
            ));
        }
        Ok(self.entries)
    }
}

fn invalid(file: &str, line: usize, problem: String) -> Error {
    Error::Invalid {
        file: format!("gazetteer/{file}"),
        line,
        problem,
    }
}

fn blank(file: &str) -> Error {
    invalid(file, 0, "has a blank node; give the thing an id".to_owned())
}

/// Adds one statement to the entry, or says what is wrong with it.
fn state(entry: &mut Entry, predicate: &str, object: Object) -> Result<(), String> {
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

fn text(object: Object) -> Result<String, String> {
    match object {
        Object::Text(text) => Ok(text.into_owned()),
        Object::Iri(iri) => Err(format!("has <{iri}> where a quoted text belongs")),
    }
}

fn iri(object: Object) -> Result<String, String> {
    match object {
        Object::Iri(iri) => Ok(iri.into_owned()),
        Object::Text(text) => Err(format!("has '{text}' where an IRI belongs")),
    }
}

fn id(object: Object) -> Result<String, String> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Source;

    #[test]
    fn the_plain_reader_reads_our_files_as_the_full_parser_does() {
        for name in Source::Embedded.names("gazetteer", ".ttl") {
            let bytes = Source::Embedded
                .bytes("gazetteer", &name)
                .expect("embedded");
            let text = std::str::from_utf8(&bytes).expect("UTF-8");
            let mut statements = 0;
            let read = plain::statements(text, BASE, |_, _, _| {
                statements += 1;
                Ok::<(), ()>(())
            });
            assert!(read.is_some(), "{name} is not plain");
            let mut expected = Entries {
                file: &name,
                entries: Vec::new(),
                places: FxHashMap::default(),
            };
            full(&mut expected, &bytes).expect("valid Turtle");
            let entries = entries(&name, &bytes).expect("valid Turtle");
            assert_eq!(
                format!("{entries:?}"),
                format!("{:?}", expected.entries),
                "{name}"
            );
            assert!(statements > entries.len(), "{name}");
        }
    }

    #[test]
    fn other_turtle_is_read_as_well() {
        let turtle = "PREFIX pg: <https://w3id.org/pledgegraph/ns#>\n\
            <place/x> a pg:Place ; <http://www.w3.org/2000/01/rdf-schema#label> \"\"\"X\"\"\", 'X' ; pg:kind 'city' .";
        let entries = entries("x.ttl", turtle.as_bytes()).expect("valid Turtle");
        assert_eq!((entries.len(), entries[0].name.as_str()), (1, "X"));
    }
}
