//! Whole pages: made on a thread of their own pool, with an `ETag`, so that a client that has them already is told so.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Instant,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use sha2::{Digest as _, Sha256};
use tokio::{sync::oneshot, time::timeout_at};

use super::{Server, problem::Problem};
use crate::store::{Guard, Stop};

/// A finished body.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) media_type: &'static str,
    pub(super) bytes: Bytes,
    /// Value of the `Link` header.
    pub(super) link: Option<String>,
    /// Whether `Accept` chose the form.
    pub(super) varies: bool,
    pub(super) status: StatusCode,
}

impl Page {
    pub(super) fn new(media_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        Self {
            media_type,
            bytes: bytes.into(),
            link: None,
            varies: false,
            status: StatusCode::OK,
        }
    }

    pub(super) fn html(text: String) -> Self {
        Self::new("text/html; charset=utf-8", text)
    }

    pub(super) fn svg(text: String) -> Self {
        Self::new("image/svg+xml", text)
    }

    /// The answer, or that nothing changed.
    pub(super) fn into_response(self, request: &HeaderMap) -> Response<Body> {
        let digest = Sha256::digest(&self.bytes);
        let mut tag = String::from("\"");
        for byte in &digest[..12] {
            use std::fmt::Write as _;
            let _ = write!(tag, "{byte:02x}");
        }
        tag.push('"');
        let known = request
            .get(header::IF_NONE_MATCH)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|tags| {
                tags.split(',')
                    .map(|known| known.trim().trim_start_matches("W/"))
                    .any(|known| known == tag || known == "*")
            });
        let unchanged = known && self.status == StatusCode::OK;
        let mut response = Response::new(if unchanged {
            Body::empty()
        } else {
            Body::from(self.bytes)
        });
        *response.status_mut() = if unchanged {
            StatusCode::NOT_MODIFIED
        } else {
            self.status
        };
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(self.media_type),
        );
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        if self.varies {
            headers.insert(header::VARY, HeaderValue::from_static("accept"));
        }
        if let Some(link) = self.link.and_then(|link| HeaderValue::from_str(&link).ok()) {
            headers.insert(header::LINK, link);
        }
        response
    }
}

/// The page that was made before under this name, or else what `make` makes.
pub(super) async fn keep(
    server: &Arc<Server>,
    name: String,
    make: impl FnOnce(&Server, &Guard) -> Result<Page, Problem> + Send + 'static,
) -> Result<Page, Problem> {
    let change = server.changes.load(Ordering::Acquire);
    if let Some(page) = server.kept.get(&name, change) {
        return Ok(page);
    }
    self::make(server, move |server, guard| {
        // Whoever asked first may have had it made while this waited for a thread.
        if let Some(page) = server.kept.get(&name, change) {
            return Ok(page);
        }
        let page = make(server, guard)?;
        if page.status == StatusCode::OK && guard.stopped().is_none() {
            server.kept.put(name, change, &page);
        }
        Ok(page)
    })
    .await
}

/// Runs `make` on the pool of the pages; slow work ends with the time of a query.
pub(super) async fn make(
    server: &Arc<Server>,
    make: impl FnOnce(&Server, &Guard) -> Result<Page, Problem> + Send + 'static,
) -> Result<Page, Problem> {
    let allowance = server.allowance();
    let guard = allowance.guard.clone();
    let (sender, receiver) = oneshot::channel();
    let (worker, budget) = (Arc::clone(server), guard.clone());
    server.pages.start(move || {
        let made = if Instant::now() >= allowance.deadline {
            Err(Problem::busy())
        } else {
            make(&worker, &budget)
        };
        let made = match budget.stopped() {
            Some(why) => Err(Problem::stopped(why)),
            None => made,
        };
        let _ = sender.send(made);
    })?;
    let deadline = tokio::time::Instant::from_std(allowance.deadline);
    match timeout_at(deadline, receiver).await {
        Ok(Ok(made)) => made,
        Ok(Err(_)) => Err(Problem::internal()),
        Err(_) => {
            guard.stop(Stop::Time);
            Err(Problem::stopped(Stop::Time))
        }
    }
}
