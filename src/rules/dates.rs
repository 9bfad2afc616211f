//! `lexicon/dates.tsv`.

use std::str::FromStr;

use super::{
    Error, Source,
    amounts::{AmountRules, DateMeaning, DateWord, context},
    numbers::invalid,
    tsv::{self, Row},
};

const FILE: &str = "dates.tsv";

pub(super) fn load(source: &Source, rules: &mut AmountRules) -> Result<(), Error> {
    for row in tsv::rows(source, FILE)? {
        let meaning = match row.get("role") {
            "month" => DateMeaning::Month(number(&row)?, false),
            "month-short" => DateMeaning::Month(number(&row)?, true),
            "weekday" => DateMeaning::Weekday(number(&row)?),
            "day" => DateMeaning::Day(number(&row)?),
            "period" => period(&row)?,
            "direction" => DateMeaning::Direction(number(&row)?),
            "year-before" => {
                rules.word(row.get("word")).contexts |= context::YEAR_BEFORE;
                continue;
            }
            other => {
                return Err(invalid(
                    FILE,
                    &row,
                    &format!(
                        "role '{other}' is unknown; use month, month-short, weekday, day, period, direction or year-before"
                    ),
                ));
            }
        };
        rules.word(row.get("word")).date = Some(DateWord {
            meaning,
            rule: row.rule,
        });
    }
    Ok(())
}

fn number<T: FromStr>(row: &Row) -> Result<T, Error> {
    row.get("value").parse().map_err(|_| {
        invalid(
            FILE,
            row,
            &format!("value '{}' is no whole number", row.get("value")),
        )
    })
}

/// 'Y', or '10Y' for a decade.
fn period(row: &Row) -> Result<DateMeaning, Error> {
    let text = row.get("value");
    let digits = text.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let count = if digits.is_empty() {
        Some(1)
    } else {
        digits.parse().ok()
    };
    match (count, &text[digits.len()..]) {
        (Some(count), "Y") => Ok(DateMeaning::Period(count, 'Y')),
        (Some(count), "M") => Ok(DateMeaning::Period(count, 'M')),
        (Some(count), "W") => Ok(DateMeaning::Period(count, 'W')),
        (Some(count), "D") => Ok(DateMeaning::Period(count, 'D')),
        _ => Err(invalid(
            FILE,
            row,
            &format!("value '{text}' is no period; write Y, M, W, D or 10Y"),
        )),
    }
}
