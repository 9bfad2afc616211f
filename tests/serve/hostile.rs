use std::io::Write as _;

use super::client::Server;

/// A short time, so that the tests need not wait.
fn server() -> Server {
    Server::start(&["--timeout", "2", "--queries", "2"])
}

fn healthy(server: &Server) {
    let answer = server.get("/health", &[]);
    assert_eq!((answer.status, answer.body.trim()), (200, "ok"));
}

#[test]
fn deep_and_wide_queries_are_refused() {
    let server = server();
    for query in [
        format!("ASK {}{}", "{".repeat(5_000), "}".repeat(5_000)),
        format!(
            "ASK {{ FILTER({}1{}) }}",
            "(".repeat(5_000),
            ")".repeat(5_000)
        ),
        format!("SELECT * {{ {{}} {} }}", "UNION {}".repeat(20_000)),
        format!("ASK {{ ?s a{} ?o }}", "/a".repeat(20_000)),
        format!("ASK {{ FILTER(1{}) }}", "||1".repeat(50_000)),
        format!("ASK {{ {} }}", "OPTIONAL { ?s ?p ?o } ".repeat(2_000)),
        format!("ASK {{ {} }}", "?s ?p ?o . ".repeat(400)),
        "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }".to_owned(),
    ] {
        let answer = server.query(&query);
        assert!(
            matches!(answer.status, 400 | 413),
            "{}: {}",
            answer.status,
            &query[..40]
        );
        assert!(
            answer.body.contains("detail") && !answer.body.contains("src/"),
            "{}",
            answer.body
        );
        healthy(&server);
    }
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
        format!("SELECT (COUNT(*) AS ?n) {{ {product} }}"),
        format!("SELECT * {{ {product} }} ORDER BY ?v0"),
        format!("SELECT ?x40 {{ BIND(\"abcdefgh\" AS ?x0) {doubling} }}"),
    ] {
        let answer = server.query(&query);
        assert_eq!(answer.status, 503, "{} {}", &query[..60], answer.body);
        assert!(answer.header("retry-after").is_some());
        healthy(&server);
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
        let asked: Vec<_> = (0..40)
            .map(|_| scope.spawn(|| server.query(query).status))
            .collect();
        healthy(&server);
        for answer in asked {
            assert_eq!(answer.join().expect("an answer"), 503);
        }
    });
    healthy(&server);
}

#[test]
fn slow_and_silent_clients_keep_nobody_out() {
    let server = server();
    let silent: Vec<_> = (0..300)
        .map(|number| {
            let mut stream = server.connect();
            if number % 2 == 0 {
                stream.write_all(b"GET /health HTTP/1.1\r\nHost: ").expect("sent");
            } else {
                stream
                    .write_all(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 900\r\n\r\nASK")
                    .expect("sent");
            }
            stream
        })
        .collect();
    healthy(&server);
    drop(silent);
}

#[test]
fn nested_and_unfolding_uploads_do_no_harm() {
    let server = Server::start(&["--write-token", "secret"]);
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
                "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY l0 \"lol\">{lol}]><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:e=\"http://e.org/\"><rdf:Description rdf:about=\"http://e.org/s\"><e:p>&l19;</e:p></rdf:Description></rdf:RDF>"
            ),
        ),
    ] {
        let content_type = format!("Content-Type: {media_type}");
        let headers = [content_type.as_str(), "Authorization: Bearer secret"];
        let answer = server.send("PUT", "/graphs?graph=http://e.org/g", &headers, &body);
        assert!(
            (200..500).contains(&answer.status),
            "{media_type}: {} {}",
            answer.status,
            answer.body
        );
        healthy(&server);
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
