use super::client::shared;

#[test]
fn a_thing_leads_to_its_description_in_the_form_asked_for() {
    let answer = shared().get("/id/organisation/example-bank", &[]);
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, Some("/doc/organisation/example-bank"))
    );
    for (accept, extension, media_type) in [
        ("text/html,*/*;q=0.8", "html", "text/html; charset=utf-8"),
        ("text/turtle", "ttl", "text/turtle; charset=utf-8"),
        ("application/ld+json", "jsonld", "application/ld+json"),
        ("application/n-triples", "nt", "application/n-triples"),
        ("application/rdf+xml", "rdf", "application/rdf+xml"),
    ] {
        let chosen = shared().get(
            "/doc/organisation/example-bank",
            &[&format!("Accept: {accept}")],
        );
        assert_eq!(
            (chosen.status, chosen.header("content-type")),
            (200, Some(media_type))
        );
        assert!(chosen.body.contains("Bank"), "{}", chosen.body);
        assert!(
            chosen
                .header("link")
                .is_some_and(|link| link.contains("rel=\"alternate\""))
        );
        let named = shared().get(&format!("/doc/organisation/example-bank.{extension}"), &[]);
        assert_eq!(
            (named.status, named.header("content-type")),
            (200, Some(media_type))
        );
    }
    assert_eq!(
        shared()
            .get("/doc/organisation/example-bank", &["Accept: image/png"])
            .status,
        406
    );
    assert_eq!(shared().get("/doc/organisation/nobody", &[]).status, 404);
}

#[test]
fn what_a_client_has_is_not_sent_again() {
    let path = "/doc/organisation/example-bank.ttl";
    let first = shared().get(path, &[]);
    let tag = first.header("etag").expect("a tag").to_owned();
    let again = shared().get(path, &[&format!("If-None-Match: {tag}")]);
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    assert_eq!(
        shared().get(path, &["If-None-Match: \"other\""]).status,
        200
    );
    let head = shared().send("HEAD", path, &[], "");
    assert_eq!(
        (head.status, head.body.as_str(), head.header("etag")),
        (200, "", Some(tag.as_str()))
    );
}

#[test]
fn ontology_catalogue_and_dump_are_there() {
    for (path, words) in [
        ("/ns", "Commitment"),
        ("/.well-known/void", "sparqlEndpoint"),
        (
            "/dump.nq",
            "<https://w3id.org/pledgegraph/id/document/news>",
        ),
    ] {
        let answer = shared().get(path, &["Accept: text/turtle, */*;q=0.1"]);
        assert!(
            answer.status == 200 && answer.body.contains(words),
            "{path}: {}",
            answer.body
        );
    }
}
