//! The program as its users meet it: arguments in, files, text and exit codes out.

mod bad_input;
mod build;
mod export;
mod hostile;
mod query;

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// Hand-made N-Quads of two documents, so that these tests do not depend on what the extraction finds.
const QUADS: &str = include_str!("two-documents.nq");

/// A temporary folder to run the program in.
struct Room(tempfile::TempDir);

impl Room {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A room with a store made from [`QUADS`].
    fn with_store() -> Self {
        let room = Self::new();
        room.file("two.nq", QUADS);
        room.run(&["build", "two.nq", "--store", "store"]).ok();
        room
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = program(self.0.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        // The program may stop before it has read everything.
        let _ = child
            .stdin
            .take()
            .expect("stdin")
            .write_all(input.as_bytes());
        let Output {
            status,
            stdout,
            stderr,
        } = child.wait_with_output().expect("the program ends");
        Ran {
            code: status.code(),
            out: String::from_utf8_lossy(&stdout).into_owned(),
            err: String::from_utf8_lossy(&stderr).into_owned(),
        }
    }

    /// The store's quads as lines.
    fn quads(&self) -> String {
        self.run(&["export", "--store", "store", "--format", "nquads"])
            .ok()
            .out
    }
}

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pledgegraph"));
    command.current_dir(folder).env("NO_COLOR", "1");
    command
}

/// What a run left behind.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    #[track_caller]
    fn ok(self) -> Self {
        self.exits(0)
    }

    #[track_caller]
    fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        assert!(!self.err.contains("a mistake in pledgegraph"), "{self:#?}");
        self
    }

    /// Exit code 2 and a message with these words.
    #[track_caller]
    fn refuses(self, words: &[&str]) -> Self {
        let ran = self.exits(2);
        for word in words {
            assert!(ran.err.contains(word), "{word:?} is not in {ran:#?}");
        }
        ran
    }
}
