//! Any text as a rule file -> rows or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pledgegraph::rules::{Source, tsv};

fuzz_target!(|text: &str| {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("lexicon")).expect("a folder");
    std::fs::write(folder.path().join("lexicon/x.tsv"), text).expect("is written");
    let _ = tsv::rows(&Source::Folder(folder.path().to_owned()), "x.tsv");
});
