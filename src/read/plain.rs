//! Plain text -> blocks.

use super::{Block, Document, Role};
use crate::span::Span;

/// A document with this key and text, cut into blocks; line ends become `\n`.
pub fn document(key: &str, text: &str) -> Document {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let blocks = blocks(&text);
    let title = blocks
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
        key: key.to_owned(),
        identifier: key.to_owned(),
        text,
        blocks,
        title,
        language: "en".to_owned(),
        ..Document::default()
    }
}

/// A line without the white space around it.
#[derive(Clone, Copy)]
struct Line {
    span: Span,
    /// Index of its paragraph as separated by empty lines.
    group: usize,
}

/// Cuts plain text into headlines, paragraphs and list items.
pub fn blocks(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let width = lines
        .iter()
        .map(|line| line.span.of(text).chars().count())
        .max()
        .unwrap_or(0);
    let layout = Layout { text, width };
    let mut blocks: Vec<Block> = Vec::new();
    let mut previous: Option<Line> = None;
    for (index, line) in lines.iter().enumerate() {
        let next_group = lines.get(index + 1).map(|next| next.group);
        let before = previous
            .replace(*line)
            .filter(|before| before.group == line.group);
        let words = line.span.of(text);
        if is_list_item(words)
            && before.is_none_or(|before| layout.item_may_follow(before, &blocks))
        {
            blocks.push(Block {
                span: line.span,
                role: Role::ListItem,
            });
            continue;
        }
        if let Some(before) = before
            && let Some(block) = blocks.last_mut()
            && layout.continues(before, *line, *block)
        {
            block.span.end = line.span.end;
            continue;
        }
        let stands_alone = before.is_none() && next_group.is_some_and(|next| next != line.group);
        let role = layout.role(*line, index == 0, stands_alone, index + 1 == lines.len());
        blocks.push(Block {
            span: line.span,
            role,
        });
    }
    blocks
}

struct Layout<'a> {
    text: &'a str,
    /// Characters in the longest line.
    width: usize,
}

impl Layout<'_> {
    /// Whether `line` goes on with the block whose last line is `before`.
    fn continues(&self, before: Line, line: Line, block: Block) -> bool {
        let (above, below) = (before.span.of(self.text), line.span.of(self.text));
        let first_word = below.split_whitespace().next().unwrap_or("");
        let fits = above.chars().count() + 1 + first_word.chars().count() <= self.width;
        let wrapped = !fits && self.width <= 120;
        if ends_sentence(above) {
            return wrapped;
        }
        let heading = block.span == before.span
            && block.role != Role::ListItem
            && !wrapped
            && is_heading(above)
            && below.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        !heading
    }

    /// Whether a list item may follow this line; otherwise '2. ' may only be a wrapped line.
    fn item_may_follow(&self, before: Line, blocks: &[Block]) -> bool {
        let above = before.span.of(self.text);
        ends_sentence(above)
            || above.ends_with([':', ';', ','])
            || blocks
                .last()
                .is_some_and(|block| block.role == Role::ListItem)
    }

    fn role(&self, line: Line, first: bool, stands_alone: bool, last: bool) -> Role {
        let words = line.span.of(self.text);
        let headline = if first {
            !last
                && (is_heading(words)
                    || stands_alone && words.len() <= 300 && !words.ends_with('.'))
        } else {
            stands_alone && is_heading(words) && !words.contains(char::is_numeric)
        };
        if headline {
            Role::Headline
        } else {
            Role::Paragraph
        }
    }
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut group = 0;
    let mut start = 0;
    for line in text.split('\n') {
        let content = line.trim();
        if content.is_empty() {
            group += 1;
        } else {
            let begin = start + (line.len() - line.trim_start().len());
            lines.push(Line {
                span: Span::new(begin, begin + content.len()),
                group,
            });
        }
        start += line.len() + 1;
    }
    lines
}

/// Whether the last mark of a line ends a sentence, closing quotes and brackets left aside.
fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', ')', ']', '\u{201d}', '\u{2019}', '\u{bb}'])
        .ends_with(['.', '!', '?', '\u{2026}', '\u{3002}'])
}

/// Short, capitalised, without comma or final full stop.
fn is_heading(line: &str) -> bool {
    let words = line.split_whitespace().take(13).count();
    words <= 8
        && line.len() <= 120
        && line.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
        && !line.contains(',')
        && !line.ends_with(['.', ';', ','])
}

/// '- text', '• text', '1. text', '(a) text'
fn is_list_item(line: &str) -> bool {
    let Some((marker, rest)) = line.split_once(char::is_whitespace) else {
        return false;
    };
    if rest.trim().is_empty() {
        return false;
    }
    if matches!(
        marker,
        "-" | "*"
            | "\u{2022}"
            | "\u{2023}"
            | "\u{25aa}"
            | "\u{25cf}"
            | "\u{25e6}"
            | "\u{b7}"
            | "\u{2013}"
            | "\u{25ba}"
    ) {
        return true;
    }
    let inner = marker.trim_start_matches('(');
    let Some(inner) = inner.strip_suffix(['.', ')']) else {
        return false;
    };
    let letter =
        marker.ends_with(')') && inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_lowercase());
    letter || !inner.is_empty() && inner.len() <= 2 && inner.bytes().all(|b| b.is_ascii_digit())
}
