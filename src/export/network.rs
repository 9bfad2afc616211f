//! The network of entities: GraphML and DOT.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use oxigraph::model::{NamedNode, NamedOrBlankNode, Term, Triple};

use crate::graph::{
    Base,
    vocabulary::{pg, rdf, rdfs},
};

#[derive(Default)]
struct Node {
    label: String,
    class: String,
}

struct Network<'a> {
    nodes: BTreeMap<&'a str, Node>,
    /// Sorted, because the triples are.
    edges: Vec<(&'a str, &'a str, &'a str)>,
}

/// Writes GraphML.
pub fn graphml(triples: &[Triple], base: &Base, out: &mut dyn Write) -> io::Result<()> {
    let network = network(triples, base);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#
    )?;
    for (id, element) in [("label", "node"), ("class", "node"), ("relation", "edge")] {
        writeln!(
            out,
            r#"  <key id="{id}" for="{element}" attr.name="{id}" attr.type="string"/>"#
        )?;
    }
    writeln!(out, r#"  <graph id="pledgegraph" edgedefault="directed">"#)?;
    for (iri, node) in &network.nodes {
        writeln!(
            out,
            r#"    <node id="{}"><data key="label">{}</data><data key="class">{}</data></node>"#,
            xml(iri),
            xml(&node.label),
            xml(&node.class)
        )?;
    }
    for (from, relation, to) in &network.edges {
        writeln!(
            out,
            r#"    <edge source="{}" target="{}"><data key="relation">{}</data></edge>"#,
            xml(from),
            xml(to),
            xml(local(relation))
        )?;
    }
    writeln!(out, "  </graph>\n</graphml>")
}

/// Writes DOT.
pub fn dot(triples: &[Triple], base: &Base, out: &mut dyn Write) -> io::Result<()> {
    let network = network(triples, base);
    writeln!(
        out,
        "digraph pledgegraph {{\n  rankdir=LR;\n  node [shape=box];"
    )?;
    for (iri, node) in &network.nodes {
        writeln!(out, "  {} [label={}];", quoted(iri), quoted(&node.label))?;
    }
    for (from, relation, to) in &network.edges {
        writeln!(
            out,
            "  {} -> {} [label={}];",
            quoted(from),
            quoted(to),
            quoted(local(relation))
        )?;
    }
    writeln!(out, "}}")
}

fn network<'a>(triples: &'a [Triple], base: &Base) -> Network<'a> {
    let mut nodes: BTreeMap<&str, Node> = BTreeMap::new();
    let mut edges = Vec::new();
    for triple in triples {
        let NamedOrBlankNode::NamedNode(subject) = &triple.subject else {
            continue;
        };
        if !base.is_entity(subject) {
            continue;
        }
        let node = nodes.entry(subject.as_str()).or_default();
        match (&triple.object, triple.predicate.as_str()) {
            (Term::NamedNode(class), rdf::TYPE) => note_class(node, class),
            (Term::NamedNode(object), relation) if base.is_entity(object) => {
                nodes.entry(object.as_str()).or_default();
                edges.push((subject.as_str(), relation, object.as_str()));
            }
            (Term::Literal(label), rdfs::LABEL) => label.value().clone_into(&mut node.label),
            _ => {}
        }
    }
    for (iri, node) in &mut nodes {
        if node.label.is_empty() {
            local(iri).clone_into(&mut node.label);
        }
    }
    Network { nodes, edges }
}

/// The most specific of our classes.
fn note_class(node: &mut Node, class: &NamedNode) {
    let general = [pg::ACTOR, pg::ORGANISATION];
    if class.as_str().starts_with(pg::NAMESPACE)
        && (node.class.is_empty() || !general.contains(&class.as_str()))
    {
        let known_general = general.iter().any(|general| local(general) == node.class);
        if node.class.is_empty() || known_general || !general.contains(&class.as_str()) {
            local(class.as_str()).clone_into(&mut node.class);
        }
    }
}

fn local(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // Not allowed in XML, not even escaped.
            control if control.is_control() && !matches!(control, '\n' | '\t' | '\r') => {
                escaped.push('\u{fffd}');
            }
            other => escaped.push(other),
        }
    }
    escaped
}

fn quoted(text: &str) -> String {
    format!(
        "\"{}\"",
        text.replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('\n', " ")
    )
}
