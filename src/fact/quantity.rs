//! Numbers of things: chips, jobs, megawatts, sites.

use rust_decimal::Decimal;

use super::{
    EntityId, Evidence, Quantity, QuantityStage,
    analysis::{Analysis, At, Tree, Unit},
    clause,
    entity::{Table, phrase},
};
use crate::{
    class::Class,
    mention::{Form, Kind, Number},
    rules::{RuleId, Rules},
    span::Span,
    syntax::{Inflection, Relation, Tag},
};

const COUNT: RuleId = RuleId::of_mechanism("mechanism/count");
const MEASURE: RuleId = RuleId::of_mechanism("mechanism/measure");

/// Unit as written, its word, span, rule.
type Counted = (String, Option<usize>, Span, RuleId);

const ELLIPSIS: RuleId = RuleId::of_mechanism("mechanism/elliptic-count");

/// The quantities of a document, in text order.
pub fn quantities(analysis: &Analysis, table: &Table, rules: &Rules) -> Vec<Quantity> {
    let mut found = Vec::new();
    for (index, mention) in analysis.reading.amounts.iter().enumerate() {
        let Kind::Number(number) = &mention.kind else {
            continue;
        };
        if !matches!(number.form, Form::Cardinal) {
            continue;
        }
        let Some(at) = analysis.word_of_amount(index) else {
            continue;
        };
        let counted = if let Some(unit) = number.unit {
            measure_counts(rules, &unit.of(analysis.text()).to_lowercase()).then(|| {
                (
                    unit.of(analysis.text()).to_owned(),
                    None,
                    mention.span.cover(unit),
                    MEASURE,
                )
            })
        } else {
            counted_noun(analysis, rules, at, number)
        };
        let counted = counted.or_else(|| elliptic(analysis, at, found.last(), mention.span));
        let Some((unit, noun, span, rule)) = counted else {
            continue;
        };
        let of = if rule == ELLIPSIS {
            found.last().and_then(|last| last.of)
        } else {
            owner(analysis, table, at, noun)
        };
        found.push(Quantity {
            span,
            value: number.value,
            max: number.max,
            bound: number.bound,
            unit,
            of,
            stage: stage(analysis.tree(at), at, noun),
            evidence: Evidence {
                passage: analysis.passage(at.sentence),
                rule,
                confidence: if of.is_some() { 0.8 } else { 0.6 },
            },
        });
    }
    found
}

/// 'another five', 'the next five': five more of what was counted before.
fn elliptic(analysis: &Analysis, at: At, before: Option<&Quantity>, span: Span) -> Option<Counted> {
    let tree = analysis.tree(at);
    let cue = tree.lemmas[at.word.saturating_sub(2)..at.word]
        .iter()
        .any(|word| {
            matches!(
                word.as_str(),
                "another" | "additional" | "further" | "next" | "other" | "more"
            )
        });
    let noun_follows = tree
        .parse
        .tags
        .get(at.word + 1)
        .is_some_and(|tag| matches!(tag, Tag::Noun | Tag::Adjective | Tag::ProperNoun));
    let before = before.filter(|_| cue && !noun_follows)?;
    Some((before.unit.clone(), None, span, ELLIPSIS))
}

fn measure_counts(rules: &Rules, unit: &str) -> bool {
    let singular = unit.strip_suffix('s').unwrap_or(unit);
    rules
        .counted
        .get(unit)
        .or_else(|| rules.counted.get(singular))
        .is_none_or(|(counted, _)| *counted)
}

/// The noun that a number counts: (unit as written, its word, span, rule).
fn counted_noun(analysis: &Analysis, rules: &Rules, at: At, number: &Number) -> Option<Counted> {
    let tree = analysis.tree(at);
    let mut noun = match tree.head(at.word) {
        Some((
            head,
            Relation::NumericModifier | Relation::Compound | Relation::AdjectivalModifier,
        )) if head > at.word => head,
        _ => tree.words[at.word + 1..]
            .iter()
            .enumerate()
            .take(4)
            .map(|(offset, _)| at.word + 1 + offset)
            .find(|&word| matches!(tree.parse.tags[word], Tag::Noun))
            .filter(|&noun| {
                (at.word + 1..noun).all(|word| {
                    matches!(
                        tree.parse.tags[word],
                        Tag::Adjective | Tag::Noun | Tag::ProperNoun | Tag::Verb | Tag::Adverb
                    )
                })
            })?,
    };
    // The head of a compound: '1,000 construction jobs'.
    while let Some((head, Relation::Compound)) = tree.head(noun) {
        if head <= noun || head - noun > 3 {
            break;
        }
        noun = head;
    }
    if !matches!(tree.words[noun].unit, Unit::Token) {
        return None;
    }
    let at_noun = At { word: noun, ..at };
    let head = phrase::phrase(analysis, at_noun);
    let words: Vec<String> = tree.lemmas[at.word + 1..=noun].to_vec();
    let plural = tree.parse.inflections[noun] == Inflection::Plural || number.value == Decimal::ONE;
    let known = rules
        .counted
        .ending(&words)
        .map(|found| *found.value)
        .or_else(|| rules.names.facility_heads.ending(&words).map(|_| true));
    let counted = known.unwrap_or(plural && number.value >= Decimal::TEN);
    let small_company = number.value < Decimal::TEN
        && rules
            .names
            .nouns
            .get(&tree.lemmas[noun])
            .is_some_and(|((class, _), _)| {
                matches!(
                    class,
                    Class::Company | Class::Person | Class::Organisation | Class::PublicBody
                )
            });
    if !counted || small_company || number.value == Decimal::ONE {
        return None;
    }
    let start = tree.words[at.word].tokens.end;
    let unit = analysis
        .reading
        .words(&(start..tree.words[noun].tokens.end))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let span = analysis.span(at).cover(analysis.reading.span(&head.core));
    Some((unit, Some(noun), span, COUNT))
}

/// The facility, programme or organisation that has the things counted.
fn owner(analysis: &Analysis, table: &Table, at: At, noun: Option<usize>) -> Option<EntityId> {
    let tree = analysis.tree(at);
    let usable = |entity: &EntityId| {
        matches!(
            table.class(*entity),
            Class::Facility
                | Class::Programme
                | Class::Company
                | Class::Organisation
                | Class::PublicBody
        )
    };
    if let Some(noun) = noun
        && let Some(&entity) = table
            .at(At { word: noun, ..at })
            .iter()
            .find(|entity| usable(entity))
    {
        return Some(entity);
    }
    // Facilities and programmes of the clause before its organisations; the subject before the rest.
    let mut candidates: Vec<EntityId> = Vec::new();
    let mut word = noun.unwrap_or(at.word);
    for _ in 0..6 {
        let Some((head, _)) = tree.head(word) else {
            break;
        };
        if matches!(tree.parse.tags[head], Tag::Verb | Tag::Auxiliary) {
            candidates.extend(clause::entities(
                table,
                tree,
                at.sentence,
                &clause::actors(tree, head),
            ));
            candidates.extend(clause::entities(
                table,
                tree,
                at.sentence,
                &clause::patients(tree, head),
            ));
            let around: Vec<usize> = clause::prepositional(tree, head)
                .into_iter()
                .map(|(_, word)| word)
                .collect();
            candidates.extend(clause::entities(table, tree, at.sentence, &around));
        } else {
            candidates.extend(clause::entities(table, tree, at.sentence, &[head]));
        }
        word = head;
    }
    candidates.extend(table.ids().filter(|&id| {
        table
            .draft(id)
            .mentions
            .iter()
            .any(|mention| mention.at.sentence == at.sentence)
    }));
    let previous = table.ids().filter(|&id| {
        table
            .draft(id)
            .mentions
            .iter()
            .any(|mention| mention.at.sentence + 1 == at.sentence)
    });
    let site =
        |entity: &&EntityId| matches!(table.class(**entity), Class::Facility | Class::Programme);
    candidates
        .iter()
        .find(|entity| usable(entity) && site(entity))
        .or_else(|| candidates.iter().find(|entity| usable(entity)))
        .copied()
        .or_else(|| previous.into_iter().find(|entity| usable(entity)))
}

fn stage(tree: &Tree, at: At, noun: Option<usize>) -> Option<QuantityStage> {
    let start = at.word.saturating_sub(3);
    let end = noun.unwrap_or(at.word) + 1;
    let window = &tree.lemmas[start..end.min(tree.lemmas.len())];
    let has = |words: &[&str]| window.iter().any(|word| words.contains(&word.as_str()));
    if has(&["additional", "another", "further", "extra", "more", "new"]) {
        Some(QuantityStage::Additional)
    } else if has(&["existing", "current", "already"]) {
        Some(QuantityStage::Existing)
    } else if tree
        .lemmas
        .iter()
        .any(|word| matches!(word.as_str(), "target" | "aim" | "goal"))
    {
        Some(QuantityStage::Target)
    } else if tree.lemmas.iter().any(|word| {
        matches!(
            word.as_str(),
            "will" | "would" | "expect" | "plan" | "should"
        )
    }) {
        Some(QuantityStage::Future)
    } else {
        None
    }
}
