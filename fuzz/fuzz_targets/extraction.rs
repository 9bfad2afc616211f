//! Any text -> facts -> quads.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pledgegraph::{
    graph::{Base, document_quads},
    pipeline::Extractor,
    read,
    rules::Source,
};

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new(&Source::Embedded).expect("the embedded rules are valid"));

fuzz_target!(|text: &str| {
    let document = read::plain("fuzz", text);
    let facts = EXTRACTOR.facts(&document);
    for sum in &facts.sums {
        assert!(document.text.get(sum.span.start..sum.span.end).is_some());
    }
    document_quads(&document, &facts, &Base::default(), "rules");
});
