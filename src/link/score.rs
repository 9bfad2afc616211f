//! How likely a candidate is the entity, and why.

use oxigraph::model::NamedNode;

use super::{
    candidate::{Candidate, NameMatch},
    decision::{Decision, Evidence},
    own::Own,
    record::Proposal,
};
use crate::class::Class;

/// More candidates of one name in one graph help nobody who reviews.
const MOST: usize = 5;
/// Less likely ones are not worth a look.
const LEAST: f32 = 0.3;

/// How the classes of the two fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kinship {
    /// The same sort of thing.
    Same,
    /// One may be a special sort of the other, or nothing is known.
    Open,
    /// Never the same thing.
    Different,
}

/// What may be said of each candidate: those worth a look, the most likely first, with a decision of its own.
pub(super) fn proposals(own: &Own, candidates: Vec<Candidate>, graph: &NamedNode) -> Vec<Proposal> {
    let mut proposals: Vec<Proposal> = candidates
        .into_iter()
        .filter_map(|candidate| proposal(own, candidate, graph))
        .collect();
    proposals.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a.other.cmp(&b.other))
    });
    proposals.truncate(MOST);
    proposals
}

fn proposal(own: &Own, candidate: Candidate, graph: &NamedNode) -> Option<Proposal> {
    let mut features = Vec::new();
    let mut score = 0.0;
    let mut add = |points: f32, reason: String| {
        score += points;
        features.push(format!("{reason} {points:+.2}"));
    };
    let kinship = kinship(own.class, &candidate);
    let shared = candidate
        .identifiers
        .intersection(&own.identifiers)
        .next()
        .cloned();
    if kinship == Kinship::Different || contradicts(own, &candidate) {
        return None;
    }
    match candidate.name {
        NameMatch::Exact => add(0.6, "name: the same".to_owned()),
        NameMatch::Folded => add(0.57, "name: the same but for case or accents".to_owned()),
        NameMatch::Alias => add(0.48, "name: another name of one".to_owned()),
        NameMatch::BothAliases => add(0.4, "name: another name of both".to_owned()),
        NameMatch::Acronym => add(0.25, "name: acronym only".to_owned()),
        NameMatch::None => add(0.0, "name: none in common".to_owned()),
    }
    if kinship == Kinship::Same {
        add(0.2, "class: the same".to_owned());
    }
    let same_country = own
        .country
        .as_ref()
        .is_some_and(|code| candidate.countries.contains(code));
    match &own.country {
        Some(code) if same_country => add(0.2, format!("country: {code}")),
        Some(_) if !candidate.countries.is_empty() && shared.is_none() => return None,
        _ => {}
    }
    if candidate.bearers > 1 {
        add(
            -0.2,
            format!("ambiguous: {} bear the name", candidate.bearers),
        );
    }
    if candidate.words == 1 {
        add(-0.1, "name: a single word".to_owned());
    }
    if candidate.deprecated {
        add(-0.3, "out of use".to_owned());
    }
    if let Some(identifier) = &shared {
        add(1.0, format!("identifier: {identifier}"));
    }
    let score = score.clamp(0.0, 1.0);
    if score < LEAST {
        return None;
    }
    let evidence = Evidence {
        identified: shared.is_some(),
        usual_name: matches!(candidate.name, NameMatch::Exact | NameMatch::Folded),
        // 'Member States' is the name of many things, unless we know of one that bears it.
        telling_name: candidate.words > if own.in_gazetteer { 1 } else { 2 }
            || same_country && candidate.words > 1,
        unique: candidate.bearers == 1,
        same_class: kinship == Kinship::Same,
        same_country,
        is_concept: candidate.is_concept,
        deprecated: candidate.deprecated,
    };
    Some(Proposal {
        entity: own.iri.clone(),
        entity_label: own.label.clone(),
        known: own.identifiers.contains(candidate.iri.as_str()),
        other: candidate.iri,
        other_label: candidate.label,
        graph: graph.clone(),
        is_concept: candidate.is_concept,
        identified: shared.is_some(),
        score,
        features,
        decision: Decision::on(&evidence),
    })
}

/// Whether the two bear different names in one and the same graph.
fn contradicts(own: &Own, candidate: &Candidate) -> bool {
    own.identifiers.iter().any(|ours| {
        let namespace = namespace(ours);
        let mut theirs = candidate
            .identifiers
            .iter()
            .filter(|theirs| self::namespace(theirs) == namespace)
            .peekable();
        theirs.peek().is_some() && !theirs.any(|theirs| own.identifiers.contains(theirs))
    })
}

/// `https://sws.geonames.org/` of `https://sws.geonames.org/2988507/`
fn namespace(iri: &str) -> &str {
    let iri = iri.trim_end_matches('/');
    iri.rfind(['/', '#']).map_or(iri, |end| &iri[..=end])
}

fn kinship(class: Class, candidate: &Candidate) -> Kinship {
    let mut said = Vec::new();
    for scheme in &candidate.schemes {
        match scheme.as_str() {
            "corporate-body" if class.is_organisation() => return Kinship::Same,
            "country" | "place" if class == Class::Place => return Kinship::Same,
            "eu-programme" if class == Class::Programme => return Kinship::Same,
            "corporate-body" | "country" | "place" | "eu-programme" | "currency" | "role"
            | "language" => {
                return Kinship::Different;
            }
            _ => {}
        }
    }
    for class in &candidate.types {
        let local = class
            .trim_end_matches('/')
            .rsplit(['/', '#'])
            .next()
            .unwrap_or("");
        said.push(match local {
            "Person" => Class::Person,
            "GovernmentOrganization" | "PublicBody" => Class::PublicBody,
            "Corporation" | "Company" => Class::Company,
            "Organization"
            | "Organisation"
            | "EducationalOrganization"
            | "ResearchOrganization" => Class::Organisation,
            "Country" | "Place" | "City" | "Feature" | "AdministrativeArea" => Class::Place,
            "Event" => Class::Event,
            "FundingScheme" | "Programme" | "FundingProgramme" => Class::Programme,
            _ => continue,
        });
    }
    if said.contains(&class) {
        // 'Organisation' alone says little of a ministry, and much of a foundation.
        return Kinship::Same;
    }
    if said.is_empty()
        || said
            .iter()
            .any(|other| other.is_organisation() && class.is_organisation())
    {
        return Kinship::Open;
    }
    Kinship::Different
}
