//! Names in a table -> things of the store: the Reconciliation Service API, for OpenRefine and its kin.
//!
//! Version 0.2 at `/reconcile`, version 1.0 (draft) at `/reconcile/1.0`; where both ask the same, they share an address. Known are the
//! entities of the story and the things of imported graphs; identifiers are whole IRIs.
//! See <https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/> and
//! <https://reconciliation-api.github.io/specs/draft/>.

mod extend;
mod manifest;
mod matching;
mod preview;
mod query;
mod suggest;

use std::sync::{Arc, Mutex, PoisonError, atomic::Ordering};

use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, Method, Response},
    routing::{any, get},
};
use serde_json::Value;

use super::{
    Server,
    parameters::Parameters,
    problem::Problem,
    reply::{Page, make},
    request,
};
use crate::link::Catalogue;

/// What is kept between requests: the catalogue, and the number of the change it was read after.
#[derive(Debug, Default)]
pub(super) struct Cache(Mutex<Option<(u64, Arc<Catalogue>)>>);

/// The doors.
pub(super) fn routes() -> Router<Arc<Server>> {
    let shared = || {
        Router::new()
            .route("/match", any(batch))
            .route("/suggest/{kind}", get(suggest))
            .route("/extend", any(extension))
            .route("/extend/propose", get(proposals))
            .route("/preview", get(preview))
            .route("/flyout/{kind}", get(flyout))
            .route("/view", get(view))
    };
    Router::new()
        .route("/reconcile", any(service))
        .route("/reconcile/", any(service))
        .route("/reconcile/1.0", get(draft))
        .nest("/reconcile/1.0", shared())
        .nest("/reconcile", shared())
}

/// The names as of the last change; read when first asked for, by one thread while the others wait.
fn catalogue(server: &Server) -> Result<Arc<Catalogue>, Problem> {
    let mut kept = server
        .catalogue
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let now = server.changes.load(Ordering::Acquire);
    match &*kept {
        Some((then, catalogue)) if *then == now => Ok(Arc::clone(catalogue)),
        _ => {
            let catalogue = Arc::new(Catalogue::of(&server.store)?);
            *kept = Some((now, Arc::clone(&catalogue)));
            Ok(catalogue)
        }
    }
}

/// `/reconcile`: the manifest, a batch of queries, or an extension, as version 0.2 has it.
async fn service(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    let headers = request.headers().clone();
    let answer = async {
        let (parts, body) = request.into_parts();
        let mut parameters = Parameters::read(parts.uri.query().unwrap_or(""))?;
        match parts.method {
            Method::GET | Method::HEAD => {}
            Method::POST => {
                let bytes = request::body(body, &server).await?;
                parameters.extend(Parameters::read(request::text(&bytes)?)?);
            }
            _ => return Err(Problem::method("GET, HEAD, POST")),
        }
        let root = manifest::root(&headers);
        make(&server, move |server, _| {
            let catalogue = catalogue(server)?;
            let answer = if let Some(queries) = parameters.one("queries")? {
                matching::batch_0_2(&json(queries)?, &catalogue, &server.store)?
            } else if let Some(extend) = parameters.one("extend")? {
                extend::rows_0_2(&json(extend)?, &catalogue, &server.store)?
            } else {
                manifest::version_0_2(&root, &catalogue)
            };
            Ok(page(&answer))
        })
        .await
    };
    respond(answer.await, &HeaderMap::new())
}

/// `/reconcile/1.0`
async fn draft(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let root = manifest::root(&parts.headers);
    let answer = make(&server, move |server, _| {
        Ok(page(&manifest::version_1_0(&root, &*catalogue(server)?)))
    });
    respond(answer.await, &parts.headers)
}

/// `/reconcile/match`
async fn batch(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    let answer = async {
        let asked = posted(&server, request).await?;
        make(&server, move |server, _| {
            let catalogue = catalogue(server)?;
            let answer = matching::batch_1_0(&asked, &catalogue, &server.store)?;
            Ok(page(&answer))
        })
        .await
    };
    respond(answer.await, &HeaderMap::new())
}

/// `/reconcile/extend`
async fn extension(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    let answer = async {
        let asked = posted(&server, request).await?;
        make(&server, move |server, _| {
            let catalogue = catalogue(server)?;
            let answer = extend::rows_1_0(&asked, &catalogue, &server.store)?;
            Ok(page(&answer))
        })
        .await
    };
    respond(answer.await, &HeaderMap::new())
}

/// `/reconcile/extend/propose`
async fn proposals(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    with_parameters(&server, request, |server, parameters| {
        let catalogue = catalogue(server)?;
        Ok(page(&extend::proposals(
            parameters,
            &catalogue,
            &server.store,
        )?))
    })
    .await
}

/// `/reconcile/suggest/entity`, `property` or `type`
async fn suggest(
    State(server): State<Arc<Server>>,
    Path(kind): Path<String>,
    request: Request,
) -> Response<Body> {
    with_parameters(&server, request, move |server, parameters| {
        let catalogue = catalogue(server)?;
        let prefix = parameters.text("prefix");
        let limit = query::limit(&Value::from(parameters.text("limit")), 10);
        let skip = parameters.text("cursor").parse().unwrap_or(0);
        let answer = match kind.as_str() {
            "entity" => suggest::entities(prefix, skip, limit, &catalogue),
            "type" => suggest::types(prefix, skip, limit, &catalogue),
            "property" => suggest::properties(prefix, skip, limit, &catalogue, &server.store)?,
            _ => return Err(Problem::missing("suggested are: entity, type, property")),
        };
        Ok(page(&answer))
    })
    .await
}

/// `/reconcile/flyout/entity`, `property` or `type`: a line or two of HTML in JSON.
async fn flyout(
    State(server): State<Arc<Server>>,
    Path(_kind): Path<String>,
    request: Request,
) -> Response<Body> {
    with_parameters(&server, request, |server, parameters| {
        let catalogue = catalogue(server)?;
        Ok(page(&preview::flyout(parameters.text("id"), &catalogue)))
    })
    .await
}

/// `/reconcile/preview`: a small page that may stand in a frame.
async fn preview(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    let response = with_parameters(&server, request, |server, parameters| {
        let catalogue = catalogue(server)?;
        preview::page(parameters.text("id"), &catalogue).map(Page::html)
    });
    preview::framed(response.await)
}

/// `/reconcile/view`: on to the page of a thing that is known here.
async fn view(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let answer = async {
        let parameters = Parameters::read(parts.uri.query().unwrap_or(""))?;
        let id = parameters.text("id").to_owned();
        let asked = id.clone();
        make(&server, move |server, _| {
            if catalogue(server)?.thing(&asked).is_none() {
                return Err(unknown(&asked));
            }
            let base = server.store.base().as_str();
            let ours = asked.strip_prefix(base).map(|path| format!("/{path}"));
            Ok(Page::new("text/plain", ours.unwrap_or(asked)))
        })
        .await
    };
    match answer.await {
        Ok(page) => preview::onward(&page.bytes),
        Err(problem) => problem.into_response(),
    }
}

async fn with_parameters(
    server: &Arc<Server>,
    request: Request,
    answer: impl FnOnce(&Server, &Parameters) -> Result<Page, Problem> + Send + 'static,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let made = match Parameters::read(parts.uri.query().unwrap_or("")) {
        Ok(parameters) => make(server, move |server, _| answer(server, &parameters)).await,
        Err(problem) => Err(problem),
    };
    respond(made, &parts.headers)
}

fn respond(page: Result<Page, Problem>, request: &HeaderMap) -> Response<Body> {
    match page {
        Ok(page) => page.into_response(request),
        Err(problem) => problem.into_response(),
    }
}

/// The JSON that was posted.
async fn posted(server: &Server, request: Request) -> Result<Value, Problem> {
    let (parts, body) = request.into_parts();
    if parts.method != Method::POST {
        return Err(Problem::method("POST"));
    }
    let bytes = request::body(body, server).await?;
    json(request::text(&bytes)?)
}

fn json(text: &str) -> Result<Value, Problem> {
    serde_json::from_str(text).map_err(|error| {
        Problem::bad(format!(
            "the request is no JSON: {error}; see https://reconciliation-api.github.io/specs/"
        ))
    })
}

fn page(answer: &Value) -> Page {
    Page::new("application/json", answer.to_string())
}

fn unknown(id: &str) -> Problem {
    Problem::missing(format!(
        "nothing here is called {id:?}: ids are the IRIs that /reconcile gives"
    ))
}

/// The last part of an IRI, for people.
fn short(iri: &str) -> &str {
    let iri = iri.trim_end_matches('/');
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}
