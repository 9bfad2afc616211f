//! One query, of either version.

use serde_json::Value;

/// Candidates when nobody says how many.
const CANDIDATES: usize = 5;
/// Candidates at most.
const MOST: usize = 50;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Query {
    pub(super) name: String,
    /// IRIs that the thing must be one of; any when empty.
    pub(super) ids: Vec<String>,
    pub(super) types: Vec<String>,
    pub(super) strict: bool,
    pub(super) limit: usize,
    pub(super) conditions: Vec<Condition>,
}

/// A value that a property of the thing should have.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Condition {
    pub(super) property: String,
    /// Any of them.
    pub(super) values: Vec<String>,
    pub(super) required: bool,
}

impl Query {
    /// Reads `{query, type, type_strict, limit, properties: [{pid, v}]}`.
    pub(super) fn version_0_2(json: &Value) -> Self {
        let properties = json["properties"].as_array().into_iter().flatten();
        Self {
            name: values(&json["query"])
                .into_iter()
                .next()
                .unwrap_or_default(),
            ids: Vec::new(),
            types: values(&json["type"]),
            strict: matches!(json["type_strict"].as_str(), None | Some("any" | "all")),
            limit: limit(&json["limit"], CANDIDATES),
            conditions: properties
                .map(|property| Condition {
                    property: property["pid"].as_str().unwrap_or("").to_owned(),
                    values: values(&property["v"]),
                    required: false,
                })
                .collect(),
        }
    }

    /// Reads `{type, limit, conditions: [{matchType, propertyId, propertyValue, required}]}`.
    pub(super) fn version_1_0(json: &Value) -> Self {
        let mut query = Self {
            types: values(&json["type"]),
            strict: true,
            limit: limit(&json["limit"], CANDIDATES),
            ..Self::default()
        };
        for condition in json["conditions"].as_array().into_iter().flatten() {
            let mut given = values(&condition["propertyValue"]);
            match condition["matchType"].as_str() {
                Some("name") => query.name = given.into_iter().next().unwrap_or_default(),
                Some("id") => query.ids.append(&mut given),
                _ => query.conditions.push(Condition {
                    property: condition["propertyId"].as_str().unwrap_or("").to_owned(),
                    values: given,
                    required: condition["required"].as_bool().unwrap_or(false),
                }),
            }
        }
        query
    }
}

/// A number of answers from 1 to 50, written as a number or as text.
pub(super) fn limit(json: &Value, usual: usize) -> usize {
    let number = json
        .as_f64()
        .or_else(|| json.as_str().and_then(|text| text.parse().ok()))
        .filter(|number| *number >= 1.0);
    number.map_or(usual, |number| (number as usize).min(MOST))
}

/// One value or many: texts, numbers, truth values, and the ids of things.
fn values(json: &Value) -> Vec<String> {
    match json {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text.clone()],
        Value::Array(many) => many.iter().flat_map(values).collect(),
        Value::Object(thing) => thing.get("id").map(values).unwrap_or_default(),
        other => vec![other.to_string()],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_versions_ask_the_same() {
        let old = Query::version_0_2(&json!({
            "query": "Ada", "type": "http://x/Company", "limit": 3.0,
            "properties": [{ "pid": "country", "v": ["FR", { "id": "DE" }, 5] }],
        }));
        let new = Query::version_1_0(&json!({
            "type": "http://x/Company", "limit": 3,
            "conditions": [
                { "matchType": "name", "propertyValue": "Ada" },
                { "matchType": "property", "propertyId": "country", "propertyValue": ["FR", { "id": "DE" }, 5] },
            ],
        }));
        assert_eq!(old, new);
        assert_eq!(old.conditions[0].values, ["FR", "DE", "5"]);
    }

    #[test]
    fn odd_queries_are_read_as_far_as_they_go() {
        for odd in [json!(null), json!([]), json!({ "query": {}, "limit": "x" })] {
            assert_eq!(Query::version_0_2(&odd).limit, CANDIDATES);
        }
        assert_eq!(limit(&json!(-1), 7), 7);
        assert_eq!(limit(&json!(1e9), 7), MOST);
    }
}
