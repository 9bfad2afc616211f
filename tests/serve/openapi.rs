//! The description of the interface, against the server and against its source.

use std::collections::BTreeSet;

use super::client::shared;

/// Doors that are no interface: files of the pages, and the same door by another name.
const LEFT_OUT: [&str; 3] = ["/assets/{name}", "/robots.txt", "/sparql/"];

fn described() -> BTreeSet<String> {
    let answer = shared().get("/assets/openapi.json", &[]);
    let description: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    let paths = description["paths"].as_object().expect("paths");
    paths.keys().cloned().collect()
}

#[test]
fn every_door_is_described_and_every_description_is_a_door() {
    let source = concat!(
        include_str!("../../src/serve/mod.rs"),
        include_str!("../../src/serve/explorer/mod.rs")
    );
    let doors: BTreeSet<String> = source
        .split(".route(")
        .skip(1)
        .filter_map(|rest| rest.split('"').nth(1))
        .map(|path| path.replace("{*name}", "{name}"))
        .filter(|path| !LEFT_OUT.contains(&path.as_str()))
        .collect();
    assert!(doors.len() > 20, "{doors:?}");
    assert_eq!(described(), doors);
}

#[test]
fn what_is_described_answers() {
    for path in described() {
        let path = path
            .replace("/questions/{name}", "/questions/ceilings")
            .replace("/graphs/{name}", "/graphs/none")
            .replace("{name}", "organisation/example-bank");
        let path = if path.starts_with("/neighbours") {
            format!("{path}?of=organisation/example-bank")
        } else if path == "/search" {
            format!("{path}?q=bank")
        } else if path == "/graphs" {
            format!("{path}?default")
        } else {
            path
        };
        let expected: &[u16] = if path == "/graphs/none" {
            &[404]
        } else {
            &[200, 303]
        };
        let answer = shared().get(&path, &[]);
        assert!(
            expected.contains(&answer.status),
            "{path}: {}",
            answer.status
        );
    }
}
