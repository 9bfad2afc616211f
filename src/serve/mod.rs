//! Store -> HTTP: the SPARQL and graph store protocols, linked data, and pages for people.
//!
//! ```text
//! connection (bounded, impatient) -> headers -> door (sparql, graphs, ...) -> pool (bounded, deep stacks, guard) -> stream -> client
//! ```
//!
//! **Nothing that comes in may take the server down.** What nests or chains too much is refused before it is parsed ([`scan`]); what
//! runs does so on a bounded [`pool`] of threads with deep stacks, within the budgets of a [`crate::store::Guard`]; what goes out is
//! limited in time, rows and bytes, and an answer that was cut off breaks its connection instead of looking whole ([`stream`]).

mod connection;
mod description;
mod explorer;
mod graphs;
mod headers;
mod kept;
mod limits;
mod linked;
mod multipart;
mod negotiate;
mod nesting;
mod parameters;
mod pool;
mod problem;
mod reconcile;
mod reply;
mod request;
mod scan;
mod sparql;
mod stream;

use std::{
    future::Future,
    io,
    net::SocketAddr,
    sync::{Arc, atomic::AtomicU64},
};

use axum::{Router, body::Body, extract::Request, http::Response, middleware, routing};
use tokio::net::TcpListener;
use tower_http::compression::{
    CompressionLayer,
    predicate::{DefaultPredicate, NotForContentType, Predicate as _},
};

pub use limits::Limits;
use pool::Pool;
use problem::Problem;

use crate::store::Store;

/// Files that the store and the rest of the process need.
const SPARE_FILES: u64 = 600;

/// How a store is served.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What writes must bring; without one nothing is written.
    pub token: Option<String>,
    /// Host names of this server, beside localhost and addresses.
    pub names: Vec<String>,
    /// What a request may take.
    pub limits: Limits,
}

/// What every door knows.
#[derive(Debug)]
struct Server {
    store: Store,
    token: Option<String>,
    names: Vec<String>,
    limits: Limits,
    /// For queries of strangers.
    queries: Arc<Pool>,
    /// For our own pages, which so never wait behind the queries.
    pages: Pool,
    cache: explorer::Cache,
    catalogue: reconcile::Cache,
    kept: kept::Kept,
    /// Counts the writes, so that what is kept can be made anew.
    changes: AtomicU64,
}

/// Serves until `end` is there. `ready` is told the address once connections are taken.
///
/// # Errors
/// When the address cannot be bound or threads cannot be made.
pub fn run(
    store: Store,
    options: Options,
    bind: SocketAddr,
    ready: impl FnOnce(SocketAddr),
    end: impl Future<Output = ()>,
) -> io::Result<()> {
    let limits = options.limits;
    // Each connection is a file to the system, and so is the store; where it grants fewer, fewer are taken.
    let files = rlimit::increase_nofile_limit(limits.connections as u64 + SPARE_FILES);
    let granted = files.map_or(1_024, |files| files.saturating_sub(SPARE_FILES).max(16));
    let limits = Limits {
        connections: limits
            .connections
            .min(usize::try_from(granted).unwrap_or(usize::MAX)),
        ..limits
    };
    let server = Arc::new(Server {
        store,
        token: options.token,
        names: options.names,
        limits,
        queries: Arc::new(Pool::new("query", limits.queries, limits.queries)?),
        pages: Pool::new("page", 2, 256)?,
        cache: explorer::Cache::default(),
        kept: kept::Kept::default(),
        catalogue: reconcile::Cache::default(),
        changes: AtomicU64::new(0),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(bind).await?;
        ready(listener.local_addr()?);
        connection::serve(listener, router(server), limits, end).await;
        Ok(())
    })
}

/// Resolves when the process is asked to end.
pub async fn asked_to_end() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}

fn router(server: Arc<Server>) -> Router {
    Router::new()
        .route("/health", routing::get(health))
        .route("/sparql", routing::any(sparql::handle))
        .route("/sparql/", routing::any(sparql::handle))
        .route("/graphs", routing::any(graphs::handle))
        .route("/graphs/{*name}", routing::any(graphs::handle))
        .route("/dump.nq", routing::get(graphs::dump))
        .route("/dump.nq.gz", routing::get(graphs::packed_dump))
        .route("/id/{*name}", routing::get(linked::thing))
        .route("/doc/{*name}", routing::get(linked::description))
        .route("/ns", routing::get(linked::ontology))
        .route("/.well-known/void", routing::get(linked::catalogue))
        .merge(explorer::routes())
        .merge(reconcile::routes())
        .fallback(nothing)
        .with_state(server)
        .layer(CompressionLayer::new().compress_when(
            // What is packed already gets no smaller.
            DefaultPredicate::new().and(NotForContentType::const_new("application/gzip")),
        ))
        .layer(middleware::from_fn(headers::protect))
}

async fn health() -> &'static str {
    "ok\n"
}

async fn nothing(request: Request) -> Response<Body> {
    let problem = Problem::missing("nothing is here: the front page is at /");
    explorer::reply(Err(problem), request.headers())
}
