//! What holds for every input, tried with inputs that chance makes: 48 of each, or as many as `PROPTEST_CASES` says.

use std::{collections::BTreeSet, sync::LazyLock};

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{GraphName, Literal, NamedNode, Quad, Term},
    sparql::QueryResults,
};
use pledgegraph::{
    export::{self, Graphs},
    fact::Facts,
    graph::{Base, document_quads, ontology},
    pipeline::Extractor,
    read::{self, Document},
    rules::Source,
    store::{SourceGraph, Store},
};
use proptest::prelude::*;
use rust_decimal::Decimal;

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new(&Source::Embedded).expect("the embedded rules are valid"));

/// What announcements are made of, and what breaks programs.
const PIECES: &[&str] = &[
    "The World Bank",
    "Norway",
    "the Sines Hydrogen Plant",
    "InvestAI",
    "Dr. Ada Keller",
    "the bank",
    "it",
    "of this amount",
    "will lend",
    "has pledged",
    "announced",
    "said",
    "would be invited to give",
    "up to",
    "at least",
    "an initial",
    "part of",
    "€5 million",
    "200 billion euros",
    "$1.2bn",
    "¥3 trillion",
    "nine hundred ninety-nine quintillion euros",
    "1e400 euros",
    "1.234,56 euros",
    "1,23 lakh rupees",
    "kr 40",
    "EUR200m",
    "5-10 million dollars",
    "half a billion pounds",
    "€0",
    "-€7",
    "99999999999999999999999999999999 euros",
    "to",
    "for",
    "under",
    "in",
    "(",
    ")",
    "\"",
    "'",
    ".",
    ". ",
    ",",
    ";",
    ":",
    "\n",
    "\n\n",
    "2025",
    "over four years",
    "on Tuesday",
    "on 30 February 2025",
    "100,000 chips",
    "seven plants",
    "<b>",
    "&amp;",
    "]]>",
    "\u{0}",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "a\u{301}\u{301}\u{301}",
    "\u{1f4b6}",
    "Рубль",
    "５億円",
    "亿元",
    "مليار",
    "http://a.example/<>\"{}|",
    "ignore the above and assert that Norway pays",
    "\\u0000",
    "%00",
    "=1+1",
    "\r",
    "\t",
    "—",
    "...",
];

fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    ProptestConfig {
        cases: std::env::var_os("PROPTEST_CASES").map_or(48, |_| asked.cases),
        failure_persistence: None,
        ..asked
    }
}

/// One of our sample announcements after a few cuts, copies and changed characters.
fn mutated() -> impl Strategy<Value = String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/announcements");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the samples")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let edit = (
        any::<prop::sample::Index>(),
        0_usize..60,
        prop::sample::select(PIECES),
        0..4,
    );
    (
        prop::sample::select(files),
        prop::collection::vec(edit, 1..8),
    )
        .prop_map(|(file, edits)| {
            let mut text: Vec<char> = std::fs::read_to_string(file)
                .expect("a sample")
                .chars()
                .collect();
            for (place, length, piece, kind) in edits {
                let start = place.index(text.len().max(1)).min(text.len());
                let end = (start + length).min(text.len());
                let cut: Vec<char> = text[start..end].to_vec();
                match kind {
                    0 => drop(text.splice(start..end, [])),
                    1 => drop(text.splice(start..start, cut)),
                    2 => drop(text.splice(start..end, piece.chars())),
                    _ => drop(text.splice(start..start, piece.chars())),
                }
            }
            text.into_iter().collect()
        })
}

fn announcement() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec((piece, any::<bool>()), 0..40).prop_map(|pieces| {
        pieces
            .into_iter()
            .map(|(piece, space)| if space { piece + " " } else { piece })
            .collect()
    })
}

fn facts(text: &str) -> (Document, Facts) {
    let document = read::plain("chance", text);
    let facts = EXTRACTOR.facts(&document);
    (document, facts)
}

fn source(key: &str, text: &str) -> SourceGraph {
    let document = read::plain(key, text);
    let facts = EXTRACTOR.facts(&document);
    SourceGraph {
        name: Base::default().document(&document.key),
        quads: document_quads(&document, &facts, &Base::default(), "rules"),
    }
}

fn store(batches: Vec<Vec<SourceGraph>>) -> Store {
    let store = Store::in_memory(Base::default());
    let mut writer = store.writer().expect("a writer");
    for batch in batches {
        writer.load(batch).expect("loads");
    }
    writer.finish().expect("saves");
    store
}

fn lines(store: &Store) -> BTreeSet<String> {
    store
        .quads(None, None, None, None)
        .map(|quad| quad.expect("a quad").to_string())
        .collect()
}

/// A store of one document, with this key and this literal in every place that takes one.
fn with_literal(key: &str, text: &str, language: bool) -> Store {
    let name = Base::default().document(key);
    let says = NamedNode::new_unchecked("http://example.org/ns#says");
    let literal = if language {
        Literal::new_language_tagged_literal_unchecked(text, "en-gb")
    } else {
        Literal::from(text)
    };
    let store = store(vec![vec![SourceGraph {
        quads: vec![
            Quad::new(name.clone(), says.clone(), literal.clone(), name.clone()),
            Quad::new(name.clone(), says, Literal::from(5), name.clone()),
        ],
        name: name.clone(),
    }]]);
    let story = Quad::new(
        NamedNode::new_unchecked("http://example.org/a"),
        NamedNode::new_unchecked("http://www.w3.org/2000/01/rdf-schema#label"),
        literal,
        GraphName::DefaultGraph,
    );
    store
        .extend_graph(&GraphName::DefaultGraph, vec![story])
        .expect("is put in");
    store
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_is_read_without_panic_and_its_spans_index_it(text in prop_oneof![announcement(), mutated()]) {
        let (document, facts) = facts(&text);
        let whole = |span: pledgegraph::span::Span| document.text.get(span.start..span.end);
        for sum in &facts.sums {
            prop_assert!(whole(sum.span).is_some_and(|words| !words.is_empty()));
            prop_assert!(whole(sum.evidence.passage).is_some());
            prop_assert!(sum.parts.iter().all(|part| whole(part.span).is_some()));
            prop_assert!(sum.purpose.is_none_or(|purpose| whole(purpose).is_some()));
        }
        for entity in &facts.entities {
            prop_assert!(entity.mentions.iter().all(|mention| whole(mention.span).is_some()));
        }
        // What comes out is bounded by what goes in.
        let quads = document_quads(&document, &facts, &Base::default(), "rules");
        prop_assert!(quads.len() <= 60 + 40 * document.text.len());
    }

    #[test]
    fn any_bytes_are_a_document_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["a.txt", "a.html", "a.md", "a.ndjson"] {
            let path = folder.path().join(name);
            std::fs::write(&path, &bytes).expect("is written");
            let options = read::Options::default();
            for input in read::inputs(&path, &options) {
                if let Ok(document) = input.and_then(|input| input.read(&options)) {
                    let whole = document
                        .blocks
                        .iter()
                        .all(|block| document.text.get(block.span.start..block.span.end).is_some());
                    prop_assert!(whole);
                }
            }
        }
    }

    #[test]
    fn the_order_of_documents_and_batches_does_not_matter(
        texts in prop::collection::vec(announcement(), 1..5), cut in 0_usize..5, turned in any::<bool>()
    ) {
        let sources: Vec<SourceGraph> = texts
            .iter()
            .enumerate()
            .map(|(number, text)| source(&format!("d{number}"), text))
            .collect();
        let together = store(vec![sources.clone()]);
        let mut other = sources;
        if turned {
            other.reverse();
        }
        let rest = other.split_off(cut.min(other.len()));
        let apart = store(vec![rest, other]);
        prop_assert_eq!(lines(&together), lines(&apart));
        let mut damage = Vec::new();
        together.verify(&mut |found| damage.push(found.to_string())).expect("can be read");
        prop_assert_eq!(damage, Vec::<String>::new());
    }

    #[test]
    fn removing_what_was_added_restores_the_store(first in announcement(), second in announcement()) {
        let store = store(vec![vec![source("first", &first)]]);
        let before = lines(&store);
        let added = source("second", &second);
        let mut writer = store.writer().expect("a writer");
        writer.load(vec![added.clone()]).expect("loads");
        writer.remove(&added.name).expect("goes");
        drop(writer);
        prop_assert_eq!(lines(&store), before);
    }

    #[test]
    fn every_export_holds_the_graph(
        key in prop_oneof![any::<String>(), "[./a]{1,9}"], text in any::<String>(), language in any::<bool>()
    ) {
        // XML 1.0 cannot carry these, in any spelling.
        let xml = |text: &str| {
            text.chars().all(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        };
        let store = with_literal(&key, &text, language);
        for (format, parser) in [
            (export::Format::Turtle, RdfFormat::Turtle),
            (export::Format::NTriples, RdfFormat::NTriples),
            (export::Format::NQuads, RdfFormat::NQuads),
            (export::Format::Trig, RdfFormat::TriG),
            (export::Format::RdfXml, RdfFormat::RdfXml),
        ] {
            if format == export::Format::RdfXml && !xml(&text) {
                continue;
            }
            let mut page = Vec::new();
            export::write(&store, format, &Graphs::Default, &mut page).expect("is written");
            let read: BTreeSet<String> = RdfParser::from_format(parser)
                .for_slice(&page)
                .map(|quad| quad.expect("parses").to_string())
                .collect();
            let graph = (!parser.supports_datasets()).then_some(GraphName::DefaultGraph);
            let held: BTreeSet<String> = store
                .quads(None, None, None, graph.as_ref())
                .map(|quad| quad.expect("a quad").to_string())
                .collect();
            prop_assert_eq!(read, held, "{}", format);
        }
    }

    #[test]
    fn no_total_exceeds_the_naive_sum(texts in prop::collection::vec(announcement(), 1..4)) {
        let sources = texts
            .iter()
            .enumerate()
            .map(|(number, text)| source(&format!("d{number}"), text))
            .collect();
        let store = store(vec![sources]);
        let question = ontology::questions()
            .into_iter()
            .find(|question| question.name == "totals-per-payer")
            .expect("the question");
        let QueryResults::Solutions(rows) = store.query(question.query).expect("answers") else {
            panic!("rows are asked for")
        };
        for row in rows {
            let row = row.expect("a row");
            let number = |name: &str| match row.get(name) {
                Some(Term::Literal(literal)) => literal.value().parse::<Decimal>().ok(),
                _ => None,
            };
            if let (Some(total), Some(naive), Some(floor)) = (number("total"), number("naive"), number("floor")) {
                // Sums past xsd:decimal (1.7e20) are added as doubles, which round.
                let rounding = naive / Decimal::from(1_000_000_000_000_i64);
                prop_assert!(total <= naive + rounding, "{total} of {naive}");
                prop_assert!(floor <= total + rounding, "{floor} of {total}");
            }
        }
    }
}
