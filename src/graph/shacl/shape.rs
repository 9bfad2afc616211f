//! A graph of shapes -> [`Shapes`].

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{Graph, NamedNode, NamedOrBlankNode, Term, Triple},
};
use regex::Regex;

use super::SH;
use crate::graph::{ontology::SHAPES, vocabulary::rdf};

/// Why shapes cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
#[error("shapes graph, shape {shape}: {problem}")]
pub struct InvalidShapes {
    pub(super) shape: String,
    pub(super) problem: String,
}

/// Shapes ready for use.
#[derive(Clone, Debug)]
pub struct Shapes(pub(super) Vec<Shape>);

/// A node or property shape.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) id: Term,
    pub(super) targets: Vec<Target>,
    pub(super) path: Option<Path>,
    pub(super) constraints: Vec<Constraint>,
    pub(super) message: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) enum Target {
    Class(Term),
    Node(Term),
    SubjectsOf(NamedNode),
    ObjectsOf(NamedNode),
}

#[derive(Clone, Debug)]
pub(super) enum Path {
    Forward(NamedNode),
    Inverse(NamedNode),
}

#[derive(Clone, Debug)]
pub(super) enum Constraint {
    MinCount(usize),
    MaxCount(usize),
    Class(Term),
    Datatype(NamedNode),
    NodeKind(String),
    In(Vec<Term>),
    HasValue(Term),
    MinInclusive(Term),
    MaxInclusive(Term),
    MinLength(usize),
    MaxLength(usize),
    Pattern(Regex),
    LessThanOrEquals(NamedNode),
    Property(Box<Shape>),
    Node(Box<Shape>),
    Not(Box<Shape>),
    And(Vec<Shape>),
    Or(Vec<Shape>),
    Xone(Vec<Shape>),
}

/// Deeper nesting is taken for a shape that refers to itself, which SHACL leaves undefined.
const DEEPEST: usize = 16;

impl Shapes {
    /// Reads every shape that has a target.
    ///
    /// # Errors
    /// When a shape uses something that this validator does not know, or is wrong.
    pub fn parse(graph: &Graph) -> Result<Self, InvalidShapes> {
        let reader = Reader(graph);
        let mut subjects: Vec<NamedOrBlankNode> = graph
            .iter()
            .filter(|triple| {
                triple
                    .predicate
                    .as_str()
                    .starts_with(&format!("{SH}target"))
            })
            .map(|triple| triple.subject.into_owned())
            .collect();
        subjects.sort_by_key(ToString::to_string);
        subjects.dedup();
        let shapes = subjects
            .into_iter()
            .map(|subject| reader.shape(&subject.into(), 0))
            .collect::<Result<_, _>>()?;
        Ok(Self(shapes))
    }

    /// The shapes of `ontology/shapes.ttl`.
    ///
    /// # Errors
    /// Never with the file as shipped: a test reads it.
    pub fn ours() -> Result<Self, InvalidShapes> {
        let mut graph = Graph::new();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(SHAPES) {
            let quad = quad.map_err(|error| InvalidShapes {
                shape: "ontology/shapes.ttl".to_owned(),
                problem: error.to_string(),
            })?;
            graph.insert(&Triple::from(quad));
        }
        Self::parse(&graph)
    }
}

struct Reader<'a>(&'a Graph);

impl Reader<'_> {
    fn shape(&self, id: &Term, depth: usize) -> Result<Shape, InvalidShapes> {
        let wrong = |problem: String| InvalidShapes {
            shape: id.to_string(),
            problem,
        };
        if depth > DEEPEST {
            return Err(wrong(
                "shapes are nested too deep, or in a circle".to_owned(),
            ));
        }
        let mut shape = Shape {
            id: id.clone(),
            targets: Vec::new(),
            path: None,
            constraints: Vec::new(),
            message: None,
        };
        let deactivated = self.parts(id).iter().any(|(name, object)| {
            name == "deactivated"
                && matches!(object, Term::Literal(literal) if literal.value() == "true")
        });
        if deactivated {
            return Ok(shape);
        }
        for (name, object) in self.parts(id) {
            let iri = || match &object {
                Term::NamedNode(node) => Ok(node.clone()),
                _ => Err(wrong(format!("sh:{name} needs an IRI, not {object}"))),
            };
            let text = match &object {
                Term::Literal(literal) => literal.value().to_owned(),
                _ => object.to_string(),
            };
            let number = || {
                text.parse::<usize>()
                    .map_err(|_| wrong(format!("sh:{name} needs a whole number, not {object}")))
            };
            let inner = || self.shape(&object, depth + 1).map(Box::new);
            let list = || {
                self.list(&object)
                    .ok_or_else(|| wrong(format!("sh:{name} needs a list")))
            };
            let shapes = || {
                list()?
                    .iter()
                    .map(|item| self.shape(item, depth + 1))
                    .collect::<Result<Vec<_>, _>>()
            };
            let constraint = match name.as_str() {
                "targetClass" => {
                    shape.targets.push(Target::Class(object));
                    continue;
                }
                "targetNode" => {
                    shape.targets.push(Target::Node(object));
                    continue;
                }
                "targetSubjectsOf" => {
                    shape.targets.push(Target::SubjectsOf(iri()?));
                    continue;
                }
                "targetObjectsOf" => {
                    shape.targets.push(Target::ObjectsOf(iri()?));
                    continue;
                }
                "path" => {
                    shape.path = Some(self.path(&object).ok_or_else(|| {
                        wrong("only a property or its inverse can be a path here".to_owned())
                    })?);
                    continue;
                }
                "message" => {
                    shape.message = Some(text);
                    continue;
                }
                "severity" | "name" | "description" | "order" | "group" | "deactivated"
                | "flags" => {
                    continue;
                }
                "minCount" => Constraint::MinCount(number()?),
                "maxCount" => Constraint::MaxCount(number()?),
                "minLength" => Constraint::MinLength(number()?),
                "maxLength" => Constraint::MaxLength(number()?),
                "class" => Constraint::Class(object),
                "datatype" => Constraint::Datatype(iri()?),
                "nodeKind" => {
                    let kind = iri()?;
                    Constraint::NodeKind(kind.as_str().trim_start_matches(SH).to_owned())
                }
                "in" => Constraint::In(list()?),
                "hasValue" => Constraint::HasValue(object),
                "minInclusive" => Constraint::MinInclusive(object),
                "maxInclusive" => Constraint::MaxInclusive(object),
                "pattern" => Constraint::Pattern(
                    Regex::new(&text).map_err(|error| wrong(format!("sh:pattern: {error}")))?,
                ),
                "lessThanOrEquals" => Constraint::LessThanOrEquals(iri()?),
                "property" => Constraint::Property(inner()?),
                "node" => Constraint::Node(inner()?),
                "not" => Constraint::Not(inner()?),
                "and" => Constraint::And(shapes()?),
                "or" => Constraint::Or(shapes()?),
                "xone" => Constraint::Xone(shapes()?),
                _ => return Err(wrong(format!("sh:{name} is not supported"))),
            };
            shape.constraints.push(constraint);
        }
        Ok(shape)
    }

    /// What SHACL says of the node: local name and object, sorted.
    fn parts(&self, id: &Term) -> Vec<(String, Term)> {
        let Some(subject) = subject(id) else {
            return Vec::new();
        };
        let mut parts: Vec<(String, Term)> = self
            .0
            .triples_for_subject(&subject)
            .filter_map(|triple| {
                let name = triple.predicate.as_str().strip_prefix(SH)?;
                Some((name.to_owned(), triple.object.into_owned()))
            })
            .collect();
        parts.sort_by_key(|(name, object)| (name.clone(), object.to_string()));
        parts
    }

    fn path(&self, term: &Term) -> Option<Path> {
        if let Term::NamedNode(property) = term {
            return Some(Path::Forward(property.clone()));
        }
        match self.parts(term).as_slice() {
            [(name, Term::NamedNode(property))] if name == "inversePath" => {
                Some(Path::Inverse(property.clone()))
            }
            _ => None,
        }
    }

    fn list(&self, head: &Term) -> Option<Vec<Term>> {
        let mut items = Vec::new();
        let mut rest = head.clone();
        // No list is longer than the graph.
        for _ in 0..=self.0.len() {
            let subject = subject(&rest)?;
            if rest.to_string() == format!("<{}nil>", rdf::NAMESPACE) {
                return Some(items);
            }
            let of = |name: &str| {
                let property = NamedNode::new_unchecked(format!("{}{name}", rdf::NAMESPACE));
                self.0
                    .object_for_subject_predicate(&subject, &property)
                    .map(oxigraph::model::TermRef::into_owned)
            };
            items.push(of("first")?);
            rest = of("rest")?;
        }
        None
    }
}

pub(super) fn subject(term: &Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.clone().into()),
        Term::BlankNode(node) => Some(node.clone().into()),
        Term::Literal(_) => None,
    }
}
