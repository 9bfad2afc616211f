//! One announcement of the kind that the project is for, in our own words, with the facts a careful reader takes from it.

use jiff::civil::date;
use pledgegraph::{
    fact::{Class, Modality, Predicate, QuantityStage, Stage, Status},
    mention::Bound,
};

use crate::fixture::Fixture;

const TEXT: &str = "\
At a summit on artificial intelligence in Paris, Commission President Ursula von\nder Leyen said that the European Union will put two hundred billion euros into a programme called InvestAI.

Twenty billion euros of it are meant for AI gigafactories — seven were proposed in December, another five will follow, with some one hundred thousand chips.

InvestAI is financed by Digital Europe, Horizon Europe and InvestEU, and belongs to the Competitiveness Compass.

Member states are encouraged to contribute from the Cohesion Fund.

French President Emmanuel Macron had unveiled one hundred nine billion euros for projects in France.

In the United States, President Donald Trump presented Stargate: one hundred billion dollars at first, up to five hundred billion dollars over four years.";

/// The whole announcement.
pub fn paris(key: &str) -> Fixture {
    let mut made = Fixture::new(key, TEXT);
    made.document.title = Some("Money for artificial intelligence".to_owned());
    made.document.date = Some(date(2025, 2, 12));
    made.document.url = Some("https://example.org/news/1".to_owned());
    let leyen = made.entity(
        Class::Person,
        "Ursula von der Leyen",
        &["Ursula von\nder Leyen"],
    );
    let macron = made.entity(Class::Person, "Emmanuel Macron", &["Emmanuel Macron"]);
    let trump = made.entity(Class::Person, "Donald Trump", &["Donald Trump"]);
    let commission = made.entity(Class::PublicBody, "European Commission", &["Commission"]);
    let union = made.entity(Class::PublicBody, "European Union", &["European Union"]);
    let states = made.entity(Class::PublicBody, "EU member states", &["Member states"]);
    let france = made.entity(Class::Place, "France", &["France"]);
    let america = made.entity(Class::Place, "United States", &["United States"]);
    let paris = made.entity(Class::Place, "Paris", &["Paris"]);
    let summit = made.entity(
        Class::Event,
        "AI Action Summit",
        &["summit on artificial intelligence"],
    );
    let invest_ai = made.entity(Class::Programme, "InvestAI", &["InvestAI"]);
    let digital = made.entity(
        Class::Programme,
        "Digital Europe Programme",
        &["Digital Europe"],
    );
    let horizon = made.entity(Class::Programme, "Horizon Europe", &["Horizon Europe"]);
    let invest_eu = made.entity(Class::Programme, "InvestEU", &["InvestEU"]);
    let compass = made.entity(
        Class::Programme,
        "Competitiveness Compass",
        &["Competitiveness Compass"],
    );
    let cohesion = made.entity(Class::Programme, "Cohesion Fund", &["Cohesion Fund"]);
    let stargate = made.entity(Class::Programme, "Stargate", &["Stargate"]);
    let factories = made.facility("AI gigafactories", "gigafactory", &["AI gigafactories"]);

    let whole = made.sum("two hundred billion euros", 200_000_000_000, "EUR");
    made.pays(whole, &[union]);
    made.under(whole, invest_ai);
    let announcer = made.filler(whole, leyen);
    made.edit(whole).announcers = vec![announcer];
    made.edit(whole).status = Some(Status::Pledged);
    made.edit(whole).announced_at = Some(summit);
    made.edit(whole).announced_on = Some(date(2025, 2, 11));
    let part = made.sum("Twenty billion euros", 20_000_000_000, "EUR");
    made.pays(part, &[union]);
    made.under(part, invest_ai);
    made.part(part, whole);
    let site = made.filler(part, factories);
    made.edit(part).facilities = vec![site];
    let french = made.sum("one hundred nine billion euros", 109_000_000_000, "EUR");
    let announcer = made.filler(french, macron);
    made.edit(french).announcers = vec![announcer];
    let first = made.sum("one hundred billion dollars", 100_000_000_000, "USD");
    let most = made.sum("five hundred billion dollars", 500_000_000_000, "USD");
    for sum in [first, most] {
        made.under(sum, stargate);
        let announcer = made.filler(sum, trump);
        made.edit(sum).announcers = vec![announcer];
    }
    made.edit(first).stage = Some(Stage::Initial);
    made.part(first, most);
    made.edit(most).bound = Bound::AtMost;
    made.edit(most).modality = Modality::Possible;
    made.edit(most).period.duration = Some("P4Y".to_owned());

    for programme in [digital, horizon, invest_eu] {
        made.relation(programme, Predicate::Funds, invest_ai, "financed by");
    }
    made.relation(invest_ai, Predicate::PartOf, compass, "belongs to");
    made.relation(leyen, Predicate::Announces, invest_ai, "called InvestAI");
    made.relation(trump, Predicate::Announces, stargate, "Stargate");
    made.relation(summit, Predicate::LocatedIn, paris, "Paris");
    made.relation(leyen, Predicate::ParticipatesIn, summit, "Paris");
    made.relation_with(
        states,
        Predicate::Funds,
        invest_ai,
        "encouraged",
        Modality::Invited,
    );
    made.relation_with(
        cohesion,
        Predicate::Funds,
        invest_ai,
        "encouraged",
        Modality::Invited,
    );
    made.relation(commission, Predicate::PartOf, union, "Commission");
    let funds = made.facts.relations.len();
    made.relation(union, Predicate::Funds, invest_ai, "two hundred billion");
    made.facts.relations[funds].projected = true;

    made.office(leyen, "President", commission, "Commission President");
    made.office(macron, "President", france, "French President");
    made.office(trump, "President", america, "President Donald Trump");
    made.quantity("one hundred thousand chips", 100_000, "chips", factories)
        .bound = Bound::Approximately;
    made.quantity("seven", 7, "AI gigafactories", factories)
        .stage = Some(QuantityStage::Future);
    made.quantity("five will", 5, "AI gigafactories", factories)
        .stage = Some(QuantityStage::Additional);
    made
}
