//! The reconciliation service, as OpenRefine meets it. Where the schemas of the interface are at hand, every answer is held against them.

use std::{
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use super::{
    client::{Answer, Server},
    clients::python,
};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded";
const JSON: &str = "Content-Type: application/json";

/// Four organisations of somebody else, two of the same name.
const PEOPLE: &str = r#"
    PREFIX schema: <http://schema.org/>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    <http://example.org/1> a schema:Organization ; rdfs:label "House of Light"@en ; skos:altLabel "HL", "Maison de la lumière"@fr ;
        schema:addressCountry "FR" ; schema:foundingDate "1900-02-03"^^xsd:date ; schema:member <http://example.org/2> ;
        schema:size 12 ; schema:rate 1.5 .
    <http://example.org/2> a schema:Corporation ; rdfs:label "Quartz <i>Works</i>" ; schema:addressCountry "DE" .
    <http://example.org/3> a schema:Organization ; rdfs:label "Ministry of Tides"@en ; schema:addressCountry "FR" .
    <http://example.org/4> a schema:Organization ; rdfs:label "Ministry of Tides"@en ; schema:addressCountry "NO" .
"#;

/// Ends with the test: one in a static would outlive it.
fn server() -> Server {
    let server = Server::start(&["--write-token", "secret"]);
    let headers = ["Content-Type: text/turtle", "Authorization: Bearer secret"];
    let graph = "/graphs?graph=https://w3id.org/pledgegraph/graph/people";
    let answer = server.send("PUT", graph, &headers, PEOPLE);
    assert!(answer.status < 300, "{} {}", answer.status, answer.body);
    server
}

/// The JSON of an answer that fits its schema, in each version given.
fn checked(answer: &Answer, schemas: &[(&str, &str)]) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    let json: Value = serde_json::from_str(&answer.body).expect("JSON");
    for (version, name) in schemas {
        fits(&json, version, name);
    }
    json
}

const BOTH: [&str; 2] = ["0.2", "1.0-draft"];

/// Holds an answer against a schema, with the validator that Python has.
fn fits(answer: &Value, version: &str, name: &str) {
    let folder =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/suites/reconciliation-api");
    if !folder.exists() {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    }
    let Some(python) = python("jsonschema") else {
        return;
    };
    let mut child = Command::new(python)
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/serve/schemas.py"
        ))
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python");
    let line = json!([version, name, answer]).to_string();
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(line.as_bytes()).expect("written");
    drop(input);
    let output = child.wait_with_output().expect("an answer");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{answer:#}");
}

fn old(server: &Server, queries: &Value) -> Value {
    let body = format!("queries={}", escaped(&queries.to_string()));
    let answer = server.post("/reconcile", &[FORM], &body);
    checked(&answer, &[("0.2", "reconciliation-result-batch")])
}

fn new(server: &Server, queries: &Value) -> Value {
    let answer = server.post("/reconcile/match", &[JSON], &queries.to_string());
    checked(&answer, &[("1.0-draft", "reconciliation-result-batch")])
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn the_manifests_fit_their_versions() {
    let server = server();
    let manifest = checked(&server.get("/reconcile", &[]), &[("0.2", "manifest")]);
    for url in [&manifest["view"]["url"], &manifest["preview"]["url"]] {
        assert!(
            url.as_str()
                .is_some_and(|url| url.starts_with("http://127.0.0.1:")),
            "{url}"
        );
    }
    checked(
        &server.get("/reconcile/1.0", &[]),
        &[("1.0-draft", "manifest")],
    );
}

#[test]
fn names_are_found_in_both_versions_and_certain_ones_are_marked() {
    let server = server();
    let found = old(
        &server,
        &json!({
            "a": { "query": "the house of light", "limit": 2 },
            "b": { "query": "Hous of Ligth" },
            "c": { "query": "Ministry of Tides" },
            "d": { "query": "Ministry of Tides", "properties": [{ "pid": "country", "v": "NO" }] },
            "e": { "query": "Nobody at all" },
        }),
    );
    let first = |key: &str| found[key]["result"][0].clone();
    assert_eq!(first("a")["id"], "http://example.org/1");
    assert_eq!(first("a")["match"], true);
    assert_eq!(first("b")["id"], "http://example.org/1");
    assert_eq!(first("b")["match"], false);
    assert_eq!(first("c")["match"], false);
    assert_eq!(first("d")["id"], "http://example.org/4");
    assert_eq!(first("d")["match"], true);
    assert_eq!(found["e"]["result"], json!([]));
    let found = new(
        &server,
        &json!({ "queries": [
        { "conditions": [
            { "matchType": "name", "propertyValue": "Ministry of Tides" },
            { "matchType": "property", "propertyId": "http://schema.org/addressCountry", "propertyValue": "FR", "required": true },
        ] },
        { "type": "http://schema.org/Corporation", "conditions": [{ "matchType": "name", "propertyValue": "House of Light" }] },
        { "conditions": [{ "matchType": "id", "propertyValue": "http://example.org/2" }] },
    ] }),
    );
    let candidates = |at: usize| found["results"][at]["candidates"].clone();
    assert_eq!(candidates(0).as_array().map(Vec::len), Some(1));
    assert_eq!(candidates(0)[0]["id"], "http://example.org/3");
    assert_eq!(candidates(1), json!([]));
    assert_eq!(candidates(2)[0]["id"], "http://example.org/2");
    // Our own entities are found beside those of others.
    let ours = old(&server, &json!({ "x": { "query": "Example Bank" } }));
    assert_eq!(
        ours["x"]["result"][0]["id"],
        "https://w3id.org/pledgegraph/id/organisation/example-bank"
    );
}

#[test]
fn suggestions_come_by_prefix() {
    let server = server();
    for (kind, prefix, expected) in [
        ("entity", "maison", "http://example.org/1"),
        ("type", "corp", "http://schema.org/Corporation"),
        ("property", "addr", "http://schema.org/addressCountry"),
    ] {
        let plural = if kind == "entity" {
            "entities".to_owned()
        } else {
            format!("{kind}s")
        };
        let plural = plural.replace("propertys", "properties");
        let name = format!("suggest-{plural}-response");
        let answer = server.get(&format!("/reconcile/suggest/{kind}?prefix={prefix}"), &[]);
        let json = checked(&answer, &BOTH.map(|version| (version, name.as_str())));
        assert_eq!(json["result"][0]["id"], expected, "{json:#}");
        let none = server.get(&format!("/reconcile/suggest/{kind}?prefix=zzz"), &[]);
        assert_eq!(checked(&none, &[])["result"], json!([]));
    }
    assert_eq!(
        server.get("/reconcile/suggest/colour?prefix=a", &[]).status,
        404
    );
}

#[test]
fn columns_are_extended() {
    let server = server();
    let properties = [
        "addressCountry",
        "foundingDate",
        "member",
        "size",
        "rate",
        "none",
    ]
    .map(|name| json!({ "id": format!("http://schema.org/{name}") }));
    let asked =
        json!({ "ids": ["http://example.org/1", "http://nowhere/"], "properties": properties });
    let body = format!("extend={}", escaped(&asked.to_string()));
    let answer = server.post("/reconcile", &[FORM], &body);
    let rows = checked(&answer, &[("0.2", "data-extension-response")]);
    let row = &rows["rows"]["http://example.org/1"];
    for (property, expected) in [
        ("addressCountry", json!([{ "str": "FR" }])),
        ("foundingDate", json!([{ "date": "1900-02-03T00:00:00Z" }])),
        (
            "member",
            json!([{ "id": "http://example.org/2", "name": "Quartz <i>Works</i>" }]),
        ),
        ("size", json!([{ "int": 12 }])),
        ("rate", json!([{ "float": 1.5 }])),
        ("none", json!([])),
    ] {
        assert_eq!(
            row[format!("http://schema.org/{property}")],
            expected,
            "{property}"
        );
    }
    let answer = server.post("/reconcile/extend", &[JSON], &asked.to_string());
    let rows = checked(&answer, &[("1.0-draft", "data-extension-response")]);
    assert_eq!(
        rows["rows"][0]["properties"][0]["values"],
        json!([{ "str": "FR" }])
    );
    let path = "/reconcile/extend/propose?type=http://schema.org/Corporation&limit=9";
    let proposed = checked(
        &server.get(path, &[]),
        &BOTH.map(|version| (version, "data-extension-property-proposal")),
    );
    let ids: Vec<&str> = proposed["properties"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|property| property["id"].as_str())
        .collect();
    assert!(ids.contains(&"http://schema.org/addressCountry"), "{ids:?}");
    assert!(!ids.contains(&"http://schema.org/member"), "{ids:?}");
}

#[test]
fn previews_may_be_framed_and_names_are_no_markup() {
    let server = server();
    let answer = server.get("/reconcile/preview?id=http://example.org/2", &[]);
    assert_eq!(answer.status, 200);
    assert!(
        answer.body.contains("Quartz &lt;i&gt;Works"),
        "{}",
        answer.body
    );
    let policy = answer.header("content-security-policy").unwrap_or("");
    assert!(policy.contains("frame-ancestors *"), "{policy}");
    let page = server.get("/", &[]);
    let policy = page.header("content-security-policy").unwrap_or("");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    let flyout = checked(
        &server.get("/reconcile/flyout/entity?id=http://example.org/2", &[]),
        &[],
    );
    assert_eq!(flyout["id"], "http://example.org/2");
    let view = server.get("/reconcile/view?id=http://example.org/2", &[]);
    assert_eq!(
        (view.status, view.header("location")),
        (303, Some("http://example.org/2"))
    );
    let ours = "/reconcile/view?id=https://w3id.org/pledgegraph/id/organisation/example-bank";
    assert_eq!(
        server.get(ours, &[]).header("location"),
        Some("/id/organisation/example-bank")
    );
    // Nobody is sent where this store does not lead.
    assert_eq!(
        server
            .get("/reconcile/view?id=http://evil.example/", &[])
            .status,
        404
    );
}

#[test]
fn what_cannot_be_read_is_refused_with_a_reason() {
    let server = server();
    for (path, body) in [
        ("/reconcile", "queries=nonsense"),
        ("/reconcile", "queries=%5B%5D"),
        ("/reconcile", "extend=%7B%7D"),
        ("/reconcile/match", "{}"),
        ("/reconcile/extend", "[1"),
    ] {
        let answer = server.post(path, &[FORM], body);
        assert_eq!(answer.status, 400, "{path} {body}: {}", answer.body);
        assert!(answer.body.contains("detail"), "{}", answer.body);
    }
    assert_eq!(server.get("/reconcile/match", &[]).status, 405);
    for odd in [
        json!({ "x": null }),
        json!({ "x": { "query": "" } }),
        json!({ "": {} }),
    ] {
        old(&server, &odd);
    }
}
