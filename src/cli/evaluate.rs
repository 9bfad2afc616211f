//! `evaluate`: found facts against expected ones.

use std::{collections::BTreeSet, io::Write};

use anyhow::{Context as _, Error, bail};
use rayon::prelude::*;

use super::{Outcome, arguments::Evaluate, input, output};
use crate::{
    evaluate::{self, Annotation, Report},
    read,
};

/// Runs it.
pub fn run(options: &Evaluate) -> Result<Outcome, Error> {
    let gold = evaluate::read_folder(&options.gold)?;
    let report = evaluate::score(&gold, &found(options, &gold)?);
    let mut out = output::stdout();
    writeln!(out, "{}", report.table())?;
    if options.per_document {
        writeln!(out, "{}", report.per_document())?;
    }
    if options.errors {
        writeln!(out, "{}", report.errors())?;
    }
    if options.calibration {
        writeln!(out, "{}", report.calibration_table())?;
    }
    if let Some(path) = &options.compare {
        writeln!(out, "{}", report.compare(&Report::load(path)?))?;
    }
    out.flush()?;
    if let Some(path) = &options.save {
        report
            .save(path)
            .with_context(|| format!("cannot write the report to {}", path.display()))?;
    }
    Ok(Outcome::Done)
}

/// What the extraction says of the documents that have expected facts.
fn found(options: &Evaluate, gold: &[Annotation]) -> Result<Vec<Annotation>, Error> {
    let (extractor, _) = input::extractor(&options.reading)?;
    let documents = read::documents(&options.docs, &input::reading(&options.reading))
        .collect::<Result<Vec<_>, _>>()?;
    let wanted: BTreeSet<&str> = gold.iter().map(|expected| expected.id.as_str()).collect();
    let predicted: Vec<Annotation> = documents
        .par_iter()
        .filter(|document| wanted.contains(document.identifier.as_str()))
        .map(|document| evaluate::from_facts(document, &extractor.facts(document)))
        .collect();
    if predicted.is_empty() {
        bail!(
            "no document of {} has expected facts in {}: a document's file name (or id) without extension must equal the `id` in the JSON file",
            options.docs.display(),
            options.gold.display()
        );
    }
    Ok(predicted)
}
