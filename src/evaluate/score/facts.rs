//! The facts of one side in a form that can be compared: entities as what they are aligned with, sums as their value.

use std::collections::{BTreeMap, BTreeSet};

use super::{Atom, Fact, FactSets, Origin};
use crate::evaluate::annotation::{Amount, Annotation};

/// The comparable facts of one side; `origins` tells which statement each came from.
pub(super) fn facts(
    document: &Annotation,
    entities: &BTreeMap<&str, Atom>,
    origins: &mut BTreeMap<Origin, (String, Fact)>,
) -> FactSets {
    let mut sets = FactSets::new();
    let mut state = |kind: &str, fact: Fact, origin: Option<Origin>| {
        if let Some(origin) = origin {
            origins.insert(origin, (kind.to_owned(), fact.clone()));
        }
        sets.entry(kind.to_owned()).or_default().insert(fact);
    };
    let sums: BTreeMap<&str, Atom> = document
        .amounts
        .iter()
        .map(|amount| (amount.id.as_str(), sum(amount)))
        .collect();
    for amount in &document.amounts {
        let key = sum(amount);
        let kind = Atom::Word(format!("{:?}", amount.kind).to_lowercase());
        state("amount", vec![key.clone()], None);
        state(
            "amount+kind",
            vec![key.clone(), kind],
            Some(("amount".to_owned(), amount.id.clone(), None)),
        );
        if amount.kind.is_funding() {
            state("commitment", vec![key.clone()], None);
            state(
                "bound",
                vec![key.clone(), Atom::Word(format!("{:?}", amount.bound))],
                None,
            );
            for (slot, fillers) in amount.slots() {
                for filler in fillers {
                    if let Some(entity) = entities.get(filler.as_str()) {
                        let origin = (slot.to_owned(), amount.id.clone(), Some(filler.clone()));
                        state(slot, vec![key.clone(), entity.clone()], Some(origin));
                    }
                }
            }
        }
        for (link, other) in [
            ("partOf", &amount.part_of),
            ("conversionOf", &amount.conversion_of),
        ] {
            if let Some((other, other_key)) = other
                .as_ref()
                .and_then(|other| Some((other, sums.get(other.as_str())?)))
            {
                let origin = (link.to_owned(), amount.id.clone(), Some(other.clone()));
                state(link, vec![key.clone(), other_key.clone()], Some(origin));
            }
        }
    }
    for (subject, relation, object) in &document.relations {
        if let (Some(from), Some(to)) = (
            entities.get(subject.as_str()),
            entities.get(object.as_str()),
        ) {
            let origin = (relation.clone(), subject.clone(), Some(object.clone()));
            state(
                &format!("rel:{relation}"),
                vec![from.clone(), to.clone()],
                Some(origin),
            );
        }
    }
    sets
}

/// Value and upper value to the cent, and the currency.
fn sum(amount: &Amount) -> Atom {
    Atom::Sum(
        amount.value.0.round_dp(2).normalize(),
        amount.value_max.map(|max| max.0.round_dp(2).normalize()),
        amount.currency.to_uppercase(),
    )
}

/// Payers and programmes fund the programmes, facilities and recipients of their sums.
pub(super) fn implied_funds(amounts: &[Amount], entities: &BTreeMap<&str, Atom>) -> BTreeSet<Fact> {
    let mut implied = BTreeSet::new();
    for amount in amounts.iter().filter(|amount| amount.kind.is_funding()) {
        for giver in amount.payer.iter().chain(&amount.programme) {
            for taker in amount
                .programme
                .iter()
                .chain(&amount.facility)
                .chain(&amount.recipient)
            {
                if let (Some(giver), Some(taker)) =
                    (entities.get(giver.as_str()), entities.get(taker.as_str()))
                    && giver != taker
                {
                    implied.insert(vec![giver.clone(), taker.clone()]);
                }
            }
        }
    }
    implied
}
