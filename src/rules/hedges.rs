//! `lexicon/hedges.tsv` and `lexicon/amount_contexts.tsv`.

use super::{
    Error, Source,
    amounts::{AmountRules, Hedge, context},
    numbers::invalid,
    pieces::Phrase,
    tsv,
};
use crate::mention::Bound;

const HEDGES: &str = "hedges.tsv";
const CONTEXTS: &str = "amount_contexts.tsv";

pub(super) fn load(source: &Source, rules: &mut AmountRules) -> Result<(), Error> {
    for row in tsv::rows(source, HEDGES)? {
        let bound = match row.get("bound") {
            "at-most" => Bound::AtMost,
            "at-least" => Bound::AtLeast,
            "approximately" => Bound::Approximately,
            "exact" => Bound::Exact,
            "filler" => {
                rules.word(row.get("phrase")).contexts |= context::FILLER;
                continue;
            }
            other => {
                let problem = format!(
                    "bound '{other}' is unknown; use at-most, at-least, approximately, exact or filler"
                );
                return Err(invalid(HEDGES, &row, &problem));
            }
        };
        let phrase = Phrase::new(row.get("phrase"), false);
        let (Some(first), Some(last)) = (
            phrase.pieces.first().cloned(),
            phrase.pieces.last().cloned(),
        ) else {
            continue;
        };
        let index = rules.hedges.len();
        rules.hedges.push(Hedge {
            phrase,
            bound,
            rule: row.rule,
        });
        match row.get("side") {
            "before" => rules.word(&last).hedges_ending.push(index),
            "after" => rules.word(&first).hedges_starting.push(index),
            other => {
                return Err(invalid(
                    HEDGES,
                    &row,
                    &format!("side '{other}' is unknown; use before or after"),
                ));
            }
        }
    }
    for row in tsv::rows(source, CONTEXTS)? {
        let bit = match row.get("role") {
            "function" => context::FUNCTION,
            "change" => context::CHANGE,
            "label" => context::LABEL,
            "not-one" => context::NOT_ONE,
            "no-one" => context::NO_ONE,
            "vague" => context::VAGUE,
            other => {
                let problem = format!(
                    "role '{other}' is unknown; use function, change, label, not-one, no-one or vague"
                );
                return Err(invalid(CONTEXTS, &row, &problem));
            }
        };
        rules.word(row.get("word")).contexts |= bit;
    }
    Ok(())
}
