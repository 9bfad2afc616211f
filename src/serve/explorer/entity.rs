//! The page of a person, organisation, programme, place or sum: what it is, what it pays and gets, what points to it.

use std::collections::BTreeMap;

use minijinja::{Value, context};
use oxigraph::model::{NamedNode, Term};
use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    super::{Server, problem::Problem, reply::Page},
    data::{Cell, Row, cell, grouped, href, local, local_name, money, rows, text},
    neighbours, render,
};
use crate::{
    graph::vocabulary::{pg, rdf, rdfs, skos},
    store::Guard,
};

/// Most lines of each list.
const MOST: usize = 300;

#[derive(Serialize)]
struct Line {
    property: String,
    values: Vec<Cell>,
}

/// One sum in which the thing plays a part.
#[derive(Serialize)]
struct Sum {
    role: &'static str,
    amount: String,
    words: String,
    href: String,
    limits: String,
    status: String,
    counted: String,
    reason: String,
}

/// What may be added up: one currency, one role, alone or with others.
#[derive(Serialize)]
struct Total {
    role: &'static str,
    sharing: String,
    amount: String,
    limits: String,
    count: usize,
}

pub(super) fn page(server: &Server, guard: &Guard, name: &NamedNode) -> Result<Page, Problem> {
    let facts = facts(server, guard, name)?;
    let label = facts
        .iter()
        .find(|(property, _)| property.as_str() == rdfs::LABEL)
        .and_then(|(_, values)| values.first())
        .map_or_else(
            || local_name(name.as_str()).to_owned(),
            |value| value.text.clone(),
        );
    let (mut kinds, mut names, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    for (property, values) in facts {
        match property.as_str() {
            rdf::TYPE => {
                kinds = values
                    .into_iter()
                    .filter(|value| value.text.starts_with("pg:"))
                    .collect()
            }
            skos::ALT_LABEL => names = values,
            rdfs::LABEL => {}
            _ => lines.push(Line {
                property: words(local_name(&property)),
                values,
            }),
        }
    }
    let values = context! {
        label, kinds, names, lines,
        iri => name.as_str(),
        path => href(server, name).strip_prefix("/doc/").unwrap_or("").to_owned(),
        incoming => incoming(server, guard, name)?,
        totals => totals(server, guard, name)?,
        sums => sums(server, guard, name)?,
        statements => statements(server, guard, name)?,
        picture => Value::from_safe_string(neighbours::svg(&neighbours::read(server, guard, name)?, true)),
    };
    Ok(Page::html(render("entity.html", values)?))
}

/// Property -> values, with labels where the story knows them.
fn facts(
    server: &Server,
    guard: &Guard,
    name: &NamedNode,
) -> Result<BTreeMap<String, Vec<Cell>>, Problem> {
    let query = format!(
        "SELECT ?p ?o ?label {{ {{ SELECT ?p ?o {{ {name} ?p ?o }} ORDER BY ?p ?o LIMIT {MOST} }}
           OPTIONAL {{ ?o rdfs:label|skos:prefLabel ?label }} }} ORDER BY ?p ?label ?o"
    );
    let mut facts: BTreeMap<String, Vec<Cell>> = BTreeMap::new();
    for row in rows(server, guard, &query)? {
        let Some(object) = row.get("o") else { continue };
        let values = facts.entry(text(&row, "p")).or_default();
        let value = labelled(server, object, &row);
        if !values.contains(&value) {
            values.push(value);
        }
    }
    Ok(facts)
}

fn labelled(server: &Server, term: &Term, row: &Row) -> Cell {
    let mut value = cell(server, term);
    let label = text(row, "label");
    if !label.is_empty() {
        value.text = label;
    }
    value
}

fn incoming(server: &Server, guard: &Guard, name: &NamedNode) -> Result<Vec<Line>, Problem> {
    let query = format!(
        "SELECT ?p ?o ?label {{ ?o ?p {name} OPTIONAL {{ ?o rdfs:label ?label }}
           FILTER(?p NOT IN (pg:party, pg:shareOf, pg:fundedBy, pg:announcedBy, pg:recipient, pg:underProgramme, pg:forFacility, pg:drawsOn)) }}
         ORDER BY ?p ?label ?o LIMIT {MOST}"
    );
    let mut found: BTreeMap<String, Vec<Cell>> = BTreeMap::new();
    for row in rows(server, guard, &query)? {
        let Some(object) = row.get("o") else { continue };
        found
            .entry(text(&row, "p"))
            .or_default()
            .push(labelled(server, object, &row));
    }
    Ok(found
        .into_iter()
        .map(|(property, values)| Line {
            property: words(local_name(&property)),
            values,
        })
        .collect())
}

fn role(property: &str) -> &'static str {
    match property {
        pg::FUNDED_BY => "pays",
        pg::ANNOUNCED_BY => "announces",
        pg::RECIPIENT => "receives",
        pg::UNDER_PROGRAMME => "carries",
        pg::FOR_FACILITY => "is built with",
        pg::DRAWS_ON => "gives",
        _ => "takes part in",
    }
}

fn totals(server: &Server, guard: &Guard, name: &NamedNode) -> Result<Vec<Total>, Problem> {
    let query = format!(
        "SELECT ?role ?sharing ?currency ?value ?floor ?ceiling {{
           ?share pg:party {name} ; pg:inRole ?role ; pg:sharing ?sharing ; pg:currencyCode ?currency ; pg:value ?value .
           OPTIONAL {{ ?share pg:floor ?floor }} OPTIONAL {{ ?share pg:ceiling ?ceiling }} }}"
    );
    // Added here, not in SPARQL: decimals of the engine end at 1.7e20, ours at 7.9e28.
    type Sums = (Option<Decimal>, Option<Decimal>, Option<Decimal>, usize);
    let mut sums: BTreeMap<(String, String, String), Sums> = BTreeMap::new();
    for row in rows(server, guard, &query)? {
        let key = (
            text(&row, "role"),
            local(&row, "sharing"),
            text(&row, "currency"),
        );
        let number = |name: &str| text(&row, name).parse::<Decimal>().ok();
        let zero = Some(Decimal::ZERO);
        let sum = sums.entry(key).or_insert((zero, zero, zero, 0));
        let add = |to: Option<Decimal>, name: &str| to?.checked_add(number(name)?);
        *sum = (
            add(sum.0, "value"),
            add(sum.1, "floor"),
            add(sum.2, "ceiling"),
            sum.3 + 1,
        );
    }
    Ok(sums
        .into_iter()
        .rev()
        .map(
            |((property, sharing, currency), (value, floor, ceiling, count))| Total {
                role: role(&property),
                sharing: if sharing == "sole" {
                    "alone".to_owned()
                } else {
                    "with others".to_owned()
                },
                amount: value.map_or_else(
                    || "more than can be added".to_owned(),
                    |value| money(&value.normalize().to_string(), &currency),
                ),
                limits: limits(
                    &floor
                        .map(|it| it.normalize().to_string())
                        .unwrap_or_default(),
                    &ceiling
                        .map(|it| it.normalize().to_string())
                        .unwrap_or_default(),
                ),
                count,
            },
        )
        .collect())
}

/// `0 to 500,000`; `at least 5`
fn limits(floor: &str, ceiling: &str) -> String {
    match (floor, ceiling) {
        ("", "") => String::new(),
        (floor, "") => format!("at least {}", grouped(floor)),
        (floor, ceiling) if floor == ceiling => "exact".to_owned(),
        (floor, ceiling) => format!("{} to {}", grouped(floor), grouped(ceiling)),
    }
}

fn sums(server: &Server, guard: &Guard, name: &NamedNode) -> Result<Vec<Sum>, Problem> {
    let query = format!(
        "SELECT ?role ?funding ?words ?value ?currency ?floor ?ceiling ?status ?sharing ?whole ?wholeWords ?newer {{
           {{ SELECT ?role ?funding ?value ?currency {{
             VALUES ?role {{ pg:fundedBy pg:announcedBy pg:recipient pg:underProgramme pg:forFacility pg:drawsOn }}
             ?funding ?role {name} ; a pg:Funding ; pg:value ?value ; pg:currencyCode ?currency .
           }} ORDER BY DESC(?role) ?currency DESC(?value) ?funding LIMIT {MOST} }}
           OPTIONAL {{ ?funding rdfs:label ?words }} OPTIONAL {{ ?funding pg:floor ?floor }}
           OPTIONAL {{ ?funding pg:ceiling ?ceiling }} OPTIONAL {{ ?funding pg:status ?status }}
           OPTIONAL {{ ?share pg:shareOf ?funding ; pg:party {name} ; pg:inRole ?role ; pg:sharing ?sharing }}
           OPTIONAL {{ ?funding pg:partOfFunding ?whole . ?whole rdfs:label ?wholeWords }}
           OPTIONAL {{ ?newer pg:revises ?funding }}
         }} ORDER BY DESC(?role) ?currency DESC(?value) ?funding"
    );
    let mut sums = Vec::new();
    let mut last = (String::new(), String::new());
    for row in rows(server, guard, &query)? {
        let Some(Term::NamedNode(funding)) = row.get("funding") else {
            continue;
        };
        let this = (text(&row, "role"), funding.as_str().to_owned());
        // A sum with several wholes has several rows.
        if this == last {
            continue;
        }
        let sharing = local(&row, "sharing");
        let whole = text(&row, "wholeWords");
        let reason = match sharing.as_str() {
            "sole" => String::new(),
            "joint" => "paid or borne with others; how much each has is not said".to_owned(),
            _ if row.contains_key("newer") => "a later announcement revises it".to_owned(),
            _ if local(&row, "status") == "cancelled" => "cancelled".to_owned(),
            _ if !whole.is_empty() => format!("already inside “{whole}”"),
            _ => "sources disagree, or its parts are counted instead".to_owned(),
        };
        sums.push(Sum {
            role: role(&this.0),
            amount: money(&text(&row, "value"), &text(&row, "currency")),
            words: text(&row, "words"),
            href: href(server, funding),
            limits: limits(&text(&row, "floor"), &text(&row, "ceiling")),
            status: local(&row, "status"),
            counted: match sharing.as_str() {
                "sole" => "yes",
                "joint" => "jointly",
                _ => "no",
            }
            .to_owned(),
            reason,
        });
        last = this;
    }
    Ok(sums)
}

/// Where documents speak of it: for a sum its tellings, for others the claims about it.
#[derive(Serialize)]
struct Statement {
    document: String,
    href: String,
    quote: String,
    what: String,
}

fn statements(server: &Server, guard: &Guard, name: &NamedNode) -> Result<Vec<Statement>, Problem> {
    let query = format!(
        "SELECT DISTINCT ?statement ?doc ?title ?quote ?what ?start {{
           GRAPH ?doc {{
             {{ ?statement pg:statementOf {name} BIND(\"sum\" AS ?what) }}
             UNION {{ ?statement rdf:subject {name} ; rdf:predicate ?what }}
             UNION {{ ?statement rdf:object {name} ; rdf:predicate ?what }}
             UNION {{ ?statement pg:holder|pg:organisation|pg:quantityOf {name} ; a ?what FILTER(?what IN (pg:OfficeHolding, pg:Quantity)) }}
             ?statement pg:evidence ?passage . ?passage pg:quote ?quote ; pg:start ?start .
             OPTIONAL {{ ?doc dcterms:title ?titled }} OPTIONAL {{ ?doc dcterms:identifier ?id }}
             BIND(COALESCE(?titled, ?id, STR(?doc)) AS ?title)
           }} }} ORDER BY ?title ?start LIMIT {MOST}"
    );
    Ok(rows(server, guard, &query)?
        .iter()
        .filter_map(|row| {
            let Some(Term::NamedNode(statement)) = row.get("statement") else {
                return None;
            };
            Some(Statement {
                document: text(row, "title"),
                href: href(server, statement),
                quote: text(row, "quote"),
                what: words(local_name(&text(row, "what"))),
            })
        })
        .collect())
}

/// `partOfFunding` -> `part of funding`
pub(super) fn words(name: &str) -> String {
    let mut words = String::new();
    for character in name.chars() {
        if character.is_uppercase() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.extend(character.to_lowercase());
        } else {
            words.push(character);
        }
    }
    words
}
