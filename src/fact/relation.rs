//! Links between two entities that the text states: where, who builds, announces, takes part, what is part of what.

mod group;
mod place;

use place::IN;

use super::{
    EntityId, Evidence, Predicate, Relation as Fact,
    analysis::{Analysis, At, Tree, Unit},
    clause,
    entity::{Table, phrase, places_of},
};
use crate::{
    class::Class,
    rules::{RuleId, Rules},
    syntax::{Relation, Tag},
};

const BUILDS: RuleId = RuleId::of_mechanism("mechanism/builds");
const ANNOUNCES: RuleId = RuleId::of_mechanism("mechanism/announces");
const TAKES_PART: RuleId = RuleId::of_mechanism("mechanism/takes-part");
const PART: RuleId = RuleId::of_mechanism("mechanism/part-of");

const BUILD_VERBS: &[&str] = &[
    "build",
    "construct",
    "erect",
    "develop",
    "expand",
    "establish",
    "install",
    "commission",
    "set",
    "put",
    "convert",
    "upgrade",
    "modernise",
    "modernize",
    "extend",
    "rebuild",
    "open",
    "enlarge",
    "create",
    "renovate",
    "lay",
];
const ANNOUNCE_VERBS: &[&str] = &[
    "announce",
    "unveil",
    "reveal",
    "present",
    "launch",
    "introduce",
    "disclose",
    "propose",
    "outline",
    "open",
    "establish",
    "create",
    "set",
    "found",
    "start",
];
const JOIN_VERBS: &[&str] = &[
    "join",
    "participate",
    "attend",
    "partner",
    "take",
    "collaborate",
    "cooperate",
    "support",
    "back",
    "speak",
];

const DRAWS: RuleId = RuleId::of_mechanism("mechanism/draws-on");

/// Collects relations without repeating one.
pub struct Relations<'a, 'd> {
    analysis: &'a Analysis<'d>,
    table: &'a Table,
    rules: &'a Rules,
    found: Vec<Fact>,
}

/// The relations of a document, in text order.
pub fn relations(analysis: &Analysis, table: &Table, rules: &Rules) -> Vec<Fact> {
    let mut relations = Relations {
        analysis,
        table,
        rules,
        found: Vec::new(),
    };
    for at in analysis.all() {
        relations.locations(at);
        if analysis.tag(at) == Tag::Verb {
            relations.verb(at);
        }
        relations.part_of(at);
        relations.seat(at);
        relations.draws(at);
        relations.members(at);
        relations.ownership(at);
        relations.partners(at);
    }
    relations.appositions();
    relations.nearest_places();
    relations.attendance();
    relations.found
}

impl Relations<'_, '_> {
    fn add(
        &mut self,
        subject: EntityId,
        predicate: Predicate,
        object: EntityId,
        at: At,
        rule: RuleId,
        confidence: f32,
    ) {
        if subject == object {
            return;
        }
        let modality = super::kind::modality(self.analysis, at);
        if let Some(known) = self.found.iter_mut().find(|fact| {
            fact.subject == subject && fact.predicate == predicate && fact.object == object
        }) {
            known.evidence.confidence = known.evidence.confidence.max(confidence);
            return;
        }
        self.found.push(Fact {
            subject,
            predicate,
            object,
            modality,
            said_by: None,
            projected: false,
            evidence: Evidence {
                passage: self.analysis.passage(at.sentence),
                rule,
                confidence,
            },
        });
    }

    fn entities(&self, tree: &Tree, at: At, words: &[usize]) -> Vec<EntityId> {
        clause::entities(self.table, tree, at.sentence, words)
    }

    fn class(&self, entity: EntityId) -> Class {
        self.table.class(entity)
    }

    /// 'The scheme will be financed through existing programmes such as A, B and C': read by the order of words, since lists after
    /// 'such as' hang anywhere.
    fn draws(&mut self, at: At) {
        let tree = self.analysis.tree(at);
        let lemma = tree.lemmas[at.word].as_str();
        let through = tree.lemmas.get(at.word + 1).is_some_and(|word| {
            matches!(
                word.as_str(),
                "through" | "from" | "via" | "by" | "out" | "with"
            )
        });
        if !matches!(lemma, "finance" | "fund" | "pay" | "feed" | "resource") || !through {
            return;
        }
        let programmes = |words: &mut dyn Iterator<Item = usize>| -> Vec<EntityId> {
            words
                .flat_map(|word| self.table.at(At { word, ..at }).iter().copied())
                .filter(|&entity| self.table.class(entity) == Class::Programme)
                .collect()
        };
        let targets = programmes(&mut (0..at.word));
        let sources = programmes(&mut (at.word + 2..tree.words.len()));
        let Some(&target) = targets.last() else {
            return;
        };
        for source in sources {
            if source != target {
                self.add(target, Predicate::DrawsOn, source, at, DRAWS, 0.85);
                self.add(source, Predicate::Funds, target, at, DRAWS, 0.85);
            }
        }
    }

    fn verb(&mut self, at: At) {
        let analysis = self.analysis;
        let tree = analysis.tree(at);
        let table = self.table;
        let lemma = tree.lemmas[at.word].as_str();
        let actors = clause::actors(tree, at.word);
        let patients = clause::patients(tree, at.word);
        let actor_entities = self.entities(tree, at, &actors);
        let patient_entities = self.entities(tree, at, &patients);
        let prepositional = clause::prepositional(tree, at.word);
        if BUILD_VERBS.contains(&lemma) {
            for &actor in actor_entities
                .iter()
                .filter(|actor| table.class(**actor).is_organisation())
            {
                for &site in patient_entities
                    .iter()
                    .filter(|site| table.class(**site) == Class::Facility)
                {
                    self.add(actor, Predicate::Builds, site, at, BUILDS, 0.8);
                }
            }
        }
        if ANNOUNCE_VERBS.contains(&lemma) {
            for &actor in actor_entities
                .iter()
                .filter(|actor| table.class(**actor).is_actor())
            {
                for &thing in patient_entities.iter().filter(|thing| {
                    matches!(table.class(**thing), Class::Programme | Class::Event)
                        || (table.class(**thing) == Class::Facility
                            && matches!(
                                lemma,
                                "announce" | "unveil" | "reveal" | "present" | "disclose"
                            ))
                }) {
                    self.add(actor, Predicate::Announces, thing, at, ANNOUNCES, 0.8);
                }
            }
        }
        // 'a venture that brings together A, B and C'
        if matches!(
            lemma,
            "bring" | "unite" | "involve" | "include" | "comprise" | "group"
        ) {
            for &venture in actor_entities
                .iter()
                .filter(|venture| table.class(**venture) == Class::Programme)
            {
                for &member in patient_entities
                    .iter()
                    .filter(|member| table.class(**member).is_actor())
                {
                    self.takes_part(member, venture, at, 0.75);
                }
            }
        }
        if JOIN_VERBS.contains(&lemma) {
            let mut things = patient_entities.clone();
            let joined: Vec<usize> = prepositional
                .iter()
                .filter(|(case, _)| matches!(case.as_str(), "in" | "at" | "with" | "on"))
                .map(|(_, word)| *word)
                .collect();
            things.extend(self.entities(tree, at, &joined));
            for &actor in actor_entities
                .iter()
                .filter(|actor| table.class(**actor).is_actor())
            {
                for &thing in things
                    .iter()
                    .filter(|thing| matches!(table.class(**thing), Class::Programme | Class::Event))
                {
                    self.add(actor, Predicate::ParticipatesIn, thing, at, TAKES_PART, 0.7);
                }
            }
        }
        // 'The plant will be built in X', 'X, situated near Y', 'a company based in Z'
        for (case, word) in &prepositional {
            if !matches!(case.as_str(), "in" | "at" | "near" | "outside") {
                continue;
            }
            for place in self.entities(tree, at, &[*word]) {
                if !self.is_location(place) {
                    continue;
                }
                let seated = matches!(
                    lemma,
                    "base" | "headquarter" | "locate" | "situate" | "house" | "site"
                );
                let holders = if clause::is_passive(tree, at.word) || !patient_entities.is_empty() {
                    &patient_entities
                } else {
                    &actor_entities
                };
                for &holder in holders {
                    let class = self.class(holder);
                    if class == Class::Facility
                        || (class == Class::Event && !clause::is_passive(tree, at.word))
                        || (seated && class.is_organisation())
                        || (class == Class::Event && matches!(lemma, "hold" | "take" | "host"))
                    {
                        self.add(holder, Predicate::LocatedIn, place, at, IN, 0.75);
                    }
                }
            }
        }
    }

    /// 'part of', 'component of', 'under the umbrella of', 'within'.
    fn part_of(&mut self, at: At) {
        let analysis = self.analysis;
        let tree = analysis.tree(at);
        if !matches!(
            tree.lemmas[at.word].as_str(),
            "part"
                | "component"
                | "element"
                | "pillar"
                | "arm"
                | "division"
                | "subsidiary"
                | "unit"
                | "branch"
                | "strand"
                | "phase"
        ) {
            return;
        }
        let wholes: Vec<usize> = clause::prepositional(tree, at.word)
            .into_iter()
            .filter(|(case, _)| matches!(case.as_str(), "of" | "in"))
            .map(|(_, word)| word)
            .collect();
        let wholes = self.entities(tree, at, &wholes);
        let mut parts: Vec<usize> = tree.dependents(at.word, &[Relation::Subject]).collect();
        if let Some((head, relation)) = tree.head(at.word) {
            if matches!(
                relation,
                Relation::Apposition | Relation::Oblique | Relation::NominalModifier
            ) {
                parts.push(head);
                if tree.parse.tags[head] == Tag::Verb {
                    parts.extend(clause::patients(tree, head));
                    parts.extend(clause::subjects(tree, head, 3));
                }
            }
        }
        // 'Microsoft's venture arm M12', 'the venture arm of Microsoft, M12'
        let mut wholes = wholes;
        if matches!(
            tree.lemmas[at.word].as_str(),
            "arm" | "division" | "subsidiary" | "unit" | "branch"
        ) {
            let owners: Vec<usize> = tree
                .dependents(at.word, &[Relation::Possessor, Relation::Compound])
                .filter(|&word| word < at.word)
                .collect();
            wholes.extend(self.entities(tree, at, &owners));
            parts.extend(tree.dependents(at.word, &[Relation::Apposition]));
            if at.word + 1 < tree.words.len()
                && matches!(tree.words[at.word + 1].unit, Unit::Name(_))
            {
                parts.push(at.word + 1);
            }
        }
        let parts = self.entities(tree, at, &parts);
        // 'a component of the wider strategy detailed in the Compass': the first programme named behind.
        if !wholes
            .iter()
            .any(|&whole| self.class(whole) == Class::Programme)
            && parts
                .iter()
                .any(|&part| self.class(part) == Class::Programme)
        {
            let behind = (at.word + 1..tree.words.len().min(at.word + 14)).find_map(|word| {
                self.entities(tree, at, &[word])
                    .into_iter()
                    .find(|&entity| {
                        self.class(entity) == Class::Programme && !parts.contains(&entity)
                    })
            });
            wholes.extend(behind);
        }
        for &part in &parts {
            for &whole in &wholes {
                let fits = match (self.class(part), self.class(whole)) {
                    (Class::Programme | Class::Facility, Class::Programme)
                    | (Class::Facility, Class::Facility) => true,
                    (a, b) => a.is_organisation() && b.is_organisation(),
                };
                if fits {
                    self.add(part, Predicate::PartOf, whole, at, PART, 0.85);
                }
            }
        }
    }

    /// 'a partnership between A, B and C', 'a joint venture of A and B'.
    fn members(&mut self, at: At) {
        let analysis = self.analysis;
        let tree = analysis.tree(at);
        if !self.rules.names.programme_heads.has(&tree.lemmas[at.word])
            && !matches!(tree.words[at.word].unit, Unit::Name(_))
        {
            return;
        }
        let ventures: Vec<EntityId> = self
            .table
            .at(at)
            .iter()
            .copied()
            .filter(|&entity| self.class(entity) == Class::Programme)
            .collect();
        if ventures.is_empty() {
            return;
        }
        let joint = matches!(
            tree.lemmas[at.word].as_str(),
            "partnership" | "venture" | "joint venture" | "jv" | "consortium" | "alliance"
        );
        for (case, word) in clause::prepositional(tree, at.word) {
            if case == "between"
                || case == "among"
                || (joint && matches!(case.as_str(), "of" | "with" | "by"))
            {
                for member in self.entities(tree, at, &[word]) {
                    if self.class(member).is_actor() {
                        for &venture in &ventures {
                            self.takes_part(member, venture, at, 0.85);
                        }
                    }
                }
            }
        }
    }

    /// 'Macron said at the summit': who speaks at an event takes part in it.
    fn attendance(&mut self) {
        let analysis = self.analysis;
        for at in analysis.all() {
            let tree = analysis.tree(at);
            let events: Vec<EntityId> = self
                .table
                .at(at)
                .iter()
                .copied()
                .filter(|&entity| self.class(entity) == Class::Event)
                .collect();
            if events.is_empty() || !matches!(tree.case(at.word).as_str(), "at" | "during") {
                continue;
            }
            let mut word = at.word;
            while let Some((head, _)) = tree.head(word) {
                word = head;
                if tree.parse.tags[head] == Tag::Verb {
                    break;
                }
            }
            for person in self.entities(tree, at, &clause::actors(tree, word)) {
                if self.class(person) == Class::Person {
                    for &event in &events {
                        self.add(
                            person,
                            Predicate::ParticipatesIn,
                            event,
                            at,
                            TAKES_PART,
                            0.75,
                        );
                    }
                }
            }
        }
    }
}
