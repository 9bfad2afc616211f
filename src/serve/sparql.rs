//! SPARQL 1.1 Protocol on `/sparql`.

use std::{
    io::Write as _,
    sync::{Arc, atomic::Ordering},
    time::Instant,
};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, Method, Response, StatusCode, header},
};
use oxigraph::sparql::{
    QueryResults,
    results::{QueryResultsFormat, QueryResultsSerializer},
};

use super::{
    Server, description,
    negotiate::{Named, Offer, RESULTS, TRIPLES, choose, named},
    parameters::Parameters,
    problem::Problem,
    request, scan,
    stream::{Allowance, Sink, respond},
};
use crate::{
    export::{self, Format},
    store::{Dataset, Guard, Stop},
};

/// The door.
pub(super) async fn handle(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    answer(&server, request)
        .await
        .unwrap_or_else(Problem::into_response)
}

enum Operation {
    Query(String),
    Update(String),
    Nothing,
}

async fn answer(server: &Arc<Server>, request: Request) -> Result<Response<Body>, Problem> {
    let (parts, body) = request.into_parts();
    let mut parameters = Parameters::read(parts.uri.query().unwrap_or(""))?;
    let operation = match parts.method {
        Method::GET | Method::HEAD => {
            if parameters.has("update") {
                return Err(Problem::method("updates by POST only"));
            }
            query_of(&parameters)?
        }
        Method::POST => {
            let media_type = request::content_type(&parts.headers)?;
            if parameters.has("query") || parameters.has("update") {
                return Err(Problem::bad(
                    "the operation stands in the address: put it into the body of the POST",
                ));
            }
            match media_type.as_str() {
                "application/x-www-form-urlencoded" => {
                    let bytes = request::body(body, server).await?;
                    parameters.extend(Parameters::read(request::text(&bytes)?)?);
                    match (query_of(&parameters)?, parameters.one("update")?) {
                        (Operation::Nothing, Some(update)) => Operation::Update(update.to_owned()),
                        (_, Some(_)) => {
                            return Err(Problem::bad("query and update at once: send one of them"));
                        }
                        (query, None) => query,
                    }
                }
                "application/sparql-query" => {
                    let bytes = request::body(body, server).await?;
                    Operation::Query(request::text(&bytes)?.to_owned())
                }
                "application/sparql-update" => {
                    // Asked before the body is read: a stranger's upload is not.
                    request::may_write(&parts.headers, server)?;
                    let bytes = request::body(body, server).await?;
                    Operation::Update(request::text(&bytes)?.to_owned())
                }
                _ => {
                    return Err(request::unsupported(
                        "send application/sparql-query, application/sparql-update or application/x-www-form-urlencoded",
                    ));
                }
            }
        }
        _ => return Err(Problem::method("GET, HEAD, POST, OPTIONS")),
    };
    match operation {
        Operation::Query(text) => {
            scan::check_query(&text)?;
            let dataset = Dataset {
                default: parameters.iris("default-graph-uri")?,
                named: parameters.iris("named-graph-uri")?,
            };
            let wish = Wish::new(parts.headers, parameters.text("format"));
            query(server, text, dataset, wish).await
        }
        Operation::Update(text) => {
            request::may_write(&parts.headers, server)?;
            scan::check_update(&text)?;
            let dataset = Dataset {
                default: parameters.iris("using-graph-uri")?,
                named: parameters.iris("using-named-graph-uri")?,
            };
            update(server, text, dataset).await
        }
        Operation::Nothing if parts.method == Method::POST => {
            Err(Problem::bad("the form has neither query nor update"))
        }
        Operation::Nothing => description::answer(server, &parts.headers),
    }
}

fn query_of(parameters: &Parameters) -> Result<Operation, Problem> {
    Ok(match parameters.one("query")? {
        Some(query) => Operation::Query(query.to_owned()),
        None => Operation::Nothing,
    })
}

/// What the client wants to get; the format of the address goes before `Accept`.
#[derive(Debug)]
struct Wish {
    headers: HeaderMap,
    format: String,
}

impl Wish {
    fn new(headers: HeaderMap, format: &str) -> Self {
        Self {
            headers,
            format: format.to_owned(),
        }
    }

    /// A word that means no format at all is left to `Accept`: clients send words of their own.
    fn of<'a, T>(&self, offers: &'a [Offer<T>]) -> Result<&'a Offer<T>, Problem> {
        match named(offers, &self.format) {
            Named::Offered(offer) => Ok(offer),
            Named::Known => Err(Problem::not_acceptable(
                offers.iter().map(|offer| offer.extension),
            )),
            Named::Unknown => choose(&self.headers, offers),
        }
    }
}

async fn query(
    server: &Arc<Server>,
    text: String,
    dataset: Dataset,
    wish: Wish,
) -> Result<Response<Body>, Problem> {
    let allowance = server.allowance();
    let guard = allowance.guard.clone();
    let server = Arc::clone(server);
    let pool = Arc::clone(&server.queries);
    let mut response = respond(&pool, allowance, move |sink| {
        let results = server.store.answer(&text, &dataset, &guard)?;
        write(&server, results, &wish, sink)
    })
    .await?;
    response
        .headers_mut()
        .insert(header::VARY, header::HeaderValue::from_static("accept"));
    Ok(response)
}

fn write(
    server: &Server,
    results: QueryResults<'static>,
    wish: &Wish,
    sink: &mut Sink,
) -> Result<(), Problem> {
    match results {
        QueryResults::Boolean(answer) => {
            let offer = wish.of(&RESULTS)?;
            sink.content_type(offer.media_type);
            QueryResultsSerializer::from_format(offer.format)
                .serialize_boolean_to_writer(&mut *sink, answer)?;
        }
        QueryResults::Solutions(rows) => {
            let offer = wish.of(&RESULTS)?;
            sink.content_type(offer.media_type);
            write_rows(server, rows, offer.format, sink)?;
        }
        QueryResults::Graph(triples) => {
            let offer = wish.of(&TRIPLES)?;
            sink.content_type(offer.media_type);
            let mut collected = Vec::new();
            for triple in triples {
                sink.check()?;
                collected.push(triple.map_err(crate::store::Error::from)?);
                within_rows(server, collected.len() as u64)?;
            }
            // One graph without a name needs no format with graphs, but may be asked for in one.
            let format = match offer.format {
                Format::Trig => Format::Turtle,
                other => other,
            };
            export::write_triples(collected, format, server.store.base().as_str(), sink)?;
        }
    }
    Ok(())
}

fn write_rows(
    server: &Server,
    rows: oxigraph::sparql::QuerySolutionIter<'static>,
    format: QueryResultsFormat,
    sink: &mut Sink,
) -> Result<(), Problem> {
    let variables = rows.variables().to_vec();
    let writing = sink.watch();
    let mut count = 0;
    // The serializer owns what it writes to, so rows are gathered in a buffer of their own and handed on.
    let mut writer = QueryResultsSerializer::from_format(format)
        .serialize_solutions_to_writer(&mut *sink, variables)?;
    for row in rows {
        count += 1;
        within_rows(server, count)?;
        // The engine looks at the token only where it reads quads; a client that reads slowly makes it wait elsewhere.
        writing.check()?;
        let row = row.map_err(crate::store::Error::from)?;
        writer.serialize(&row)?;
    }
    writer.finish()?.flush()?;
    Ok(())
}

fn within_rows(server: &Server, count: u64) -> Result<(), Problem> {
    if count <= server.limits.rows {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        format!(
            "the answer has more than the {} rows this server sends at once: use LIMIT and OFFSET, or the dumps",
            server.limits.rows
        ),
    ))
}

async fn update(
    server: &Arc<Server>,
    text: String,
    dataset: Dataset,
) -> Result<Response<Body>, Problem> {
    let allowance = server.allowance();
    let guard = allowance.guard.clone();
    let server = Arc::clone(server);
    let pool = Arc::clone(&server.queries);
    let mut response = respond(&pool, allowance, move |_| {
        server.store.update(&text, &dataset, &guard)?;
        server.changed();
        Ok(())
    })
    .await?;
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

impl Server {
    /// Something was written.
    pub(super) fn changed(&self) {
        self.changes.fetch_add(1, Ordering::Release);
    }

    /// A fresh budget.
    pub(super) fn allowance(&self) -> Allowance {
        Allowance {
            deadline: Instant::now() + self.limits.time,
            bytes: self.limits.bytes,
            guard: Guard::new(self.limits.held_cells, self.limits.made_bytes),
        }
    }
}

/// A query that was stopped says so with an error of the engine; the reason is the guard's.
impl From<oxigraph::sparql::QueryEvaluationError> for Problem {
    fn from(error: oxigraph::sparql::QueryEvaluationError) -> Self {
        match error {
            oxigraph::sparql::QueryEvaluationError::Cancelled => Self::stopped(Stop::Time),
            other => Self::from(crate::store::Error::from(other)),
        }
    }
}
