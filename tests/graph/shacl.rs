//! Right graphs pass, broken ones are named.

use oxigraph::model::{Graph, GraphName, Literal, NamedNode, Quad, Triple};
use pledgegraph::graph::shacl::{Report, Shapes, validate};

use crate::{announcement::paris, memory::Memory, ontology::turtle};

fn check(quads: impl IntoIterator<Item = Quad>) -> Report {
    let graph: Graph = quads.into_iter().map(Triple::from).collect();
    Shapes::ours().unwrap().validate(&graph)
}

fn pg(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("https://w3id.org/pledgegraph/ns#{name}"))
}

fn whole() -> Vec<Quad> {
    Memory::of(&[&paris("a"), &paris("b")]).all()
}

fn messages(report: &Report) -> Vec<&str> {
    report
        .results
        .iter()
        .map(|violation| violation.message.as_str())
        .collect()
}

/// For trying other validators: `PLEDGEGRAPH_DUMP=DIR cargo test --test graph shacl` writes the graphs as N-Triples.
fn dump(name: &str, quads: &[Quad]) {
    if let Some(folder) = std::env::var_os("PLEDGEGRAPH_DUMP") {
        let lines: String = quads
            .iter()
            .map(|quad| format!("{} .\n", Triple::from(quad.clone())))
            .collect();
        std::fs::write(
            std::path::Path::new(&folder).join(format!("{name}.nt")),
            lines,
        )
        .unwrap();
    }
}

#[test]
fn documents_story_and_all_together_conform() {
    let all = whole();
    dump("valid", &all);
    let (story, documents): (Vec<Quad>, Vec<Quad>) = all
        .iter()
        .cloned()
        .partition(|quad| quad.graph_name == GraphName::DefaultGraph);
    let one: Vec<Quad> = paris("a").quads();
    let story_with_sources = all.clone();
    for quads in [documents, one, story, story_with_sources] {
        let report = check(quads);
        assert!(report.conforms(), "{:#?}", report.results);
    }
}

#[test]
fn a_sum_without_currency_is_rejected() {
    let mut quads = whole();
    quads.retain(|quad| {
        !(quad.predicate == pg("currencyCode")
            && quad
                .subject
                .to_string()
                .contains("/a#money-EUR-200000000000>"))
    });
    dump("broken-currency", &quads);
    let report = check(quads);
    assert_eq!(
        messages(&report),
        ["the currency is one ISO 4217 code of three letters"]
    );
    assert!(
        report.results[0]
            .focus
            .to_string()
            .contains("#money-EUR-200000000000")
    );
}

#[test]
fn a_figure_with_a_status_and_a_second_kind_is_rejected() {
    let mut quads = whole();
    let sum = quads
        .iter()
        .find(|quad| quad.subject.to_string().contains("/b#money-EUR-109"))
        .unwrap()
        .clone();
    let kind = NamedNode::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
    quads.push(Quad::new(
        sum.subject.clone(),
        kind,
        pg("Figure"),
        sum.graph_name.clone(),
    ));
    quads.push(Quad::new(
        sum.subject,
        pg("status"),
        pg("pledged"),
        sum.graph_name,
    ));
    dump("broken-kind", &quads);
    let found = check(quads);
    assert_eq!(
        messages(&found),
        [
            "a sum is exactly one of commitment, disbursement and figure",
            "a figure tells of no funding",
            "a figure has no status"
        ]
    );
}

#[test]
fn confidence_above_one_and_a_floor_above_the_ceiling_are_rejected() {
    let mut quads = whole();
    let decimal = NamedNode::new_unchecked("http://www.w3.org/2001/XMLSchema#decimal");
    for quad in &mut quads {
        if quad
            .subject
            .to_string()
            .contains("/a#money-USD-100000000000>")
        {
            if quad.predicate == pg("confidence") {
                quad.object = Literal::new_typed_literal("1.5", decimal.clone()).into();
            }
            if quad.predicate == pg("floor") {
                quad.object = Literal::new_typed_literal("200000000000.5", decimal.clone()).into();
            }
        }
    }
    dump("broken-numbers", &quads);
    let report = check(quads);
    assert_eq!(
        messages(&report),
        [
            "confidence is one decimal from 0 to 1",
            "a sum has one floor, a decimal that is not above its ceiling"
        ]
    );
    assert_eq!(report.to_graph().len(), 2 + 2 * 9);
}

#[test]
fn shapes_beyond_our_means_are_refused_by_name() {
    let shapes = turtle(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> .
        e:S a sh:NodeShape ; sh:targetClass e:C ; sh:sparql [ sh:select \"SELECT\" ] .",
    );
    let error = validate(&Graph::new(), &shapes).unwrap_err().to_string();
    assert!(
        error.contains("sh:sparql is not supported") && error.contains("http://e/S"),
        "{error}"
    );
}
