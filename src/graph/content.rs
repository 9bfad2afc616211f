//! A document's fingerprint.

use sha2::{Digest, Sha256};

use super::iri::hex;
use crate::read::Document;

/// SHA-256, in hexadecimal digits, over the text and the metadata: equal exactly when extraction sees the same.
pub fn content_hash(document: &Document) -> String {
    let date = document.date.map(|date| date.to_string());
    let parts = [
        Some(document.text.as_str()),
        Some(document.identifier.as_str()),
        document.title.as_deref(),
        date.as_deref(),
        document.url.as_deref(),
        document.publisher.as_deref(),
        Some(document.language.as_str()),
    ];
    let mut hasher = Sha256::new();
    for part in parts {
        // Length first, so that no text can move from one part into the next.
        let part = part.unwrap_or("");
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hex(&hasher.finalize())
}
