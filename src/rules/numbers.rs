//! `lexicon/numbers.tsv` and `lexicon/units.tsv`.

use rust_decimal::Decimal;

use super::{
    Error, Source,
    amounts::{After, AmountRules, NumberRole, NumberWord, Unit},
    pieces::Phrase,
    tsv::{self, Row},
};

pub(super) fn load(source: &Source, rules: &mut AmountRules) -> Result<(), Error> {
    const FILE: &str = "numbers.tsv";
    for row in tsv::rows(source, FILE)? {
        rules.word(row.get("word")).number = Some(number_word(FILE, &row)?);
    }
    Ok(())
}

/// What a row says of a word that takes part in a number.
pub(super) fn number_word(file: &str, row: &Row) -> Result<NumberWord, Error> {
    let role = match row.get("role") {
        "digit" => NumberRole::Digit,
        "teen" => NumberRole::Teen,
        "ten" => NumberRole::Ten,
        "hundred" => NumberRole::Hundred,
        "scale" => NumberRole::Scale,
        "ordinal" => NumberRole::Ordinal,
        "parts" => NumberRole::Parts,
        "fraction" => NumberRole::Fraction,
        "dozen" => NumberRole::Dozen,
        other => {
            return Err(invalid(
                file,
                row,
                &format!(
                    "role '{other}' is unknown; use digit, teen, ten, hundred, scale, ordinal, parts, fraction or dozen"
                ),
            ));
        }
    };
    let after = match row.get("after") {
        "" => After::Anything,
        "figure" => After::Figure,
        "money" => After::Money,
        other => {
            return Err(invalid(
                file,
                row,
                &format!("after '{other}' is unknown; leave it empty, or use figure or money"),
            ));
        }
    };
    let value = Decimal::from_str_exact(row.get("value"))
        .ok()
        .filter(|value| !value.is_sign_negative())
        .filter(|value| !value.is_zero() || role == NumberRole::Digit)
        .ok_or_else(|| {
            invalid(
                file,
                row,
                &format!("value '{}' is no positive number", row.get("value")),
            )
        })?;
    Ok(NumberWord {
        role,
        value,
        after,
        rule: row.rule,
    })
}

pub(super) fn load_units(source: &Source, rules: &mut AmountRules) -> Result<(), Error> {
    for row in tsv::rows(source, "units.tsv")? {
        let per = row.get("per");
        for form in row.list("forms") {
            // 'MW' and 'mw' differ from 'Mw' in physics, not in announcements; 'mt' and 'Mt' do.
            let phrase = Phrase::new(form, form.chars().count() <= 2);
            let Some(first) = phrase.pieces.first().cloned() else {
                continue;
            };
            let index = rules.units.len();
            rules.units.push(Unit {
                phrase,
                measure: per != "only",
                price: !per.is_empty(),
                rule: row.rule,
            });
            rules.word(&first).units.push(index);
        }
    }
    Ok(())
}

/// The error of a row.
pub(super) fn invalid(file: &str, row: &Row, problem: &str) -> Error {
    Error::Invalid {
        file: format!("lexicon/{file}"),
        line: row.line,
        problem: problem.to_owned(),
    }
}
