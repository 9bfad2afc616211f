//! `build`: announcements -> store.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Error;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Outcome, arguments::Build, input, output};
use crate::{
    pipeline::{self, Event, QuadsError, Summary},
    store::Store,
};

/// Runs it.
pub fn run(options: &Build) -> Result<Outcome, Error> {
    let (extractor, rules_hash) = input::extractor(&options.reading)?;
    let store = Store::create(&options.store, options.base.as_ref())?;
    let bar = bar(options.quiet);
    let (quads, texts): (Vec<PathBuf>, Vec<PathBuf>) = options
        .paths
        .iter()
        .cloned()
        .partition(|path| is_quads(path));
    let inputs = input::inputs(&texts, &options.reading);
    let mut report = |event: Event<'_>| match event {
        Event::Warning { document, problem } if !options.quiet => {
            bar.suspend(|| output::warning(&format!("{document}: {problem}")));
        }
        Event::Warning { .. } => {}
        Event::Failed(problem) => bar.suspend(|| output::error(&problem)),
        Event::Progress(summary) => {
            bar.set_position(summary.documents() as u64);
            bar.set_message(output::count(summary.sums, "sum"));
        }
    };
    let mut summary = pipeline::build(
        &store,
        &extractor,
        &rules_hash,
        inputs,
        &pipeline::Options {
            reading: input::reading(&options.reading),
            threads: input::threads(&options.reading),
        },
        &mut report,
    )?;
    for path in quads {
        match pipeline::load_quads(&store, &path) {
            Ok(loaded) => summary.add(&loaded),
            Err(QuadsError::Store(error)) => return Err(error.into()),
            Err(error) => {
                summary.failed += 1;
                bar.suspend(|| output::error(&error.to_string()));
            }
        }
    }
    bar.finish_and_clear();
    if !options.quiet {
        output::note(&told(&summary));
    }
    if summary.failed > 0 {
        return Ok(Outcome::BadInput);
    }
    if summary.documents() == 0 {
        return Err(Error::msg(
            "no document found in the given paths: name files or folders with .txt, .md, .html or .ndjson files",
        ));
    }
    Ok(Outcome::Done)
}

/// N-Quads that `extract` wrote, not text to extract from.
fn is_quads(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "nq")
}

/// On a terminal only, and not when it should be quiet.
fn bar(quiet: bool) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if quiet {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) =
        ProgressStyle::with_template("{spinner} {pos} documents, {msg}, {per_sec}, {elapsed}")
    {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn told(summary: &Summary) -> String {
    let mut parts = vec![format!(
        "{} loaded",
        output::count(summary.new + summary.replaced, "document")
    )];
    for (count, what) in [
        (summary.replaced, "of them replaced"),
        (summary.unchanged, "unchanged"),
        (summary.failed, "left out"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    parts.push(output::count(summary.sums, "sum"));
    parts.push(output::count(summary.quads, "quad"));
    parts.join(", ")
}
