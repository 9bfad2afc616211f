//! [`Document`] -> sentences and tokens, as byte spans into its text.
//!
//! Tokens follow the conventions of the Universal Dependencies English treebanks, except that hyphenated words stay whole:
//! punctuation stands alone, clitics are cut off ("Mistral" + "'s"), currency signs and units are cut off numbers
//! ('€' '200' 'bn'), abbreviations keep their full stop ('U.S.', 'Inc.'), names such as 'GB200' and '5G' stay whole.
//! A number range is three tokens ('5' '-' '10'), a span of years one ('2024-25').
//!
//! Time is linear in the length of the text, whatever it holds.

mod characters;
mod numbers;
mod sentences;
mod tokens;

use crate::{
    read::{Document, Role},
    rules::Orthography,
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
pub fn sentences(document: &Document, orthography: &Orthography) -> Segments {
    let mut segments = Segments::default();
    for (block, part) in document.blocks.iter().enumerate() {
        // A block that does not index the text is a fault of the caller, not a reason to panic.
        if document.text.get(part.span.start..part.span.end).is_none() {
            continue;
        }
        let raw = tokens::of(&document.text, part.span, orthography);
        sentences::cut(
            &document.text,
            raw,
            block,
            part.role,
            orthography,
            &mut segments,
        );
    }
    segments
}
