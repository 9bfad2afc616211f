//! Relations -> plain triples and Claims.

use std::collections::BTreeMap;

use oxigraph::model::NamedNode;

use super::{
    concept,
    entity::last_part,
    iri::short_hash,
    statement::Context,
    vocabulary::{node, pg, prov, rdf},
};
use crate::fact::{EntityId, Modality, Predicate, Relation};

/// Longer names of claims are cut and closed with a hash.
const LONGEST: usize = 120;

/// Writes every relation: plain where it is asserted or intended; as a Claim, with its passages, unless it follows from sums.
pub(super) fn write_relations(context: &mut Context<'_, '_>) {
    // One Claim for all the passages that say the same in the same manner.
    let mut claims: BTreeMap<_, Vec<&Relation>> = BTreeMap::new();
    for relation in &context.facts.relations {
        let (Some(subject), Some(object)) = (
            context.entities.get(relation.subject),
            context.entities.get(relation.object),
        ) else {
            continue;
        };
        let class = |id: EntityId| context.facts.entities.get(id.0).map(|entity| entity.class);
        let fits = class(relation.subject)
            .zip(class(relation.object))
            .is_some_and(|(from, to)| concept::may_relate(from, relation.predicate, to));
        if !fits {
            continue;
        }
        if matches!(relation.modality, Modality::Asserted | Modality::Intended) {
            let property = concept::predicate(relation.predicate);
            context.writer.add(subject, property, object.clone());
        }
        if !relation.projected {
            claims.entry(identity(relation)).or_default().push(relation);
        }
    }
    for relations in claims.into_values() {
        write_claim(context, &relations);
    }
}

type Identity = (
    EntityId,
    Predicate,
    EntityId,
    &'static str,
    Option<EntityId>,
);

fn identity(relation: &Relation) -> Identity {
    (
        relation.subject,
        relation.predicate,
        relation.object,
        concept::modality(relation.modality),
        relation.said_by,
    )
}

fn write_claim(context: &mut Context<'_, '_>, relations: &[&Relation]) {
    let best = |relation: &&Relation| (relation.evidence.confidence * 1000.0) as i64;
    // `max_by_key` takes the last of equals; the first passage is the better one to show.
    let Some(relation) = relations.iter().rev().copied().max_by_key(best) else {
        return;
    };
    let (Some(subject), Some(object)) = (
        context.entities.get(relation.subject).cloned(),
        context.entities.get(relation.object).cloned(),
    ) else {
        return;
    };
    let property = concept::predicate(relation.predicate);
    let iri = context
        .writer
        .fragment(context.iri, &name(&subject, property, &object));
    let writer = &mut *context.writer;
    writer.types(&iri, &[pg::CLAIM, rdf::STATEMENT, prov::ENTITY]);
    writer.add(&iri, rdf::SUBJECT, subject);
    writer.add(&iri, rdf::PREDICATE, node(property));
    writer.add(&iri, rdf::OBJECT, object);
    writer.term(&iri, pg::MODALITY, concept::modality(relation.modality));
    context.entity(&iri, pg::SAID_BY, relation.said_by);
    let passages = relations.iter().map(|relation| relation.evidence.passage);
    context.provenance(&iri, &relation.evidence, passages.collect::<Vec<_>>());
}

/// `claim-european-commission-announces-investai`
fn name(subject: &NamedNode, property: &str, object: &NamedNode) -> String {
    let verb = property.rsplit('#').next().unwrap_or("");
    let name = format!("claim-{}-{verb}-{}", last_part(subject), last_part(object));
    match name.get(..LONGEST) {
        Some(start) if name.len() > LONGEST => format!("{start}-{}", short_hash(&name)),
        _ => name,
    }
}
