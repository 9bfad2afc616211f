//! The order of quads in every output.

use std::cmp::Ordering;

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};

/// Default graph first, then by graph, subject, predicate and object, each by its text.
pub fn compare_quads(left: &Quad, right: &Quad) -> Ordering {
    graph(&left.graph_name)
        .cmp(graph(&right.graph_name))
        .then_with(|| subject(&left.subject).cmp(&subject(&right.subject)))
        .then_with(|| left.predicate.as_str().cmp(right.predicate.as_str()))
        .then_with(|| object(&left.object).cmp(&object(&right.object)))
}

/// Sorts, and drops what is said twice.
pub fn sort_quads(quads: &mut Vec<Quad>) {
    quads.sort_unstable_by(compare_quads);
    quads.dedup();
}

fn graph(name: &GraphName) -> &str {
    match name {
        GraphName::DefaultGraph => "",
        GraphName::NamedNode(node) => node.as_str(),
        GraphName::BlankNode(node) => node.as_str(),
    }
}

fn subject(node: &NamedOrBlankNode) -> (u8, &str) {
    match node {
        NamedOrBlankNode::NamedNode(node) => (0, node.as_str()),
        NamedOrBlankNode::BlankNode(node) => (1, node.as_str()),
    }
}

fn object(term: &Term) -> (u8, &str, &str, &str) {
    match term {
        Term::NamedNode(node) => (0, node.as_str(), "", ""),
        Term::BlankNode(node) => (1, node.as_str(), "", ""),
        Term::Literal(literal) => (
            2,
            literal.value(),
            literal.datatype().as_str(),
            literal.language().unwrap_or(""),
        ),
        #[allow(unreachable_patterns)]
        _ => (3, "", "", ""),
    }
}
