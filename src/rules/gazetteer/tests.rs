use std::{collections::BTreeMap, sync::LazyLock};

use super::*;
use crate::{
    class::Class,
    read::Role,
    segment::{Sentence, Token},
    span::Span,
};

static GAZETTEER: LazyLock<Gazetteer> =
    LazyLock::new(|| Gazetteer::load(&Source::Embedded).expect("the embedded gazetteer loads"));

/// One sentence; words and marks apart, as the segmenter cuts them.
fn segments(text: &str) -> Segments {
    let mut tokens: Vec<Token> = Vec::new();
    let mut start = None;
    let mut spaced = false;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let mark = matches!(c, ',' | '(' | ')' | '"' | ':' | '-');
        if (c.is_whitespace() || mark)
            && let Some(from) = start.take()
        {
            tokens.push(Token {
                span: Span::new(from, at),
                spaced,
            });
            spaced = false;
        }
        if mark {
            tokens.push(Token {
                span: Span::new(at, at + 1),
                spaced,
            });
        } else if !c.is_whitespace() {
            start.get_or_insert(at);
        }
        spaced = spaced || c.is_whitespace();
    }
    Segments {
        sentences: vec![Sentence {
            span: Span::new(0, text.len()),
            tokens: 0..tokens.len(),
            block: 0,
            role: Role::Paragraph,
        }],
        tokens,
    }
}

/// The words found and the id of the first entry each.
fn found(text: &str) -> Vec<(String, String)> {
    let segments = segments(text);
    GAZETTEER
        .matches(text, &segments)
        .into_iter()
        .map(|found| {
            let first = segments.tokens[found.tokens.start].span;
            let last = segments.tokens[found.tokens.end - 1].span;
            (
                first.cover(last).of(text).to_owned(),
                GAZETTEER.entry(found.entries[0]).id.clone(),
            )
        })
        .collect()
}

fn pair(words: &str, id: &str) -> (String, String) {
    (words.to_owned(), id.to_owned())
}

#[test]
fn the_longest_name_wins() {
    assert_eq!(
        found("The European Investment Bank and the European Commission met in Washington, D.C."),
        [
            pair(
                "European Investment Bank",
                "organisation/european-investment-bank"
            ),
            pair("European Commission", "organisation/european-commission"),
            pair("Washington, D.C.", "place/washington-dc"),
        ]
    );
}

#[test]
fn genitives_line_breaks_and_other_spellings_are_found() {
    assert_eq!(
        found("France's plan: European\ncommission, the U.S. and TÜRKIYE."),
        [
            pair("France's", "place/france"),
            pair("European\ncommission", "organisation/european-commission"),
            pair("U.S.", "place/united-states"),
            pair("TÜRKIYE.", "place/turkiye"),
        ]
    );
}

#[test]
fn small_letters_name_nothing() {
    assert_eq!(
        found("they told us to eat turkey off the china as it is ill"),
        []
    );
}

#[test]
fn names_do_not_run_over_marks_or_stop_inside_words() {
    assert_eq!(
        found("the World (Bank) and Francesca"),
        [],
        "neither 'World Bank' nor 'France'"
    );
}

#[test]
fn how_a_name_names_is_told() {
    let of = |phrase: &str| -> Vec<(&str, Naming)> {
        GAZETTEER
            .lookup(phrase)
            .iter()
            .map(|found| (GAZETTEER.entry(*found).id.as_str(), found.naming))
            .collect()
    };
    assert_eq!(of("French"), [("place/france", Naming::Demonym)]);
    assert_eq!(of("the european union")[0].0, "organisation/european-union");
    assert_eq!(of("Brussels")[0], ("place/brussels", Naming::Label));
    assert!(of("Brussels").contains(&("organisation/european-union", Naming::Nickname)));
    assert!(
        of("Georgia")
            .iter()
            .all(|(_, naming)| *naming == Naming::Ambiguous)
    );
    assert_eq!(of("us"), []);
    assert_eq!(of(""), []);
}

/// The list is that of the project's notes on identifiers that two independent files confirm.
#[test]
fn confirmed_identifiers_are_there() {
    let wikidata = |number| format!("http://www.wikidata.org/entity/{number}");
    let authority = |code| format!("http://publications.europa.eu/resource/authority/{code}");
    for (id, iris) in [
        (
            "organisation/european-commission",
            vec![
                wikidata("Q8880"),
                authority("corporate-body/COM"),
                "https://ror.org/00k4n6c32".to_owned(),
            ],
        ),
        ("organisation/european-union", vec![wikidata("Q458")]),
        (
            "place/france",
            vec![
                wikidata("Q142"),
                authority("country/FRA"),
                "https://sws.geonames.org/3017382/".to_owned(),
            ],
        ),
        (
            "place/united-states",
            vec![
                wikidata("Q30"),
                authority("country/USA"),
                "https://sws.geonames.org/6252001/".to_owned(),
            ],
        ),
        (
            "place/paris",
            vec![
                wikidata("Q90"),
                "https://sws.geonames.org/2988507/".to_owned(),
            ],
        ),
        (
            "organisation/eurohpc-joint-undertaking",
            vec![wikidata("Q60983149"), authority("corporate-body/EUROHPC")],
        ),
        (
            "programme/horizon-europe",
            vec![authority("eu-programme/HORIZONEU")],
        ),
        (
            "programme/digital-europe-programme",
            vec![authority("eu-programme/DIGITALEU")],
        ),
        (
            "programme/investeu",
            vec![authority("eu-programme/INVESTEU")],
        ),
        ("organisation/openai", vec![wikidata("Q21708200")]),
        ("organisation/oracle", vec![wikidata("Q19900")]),
        ("organisation/microsoft", vec![wikidata("Q2283")]),
        ("organisation/nvidia", vec![wikidata("Q182477")]),
        ("organisation/mistral-ai", vec![wikidata("Q119718658")]),
        ("person/emmanuel-macron", vec![wikidata("Q3052772")]),
        ("person/donald-trump", vec![wikidata("Q22686")]),
        (
            "programme/cohesion-fund",
            vec![authority("eu-programme/CF_2021")],
        ),
    ] {
        let entry = GAZETTEER.by_id(id).unwrap_or_else(|| panic!("{id}"));
        for iri in iris {
            assert!(
                entry.same_as.contains(&iri) || entry.exact_match.contains(&iri),
                "{id} lacks {iri}"
            );
        }
    }
}

#[test]
fn authority_concepts_are_matched_and_never_the_same_individual() {
    for entry in GAZETTEER.entries() {
        let is_concept = |iri: &String| iri.contains("/authority/");
        assert!(!entry.same_as.iter().any(is_concept), "{}", entry.id);
        assert!(entry.exact_match.iter().all(is_concept), "{}", entry.id);
    }
    // No second source confirms a Wikidata item of these.
    for id in [
        "programme/horizon-europe",
        "programme/digital-europe-programme",
        "programme/investeu",
        "programme/investai",
        "programme/competitiveness-compass",
        "programme/stargate",
    ] {
        assert_eq!(
            GAZETTEER.by_id(id).map(|entry| entry.same_as.len()),
            Some(0),
            "{id}"
        );
    }
}

#[test]
fn no_identifier_means_two_things() {
    let mut used = BTreeMap::new();
    for entry in GAZETTEER.entries() {
        for iri in entry.same_as.iter().chain(&entry.exact_match) {
            if let Some(other) = used.insert(iri, &entry.id) {
                panic!("{iri} is given to {other} and {}", entry.id);
            }
        }
    }
}

#[test]
fn unmarked_names_of_one_class_do_not_collide() {
    let mut used: BTreeMap<(Class, String), &str> = BTreeMap::new();
    for entry in GAZETTEER.entries() {
        for (name, naming) in entry.names() {
            if !matches!(naming, Naming::Label | Naming::Alias) {
                continue;
            }
            // Acronyms meet acronyms only.
            let key = if is_acronym(name) {
                name.to_owned()
            } else {
                fold(name)
            };
            if let Some(other) = used.insert((entry.class, key), &entry.id)
                && other != entry.id
            {
                panic!(
                    "'{name}' means {other} and {}: mark it pg:ambiguousLabel",
                    entry.id
                );
            }
        }
    }
}

#[test]
fn every_reference_resolves() {
    for entry in GAZETTEER.entries() {
        for (property, id) in [
            ("pg:locatedIn", &entry.located_in),
            ("pg:territory", &entry.territory),
            ("pg:capitalOf", &entry.capital_of),
            ("pg:partOf", &entry.part_of),
            ("dcterms:isReplacedBy", &entry.superseded_by),
        ] {
            if let Some(id) = id {
                assert!(
                    GAZETTEER.by_id(id).is_some(),
                    "{} {property} <{id}>: no such entry",
                    entry.id
                );
            }
        }
        assert!(!entry.kind.is_empty(), "{} has no pg:kind", entry.id);
        assert!(!entry.sources.is_empty(), "{} names no source", entry.id);
    }
}

#[test]
fn errors_name_the_file_and_the_mend() {
    let prefixes = "@prefix pg: <https://w3id.org/pledgegraph/ns#> .\n\
                    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n";
    for (turtle, expected) in [
        ("<place/x> a pg:Place", "line 3"),
        ("<place/x> a pg:City .", "no class of the gazetteer"),
        ("<place/x> a pg:Place .", "has no rdfs:label"),
        (
            "<place/x> a pg:Company ; rdfs:label 'X' .",
            "must start with 'organisation/'",
        ),
        (
            "<place/x> a pg:Place ; pg:nick 'Y' .",
            "which the gazetteer does not use",
        ),
        ("<http://example.org/x> a pg:Place .", "does not start with"),
    ] {
        let error = turtle::entries("x.ttl", format!("{prefixes}{turtle}").as_bytes())
            .expect_err(turtle)
            .to_string();
        assert!(error.starts_with("rule file gazetteer/x.ttl"), "{error}");
        assert!(error.contains(expected), "{turtle}: {error}");
    }
}
