//! Collects the quads of one graph.

use std::collections::HashSet;

use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};
use rust_decimal::Decimal;

use super::{
    order::sort_quads,
    vocabulary::{node, rdf, xsd},
};

/// Quads of one graph, and the names already given in it.
pub(super) struct Writer {
    graph: GraphName,
    quads: Vec<Quad>,
    taken: HashSet<String>,
}

impl Writer {
    pub(super) fn new(graph: impl Into<GraphName>) -> Self {
        Self {
            graph: graph.into(),
            quads: Vec::new(),
            taken: HashSet::new(),
        }
    }

    pub(super) fn add(
        &mut self,
        subject: &NamedNode,
        predicate: &'static str,
        object: impl Into<Term>,
    ) {
        self.quads.push(Quad::new(
            subject.clone(),
            node(predicate),
            object,
            self.graph.clone(),
        ));
    }

    /// A term of a vocabulary as object.
    pub(super) fn term(
        &mut self,
        subject: &NamedNode,
        predicate: &'static str,
        object: &'static str,
    ) {
        self.add(subject, predicate, node(object));
    }

    pub(super) fn text(&mut self, subject: &NamedNode, predicate: &'static str, text: &str) {
        self.add(subject, predicate, Literal::new_simple_literal(text));
    }

    pub(super) fn types(&mut self, subject: &NamedNode, classes: &[&'static str]) {
        for class in classes {
            self.term(subject, rdf::TYPE, class);
        }
    }

    /// `DOCUMENT#NAME`, or `DOCUMENT#NAME-2` when that is taken.
    pub(super) fn fragment(&mut self, document: &NamedNode, name: &str) -> NamedNode {
        let mut unique = name.to_owned();
        let mut count = 1;
        while !self.taken.insert(unique.clone()) {
            count += 1;
            unique = format!("{name}-{count}");
        }
        NamedNode::new_unchecked(format!("{}#{unique}", document.as_str()))
    }

    /// Sorted, each once.
    pub(super) fn finish(mut self) -> Vec<Quad> {
        sort_quads(&mut self.quads);
        self.quads
    }
}

/// `xsd:decimal` without needless zeros.
pub(super) fn decimal(value: Decimal) -> Literal {
    Literal::new_typed_literal(value.normalize().to_string(), node(xsd::DECIMAL))
}

/// `xsd:integer`: the store gives back the types derived from it as this one.
pub(super) fn integer(value: usize) -> Literal {
    Literal::new_typed_literal(value.to_string(), node(xsd::INTEGER))
}

/// 0..1 with two digits.
pub(super) fn confidence(value: f32) -> Literal {
    let value = if value.is_finite() { value } else { 0.0 };
    let hundredths = (value.clamp(0.0, 1.0) * 100.0).round() as i64;
    decimal(Decimal::new(hundredths, 2))
}

/// The words with every run of white space as one blank: a line break in mid-phrase is no part of it.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
