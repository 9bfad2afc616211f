//! Pages for people: made on the server, readable without scripts, in templates that escape what they are given.

mod chart;
mod data;
mod document;
mod entity;
mod flow;
mod neighbours;
mod question;
mod search;
mod terms;
mod timeline;
mod workbench;

use std::sync::{Arc, Mutex, OnceLock, PoisonError, atomic::Ordering};

use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    routing::get,
};
use minijinja::{AutoEscape, Environment, Value, context};
use oxigraph::model::NamedNode;

use super::{
    Server,
    parameters::{Parameters, encode},
    problem::Problem,
    reply::{Page, keep},
};
use crate::{graph::ontology, store::Guard};

/// Rows of a table on a page; the downloads have all.
const ROWS: usize = 1_000;

const SCRIPT: &str = "text/javascript; charset=utf-8";

const TEMPLATES: [(&str, &str); 15] = [
    ("base.html", include_str!("../templates/base.html")),
    ("parts.html", include_str!("../templates/parts.html")),
    ("front.html", include_str!("../templates/front.html")),
    ("search.html", include_str!("../templates/search.html")),
    ("entity.html", include_str!("../templates/entity.html")),
    ("document.html", include_str!("../templates/document.html")),
    (
        "documents.html",
        include_str!("../templates/documents.html"),
    ),
    (
        "questions.html",
        include_str!("../templates/questions.html"),
    ),
    ("question.html", include_str!("../templates/question.html")),
    ("query.html", include_str!("../templates/query.html")),
    (
        "neighbours.html",
        include_str!("../templates/neighbours.html"),
    ),
    ("flows.html", include_str!("../templates/flows.html")),
    ("timeline.html", include_str!("../templates/timeline.html")),
    ("ontology.html", include_str!("../templates/ontology.html")),
    ("problem.html", include_str!("../templates/problem.html")),
];

/// What the pages keep between requests.
#[derive(Debug, Default)]
pub(super) struct Cache {
    /// Names, and the number of the change they were read after.
    names: Mutex<Option<(u64, Arc<search::Index>)>>,
    /// The terms for completion, likewise.
    terms: Mutex<Option<(u64, Arc<Vec<u8>>)>>,
}

/// What the slot holds, or what `make` makes of the store as it is now.
fn kept<T>(
    server: &Server,
    slot: &Mutex<Option<(u64, Arc<T>)>>,
    make: impl FnOnce() -> Result<T, Problem>,
) -> Result<Arc<T>, Problem> {
    let change = server.changes.load(Ordering::Relaxed);
    let slot = || slot.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((read, known)) = slot().as_ref()
        && *read == change
    {
        return Ok(Arc::clone(known));
    }
    let made = Arc::new(make()?);
    *slot() = Some((change, Arc::clone(&made)));
    Ok(made)
}

/// The doors.
pub(super) fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/", get(front))
        .route("/search", get(find))
        .route("/suggest", get(suggest))
        .route("/documents", get(documents))
        .route("/questions", get(question::list))
        .route("/questions/{name}", get(question::one))
        .route("/query", get(workbench::page))
        .route("/terms", get(terms::list))
        .route("/neighbours", get(neighbours::page))
        .route("/neighbours.svg", get(neighbours::picture))
        .route("/flows", get(flows))
        .route("/flows.svg", get(flows_picture))
        .route("/timeline", get(timeline_page))
        .route("/timeline.svg", get(timeline_picture))
        .route("/assets/{name}", get(asset))
        .route(
            "/robots.txt",
            get(async || "User-agent: *\nDisallow: /sparql\nDisallow: /query\n"),
        )
}

/// A page, or the page that says what went wrong.
pub(super) fn reply(page: Result<Page, Problem>, request: &HeaderMap) -> Response<Body> {
    let problem = match page {
        Ok(page) => return page.into_response(request),
        Err(problem) => problem,
    };
    let wants_page = request
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    if !wants_page {
        return problem.into_response();
    }
    let title = problem.status.canonical_reason().unwrap_or("Error");
    let shown = render("problem.html", context! { title, detail => problem.detail });
    let status = problem.status;
    let mut response = problem.into_response();
    if let Ok(text) = shown {
        *response.body_mut() = Body::from(text);
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
    }
    debug_assert_eq!(response.status(), status);
    response
}

/// The page of a thing.
pub(super) fn thing(server: &Server, guard: &Guard, name: &NamedNode) -> Result<Page, Problem> {
    let graph = name.clone().into();
    if server.store.base().is_document_graph(&graph) {
        document::page(server, guard, name)
    } else {
        entity::page(server, guard, name)
    }
}

/// The page of the ontology: each term with its comment.
pub(super) fn ontology(server: &Server) -> Result<Page, Problem> {
    use oxigraph::{
        io::{RdfFormat, RdfParser},
        model::{NamedOrBlankNode, Term},
    };
    use std::collections::BTreeMap;
    let _ = server;
    let mut terms: BTreeMap<String, BTreeMap<&str, String>> = BTreeMap::new();
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(ontology::ONTOLOGY) {
        let Ok(quad) = quad else { continue };
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else {
            continue;
        };
        let Some(name) = subject
            .as_str()
            .strip_prefix("https://w3id.org/pledgegraph/ns#")
        else {
            continue;
        };
        let field = match data::local_name(quad.predicate.as_str()) {
            "label" | "prefLabel" => "label",
            "comment" | "definition" => "definition",
            "type" => "kind",
            "example" => "example",
            _ => continue,
        };
        let value = match &quad.object {
            Term::NamedNode(node) => data::local_name(node.as_str()).to_owned(),
            Term::Literal(literal) => literal.value().to_owned(),
            Term::BlankNode(_) => continue,
        };
        terms
            .entry(name.to_owned())
            .or_default()
            .entry(field)
            .or_insert(value);
    }
    Ok(Page::html(render("ontology.html", context! { terms })?))
}

/// Fills a template. Their text is ours, so a failure is our mistake.
fn render(name: &str, values: Value) -> Result<String, Problem> {
    static TEMPLATE_SET: OnceLock<Environment<'static>> = OnceLock::new();
    let environment = TEMPLATE_SET.get_or_init(|| {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.add_filter("encode", |text: String| encode(&text));
        for (name, text) in TEMPLATES {
            if let Err(error) = environment.add_template(name, text) {
                tracing::error!("template {name}: {error:#}");
            }
        }
        environment
    });
    environment
        .get_template(name)
        .and_then(|template| template.render(values))
        .map_err(|error| {
            tracing::error!("template {name}: {error:#}");
            Problem::internal()
        })
}

/// Reads the parameters, makes the page on the pool, answers.
async fn show(
    server: &Arc<Server>,
    request: Request,
    page: impl FnOnce(&Server, &Guard, &Parameters) -> Result<Page, Problem> + Send + 'static,
) -> Response<Body> {
    let headers = request.headers().clone();
    let parameters = match Parameters::read(request.uri().query().unwrap_or("")) {
        Ok(parameters) => parameters,
        Err(problem) => return reply(Err(problem), &headers),
    };
    let name = request.uri().to_string();
    let made = keep(server, name, move |server, guard| {
        page(server, guard, &parameters)
    })
    .await;
    reply(made, &headers)
}

async fn front(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    show(&server, request, |server, guard, _| {
        let counts = data::rows(
            server,
            guard,
            "SELECT (COUNT(?f) AS ?fundings) { ?f a pg:Funding }",
        )?;
        let fundings = counts
            .first()
            .map(|row| data::text(row, "fundings"))
            .unwrap_or_default();
        let documents = server.store.graphs()?.len();
        let latest = timeline::announcements(server, guard, 8)?;
        let values = context! { fundings, documents, latest, questions => question::listed() };
        Ok(Page::html(render("front.html", values)?))
    })
    .await
}

fn names(server: &Server, guard: &Guard) -> Result<Arc<search::Index>, Problem> {
    kept(server, &server.cache.names, || {
        search::Index::new(server, guard)
    })
}

async fn find(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    show(&server, request, |server, guard, parameters| {
        let what = parameters.text("q");
        let found = names(server, guard)?.find(what, 200);
        let mut page = Page::html(render("search.html", context! { what, found })?);
        if found.is_empty() && !what.is_empty() {
            page.status = StatusCode::NOT_FOUND;
        }
        Ok(page)
    })
    .await
}

/// For completion while typing.
async fn suggest(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    show(&server, request, |server, guard, parameters| {
        let found = names(server, guard)?.find(parameters.text("q"), 10);
        let text = serde_json::to_vec(&found).map_err(|_| Problem::internal())?;
        Ok(Page::new("application/json", text))
    })
    .await
}

async fn documents(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    show(&server, request, |server, guard, _| {
        let documents = document::list(server, guard)?;
        Ok(Page::html(render(
            "documents.html",
            context! { documents },
        )?))
    })
    .await
}

async fn flows(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    show(&server, request, |server, guard, parameters| {
        let flows = flow::read(server, guard, parameters.text("currency"))?;
        let picture = Value::from_safe_string(flow::svg(&flows));
        Ok(Page::html(render(
            "flows.html",
            context! { flows, picture },
        )?))
    })
    .await
}

async fn flows_picture(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    show(&server, request, |server, guard, parameters| {
        let flows = flow::read(server, guard, parameters.text("currency"))?;
        Ok(Page::svg(chart::file(&flow::svg(&flows))))
    })
    .await
}

async fn timeline_page(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    show(&server, request, |server, guard, _| {
        let announcements = timeline::announcements(server, guard, ROWS)?;
        let picture = Value::from_safe_string(timeline::svg(&announcements));
        let values = context! { announcements, picture };
        Ok(Page::html(render("timeline.html", values)?))
    })
    .await
}

async fn timeline_picture(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    show(&server, request, |server, guard, _| {
        let announcements = timeline::announcements(server, guard, usize::MAX)?;
        Ok(Page::svg(chart::file(&timeline::svg(&announcements))))
    })
    .await
}

async fn asset(Path(name): Path<String>, request: Request) -> Response<Body> {
    let page = match name.as_str() {
        "style.css" => Page::new(
            "text/css; charset=utf-8",
            include_str!("../assets/style.css"),
        ),
        "script.js" => Page::new(SCRIPT, include_str!("../assets/script.js")),
        "theme.js" => Page::new(SCRIPT, include_str!("../assets/theme.js")),
        "query.js" => Page::new(SCRIPT, include_str!("../assets/query.js")),
        "openapi.json" => Page::new("application/json", include_str!("../assets/openapi.json")),
        "icon.svg" => Page::new("image/svg+xml", include_str!("../assets/icon.svg")),
        _ => return Problem::missing("there is no such file").into_response(),
    };
    page.into_response(request.headers())
}
