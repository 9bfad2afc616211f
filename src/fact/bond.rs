//! Bonds between actors and sites: who builds, owns or runs which facility. They tell who pays where a sum names only the site.

use rustc_hash::FxHashSet;

use super::{
    EntityId,
    analysis::{Analysis, At},
    clause,
    entity::{Table, phrase},
};
use crate::class::Class;

/// Pairs of an organisation and a facility of its own.
#[derive(Debug, Default)]
pub struct Bonds(FxHashSet<(EntityId, EntityId)>);

impl Bonds {
    /// The bonds that a document states: 'Micron's fab', 'its plant', 'the Micron fab', 'the plant of Novo Nordisk', 'X is building a mill'.
    pub fn new(analysis: &Analysis, table: &Table) -> Self {
        let mut bonds = Self::default();
        for site in table.ids().filter(|&id| table.class(id) == Class::Facility) {
            for mention in &table.draft(site).mentions {
                for word in around(analysis, mention.at) {
                    let at = At { word, ..mention.at };
                    bonds.0.extend(
                        table
                            .at(at)
                            .iter()
                            .filter(|&&actor| table.class(actor).is_organisation())
                            .map(|&actor| (actor, site)),
                    );
                }
            }
        }
        bonds
    }

    /// Whether the facility is the actor's own.
    pub fn has(&self, actor: EntityId, site: EntityId) -> bool {
        self.0.contains(&(actor, site))
    }
}

/// The words around a site that may name whose it is.
fn around(analysis: &Analysis, at: At) -> Vec<usize> {
    let tree = analysis.tree(at);
    let phrase = phrase::phrase(analysis, at);
    let mut words: Vec<usize> = phrase.possessor.into_iter().collect();
    words.extend(&phrase.modifiers);
    words.extend(
        clause::prepositional(tree, at.word)
            .into_iter()
            .filter(|(case, _)| matches!(case.as_str(), "of" | "by"))
            .map(|(_, word)| word),
    );
    // The verb whose object the site is, or the one above it ('plans to build', 'is to put up').
    let first = tree.first_conjunct(at.word);
    if let Some((verb, _)) = tree.head(first)
        && (clause::patients(tree, verb).contains(&at.word)
            || clause::prepositional(tree, verb)
                .iter()
                .any(|(_, word)| *word == at.word))
    {
        words.extend(clause::actors(tree, verb));
    }
    words
}
