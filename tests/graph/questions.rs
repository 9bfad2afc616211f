//! The competency questions, asked of stories with known answers.

use oxigraph::{
    io::RdfFormat,
    model::Term,
    sparql::{QueryResults, SparqlEvaluator},
    store::Store,
};
use pledgegraph::{fact::Class, graph::ontology::questions};

use crate::{announcement::paris, fixture::Fixture, memory::Memory};

fn store(memory: &Memory) -> Store {
    let store = Store::new().unwrap();
    store.extend(memory.all()).unwrap();
    store
}

/// The answer, a line a row; values without datatype, IRIs by their last part, `-` where nothing is bound.
fn ask(store: &Store, name: &str) -> Vec<String> {
    let questions = questions();
    let question = questions
        .iter()
        .find(|question| question.name == name)
        .unwrap_or_else(|| panic!("no question {name}"));
    let query = SparqlEvaluator::new()
        .parse_query(question.query)
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let QueryResults::Solutions(solutions) = query.on_store(store).execute().unwrap() else {
        panic!("{name} is no SELECT");
    };
    solutions
        .map(|solution| {
            let cells: Vec<String> = solution
                .unwrap()
                .values()
                .iter()
                .map(|cell| match cell {
                    Some(Term::NamedNode(node)) => {
                        node.as_str().rsplit('/').next().unwrap_or("").to_owned()
                    }
                    Some(Term::Literal(literal)) => literal.value().to_owned(),
                    Some(other) => other.to_string(),
                    None => "-".to_owned(),
                })
                .collect();
            cells.join(" | ")
        })
        .collect()
}

#[track_caller]
fn assert_answer(answer: &[String], expected: &[&str]) {
    assert_eq!(answer, expected, "\n{}", answer.join("\n"));
}

#[track_caller]
fn assert_rows(answer: &[String], expected: &[&str]) {
    for row in expected {
        assert!(
            answer.iter().any(|found| found == row),
            "missing {row}\n{}",
            answer.join("\n")
        );
    }
}

#[test]
fn every_question_has_a_title_and_parses() {
    let store = store(&Memory::of(&[&paris("paris")]));
    let questions = questions();
    assert!(questions.len() >= 16);
    let empty = Store::new().unwrap();
    for question in &questions {
        assert!(question.title.ends_with('?'), "{}", question.name);
        ask(&store, question.name);
        assert_answer(&ask(&empty, question.name), &[]);
    }
}

#[test]
fn totals_stand_beside_the_naive_sum_and_its_reason() {
    let store = store(&Memory::of(&[&paris("paris")]));
    let euro = "329000000000 | the naive sum adds 3 statements of 3 sums: 1 are part of another, 0 are upper limits, 0 are off or revised";
    let dollar = "600000000000 | the naive sum adds 2 statements of 2 sums: 1 are part of another, 1 are upper limits, 0 are off or revised";
    assert_answer(
        &ask(&store, "totals-per-payer"),
        &[
            &format!(
                "EUR | European Union | sole | 1 | 200000000000 | 200000000000 | 200000000000 | {euro}"
            ),
            &format!(
                "EUR | payer not named | not named | 1 | 109000000000 | 109000000000 | 109000000000 | {euro}"
            ),
            &format!(
                "USD | payer not named | not named | 1 | 500000000000 | 100000000000 | 500000000000 | {dollar}"
            ),
        ],
    );
}

#[test]
fn copies_of_a_report_change_no_total() {
    let copies = [paris("a"), paris("b"), paris("c")];
    let store = store(&Memory::of(&copies.iter().collect::<Vec<_>>()));
    let totals = ask(&store, "totals-per-payer");
    assert!(
        totals[0].starts_with("EUR | European Union | sole | 1 | 200000000000 |"),
        "{totals:#?}"
    );
    assert!(
        totals[0].contains("adds 9 statements of 3 sums"),
        "{totals:#?}"
    );
    assert_rows(
        &ask(&store, "sources"),
        &[
            "200000000000 | EUR | two hundred billion euros | 3 | EUR-200000000000-programme-investai",
        ],
    );
}

#[test]
fn the_announcement_answers() {
    let store = store(&Memory::of(&[&paris("paris")]));
    assert_answer(
        &ask(&store, "ceilings"),
        &[
            "USD | 100000000000 | 500000000000 | five hundred billion dollars | Stargate | - | USD-500000000000-programme-stargate",
        ],
    );
    assert_answer(
        &ask(&store, "what-finances"),
        &[
            "InvestAI | Digital Europe Programme | finances",
            "InvestAI | European Union | finances",
            "InvestAI | Horizon Europe | finances",
            "InvestAI | InvestEU | finances",
            "InvestAI | Cohesion Fund | invited",
            "InvestAI | EU member states | invited",
        ],
    );
    assert_answer(
        &ask(&store, "office-holders"),
        &[
            "Donald Trump | President | United States | 1",
            "Emmanuel Macron | President | France | 1",
            "Ursula von der Leyen | President | European Commission | 1",
        ],
    );
    assert_rows(
        &ask(&store, "parts"),
        &[
            "EUR | two hundred billion euros | 200000000000 | Twenty billion euros | 20000000000 | EUR-20000000000-programme-investai",
        ],
    );
    assert_rows(
        &ask(&store, "announced-by"),
        &[
            "Ursula von der Leyen | two hundred billion euros | 200000000000 | EUR | EUR-200000000000-programme-investai",
            "Ursula von der Leyen | InvestAI | - | - | investai",
        ],
    );
    assert_rows(
        &ask(&store, "facilities"),
        &[
            "AI gigafactories | gigafactory | 7 | AI gigafactories | future | - | -",
            "AI gigafactories | gigafactory | 100000 | chips | - | - | -",
        ],
    );
    assert_rows(
        &ask(&store, "sums-without-payer"),
        &[
            "EUR | 109000000000 | 109000000000 | 109000000000 | one hundred nine billion euros | Emmanuel Macron | - | EUR-109000000000-person-emmanuel-macron",
        ],
    );
    assert_rows(
        &ask(&store, "locations"),
        &["AI Action Summit | Event | Paris"],
    );
    assert_rows(
        &ask(&store, "participants"),
        &["AI Action Summit | Ursula von der Leyen"],
    );
    assert_rows(
        &ask(&store, "totals-per-programme"),
        &["USD | Stargate | sole | 1 | 500000000000 | 100000000000 | 500000000000"],
    );
    assert!(
        ask(&store, "timeline")
            .iter()
            .any(|row| row.starts_with("2025-02-11 | 200000000000 | EUR"))
    );
    assert!(
        ask(&store, "evidence")
            .iter()
            .any(|row| row.contains("| two hundred billion euros | At a summit"))
    );
    assert_eq!(ask(&store, "quantities").len(), 3);
    assert!(!ask(&store, "by-confidence").is_empty());
    assert_answer(&ask(&store, "identity-links"), &[]);
    assert_answer(&ask(&store, "contradictions"), &[]);
}

#[test]
fn conflicting_payers_and_numbers_are_listed() {
    let report = |key: &str, payer: &str, sites: i64| {
        let mut made = Fixture::new(key, "Ada gives 5 dollars to Atlas with many sites.");
        let atlas = made.entity(Class::Programme, "Atlas", &["Atlas"]);
        let payer = made.entity(Class::Company, payer, &[]);
        let sum = made.sum("5 dollars", 5, "USD");
        made.pays(sum, &[payer]);
        made.under(sum, atlas);
        made.quantity("many sites", sites, "sites", atlas);
        made
    };
    let store = store(&Memory::of(&[
        &report("1", "Ada", 7),
        &report("2", "Bert", 4),
        &report("3", "Ada", 7),
    ]));
    assert_answer(
        &ask(&store, "contradictions"),
        &[
            "5 dollars | Ada | 2",
            "5 dollars | Bert | 1",
            "atlas: sites | 7 | 2",
            "atlas: sites | 4 | 1",
        ],
    );
}

#[test]
fn sums_too_large_for_decimals_are_still_added() {
    let mut made = Fixture::new("large", "Ada gives 9 dollars and 8 dollars");
    let ada = made.entity(Class::Company, "Ada", &["Ada"]);
    for words in ["9 dollars", "8 dollars"] {
        let sum = made.sum(words, i64::MAX, "USD");
        made.pays(sum, &[ada]);
        made.edit(sum).value *= rust_decimal::Decimal::from(15);
    }
    let second = pledgegraph::fact::SumId(1);
    made.edit(second).value += rust_decimal::Decimal::ONE;
    let totals = ask(&store(&Memory::of(&[&made])), "totals-per-payer");
    assert!(totals[0].contains(" | 2 | 27670"), "{totals:#?}");
}

#[test]
#[ignore = "takes a minute in a debug build"]
fn three_thousand_documents_multiply_no_rows() {
    // One story with a mark in every name and id, and then 3,000 others made from its text.
    const MARK: &str = "987654";
    let mut made = paris(&format!("news-{MARK}"));
    for entity in &mut made.facts.entities {
        entity.name = format!("{} {MARK}", entity.name);
    }
    let lines: String = Memory::of(&[&made])
        .all()
        .iter()
        .map(|quad| format!("{quad} .\n"))
        .collect();
    if let Some(folder) = std::env::var_os("PLEDGEGRAPH_DUMP") {
        std::fs::write(std::path::Path::new(&folder).join("marked.nq"), &lines).unwrap();
    }
    let copies: String = (0..3000)
        .map(|number| lines.replace(MARK, &number.to_string()))
        .collect();
    let store = Store::new().unwrap();
    let mut loader = store.bulk_loader();
    loader.load_from_slice(RdfFormat::NQuads, &copies).unwrap();
    loader.commit().unwrap();
    for question in questions() {
        let start = std::time::Instant::now();
        let rows = ask(&store, question.name).len();
        println!("{:>8.0?} {rows:>6} rows {}", start.elapsed(), question.name);
    }
    let totals = ask(&store, "totals-per-payer");
    // A payer for each document, and two currencies without one.
    assert_eq!(totals.len(), 3002);
    let unnamed: Vec<&String> = totals
        .iter()
        .filter(|row| row.contains("not named"))
        .collect();
    assert!(unnamed[0].starts_with("EUR | payer not named | not named | 3000 | 327000000000000 | 327000000000000 | 327000000000000 | 987000000000000 |"), "{unnamed:#?}");
    assert!(unnamed[1].starts_with("USD | payer not named | not named | 3000 | 1500000000000000 | 300000000000000 | 1500000000000000 |"), "{unnamed:#?}");
}
