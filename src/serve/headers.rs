//! Headers that every answer bears.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, Response, StatusCode, header},
    middleware::Next,
};

/// Pages take styles and scripts from files of this server only, and stand in no frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Answers preflights; marks all else.
pub(super) async fn protect(request: Request, next: Next) -> Response<Body> {
    let mut response = if request.method() == Method::OPTIONS {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        for (name, value) in [
            ("allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS"),
            ("access-control-allow-methods", "GET, HEAD, POST"),
            ("access-control-allow-headers", "accept, content-type"),
            ("access-control-max-age", "86400"),
        ] {
            insert(&mut response, name, value);
        }
        response
    } else {
        next.run(request).await
    };
    for (name, value) in [
        // Anybody may read. Writes from other sites are refused: their header is not allowed above, their Origin below.
        ("access-control-allow-origin", "*"),
        (
            "access-control-expose-headers",
            "etag, link, location, retry-after",
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        insert(&mut response, name, value);
    }
    // Previews of the reconciliation service have a policy of their own: they are made to be framed.
    if !response
        .headers()
        .contains_key(header::CONTENT_SECURITY_POLICY)
    {
        insert(&mut response, "content-security-policy", POLICY);
    }
    if !response.headers().contains_key(header::CACHE_CONTROL) {
        insert(&mut response, "cache-control", "no-cache");
    }
    response
}

fn insert(response: &mut Response<Body>, name: &'static str, value: &'static str) {
    response.headers_mut().insert(
        HeaderName::from_static(name),
        HeaderValue::from_static(value),
    );
}
