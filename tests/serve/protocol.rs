use super::client::{Server, shared};

const ASK: &str = "/sparql?query=ASK%7B%7D";
const SELECT: &str = "/sparql?query=SELECT%20%3Fs%20%7B%20%3Fs%20a%20pg%3AFunding%20%7D";
const FORM: &str = "Content-Type: application/x-www-form-urlencoded";
const UPDATE: &str = "Content-Type: application/sparql-update";

#[test]
fn answers_come_in_the_format_asked_for() {
    for (accept, expected) in [
        ("", "application/sparql-results+json"),
        ("text/csv", "text/csv; charset=utf-8"),
        (
            "text/tab-separated-values",
            "text/tab-separated-values; charset=utf-8",
        ),
        (
            "application/xml;q=0.9, text/csv;q=0.1",
            "application/sparql-results+xml",
        ),
    ] {
        let header = format!("Accept: {accept}");
        let headers: &[&str] = if accept.is_empty() { &[] } else { &[&header] };
        let answer = shared().get(SELECT, headers);
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, Some(expected))
        );
        assert!(answer.body.contains("funding/EUR-5"), "{}", answer.body);
    }
    assert_eq!(shared().get(SELECT, &["Accept: image/png"]).status, 406);
    let construct = "/sparql?query=CONSTRUCT%20WHERE%20%7B%20%3Fs%20a%20pg%3AFunding%20%7D";
    for (accept, expected) in [
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
    ] {
        let answer = shared().get(construct, &[&format!("Accept: {accept}")]);
        assert_eq!(answer.header("content-type"), Some(expected));
    }
    assert_eq!(shared().get(construct, &["Accept: text/csv"]).status, 406);
}

#[test]
fn a_syntax_error_names_its_place() {
    let answer = shared().query("SELECT *\nWERE { ?s ?p ?o }");
    assert_eq!(answer.status, 400);
    assert!(
        answer.body.contains("\"line\": 2") && answer.body.contains("\"column\""),
        "{}",
        answer.body
    );
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json")
    );
}

#[test]
fn asked_nothing_it_describes_itself() {
    let answer = shared().get("/sparql", &["Accept: text/turtle"]);
    assert!(
        answer.status == 200 && answer.body.contains("Service"),
        "{}",
        answer.body
    );
    assert!(!answer.body.contains("SPARQL11Update"));
}

#[test]
fn reading_servers_take_no_writes() {
    for (method, path, headers) in [
        ("POST", "/sparql", UPDATE),
        ("PUT", "/graphs?default", "Content-Type: text/turtle"),
        ("DELETE", "/graphs?default", "Accept: */*"),
    ] {
        assert_eq!(
            shared().send(method, path, &[headers], "").status,
            403,
            "{method} {path}"
        );
    }
}

#[test]
fn writes_need_token_host_and_origin() {
    let server = Server::start(&["--write-token", "secret"]);
    let data = "INSERT DATA { <http://e.org/s> <http://e.org/p> 1 }";
    let count = || {
        server
            .query("SELECT * { <http://e.org/s> ?p ?o }")
            .body
            .matches("e.org/p")
            .count()
    };
    let good = "Authorization: Bearer secret";
    for (headers, status) in [
        (vec![UPDATE], 401),
        (vec![UPDATE, "Authorization: Bearer wrong"], 401),
        (vec![UPDATE, "Authorization: Basic c2VjcmV0"], 401),
        (vec![UPDATE, good, "Origin: https://evil.example"], 403),
        (vec![UPDATE, good, "Host: evil.example"], 403),
    ] {
        assert_eq!(
            server.post("/sparql", &headers, data).status,
            status,
            "{headers:?}"
        );
    }
    assert_eq!(
        server.post("/sparql", &[FORM], "update=CLEAR+ALL").status,
        401
    );
    assert_eq!(server.get("/sparql?update=CLEAR+ALL", &[good]).status, 405);
    assert_eq!(count(), 0);
    assert_eq!(server.post("/sparql", &[UPDATE, good], data).status, 204);
    assert_eq!(count(), 1);
}

#[test]
fn graph_names_cannot_split_headers_or_leave_the_base() {
    let server = Server::start(&["--write-token", "secret"]);
    let headers = ["Content-Type: text/turtle", "Authorization: Bearer secret"];
    let put = |path: &str| server.send("PUT", path, &headers, "<s> <p> <o> .");
    assert_eq!(
        put("/graphs?graph=http://e.org/%0D%0ASet-Cookie:x").status,
        400
    );
    assert_eq!(put("/graphs?graph=relative").status, 400);
    assert_eq!(put("/graphs?default&graph=http://e.org/g").status, 400);
    assert_eq!(put("/graphs").status, 400);
    let made = put("/graphs/a/b");
    assert_eq!(
        (made.status, made.header("location")),
        (201, Some("https://w3id.org/pledgegraph/graphs/a/b"))
    );
    let read = server.get("/graphs/a/b", &["Accept: application/n-triples"]);
    assert!(
        read.body
            .contains("<https://w3id.org/pledgegraph/graphs/a/s>"),
        "{}",
        read.body
    );
}

#[test]
fn other_sites_may_read_and_are_told_so() {
    let answer = shared().send("OPTIONS", "/sparql", &["Origin: https://other.example"], "");
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert!(!answer.head.to_lowercase().contains("authorization"));
    let answer = shared().get(ASK, &["Accept-Encoding: gzip"]);
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert!(
        answer
            .header("content-security-policy")
            .is_some_and(|policy| policy.contains("frame-ancestors 'none'"))
    );
}

#[test]
fn sums_beyond_the_engines_decimals_do_not_vanish() {
    // 1e20 twice is more than the engine's decimals hold: the question falls back to doubles.
    let answer = shared().query(
        "SELECT (COALESCE(SUM(?v), SUM(xsd:double(STR(?v)))) AS ?sum) { VALUES ?v { 100000000000000000000.0 100000000000000000001.0 } }",
    );
    assert!(answer.body.contains("2"), "{}", answer.body);
    assert!(answer.body.contains("\"sum\":{"), "{}", answer.body);
}
