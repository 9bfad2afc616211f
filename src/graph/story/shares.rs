//! Fundings that hang together -> their quads, and the Shares that make one SUM a right total.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxigraph::model::{GraphName, NamedNode, Quad};
use rust_decimal::Decimal;

use super::{funding::Funding, telling::SLOTS};
use crate::graph::{
    Base,
    limits::Limits,
    vocabulary::{dcterms, node, pg, rdfs},
    writer::{Writer, decimal},
};

/// The roles in which totals are asked for: all slots but the last, `pg:drawsOn`.
const ROLES: usize = 5;

/// The default graph's quads of fundings that hang together, given sorted by IRI.
pub(super) fn story(fundings: &[Funding], base: &Base) -> Vec<Quad> {
    let group = Group::new(fundings);
    let mut writer = Writer::new(GraphName::DefaultGraph);
    for index in 0..fundings.len() {
        group.write_funding(index, &mut writer);
    }
    for role in 0..ROLES {
        group.write_shares(role, base, &mut writer);
    }
    group.write_former_names(base, &mut writer);
    let mut quads = writer.finish();
    quads.extend(links(fundings));
    quads
}

/// The links from statements to fundings once more, in the graphs of their documents.
fn links(fundings: &[Funding]) -> impl Iterator<Item = Quad> + '_ {
    fundings.iter().flat_map(|funding| {
        funding.tellings.iter().map(|telling| {
            Quad::new(
                NamedNode::new_unchecked(&telling.statement),
                node(pg::STATEMENT_OF),
                NamedNode::new_unchecked(&funding.iri),
                NamedNode::new_unchecked(&telling.document),
            )
        })
    })
}

struct Group<'a> {
    fundings: &'a [Funding],
    /// For each funding the wholes it is directly part of, without circles.
    wholes: Vec<Vec<usize>>,
    /// For each funding everything it is part of.
    ancestors: Vec<BTreeSet<usize>>,
    limits: Vec<Limits>,
}

impl<'a> Group<'a> {
    fn new(fundings: &'a [Funding]) -> Self {
        let index: HashMap<&str, usize> = fundings
            .iter()
            .enumerate()
            .map(|(index, funding)| (funding.iri.as_str(), index))
            .collect();
        let mut wholes: Vec<Vec<usize>> = vec![Vec::new(); fundings.len()];
        for (part, funding) in fundings.iter().enumerate() {
            for whole in funding
                .wholes
                .keys()
                .filter_map(|iri| index.get(iri.as_str()))
            {
                // Two documents may each call the other's whole the part; the first by name is believed.
                if !reach(*whole, &wholes).contains(&part) {
                    wholes[part].push(*whole);
                }
            }
        }
        let ancestors = (0..fundings.len())
            .map(|part| {
                let mut above = reach(part, &wholes);
                above.remove(&part);
                above
            })
            .collect();
        let mut group = Self {
            fundings,
            wholes,
            ancestors,
            limits: fundings.iter().map(|funding| funding.stated).collect(),
        };
        group.raise_floors();
        group
    }

    /// From the smallest parts up: fundings with more ancestors first.
    fn raise_floors(&mut self) {
        let mut order: Vec<usize> = (0..self.fundings.len()).collect();
        order.sort_by_key(|index| std::cmp::Reverse(self.ancestors[*index].len()));
        let mut parts: Vec<Vec<usize>> = vec![Vec::new(); self.fundings.len()];
        for (part, wholes) in self.wholes.iter().enumerate() {
            for whole in wholes {
                parts[*whole].push(part);
            }
        }
        for whole in order {
            // Each source divides the whole in its own way: only parts named by the same source add up.
            let mut by_source: BTreeMap<&str, Vec<Limits>> = BTreeMap::new();
            for part in &parts[whole] {
                let funding = &self.fundings[*part];
                if funding.void || code(funding) != code(&self.fundings[whole]) {
                    continue;
                }
                for source in funding
                    .wholes
                    .get(&self.fundings[whole].iri)
                    .into_iter()
                    .flatten()
                {
                    by_source
                        .entry(source)
                        .or_default()
                        .push(self.limits[*part]);
                }
            }
            let own = self.limits[whole];
            let floor = by_source
                .into_values()
                .map(|parts| own.with_parts(parts.into_iter()).floor)
                .max();
            self.limits[whole].floor = floor.unwrap_or(own.floor);
        }
    }

    fn write_funding(&self, index: usize, writer: &mut Writer) {
        let funding = &self.fundings[index];
        let Some(first) = funding.tellings.first() else {
            return;
        };
        let iri = NamedNode::new_unchecked(&funding.iri);
        writer.types(&iri, &[pg::FUNDING]);
        writer.text(&iri, rdfs::LABEL, &funding.label);
        write_amount(&iri, first.value, first.max, self.limits[index], writer);
        writer.text(&iri, pg::CURRENCY_CODE, &first.currency_code);
        for (property, object) in [
            (pg::CURRENCY, &first.currency),
            (pg::BOUND, &funding.bound),
            (pg::STATUS, &funding.status),
        ] {
            if !object.is_empty() {
                writer.add(&iri, property, NamedNode::new_unchecked(object));
            }
        }
        for (slot, property) in SLOTS.into_iter().enumerate() {
            for party in funding.named(slot) {
                writer.add(&iri, property, NamedNode::new_unchecked(party));
            }
        }
        for whole in &self.wholes[index] {
            let whole = NamedNode::new_unchecked(&self.fundings[*whole].iri);
            writer.add(&iri, pg::PART_OF_FUNDING, whole);
        }
        for older in &funding.revises {
            writer.add(&iri, pg::REVISES, NamedNode::new_unchecked(older));
        }
        for telling in &funding.tellings {
            let statement = NamedNode::new_unchecked(&telling.statement);
            writer.add(&statement, pg::STATEMENT_OF, iri.clone());
        }
        for (loser, winner) in &funding.contradictions {
            let loser = NamedNode::new_unchecked(loser);
            writer.add(&loser, pg::CONTRADICTS, NamedNode::new_unchecked(winner));
        }
    }

    /// What a document alone would call a funding stays a name that leads on, where it is not that of another.
    fn write_former_names(&self, base: &Base, writer: &mut Writer) {
        let taken: BTreeSet<&str> = self.fundings.iter().map(|f| f.iri.as_str()).collect();
        for funding in self.fundings {
            for telling in &funding.tellings {
                let name = format!("{}id/funding/{}", base.as_str(), telling.name);
                if !taken.contains(name.as_str()) {
                    let target = NamedNode::new_unchecked(&funding.iri);
                    let name = NamedNode::new_unchecked(name);
                    writer.add(&name, dcterms::IS_REPLACED_BY, target);
                }
            }
        }
    }

    fn write_shares(&self, role: usize, base: &Base, writer: &mut Writer) {
        let parties: BTreeSet<&String> = self
            .counted()
            .flat_map(|index| &self.fundings[index].parties[role])
            .collect();
        for party in parties {
            for (index, sharing) in self.shares_of(party, role) {
                self.write_share(index, role, party, sharing, base, writer);
            }
        }
    }

    /// The fundings that count for a party: where it stands alone, unless it also stands alone in a whole; and where it
    /// stands with others, unless its own parts are known or a whole that holds it counts already.
    fn shares_of(&self, party: &String, role: usize) -> Vec<(usize, &'static str)> {
        let holds = |index: &usize| self.fundings[*index].parties[role].contains(party);
        let alone = |index: &usize| holds(index) && self.fundings[*index].parties[role].len() == 1;
        let sole: BTreeSet<usize> = self.counted().filter(alone).collect();
        let joint: BTreeSet<usize> = self
            .counted()
            .filter(|index| holds(index) && !alone(index))
            .collect();
        let in_sole = |index: usize| !self.ancestors[index].is_disjoint(&sole);
        let standing: BTreeSet<usize> = joint
            .into_iter()
            .filter(|index| {
                !in_sole(*index)
                    && !sole
                        .iter()
                        .any(|part| self.ancestors[*part].contains(index))
            })
            .collect();
        let soles = sole
            .iter()
            .filter(|index| !in_sole(**index))
            .map(|index| (*index, pg::SOLE));
        let joints = standing
            .iter()
            .filter(|index| self.ancestors[**index].is_disjoint(&standing))
            .map(|index| (*index, pg::JOINT));
        soles.chain(joints).collect()
    }

    fn counted(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.fundings.len()).filter(|index| !self.fundings[*index].void)
    }

    fn write_share(
        &self,
        index: usize,
        role: usize,
        party: &str,
        sharing: &'static str,
        base: &Base,
        writer: &mut Writer,
    ) {
        let funding = &self.fundings[index];
        let Some(first) = funding.tellings.first() else {
            return;
        };
        let share = share_iri(&funding.iri, role, party, base);
        writer.types(&share, &[pg::SHARE]);
        writer.add(&share, pg::SHARE_OF, NamedNode::new_unchecked(&funding.iri));
        writer.term(&share, pg::IN_ROLE, SLOTS[role]);
        writer.add(&share, pg::PARTY, NamedNode::new_unchecked(party));
        writer.term(&share, pg::SHARING, sharing);
        write_amount(&share, first.value, first.max, self.limits[index], writer);
        writer.text(&share, pg::CURRENCY_CODE, &first.currency_code);
    }
}

/// Where one gets from a funding by going to wholes, itself included.
fn reach(start: usize, wholes: &[Vec<usize>]) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut queue = vec![start];
    while let Some(index) = queue.pop() {
        if reached.insert(index) {
            queue.extend(&wholes[index]);
        }
    }
    reached
}

fn code(funding: &Funding) -> Option<&str> {
    let first = funding.tellings.first()?;
    Some(&first.currency_code)
}

fn write_amount(
    iri: &NamedNode,
    value: Decimal,
    max: Option<Decimal>,
    limits: Limits,
    writer: &mut Writer,
) {
    writer.add(iri, pg::VALUE, decimal(value));
    if let Some(max) = max {
        writer.add(iri, pg::MAX_VALUE, decimal(max));
    }
    writer.add(iri, pg::FLOOR, decimal(limits.floor));
    if let Some(ceiling) = limits.ceiling {
        writer.add(iri, pg::CEILING, decimal(ceiling));
    }
}

/// `…/id/share/fundedBy-organisation-european-union-EUR-200000000000-programme-investai`
fn share_iri(funding: &str, role: usize, party: &str, base: &Base) -> NamedNode {
    let last = |iri: &str| iri.rsplit('/').next().unwrap_or("").to_owned();
    let role = SLOTS[role].rsplit('#').next().unwrap_or("");
    let folder = party.rsplit('/').nth(1).unwrap_or("");
    NamedNode::new_unchecked(format!(
        "{}id/share/{role}-{folder}-{}-{}",
        base.as_str(),
        last(party),
        last(funding)
    ))
}
