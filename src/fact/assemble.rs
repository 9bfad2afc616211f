//! The facts of a document, put together: sums with kinds and slots, wholes before parts, relations that follow from slots.

use std::collections::BTreeMap;

use super::{
    Entity, EntityId, EntityMention, Evidence, Facts, Filler, Highlight, HighlightKind, MentionForm, Period, Predicate, Relation, Sum, SumId, SumKind,
    SumLink,
    analysis::{Analysis, At},
    entity::{self, Table},
    kind, office, part, quantity, relation,
    slot::{self, Reasons, Slot},
};
use crate::{
    class::Class,
    mention::{Kind, Money},
    rules::{RuleId, Rules},
};

const FROM_SLOTS: RuleId = RuleId::of_mechanism("mechanism/follows-from-slots");
const INHERITED: RuleId = RuleId::of_mechanism("mechanism/inherited-from-whole");
const CONVERSION: RuleId = RuleId::of_mechanism("mechanism/conversion-in-brackets");

/// What the document states.
pub fn facts(analysis: &Analysis, rules: &Rules) -> Facts {
    let english = analysis.reading.document.language.is_empty() || analysis.reading.document.language.starts_with("en");
    let table = if english { entity::entities(analysis, rules) } else { Table::default() };
    let mut facts = Facts { entities: entities(analysis, rules, &table), ..Facts::default() };
    facts.sums = sums(analysis, rules, &table, english);
    if english {
        facts.quantities = quantity::quantities(analysis, &table, rules);
        facts.offices = office::offices(analysis, &table, rules);
        facts.relations = relation::relations(analysis, &table, rules);
        project(analysis, &table, &mut facts);
    }
    facts.highlights = highlights(analysis, &facts);
    facts
}

fn entities(analysis: &Analysis, rules: &Rules, table: &Table) -> Vec<Entity> {
    let _ = analysis;
    table
        .drafts
        .iter()
        .map(|draft| Entity {
            class: draft.class,
            name: draft.name.clone(),
            mentions: draft.mentions.iter().map(|mention| EntityMention { span: mention.span, form: mention.form, rule: mention.rule }).collect(),
            gazetteer: draft.entry.and_then(|entry| rules.gazetteer.entries().get(entry as usize)).map(|entry| entry.id.clone()),
            scope: draft.scope.clone(),
            facility_type: draft.facility_type.clone(),
            rule: draft.rule,
            confidence: draft.confidence,
        })
        .collect()
}

/// A sum on its way.
struct Draft<'m> {
    mention: usize,
    at: At,
    money: &'m Money,
    judgement: kind::Judgement,
    reasons: Reasons,
    fillers: BTreeMap<Slot, Vec<Filler>>,
}

fn sums(analysis: &Analysis, rules: &Rules, table: &Table, english: bool) -> Vec<Sum> {
    let mut drafts = drafts(analysis, rules, table, english);
    let items: Vec<part::Item> = drafts
        .iter()
        .map(|draft| part::Item { at: draft.at, money: draft.money, counts: draft.judgement.kind != SumKind::Figure })
        .collect();
    let conversions = part::conversions(analysis, &items);
    let parts = if english { part::parts(analysis, &items, &conversions) } else { Vec::new() };
    for tie in &conversions {
        drafts[tie.from].judgement.kind = SumKind::Figure;
        drafts[tie.from].judgement.rule = CONVERSION;
    }
    for draft in &mut drafts {
        decide(rules, draft);
    }
    inherit(analysis, &mut drafts, &parts);
    drafts
        .iter()
        .enumerate()
        .map(|(index, draft)| {
            let link = |ties: &[part::Tie]| {
                ties.iter().find(|tie| tie.from == index).map(|tie| SumLink {
                    sum: SumId(tie.to),
                    evidence: Evidence { passage: analysis.passage(draft.at.sentence), rule: tie.rule, confidence: tie.confidence },
                })
            };
            finish(analysis, draft, link(&parts), link(&conversions))
        })
        .collect()
}

fn drafts<'m>(analysis: &'m Analysis, rules: &Rules, table: &Table, english: bool) -> Vec<Draft<'m>> {
    let mut scored = Vec::new();
    for mention in analysis.reading.sums() {
        let Kind::Money(money) = &analysis.reading.amounts[mention].kind else { continue };
        let Some(at) = analysis.word_of_amount(mention) else { continue };
        scored.push((mention, at, money, kind::scores(analysis, rules, at, money)));
    }
    let other = scored.iter().filter(|(_, _, _, scores)| scores.judge(0.0).kind == SumKind::Figure).count();
    let prior = if scored.is_empty() { 0.0 } else { other as f32 / scored.len() as f32 };
    scored
        .into_iter()
        .map(|(mention, at, money, scores)| Draft {
            mention,
            at,
            money,
            judgement: if english { scores.judge(if prior > 0.5 { prior } else { 0.0 }) } else { kind::Judgement { kind: SumKind::Figure, ..scores.judge(0.0) } },
            reasons: if english { slot::reasons(analysis, table, rules, at) } else { Reasons::new() },
            fillers: BTreeMap::new(),
        })
        .collect()
}

/// Puts the entities that the ranker finds likely into their slots.
fn decide(rules: &Rules, draft: &mut Draft) {
    let figure = draft.judgement.kind == SumKind::Figure;
    for (&(slot, entity), reasons) in &draft.reasons {
        if figure && slot != Slot::Announcer {
            continue;
        }
        let kind = match draft.judgement.kind {
            SumKind::Commitment => "sum-commitment",
            SumKind::Disbursement => "sum-disbursed",
            SumKind::Figure => "sum-figure",
        };
        let probability = rules.ranker.probability(slot.name(), reasons.iter().map(|reason| reason.feature).chain([kind]));
        if probability >= 0.5 {
            let strongest = reasons.iter().find(|reason| reason.feature.contains(':')).or_else(|| reasons.first());
            if let Some(reason) = strongest {
                let evidence = Evidence { passage: reason.passage, rule: reason.rule, confidence: probability };
                draft.fillers.entry(slot).or_default().push(Filler { entity, evidence });
            }
        }
    }
    // Who gets it does not give it.
    if let Some(payers) = draft.fillers.get(&Slot::Payer).cloned()
        && let Some(recipients) = draft.fillers.get_mut(&Slot::Recipient)
    {
        let weaker = |filler: &Filler| payers.iter().any(|payer| payer.entity == filler.entity && payer.evidence.confidence >= filler.evidence.confidence);
        recipients.retain(|filler| !weaker(filler));
        let kept: Vec<EntityId> = recipients.iter().map(|filler| filler.entity).collect();
        if let Some(payers) = draft.fillers.get_mut(&Slot::Payer) {
            payers.retain(|filler| !kept.contains(&filler.entity));
        }
    }
}

/// A part has the slots of its whole where it names none itself; a payer only from a whole with one payer.
fn inherit(analysis: &Analysis, drafts: &mut [Draft], parts: &[part::Tie]) {
    // Wholes first: follow each chain from its top, at most as deep as there are sums.
    for _ in 0..3 {
        for tie in parts {
            let whole = drafts[tie.to].fillers.clone();
            let part = &mut drafts[tie.from];
            for (slot, fillers) in whole {
                if matches!(slot, Slot::Source | Slot::Facility) || part.fillers.get(&slot).is_some_and(|own| !own.is_empty()) {
                    continue;
                }
                if slot == Slot::Payer && fillers.len() > 1 {
                    continue;
                }
                let inherited = fillers.iter().map(|filler| Filler {
                    entity: filler.entity,
                    evidence: Evidence { passage: analysis.passage(part.at.sentence), rule: INHERITED, confidence: filler.evidence.confidence * 0.9 },
                });
                part.fillers.insert(slot, inherited.collect());
            }
        }
    }
}

fn finish(analysis: &Analysis, draft: &Draft, part_of: Option<SumLink>, conversion_of: Option<SumLink>) -> Sum {
    let mention = &analysis.reading.amounts[draft.mention];
    let slot = |slot: Slot| draft.fillers.get(&slot).cloned().unwrap_or_default();
    let conversion = conversion_of.is_some();
    Sum {
        span: mention.span,
        value: draft.money.value,
        max: draft.money.max,
        currency: draft.money.currency,
        bound: draft.money.bound,
        kind: draft.judgement.kind,
        stage: kind::stage(analysis, mention, draft.at),
        status: kind::status(analysis, draft.at, draft.judgement.kind),
        instrument: kind::instrument(analysis, draft.at),
        modality: kind::modality(analysis, draft.at),
        said_by: Vec::new(),
        payers: if conversion { Vec::new() } else { slot(Slot::Payer) },
        announcers: if conversion { Vec::new() } else { slot(Slot::Announcer) },
        recipients: slot(Slot::Recipient),
        programmes: slot(Slot::Programme),
        draws_on: slot(Slot::Source),
        facilities: slot(Slot::Facility),
        purpose: None,
        part_of,
        conversion_of,
        may_overlap: None,
        revises: None,
        announced_on: analysis.reading.document.date,
        announced_at: None,
        period: Period::default(),
        evidence: Evidence {
            passage: analysis.passage(draft.at.sentence),
            rule: draft.judgement.rule,
            confidence: (0.6 + draft.judgement.lead / 6.0).clamp(0.4, 0.99),
        },
        parts: mention.parts.clone(),
    }
}

/// Relations that follow from the slots: money flows from payers to programmes, facilities and recipients.
fn project(analysis: &Analysis, table: &Table, facts: &mut Facts) {
    let mut projected: Vec<Relation> = Vec::new();
    for sum in facts.sums.iter().filter(|sum| sum.kind != SumKind::Figure) {
        let mut add = |subject: &Filler, predicate: Predicate, object: &Filler| {
            let known = projected.iter().any(|fact| fact.subject == subject.entity && fact.predicate == predicate && fact.object == object.entity);
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
            for object in sum.programmes.iter().chain(&sum.facilities).chain(&sum.recipients) {
                add(payer, Predicate::Funds, object);
            }
            if table.class(payer.entity) == Class::Company && sum.recipients.is_empty() {
                for site in &sum.facilities {
                    add(payer, Predicate::Builds, site);
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
        }
    }
    let _ = analysis;
    for fact in projected {
        if !facts.relations.iter().any(|known| known.subject == fact.subject && known.predicate == fact.predicate && known.object == fact.object) {
            facts.relations.push(fact);
        }
    }
}

fn highlights(analysis: &Analysis, facts: &Facts) -> Vec<Highlight> {
    let mut highlights: Vec<Highlight> = facts
        .entities
        .iter()
        .enumerate()
        .flat_map(|(index, entity)| {
            entity
                .mentions
                .iter()
                .filter(|mention| mention.form != MentionForm::Pronoun)
                .map(move |mention| Highlight { span: mention.span, kind: HighlightKind::Entity(EntityId(index)) })
        })
        .chain(facts.sums.iter().enumerate().map(|(index, sum)| Highlight { span: sum.span, kind: HighlightKind::Sum(SumId(index)) }))
        .chain(facts.quantities.iter().enumerate().map(|(index, quantity)| Highlight { span: quantity.span, kind: HighlightKind::Quantity(index) }))
        .chain(analysis.reading.amounts.iter().filter(|mention| matches!(mention.kind, Kind::Date(_))).map(|mention| Highlight { span: mention.span, kind: HighlightKind::Date }))
        .collect();
    highlights.sort_by_key(|highlight| (highlight.span.start, std::cmp::Reverse(highlight.span.end)));
    highlights
}
