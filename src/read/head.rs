//! The metadata that a web page states about itself in `<meta>`, `<link>` and `<html>`.

use super::metadata::Metadata;

/// Names under which pages state a field, the most reliable first.
const FIELDS: [(&str, &[&str]); 5] = [
    (
        "title",
        &["og:title", "dc.title", "dcterms.title", "citation_title"],
    ),
    (
        "date",
        &[
            "article:published_time",
            "og:article:published_time",
            "datepublished",
            "dcterms.issued",
            "dcterms.date",
            "dc.date.issued",
            "dc.date",
            "citation_publication_date",
            "publish-date",
            "publish_date",
            "pubdate",
            "parsely-pub-date",
            "sailthru.date",
            "date",
        ],
    ),
    ("url", &["canonical", "og:url"]),
    (
        "publisher",
        &[
            "og:site_name",
            "dcterms.publisher",
            "dc.publisher",
            "application-name",
        ],
    ),
    (
        "language",
        &["lang", "content-language", "og:locale", "dc.language"],
    ),
];

/// Fills fields of `metadata` that are still empty.
pub fn complete(metadata: &mut Metadata, html: &str) {
    let stated = stated(html);
    for (field, names) in FIELDS {
        let known = match field {
            "title" => metadata.title.is_some(),
            "date" => metadata.date.is_some(),
            "url" => metadata.url.is_some(),
            "publisher" => metadata.publisher.is_some(),
            _ => metadata.language.is_some(),
        };
        let value = names
            .iter()
            .find_map(|name| stated.iter().find(|(key, _)| key == name))
            .map(|(_, value)| value.as_str());
        if let Some(value) = value.filter(|_| !known) {
            metadata.set(field, value);
        }
    }
}

/// Name and value of each statement, in the order of the page; at most some hundred.
fn stated(html: &str) -> Vec<(String, String)> {
    let mut stated = Vec::new();
    for tag in html.split('<').skip(1) {
        if stated.len() > 300 {
            break;
        }
        let Some((element, attributes)) = tag.split_once(char::is_whitespace) else {
            continue;
        };
        let (name_in, value_in): (&[&str], &str) = match element.to_ascii_lowercase().as_str() {
            "meta" => (&["property", "name", "itemprop", "http-equiv"], "content"),
            "link" => (&["rel"], "href"),
            "html" => (&[], "lang"),
            "time" => (&[], "datetime"),
            _ => continue,
        };
        let attributes = attributes_of(attributes);
        let get = |name: &str| {
            attributes
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| *value)
        };
        let name = match element.to_ascii_lowercase().as_str() {
            "html" => Some("lang"),
            "time" => get("itemprop").or(get("pubdate").map(|_| "pubdate")),
            _ => name_in.iter().find_map(|name| get(name)),
        };
        if let (Some(name), Some(value)) = (name, get(value_in)) {
            stated.push((name.to_ascii_lowercase(), super::markup::decoded(value)));
        }
    }
    stated
}

/// The attributes of a tag, names in small letters.
fn attributes_of(tag: &str) -> Vec<(String, &str)> {
    let mut attributes = Vec::new();
    let mut rest = tag;
    while attributes.len() < 30 {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))
            .unwrap_or(rest.len());
        if end == 0 {
            break;
        }
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            attributes.push((name, ""));
            continue;
        };
        let value = value.trim_start();
        let (value, behind) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(
                value
                    .find(|c: char| c.is_whitespace() || c == '>')
                    .unwrap_or(value.len()),
            ),
        };
        attributes.push((name, value));
        rest = behind;
    }
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_state_their_metadata_in_many_ways() {
        for html in [
            "<html lang=en><link rel=canonical href=https://example.org/a><meta name='date' content='2025-02-11'>",
            "<HTML LANG='en'><META content=\"2025-02-11T08:00\" property=\"article:published_time\"/><meta property=og:url content=https://example.org/a>",
            "<html lang=\"en\"><link href=\"https://example.org/a\" rel=\"canonical\" /><time itemprop=\"datePublished\" datetime=\"2025-02-11\">",
        ] {
            let mut metadata = Metadata::default();
            complete(&mut metadata, html);
            assert_eq!(metadata.language.as_deref(), Some("en"), "{html}");
            assert_eq!(
                metadata.url.as_deref(),
                Some("https://example.org/a"),
                "{html}"
            );
            assert_eq!(metadata.date.expect("date").to_string(), "2025-02-11");
        }
    }

    #[test]
    fn what_is_known_is_not_overwritten_and_broken_tags_do_no_harm() {
        let mut metadata = Metadata::default();
        metadata.set("title", "A");
        complete(
            &mut metadata,
            "<meta property=og:title content=B><meta =<meta name=\"x<link rel= <meta",
        );
        assert_eq!(metadata.title.as_deref(), Some("A"));
    }
}
