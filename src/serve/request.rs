//! Requests: their bodies, and whether they may write.

use std::net::IpAddr;

use axum::{
    body::{Body, Bytes, HttpBody as _},
    http::{HeaderMap, StatusCode, header},
};
use tokio::time::timeout;

use super::{Server, negotiate::essence, problem::Problem};

/// The whole body, if it is small enough and comes in time.
pub(super) async fn body(mut body: Body, server: &Server) -> Result<Bytes, Problem> {
    let limit = server.limits.body;
    let too_large = || {
        Problem::too_large(format!(
            "the body is longer than the {limit} bytes this server takes: send it in parts, or load it with `pledgegraph build`"
        ))
    };
    if body.size_hint().lower() > limit as u64 {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // Each step has its time, and all of them together that of a query.
    let all = async {
        loop {
            let next =
                std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context));
            let frame = timeout(server.limits.patience, next)
                .await
                .map_err(|_| too_slow())?;
            match frame {
                None => return Ok(()),
                Some(Err(_)) => return Err(Problem::bad("the body was cut off: send it again")),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        if bytes.len() + data.len() > limit {
                            return Err(too_large());
                        }
                        bytes.extend_from_slice(&data);
                    }
                }
            }
        }
    };
    timeout(server.limits.time, all)
        .await
        .map_err(|_| too_slow())??;
    Ok(Bytes::from(bytes))
}

fn too_slow() -> Problem {
    Problem::new(
        StatusCode::REQUEST_TIMEOUT,
        "the body came too slowly: send it again",
    )
}

/// As text.
pub(super) fn text(bytes: &Bytes) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|_| Problem::bad("the body is no UTF-8"))
}

/// Media type without parameters, in lower case; only UTF-8 is taken.
pub(super) fn content_type(headers: &HeaderMap) -> Result<String, Problem> {
    let Some(value) = headers.get(header::CONTENT_TYPE) else {
        return Ok(String::new());
    };
    let value = value
        .to_str()
        .map_err(|_| Problem::bad("Content-Type is no text"))?
        .to_ascii_lowercase();
    if let Some((_, rest)) = value.split_once("charset=") {
        let charset = rest
            .split(';')
            .next()
            .unwrap_or("")
            .trim()
            .trim_matches('"');
        if !matches!(charset, "utf-8" | "utf8" | "us-ascii") {
            return Err(unsupported(format!(
                "the body is in {charset}: send it in UTF-8"
            )));
        }
    }
    Ok(essence(&value).to_owned())
}

/// 415
pub(super) fn unsupported(detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
}

/// Writes need the token, and must not come through somebody's browser from another site.
pub(super) fn may_write(headers: &HeaderMap, server: &Server) -> Result<(), Problem> {
    let refuse = |status, detail: &str| Err(Problem::new(status, detail));
    let Some(token) = &server.token else {
        return refuse(
            StatusCode::FORBIDDEN,
            "this server only reads: it was started without --write-token",
        );
    };
    let host = header_text(headers, "host").unwrap_or("");
    if !is_our_name(host, &server.names) {
        return refuse(
            StatusCode::FORBIDDEN,
            "writes under this host name are refused: start the server with --host NAME if it is yours",
        );
    }
    if let Some(origin) = header_text(headers, "origin") {
        let from = origin.split_once("://").map_or(origin, |(_, host)| host);
        if from != host {
            return refuse(
                StatusCode::FORBIDDEN,
                "writes from pages of other sites are refused",
            );
        }
    }
    let given = header_text(headers, "authorization")
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, given)| given.trim());
    match given {
        Some(given) if same(given.as_bytes(), token.as_bytes()) => Ok(()),
        Some(_) => refuse(
            StatusCode::UNAUTHORIZED,
            "the token is not the one this server was started with",
        ),
        None => refuse(
            StatusCode::UNAUTHORIZED,
            "writes need the header `Authorization: Bearer TOKEN`",
        ),
    }
}

fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// An address, localhost, or a name the operator gave: anything else may be a page that had its own name point here.
fn is_our_name(host: &str, names: &[String]) -> bool {
    let name = if let Some(rest) = host.strip_prefix('[') {
        rest.split(']').next().unwrap_or(rest)
    } else {
        host.split(':').next().unwrap_or(host)
    };
    name.parse::<IpAddr>().is_ok()
        || name.eq_ignore_ascii_case("localhost")
        || names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Takes the same time wherever the difference lies.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .fold(0, |difference, (a, b)| difference | (a ^ b))
            == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_may_write() {
        let names = ["money.example.org".to_owned()];
        for host in [
            "127.0.0.1:7878",
            "localhost",
            "[::1]:7878",
            "money.example.org:80",
            "10.0.0.2",
        ] {
            assert!(is_our_name(host, &names), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
        ] {
            assert!(!is_our_name(host, &names), "{host}");
        }
    }
}
