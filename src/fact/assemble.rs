//! The facts of a document, put together: sums with kinds and slots, wholes before parts, relations that follow from slots.

mod highlight;
mod label;
mod project;

use std::collections::BTreeMap;

use super::{
    Entity, EntityId, EntityMention, Evidence, Facts, Filler, Highlight, HighlightKind,
    MentionForm, Period, Predicate, Relation, Sum, SumId, SumKind, SumLink,
    analysis::{Analysis, At},
    bond::Bonds,
    detail,
    entity::{self, Table},
    kind, office, part, quantity,
    ranking::{self, Fillers, Situation},
    relation,
    slot::{self, Reasons, Slot},
};
use crate::{
    class::Class,
    mention::{Kind, Money, Part},
    rules::{RuleId, Rules, frames::Family},
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
        .map(|draft| {
            (
                draft,
                draft
                    .entry
                    .and_then(|entry| rules.gazetteer.entries().get(entry as usize)),
            )
        })
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

/// Which draft restates which in another currency, told at either of the places where a sum is told.
fn conversions(analysis: &Analysis, drafts: &[Draft]) -> Vec<part::Tie> {
    let mut told: Vec<(usize, part::Item)> = Vec::new();
    for mention in analysis.reading.sums() {
        let amount = &analysis.reading.amounts[mention];
        let draft = drafts.iter().position(|draft| {
            draft.mention == mention
                || draft
                    .repeats
                    .iter()
                    .any(|repeat| repeat.span == amount.span)
        });
        if let (Kind::Money(money), Some(draft), Some(at)) =
            (&amount.kind, draft, analysis.word_of_amount(mention))
        {
            let item = part::Item {
                at,
                money,
                counts: true,
            };
            told.push((draft, item));
        }
    }
    let items: Vec<part::Item> = told.iter().map(|(_, item)| *item).collect();
    let mut ties: Vec<part::Tie> = Vec::new();
    for tie in part::conversions(analysis, &items) {
        let (from, to) = (told[tie.from].0, told[tie.to].0);
        if from != to && !ties.iter().any(|known| known.from == from) {
            ties.push(part::Tie { from, to, ..tie });
        }
    }
    ties
}

/// A sum on its way.
struct Draft<'m> {
    mention: usize,
    at: At,
    money: &'m Money,
    judgement: kind::Judgement,
    reasons: Reasons,
    fillers: BTreeMap<Slot, Vec<Filler>>,
    /// Other places that state the same sum again.
    repeats: Vec<Part>,
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

fn drafts<'m>(
    analysis: &'m Analysis,
    rules: &Rules,
    table: &Table,
    bonds: &Bonds,
    english: bool,
) -> Vec<Draft<'m>> {
    let mut scored = Vec::new();
    for mention in analysis.reading.sums() {
        let Kind::Money(money) = &analysis.reading.amounts[mention].kind else {
            continue;
        };
        let Some(at) = analysis.word_of_amount(mention) else {
            continue;
        };
        scored.push((
            mention,
            at,
            money,
            kind::scores(analysis, table, rules, at, money),
        ));
    }
    let other = scored
        .iter()
        .filter(|(_, _, _, scores)| scores.judge(0.0).kind == SumKind::Figure)
        .count();
    let prior = if scored.is_empty() {
        0.0
    } else {
        (other as f32 / scored.len() as f32).max(kind::genre(analysis, rules))
    };
    let drafts = scored
        .into_iter()
        .map(|(mention, at, money, scores)| Draft {
            mention,
            at,
            money,
            judgement: if english {
                scores.judge(if prior > 0.5 { prior } else { 0.0 })
            } else {
                kind::Judgement {
                    kind: SumKind::Figure,
                    ..scores.judge(0.0)
                }
            },
            reasons: if english {
                slot::reasons(analysis, table, bonds, rules, at)
            } else {
                Reasons::new()
            },
            fillers: BTreeMap::new(),
            repeats: Vec::new(),
        })
        .collect::<Vec<_>>();
    let mut drafts = merge_repeats(analysis, drafts);
    if english {
        take_up(analysis, rules, table, bonds, &mut drafts);
    }
    drafts
}

/// 'The round was led by A': what is said of a sum by a word that means it.
fn take_up(analysis: &Analysis, rules: &Rules, table: &Table, bonds: &Bonds, drafts: &mut [Draft]) {
    let counting: Vec<usize> = (0..drafts.len())
        .filter(|&index| drafts[index].judgement.kind != SumKind::Figure)
        .collect();
    let sums: Vec<(At, Option<Family>)> = counting
        .iter()
        .map(|&index| {
            let at = drafts[index].at;
            (at, slot::setting::family(analysis, rules, at))
        })
        .collect();
    if sums.is_empty() {
        return;
    }
    for at in analysis.all() {
        if let Some(found) = slot::anaphora::antecedent(analysis, rules, &sums, at) {
            let reasons = slot::anaphora::reasons(analysis, table, bonds, rules, at);
            add_telling(&mut drafts[counting[found]].reasons, reasons);
        }
    }
}

const REPEAT: RuleId = RuleId::of_mechanism("mechanism/headline-repeats-sum");

/// A headline, or a later 'the €5 million', repeats a sum of the body: one statement, with the reasons of both.
fn merge_repeats<'m>(analysis: &'m Analysis, drafts: Vec<Draft<'m>>) -> Vec<Draft<'m>> {
    let headline = |draft: &Draft| {
        analysis.reading.segments.sentences[draft.at.sentence].role == crate::read::Role::Headline
    };
    let definite = |draft: &Draft| {
        let tree = analysis.tree(draft.at);
        tree.lemmas[draft.at.word.saturating_sub(1)..draft.at.word]
            .iter()
            .any(|word| matches!(word.as_str(), "the" | "this" | "that"))
    };
    let same = |one: &Draft, other: &Draft| {
        other.money.value == one.money.value
            && other.money.max == one.money.max
            && other.money.currency == one.money.currency
    };
    let (headlines, body): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(headline);
    let mut kept: Vec<Draft> = Vec::new();
    for draft in body {
        match kept
            .iter_mut()
            .find(|other| same(&draft, other) && definite(&draft))
        {
            Some(first) => absorb(analysis, first, draft),
            None => kept.push(draft),
        }
    }
    for draft in headlines {
        match kept.iter_mut().find(|other| same(&draft, other)) {
            Some(first) => absorb(analysis, first, draft),
            None => kept.push(draft),
        }
    }
    kept.sort_by_key(|draft| draft.mention);
    kept
}

fn absorb(analysis: &Analysis, first: &mut Draft, repeat: Draft) {
    first.repeats.push(Part {
        span: analysis.reading.amounts[repeat.mention].span,
        rule: REPEAT,
    });
    add_telling(&mut first.reasons, repeat.reasons);
}

/// Adds what another place says of the same sum: its frames, not where it stands.
fn add_telling(own: &mut Reasons, others: Reasons) {
    for (key, reasons) in others {
        let own = own.entry(key).or_default();
        for reason in reasons {
            let tells = reason.feature.contains(':')
                || matches!(
                    reason.feature,
                    "governor" | "speaker" | "verb-gives" | "verb-gets" | "adjacent"
                );
            if tells && !own.iter().any(|known| known.feature == reason.feature) {
                own.push(reason);
            }
        }
    }
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
const THRESHOLD: f32 = 0.36;
/// The same where a wrong filler misleads most.
const WARY: f32 = 0.5;

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
        let wary = (slot == Slot::Programme && !introduced)
            || (slot == Slot::Payer && reasons.iter().any(|reason| reason.feature == "is-person"));
        if probability >= if wary { WARY } else { THRESHOLD } {
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
