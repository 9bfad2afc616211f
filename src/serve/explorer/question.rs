//! The competency questions as forms: parameters, the answer as picture, table and files, and the SPARQL itself.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::Response,
};
use minijinja::{Value, context};
use serde::Serialize;

use super::{
    super::{Server, parameters::encode, problem::Problem, reply::Page},
    ROWS, chart, data, render, show,
};
use crate::graph::ontology;

/// Values that a form offers to choose from; where there are more, they complete what is typed.
const CHOICES: usize = 150;

#[derive(Serialize)]
pub(super) struct Listed {
    name: &'static str,
    title: &'static str,
    parameters: Vec<&'static str>,
}

/// A parameter on the form.
#[derive(Serialize)]
struct Field {
    name: &'static str,
    says: &'static str,
    value: String,
    values: Vec<String>,
    /// Whether all values are offered.
    complete: bool,
}

/// Names and titles of all questions.
pub(super) fn listed() -> Vec<Listed> {
    ontology::questions()
        .into_iter()
        .map(|question| Listed {
            name: question.name,
            title: question.title,
            parameters: question.parameters.iter().map(|it| it.says).collect(),
        })
        .collect()
}

/// `/questions`
pub(super) async fn list(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    show(&server, request, |_, _, _| {
        let values = context! { questions => listed() };
        Ok(Page::html(render("questions.html", values)?))
    })
    .await
}

/// `/questions/NAME?parameter=value`
pub(super) async fn one(
    State(server): State<Arc<Server>>,
    Path(name): Path<String>,
    request: Request,
) -> Response<Body> {
    show(&server, request, move |server, guard, parameters| {
        let question = ontology::questions()
            .into_iter()
            .find(|question| question.name == name)
            .ok_or_else(|| Problem::missing("there is no such question: /questions lists them"))?;
        let given: Vec<(String, String)> = question
            .parameters
            .iter()
            .map(|parameter| {
                (
                    parameter.name.to_owned(),
                    parameters.text(parameter.name).trim().to_owned(),
                )
            })
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let query = question.filled(&given).map_err(Problem::bad)?;
        let table = data::table(server, guard, &query, ROWS)?;
        let all = if given.is_empty() {
            table.clone()
        } else {
            data::table(server, guard, question.query, ROWS)?
        };
        let fields: Vec<Field> = question
            .parameters
            .iter()
            .map(|parameter| field(*parameter, &all, parameters.text(parameter.name).trim()))
            .collect();
        let link: Vec<String> = given
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let (picture, says) = chart::bars(&table).unwrap_or_default();
        let values = context! {
            name => question.name, title => question.title, query, table, fields, says, link => link.join("&"),
            picture => Value::from_safe_string(picture),
        };
        Ok(Page::html(render("question.html", values)?))
    })
    .await
}

/// The values are those of the whole answer.
fn field(parameter: ontology::Parameter, all: &data::Table, value: &str) -> Field {
    let column = all.columns.iter().position(|name| name == parameter.name);
    let values: BTreeSet<&str> = column
        .map(|column| {
            all.rows
                .iter()
                .map(|row| row[column].text.as_str())
                .collect()
        })
        .unwrap_or_default();
    Field {
        name: parameter.name,
        says: parameter.says,
        value: value.to_owned(),
        complete: values.len() <= CHOICES
            && !all.cut
            && (value.is_empty() || values.contains(value)),
        values: values.into_iter().map(str::to_owned).collect(),
    }
}
