//! The story: what the documents tell together, in the default graph.
//!
//! Each entity once (by vote of the documents), the relations any document asserts, each real-world sum once
//! ([`pg:Funding`](super::vocabulary::pg::FUNDING)), and the [`pg:Share`](super::vocabulary::pg::SHARE)s that may be added up.

mod entities;
mod funding;
mod shares;
mod source;
mod telling;
mod touched;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use oxigraph::model::{NamedNode, Quad};

pub use source::{Pattern, Source};
pub use touched::Touched;

use self::{
    funding::Funding,
    source::collect,
    telling::{Telling, tellings},
};
use super::{Base, order::sort_quads, vocabulary::pg};

/// What to do to the default graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Quads of the default graph that are no longer true, sorted; all of them are in the store.
    pub remove: Vec<Quad>,
    /// Quads of the default graph that are new, sorted; none of them is in the store.
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
    let mut seen = BTreeSet::new();
    for funding in &touched.fundings {
        if seen.contains(funding) {
            continue;
        }
        let group = connected(funding, base, source)?;
        let mut current = Vec::new();
        for (funding, told) in &group {
            current.extend(story_of(funding, told, source)?);
        }
        sort_quads(&mut current);
        seen.extend(group.keys().cloned());
        let fundings: Vec<Funding> = group
            .into_iter()
            .filter(|(_, told)| !told.is_empty())
            .map(|(iri, told)| Funding::new(iri, told))
            .collect();
        changes.replace(&current, &shares::story(&fundings, base));
    }
    sort_quads(&mut changes.remove);
    sort_quads(&mut changes.insert);
    Ok(changes)
}

/// The fundings that hang together as wholes and parts, or as old and new sums, with all that is told of each.
fn connected<S: Source + ?Sized>(
    start: &str,
    base: &Base,
    source: &S,
) -> Result<BTreeMap<String, Vec<Telling>>, S::Error> {
    let mut group = BTreeMap::new();
    let mut queue = vec![start.to_owned()];
    while let Some(funding) = queue.pop() {
        if group.contains_key(&funding) {
            continue;
        }
        let told = tellings(&NamedNode::new_unchecked(&funding), base, source)?;
        for telling in &told {
            for linked in [
                &telling.wholes,
                &telling.parts,
                &telling.revises,
                &telling.revised_by,
            ] {
                queue.extend(linked.iter().cloned());
            }
        }
        group.insert(funding, told);
    }
    Ok(group)
}

/// What the default graph holds of a funding now.
fn story_of<S: Source + ?Sized>(
    funding: &str,
    told: &[Telling],
    source: &S,
) -> Result<Vec<Quad>, S::Error> {
    let funding = NamedNode::new_unchecked(funding);
    let mut quads = collect(source, &Pattern::of(&funding).in_story(), |_| true)?;
    let mut statements: BTreeSet<String> = told
        .iter()
        .map(|telling| telling.statement.clone())
        .collect();
    let links = collect(
        source,
        &Pattern::to(&funding).by(pg::STATEMENT_OF).in_story(),
        |_| true,
    )?;
    statements.extend(links.iter().filter_map(subject_iri));
    quads.extend(links);
    let shares = collect(
        source,
        &Pattern::to(&funding).by(pg::SHARE_OF).in_story(),
        |_| true,
    )?;
    for share in shares.iter().filter_map(subject_iri) {
        let share = NamedNode::new_unchecked(share);
        quads.extend(collect(source, &Pattern::of(&share).in_story(), |_| true)?);
    }
    for statement in statements {
        let statement = NamedNode::new_unchecked(statement);
        let pattern = Pattern::of(&statement).by(pg::CONTRADICTS).in_story();
        quads.extend(collect(source, &pattern, |_| true)?);
    }
    Ok(quads)
}

fn subject_iri(quad: &Quad) -> Option<String> {
    match &quad.subject {
        oxigraph::model::NamedOrBlankNode::NamedNode(node) => Some(node.as_str().to_owned()),
        oxigraph::model::NamedOrBlankNode::BlankNode(_) => None,
    }
}
