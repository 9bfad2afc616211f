//! The page to write SPARQL on.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{Response, StatusCode},
};
use minijinja::context;

use super::{
    super::{Server, reply::Page, scan},
    ROWS, data, render, show,
};
use crate::graph::vocabulary::PREFIXES;

const EXAMPLE: &str = "SELECT ?payer ?words ?value ?currency WHERE {
  ?funding a pg:Funding ; rdfs:label ?words ;
    pg:value ?value ; pg:currencyCode ?currency ;
    pg:fundedBy/rdfs:label ?payer .
}
ORDER BY DESC(?value)
LIMIT 50";

/// `/query?query=...`: a failing query shows on the page, with its place.
pub(super) async fn page(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    show(&server, request, |server, guard, parameters| {
        let given = parameters.text("query");
        let (mut table, mut problem) = (None, None);
        if !given.trim().is_empty() {
            match scan::check_query(given).and_then(|()| data::table(server, guard, given, ROWS)) {
                Ok(found) => table = Some(found),
                Err(found) => problem = Some(found),
            }
        }
        let status = problem
            .as_ref()
            .map_or(StatusCode::OK, |found| found.status);
        let note = table.as_ref().is_some_and(|table| lost_a_sum(given, table));
        let values = context! {
            query => if given.is_empty() { EXAMPLE } else { given },
            table, note,
            place => problem.as_ref().and_then(|found| found.place),
            problem => problem.map(|found| found.detail),
            prefixes => PREFIXES.iter().map(|(prefix, _)| *prefix).collect::<Vec<_>>(),
        };
        let mut page = Page::html(render("query.html", values)?);
        page.status = status;
        Ok(page)
    })
    .await
}

/// Whether a sum may have grown out of the engine's decimals, which end near 1.7e20: it is then empty.
fn lost_a_sum(query: &str, table: &data::Table) -> bool {
    let adds = query
        .split(|character: char| !character.is_ascii_alphanumeric())
        .any(|word| word.eq_ignore_ascii_case("sum") || word.eq_ignore_ascii_case("avg"));
    adds && table.rows.iter().flatten().any(|cell| cell.text.is_empty())
}
