//! Asking.

use super::Room;

const SUMS: &str = "SELECT ?sum ?value ?currency { GRAPH ?d { ?sum pg:value ?value ; pg:currencyCode ?currency } } ORDER BY ?value";

#[test]
fn a_table_is_for_people() {
    let room = Room::with_store();
    let table = room.run(&["query", "--store", "store", SUMS]).ok();
    assert!(table.out.contains("200,000,000"), "{table:?}");
    assert!(
        table.out.contains("id/document/one#money-EUR-200000000"),
        "{table:?}"
    );
    assert!(table.out.contains("2 rows"), "{table:?}");
}

#[test]
fn other_formats_are_for_programs() {
    let room = Room::with_store();
    let ask = |format| {
        room.run(&["query", "--store", "store", "--format", format, SUMS])
            .ok()
            .out
    };
    let json: serde_json::Value = serde_json::from_str(&ask("json")).expect("JSON");
    assert_eq!(
        json["results"]["bindings"][1]["value"]["value"],
        "200000000"
    );
    assert!(ask("csv").contains(",5000000,USD\r\n"));
    assert!(ask("tsv").starts_with("?sum\t?value\t?currency\n"));
    assert!(ask("xml").contains("<binding name=\"currency\"><literal>USD</literal>"));
}

#[test]
fn queries_come_from_files_and_stdin_too() {
    let room = Room::with_store();
    room.file("sums.rq", SUMS);
    let expected = room.run(&["query", "--store", "store", SUMS]).ok().out;
    assert_eq!(
        room.run(&["query", "--store", "store", "sums.rq"]).ok().out,
        expected
    );
    assert_eq!(
        room.run_with(&["query", "--store", "store", "-"], SUMS)
            .ok()
            .out,
        expected
    );
    room.run(&["query", "--store", "store", "missing.rq"])
        .refuses(&["missing.rq"]);
}

#[test]
fn triples_are_written_as_rdf() {
    let room = Room::with_store();
    let construct = "CONSTRUCT { ?s pg:value ?v } WHERE { GRAPH ?d { ?s pg:value ?v } }";
    let turtle = room.run(&["query", "--store", "store", construct]).ok();
    assert!(
        turtle
            .out
            .contains("<id/document/two#money-USD-5000000> pg:value \"5000000\"^^xsd:decimal ."),
        "{turtle:?}"
    );
    let lines = room
        .run(&[
            "query", "--store", "store", "--format", "ntriples", construct,
        ])
        .ok();
    assert_eq!(lines.out.lines().count(), 2);
    room.run(&["query", "--store", "store", "--format", "csv", construct])
        .refuses(&["turtle"]);
    room.run(&["query", "--store", "store", "--format", "turtle", SUMS])
        .refuses(&["table"]);
}

#[test]
fn nothing_found_is_a_finding() {
    let room = Room::with_store();
    room.run(&["query", "--store", "store", "SELECT ?s { ?s a pg:Nothing }"])
        .exits(1);
    room.run(&["query", "--store", "store", "ASK { ?s a pg:Nothing }"])
        .exits(1);
    // A program that reads JSON sees for itself that there is nothing.
    room.run(&[
        "query",
        "--store",
        "store",
        "--format",
        "json",
        "SELECT ?s { ?s a pg:Nothing }",
    ])
    .ok();
}

#[test]
fn every_question_runs() {
    let room = Room::with_store();
    let list = room
        .run(&["query", "--store", "store", "--question", "list"])
        .ok();
    for name in list
        .out
        .lines()
        .filter_map(|line| line.split_whitespace().next())
    {
        room.run(&[
            "query",
            "--store",
            "store",
            "--format",
            "json",
            "--question",
            name,
        ])
        .ok();
    }
    room.run(&["query", "--store", "store", "--question", "no-such"])
        .refuses(&["no-such", "list"]);
}

#[test]
fn a_fact_is_explained_by_its_sentence() {
    let room = Room::with_store();
    let about = room
        .run(&[
            "explain",
            "--store",
            "store",
            "https://w3id.org/pledgegraph/id/document/one#money-EUR-200000000",
        ])
        .ok();
    assert!(
        about.out.contains("will give ⟦€200 million⟧, \"in full\"."),
        "{about:?}"
    );
    assert!(about.out.contains("frames/pledge#give"), "{about:?}");
    room.run(&["explain", "--store", "store", "https://example.org/unknown"])
        .exits(1);
    room.run(&["explain", "nowhere.txt"])
        .refuses(&["nowhere.txt", "--store"]);
}
