//! Money from payer through programme to recipient or facility, as a Sankey picture made here and as a table.
//!
//! Each sum is drawn once: what is part of another, revised or cancelled is left out. A sum of several payers is drawn from one
//! node that names them all, because nobody said how much each gives.

use std::{collections::BTreeMap, fmt::Write as _};

use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use serde::Serialize;

use super::{
    super::{Server, problem::Problem},
    chart::{cut, escape},
    data::{money, rows, text},
};
use crate::{graph::vocabulary::pg, store::Guard};

/// Nodes of one column; smaller ones become one node.
const NODES: usize = 14;
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 640.0;
const GAP: f64 = 8.0;
const BAR: f64 = 12.0;
const TOP: f64 = 24.0;

/// The flows of one currency.
#[derive(Debug, Default, Serialize)]
pub(super) struct Flows {
    pub(super) currency: String,
    /// All currencies there are, those with most sums first.
    currencies: Vec<String>,
    total: String,
    sums: usize,
    unnamed: usize,
    links: Vec<Link>,
    #[serde(skip)]
    columns: [Vec<Node>; 3],
}

/// What flows between two nodes.
#[derive(Debug, Serialize)]
struct Link {
    from: String,
    to: String,
    amount: String,
    #[serde(skip)]
    value: f64,
    #[serde(skip)]
    ends: ((usize, usize), (usize, usize)),
}

#[derive(Debug)]
struct Node {
    name: String,
    value: f64,
}

#[derive(Debug, Default)]
struct Sum {
    value: Decimal,
    currency: String,
    parties: BTreeMap<&'static str, Vec<String>>,
}

/// Reads the flows in this currency; in the one with most sums when it is empty.
pub(super) fn read(server: &Server, guard: &Guard, currency: &str) -> Result<Flows, Problem> {
    let query = "SELECT ?funding ?value ?currency ?role ?name {
        ?funding a pg:Funding ; pg:value ?value ; pg:currencyCode ?currency .
        FILTER NOT EXISTS { ?funding pg:partOfFunding ?whole }
        FILTER NOT EXISTS { ?newer pg:revises ?funding }
        FILTER NOT EXISTS { ?funding pg:status pg:cancelled }
        VALUES ?role { pg:fundedBy pg:underProgramme pg:drawsOn pg:recipient pg:forFacility }
        ?funding ?role ?party . ?party rdfs:label ?name }
        ORDER BY ?funding ?role ?name";
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    for row in rows(server, guard, query)? {
        let Ok(value) = text(&row, "value").parse::<Decimal>() else {
            continue;
        };
        let sum = sums.entry(text(&row, "funding")).or_default();
        sum.value = value;
        sum.currency = text(&row, "currency");
        let role = match text(&row, "role").as_str() {
            pg::FUNDED_BY => "payer",
            pg::UNDER_PROGRAMME | pg::DRAWS_ON => "programme",
            _ => "target",
        };
        let names = sum.parties.entry(role).or_default();
        let name = text(&row, "name");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for sum in sums.values() {
        *counts.entry(sum.currency.as_str()).or_default() += 1;
    }
    let mut currencies: Vec<(usize, String)> = counts
        .into_iter()
        .map(|(code, count)| (count, code.to_owned()))
        .collect();
    currencies.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let currencies: Vec<String> = currencies.into_iter().map(|(_, code)| code).collect();
    let chosen = currencies
        .iter()
        .find(|code| *code == currency)
        .or(currencies.first())
        .cloned()
        .unwrap_or_default();
    let chosen_sums: Vec<&Sum> = sums.values().filter(|sum| sum.currency == chosen).collect();
    Ok(Flows {
        currencies,
        ..lay_out(&chosen_sums, chosen)
    })
}

fn lay_out(sums: &[&Sum], currency: String) -> Flows {
    let name = |sum: &Sum, role: &str| sum.parties.get(role).map(|names| names.join(" + "));
    let paths: Vec<([Option<String>; 3], Decimal)> = sums
        .iter()
        .map(|sum| {
            let payer = name(sum, "payer").unwrap_or_else(|| "payer not named".to_owned());
            let (programme, target) = (name(sum, "programme"), name(sum, "target"));
            let target = match (&programme, target) {
                (None, None) => Some("use not named".to_owned()),
                (_, target) => target,
            };
            ([Some(payer), programme, target], sum.value)
        })
        .collect();
    // The largest of each column keep their names.
    let mut keep: [Vec<String>; 3] = Default::default();
    for (column, names) in keep.iter_mut().enumerate() {
        let mut totals: BTreeMap<&str, Decimal> = BTreeMap::new();
        for (path, value) in &paths {
            if let Some(name) = &path[column] {
                let total = totals.entry(name).or_default();
                *total = total.checked_add(*value).unwrap_or(Decimal::MAX);
            }
        }
        let mut sorted: Vec<(&str, Decimal)> = totals.into_iter().collect();
        sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        *names = sorted
            .into_iter()
            .take(NODES)
            .map(|(name, _)| name.to_owned())
            .collect();
    }
    let mut links: BTreeMap<((usize, usize), (usize, usize)), Decimal> = BTreeMap::new();
    let mut total = Decimal::ZERO;
    for (path, value) in &paths {
        total = total.checked_add(*value).unwrap_or(Decimal::MAX);
        let stations: Vec<(usize, usize)> = path
            .iter()
            .enumerate()
            .filter_map(|(column, name)| {
                let name = name.as_ref()?;
                let place = keep[column].iter().position(|kept| kept == name);
                Some((column, place.unwrap_or(NODES)))
            })
            .collect();
        for pair in stations.windows(2) {
            let flow = links.entry((pair[0], pair[1])).or_default();
            *flow = flow.checked_add(*value).unwrap_or(Decimal::MAX);
        }
    }
    let label = |(column, place): (usize, usize)| {
        keep[column]
            .get(place)
            .cloned()
            .unwrap_or_else(|| "others".to_owned())
    };
    let mut columns: [Vec<Node>; 3] = Default::default();
    for (column, nodes) in columns.iter_mut().enumerate() {
        for place in 0..=keep[column].len().min(NODES) {
            let side = |outgoing: bool| -> f64 {
                links
                    .iter()
                    .filter(|((from, to), _)| if outgoing { *from } else { *to } == (column, place))
                    .filter_map(|(_, value)| value.to_f64())
                    .sum()
            };
            nodes.push(Node {
                name: label((column, place)),
                value: side(true).max(side(false)),
            });
        }
    }
    let unnamed = sums
        .iter()
        .filter(|sum| !sum.parties.contains_key("payer"))
        .count();
    let mut links: Vec<Link> = links
        .into_iter()
        .map(|(ends, value)| Link {
            from: label(ends.0),
            to: label(ends.1),
            amount: money(&value.normalize().to_string(), &currency),
            value: value.to_f64().unwrap_or(0.0),
            ends,
        })
        .collect();
    links.sort_by(|a, b| {
        b.value
            .total_cmp(&a.value)
            .then_with(|| a.ends.cmp(&b.ends))
    });
    Flows {
        total: money(&total.normalize().to_string(), &currency),
        currency,
        currencies: Vec::new(),
        sums: sums.len(),
        unnamed,
        links,
        columns,
    }
}

/// The picture as part of a page.
pub(super) fn svg(flows: &Flows) -> String {
    // Heights are shares of the fullest column.
    let shown = |column: &[Node]| column.iter().filter(|node| node.value > 0.0).count() as f64;
    let scale = flows
        .columns
        .iter()
        .filter(|column| shown(column) > 0.0)
        .map(|column| {
            let total: f64 = column.iter().map(|node| node.value).sum();
            (HEIGHT - GAP * shown(column)) / total
        })
        .fold(f64::INFINITY, f64::min);
    let scale = if scale.is_finite() {
        scale.max(0.0)
    } else {
        0.0
    };
    let x = |column: usize| 190.0 + column as f64 * (WIDTH - 380.0 - BAR) / 2.0;
    // Sorted by size, each node below the one before.
    let mut tops: [Vec<f64>; 3] = Default::default();
    for (column, nodes) in flows.columns.iter().enumerate() {
        let mut y = TOP;
        for node in nodes {
            tops[column].push(y);
            if node.value > 0.0 {
                y += (node.value * scale).max(1.0) + GAP;
            }
        }
    }
    let height = HEIGHT + TOP + 16.0;
    let mut svg = format!(
        "<svg class=\"chart sankey\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"flows-title\"><title id=\"flows-title\">Who pays what for what, in {}; the table below says the same</title>",
        escape(&flows.currency)
    );
    for (column, name) in ["Payer", "Programme", "Recipient or facility"]
        .iter()
        .enumerate()
    {
        let (at, anchor) = label_place(x(column), column);
        let _ = write!(
            svg,
            "<text class=\"head\" x=\"{at:.1}\" y=\"14\" text-anchor=\"{anchor}\" font-weight=\"bold\">{name}</text>"
        );
    }
    let (mut used_right, mut used_left) = (tops.clone(), tops.clone());
    let mut ordered: Vec<&Link> = flows.links.iter().collect();
    ordered.sort_by_key(|link| link.ends);
    for link in ordered {
        let ((from, from_place), (to, to_place)) = link.ends;
        let thickness = (link.value * scale).max(0.7);
        let start = used_right[from][from_place] + thickness / 2.0;
        let end = used_left[to][to_place] + thickness / 2.0;
        used_right[from][from_place] += thickness;
        used_left[to][to_place] += thickness;
        let (x0, x1) = (x(from) + BAR, x(to));
        let middle = f64::midpoint(x0, x1);
        let _ = write!(
            svg,
            "<path class=\"flow flow{}\" d=\"M{x0:.1},{start:.1} C{middle:.1},{start:.1} {middle:.1},{end:.1} {x1:.1},{end:.1}\" stroke-width=\"{thickness:.1}\"><title>{} → {}: {}</title></path>",
            from_place % 6,
            escape(&link.from),
            escape(&link.to),
            escape(&link.amount)
        );
    }
    for (column, nodes) in flows.columns.iter().enumerate() {
        let mut last_label = f64::NEG_INFINITY;
        for (node, top) in nodes.iter().zip(&tops[column]) {
            if node.value <= 0.0 {
                continue;
            }
            let tall = (node.value * scale).max(1.0);
            let _ = write!(
                svg,
                "<g><title>{}</title><rect class=\"node\" x=\"{:.1}\" y=\"{top:.1}\" width=\"{BAR}\" height=\"{tall:.1}\"/>",
                escape(&node.name),
                x(column)
            );
            // Labels keep their distance, so that small nodes stay readable.
            let y = (top + tall / 2.0 + 4.0).max(last_label + 13.0);
            last_label = y;
            let (at, anchor) = label_place(x(column), column);
            let _ = write!(
                svg,
                "<text x=\"{at:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text></g>",
                escape(&cut(&node.name, 24))
            );
        }
    }
    svg.push_str("</svg>");
    svg
}

/// Payers are named on the left, all others on the right.
fn label_place(x: f64, column: usize) -> (f64, &'static str) {
    if column == 0 {
        (x - 6.0, "end")
    } else {
        (x + BAR + 6.0, "start")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(value: i64, parties: &[(&'static str, &str)]) -> Sum {
        let mut sum = Sum {
            value: value.into(),
            currency: "EUR".to_owned(),
            ..Sum::default()
        };
        for (role, name) in parties {
            sum.parties
                .entry(role)
                .or_default()
                .push((*name).to_owned());
        }
        sum
    }

    #[test]
    fn joint_payers_are_one_node_and_every_sum_is_drawn() {
        let sums = [
            sum(
                100,
                &[
                    ("payer", "A"),
                    ("payer", "B"),
                    ("programme", "P"),
                    ("target", "<T>"),
                ],
            ),
            sum(50, &[("payer", "A")]),
            sum(7, &[("target", "<T>")]),
        ];
        let flows = lay_out(&sums.iter().collect::<Vec<_>>(), "EUR".to_owned());
        let links: Vec<(&str, &str, f64)> = flows
            .links
            .iter()
            .map(|link| (link.from.as_str(), link.to.as_str(), link.value))
            .collect();
        assert_eq!(
            links,
            [
                ("A + B", "P", 100.0),
                ("P", "<T>", 100.0),
                ("A", "use not named", 50.0),
                ("payer not named", "<T>", 7.0)
            ]
        );
        assert_eq!((flows.total.as_str(), flows.unnamed), ("EUR 157", 1));
        let picture = svg(&flows);
        assert!(picture.contains("&lt;T&gt;") && !picture.contains("<T>"));
    }

    #[test]
    fn no_sums_make_an_empty_picture() {
        let picture = svg(&lay_out(&[], String::new()));
        assert!(
            picture.ends_with("</svg>") && !picture.contains("NaN") && !picture.contains("inf")
        );
    }
}
