//! What would take a plain engine behind HTTP down. Every case ends in 4xx or 503 with a readable text; `/health` answers meanwhile.

use std::io::{Read as _, Write as _};

use super::client::{Answer, Server};

/// What the process may hold at most, whatever is asked of it with two queries at once.
const MEMORY: u64 = 1 << 30;

/// A short time, so that the tests need not wait.
fn server() -> Server {
    Server::start(&[
        "--timeout",
        "2",
        "--queries",
        "2",
        "--write-token",
        "secret",
    ])
}

fn healthy(server: &Server) {
    let answer = server.get("/health", &[]);
    assert_eq!((answer.status, answer.body.trim()), (200, "ok"));
    if let Some(memory) = server.peak_memory() {
        assert!(memory < MEMORY, "{memory} bytes");
    }
}

fn refused(server: &Server, answer: &Answer, what: &str) {
    let what: String = what.chars().take(80).collect();
    assert!(
        matches!(answer.status, 400 | 413 | 503),
        "{}: {what} {}",
        answer.status,
        answer.body
    );
    assert!(
        answer.body.contains("\"detail\"") && !answer.body.contains("src/"),
        "{what}: {}",
        answer.body
    );
    healthy(server);
}

fn update(server: &Server, update: &str) -> Answer {
    let headers = [
        "Content-Type: application/sparql-update",
        "Authorization: Bearer secret",
    ];
    server.post("/sparql", &headers, update)
}

#[test]
fn deep_and_wide_queries_are_refused() {
    let server = server();
    for pattern in [
        format!("{}{}", "{".repeat(5_000), "}".repeat(5_000)),
        format!("{{ FILTER({}1{}) }}", "(".repeat(5_000), ")".repeat(5_000)),
        format!(
            "{{ ?s ?p {}1{} }}",
            "[ <p> ".repeat(5_000),
            "]".repeat(5_000)
        ),
        format!("{{ ?s ?p {}1{} }}", "(".repeat(5_000), ")".repeat(5_000)),
        format!("{{ {{}} {} }}", "UNION {}".repeat(20_000)),
        format!("{{ ?s a{} ?o }}", "/a".repeat(20_000)),
        format!("{{ ?s {}a ?o }}", "^".repeat(20_000)),
        format!("{{ FILTER(1{}) }}", "||1".repeat(50_000)),
        format!("{{ FILTER({}1) }}", "!".repeat(50_000)),
        format!("{{ {} }}", "OPTIONAL { ?s ?p ?o } ".repeat(2_000)),
        format!("{{ {} }}", "?s ?p ?o . ".repeat(400)),
        // The same where a scan that only counts could be led astray.
        format!("{{ FILTER(ex:\\# {}) }}", "||1".repeat(20_000)),
        format!("{{ FILTER(?x<#>\"\"\"\n1{}) }}", "||1".repeat(20_000)),
        format!("{{ FILTER(?x<1{}>1) }}", "/1".repeat(20_000)),
        format!("{{ FILTER(?x<{}1>1) }}", "(".repeat(5_000)),
        "{ SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }".to_owned(),
    ] {
        let query = format!("PREFIX ex: <http://e.org/> ASK {pattern}");
        refused(&server, &server.query(&query), &query);
        let change = format!("PREFIX ex: <http://e.org/> INSERT {{ <s> <p> 1 }} WHERE {pattern}");
        refused(&server, &update(&server, &change), &change);
    }
    refused(
        &server,
        &update(&server, "LOAD <http://127.0.0.1:1/>"),
        "LOAD",
    );
}

#[test]
fn products_end_and_the_server_answers_meanwhile() {
    let server = server();
    let numbers: Vec<String> = (0..1_000).map(|number| number.to_string()).collect();
    let numbers = numbers.join(" ");
    let product: String = (0..4)
        .map(|number| format!("VALUES ?v{number} {{ {numbers} }} "))
        .collect();
    let doubling: String = (0..40)
        .map(|number| format!("BIND(CONCAT(?x{number}, ?x{number}) AS ?x{}) ", number + 1))
        .collect();
    for query in [
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r } ORDER BY ?c ?r".to_owned(),
        "SELECT DISTINCT ?c { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o } ORDER BY CONCAT(STR(?c), STR(?o))".to_owned(),
        "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }".to_owned(),
        "SELECT (COUNT(*) AS ?n) { ?a (!<x>)* ?b . ?c (!<y>)* ?d . ?e (!<z>)* ?f . ?g (!<w>)* ?h }".to_owned(),
        format!("SELECT (COUNT(*) AS ?n) {{ {product} }}"),
        format!("SELECT * {{ {product} }} ORDER BY ?v0"),
        format!("SELECT ?x40 {{ BIND(\"abcdefgh\" AS ?x0) {doubling} }}"),
    ] {
        let answer = server.query(&query);
        assert_eq!(answer.status, 503, "{} {}", &query[..60], answer.body);
        assert!(answer.header("retry-after").is_some());
        refused(&server, &answer, &query);
    }
}

#[test]
fn an_answer_that_is_cut_off_does_not_look_whole() {
    let server = Server::start(&["--max-rows", "20000"]);
    let query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let answer = server.query(query);
    assert!(answer.status == 503 || (answer.status == 200 && !answer.whole));
    let allowed = server.query(&format!("{query} LIMIT 10000"));
    assert!(allowed.status == 200 && allowed.whole && allowed.body.len() > 1 << 20);
}

#[test]
fn many_heavy_queries_find_a_busy_server_not_a_dead_one() {
    let server = server();
    let query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }";
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..200)
            .map(|_| scope.spawn(|| server.query(query).status))
            .collect();
        for answer in asked {
            healthy(&server);
            assert_eq!(answer.join().expect("an answer"), 503);
        }
    });
    healthy(&server);
}

#[test]
fn slow_and_silent_clients_keep_nobody_out() {
    // Each connection is a file here too.
    let granted = rlimit::increase_nofile_limit(4_000).unwrap_or(1_024);
    let server = server();
    let slow = granted.saturating_sub(700).min(1_000);
    let mut dawdling: Vec<_> = (0..slow)
        .map(|number| {
            let mut stream = server.connect();
            let head = if number % 2 == 0 {
                "GET /health HTTP/1.1\r\nHost: "
            } else {
                "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 900\r\n\r\nASK"
            };
            stream.write_all(head.as_bytes()).expect("sent");
            stream
        })
        .collect();
    let half_open: Vec<_> = (0..300).map(|_| server.connect()).collect();
    healthy(&server);
    for stream in &mut dawdling {
        // One byte more is no reason to wait longer for the rest.
        let _ = stream.write_all(b"x");
    }
    healthy(&server);
    let answer = server.query("ASK {}");
    assert_eq!(answer.status, 200, "{}", answer.body);
    // The server hangs up; a client that is told why gets a status, and none is told that all is well.
    for mut stream in dawdling.into_iter().chain(half_open) {
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said);
        assert!(!said.starts_with(b"HTTP/1.1 2"));
    }
    healthy(&server);
}

#[test]
fn nested_and_unfolding_uploads_do_no_harm() {
    let server = server();
    let lol: String = (1..20)
        .map(|number| format!("<!ENTITY l{number} \"&l{0};&l{0};&l{0};&l{0};&l{0};&l{0};&l{0};&l{0};&l{0};&l{0};\">", number - 1))
        .collect();
    for (media_type, body) in [
        (
            "text/turtle",
            format!(
                "<s> <p> {}{} .",
                "[ <p> ".repeat(20_000),
                "]".repeat(20_000)
            ),
        ),
        (
            "text/turtle",
            format!("<s> <p> {}{} .", "(".repeat(20_000), ")".repeat(20_000)),
        ),
        (
            "application/ld+json",
            format!(
                "{}{}",
                "{\"http://e.org/p\":".repeat(20_000),
                "}".repeat(20_000)
            ),
        ),
        (
            "application/ld+json",
            format!("{}{}", "[".repeat(20_000), "]".repeat(20_000)),
        ),
        (
            "application/rdf+xml",
            format!(
                "<!DOCTYPE r [<!ENTITY l \"{}\">]><r>{}</r>",
                "lol".repeat(10_000),
                "&l;".repeat(100_000)
            ),
        ),
        (
            "application/rdf+xml",
            format!("{}{}", "<a>".repeat(20_000), "</a>".repeat(20_000)),
        ),
        (
            "application/rdf+xml",
            format!(
                "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY l0 \"lol\">{lol}]><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:e=\"http://e.org/\"><rdf:Description rdf:about=\"http://e.org/s\"><e:p>&l19;</e:p></rdf:Description></rdf:RDF>"
            ),
        ),
    ] {
        let content_type = format!("Content-Type: {media_type}");
        let headers = [content_type.as_str(), "Authorization: Bearer secret"];
        let answer = server.send("PUT", "/graphs?graph=http://e.org/g", &headers, &body);
        refused(&server, &answer, &body);
        assert_eq!(server.get("/graphs?graph=http://e.org/g", &[]).status, 404);
    }
}

#[test]
fn paths_lead_nowhere_outside() {
    let server = server();
    for path in [
        "/assets/../../etc/passwd",
        "/assets/%2e%2e%2fCargo.toml",
        "/doc/../../etc/passwd",
        "/doc/..%2f..%2fetc%2fpasswd",
        "/questions/..%2f..%2fCargo.toml",
        "/id/%0d%0aSet-Cookie:%20x",
    ] {
        let answer = server.get(path, &[]);
        assert!(
            matches!(answer.status, 303 | 400 | 404),
            "{path}: {}",
            answer.status
        );
        assert!(
            !answer.body.contains("root:") && !answer.head.contains("Set-Cookie: x"),
            "{path}"
        );
    }
    assert!(matches!(server.raw(b"GET /a b c\r\n\r\n").status, 0 | 400));
}
