//! The name that one document would give the real-world sum it tells of.
//!
//! It follows from one statement alone: currency, value, upper value, and the strongest entity that ties it to the world
//! (programme, else facility, else recipient, payer, announcer, else that of its whole, else the document). Which statements
//! of many documents tell of the same sum, and which of their names it gets, is for the [story](super::story) to say.

use std::collections::HashMap;

use oxigraph::model::NamedNode;

use super::{
    concept,
    entity::{Entities, last_part},
    iri::key_slug,
    vocabulary::pg,
};
use crate::{
    fact::{EntityId, Facts, Filler, Scope, Sum, SumId, SumKind},
    read::Document,
};

/// The name of each sum's funding, such as `EUR-200000000000-programme-investai`; none for figures and for money that nobody
/// has held out (denied, or only asked for).
pub(super) fn funding_names(
    facts: &Facts,
    document: &Document,
    names: &Entities,
) -> Vec<Option<String>> {
    let mut earlier: HashMap<String, Vec<(SumId, usize)>> = HashMap::new();
    let mut fundings = Vec::with_capacity(facts.sums.len());
    for (index, sum) in facts.sums.iter().enumerate() {
        if sum.kind == SumKind::Figure || !concept::counts(sum.modality) {
            fundings.push(None);
            continue;
        }
        let key = key(sum, facts, document, names);
        let known = earlier.entry(key.clone()).or_default();
        let number = known
            .iter()
            .find(|(other, _)| may_be_one(SumId(index), *other, facts))
            .map_or(known.len() + 1, |(_, number)| *number);
        known.push((SumId(index), number));
        let suffix = if number > 1 {
            format!("-{number}")
        } else {
            String::new()
        };
        fundings.push(Some(format!("{key}{suffix}")));
    }
    fundings
}

fn key(sum: &Sum, facts: &Facts, document: &Document, names: &Entities) -> String {
    let amount = amount_name(sum.currency.code(), sum.value, sum.max);
    match anchor(sum, facts, names) {
        Some(iri) => {
            let mut parts = iri.as_str().rsplit('/');
            let slug = parts.next().unwrap_or("");
            let folder = parts.next().unwrap_or("");
            format!("{amount}-{folder}-{slug}")
        }
        None => format!("{amount}-document-{}", key_slug(&document.key)),
    }
}

/// `EUR-200000000000`, `EUR-3000000-to-5000000`
pub(super) fn amount_name(
    currency: &str,
    value: rust_decimal::Decimal,
    max: Option<rust_decimal::Decimal>,
) -> String {
    let value = value.normalize();
    match max {
        Some(max) => format!("{currency}-{value}-to-{}", max.normalize()),
        None => format!("{currency}-{value}"),
    }
}

/// The entity that ties the sum to the world; its whole's if it has none of its own.
fn anchor<'a>(sum: &Sum, facts: &Facts, names: &'a Entities) -> Option<&'a NamedNode> {
    let mut current = sum;
    // As many steps as there are sums: longer chains are circles.
    for _ in 0..=facts.sums.len() {
        let own = [
            (pg::UNDER_PROGRAMME, &current.programmes),
            (pg::FOR_FACILITY, &current.facilities),
            (pg::RECIPIENT, &current.recipients),
            (pg::FUNDED_BY, &current.payers),
            (pg::ANNOUNCED_BY, &current.announcers),
        ]
        .into_iter()
        .find_map(|(slot, fillers)| strongest(slot, fillers, facts, names));
        if own.is_some() {
            return own;
        }
        current = facts.sums.get(current.part_of.as_ref()?.sum.0)?;
    }
    None
}

/// An entity known to the world before one known to this document only; among equals the first by name, not by place in the text.
fn strongest<'a>(
    slot: &str,
    fillers: &[Filler],
    facts: &Facts,
    names: &'a Entities,
) -> Option<&'a NamedNode> {
    fillers
        .iter()
        .filter_map(|filler| {
            let entity = facts.entities.get(filler.entity.0)?;
            let iri = names.get(filler.entity)?;
            if !concept::may_fill(slot, entity.class) {
                return None;
            }
            Some((is_local(filler.entity, facts), last_part(iri), iri))
        })
        .min()
        .map(|(_, _, iri)| iri)
}

/// Whether only this document knows the entity.
pub(super) fn is_local(id: EntityId, facts: &Facts) -> bool {
    facts
        .entities
        .get(id.0)
        .is_some_and(|entity| entity.gazetteer.is_none() && entity.scope == Scope::Document)
}

/// Whether two sums of one document with the same key can be the same money: no link between them, no slot that differs.
fn may_be_one(left: SumId, right: SumId, facts: &Facts) -> bool {
    let (Some(a), Some(b)) = (facts.sums.get(left.0), facts.sums.get(right.0)) else {
        return false;
    };
    let linked = |from: &Sum, to: SumId| {
        [&from.part_of, &from.may_overlap, &from.revises]
            .into_iter()
            .flatten()
            .any(|link| link.sum == to)
    };
    let differ = |a: &[Filler], b: &[Filler]| {
        !a.is_empty() && !b.is_empty() && !a.iter().any(|x| b.iter().any(|y| x.entity == y.entity))
    };
    !(linked(a, right)
        || linked(b, left)
        || differ(&a.payers, &b.payers)
        || differ(&a.recipients, &b.recipients)
        || differ(&a.programmes, &b.programmes)
        || differ(&a.facilities, &b.facilities))
}
