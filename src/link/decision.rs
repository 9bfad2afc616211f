//! Whether a link holds or waits for a person.

use std::collections::BTreeMap;

use super::record::Proposal;

/// What became of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It holds.
    Accepted,
    /// It waits for a person.
    Undecided,
    /// A person said that it does not hold.
    Rejected,
}

/// What a decision rests on.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Evidence {
    pub identified: bool,
    pub usual_name: bool,
    pub telling_name: bool,
    pub unique: bool,
    pub same_class: bool,
    pub same_country: bool,
    pub is_concept: bool,
    pub deprecated: bool,
}

impl Decision {
    /// A shared identifier decides. A name does if it is the usual one of both, of several words (of
    /// three, when it is all that speaks for the link), nobody else bears it, the
    /// class is the same, and so is the state; concepts of authority tables cover one field and need no state.
    pub(super) fn on(evidence: &Evidence) -> Self {
        let by_name = evidence.usual_name
            && evidence.telling_name
            && evidence.unique
            && evidence.same_class
            && !evidence.deprecated
            && (evidence.same_country || evidence.is_concept);
        if evidence.identified || by_name {
            Self::Accepted
        } else {
            Self::Undecided
        }
    }
}

/// Of one graph: an entity is one thing, and a thing is one entity. Where more would hold, identifiers go before names; else all wait.
pub(super) fn one_to_one(proposals: &mut [Proposal]) {
    for of in [
        |p: &Proposal| p.entity.clone(),
        |p: &Proposal| p.other.clone(),
    ] {
        let mut accepted: BTreeMap<_, (usize, usize)> = BTreeMap::new();
        for proposal in proposals
            .iter()
            .filter(|p| p.decision == Decision::Accepted)
        {
            let (all, identified) = accepted.entry(of(proposal)).or_default();
            *all += 1;
            *identified += usize::from(proposal.identified);
        }
        for proposal in proposals.iter_mut() {
            let Some((all, identified)) = accepted.get(&of(proposal)) else {
                continue;
            };
            let alone = *all == 1 || (*identified == 1 && proposal.identified);
            if proposal.decision == Decision::Accepted && !alone {
                proposal.decision = Decision::Undecided;
                proposal
                    .features
                    .push("not alone: another link would hold as well +0.00".to_owned());
            }
        }
    }
}
