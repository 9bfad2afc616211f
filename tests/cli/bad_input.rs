//! Everything that can be wrong gets a message with the name and the mend, exit code 2, and loses nothing.

use std::{fs, io, process::Stdio};

use super::{Room, export::FORMATS, program};

#[test]
fn a_store_path_that_is_no_store() {
    let room = Room::new();
    room.file("a.txt", "Words of an announcement.");
    room.file("other/photo.txt", "not a store");
    room.run(&["build", "a.txt", "--store", "a.txt"])
        .refuses(&["a.txt is a file"]);
    room.run(&["build", "a.txt", "--store", "a.txt/deeper"])
        .refuses(&["is a file"]);
    room.run(&["build", "a.txt", "--store", "other"])
        .refuses(&["other is not empty", "another folder"]);
    room.run(&["query", "--store", "nowhere", "ASK {}"])
        .refuses(&["nowhere", "pledgegraph build"]);
    assert!(!room.path("nowhere").exists());
    assert_eq!(
        fs::read_dir(room.path("other")).expect("a folder").count(),
        1
    );
}

#[test]
fn a_store_of_a_newer_program() {
    let room = Room::with_store();
    room.file("store/pledgegraph.json", r#"{"format": 99, "layers": []}"#);
    room.run(&["stats", "--store", "store"])
        .refuses(&["format 99", "newer program"]);
    room.file("store/pledgegraph.json", "{\"form");
    room.run(&["stats", "--store", "store"])
        .refuses(&["pledgegraph.json is damaged", "backup"]);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let room = Room::with_store();
    let before = room.quads();
    let lock = |mode| {
        for name in ["store", "store/lock"] {
            fs::set_permissions(room.path(name), fs::Permissions::from_mode(mode))
                .expect("permissions");
        }
    };
    lock(0o555);
    let as_root = fs::File::create(room.path("store/probe")).is_ok();
    room.file("a.txt", "More words.");
    if !as_root {
        room.run(&["build", "a.txt", "--store", "store"])
            .refuses(&["store", "right to write"]);
    }
    assert_eq!(room.quads(), before);
    lock(0o755);
}

#[test]
fn a_store_that_another_process_writes() {
    let room = Room::with_store();
    let lock = fs::File::options()
        .write(true)
        .open(room.path("store/lock"))
        .expect("the lock file");
    lock.lock().expect("locked");
    room.file("a.txt", "More words.");
    room.run(&["build", "a.txt", "--store", "store"])
        .refuses(&["in use by another process", "pledgegraph serve"]);
    room.run(&["stats", "--store", "store"])
        .refuses(&["in use by another process that writes"]);
    lock.unlock().expect("unlocked");
    lock.lock_shared().expect("locked");
    room.run(&["stats", "--store", "store"]).ok();
    room.run(&["build", "a.txt", "--store", "store"])
        .refuses(&["in use by another process"]);
}

#[test]
fn broken_files_among_good_ones() {
    let room = Room::new();
    room.file(
        "docs/good.txt",
        "The Example Fund will give 3 million euros.",
    );
    room.file("docs/empty.txt", "");
    room.file("docs/nul.txt", b"abc\0\0\0\x01\x02");
    room.file(
        "docs/latin.txt",
        b"Der B\xfcrgermeister k\xfcndigte f\xfcr M\xfcnchen ein gro\xdfes Programm an.",
    );
    room.file(
        "docs/records.ndjson",
        "{\"id\": \"r1\", \"text\": \"Words.\"}\nno json\n{\"id\": \"r2\", \"text\": \"Words.\"}\n",
    );
    let ran = room.run(&["build", "docs", "--store", "store"]).exits(2);
    for word in ["empty.txt", "nul.txt", "line 2"] {
        assert!(ran.err.contains(word), "{word}: {ran:?}");
    }
    let quads = room.quads();
    for id in ["\"good\"", "\"r1\"", "\"r2\""] {
        assert!(quads.contains(id), "{id}");
    }
}

#[test]
fn a_very_long_line() {
    let room = Room::new();
    room.file("docs/long.txt", "money and ".repeat(200_000));
    room.file(
        "docs/good.txt",
        "The Example Fund will give 3 million euros.",
    );
    room.run(&["build", "docs", "--store", "store"]).ok();
    assert!(room.quads().contains("\"good\""));
}

#[test]
fn a_query_with_a_mistake() {
    let room = Room::with_store();
    let ran = room
        .run(&["query", "--store", "store", "SELECT ?s\nWHERE ?s ?p ?o }"])
        .refuses(&["line 2, column 7", "WHERE ?s ?p ?o }"]);
    assert!(ran.err.contains("\n        ^"), "{ran:?}");
    room.run(&["query", "--store", "store", "SELECT * { ?s a foo:Plan }"])
        .refuses(&["'foo:Plan'", "PREFIX foo: <...>"]);
}

#[test]
fn rules_that_are_wrong_name_file_and_line() {
    let room = Room::new();
    let heads = "# heads\nhead\ttype\nplant\tplant\nseawater intake\n";
    room.file("rules/lexicon/facility_heads.tsv", heads);
    room.run(&["check", "--rules", "rules"])
        .refuses(&["facility_heads.tsv, line 4", "'seawater intake' lacks type"]);
    let frame = "[[verb]]\nid = \"x\"\nverbs = [\"seed\"]\nkind = \"commitment\"\n";
    room.file("frames/frames/water.toml", frame);
    room.run(&["check", "--rules", "frames"])
        .refuses(&["water.toml", "unknown field `kind`"]);
}

/// `| head`: the other program has seen enough.
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let room = Room::with_store();
    room.file("a.txt", "The bank will lend Norway 5 million euros.");
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["query", "--store", "store", "SELECT * { ?s ?p ?o }"],
        vec!["query", "--store", "store", "CONSTRUCT WHERE { ?s ?p ?o }"],
        vec!["query", "--question", "list", "--store", "store"],
        vec!["extract", "a.txt"],
        vec!["explain", "a.txt"],
        vec!["stats", "--store", "store"],
        vec!["completions", "bash"],
        vec!["man"],
    ];
    for format in ["table", "json", "csv", "tsv", "xml"] {
        let all = "SELECT * { ?s ?p ?o }";
        commands.push(vec!["query", "--store", "store", "--format", format, all]);
    }
    for format in FORMATS {
        commands.push(vec!["export", "--store", "store", "--format", format]);
    }
    for command in commands {
        let (reader, writer) = io::pipe().expect("a pipe");
        drop(reader);
        let output = program(room.path("").as_path())
            .args(&command)
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .expect("runs");
        assert_eq!(output.status.code(), Some(0), "{command:?} {output:?}");
        assert!(output.stderr.is_empty(), "{command:?} {output:?}");
    }
}

#[test]
fn quads_that_are_none() {
    let room = Room::with_store();
    let before = room.quads();
    room.file("broken.nq", "<http://a> <http://b> \"half");
    room.run(&["build", "broken.nq", "--store", "store"])
        .refuses(&["broken.nq", "extract"]);
    room.file(
        "foreign.nq",
        "<http://a> <http://b> <http://c> <http://d> .\n",
    );
    room.run(&["build", "foreign.nq", "--store", "store"])
        .refuses(&["foreign.nq", "http://d", "--base"]);
    assert_eq!(room.quads(), before);
}

#[test]
fn wrong_arguments() {
    let room = Room::with_store();
    room.file("a.txt", "Words.");
    room.run(&["build", "a.txt"]).refuses(&["--store"]);
    room.run(&["build", "missing.txt", "--store", "store"])
        .refuses(&["missing.txt"]);
    room.run(&["build", "a.txt", "--store", "store", "--date", "yesterday"])
        .refuses(&["yesterday", "year-month-day", "2025-02-11"]);
    room.run(&["build", "a.txt", "--store", "store", "--base", "nonsense"])
        .refuses(&["nonsense", "https://"]);
    room.run(&["build", "a.txt", "--store", "store", "--threads", "0"])
        .refuses(&["0"]);
    room.run(&["build", "a.txt", "--store", "store", "--rules", "nowhere"])
        .refuses(&["nowhere", "--rules"]);
    room.run(&["export", "--store", "store", "--format", "docx"])
        .refuses(&["docx", "turtle"]);
    room.run(&["build", "a.txt", "--store", "https://example.org/sparql"])
        .refuses(&["https://example.org/sparql"]);
    assert!(!room.path("https:").exists());
    room.run(&["frobnicate"]).refuses(&["frobnicate"]);
}
