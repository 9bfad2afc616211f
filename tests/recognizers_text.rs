//! The English cases of Recognizers-Text (Microsoft, MIT licence), read from `../shared` where it is present.
//!
//! Each case that is read otherwise is listed with its reason; a listed case that passes fails the test, so that the lists stay true.

use std::{fs, path::Path};

use pledgegraph::{
    mention::{Form, Kind, Mention, amounts},
    read::Role,
    rules::{AmountRules, Source},
    segment::{Segments, Sentence},
    span::Span,
};
use rust_decimal::Decimal;
use serde_json::Value;

/// Cases of `CurrencyModel` that are read otherwise, with the reason.
const CURRENCY_MISSES: &[(&str, &str)] = &[];

/// Cases of `NumberModel` that are read otherwise, with the reason.
const NUMBER_MISSES: &[(&str, &str)] = &[
    ("- 1 4/5", "a dash apart from its figure opens a list item"),
    (
        "10G",
        "letters that touch a figure and are no known scale or unit make a name, as in '5G'",
    ),
    (
        "twenty and three and three fifths",
        "'twenty and three' are two numbers",
    ),
    (
        "one one hundred fifth",
        "needs to guess that the first 'one' counts hundred-and-fifths",
    ),
    (
        "one hundred one thousand fifths",
        "'one thousand fifths' is read as thousands of fifths",
    ),
    (
        "My phone number is +1-222-2222/2222",
        "the parts of a telephone number count nothing",
    ),
    (
        "1m isn't a number.",
        "'1m' is a million beside jobs and homes, which announcements speak of",
    ),
    (
        "I want to earn $10000 in 3 years",
        "'3 years' is a stretch of time here",
    ),
    (
        "2000 over 3",
        "'2000' is a year where nothing says otherwise",
    ),
];

#[test]
fn currency_model() {
    let Some(cases) = cases("CurrencyModel.json") else {
        return;
    };
    let rules = AmountRules::load(&Source::Embedded).expect("embedded rules are valid");
    let mut score = Score::default();
    for case in cases
        .iter()
        .filter(|case| case.get("NotSupported").is_none())
    {
        let input = case["Input"].as_str().unwrap_or_default();
        let expected: Vec<String> = results(case)
            .filter_map(|result| {
                let value = decimal(&result["Resolution"]["value"])?;
                let unit = result["Resolution"]["unit"].as_str()?;
                let (currency, parts) =
                    currency(unit, result["Resolution"]["isoCurrency"].as_str());
                Some(format!(
                    "{} {currency}",
                    (value / Decimal::from(parts)).normalize()
                ))
            })
            .collect();
        let found: Vec<String> = read(input, &rules)
            .iter()
            .filter_map(|mention| match &mention.kind {
                Kind::Money(money) => Some(format!(
                    "{} {}",
                    money.value.normalize(),
                    money.currency.code()
                )),
                _ => None,
            })
            .collect();
        score.case(input, &expected, &found);
    }
    score.judge("CurrencyModel", 0.97, CURRENCY_MISSES);
}

#[test]
fn number_model() {
    let Some(cases) = cases("NumberModel.json") else {
        return;
    };
    let rules = AmountRules::load(&Source::Embedded).expect("embedded rules are valid");
    let mut score = Score::default();
    for case in &cases {
        let input = case["Input"].as_str().unwrap_or_default();
        let expected: Vec<String> = results(case)
            .filter_map(|result| decimal(&result["Resolution"]["value"]))
            .map(rounded)
            .collect();
        // Numbers with a unit, ordinals, percentages and stretches of time are other models there.
        let found: Vec<String> = read(input, &rules)
            .iter()
            .filter_map(|mention| match &mention.kind {
                Kind::Number(number) if number.form == Form::Cardinal && number.unit.is_none() => {
                    Some(number.value)
                }
                Kind::Number(number) if number.form == Form::Multiple => Some(number.value),
                Kind::Money(money) => Some(money.value),
                _ => None,
            })
            .map(rounded)
            .collect();
        score.case(input, &expected, &found);
    }
    score.judge("NumberModel", 0.90, NUMBER_MISSES);
}

/// How many results and cases are right.
#[derive(Default)]
struct Score {
    expected: usize,
    right: usize,
    cases: usize,
    misses: Vec<(String, String)>,
}

impl Score {
    fn case(&mut self, input: &str, expected: &[String], found: &[String]) {
        self.cases += 1;
        self.expected += expected.len();
        let mut left = found.to_vec();
        for result in expected {
            if let Some(place) = left.iter().position(|value| value == result) {
                left.remove(place);
                self.right += 1;
            }
        }
        if expected != found {
            self.misses.push((
                input.to_owned(),
                format!("expected {expected:?}, found {found:?}"),
            ));
        }
    }

    fn judge(&self, model: &str, least: f64, known: &[(&str, &str)]) {
        let share = self.right as f64 / self.expected.max(1) as f64;
        let right_cases = (self.cases - self.misses.len()) as f64 / self.cases.max(1) as f64;
        println!(
            "{model}: {} of {} results ({:.1} %), {} of {} cases ({:.1} %)",
            self.right,
            self.expected,
            share * 100.0,
            self.cases - self.misses.len(),
            self.cases,
            right_cases * 100.0
        );
        for (input, problem) in &self.misses {
            println!("  {input:?}: {problem}");
        }
        assert!(
            share >= least && right_cases >= least,
            "{model} is below {least}"
        );
        for (input, problem) in &self.misses {
            assert!(
                known.iter().any(|(case, _)| case == input),
                "not listed: {input:?}: {problem}"
            );
        }
        for (case, reason) in known {
            assert!(
                self.misses.iter().any(|(input, _)| input == case),
                "passes now, take it off the list: {case:?} ({reason})"
            );
        }
    }
}

fn cases(name: &str) -> Option<Vec<Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/suites/recognizers-text")
        .join(name);
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return None;
    };
    Some(serde_json::from_str(text.trim_start_matches('\u{feff}')).expect("the suite is JSON"))
}

fn results(case: &Value) -> impl Iterator<Item = &Value> {
    case["Results"].as_array().into_iter().flatten()
}

fn decimal(value: &Value) -> Option<Decimal> {
    let text = value.as_str()?;
    Decimal::from_str_exact(text)
        .or_else(|_| Decimal::from_scientific(text))
        .ok()
}

/// The suite gives 15 digits.
fn rounded(value: Decimal) -> String {
    value.round_sf(12).unwrap_or(value).normalize().to_string()
}

/// The ISO code that a unit name of the suite means here, and how many of it make one.
fn currency<'a>(unit: &str, iso: Option<&'a str>) -> (&'a str, u32) {
    match (iso, unit) {
        (Some(code), _) => (code, 1),
        (None, "Dollar") => ("USD", 1),
        (None, "Cent") => ("USD", 100),
        (None, "Pound") => ("GBP", 1),
        (None, "Pence") => ("GBP", 100),
        (None, "Euro") => ("EUR", 1),
        (None, "Franc") => ("CHF", 1),
        (None, "Rupee") => ("INR", 1),
        (None, "Sen") => ("MYR", 100),
        _ => ("XXX", 1),
    }
}

fn read(text: &str, rules: &AmountRules) -> Vec<Mention> {
    let sentence = Sentence {
        span: Span::new(0, text.len()),
        tokens: 0..0,
        block: 0,
        role: Role::Paragraph,
    };
    let segments = Segments {
        tokens: Vec::new(),
        sentences: vec![sentence],
    };
    amounts(text, &segments, rules)
}
