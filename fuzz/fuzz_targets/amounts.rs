//! Any text, in any language -> sentences -> numbers, money, dates.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pledgegraph::{
    mention, read,
    rules::{AmountRules, Orthography, Source},
    segment,
};

static RULES: LazyLock<(Orthography, AmountRules)> = LazyLock::new(|| {
    let rules = "the embedded rules are valid";
    (
        Orthography::load(&Source::Embedded).expect(rules),
        AmountRules::load(&Source::Embedded).expect(rules),
    )
});

fuzz_target!(|input: (u8, &str)| {
    let (language, text) = input;
    let languages = ["en", "de", "fr", "es", "zh", "ja", "ko", "xx"];
    let document = read::plain("fuzz", text);
    let segments = segment::sentences(&document, &RULES.0);
    let rules = RULES
        .1
        .of_language(languages[usize::from(language) % languages.len()]);
    for mention in mention::amounts(&document.text, &segments, rules) {
        assert!(document.text.get(mention.span.start..mention.span.end).is_some());
    }
});
