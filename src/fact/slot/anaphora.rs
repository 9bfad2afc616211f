//! Later words that mean a sum: 'The round was led by A', 'the loan is guaranteed by B', 'the money comes from C'.

use super::{Collector, Reasons};
use crate::{
    fact::{
        analysis::{Analysis, At, Unit},
        bond::Bonds,
        entity::{Table, phrase},
    },
    rules::{Rules, frames::Family},
    syntax::Tag,
};

/// Words that can mean any sum.
const ANY: &[&str] = &[
    "money",
    "sum",
    "amount",
    "funding",
    "fund",
    "cash",
    "package",
    "support",
    "financing",
    "commitment",
    "pledge",
    "announcement",
    "deal",
];
/// Sentences between the sum and the word that means it.
const REACH: usize = 3;

/// What a definite noun phrase means, when it means one of these sums (place and family of each): the nearest before it that fits.
pub fn antecedent(
    analysis: &Analysis,
    rules: &Rules,
    sums: &[(At, Option<Family>)],
    at: At,
) -> Option<usize> {
    let tree = analysis.tree(at);
    if tree.words[at.word].unit != Unit::Token || tree.parse.tags[at.word] != Tag::Noun {
        return None;
    }
    let family = rules.money_families.get(&tree.lemmas[at.word]);
    let any = ANY.contains(&tree.lemmas[at.word].as_str());
    if family.is_none() && !any {
        return None;
    }
    let phrase = phrase::phrase(analysis, at);
    let bare = phrase.modifiers.iter().all(|&word| {
        matches!(
            tree.lemmas[word].as_str(),
            "new" | "latest" | "whole" | "entire" | "fresh" | "financing" | "funding"
        )
    });
    let article = tree.lemmas[..at.word]
        .iter()
        .rev()
        .take(phrase.modifiers.len() + 1)
        .any(|word| matches!(word.as_str(), "the" | "this" | "these" | "that"));
    if !article || !bare || phrase.number.is_some() {
        return None;
    }
    // 'the investment of €5 million' has its own.
    if sums
        .iter()
        .any(|(sum, _)| sum.sentence == at.sentence && tree.is_under(sum.word, at.word))
    {
        return None;
    }
    let reachable = |index: &usize| {
        let (sum, _) = sums[*index];
        sum < at && sum.sentence + REACH >= at.sentence
    };
    let candidates: Vec<usize> = (0..sums.len()).filter(reachable).collect();
    candidates
        .iter()
        .rev()
        .copied()
        .find(|&index| family.is_some_and(|(family, _)| sums[index].1 == Some(*family)))
        .or_else(|| candidates.last().copied().filter(|_| any))
}

/// The reasons that the words around such a phrase give.
pub fn reasons(
    analysis: &Analysis,
    table: &Table,
    bonds: &Bonds,
    rules: &Rules,
    at: At,
) -> Reasons {
    let mut collector = Collector::new(analysis, table, bonds, rules, at);
    collector.noun_frames(at.word);
    collector.climb();
    collector.reasons
}
