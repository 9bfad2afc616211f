//! Validation with the part of SHACL Core that our shapes use.
//!
//! Shapes that use more of SHACL are refused, so that nobody takes silence for approval.

mod check;
mod shape;
mod value;

use oxigraph::model::{BlankNode, Graph, Literal, NamedNode, Term, Triple};

pub use shape::{InvalidShapes, Shapes};

use super::vocabulary::{node, rdf};

/// The namespace of SHACL.
pub(super) const SH: &str = "http://www.w3.org/ns/shacl#";

/// What validation found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Sorted by focus node, path, message.
    pub results: Vec<Violation>,
}

/// One violation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The node that is wrong.
    pub focus: Term,
    /// The property that is wrong; none for a constraint on the node itself. `^` stands before an inverse path.
    pub path: Option<String>,
    /// The offending value, if there is one.
    pub value: Option<Term>,
    /// The SHACL component, such as `sh:MinCountConstraintComponent`.
    pub component: NamedNode,
    /// The shape that says so.
    pub shape: Term,
    /// What is wrong, for people.
    pub message: String,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn conforms(&self) -> bool {
        self.results.is_empty()
    }

    /// As RDF: one `sh:ValidationReport` with its results.
    pub fn to_graph(&self) -> Graph {
        let mut graph = Graph::new();
        let report = BlankNode::new_from_unique_id(0);
        let sh = |name: &str| NamedNode::new_unchecked(format!("{SH}{name}"));
        graph.insert(&Triple::new(
            report.clone(),
            node(rdf::TYPE),
            sh("ValidationReport"),
        ));
        graph.insert(&Triple::new(
            report.clone(),
            sh("conforms"),
            Literal::from(self.conforms()),
        ));
        for (number, violation) in (1..).zip(&self.results) {
            let result = BlankNode::new_from_unique_id(number);
            let mut add = |predicate: &str, object: Term| {
                graph.insert(&Triple::new(result.clone(), sh(predicate), object));
            };
            add("focusNode", violation.focus.clone());
            add("resultSeverity", sh("Violation").into());
            add(
                "sourceConstraintComponent",
                violation.component.clone().into(),
            );
            add("sourceShape", violation.shape.clone());
            add(
                "resultMessage",
                Literal::new_simple_literal(&violation.message).into(),
            );
            if let Some(value) = &violation.value {
                add("value", value.clone());
            }
            // An inverse path would need a node of its own; the message names it.
            if let Some(path) = violation
                .path
                .as_ref()
                .filter(|path| !path.starts_with('^'))
            {
                add("resultPath", NamedNode::new_unchecked(path).into());
            }
            graph.insert(&Triple::new(
                result.clone(),
                node(rdf::TYPE),
                sh("ValidationResult"),
            ));
            graph.insert(&Triple::new(report.clone(), sh("result"), result));
        }
        graph
    }
}

/// Checks the data against the shapes. To check many graphs, parse the [`Shapes`] once.
///
/// # Errors
/// When the shapes use something of SHACL that this validator does not know, or are wrong.
pub fn validate(data: &Graph, shapes: &Graph) -> Result<Report, InvalidShapes> {
    Ok(Shapes::parse(shapes)?.validate(data))
}
