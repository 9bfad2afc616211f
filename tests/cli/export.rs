//! Files out.

use std::{fs, process::Command};

use super::{QUADS, Room};

pub const FORMATS: [&str; 9] = [
    "turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml", "csv", "graphml", "dot",
];

#[test]
fn every_format_is_the_same_twice_and_goes_to_files() {
    let room = Room::with_store();
    for format in FORMATS {
        let arguments = [
            "export", "--store", "store", "--format", format, "--graph", "all",
        ];
        let first = room.run(&arguments).ok().out;
        assert!(!first.is_empty(), "{format}");
        assert_eq!(room.run(&arguments).ok().out, first, "{format}");
        let mut to_file = arguments.to_vec();
        to_file.extend(["--output", "file"]);
        room.run(&to_file).ok();
        assert_eq!(
            fs::read_to_string(room.path("file")).expect("a file"),
            first,
            "{format}"
        );
    }
}

#[test]
fn nquads_hold_the_sources_as_they_were_loaded() {
    let room = Room::with_store();
    let exported = room.quads();
    for line in QUADS.lines() {
        assert!(exported.lines().any(|exported| exported == line), "{line}");
    }
}

#[test]
fn one_graph_can_be_chosen() {
    let room = Room::with_store();
    let one = room
        .run(&[
            "export",
            "--store",
            "store",
            "--graph",
            "https://w3id.org/pledgegraph/id/document/one",
        ])
        .ok();
    assert!(
        one.out.contains("Fund pledges 200 million") && !one.out.contains("Fund pays 5 million")
    );
    room.run(&[
        "export",
        "--store",
        "store",
        "--graph",
        "https://example.org/none",
    ])
    .refuses(&["https://example.org/none", "all"]);
}

#[test]
fn csv_has_a_row_for_each_sum_and_no_formula() {
    let room = Room::with_store();
    let csv = room
        .run(&["export", "--store", "store", "--format", "csv"])
        .ok()
        .out;
    let rows: Vec<&str> = csv.trim_end().split("\r\n").collect();
    assert_eq!(rows.len(), 3, "{csv}");
    assert!(
        rows[1].contains("one,Fund pledges 200 million,2025-03-01"),
        "{csv}"
    );
    assert!(rows[1].contains("Example Fund"), "{csv}");
    assert!(rows[1].contains("\"'=Example Fund will give"), "{csv}");
}

#[test]
fn a_failed_export_leaves_the_old_file() {
    let room = Room::with_store();
    room.file("out/kept.ttl", "old");
    room.run(&[
        "export",
        "--store",
        "store",
        "--output",
        "missing-folder/x.ttl",
    ])
    .refuses(&["missing-folder"]);
    room.run(&[
        "export",
        "--store",
        "missing-store",
        "--output",
        "out/kept.ttl",
    ])
    .refuses(&["missing-store"]);
    assert_eq!(
        fs::read_to_string(room.path("out/kept.ttl")).expect("a file"),
        "old"
    );
    assert_eq!(fs::read_dir(room.path("out")).expect("a folder").count(), 1);
}

/// `make test` installs rdflib and pyoxigraph and names the Python that has them.
#[test]
fn other_readers_find_as_many_triples() {
    let Ok(python) = std::env::var("PLEDGEGRAPH_PYTHON") else {
        eprintln!("skipped: PLEDGEGRAPH_PYTHON is not set (make test sets it)");
        return;
    };
    let check = "import rdflib, pyoxigraph";
    if !Command::new(&python)
        .args(["-c", check])
        .status()
        .is_ok_and(|status| status.success())
    {
        eprintln!("skipped: {python} has no rdflib and pyoxigraph");
        return;
    }
    let room = Room::with_store();
    for format in &FORMATS[..6] {
        room.run(&[
            "export",
            "--store",
            "store",
            "--format",
            format,
            "--graph",
            "all",
            "--output",
            &format!("all.{format}"),
        ])
        .ok();
    }
    let output = Command::new(&python)
        .arg("-c")
        .arg(include_str!("count.py"))
        .current_dir(room.path(""))
        .output()
        .expect("Python runs");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{told}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let quads = room.quads().lines().count().to_string();
    let triples = room
        .run(&[
            "export", "--store", "store", "--format", "ntriples", "--graph", "all",
        ])
        .ok()
        .out
        .lines()
        .count()
        .to_string();
    for line in told.lines() {
        let [format, reader, count] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{told}")
        };
        let expected = if ["trig", "nquads"].contains(&format) {
            &quads
        } else {
            &triples
        };
        assert_eq!(count, expected, "{format} read by {reader}");
    }
    assert_eq!(told.lines().count(), 12, "{told}");
}
