//! Turtle and TriG for people: one subject a paragraph, one predicate a line, types first, then the label.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    io::{self, Write},
};

use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Term, Triple};

use crate::{
    graph::vocabulary::{PREFIXES, rdf, rdfs, skos, xsd},
    store::{self, Store},
};

/// Writes sorted triples as Turtle with the prefixes that occur.
pub fn document(triples: &[Triple], base: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(base);
    page.subjects(triples, "");
    page.header(false, out)?;
    out.write_all(page.text.as_bytes())
}

/// Writes one graph, or all, as TriG: the story first, then the sources in the order of their names.
pub fn graphs(
    store: &Store,
    only: Option<&GraphName>,
    out: &mut dyn Write,
) -> Result<(), store::Error> {
    let names = match only {
        Some(name) => vec![name.clone()],
        None => std::iter::once(GraphName::DefaultGraph)
            .chain(store.graphs()?.into_iter().map(GraphName::from))
            .collect(),
    };
    let base = store.base().as_str();
    // One graph in memory at a time: which prefixes the later ones need is not known yet, so all are declared.
    Page::new(base).header(true, out)?;
    for name in names {
        let triples = super::triples(store, Some(&name))?;
        let mut page = Page::new(base);
        match &name {
            GraphName::NamedNode(name) => {
                page.text.push('\n');
                page.iri(name);
                page.text.push_str(" {");
                page.subjects(&triples, "    ");
                page.text.push_str("}\n");
            }
            _ => page.subjects(&triples, ""),
        }
        out.write_all(page.text.as_bytes())?;
    }
    Ok(())
}

struct Page<'a> {
    base: &'a str,
    text: String,
    used: BTreeSet<&'static str>,
}

impl<'a> Page<'a> {
    fn new(base: &'a str) -> Self {
        Self {
            base,
            text: String::new(),
            used: BTreeSet::new(),
        }
    }

    fn header(&self, all: bool, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "@base <{}> .", self.base)?;
        for (prefix, iri) in PREFIXES {
            if all || self.used.contains(prefix) {
                writeln!(out, "@prefix {prefix}: <{iri}> .")?;
            }
        }
        Ok(())
    }

    /// One paragraph for each subject.
    fn subjects(&mut self, triples: &[Triple], indent: &str) {
        for group in triples.chunk_by(|a, b| a.subject == b.subject) {
            self.text.push('\n');
            self.text.push_str(indent);
            self.subject(&group[0].subject);
            let mut predicates: Vec<&[Triple]> =
                group.chunk_by(|a, b| a.predicate == b.predicate).collect();
            predicates.sort_by_key(|triples| rank(&triples[0].predicate));
            let last = predicates.len() - 1;
            for (index, triples) in predicates.into_iter().enumerate() {
                if index == 0 {
                    self.text.push(' ');
                } else {
                    let _ = write!(self.text, "\n{indent}    ");
                }
                self.predicate(&triples[0].predicate);
                for (index, triple) in triples.iter().enumerate() {
                    self.text.push_str(if index == 0 { " " } else { ", " });
                    self.object(&triple.object);
                }
                self.text
                    .push_str(if index == last { " .\n" } else { " ;" });
            }
        }
    }

    fn subject(&mut self, subject: &NamedOrBlankNode) {
        match subject {
            NamedOrBlankNode::NamedNode(node) => self.iri(node),
            NamedOrBlankNode::BlankNode(node) => {
                let _ = write!(self.text, "{node}");
            }
        }
    }

    fn predicate(&mut self, predicate: &NamedNode) {
        if predicate.as_str() == rdf::TYPE {
            self.text.push('a');
        } else {
            self.iri(predicate);
        }
    }

    fn object(&mut self, object: &Term) {
        match object {
            Term::NamedNode(node) => self.iri(node),
            Term::Literal(literal) => self.literal(literal),
            Term::BlankNode(node) => {
                let _ = write!(self.text, "{node}");
            }
        }
    }

    fn literal(&mut self, literal: &Literal) {
        let value = literal.value();
        let datatype = literal.datatype();
        // Turtle's short forms, where they mean just this literal.
        let short = match datatype.as_str() {
            xsd::INTEGER => is_integer(value),
            xsd::DECIMAL => value.split_once('.').is_some_and(|(whole, fraction)| {
                is_integer(whole)
                    && fraction.bytes().all(|byte| byte.is_ascii_digit())
                    && !fraction.is_empty()
            }),
            _ => false,
        };
        if short {
            self.text.push_str(value);
            return;
        }
        quoted(value, &mut self.text);
        if let Some(language) = literal.language() {
            let _ = write!(self.text, "@{language}");
        } else if datatype.as_str() != "http://www.w3.org/2001/XMLSchema#string" {
            self.text.push_str("^^");
            self.iri(&datatype.into_owned());
        }
    }

    fn iri(&mut self, node: &NamedNode) {
        let iri = node.as_str();
        for (prefix, namespace) in PREFIXES {
            if let Some(local) = iri.strip_prefix(namespace)
                && is_local_name(local)
            {
                self.used.insert(prefix);
                let _ = write!(self.text, "{prefix}:{local}");
                return;
            }
        }
        match iri.strip_prefix(self.base) {
            Some(rest) if is_relative(rest) => {
                let _ = write!(self.text, "<{rest}>");
            }
            _ => {
                let _ = write!(self.text, "{node}");
            }
        }
    }
}

/// Types first, then names, then the rest in the order of their IRIs.
fn rank(predicate: &NamedNode) -> usize {
    [rdf::TYPE, rdfs::LABEL, skos::PREF_LABEL, skos::ALT_LABEL]
        .iter()
        .position(|first| *first == predicate.as_str())
        .unwrap_or(4)
}

fn is_local_name(local: &str) -> bool {
    !local.is_empty()
        && local.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && local
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

/// Whether resolving it against the base gives the IRI back: no dot segments, no empty ones, no scheme.
fn is_relative(rest: &str) -> bool {
    let path = rest.split(['?', '#']).next().unwrap_or("");
    !path.is_empty()
        && path
            .split('/')
            .all(|segment| !matches!(segment, "" | "." | ".."))
        && !path
            .split('/')
            .next()
            .is_some_and(|first| first.contains(':'))
}

fn is_integer(value: &str) -> bool {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn quoted(value: &str, text: &mut String) {
    text.push('"');
    for character in value.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(text, "\\u{:04X}", control as u32);
            }
            other => text.push(other),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use oxigraph::io::{RdfFormat, RdfParser};

    use super::*;

    fn written(triples: &[Triple]) -> String {
        let mut out = Vec::new();
        document(triples, "https://example.org/", &mut out).expect("writes");
        String::from_utf8(out).expect("UTF-8")
    }

    fn sample() -> Vec<Triple> {
        let node = |iri: &str| NamedNode::new_unchecked(iri);
        let subject = node("https://example.org/id/document/a%3Fb#money-EUR-1");
        let mut triples = vec![
            Triple::new(
                subject.clone(),
                node(rdf::TYPE),
                node("https://w3id.org/pledgegraph/ns#Commitment"),
            ),
            Triple::new(
                subject.clone(),
                node(rdfs::LABEL),
                Literal::from("a \"b\"\n\\c\u{7f}\u{0}"),
            ),
            Triple::new(
                subject.clone(),
                node("http://purl.org/dc/terms/title"),
                Literal::new_language_tagged_literal_unchecked("x", "en"),
            ),
            Triple::new(
                subject.clone(),
                node("https://w3id.org/pledgegraph/ns#value"),
                Literal::new_typed_literal("20.50", node(xsd::DECIMAL)),
            ),
            Triple::new(
                subject.clone(),
                node("https://w3id.org/pledgegraph/ns#value"),
                Literal::new_typed_literal("20", node(xsd::DECIMAL)),
            ),
            Triple::new(subject, node("http://other.example/p"), Literal::from(7)),
            Triple::new(
                node("https://example.org/a/../b"),
                node("http://other.example/p"),
                node("https://example.org/x//y"),
            ),
        ];
        super::super::sort(&mut triples);
        triples
    }

    #[test]
    fn types_come_first_and_only_used_prefixes_are_declared() {
        let text = written(&sample());
        assert!(
            text.contains("\n<id/document/a%3Fb#money-EUR-1> a pg:Commitment ;\n    rdfs:label "),
            "{text}"
        );
        assert!(text.contains("@prefix dcterms:"));
        assert!(!text.contains("@prefix foaf:"));
    }

    #[test]
    fn reading_it_back_gives_the_same_triples() {
        let mut again = RdfParser::from_format(RdfFormat::Turtle)
            .for_reader(written(&sample()).as_bytes())
            .map(|quad| quad.map(Triple::from))
            .collect::<Result<Vec<_>, _>>()
            .expect("Turtle");
        super::super::sort(&mut again);
        assert_eq!(again, sample());
    }
}
