//! The facts of a document, put together: sums with kinds and slots, wholes before parts, relations that follow from slots.

mod draft;
mod highlight;
mod label;
mod project;

use draft::{Draft, conversions, drafts};

use super::{
    Entity, EntityId, EntityMention, Evidence, Facts, Filler, Highlight, HighlightKind,
    MentionForm, Period, Predicate, Relation, Sum, SumId, SumKind, SumLink,
    analysis::Analysis,
    bond::Bonds,
    detail,
    entity::{self, Table},
    kind, office, part, quantity,
    ranking::{self, Fillers, Situation},
    relation,
    slot::{Reasons, Slot},
};
use crate::{
    class::Class,
    mention::Kind,
    rules::{RuleId, Rules},
};

const CONVERSION: RuleId = RuleId::of_mechanism("mechanism/conversion-in-brackets");

/// What the document states.
pub fn facts(analysis: &Analysis, rules: &Rules) -> Facts {
    let english = analysis.reading.document.language.is_empty()
        || analysis.reading.document.language.starts_with("en");
    let table = if english {
        entity::entities(analysis, rules)
    } else {
        Table::default()
    };
    let mut facts = Facts {
        entities: entities(rules, &table),
        ..Facts::default()
    };
    let bonds = Bonds::new(analysis, &table);
    facts.sums = sums(analysis, rules, &table, &bonds, english);
    place_at_events(analysis, &table, &mut facts.sums);
    if english {
        facts.quantities = quantity::quantities(analysis, &table, rules);
        facts.offices = office::offices(analysis, &table, rules);
        facts.relations = relation::relations(analysis, &table, rules);
        project::drop_sources(analysis, &table, &mut facts);
        project::project(&table, &bonds, &mut facts);
        label::label(&table, &bonds, &mut facts);
    }
    facts.highlights = highlight::highlights(analysis, &facts);
    facts
}

/// A sum was announced at the event that its own sentence names, else at the only event of the lead when its announcer spoke there.
fn place_at_events(analysis: &Analysis, table: &Table, sums: &mut [Sum]) {
    for sum in sums
        .iter_mut()
        .filter(|sum| sum.kind != SumKind::Figure && !sum.announcers.is_empty())
    {
        let own =
            table.ids().find(|&id| {
                table.class(id) == Class::Event
                    && table.draft(id).mentions.iter().any(|mention| {
                        analysis.passage(mention.at.sentence) == sum.evidence.passage
                    })
            });
        sum.announced_at = own;
    }
}

fn entities(rules: &Rules, table: &Table) -> Vec<Entity> {
    table
        .drafts
        .iter()
        .map(|draft| (draft, draft.known(rules)))
        .map(|(draft, entry)| Entity {
            class: draft.class,
            name: draft.name.clone(),
            mentions: draft
                .mentions
                .iter()
                .map(|mention| EntityMention {
                    span: mention.span,
                    form: mention.form,
                    rule: mention.rule,
                })
                .collect(),
            gazetteer: entry.map(|entry| entry.id.clone()),
            same_as: entry.map(|entry| entry.same_as.clone()).unwrap_or_default(),
            exact_match: entry
                .map(|entry| entry.exact_match.clone())
                .unwrap_or_default(),
            scope: draft.scope.clone(),
            facility_type: draft.facility_type.clone(),
            rule: draft.rule,
            confidence: draft.confidence,
        })
        .collect()
}

fn sums(
    analysis: &Analysis,
    rules: &Rules,
    table: &Table,
    bonds: &Bonds,
    english: bool,
) -> Vec<Sum> {
    let mut drafts = drafts(analysis, rules, table, bonds, english);
    let items: Vec<part::Item> = drafts
        .iter()
        .map(|draft| part::Item {
            at: draft.at,
            money: draft.money,
            counts: draft.judgement.kind != SumKind::Figure,
        })
        .collect();
    let conversions = conversions(analysis, &drafts);
    let parts = if english {
        part::parts(analysis, &items, &conversions)
    } else {
        Vec::new()
    };
    for tie in &conversions {
        drafts[tie.from].judgement.kind = SumKind::Figure;
        drafts[tie.from].judgement.rule = CONVERSION;
    }
    decide(rules, bonds, &mut drafts, &parts);
    drafts
        .iter()
        .enumerate()
        .map(|(index, draft)| {
            let link = |ties: &[part::Tie]| {
                ties.iter()
                    .find(|tie| tie.from == index)
                    .map(|tie| SumLink {
                        sum: SumId(tie.to),
                        evidence: Evidence {
                            passage: analysis.passage(draft.at.sentence),
                            rule: tie.rule,
                            confidence: tie.confidence,
                        },
                    })
            };
            finish(analysis, draft, link(&parts), link(&conversions))
        })
        .collect()
}

/// The reasons of each sum, in text order: what the ranker is trained on.
pub(super) fn reasons(analysis: &Analysis, rules: &Rules) -> (Vec<Reasons>, Bonds) {
    let table = entity::entities(analysis, rules);
    let bonds = Bonds::new(analysis, &table);
    let reasons = drafts(analysis, rules, &table, &bonds, true)
        .into_iter()
        .map(|draft| draft.reasons)
        .collect();
    (reasons, bonds)
}

/// Puts the entities that the ranker finds likely into the slots of each sum, wholes before their parts.
fn decide(rules: &Rules, bonds: &Bonds, drafts: &mut [Draft], parts: &[part::Tie]) {
    let whole_of = |index: usize| parts.iter().find(|tie| tie.from == index).map(|tie| tie.to);
    let depth = |index: usize| {
        let mut depth = 0;
        let mut current = index;
        while let Some(whole) = whole_of(current) {
            current = whole;
            depth += 1;
            if depth > drafts.len() {
                break;
            }
        }
        depth
    };
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&index| (depth(index), index));
    let framed = ranking::framed(drafts.iter().map(|draft| &draft.reasons));
    let mut decided: Vec<Option<Fillers>> = vec![None; drafts.len()];
    for index in order {
        let kind = drafts[index].judgement.kind;
        let previous = decided[..index]
            .iter()
            .enumerate()
            .rev()
            .find(|(other, _)| drafts[*other].judgement.kind != SumKind::Figure)
            .and_then(|(_, fillers)| fillers.clone());
        let whole = whole_of(index).and_then(|whole| decided[whole].clone());
        let mut own = Fillers::new();
        for slot in ranking::ORDER {
            if kind == SumKind::Figure && slot != Slot::Announcer {
                continue;
            }
            let found = fill(
                rules,
                &drafts[index],
                slot,
                &Situation {
                    kind,
                    reasons: &drafts[index].reasons,
                    own: &own,
                    whole: whole.as_ref(),
                    previous: previous.as_ref(),
                    framed: &framed,
                    bonds,
                },
            );
            own.insert(slot, found.iter().map(|filler| filler.entity).collect());
            drafts[index].fillers.insert(slot, found);
        }
        decided[index] = Some(own);
        let sources = sources(&drafts[index]);
        drafts[index].fillers.insert(Slot::Source, sources);
    }
}

/// Fillers less likely than this are left out; chosen on our own announcements, where it gives the best balance.
const THRESHOLD: f32 = 0.33;
/// The same where a wrong filler misleads most.
const WARY: f32 = 0.5;
/// The same for the programme that a text introduces right after its sum; few announcements do so, the ranker has seen hardly any.
const INTRODUCED: f32 = 0.15;

fn fill(rules: &Rules, draft: &Draft, slot: Slot, situation: &Situation) -> Vec<Filler> {
    let mut found = Vec::new();
    for ((_, entity), reasons) in draft
        .reasons
        .iter()
        .filter(|((candidate, _), _)| *candidate == slot)
    {
        let probability = rules.ranker.probability(
            slot.name(),
            &ranking::features(slot, *entity, reasons, situation),
        );
        // A person pays seldom, a programme is named where it matters: both need more.
        let introduced = reasons
            .iter()
            .any(|reason| reason.feature == "introduced-after");
        let wary = slot == Slot::Programme
            || (slot == Slot::Payer && reasons.iter().any(|reason| reason.feature == "is-person"));
        let wanted = if introduced {
            INTRODUCED
        } else if wary {
            WARY
        } else {
            THRESHOLD
        };
        if probability >= wanted {
            let strongest = reasons
                .iter()
                .find(|reason| reason.feature.contains(':'))
                .or_else(|| reasons.first());
            if let Some(reason) = strongest {
                found.push(Filler {
                    entity: *entity,
                    evidence: Evidence {
                        passage: reason.passage,
                        rule: reason.rule,
                        confidence: probability,
                    },
                });
            }
        }
    }
    found
}

/// Programmes that the money is taken from: a preposition says so.
fn sources(draft: &Draft) -> Vec<Filler> {
    draft
        .reasons
        .iter()
        .filter(|((slot, _), _)| *slot == Slot::Source)
        .filter_map(|((_, entity), reasons)| {
            let reason = reasons
                .iter()
                .find(|reason| reason.feature.starts_with("source:"))?;
            Some(Filler {
                entity: *entity,
                evidence: Evidence {
                    passage: reason.passage,
                    rule: reason.rule,
                    confidence: 0.7,
                },
            })
        })
        .collect()
}

fn finish(
    analysis: &Analysis,
    draft: &Draft,
    part_of: Option<SumLink>,
    conversion_of: Option<SumLink>,
) -> Sum {
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
        payers: if conversion {
            Vec::new()
        } else {
            slot(Slot::Payer)
        },
        announcers: if conversion {
            Vec::new()
        } else {
            slot(Slot::Announcer)
        },
        recipients: slot(Slot::Recipient),
        programmes: slot(Slot::Programme),
        draws_on: slot(Slot::Source),
        facilities: slot(Slot::Facility),
        purpose: if conversion || draft.judgement.kind == SumKind::Figure {
            None
        } else {
            detail::purpose(analysis, draft.at)
        },
        part_of,
        conversion_of,
        may_overlap: None,
        revises: None,
        announced_on: analysis.reading.document.date,
        announced_at: None,
        period: if draft.judgement.kind == SumKind::Figure {
            Period::default()
        } else {
            detail::period(analysis, draft.at)
        },
        evidence: Evidence {
            passage: analysis.passage(draft.at.sentence),
            rule: draft.judgement.rule,
            confidence: (0.6 + draft.judgement.lead / 6.0).clamp(0.4, 0.99),
        },
        parts: mention
            .parts
            .iter()
            .chain(&draft.repeats)
            .copied()
            .collect(),
    }
}
