//! What a user meets: sums, numbers and dates in sentences, and what must not be read as one.

use proptest::prelude::*;

use super::{Mention, amounts};
use crate::{
    mention::{Bound, DateValue, Form, Kind, Relative},
    read::Role,
    rules::{AmountRules, Source, tsv},
    segment::{Segments, Sentence},
    span::Span,
};

fn rules() -> AmountRules {
    AmountRules::load(&Source::Embedded).expect("embedded rules are valid")
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

/// Each sum as 'WORDS = VALUE[..MAX] CODE[ BOUND]', joined by '; '.
fn money(text: &str, rules: &AmountRules) -> String {
    let sums: Vec<String> = read(text, rules)
        .iter()
        .filter_map(|mention| {
            let Kind::Money(money) = &mention.kind else {
                return None;
            };
            let max = money.max.map_or(String::new(), |max| format!("..{max}"));
            let bound = match money.bound {
                Bound::Exact | Bound::Range => String::new(),
                other => format!(" {other:?}"),
            };
            let per = money
                .per
                .map_or(String::new(), |per| format!(" {}", per.of(text)));
            Some(format!(
                "{} = {}{max} {}{bound}{per}",
                mention.span.of(text),
                money.value,
                money.currency.code()
            ))
        })
        .collect();
    sums.join("; ")
}

#[test]
fn sums_in_words_figures_and_both() {
    let rules = rules();
    for (text, expected) in [
        (
            "It invests two hundred billion euros.",
            "two hundred billion euros = 200000000000 EUR",
        ),
        (
            "a one hundred nine billion euro plan",
            "one hundred nine billion euro = 109000000000 EUR",
        ),
        ("€200bn", "€200bn = 200000000000 EUR"),
        ("US$3.3 billion", "US$3.3 billion = 3300000000 USD"),
        ("CA$700m", "CA$700m = 700000000 CAD"),
        (
            "Rs 1.26 lakh crore",
            "Rs 1.26 lakh crore = 1260000000000 INR",
        ),
        (
            "380 million Danish kroner",
            "380 million Danish kroner = 380000000 DKK",
        ),
        ("a 50-million-euro grant", "50-million-euro = 50000000 EUR"),
        ("a US$100-million plant", "US$100-million = 100000000 USD"),
        (
            "half a billion euros",
            "half a billion euros = 500000000 EUR",
        ),
        (
            "a quarter of a million pounds",
            "a quarter of a million pounds = 250000 GBP",
        ),
        (
            "CHF 1'250'000 and 40 000 euros",
            "CHF 1'250'000 = 1250000 CHF; 40 000 euros = 40000 EUR",
        ),
        (
            "1.234,56 euros, 5.000 euros, €1.250 million",
            "1.234,56 euros = 1234.56 EUR; 5.000 euros = 5000 EUR; €1.250 million = 1250000 EUR",
        ),
        (
            "thirteen dollars and forty-five cents",
            "thirteen dollars and forty-five cents = 13.45 USD",
        ),
        (
            "120 MEUR and SEKm 500",
            "120 MEUR = 120000000 EUR; SEKm 500 = 500000000 SEK",
        ),
    ] {
        assert_eq!(money(text, &rules), expected);
    }
}

#[test]
fn ranges_and_shared_currencies() {
    let rules = rules();
    for (text, expected) in [
        (
            "a €3-5 billion programme",
            "€3-5 billion = 3000000000..5000000000 EUR",
        ),
        (
            "between 100 and 200 million dollars",
            "100 and 200 million dollars = 100000000..200000000 USD",
        ),
        (
            "$330.0 million to $350.0 million",
            "$330.0 million to $350.0 million = 330000000..350000000 USD",
        ),
        (
            "3bn-5bn euros",
            "3bn-5bn euros = 3000000000..5000000000 EUR",
        ),
        (
            "€100 million and 200 million for roads",
            "€100 million = 100000000 EUR; 200 million = 200000000 EUR",
        ),
        (
            "5 million and 10 million euros respectively",
            "5 million = 5000000 EUR; 10 million euros = 10000000 EUR",
        ),
        (
            "rose from $3 to $5 million",
            "$3 = 3000000 USD; $5 million = 5000000 USD",
        ),
        (
            "€100 million and 200 million people",
            "€100 million = 100000000 EUR",
        ),
    ] {
        assert_eq!(money(text, &rules), expected);
    }
}

#[test]
fn hedges_set_the_bound_and_stay_outside_the_words() {
    let rules = rules();
    for (text, expected) in [
        ("up to €5 billion", "€5 billion = 5000000000 EUR AtMost"),
        (
            "up to an additional €3 million",
            "€3 million = 3000000 EUR AtMost",
        ),
        (
            "more than 1 billion euros",
            "1 billion euros = 1000000000 EUR AtLeast",
        ),
        (
            "an estimated A$2.4bn",
            "A$2.4bn = 2400000000 AUD Approximately",
        ),
        ("€500m or more", "€500m = 500000000 EUR AtLeast"),
        ("€500m+", "€500m = 500000000 EUR AtLeast"),
        (
            "$100 billion at first and up to $500 billion",
            "$100 billion = 100000000000 USD; $500 billion = 500000000000 USD AtMost",
        ),
        (
            "revenue stayed above the $2 billion of May",
            "$2 billion = 2000000000 USD",
        ),
    ] {
        assert_eq!(money(text, &rules), expected);
    }
}

#[test]
fn prices_say_per_what_and_yearly_sums_are_none() {
    let rules = rules();
    assert_eq!(
        money("$0.42 per share", &rules),
        "$0.42 = 0.42 USD per share"
    );
    assert_eq!(money("€50 a tonne", &rules), "€50 = 50 EUR a tonne");
    assert_eq!(money("€90/MWh", &rules), "€90 = 90 EUR /MWh");
    assert_eq!(
        money("€5 billion a year", &rules),
        "€5 billion = 5000000000 EUR"
    );
}

#[test]
fn shared_signs_are_decided_by_the_document() {
    let rules = rules();
    assert_eq!(
        money("It cost $5 million.", &rules),
        "$5 million = 5000000 USD"
    );
    assert_eq!(
        money("Ottawa, Canada: It cost $5 million.", &rules),
        "$5 million = 5000000 CAD"
    );
    assert_eq!(
        money("Canada and the United States: $5 million.", &rules),
        "$5 million = 5000000 USD"
    );
    assert_eq!(
        money("NOK 5m, then 2 billion kroner", &rules),
        "NOK 5m = 5000000 NOK; 2 billion kroner = 2000000000 NOK"
    );
    assert_eq!(
        money("CA$2 billion ($1.4 billion) from Canada", &rules),
        "CA$2 billion = 2000000000 CAD; $1.4 billion = 1400000000 USD"
    );
}

#[test]
fn what_is_no_sum() {
    let rules = rules();
    for text in [
        "several hundred million euros",
        "billions of dollars",
        "a multi-billion dollar deal",
        "Series A",
        "shares of $ALL rose",
        "EUR/USD fell",
        "ALL 70 of us",
        "COP 28 opened",
        "She won 3 medals and 20 won.",
        "5G and G7, H100 and COVID-19",
    ] {
        assert_eq!(money(text, &rules), "", "{text}");
    }
    assert_eq!(money(&format!("€{} million", "9".repeat(400)), &rules), "");
}

#[test]
fn numbers_that_count_and_words_that_do_not() {
    let rules = rules();
    let numbers = |text: &str| -> Vec<String> {
        read(text, &rules)
            .iter()
            .filter_map(|mention| match &mention.kind {
                Kind::Number(number) => Some(format!(
                    "{}{}{}",
                    number.value,
                    if number.form == Form::Cardinal {
                        String::new()
                    } else {
                        format!(" {:?}", number.form)
                    },
                    number
                        .unit
                        .map_or(String::new(), |unit| format!(" {}", unit.of(text)))
                )),
                _ => None,
            })
            .collect()
    };
    assert_eq!(
        numbers("some 13,500 jobs, 45 thousand chips and 1.5m homes"),
        ["13500", "45000", "1500000"]
    );
    assert_eq!(
        numbers("50 MW on 135 hectares, 133km away"),
        ["50 MW", "135 hectares", "133 km"]
    );
    assert_eq!(
        numbers("up 5 percent to four times the second"),
        ["5 Percent", "4 Multiple", "2 Ordinal"]
    );
    assert_eq!(
        numbers("one of the best, the one, no one, type 2 diabetes, net zero, GB200, 5G"),
        Vec::<String>::new()
    );
}

#[test]
fn dates_and_stretches_of_time() {
    let rules = rules();
    let dates = |text: &str| -> Vec<DateValue> {
        read(text, &rules)
            .into_iter()
            .filter_map(|mention| match mention.kind {
                Kind::Date(date) => Some(date),
                _ => None,
            })
            .collect()
    };
    let day = |year, month, day| DateValue::Day(jiff::civil::date(year, month, day));
    let duration = |text: &str| DateValue::Duration(text.to_owned());
    assert_eq!(
        dates("on 12 February 2025 or Feb 29, 2024"),
        [day(2025, 2, 12), day(2024, 2, 29)]
    );
    assert_eq!(
        dates("on May 8, on Tuesday, last month, in December"),
        [
            DateValue::Relative(Relative::DayOfYear(5, 8)),
            DateValue::Relative(Relative::Weekday(2)),
            DateValue::Relative(Relative::Months(-1)),
            DateValue::Relative(Relative::MonthOfYear(12)),
        ]
    );
    assert_eq!(
        dates("by 2030, fiscal 2026, 2024-25, between 2025 and 2030"),
        [
            DateValue::Year(2030),
            DateValue::Year(2026),
            DateValue::Years(2024, 2025),
            DateValue::Years(2025, 2030),
        ]
    );
    assert_eq!(
        dates("the fourth quarter of 2026"),
        [DateValue::Quarter(2026, 4)]
    );
    assert_eq!(
        dates("over the next four years, in the space of a year"),
        [duration("P4Y"), duration("P1Y")]
    );
    assert_eq!(
        dates("It may 8 times fail. 2,400 people march. Feb 30, 2024 came."),
        [DateValue::Year(2024)]
    );
}

#[test]
fn every_example_fires_its_rule() {
    let rules = rules();
    let mut wrong = Vec::new();
    for file in [
        "numbers.tsv",
        "currencies.tsv",
        "currency_words.tsv",
        "hedges.tsv",
        "units.tsv",
        "dates.tsv",
    ] {
        for row in tsv::rows(&Source::Embedded, file).expect("embedded rules are valid") {
            let fires = |text: &str| {
                read(text, &rules).iter().any(|mention| {
                    mention.rule == row.rule
                        || mention.parts.iter().any(|part| part.rule == row.rule)
                })
            };
            for example in row.list("examples") {
                if !fires(example) {
                    wrong.push(format!(
                        "{} does not fire on {example:?}",
                        row.rule.as_str()
                    ));
                }
            }
            for example in row.list("counter_examples") {
                if fires(example) {
                    wrong.push(format!("{} fires on {example:?}", row.rule.as_str()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read_without_panic(text in "(\\PC|[0-9.,'$€£ a-z-]|one|million|hundred|billion|half|and|to|2024|may|year| |\\n){0,60}") {
        let rules = RULES.get_or_init(rules);
        let mut end = 0;
        for mention in read(&text, rules) {
            let words = mention.span.of(&text);
            prop_assert!(!words.is_empty());
            prop_assert!(mention.span.start >= end);
            end = mention.span.end;
            for part in &mention.parts {
                prop_assert!(!part.span.of(&text).is_empty());
            }
        }
    }
}

static RULES: std::sync::OnceLock<AmountRules> = std::sync::OnceLock::new();
