//! Under which IRI a user's data live.

use oxigraph::model::{GraphName, NamedNode};

use super::iri::{escape_key, slug};

/// The IRI that all data IRIs start with; `--base` changes it. The namespace of the ontology stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

/// A base that is no absolute IRI, or cannot be continued with a path.
#[derive(Clone, Debug, thiserror::Error)]
#[error("base {given:?} is no IRI that data can live under: {problem}; give one such as {default} that ends in '/'", default = Base::DEFAULT)]
pub struct InvalidBase {
    given: String,
    problem: String,
}

impl Base {
    /// Not registered yet; nothing is served there.
    pub const DEFAULT: &'static str = "https://w3id.org/pledgegraph/";

    /// Checks the IRI and adds a missing slash at its end.
    ///
    /// # Errors
    /// When it is not absolute, or has a query or a fragment.
    pub fn new(iri: &str) -> Result<Self, InvalidBase> {
        let invalid = |problem: String| InvalidBase {
            given: iri.to_owned(),
            problem,
        };
        NamedNode::new(iri).map_err(|error| invalid(error.to_string()))?;
        if iri.contains(['?', '#']) {
            return Err(invalid("it has a query or a fragment".to_owned()));
        }
        let slash = if iri.ends_with('/') { "" } else { "/" };
        Ok(Self(format!("{iri}{slash}")))
    }

    /// The IRI itself; ends in a slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The IRI of the document with this key, which also names its graph.
    pub fn document(&self, key: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}id/document/{}", self.0, escape_key(key)))
    }

    /// `…/graph/NAME`: `links`, `ontology`, `merged`, or that of an imported graph.
    pub fn graph(&self, name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}graph/{}", self.0, escape_key(name)))
    }

    /// `…/id/FOLDER/SLUG`.
    pub(super) fn id(&self, folder: &str, name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}id/{folder}/{}", self.0, slug(name)))
    }

    /// Whether the graph is a document's own.
    pub fn is_document_graph(&self, graph: &GraphName) -> bool {
        matches!(graph, GraphName::NamedNode(name) if self.is_in_document(name))
    }

    /// Whether the IRI is that of a document or of something inside one: a statement, a passage.
    pub fn is_in_document(&self, iri: &NamedNode) -> bool {
        self.path_of(iri)
            .is_some_and(|path| path.starts_with("id/document/"))
    }

    /// Whether the IRI is that of an entity: a person, an organisation, a programme ...
    pub fn is_entity(&self, iri: &NamedNode) -> bool {
        self.path_of(iri).is_some_and(|path| {
            path.strip_prefix("id/").is_some_and(|rest| {
                !["document/", "funding/", "share/"]
                    .iter()
                    .any(|folder| rest.starts_with(folder))
            })
        })
    }

    /// What follows the base.
    fn path_of<'a>(&self, iri: &'a NamedNode) -> Option<&'a str> {
        iri.as_str().strip_prefix(self.0.as_str())
    }
}

impl Default for Base {
    fn default() -> Self {
        Self(Self::DEFAULT.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_gets_its_slash_and_must_be_absolute() {
        assert_eq!(
            Base::new("https://example.org/pledges").unwrap().as_str(),
            "https://example.org/pledges/"
        );
        for wrong in [
            "pledges",
            "",
            "https://example.org/#x",
            "https://example.org/?a=b",
            "https://exa mple/",
        ] {
            let error = Base::new(wrong).unwrap_err().to_string();
            assert!(error.contains("give one such as"), "{error}");
        }
    }

    #[test]
    fn keys_become_paths() {
        let base = Base::default();
        assert_eq!(
            base.document("2025/news item.txt").as_str(),
            "https://w3id.org/pledgegraph/id/document/2025/news%20item.txt"
        );
        assert_eq!(
            base.document("https://example.org/a?b=1#c").as_str(),
            "https://w3id.org/pledgegraph/id/document/example.org/a%3Fb%3D1%23c"
        );
        assert!(base.is_in_document(&base.document("x")));
        assert!(!base.is_entity(&base.document("x")));
        assert!(base.is_entity(&base.id("organisation", "European Union")));
    }
}
