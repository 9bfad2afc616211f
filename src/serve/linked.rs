//! Linked data: `/id/NAME` leads to `/doc/NAME`, which is a page for people or triples for programs, by `Accept` or extension.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{GraphName, NamedNode, NamedOrBlankNode, Term, Triple},
};

use super::{
    Server, explorer,
    negotiate::{Offer, TRIPLES, choose},
    problem::Problem,
    reply::{Page, keep, make},
};
use crate::{
    export::{self, Format},
    graph::ontology,
    store::{self, Store},
};

/// Most triples that point to a thing and are sent with it.
const INCOMING: usize = 2_000;

const HTML: Offer<Option<Format>> = Offer {
    media_type: "text/html; charset=utf-8",
    aliases: &["application/xhtml+xml"],
    extension: "html",
    format: None,
};

/// HTML and the formats without graphs.
fn offers() -> Vec<Offer<Option<Format>>> {
    let triples = TRIPLES.iter().take(4).map(|offer| Offer {
        media_type: offer.media_type,
        aliases: offer.aliases,
        extension: offer.extension,
        format: Some(offer.format),
    });
    std::iter::once(HTML).chain(triples).collect()
}

/// `/id/...`: the thing itself cannot be sent, its description can.
pub(super) async fn thing(request: Request) -> Response<Body> {
    let path = request.uri().path();
    let target = format!("/doc/{}", path.strip_prefix("/id/").unwrap_or(""));
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    match HeaderValue::from_str(&target) {
        Ok(target) => {
            response.headers_mut().insert(header::LOCATION, target);
            response
        }
        Err(_) => Problem::bad("the address has characters that must be escaped").into_response(),
    }
}

/// `/doc/...`
pub(super) async fn description(
    State(server): State<Arc<Server>>,
    request: Request,
) -> Response<Body> {
    let path = request
        .uri()
        .path()
        .strip_prefix("/doc/")
        .unwrap_or("")
        .to_owned();
    let headers = request.headers().clone();
    let accept = headers.clone();
    let wishes = accept
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let key = format!("{} {wishes}", request.uri().path());
    let page = keep(&server, key, move |server, guard| {
        let (name, offer) = find(server, &path, &accept)?;
        let mut page = match offer.format {
            None => explorer::thing(server, guard, &name)?,
            Some(format) => {
                let mut bytes = Vec::new();
                let triples = about(&server.store, &name)?;
                export::write_triples(triples, format, server.store.base().as_str(), &mut bytes)?;
                Page::new(offer.media_type, bytes)
            }
        };
        page.link = Some(links(server, &name));
        page.varies = true;
        Ok(page)
    })
    .await;
    explorer::reply(page, &headers)
}

/// The thing and the form: a name that is known as it stands goes before one with an extension.
fn find(
    server: &Server,
    path: &str,
    headers: &HeaderMap,
) -> Result<(NamedNode, Offer<Option<Format>>), Problem> {
    let base = server.store.base().as_str();
    let offers = offers();
    let named = |path: &str| NamedNode::new(format!("{base}id/{path}")).ok();
    if let Some(name) = named(path)
        && is_known(&server.store, &name)?
    {
        return Ok((name, *choose(headers, &offers)?));
    }
    if let Some((stem, extension)) = path.rsplit_once('.')
        && let Some(offer) = offers.iter().find(|offer| offer.extension == extension)
        && let Some(name) = named(stem)
        && is_known(&server.store, &name)?
    {
        return Ok((name, *offer));
    }
    Err(Problem::missing(
        "the graph says nothing about this name: search for it on the front page",
    ))
}

fn is_known(store: &Store, name: &NamedNode) -> Result<bool, store::Error> {
    if store.has_graph(name)? {
        return Ok(true);
    }
    let subject = NamedOrBlankNode::from(name.clone());
    if let Some(quad) = store.quads(Some(&subject), None, None, None).next() {
        quad?;
        return Ok(true);
    }
    let object = Term::from(name.clone());
    match store.quads(None, None, Some(&object), None).next() {
        Some(quad) => quad.map(|_| true),
        None => Ok(false),
    }
}

/// What the story says of a thing, and of what points to it; of a document, all that it states.
pub(super) fn about(store: &Store, name: &NamedNode) -> Result<Vec<Triple>, store::Error> {
    let graph = GraphName::from(name.clone());
    if store.base().is_document_graph(&graph) {
        return store
            .quads(None, None, None, Some(&graph))
            .map(|quad| quad.map(Triple::from))
            .collect();
    }
    let subject = NamedOrBlankNode::from(name.clone());
    let object = Term::from(name.clone());
    let story = GraphName::DefaultGraph;
    store
        .quads(Some(&subject), None, None, Some(&story))
        .chain(
            store
                .quads(None, None, Some(&object), Some(&story))
                .take(INCOMING),
        )
        .map(|quad| quad.map(Triple::from))
        .collect()
}

fn links(server: &Server, name: &NamedNode) -> String {
    let iri = name.as_str();
    let path = iri
        .strip_prefix(server.store.base().as_str())
        .and_then(|path| path.strip_prefix("id/"))
        .unwrap_or("");
    let mut links = vec![format!("<{iri}>; rel=\"describes\"")];
    for offer in offers() {
        links.push(format!(
            "</doc/{path}.{}>; rel=\"alternate\"; type=\"{}\"",
            offer.extension,
            offer.essence()
        ));
    }
    links.join(", ")
}

/// `/ns`: the ontology.
pub(super) async fn ontology(
    State(server): State<Arc<Server>>,
    request: Request,
) -> Response<Body> {
    let headers = request.headers().clone();
    let accept = headers.clone();
    let page = make(&server, move |server, _| {
        let offers = offers();
        let offer = choose(&accept, &offers)?;
        let mut page = match offer.format {
            None => explorer::ontology(server)?,
            // As it was written: with its comments and in its order.
            Some(Format::Turtle) => Page::new(offer.media_type, ontology::ONTOLOGY),
            Some(format) => Page::new(
                offer.media_type,
                written(server, ontology::ONTOLOGY, format)?,
            ),
        };
        page.varies = true;
        Ok(page)
    })
    .await;
    explorer::reply(page, &headers)
}

/// `/.well-known/void`: what there is, in VoID and DCAT.
pub(super) async fn catalogue(
    State(server): State<Arc<Server>>,
    request: Request,
) -> Response<Body> {
    let headers = request.headers().clone();
    let accept = headers.clone();
    let page = make(&server, move |server, _| {
        let offers = &TRIPLES[..4];
        let offer = choose(&accept, offers)?;
        let text = void(server)?;
        let mut page = Page::new(offer.media_type, written(server, &text, offer.format)?);
        page.varies = true;
        Ok(page)
    })
    .await;
    explorer::reply(page, &headers)
}

fn void(server: &Server) -> Result<String, Problem> {
    let base = server.store.base().as_str();
    let count = server.store.len()?;
    let documents = server.store.graphs()?.len();
    Ok(format!(
        "@prefix void: <http://rdfs.org/ns/void#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<{base}.well-known/void> a void:DatasetDescription ;
    foaf:primaryTopic <{base}.well-known/void#dataset> .
<{base}.well-known/void#dataset> a void:Dataset, dcat:Dataset ;
    dcterms:title \"Announcements of money, as a graph\"@en ;
    dcterms:description \"Who announced, pays and receives which sums, with the words of the sources.\"@en ;
    void:triples {count} ;
    void:documents {documents} ;
    void:uriSpace \"{base}id/\" ;
    void:vocabulary <https://w3id.org/pledgegraph/ns#>, <http://www.w3.org/ns/prov#> ;
    void:sparqlEndpoint <{base}sparql> ;
    void:dataDump <{base}dump.nq>, <{base}dump.nq.gz> ;
    void:feature formats:N-Quads ;
    dcat:distribution <{base}.well-known/void#dump>, <{base}.well-known/void#sparql> .
<{base}.well-known/void#dump> a dcat:Distribution ;
    dcat:downloadURL <{base}dump.nq> ;
    dcat:mediaType <https://www.iana.org/assignments/media-types/application/n-quads> .
<{base}.well-known/void#sparql> a dcat:Distribution ;
    dcat:accessURL <{base}sparql> ;
    dcat:accessService <{base}sparql> .
<{base}sparql> a dcat:DataService ;
    dcat:endpointURL <{base}sparql> ;
    dcat:servesDataset <{base}.well-known/void#dataset> .
"
    ))
}

fn written(server: &Server, turtle: &str, format: Format) -> Result<Vec<u8>, Problem> {
    let triples = RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(turtle)
        .map(|quad| quad.map(Triple::from))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| {
            tracing::error!("own Turtle: {error}");
            Problem::internal()
        })?;
    let mut bytes = Vec::new();
    export::write_triples(triples, format, server.store.base().as_str(), &mut bytes)?;
    Ok(bytes)
}
