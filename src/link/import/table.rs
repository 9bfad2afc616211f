//! CSV -> quads, as a mapping says.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use csv::StringRecord;
use oxigraph::model::{Literal, NamedNode, Quad, Term};
use rustc_hash::FxHashMap;

use super::{
    Error, Mapping,
    mapping::{Kind, Property, fill},
};
use crate::graph::vocabulary::{node, rdf};

/// The statements of all rows.
pub(super) fn quads(
    path: &Path,
    reader: impl Read + 'static,
    graph: &NamedNode,
    mapping: &Mapping,
) -> Result<super::Quads, Error> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(reader);
    let header = reader.headers().map_err(|error| wrong(path, error))?;
    let columns: FxHashMap<String, usize> = header
        .iter()
        .enumerate()
        .map(|(index, name)| (name.trim_start_matches('\u{feff}').to_owned(), index))
        .collect();
    if let Some(missing) = mapping
        .columns()
        .find(|column| !columns.contains_key(*column))
    {
        let known: Vec<&str> = header.iter().collect();
        let problem = format!(
            "the mapping names the column {missing:?}, the file has: {}",
            known.join(", ")
        );
        return Err(Error::content(path, "line 1", problem));
    }
    let table = Table {
        path: path.to_owned(),
        graph: graph.clone(),
        mapping: mapping.clone(),
        columns,
    };
    Ok(Box::new(reader.into_records().flat_map(move |row| {
        let quads = row
            .map_err(|error| wrong(&table.path, error))
            .and_then(|row| table.row(&row));
        match quads {
            Ok(quads) => quads.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        }
    })))
}

fn wrong(path: &Path, error: csv::Error) -> Error {
    let line = error.position().map_or(1, csv::Position::line);
    match error.into_kind() {
        csv::ErrorKind::Io(source) => Error::io(path, source),
        csv::ErrorKind::Utf8 { err, .. } => Error::content(
            path,
            format!("line {line}"),
            format!("{err}: save the file as UTF-8"),
        ),
        other => Error::content(path, format!("line {line}"), format!("{other:?}")),
    }
}

struct Table {
    path: PathBuf,
    graph: NamedNode,
    mapping: Mapping,
    columns: FxHashMap<String, usize>,
}

impl Table {
    fn row(&self, row: &StringRecord) -> Result<Vec<Quad>, Error> {
        let value = |column: &str| {
            let cell = row.get(*self.columns.get(column)?)?.trim();
            (!cell.is_empty()).then_some(cell)
        };
        let Some(subject) = fill(&self.mapping.subject, value) else {
            return Ok(Vec::new());
        };
        let subject = self.iri(subject, row)?;
        let mut quads = Vec::new();
        let mut add = |property: NamedNode, object: Term| {
            quads.push(Quad::new(
                subject.clone(),
                property,
                object,
                self.graph.clone(),
            ));
        };
        for class in &self.mapping.types {
            add(node(rdf::TYPE), NamedNode::new_unchecked(class).into());
        }
        for property in &self.mapping.properties {
            let Some(filled) = fill(&property.value, value) else {
                continue;
            };
            let values: Vec<&str> = match &property.split {
                Some(between) => filled.split(between.as_str()).map(str::trim).collect(),
                None => vec![&filled],
            };
            for value in values.into_iter().filter(|value| !value.is_empty()) {
                let object = self.object(property, value, row)?;
                add(NamedNode::new_unchecked(&property.iri), object);
            }
        }
        Ok(quads)
    }

    fn object(&self, property: &Property, value: &str, row: &StringRecord) -> Result<Term, Error> {
        let value = match &property.replace {
            Some((from, to)) => value.replace(from.as_str(), to),
            None => value.to_owned(),
        };
        Ok(
            match (property.kind, &property.language, &property.datatype) {
                (Kind::Iri, _, _) => self.iri(value, row)?.into(),
                (Kind::Text, Some(language), _) => {
                    Literal::new_language_tagged_literal(value, language)
                        .map_err(|error| {
                            self.wrong(row, format!("{language:?} is no language: {error}"))
                        })?
                        .into()
                }
                (Kind::Text, None, Some(datatype)) => {
                    Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
                }
                (Kind::Text, None, None) => Literal::from(value).into(),
            },
        )
    }

    fn iri(&self, iri: String, row: &StringRecord) -> Result<NamedNode, Error> {
        NamedNode::new(iri.as_str())
            .map_err(|error| self.wrong(row, format!("{iri:?} is no IRI: {error}")))
    }

    fn wrong(&self, row: &StringRecord, problem: String) -> Error {
        let line = row.position().map_or(0, csv::Position::line);
        Error::content(&self.path, format!("line {line}"), problem)
    }
}
