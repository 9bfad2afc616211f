//! What may be meant while somebody types.

use serde_json::{Value, json};

use super::{extend, manifest::class, short};
use crate::{
    link::{Catalogue, Thing},
    store::{self, Store},
};

/// Classes named in a description.
const CLASSES: usize = 2;

/// Things whose name starts so.
pub(super) fn entities(prefix: &str, skip: usize, limit: usize, catalogue: &Catalogue) -> Value {
    let found = catalogue.starting(prefix, skip.saturating_add(limit).min(1_000));
    let result: Vec<Value> = found
        .into_iter()
        .skip(skip)
        .map(|thing| {
            let classes = catalogue.classes_of(thing).take(CLASSES);
            json!({
                "id": thing.iri.as_str(),
                "name": thing.label,
                "description": about(thing, catalogue),
                "notable": classes.map(|iri| class(iri.as_str())).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({ "result": result })
}

/// Classes whose name starts so.
pub(super) fn types(prefix: &str, skip: usize, limit: usize, catalogue: &Catalogue) -> Value {
    let classes = catalogue.classes().iter();
    let result: Vec<Value> = classes
        .filter(|(iri, _)| starts(iri.as_str(), prefix))
        .skip(skip)
        .take(limit)
        .map(|(iri, count)| {
            json!({
                "id": iri.as_str(),
                "name": short(iri.as_str()),
                "description": format!("{count} things; {}", iri.as_str()),
            })
        })
        .collect();
    json!({ "result": result })
}

/// Properties whose name starts so.
pub(super) fn properties(
    prefix: &str,
    skip: usize,
    limit: usize,
    catalogue: &Catalogue,
    store: &Store,
) -> Result<Value, store::Error> {
    let result: Vec<Value> = extend::properties("", catalogue, store)?
        .into_iter()
        .filter(|iri| starts(iri, prefix))
        .skip(skip)
        .take(limit)
        .map(|iri| json!({ "id": iri, "name": short(&iri), "description": iri }))
        .collect();
    Ok(json!({ "result": result }))
}

/// `Company, FR; also known as ACME`
pub(super) fn about(thing: &Thing, catalogue: &Catalogue) -> String {
    let mut about: Vec<&str> = catalogue
        .classes_of(thing)
        .take(CLASSES)
        .map(|iri| short(iri.as_str()))
        .collect();
    about.extend(thing.country.as_deref());
    let mut about = about.join(", ");
    if let Some(alias) = thing.aliases.first() {
        about.push_str("; also known as ");
        about.push_str(alias);
    }
    about
}

fn starts(iri: &str, prefix: &str) -> bool {
    let prefix = prefix.to_lowercase();
    short(iri).to_lowercase().starts_with(&prefix) || iri.starts_with(&prefix)
}
