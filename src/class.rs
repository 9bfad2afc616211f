//! The classes of the ontology that an entity can have.

/// The classes an entity can have; super-classes are written out by `graph`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A human being.
    Person,
    /// Government, ministry, agency, EU institution, development bank, or a state that acts.
    PublicBody,
    /// A business.
    Company,
    /// Every other organisation.
    Organisation,
    /// Named initiative, fund, scheme, plan, strategy, act that carries money, partnership.
    Programme,
    /// A site or a class of sites.
    Facility,
    /// A location.
    Place,
    /// A meeting, a summit.
    Event,
}

impl Class {
    /// All of them, in the order of the ontology.
    pub const ALL: [Self; 8] = [
        Self::Person,
        Self::PublicBody,
        Self::Company,
        Self::Organisation,
        Self::Programme,
        Self::Facility,
        Self::Place,
        Self::Event,
    ];

    /// Its local name in the ontology.
    pub const fn local_name(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::PublicBody => "PublicBody",
            Self::Company => "Company",
            Self::Organisation => "Organisation",
            Self::Programme => "Programme",
            Self::Facility => "Facility",
            Self::Place => "Place",
            Self::Event => "Event",
        }
    }

    /// The class with this local name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|class| class.local_name() == name)
    }

    /// The folder its ids lie in: `organisation` for public bodies and companies too.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::PublicBody | Self::Company | Self::Organisation => "organisation",
            Self::Programme => "programme",
            Self::Facility => "facility",
            Self::Place => "place",
            Self::Event => "event",
        }
    }

    /// Whether it can act: give, announce, receive.
    pub const fn is_actor(self) -> bool {
        matches!(
            self,
            Self::Person | Self::PublicBody | Self::Company | Self::Organisation
        )
    }

    /// Whether it is an organisation of any kind.
    pub const fn is_organisation(self) -> bool {
        matches!(self, Self::PublicBody | Self::Company | Self::Organisation)
    }
}
