//! Our entities <-> open-data graphs: graphs of others in, candidates by name and identifier, scores with reasons, decisions.
//!
//! [`import`] puts a graph of others into a named graph of its own. [`propose`] compares it with the story: what is decisive becomes
//! `owl:sameAs` (individuals) or `skos:exactMatch` (concepts of authority tables), the rest waits as [`pg:Link`] in `…/graph/links`
//! for a person. A wrong link is worse than a missing one: when in doubt, it waits.
//!
//! [`pg:Link`]: crate::graph::vocabulary::pg::LINK

mod candidate;
mod catalogue;
mod country;
mod decision;
pub mod import;
mod index;
mod names;
mod own;
mod record;
mod score;

use oxigraph::model::NamedNode;

pub use catalogue::{Catalogue, Found, Thing, Wanted};
pub use decision::Decision;
pub use record::{Proposal, decide, review};

use crate::{
    rules::gazetteer::Gazetteer,
    store::{self, Store},
};

/// What a run of [`propose`] came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Entities of the story that were looked up.
    pub entities: usize,
    /// Things with a name in the imported graphs.
    pub things: usize,
    /// Links that hold now and that no source told.
    pub accepted: usize,
    /// Links that wait for a person.
    pub undecided: usize,
}

/// Links the entities of the story with the things of imported graphs. Links of an earlier run to the same graphs are replaced.
///
/// # Errors
/// When the store fails.
pub fn propose(
    store: &Store,
    gazetteer: &Gazetteer,
    graphs: &[NamedNode],
) -> Result<Summary, store::Error> {
    let entities = own::entities(store, gazetteer)?;
    let mut summary = Summary {
        entities: entities.len(),
        ..Summary::default()
    };
    let mut proposals = Vec::new();
    for graph in graphs {
        let index = index::Index::of(store, graph)?;
        summary.things += index.len();
        let mut found = Vec::new();
        for entity in &entities {
            let candidates = candidate::candidates(entity, &index, store, graph)?;
            found.extend(score::proposals(entity, candidates, graph));
        }
        decision::one_to_one(&mut found);
        record::replay(&mut found, &record::decided(store, graph)?);
        proposals.append(&mut found);
    }
    for proposal in proposals.iter().filter(|proposal| !proposal.known) {
        match proposal.decision {
            Decision::Accepted => summary.accepted += 1,
            Decision::Undecided => summary.undecided += 1,
            Decision::Rejected => {}
        }
    }
    record::write(store, graphs, &proposals)?;
    Ok(summary)
}

#[cfg(test)]
mod tests;
