//! `serve`: store -> HTTP.

use std::{net::SocketAddr, time::Duration};

use anyhow::{Context as _, Error};

use super::{Outcome, arguments::Serve, output};
use crate::{
    serve::{self, Limits, Options},
    store::Store,
};

/// Runs it until it is interrupted.
pub fn run(options: &Serve) -> Result<Outcome, Error> {
    // Readers may share a store; only a server that takes writes needs it for itself.
    let store = if options.write_token.is_some() {
        Store::create(&options.store, None)?
    } else {
        Store::open(&options.store)?
    };
    let limits = Limits {
        time: Duration::from_secs(u64::from(options.timeout)),
        rows: options.max_rows,
        queries: usize::from(options.queries),
        ..Limits::default()
    };
    let served = Options {
        token: options.write_token.clone(),
        names: options.host.clone(),
        limits,
    };
    let tell = |address: SocketAddr| {
        let manner = if options.write_token.is_some() {
            "writes need the token"
        } else {
            "read only"
        };
        output::note(&format!(
            "serving {} at http://{address}/ ({manner}); SPARQL at /sparql; Ctrl-C ends it",
            options.store.display()
        ));
    };
    serve::run(store, served, options.bind, tell, serve::asked_to_end())
        .with_context(|| format!("cannot serve at {}: choose another --bind", options.bind))?;
    Ok(Outcome::Done)
}
