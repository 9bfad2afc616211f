//! `query`: SPARQL in, a table or a standard format out.

use std::{
    fs,
    io::{self, Read as _, Write},
    path::Path,
};

use anyhow::{Context as _, Error, bail};
use oxigraph::{
    model::Triple,
    sparql::{
        QueryResults, QuerySolutionIter,
        results::{QueryResultsFormat, QueryResultsSerializer},
    },
};

use super::{Outcome, arguments::Query, output, table};
use crate::{
    export,
    graph::{Base, ontology},
    store::Store,
};

/// How the answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Table,
    /// SPARQL results as JSON; JSON-LD for triples.
    Json,
    /// SPARQL results as CSV.
    Csv,
    /// SPARQL results as TSV.
    Tsv,
    /// SPARQL results as XML; RDF/XML for triples.
    Xml,
    /// Triples.
    Rdf(export::Format),
}

/// The format with this name.
pub fn parse_format(name: &str) -> Result<Format, String> {
    Ok(match name {
        "table" => Format::Table,
        "json" => Format::Json,
        "csv" => Format::Csv,
        "tsv" => Format::Tsv,
        "xml" => Format::Xml,
        other => match other.parse::<export::Format>() {
            Ok(format) if format.is_rdf() => Format::Rdf(format),
            _ => {
                return Err(format!(
                    "no format is called {name:?}: use table, json, csv, tsv or xml, and for CONSTRUCT turtle, ntriples, nquads, trig, jsonld or rdfxml"
                ));
            }
        },
    })
}

/// `NAME=VALUE`
pub fn parse_setting(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(name, value)| (name.trim().to_owned(), value.to_owned()))
        .ok_or_else(|| {
            format!("{text:?} is no NAME=VALUE: write for example payer=\"European Union\"")
        })
}

/// Runs it. In a table, no row is a finding; in the formats for programs, an empty answer is an answer.
pub fn run(options: &Query) -> Result<Outcome, Error> {
    if options.question.as_deref() == Some("list") {
        return list();
    }
    let query = text(options)?;
    let store = Store::open(&options.store.store)?;
    let mut out = output::stdout();
    let outcome = match store.query(&query)? {
        QueryResults::Solutions(rows) => solutions(rows, options.format, store.base(), &mut out),
        QueryResults::Boolean(answer) => boolean(answer, options.format, &mut out),
        QueryResults::Graph(triples) => {
            let triples = triples.collect::<Result<Vec<_>, _>>()?;
            graph(triples, options.format, store.base(), &mut out)
        }
    }?;
    out.flush()?;
    Ok(outcome)
}

fn list() -> Result<Outcome, Error> {
    let mut out = output::stdout();
    for question in ontology::questions() {
        let names: Vec<&str> = question.parameters.iter().map(|it| it.name).collect();
        let settings = if names.is_empty() {
            String::new()
        } else {
            format!(" [--set {}]", names.join(", "))
        };
        writeln!(out, "{:<28} {}{settings}", question.name, question.title)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// The query itself, wherever it stands.
fn text(options: &Query) -> Result<String, Error> {
    if let Some(name) = &options.question {
        return ontology::questions()
            .into_iter()
            .find(|question| question.name == name)
            .with_context(|| {
                format!("no question is called {name:?}: `--question list` names them")
            })?
            .filled(&options.set)
            .map_err(Error::msg);
    }
    let given = options.text.as_deref().unwrap_or_default();
    if given == "-" {
        let mut text = String::new();
        io::stdin()
            .read_to_string(&mut text)
            .context("cannot read the query from stdin")?;
        return Ok(text);
    }
    let is_file = Path::new(given)
        .extension()
        .is_some_and(|extension| extension == "rq" || extension == "sparql");
    if is_file && !given.contains(['{', '\n']) {
        return fs::read_to_string(given)
            .with_context(|| format!("cannot read the query from {given}"));
    }
    Ok(given.to_owned())
}

fn solutions(
    rows: QuerySolutionIter<'_>,
    format: Option<Format>,
    base: &Base,
    out: &mut dyn Write,
) -> Result<Outcome, Error> {
    let Some(standard) = results_format(format)? else {
        let rows_written = table::write(rows, base, out)?;
        return Ok(if rows_written == 0 {
            Outcome::Finding
        } else {
            Outcome::Done
        });
    };
    let variables = rows.variables().to_vec();
    let mut writer = QueryResultsSerializer::from_format(standard)
        .serialize_solutions_to_writer(&mut *out, variables)?;
    for row in rows {
        writer.serialize(&row?)?;
    }
    writer.finish()?;
    if matches!(standard, QueryResultsFormat::Json | QueryResultsFormat::Xml) {
        writeln!(out)?;
    }
    Ok(Outcome::Done)
}

fn boolean(answer: bool, format: Option<Format>, out: &mut dyn Write) -> Result<Outcome, Error> {
    match results_format(format)? {
        None => {
            writeln!(out, "{}", if answer { "yes" } else { "no" })?;
            Ok(if answer {
                Outcome::Done
            } else {
                Outcome::Finding
            })
        }
        Some(standard) => {
            QueryResultsSerializer::from_format(standard)
                .serialize_boolean_to_writer(&mut *out, answer)?;
            writeln!(out)?;
            Ok(Outcome::Done)
        }
    }
}

fn graph(
    triples: Vec<Triple>,
    format: Option<Format>,
    base: &Base,
    out: &mut dyn Write,
) -> Result<Outcome, Error> {
    let rdf = match format {
        None | Some(Format::Table) => export::Format::Turtle,
        Some(Format::Json) => export::Format::JsonLd,
        Some(Format::Xml) => export::Format::RdfXml,
        Some(Format::Rdf(format)) => format,
        Some(Format::Csv | Format::Tsv) => {
            bail!(
                "CONSTRUCT and DESCRIBE give triples: use turtle, ntriples, jsonld or rdfxml, or ask with SELECT"
            )
        }
    };
    let nothing = triples.is_empty();
    export::write_triples(triples, rdf, base.as_str(), out)?;
    Ok(if nothing {
        Outcome::Finding
    } else {
        Outcome::Done
    })
}

/// None for the table.
fn results_format(format: Option<Format>) -> Result<Option<QueryResultsFormat>, Error> {
    Ok(match format {
        None | Some(Format::Table) => None,
        Some(Format::Json) => Some(QueryResultsFormat::Json),
        Some(Format::Csv) => Some(QueryResultsFormat::Csv),
        Some(Format::Tsv) => Some(QueryResultsFormat::Tsv),
        Some(Format::Xml) => Some(QueryResultsFormat::Xml),
        Some(Format::Rdf(format)) => {
            bail!(
                "SELECT and ASK give rows, not triples: use table, json, csv, tsv or xml instead of {format}"
            )
        }
    })
}
