//! Bytes -> [`Document`]: text, title, date, source, language.

mod builder;
mod dates;
mod decode;
mod error;
mod front_matter;
mod head;
mod html;
mod language;
mod markdown;
mod markup;
mod metadata;
mod ndjson;
mod plain;
mod walk;

use std::{
    fs::File,
    io::{BufRead, Read},
    path::{Path, PathBuf},
};

use jiff::civil::Date;

pub use error::Error;
pub use ndjson::Records;
pub use walk::Inputs;

use crate::span::Span;
use metadata::Metadata;

/// One announcement as read.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// What its IRI is made from: the explicit id, else the URL, else the path relative to the given folder.
    pub key: String,
    /// `dcterms:identifier`: the explicit id, or the stem of the file's name.
    pub identifier: String,
    /// The text. All spans index it. As the source has it, except that HTML and Markdown are taken off, line ends are `\n`,
    /// control characters are spaces and invisible characters (zero width, text direction, soft hyphens) are removed.
    pub text: String,
    /// Its parts in order; together they cover every word of the text.
    pub blocks: Vec<Block>,
    /// Headline, if known from metadata or the first block.
    pub title: Option<String>,
    /// Publication date; relative dates are resolved only when it is known.
    pub date: Option<Date>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// BCP 47 language code, given or detected; only `en` documents get relations.
    pub language: String,
    /// What was odd about the input, for the user.
    pub warnings: Vec<String>,
}

/// A headline, paragraph, list item or quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its place in the text.
    pub span: Span,
    /// What it is.
    pub role: Role,
}

/// The part a block plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Title of the document or of a section.
    Headline,
    /// Where and when the text was written; stands before the first sentence of the body.
    Dateline,
    /// Body text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A block quotation.
    Quote,
    /// A table cell or row.
    Table,
}

/// What the user says about the documents.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day of publication of documents that do not state one.
    pub date: Option<Date>,
    /// The language of documents that do not state one; detected when `None`.
    pub language: Option<String>,
    /// Larger files, and longer lines of NDJSON, are refused: a document is held in memory as a whole.
    pub largest: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            date: None,
            language: None,
            largest: 64 << 20,
        }
    }
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.txt`
    Plain,
    /// `.md`, `.markdown`
    Markdown,
    /// `.html`, `.htm`, `.xhtml`
    Html,
    /// `.ndjson`, `.jsonl`: many documents
    Ndjson,
}

impl Format {
    /// The format of files with this extension, in small letters and without full stop.
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "txt" | "text" => Some(Self::Plain),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            _ => None,
        }
    }
}

/// A document that was found but not read yet. Finding is done in order; reading can be done in parallel.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file with one document.
    File {
        /// Where it is.
        path: PathBuf,
        /// Its path relative to the folder that was given.
        key: String,
        /// How it is written.
        format: Format,
    },
    /// A line of NDJSON.
    Record {
        /// The file it is from, or `-`.
        name: String,
        /// Its line, from 1.
        line: usize,
        /// The line.
        json: Vec<u8>,
    },
}

impl Input {
    /// Reads it.
    ///
    /// # Errors
    /// When the file cannot be read, is too large, is no text or holds no words, or the line is no record.
    pub fn read(&self, options: &Options) -> Result<Document, Error> {
        match self {
            Self::File { path, key, format } => {
                let bytes = contents(path, options.largest)?;
                bytes_of_file(path, key, *format, &bytes, options)
            }
            Self::Record { name, line, json } => ndjson::record(name, *line, json, options),
        }
    }
}

/// The inputs under `path`, a file or folder, in sorted order; links that leave the folder are not followed.
pub fn inputs(path: &Path, options: &Options) -> Inputs {
    Inputs::new(path, options)
}

/// The inputs of an NDJSON stream, such as standard input; `name` is what messages call it.
pub fn records(name: &str, reader: Box<dyn BufRead + Send>, options: &Options) -> Records {
    Records::new(name, reader, options)
}

/// The documents under `path`, read one at a time; a broken one is an error among the others.
pub fn documents(
    path: &Path,
    options: &Options,
) -> impl Iterator<Item = Result<Document, Error>> + Send + use<> {
    let options = options.clone();
    inputs(path, &options).map(move |input| input?.read(&options))
}

/// The document in the bytes of a file called `name`, which is also its key.
///
/// # Errors
/// When they are no text or hold no words.
pub fn bytes(
    name: &str,
    format: Format,
    bytes: &[u8],
    options: &Options,
) -> Result<Document, Error> {
    bytes_of_file(Path::new(name), name, format, bytes, options)
}

/// A document made from plain text; its key is also its identifier, its language is taken for English.
pub fn plain(key: &str, text: &str) -> Document {
    let text = decode::clean(text).text;
    let blocks = plain::blocks(&text);
    let options = Options {
        language: Some("en".to_owned()),
        ..Options::default()
    };
    document(key, key, Metadata::default(), text, blocks, &options)
}

/// At most `limit` bytes of a file; also of one that grows while it is read.
fn contents(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let unreadable = |source| Error::Unreadable {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        return Err(Error::TooLarge {
            path: path.to_owned(),
            limit,
        });
    }
    Ok(bytes)
}

fn bytes_of_file(
    path: &Path,
    key: &str,
    format: Format,
    bytes: &[u8],
    options: &Options,
) -> Result<Document, Error> {
    let declared = (format == Format::Html)
        .then(|| decode::declared_in_html(bytes))
        .flatten();
    let decoded = decode::text(bytes, declared).map_err(|reason| match reason {
        decode::NoText::Binary => Error::Binary {
            path: path.to_owned(),
        },
        decode::NoText::Undecodable => Error::Undecodable {
            path: path.to_owned(),
        },
    })?;
    let (mut metadata, text, blocks) = match format {
        Format::Html => html::article(&decoded.text),
        Format::Markdown => {
            let (metadata, body) =
                front_matter::split(&decoded.text).unwrap_or((Metadata::default(), &decoded.text));
            let (text, blocks) = markdown::blocks(body);
            let title = metadata.title.clone().unwrap_or_default();
            let (text, blocks) = builder::with_title(&title, text, blocks);
            (metadata, text, blocks)
        }
        Format::Plain | Format::Ndjson => {
            let (metadata, body) = match front_matter::split(&decoded.text) {
                Some((metadata, body)) => (metadata, body.to_owned()),
                None => (Metadata::default(), decoded.text),
            };
            let blocks = plain::blocks(&body);
            (metadata, body, blocks)
        }
    };
    if blocks.is_empty() {
        return Err(Error::Empty {
            path: path.to_owned(),
        });
    }
    metadata.warnings.splice(0..0, decoded.warnings);
    let stem = path.file_stem().map_or_else(
        || key.to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    );
    Ok(document(key, &stem, metadata, text, blocks, options))
}

/// Fills in what the metadata leave open.
fn document(
    key: &str,
    identifier: &str,
    metadata: Metadata,
    text: String,
    blocks: Vec<Block>,
    options: &Options,
) -> Document {
    let headline = blocks
        .first()
        .filter(|block| block.role == Role::Headline)
        .map(|block| {
            block
                .span
                .of(&text)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        });
    Document {
        key: metadata
            .id
            .clone()
            .or_else(|| metadata.url.clone())
            .unwrap_or_else(|| key.to_owned()),
        identifier: metadata.id.unwrap_or_else(|| identifier.to_owned()),
        title: metadata.title.or(headline),
        date: metadata
            .date
            .or_else(|| dates::dateline(&text, &blocks))
            .or(options.date),
        url: metadata.url,
        publisher: metadata.publisher,
        language: metadata
            .language
            .or_else(|| options.language.clone())
            .unwrap_or_else(|| language::detect(&text)),
        warnings: metadata.warnings,
        text,
        blocks,
    }
}

#[cfg(test)]
mod tests;
