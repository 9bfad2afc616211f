//! [`Document`] -> sentences and tokens, as byte spans into its text.
//!
//! Tokens follow the conventions of the Universal Dependencies English treebanks, except that hyphenated words stay whole:
//! punctuation stands alone, clitics are cut off ("Mistral" + "'s"), currency signs and units are cut off numbers
//! ('€' '200' 'bn'), abbreviations keep their full stop ('U.S.', 'Inc.'), names such as 'GB200' and '5G' stay whole.
//! A number range is three tokens ('5' '-' '10'), a span of years one ('2024-25').
//!
//! Time is linear in the length of the text, whatever it holds.

mod characters;
mod dateline;
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
    /// The role of that block, or [`Role::Dateline`].
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

impl Segments {
    /// Adds one sentence made of these tokens.
    fn add(&mut self, tokens: Vec<Token>, block: usize, role: Role) {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return;
        };
        let start = self.tokens.len();
        self.sentences.push(Sentence {
            span: Span::new(first.span.start, last.span.end),
            tokens: start..start + tokens.len(),
            block,
            role,
        });
        self.tokens.extend(tokens);
    }
}

/// Cuts a document into sentences and tokens.
pub fn sentences(document: &Document, orthography: &Orthography) -> Segments {
    let mut segments = Segments::default();
    let mut paragraphs = 0;
    for (block, part) in document.blocks.iter().enumerate() {
        // A block that does not index the text is a fault of the caller, not a reason to panic.
        if document.text.get(part.span.start..part.span.end).is_none() {
            continue;
        }
        let mut raw = tokens::of(&document.text, part.span, orthography);
        if part.role == Role::Paragraph {
            paragraphs += 1;
            // A dateline stands at the beginning of the body, below a standfirst at most.
            if paragraphs <= 2
                && let Some(length) = dateline::length(&document.text, &raw)
            {
                let rest = raw.split_off(length);
                segments.add(raw, block, Role::Dateline);
                raw = rest;
            }
        }
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
