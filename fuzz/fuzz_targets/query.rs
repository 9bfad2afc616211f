//! Any text as a query, within the budgets of the server -> an answer or an error with a place.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pledgegraph::{
    graph::Base,
    store::{Dataset, Guard, Store},
};

fuzz_target!(|query: &str| {
    let store = Store::in_memory(Base::default());
    if let Err(error) = store.answer(query, &Dataset::default(), &Guard::new(10_000, 1 << 20)) {
        assert!(!error.to_string().is_empty());
    }
});
