//! Which found entity is which expected one.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::annotation::Entity;
use crate::class::Class;

/// Found entity id -> expected entity id. Entities of the same class go first, then any; each expected entity is taken once.
pub fn align(expected: &[Entity], found: &[Entity]) -> BTreeMap<String, String> {
    let expected_names: Vec<BTreeSet<String>> = expected.iter().map(names).collect();
    let found_names: Vec<BTreeSet<String>> = found.iter().map(names).collect();
    let mut pairs = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for same_class in [true, false] {
        for (candidate, candidate_names) in found.iter().zip(&found_names) {
            if pairs.contains_key(&candidate.id) {
                continue;
            }
            let mut best: Option<(&str, usize)> = None;
            for (entity, entity_names) in expected.iter().zip(&expected_names) {
                if taken.contains(&entity.id) || (same_class && entity.class != candidate.class) {
                    continue;
                }
                let likeness = likeness(entity, entity_names, candidate, candidate_names);
                if likeness > best.map_or(0, |(_, score)| score) {
                    best = Some((&entity.id, likeness));
                }
            }
            if let Some((id, _)) = best {
                pairs.insert(candidate.id.clone(), id.to_owned());
                taken.insert(id.to_owned());
            }
        }
    }
    pairs
}

/// A name without case, accents, punctuation, possessive 's and article.
pub fn fold(name: &str) -> String {
    let ascii: String = name
        .nfkd()
        .filter(char::is_ascii)
        .collect::<String>()
        .to_lowercase();
    let mut plain = String::with_capacity(ascii.len());
    let mut rest = ascii.as_str();
    while let Some(character) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("'s")
            && !after.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_')
        {
            rest = after;
            continue;
        }
        plain.push(if character.is_ascii_alphanumeric() {
            character
        } else {
            ' '
        });
        rest = &rest[character.len_utf8()..];
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    let article = words.len() > 1
        && matches!(
            words[0],
            "the" | "a" | "an" | "its" | "their" | "his" | "her"
        );
    words[usize::from(article)..].join(" ")
}

/// The words of a unit without their endings, so that 'facilities' meets 'facility'.
pub fn stems(unit: &str) -> BTreeSet<String> {
    let endings = ["ies", "es", "y", "s", "e"];
    let stem = |word: &str| {
        endings
            .iter()
            .find_map(|ending| word.strip_suffix(ending))
            .unwrap_or(word)
            .to_owned()
    };
    fold(unit).split_whitespace().map(stem).collect()
}

/// Folded names; a description without a capital or digit ('the company') names nothing but a facility.
fn names(entity: &Entity) -> BTreeSet<String> {
    let names_something = |name: &&String| {
        entity.class == Class::Facility
            || name.chars().any(|c| {
                c.is_ascii_uppercase() || c.is_ascii_digit() || ('\u{c0}'..='\u{de}').contains(&c)
            })
    };
    let own: Vec<&String> = std::iter::once(&entity.name)
        .chain(&entity.mentions)
        .filter(names_something)
        .collect();
    let used = if own.is_empty() {
        vec![&entity.name]
    } else {
        own
    };
    used.into_iter()
        .map(|name| fold(name))
        .filter(|name| !name.is_empty())
        .collect()
}

/// 10 for each equal name; 1 when two descriptions of two or more words share the head and one contains the other.
fn likeness(
    entity: &Entity,
    names: &BTreeSet<String>,
    candidate: &Entity,
    candidate_names: &BTreeSet<String>,
) -> usize {
    let equal = names.intersection(candidate_names).count();
    if equal > 0 {
        return 10 * equal;
    }
    let described = matches!(
        entity.class,
        Class::Facility | Class::Programme | Class::Event
    );
    let similar = described
        && entity.class == candidate.class
        && names.iter().any(|one| {
            candidate_names
                .iter()
                .any(|other| describe_alike(one, other))
        });
    usize::from(similar)
}

fn describe_alike(one: &str, other: &str) -> bool {
    let one: Vec<&str> = one.split(' ').map(singular).collect();
    let other: Vec<&str> = other.split(' ').map(singular).collect();
    one.last() == other.last()
        && one.len().min(other.len()) > 1
        && (one.iter().all(|word| other.contains(word))
            || other.iter().all(|word| one.contains(word)))
}

/// 'facilities' and 'facility' become 'facilit'; short words stay.
fn singular(word: &str) -> &str {
    let stripped = ["ies", "y", "s"].iter().find_map(|ending| {
        word.strip_suffix(ending).filter(|stem| {
            stem.len() >= 3
                && stem[stem.len() - 3..]
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase())
        })
    });
    stripped.unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(id: &str, class: Class, name: &str, mentions: &[&str]) -> Entity {
        Entity {
            id: id.to_owned(),
            class,
            name: name.to_owned(),
            mentions: mentions.iter().map(ToString::to_string).collect(),
            wikidata: None,
        }
    }

    #[test]
    fn folding_leaves_the_name_alone() {
        assert_eq!(fold("The Île-de-France Region's"), "ile de france region");
        assert_eq!(fold("the"), "the");
        assert_eq!(fold("Theo"), "theo");
    }

    #[test]
    fn a_shared_short_name_is_enough() {
        let expected = [entity(
            "e1",
            Class::PublicBody,
            "European Investment Bank",
            &["EIB"],
        )];
        let found = [entity("x", Class::Company, "EIB", &[])];
        assert_eq!(
            align(&expected, &found).get("x").map(String::as_str),
            Some("e1")
        );
    }

    #[test]
    fn the_company_is_no_name() {
        let expected = [entity("e1", Class::Company, "Verkor", &["the company"])];
        let found = [entity("x", Class::Company, "Alpine", &["the company"])];
        assert!(align(&expected, &found).is_empty());
    }

    #[test]
    fn descriptions_of_facilities_match_by_head() {
        let expected = [entity("e1", Class::Facility, "hydrogen steel plants", &[])];
        let found = [
            entity("x", Class::Facility, "steel plant", &[]),
            entity("y", Class::Facility, "plant", &[]),
        ];
        let pairs = align(&expected, &found);
        assert_eq!(pairs.keys().collect::<Vec<_>>(), ["x"]);
    }
}
