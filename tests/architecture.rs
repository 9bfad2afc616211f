//! The invariants that `src/lib.rs` states, kept by reading the source.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The stages in the order of the data. Each may use those before it, and the shared types.
const STAGES: [&str; 11] = [
    "read", "segment", "syntax", "mention", "fact", "graph", "store", "link", "export", "serve",
    "cli",
];
/// Right of the store nobody knows the extraction. The command line ties all together.
const EXTRACTION: [&str; 5] = ["read", "segment", "syntax", "mention", "fact"];
/// What a stage may use although it stands to its right or outside the flow, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// Longer than 500 lines, with the reason.
const LONG_FILES: &[(&str, &str)] = &[(
    "src/mention/number.rs",
    "the grammar of numbers; to be cut where words and figures meet",
)];

struct File {
    /// Relative to the crate, with `/`.
    name: String,
    text: String,
}

impl File {
    /// `cli`, `store` ...; the name of the file for those directly under `src`.
    fn stage(&self) -> &str {
        let rest = self.name.strip_prefix("src/").unwrap_or(&self.name);
        rest.split('/')
            .next()
            .unwrap_or(rest)
            .trim_end_matches(".rs")
    }

    /// Without comments and without tests.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
            .map(|(index, line)| (index + 1, line.trim_start()))
            .filter(|(_, line)| !line.starts_with("//"))
    }
}

fn sources() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path: PathBuf = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                if path.ends_with("tests.rs") {
                    continue;
                }
                let name = path
                    .strip_prefix(root)
                    .expect("inside")
                    .to_string_lossy()
                    .replace('\\', "/");
                files.push(File {
                    text: fs::read_to_string(&path).expect("a source file"),
                    name,
                });
            }
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// The modules that code names as `crate::x`, also inside `use crate::{ x, y::z }`.
fn used_modules(file: &File) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    let mut depth = None;
    for (number, line) in file.code() {
        if let Some(mut level) = depth {
            // Inside the braces of `use crate::{`: names at the first level are modules.
            for piece in line.split_inclusive(['{', '}', ',']) {
                let word =
                    piece.trim_matches(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
                if level == 1 && !word.is_empty() {
                    used.push((number, first(word)));
                }
                level += piece.matches('{').count();
                level -= piece.matches('}').count().min(level);
            }
            depth = (level > 0).then_some(level);
        } else if line.starts_with("use crate::{") && !line.contains('}') {
            depth = Some(1);
        } else {
            for (at, _) in line.match_indices("crate::") {
                let rest = &line[at + "crate::".len()..];
                if let Some(list) = rest.strip_prefix('{') {
                    let names = list.split('}').next().unwrap_or(list).split(',');
                    used.extend(names.map(|name| (number, first(name.trim()))));
                } else {
                    used.push((number, first(rest)));
                }
            }
        }
    }
    used
}

fn first(path: &str) -> String {
    path.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

#[test]
fn a_stage_uses_only_stages_to_its_left() {
    let position = |stage: &str| STAGES.iter().position(|known| *known == stage);
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(here) = position(file.stage()) else {
            continue;
        };
        for (line, module) in used_modules(&file) {
            let allowed = EXCEPTIONS.contains(&(file.stage(), module.as_str()));
            let backwards = position(&module).is_some_and(|there| there > here);
            let knows_extraction = here > position("store").unwrap_or(0)
                && file.stage() != "cli"
                && EXTRACTION.contains(&module.as_str());
            if (backwards || knows_extraction) && !allowed {
                wrong.push(format!("{}:{line} uses {module}", file.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_left_of_the_store_and_nothing_but_it_knows_the_engine() {
    let offenders = lines_with("oxigraph::store", |file| file.stage() == "store");
    assert!(offenders.is_empty(), "{offenders:#?}");
    for file in sources().iter().filter(|file| file.stage() != "store") {
        for block in file.text.split("use oxigraph::{").skip(1) {
            let names = block.split("};").next().unwrap_or(block);
            assert!(
                !names.contains("store::"),
                "{} names oxigraph::store",
                file.name
            );
        }
    }
}

#[test]
fn only_rules_reads_the_data() {
    for pattern in [
        "include_dir!(\"$CARGO_MANIFEST_DIR/data",
        "include_str!(\"../../data",
        "include_bytes!(\"../../data",
        "\"data/",
    ] {
        let offenders = lines_with(pattern, |file| file.stage() == "rules");
        assert!(offenders.is_empty(), "{offenders:#?}");
    }
}

#[test]
fn only_the_command_line_prints() {
    for pattern in [
        "println!",
        "eprintln!",
        "print!(",
        "dbg!(",
        "stdout()",
        "stderr()",
    ] {
        let offenders = lines_with(pattern, |file| file.stage() == "cli");
        assert!(offenders.is_empty(), "{offenders:#?}");
    }
    let offenders = lines_with("println!", |_| false);
    assert!(
        offenders.is_empty(),
        "println! panics on a broken pipe: {offenders:#?}"
    );
}

#[test]
fn no_clock_and_no_chance_in_what_is_written() {
    for pattern in [
        "SystemTime::now",
        "Zoned::now",
        "Timestamp::now",
        "thread_rng",
        "rand::",
        "RandomState",
    ] {
        let offenders = lines_with(pattern, |file| ["cli", "serve"].contains(&file.stage()));
        assert!(offenders.is_empty(), "{offenders:#?}");
    }
}

#[test]
fn files_stay_short() {
    let long: BTreeMap<&str, &str> = LONG_FILES.iter().copied().collect();
    let mut wrong = Vec::new();
    for file in sources() {
        // Tests are no reason to cut a file in two.
        let lines = file
            .text
            .lines()
            .take_while(|line| !line.starts_with("#[cfg(test)]"))
            .count();
        if lines > 500 && !long.contains_key(file.name.as_str()) {
            wrong.push(format!("{} has {lines} lines", file.name));
        }
    }
    assert!(
        wrong.is_empty(),
        "cut them, or state the reason in LONG_FILES: {wrong:#?}"
    );
}

fn lines_with(pattern: &str, allowed: impl Fn(&File) -> bool) -> Vec<String> {
    sources()
        .iter()
        .filter(|file| !allowed(file))
        .flat_map(|file| {
            file.code()
                .filter(|(_, line)| line.contains(pattern))
                .map(|(number, line)| format!("{}:{number}: {line}", file.name))
                .collect::<Vec<_>>()
        })
        .collect()
}
