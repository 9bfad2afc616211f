//! Batches of queries -> candidates.

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::{
    super::problem::Problem,
    manifest::class,
    query::{Condition, Query},
};
use crate::{
    link::{Catalogue, Found, Thing, Wanted},
    store::{self, Store},
};

use super::extend::texts;

/// Queries of one batch.
const MOST_QUERIES: usize = 5_000;
/// Names of the condition that is answered without the store.
const COUNTRY: [&str; 3] = [
    "country",
    "http://schema.org/addressCountry",
    "https://schema.org/addressCountry",
];
/// Points of 100 for a property that agrees, and for one that differs.
const AGREES: f32 = 5.0;
const DIFFERS: f32 = -10.0;
/// Classes shown with a candidate.
const CLASSES: usize = 4;

/// `{key: query}` -> `{key: {result}}`
pub(super) fn batch_0_2(
    queries: &Value,
    catalogue: &Catalogue,
    store: &Store,
) -> Result<Value, Problem> {
    let queries = queries
        .as_object()
        .ok_or_else(|| Problem::bad("queries must be an object of queries by key"))?;
    small_enough(queries.len())?;
    let keyed: Vec<(&String, &Value)> = queries.iter().collect();
    let answers = keyed
        .par_iter()
        .map(|(key, query)| {
            let result = candidates(&Query::version_0_2(query), catalogue, store)?;
            Ok(((*key).clone(), json!({ "result": result })))
        })
        .collect::<Result<Vec<_>, store::Error>>()?;
    Ok(Map::from_iter(answers).into())
}

/// `{queries: [query]}` -> `{results: [{candidates}]}`
pub(super) fn batch_1_0(
    asked: &Value,
    catalogue: &Catalogue,
    store: &Store,
) -> Result<Value, Problem> {
    let queries = asked["queries"].as_array().ok_or_else(|| {
        Problem::bad("the request must have a list of queries: {\"queries\": [...]}")
    })?;
    small_enough(queries.len())?;
    let results = queries
        .par_iter()
        .map(|query| {
            let candidates = candidates(&Query::version_1_0(query), catalogue, store)?;
            Ok(json!({ "candidates": candidates }))
        })
        .collect::<Result<Vec<_>, store::Error>>()?;
    Ok(json!({ "results": results }))
}

fn small_enough(queries: usize) -> Result<(), Problem> {
    if queries > MOST_QUERIES {
        return Err(Problem::too_large(format!(
            "{queries} queries at once: send at most {MOST_QUERIES}"
        )));
    }
    Ok(())
}

fn candidates(
    query: &Query,
    catalogue: &Catalogue,
    store: &Store,
) -> Result<Vec<Value>, store::Error> {
    let (countries, others): (Vec<&Condition>, Vec<&Condition>) = query
        .conditions
        .iter()
        .partition(|condition| COUNTRY.contains(&condition.property.as_str()));
    let wanted = Wanted {
        name: &query.name,
        classes: query.types.iter().map(String::as_str).collect(),
        strict: query.strict,
        countries: countries
            .iter()
            .flat_map(|condition| condition.values.iter().map(String::as_str))
            .collect(),
        // More than are asked for: what else is known may change their order.
        limit: query.limit.max(10),
    };
    let mut found = if query.ids.is_empty() {
        catalogue.find(&wanted)
    } else {
        query
            .ids
            .iter()
            .filter_map(|id| Some(named(catalogue.thing(id)?)))
            .collect()
    };
    let mut judged = Vec::new();
    for mut candidate in found.drain(..) {
        let mut properties = Vec::new();
        let mut refused =
            countries.iter().any(|condition| condition.required) && candidate.country != Some(true);
        for condition in &others {
            let agrees = agrees(candidate.thing, condition, store)?;
            candidate.score += match agrees {
                Some(true) => AGREES,
                Some(false) => DIFFERS,
                None => 0.0,
            };
            candidate.certain &= agrees != Some(false);
            refused |= condition.required && agrees != Some(true);
            properties.push((condition.property.as_str(), agrees));
        }
        if !refused {
            candidate.score = candidate.score.clamp(0.0, 100.0);
            judged.push((candidate, properties));
        }
    }
    judged.sort_by(|(a, _), (b, _)| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a.thing.iri.cmp(&b.thing.iri))
    });
    judged.truncate(query.limit);
    Ok(judged
        .iter()
        .map(|(found, properties)| written(found, properties, catalogue))
        .collect())
}

/// Asked for by its very id.
fn named(thing: &Thing) -> Found<'_> {
    Found {
        thing,
        score: 100.0,
        likeness: 1.0,
        class: true,
        country: None,
        certain: true,
    }
}

/// Whether a property has one of the values; none when the thing has no such property.
fn agrees(
    thing: &Thing,
    condition: &Condition,
    store: &Store,
) -> Result<Option<bool>, store::Error> {
    let found = texts(&thing.iri, &condition.property, store)?;
    if found.is_empty() {
        return Ok(None);
    }
    let same = |value: &String| {
        found
            .iter()
            .any(|text| text.to_lowercase() == value.to_lowercase())
    };
    Ok(Some(condition.values.iter().any(same)))
}

fn written(found: &Found<'_>, properties: &[(&str, Option<bool>)], catalogue: &Catalogue) -> Value {
    let mut features = vec![
        json!({ "id": "name", "name": "likeness of the names", "value": rounded(found.likeness) }),
        json!({ "id": "type", "name": "one of the types wanted", "value": found.class }),
    ];
    if let Some(country) = found.country {
        features
            .push(json!({ "id": "country", "name": "in the country wanted", "value": country }));
    }
    for (property, agrees) in properties {
        if let Some(agrees) = agrees {
            features
                .push(json!({ "id": property, "name": super::short(property), "value": agrees }));
        }
    }
    let classes = catalogue.classes_of(found.thing).take(CLASSES);
    json!({
        "id": found.thing.iri.as_str(),
        "name": found.thing.label,
        "description": super::suggest::about(found.thing, catalogue),
        "score": rounded(found.score),
        "match": found.certain,
        "features": features,
        "type": classes.map(|iri| class(iri.as_str())).collect::<Vec<_>>(),
    })
}

/// Two digits: more would only pretend.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0
}
