//! What else the words around a sum say: what it is for, and when it flows.

use super::{
    Moment, Period,
    analysis::{Analysis, At, Tree, Unit},
    clause,
    kind::path,
};
use crate::{
    mention::{DateValue, Kind},
    span::Span,
    syntax::{Relation, Tag},
};

/// What the money is for, as words of the text: the first phrase with 'for', 'into', 'towards' or 'to' that hangs on the sum, on
/// its verb or on the noun between.
pub fn purpose(analysis: &Analysis, at: At) -> Option<Span> {
    let tree = analysis.tree(at);
    let above = path(tree, at.word)
        .into_iter()
        .map(|(word, _)| word)
        .take(2);
    for holder in std::iter::once(at.word).chain(above) {
        for (case, word) in clause::prepositional(tree, holder) {
            if word > at.word
                && matches!(
                    case.as_str(),
                    "for" | "into" | "towards" | "toward" | "in" | "to" | "on"
                )
                && !is_amount(tree, word)
                && tree.parse.tags[word] != Tag::Pronoun
            {
                return Some(subtree(analysis, at, word, at.word));
            }
        }
        // 'to build a plant'
        let clause = tree
            .dependents(
                holder,
                &[
                    Relation::Clause,
                    Relation::AdverbialClause,
                    Relation::OpenComplement,
                ],
            )
            .find(|&verb| {
                verb > at.word
                    && tree
                        .dependents(verb, &[Relation::Marker])
                        .any(|marker| tree.lemmas[marker] == "to")
            });
        if let Some(verb) = clause {
            return Some(subtree(analysis, at, verb, at.word));
        }
    }
    None
}

fn is_amount(tree: &Tree, word: usize) -> bool {
    matches!(tree.words[word].unit, Unit::Amount(_))
}

/// The words below a word, without its preposition, cut at the first comma and after twenty words.
fn subtree(analysis: &Analysis, at: At, top: usize, after: usize) -> Span {
    let tree = analysis.tree(at);
    let inside = |word: usize| tree.is_under(word, top);
    let skip = |word: usize| {
        matches!(
            tree.parse.relations[word],
            Relation::Case | Relation::Marker | Relation::Determiner
        ) && tree.parse.heads[word] == Some(top)
    };
    let mut start = top;
    while start > after + 1 && inside(start - 1) && !skip(start - 1) {
        start -= 1;
    }
    let mut end = top;
    while end + 1 < tree.words.len()
        && inside(end + 1)
        && end - start < 20
        && !matches!(tree.lemmas[end + 1].as_str(), "," | ";" | "(")
    {
        end += 1;
    }
    analysis
        .reading
        .span(&(tree.words[start].tokens.start..tree.words[end].tokens.end))
}

/// When the money flows: durations and years in the clause of the sum that stand nearer to it than to another sum.
pub fn period(analysis: &Analysis, at: At) -> Period {
    let tree = analysis.tree(at);
    let sums: Vec<usize> = (0..tree.words.len())
        .filter(|&word| matches!(tree.words[word].unit, Unit::Amount(index) if matches!(analysis.reading.amounts[index].kind, Kind::Money(_))))
        .collect();
    let mut period = Period::default();
    for word in 0..tree.words.len() {
        let Unit::Amount(index) = tree.words[word].unit else {
            continue;
        };
        let Kind::Date(date) = &analysis.reading.amounts[index].kind else {
            continue;
        };
        let nearest = sums.iter().copied().min_by_key(|sum| sum.abs_diff(word));
        let shared = matches!(date, DateValue::Duration(_)) && sums.len() <= 2;
        if nearest != Some(at.word) && !shared {
            continue;
        }
        let before: Vec<&str> = tree.lemmas[word.saturating_sub(3)..word]
            .iter()
            .map(String::as_str)
            .collect();
        let has = |words: &[&str]| before.iter().any(|word| words.contains(word));
        match date {
            DateValue::Duration(duration)
                if has(&[
                    "over", "within", "for", "during", "in", "next", "coming", "the", "through",
                ]) =>
            {
                period.duration = Some(duration.clone())
            }
            DateValue::Years(first, last) => {
                period.start = Some(Moment::Year(*first));
                if !has(&["begin", "start", "beginning", "starting", "from"]) {
                    period.end = Some(Moment::Year(*last));
                }
            }
            DateValue::Year(year) if has(&["by", "until", "till", "through", "to"]) => {
                period.end = Some(Moment::Year(*year))
            }
            DateValue::Year(year)
                if has(&["from", "since", "begin", "beginning", "start", "starting"]) =>
            {
                period.start = Some(Moment::Year(*year))
            }
            _ => {}
        }
    }
    period
}
