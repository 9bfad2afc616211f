//! What breaks from outside: killed processes, full disks, changed bytes. Whatever happens, a store opens or says what is wrong,
//! and after another `build` it equals that of an undisturbed run.

mod damaged;
mod interrupted;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Announcements for these tests: enough for several batches of the writer, and one that all others share their sum with.
fn announcements(folder: &Path, number: usize) {
    fs::create_dir_all(folder).expect("a folder");
    for index in 0..number {
        let text = format!(
            "Sund Bridge grant {index}\n\nThe Danish Ministry of Transport will give {} million euros to Port {index} of Aarhus. \
             The World Bank will lend the Sund Bridge 40 million euros.\n",
            index + 2
        );
        fs::write(folder.join(format!("{index:04}.txt")), text).expect("a file");
    }
}

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pledgegraph"));
    command.current_dir(folder).env("NO_COLOR", "1");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    program(folder)
        .args(arguments)
        .output()
        .expect("the program starts")
}

#[track_caller]
fn ok(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?} {output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// All quads of a store in order.
#[track_caller]
fn quads(folder: &Path, store: &str) -> String {
    ok(folder, &["export", "--store", store, "--format", "nquads"])
}

/// All files below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
