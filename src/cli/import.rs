//! `import`: open-data graphs of others -> store.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use anyhow::Error;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use oxigraph::model::NamedNode;

use super::{Outcome, arguments::Import, output};
use crate::{
    graph::Base,
    link::import::{self, Mapping},
    store::Store,
};

/// Runs it.
pub fn run(options: &Import) -> Result<Outcome, Error> {
    let mapping = options.mapping.as_deref().map(Mapping::read).transpose()?;
    let store = Store::create(&options.store, None)?;
    let graphs = graphs(options, store.base())?;
    let bar = bar(options.quiet);
    let mut writer = store.writer()?;
    for (graph, files) in &graphs {
        bar.set_message(graph.as_str().to_owned());
        let mut progress = |read| bar.set_position(read);
        let read = import::import(&mut writer, graph, files, mapping.as_ref(), &mut progress)?;
        if !options.quiet {
            bar.suspend(|| output::note(&format!("{graph}: {read} statements")));
        }
    }
    writer.finish()?;
    bar.finish_and_clear();
    Ok(Outcome::Done)
}

/// Which files go into which graph.
fn graphs(options: &Import, base: &Base) -> Result<BTreeMap<NamedNode, Vec<PathBuf>>, Error> {
    if let Some(name) = &options.graph {
        let graph = import::named(name, base)?;
        return Ok(BTreeMap::from([(graph, options.files.clone())]));
    }
    let mut graphs = BTreeMap::new();
    for file in &options.files {
        let graph = import::graph_of(file, base)?;
        if let Some(other) = graphs.insert(graph, vec![file.clone()]) {
            return Err(Error::msg(format!(
                "{} and {} have the same name, so their graphs would have: rename one, or put both into one with `--graph NAME`",
                other[0].display(),
                file.display()
            )));
        }
    }
    Ok(graphs)
}

/// On a terminal only, and not when it should be quiet.
fn bar(quiet: bool) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if quiet {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {pos} statements, {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
