//! `lexicon/currencies.tsv` and `lexicon/currency_words.tsv`.

use rust_decimal::Decimal;

use super::{
    Error, Source,
    amounts::{AmountRules, CurrencyForm, FormKind},
    numbers::invalid,
    pieces::Phrase,
    tsv::{self, Row},
};
use crate::mention::Currency;

const CODES: &str = "currencies.tsv";
const WORDS: &str = "currency_words.tsv";

pub(super) fn load(source: &Source, rules: &mut AmountRules) -> Result<(), Error> {
    for row in tsv::rows(source, CODES)? {
        load_code(&row, rules)?;
    }
    for row in tsv::rows(source, WORDS)? {
        load_word(&row, rules)?;
    }
    Ok(())
}

fn load_code(row: &Row, rules: &mut AmountRules) -> Result<(), Error> {
    let code = row.get("code");
    let currency = currency(CODES, row, code)?;
    let guarded = row.get("word") == "yes";
    let form = |text: &str, kind: FormKind, guarded: bool, scale: i64| CurrencyForm {
        phrase: Phrase::new(text, kind != FormKind::Name && has_only_letters(text)),
        kind,
        candidates: vec![currency],
        loose: kind == FormKind::Name || text.contains(' '),
        hold: false,
        guarded,
        part: Decimal::ONE,
        scale: Decimal::from(scale),
        rule: row.rule,
    };
    rules.add_currency(form(code, FormKind::Code, guarded, 1));
    if !guarded {
        // 'MEUR', 'kSEK', 'EURm', 'USDbn': the scale is written into the code.
        for (text, scale) in [
            (format!("M{code}"), 1_000_000),
            (format!("m{code}"), 1_000_000),
            (format!("k{code}"), 1_000),
            (format!("K{code}"), 1_000),
            (format!("{code}m"), 1_000_000),
            (format!("{code}mn"), 1_000_000),
            (format!("{code}bn"), 1_000_000_000),
        ] {
            rules.add_currency(form(&text, FormKind::Code, false, scale));
        }
    }
    for sign in row.list("symbols") {
        let short = has_only_letters(sign) && sign.chars().count() <= 2;
        let known = matches!(
            sign,
            "Rp" | "RM" | "Tk" | "Dh" | "TL" | "zł" | "Kč" | "Ft" | "Kz"
        ) || !sign.is_ascii();
        rules.add_currency(form(sign, FormKind::Sign, short && !known, 1));
    }
    for name in row.list("names") {
        rules.add_currency(form(name, FormKind::Name, false, 1));
    }
    for country in row.list("countries") {
        let phrase = Phrase::new(country, true);
        let Some(first) = phrase.pieces.first().cloned() else {
            continue;
        };
        let index = rules.countries.len();
        rules.countries.push((phrase, currency));
        rules.word(&first).countries.push(index);
    }
    Ok(())
}

fn load_word(row: &Row, rules: &mut AmountRules) -> Result<(), Error> {
    let candidates = row
        .list("candidates")
        .into_iter()
        .map(|code| currency(WORDS, row, code))
        .collect::<Result<Vec<_>, _>>()?;
    if candidates.is_empty() {
        return Err(invalid(
            WORDS,
            row,
            "has no candidates; name at least one ISO 4217 code",
        ));
    }
    let part = match row.get("part") {
        "" => Decimal::ONE,
        text => Decimal::from_str_exact(text)
            .ok()
            .filter(|part| *part >= Decimal::ONE)
            .ok_or_else(|| invalid(WORDS, row, &format!("part '{text}' is no number from 1 up")))?,
    };
    let kind = if row.get("sign") == "yes" {
        FormKind::Sign
    } else {
        FormKind::Name
    };
    for text in row.list("forms") {
        rules.add_currency(CurrencyForm {
            phrase: Phrase::new(text, kind == FormKind::Sign && has_only_letters(text)),
            kind,
            candidates: candidates.clone(),
            loose: kind == FormKind::Name || text.contains(' '),
            hold: row.get("hold") == "yes",
            guarded: row.get("guard") == "yes",
            part,
            scale: Decimal::ONE,
            rule: row.rule,
        });
    }
    Ok(())
}

fn has_only_letters(text: &str) -> bool {
    text.chars().all(char::is_alphabetic)
}

pub(super) fn currency(file: &str, row: &Row, code: &str) -> Result<Currency, Error> {
    <[u8; 3]>::try_from(code.as_bytes())
        .ok()
        .filter(|bytes| bytes.iter().all(u8::is_ascii_uppercase))
        .map(Currency)
        .ok_or_else(|| {
            invalid(
                file,
                row,
                &format!("'{code}' is no ISO 4217 code; write three capitals such as EUR"),
            )
        })
}
