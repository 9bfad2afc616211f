//! All amounts of a document: money, numbers and dates, from left to right, the longest reading first.

use crate::{rules::AmountRules, segment::Segments};

use super::{
    Kind, Mention,
    currency::Evidence,
    date,
    money::{self, Draft},
    period, quantity,
    scan::{AtomKind, Scan},
};

/// The money, numbers and dates of `text`, sorted by span, none overlapping.
///
/// Currencies that a sign or word leaves open ('kroner', '$') are decided by the rest of the document.
/// Numbers beyond 28 digits, and words such as 'billions' that state none, make no mention.
pub fn amounts(text: &str, segments: &Segments, rules: &AmountRules) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut evidence = Evidence::default();
    let mut scan = Scan::new(text, rules);
    for sentence in &segments.sentences {
        scan.sentence(sentence.span);
        evidence.countries(&scan);
        read(&scan, &mut mentions, &mut open);
    }
    let mut bare = 0;
    for sum in open.iter().filter(|sum| !sum.conversion) {
        match rules.currencies[sum.form].candidates[..] {
            // A text that writes 'C$' only after several '$' tells the two apart.
            [currency] if bare >= DISTINGUISHES => evidence.distinguish(currency),
            [currency] => evidence.sum(currency),
            _ => bare += usize::from(rules.currencies[sum.form].hold),
        }
    }
    for sum in open.iter().filter(|sum| !sum.conversion) {
        if let Some(Mention {
            kind: Kind::Money(money),
            ..
        }) = mentions.get_mut(sum.mention)
        {
            money.currency = evidence.decide(rules, sum.form);
        }
    }
    mentions.sort_by_key(|mention| mention.span);
    mentions
}

/// So many sums with a bare sign before one with the sign of a country show that the bare ones are none of that country.
const DISTINGUISHES: usize = 2;

/// A sum whose currency waits for the rest of the document.
struct Open {
    mention: usize,
    form: usize,
    /// A conversion in brackets, 'CA$2 billion ($1.4 billion)': its sign keeps its most likely meaning, and proves nothing.
    conversion: bool,
}

/// Whether a sum of money ends directly before the bracket.
fn follows_sum(scan: &Scan, mentions: &[Mention], draft: &Draft) -> bool {
    let Some(Mention {
        span,
        kind: Kind::Money(_),
        ..
    }) = mentions.last()
    else {
        return false;
    };
    let between = scan
        .text
        .get(span.end..draft.mention.span.start)
        .unwrap_or_default();
    between.trim_start().starts_with(['(', '['])
}

/// Reads one sentence; `open` takes the index of each sum with the form of its currency.
fn read(scan: &Scan, mentions: &mut Vec<Mention>, open: &mut Vec<Open>) {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut at = 0;
    while let Some(atom) = scan.get(at) {
        if matches!(atom.kind, AtomKind::Word | AtomKind::Sign(_))
            && atom.lexeme.is_none()
            && !starts_unlisted(scan, at)
        {
            at += 1;
            continue;
        }
        let time = date::read(scan, at).or_else(|| period::read(scan, at));
        if let Some(found) = time {
            mentions.extend(found.mention);
            at = found.next.max(at + 1);
            continue;
        }
        let may_be_number = quantity::may_start(scan, at);
        let may_be_money = may_be_number
            || atom
                .lexeme
                .is_some_and(|lexeme| !lexeme.currencies.is_empty());
        if may_be_money && let Some(next) = money::read(scan, at, &mut drafts) {
            for draft in drafts.drain(..) {
                open.push(Open {
                    mention: mentions.len(),
                    form: draft.form,
                    conversion: draft.bracketed
                        && scan.rules.currencies[draft.form].hold
                        && follows_sum(scan, mentions, &draft),
                });
                mentions.push(draft.mention);
            }
            at = next.max(at + 1);
            continue;
        }
        drafts.clear();
        if may_be_number && let Some((mention, next)) = quantity::read(scan, at) {
            mentions.push(mention);
            at = next.max(at + 1);
            continue;
        }
        at += 1;
    }
}

/// Signs and words that start something without being in the lexicon: '-5', '½', 'FY26', 'Q4'.
fn starts_unlisted(scan: &Scan, index: usize) -> bool {
    match scan.get(index).map(|atom| atom.kind) {
        Some(AtomKind::Sign(sign)) => !sign.is_ascii() || sign == '-',
        Some(AtomKind::Word) => {
            let word = scan.words(index);
            matches!(word.len(), 1 | 2) && matches!(word, "Q" | "H" | "FY")
                || word.eq_ignore_ascii_case("minus")
                || word.eq_ignore_ascii_case("negative")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
