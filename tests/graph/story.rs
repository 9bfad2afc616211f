//! What many documents tell together.

use jiff::civil::date;
use pledgegraph::fact::{Class, Modality, Predicate, Status, SumKind, SumLink};

use crate::{announcement::paris, fixture::Fixture, memory::Memory};

fn says(story: &[String], line: &str) -> bool {
    story.iter().any(|found| found == line)
}

/// The shares of a story: `party role sharing value floor ceiling`.
fn shares(story: &[String]) -> Vec<String> {
    let mut shares = Vec::new();
    for line in story {
        let Some((share, party)) = line.split_once(" pg:party ") else {
            continue;
        };
        let of = |property: &str| {
            let start = format!("{share} {property} ");
            story
                .iter()
                .find_map(|line| line.strip_prefix(&start))
                .unwrap_or("-")
                .trim_start_matches("pg:")
                .to_owned()
        };
        shares.push(format!(
            "{party} {} {} {} {}..{}",
            of("pg:inRole"),
            of("pg:sharing"),
            of("pg:value"),
            of("pg:floor"),
            of("pg:ceiling")
        ));
    }
    shares.sort();
    shares
}

/// `PAYER gives N million dollars for Atlas`, each sentence with a sum; parts are given as indexes of wholes.
fn report(key: &str, sums: &[(i64, &[&str], Option<usize>)]) -> Fixture {
    let text: Vec<String> = sums
        .iter()
        .enumerate()
        .map(|(index, (value, _, _))| format!("Sentence {index}: {value} dollars for Atlas."))
        .collect();
    let mut made = Fixture::new(key, &text.join("\n\n"));
    let atlas = made.entity(Class::Programme, "Atlas", &["Atlas"]);
    let mut known: Vec<(String, pledgegraph::fact::EntityId)> = Vec::new();
    for (index, (value, payers, whole)) in sums.iter().enumerate() {
        let sum = made.sum(&format!("Sentence {index}: {value} dollars"), *value, "USD");
        let mut ids = Vec::new();
        for payer in *payers {
            let id = match known.iter().find(|(name, _)| name == payer) {
                Some((_, id)) => *id,
                None => {
                    let id = made.entity(Class::Company, payer, &[]);
                    known.push(((*payer).to_owned(), id));
                    id
                }
            };
            ids.push(id);
        }
        made.pays(sum, &ids);
        made.under(sum, atlas);
        if let Some(whole) = whole {
            made.part(sum, pledgegraph::fact::SumId(*whole));
        }
    }
    made
}

fn paid(memory: &Memory) -> Vec<String> {
    shares(&memory.story())
        .into_iter()
        .filter(|share| share.contains(" fundedBy "))
        .collect()
}

#[test]
fn the_announcement_adds_up() {
    let memory = Memory::of(&[&paris("paris")]);
    let shares = shares(&memory.story());
    let paid: Vec<&String> = shares
        .iter()
        .filter(|share| share.contains("fundedBy"))
        .collect();
    assert_eq!(
        paid,
        ["organisation/european-union fundedBy sole 200000000000 200000000000..200000000000"]
    );
    assert!(
        says(
            &shares,
            "programme/stargate underProgramme sole 500000000000 100000000000..500000000000"
        ),
        "{shares:#?}"
    );
    assert!(says(
        &shares,
        "person/emmanuel-macron announcedBy sole 109000000000 109000000000..109000000000"
    ));
}

#[test]
fn the_same_sum_in_three_documents_is_one_funding() {
    let three = [paris("a"), paris("b"), paris("c")];
    let memory = Memory::of(&[&three[0], &three[1], &three[2]]);
    let story = memory.story();
    let funding = "funding/EUR-200000000000-programme-investai";
    for key in ["a", "b", "c"] {
        assert!(says(
            &story,
            &format!("document/{key}#money-EUR-200000000000 pg:statementOf {funding}")
        ));
    }
    let shares = shares(&story);
    let union = shares
        .iter()
        .filter(|share| share.starts_with("organisation/european-union fundedBy"));
    assert_eq!(union.count(), 1);
    // Where nothing stronger ties it to the world, who announced it does.
    assert_eq!(
        shares
            .iter()
            .filter(|share| share.starts_with("person/emmanuel-macron"))
            .count(),
        1
    );
}

#[test]
fn a_sum_that_nothing_ties_to_the_world_stays_its_documents_own() {
    let mut made = Fixture::new("1", "It costs 5 dollars.");
    made.sum("5 dollars", 5, "USD");
    let mut other = made.clone();
    other.document.key = "2".to_owned();
    let story = Memory::of(&[&made, &other]).story();
    let fundings = story
        .iter()
        .filter(|line| line.ends_with(" rdf:type pg:Funding"));
    assert_eq!(fundings.count(), 2);
}

#[test]
fn entities_get_their_outside_types_and_one_label_by_vote() {
    let mut shouting = report("1", &[(9, &["Ada"], None)]);
    shouting.facts.entities[0].name = "ATLAS".to_owned();
    let memory = Memory::of(&[
        &shouting,
        &report("2", &[(9, &["Ada"], None)]),
        &report("3", &[(9, &["Ada"], None)]),
    ]);
    let story = memory.story();
    for line in [
        "organisation/ada rdf:type http://www.w3.org/ns/prov#Agent",
        "organisation/ada rdf:type http://schema.org/Corporation",
        "programme/atlas rdf:type http://schema.org/FundingScheme",
        "programme/atlas rdfs:label Atlas",
        "programme/atlas skos:altLabel ATLAS",
    ] {
        assert!(says(&story, line), "{line}\n{story:#?}");
    }
    assert!(!says(&story, "programme/atlas rdfs:label ATLAS"));
}

#[test]
fn a_joint_sum_gives_way_to_the_partys_own_parts() {
    let memory = Memory::of(&[&report(
        "joint",
        &[(100, &["Ada", "Bert"], None), (30, &["Ada"], Some(0))],
    )]);
    assert_eq!(
        paid(&memory),
        [
            "organisation/ada fundedBy sole 30 30..30",
            "organisation/bert fundedBy joint 100 100..100"
        ]
    );
}

#[test]
fn a_part_is_not_counted_beside_its_whole_even_two_steps_down() {
    let memory = Memory::of(&[&report(
        "steps",
        &[
            (100, &["Ada"], None),
            (60, &["Bert"], Some(0)),
            (20, &["Ada"], Some(1)),
        ],
    )]);
    assert_eq!(
        paid(&memory),
        [
            "organisation/ada fundedBy sole 100 100..100",
            "organisation/bert fundedBy sole 60 60..60"
        ]
    );
}

#[test]
fn figures_cancelled_revised_and_denied_sums_do_not_count() {
    let mut made = report(
        "void",
        &[
            (1, &["Ada"], None),
            (2, &["Ada"], None),
            (3, &["Ada"], None),
            (4, &["Ada"], None),
            (5, &["Ada"], None),
        ],
    );
    let evidence = made.facts.sums[0].evidence;
    made.facts.sums[0].kind = SumKind::Figure;
    made.facts.sums[1].status = Some(Status::Cancelled);
    made.facts.sums[3].revises = Some(SumLink {
        sum: pledgegraph::fact::SumId(2),
        evidence,
    });
    made.facts.sums[4].modality = Modality::Denied;
    assert_eq!(
        paid(&Memory::of(&[&made])),
        ["organisation/ada fundedBy sole 4 4..4"]
    );
}

#[test]
fn circles_of_parts_lose_no_money() {
    let memory = Memory::of(&[&report(
        "circle",
        &[(7, &["Ada"], Some(1)), (8, &["Ada"], Some(0))],
    )]);
    assert_eq!(paid(&memory).len(), 1);
}

#[test]
fn most_sources_decide_who_pays_and_the_others_are_marked() {
    let ada = report("1", &[(9, &["Ada"], None)]);
    let also_ada = report("2", &[(9, &["Ada"], None)]);
    let bert = report("3", &[(9, &["Bert"], None)]);
    let silent = report("4", &[(9, &[], None)]);
    let mut memory = Memory::of(&[&bert, &ada, &also_ada, &silent]);
    assert_eq!(paid(&memory), ["organisation/ada fundedBy sole 9 9..9"]);
    assert!(says(
        &memory.story(),
        "document/3#money-USD-9 pg:contradicts document/1#money-USD-9"
    ));
    // On a tie the latest report wins.
    memory.remove(&also_ada);
    let mut later = bert.clone();
    later.document.date = Some(date(2026, 1, 1));
    memory.load(&[&later]);
    assert_eq!(paid(&memory), ["organisation/bert fundedBy sole 9 9..9"]);
    assert!(says(
        &memory.story(),
        "document/1#money-USD-9 pg:contradicts document/3#money-USD-9"
    ));
}

#[test]
fn order_and_batches_do_not_matter_and_removal_leaves_no_trace() {
    let mut other = report(
        "joint",
        &[
            (100, &["Ada", "Bert"], None),
            (30, &["Ada"], Some(0)),
            (30, &["Bert"], Some(0)),
        ],
    );
    let mut renamed = report(
        "renamed",
        &[(100, &["Cora"], None), (70, &["Ada"], Some(0))],
    );
    renamed.facts.entities[0].name = "ATLAS".to_owned();
    let ada = pledgegraph::fact::EntityId(1);
    other.relation(
        ada,
        Predicate::Announces,
        pledgegraph::fact::EntityId(0),
        "Sentence 1",
    );
    let mut wrong_class = report("class", &[(100, &["Ada"], None)]);
    wrong_class.facts.entities[1].class = Class::PublicBody;
    let documents = [paris("a"), paris("b"), other, renamed, wrong_class];

    let at_once = Memory::of(&documents.iter().collect::<Vec<_>>());
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 1, 0, 3]] {
        let mut one_by_one = Memory::default();
        for index in order {
            one_by_one.load(&[&documents[index]]);
        }
        assert_eq!(at_once.all(), one_by_one.all());
        // Loading again changes nothing.
        one_by_one.load(&[&documents[order[2]]]);
        assert_eq!(at_once.all(), one_by_one.all());
        for gone in 0..order.len() {
            one_by_one.remove(&documents[order[gone]]);
            let left: Vec<&Fixture> = order[gone + 1..]
                .iter()
                .map(|index| &documents[*index])
                .collect();
            assert_eq!(Memory::of(&left).all(), one_by_one.all());
        }
    }
}
