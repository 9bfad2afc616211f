//! A thing in a few lines of HTML.

use std::fmt::Write as _;

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};
use serde_json::{Value, json};

use super::{super::problem::Problem, suggest::about, unknown};
use crate::link::{Catalogue, Thing};

/// Names shown.
const NAMES: usize = 8;
/// Text only, in anybody's frame.
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *";

/// A page of its own.
pub(super) fn page(id: &str, catalogue: &Catalogue) -> Result<String, Problem> {
    let thing = catalogue.thing(id).ok_or_else(|| unknown(id))?;
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{}</title></head>\n<body>{}</body></html>\n",
        escaped(&thing.label),
        lines(thing, catalogue)
    ))
}

/// Lines for a pop-up; empty for what is no thing here.
pub(super) fn flyout(id: &str, catalogue: &Catalogue) -> Value {
    let html = catalogue.thing(id).map_or_else(
        || format!("<p>{}</p>", escaped(id)),
        |thing| lines(thing, catalogue),
    );
    json!({ "id": id, "html": html })
}

/// Lets the page stand in frames.
pub(super) fn framed(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    response
}

/// 303
pub(super) fn onward(target: &[u8]) -> Response<Body> {
    let Ok(target) = HeaderValue::from_bytes(target) else {
        return Problem::internal().into_response();
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(header::LOCATION, target);
    response
}

fn lines(thing: &Thing, catalogue: &Catalogue) -> String {
    let mut html = format!(
        "<p><strong>{}</strong><br>{}</p>",
        escaped(&thing.label),
        escaped(&about(thing, catalogue))
    );
    if thing.aliases.len() > 1 {
        html.push_str("<p>");
        for (at, alias) in thing.aliases.iter().take(NAMES).enumerate() {
            let comma = if at > 0 { ", " } else { "" };
            // Writing into a String cannot fail.
            let _ = write!(html, "{comma}{}", escaped(alias));
        }
        html.push_str("</p>");
    }
    let _ = write!(html, "<p>{}</p>", escaped(thing.iri.as_str()));
    html
}

/// No markup comes out of a name.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
