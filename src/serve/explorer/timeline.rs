//! What was announced when, as a picture of the months and as a list.

use std::{collections::BTreeMap, fmt::Write as _};

use oxigraph::model::Term;
use serde::Serialize;

use super::{
    super::{Server, problem::Problem},
    data::{href, money, rows, text},
};
use crate::store::Guard;

/// One sum on its day.
#[derive(Debug, Serialize)]
pub(super) struct Announcement {
    day: String,
    amount: String,
    words: String,
    href: String,
    by: String,
}

/// The latest first.
pub(super) fn announcements(
    server: &Server,
    guard: &Guard,
    most: usize,
) -> Result<Vec<Announcement>, Problem> {
    let query = "SELECT ?funding ?day ?value ?currency ?words ?by {
        { SELECT ?funding (MIN(?told) AS ?day) {
            GRAPH ?doc { ?statement pg:statementOf ?funding .
              OPTIONAL { ?statement pg:announcedOn ?on } OPTIONAL { ?doc dcterms:issued ?issued } }
            BIND(COALESCE(?on, ?issued) AS ?told) FILTER(BOUND(?told)) } GROUP BY ?funding }
        ?funding rdfs:label ?words ; pg:value ?value ; pg:currencyCode ?currency .
        OPTIONAL { ?funding pg:announcedBy/rdfs:label ?by } }
        ORDER BY DESC(?day) DESC(?value) ?funding ?by";
    let mut found: Vec<Announcement> = Vec::new();
    for row in rows(server, guard, query)? {
        let Some(Term::NamedNode(funding)) = row.get("funding") else {
            continue;
        };
        let (link, by) = (href(server, funding), text(&row, "by"));
        if let Some(last) = found.last_mut()
            && last.href == link
        {
            if !by.is_empty() && !last.by.contains(&by) {
                let _ = write!(last.by, ", {by}");
            }
            continue;
        }
        if found.len() == most {
            break;
        }
        found.push(Announcement {
            day: text(&row, "day"),
            amount: money(&text(&row, "value"), &text(&row, "currency")),
            words: text(&row, "words"),
            href: link,
            by,
        });
    }
    Ok(found)
}

/// Columns of the months with how many sums each had. The table beside it says the same in words.
pub(super) fn svg(announcements: &[Announcement]) -> String {
    let mut months: BTreeMap<&str, usize> = BTreeMap::new();
    for announcement in announcements {
        if let Some(month) = announcement.day.get(..7) {
            *months.entry(month).or_default() += 1;
        }
    }
    // The last five years and the last sixty columns tell enough.
    let shown: Vec<(&&str, &usize)> = months
        .iter()
        .rev()
        .take(60)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let most = shown.iter().map(|(_, count)| **count).max().unwrap_or(1);
    let step = 960 / shown.len().max(12);
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 1000 220\" role=\"img\" aria-labelledby=\"timeline-title\"><title id=\"timeline-title\">Sums announced in each month; {} months shown, at most {most} in one</title>",
        shown.len()
    );
    for (index, (month, count)) in shown.iter().enumerate() {
        let height = (**count * 160 / most).max(2);
        let (x, y) = (30 + index * step, 180 - height);
        let width = step.saturating_sub(4).clamp(3, 60);
        let _ = write!(
            svg,
            "<g><title>{month}: {count}</title><rect class=\"bar\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"2\"/>"
        );
        let every = shown.len().div_ceil(12).max(1);
        if index.is_multiple_of(every) {
            let _ = write!(svg, "<text x=\"{x}\" y=\"200\">{month}</text>");
        }
        svg.push_str("</g>");
    }
    svg.push_str("</svg>");
    svg
}
