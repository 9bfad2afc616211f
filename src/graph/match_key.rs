//! By what a sum may be met again in another document.
//!
//! The keys of a statement are names of what it shares with others that may tell of the same money: its amount together with each
//! thing it speaks of (`EUR-200000000000 programme/investai`), its amount together with its sentence, and, for money that can
//! be revised, who pays for what. They say where to look, not what is the same; that is for the [story](super::story) to judge.

use std::collections::BTreeSet;

use super::{
    Base, concept,
    entity::Entities,
    funding::{amount_name, is_local},
    iri::hex,
    vocabulary::pg,
};
use crate::{
    fact::{Class, EntityId, Facts, Filler, Predicate, Quantity, Sum},
    mention::Bound,
    read::Document,
    span::Span,
};
use sha2::{Digest, Sha256};

/// A shorter sentence is written twice by chance.
const TELLING_WORDS: usize = 8;
/// What the part of a key starts with that stands for a sentence.
pub(super) const WORDS: &str = "words/";
/// What stands between payers and what they pay for.
pub(super) const PAYS_FOR: &str = " > ";

/// What the keys of quantities start with.
pub(super) const COUNT: &str = "count ";

/// The keys of a quantity, sorted: what is counted, at which stage, of which named thing or for which programme. Only exact
/// numbers can contradict each other, the others have none.
pub(super) fn quantity_keys(
    quantity: &Quantity,
    facts: &Facts,
    names: &Entities,
    base: &Base,
) -> BTreeSet<String> {
    let Some(of) = quantity.of else {
        return BTreeSet::new();
    };
    if quantity.bound != Bound::Exact || quantity.max.is_some() {
        return BTreeSet::new();
    }
    let known = |id: EntityId| known(id, facts, names, base);
    let things: BTreeSet<String> = match known(of) {
        Some(thing) => BTreeSet::from([thing]),
        // 'Seven AI gigafactories' of two documents meet in the programme that pays for them; the megawatts of one site and
        // those of another do not.
        None if counts_itself(quantity, of, facts) => {
            programmes_of(of, facts).filter_map(known).collect()
        }
        None => BTreeSet::new(),
    };
    let unit = words(&quantity.unit).collect::<Vec<_>>().join(" ");
    let stage = quantity.stage.map_or("", |stage| {
        concept::quantity_stage(stage)
            .rsplit('#')
            .next()
            .unwrap_or("")
    });
    things
        .into_iter()
        .map(|thing| format!("{COUNT}{unit}, {stage}: {thing}"))
        .collect()
}

/// Whether the unit is the thing itself: 'AI gigafactories' of 'AI gigafactories in the EU'.
fn counts_itself(quantity: &Quantity, of: EntityId, facts: &Facts) -> bool {
    let unit = words(&quantity.unit).last();
    let name = facts.entities.get(of.0).map_or("", |entity| &entity.name);
    unit.is_some_and(|unit| words(name).any(|word| word == unit))
}

/// The programmes that pay for a site, or that it is part of.
fn programmes_of(site: EntityId, facts: &Facts) -> impl Iterator<Item = EntityId> + '_ {
    let sums = facts.sums.iter().filter(move |sum| {
        let sites = sum.facilities.iter();
        sites.map(|filler| filler.entity).any(|id| id == site)
    });
    let of_sums = sums.flat_map(|sum| sum.programmes.iter().map(|filler| filler.entity));
    let of_relations = facts.relations.iter().filter_map(move |relation| {
        match (relation.predicate, relation.subject, relation.object) {
            (Predicate::PartOf, part, whole) if part == site => Some(whole),
            (Predicate::Funds, giver, object) if object == site => Some(giver),
            _ => None,
        }
    });
    let is_programme = |id: &EntityId| {
        let entity = facts.entities.get(id.0);
        entity.is_some_and(|entity| entity.class == Class::Programme)
    };
    of_sums.chain(of_relations).filter(is_programme)
}

/// The keys of a sum, sorted.
pub(super) fn match_keys(
    sum: &Sum,
    facts: &Facts,
    document: &Document,
    names: &Entities,
    base: &Base,
) -> BTreeSet<String> {
    let amount = amount_name(sum.currency.code(), sum.value, sum.max);
    let known = |id: EntityId| known(id, facts, names, base);
    let mut parts: BTreeSet<String> = slots(sum)
        .into_iter()
        .flat_map(|(slot, fillers)| fitting(slot, fillers, facts))
        .filter_map(known)
        .collect();
    let spoken_of = |entity: &crate::fact::Entity| {
        // Every sentence of a text may name the same place.
        entity.class != Class::Place
            && entity
                .mentions
                .iter()
                .any(|mention| inside(mention.span, sum.evidence.passage))
    };
    let context = (0..facts.entities.len()).filter(|index| spoken_of(&facts.entities[*index]));
    parts.extend(context.filter_map(|index| known(EntityId(index))));
    parts.extend(inherited(sum, facts).filter_map(known));
    parts.extend(sentence(sum.evidence.passage.of(&document.text)));
    let mut keys: BTreeSet<String> = parts
        .into_iter()
        .map(|part| format!("{amount} {part}"))
        .collect();
    keys.extend(cause(sum, facts, names, base));
    keys
}

/// The programmes of the sums that it is part of.
fn inherited<'a>(sum: &'a Sum, facts: &'a Facts) -> impl Iterator<Item = EntityId> + 'a {
    let whole = |sum: &&'a Sum| facts.sums.get(sum.part_of.as_ref()?.sum.0);
    // As many steps as there are sums: longer chains are circles.
    std::iter::successors(Some(sum), move |sum| whole(sum))
        .take(facts.sums.len())
        .flat_map(|sum| sum.programmes.iter().map(|filler| filler.entity))
}

/// `EUR organisation/european-union > programme/investai`: who pays for what, whatever the amount; of sums that are part of no other.
fn cause(sum: &Sum, facts: &Facts, names: &Entities, base: &Base) -> Option<String> {
    let all = |slot: &str, fillers: &[Filler]| -> Option<Vec<String>> {
        let mut found: Vec<String> = fitting(slot, fillers, facts)
            .map(|id| known(id, facts, names, base))
            .collect::<Option<_>>()?;
        found.sort_unstable();
        found.dedup();
        Some(found)
    };
    if sum.part_of.is_some() {
        return None;
    }
    let payers = all(pg::FUNDED_BY, &sum.payers)?;
    let mut objects = all(pg::UNDER_PROGRAMME, &sum.programmes)?;
    objects.extend(all(pg::FOR_FACILITY, &sum.facilities)?);
    objects.extend(all(pg::RECIPIENT, &sum.recipients)?);
    (!payers.is_empty() && !objects.is_empty()).then(|| {
        format!(
            "{} {}{PAYS_FOR}{}",
            sum.currency.code(),
            payers.join(" "),
            objects.join(" ")
        )
    })
}

/// `words/0123456789abcdef`; none for a short sentence.
fn sentence(text: &str) -> Option<String> {
    let words: Vec<String> = words(text).collect();
    (words.len() >= TELLING_WORDS).then(|| {
        let digest = Sha256::digest(words.join(" ").as_bytes());
        format!("{WORDS}{}", hex(&digest[..8]))
    })
}

/// The words of a text in small letters, without marks and spaces.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

fn slots(sum: &Sum) -> [(&'static str, &[Filler]); 6] {
    [
        (pg::FUNDED_BY, &sum.payers),
        (pg::ANNOUNCED_BY, &sum.announcers),
        (pg::RECIPIENT, &sum.recipients),
        (pg::UNDER_PROGRAMME, &sum.programmes),
        (pg::FOR_FACILITY, &sum.facilities),
        (pg::DRAWS_ON, &sum.draws_on),
    ]
}

/// The fillers that the ontology lets stand in the slot.
fn fitting<'a>(
    slot: &'a str,
    fillers: &'a [Filler],
    facts: &'a Facts,
) -> impl Iterator<Item = EntityId> + 'a {
    fillers
        .iter()
        .map(|filler| filler.entity)
        .filter(move |id| {
            facts
                .entities
                .get(id.0)
                .is_some_and(|entity| concept::may_fill(slot, entity.class))
        })
}

/// `programme/investai`; none for what only this document knows.
fn known(id: EntityId, facts: &Facts, names: &Entities, base: &Base) -> Option<String> {
    let path = names
        .get(id)?
        .as_str()
        .strip_prefix(base.as_str())?
        .strip_prefix("id/")?;
    (!is_local(id, facts)).then(|| path.to_owned())
}

fn inside(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
