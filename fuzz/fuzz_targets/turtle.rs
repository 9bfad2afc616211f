//! Any literal and key -> Turtle -> the same graph.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{Literal, NamedNode, Triple},
};
use pledgegraph::{export, graph::Base};

fuzz_target!(|input: (&str, &str)| {
    let (key, text) = input;
    let base = Base::default();
    let triple = Triple::new(
        base.document(key),
        NamedNode::new_unchecked("http://example.org/ns#says"),
        Literal::from(text),
    );
    let mut page = Vec::new();
    export::write_triples(vec![triple.clone()], export::Format::Turtle, base.as_str(), &mut page)
        .expect("is written");
    let read: BTreeSet<String> = RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(&page)
        .map(|quad| Triple::from(quad.expect("parses")).to_string())
        .collect();
    assert_eq!(read, BTreeSet::from([triple.to_string()]));
});
