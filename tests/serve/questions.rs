//! The ready-made questions with parameters, over the sample announcements.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use oxigraph::{model::Term, sparql::QueryResults};
use pledgegraph::{graph::ontology, store::Store};

use super::clients::run;

type Row = BTreeMap<String, String>;

/// The store of all sample announcements, made once for all tests.
pub fn announcements() -> PathBuf {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        run(Command::new(env!("CARGO_BIN_EXE_pledgegraph"))
            .args(["build", "--quiet"])
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/announcements"))
            .arg("--store")
            .arg(folder.path().join("store")));
        folder
    });
    folder.path().join("store")
}

fn rows(store: &Store, query: &str) -> Vec<Row> {
    let QueryResults::Solutions(rows) = store.query(query).expect("an answer") else {
        panic!("rows")
    };
    rows.map(|row| {
        row.expect("a row")
            .iter()
            .map(|(variable, term)| {
                let text = match term {
                    Term::Literal(literal) => literal.value().to_owned(),
                    other => other.to_string(),
                };
                (variable.as_str().to_owned(), text)
            })
            .collect()
    })
    .collect()
}

#[test]
fn a_value_keeps_just_the_rows_that_have_it() {
    let store = Store::open(&announcements()).expect("a store");
    let mut asked = 0;
    for question in ontology::questions() {
        let all = rows(&store, question.query);
        for parameter in &question.parameters {
            // A variable that is missing in some row would be given the value there.
            assert!(
                all.iter().all(|row| row.contains_key(parameter.name)),
                "{} {}",
                question.name,
                parameter.name
            );
            let Some(value) = all
                .get(all.len() / 2)
                .map(|row| row[parameter.name].clone())
            else {
                continue;
            };
            let query = question
                .filled(&[(parameter.name.to_owned(), value.clone())])
                .expect("a query");
            let expected: Vec<&Row> = all
                .iter()
                .filter(|row| row[parameter.name] == value)
                .collect();
            let found = rows(&store, &query);
            assert_eq!(
                found.iter().collect::<Vec<_>>(),
                expected,
                "{} {}={value}",
                question.name,
                parameter.name
            );
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked}");
}

#[test]
fn the_command_line_sets_parameters_too() {
    let query = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_pledgegraph"))
            .args(["query", "--format", "csv", "--store"])
            .arg(announcements())
            .args(arguments)
            .output()
            .expect("the program")
    };
    let question = ["--question", "totals-per-payer", "--set"];
    let answer = query(
        &[
            &question[..],
            &["currency=EUR", "--set", "payer=Government of Spain"],
        ]
        .concat(),
    );
    let said = String::from_utf8_lossy(&answer.stdout).into_owned();
    assert!(
        answer.status.success() && said.lines().count() > 1,
        "{said}"
    );
    assert!(
        said.lines()
            .skip(1)
            .all(|line| line.starts_with("EUR,Government of Spain,")),
        "{said}"
    );
    for (wrong, mend) in [("nobody=EUR", "payer, currency"), ("EUR", "NAME=VALUE")] {
        let answer = query(&[&question[..], &[wrong]].concat());
        let said = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(
            answer.status.code() == Some(2) && said.contains(mend),
            "{said}"
        );
    }
}
