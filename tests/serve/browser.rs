//! The explorer in headless Chromium, over the sample announcements. Skipped with a notice where browser or driver is absent.
//!
//! `PLEDGEGRAPH_IMAGES=docs/images` keeps the pictures that the README shows.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{
    client::Server,
    clients::{node, run},
    questions::announcements,
};

fn chromium() -> Option<&'static str> {
    let found = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| {
            Command::new(name)
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
        });
    if found.is_none() {
        eprintln!("skipped: needs chromium (Debian: apt-get install chromium)");
    }
    found
}

#[test]
fn people_search_read_ask_and_mistype() {
    let (Some(folder), Some(chromium)) = (node("puppeteer-core"), chromium()) else {
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let room = tempfile::tempdir().expect("a folder");
    let images = env::var_os("PLEDGEGRAPH_IMAGES").map_or(room.path().to_owned(), |given| {
        root.join(PathBuf::from(given))
    });
    let path = env::split_paths(&env::var_os("PATH").unwrap_or_default())
        .map(|folder| folder.join(chromium))
        .find(|path| path.exists())
        .expect("a browser on the path");
    let server = Server::over(&announcements(), &[]);
    let said = run(Command::new("node")
        .arg(root.join("tests/serve/browser.mjs"))
        .arg(server.url(""))
        .arg(&images)
        .env("PLEDGEGRAPH_NODE", folder)
        .env("PLEDGEGRAPH_CHROMIUM", path));
    assert!(said.matches("worked: ").count() > 25, "{said}");
}
