//! The entities of the story, with what can tell them from others.

use std::collections::BTreeSet;

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Term};

use super::country;
use crate::{
    class::Class,
    graph::vocabulary::{node, owl, pg, rdf, rdfs, skos},
    rules::gazetteer::Gazetteer,
    store::{Error, Store},
};

/// An entity of ours.
#[derive(Clone, Debug)]
pub(super) struct Own {
    pub iri: NamedNode,
    pub class: Class,
    pub label: String,
    pub aliases: Vec<String>,
    /// Whether the gazetteer knows it: then its name means nothing else.
    pub in_gazetteer: bool,
    /// ISO 3166 code of its state, when we know it.
    pub country: Option<String>,
    /// The names it bears in other graphs, as its sources say.
    pub identifiers: BTreeSet<String>,
}

/// Those classes that most special say what a thing is.
const CLASSES: [(&str, Class); 8] = [
    (pg::PERSON, Class::Person),
    (pg::PUBLIC_BODY, Class::PublicBody),
    (pg::COMPANY, Class::Company),
    (pg::PROGRAMME, Class::Programme),
    (pg::FACILITY, Class::Facility),
    (pg::PLACE, Class::Place),
    (pg::EVENT, Class::Event),
    (pg::ORGANISATION, Class::Organisation),
];

/// All entities of the story that have a label, sorted.
pub(super) fn entities(store: &Store, gazetteer: &Gazetteer) -> Result<Vec<Own>, Error> {
    let mut entities = Vec::new();
    let mut seen = BTreeSet::new();
    for (iri, class) in CLASSES {
        let wanted = Term::from(node(iri));
        for quad in store.quads(
            None,
            Some(&node(rdf::TYPE)),
            Some(&wanted),
            Some(&GraphName::DefaultGraph),
        ) {
            if let NamedOrBlankNode::NamedNode(entity) = quad?.subject
                && seen.insert(entity.clone())
                && let Some(own) = read(entity, class, store, gazetteer)?
            {
                entities.push(own);
            }
        }
    }
    entities.sort_by(|a, b| a.iri.cmp(&b.iri));
    Ok(entities)
}

fn read(
    iri: NamedNode,
    class: Class,
    store: &Store,
    gazetteer: &Gazetteer,
) -> Result<Option<Own>, Error> {
    let mut own = Own {
        in_gazetteer: country::entry(&iri, store, gazetteer).is_some(),
        country: country::of_entity(&iri, store, gazetteer)?,
        class,
        label: String::new(),
        aliases: Vec::new(),
        identifiers: BTreeSet::new(),
        iri,
    };
    let subject = NamedOrBlankNode::from(own.iri.clone());
    for quad in store.quads(Some(&subject), None, None, None) {
        let quad = quad?;
        // Links of earlier runs stand in the story only: they are no evidence for themselves.
        let told = store.base().is_document_graph(&quad.graph_name);
        let story = quad.graph_name == GraphName::DefaultGraph;
        match (quad.predicate.as_str(), quad.object) {
            (rdfs::LABEL, Term::Literal(label)) if story => {
                label.value().clone_into(&mut own.label)
            }
            (skos::ALT_LABEL, Term::Literal(label)) if story => {
                own.aliases.push(label.value().to_owned());
            }
            (owl::SAME_AS | skos::EXACT_MATCH, Term::NamedNode(other)) if told => {
                own.identifiers.insert(other.into_string());
            }
            _ => {}
        }
    }
    own.aliases.sort_unstable();
    Ok((!own.label.is_empty()).then_some(own))
}
