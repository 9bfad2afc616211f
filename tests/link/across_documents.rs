//! Announcements read from text: five of our own on one event, four on others, and three of other people where they are at hand.

use std::path::{Path, PathBuf};

use oxigraph::{model::Term, sparql::QueryResults};
use pledgegraph::{
    graph::{Base, document_quads, ontology::questions},
    pipeline::Extractor,
    read,
    rules::Source,
    store::{SourceGraph, Store},
};

use crate::shared;

/// What each document under the paths states, sorted by name.
fn documents(paths: &[PathBuf]) -> Vec<SourceGraph> {
    let extractor = Extractor::new(&Source::Embedded).expect("the rules");
    let base = Base::default();
    let mut found: Vec<SourceGraph> = paths
        .iter()
        .flat_map(|path| read::documents(path, &read::Options::default()))
        .map(|document| document.expect("a readable announcement"))
        .map(|document| SourceGraph {
            name: base.document(&document.key),
            quads: document_quads(&document, &extractor.facts(&document), &base, "rules"),
        })
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

fn own() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/link");
    vec![here.join("same-event"), here.join("other-events")]
}

fn loaded(batches: &[Vec<SourceGraph>]) -> Store {
    let store = Store::in_memory(Base::default());
    let mut writer = store.writer().expect("a writer");
    for batch in batches {
        writer.load(batch.clone()).expect("loads");
    }
    writer.finish().expect("saves");
    store
}

fn dump(store: &Store) -> Vec<String> {
    let mut lines: Vec<String> = store
        .quads(None, None, None, None)
        .map(|quad| quad.expect("a quad").to_string())
        .collect();
    lines.sort();
    lines
}

/// A line a row, cells apart by ' | '.
fn ask(store: &Store, query: &str) -> Vec<String> {
    let QueryResults::Solutions(rows) = store.query(query).expect("parses") else {
        panic!("no SELECT");
    };
    rows.map(|row| {
        let row = row.expect("a row");
        let cells = row.values().iter().map(|cell| match cell {
            Some(Term::NamedNode(node)) => {
                node.as_str().rsplit('/').next().unwrap_or("").to_owned()
            }
            Some(Term::Literal(literal)) => literal.value().to_owned(),
            _ => "-".to_owned(),
        });
        cells.collect::<Vec<_>>().join(" | ")
    })
    .collect()
}

fn question(store: &Store, name: &str) -> Vec<String> {
    let questions = questions();
    let found = questions.iter().find(|question| question.name == name);
    ask(store, found.expect("the question").query)
}

const SOURCES: &str = "PREFIX pg: <https://w3id.org/pledgegraph/ns#>
    SELECT ?document {
      ?statement pg:statementOf <https://w3id.org/pledgegraph/id/funding/EUR-200000000000-programme-investai> .
      GRAPH ?document { ?statement a pg:Commitment }
    } ORDER BY ?document";

/// Who gives two hundred billion euros: a line for each time it counts.
const SHARES: &str = "PREFIX pg: <https://w3id.org/pledgegraph/ns#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    SELECT ?name {
      ?share pg:party ?party ; pg:inRole pg:fundedBy ; pg:value ?value ; pg:currencyCode 'EUR' .
      FILTER(?value = 200000000000) ?party rdfs:label ?name
    } ORDER BY ?name";

const FIVE: [&str; 5] = [
    "agency.md",
    "copy.md",
    "newspaper.md",
    "speech.md",
    "trade.md",
];

#[test]
fn five_reports_of_one_event_make_one_funding_and_four_others_do_not_join() {
    let store = loaded(&[documents(&own())]);
    assert_eq!(ask(&store, SOURCES), FIVE);
    assert_eq!(ask(&store, SHARES), ["European Union", "Microsoft"]);
    let copies = ask(
        &store,
        "SELECT ?copy ?of { ?copy <https://w3id.org/pledgegraph/ns#copyOf> ?of }",
    );
    assert_eq!(copies, ["copy.md | agency.md"]);
    // The copy adds no source of its own, so it is one against one, and the agency is the earlier by name on the same day.
    let contradictions = question(&store, "contradictions");
    assert_eq!(
        contradictions,
        [
            "investai: AI gigafactories | 4 | 2",
            "investai: AI gigafactories | 7 | 1"
        ]
    );
}

#[test]
fn the_order_of_documents_changes_no_byte() {
    let documents = documents(&own());
    let at_once = dump(&loaded(std::slice::from_ref(&documents)));
    for step in [1, 2, 4, 5, 7, 8] {
        let one_by_one: Vec<Vec<SourceGraph>> = (0..documents.len())
            .map(|turn| vec![documents[(turn * step + 3) % documents.len()].clone()])
            .collect();
        assert_eq!(dump(&loaded(&one_by_one)), at_once, "in steps of {step}");
    }
    let store = loaded(&[documents.clone()]);
    let mut writer = store.writer().expect("a writer");
    for gone in &documents[..4] {
        assert!(writer.remove(&gone.name).expect("removes"));
    }
    drop(writer);
    assert_eq!(dump(&store), dump(&loaded(&[documents[4..].to_vec()])));
}

#[test]
fn reports_of_other_people_join_the_same_funding() {
    let Some(announcement) = shared("announcement.txt") else {
        return;
    };
    let Some(folder) = shared("eval/docs") else {
        return;
    };
    let mut paths = own();
    paths.extend(["a-investai-hitech.txt", "a-investai-verdict.txt"].map(|name| folder.join(name)));
    paths.push(announcement);
    let documents = documents(&paths);
    assert_eq!(documents.len(), 12);
    let store = loaded(std::slice::from_ref(&documents));
    let mut expected = vec!["a-investai-hitech.txt", "a-investai-verdict.txt"];
    expected.extend(["agency.md", "announcement.txt", "copy.md", "newspaper.md"]);
    expected.extend(["speech.md", "trade.md"]);
    assert_eq!(ask(&store, SOURCES), expected);
    assert_eq!(ask(&store, SHARES), ["European Union", "Microsoft"]);
    let contradictions = question(&store, "contradictions");
    for row in [
        "investai: AI gigafactories | 4 | 3",
        "investai: AI gigafactories | 7 | 2",
    ] {
        assert!(
            contradictions.iter().any(|found| found == row),
            "{contradictions:#?}"
        );
    }
    let mut reversed = documents;
    reversed.reverse();
    let one_by_one: Vec<Vec<SourceGraph>> = reversed.into_iter().map(|one| vec![one]).collect();
    assert_eq!(dump(&loaded(&one_by_one)), dump(&store));
}
