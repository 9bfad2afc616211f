//! A server on a free port with a small store, and the plainest client there is.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::OnceLock,
    time::Duration,
};

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{GraphName, Quad},
};
use pledgegraph::store::Store;

/// The story and one source. The label tries to be markup.
const STORE: &str = include_str!("store.nq");

/// A running server; it ends with the value.
pub struct Server {
    child: Child,
    address: String,
    /// Goes with the server.
    folder: Option<tempfile::TempDir>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The sources first: with them the store tells a story of its own, which ours then replaces.
fn fill(folder: &Path) {
    let mut graphs: BTreeMap<String, (GraphName, Vec<Quad>)> = BTreeMap::new();
    for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(STORE) {
        let quad = quad.expect("a quad");
        let name = quad.graph_name.clone();
        let graph = graphs.entry(name.to_string()).or_insert((name, Vec::new()));
        graph.1.push(quad);
    }
    let store = Store::create(folder, None).expect("a store");
    let (story, sources): (Vec<_>, Vec<_>) = graphs
        .into_values()
        .partition(|(name, _)| *name == GraphName::DefaultGraph);
    for (name, quads) in sources.into_iter().chain(story) {
        store.replace_graph(&name, quads).expect("loaded");
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
    /// Whether the body came to its honest end.
    pub whole: bool,
}

impl Answer {
    /// The value of a header, names in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(": ")?;
            known.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

/// The one that all tests read from.
pub fn shared() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    static WATCH: OnceLock<Child> = OnceLock::new();
    let server = SERVER.get_or_init(|| Server::start(&[]));
    // What is static is never dropped: the server is ended when our end of this pipe closes with us.
    WATCH.get_or_init(|| {
        Command::new("sh")
            .args(["-c", &format!("cat; kill {}", server.child.id())])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a watch")
    });
    server
}

impl Server {
    pub fn start(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = folder.path().join("store");
        fill(&store);
        let mut server = Self::over(&store, arguments);
        server.folder = Some(folder);
        server
    }

    /// Serves a store that is there.
    pub fn over(store: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pledgegraph"))
            .args(["serve", "--bind", "127.0.0.1:0", "--store"])
            .arg(store)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a server");
        let mut lines = BufReader::new(child.stderr.take().expect("stderr"));
        let mut line = String::new();
        lines.read_line(&mut line).expect("a line");
        let address = line
            .split_once("http://")
            .and_then(|(_, rest)| rest.split('/').next())
            .unwrap_or_else(|| panic!("no address in {line:?}"))
            .to_owned();
        // What else it says must not fill the pipe.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Self {
            child,
            address,
            folder: None,
        }
    }

    /// `http://127.0.0.1:PORT/path`
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn get(&self, path: &str, headers: &[&str]) -> Answer {
        self.send("GET", path, headers, "")
    }

    pub fn post(&self, path: &str, headers: &[&str], body: &str) -> Answer {
        self.send("POST", path, headers, body)
    }

    pub fn query(&self, query: &str) -> Answer {
        let headers = ["Content-Type: application/sparql-query"];
        self.post("/sparql", &headers, query)
    }

    pub fn send(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|header| header.starts_with("Host: ")) {
            request.push_str(&format!("Host: {}\r\n", self.address));
        }
        for header in headers {
            request.push_str(header);
            request.push_str("\r\n");
        }
        if !body.is_empty() {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        request.push_str(body);
        self.raw(request.as_bytes())
    }

    pub fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        // A server that refuses early closes before it has read everything.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let at = bytes
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
        let body = bytes.get(at + 4..).unwrap_or_default();
        let chunked = head.to_lowercase().contains("transfer-encoding: chunked");
        Answer {
            status: head
                .split(' ')
                .nth(1)
                .and_then(|status| status.parse().ok())
                .unwrap_or(0),
            whole: !chunked || body.ends_with(b"0\r\n\r\n"),
            body: String::from_utf8_lossy(body).into_owned(),
            head,
        }
    }

    /// Most memory the process ever held, in bytes; `None` where the system does not tell.
    pub fn peak_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kilobytes * 1024)
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("a connection");
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .expect("a timeout");
        stream
    }
}
