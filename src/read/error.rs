//! Why an input gave no document.

use std::{io, path::PathBuf};

/// One input that could not be read; the others go on. Every message names the file and the mend.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error("cannot read {}: {source}; check that it exists and that you may read it", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Larger than the limit.
    #[error("{} is larger than {limit} bytes; split it, or put its documents into an NDJSON file", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
        limit: u64,
    },
    /// No text: an image, an archive, a program.
    #[error("{} is not text but a binary file; save or convert it as text, Markdown, HTML or NDJSON", path.display())]
    Binary {
        /// The file.
        path: PathBuf,
    },
    /// A kind of file that is not read.
    #[error("{} cannot be read as a document: files ending in .{extension} are not supported; {mend}", path.display())]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// Its extension.
        extension: String,
        /// What to do instead.
        mend: &'static str,
    },
    /// In no encoding that could be found out.
    #[error("{} is neither UTF-8 nor in an encoding that can be recognised; save it as UTF-8", path.display())]
    Undecodable {
        /// The file.
        path: PathBuf,
    },
    /// No words in it.
    #[error("{} holds no text; remove it or fill it", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// A link out of the folder that was given.
    #[error("{} is a link that leads out of the folder and is not followed; name its target on the command line", path.display())]
    LeavesFolder {
        /// The link.
        path: PathBuf,
    },
    /// A folder in which nothing can be read.
    #[error("{} holds no documents; files ending in .txt, .md, .html, .ndjson or .jsonl are read", path.display())]
    NoDocuments {
        /// The folder.
        path: PathBuf,
    },
    /// A line that is no record.
    #[error("{name}, line {line}: {problem}")]
    Record {
        /// The file, or `-` for standard input.
        name: String,
        /// From 1.
        line: usize,
        /// The offending value and the mend.
        problem: String,
    },
}
