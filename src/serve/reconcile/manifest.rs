//! What the service says of itself.

use axum::http::{HeaderMap, header};
use serde_json::{Value, json};

use super::short;
use crate::{graph::vocabulary::pg, link::Catalogue};

/// Classes offered to begin with.
const DEFAULT_TYPES: usize = 12;
/// Size of the previews.
const WIDTH: u32 = 400;
const HEIGHT: u32 = 200;
const NAME: &str = "Pledgegraph: the entities of this store and its imported graphs";

/// `http://localhost:7878`, as the client calls this server.
pub(super) fn root(headers: &HeaderMap) -> String {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST)
        .filter(|host| {
            host.chars()
                .all(|c| c.is_ascii_alphanumeric() || ".:-[]".contains(c))
        })
        .unwrap_or("localhost");
    let forwarded = header::HeaderName::from_static("x-forwarded-proto");
    let scheme = if text(forwarded) == Some("https") {
        "https"
    } else {
        "http"
    };
    format!("{scheme}://{host}")
}

/// The manifest of version 0.2.
pub(super) fn version_0_2(root: &str, catalogue: &Catalogue) -> Value {
    let suggest = |kind: &str| {
        json!({
            "service_url": root,
            "service_path": format!("/reconcile/suggest/{kind}"),
            "flyout_service_url": root,
            "flyout_service_path": format!("/reconcile/flyout/{kind}?id=${{id}}"),
        })
    };
    json!({
        "versions": ["0.2"],
        "name": NAME,
        "identifierSpace": "http://www.w3.org/2002/07/owl#Thing",
        "schemaSpace": pg::NAMESPACE,
        "documentation": format!("{root}/"),
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "defaultTypes": default_types(catalogue),
        "view": { "url": format!("{root}/reconcile/view?id={{{{id}}}}") },
        "suggest": {
            "entity": suggest("entity"),
            "property": suggest("property"),
            "type": suggest("type"),
        },
        "preview": {
            "url": format!("{root}/reconcile/preview?id={{{{id}}}}"),
            "width": WIDTH,
            "height": HEIGHT,
        },
        "extend": {
            "propose_properties": { "service_url": root, "service_path": "/reconcile/extend/propose" },
            "property_settings": [{
                "name": "limit",
                "label": "Limit",
                "type": "number",
                "default": 0,
                "help_text": "Most values of a cell; 0 for all",
            }],
        },
    })
}

/// The manifest of version 1.0, as drafted.
pub(super) fn version_1_0(root: &str, catalogue: &Catalogue) -> Value {
    json!({
        "versions": ["1.0-draft"],
        "name": NAME,
        "lang": "en",
        "documentation": format!("{root}/"),
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "defaultTypes": default_types(catalogue),
        "view": { "url": format!("{root}/reconcile/view?id={{id}}") },
        "suggest": { "entity": true, "property": true, "type": true },
        "preview": { "width": WIDTH, "height": HEIGHT },
        "extend": {
            "proposeProperties": true,
            "propertySettings": [{
                "id": "limit",
                "name": "Limit",
                "type": "number",
                "default": 0,
                "helpText": "Most values of a cell; 0 for all",
            }],
        },
        "standardizedScore": true,
    })
}

/// A class as both versions write it.
pub(super) fn class(iri: &str) -> Value {
    json!({ "id": iri, "name": short(iri) })
}

fn default_types(catalogue: &Catalogue) -> Vec<Value> {
    let classes = catalogue.classes().iter().take(DEFAULT_TYPES);
    classes.map(|(iri, _)| class(iri.as_str())).collect()
}
