//! 'up to', 'at least', 'about' beside a number: how firm it is.

use super::{Bound, Part, scan::Scan};
use crate::rules::amounts::context;

/// How many filler words may stand between a hedge and its number: 'up to a total of an additional'.
const FILLERS: usize = 4;

/// The bound of the number from atom `first` up to, not including, `next`, with the words that set it.
pub(super) fn around(scan: &Scan, first: usize, next: usize) -> (Bound, Option<Part>) {
    before(scan, first)
        .or_else(|| after(scan, next))
        .map_or((Bound::Exact, None), |(bound, part)| (bound, Some(part)))
}

fn before(scan: &Scan, first: usize) -> Option<(Bound, Part)> {
    let mut end = first;
    for _ in 0..=FILLERS {
        if end < first && scan.is_sign(end, &['(', ')', ',', '.', ';']) {
            return None;
        }
        if let Some(lexeme) = scan.before(end)?.lexeme {
            for &hedge in &lexeme.hedges_ending {
                let hedge = &scan.rules.hedges[hedge];
                let Some(start) = end.checked_sub(hedge.phrase.pieces.len()) else {
                    continue;
                };
                if scan.phrase(start, &hedge.phrase).is_some() {
                    let part = Part {
                        span: scan.span(start, end),
                        rule: hedge.rule,
                    };
                    return Some((hedge.bound, part));
                }
            }
        }
        // An opening bracket may stand between: 'approximately (€5 million)' is not read so.
        if !scan.has(end - 1, context::FILLER) {
            return None;
        }
        end -= 1;
    }
    None
}

fn after(scan: &Scan, next: usize) -> Option<(Bound, Part)> {
    let at = next + usize::from(scan.is_sign(next, &['-']) && scan.is(next + 1, "plus"));
    let lexeme = scan.get(at)?.lexeme?;
    lexeme.hedges_starting.iter().find_map(|&hedge| {
        let hedge = &scan.rules.hedges[hedge];
        let end = scan.phrase(at, &hedge.phrase)?;
        // '5 plus 3', '5 at least 3'
        if scan.figure(end).is_some()
            || (scan.is(at, "plus") && scan.spaced(at))
            || scan.is(end, "to")
            || scan.is(end, "than")
        {
            return None;
        }
        Some((
            hedge.bound,
            Part {
                span: scan.span(at, end),
                rule: hedge.rule,
            },
        ))
    })
}
