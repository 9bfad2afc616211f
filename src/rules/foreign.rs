//! `lexicon/other_languages.tsv`: words of sums in documents that are not English.

use std::sync::OnceLock;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::{
    Error, Source,
    amounts::{AmountRules, CurrencyForm, FormKind, NumberWord},
    currencies::currency,
    numbers::{invalid, number_word},
    pieces::Phrase,
    tsv::{self, Row},
};

const FILE: &str = "other_languages.tsv";

/// The words of each language.
#[derive(Clone, Debug, Default)]
pub(super) struct Foreign {
    languages: FxHashMap<String, Language>,
}

/// The words of one, and the rules with them, made when the first document of that language comes.
#[derive(Clone, Debug, Default)]
struct Language {
    decimal_comma: bool,
    numbers: Vec<(String, NumberWord)>,
    currencies: Vec<CurrencyForm>,
    rules: OnceLock<Box<AmountRules>>,
}

impl Foreign {
    pub(super) fn load(source: &Source) -> Result<Self, Error> {
        let mut foreign = Self::default();
        for row in tsv::rows(source, FILE)? {
            let language = foreign
                .languages
                .entry(row.get("language").to_owned())
                .or_default();
            match row.get("role") {
                "decimal-comma" => language.decimal_comma = true,
                "currency" => language.currencies.push(form(&row)?),
                _ => {
                    let word = number_word(FILE, &row)?;
                    language.numbers.push((row.key().to_owned(), word));
                }
            }
        }
        Ok(foreign)
    }

    /// The rules of a language (`de`, `de-AT`), when it has words of its own.
    pub(super) fn rules<'r>(
        &'r self,
        language: &str,
        english: &AmountRules,
    ) -> Option<&'r AmountRules> {
        let primary = language.split('-').next().unwrap_or(language);
        let language = self.languages.get(primary)?;
        Some(
            language
                .rules
                .get_or_init(|| Box::new(language.beside(english))),
        )
    }
}

impl Language {
    fn beside(&self, english: &AmountRules) -> AmountRules {
        let mut rules = english.clone();
        rules.decimal_comma = self.decimal_comma;
        for (word, number) in &self.numbers {
            rules.word(word).number = Some(*number);
        }
        for form in &self.currencies {
            rules.add_currency(form.clone());
        }
        rules.prefer_long_phrases();
        rules
    }
}

fn form(row: &Row) -> Result<CurrencyForm, Error> {
    let scale = match row.get("scale") {
        "" => Decimal::ONE,
        scale => Decimal::from_str_exact(scale)
            .ok()
            .filter(|scale| *scale >= Decimal::ONE)
            .ok_or_else(|| {
                invalid(
                    FILE,
                    row,
                    &format!("scale '{scale}' is no number from 1 up"),
                )
            })?,
    };
    Ok(CurrencyForm {
        phrase: Phrase::new(row.key(), false),
        kind: FormKind::Name,
        candidates: vec![currency(FILE, row, row.get("value"))?],
        loose: true,
        hold: false,
        guarded: false,
        part: Decimal::ONE,
        scale,
        rule: row.rule,
    })
}
