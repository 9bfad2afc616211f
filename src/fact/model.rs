//! What one document states, before it becomes RDF. `graph` reads nothing else of the extraction.

use jiff::civil::Date;
use rust_decimal::Decimal;

pub use crate::class::Class;
use crate::{
    mention::{Bound, Currency},
    rules::RuleId,
    span::Span,
};

/// Everything that one document states.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Who and what it speaks of. Indexes into this list are [`EntityId`]s.
    pub entities: Vec<Entity>,
    /// Every sum of money in the text, in text order. Indexes into this list are [`SumId`]s.
    pub sums: Vec<Sum>,
    /// Chips, jobs, megawatts, sites.
    pub quantities: Vec<Quantity>,
    /// Persons holding offices.
    pub offices: Vec<OfficeHolding>,
    /// Links between two entities.
    pub relations: Vec<Relation>,
    /// Every typed span, for highlighting: in text order, may nest.
    pub highlights: Vec<Highlight>,
    /// What was odd, for the user.
    pub warnings: Vec<String>,
}

/// Index into [`Facts::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub usize);

/// Index into [`Facts::sums`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SumId(pub usize);

/// One thing that the document speaks of, with all its mentions.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its class.
    pub class: Class,
    /// Its canonical name: from the gazetteer, else the longest name in the document.
    pub name: String,
    /// Where it is spoken of; each with its words and the rule that tied them to it. In text order.
    pub mentions: Vec<EntityMention>,
    /// Its permanent id in the gazetteer, such as `organisation/european-commission`.
    pub gazetteer: Option<String>,
    /// IRIs of the same individual elsewhere; only those that the gazetteer vouches for.
    pub same_as: Vec<String>,
    /// IRIs of the same concept in authority tables; only those that the gazetteer vouches for.
    pub exact_match: Vec<String>,
    /// Whether its name identifies it in the whole world, or only inside this document.
    pub scope: Scope,
    /// For a facility: the concept from the lexicon, such as `gigafactory`.
    pub facility_type: Option<String>,
    /// The rule that decided its class.
    pub rule: RuleId,
    /// 0..1: how sure class and identity are.
    pub confidence: f32,
}

/// How far a name reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// 'European Investment Bank'
    Global,
    /// 'Ministry of Health' of the named territory: the name goes into the IRI.
    Territory(String),
    /// Bare surnames, descriptive facilities: the IRI carries the document's key.
    Document,
}

/// One place where an entity is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityMention {
    /// The words.
    pub span: Span,
    /// What kind of words.
    pub form: MentionForm,
    /// The rule that tied them to the entity.
    pub rule: RuleId,
}

/// What kind of words stand for an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionForm {
    /// 'European Investment Bank', 'EIB'
    Name,
    /// 'the bank', 'these facilities', 'two DRAM fabs'
    Description,
    /// 'it', 'they'
    Pronoun,
}

/// A decision with its reason.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// The words that state it, mostly one sentence.
    pub passage: Span,
    /// The rule that read it.
    pub rule: RuleId,
    /// 0..1
    pub confidence: f32,
}

/// One filler of a slot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Filler {
    /// Who or what fills it.
    pub entity: EntityId,
    /// Why.
    pub evidence: Evidence,
}

/// A link from a sum to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SumLink {
    /// The other sum.
    pub sum: SumId,
    /// Why.
    pub evidence: Evidence,
}

/// A sum of money that the document states.
#[derive(Clone, Debug)]
pub struct Sum {
    /// The words of the amount ('€200 million').
    pub span: Span,
    /// The full number.
    pub value: Decimal,
    /// Upper number of a range.
    pub max: Option<Decimal>,
    /// ISO 4217.
    pub currency: Currency,
    /// How firm the number is.
    pub bound: Bound,
    /// Commitment, disbursement, or figure.
    pub kind: SumKind,
    /// 'total of', 'initially'
    pub stage: Option<Stage>,
    /// How far the money has come; none for figures.
    pub status: Option<Status>,
    /// Grant, loan, guarantee ...
    pub instrument: Option<Instrument>,
    /// How the text stands to it.
    pub modality: Modality,
    /// Whose words the text reports, when it is not the announcer's own.
    pub said_by: Vec<Filler>,
    /// Who gives.
    pub payers: Vec<Filler>,
    /// Who makes it public.
    pub announcers: Vec<Filler>,
    /// Who gets it.
    pub recipients: Vec<Filler>,
    /// Programmes it belongs to.
    pub programmes: Vec<Filler>,
    /// Programmes it is taken from.
    pub draws_on: Vec<Filler>,
    /// Facilities it is for.
    pub facilities: Vec<Filler>,
    /// What for, as words of the text.
    pub purpose: Option<Span>,
    /// The sum that includes it.
    pub part_of: Option<SumLink>,
    /// The sum that it restates in another currency.
    pub conversion_of: Option<SumLink>,
    /// The sum that it may partly repeat.
    pub may_overlap: Option<SumLink>,
    /// The earlier sum that it replaces.
    pub revises: Option<SumLink>,
    /// The day of the announcement.
    pub announced_on: Option<Date>,
    /// The event where it was announced.
    pub announced_at: Option<EntityId>,
    /// First and last day or year, and duration, of the spending.
    pub period: Period,
    /// The sentence, the rule of its kind, and how sure we are of it.
    pub evidence: Evidence,
    /// What it was made from: words and rules.
    pub parts: Vec<crate::mention::Part>,
}

impl Sum {
    /// Who fills its slots.
    pub fn fillers(&self) -> impl Iterator<Item = &Filler> {
        [
            &self.said_by,
            &self.payers,
            &self.announcers,
            &self.recipients,
            &self.programmes,
            &self.draws_on,
            &self.facilities,
        ]
        .into_iter()
        .flatten()
    }

    /// How it stands to other sums.
    pub fn links(&self) -> impl Iterator<Item = &SumLink> {
        [
            &self.part_of,
            &self.conversion_of,
            &self.may_overlap,
            &self.revises,
        ]
        .into_iter()
        .flatten()
    }
}

/// When money flows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// First year or day.
    pub start: Option<Moment>,
    /// Last year or day.
    pub end: Option<Moment>,
    /// ISO 8601 duration, `P4Y`.
    pub duration: Option<String>,
}

/// A day or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// `xsd:date`
    Day(Date),
    /// `xsd:gYear`
    Year(i16),
}

/// Commitment, disbursement or figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SumKind {
    /// Promised, planned, earmarked, awarded, lent or raised for the purpose announced.
    Commitment,
    /// Already spent, invested or paid.
    Disbursement,
    /// Any other sum, conversions included.
    Figure,
}

/// Part of a sum that is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The whole.
    Total,
    /// What comes first.
    Initial,
}

/// How far the money has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Proposed, not decided.
    Proposed,
    /// Promised in public.
    Pledged,
    /// Firmly bound.
    Committed,
    /// Awarded to a recipient.
    Awarded,
    /// Paid.
    Disbursed,
    /// Taken back.
    Cancelled,
}

/// The legal form of the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instrument {
    /// Need not be paid back.
    Grant,
    /// Must be paid back.
    Loan,
    /// Paid only if somebody else fails to.
    Guarantee,
    /// Buys a share.
    Equity,
    /// Tax credits, incentives.
    Incentive,
}

/// How the text stands to what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Modality {
    /// Said as fact.
    #[default]
    Asserted,
    /// Planned, will.
    Intended,
    /// May, could.
    Possible,
    /// Encouraged, called on to.
    Invited,
    /// Said to be so by others.
    Reported,
    /// Said not to be so.
    Denied,
}

/// A number of things that belong to a facility, programme or organisation.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// The words of the number and its unit.
    pub span: Span,
    /// The number.
    pub value: Decimal,
    /// Upper number of a range.
    pub max: Option<Decimal>,
    /// How firm.
    pub bound: Bound,
    /// The noun phrase or unit as written.
    pub unit: String,
    /// What it counts.
    pub of: Option<EntityId>,
    /// Existing, future, additional or target.
    pub stage: Option<QuantityStage>,
    /// Sentence, rule, confidence.
    pub evidence: Evidence,
}

/// Whether a quantity is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityStage {
    /// Is there.
    Existing,
    /// Will be there.
    Future,
    /// Comes on top.
    Additional,
    /// Is aimed at.
    Target,
}

/// A person holding an office.
#[derive(Clone, Debug)]
pub struct OfficeHolding {
    /// Who.
    pub holder: EntityId,
    /// The office, as written.
    pub role: String,
    /// Of what; may be a place or a programme.
    pub organisation: Option<EntityId>,
    /// Sentence, rule, confidence.
    pub evidence: Evidence,
}

/// A link between two entities.
#[derive(Clone, Debug)]
pub struct Relation {
    /// From.
    pub subject: EntityId,
    /// How.
    pub predicate: Predicate,
    /// To.
    pub object: EntityId,
    /// Only asserted and intended relations become plain triples.
    pub modality: Modality,
    /// Whose words.
    pub said_by: Option<EntityId>,
    /// Follows from the slots of sums: needs no Claim of its own.
    pub projected: bool,
    /// Sentence, rule, confidence.
    pub evidence: Evidence,
}

/// The relations of the ontology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Predicate {
    /// `pg:announces`
    Announces,
    /// `pg:funds`
    Funds,
    /// `pg:partOf`
    PartOf,
    /// `pg:participatesIn`
    ParticipatesIn,
    /// `pg:locatedIn`
    LocatedIn,
    /// `pg:builds`
    Builds,
    /// `pg:drawsOn` between programmes
    DrawsOn,
}

/// A span worth marking on the document's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// The words.
    pub span: Span,
    /// What they are.
    pub kind: HighlightKind,
}

/// What a highlight is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HighlightKind {
    /// An entity.
    Entity(EntityId),
    /// A sum of money.
    Sum(SumId),
    /// A number with a unit: index into [`Facts::quantities`].
    Quantity(usize),
    /// A date or period.
    Date,
}
