//! Collects the text of marked-up formats, block by block.

use super::{Block, Role};
use crate::span::Span;

/// Text and blocks under construction. Runs of white space become one space, blocks are separated by an empty line.
#[derive(Debug)]
pub struct Builder {
    text: String,
    blocks: Vec<Block>,
    start: usize,
    role: Role,
    /// White space that is written only when words follow.
    pending: Option<char>,
}

impl Builder {
    /// An empty text.
    pub fn new() -> Self {
        Self {
            text: String::new(),
            blocks: Vec::new(),
            start: 0,
            role: Role::Paragraph,
            pending: None,
        }
    }

    /// Ends the current block and begins one with this role.
    pub fn begin(&mut self, role: Role) {
        self.end();
        self.role = role;
    }

    /// Ends the current block.
    pub fn end(&mut self) {
        if self.text.len() > self.start {
            self.blocks.push(Block {
                span: Span::new(self.start, self.text.len()),
                role: self.role,
            });
        }
        self.start = self.text.len();
        self.role = Role::Paragraph;
        self.pending = None;
    }

    /// Adds words; the white space between them shrinks.
    pub fn words(&mut self, words: &str) {
        for c in words.chars() {
            // Spaces that do not break are kept: they join a number and its unit.
            if c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}') {
                self.pending = self.pending.or(Some(' '));
            } else {
                self.character(c);
            }
        }
    }

    /// Adds white space that stands for itself: `\n` for a line break, a tab between table cells.
    pub fn gap(&mut self, gap: char) {
        self.pending = Some(gap);
    }

    /// The text and its blocks.
    pub fn finish(mut self) -> (String, Vec<Block>) {
        self.end();
        (self.text, self.blocks)
    }

    fn character(&mut self, c: char) {
        if self.text.len() == self.start {
            if !self.blocks.is_empty() {
                self.text.push_str("\n\n");
                self.start = self.text.len();
            }
        } else if let Some(gap) = self.pending {
            self.text.push(gap);
        }
        self.pending = None;
        self.text.push(c);
    }
}

/// Puts `title` in front as a headline, unless the text begins with it.
pub fn with_title(title: &str, text: String, blocks: Vec<Block>) -> (String, Vec<Block>) {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = blocks.first().map_or("", |block| block.span.of(&text));
    if title.is_empty() || first.to_lowercase() == title.to_lowercase() {
        return (text, blocks);
    }
    let shift = title.len() + 2;
    let headline = Block {
        span: Span::new(0, title.len()),
        role: Role::Headline,
    };
    let moved = blocks.into_iter().map(|block| Block {
        span: Span::new(block.span.start + shift, block.span.end + shift),
        ..block
    });
    let blocks = std::iter::once(headline).chain(moved).collect();
    (format!("{title}\n\n{text}"), blocks)
}
