//! Entities -> IRIs and their quads.

use std::collections::{BTreeSet, HashMap};

use oxigraph::model::NamedNode;

use super::{
    Base, concept,
    iri::{escape_key, key_slug, slug},
    vocabulary::{owl, pg, rdf, rdfs, skos},
    writer::{Writer, one_line},
};
use crate::{
    fact::{Class, Entity, EntityId, MentionForm, Scope},
    read::Document,
};

/// The IRIs of the entities of one document.
pub(super) struct Entities(Vec<NamedNode>);

impl Entities {
    /// Names each entity; two different ones never get the same IRI.
    pub(super) fn name(entities: &[Entity], document: &Document, base: &Base) -> Self {
        let mut taken: HashMap<NamedNode, usize> = HashMap::new();
        let mut names = Vec::with_capacity(entities.len());
        for (index, entity) in entities.iter().enumerate() {
            let mut iri = first_choice(entity, document, base);
            let mut count = 1;
            while let Some(other) = taken.get(&iri) {
                let same =
                    entity.gazetteer.is_some() && entities[*other].gazetteer == entity.gazetteer;
                if same {
                    break;
                }
                iri = scoped(entity, document, base, count);
                count += 1;
            }
            taken.entry(iri.clone()).or_insert(index);
            names.push(iri);
        }
        Self(names)
    }

    /// The IRI; none for an id that is not of this document.
    pub(super) fn get(&self, id: EntityId) -> Option<&NamedNode> {
        self.0.get(id.0)
    }
}

/// The last part of an entity's IRI.
pub(super) fn last_part(iri: &NamedNode) -> &str {
    iri.as_str().rsplit('/').next().unwrap_or("")
}

/// Types, labels and the concept of every entity.
pub(super) fn write(
    entities: &[Entity],
    names: &Entities,
    document: &Document,
    base: &Base,
    writer: &mut Writer,
) {
    for (index, entity) in entities.iter().enumerate() {
        let Some(iri) = names.get(EntityId(index)) else {
            continue;
        };
        // The story adds their super-classes in outside vocabularies, once and not in every document.
        writer.types(iri, concept::own_classes(entity.class));
        let name = one_line(&entity.name);
        for other in other_names(entity, &name, document) {
            writer.text(iri, skos::ALT_LABEL, &other);
        }
        writer.text(iri, rdfs::LABEL, &name);
        if let (Class::Facility, Some(concept)) = (entity.class, &entity.facility_type) {
            let concept_iri = base.id("facility-type", concept);
            writer.term(&concept_iri, rdf::TYPE, skos::CONCEPT);
            writer.text(&concept_iri, skos::PREF_LABEL, concept);
            writer.add(iri, pg::FACILITY_TYPE, concept_iri);
        }
        write_links(entity, iri, writer);
        if let Some(place) = territory(entity, entities, names) {
            writer.add(iri, pg::TERRITORY, place.clone());
        }
    }
}

/// What the gazetteer knows of the entity's names in other graphs. What is no IRI names nothing there.
fn write_links(entity: &Entity, iri: &NamedNode, writer: &mut Writer) {
    for (property, links) in [
        (owl::SAME_AS, &entity.same_as),
        (skos::EXACT_MATCH, &entity.exact_match),
    ] {
        for link in links.iter().filter_map(|link| NamedNode::new(link).ok()) {
            writer.add(iri, property, link);
        }
    }
}

fn first_choice(entity: &Entity, document: &Document, base: &Base) -> NamedNode {
    if let Some(id) = &entity.gazetteer {
        return NamedNode::new_unchecked(format!("{}id/{}", base.as_str(), escape_key(id)));
    }
    let folder = concept::folder(entity.class);
    match &entity.scope {
        Scope::Global => base.id(folder, &entity.name),
        Scope::Territory(territory) => base.id(folder, &format!("{} {territory}", entity.name)),
        Scope::Document => scoped(entity, document, base, 1),
    }
}

/// An IRI that holds the document's key: `…/id/facility/two-fabs--news-2025`.
fn scoped(entity: &Entity, document: &Document, base: &Base, count: usize) -> NamedNode {
    let number = if count > 1 {
        format!("-{count}")
    } else {
        String::new()
    };
    NamedNode::new_unchecked(format!(
        "{}id/{}/{}--{}{number}",
        base.as_str(),
        concept::folder(entity.class),
        slug(&entity.name),
        key_slug(&document.key)
    ))
}

/// Every other surface form. Descriptions name only things that often have no name.
fn other_names(entity: &Entity, name: &str, document: &Document) -> BTreeSet<String> {
    let described = matches!(
        entity.class,
        Class::Facility | Class::Programme | Class::Event
    );
    entity
        .mentions
        .iter()
        .filter(|mention| match mention.form {
            MentionForm::Name => true,
            MentionForm::Description => described,
            MentionForm::Pronoun => false,
        })
        .map(|mention| one_line(mention.span.of(&document.text)))
        .filter(|words| !words.is_empty() && words != name)
        .collect()
}

/// The place of this document that bears the name of the body's territory.
fn territory<'a>(
    entity: &Entity,
    entities: &[Entity],
    names: &'a Entities,
) -> Option<&'a NamedNode> {
    let Scope::Territory(territory) = &entity.scope else {
        return None;
    };
    let place = entities
        .iter()
        .position(|other| other.class == Class::Place && other.name == *territory)?;
    names.get(EntityId(place))
}
