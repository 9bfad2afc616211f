//! The enumerations of the facts -> concepts and classes of the ontology.

use super::vocabulary::{foaf, org, pg, prov, schema};
use crate::{
    fact::{Class, Instrument, Modality, Predicate, QuantityStage, Stage, Status, SumKind},
    mention::Bound,
};

/// The class and its super-classes, the most special first, all of which are written out.
pub(super) const fn classes(class: Class) -> &'static [&'static str] {
    match class {
        Class::Person => &[
            pg::PERSON,
            pg::ACTOR,
            prov::AGENT,
            foaf::AGENT,
            schema::PERSON,
        ],
        Class::PublicBody => &[
            pg::PUBLIC_BODY,
            pg::ORGANISATION,
            pg::ACTOR,
            prov::AGENT,
            foaf::AGENT,
            org::ORGANIZATION,
            schema::GOVERNMENT_ORGANIZATION,
        ],
        Class::Company => &[
            pg::COMPANY,
            pg::ORGANISATION,
            pg::ACTOR,
            prov::AGENT,
            foaf::AGENT,
            org::ORGANIZATION,
            schema::CORPORATION,
        ],
        Class::Organisation => &[
            pg::ORGANISATION,
            pg::ACTOR,
            prov::AGENT,
            foaf::AGENT,
            org::ORGANIZATION,
        ],
        Class::Programme => &[pg::PROGRAMME, schema::FUNDING_SCHEME],
        Class::Facility => &[pg::FACILITY, schema::PLACE],
        Class::Place => &[pg::PLACE, schema::PLACE],
        Class::Event => &[pg::EVENT, schema::EVENT],
    }
}

/// Those of them that are ours; they come first.
pub(super) fn own_classes(class: Class) -> &'static [&'static str] {
    let classes = classes(class);
    let ours = |class: &&str| class.starts_with(pg::NAMESPACE);
    &classes[..classes.iter().take_while(|class| ours(class)).count()]
}

/// The part of an IRI that says what kind of thing it names. Coarse, because fine types may change.
pub(super) const fn folder(class: Class) -> &'static str {
    match class {
        Class::Person => "person",
        Class::PublicBody | Class::Company | Class::Organisation => "organisation",
        Class::Programme => "programme",
        Class::Facility => "facility",
        Class::Place => "place",
        Class::Event => "event",
    }
}

pub(super) const fn kind(kind: SumKind) -> &'static str {
    match kind {
        SumKind::Commitment => pg::COMMITMENT,
        SumKind::Disbursement => pg::DISBURSEMENT,
        SumKind::Figure => pg::FIGURE,
    }
}

pub(super) const fn bound(bound: Bound) -> &'static str {
    match bound {
        Bound::Exact => pg::EXACT,
        Bound::AtLeast => pg::AT_LEAST,
        Bound::AtMost => pg::AT_MOST,
        Bound::Approximately => pg::APPROXIMATELY,
        Bound::Range => pg::RANGE,
    }
}

pub(super) const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Total => pg::TOTAL,
        Stage::Initial => pg::INITIAL,
    }
}

pub(super) const fn status(status: Status) -> &'static str {
    match status {
        Status::Proposed => pg::PROPOSED,
        Status::Pledged => pg::PLEDGED,
        Status::Committed => pg::COMMITTED,
        Status::Awarded => pg::AWARDED,
        Status::Disbursed => pg::DISBURSED,
        Status::Cancelled => pg::CANCELLED,
    }
}

pub(super) const fn instrument(instrument: Instrument) -> &'static str {
    match instrument {
        Instrument::Grant => pg::GRANT,
        Instrument::Loan => pg::LOAN,
        Instrument::Guarantee => pg::GUARANTEE,
        Instrument::Equity => pg::EQUITY,
        Instrument::Incentive => pg::INCENTIVE,
    }
}

pub(super) const fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Asserted => pg::ASSERTED,
        Modality::Intended => pg::INTENDED,
        Modality::Possible => pg::POSSIBLE,
        Modality::Invited => pg::INVITED,
        Modality::Reported => pg::REPORTED,
        Modality::Denied => pg::DENIED,
    }
}

pub(super) const fn quantity_stage(stage: QuantityStage) -> &'static str {
    match stage {
        QuantityStage::Existing => pg::EXISTING,
        QuantityStage::Future => pg::FUTURE,
        QuantityStage::Additional => pg::ADDITIONAL,
        QuantityStage::Target => pg::TARGET,
    }
}

pub(super) const fn predicate(predicate: Predicate) -> &'static str {
    match predicate {
        Predicate::Announces => pg::ANNOUNCES,
        Predicate::Funds => pg::FUNDS,
        Predicate::PartOf => pg::PART_OF,
        Predicate::ParticipatesIn => pg::PARTICIPATES_IN,
        Predicate::LocatedIn => pg::LOCATED_IN,
        Predicate::Builds => pg::BUILDS,
        Predicate::DrawsOn => pg::DRAWS_ON,
    }
}

/// Whether a sum stated so is money to count on, at least up to its ceiling.
pub(super) const fn counts(modality: Modality) -> bool {
    !matches!(modality, Modality::Invited | Modality::Denied)
}

/// Whether the ontology lets a thing of this class fill the slot of a sum.
pub(super) fn may_fill(slot: &str, class: Class) -> bool {
    match slot {
        pg::ANNOUNCED_BY | pg::SAID_BY => class.is_actor(),
        pg::FUNDED_BY => class.is_actor() || class == Class::Programme,
        pg::RECIPIENT => class.is_actor() || matches!(class, Class::Programme | Class::Facility),
        pg::UNDER_PROGRAMME | pg::DRAWS_ON => class == Class::Programme,
        pg::FOR_FACILITY => class == Class::Facility,
        pg::ANNOUNCED_AT => class == Class::Event,
        pg::HOLDER => class == Class::Person,
        pg::IN_ORGANISATION => class != Class::Person,
        _ => true,
    }
}

/// Whether the ontology lets the relation hold between things of these classes.
pub(super) fn may_relate(subject: Class, predicate: Predicate, object: Class) -> bool {
    let venture = matches!(object, Class::Programme | Class::Facility | Class::Event);
    match predicate {
        Predicate::Announces => subject.is_actor(),
        Predicate::Funds => {
            (subject.is_actor() || subject == Class::Programme) && object != Class::Place
        }
        Predicate::PartOf => true,
        Predicate::ParticipatesIn => subject.is_actor() && (venture || object.is_organisation()),
        Predicate::LocatedIn => matches!(object, Class::Place | Class::PublicBody),
        Predicate::Builds => subject.is_actor() && object == Class::Facility,
        Predicate::DrawsOn => subject == Class::Programme && object == Class::Programme,
    }
}
