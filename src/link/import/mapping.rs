//! What the columns of a table mean.
//!
//! ```toml
//! subject = "https://sws.geonames.org/{Geoname ID}/"
//! types = ["http://schema.org/Country"]
//!
//! [[property]]
//! iri = "http://www.w3.org/2000/01/rdf-schema#label"
//! value = "{official_name_en}"
//! language = "en"
//!
//! [[property]]
//! iri = "http://www.w3.org/2002/07/owl#sameAs"
//! value = "{wikidata_id}"
//! kind = "iri"
//! replace = ["https://www.wikidata.org/wiki/", "http://www.wikidata.org/entity/"]
//! ```

use std::{fs, path::Path};

use oxigraph::model::NamedNode;
use serde::Deserialize;

use super::Error;

/// Which statements each row makes. A row that leaves a column of a value empty makes no statement with it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The IRI of the row's thing; `{column}` stands for the value of that column.
    pub(super) subject: String,
    /// Classes of every row's thing.
    #[serde(default)]
    pub(super) types: Vec<String>,
    /// The statements.
    #[serde(default, rename = "property")]
    pub(super) properties: Vec<Property>,
}

/// One statement of a row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Property {
    /// The property.
    pub(super) iri: String,
    /// Its value, with `{column}`s.
    pub(super) value: String,
    #[serde(default)]
    pub(super) kind: Kind,
    /// Of a text.
    pub(super) language: Option<String>,
    /// Of a text: the IRI of its data type.
    pub(super) datatype: Option<String>,
    /// Many values in one cell, and what stands between them.
    pub(super) split: Option<String>,
    /// Words in the cell, and what to put instead.
    pub(super) replace: Option<(String, String)>,
}

/// What a value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    #[default]
    Text,
    Iri,
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// When it cannot be read, is no TOML, or a name in it is no IRI.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(path).map_err(|source| Error::io(path, source))?;
        Self::parse(&text).map_err(|problem| Error::Mapping {
            path: path.to_owned(),
            problem,
        })
    }

    /// Reads the text of a mapping file.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mapping: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        let datatypes = mapping
            .properties
            .iter()
            .filter_map(|property| property.datatype.as_ref());
        let properties = mapping.properties.iter().map(|property| &property.iri);
        for iri in mapping.types.iter().chain(properties).chain(datatypes) {
            NamedNode::new(iri.as_str()).map_err(|error| format!("{iri:?} is no IRI: {error}"))?;
        }
        Ok(mapping)
    }

    /// Every column that it names.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.subject)
            .chain(self.properties.iter().map(|property| &property.value))
            .flat_map(|template| columns(template))
    }
}

/// The columns that a template names.
fn columns(template: &str) -> impl Iterator<Item = &str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(column, _)| column))
}

/// The template with the columns' values; none when a column is empty.
pub(super) fn fill<'a>(template: &str, value: impl Fn(&str) -> Option<&'a str>) -> Option<String> {
    let mut filled = String::with_capacity(template.len());
    let mut pieces = template.split('{');
    filled.push_str(pieces.next().unwrap_or(""));
    for piece in pieces {
        match piece.split_once('}') {
            Some((column, rest)) => {
                filled.push_str(value(column)?);
                filled.push_str(rest);
            }
            None => {
                filled.push('{');
                filled.push_str(piece);
            }
        }
    }
    Some(filled)
}
