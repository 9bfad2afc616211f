//! [`Shapes`] and data -> [`Report`].

use std::{cmp::Ordering, collections::HashSet};

use oxigraph::model::{Graph, NamedNode, Term, TermRef};

use super::{
    Report, SH, Violation,
    shape::{Constraint, Path, Shape, Shapes, Target, subject},
    value::{compare, is_well_formed},
};
use crate::graph::vocabulary::{node, rdf};

impl Shapes {
    /// Checks the data: a document's graph, the story, or all graphs together.
    pub fn validate(&self, data: &Graph) -> Report {
        let checker = Checker { data };
        let mut results = Vec::new();
        for shape in &self.0 {
            for focus in checker.targets(shape) {
                checker.check(shape, &focus, &mut results);
            }
        }
        results.sort_by_cached_key(|violation| {
            (
                violation.focus.to_string(),
                violation.path.clone(),
                violation.message.clone(),
                violation.value.as_ref().map(ToString::to_string),
            )
        });
        results.dedup();
        Report { results }
    }
}

struct Checker<'a> {
    data: &'a Graph,
}

/// What a constraint component finds: its name, and the value that is wrong.
type Finding = (&'static str, Option<Term>);

impl Checker<'_> {
    fn targets(&self, shape: &Shape) -> Vec<Term> {
        let mut focus = HashSet::new();
        for target in &shape.targets {
            match target {
                Target::Class(class) => focus.extend(self.instances(class)),
                Target::Node(node) => {
                    focus.insert(node.clone());
                }
                Target::SubjectsOf(property) => focus.extend(
                    self.data
                        .triples_for_predicate(property)
                        .map(|triple| Term::from(triple.subject.into_owned())),
                ),
                Target::ObjectsOf(property) => focus.extend(
                    self.data
                        .triples_for_predicate(property)
                        .map(|triple| triple.object.into_owned()),
                ),
            }
        }
        focus.into_iter().collect()
    }

    fn check(&self, shape: &Shape, focus: &Term, results: &mut Vec<Violation>) {
        let values = self.values(shape, focus);
        for constraint in &shape.constraints {
            if let Constraint::Property(inner) = constraint {
                for value in &values {
                    self.check(inner, value, results);
                }
                continue;
            }
            for (component, value) in self.findings(constraint, focus, &values) {
                let path = shape.path.as_ref().map(|path| match path {
                    Path::Forward(property) => property.as_str().to_owned(),
                    Path::Inverse(property) => format!("^{}", property.as_str()),
                });
                let component_iri =
                    NamedNode::new_unchecked(format!("{SH}{component}ConstraintComponent"));
                results.push(Violation {
                    focus: focus.clone(),
                    path,
                    value,
                    component: component_iri,
                    shape: shape.id.clone(),
                    message: shape
                        .message
                        .clone()
                        .unwrap_or_else(|| format!("sh:{component} is violated")),
                });
            }
        }
    }

    fn values(&self, shape: &Shape, focus: &Term) -> Vec<Term> {
        match &shape.path {
            None => vec![focus.clone()],
            Some(Path::Forward(property)) => self.objects(focus, property),
            Some(Path::Inverse(property)) => self
                .data
                .subjects_for_predicate_object(property, focus)
                .map(|subject| Term::from(subject.into_owned()))
                .collect(),
        }
    }

    fn conforms(&self, shape: &Shape, focus: &Term) -> bool {
        let mut results = Vec::new();
        self.check(shape, focus, &mut results);
        results.is_empty()
    }

    fn findings(&self, constraint: &Constraint, focus: &Term, values: &[Term]) -> Vec<Finding> {
        let each = |component: &'static str, fine: &dyn Fn(&Term) -> bool| -> Vec<Finding> {
            let wrong = values.iter().filter(|value| !fine(value));
            wrong
                .map(|value| (component, Some(value.clone())))
                .collect()
        };
        let whole = |component: &'static str, fine: bool| -> Vec<Finding> {
            if fine {
                vec![]
            } else {
                vec![(component, None)]
            }
        };
        let holding = |shapes: &[Shape], value: &Term| {
            shapes
                .iter()
                .filter(|shape| self.conforms(shape, value))
                .count()
        };
        match constraint {
            Constraint::MinCount(least) => whole("MinCount", values.len() >= *least),
            Constraint::MaxCount(most) => whole("MaxCount", values.len() <= *most),
            Constraint::HasValue(wanted) => whole("HasValue", values.contains(wanted)),
            Constraint::Class(class) => each("Class", &|value| self.is_a(value, class)),
            Constraint::Datatype(datatype) => each("Datatype", &|value| {
                matches!(value, Term::Literal(literal)
                    if literal.datatype() == datatype.as_ref() && is_well_formed(literal))
            }),
            Constraint::NodeKind(kind) => each("NodeKind", &|value| match value {
                Term::NamedNode(_) => kind.contains("IRI"),
                Term::BlankNode(_) => kind.contains("BlankNode"),
                Term::Literal(_) => kind.contains("Literal"),
            }),
            Constraint::In(list) => each("In", &|value| list.contains(value)),
            Constraint::MinInclusive(least) => each("MinInclusive", &|value| {
                matches!(
                    compare(value, least),
                    Some(Ordering::Greater | Ordering::Equal)
                )
            }),
            Constraint::MaxInclusive(most) => each("MaxInclusive", &|value| {
                matches!(compare(value, most), Some(Ordering::Less | Ordering::Equal))
            }),
            Constraint::MinLength(least) => each("MinLength", &|value| {
                text(value).is_some_and(|text| text.chars().count() >= *least)
            }),
            Constraint::MaxLength(most) => each("MaxLength", &|value| {
                text(value).is_some_and(|text| text.chars().count() <= *most)
            }),
            Constraint::Pattern(pattern) => each("Pattern", &|value| {
                text(value).is_some_and(|text| pattern.is_match(text))
            }),
            Constraint::LessThanOrEquals(property) => {
                let others = self.objects(focus, property);
                let fits = |value: &Term, other: &Term| {
                    matches!(
                        compare(value, other),
                        Some(Ordering::Less | Ordering::Equal)
                    )
                };
                let pairs = values
                    .iter()
                    .flat_map(|value| others.iter().map(move |other| (value, other)));
                pairs
                    .filter(|(value, other)| !fits(value, other))
                    .map(|(value, _)| ("LessThanOrEquals", Some(value.clone())))
                    .collect()
            }
            Constraint::Node(shape) => each("Node", &|value| self.conforms(shape, value)),
            Constraint::Not(shape) => each("Not", &|value| !self.conforms(shape, value)),
            Constraint::And(all) => each("And", &|value| holding(all, value) == all.len()),
            Constraint::Or(any) => each("Or", &|value| holding(any, value) > 0),
            Constraint::Xone(one) => each("Xone", &|value| holding(one, value) == 1),
            // `check` follows it, because its results stand for themselves.
            Constraint::Property(_) => Vec::new(),
        }
    }

    fn objects(&self, focus: &Term, property: &NamedNode) -> Vec<Term> {
        let Some(subject) = subject(focus) else {
            return Vec::new();
        };
        self.data
            .objects_for_subject_predicate(&subject, property)
            .map(TermRef::into_owned)
            .collect()
    }

    /// The class and its sub-classes, as far as the data name them.
    fn classes_below(&self, class: &Term) -> HashSet<Term> {
        let below = NamedNode::new_unchecked("http://www.w3.org/2000/01/rdf-schema#subClassOf");
        let mut classes = HashSet::new();
        let mut queue = vec![class.clone()];
        while let Some(class) = queue.pop() {
            if !classes.contains(&class) {
                let special = self.data.subjects_for_predicate_object(&below, &class);
                queue.extend(special.map(|subject| Term::from(subject.into_owned())));
                classes.insert(class);
            }
        }
        classes
    }

    fn instances(&self, class: &Term) -> Vec<Term> {
        let mut instances = Vec::new();
        for class in self.classes_below(class) {
            let subjects = self
                .data
                .subjects_for_predicate_object(&node(rdf::TYPE), &class)
                .map(|subject| Term::from(subject.into_owned()))
                .collect::<Vec<_>>();
            instances.extend(subjects);
        }
        instances
    }

    fn is_a(&self, value: &Term, class: &Term) -> bool {
        let types = self.objects(value, &node(rdf::TYPE));
        types.contains(class) || {
            let classes = self.classes_below(class);
            types.iter().any(|own| classes.contains(own))
        }
    }
}

/// The text of IRIs and literals; blank nodes have none.
fn text(term: &Term) -> Option<&str> {
    match term {
        Term::NamedNode(node) => Some(node.as_str()),
        Term::Literal(literal) => Some(literal.value()),
        Term::BlankNode(_) => None,
    }
}
