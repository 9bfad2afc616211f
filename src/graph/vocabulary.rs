//! The names of classes, properties and concepts, ours and outside ones.

use oxigraph::model::NamedNode;

/// Prefixes for Turtle, SPARQL and JSON-LD, sorted.
pub const PREFIXES: &[(&str, &str)] = &[
    ("dcterms", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("pg", "https://w3id.org/pledgegraph/ns#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "http://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Where EU authority IRIs of currencies start; the ISO 4217 code follows.
pub const EU_CURRENCY: &str = "http://publications.europa.eu/resource/authority/currency/";

/// The node of a constant of this module.
pub fn node(iri: &'static str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

/// Declares a module of constants and the list of all of them.
macro_rules! terms {
    ($(#[$about:meta])* $module:ident, $namespace:literal, $($constant:ident = $name:literal)*) => {
        $(#[$about])*
        pub mod $module {
            /// What its terms start with.
            pub const NAMESPACE: &str = $namespace;
            $(
                #[doc = concat!("`", stringify!($module), ":", $name, "`")]
                pub const $constant: &str = concat!($namespace, $name);
            )*
            /// Every term above.
            pub const ALL: &[&str] = &[$($constant),*];
        }
    };
}

terms! {
    /// Our own terms, defined in `ontology/pledgegraph.ttl`.
    pg, "https://w3id.org/pledgegraph/ns#",
    DOCUMENT = "Document"
    PASSAGE = "Passage"
    CLAIM = "Claim"
    ACTOR = "Actor"
    PERSON = "Person"
    ORGANISATION = "Organisation"
    PUBLIC_BODY = "PublicBody"
    COMPANY = "Company"
    PROGRAMME = "Programme"
    FACILITY = "Facility"
    PLACE = "Place"
    EVENT = "Event"
    MONEY_STATEMENT = "MoneyStatement"
    COMMITMENT = "Commitment"
    DISBURSEMENT = "Disbursement"
    FIGURE = "Figure"
    QUANTITY = "Quantity"
    OFFICE_HOLDING = "OfficeHolding"
    LINK = "Link"
    FUNDING = "Funding"
    SHARE = "Share"
    VALUE = "value"
    MAX_VALUE = "maxValue"
    FLOOR = "floor"
    CEILING = "ceiling"
    CURRENCY = "currency"
    CURRENCY_CODE = "currencyCode"
    BOUND = "bound"
    STAGE = "stage"
    STATUS = "status"
    INSTRUMENT = "instrument"
    MODALITY = "modality"
    SAID_BY = "saidBy"
    FUNDED_BY = "fundedBy"
    ANNOUNCED_BY = "announcedBy"
    RECIPIENT = "recipient"
    DRAWS_ON = "drawsOn"
    UNDER_PROGRAMME = "underProgramme"
    FOR_FACILITY = "forFacility"
    PURPOSE = "purpose"
    PART_OF_FUNDING = "partOfFunding"
    CONVERSION_OF = "conversionOf"
    MAY_OVERLAP_WITH = "mayOverlapWith"
    REVISES = "revises"
    ANNOUNCED_ON = "announcedOn"
    ANNOUNCED_AT = "announcedAt"
    PERIOD_START = "periodStart"
    PERIOD_END = "periodEnd"
    DURATION = "duration"
    AS_WRITTEN = "asWritten"
    QUANTITY_OF = "quantityOf"
    UNIT = "unit"
    QUANTITY_STAGE = "quantityStage"
    FACILITY_TYPE = "facilityType"
    TERRITORY = "territory"
    HOLDER = "holder"
    ROLE = "role"
    IN_ORGANISATION = "organisation"
    ANNOUNCES = "announces"
    FUNDS = "funds"
    PART_OF = "partOf"
    PARTICIPATES_IN = "participatesIn"
    LOCATED_IN = "locatedIn"
    BUILDS = "builds"
    EVIDENCE = "evidence"
    QUOTE = "quote"
    START = "start"
    END = "end"
    IN_DOCUMENT = "inDocument"
    RULE = "rule"
    CONFIDENCE = "confidence"
    CONTRADICTS = "contradicts"
    COPY_OF = "copyOf"
    STATEMENT_OF = "statementOf"
    SHARE_OF = "shareOf"
    IN_ROLE = "inRole"
    PARTY = "party"
    SHARING = "sharing"
    DECISION = "decision"
    FEATURE = "feature"
    CONTENT_HASH = "contentHash"
    RULES_HASH = "rulesHash"
    FUNDING_NAME = "fundingName"
    MATCH_KEY = "matchKey"
    TEXT_SKETCH = "textSketch"
    EXACT = "exact"
    AT_LEAST = "atLeast"
    AT_MOST = "atMost"
    APPROXIMATELY = "approximately"
    RANGE = "range"
    TOTAL = "total"
    INITIAL = "initial"
    PROPOSED = "proposed"
    PLEDGED = "pledged"
    COMMITTED = "committed"
    AWARDED = "awarded"
    DISBURSED = "disbursed"
    CANCELLED = "cancelled"
    GRANT = "grant"
    LOAN = "loan"
    GUARANTEE = "guarantee"
    EQUITY = "equity"
    INCENTIVE = "incentive"
    ASSERTED = "asserted"
    INTENDED = "intended"
    POSSIBLE = "possible"
    INVITED = "invited"
    REPORTED = "reported"
    DENIED = "denied"
    EXISTING = "existing"
    FUTURE = "future"
    ADDITIONAL = "additional"
    TARGET = "target"
    SOLE = "sole"
    JOINT = "joint"
    ACCEPTED = "accepted"
    UNDECIDED = "undecided"
    REJECTED = "rejected"
}

terms! {
    /// RDF.
    rdf, "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    TYPE = "type"
    STATEMENT = "Statement"
    SUBJECT = "subject"
    PREDICATE = "predicate"
    OBJECT = "object"
}

terms! {
    /// RDF Schema.
    rdfs, "http://www.w3.org/2000/01/rdf-schema#",
    LABEL = "label"
}

terms! {
    /// XML Schema datatypes.
    xsd, "http://www.w3.org/2001/XMLSchema#",
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE = "date"
    G_YEAR = "gYear"
    DURATION = "duration"
    NON_NEGATIVE_INTEGER = "nonNegativeInteger"
}

terms! {
    /// SKOS.
    skos, "http://www.w3.org/2004/02/skos/core#",
    ALT_LABEL = "altLabel"
    CONCEPT = "Concept"
    EXACT_MATCH = "exactMatch"
    PREF_LABEL = "prefLabel"
}

terms! {
    /// OWL.
    owl, "http://www.w3.org/2002/07/owl#",
    SAME_AS = "sameAs"
    DEPRECATED = "deprecated"
}

terms! {
    /// Dublin Core.
    dcterms, "http://purl.org/dc/terms/",
    IDENTIFIER = "identifier"
    TITLE = "title"
    ISSUED = "issued"
    SOURCE = "source"
    IS_REPLACED_BY = "isReplacedBy"
    LANGUAGE = "language"
    PUBLISHER = "publisher"
}

terms! {
    /// PROV-O.
    prov, "http://www.w3.org/ns/prov#",
    ENTITY = "Entity"
    AGENT = "Agent"
}

terms! {
    /// schema.org (always http).
    schema, "http://schema.org/",
    CREATIVE_WORK = "CreativeWork"
    PERSON = "Person"
    GOVERNMENT_ORGANIZATION = "GovernmentOrganization"
    CORPORATION = "Corporation"
    FUNDING_SCHEME = "FundingScheme"
    PLACE = "Place"
    EVENT = "Event"
    MONETARY_AMOUNT = "MonetaryAmount"
    QUANTITATIVE_VALUE = "QuantitativeValue"
}

terms! {
    /// The Organization Ontology.
    org, "http://www.w3.org/ns/org#",
    ORGANIZATION = "Organization"
    MEMBERSHIP = "Membership"
}

terms! {
    /// FOAF.
    foaf, "http://xmlns.com/foaf/0.1/",
    AGENT = "Agent"
}
