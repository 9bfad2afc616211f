//! Any bytes as text, HTML, Markdown with front matter, NDJSON -> documents or errors.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pledgegraph::read;

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    let options = read::Options::default();
    for name in ["a.txt", "a.html", "a.md", "a.ndjson"] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("is written");
        for input in read::inputs(&path, &options) {
            let Ok(document) = input.and_then(|input| input.read(&options)) else {
                continue;
            };
            for block in &document.blocks {
                assert!(document.text.get(block.span.start..block.span.end).is_some());
            }
        }
    }
});
