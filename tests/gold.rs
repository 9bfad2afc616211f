//! The expected facts of our own announcements agree with the announcements.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use pledgegraph::{
    evaluate::{self, Annotation},
    read,
};
use regex::Regex;
use rust_decimal::Decimal;

/// Announcements that split one sum in two ways: by source and by instalment, by payer and by recipient.
const TOLD_TWICE: [&str; 2] = ["ras-el-hekma", "uk-quantum-hubs"];

/// Every announcement with its expected facts and its words, as the program reads them.
fn corpus() -> Vec<(Annotation, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut gold = evaluate::read_folder(&root.join("gold")).expect("data/gold");
    gold.extend(evaluate::read_folder(&root.join("gold/held-out")).expect("data/gold/held-out"));
    gold.sort_by(|one, other| one.id.cmp(&other.id));
    let options = read::Options::default();
    let mut texts: BTreeMap<String, String> =
        read::documents(&root.join("announcements"), &options)
            .map(|document| document.expect("a readable announcement"))
            .map(|document| (document.identifier, squeeze(&document.text)))
            .collect();
    assert_eq!(
        texts.keys().collect::<Vec<_>>(),
        gold.iter()
            .map(|annotation| &annotation.id)
            .collect::<Vec<_>>(),
        "each announcement has its facts and each file of facts its announcement"
    );
    gold.into_iter()
        .map(|annotation| {
            let text = texts.remove(&annotation.id).unwrap_or_default();
            (annotation, text)
        })
        .collect()
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_corpus_is_large_and_has_negatives() {
    let corpus = corpus();
    let negatives = corpus
        .iter()
        .filter(|(annotation, _)| annotation.id.starts_with("neg-"))
        .count();
    assert!(
        corpus.len() >= 40,
        "{} announcements, at least 40 are wanted",
        corpus.len()
    );
    assert!(
        negatives >= 8,
        "{negatives} negatives, at least 8 are wanted"
    );
}

#[test]
fn every_mention_and_quote_stands_in_the_text() {
    let mut missing = Vec::new();
    for (annotation, text) in corpus() {
        let mentions = annotation
            .entities
            .iter()
            .flat_map(|entity| &entity.mentions);
        let amounts = annotation.amounts.iter().map(|amount| &amount.quote);
        let quantities = annotation.quantities.iter().map(|quantity| &quantity.quote);
        for words in mentions.chain(amounts).chain(quantities) {
            if words.is_empty() || !text.contains(&squeeze(words)) {
                missing.push(format!("{}: '{words}'", annotation.id));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_id_is_of_an_entity_or_sum() {
    let mut unknown = Vec::new();
    for (annotation, _) in corpus() {
        let entities: BTreeSet<&String> = annotation
            .entities
            .iter()
            .map(|entity| &entity.id)
            .collect();
        let sums: BTreeSet<&String> = annotation.amounts.iter().map(|amount| &amount.id).collect();
        assert_eq!(
            entities.len(),
            annotation.entities.len(),
            "{}: an entity id is used twice",
            annotation.id
        );
        assert_eq!(
            sums.len(),
            annotation.amounts.len(),
            "{}: an amount id is used twice",
            annotation.id
        );
        let slots = annotation
            .amounts
            .iter()
            .flat_map(|amount| amount.slots().into_iter().flat_map(|(_, ids)| ids));
        let ends = annotation
            .relations
            .iter()
            .flat_map(|(subject, _, object)| [subject, object]);
        let holders = annotation
            .roles
            .iter()
            .flat_map(|role| [Some(&role.person), role.organisation.as_ref()])
            .flatten();
        let counted = annotation
            .quantities
            .iter()
            .filter_map(|quantity| quantity.of.as_ref());
        let links = annotation
            .amounts
            .iter()
            .flat_map(|amount| [amount.part_of.as_ref(), amount.conversion_of.as_ref()])
            .flatten();
        unknown.extend(
            slots
                .chain(ends)
                .chain(holders)
                .chain(counted)
                .filter(|id| !entities.contains(id))
                .cloned(),
        );
        unknown.extend(links.filter(|id| !sums.contains(id)).cloned());
    }
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn no_sum_of_money_is_left_out() {
    let money = Regex::new(concat!(
        r"(?:(?:US|CA|C|A|AU|NZ|R|S|HK)?\$|€|£|¥|₹|Rs\.? ?|(?:EUR|USD|GBP|JPY|CNY|KRW|DKK|SEK|CHF|ZAR|INR|BRL|AUD|CAD|PLN|RMB) ?)\d[\d.,]*",
        r"|\b(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|half a)[- ](?:(?:hundred|thousand|million|billion|trillion|crore|lakh)[- ]?)+",
        r"(?:euros?|dollars?|pounds?|yen|yuan|won|rupees|rand|kronor|kroner|reais|francs|rupiah|zlotys|Danish kroner|US dollars)"
    ))
    .expect("a pattern");
    let number = Regex::new(r"\d(?:[\d.,]*\d)?").expect("a pattern");
    let mut left_out = Vec::new();
    for (annotation, text) in corpus() {
        let numbers: BTreeSet<String> = annotation
            .amounts
            .iter()
            .flat_map(|amount| {
                number
                    .find_iter(&amount.quote)
                    .map(|found| found.as_str().to_owned())
            })
            .collect();
        for sum in money.find_iter(&text) {
            let covered = match number.find(sum.as_str()) {
                Some(digits) => numbers.contains(digits.as_str()),
                None => annotation
                    .amounts
                    .iter()
                    .any(|amount| amount.quote.contains(sum.as_str())),
            };
            if !covered {
                left_out.push(format!("{}: '{}'", annotation.id, sum.as_str()));
            }
        }
    }
    assert!(left_out.is_empty(), "{left_out:#?}");
}

#[test]
fn parts_do_not_exceed_their_whole() {
    for (annotation, _) in corpus() {
        for whole in &annotation.amounts {
            let parts = annotation
                .amounts
                .iter()
                .filter(|part| {
                    part.part_of.as_ref() == Some(&whole.id) && part.currency == whole.currency
                })
                .map(|part| part.value.0);
            // 'More than 2 billion' may have parts that come to 2.1 billion.
            let limit = whole.value_max.unwrap_or(whole.value).0 * Decimal::new(11, 1);
            let largest = parts.clone().max().unwrap_or_default();
            assert!(
                largest <= limit,
                "{}: a part of {} exceeds it",
                annotation.id,
                whole.quote
            );
            let total: Decimal = parts.sum();
            let retold = TOLD_TWICE.contains(&annotation.id.as_str());
            assert!(
                total <= limit || retold,
                "{}: the parts of {} come to {total}",
                annotation.id,
                whole.quote
            );
        }
    }
}

#[test]
fn negatives_promise_next_to_nothing() {
    for (annotation, _) in corpus()
        .into_iter()
        .filter(|(annotation, _)| annotation.id.starts_with("neg-"))
    {
        let promised = annotation
            .amounts
            .iter()
            .filter(|amount| amount.kind.is_funding())
            .count();
        assert!(
            promised <= 1,
            "{}: {promised} sums are commitments",
            annotation.id
        );
    }
}
