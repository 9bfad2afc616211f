//! The facts of one document as JSON: the shape of `data/gold/*.json` and of `extract --format jsonl`.

use std::str::FromStr;

use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{class::Class, mention::Bound};

/// The facts of one document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Annotation {
    /// The document's identifier: the stem of its file.
    #[serde(default)]
    pub id: String,
    /// Where it was published.
    #[serde(default)]
    pub url: Option<String>,
    /// Its headline.
    #[serde(default)]
    pub title: Option<String>,
    /// The day, `YYYY-MM-DD`.
    #[serde(default)]
    pub published: Option<String>,
    /// Who published it.
    #[serde(default)]
    pub publisher: Option<String>,
    /// BCP 47 code.
    #[serde(default)]
    pub language: Option<String>,
    /// Who and what it speaks of.
    pub entities: Vec<Entity>,
    /// Persons and their offices.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Every sum of money.
    pub amounts: Vec<Amount>,
    /// Jobs, chips, megawatts.
    #[serde(default)]
    pub quantities: Vec<Quantity>,
    /// Subject, relation, object.
    #[serde(default)]
    pub relations: Vec<(String, String, String)>,
    /// Where each fact was read, by which rule, and how sure we are; expected facts have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// An actor, programme, facility, place or event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entity {
    /// `e1`, `e2` ...
    pub id: String,
    /// Its class.
    #[serde(rename = "type", with = "class_name")]
    pub class: Class,
    /// Its canonical name.
    #[serde(default)]
    pub name: String,
    /// The distinct words that stand for it in the text.
    #[serde(default)]
    pub mentions: Vec<String>,
    /// Its Wikidata item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<String>,
}

/// A person and an office.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    /// Entity id.
    pub person: String,
    /// The title as written.
    #[serde(default)]
    pub role: String,
    /// Entity id.
    #[serde(default)]
    pub organisation: Option<String>,
}

/// What kind of sum it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Promised, planned, awarded, lent or raised.
    Commitment,
    /// Already spent.
    Disbursed,
    /// Another sum in another currency.
    Conversion,
    /// Revenue, fine, price, valuation.
    Other,
}

impl Kind {
    /// Whether it is money for the purpose announced.
    pub const fn is_funding(self) -> bool {
        matches!(self, Self::Commitment | Self::Disbursed)
    }
}

/// A sum of money.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Amount {
    /// `a1`, `a2` ...
    pub id: String,
    /// The full number.
    pub value: Figure,
    /// Upper number of a range.
    #[serde(default)]
    pub value_max: Option<Figure>,
    /// ISO 4217.
    #[serde(default)]
    pub currency: String,
    /// Its words.
    #[serde(default)]
    pub quote: String,
    /// How firm it is.
    #[serde(default, with = "bound_name")]
    pub bound: Bound,
    /// What kind of sum.
    pub kind: Kind,
    /// `total`, `initial`, `potential`
    #[serde(default)]
    pub stage: Option<String>,
    /// Who gives: entity ids, as in all slots.
    #[serde(default)]
    pub payer: Vec<String>,
    /// Who makes it public.
    #[serde(default)]
    pub announcer: Vec<String>,
    /// Who gets it.
    #[serde(default)]
    pub recipient: Vec<String>,
    /// What it belongs to or is taken from.
    #[serde(default)]
    pub programme: Vec<String>,
    /// What it is for.
    #[serde(default)]
    pub facility: Vec<String>,
    /// What for, in words.
    #[serde(default)]
    pub purpose: Option<String>,
    /// Amount id of the sum that includes it.
    #[serde(default, rename = "partOf")]
    pub part_of: Option<String>,
    /// Amount id of the sum that it restates.
    #[serde(default, rename = "conversionOf")]
    pub conversion_of: Option<String>,
    /// First year or day.
    #[serde(default)]
    pub start: Option<String>,
    /// Last year or day.
    #[serde(default)]
    pub end: Option<String>,
    /// How long, in years.
    #[serde(default, rename = "durationYears")]
    pub duration_years: Option<Figure>,
}

impl Amount {
    /// Its slots with their names.
    pub fn slots(&self) -> [(&'static str, &[String]); 5] {
        [
            ("payer", &self.payer),
            ("announcer", &self.announcer),
            ("recipient", &self.recipient),
            ("programme", &self.programme),
            ("facility", &self.facility),
        ]
    }
}

/// A number of things.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Quantity {
    /// The number.
    pub value: Figure,
    /// Upper number of a range.
    #[serde(default)]
    pub value_max: Option<Figure>,
    /// The noun as written.
    #[serde(default)]
    pub unit: Option<String>,
    /// How firm it is.
    #[serde(default, with = "bound_name")]
    pub bound: Bound,
    /// Entity id.
    #[serde(default)]
    pub of: Option<String>,
    /// Its words.
    #[serde(default)]
    pub quote: String,
}

/// Where one fact was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// `entity`, `amount`, the name of a slot or relation, `partOf`, `conversionOf`, `quantity`, `role`
    pub fact: String,
    /// Entity or amount id; for a quantity its place in the list from 0.
    pub subject: String,
    /// Entity or amount id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The passage.
    pub quote: String,
    /// The rule.
    pub rule: String,
    /// 0..1
    pub confidence: f32,
}

/// A number of JSON as exact decimal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure(pub Decimal);

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.to_i64().filter(|_| self.0.fract().is_zero()) {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(self.0.to_f64().unwrap_or_default()),
        }
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = serde_json::Number::deserialize(deserializer)?.to_string();
        Decimal::from_str(&written)
            .or_else(|_| Decimal::from_scientific(&written))
            .map(|value| Self(value.normalize()))
            .map_err(|error| serde::de::Error::custom(format!("the number {written}: {error}")))
    }
}

/// A class as its local name in the ontology.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
mod class_name {
    use super::{Class, Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(class: &Class, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(class.local_name())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Class, D::Error> {
        let name = String::deserialize(deserializer)?;
        Class::named(&name).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "no class is called '{name}': use one of the ontology, such as PublicBody"
            ))
        })
    }
}

/// A bound as its local name in the ontology; none given means exact.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
mod bound_name {
    use super::{Bound, Deserialize, Deserializer, Serializer};

    const NAMES: [(Bound, &str); 5] = [
        (Bound::Exact, "exact"),
        (Bound::AtLeast, "atLeast"),
        (Bound::AtMost, "atMost"),
        (Bound::Approximately, "approximately"),
        (Bound::Range, "range"),
    ];

    pub fn serialize<S: Serializer>(bound: &Bound, serializer: S) -> Result<S::Ok, S::Error> {
        let name = NAMES.iter().find(|(known, _)| known == bound);
        serializer.serialize_str(name.map_or("exact", |(_, name)| name))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bound, D::Error> {
        let Some(name) = Option::<String>::deserialize(deserializer)? else {
            return Ok(Bound::Exact);
        };
        let bound = NAMES.iter().find(|(_, known)| *known == name);
        bound.map(|(bound, _)| *bound).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "no bound is called '{name}': use exact, atLeast, atMost, approximately or range"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_what_they_are() {
        for (written, read) in [
            ("1260000000000", "1260000000000"),
            ("0.42", "0.42"),
            ("2000.0", "2000"),
        ] {
            let figure: Figure = serde_json::from_str(written).expect("a number");
            assert_eq!(serde_json::to_string(&figure).expect("a number"), read);
        }
    }

    #[test]
    fn an_unknown_class_is_named() {
        let wrong = r#"{"id": "e1", "type": "Ministry", "name": "Ministry of Health"}"#;
        let message = serde_json::from_str::<Entity>(wrong)
            .expect_err("wrong")
            .to_string();
        assert!(message.contains("'Ministry'"), "{message}");
    }
}
