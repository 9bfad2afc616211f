//! SPARQL 1.1 Graph Store Protocol on `/graphs`: `?graph=IRI`, `?default`, or directly, where `/graphs/NAME` is `BASE/graphs/NAME`.

use std::{io::Write as _, sync::Arc};

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header, request::Parts},
};
use flate2::{Compression, write::GzEncoder};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{GraphName, NamedNode, Quad},
};
use sha2::{Digest as _, Sha256};

use super::{
    Server, multipart,
    negotiate::{TRIPLES, choose},
    nesting,
    parameters::{Parameters, iri},
    problem::Problem,
    request,
    stream::{Sink, respond},
};
use crate::export::{self, Format, Graphs};

/// Text of parsed terms that an upload may unfold to: entities of XML repeat themselves.
const UNFOLDED: usize = 128 << 20;

/// The door.
pub(super) async fn handle(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    answer(&server, request)
        .await
        .unwrap_or_else(Problem::into_response)
}

async fn answer(server: &Arc<Server>, request: Request) -> Result<Response<Body>, Problem> {
    let (parts, body) = request.into_parts();
    let graph = graph_of(server, &parts)?;
    match (&parts.method, graph) {
        (&Method::GET | &Method::HEAD, Some(graph)) => read(server, graph, &parts.headers).await,
        (&Method::PUT | &Method::POST | &Method::DELETE, _)
            if request::may_write(&parts.headers, server).is_err() =>
        {
            Err(request::may_write(&parts.headers, server)
                .err()
                .unwrap_or_else(Problem::internal))
        }
        (&Method::DELETE, Some(graph)) => remove(server, graph).await,
        (&Method::PUT, Some(graph)) => {
            let bytes = request::body(body, server).await?;
            write(server, Target::Replace(graph), &parts.headers, bytes).await
        }
        (&Method::POST, graph) => {
            let bytes = request::body(body, server).await?;
            let target = graph.map_or(Target::New, Target::Extend);
            write(server, target, &parts.headers, bytes).await
        }
        (_, None) => Err(Problem::bad(
            "which graph? Add ?default, ?graph=IRI, or a name after /graphs/",
        )),
        _ => Err(Problem::method("GET, HEAD, PUT, POST, DELETE, OPTIONS")),
    }
}

/// `None` when the request names none: only a POST may do so.
fn graph_of(server: &Server, parts: &Parts) -> Result<Option<GraphName>, Problem> {
    let parameters = Parameters::read(parts.uri.query().unwrap_or(""))?;
    let direct = parts
        .uri
        .path()
        .strip_prefix("/graphs")
        .unwrap_or("")
        .trim_start_matches('/');
    match (parameters.one("graph")?, parameters.has("default"), direct) {
        (None, true, "") => Ok(Some(GraphName::DefaultGraph)),
        (Some(name), false, "") => Ok(Some(iri("graph", name)?.into())),
        (None, false, "") => Ok(None),
        (None, false, name) => {
            let name = format!("{}graphs/{name}", server.store.base().as_str());
            Ok(Some(iri("the address", &name)?.into()))
        }
        _ => Err(Problem::bad(
            "two graphs are named: give one of ?default, ?graph=IRI, or a name after /graphs/",
        )),
    }
}

async fn read(
    server: &Arc<Server>,
    graph: GraphName,
    headers: &HeaderMap,
) -> Result<Response<Body>, Problem> {
    let offer = choose(headers, &TRIPLES)?;
    let allowance = server.allowance();
    let server = Arc::clone(server);
    let pool = Arc::clone(&server.queries);
    let mut response = respond(&pool, allowance, move |sink| {
        if !server.store.holds_graph(&graph)? {
            return Err(Problem::missing(
                "there is no such graph: `SELECT DISTINCT ?g { GRAPH ?g {} }` names them",
            ));
        }
        sink.content_type(offer.media_type);
        let mut triples = Vec::new();
        for quad in server.store.quads(None, None, None, Some(&graph)) {
            sink.check()?;
            triples.push(quad?.into());
        }
        let format = match offer.format {
            Format::Trig => Format::Turtle,
            other => other,
        };
        export::write_triples(triples, format, server.store.base().as_str(), sink)?;
        Ok(())
    })
    .await?;
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

async fn remove(server: &Arc<Server>, graph: GraphName) -> Result<Response<Body>, Problem> {
    let allowance = server.allowance();
    let server = Arc::clone(server);
    let pool = Arc::clone(&server.queries);
    let mut response = respond(&pool, allowance, move |_| {
        if server.store.remove_graph(&graph)? {
            server.changed();
            Ok(())
        } else {
            Err(Problem::missing("there is no such graph"))
        }
    })
    .await?;
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

enum Target {
    Replace(GraphName),
    Extend(GraphName),
    New,
}

async fn write(
    server: &Arc<Server>,
    target: Target,
    headers: &HeaderMap,
    bytes: Bytes,
) -> Result<Response<Body>, Problem> {
    let media_type = request::content_type(headers)?;
    let parts = if media_type == "multipart/form-data" {
        let boundary = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(multipart::boundary)
            .ok_or_else(|| Problem::bad("multipart/form-data has no boundary"))?;
        multipart::parts(&bytes, &boundary)?
    } else {
        vec![(media_type, bytes)]
    };
    let allowance = server.allowance();
    let server = Arc::clone(server);
    let pool = Arc::clone(&server.queries);
    let mut response = respond(&pool, allowance, move |sink| {
        let store = &server.store;
        let (graph, replace) = match target {
            Target::Replace(graph) => (graph, true),
            Target::Extend(graph) => (graph, false),
            Target::New => (fresh(&server, &parts)?, true),
        };
        let mut quads = Vec::new();
        for (media_type, bytes) in &parts {
            parse(&server, &graph, media_type, bytes, &mut quads)?;
            sink.check()?;
        }
        let known = if replace {
            store.replace_graph(&graph, quads)?
        } else {
            store.extend_graph(&graph, quads)?
        };
        server.changed();
        if !known && let GraphName::NamedNode(name) = &graph {
            let location = HeaderValue::from_str(name.as_str()).map_err(|_| {
                Problem::bad(
                    "the name of the graph has characters that no header may hold: escape them",
                )
            })?;
            sink.headers.insert(header::LOCATION, location);
        }
        sink.flush()?;
        Ok(())
    })
    .await?;
    *response.status_mut() = if response.headers().contains_key(header::LOCATION) {
        StatusCode::CREATED
    } else {
        StatusCode::NO_CONTENT
    };
    Ok(response)
}

/// A name nobody has, that follows from the content.
fn fresh(server: &Server, parts: &[(String, Bytes)]) -> Result<GraphName, Problem> {
    use std::fmt::Write as _;
    let mut hash = Sha256::new();
    for (_, bytes) in parts {
        hash.update(bytes);
    }
    let digits = hash.finalize()[..8]
        .iter()
        .fold(String::new(), |mut digits, byte| {
            let _ = write!(digits, "{byte:02x}");
            digits
        });
    for number in 1..10_000 {
        let name = format!("{}graphs/{digits}-{number}", server.store.base().as_str());
        let graph = GraphName::from(NamedNode::new_unchecked(name));
        if !server.store.holds_graph(&graph)? {
            return Ok(graph);
        }
    }
    Err(Problem::bad(
        "this graph was made 10,000 times already: name it with ?graph=IRI",
    ))
}

fn parse(
    server: &Server,
    graph: &GraphName,
    media_type: &str,
    bytes: &[u8],
    quads: &mut Vec<Quad>,
) -> Result<(), Problem> {
    let format = match media_type {
        "text/turtle" | "application/x-turtle" | "" => RdfFormat::Turtle,
        "application/n-triples" | "text/plain" => RdfFormat::NTriples,
        "application/rdf+xml" | "application/xml" | "text/xml" => RdfFormat::RdfXml,
        "application/ld+json" | "application/json" => RdfFormat::JsonLd {
            profile: oxigraph::io::JsonLdProfileSet::empty(),
        },
        other => {
            return Err(request::unsupported(format!(
                "{other:?} is no format of graphs: send text/turtle, application/n-triples, application/rdf+xml or application/ld+json"
            )));
        }
    };
    if format == RdfFormat::RdfXml {
        check_entities(bytes)?;
    }
    nesting::check(format, bytes)?;
    let base = match graph {
        GraphName::NamedNode(name) => name.as_str(),
        _ => server.store.base().as_str(),
    };
    let wrong = |error: &dyn std::fmt::Display| {
        Problem::bad(format!(
            "the body does not parse, nothing was changed: {error}"
        ))
    };
    let parser = RdfParser::from_format(format)
        .with_base_iri(base)
        .map_err(|error| wrong(&error))?
        .with_default_graph(graph.clone())
        .without_named_graphs()
        .rename_blank_nodes();
    let mut unfolded = 0;
    for quad in parser.for_slice(bytes) {
        let quad = quad.map_err(|error| wrong(&error))?;
        unfolded += quad.object.to_string().len();
        if unfolded > UNFOLDED {
            return Err(Problem::too_large(
                "the body unfolds to more text than this server takes: send it without entities, or in parts",
            ));
        }
        quads.push(quad);
    }
    Ok(())
}

/// Entities of XML may stand for short texts, not for each other: a few hundred bytes could unfold to more than any memory holds.
fn check_entities(bytes: &[u8]) -> Result<(), Problem> {
    let text = String::from_utf8_lossy(bytes);
    let mut longest = 0;
    for declaration in text.split("<!ENTITY").skip(1) {
        let value = declaration.split('"').nth(1).unwrap_or(declaration);
        if value.replace("&#", "").contains('&')
            || value.contains("&#38;")
            || value.contains("&#x26;")
        {
            return Err(Problem::bad(
                "an entity of the XML uses another one: write the text out, or send Turtle",
            ));
        }
        longest = longest.max(value.len());
    }
    let uses = bytes.iter().filter(|byte| **byte == b'&').count();
    if longest.saturating_mul(uses) > UNFOLDED {
        return Err(Problem::too_large(
            "the entities of the XML unfold to more text than this server takes: write it out in parts, or send Turtle",
        ));
    }
    Ok(())
}

/// All of the store in one file: `/dump.nq`.
pub(super) async fn dump(State(server): State<Arc<Server>>) -> Response<Body> {
    whole(&server, |server, sink| {
        sink.content_type("application/n-quads");
        export::write(&server.store, Format::NQuads, &Graphs::All, sink)?;
        Ok(())
    })
    .await
}

/// The same, packed: `/dump.nq.gz`.
pub(super) async fn packed_dump(State(server): State<Arc<Server>>) -> Response<Body> {
    whole(&server, |server, sink| {
        sink.content_type("application/gzip");
        let mut packed = GzEncoder::new(sink, Compression::default());
        export::write(&server.store, Format::NQuads, &Graphs::All, &mut packed)?;
        packed.finish()?;
        Ok(())
    })
    .await
}

/// The whole store takes longer than a query, and as many bytes as it has.
async fn whole(
    server: &Arc<Server>,
    write: impl FnOnce(&Server, &mut Sink) -> Result<(), Problem> + Send + 'static,
) -> Response<Body> {
    let mut allowance = server.allowance();
    allowance.bytes = u64::MAX;
    allowance.deadline += server.limits.time * 9;
    let worker = Arc::clone(server);
    respond(&server.queries, allowance, move |sink| write(&worker, sink))
        .await
        .unwrap_or_else(Problem::into_response)
}
