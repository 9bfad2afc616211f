//! Parts of a sum told at some distance: fractions of it, and grants out of a total that the lead names.

use rust_decimal::Decimal;

use super::{Item, Tie, fits};
use crate::{fact::analysis::Analysis, rules::RuleId, syntax::Inflection};

const FRACTION: RuleId = RuleId::of_mechanism("mechanism/fraction-of-sum");
const DISTRIBUTED: RuleId = RuleId::of_mechanism("mechanism/shares-of-a-total");

/// 'Each of the two puts up half, that is 470 million', '150 million each'.
pub(super) fn fractions(
    analysis: &Analysis,
    items: &[Item],
    usable: &[usize],
    ties: &mut Vec<Tie>,
) {
    for (position, &part) in usable.iter().enumerate() {
        let tree = analysis.tree(items[part].at);
        let says = |words: &[&str]| {
            tree.lemmas
                .iter()
                .any(|lemma| words.contains(&lemma.as_str()))
        };
        let mut fractions: Vec<(i64, i64)> = Vec::new();
        if says(&["half", "each"]) {
            fractions.push((1, 2));
        }
        if says(&["each"]) {
            fractions.extend([(1, 3), (1, 4), (1, 5)]);
        }
        if says(&["third", "two-thirds", "thirds"]) {
            fractions.extend([(1, 3), (2, 3)]);
        }
        if says(&["quarter", "three-quarters", "quarters"]) {
            fractions.extend([(1, 4), (3, 4)]);
        }
        let whole = usable[..position].iter().rev().copied().find(|&whole| {
            fits(items, part, whole)
                && items[part].at.sentence - items[whole].at.sentence <= 8
                && fractions.iter().any(|&(above, below)| {
                    items[part].money.value * Decimal::from(below)
                        == items[whole].money.value * Decimal::from(above)
                })
        });
        if let Some(to) = whole
            && !ties.iter().any(|tie| tie.from == part)
        {
            ties.push(Tie {
                from: part,
                to,
                rule: FRACTION,
                confidence: 0.85,
            });
        }
    }
}

/// Nouns for those among whom a total is shared, or who bring it together.
const SHARERS: &[&str] = &[
    "project",
    "hub",
    "grant",
    "award",
    "recipient",
    "donor",
    "lender",
    "investor",
    "council",
    "cooperative",
    "station",
    "operator",
    "member",
    "winner",
    "applicant",
    "consortium",
    "school",
    "port",
    "university",
    "plant",
    "centre",
    "center",
];
/// Words that set a sum apart from what the document is about.
const APART: &[&str] = &[
    "previous",
    "previously",
    "earlier",
    "separately",
    "another",
    "further",
    "additional",
    "besides",
    "before",
    "last",
    "first",
    "second",
    "already",
    "ago",
    "cancel",
    "since",
    "alone",
    "than",
    "use",
];

/// 'Ten projects share $8 billion ... The authority gets $3 billion for ...': later grants out of the total of the lead.
pub(super) fn distributed(
    analysis: &Analysis,
    items: &[Item],
    usable: &[usize],
    ties: &mut Vec<Tie>,
) {
    let lead = analysis
        .reading
        .segments
        .sentences
        .iter()
        .take_while(|sentence| sentence.role != crate::read::Role::Paragraph)
        .count()
        + 3;
    let is_shared = |index: usize| {
        let tree = analysis.tree(items[index].at);
        (0..tree.words.len()).any(|word| {
            SHARERS.contains(&tree.lemmas[word].as_str())
                && tree.parse.inflections[word] == Inflection::Plural
        })
    };
    let Some(whole) = usable
        .iter()
        .copied()
        .find(|&index| items[index].at.sentence < lead)
        .filter(|&index| is_shared(index))
    else {
        return;
    };
    let parts: Vec<usize> = usable
        .iter()
        .copied()
        .filter(|&part| {
            let tree = analysis.tree(items[part].at);
            part != whole
                && items[part].at.sentence > items[whole].at.sentence
                && is_smaller(items, part, whole)
                && !ties.iter().any(|tie| tie.from == part)
                && !tree
                    .lemmas
                    .iter()
                    .any(|lemma| APART.contains(&lemma.as_str()))
        })
        .collect();
    let total: Decimal = parts.iter().map(|&part| items[part].money.value).sum();
    if parts.len() < 2
        || total * Decimal::ONE_HUNDRED > items[whole].money.value * Decimal::from(102)
    {
        return;
    }
    for part in parts {
        ties.push(Tie {
            from: part,
            to: whole,
            rule: DISTRIBUTED,
            confidence: 0.6,
        });
    }
}

/// Smaller also in another currency of about the same worth.
fn is_smaller(items: &[Item], part: usize, whole: usize) -> bool {
    const ALIKE: [&[u8; 3]; 4] = [b"EUR", b"USD", b"GBP", b"CHF"];
    let alike = |index: usize| ALIKE.contains(&&items[index].money.currency.0);
    fits(items, part, whole)
        || (alike(part)
            && alike(whole)
            && items[part].money.currency != items[whole].money.currency
            && items[part].money.value * Decimal::TWO < items[whole].money.value)
}
