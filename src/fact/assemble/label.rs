//! Labels of sites that have no name: whose they are and where, as far as the text says: 'BYD bus factory in Campinas'.

use super::{Bonds, Facts, Predicate, Table};
use crate::{
    class::Class,
    fact::{EntityId, MentionForm},
};

/// Puts the owner before and the place behind descriptions that lack them.
pub(super) fn label(table: &Table, bonds: &Bonds, facts: &mut Facts) {
    let sites: Vec<EntityId> = table
        .ids()
        .filter(|&id| {
            table.class(id) == Class::Facility
                && facts.entities[id.0].gazetteer.is_none()
                && table
                    .draft(id)
                    .mentions
                    .iter()
                    .all(|mention| mention.form != MentionForm::Name)
        })
        .collect();
    for site in sites {
        let name = facts.entities[site.0].name.clone();
        let owners: Vec<EntityId> = table
            .ids()
            .filter(|&id| table.class(id) == Class::Company && bonds.has(id, site))
            .collect();
        let mut label = name.clone();
        if let &[owner] = owners.as_slice() {
            let owner = &facts.entities[owner.0].name;
            if !mentions_any(&name, owner) {
                label = format!("{owner} {label}");
            }
        }
        let places: Vec<EntityId> = facts
            .relations
            .iter()
            .filter(|fact| fact.subject == site && fact.predicate == Predicate::LocatedIn)
            .map(|fact| fact.object)
            .filter(|&place| table.class(place) == Class::Place)
            .collect();
        let located = [" in ", " at ", " near "]
            .iter()
            .any(|preposition| label.contains(preposition));
        if let Some(&place) = places.first()
            && !located
            && !mentions_any(&label, &facts.entities[place.0].name)
        {
            label = format!("{label} in {}", facts.entities[place.0].name);
        }
        facts.entities[site.0].name = label;
    }
}

/// Whether a label holds the first word of a name.
fn mentions_any(label: &str, name: &str) -> bool {
    name.split(' ').next().is_some_and(|first| {
        label
            .split(' ')
            .any(|word| word.eq_ignore_ascii_case(first))
    })
}
