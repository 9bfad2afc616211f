//! Sums on their way: read once for each place that tells them, then put together.

use std::collections::BTreeMap;

use crate::{
    fact::{
        Filler, SumKind,
        analysis::{Analysis, At},
        bond::Bonds,
        entity::Table,
        kind, part,
        slot::{self, Reasons, Slot},
    },
    mention::{Kind, Money, Part},
    rules::{RuleId, Rules, frames::Family},
};

/// A sum on its way.
pub(super) struct Draft<'m> {
    /// Its mention.
    pub mention: usize,
    /// Its word.
    pub at: At,
    /// Its amount.
    pub money: &'m Money,
    /// What kind of sum it is.
    pub judgement: kind::Judgement,
    /// Who may fill which slot, and why.
    pub reasons: Reasons,
    /// Who fills them.
    pub fillers: BTreeMap<Slot, Vec<Filler>>,
    /// Other places that state the same sum again.
    pub repeats: Vec<Part>,
}

/// One draft for each sum of the document, told once or more.
pub(super) fn drafts<'m>(
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

/// Which draft restates which in another currency, told at either of the places where a sum is told.
pub(super) fn conversions(analysis: &Analysis, drafts: &[Draft]) -> Vec<part::Tie> {
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
