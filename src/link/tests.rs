use std::{fs, path::PathBuf};

use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};

use super::*;
use crate::{
    graph::{
        Base,
        vocabulary::{node, owl, pg, rdf, rdfs, skos},
    },
    rules::Source,
    store::{SourceGraph, Store},
};

const REGISTER: &str = r#"
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix schema: <http://schema.org/> .
@prefix x: <http://example.org/register/> .
x:1 a schema:GovernmentOrganization ; rdfs:label "Ministry of Health" ; schema:addressCountry "FR" .
x:2 a schema:GovernmentOrganization ; rdfs:label "Ministry of Health" ; schema:addressCountry "TH" .
x:3 a schema:EducationalOrganization ; rdfs:label "Mountain Genome Centre" ; skos:altLabel "MGC" .
x:4 a schema:GovernmentOrganization ; rdfs:label "Agence Nationale" ; owl:sameAs <http://example.org/world/4> .
x:5 a schema:GovernmentOrganization ; rdfs:label "Office of Bridges" ; schema:addressCountry "FR" .
x:6 a schema:GovernmentOrganization ; rdfs:label "Office of Tunnels" ; schema:addressCountry "TH" .
x:7 a skos:Concept ; skos:inScheme <http://example.org/eu-programme> ; skos:prefLabel "Rural Light Programme"@en , "Licht"@de .
x:8 a skos:Concept ; skos:inScheme <http://example.org/eu-programme> ; skos:prefLabel "Old Light Programme"@en ;
    <http://publications.europa.eu/ontology/authority/deprecated> "true" .
x:10 a skos:Concept ; skos:inScheme <http://example.org/eu-programme> ; skos:prefLabel "Night Fund" .
x:9 a schema:GovernmentOrganization ; rdfs:label "Agence Deux" ; owl:sameAs <http://example.org/world/5> .
"#;

struct Desk {
    store: Store,
    quads: Vec<Quad>,
}

impl Desk {
    fn new() -> Self {
        Self {
            store: Store::in_memory(Base::default()),
            quads: Vec::new(),
        }
    }

    fn document(&self) -> NamedNode {
        self.store.base().document("news")
    }

    fn entity(&mut self, path: &str, class: &'static str, label: &str) -> NamedNode {
        let iri = NamedNode::new_unchecked(format!("{}id/{path}", Base::DEFAULT));
        self.say(&iri, rdf::TYPE, node(class).into());
        self.say(&iri, rdfs::LABEL, Literal::from(label).into());
        iri
    }

    fn say(&mut self, subject: &NamedNode, property: &'static str, object: Term) {
        let graph = self.document();
        self.quads
            .push(Quad::new(subject.clone(), node(property), object, graph));
    }

    /// Loads the document and the register, links, and gives what the story says of links.
    fn linked(&self) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("register.ttl");
        fs::write(&file, REGISTER).expect("a file");
        let graph = self.store.base().graph("register");
        let mut writer = self.store.writer().expect("a writer");
        let name = self.document();
        let quads = self.quads.clone();
        writer
            .load(vec![SourceGraph { name, quads }])
            .expect("loads");
        drop(writer);
        import::into_store(&self.store, &graph, &[file], None, &mut |_| ()).expect("imports");
        let gazetteer = Gazetteer::load(&Source::Embedded).expect("a gazetteer");
        propose(&self.store, &gazetteer, &[graph]).expect("links");
        self.story()
    }

    fn story(&self) -> Vec<String> {
        let mut found = Vec::new();
        for property in [owl::SAME_AS, skos::EXACT_MATCH] {
            for quad in self.store.quads(
                None,
                Some(&node(property)),
                None,
                Some(&GraphName::DefaultGraph),
            ) {
                let quad = quad.expect("a quad");
                let local = |text: String| {
                    text.trim_matches(['<', '>'])
                        .rsplit('/')
                        .next()
                        .unwrap_or("")
                        .to_owned()
                };
                let property = property.rsplit('#').next().unwrap_or("");
                found.push(format!(
                    "{} {property} {}",
                    local(quad.subject.to_string()),
                    local(quad.object.to_string())
                ));
            }
        }
        found.sort();
        found
    }

    fn waiting(&self) -> Vec<String> {
        review(&self.store)
            .expect("a list")
            .into_iter()
            .map(|link| format!("{} ? {}", link.entity_label, link.other_label))
            .collect()
    }
}

#[test]
fn many_of_one_name_and_acronyms_wait() {
    let mut desk = Desk::new();
    let ministry = desk.entity(
        "organisation/ministry-of-health-x",
        pg::PUBLIC_BODY,
        "Ministry of Health",
    );
    desk.say(
        &ministry,
        skos::ALT_LABEL,
        Literal::from("Health Ministry").into(),
    );
    desk.entity("organisation/mgc", pg::ORGANISATION, "MGC");
    assert_eq!(desk.linked(), Vec::<String>::new());
    let waiting = desk.waiting();
    assert_eq!(
        waiting
            .iter()
            .filter(|link| *link == "Ministry of Health ? Ministry of Health")
            .count(),
        2
    );
}

#[test]
fn a_company_is_never_the_school_of_the_same_acronym() {
    let mut desk = Desk::new();
    desk.entity("organisation/mgc", pg::COMPANY, "mgc");
    assert!(desk.linked().is_empty());
    assert!(desk.waiting().is_empty());
}

#[test]
fn name_class_and_state_together_decide_one_less_does_not() {
    let mut desk = Desk::new();
    for name in ["bridges", "tunnels"] {
        let label = format!("Office of {}{}", name[..1].to_uppercase(), &name[1..]);
        let office = desk.entity(
            &format!("organisation/office-of-{name}"),
            pg::PUBLIC_BODY,
            &label,
        );
        desk.say(
            &office,
            pg::LOCATED_IN,
            NamedNode::new_unchecked(format!("{}id/place/france", Base::DEFAULT)).into(),
        );
    }
    assert_eq!(desk.linked(), ["office-of-bridges sameAs 5"]);
    assert!(
        desk.waiting().is_empty(),
        "another state is another office: {:?}",
        desk.waiting()
    );
}

#[test]
fn without_a_state_an_office_waits() {
    let mut desk = Desk::new();
    desk.entity(
        "organisation/office-of-bridges",
        pg::PUBLIC_BODY,
        "Office of Bridges",
    );
    assert!(desk.linked().is_empty());
    assert_eq!(desk.waiting(), ["Office of Bridges ? Office of Bridges"]);
}

#[test]
fn a_shared_identifier_decides_and_another_one_forbids() {
    let mut desk = Desk::new();
    let agency = desk.entity("organisation/agency", pg::PUBLIC_BODY, "National Agency");
    desk.say(
        &agency,
        owl::SAME_AS,
        NamedNode::new_unchecked("http://example.org/world/4").into(),
    );
    let second = desk.entity("organisation/second", pg::PUBLIC_BODY, "Agence Deux");
    desk.say(
        &second,
        owl::SAME_AS,
        NamedNode::new_unchecked("http://example.org/world/6").into(),
    );
    // Its own name in the world, and that of the register.
    assert_eq!(
        desk.linked(),
        ["agency sameAs 4", "agency sameAs 4", "second sameAs 6"]
    );
    assert!(desk.waiting().is_empty());
}

#[test]
fn concepts_match_exactly_unless_out_of_use_or_of_a_common_name() {
    let mut desk = Desk::new();
    desk.entity(
        "programme/rural-light",
        pg::PROGRAMME,
        "Rural Light Programme",
    );
    desk.entity("programme/old-light", pg::PROGRAMME, "Old Light Programme");
    assert_eq!(desk.linked(), ["rural-light exactMatch 7"]);
    assert_eq!(
        desk.waiting(),
        ["Old Light Programme ? Old Light Programme"]
    );
}

#[test]
fn what_a_person_decides_stands_in_later_runs() {
    let mut desk = Desk::new();
    desk.entity(
        "organisation/health-x",
        pg::PUBLIC_BODY,
        "Ministry of Health",
    );
    desk.entity(
        "programme/rural-light",
        pg::PROGRAMME,
        "Rural Light Programme",
    );
    assert_eq!(desk.linked(), ["rural-light exactMatch 7"]);
    let entity = |path: &str| format!("{}id/{path}", Base::DEFAULT);
    let other = |number: u8| format!("http://example.org/register/{number}");
    let say = |path: &str, number: u8, accept: bool| {
        decide(&desk.store, &entity(path), &other(number), accept).expect("decides")
    };
    assert!(say("organisation/health-x", 1, true));
    assert!(say("organisation/health-x", 2, false));
    assert!(say("programme/rural-light", 7, false));
    assert!(!say("programme/rural-light", 1, true), "never proposed");
    let expected = ["health-x sameAs 1"];
    assert_eq!(desk.story(), expected);
    assert!(desk.waiting().is_empty());
    // The next run, and one with the document gone in between.
    assert_eq!(desk.linked(), expected);
    let mut writer = desk.store.writer().expect("a writer");
    writer.remove(&desk.document()).expect("removes");
    drop(writer);
    assert!(desk.story().is_empty());
    assert_eq!(desk.linked(), expected);
    assert!(desk.waiting().is_empty());
}

#[test]
fn linking_and_importing_again_changes_nothing() {
    let mut desk = Desk::new();
    desk.entity(
        "programme/rural-light",
        pg::PROGRAMME,
        "Rural Light Programme",
    );
    let lines = |store: &Store| {
        let mut lines: Vec<String> = store
            .quads(None, None, None, None)
            .map(|quad| quad.expect("a quad").to_string())
            .collect();
        lines.sort();
        lines
    };
    desk.linked();
    let first = lines(&desk.store);
    desk.linked();
    assert_eq!(lines(&desk.store), first);
    let subject = NamedOrBlankNode::from(NamedNode::new_unchecked(format!(
        "{}id/programme/rural-light",
        Base::DEFAULT
    )));
    assert!(desk.store.quads(Some(&subject), None, None, None).count() > 0);
    let mut writer = desk.store.writer().expect("a writer");
    writer.remove(&desk.document()).expect("removes");
    assert!(desk.story().is_empty());
}

fn imported(
    name: &str,
    content: &[u8],
    mapping: Option<&str>,
) -> Result<Vec<String>, import::Error> {
    let folder = tempfile::tempdir().expect("a folder");
    let file: PathBuf = folder.path().join(name);
    fs::write(&file, content).expect("a file");
    let mapping = mapping.map(|text| {
        let path = folder.path().join("mapping.toml");
        fs::write(&path, text).expect("a file");
        import::Mapping::read(&path)
    });
    let store = Store::in_memory(Base::default());
    let graph = import::graph_of(&file, store.base())?;
    import::into_store(
        &store,
        &graph,
        &[file],
        mapping.transpose()?.as_ref(),
        &mut |_| (),
    )?;
    let mut lines: Vec<String> = store
        .quads(None, None, None, Some(&graph.into()))
        .map(|quad| {
            let quad = quad.expect("a quad");
            format!("{} {} {}", quad.subject, quad.predicate, quad.object)
        })
        .collect();
    lines.sort();
    Ok(lines)
}

#[test]
fn every_syntax_gives_the_same_statements() {
    let triple = "<http://x.org/a> <http://x.org/b> <http://x.org/c>";
    let nquads = format!("{triple} <http://x.org/g> .\n");
    for (name, content) in [
        ("a.ttl", "@prefix x: <http://x.org/> . x:a x:b x:c ."),
        ("a.nt", &format!("{triple} .")),
        ("a.nq", &nquads),
        ("a.trig", "@prefix x: <http://x.org/> . x:g { x:a x:b x:c }"),
        (
            "a.jsonld",
            r#"{"@id":"http://x.org/a","http://x.org/b":{"@id":"http://x.org/c"}}"#,
        ),
        (
            "a.rdf",
            r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x.org/"><rdf:Description rdf:about="http://x.org/a"><x:b rdf:resource="http://x.org/c"/></rdf:Description></rdf:RDF>"#,
        ),
    ] {
        let lines = imported(name, content.as_bytes(), None)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(lines, [triple], "{name}");
    }
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, nquads.as_bytes()).expect("packs");
    assert_eq!(
        imported("a.nq.gz", &packed.finish().expect("packs"), None).expect("reads"),
        [triple]
    );
}

#[test]
fn blank_nodes_get_the_same_names_each_time() {
    let turtle =
        b"<http://x.org/a> <http://x.org/b> [ <http://x.org/c> 1 ], [ <http://x.org/c> 2 ] .";
    let lines = imported("a.ttl", turtle, None).expect("reads");
    assert_eq!(lines, imported("a.ttl", turtle, None).expect("reads"));
    assert!(lines.iter().all(|line| !line.contains("_:")), "{lines:?}");
}

#[test]
fn organisations_come_from_the_registry_s_json() {
    let line = r#"{"id":"https://ror.org/0x","names":[{"value":"House of Light","types":["ror_display","label"],"lang":"en"},{"v":"HL","t":["acronym"],"l":null}],"types":["Government"],"status":"active","locations":[{"geonames_id":7,"geonames_details":{"country_code":"FR","name":"Paris"}}],"external_ids":[{"type":"wikidata","all":["Q1"]}],"relationships":[]}"#;
    let lines = imported("a.jsonl", line.as_bytes(), None)
        .expect("reads")
        .join("\n");
    for expected in [
        "label> \"House of Light\"@en",
        "altLabel> \"HL\"",
        "sameAs> <http://www.wikidata.org/entity/Q1>",
        "addressCountry> \"FR\"",
        "<http://schema.org/GovernmentOrganization>",
        "<https://sws.geonames.org/7/>",
    ] {
        assert!(lines.contains(expected), "{expected} in {lines}");
    }
    let error =
        imported("a.jsonl", format!("{line}\n{{}}").as_bytes(), None).expect_err("no record");
    assert!(error.to_string().contains("line 2"), "{error}");
}

#[test]
fn tables_come_by_a_mapping() {
    let mapping = r#"
        subject = "http://x.org/{code}"
        types = ["http://x.org/State"]
        [[property]]
        iri = "http://x.org/name"
        value = "{name}"
        language = "en"
        [[property]]
        iri = "http://x.org/same"
        value = "{link}"
        kind = "iri"
        replace = ["https://w/", "http://w/e/"]
    "#;
    let table = "code,name,link\nA,\"Alpha, or \"\"A\"\"\",https://w/Q1\nB,Beta,\n";
    let lines = imported("states.csv", table.as_bytes(), Some(mapping)).expect("reads");
    assert_eq!(
        lines,
        [
            "<http://x.org/A> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://x.org/State>",
            "<http://x.org/A> <http://x.org/name> \"Alpha, or \\\"A\\\"\"@en",
            "<http://x.org/A> <http://x.org/same> <http://w/e/Q1>",
            "<http://x.org/B> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://x.org/State>",
            "<http://x.org/B> <http://x.org/name> \"Beta\"@en",
        ]
    );
    let error = imported("states.csv", table.as_bytes(), None).expect_err("no mapping");
    assert!(error.to_string().contains("--mapping"), "{error}");
    let error = imported("states.csv", b"id\n1\n", Some(mapping)).expect_err("no such column");
    assert!(error.to_string().contains("\"code\""), "{error}");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (name, content, expected) in [
        (
            "a.ttl",
            "<http://x.org/a> <http://x.org/b> 1 .\n<http://x.org/a> nonsense",
            "line 2",
        ),
        ("a.pdf", "x", "\"pdf\""),
        ("links.ttl", "", "\"links\""),
    ] {
        let error = imported(name, content.as_bytes(), None)
            .expect_err(name)
            .to_string();
        assert!(error.contains(expected), "{name}: {error}");
    }
}
