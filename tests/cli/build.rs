//! Loading, loading again, removing.

use super::{QUADS, Room};

const TEXT: &str =
    "Fund for rivers\n\nThe Example Fund will give 3 million euros to river towns.\n";

#[test]
fn files_folders_and_stdin_become_documents() {
    let room = Room::new();
    room.file("docs/a.txt", TEXT);
    room.file(
        "docs/deep/b.md",
        "# Title\n\nWords of *another* announcement.\n",
    );
    let record =
        r#"{"id": "c-1", "title": "Third", "date": "2025-01-02", "text": "Third announcement."}"#;
    room.run_with(&["build", "docs", "-", "--store", "store"], record)
        .ok();
    let ids = room
        .run(&[
            "query",
            "--store",
            "store",
            "--format",
            "csv",
            "SELECT ?id { GRAPH ?d { ?d dcterms:identifier ?id } } ORDER BY ?id",
        ])
        .ok();
    assert_eq!(ids.out.replace('\r', ""), "id\na\nb\nc-1\n");
}

#[test]
fn a_second_build_changes_nothing_and_says_so() {
    let room = Room::new();
    room.file("docs/a.txt", TEXT);
    room.run(&["build", "docs", "--store", "store"]).ok();
    let before = room.quads();
    let again = room.run(&["build", "docs", "--store", "store"]).ok();
    assert!(again.err.contains("1 unchanged"), "{again:?}");
    assert_eq!(room.quads(), before);
}

#[test]
fn a_changed_document_replaces_its_old_self() {
    let room = Room::new();
    room.file("docs/a.txt", TEXT);
    room.file("docs/b.txt", "Something else is announced.");
    room.run(&["build", "docs", "--store", "store"]).ok();
    room.file("docs/a.txt", TEXT.replace("rivers", "lakes"));
    room.run(&["build", "docs", "--store", "store"]).ok();
    let rebuilt = room.quads();
    assert!(rebuilt.contains("Fund for lakes") && !rebuilt.contains("Fund for rivers"));

    let fresh = Room::new();
    fresh.file("docs/a.txt", TEXT.replace("rivers", "lakes"));
    fresh.file("docs/b.txt", "Something else is announced.");
    fresh.run(&["build", "docs", "--store", "store"]).ok();
    assert_eq!(rebuilt, fresh.quads());
}

#[test]
fn threads_and_order_do_not_matter() {
    let mut exports = Vec::new();
    for (threads, forwards) in [("1", true), ("4", true), ("3", false)] {
        let room = Room::new();
        let mut paths: Vec<String> = (0..60).map(|n| format!("{n}.txt")).collect();
        for (n, path) in paths.iter().enumerate() {
            room.file(
                path,
                format!(
                    "Report {n}\n\nThe Example Fund will give {n} million euros to Town {}.",
                    n % 7
                ),
            );
        }
        if !forwards {
            paths.reverse();
        }
        let mut arguments = vec!["build", "--store", "store", "--quiet", "--threads", threads];
        arguments.extend(paths.iter().map(String::as_str));
        room.run(&arguments).ok();
        exports.push(room.quads());
    }
    assert!(exports[0].contains("Report 59"));
    assert_eq!(exports[0], exports[1]);
    assert_eq!(exports[0], exports[2]);
}

#[test]
fn removing_a_document_restores_the_store() {
    let room = Room::new();
    room.file("a.txt", TEXT);
    room.run(&["build", "a.txt", "--store", "store"]).ok();
    let before = room.quads();
    room.file("two.nq", QUADS);
    room.run(&["build", "two.nq", "--store", "store"]).ok();
    assert_ne!(room.quads(), before);
    room.run(&[
        "remove",
        "--store",
        "store",
        "one",
        "https://w3id.org/pledgegraph/id/document/two",
    ])
    .ok();
    assert_eq!(room.quads(), before);
    let nothing = room.run(&["remove", "--store", "store", "one"]).exits(1);
    assert!(nothing.err.contains("no document one"), "{nothing:?}");
}

#[test]
fn what_extract_writes_is_what_build_loads() {
    let room = Room::new();
    room.file("docs/a.txt", TEXT);
    room.file("docs/b.txt", "Something else is announced.");
    room.run(&["build", "docs", "--store", "store"]).ok();
    let built = room.quads();
    let extracted = room.run(&["extract", "docs"]).ok();
    let other = Room::new();
    other.file("facts.nq", &extracted.out);
    other.run(&["build", "facts.nq", "--store", "store"]).ok();
    assert_eq!(other.quads(), built);
    let lines = room.run(&["extract", "docs", "--format", "jsonl"]).ok();
    assert_eq!(lines.out.lines().count(), 2);
    assert!(
        lines.out.starts_with('{') && lines.out.contains("\"id\":\"a\""),
        "{lines:?}"
    );
}

#[test]
fn a_store_keeps_its_base() {
    let room = Room::new();
    room.file("a.txt", TEXT);
    room.run(&[
        "build",
        "a.txt",
        "--store",
        "store",
        "--base",
        "https://example.org/money",
    ])
    .ok();
    assert!(
        room.quads()
            .contains("<https://example.org/money/id/document/a.txt>")
    );
    room.run(&[
        "build",
        "a.txt",
        "--store",
        "store",
        "--base",
        "https://example.org/other/",
    ])
    .refuses(&["https://example.org/money/", "leave --base out"]);
    room.run(&["build", "a.txt", "--store", "store"]).ok();
}

#[test]
fn a_backup_can_be_opened() {
    let room = Room::with_store();
    room.run(&["backup", "--store", "store", "copy"]).ok();
    let copy = room
        .run(&["export", "--store", "copy", "--format", "nquads"])
        .ok();
    assert_eq!(copy.out, room.quads());
    room.run(&["backup", "--store", "store", "copy"])
        .refuses(&["copy", "not empty"]);
    let restored = room
        .run(&["restore", "copy", "--store", "elsewhere/store"])
        .ok();
    assert!(restored.err.contains("0 problems"), "{restored:?}");
    let elsewhere = room
        .run(&["export", "--store", "elsewhere/store", "--format", "nquads"])
        .ok();
    assert_eq!(elsewhere.out, room.quads());
    room.run(&["restore", "copy", "--store", "store"])
        .refuses(&["store", "not empty"]);
    room.run(&["restore", "nowhere", "--store", "new"])
        .refuses(&["nowhere"]);
    assert!(!room.path("new").exists());
}

#[test]
fn two_documents_with_one_id_are_an_error_and_the_first_is_kept() {
    let room = Room::new();
    let records = "{\"id\": \"x\", \"text\": \"First words.\"}\n{\"id\": \"x\", \"text\": \"Other words.\"}\n{\"id\": \"y\", \"text\": \"More.\"}";
    room.run_with(&["build", "-", "--store", "store"], records)
        .refuses(&["document x", "id of its own"]);
    let stats = room.run(&["stats", "--store", "store"]).ok();
    assert!(stats.out.contains("documents  2"), "{stats:?}");
}
