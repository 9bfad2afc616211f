//! What stands around a thing: what points to it on the left, what it points to on the right, as a picture and as a table.

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

use axum::{
    body::Body,
    extract::{Request, State},
    http::Response,
};
use minijinja::{Value, context};
use oxigraph::model::{NamedNode, Term};
use serde::Serialize;

use super::{
    super::{Server, parameters::Parameters, problem::Problem, reply::Page},
    chart::{self, cut, escape},
    data::{href, local_name, rows, text},
    entity::words,
    render, show,
};
use crate::store::Guard;

/// Things of each side in the picture, and in the table.
const DRAWN: usize = 16;
const LISTED: usize = 300;
/// Height of a line.
const STEP: usize = 34;

/// A thing with all its neighbours.
#[derive(Debug, Serialize)]
pub(super) struct Around {
    label: String,
    href: String,
    /// Those that point here.
    before: Vec<Neighbour>,
    /// Those it points to.
    after: Vec<Neighbour>,
}

/// One neighbour, whatever ties it.
#[derive(Debug, Serialize)]
struct Neighbour {
    label: String,
    href: String,
    kind: String,
    ties: String,
}

/// `/neighbours?of=organisation/european-union`
pub(super) async fn page(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    show(&server, request, |server, guard, parameters| {
        let around = asked(server, guard, parameters)?;
        let picture = Value::from_safe_string(svg(&around, true));
        let values = context! { around, picture, of => parameters.text("of") };
        Ok(Page::html(render("neighbours.html", values)?))
    })
    .await
}

/// `/neighbours.svg?of=...`
pub(super) async fn picture(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    show(&server, request, |server, guard, parameters| {
        let around = asked(server, guard, parameters)?;
        Ok(Page::svg(chart::file(&svg(&around, false))))
    })
    .await
}

fn asked(server: &Server, guard: &Guard, parameters: &Parameters) -> Result<Around, Problem> {
    let iri = format!(
        "{}id/{}",
        server.store.base().as_str(),
        parameters.text("of")
    );
    let name = NamedNode::new(iri)
        .map_err(|_| Problem::bad("of names no thing: give what follows /doc/ in its address"))?;
    let around = read(server, guard, &name)?;
    if around.before.is_empty() && around.after.is_empty() {
        return Err(Problem::missing(
            "nothing is tied to this name: search for it on the front page",
        ));
    }
    Ok(around)
}

/// Things of the story only: shares are how sums are added up, not neighbours.
pub(super) fn read(server: &Server, guard: &Guard, name: &NamedNode) -> Result<Around, Problem> {
    let query = format!(
        "SELECT ?way ?p ?o ?label {{
           {{ SELECT ?way ?p ?o {{
             {{ {name} ?p ?o BIND(1 AS ?way) }} UNION {{ ?o ?p {name} BIND(0 AS ?way) }}
             FILTER(isIRI(?o) && ?p != pg:shareOf && ?p != pg:party)
           }} ORDER BY STRSTARTS(STR(?o), CONCAT(STR(<>), \"id/funding/\")) ?p ?o LIMIT 1000 }}
           OPTIONAL {{ ?o rdfs:label ?label }} }} ORDER BY ?p ?o ?label"
    );
    let mut sides: [BTreeMap<(bool, String, String), Vec<String>>; 2] = Default::default();
    for row in rows(server, guard, &query)? {
        let Some(Term::NamedNode(node)) = row.get("o") else {
            continue;
        };
        let link = href(server, node);
        if !link.starts_with("/doc/") || link.contains('#') {
            continue;
        }
        let label = match text(&row, "label") {
            label if label.is_empty() => local_name(node.as_str()).to_owned(),
            label => label,
        };
        // Names before sums.
        let key = (link.starts_with("/doc/funding/"), label, link);
        let ties = sides[usize::from(text(&row, "way") == "1")]
            .entry(key)
            .or_default();
        let tie = words(local_name(&text(&row, "p")));
        if !ties.contains(&tie) {
            ties.push(tie);
        }
    }
    let [before, after] = sides.map(|side| {
        side.into_iter()
            .take(LISTED)
            .map(|((_, label, href), ties)| Neighbour {
                kind: href.split('/').nth(2).unwrap_or("").to_owned(),
                ties: ties.join(", "),
                label,
                href,
            })
            .collect()
    });
    let labels = rows(
        server,
        guard,
        &format!("SELECT ?label {{ {name} rdfs:label ?label }} ORDER BY ?label"),
    )?;
    Ok(Around {
        label: labels.first().map_or_else(
            || local_name(name.as_str()).to_owned(),
            |row| text(row, "label"),
        ),
        href: href(server, name),
        before,
        after,
    })
}

/// The picture; empty when there is nothing to draw.
pub(super) fn svg(around: &Around, linked: bool) -> String {
    let lines = around.before.len().max(around.after.len());
    if lines == 0 {
        return String::new();
    }
    let height = (lines.min(DRAWN) + usize::from(lines > DRAWN)).max(3) * STEP + 16;
    let middle = height / 2;
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 1000 {height}\" role=\"img\" aria-labelledby=\"around-title\"><title id=\"around-title\">What stands around {}: {} things point to it, it points to {}</title>",
        escape(&around.label),
        around.before.len(),
        around.after.len()
    );
    for (side, left) in [(&around.before, true), (&around.after, false)] {
        let drawn = side.len().min(DRAWN);
        let top = middle.saturating_sub((drawn + usize::from(side.len() > drawn)) * STEP / 2);
        // Where the name ends, where the tie is written, and the two ends of the line.
        let (name_at, anchor, tie_at, tie_anchor, from, to) = if left {
            (270, "end", 282, "start", 278, 410)
        } else {
            (730, "start", 718, "end", 722, 590)
        };
        for (index, neighbour) in side.iter().take(drawn).enumerate() {
            let y = top + index * STEP + STEP / 2;
            // Level under the words of the tie, then down to the middle.
            let (level, bend) = if left {
                (to - 10, to - 50)
            } else {
                (to + 10, to + 50)
            };
            let (open, close) = if linked {
                (format!("<a href=\"{}\">", escape(&neighbour.href)), "</a>")
            } else {
                (String::new(), "")
            };
            let _ = write!(
                svg,
                "<g><title>{} ({}): {}</title><path class=\"edge\" d=\"M{from},{y} C{level},{y} {bend},{middle} {to},{middle}\"/>{open}<text x=\"{name_at}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>{close}<text class=\"soft\" x=\"{tie_at}\" y=\"{}\" text-anchor=\"{tie_anchor}\" font-size=\"11\">{}</text></g>",
                escape(&neighbour.label),
                escape(&neighbour.kind),
                escape(&neighbour.ties),
                y + 4,
                escape(&cut(&neighbour.label, 36)),
                y - 5,
                escape(&cut(&neighbour.ties, 22)),
            );
        }
        if side.len() > drawn {
            let _ = write!(
                svg,
                "<text class=\"soft\" x=\"{name_at}\" y=\"{}\" text-anchor=\"{anchor}\">and {} more, in the table</text>",
                top + drawn * STEP + STEP / 2 + 4,
                side.len() - drawn
            );
        }
    }
    let names = wrapped(&around.label);
    let tall = names.len() * 17 + 16;
    let _ = write!(
        svg,
        "<rect class=\"self\" x=\"410\" y=\"{}\" width=\"180\" height=\"{tall}\" rx=\"6\"/>",
        middle.saturating_sub(tall / 2)
    );
    for (index, line) in names.iter().enumerate() {
        let _ = write!(
            svg,
            "<text class=\"self-name\" x=\"500\" y=\"{}\" text-anchor=\"middle\" font-weight=\"bold\">{}</text>",
            middle.saturating_sub(tall / 2) + 20 + index * 17,
            escape(line)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// At most four lines of the middle box.
fn wrapped(label: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < 19 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(cut(word, 19)),
        }
    }
    if lines.len() > 4 {
        lines.truncate(4);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(count: usize) -> Around {
        Around {
            label:
                "The <Great> Fund of a Very Long Name That Does Not End For Long and Still Goes On"
                    .to_owned(),
            href: "/doc/programme/fund".to_owned(),
            before: (0..count)
                .map(|number| Neighbour {
                    label: format!("Payer & {number}"),
                    href: format!("/doc/organisation/{number}"),
                    kind: "organisation".to_owned(),
                    ties: "funds".to_owned(),
                })
                .collect(),
            after: Vec::new(),
        }
    }

    #[test]
    fn the_picture_says_what_it_leaves_out() {
        let picture = svg(&around(DRAWN + 5), true);
        assert!(picture.contains("and 5 more") && picture.contains("Payer &amp; 0"));
        assert_eq!(picture.matches("<a href").count(), DRAWN);
        assert!(
            !svg(&around(3), false).contains("<a href") && !svg(&around(3), true).contains("more")
        );
        assert!(picture.contains("&lt;Great&gt;") && picture.contains('…'));
        assert_eq!(svg(&around(0), true), "");
    }
}
