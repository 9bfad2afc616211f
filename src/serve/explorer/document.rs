//! The page of a document: its passages in their order, with sums and names marked, and its facts with their evidence.
//!
//! The store keeps passages, not texts: what no fact rests on is not shown.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::context;
use oxigraph::model::{NamedNode, Term};
use serde::Serialize;

use super::{
    super::{Server, problem::Problem, reply::Page},
    data::{Cell, Row, cell, href, local, local_name, money, rows, text},
    entity::words,
    render,
};
use crate::{
    graph::vocabulary::{pg, rdf},
    store::Guard,
};

/// A document in a list.
#[derive(Serialize)]
pub(super) struct Listed {
    title: String,
    href: String,
    issued: String,
    publisher: String,
    sums: String,
}

pub(super) fn list(server: &Server, guard: &Guard) -> Result<Vec<Listed>, Problem> {
    let query = "SELECT ?doc ?title ?issued ?publisher (COUNT(?sum) AS ?sums) {
        GRAPH ?doc { ?doc a pg:Document ; dcterms:identifier ?id .
          OPTIONAL { ?doc dcterms:title ?titled } OPTIONAL { ?doc dcterms:issued ?issued } OPTIONAL { ?doc dcterms:publisher ?publisher }
          OPTIONAL { ?sum a pg:MoneyStatement }
          BIND(COALESCE(?titled, ?id) AS ?title) } }
        GROUP BY ?doc ?title ?issued ?publisher ORDER BY DESC(?issued) ?title LIMIT 2000";
    Ok(rows(server, guard, query)?
        .iter()
        .filter_map(|row| {
            let Some(Term::NamedNode(node)) = row.get("doc") else {
                return None;
            };
            Some(Listed {
                title: text(row, "title"),
                href: href(server, node),
                issued: text(row, "issued"),
                publisher: text(row, "publisher"),
                sums: text(row, "sums"),
            })
        })
        .collect())
}

/// A piece of a passage.
#[derive(Serialize)]
struct Piece {
    text: String,
    /// `sum`, `name`, or empty for plain words.
    kind: &'static str,
    href: String,
}

#[derive(Serialize)]
struct Passage {
    anchor: String,
    pieces: Vec<Piece>,
}

/// One statement of the document.
#[derive(Default, Serialize)]
struct Fact {
    anchor: String,
    kind: String,
    title: String,
    lines: Vec<(String, Vec<Cell>)>,
    evidence: Vec<(String, String)>,
    #[serde(skip)]
    start: u64,
}

pub(super) fn page(server: &Server, guard: &Guard, name: &NamedNode) -> Result<Page, Problem> {
    let quads = rows(
        server,
        guard,
        &format!(
            "SELECT ?s ?p ?o ?label {{ GRAPH {name} {{ ?s ?p ?o OPTIONAL {{ ?o rdfs:label ?label }} }} }} ORDER BY ?s ?p ?label ?o"
        ),
    )?;
    let mut things: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in &quads {
        things.entry(text(row, "s")).or_default().push(row);
    }
    let value = |rows: &[&Row], property: &str| {
        rows.iter()
            .find(|row| text(row, "p") == property)
            .map(|row| text(row, "o"))
            .unwrap_or_default()
    };
    let has_type = |rows: &[&Row], class: &str| {
        rows.iter()
            .any(|row| text(row, "p") == rdf::TYPE && text(row, "o") == class)
    };
    // Passages by place; a passage inside another is shown by the larger one.
    let mut spots: BTreeMap<String, (u64, u64, String)> = BTreeMap::new();
    let mut labels: BTreeSet<(String, String)> = BTreeSet::new();
    let mut sums: Vec<(String, String, u64)> = Vec::new();
    let mut facts = Vec::new();
    for (iri, rows) in &things {
        if has_type(rows, pg::PASSAGE) {
            let number = |property| value(rows, property).parse().unwrap_or(0);
            spots.insert(
                iri.clone(),
                (number(pg::START), number(pg::END), value(rows, pg::QUOTE)),
            );
        } else if iri.starts_with(&format!("{}id/", server.store.base().as_str()))
            && !iri.starts_with(name.as_str())
            && let Ok(node) = NamedNode::new(iri.as_str())
        {
            for row in rows {
                if matches!(local_name(&text(row, "p")), "label" | "altLabel") {
                    labels.insert((text(row, "o"), href(server, &node)));
                }
            }
        }
    }
    for (iri, rows) in &things {
        let Some(anchor) = iri
            .strip_prefix(name.as_str())
            .and_then(|rest| rest.strip_prefix('#'))
        else {
            continue;
        };
        if has_type(rows, pg::PASSAGE) {
            continue;
        }
        let fact = fact(server, anchor, rows, &spots);
        if has_type(rows, pg::MONEY_STATEMENT) {
            sums.push((
                value(rows, pg::AS_WRITTEN),
                format!("#{anchor}"),
                fact.start,
            ));
        }
        facts.push(fact);
    }
    facts.sort_by(|a, b| {
        (a.kind != "sum", a.start, &a.anchor).cmp(&(b.kind != "sum", b.start, &b.anchor))
    });
    let mut shown: Vec<(&String, &(u64, u64, String))> = spots.iter().collect();
    shown.sort_by_key(|(iri, (start, end, _))| (*start, std::cmp::Reverse(*end), *iri));
    let mut passages: Vec<Passage> = Vec::new();
    let mut aliases: Vec<(String, String)> = Vec::new();
    let mut reach = 0;
    for (iri, (start, end, quote)) in shown {
        let anchor = local_anchor(iri);
        if *end <= reach {
            // Inside the last one: links to it lead there.
            if let Some(last) = passages.last() {
                aliases.push((anchor, last.anchor.clone()));
            }
            continue;
        }
        reach = *end;
        passages.push(Passage {
            anchor,
            pieces: pieces(quote, &sums, *start..*end, &labels),
        });
    }
    let aliases: BTreeMap<String, String> = aliases.into_iter().collect();
    for fact in &mut facts {
        for (anchor, _) in &mut fact.evidence {
            if let Some(larger) = aliases.get(anchor) {
                anchor.clone_from(larger);
            }
        }
    }
    let empty = Vec::new();
    let about = things.get(name.as_str()).unwrap_or(&empty);
    let identifier = value(about, "http://purl.org/dc/terms/identifier");
    let title = value(about, "http://purl.org/dc/terms/title");
    let source = value(about, "http://purl.org/dc/terms/source");
    let values = context! {
        label => if title.is_empty() { identifier } else { title },
        issued => value(about, "http://purl.org/dc/terms/issued"),
        publisher => value(about, "http://purl.org/dc/terms/publisher"),
        source => if source.starts_with("http://") || source.starts_with("https://") { source } else { String::new() },
        iri => name.as_str(),
        path => href(server, name).strip_prefix("/doc/").unwrap_or("").to_owned(),
        passages, facts,
    };
    Ok(Page::html(render("document.html", values)?))
}

fn local_anchor(iri: &str) -> String {
    iri.rsplit('#').next().unwrap_or("").to_owned()
}

fn fact(
    server: &Server,
    anchor: &str,
    rows: &[&Row],
    spots: &BTreeMap<String, (u64, u64, String)>,
) -> Fact {
    let mut fact = Fact {
        anchor: anchor.to_owned(),
        start: u64::MAX,
        ..Fact::default()
    };
    let (mut value, mut currency, mut written) = (String::new(), String::new(), String::new());
    let mut lines: BTreeMap<String, Vec<Cell>> = BTreeMap::new();
    for row in rows {
        let property = text(row, "p");
        let Some(object) = row.get("o") else { continue };
        match property.as_str() {
            rdf::TYPE => {
                let class = local(row, "o");
                let specific = matches!(
                    class.as_str(),
                    "Commitment"
                        | "Disbursement"
                        | "Figure"
                        | "Claim"
                        | "Quantity"
                        | "OfficeHolding"
                );
                if specific {
                    fact.kind = words(&class);
                }
            }
            pg::EVIDENCE => {
                let iri = text(row, "o");
                if let Some((start, _, quote)) = spots.get(&iri) {
                    fact.start = fact.start.min(*start);
                    fact.evidence.push((local_anchor(&iri), quote.clone()));
                }
            }
            pg::VALUE => value = text(row, "o"),
            pg::CURRENCY_CODE => currency = text(row, "o"),
            pg::AS_WRITTEN => written = text(row, "o"),
            pg::CURRENCY => {}
            _ => {
                let mut shown = cell(server, object);
                let label = text(row, "label");
                if !label.is_empty() {
                    shown.text = label;
                } else if let Some(name) = shown.text.strip_prefix("pg:") {
                    shown.text = words(name);
                } else if property == pg::STATEMENT_OF {
                    "this sum in all sources".clone_into(&mut shown.text);
                } else if shown.text.starts_with("id/") {
                    shown.text = local_name(&shown.text).to_owned();
                }
                lines
                    .entry(words(local_name(&property)))
                    .or_default()
                    .push(shown);
            }
        }
    }
    fact.title = if value.is_empty() {
        let say = |name: &str| {
            lines
                .get(name)
                .and_then(|cells| cells.first())
                .map(|cell| cell.text.clone())
                .unwrap_or_default()
        };
        match fact.kind.as_str() {
            "claim" => format!("{} {} {}", say("subject"), say("predicate"), say("object")),
            "office holding" => format!("{}, {}", say("holder"), say("role")),
            _ => anchor.to_owned(),
        }
    } else if currency.is_empty() {
        written.clone()
    } else {
        money(&value, &currency)
    };
    if !written.is_empty() && !currency.is_empty() {
        lines.insert(
            "as written".to_owned(),
            vec![Cell {
                text: written,
                ..Cell::default()
            }],
        );
    }
    fact.lines = lines.into_iter().collect();
    fact
}

/// Marks sums where they were read, and names; the longest first, none inside another.
fn pieces(
    quote: &str,
    sums: &[(String, String, u64)],
    place: std::ops::Range<u64>,
    labels: &BTreeSet<(String, String)>,
) -> Vec<Piece> {
    // A space that must not break in the source is a plain one in the words of a sum.
    let quote: String = quote
        .chars()
        .map(|character| {
            if character.is_whitespace() {
                ' '
            } else {
                character
            }
        })
        .collect();
    let quote = quote.as_str();
    let mut marks: Vec<(usize, usize, &'static str, &str)> = Vec::new();
    for (written, link, start) in sums {
        if place.contains(start) || *start < place.start {
            marks.extend(found(quote, written).map(|(from, to)| (from, to, "sum", link.as_str())));
        }
    }
    for (label, link) in labels {
        if label.chars().count() > 2 {
            marks.extend(found(quote, label).map(|(from, to)| (from, to, "name", link.as_str())));
        }
    }
    // Sums go before names, long before short.
    marks.sort_by_key(|(from, to, kind, link)| {
        (*kind != "sum", std::cmp::Reverse(to - from), *from, *link)
    });
    let mut kept: Vec<(usize, usize, &'static str, &str)> = Vec::new();
    for mark in marks {
        if kept
            .iter()
            .all(|other| mark.1 <= other.0 || mark.0 >= other.1)
        {
            kept.push(mark);
        }
    }
    kept.sort_unstable();
    let mut pieces = Vec::new();
    let mut at = 0;
    let plain = |text: &str| Piece {
        text: text.to_owned(),
        kind: "",
        href: String::new(),
    };
    for (from, to, kind, link) in kept {
        pieces.push(plain(quote.get(at..from).unwrap_or("")));
        pieces.push(Piece {
            text: quote.get(from..to).unwrap_or("").to_owned(),
            kind,
            href: link.to_owned(),
        });
        at = to;
    }
    pieces.push(plain(quote.get(at..).unwrap_or("")));
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// Whole words only.
fn found<'a>(quote: &'a str, what: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
    let inside = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    (!what.is_empty())
        .then(|| quote.match_indices(what))
        .into_iter()
        .flatten()
        .map(move |(at, _)| (at, at + what.len()))
        .filter(move |(from, to)| {
            let starts = inside(what.chars().next()) && inside(quote[..*from].chars().next_back());
            let ends = inside(what.chars().next_back()) && inside(quote[*to..].chars().next());
            !starts && !ends
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_marked_as_whole_words_and_never_inside_sums() {
        let labels = BTreeSet::from([
            ("Euro Fund".to_owned(), "/doc/a".to_owned()),
            ("EUR 5".to_owned(), "/doc/b".to_owned()),
        ]);
        let sums = [("EUR 5 billion".to_owned(), "#money".to_owned(), 0)];
        let shown = pieces(
            "The Euro Fund, not Euro Funds, has EUR\u{a0}5\u{202f}billion.",
            &sums,
            0..50,
            &labels,
        );
        let marked: Vec<(&str, &str)> = shown
            .iter()
            .filter(|piece| !piece.kind.is_empty())
            .map(|piece| (piece.text.as_str(), piece.kind))
            .collect();
        assert_eq!(marked, [("Euro Fund", "name"), ("EUR 5 billion", "sum")]);
        let whole: String = shown.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(whole, "The Euro Fund, not Euro Funds, has EUR 5 billion.");
    }
}
