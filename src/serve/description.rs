//! The service description: what `/sparql` says of itself when it is asked nothing.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Response, header},
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::Triple,
};

use super::{
    Server,
    negotiate::{RESULTS, TRIPLES, choose},
    problem::Problem,
};
use crate::export;

/// Any RDF format.
pub(super) fn answer(server: &Server, headers: &HeaderMap) -> Result<Response<Body>, Problem> {
    let offer = choose(headers, &TRIPLES)?;
    let text = turtle(server);
    let triples = RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(&text)
        .map(|quad| quad.map(Triple::from))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| {
            tracing::error!("service description: {error}");
            Problem::internal()
        })?;
    let mut bytes = Vec::new();
    let format = match offer.format {
        export::Format::Trig => export::Format::Turtle,
        other => other,
    };
    export::write_triples(triples, format, server.store.base().as_str(), &mut bytes)?;
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(offer.media_type),
    );
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

fn turtle(server: &Server) -> String {
    let base = server.store.base().as_str();
    let formats: Vec<&str> = RESULTS
        .iter()
        .map(|offer| match offer.extension {
            "json" => "formats:SPARQL_Results_JSON",
            "xml" => "formats:SPARQL_Results_XML",
            "csv" => "formats:SPARQL_Results_CSV",
            _ => "formats:SPARQL_Results_TSV",
        })
        .collect();
    let update = if server.token.is_some() {
        ", sd:SPARQL11Update"
    } else {
        ""
    };
    format!(
        "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .
<{base}sparql> a sd:Service ;
    dcterms:title \"Pledgegraph\" ;
    sd:endpoint <{base}sparql> ;
    sd:supportedLanguage sd:SPARQL11Query{update} ;
    sd:resultFormat formats:Turtle, formats:N-Triples, formats:RDF_XML, formats:JSON-LD, {formats} ;
    sd:feature sd:EmptyGraphs ;
    sd:defaultDataset <{base}.well-known/void#dataset> .
<{base}.well-known/void#dataset> a sd:Dataset, void:Dataset ;
    void:sparqlEndpoint <{base}sparql> ;
    sd:defaultGraph <{base}.well-known/void#story> .
<{base}.well-known/void#story> a sd:Graph ;
    dcterms:description \"The story: each entity once, with Fundings and Shares. GRAPH reaches the sources.\"@en .
",
        formats = formats.join(", ")
    )
}
