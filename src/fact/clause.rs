//! Questions to a tree: who does it, to what, with which preposition.

use super::{
    EntityId,
    analysis::{At, Tree},
    entity::Table,
};
use crate::syntax::{Inflection, Relation, Tag};

/// How many verbs are followed for a subject.
const DEPTH: usize = 5;

/// Whether a verb is passive: 'was funded', 'money pledged by'.
pub fn is_passive(tree: &Tree, verb: usize) -> bool {
    tree.dependents(
        verb,
        &[Relation::PassiveSubject, Relation::PassiveAuxiliary],
    )
    .next()
    .is_some()
        || (tree.parse.inflections[verb] == Inflection::PastParticiple
            && tree
                .head(verb)
                .is_some_and(|(_, relation)| relation == Relation::Clause)
            && tree
                .dependents(verb, &[Relation::Subject, Relation::Object])
                .next()
                .is_none())
}

/// The words that act: subjects of an active verb, agents of a passive one; control, coordination and relative clauses followed.
pub fn actors(tree: &Tree, verb: usize) -> Vec<usize> {
    if is_passive(tree, verb) {
        agents(tree, verb)
    } else {
        subjects(tree, verb, DEPTH)
    }
}

/// The words behind 'by' of a passive verb.
pub fn agents(tree: &Tree, verb: usize) -> Vec<usize> {
    tree.dependents(verb, &[Relation::Agent, Relation::Oblique])
        .filter(|&word| tree.case(word) == "by")
        .flat_map(|word| tree.coordinated(word))
        .collect()
}

/// The words that are acted on: objects of an active verb, subjects of a passive one.
pub fn patients(tree: &Tree, verb: usize) -> Vec<usize> {
    if is_passive(tree, verb) {
        return subjects(tree, verb, DEPTH);
    }
    let mut objects: Vec<usize> = tree
        .dependents(verb, &[Relation::Object])
        .flat_map(|word| tree.coordinated(word))
        .collect();
    if objects.is_empty()
        && let Some((head, Relation::RelativeClause)) = tree.head(verb)
        && tree
            .dependents(verb, &[Relation::Subject])
            .next()
            .is_some_and(|subject| !is_relative(tree, subject))
    {
        // 'the plant (that) Intel builds'
        objects.extend(tree.coordinated(head));
    }
    objects
}

/// The grammatical subjects of a verb.
pub fn subjects(tree: &Tree, verb: usize, depth: usize) -> Vec<usize> {
    let own: Vec<usize> = tree
        .dependents(verb, &[Relation::Subject, Relation::PassiveSubject])
        .flat_map(|word| tree.coordinated(word))
        .collect();
    if !own.is_empty() || depth == 0 {
        return own;
    }
    match tree.head(verb) {
        Some((head, Relation::Conjunct | Relation::AdverbialClause | Relation::Parataxis)) => {
            subjects(tree, head, depth - 1)
        }
        Some((head, Relation::OpenComplement)) => {
            // 'helps firms to grow': the object of the governing verb acts.
            let object: Vec<usize> = tree.dependents(head, &[Relation::Object]).collect();
            if !object.is_empty() {
                return object;
            }
            subjects(tree, head, depth - 1)
        }
        Some((head, Relation::Clause | Relation::RelativeClause))
            if matches!(
                tree.parse.tags[head],
                Tag::Noun | Tag::ProperNoun | Tag::Pronoun
            ) =>
        {
            let governed = tree.parse.inflections[verb] == Inflection::Base;
            if !governed {
                return tree.coordinated(tree.first_conjunct(head));
            }
            // 'a plan of X to build': the possessor of the noun, else the subject of its verb.
            let owner: Vec<usize> = tree.dependents(head, &[Relation::Possessor]).collect();
            if !owner.is_empty() {
                return owner;
            }
            tree.head(head)
                .map_or_else(Vec::new, |(verb, _)| subjects(tree, verb, depth - 1))
        }
        Some((head, Relation::ClausalComplement))
            if tree.parse.inflections[verb] == Inflection::Base =>
        {
            subjects(tree, head, depth - 1)
        }
        _ => own,
    }
}

/// 'which', 'that', 'who'
pub fn is_relative(tree: &Tree, word: usize) -> bool {
    matches!(
        tree.lemmas[word].as_str(),
        "which" | "that" | "who" | "whom" | "whose"
    ) && tree.parse.tags[word] != Tag::SubordinatingConjunction
}

/// The noun that a relative pronoun stands for.
pub fn antecedent(tree: &Tree, pronoun: usize) -> Option<usize> {
    let mut word = pronoun;
    for _ in 0..4 {
        let (head, relation) = tree.head(word)?;
        if matches!(relation, Relation::RelativeClause | Relation::Clause) {
            return Some(head);
        }
        word = head;
    }
    // Where the clause hangs elsewhere: the noun right before, a comma between perhaps.
    let before = pronoun.checked_sub(1)?;
    let before = if tree.lemmas[before] == "," {
        before.checked_sub(1)?
    } else {
        before
    };
    matches!(tree.parse.tags[before], Tag::Noun | Tag::ProperNoun).then_some(before)
}

/// What words introduced by prepositions hang on a word: (preposition, word).
pub fn prepositional(tree: &Tree, word: usize) -> Vec<(String, usize)> {
    tree.dependents(
        word,
        &[
            Relation::Oblique,
            Relation::Agent,
            Relation::NominalModifier,
        ],
    )
    .filter_map(|child| {
        let case = tree.case(child);
        (!case.is_empty()).then_some((case, child))
    })
    .flat_map(|(case, child)| {
        tree.coordinated(child)
            .into_iter()
            .map(move |word| (case.clone(), word))
    })
    .collect()
}

/// The entities that words stand for; relative pronouns taken up.
pub fn entities(table: &Table, tree: &Tree, sentence: usize, words: &[usize]) -> Vec<EntityId> {
    let mut found = Vec::new();
    for &word in words {
        let word = if is_relative(tree, word) {
            antecedent(tree, word).unwrap_or(word)
        } else {
            word
        };
        for &entity in table.at(At { sentence, word }) {
            if !found.contains(&entity) {
                found.push(entity);
            }
        }
    }
    found
}
