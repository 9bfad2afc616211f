//! The ontology is complete, and every file is what it claims to be.

use std::collections::BTreeSet;

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{Graph, NamedNode, NamedNodeRef, Triple},
};
use pledgegraph::graph::{
    ontology::{ALIGNMENTS, CONTEXT, ONTOLOGY, SHAPES, questions},
    vocabulary,
};

pub fn turtle(text: &str) -> Graph {
    RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(text)
        .map(|quad| Triple::from(quad.expect("Turtle")))
        .collect()
}

fn has(graph: &Graph, subject: &str, predicate: &str) -> bool {
    let subject = NamedNode::new_unchecked(subject);
    let predicate = NamedNode::new_unchecked(predicate);
    graph
        .object_for_subject_predicate(subject.as_ref(), predicate.as_ref())
        .is_some()
}

#[test]
fn every_term_has_label_definition_example_and_home() {
    let graph = turtle(ONTOLOGY);
    for term in vocabulary::pg::ALL {
        for property in [
            "http://www.w3.org/2000/01/rdf-schema#label",
            "http://www.w3.org/2004/02/skos/core#definition",
            "http://www.w3.org/2004/02/skos/core#example",
            "http://www.w3.org/2000/01/rdf-schema#isDefinedBy",
        ] {
            assert!(has(&graph, term, property), "{term} lacks {property}");
        }
    }
}

#[test]
fn every_property_has_domain_and_range() {
    let graph = turtle(ONTOLOGY);
    let property =
        NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#Property");
    let kind = NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
    let mut count = 0;
    for subject in graph.subjects_for_predicate_object(kind, property) {
        let oxigraph::model::NamedOrBlankNodeRef::NamedNode(term) = subject else {
            panic!("blank property");
        };
        count += 1;
        for (hard, soft) in [("domain", "domainIncludes"), ("range", "rangeIncludes")] {
            let hard = format!("http://www.w3.org/2000/01/rdf-schema#{hard}");
            let soft = format!("http://schema.org/{soft}");
            assert!(
                has(&graph, term.as_str(), &hard) != has(&graph, term.as_str(), &soft),
                "{term}: {hard}"
            );
        }
    }
    assert!(count > 50);
}

/// Every `pg:name` in a text.
fn names(text: &str) -> BTreeSet<String> {
    text.match_indices("pg:")
        .filter(|(at, _)| !text[..*at].ends_with(|before: char| before.is_ascii_alphanumeric()))
        .map(|(at, _)| {
            text[at + 3..]
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect::<String>()
        })
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn shapes_alignments_context_and_questions_use_defined_terms_only() {
    let defined = names(ONTOLOGY);
    let mut texts = vec![SHAPES, CONTEXT];
    let questions = questions();
    texts.extend(questions.iter().map(|question| question.query));
    for text in texts {
        for name in names(text) {
            assert!(defined.contains(&name), "pg:{name} is not defined");
        }
    }
    for name in names(ALIGNMENTS) {
        assert!(
            defined.contains(&name) || name.starts_with("iati"),
            "pg:{name} is not defined"
        );
    }
    let listed: BTreeSet<String> = vocabulary::pg::ALL
        .iter()
        .filter_map(|term| term.rsplit('#').next())
        .map(str::to_owned)
        .collect();
    let schemes = [
        "Bounds",
        "Stages",
        "Statuses",
        "Instruments",
        "Modalities",
        "QuantityStages",
        "Sharings",
        "Decisions",
    ];
    for name in &defined {
        assert!(
            listed.contains(name) || schemes.contains(&name.as_str()),
            "pg:{name} is unknown to the code"
        );
    }
}

#[test]
fn the_header_names_licence_version_and_prefix() {
    let graph = turtle(ONTOLOGY);
    let header = "https://w3id.org/pledgegraph/ns";
    for property in [
        "http://purl.org/dc/terms/license",
        "http://purl.org/dc/terms/title",
        "http://purl.org/dc/terms/description",
        "http://purl.org/dc/terms/creator",
        "http://www.w3.org/2002/07/owl#versionIRI",
        "http://purl.org/vocab/vann/preferredNamespacePrefix",
        "http://purl.org/vocab/vann/preferredNamespaceUri",
    ] {
        assert!(has(&graph, header, property), "{property}");
    }
    assert!(ONTOLOGY.contains("dcterms:license <https://creativecommons.org/licenses/by/4.0/>"));
    assert!(!turtle(ALIGNMENTS).is_empty() && !turtle(SHAPES).is_empty());
    let context: serde_json::Value = serde_json::from_str(CONTEXT).unwrap();
    assert!(context["@context"]["fundedBy"]["@id"] == "pg:fundedBy");
}
