//! The same money told by several sources is one funding, and only the same money.

use jiff::civil::date;
use pledgegraph::fact::{Class, EntityId, Scope, Stage, SumId};

use crate::{fixture::Fixture, memory::Memory};

/// A report with one sum. Parties are written `SLOT NAME`.
fn report(key: &str, day: &str, value: i64, parties: &[&str]) -> Fixture {
    let mut made = Fixture::new(key, &format!("News {key}: {value} euros."));
    made.document.date = day.parse().ok();
    add(&mut made, &format!("{value} euros"), value, parties);
    made
}

fn add(made: &mut Fixture, words: &str, value: i64, parties: &[&str]) -> SumId {
    let sum = made.sum(words, value, "EUR");
    for party in parties {
        let (slot, name) = party.split_once(' ').expect("SLOT NAME");
        let class = match slot {
            "under" => Class::Programme,
            "site" | "somewhere" => Class::Facility,
            _ => Class::Company,
        };
        let entities = &made.facts.entities;
        let known = entities.iter().position(|entity| entity.name == name);
        let entity = known.map_or_else(|| made.entity(class, name, &[]), EntityId);
        if slot == "somewhere" {
            made.facts.entities[entity.0].scope = Scope::Document;
        }
        let filler = made.filler(sum, entity);
        let sum = made.edit(sum);
        match slot {
            "from" => &mut sum.payers,
            "to" => &mut sum.recipients,
            "under" => &mut sum.programmes,
            "site" | "somewhere" => &mut sum.facilities,
            "by" => &mut sum.announcers,
            _ => panic!("no slot {slot}"),
        }
        .push(filler);
    }
    sum
}

fn fundings(memory: &Memory) -> Vec<String> {
    let story = memory.story();
    let mut found: Vec<String> = story
        .iter()
        .filter_map(|line| line.strip_suffix(" rdf:type pg:Funding"))
        .map(str::to_owned)
        .collect();
    found.sort();
    found
}

/// How many fundings these reports make, loaded together.
fn count(reports: &[Fixture]) -> usize {
    fundings(&Memory::of(&reports.iter().collect::<Vec<_>>())).len()
}

fn says(memory: &Memory, line: &str) -> bool {
    memory.story().iter().any(|found| found == line)
}

/// What a party gives, alone: one number for each share.
fn shares(memory: &Memory, party: &str) -> Vec<String> {
    let story = memory.story();
    let mut found: Vec<String> = story
        .iter()
        .filter_map(|line| line.strip_suffix(&format!(" pg:party {party}")))
        .filter_map(|share| {
            let value = format!("{share} pg:value ");
            story.iter().find_map(|line| line.strip_prefix(&value))
        })
        .map(str::to_owned)
        .collect();
    found.sort();
    found
}

#[test]
fn a_programme_a_site_or_two_parties_make_it_the_same_money() {
    for parties in [
        &["under Atlas"][..],
        &["site Fab Nine"],
        &["from Ada", "to Bert"],
    ] {
        let other = report("2", "", 5_000_000, parties);
        let same = [report("1", "", 5_000_000, parties), other.clone()];
        assert_eq!(count(&same), 1, "{parties:?}");
        let more = [report("1", "", 6_000_000, parties), other];
        assert_eq!(count(&more), 2, "{parties:?}");
    }
}

#[test]
fn a_payer_alone_needs_a_telling_amount_and_a_near_date() {
    let pair = |value, day: &str| {
        [
            report("1", "2026-03-01", value, &["from Ada"]),
            report("2", day, value, &["from Ada"]),
        ]
    };
    assert_eq!(count(&pair(112_400_000, "2026-03-02")), 1);
    assert_eq!(count(&pair(112_400_000, "2026-09-02")), 2);
    assert_eq!(count(&pair(10_000_000, "2026-03-02")), 2);
}

#[test]
fn other_receivers_other_sites_and_later_years_are_other_money() {
    for (ours, theirs) in [
        (["under Atlas", "to Ada"], ["under Atlas", "to Bert"]),
        (
            ["under Atlas", "site Fab One"],
            ["under Atlas", "site Fab Two"],
        ),
    ] {
        let two = [
            report("1", "2026-03-01", 5_000_000, &ours),
            report("2", "2026-03-01", 5_000_000, &theirs),
        ];
        assert_eq!(count(&two), 2, "{ours:?}");
        // A third that names neither joins one of them, not both.
        let [one, two] = two;
        let third = report("3", "2026-03-01", 5_000_000, &["under Atlas"]);
        assert_eq!(count(&[one, two, third]), 2, "{ours:?}");
    }
    // Nor does it tie those together that say what each is for.
    let three = [
        report("1", "2026-03-01", 112_400_000, &["from Ada", "under Atlas"]),
        report("2", "2026-03-01", 112_400_000, &["from Ada", "to Bert"]),
        report("3", "2026-03-01", 112_400_000, &["from Ada"]),
    ];
    assert_eq!(count(&three), 2);
    let years = [
        report("1", "2024-03-01", 5_000_000, &["under Atlas"]),
        report("2", "2026-03-01", 5_000_000, &["under Atlas"]),
    ];
    assert_eq!(count(&years), 2);
    // Sites without a name are no reason against it.
    let described = [
        report(
            "1",
            "2026-03-01",
            5,
            &["under Atlas", "somewhere two plants"],
        ),
        report("2", "2026-03-01", 5, &["under Atlas", "somewhere plants"]),
    ];
    assert_eq!(count(&described), 1);
}

#[test]
fn names_that_lose_lead_on() {
    let plain = report("1", "2026-03-01", 112_400_000, &["from Ada"]);
    let full = report("2", "2026-03-02", 112_400_000, &["from Ada", "under Atlas"]);
    let mut memory = Memory::of(&[&plain, &full]);
    assert_eq!(fundings(&memory), ["funding/EUR-112400000-programme-atlas"]);
    let redirect = "funding/EUR-112400000-organisation-ada \
                    http://purl.org/dc/terms/isReplacedBy funding/EUR-112400000-programme-atlas";
    assert!(says(&memory, redirect));
    assert_eq!(shares(&memory, "organisation/ada"), ["112400000"]);
    memory.remove(&full);
    assert!(!says(&memory, redirect));
    assert_eq!(
        fundings(&memory),
        ["funding/EUR-112400000-organisation-ada"]
    );
}

const AGENCY: &str =
    "The bank of Ada lends the railway some money for new trains, it said on Monday.";

/// An agency report on a site of its own, `tail` sentences long.
fn agency(key: &str, day: &str, headline: &str, tail: usize) -> Fixture {
    let mut text = format!("{headline}\n\n{AGENCY} The loan of seven euros runs for ten years.");
    for sentence in 0..tail {
        text.push_str(&format!(
            "\n\nSentence number {sentence} tells what line {sentence} needs."
        ));
    }
    let mut made = Fixture::new(key, &text);
    made.document.date = day.parse().ok();
    made
}

#[test]
fn syndicated_copies_are_one_source() {
    let payers = [
        ("first", "2026-03-01", "Ada lends", 9, "from Ada"),
        ("copy", "2026-03-02", "Loan for trains", 7, "from Bert"),
        ("again", "2026-03-02", "TRAINS - a loan", 8, "from Bert"),
    ];
    let documents: Vec<Fixture> = payers
        .iter()
        .map(|(key, day, headline, tail, payer)| {
            let mut made = agency(key, day, headline, *tail);
            add(&mut made, "seven euros", 7, &[payer, "under Trains"]);
            made
        })
        .collect();
    let mut other = report("other", "2026-03-03", 7, &["from Ada", "under Trains"]);
    other.document.text = "Seven euros go from Ada to the railway for all those new trains.".into();
    let mut all: Vec<&Fixture> = documents.iter().collect();
    all.push(&other);
    let mut memory = Memory::of(&all);
    for copy in ["copy", "again"] {
        let line = format!("document/{copy} pg:copyOf document/first");
        assert!(says(&memory, &line), "{line}");
    }
    assert!(!says(&memory, "document/other pg:copyOf document/first"));
    // Two documents say Bert, but both only repeat a third: Ada has two sources, Bert one.
    assert_eq!(shares(&memory, "organisation/ada"), ["7"]);
    assert!(shares(&memory, "organisation/bert").is_empty());
    memory.remove(&documents[0]);
    assert!(says(&memory, "document/copy pg:copyOf document/again"));
    assert!(!says(&memory, "document/copy pg:copyOf document/first"));
}

#[test]
fn another_total_for_the_same_site_revises_the_earlier_one() {
    let site = ["from Ada", "site Fab Nine"];
    let early = report("1", "2025-03-01", 6_000_000, &site);
    let late = report("2", "2026-03-01", 7_000_000, &site);
    let memory = Memory::of(&[&late, &early]);
    let line =
        "funding/EUR-7000000-facility-fab-nine pg:revises funding/EUR-6000000-facility-fab-nine";
    assert!(says(&memory, line), "{:#?}", memory.story());
    assert_eq!(shares(&memory, "organisation/ada"), ["7000000"]);
    // A programme gives again and again, unless both sums are its total.
    let under = ["from Ada", "under Atlas"];
    let mut grants = [
        report("1", "2025-03-01", 6_000_000, &under),
        report("2", "2026-03-01", 7_000_000, &under),
    ];
    let memory = Memory::of(&[&grants[0], &grants[1]]);
    assert_eq!(shares(&memory, "organisation/ada").len(), 2);
    for grant in &mut grants {
        grant.facts.sums[0].stage = Some(Stage::Total);
    }
    let memory = Memory::of(&[&grants[0], &grants[1]]);
    assert_eq!(shares(&memory, "organisation/ada"), ["7000000"]);
}

#[test]
fn other_amounts_in_the_same_news_contradict() {
    let parties = ["from Ada", "under Atlas"];
    let one = report("1", "2026-03-01", 6_000_000, &parties);
    let two = report("2", "2026-03-02", 7_000_000, &parties);
    let three = report("3", "2026-03-02", 6_000_000, &parties);
    let memory = Memory::of(&[&one, &two, &three]);
    let line = "document/2#money-EUR-7000000 pg:contradicts document/1#money-EUR-6000000";
    assert!(says(&memory, line));
    assert_eq!(shares(&memory, "organisation/ada"), ["6000000"]);
    // Who tells of both means two sums.
    let mut both = report("4", "2026-03-02", 6_000_000, &parties);
    both.document.text.push_str(" And 7000000 euros.");
    add(&mut both, "7000000 euros", 7_000_000, &parties);
    let memory = Memory::of(&[&one, &two, &three, &both]);
    assert!(!says(&memory, line));
    assert_eq!(shares(&memory, "organisation/ada").len(), 2);
}

#[test]
fn any_order_gives_the_same_graph() {
    let mut both = report(
        "both",
        "2026-03-02",
        6_000_000,
        &["from Ada", "under Atlas"],
    );
    both.document.text.push_str(" And 112400000 euros.");
    let part = add(&mut both, "112400000 euros", 112_400_000, &["from Ada"]);
    both.part(SumId(0), part);
    let mut copies = Vec::new();
    for (key, day, tail) in [("a", "2026-03-02", 9), ("b", "", 8), ("c", "2026-03-01", 6)] {
        let mut made = agency(key, day, key, tail);
        add(&mut made, "seven euros", 7, &["from Ada"]);
        copies.push(made);
    }
    let mut documents = vec![
        both,
        report("1", "2026-03-01", 112_400_000, &["from Ada"]),
        report("2", "2026-03-02", 112_400_000, &["from Ada", "under Atlas"]),
        report("3", "2026-03-04", 112_400_000, &["from Ada", "to Bert"]),
        report("4", "", 112_400_000, &["under Atlas", "to Cora"]),
        report("5", "2026-03-01", 6_000_000, &["from Ada", "under Atlas"]),
        report("6", "2026-03-01", 7_000_000, &["from Ada", "under Atlas"]),
    ];
    documents.append(&mut copies);
    let at_once = Memory::of(&documents.iter().collect::<Vec<_>>());
    // Steps that are prime to the number of documents visit each once.
    for (start, step) in [(0, 1), (4, 3), (9, 9), (2, 7)] {
        let order: Vec<usize> = (0..documents.len())
            .map(|turn| (start + turn * step) % documents.len())
            .collect();
        let mut one_by_one = Memory::default();
        for index in &order {
            one_by_one.load(&[&documents[*index]]);
        }
        assert_eq!(at_once.all(), one_by_one.all(), "{order:?}");
        one_by_one.load(&[&documents[order[4]]]);
        assert_eq!(at_once.all(), one_by_one.all(), "again {order:?}");
        // A change of date changes what is near.
        let mut moved = documents[order[5]].clone();
        moved.document.date = Some(date(2024, 1, 1));
        one_by_one.load(&[&moved]);
        one_by_one.load(&[&documents[order[5]]]);
        assert_eq!(at_once.all(), one_by_one.all(), "moved {order:?}");
        for gone in 0..order.len() {
            one_by_one.remove(&documents[order[gone]]);
            let left = order[gone + 1..].iter().map(|index| &documents[*index]);
            let fresh = Memory::of(&left.collect::<Vec<_>>());
            assert_eq!(
                fresh.all(),
                one_by_one.all(),
                "without {:?}",
                &order[..=gone]
            );
        }
    }
}
