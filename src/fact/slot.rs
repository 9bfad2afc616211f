//! Who fills the slots of a sum: evidence from frames and from the discourse, weighed by a linear ranker.

pub mod anaphora;
mod attribution;
mod gap;
mod how;
mod order;
pub mod setting;

use std::collections::BTreeMap;

use how::How;

use super::{
    EntityId,
    analysis::{Analysis, At, Tree},
    bond::Bonds,
    clause,
    entity::{Table, phrase},
};
use crate::{
    class::Class,
    rules::{
        RuleId, Rules,
        frames::{Frame, Position, Role},
    },
    span::Span,
    syntax::{Relation, Tag},
};

/// The slots of a sum that entities fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// Who gives.
    Payer,
    /// Who makes it public.
    Announcer,
    /// Who gets it.
    Recipient,
    /// Under which programme.
    Programme,
    /// For which facility.
    Facility,
    /// From which programme.
    Source,
}

impl Slot {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Payer,
        Self::Announcer,
        Self::Recipient,
        Self::Programme,
        Self::Facility,
        Self::Source,
    ];

    /// Its name in `models/slots.tsv`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Payer => "payer",
            Self::Announcer => "announcer",
            Self::Recipient => "recipient",
            Self::Programme => "programme",
            Self::Facility => "facility",
            Self::Source => "source",
        }
    }

    /// Whether an entity of this class can fill it.
    pub fn takes(self, class: Class) -> bool {
        match self {
            Self::Payer => class.is_actor() || class == Class::Programme,
            Self::Announcer | Self::Recipient => class.is_actor(),
            Self::Programme | Self::Source => class == Class::Programme,
            Self::Facility => class == Class::Facility,
        }
    }
}

/// A reason to put an entity into a slot, or not to.
#[derive(Clone, Debug)]
pub struct Reason {
    /// The name of the feature, without words of the text.
    pub feature: &'static str,
    /// The rule behind it.
    pub rule: RuleId,
    /// The words that state it.
    pub passage: Span,
}

/// All reasons for each slot and entity of one sum.
pub type Reasons = BTreeMap<(Slot, EntityId), Vec<Reason>>;

/// Collects reasons for one sum.
pub struct Collector<'a, 'd> {
    analysis: &'a Analysis<'d>,
    table: &'a Table,
    rules: &'a Rules,
    bonds: &'a Bonds,
    at: At,
    reasons: Reasons,
}

const DISCOURSE: RuleId = RuleId::of_mechanism("mechanism/discourse");
const SPEECH: RuleId = RuleId::of_mechanism("mechanism/speech");
const HEAD: RuleId = RuleId::of_mechanism("mechanism/sum-modifies-noun");

/// Verbs that make something public.
const MAKES_PUBLIC: &[&str] = &[
    "announce",
    "unveil",
    "reveal",
    "present",
    "declare",
    "launch",
    "disclose",
    "introduce",
    "say",
    "confirm",
    "state",
    "detail",
    "outline",
    "pledge",
    "promise",
    "report",
    "tell",
    "add",
    "publish",
    "propose",
    "forecast",
    "expect",
    "explain",
    "put",
];

/// The reasons of one sum.
pub fn reasons(
    analysis: &Analysis,
    table: &Table,
    bonds: &Bonds,
    rules: &Rules,
    at: At,
) -> Reasons {
    let mut collector = Collector::new(analysis, table, bonds, rules, at);
    collector.climb();
    collector.gap();
    collector.attribution();
    collector.linear();
    collector.discourse();
    collector.paragraph();
    collector.bonds();
    collector.family();
    collector.reasons
}

impl<'a, 'd> Collector<'a, 'd> {
    fn new(
        analysis: &'a Analysis<'d>,
        table: &'a Table,
        bonds: &'a Bonds,
        rules: &'a Rules,
        at: At,
    ) -> Self {
        Self {
            analysis,
            table,
            rules,
            bonds,
            at,
            reasons: Reasons::new(),
        }
    }

    fn tree(&self) -> &Tree {
        self.analysis.tree(self.at)
    }

    fn add(&mut self, slot: Slot, entity: EntityId, feature: &'static str, rule: RuleId) {
        if slot.takes(self.table.class(entity)) {
            let passage = self.analysis.passage(self.at.sentence);
            let reasons = self.reasons.entry((slot, entity)).or_default();
            if !reasons.iter().any(|reason| reason.feature == feature) {
                reasons.push(Reason {
                    feature,
                    rule,
                    passage,
                });
            }
        }
    }

    fn entities(&self, words: &[usize]) -> Vec<EntityId> {
        clause::entities(self.table, self.tree(), self.at.sentence, words)
    }

    /// Adds entities in a role.
    fn cast(&mut self, words: &[usize], role: Role, how: How, rule: RuleId) {
        for entity in self.entities(words) {
            let class = self.table.class(entity);
            match role {
                Role::Payer => self.add(Slot::Payer, entity, how.name("payer"), rule),
                Role::Recipient => self.add(Slot::Recipient, entity, how.name("recipient"), rule),
                Role::Announcer => self.add(Slot::Announcer, entity, how.name("announcer"), rule),
                Role::Programme => self.add(Slot::Programme, entity, how.name("target"), rule),
                Role::Source => {
                    self.add(Slot::Payer, entity, how.name("source"), rule);
                    self.add(Slot::Source, entity, how.name("source"), rule);
                    self.add(Slot::Programme, entity, how.name("source"), rule);
                }
                Role::Target => match class {
                    Class::Facility => self.add(Slot::Facility, entity, how.name("target"), rule),
                    Class::Programme => self.add(Slot::Programme, entity, how.name("target"), rule),
                    // 'into the country' says where, not who gets it.
                    Class::PublicBody if matches!(how, How::In | How::Into) => {}
                    _ => self.add(Slot::Recipient, entity, how.name("target"), rule),
                },
                Role::Party => {
                    self.add(Slot::Payer, entity, how.name("party"), rule);
                    self.add(Slot::Recipient, entity, how.name("party"), rule);
                }
                Role::None | Role::Money => {}
            }
        }
    }

    /// Goes up from the sum: nouns it modifies, verbs it hangs on, verbs that govern those.
    fn climb(&mut self) {
        let mut current = self.at.word;
        let mut verbs = 0;
        self.hangers(current);
        self.clauses(current);
        for _ in 0..8 {
            let Some((head, relation)) = self.tree().head(current) else {
                break;
            };
            match self.tree().parse.tags[head] {
                Tag::Noun | Tag::ProperNoun | Tag::Number | Tag::Symbol
                    if self
                        .tree()
                        .dependents(head, &[Relation::Copula])
                        .next()
                        .is_none() =>
                {
                    self.noun(head, relation)
                }
                _ => {
                    self.verb(head, current, relation, verbs);
                    verbs += 1;
                }
            }
            current = head;
        }
    }

    /// What hangs on the sum itself: '€5m from the EIB for the port'.
    fn hangers(&mut self, word: usize) {
        for (case, child) in clause::prepositional(self.tree(), word) {
            let role = match case.as_str() {
                "from" | "by" => Role::Payer,
                "for" | "to" | "into" | "in" | "towards" | "toward" => Role::Target,
                "under" => Role::Programme,
                "through" | "via" => Role::Source,
                _ => continue,
            };
            self.cast(&[child], role, How::Hanger, HEAD);
        }
    }

    /// '€5m promised by the state', 'the €5m (that) the group set aside'.
    fn clauses(&mut self, word: usize) {
        let tree = self.analysis.tree(self.at);
        let verbs: Vec<usize> = tree
            .dependents(word, &[Relation::RelativeClause, Relation::Clause])
            .filter(|&verb| tree.parse.tags[verb] == Tag::Verb)
            .collect();
        for verb in verbs {
            let passive = clause::is_passive(tree, verb);
            let actors = if passive {
                clause::agents(tree, verb)
            } else {
                tree.dependents(verb, &[Relation::Subject])
                    .filter(|&subject| !clause::is_relative(tree, subject))
                    .flat_map(|subject| tree.coordinated(subject))
                    .collect()
            };
            for frame in self.rules.frames.of_verb(&tree.lemmas[verb]) {
                if frame.money.contains(&Position::Object) {
                    self.cast(&actors, frame.subject, How::Subject, frame.rule);
                    for (case, word) in clause::prepositional(tree, verb) {
                        if let Some(role) = frame.with.get(case.as_str()) {
                            self.cast(&[word], *role, How::of_case(&case), frame.rule);
                        }
                    }
                }
            }
        }
    }

    /// The sum, or what it hangs on, modifies a noun.
    fn noun(&mut self, noun: usize, relation: Relation) {
        let direct = matches!(
            relation,
            Relation::Compound
                | Relation::NumericModifier
                | Relation::AdjectivalModifier
                | Relation::NominalModifier
                | Relation::Apposition
                | Relation::NominalDescription
                | Relation::UnmarkedModifier
                | Relation::Clause
        );
        for entity in self.entities(&[noun]) {
            if direct {
                match self.table.class(entity) {
                    Class::Programme => self.add(Slot::Programme, entity, "head:programme", HEAD),
                    Class::Facility => self.add(Slot::Facility, entity, "head:facility", HEAD),
                    Class::Company | Class::Organisation | Class::PublicBody
                        if relation == Relation::Compound =>
                    {
                        self.add(Slot::Payer, entity, "head:actor", HEAD)
                    }
                    _ => {}
                }
            }
        }
        self.noun_frames(noun);
    }

    /// What the frames of a noun make of the words around it: 'the EIB's loan to X'.
    fn noun_frames(&mut self, noun: usize) {
        let at = At {
            word: noun,
            ..self.at
        };
        let lemma = self.tree().lemmas[noun].clone();
        let possessor = phrase::phrase(self.analysis, at).possessor;
        let compounds: Vec<usize> = self
            .tree()
            .dependents(noun, &[Relation::Compound])
            .filter(|&word| word != self.at.word)
            .collect();
        let prepositional = clause::prepositional(self.tree(), noun);
        let frames: Vec<&Frame> = self.rules.frames.of_noun(&lemma).collect();
        for frame in frames {
            if let Some(possessor) = possessor {
                self.cast(&[possessor], frame.possessor, How::Possessor, frame.rule);
            }
            self.cast(&compounds, frame.compound, How::Compound, frame.rule);
            for (case, word) in &prepositional {
                if let Some(role) = frame.with.get(case.as_str()) {
                    self.cast(&[*word], *role, How::of_case(case), frame.rule);
                }
            }
        }
    }

    /// The sum, or what it hangs on, is an argument of a verb.
    fn verb(&mut self, verb: usize, below: usize, relation: Relation, verbs_below: usize) {
        let tree = self.tree();
        let lemma = tree.lemmas[verb].clone();
        let passive = clause::is_passive(tree, verb);
        let position = match relation {
            Relation::Subject if passive => Some(Position::Object),
            Relation::PassiveSubject | Relation::Object => Some(Position::Object),
            Relation::Subject => Some(Position::Subject),
            Relation::Oblique
            | Relation::UnmarkedOblique
            | Relation::Agent
            | Relation::OpenComplement
                if tree.parse.tags[below] != Tag::Verb =>
            {
                Some(Position::Oblique)
            }
            _ => None,
        };
        let actors = clause::actors(tree, verb);
        let patients: Vec<usize> = clause::patients(tree, verb)
            .into_iter()
            .filter(|&word| !tree.is_under(self.at.word, word))
            .collect();
        let prepositional: Vec<(String, usize)> = clause::prepositional(tree, verb)
            .into_iter()
            .filter(|(_, word)| !tree.is_under(self.at.word, *word))
            .collect();
        let indirect: Vec<usize> = tree.dependents(verb, &[Relation::IndirectObject]).collect();
        let how_far = if verbs_below == 0 {
            How::Subject
        } else {
            How::FarSubject
        };
        let frames: Vec<&Frame> = self.rules.frames.of_verb(&lemma).collect();
        for frame in frames {
            let allowed = position.is_some_and(|position| frame.money.contains(&position))
                || (position.is_none() && verbs_below > 0);
            if !allowed {
                continue;
            }
            if position != Some(Position::Subject) {
                self.cast(&actors, frame.subject, how_far, frame.rule);
                if frame.announces {
                    self.cast(&actors, Role::Announcer, how_far, frame.rule);
                } else if frame.subject == Role::Announcer
                    && position == Some(Position::Object)
                    && verbs_below == 0
                {
                    // 'Germany announced €600 million'
                    self.cast(&actors, Role::Payer, How::Announces, frame.rule);
                }
            }
            // 'X was awarded €5 million'
            if passive && relation == Relation::Object {
                self.cast(&patients, frame.indirect_object, How::Subject, frame.rule);
            }
            if position != Some(Position::Object) {
                self.cast(&patients, frame.object, How::Object, frame.rule);
            }
            self.cast(&indirect, frame.indirect_object, How::Object, frame.rule);
            if verbs_below < 2 {
                for (case, word) in &prepositional {
                    if let Some(role) = frame.with.get(case.as_str()) {
                        self.cast(&[*word], *role, How::of_case(case), frame.rule);
                    }
                }
            }
        }
        if verbs_below > 0 || position.is_some() {
            let feature = if MAKES_PUBLIC.contains(&lemma.as_str()) {
                "speaker"
            } else {
                "governor"
            };
            for entity in self.entities(&actors) {
                self.add(Slot::Announcer, entity, feature, SPEECH);
                self.add(
                    Slot::Payer,
                    entity,
                    if feature == "speaker" {
                        "speaker"
                    } else {
                        "governor"
                    },
                    SPEECH,
                );
            }
        }
    }
}

fn is_subject(tree: &Tree, word: usize) -> bool {
    let first = tree.first_conjunct(word);
    tree.head(first).is_some_and(|(head, relation)| {
        matches!(relation, Relation::Subject | Relation::PassiveSubject)
            && tree.head(head).is_none_or(|(_, above)| {
                matches!(
                    above,
                    Relation::Root
                        | Relation::ClausalComplement
                        | Relation::Conjunct
                        | Relation::Parataxis
                )
            })
    })
}
