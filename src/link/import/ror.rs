//! The Research Organization Registry's JSON, one record a line -> quads.

use std::{
    io::BufRead,
    path::{Path, PathBuf},
};

use oxigraph::model::{Literal, NamedNode, Quad, Term};
use serde::Deserialize;

use super::Error;
use crate::graph::vocabulary::{dcterms, node, org, owl, rdf, rdfs, schema, skos};

const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// An organisation; both the full names of version 2 and their short forms.
#[derive(Debug, Deserialize)]
struct Record {
    id: String,
    names: Vec<Name>,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    status: String,
    #[serde(default)]
    wikidata: Vec<String>,
    #[serde(default, alias = "locations")]
    loc: Vec<Location>,
    #[serde(default)]
    isni: Vec<String>,
    #[serde(default)]
    fundref: Vec<String>,
    #[serde(default)]
    external_ids: Vec<External>,
    #[serde(default, alias = "relationships")]
    rel: Vec<Relationship>,
}

#[derive(Debug, Deserialize)]
struct Name {
    #[serde(alias = "value")]
    v: String,
    #[serde(default, alias = "types")]
    t: Vec<String>,
    #[serde(default, alias = "lang")]
    l: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Location {
    #[serde(alias = "geonames_id")]
    gn: Option<u64>,
    cc: Option<String>,
    city: Option<String>,
    geonames_details: Option<Details>,
}

#[derive(Debug, Deserialize)]
struct Details {
    country_code: Option<String>,
    name: Option<String>,
}

#[derive(Debug, Deserialize)]
struct External {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    all: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Relationship {
    #[serde(alias = "type")]
    t: String,
    id: String,
}

/// The statements of all records.
pub(super) fn quads(
    path: &Path,
    reader: impl BufRead + 'static,
    graph: &NamedNode,
) -> super::Quads {
    let path: PathBuf = path.to_owned();
    let graph = graph.clone();
    Box::new(reader.lines().enumerate().flat_map(move |(index, line)| {
        match record(&path, index + 1, line, &graph) {
            Ok(quads) => quads.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        }
    }))
}

fn record(
    path: &Path,
    number: usize,
    line: std::io::Result<String>,
    graph: &NamedNode,
) -> Result<Vec<Quad>, Error> {
    let line = line.map_err(|source| Error::io(path, source))?;
    if line.trim().is_empty() {
        return Ok(Vec::new());
    }
    let wrong = |problem: String| Error::content(path, format!("line {number}"), problem);
    let record: Record = serde_json::from_str(&line).map_err(|error| {
        wrong(format!(
            "no record of the Research Organization Registry: {error}"
        ))
    })?;
    let subject = NamedNode::new(record.id.as_str())
        .map_err(|error| wrong(format!("the id {:?} is no IRI: {error}", record.id)))?;
    let mut quads = Vec::new();
    let mut add = |property: NamedNode, object: Term| {
        quads.push(Quad::new(subject.clone(), property, object, graph.clone()));
    };
    add(node(rdf::TYPE), node(org::ORGANIZATION).into());
    for class in record.types.iter().filter_map(|kind| class(kind)) {
        add(node(rdf::TYPE), node(class).into());
    }
    for name in &record.names {
        let shown = name.t.iter().any(|kind| kind == "ror_display");
        let property = if shown { rdfs::LABEL } else { skos::ALT_LABEL };
        add(node(property), text(name).into());
    }
    if !matches!(record.status.as_str(), "" | "active") {
        add(node(owl::DEPRECATED), Literal::from(true).into());
    }
    let from_external = |kind: &'static str| {
        let of_kind = move |external: &&External| external.kind == kind;
        record
            .external_ids
            .iter()
            .filter(of_kind)
            .flat_map(|external| &external.all)
    };
    for id in record.wikidata.iter().chain(from_external("wikidata")) {
        if let Ok(same) = NamedNode::new(format!("{WIKIDATA}{id}")) {
            add(node(owl::SAME_AS), same.into());
        }
    }
    let isni = record
        .isni
        .iter()
        .chain(from_external("isni"))
        .map(|id| ("isni", id));
    let fundref = record
        .fundref
        .iter()
        .chain(from_external("fundref"))
        .map(|id| ("fundref", id));
    for (register, id) in isni.chain(fundref) {
        add(
            node(dcterms::IDENTIFIER),
            Literal::from(format!("{register}:{id}")).into(),
        );
    }
    for place in &record.loc {
        let details = place.geonames_details.as_ref();
        let country = place
            .cc
            .as_ref()
            .or(details.and_then(|details| details.country_code.as_ref()));
        let city = place
            .city
            .as_ref()
            .or(details.and_then(|details| details.name.as_ref()));
        for (property, value) in [("addressCountry", country), ("addressLocality", city)] {
            if let Some(value) = value {
                let property = NamedNode::new_unchecked(format!("{}{property}", schema::NAMESPACE));
                add(property, Literal::from(value.as_str()).into());
            }
        }
        if let Some(id) = place.gn {
            let property = NamedNode::new_unchecked(format!("{}location", schema::NAMESPACE));
            add(
                property,
                NamedNode::new_unchecked(format!("https://sws.geonames.org/{id}/")).into(),
            );
        }
    }
    for relationship in &record.rel {
        let property = match relationship.t.to_ascii_lowercase().as_str() {
            "parent" => format!("{}subOrganizationOf", org::NAMESPACE),
            "child" => format!("{}hasSubOrganization", org::NAMESPACE),
            "related" => format!("{}linkedTo", org::NAMESPACE),
            "predecessor" => format!("{}replaces", dcterms::NAMESPACE),
            "successor" => format!("{}isReplacedBy", dcterms::NAMESPACE),
            _ => continue,
        };
        if let Ok(other) = NamedNode::new(relationship.id.as_str()) {
            add(NamedNode::new_unchecked(property), other.into());
        }
    }
    Ok(quads)
}

fn class(kind: &str) -> Option<&'static str> {
    // Written in small letters since version 2, with a capital before.
    Some(match kind.to_ascii_lowercase().as_str() {
        "government" => schema::GOVERNMENT_ORGANIZATION,
        "company" => schema::CORPORATION,
        "education" => "http://schema.org/EducationalOrganization",
        "facility" => "http://schema.org/ResearchOrganization",
        "nonprofit" => "http://schema.org/NGO",
        "healthcare" => "http://schema.org/MedicalOrganization",
        "funder" => "http://schema.org/FundingAgency",
        "archive" => "http://schema.org/ArchiveOrganization",
        _ => return None,
    })
}

/// A language that is none is left out.
fn text(name: &Name) -> Literal {
    name.l
        .as_deref()
        .and_then(|tag| Literal::new_language_tagged_literal(name.v.as_str(), tag).ok())
        .unwrap_or_else(|| Literal::from(name.v.as_str()))
}
