//! Which candidates fill the slots of a sum: features of reasons and context, weighed by the trained ranker.

use std::collections::BTreeMap;

use super::{
    EntityId, SumKind,
    bond::Bonds,
    slot::{Reason, Reasons, Slot},
};

/// Who fills which slot of a sum.
pub type Fillers = BTreeMap<Slot, Vec<EntityId>>;

/// What is known of a sum and its neighbours when one of its slots is decided.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'s> {
    /// Kind of the sum.
    pub kind: SumKind,
    /// All reasons of the sum.
    pub reasons: &'s Reasons,
    /// Slots of this sum decided before.
    pub own: &'s Fillers,
    /// Slots of the sum that includes it.
    pub whole: Option<&'s Fillers>,
    /// Slots of the sum before it in the text.
    pub previous: Option<&'s Fillers>,
    /// For how many sums of the document a frame puts an entity into a slot.
    pub framed: &'s Framed,
    /// Who owns which facility.
    pub bonds: &'s Bonds,
}

/// For how many sums of the document a frame puts an entity into a slot.
pub type Framed = BTreeMap<(Slot, EntityId), usize>;

/// Counts the sums of a document for which a frame puts an entity into a slot.
pub fn framed<'r>(reasons: impl IntoIterator<Item = &'r Reasons>) -> Framed {
    let mut framed = Framed::new();
    for reasons in reasons {
        for (key, reasons) in reasons {
            if reasons.iter().any(|reason| {
                is_frame(key.0, reason.feature)
                    || (key.0 == Slot::Payer && reason.feature == "verb-gives")
            }) {
                *framed.entry(*key).or_default() += 1;
            }
        }
    }
    framed
}

/// The order in which slots are decided: each may look at those before it.
pub const ORDER: [Slot; 5] = [
    Slot::Facility,
    Slot::Programme,
    Slot::Payer,
    Slot::Recipient,
    Slot::Announcer,
];

/// A feature, or two that count together; the second is empty for one alone.
pub type Feature = (&'static str, &'static str);

/// The features of a candidate for a slot.
pub fn features(
    slot: Slot,
    entity: EntityId,
    reasons: &[Reason],
    situation: &Situation,
) -> Vec<Feature> {
    let mut single: Vec<&'static str> = vec!["bias"];
    single.extend(reasons.iter().map(|reason| reason.feature));
    // Features that tell more together.
    let mut joint: Vec<&'static str> = reasons
        .iter()
        .map(|reason| reason.feature)
        .filter(|feature| {
            matches!(
                *feature,
                "same-sentence"
                    | "sentence-before"
                    | "sentence-after"
                    | "near"
                    | "far"
                    | "subject-of-sentence"
                    | "subject-before"
                    | "most-mentioned"
                    | "only-one"
                    | "nearest"
                    | "headline"
                    | "plural"
                    | "left"
                    | "right"
                    | "left-over-sum"
                    | "right-over-sum"
                    | "verb-gives"
                    | "verb-gets"
                    | "verb-tells"
                    | "adjacent"
                    | "governor"
                    | "speaker"
                    | "same-paragraph"
                    | "first-of-paragraph"
                    | "alone-in-paragraph"
                    | "last-of-paragraph"
                    | "headline-subject"
                    | "owns-site-here"
                    | "owns-site-before"
                    | "owns-site"
            ) || feature.starts_with("is-")
                || feature.starts_with("family-")
        })
        .collect();
    let mut context = |feature: &'static str| {
        single.push(feature);
        joint.push(feature);
    };
    context(match situation.kind {
        SumKind::Commitment => "sum-commitment",
        SumKind::Disbursement => "sum-disbursed",
        SumKind::Figure => "sum-figure",
    });
    let own_frame = reasons.iter().any(|reason| is_frame(slot, reason.feature));
    let other_frame = situation
        .reasons
        .iter()
        .any(|((other_slot, other), reasons)| {
            *other_slot == slot
                && *other != entity
                && reasons.iter().any(|reason| is_frame(slot, reason.feature))
        });
    context(match (own_frame, other_frame) {
        (true, true) => "frame-shared",
        (true, false) => "frame-own",
        (false, true) => "frame-others",
        (false, false) => "frame-none",
    });
    let elsewhere = |entity: EntityId| situation.framed.get(&(slot, entity)).copied().unwrap_or(0);
    let most = || {
        let all = situation.framed.iter();
        let own = all.filter(|((framed_slot, _), _)| *framed_slot == slot);
        own.map(|(_, count)| *count).max().unwrap_or(0)
    };
    context(
        match elsewhere(entity) - usize::from(own_frame).min(elsewhere(entity)) {
            0 => "not-elsewhere",
            count if count + usize::from(own_frame) >= most() => "most-elsewhere",
            _ => "elsewhere",
        },
    );
    let has = |fillers: &Fillers, slot: Slot| {
        fillers
            .get(&slot)
            .is_some_and(|fillers| fillers.contains(&entity))
    };
    let any = |fillers: &Fillers, slot: Slot| {
        fillers
            .get(&slot)
            .is_some_and(|fillers| !fillers.is_empty())
    };
    context(match situation.whole {
        None => "no-whole",
        Some(whole)
            if has(whole, slot) && whole.get(&slot).is_some_and(|fillers| fillers.len() > 1) =>
        {
            "whole-shares"
        }
        Some(whole) if has(whole, slot) => "whole-has",
        Some(whole) if any(whole, slot) => "whole-has-other",
        Some(_) => "whole-lacks",
    });
    context(match situation.previous {
        None => "no-previous",
        Some(previous) if has(previous, slot) => "previous-has",
        Some(previous) if any(previous, slot) => "previous-has-other",
        Some(_) => "previous-lacks",
    });
    for (other, feature) in [
        (Slot::Payer, "fills-payer"),
        (Slot::Recipient, "fills-recipient"),
        (Slot::Programme, "fills-programme"),
        (Slot::Facility, "fills-facility"),
    ] {
        if other != slot && has(situation.own, other) {
            context(feature);
        }
    }
    let own_site = situation
        .own
        .get(&Slot::Facility)
        .is_some_and(|sites| sites.iter().any(|&site| situation.bonds.has(entity, site)));
    if own_site {
        context("owns-its-site");
    }
    for (other, feature) in [
        (Slot::Recipient, "has-recipient"),
        (Slot::Programme, "has-programme"),
        (Slot::Facility, "has-facility"),
    ] {
        if other != slot && any(situation.own, other) {
            single.push(feature);
        }
    }
    let mut features: Vec<Feature> = single.iter().map(|feature| (*feature, "")).collect();
    // Pairs only where both sides are context: more would learn the training texts by heart.
    let place: Vec<&'static str> = joint
        .iter()
        .copied()
        .filter(|feature| {
            matches!(
                *feature,
                "same-sentence"
                    | "sentence-before"
                    | "near"
                    | "far"
                    | "most-mentioned"
                    | "headline"
                    | "left"
                    | "right"
                    | "adjacent"
                    | "frame-none"
                    | "frame-others"
                    | "fills-payer"
                    | "sum-figure"
                    | "sum-disbursed"
                    | "subject-of-sentence"
                    | "same-paragraph"
                    | "first-of-paragraph"
                    | "headline-subject"
                    | "owns-its-site"
                    | "owns-site-here"
                    | "owns-site"
            ) || feature.starts_with("is-")
        })
        .collect();
    for first in joint.iter().filter(|feature| {
        feature.starts_with("frame-")
            || feature.ends_with("elsewhere")
            || feature.starts_with("whole-")
            || feature.starts_with("previous-has")
            || feature.starts_with("family-")
    }) {
        for second in &place {
            features.push((*first, *second));
        }
    }
    // What a role in the clause means depends on who fills it and on the sort of money.
    let setting: Vec<&'static str> = joint
        .iter()
        .copied()
        .filter(|feature| feature.starts_with("is-") || feature.starts_with("family-"))
        .collect();
    for reason in reasons.iter().filter(|reason| is_role(reason.feature)) {
        for second in &setting {
            features.push((reason.feature, *second));
        }
    }
    features
}

/// Whether a feature says which role an entity has in a clause.
fn is_role(feature: &str) -> bool {
    feature.contains(':')
        || feature.starts_with("verb-")
        || matches!(
            feature,
            "speaker" | "governor" | "adjacent" | "subject-of-sentence" | "subject-before"
        )
}

/// Whether a feature comes from a frame and speaks for the slot.
fn is_frame(slot: Slot, feature: &str) -> bool {
    match slot {
        Slot::Payer => feature.starts_with("payer:") || feature == "source:from",
        Slot::Announcer => feature.starts_with("announcer:") || feature == "speaker",
        Slot::Recipient => {
            feature.starts_with("recipient:") || feature == "target:to" || feature == "target:into"
        }
        Slot::Programme | Slot::Facility => {
            feature.starts_with("target:") || feature.starts_with("head:")
        }
        Slot::Source => feature.starts_with("source:"),
    }
}
