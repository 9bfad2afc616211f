//! [`Document`] -> sentences and tokens, as byte spans into its text.

use crate::{
    read::{Document, Role},
    span::Span,
};

/// One token: a word, a number, a punctuation mark or a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its place in the text.
    pub span: Span,
    /// Whether white space stands before it.
    pub spaced: bool,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its place in the text, without surrounding white space.
    pub span: Span,
    /// Its tokens: a half-open range of indexes into [`Segments::tokens`].
    pub tokens: std::ops::Range<usize>,
    /// Index of its block in [`Document::blocks`].
    pub block: usize,
    /// The role of that block.
    pub role: Role,
}

/// The sentences and tokens of one document.
#[derive(Clone, Debug, Default)]
pub struct Segments {
    /// In text order; each token belongs to exactly one sentence.
    pub tokens: Vec<Token>,
    /// In text order.
    pub sentences: Vec<Sentence>,
}

/// Cuts a document into sentences and tokens.
pub fn sentences(document: &Document) -> Segments {
    let _ = document;
    Segments::default()
}
