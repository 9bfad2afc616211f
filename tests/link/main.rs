//! One story out of many reports, and links to the graphs of others.

mod across_documents;

use std::path::PathBuf;

/// A file or folder of the material that only developers have; none, with a notice, elsewhere.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("SKIPPED: {} is not there", path.display());
    None
}
