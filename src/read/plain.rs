//! Plain text -> blocks.

use super::{Block, Role, dates};
use crate::span::Span;

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
    let layout = Layout::of(text, &lines);
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
    /// Characters in the longest line of a text whose lines were broken by a program.
    wrapped_at: Option<usize>,
    /// Words that a headline must have when no empty line follows it.
    headline_words: usize,
}

impl<'a> Layout<'a> {
    /// Lines were broken by a program when hardly any has room for the first word of the next one.
    fn of(text: &'a str, lines: &[Line]) -> Self {
        let width = lines
            .iter()
            .map(|line| length(line.span.of(text)))
            .max()
            .unwrap_or(0);
        let (mut full, mut breaks) = (0, 0);
        let mut headline_words = 4;
        for pair in lines
            .windows(2)
            .filter(|pair| pair[0].group == pair[1].group)
        {
            let above = pair[0].span.of(text);
            // Where other lines stop in mid-sentence, a short first line may do so too.
            if breaks > 0 && !ends_sentence(above) && !is_list_item(above) {
                headline_words = 6;
            }
            breaks += 1;
            full += usize::from(!fits(above, pair[1].span.of(text), width));
        }
        let wrapped = (30..=120).contains(&width) && full * 2 > breaks;
        Self {
            text,
            wrapped_at: wrapped.then_some(width),
            headline_words,
        }
    }

    /// Whether `line` goes on with the block whose last line is `before`.
    ///
    /// A line that ends in mid-sentence goes on in the next one, even before a capital: it may be a name.
    fn continues(&self, before: Line, line: Line, block: Block) -> bool {
        let (above, below) = (before.span.of(self.text), line.span.of(self.text));
        if self
            .wrapped_at
            .is_some_and(|width| !fits(above, below, width))
        {
            return block.role != Role::Headline || !is_shouted(above) || is_shouted(below);
        }
        if ends_sentence(above)
            && !may_be_abbreviation(above)
            && !below.starts_with(char::is_lowercase)
        {
            return false;
        }
        let heading = block.span == before.span
            && (block.role == Role::Headline || is_shouted(above))
            && !below.starts_with(char::is_lowercase);
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
            let counted = words.split_whitespace().take(self.headline_words).count();
            let surely = stands_alone || is_shouted(words) || counted == self.headline_words;
            !last
                && (is_heading(words) && surely
                    || stands_alone && words.len() <= 300 && !words.ends_with('.'))
        } else {
            stands_alone
                && is_heading(words)
                && !words.starts_with(char::is_numeric)
                && dates::parse(words).is_none()
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

/// Whether the last full stop may belong to the word before it: 'U.S.', 'J.', 'Inc.'. If it does not, nothing is lost:
/// the sentence ends there all the same.
fn may_be_abbreviation(line: &str) -> bool {
    let word = line.rsplit(char::is_whitespace).next().unwrap_or("");
    let Some(letters) = word.strip_suffix('.') else {
        return false;
    };
    let capitalised = letters.starts_with(char::is_uppercase);
    letters.contains('.')
        || capitalised && letters.len() == 1
        || capitalised && letters.len() <= 4 && letters.chars().skip(1).all(char::is_lowercase)
}

/// Short, capitalised, without comma or final full stop.
fn is_heading(line: &str) -> bool {
    line.split_whitespace().take(15).count() <= 14
        && line.len() <= 160
        && line.starts_with(|c: char| !c.is_lowercase())
        && !line.contains(',')
        && !line.ends_with(['.', ';'])
}

/// IN CAPITALS, which no sentence around it is.
fn is_shouted(line: &str) -> bool {
    line.chars().filter(|c| c.is_uppercase()).count() >= 4 && !line.contains(char::is_lowercase)
}

/// Whether the first word of `below` has room in the line `above`.
fn fits(above: &str, below: &str, width: usize) -> bool {
    let word = below.split_whitespace().next().unwrap_or("");
    // Each character has at least one byte: mostly there is nothing to count.
    above.len() + 1 + word.len() <= width || length(above) + 1 + length(word) <= width
}

fn length(line: &str) -> usize {
    line.chars().count()
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
