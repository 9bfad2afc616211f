//! The statements that can only be judged together.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
};

use oxigraph::model::{Literal, NamedNode, Quad};

use super::{
    Changes, copies, document_of, identity,
    source::{Pattern, Source, collect, iri_of, text},
    telling::{Telling, telling},
};
use crate::graph::{
    Base,
    match_key::PAYS_FOR,
    vocabulary::{dcterms, pg},
};

/// Reads statements, each once.
pub(super) struct Reader<'a, S: ?Sized> {
    base: &'a Base,
    source: &'a S,
    tellings: HashMap<String, Option<Rc<Telling>>>,
    /// Document -> day of issue, original.
    documents: HashMap<String, (String, String)>,
}

impl<'a, S: Source + ?Sized> Reader<'a, S> {
    pub(super) fn new(base: &'a Base, source: &'a S) -> Self {
        Self {
            base,
            source,
            tellings: HashMap::new(),
            documents: HashMap::new(),
        }
    }

    /// The statement and all that hang together with it: wholes and parts, old and new sums, those that tell of the same, those that
    /// might revise it, and those whose funding would bear the same name. Empty when it tells of no funding (any more).
    pub(super) fn group(
        &mut self,
        start: &str,
        changes: &Changes,
    ) -> Result<BTreeMap<String, Rc<Telling>>, S::Error> {
        let mut group = BTreeMap::new();
        let mut queue = vec![start.to_owned()];
        while let Some(statement) = queue.pop() {
            if group.contains_key(&statement) {
                continue;
            }
            let Some(telling) = self.telling(&statement, changes)? else {
                continue;
            };
            queue.extend(telling.tied().cloned());
            queue.extend(self.named(&telling.name)?);
            for key in &telling.keys {
                let revisable = key.contains(PAYS_FOR);
                for other in copies::bearers(key, self.base, self.source)? {
                    if group.contains_key(&other) || other == statement {
                        continue;
                    }
                    let Some(candidate) = self.telling(&other, changes)? else {
                        continue;
                    };
                    if revisable || identity::evidence(&telling, &candidate).is_some() {
                        queue.push(other);
                    }
                }
            }
            group.insert(statement, telling);
        }
        Ok(group)
    }

    /// The statements with any of these keys.
    pub(super) fn bearers(&self, keys: &BTreeSet<String>) -> Result<BTreeSet<String>, S::Error> {
        let mut statements = BTreeSet::new();
        for key in keys {
            statements.extend(copies::bearers(key, self.base, self.source)?);
        }
        Ok(statements)
    }

    /// The statements of a document that tell of fundings.
    pub(super) fn statements_of(&self, document: &str) -> Result<Vec<String>, S::Error> {
        let pattern = Pattern {
            predicate: Some(NamedNode::new_unchecked(pg::FUNDING_NAME)),
            ..Pattern::default()
        }
        .inside(&NamedNode::new_unchecked(document));
        Ok(collect(self.source, &pattern, |_| true)?
            .iter()
            .filter_map(iri_of)
            .collect())
    }

    /// The statements whose documents call their funding so.
    fn named(&self, name: &str) -> Result<Vec<String>, S::Error> {
        let pattern = Pattern::to(Literal::new_simple_literal(name)).by(pg::FUNDING_NAME);
        let told = |quad: &Quad| self.base.is_document_graph(&quad.graph_name);
        Ok(collect(self.source, &pattern, told)?
            .iter()
            .filter_map(iri_of)
            .collect())
    }

    fn telling(
        &mut self,
        statement: &str,
        changes: &Changes,
    ) -> Result<Option<Rc<Telling>>, S::Error> {
        if let Some(known) = self.tellings.get(statement) {
            return Ok(known.clone());
        }
        let mut read = None;
        if let Some(document) = document_of(statement)
            && let Some(mut telling) = telling(statement, document, self.source)?
        {
            let (issued, origin) = self.document(document, changes)?;
            telling.day = telling.day.or_else(|| issued.parse().ok());
            telling.issued = issued;
            telling.origin = origin;
            read = Some(Rc::new(telling));
        }
        self.tellings.insert(statement.to_owned(), read.clone());
        Ok(read)
    }

    fn document(
        &mut self,
        document: &str,
        changes: &Changes,
    ) -> Result<(String, String), S::Error> {
        if let Some(known) = self.documents.get(document) {
            return Ok(known.clone());
        }
        let name = NamedNode::new_unchecked(document);
        let pattern = Pattern::of(&name).by(dcterms::ISSUED).inside(&name);
        let issued = collect(self.source, &pattern, |_| true)?
            .iter()
            .map(|quad| text(&quad.object))
            .max()
            .unwrap_or_default();
        let origin = copies::origin(document, self.source, changes)?;
        let read = (issued, origin);
        self.documents.insert(document.to_owned(), read.clone());
        Ok(read)
    }
}
