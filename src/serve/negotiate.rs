//! `Accept` -> the format that fits best.

use axum::http::{HeaderMap, header};
use oxigraph::sparql::results::QueryResultsFormat;

use super::problem::Problem;
use crate::export::Format;

/// A format on offer: its media type as sent, other names it goes by, its short name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer<T: 'static> {
    pub(super) media_type: &'static str,
    pub(super) aliases: &'static [&'static str],
    pub(super) extension: &'static str,
    pub(super) format: T,
}

impl<T> Offer<T> {
    /// Without parameters.
    pub(super) fn essence(&self) -> &'static str {
        essence(self.media_type)
    }
}

const fn offer<T>(
    media_type: &'static str,
    aliases: &'static [&'static str],
    extension: &'static str,
    format: T,
) -> Offer<T> {
    Offer {
        media_type,
        aliases,
        extension,
        format,
    }
}

/// For SELECT and ASK.
pub(super) const RESULTS: [Offer<QueryResultsFormat>; 4] = [
    offer(
        "application/sparql-results+json",
        &["application/json"],
        "json",
        QueryResultsFormat::Json,
    ),
    offer(
        "application/sparql-results+xml",
        &["application/xml", "text/xml"],
        "xml",
        QueryResultsFormat::Xml,
    ),
    offer(
        "text/csv; charset=utf-8",
        &[],
        "csv",
        QueryResultsFormat::Csv,
    ),
    offer(
        "text/tab-separated-values; charset=utf-8",
        &[],
        "tsv",
        QueryResultsFormat::Tsv,
    ),
];

/// For CONSTRUCT, DESCRIBE and graphs.
pub(super) const TRIPLES: [Offer<Format>; 6] = [
    offer(
        "text/turtle; charset=utf-8",
        &["application/x-turtle", "text/n3"],
        "ttl",
        Format::Turtle,
    ),
    offer(
        "application/n-triples",
        &["text/plain"],
        "nt",
        Format::NTriples,
    ),
    offer(
        "application/rdf+xml",
        &["application/xml", "text/xml"],
        "rdf",
        Format::RdfXml,
    ),
    offer(
        "application/ld+json",
        &["application/json"],
        "jsonld",
        Format::JsonLd,
    ),
    offer("application/trig", &[], "trig", Format::Trig),
    offer("application/n-quads", &[], "nq", Format::NQuads),
];

/// The offer that the client likes best; of equals the first. No `Accept` takes anything.
pub(super) fn choose<'a, T>(
    headers: &HeaderMap,
    offers: &'a [Offer<T>],
) -> Result<&'a Offer<T>, Problem> {
    let wishes = wishes(headers);
    let mut best: Option<(&Offer<T>, u16)> = None;
    for offer in offers {
        let quality = std::iter::once(offer.essence())
            .chain(offer.aliases.iter().copied())
            .map(|name| quality(&wishes, name))
            .max()
            .unwrap_or(0);
        if quality > best.map_or(0, |(_, best)| best) {
            best = Some((offer, quality));
        }
    }
    best.map(|(offer, _)| offer)
        .ok_or_else(|| Problem::not_acceptable(offers.iter().map(Offer::essence)))
}

/// What a format in an address means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Named<'a, T: 'static> {
    /// One that can be had.
    Offered(&'a Offer<T>),
    /// One that this answer cannot be had in.
    Known,
    /// No format that we know, or none at all.
    Unknown,
}

/// The offer with this extension, media type, or name that clients use for it.
pub(super) fn named<'a, T>(offers: &'a [Offer<T>], name: &str) -> Named<'a, T> {
    let name = name.to_ascii_lowercase();
    let extension = match name.as_str() {
        "turtle" | "n3" => "ttl",
        "ntriples" | "n-triples" => "nt",
        "rdfxml" | "rdf+xml" => "rdf",
        "json-ld" | "json+ld" => "jsonld",
        "nquads" | "n-quads" => "nq",
        other => other,
    };
    let short = |known: &str| {
        // `json` and `xml` also mean the triples in JSON-LD and RDF/XML.
        known == extension || matches!((known, extension), ("jsonld", "json") | ("rdf", "xml"))
    };
    let offered = offers.iter().find(|offer| {
        short(offer.extension) || offer.essence() == name || offer.aliases.contains(&name.as_str())
    });
    match offered {
        Some(offer) => Named::Offered(offer),
        None if RESULTS.iter().any(|known| known.extension == extension)
            || TRIPLES.iter().any(|known| known.extension == extension) =>
        {
            Named::Known
        }
        None => Named::Unknown,
    }
}

/// Name without parameters, in lower case elsewhere.
pub(super) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or(media_type).trim()
}

/// Media range and quality in thousandths.
fn wishes(headers: &HeaderMap) -> Vec<(String, u16)> {
    let mut wishes = Vec::new();
    for value in headers.get_all(header::ACCEPT) {
        let Ok(text) = value.to_str() else { continue };
        for range in text.split(',').take(64) {
            let mut parts = range.split(';');
            let name = parts.next().unwrap_or("").trim().to_ascii_lowercase();
            if name.is_empty() {
                continue;
            }
            let quality = parts
                .filter_map(|part| {
                    let (key, value) = part.split_once('=')?;
                    key.trim().eq_ignore_ascii_case("q").then(|| value.trim())
                })
                .next()
                .map_or(Some(1.0), |value| value.parse::<f32>().ok());
            let quality = quality.unwrap_or(0.0).clamp(0.0, 1.0);
            wishes.push((name, (quality * 1000.0) as u16));
        }
    }
    if wishes.is_empty() {
        wishes.push(("*/*".to_owned(), 1000));
    }
    wishes
}

/// The most specific range decides.
fn quality(wishes: &[(String, u16)], name: &str) -> u16 {
    let kind = name.split('/').next().unwrap_or(name);
    wishes
        .iter()
        .filter_map(|(range, quality)| {
            let rank = if range == name {
                3
            } else if range.strip_suffix("/*") == Some(kind) {
                2
            } else if range == "*/*" || range == "*" {
                1
            } else {
                return None;
            };
            Some((rank, *quality))
        })
        .max()
        .map_or(0, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(accept: &str) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        if !accept.is_empty() {
            headers.insert(header::ACCEPT, accept.parse().expect("a header"));
        }
        choose(&headers, &RESULTS).ok().map(|offer| offer.extension)
    }

    #[test]
    fn the_client_gets_what_it_likes_best() {
        for (accept, expected) in [
            ("", Some("json")),
            ("*/*", Some("json")),
            ("text/csv", Some("csv")),
            ("text/*", Some("xml")),
            ("application/xml;q=0.2, text/csv;q=0.9", Some("csv")),
            ("text/csv;q=0, */*;q=0.1", Some("json")),
            ("TEXT/CSV ; Q=1.0", Some("csv")),
            (
                "application/sparql-results+json;q=0.5, application/sparql-results+xml",
                Some("xml"),
            ),
            ("image/png", None),
            ("text/csv;q=0", None),
        ] {
            assert_eq!(chosen(accept), expected, "{accept}");
        }
    }
}
