//! Which sum is part of which, which restates which: cues, stages, and sums that add up.

use rust_decimal::Decimal;

mod share;

use super::analysis::{Analysis, At};
use crate::{
    mention::{Bound, Money},
    rules::RuleId,
};

/// A link between two sums, by their place in the list of sums.
#[derive(Clone, Copy, Debug)]
pub struct Tie {
    /// The part, or the conversion.
    pub from: usize,
    /// The whole, or the original.
    pub to: usize,
    /// The cue.
    pub rule: RuleId,
    /// How sure.
    pub confidence: f32,
}

/// What the linker needs to know of a sum.
#[derive(Clone, Copy, Debug)]
pub struct Item<'m> {
    /// Where it stands.
    pub at: At,
    /// Its amount.
    pub money: &'m Money,
    /// Whether it is money promised or spent, no other figure.
    pub counts: bool,
}

const BRACKET: RuleId = RuleId::of_mechanism("mechanism/conversion-in-brackets");
const OF_THIS: RuleId = RuleId::of_mechanism("mechanism/of-this");
const OF_TOTAL: RuleId = RuleId::of_mechanism("mechanism/of-the-total");
const INCLUDING: RuleId = RuleId::of_mechanism("mechanism/including");
const REMAINING: RuleId = RuleId::of_mechanism("mechanism/remaining");
const STAGED: RuleId = RuleId::of_mechanism("mechanism/initial-and-ceiling");
const LISTED: RuleId = RuleId::of_mechanism("mechanism/listed-after-colon");
const ADDS_UP: RuleId = RuleId::of_mechanism("mechanism/adds-up");

/// Sums in brackets right after a sum in another currency.
///
/// `items` are all sums in text order, a sum that is told twice among them twice.
pub fn conversions(analysis: &Analysis, items: &[Item]) -> Vec<Tie> {
    let mut ties = Vec::new();
    for (index, pair) in items.windows(2).enumerate() {
        let (first, second) = (&pair[0], &pair[1]);
        if first.at.sentence != second.at.sentence || first.money.currency == second.money.currency
        {
            continue;
        }
        let between = analysis
            .text()
            .get(analysis.span(first.at).end..analysis.span(second.at).start)
            .unwrap_or_default();
        let trimmed = between.trim();
        let equals = matches!(
            trimmed.trim_start_matches(['(', '[', ',']).trim(),
            "" | "about"
                | "approximately"
                | "around"
                | "equivalent to"
                | "or"
                | "or about"
                | "or roughly"
                | "or around"
                | "roughly"
                | "some"
                | "~"
                | "="
                | "≈"
                | "i.e."
                | "equal to"
                | "the equivalent of"
        );
        let bracket = between.contains(['(', '[']);
        if equals
            && (bracket || trimmed.contains("or") || trimmed.contains("equ"))
            && between.len() < 30
        {
            ties.push(Tie {
                from: index + 1,
                to: index,
                rule: BRACKET,
                confidence: 0.97,
            });
        }
    }
    ties
}

/// Which sum is part of which.
pub fn parts(analysis: &Analysis, items: &[Item], conversions: &[Tie]) -> Vec<Tie> {
    let converted = |index: usize| conversions.iter().any(|tie| tie.from == index);
    let usable: Vec<usize> = (0..items.len())
        .filter(|&index| items[index].counts && !converted(index))
        .collect();
    let mut ties: Vec<Tie> = Vec::new();
    for (position, &index) in usable.iter().enumerate() {
        if let Some(mut tie) = by_cue(analysis, items, &usable[..position], index) {
            // 'the remaining 1 billion', '300 million of the total': of what the sums before are part of.
            if tie.rule == REMAINING || tie.rule == OF_TOTAL {
                while let Some(above) = ties
                    .iter()
                    .find(|other| other.from == tie.to && fits(items, index, other.to))
                {
                    tie.to = above.to;
                }
            }
            ties.push(tie);
        }
    }
    listed(analysis, items, &usable, &mut ties);
    staged(analysis, items, &usable, &mut ties);
    share::fractions(analysis, items, &usable, &mut ties);
    adding_up(analysis, items, &usable, &mut ties);
    share::distributed(analysis, items, &usable, &mut ties);
    ties
}

fn fits(items: &[Item], part: usize, whole: usize) -> bool {
    let (part, whole) = (items[part].money, items[whole].money);
    part.currency == whole.currency && part.value < whole.max.unwrap_or(whole.value)
}

/// 'of this', 'of which', 'including', 'the remaining', 'of the total'.
fn by_cue(analysis: &Analysis, items: &[Item], before: &[usize], part: usize) -> Option<Tie> {
    let at = items[part].at;
    let tree = analysis.tree(at);
    let sentence: String = tree.lemmas.join(" ");
    let window_start = tree.words[..at.word]
        .iter()
        .enumerate()
        .rev()
        .find(|(index, _)| {
            items
                .iter()
                .any(|item| item.at.sentence == at.sentence && item.at.word == *index)
        })
        .map_or(0, |(index, _)| index + 1);
    let left = format!(" {} ", tree.lemmas[window_start..at.word].join(" "));
    let next_sum = items
        .iter()
        .filter(|item| item.at.sentence == at.sentence && item.at.word > at.word)
        .map(|item| item.at.word)
        .min()
        .unwrap_or(tree.lemmas.len());
    let right = format!(
        " {} ",
        tree.lemmas[at.word + 1..next_sum.max(at.word + 1)].join(" ")
    );
    let whole = |same_sentence_only: bool| {
        before.iter().rev().copied().find(|&whole| {
            fits(items, part, whole)
                && (!same_sentence_only || items[whole].at.sentence == at.sentence)
                && at.sentence - items[whole].at.sentence <= 4
        })
    };
    let after_whole = || {
        (part + 1..items.len()).find(|&whole| {
            items[whole].at.sentence == at.sentence
                && items[whole].counts
                && fits(items, part, whole)
        })
    };
    let starts = |cue: &str| {
        left.contains(cue) || (window_start == 0 && sentence.starts_with(cue.trim_start()))
    };
    const OF_CUES: &[&str] = &[
        " of this ",
        " of that ",
        " of which ",
        " of these ",
        " of the total ",
        " of the sum ",
        " of the amount ",
        " of the money ",
        " out of this ",
        " out of which ",
        " of it ",
        " within this ",
        " from this ",
        " part of which ",
        " within that ",
        " from that ",
        " of the fund ",
        " of the package ",
        " of the overall ",
        " of the investment ",
        " among them ",
        " out of a total of ",
        " its share ",
        " whose share ",
        " their share ",
    ];
    if left.contains(" remaining ")
        || left.contains(" remainder ")
        || left.contains(" the rest ")
        || left.contains(" balance ")
        || right.starts_with(" remaining ")
        || right.starts_with(" balance ")
    {
        // The whole is what the sibling before is part of; adding up finds it too.
        return whole(false).map(|to| Tie {
            from: part,
            to,
            rule: REMAINING,
            confidence: 0.8,
        });
    }
    // Right after another sum the cue belongs to that one: '200 million of this ...; 114 million'.
    let belongs_before = window_start > 0
        && OF_CUES.iter().any(|cue| left.starts_with(cue))
        && !left.starts_with(" of which ");
    if !belongs_before && OF_CUES.iter().any(|cue| starts(cue)) {
        return whole(false).map(|to| Tie {
            from: part,
            to,
            rule: OF_THIS,
            confidence: 0.92,
        });
    }
    // 'Of the senior loan, 84 million ...'
    let opens = window_start == 0
        && sentence.starts_with("of the ")
        && tree.lemmas[..at.word]
            .iter()
            .take(6)
            .any(|word| word == ",");
    if opens {
        return whole(false).map(|to| Tie {
            from: part,
            to,
            rule: OF_THIS,
            confidence: 0.85,
        });
    }
    if right.starts_with(" out of ") {
        return after_whole().map(|to| Tie {
            from: part,
            to,
            rule: OF_TOTAL,
            confidence: 0.9,
        });
    }
    if right.starts_with(" of the total ") || right.starts_with(" of the overall ") {
        return whole(false).or_else(after_whole).map(|to| Tie {
            from: part,
            to,
            rule: OF_TOTAL,
            confidence: 0.9,
        });
    }
    if OF_CUES.iter().any(|cue| right.starts_with(cue))
        || right.contains(" of that ")
        || right.contains(" of the total ")
    {
        return whole(false).or_else(after_whole).map(|to| Tie {
            from: part,
            to,
            rule: OF_THIS,
            confidence: 0.9,
        });
    }
    if left.contains(" include ")
        || left.contains(" including ")
        || left.contains(" comprise ")
        || left.contains(" consist of ")
        || left.contains(" make up of ")
    {
        return whole(true).or_else(|| whole(false)).map(|to| Tie {
            from: part,
            to,
            rule: INCLUDING,
            confidence: 0.9,
        });
    }
    if right.contains(" be include ")
        || right.contains(" be part of ")
        || right.contains(" account for ")
    {
        return whole(false).map(|to| Tie {
            from: part,
            to,
            rule: INCLUDING,
            confidence: 0.8,
        });
    }
    None
}

/// '800 million: Germany 318 million, France 100 million ...': what a colon lists is part of what stands before it.
fn listed(analysis: &Analysis, items: &[Item], usable: &[usize], ties: &mut Vec<Tie>) {
    for &whole in usable {
        let at = items[whole].at;
        let tree = analysis.tree(at);
        let Some(colon) = (at.word + 1..tree.lemmas.len()).find(|&word| tree.lemmas[word] == ":")
        else {
            continue;
        };
        if items.iter().any(|item| {
            item.at.sentence == at.sentence && item.at.word > at.word && item.at.word < colon
        }) {
            continue;
        }
        let parts: Vec<usize> = usable
            .iter()
            .copied()
            .filter(|&part| {
                items[part].at.sentence == at.sentence
                    && items[part].at.word > colon
                    && fits(items, part, whole)
            })
            .collect();
        let total: Decimal = parts.iter().map(|&part| items[part].money.value).sum();
        if parts.len() < 2
            || total * Decimal::ONE_HUNDRED > items[whole].money.value * Decimal::from(102)
        {
            continue;
        }
        for part in parts {
            if !ties.iter().any(|tie| tie.from == part) {
                ties.push(Tie {
                    from: part,
                    to: whole,
                    rule: LISTED,
                    confidence: 0.85,
                });
            }
        }
    }
}

/// 'initially 100, up to 500': the first is part of the ceiling.
fn staged(analysis: &Analysis, items: &[Item], usable: &[usize], ties: &mut Vec<Tie>) {
    for pair in usable.windows(2) {
        let (first, second) = (pair[0], pair[1]);
        let (a, b) = (items[first].at, items[second].at);
        if a.sentence != b.sentence
            || ties.iter().any(|tie| tie.from == first)
            || !fits(items, first, second)
        {
            continue;
        }
        let tree = analysis.tree(a);
        let around =
            tree.lemmas[a.word.saturating_sub(4)..(a.word + 4).min(tree.lemmas.len())].join(" ");
        let initial = around.contains("initial")
            || around.contains("at first")
            || around.contains("first phase")
            || around.contains("start with")
            || around.contains("immediately");
        if initial
            && (items[second].money.bound == Bound::AtMost
                || tree.lemmas[a.word..b.word].iter().any(|word| {
                    matches!(
                        word.as_str(),
                        "rise" | "grow" | "increase" | "expand" | "total" | "eventually"
                    )
                }))
        {
            ties.push(Tie {
                from: first,
                to: second,
                rule: STAGED,
                confidence: 0.9,
            });
        }
    }
}

/// Runs of two to six sums that add up to an earlier or later one, within one percent.
fn adding_up(analysis: &Analysis, items: &[Item], usable: &[usize], ties: &mut Vec<Tie>) {
    for &whole in usable {
        let summed_up = is_summed_up(analysis, items[whole].at);
        if items[whole].money.value.is_zero() {
            continue;
        }
        let others: Vec<usize> = usable
            .iter()
            .copied()
            .filter(|&part| {
                part != whole
                    && fits(items, part, whole)
                    && items[part].at.sentence.abs_diff(items[whole].at.sentence) <= 12
            })
            .collect();
        'runs: for start in 0..others.len() {
            let mut total = Decimal::ZERO;
            for end in start..others.len().min(start + 6) {
                total += items[others[end]].money.value;
                if end > start
                    && adds_up(total, items[whole].money, end - start + 1, summed_up)
                    && (whole < others[start] || whole > others[end])
                {
                    for &part in &others[start..=end] {
                        if !ties.iter().any(|tie| tie.from == part)
                            && !ties.iter().any(|tie| tie.from == whole && tie.to == part)
                        {
                            ties.push(Tie {
                                from: part,
                                to: whole,
                                rule: ADDS_UP,
                                confidence: 0.85,
                            });
                        } else if let Some(tie) = ties.iter_mut().find(|tie| {
                            tie.from == part
                                && tie.to != whole
                                && (tie.rule == REMAINING
                                    // Three that add up to the cent say more than a cue.
                                    || (end - start >= 2 && total == items[whole].money.value))
                        }) {
                            tie.to = whole;
                        }
                    }
                    break 'runs;
                }
            }
        }
    }
}

/// Within half a percent for three sums or more; two must add up exactly, for two near each other are common by chance. 'More than'
/// allows six percent more, and words such as 'altogether' allow two sums to be rounded.
fn adds_up(total: Decimal, whole: &Money, count: usize, summed_up: bool) -> bool {
    let value = whole.value;
    let off = (total - value) * Decimal::ONE_HUNDRED;
    if whole.bound == Bound::AtLeast && (count > 2 || summed_up) {
        return total >= value && off <= value * Decimal::from(6);
    }
    if count == 2 && !summed_up {
        total == value
    } else if summed_up {
        off.abs() <= value * Decimal::TWO
    } else {
        off.abs() * Decimal::TWO <= value
    }
}

/// 'so that the purchase comes to €5 million in all', 'a total of'
fn is_summed_up(analysis: &Analysis, at: At) -> bool {
    let tree = analysis.tree(at);
    let start = at.word.saturating_sub(4);
    let end = (at.word + 4).min(tree.lemmas.len());
    let near = &tree.lemmas[start..end];
    near.iter().any(|word| {
        matches!(
            word.as_str(),
            "altogether" | "total" | "combined" | "overall"
        )
    }) || near
        .windows(2)
        .any(|pair| pair[0] == "in" && pair[1] == "all")
}
