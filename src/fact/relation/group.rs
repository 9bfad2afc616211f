//! Who belongs to whom among organisations: owners, subsidiaries, arms, ventures and their partners.

use super::{PART, Relations, TAKES_PART};
use crate::{
    class::Class,
    fact::{
        EntityId, Predicate,
        analysis::{At, Unit},
        clause,
        entity::phrase,
    },
    syntax::{Relation, Tag},
};

/// How sure words of joint doing are.
const TOGETHER: f32 = 0.65;
/// What an organisation is that belongs to another: 'X's cloud arm', 'a subsidiary of X'.
const PARTS: &[&str] = &[
    "arm",
    "subsidiary",
    "unit",
    "division",
    "affiliate",
    "branch",
    "brand",
    "business",
    "daughter",
    "offshoot",
    "bureau",
    "department",
    "authority",
    "agency",
];
/// What an organisation is that another belongs to: 'the owner of X', 'X's parent'.
const WHOLES: &[&str] = &[
    "owner",
    "parent",
    "parent company",
    "holding",
    "shareholder",
];
/// Nouns for what several own or run together.
const VENTURES: &[&str] = &[
    "venture",
    "joint venture",
    "consortium",
    "partnership",
    "alliance",
    "company",
    "project company",
];

impl Relations<'_, '_> {
    /// Ownership said by nouns and by 'owned by'.
    pub(super) fn ownership(&mut self, at: At) {
        let tree = self.analysis.tree(at);
        let lemma = tree.lemmas[at.word].as_str();
        match tree.parse.tags[at.word] {
            Tag::Noun if PARTS.contains(&lemma) || WHOLES.contains(&lemma) => {
                let named = self.named_beside(at);
                let mut others = self.entities(tree, at, &self.possessors(at));
                others.extend(self.behind(at, &["of", "under"]));
                for &one in &named {
                    for &other in &others {
                        let (part, whole) = if PARTS.contains(&lemma) {
                            (one, other)
                        } else {
                            (other, one)
                        };
                        if lemma != "shareholder" {
                            self.belongs(part, whole, at);
                        }
                    }
                }
            }
            // 'X, owned by Y', 'X, which is controlled by Y'
            Tag::Verb | Tag::Adjective if matches!(lemma, "own" | "control") => {
                let owners = self.behind(at, &["by"]);
                let owned = self.entities(tree, at, &clause::patients(tree, at.word));
                let owned = if owned.is_empty() {
                    self.before(at)
                } else {
                    owned
                };
                // Several owners hold a venture together.
                for &owner in &owners {
                    for &thing in &owned {
                        if owners.len() > 1 {
                            self.takes_part(owner, thing, at, TOGETHER);
                        } else {
                            self.belongs(thing, owner, at);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// 'a company formed by A, B and C', 'a joint venture of A and B', 'together with B', 'with B as its partner'.
    pub(super) fn partners(&mut self, at: At) {
        let tree = self.analysis.tree(at);
        let lemma = tree.lemmas[at.word].as_str();
        if tree.parse.tags[at.word] == Tag::Verb
            && matches!(
                lemma,
                "form" | "found" | "create" | "establish" | "set" | "own"
            )
        {
            let founders = self.behind(at, &["by"]);
            let ventures = self.before(at);
            if founders.len() > 1 {
                for &founder in &founders {
                    for &venture in &ventures {
                        self.takes_part(founder, venture, at, TOGETHER);
                    }
                }
            }
        }
        if tree.parse.tags[at.word] == Tag::Noun && VENTURES.contains(&lemma) {
            let named: Vec<EntityId> = self
                .named_beside(at)
                .into_iter()
                .filter(|&entity| {
                    matches!(
                        self.class(entity),
                        Class::Company | Class::Organisation | Class::Programme
                    )
                })
                .collect();
            let members = self.behind(at, &["of", "between", "with", "among"]);
            for &member in &members {
                for &venture in &named {
                    if members.len() > 1 || lemma != "company" {
                        self.takes_part(member, venture, at, TOGETHER);
                    }
                }
            }
        }
        // 'together with B', 'in partnership with B', 'B as its partner', 'partnered with B'
        let joint = matches!(
            lemma,
            "together"
                | "partnership"
                | "cooperation"
                | "collaboration"
                | "jointly"
                | "partner"
                | "collaborate"
        );
        if joint {
            let mut partners = self.behind(at, &["with"]);
            if lemma == "partner" && partners.is_empty() {
                partners = self.partner_before(at);
            }
            let things = self.matter(at);
            for &partner in &partners {
                for &thing in &things {
                    self.takes_part(partner, thing, at, TOGETHER);
                }
            }
        }
    }

    fn belongs(&mut self, part: EntityId, whole: EntityId, at: At) {
        if self.class(part).is_organisation() && self.class(whole).is_organisation() {
            self.add(part, Predicate::PartOf, whole, at, PART, 0.75);
        }
    }

    pub(super) fn takes_part(
        &mut self,
        member: EntityId,
        thing: EntityId,
        at: At,
        confidence: f32,
    ) {
        let joins = matches!(
            self.class(thing),
            Class::Programme | Class::Facility | Class::Company | Class::Organisation
        );
        if self.class(member).is_actor() && joins {
            self.add(
                member,
                Predicate::ParticipatesIn,
                thing,
                at,
                TAKES_PART,
                confidence,
            );
        }
    }

    fn possessors(&self, at: At) -> Vec<usize> {
        let tree = self.analysis.tree(at);
        let phrase = phrase::phrase(self.analysis, at);
        let mut words: Vec<usize> = phrase.possessor.into_iter().collect();
        words.extend(
            phrase
                .modifiers
                .iter()
                .filter(|&&word| matches!(tree.words[word].unit, Unit::Name(_))),
        );
        words
    }

    /// The names that a noun describes: in apposition, after it, or before it behind a comma.
    fn named_beside(&self, at: At) -> Vec<EntityId> {
        let tree = self.analysis.tree(at);
        let mut words: Vec<usize> = Vec::new();
        if tree
            .words
            .get(at.word + 1)
            .is_some_and(|next| matches!(next.unit, Unit::Name(_)))
        {
            // 'its affiliates A and B'
            words.extend(tree.coordinated(at.word + 1));
        } else if tree.lemmas.get(at.word + 1).is_some_and(|next| next == ",")
            && tree
                .words
                .get(at.word + 2)
                .is_some_and(|next| matches!(next.unit, Unit::Name(_)))
            && tree.parse.relations[at.word + 2] == Relation::Apposition
        {
            words.push(at.word + 2);
        }
        let found = self.entities(tree, at, &words);
        if found.is_empty() {
            self.before(at)
        } else {
            found
        }
    }

    /// The name before the comma that a description follows: 'X, the Indian owner of Y'.
    fn before(&self, at: At) -> Vec<EntityId> {
        let tree = self.analysis.tree(at);
        let comma = (0..at.word)
            .rev()
            .take(9)
            .take_while(|&word| !matches!(tree.words[word].unit, Unit::Amount(_)))
            .find(|&word| matches!(tree.lemmas[word].as_str(), "," | "(" | "–" | "—"));
        let Some(name) = comma.and_then(|comma| comma.checked_sub(1)) else {
            return Vec::new();
        };
        // 'A Ltd (A), a subsidiary ...'
        let name = if tree.lemmas[name] == ")" {
            name.saturating_sub(3)
        } else {
            name
        };
        self.entities(tree, at, &[name])
            .into_iter()
            .filter(|&entity| {
                self.class(entity).is_organisation() || self.class(entity) == Class::Programme
            })
            .collect()
    }

    /// The organisations listed right behind one of these prepositions, which follows within three words.
    fn behind(&self, at: At, prepositions: &[&str]) -> Vec<EntityId> {
        let tree = self.analysis.tree(at);
        let end = tree.words.len();
        let Some(preposition) = (at.word + 1..end.min(at.word + 4))
            .find(|&word| prepositions.contains(&tree.lemmas[word].as_str()))
        else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for word in preposition + 1..end.min(preposition + 30) {
            let here = self.entities(tree, at, &[word]);
            let actors = here
                .iter()
                .filter(|&&entity| self.class(entity).is_actor())
                .copied();
            let before = found.len();
            found.extend(actors);
            let small = matches!(
                tree.parse.tags[word],
                Tag::Determiner
                    | Tag::Adjective
                    | Tag::Punctuation
                    | Tag::CoordinatingConjunction
                    | Tag::ProperNoun
                    | Tag::Pronoun
                    | Tag::Particle
            );
            let described =
                tree.parse.tags[word] == Tag::Noun && before == found.len() && found.is_empty();
            if found.len() == before && !small && !described {
                break;
            }
        }
        found.dedup();
        found
    }

    /// 'with Powerchip of Taiwan as its partner', 'Intel, its partner for X'
    fn partner_before(&self, at: At) -> Vec<EntityId> {
        let tree = self.analysis.tree(at);
        (0..at.word)
            .rev()
            .take(12)
            .take_while(|&word| tree.parse.tags[word] != Tag::Verb)
            .find_map(|word| {
                let found: Vec<EntityId> = self
                    .entities(tree, at, &[word])
                    .into_iter()
                    .filter(|&entity| {
                        self.class(entity).is_organisation()
                            && matches!(tree.words[word].unit, Unit::Name(_))
                    })
                    .collect();
                (!found.is_empty()).then_some(found)
            })
            .unwrap_or_default()
    }

    /// The programme or site that the sentence speaks of.
    fn matter(&self, at: At) -> Vec<EntityId> {
        let tree = self.analysis.tree(at);
        (0..tree.words.len())
            .flat_map(|word| self.entities(tree, at, &[word]))
            .find(|&entity| matches!(self.class(entity), Class::Programme | Class::Facility))
            .into_iter()
            .collect()
    }
}
