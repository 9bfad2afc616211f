//! Bytes -> [`Document`]: text, title, date, source, language.

mod plain;

use jiff::civil::Date;

use crate::span::Span;

/// One announcement as read.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// What its IRI is made from: the explicit id, else the URL, else the path relative to the given folder.
    pub key: String,
    /// `dcterms:identifier`: the explicit id, or the stem of the file's name.
    pub identifier: String,
    /// The text. All spans index it. Line ends are `\n`; otherwise as the source has it (after HTML or Markdown was taken off).
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
    /// Body text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A block quotation.
    Quote,
    /// A table cell or row.
    Table,
}

/// A document made from plain text; its key is also its identifier, its language is taken for English.
pub fn plain(key: &str, text: &str) -> Document {
    plain::document(key, text)
}
