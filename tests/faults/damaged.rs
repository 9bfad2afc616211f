//! Changed and missing bytes in every file of a store.

use std::{fs, path::Path};

use super::{announcements, files, ok, quads, run};

/// What a reader of the store gets after `harm` was done to one of its files: the right quads, or exit code 2 with a message that
/// names the store. `verify` must see whatever changes an answer.
fn harmed(harm: impl Fn(&mut Vec<u8>)) {
    let room = tempfile::tempdir().expect("a folder");
    let room = room.path();
    announcements(&room.join("texts"), 5);
    ok(room, &["build", "texts", "--store", "whole", "--quiet"]);
    let right = quads(room, "whole");
    for file in files(&room.join("whole")) {
        let name = file.strip_prefix(room).expect("inside").to_owned();
        let name = name.strip_prefix("whole").expect("inside");
        copy(&room.join("whole"), &room.join("harmed"));
        let path = room.join("harmed").join(name);
        let mut bytes = fs::read(&path).expect("a file");
        harm(&mut bytes);
        fs::write(&path, bytes).expect("is written");
        for command in [
            vec!["export", "--store", "harmed", "--format", "nquads"],
            vec!["verify", "--store", "harmed"],
            vec!["build", "texts", "--store", "harmed", "--quiet"],
        ] {
            let output = run(room, &command);
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(
                !told.contains("a mistake in"),
                "{name:?} {command:?} {told}"
            );
            match output.status.code() {
                Some(0) => {}
                Some(2) => assert!(told.starts_with("error: "), "{name:?} {command:?} {told}"),
                _ => panic!("{name:?} {command:?} {output:?}"),
            }
            if command[0] == "export" && output.status.success() {
                let out = String::from_utf8_lossy(&output.stdout);
                assert_eq!(out, right, "{name:?}: a wrong answer without a message");
            }
        }
        fs::remove_dir_all(room.join("harmed")).expect("goes");
    }
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).expect("inside"));
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        fs::copy(&file, target).expect("a copy");
    }
}

#[test]
fn a_flipped_bit_in_the_middle() {
    harmed(|bytes| {
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 4;
        }
    });
}

#[test]
fn half_of_the_bytes() {
    harmed(|bytes| bytes.truncate(bytes.len() / 2));
}

#[test]
fn no_bytes_at_all() {
    harmed(Vec::clear);
}

#[test]
fn zeros_at_the_end() {
    harmed(|bytes| {
        let length = bytes.len();
        bytes[length - length / 4..].fill(0);
    });
}

#[test]
fn another_format() {
    let room = tempfile::tempdir().expect("a folder");
    let room = room.path();
    announcements(&room.join("texts"), 1);
    ok(room, &["build", "texts", "--store", "store", "--quiet"]);
    let marker = room.join("store/pledgegraph.json");
    let text = fs::read_to_string(&marker).expect("a marker");
    for (format, mend) in [("0", "build from that"), ("2", "the newer program")] {
        let changed = text.replace("\"format\": 1", &format!("\"format\": {format}"));
        assert_ne!(changed, text);
        fs::write(&marker, changed).expect("is written");
        let output = run(room, &["stats", "--store", "store"]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(
            told.contains(&format!("format {format}")) && told.contains(mend),
            "{told}"
        );
    }
    fs::write(&marker, text).expect("is written");
    ok(room, &["verify", "--store", "store"]);
}
