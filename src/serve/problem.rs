//! What is told to a client whose request fails: RFC 9457, with the mend in the text. Never a trace, never a path of this machine.

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};
use serde_json::json;

use crate::store::{self, Stop};

/// A failed request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) detail: String,
    /// Where a query stops being SPARQL: line and column from 1.
    pub(super) place: Option<(usize, usize)>,
    allow: Option<&'static str>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            place: None,
            allow: None,
        }
    }

    pub(super) fn bad(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    pub(super) fn too_large(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
    }

    pub(super) fn missing(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// No format that the client takes.
    pub(super) fn not_acceptable<'a>(offers: impl Iterator<Item = &'a str>) -> Self {
        let offers: Vec<&str> = offers.collect();
        Self::new(
            StatusCode::NOT_ACCEPTABLE,
            format!("this can be had as {}: change Accept", offers.join(", ")),
        )
    }

    pub(super) fn method(allow: &'static str) -> Self {
        Self {
            allow: Some(allow),
            ..Self::new(
                StatusCode::METHOD_NOT_ALLOWED,
                format!("this address takes {allow}"),
            )
        }
    }

    pub(super) fn busy() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "the server is busy with other queries: ask again in a few seconds",
        )
    }

    pub(super) fn stopped(why: Stop) -> Self {
        let detail = match why {
            Stop::Time => {
                "the query took longer than this server allows: narrow it down, or run it with `pledgegraph query`"
            }
            Stop::Rows => {
                "the query has to hold more rows at once than this server allows: narrow it down, join the patterns by a variable, or leave ORDER BY out"
            }
            Stop::Bytes => {
                "the query makes more text than this server allows: build shorter strings"
            }
        };
        Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
    }

    pub(super) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the server failed; its log says why",
        )
    }

    pub(super) fn into_response(self) -> Response<Body> {
        let mut text = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if let (Some((line, column)), Some(object)) = (self.place, text.as_object_mut()) {
            object.insert("line".to_owned(), line.into());
            object.insert("column".to_owned(), column.into());
        }
        let mut response = Response::new(Body::from(format!("{text:#}\n")));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        let json = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, json);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self.status {
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            }
            StatusCode::UNAUTHORIZED => {
                let scheme = HeaderValue::from_static("Bearer realm=\"pledgegraph\"");
                headers.insert(header::WWW_AUTHENTICATE, scheme);
            }
            _ => {}
        }
        if let Some(allow) = self.allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        response
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Syntax(syntax) => Self {
                place: (syntax.line > 0).then_some((syntax.line, syntax.column)),
                ..Self::bad(syntax.to_string())
            },
            store::Error::Evaluation(_)
            | store::Error::Update(_)
            | store::Error::Dataset
            | store::Error::TooWide => Self::bad(error.to_string()),
            store::Error::ReadOnly => Self::new(
                StatusCode::FORBIDDEN,
                "this server only reads: it was started without --write-token",
            ),
            other => {
                tracing::error!("{other}");
                Self::internal()
            }
        }
    }
}
