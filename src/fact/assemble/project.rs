//! What follows from the slots of sums: who funds, builds, announces what, and what is part of what.

use super::*;

const FROM_SLOTS: RuleId = RuleId::of_mechanism("mechanism/follows-from-slots");

/// A programme that another one draws on is where money comes from, not the programme of a sum of that other one.
pub(super) fn drop_sources(analysis: &Analysis, table: &Table, facts: &mut Facts) {
    let sources: Vec<(EntityId, EntityId)> = facts
        .relations
        .iter()
        .filter(|fact| fact.predicate == Predicate::DrawsOn)
        .map(|fact| (fact.subject, fact.object))
        .collect();
    let umbrellas: Vec<EntityId> = facts
        .relations
        .iter()
        .filter(|fact| {
            fact.predicate == Predicate::PartOf && table.class(fact.subject) == Class::Programme
        })
        .map(|fact| fact.object)
        .collect();
    for sum in &mut facts.sums {
        let only_sources = !sum.programmes.is_empty()
            && sum
                .programmes
                .iter()
                .all(|filler| sources.iter().any(|(_, source)| *source == filler.entity));
        if only_sources {
            // What draws on them is the programme meant.
            let (programme, _) = sources[0];
            let evidence = sum.programmes[0].evidence;
            sum.programmes = vec![Filler {
                entity: programme,
                evidence,
            }];
        } else {
            let passage = sum.evidence.passage;
            sum.programmes.retain(|filler| {
                !umbrellas.contains(&filler.entity)
                    || said_in(table, analysis, filler.entity, passage)
            });
            sum.programmes
                .retain(|filler| !sources.iter().any(|(_, source)| *source == filler.entity));
        }
    }
}

/// Whether the sentence of the sum speaks of the entity.
pub(super) fn said_in(
    table: &Table,
    analysis: &Analysis,
    entity: EntityId,
    passage: crate::span::Span,
) -> bool {
    table
        .draft(entity)
        .mentions
        .iter()
        .any(|mention| analysis.passage(mention.at.sentence) == passage)
}

/// Relations that follow from the slots: money flows from payers to programmes, facilities and recipients.
pub(super) fn project(table: &Table, bonds: &Bonds, facts: &mut Facts) {
    let mut projected: Vec<Relation> = Vec::new();
    for sum in facts.sums.iter().filter(|sum| sum.kind != SumKind::Figure) {
        let mut add = |subject: &Filler, predicate: Predicate, object: &Filler| {
            let known = projected.iter().any(|fact| {
                fact.subject == subject.entity
                    && fact.predicate == predicate
                    && fact.object == object.entity
            });
            if !known && subject.entity != object.entity {
                let evidence = Evidence {
                    passage: sum.evidence.passage,
                    rule: FROM_SLOTS,
                    confidence: subject.evidence.confidence.min(object.evidence.confidence),
                };
                projected.push(Relation {
                    subject: subject.entity,
                    predicate,
                    object: object.entity,
                    modality: sum.modality,
                    said_by: None,
                    projected: true,
                    evidence,
                });
            }
        };
        for payer in &sum.payers {
            for object in sum
                .programmes
                .iter()
                .chain(&sum.facilities)
                .chain(&sum.recipients)
            {
                add(payer, Predicate::Funds, object);
            }
            if table.class(payer.entity) == Class::Company && sum.recipients.is_empty() {
                for site in &sum.facilities {
                    add(payer, Predicate::Builds, site);
                }
            }
        }
        // Who gets money for a site of his own builds it.
        for actor in sum.payers.iter().chain(&sum.recipients) {
            for site in &sum.facilities {
                if bonds.has(actor.entity, site.entity) {
                    add(actor, Predicate::Builds, site);
                }
            }
        }
        for programme in &sum.programmes {
            for object in sum.facilities.iter().chain(&sum.recipients) {
                add(programme, Predicate::Funds, object);
            }
        }
        for announcer in &sum.announcers {
            for programme in &sum.programmes {
                add(announcer, Predicate::Announces, programme);
            }
            if sum.programmes.is_empty() {
                for site in sum
                    .facilities
                    .iter()
                    .filter(|site| is_lead(table, site.entity))
                {
                    add(announcer, Predicate::Announces, site);
                }
            }
        }
        // Those who pay for a programme together take part in it.
        if sum.payers.len() > 1 {
            for payer in sum
                .payers
                .iter()
                .filter(|payer| table.class(payer.entity) == Class::Company)
            {
                for programme in &sum.programmes {
                    add(payer, Predicate::ParticipatesIn, programme);
                }
            }
        }
        // What part of the money for a class of sites is for is one of them.
        if let Some(whole) = sum.part_of.map(|link| &facts.sums[link.sum.0]) {
            for sites in whole
                .facilities
                .iter()
                .filter(|sites| table.draft(sites.entity).plural)
            {
                for site in &sum.facilities {
                    if !whole
                        .facilities
                        .iter()
                        .any(|known| known.entity == site.entity)
                    {
                        add(site, Predicate::PartOf, sites);
                    }
                }
            }
        }
        // What part of a programme's money is for is part of the programme.
        if let Some(whole) = sum.part_of.map(|link| &facts.sums[link.sum.0]) {
            for programme in &whole.programmes {
                for part in sum.programmes.iter().chain(&sum.facilities) {
                    if !whole
                        .programmes
                        .iter()
                        .chain(&whole.facilities)
                        .any(|known| known.entity == part.entity)
                    {
                        add(part, Predicate::PartOf, programme);
                    }
                }
            }
        }
    }
    for fact in projected {
        if !facts.relations.iter().any(|known| {
            known.subject == fact.subject
                && known.predicate == fact.predicate
                && known.object == fact.object
        }) {
            facts.relations.push(fact);
        }
    }
}

/// Whether the first sentences speak of it.
pub(super) fn is_lead(table: &Table, entity: EntityId) -> bool {
    table
        .draft(entity)
        .mentions
        .iter()
        .any(|mention| mention.at.sentence <= 2)
}
