//! The graph of one document.

use pledgegraph::{fact::Class, fact::Scope, graph::Base};

use crate::{announcement::paris, fixture::Fixture, memory::short};

fn lines(made: &Fixture) -> Vec<String> {
    made.quads().iter().map(short).collect()
}

fn assert_says(lines: &[String], expected: &[&str]) {
    for line in expected {
        assert!(
            lines.iter().any(|found| found == line),
            "missing: {line}\n{}",
            lines.join("\n")
        );
    }
}

#[test]
fn a_sum_carries_slots_limits_words_and_passage() {
    let lines = lines(&paris("paris"));
    let sum = "document/paris#money-EUR-200000000000";
    for expected in [
        "rdf:type pg:Commitment",
        "rdf:type pg:MoneyStatement",
        "rdf:type http://schema.org/MonetaryAmount",
        "pg:value 200000000000",
        "pg:floor 200000000000",
        "pg:ceiling 200000000000",
        "pg:currency http://publications.europa.eu/resource/authority/currency/EUR",
        "pg:currencyCode EUR",
        "pg:bound pg:exact",
        "pg:status pg:pledged",
        "pg:modality pg:asserted",
        "pg:fundedBy organisation/european-union",
        "pg:announcedBy person/ursula-von-der-leyen",
        "pg:underProgramme programme/investai",
        "pg:announcedAt event/ai-action-summit",
        "pg:asWritten two hundred billion euros",
        "pg:rule mechanism/fixture",
        "pg:confidence 0.9",
        "pg:fundingName EUR-200000000000-programme-investai",
        "pg:matchKey EUR-200000000000 programme/investai",
    ] {
        assert_says(&lines, &[&format!("{sum} {expected}")]);
    }
    assert_says(
        &lines,
        &[
            "document/paris#money-EUR-20000000000 pg:partOfFunding document/paris#money-EUR-200000000000",
            "document/paris#money-USD-500000000000 pg:floor 100000000000",
            "document/paris#money-USD-500000000000 pg:ceiling 500000000000",
        ],
    );
}

#[test]
fn passages_count_code_points_and_quote_exactly() {
    let made = paris("paris");
    let lines = lines(&made);
    let text: Vec<char> = made.document.text.chars().collect();
    let mut passages = 0;
    for line in lines.iter().filter(|line| line.contains(" pg:quote ")) {
        let (passage, quote) = line.split_once(" pg:quote ").unwrap();
        let range = passage.rsplit('=').next().unwrap();
        let (start, end) = range.split_once(',').unwrap();
        let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
        let words: String = text[start..end].iter().collect();
        assert_eq!(words.replace('\n', "\\n"), quote);
        assert_says(
            &lines,
            &[
                &format!("{passage} pg:start {start}"),
                &format!("{passage} pg:end {end}"),
            ],
        );
        passages += 1;
    }
    // The text holds a dash of three bytes before most of them.
    assert!(passages >= 5);
}

#[test]
fn names_over_a_line_break_are_whole_and_types_are_written_out() {
    let lines = lines(&paris("paris"));
    assert_says(
        &lines,
        &[
            "person/ursula-von-der-leyen rdfs:label Ursula von der Leyen",
            "organisation/european-union rdf:type pg:PublicBody",
            "organisation/european-union rdf:type pg:Organisation",
            "organisation/european-union rdf:type pg:Actor",
            "organisation/european-commission skos:altLabel Commission",
            "facility/ai-gigafactories--paris pg:facilityType facility-type/gigafactory",
        ],
    );
    assert!(!lines.iter().any(|line| line.contains("altLabel Ursula")));
}

#[test]
fn encouragement_is_a_claim_and_no_plain_triple() {
    let lines = lines(&paris("paris"));
    let claim = "document/paris#claim-cohesion-fund-funds-investai";
    assert_says(
        &lines,
        &[
            &format!("{claim} pg:modality pg:invited"),
            &format!("{claim} rdf:predicate pg:funds"),
            "programme/horizon-europe pg:funds programme/investai",
            "organisation/european-union pg:funds programme/investai",
        ],
    );
    assert!(
        !lines
            .iter()
            .any(|line| line.starts_with("programme/cohesion-fund pg:funds"))
    );
    // What follows from a sum needs no Claim of its own.
    assert!(
        !lines
            .iter()
            .any(|line| line.contains("#claim-european-union-funds"))
    );
}

#[test]
fn an_announcement_needs_fewer_than_four_hundred_quads() {
    let made = paris("paris");
    let count = made.quads().len();
    println!("{count} quads for {} bytes", made.document.text.len());
    assert!(count < 400, "{count} quads");
}

#[test]
fn different_entities_never_share_an_iri() {
    let mut made = Fixture::new("news/1.txt", "Atlas and Atlas and the plant");
    for class in [
        Class::Company,
        Class::Organisation,
        Class::Company,
        Class::Programme,
    ] {
        made.entity(class, "Atlas", &["Atlas"]);
    }
    made.facility("the plant", "plant", &["the plant"]);
    let ministry = made.entity(Class::PublicBody, "Ministry of Health", &[]);
    made.facts.entities[ministry.0].scope = Scope::Territory("Kenya".to_owned());
    let lines = lines(&made);
    let labels: Vec<&str> = lines
        .iter()
        .filter(|line| line.contains("rdfs:label"))
        .map(|line| line.split(' ').next().unwrap())
        .collect();
    assert_eq!(labels.len(), 6, "{labels:?}");
    assert!(labels.contains(&"organisation/atlas"));
    assert!(labels.contains(&"organisation/ministry-of-health-kenya"));
    assert!(
        labels
            .iter()
            .any(|label| label.starts_with("facility/the-plant--news-1txt-"))
    );
}

#[test]
fn nothing_in_a_document_upsets_the_writer() {
    let mut made = Fixture::new("?\u{0} #<>\"", "é");
    made.document.url = Some("no address <>".to_owned());
    let quads = made.quads();
    for quad in &quads {
        let subject = quad.subject.to_string();
        assert!(
            oxigraph::model::NamedNode::new(subject.trim_matches(['<', '>'])).is_ok(),
            "{subject}"
        );
    }
    let base = Base::default();
    assert!(
        quads
            .iter()
            .all(|quad| base.is_document_graph(&quad.graph_name))
    );
}

#[test]
fn the_order_of_quads_is_fixed() {
    assert_eq!(paris("paris").quads(), paris("paris").quads());
}
