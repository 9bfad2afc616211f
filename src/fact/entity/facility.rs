//! Sites and classes of sites: mostly described, seldom named ('two DRAM fabs in New York', 'the plant').

use crate::{
    fact::{
        analysis::{Analysis, At, Unit},
        entity::phrase::{Phrase, phrase},
    },
    rules::{RuleId, names::NameRules},
    syntax::{Relation, Tag},
};

/// One facility with the phrases that speak of it.
#[derive(Clone, Debug)]
pub struct Facility {
    /// Its phrases in text order.
    pub phrases: Vec<(Phrase, RuleId)>,
    /// Type of its head.
    pub kind: String,
    /// Lemma of its head: 'data centre'.
    head: String,
    plural: bool,
    modifiers: Vec<String>,
    /// Names in front of the head: owners, places.
    names: Vec<String>,
    /// Where they are, as said behind the head.
    places: Vec<String>,
    /// How many there are, when said.
    number: Option<rust_decimal::Decimal>,
    /// Made by a headline only so far: the first phrase of the body that fits takes it up, definite or not.
    headline: bool,
}

/// Heads that say nothing of the kind of site: they take up any facility, and need a modifier to be one.
const GENERIC: &[&str] = &[
    "facility", "site", "plant", "unit", "complex", "campus", "factory", "works", "hub", "zone",
    "building", "line", "network", "centre", "center", "location", "premises", "office", "base",
    "station",
];
/// Heads that are no facility without a modifier, a place or an owner.
const NEEDS_MORE: &[&str] = &[
    "site",
    "unit",
    "line",
    "network",
    "hub",
    "zone",
    "complex",
    "cluster",
    "office",
    "building",
    "school",
    "housing",
    "base",
    "road",
    "bridge",
    "well",
    "deposit",
    "dock",
    "store",
    "hotel",
    "library",
    "farm",
    "station",
    "port",
    "terminal",
    "airport",
    "facility",
    "cable",
    "satellite",
    "lab",
    "grid",
    "lock",
    "corridor",
    "ward",
    "shelter",
    "works",
    "hospital",
    "clinic",
    "railway",
    "plant",
    "factory",
    "mill",
    "canal",
    "museum",
    "theatre",
    "metro",
    "depot",
    "pipeline",
    "headquarters",
    "laboratory",
];
/// Modifiers that tell stages apart, not facilities.
const COLOURLESS: &[&str] = &[
    "new",
    "planned",
    "proposed",
    "future",
    "existing",
    "first",
    "second",
    "third",
    "current",
    "latest",
    "large",
    "big",
    "huge",
    "giant",
    "major",
    "modern",
    "state-of-the-art",
    "entire",
    "whole",
    "flagship",
    "converted",
    "enlarged",
    "local",
    "own",
    "main",
    "million",
    "billion",
    "largest",
    "biggest",
    "first-of-its-kind",
    "world-class",
];

/// Whether the head word makes a facility by itself, without a modifier.
pub fn is_generic(head: &str) -> bool {
    GENERIC.contains(&head)
}

/// The facilities that a document describes.
pub fn facilities(analysis: &Analysis, rules: &NameRules) -> Vec<Facility> {
    let mut found: Vec<Facility> = Vec::new();
    for at in analysis.all() {
        let tree = analysis.tree(at);
        if tree.words[at.word].unit != Unit::Token
            || !matches!(analysis.tag(at), Tag::Noun | Tag::ProperNoun)
            || !rules.facility_heads.may_end_with(&tree.lemmas[at.word])
        {
            continue;
        }
        // 'plant operator', 'port authority': the head is another noun.
        let modifies = tree
            .head(at.word)
            .is_some_and(|(head, relation)| relation == Relation::Compound && head > at.word);
        if modifies {
            continue;
        }
        let phrase = phrase(analysis, at);
        let mut words: Vec<String> = tree.words[..=at.word]
            .iter()
            .enumerate()
            .rev()
            .take_while(|(index, _)| *index == at.word || phrase.modifiers.contains(index))
            .map(|(index, _)| tree.lemmas[index].clone())
            .collect();
        words.reverse();
        let Some(head) = rules.facility_heads.ending(&words) else {
            continue;
        };
        let head_words = words[words.len() - head.tokens..].join(" ");
        let modifiers: Vec<String> = words[..words.len() - head.tokens].to_vec();
        // Names before the head tell owner or place; they are no conflict between 'the Aalborg mill' and 'a mill in Denmark'.
        let named: Vec<String> = phrase
            .modifiers
            .iter()
            .filter(|&&word| matches!(tree.words[word].unit, Unit::Name(_)))
            .map(|&word| tree.lemmas[word].clone())
            .collect();
        let places = places_of(analysis, at);
        let located: Vec<String> = places
            .iter()
            .map(|place| analysis.lemma(*place).to_owned())
            .collect();
        let modifiers: Vec<String> = modifiers
            .into_iter()
            .filter(|word| !named.contains(word))
            .collect();
        place(
            analysis, &mut found, phrase, head_words, modifiers, named, located, head.value,
            head.rule,
        );
    }
    found
}

#[allow(clippy::too_many_arguments, reason = "the parts of one phrase")]
fn place(
    analysis: &Analysis,
    found: &mut Vec<Facility>,
    phrase: Phrase,
    head: String,
    modifiers: Vec<String>,
    named: Vec<String>,
    located: Vec<String>,
    kind: &str,
    rule: RuleId,
) {
    let telling: Vec<String> = modifiers
        .iter()
        .filter(|word| !COLOURLESS.contains(&word.as_str()))
        .cloned()
        .collect();
    let at = phrase.head;
    let number = count(analysis, &phrase);
    let has_place = !located.is_empty();
    let headline = analysis.reading.segments.sentences[at.sentence].role
        == crate::read::Role::Headline
        && at.sentence == 0;
    let candidate = (0..found.len())
        .rev()
        .filter(|&index| compatible(&found[index], &head, &telling, &phrase, number))
        .max_by_key(|&index| {
            let facility = &found[index];
            let shared = telling
                .iter()
                .filter(|word| facility.modifiers.contains(word))
                .count();
            let shared_names = named
                .iter()
                .filter(|word| facility.names.contains(word))
                .count();
            (
                facility.head == head,
                shared_names,
                shared,
                facility.plural == phrase.plural,
                index,
            )
        });
    let takes_up = candidate.filter(|&index| {
        let facility = &found[index];
        let repeats = !telling.is_empty()
            && facility.head == head
            && telling.iter().all(|word| facility.modifiers.contains(word));
        // 'AI gigafactories ... seven AI gigafactories': one class, counted later.
        let same_class = phrase.plural
            && facility.plural
            && facility.head == head
            && !telling.is_empty()
            && telling == facility.modifiers
            && (facility.number.is_none() || number.is_none());
        if same_class {
            return true;
        }
        let other_name = !named.is_empty()
            && !facility.names.is_empty()
            && !named.iter().any(|word| facility.names.contains(word));
        // 'the Kulim site ... the plant at Villach': a place of its own makes it another one.
        let other_place = !located.is_empty()
            && !(facility.places.is_empty() && facility.names.is_empty())
            && !located
                .iter()
                .any(|place| facility.places.contains(place) || facility.names.contains(place));
        if (other_name || other_place) && !facility.headline {
            return false;
        }
        (phrase.definite
            && (facility.head == head || phrase.possessor.is_none() || telling.is_empty()))
            || facility.headline
            || (repeats && phrase.plural && phrase.number.is_none())
    });
    if let Some(index) = takes_up {
        let facility = &mut found[index];
        for word in telling {
            if !facility.modifiers.contains(&word) {
                facility.modifiers.push(word);
            }
        }
        for word in named {
            if !facility.names.contains(&word) {
                facility.names.push(word);
            }
        }
        for place in located {
            if !facility.places.contains(&place) {
                facility.places.push(place);
            }
        }
        facility.number = facility.number.or(number);
        if facility.headline && !headline {
            facility.headline = false;
            facility.plural = phrase.plural;
            if facility.head != head && is_generic(&facility.head) {
                facility.head = head;
            }
        }
        facility.phrases.push((phrase, rule));
        return;
    }
    let counted = phrase.number.is_some() && phrase.plural;
    let bare = telling.is_empty() && named.is_empty() && !counted && phrase.possessor.is_none();
    if bare
        && !has_place
        && (NEEDS_MORE.contains(&head.as_str()) || phrase.definite || phrase.plural)
    {
        return;
    }
    found.push(Facility {
        plural: phrase.plural,
        kind: kind.to_owned(),
        head,
        modifiers: telling,
        names: named,
        places: located,
        number,
        headline,
        phrases: vec![(phrase, rule)],
    });
}

/// The number of an 'N plants' phrase.
fn count(analysis: &Analysis, phrase: &Phrase) -> Option<rust_decimal::Decimal> {
    match &analysis.reading.amounts.get(phrase.number?)?.kind {
        crate::mention::Kind::Number(number) => Some(number.value),
        _ => None,
    }
}

fn compatible(
    facility: &Facility,
    head: &str,
    telling: &[String],
    phrase: &Phrase,
    number: Option<rust_decimal::Decimal>,
) -> bool {
    // 'three chip plants' in the headline, 'three semiconductor units' below it.
    if facility.headline && number.is_some() && facility.number == number {
        return true;
    }
    if number.is_some()
        && facility.number.is_some()
        && facility.number != number
        && !phrase.definite
    {
        return false;
    }
    let same_head = facility.head == head
        || (facility.head.split(' ').next_back() == head.split(' ').next_back());
    let generic =
        is_generic(head) && telling.is_empty() || (facility.headline && is_generic(&facility.head));
    if !(same_head || generic) {
        return false;
    }
    if facility.plural != phrase.plural && !facility.headline {
        return false;
    }
    let shares = telling.iter().any(|word| facility.modifiers.contains(word));
    telling.is_empty() || facility.modifiers.is_empty() || shares
}

/// The words of the places that a phrase names after its head: 'in southern Spain', 'at Pune', 'near A and B'.
///
/// Read by the order of words: prepositional phrases hang too often on the wrong word. A second 'in', or a comma, says where the
/// first place is.
pub fn places_of(analysis: &Analysis, head: At) -> Vec<At> {
    let tree = analysis.tree(head);
    let lemma = |word: usize| tree.lemmas.get(word).map_or("", String::as_str);
    let is_name = |word: usize| {
        tree.words
            .get(word)
            .is_some_and(|word| matches!(word.unit, Unit::Name(_)))
    };
    let mut word = head.word + 1;
    // 'some 40 kilometres south of X', 'off the coast of X', 'in the state of X'
    let mut preposition = None;
    for _ in 0..8 {
        match lemma(word) {
            "in" | "at" | "near" | "outside" | "around" | "across" | "off" | "beside" => {
                preposition = Some(word);
            }
            "of" if preposition.is_some()
                || matches!(
                    lemma(word.saturating_sub(1)),
                    "north" | "south" | "east" | "west"
                ) =>
            {
                preposition = Some(word);
            }
            _ if is_name(word) => break,
            _ if preposition.is_none()
                && matches!(lemma(word), "north" | "south" | "east" | "west") => {}
            _ if preposition.is_some()
                && matches!(
                    tree.parse.tags.get(word),
                    Some(Tag::Determiner | Tag::Adjective)
                ) => {}
            "state" | "province" | "region" | "city" | "town" | "district" | "coast" | "county"
            | "village" | "outskirt" | "edge" | "border" | "north" | "south" | "east" | "west"
                if preposition.is_some() => {}
            _ => return Vec::new(),
        }
        word += 1;
    }
    if preposition.is_none() || !is_name(word) {
        return Vec::new();
    }
    let mut places = vec![At { word, ..head }];
    while lemma(word + 1) == "and" && is_name(word + 2) && lemma(word + 3) != "'s" {
        word += 2;
        places.push(At { word, ..head });
    }
    places
}
