//! The W3C suites of the SPARQL 1.1 protocols, against a server of our own. Skipped with a notice where suite or runner is absent.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

/// A server that ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn protocol_and_graph_store_protocol() {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/suites/w3c-http");
    let has_rdflib = Command::new("python3")
        .args(["-c", "import rdflib"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !suite.join("run.py").exists() || !has_rdflib {
        eprintln!("skipped: needs {} and python3 with rdflib", suite.display());
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(env!("CARGO_BIN_EXE_pledgegraph"))
        .args([
            "serve",
            "--bind",
            "127.0.0.1:0",
            "--write-token",
            "secret",
            "--store",
        ])
        .arg(folder.path().join("store"))
        .stderr(Stdio::piped())
        .spawn()
        .expect("a server");
    let mut line = String::new();
    BufReader::new(child.stderr.take().expect("stderr"))
        .read_line(&mut line)
        .expect("a line");
    let _server = Server(child);
    let address = line
        .split_whitespace()
        .find(|word| word.starts_with("http://"))
        .expect("an address")
        .trim_end_matches('/');
    for (manifest, tests) in [
        ("protocol/manifest.ttl", 34),
        ("graph-store-protocol/manifest.ttl", 13),
    ] {
        let output = Command::new("python3")
            .arg(suite.join("run.py"))
            .args(["--query", &format!("{address}/sparql")])
            .args(["--update", &format!("{address}/sparql")])
            .args(["--gsp", &format!("{address}/graphs")])
            .args(["--token", "secret", "--reset", "--manifest"])
            .arg(suite.join(manifest))
            .output()
            .expect("the runner");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && said.contains(&format!("{tests} passed, 0 failed")),
            "{manifest}: {said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
