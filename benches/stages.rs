//! Where the time of extraction goes: documents and megabytes a second for each stage, on one thread.
//!
//! `cargo bench --no-default-features --bench stages -- DOCUMENTS` (a folder or an NDJSON file; `make bench` makes one).
//! Each figure is the median of the rounds; a round takes every document through every stage.

use std::{error::Error, hint::black_box, path::Path, time::Instant};

use pledgegraph::{
    fact::{self, analysis::Analysis},
    graph::{Base, document_quads},
    mention::{self, Reading},
    read::{self, Document},
    rules::{Rules, Source},
    segment,
    syntax::{self, Lemmas, Model, Word},
};

const ROUNDS: usize = 9;
const STAGES: [&str; 6] = ["read", "segment", "mention", "syntax", "fact", "graph"];

/// The seconds that each stage took.
type Seconds = [f64; STAGES.len()];

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo bench` adds `--bench`.
    let path = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"))
        .ok_or("usage: cargo bench --bench stages -- DOCUMENTS")?;
    let source = Source::default();
    let bench = Bench {
        rules: Rules::load(&source)?,
        model: Model::load(&source.bytes("models", "english.bin")?)?,
        lemmas: Lemmas::load(&source)?,
        base: Base::default(),
    };
    let mut rounds = Vec::new();
    let (mut count, mut bytes) = (0, 0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let documents = read::documents(Path::new(&path), &read::Options::default())
            .collect::<Result<Vec<_>, _>>()?;
        let mut seconds = Seconds::default();
        seconds[0] = start.elapsed().as_secs_f64();
        for document in &documents {
            bench.stages(document, &mut seconds);
        }
        count = documents.len();
        bytes = documents.iter().map(|document| document.text.len()).sum();
        rounds.push(seconds);
    }
    println!(
        "{count} documents of {} bytes, one thread, median of {ROUNDS} rounds\n",
        bytes / count.max(1)
    );
    println!("| stage | documents a second | MB a second | microseconds a document |");
    println!("|---|---|---|---|");
    let row = |name: &str, seconds: f64| {
        println!(
            "| {name} | {:.0} | {:.1} | {:.0} |",
            count as f64 / seconds,
            bytes as f64 / seconds / 1e6,
            seconds / count as f64 * 1e6
        );
    };
    for (stage, name) in STAGES.iter().enumerate() {
        row(name, median(rounds.iter().map(|round| round[stage])));
    }
    row(
        "segment to fact",
        median(rounds.iter().map(|round| round[1..5].iter().sum())),
    );
    Ok(())
}

struct Bench {
    rules: Rules,
    model: Model,
    lemmas: Lemmas,
    base: Base,
}

impl Bench {
    /// What `pipeline::Extractor` does, with a clock between the stages.
    fn stages(&self, document: &Document, seconds: &mut Seconds) {
        let mut last = Instant::now();
        let mut done = |stage: usize| {
            let now = Instant::now();
            seconds[stage] += (now - last).as_secs_f64();
            last = now;
        };
        let segments = segment::sentences(document, &self.rules.orthography);
        done(1);
        let amounts = mention::amounts(&document.text, &segments, &self.rules.amounts);
        done(2);
        let mut tags = Vec::with_capacity(segments.tokens.len());
        for sentence in &segments.sentences {
            let words: Vec<Word> = segments.tokens[sentence.tokens.clone()]
                .iter()
                .map(|token| Word::new(token.span.of(&document.text)))
                .collect();
            tags.extend(syntax::tags(&words, &self.model));
        }
        done(3);
        let reading = Reading::new(document, segments, amounts, tags);
        let names = mention::name::names(&reading, &self.rules.names, &self.rules.gazetteer);
        done(2);
        let analysis = Analysis::new(reading, names, &self.model, &self.lemmas);
        done(3);
        let facts = fact::facts(&analysis, &self.rules);
        done(4);
        black_box(document_quads(document, &facts, &self.base, ""));
        done(5);
    }
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
