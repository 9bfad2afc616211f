//! `extract`: a filter, documents in, facts out. It keeps nothing, so that many can run side by side.

use std::{fmt::Write as _, io::Write};

use anyhow::Error;
use rayon::prelude::*;

use super::{
    Outcome,
    arguments::{Extract, ExtractFormat},
    input, output,
};
use crate::{
    evaluate,
    graph::{Base, document_quads},
    pipeline::Extractor,
    read::Document,
};

/// Documents worked on at once; their lines come out in the order of the documents.
const AHEAD: usize = 256;

/// Runs it.
pub fn run(options: &Extract) -> Result<Outcome, Error> {
    let (extractor, rules_hash) = input::extractor(&options.reading)?;
    let base = options.base.clone().unwrap_or_default();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(input::threads(&options.reading))
        .build()?;
    let reading = input::reading(&options.reading);
    let mut inputs = input::inputs(&options.paths, &options.reading);
    let mut out = output::stdout();
    let mut outcome = Outcome::Done;
    loop {
        let ahead: Vec<_> = inputs.by_ref().take(AHEAD).collect();
        if ahead.is_empty() {
            break;
        }
        let lines: Vec<Result<String, String>> = pool.install(|| {
            ahead
                .into_par_iter()
                .map(|input| match input.and_then(|input| input.read(&reading)) {
                    Ok(document) => Ok(facts(
                        &document,
                        &extractor,
                        &base,
                        &rules_hash,
                        options.format,
                    )),
                    Err(error) => Err(error.to_string()),
                })
                .collect()
        });
        for line in lines {
            match line {
                Ok(line) => out.write_all(line.as_bytes())?,
                Err(error) => {
                    // One JSON object a line, for the program that feeds us.
                    output::note(&serde_json::json!({ "error": error }).to_string());
                    outcome = Outcome::BadInput;
                }
            }
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn facts(
    document: &Document,
    extractor: &Extractor,
    base: &Base,
    rules_hash: &str,
    format: ExtractFormat,
) -> String {
    let facts = extractor.facts(document);
    match format {
        ExtractFormat::Nquads => {
            let mut lines = String::new();
            for quad in document_quads(document, &facts, base, rules_hash) {
                // Writing into a String cannot fail.
                let _ = writeln!(lines, "{quad} .");
            }
            lines
        }
        ExtractFormat::Jsonl => {
            let annotation = evaluate::from_facts(document, &facts);
            // Strings, numbers and lists always become JSON.
            serde_json::to_string(&annotation).map_or_else(|_| String::new(), |line| line + "\n")
        }
    }
}
