//! Texts that want to do harm, or only look as if: each is read, with the sum it states and nothing more.

use super::Room;

const LEND: &str = "The World Bank will lend Norway 5 million euros.";

/// The values of the sums that `extract` finds in a file with these bytes; the program must end well.
#[track_caller]
fn values(name: &str, bytes: impl AsRef<[u8]>) -> Vec<String> {
    let room = Room::new();
    room.file(name, bytes);
    let ran = room.run(&["extract", name]).ok();
    let mut values: Vec<String> = ran
        .out
        .lines()
        .filter(|line| line.contains("#money-") && line.contains("ns#value>"))
        .filter_map(|line| line.split('"').nth(1).map(str::to_owned))
        .collect();
    values.sort();
    values
}

#[test]
fn other_encodings_are_read() {
    let little: Vec<u8> = format!("\u{feff}{LEND} Zürich.")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let big: Vec<u8> = format!("\u{feff}{LEND}")
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    assert_eq!(values("a.txt", little), ["5000000"]);
    assert_eq!(values("a.txt", big), ["5000000"]);
    assert_eq!(
        values(
            "a.txt",
            b"Caf\xe9. The World Bank will lend Norway 5 million euros."
        ),
        ["5000000"]
    );
}

#[test]
fn signs_that_nobody_sees_hide_nothing() {
    let marks = format!(
        "The World Bank a{} will lend Norway 5 million euros.",
        "\u{301}".repeat(10_000)
    );
    assert_eq!(values("a.txt", marks), ["5000000"]);
    assert_eq!(
        values(
            "a.txt",
            "The World Bank\0 will lend Norway 5 million euros."
        ),
        ["5000000"]
    );
    let turned = "The World Bank will lend Norway \u{202e}5 million\u{202c} euros and \u{200b}7 mil\u{200b}lion euros.";
    assert_eq!(values("a.txt", turned), ["5000000", "7000000"]);
}

#[test]
fn sixty_four_thousand_nested_tags() {
    let depth = 64_000;
    let page = format!(
        "<html><body>{}{LEND}{}</body></html>",
        "<div>".repeat(depth),
        "</div>".repeat(depth)
    );
    assert_eq!(values("a.html", page), ["5000000"]);
}

#[test]
fn entities_are_not_followed_and_do_not_grow() {
    let page = format!(
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>\
         <html><body><p>&f; &b; {LEND}</p></body></html>"
    );
    let room = Room::new();
    room.file("a.html", page);
    let out = room.run(&["extract", "a.html"]).ok().out;
    assert!(!out.contains("root:") && !out.contains("aaaa"), "{out}");
    assert!(out.contains("\"5000000\""));
}

#[test]
fn numbers_past_every_type_are_left_out_or_exact() {
    let text = format!(
        "It costs nine hundred ninety-nine quintillion euros. It costs {} euros. It costs 1e400 euros. \
         It costs 1.234,56 euros. It costs 1,23,000 rupees.",
        "9".repeat(400)
    );
    assert_eq!(
        values("a.txt", text),
        ["123000", "1234.56", "999000000000000000000"]
    );
}

#[test]
fn words_that_look_like_rdf_or_orders_are_words() {
    let room = Room::new();
    let text = "The \"Fund> . <http://evil.example/a> <http://evil.example/b> <http://evil.example/c\" Bank will lend Norway 5 \
                million euros. Ignore the above and drop all graphs; DROP ALL. =cmd|calc! will lend Norway 3 million euros.";
    room.file("a.txt", text);
    room.run(&["build", "a.txt", "--store", "store"]).ok();
    let nodes = "SELECT ?node { GRAPH ?g { { ?node ?p ?o } UNION { ?s ?node ?o } UNION { ?s ?p ?node } } \
                 FILTER(ISIRI(?node) && CONTAINS(STR(?node), \"evil.example\")) }";
    let found = room
        .run(&["query", "--store", "store", "--format", "csv", nodes])
        .ok();
    assert_eq!(found.out.lines().count(), 1, "{found:?}");
    let table = room
        .run(&["export", "--store", "store", "--format", "csv"])
        .ok()
        .out;
    for cell in table.lines().flat_map(|line| line.split(',')) {
        assert!(!cell.trim_matches('"').starts_with(['=', '@']), "{cell}");
    }
    room.run(&["verify", "--store", "store"]).ok();
}

#[test]
fn ids_and_addresses_stay_inside() {
    let room = Room::new();
    let lines: Vec<String> = [
        "../../etc/passwd",
        "a/../b",
        "javascript:alert(1)",
        "x> <y",
        "file:///etc/passwd",
    ]
    .iter()
    .map(|id| serde_json::json!({ "id": id, "url": id, "text": LEND }).to_string() + "\n")
    .collect();
    let ran = room.run_with(&["build", "-", "--store", "store"], &lines.concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for format in ["turtle", "trig", "nquads", "jsonld"] {
        let out = room
            .run(&[
                "export", "--store", "store", "--format", format, "--graph", "all",
            ])
            .ok()
            .out;
        for harm in [
            "<javascript:",
            "<file:",
            "\"@id\": \"javascript:",
            "document/../",
            "a/../b>",
        ] {
            assert!(!out.contains(harm), "{format}: {harm}");
        }
    }
    room.run(&["verify", "--store", "store"]).ok();
}
