use super::client::shared;

fn page(path: &str) -> String {
    let answer = shared().get(path, &["Accept: text/html"]);
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    // What is written there as a label stays a label, on every page.
    assert!(!answer.body.contains("<script>alert"), "{path}");
    // Nothing that the policy would refuse.
    assert!(
        !answer.body.contains(" style=\"")
            && !answer.body.contains("javascript:")
            && !answer.body.contains(" onclick"),
        "{path}"
    );
    answer.body
}

#[test]
fn the_pages_show_what_the_store_holds() {
    for (path, words) in [
        ("/", "1 sums of money"),
        ("/search?q=exam", "Example Bank"),
        ("/search?q=%3Cscript", "&lt;script"),
        ("/doc/organisation/example-bank", "EUR 5 billion"),
        ("/doc/funding/EUR-5", "will pay €5 billion"),
        (
            "/doc/document/news",
            "class=\"sum\" href=\"#money-EUR-5000000000\">€5 billion</a>",
        ),
        ("/documents", "Bank pays"),
        ("/questions", "/questions/totals-per-payer"),
        ("/questions/totals-per-payer", "5,000,000,000"),
        ("/flows", "Example Bank"),
        ("/flows?currency=EUR", "payer"),
        ("/timeline", "2025-02-11"),
        ("/timeline.svg", "xmlns="),
        ("/flows.svg", "<style>"),
        (
            "/questions/totals-per-payer?payer=Example%20Bank&currency=EUR",
            "VALUES (?payer ?currency) { (&quot;Example Bank&quot; &quot;EUR&quot;) }",
        ),
        (
            "/questions/totals-per-payer?payer=%22%7D%20%23",
            "Nothing matches",
        ),
        ("/neighbours?of=programme/script", "under programme"),
        (
            "/neighbours.svg?of=organisation/example-bank",
            "announced by",
        ),
        ("/terms", "\"pg:Funding\":{\"kind\":\"class\""),
        (
            "/query?query=SELECT%20*%20%7B%20%3Ff%20a%20pg%3AFunding%20%7D",
            "EUR-5</a>",
        ),
        ("/ns", "pg:Commitment"),
    ] {
        let body = page(path);
        assert!(body.contains(words), "{path}: {body}");
    }
}

#[test]
fn all_questions_answer() {
    for question in pledgegraph::graph::ontology::questions() {
        page(&format!("/questions/{}", question.name));
    }
}

#[test]
fn totals_say_why_a_sum_is_not_counted() {
    let body = page("/doc/organisation/example-bank");
    assert!(
        body.contains("Totals that count nothing twice") && body.contains("alone"),
        "{body}"
    );
}

#[test]
fn a_wrong_query_shows_its_place_on_the_page() {
    let answer = shared().get(
        "/query?query=SELECT%20*%20WERE%20%7B%7D",
        &["Accept: text/html"],
    );
    assert_eq!(answer.status, 400);
    assert!(
        answer.body.contains("data-line=\"1\"") && answer.body.contains("role=\"alert\""),
        "{}",
        answer.body
    );
}

#[test]
fn completion_gives_names() {
    let answer = shared().get("/suggest?q=exa", &[]);
    assert!(
        answer.body.contains("\"label\":\"Example Bank\""),
        "{}",
        answer.body
    );
}

#[test]
fn a_sum_that_outgrew_the_engine_is_pointed_out() {
    let query = |what: &str| {
        let sum = format!(
            "SELECT ({what} AS ?sum) {{ VALUES ?v {{ 100000000000000000000.0 100000000000000000001.0 }} }}"
        );
        let address = format!(
            "/query?query={}",
            sum.replace('{', "%7B")
                .replace('}', "%7D")
                .replace(' ', "+")
        );
        page(&address)
    };
    assert!(query("SUM(?v)").contains("beyond 1.7e20"));
    let whole = query("SUM(xsd:double(STR(?v)))");
    assert!(
        whole.contains(">200,000,000,000,000,000,000<") && !whole.contains("beyond 1.7e20"),
        "{whole}"
    );
}

#[test]
fn nothing_around_a_thing_is_said() {
    for path in [
        "/neighbours?of=organisation/nobody",
        "/neighbours",
        "/neighbours.svg?of=%3C",
    ] {
        assert!(
            matches!(shared().get(path, &[]).status, 400 | 404),
            "{path}"
        );
    }
}
