//! The story: what the documents tell together, in the default graph.
//!
//! Each entity once (by vote of the documents), the relations any document asserts, each real-world sum once
//! ([`pg:Funding`](super::vocabulary::pg::FUNDING)), and the [`pg:Share`](super::vocabulary::pg::SHARE)s that may be added up.
//!
//! A change of documents leads, by the keys of their statements, to the statements of others that may tell of the same
//! (`group`); these are judged (`identity`) and put together (`cluster`), and what the default graph holds of them is replaced.
//! All of it is a function of the set of documents.

mod cluster;
mod copies;
mod entities;
mod funding;
mod group;
mod identity;
mod quantities;
mod revision;
mod shares;
mod source;
mod telling;
mod touched;

use std::collections::{BTreeSet, HashSet};

use oxigraph::model::{GraphName, NamedNode, Quad};

pub use source::{Pattern, Source};
pub use touched::Touched;

use self::{
    cluster::clusters,
    group::Reader,
    source::{collect, iri_of, text},
};
use super::{
    Base,
    order::sort_quads,
    vocabulary::{dcterms, pg},
};

/// What to do to the default graph, and to the links from statements to fundings in the graphs of documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Quads that are no longer true, sorted; all of them are in the store.
    pub remove: Vec<Quad>,
    /// Quads that are new, sorted; none of them is in the store.
    pub insert: Vec<Quad>,
}

impl Changes {
    /// Makes `wanted` out of `current`.
    fn replace(&mut self, current: &[Quad], wanted: &[Quad]) {
        let kept: HashSet<&Quad> = wanted.iter().collect();
        let gone = current.iter().filter(|quad| !kept.contains(quad));
        self.remove.extend(gone.cloned());
        let known: HashSet<&Quad> = current.iter().collect();
        let new = wanted.iter().filter(|quad| !known.contains(quad));
        self.insert.extend(new.cloned());
    }
}

/// What the documents' change means for the story. `source` must already hold the new document graphs.
///
/// # Errors
/// Only those of the source.
pub fn changes<S: Source + ?Sized>(
    touched: &Touched,
    base: &Base,
    source: &S,
) -> Result<Changes, S::Error> {
    let mut changes = Changes::default();
    for (entity, change) in &touched.entities {
        let entity = NamedNode::new_unchecked(entity);
        entities::update(&entity, change, base, source, &mut changes)?;
    }
    let mut copied = Changes::default();
    let redirected = copies::update(touched, base, source, &mut copied)?;
    quantities::update(touched, &redirected, &copied, base, source, &mut changes)?;
    let mut reader = Reader::new(base, source);
    let mut queue = touched.statements.clone();
    queue.extend(reader.bearers(&touched.keys)?);
    for document in &redirected {
        queue.extend(reader.statements_of(document)?);
    }
    let mut current = BTreeSet::new();
    let mut wanted = Vec::new();
    let mut seen = HashSet::new();
    while let Some(statement) = queue.pop_first() {
        if !seen.insert(statement.clone()) {
            continue;
        }
        let group = reader.group(&statement, &copied)?;
        for statement in group.keys().chain([&statement]) {
            seen.insert(statement.clone());
            for funding in fundings_of(statement, source)? {
                // Of those that it was one with, some may be of another group now.
                queue.extend(statements_of(&funding, source)?);
                current.insert(funding);
            }
        }
        wanted.extend(shares::story(
            &funding::fundings(clusters(&group, base)),
            base,
        ));
    }
    let mut former = Vec::new();
    for funding in &current {
        former.extend(story_of(funding, source)?);
    }
    for statement in &seen {
        // A document that came with links from elsewhere.
        let pattern = Pattern::of(&NamedNode::new_unchecked(statement)).by(pg::STATEMENT_OF);
        let ours = |quad: &Quad| {
            quad.graph_name == GraphName::DefaultGraph || base.is_document_graph(&quad.graph_name)
        };
        former.extend(collect(source, &pattern, ours)?);
    }
    sort_quads(&mut former);
    changes.replace(&former, &wanted);
    changes.remove.append(&mut copied.remove);
    changes.insert.append(&mut copied.insert);
    sort_quads(&mut changes.remove);
    sort_quads(&mut changes.insert);
    Ok(changes)
}

/// The document that a statement stands in: `<DOCUMENT#money-EUR-5>`.
fn document_of(statement: &str) -> Option<&str> {
    statement.split_once('#').map(|(document, _)| document)
}

/// The fundings that the story ties a statement to.
fn fundings_of<S: Source + ?Sized>(statement: &str, source: &S) -> Result<Vec<String>, S::Error> {
    let pattern = Pattern::of(&NamedNode::new_unchecked(statement))
        .by(pg::STATEMENT_OF)
        .in_story();
    let links = collect(source, &pattern, |_| true)?;
    Ok(links.iter().map(|quad| text(&quad.object)).collect())
}

/// The statements that the story ties to a funding.
fn statements_of<S: Source + ?Sized>(funding: &str, source: &S) -> Result<Vec<String>, S::Error> {
    let pattern = Pattern::to(NamedNode::new_unchecked(funding))
        .by(pg::STATEMENT_OF)
        .in_story();
    Ok(collect(source, &pattern, |_| true)?
        .iter()
        .filter_map(iri_of)
        .collect())
}

/// What the default graph holds of a funding now.
fn story_of<S: Source + ?Sized>(funding: &str, source: &S) -> Result<Vec<Quad>, S::Error> {
    let funding = NamedNode::new_unchecked(funding);
    let mut quads = collect(source, &Pattern::of(&funding).in_story(), |_| true)?;
    let all = |property: &'static str| {
        let pattern = Pattern::to(funding.clone()).by(property).in_story();
        collect(source, &pattern, |_| true)
    };
    quads.extend(all(dcterms::IS_REPLACED_BY)?);
    for share in all(pg::SHARE_OF)?.iter().filter_map(iri_of) {
        let share = NamedNode::new_unchecked(share);
        quads.extend(collect(source, &Pattern::of(&share).in_story(), |_| true)?);
    }
    for statement in all(pg::STATEMENT_OF)?.iter().filter_map(iri_of) {
        let statement = NamedNode::new_unchecked(statement);
        let pattern = Pattern::of(&statement).by(pg::CONTRADICTS).in_story();
        quads.extend(collect(source, &pattern, |_| true)?);
    }
    Ok(quads)
}
