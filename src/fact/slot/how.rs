//! How a word stands to the verb or noun of a frame, and what the feature is called for each role.

/// How a word stands to the verb or noun of a frame.
#[derive(Clone, Copy)]
pub(super) enum How {
    Subject,
    FarSubject,
    Object,
    Possessor,
    Compound,
    By,
    From,
    Into,
    To,
    In,
    For,
    Preposition,
    Hanger,
    Announces,
}

impl How {
    pub(super) fn of_case(case: &str) -> Self {
        match case {
            "by" => Self::By,
            "from" => Self::From,
            "into" => Self::Into,
            "to" => Self::To,
            "in" => Self::In,
            "for" => Self::For,
            _ => Self::Preposition,
        }
    }

    /// The name of the feature for a role.
    pub(super) fn name(self, role: &'static str) -> &'static str {
        macro_rules! table {
            ($($role:literal: [$($how:ident = $name:literal),*]),*) => {
                match (role, self) { $($(($role, Self::$how) => $name,)*)* _ => "frame:other" }
            };
        }
        table! {
            "payer": [Subject = "payer:subject", FarSubject = "payer:far-subject", Object = "payer:object", Possessor = "payer:possessor", Compound = "payer:compound", By = "payer:by", From = "payer:from", Hanger = "payer:hanger", Announces = "payer:announces"],
            "recipient": [Subject = "recipient:subject", FarSubject = "recipient:far-subject", Object = "recipient:object", Possessor = "recipient:possessor", Compound = "recipient:compound", To = "recipient:to", For = "recipient:for", In = "recipient:in"],
            "announcer": [Subject = "announcer:subject", FarSubject = "announcer:far-subject", By = "announcer:by", Possessor = "announcer:possessor", Compound = "announcer:compound", From = "announcer:by"],
            "target": [Subject = "target:subject", FarSubject = "target:far-subject", Object = "target:object", Into = "target:into", To = "target:to", In = "target:in", For = "target:for", Preposition = "target:preposition", Hanger = "target:hanger"],
            "source": [From = "source:from", Preposition = "source:through", Hanger = "source:hanger"],
            "party": [Subject = "party:subject", FarSubject = "party:subject", Preposition = "party:with"]
        }
    }
}
