//! Clients that other people wrote. Each test says that it is skipped where its client is absent.

use std::{
    env,
    ffi::OsString,
    io::Read as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::client::Server;

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/serve")
        .join(name)
}

/// Whether the command ends well; what it says is not shown.
fn works(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Python with these modules: that of `make python`, else the one of the system.
pub fn python(modules: &str) -> Option<OsString> {
    let chosen = env::var_os("PLEDGEGRAPH_PYTHON");
    let found = chosen
        .into_iter()
        .chain(["python3".into()])
        .find(|python| works(Command::new(python).args(["-c", &format!("import {modules}")])));
    if found.is_none() {
        eprintln!("skipped: needs python3 with {modules} (`make python` installs them)");
    }
    found
}

/// The folder with `node_modules` of `make node`, if this package is in it and node can be run.
pub fn node(package: &str) -> Option<PathBuf> {
    let folder = env::var_os("PLEDGEGRAPH_NODE").map(PathBuf::from);
    let found = folder.filter(|folder| {
        folder.join("node_modules").join(package).exists()
            && works(Command::new("node").arg("--version"))
    });
    if found.is_none() {
        eprintln!("skipped: needs node and {package} (`make node` installs it)");
    }
    found
}

/// Runs a script that prints a line for each thing that worked.
pub fn run(command: &mut Command) -> String {
    let output = command.output().expect("the client");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    said
}

#[test]
fn sparqlwrapper_and_rdflib_query_and_update() {
    let Some(python) = python("rdflib, SPARQLWrapper") else {
        return;
    };
    let server = Server::start(&["--write-token", "secret"]);
    let said = run(Command::new(python)
        .arg(script("clients.py"))
        .args([&server.url(""), "secret"]));
    assert_eq!(said.matches("worked: ").count(), 15, "{said}");
}

#[test]
fn comunica_queries_and_updates() {
    let Some(folder) = node("@comunica/query-sparql") else {
        return;
    };
    let server = Server::start(&["--write-token", "secret"]);
    let said = run(Command::new("node")
        .arg(script("comunica.mjs"))
        .args([&server.url(""), "secret"])
        .env("PLEDGEGRAPH_NODE", folder));
    assert_eq!(said.matches("worked: ").count(), 4, "{said}");
}

#[test]
fn curl_asks_follows_and_uploads() {
    if !works(Command::new("curl").arg("--version")) {
        eprintln!("skipped: needs curl");
        return;
    }
    let server = Server::start(&["--write-token", "secret"]);
    let curl = |arguments: &[&str]| {
        run(Command::new("curl")
            .args(["--silent", "--show-error", "--fail-with-body"])
            .args(arguments))
    };
    let sparql = server.url("/sparql");
    let query = "query=SELECT ?sum { ?sum a pg:Funding }";
    let rows = "sum\r\nhttps://w3id.org/pledgegraph/id/funding/EUR-5\r\n";
    for get in [&["--get"][..], &[]] {
        let mut arguments = vec!["--compressed", "-H", "Accept: text/csv"];
        arguments.extend_from_slice(get);
        arguments.extend(["--data-urlencode", query, &sparql]);
        assert_eq!(curl(&arguments), rows);
    }
    let thing = server.url("/id/organisation/example-bank");
    let turtle = curl(&["--location", "-H", "Accept: text/turtle", &thing]);
    assert!(turtle.contains("\"Example Bank\""), "{turtle}");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("upload.ttl");
    std::fs::write(&file, "<http://e.org/s> <http://e.org/p> \"öre\" .").expect("written");
    let graph = server.url("/graphs?graph=http://e.org/g");
    let upload = [
        "-H",
        "Content-Type: text/turtle",
        "-H",
        "Authorization: Bearer secret",
    ];
    let mut arguments = upload.to_vec();
    let path = file.to_string_lossy().into_owned();
    arguments.extend(["--upload-file", &path, &graph]);
    curl(&arguments);
    let back = curl(&["-H", "Accept: application/n-triples", &graph]);
    assert_eq!(back, "<http://e.org/s> <http://e.org/p> \"\u{f6}re\" .\n");
}

#[test]
fn the_packed_dump_is_the_dump() {
    let server = Server::start(&[]);
    let get = |path: &str| {
        let output = Command::new("curl")
            .args([
                "--silent",
                "--fail",
                "-H",
                "Accept-Encoding: gzip",
                &server.url(path),
            ])
            .output();
        output
            .ok()
            .filter(|output| output.status.success())
            .map(|output| output.stdout)
    };
    let (Some(plain), Some(packed)) = (get("/dump.nq"), get("/dump.nq.gz")) else {
        eprintln!("skipped: needs curl");
        return;
    };
    let unpacked = |bytes: &[u8]| {
        let mut text = String::new();
        flate2::read::GzDecoder::new(bytes)
            .read_to_string(&mut text)
            .expect("one layer of gzip");
        text
    };
    let quads = unpacked(&packed);
    assert!(
        quads.lines().count() > 40 && quads == unpacked(&plain),
        "{quads}"
    );
}
