//! HTML -> text and blocks, in one linear walk over the tags.

use super::{Block, Role, builder::Builder};

/// The words of `html`. Scripts, styles, comments, forms and hidden heads are left out.
///
/// It needs no sound tree: tags that nobody closes or that are nested 64,000 deep cost nothing.
pub fn blocks(html: &str) -> (String, Vec<Block>) {
    let mut builder = Builder::new();
    let (mut items, mut quotes) = (0_usize, 0_usize);
    // Names whose end tag is known to be missing, so that it is not looked for again and again.
    let mut unended: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        builder.words(&decoded(&rest[..at]));
        rest = &rest[at..];
        let Some(tag) = Tag::read(rest) else {
            // A '<' that begins no tag is a character.
            builder.words("<");
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        if tag.opens && is_left_out(&tag.name) {
            if !unended.contains(&tag.name) {
                match behind_end(rest, &tag.name) {
                    Some(behind) => rest = behind,
                    // The words behind it may not be hidden that way.
                    None => unended.push(tag.name),
                }
            }
            continue;
        }
        let role = if items > 0 {
            Role::ListItem
        } else if quotes > 0 {
            Role::Quote
        } else {
            Role::Paragraph
        };
        match (tag.name.as_str(), tag.opens) {
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", true) => builder.begin(Role::Headline),
            ("li" | "dd" | "dt", true) => {
                items += 1;
                builder.begin(Role::ListItem);
            }
            ("li" | "dd" | "dt", false) => {
                items = items.saturating_sub(1);
                builder.end();
            }
            ("blockquote", true) => {
                quotes += 1;
                builder.begin(Role::Quote);
            }
            ("blockquote", false) => {
                quotes = quotes.saturating_sub(1);
                builder.end();
            }
            ("tr", true) => builder.begin(Role::Table),
            ("td" | "th", true) => builder.gap('\t'),
            ("br", _) => builder.gap('\n'),
            (name, opens) if is_block(name) => {
                if opens {
                    builder.begin(role);
                } else {
                    builder.end();
                }
            }
            _ => {}
        }
    }
    builder.words(&decoded(rest));
    builder.finish()
}

/// How deep the elements of `html` are nested at most, leaving aside elements that need no end tag.
pub fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let Some(tag) = Tag::read(rest) else {
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        if tag.nests_not() {
            continue;
        }
        if tag.opens {
            depth += 1;
            deepest = deepest.max(depth);
        } else {
            depth = depth.saturating_sub(1);
        }
    }
    deepest
}

struct Tag {
    name: String,
    opens: bool,
    /// In bytes, both brackets included.
    length: usize,
}

impl Tag {
    /// The tag, comment or declaration that begins at the `<` of `rest`.
    fn read(rest: &str) -> Option<Self> {
        let inner = &rest[1..];
        if inner.starts_with("!--") {
            let length = rest.find("-->").map_or(rest.len(), |end| end + 3);
            return Some(Self {
                name: "!".to_owned(),
                opens: true,
                length,
            });
        }
        let opens = !inner.starts_with('/');
        let named = inner.trim_start_matches('/');
        if !named.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) {
            return None;
        }
        let name: String = named
            .chars()
            .take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/'))
            .take(16)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let mut quote = None;
        for (at, byte) in inner.bytes().enumerate() {
            match (quote, byte) {
                (None, b'>') => {
                    return Some(Self {
                        name,
                        opens,
                        length: at + 2,
                    });
                }
                (None, b'"' | b'\'') => quote = Some(byte),
                (Some(open), _) if open == byte => quote = None,
                (None, b'<') => {
                    return Some(Self {
                        name,
                        opens,
                        length: at + 1,
                    });
                }
                _ => {}
            }
        }
        // A quote that nobody closes would swallow the page.
        let length = rest.find('>').map_or(rest.len(), |end| end + 1);
        Some(Self {
            name,
            opens,
            length,
        })
    }

    /// Elements without content, and those whose end tag may be left out.
    fn nests_not(&self) -> bool {
        self.name.starts_with(['!', '?'])
            || matches!(
                self.name.as_str(),
                "br" | "hr"
                    | "img"
                    | "input"
                    | "meta"
                    | "link"
                    | "area"
                    | "base"
                    | "col"
                    | "embed"
                    | "source"
                    | "track"
                    | "wbr"
                    | "p"
                    | "li"
                    | "dt"
                    | "dd"
                    | "td"
                    | "th"
                    | "tr"
                    | "option"
            )
    }
}

fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "svg"
            | "math"
            | "nav"
            | "footer"
            | "form"
            | "button"
            | "select"
            | "textarea"
            | "iframe"
            | "object"
            | "title"
    )
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "aside"
            | "ul"
            | "ol"
            | "dl"
            | "table"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "caption"
            | "pre"
            | "figure"
            | "figcaption"
            | "address"
            | "hr"
            | "body"
            | "html"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "details"
            | "summary"
    )
}

/// What stands behind the end tag of `name`.
fn behind_end<'a>(rest: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let end = from + at + 2;
        if rest
            .get(end..end + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
        {
            return Some(rest[end..].split_once('>').map_or("", |(_, behind)| behind));
        }
        from = end;
    }
    None
}

/// Text with its character references resolved.
pub fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let name_length = rest
            .bytes()
            .take(10)
            .take_while(|b| b.is_ascii_alphanumeric() || *b == b'#')
            .count();
        match reference(&rest[..name_length]) {
            Some(c) => {
                decoded.push(c);
                rest = &rest[name_length..];
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => decoded.push('&'),
        }
    }
    decoded.push_str(rest);
    decoded
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "euro" => '€',
        "pound" => '£',
        "yen" => '¥',
        "cent" => '¢',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "laquo" => '«',
        "raquo" => '»',
        "hellip" => '…',
        "bull" => '•',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_blocks_and_references_are_read() {
        let (text, blocks) = blocks(
            "<body><h2>Plan</h2><p>The <b>EU</b> pays\n &euro;5&nbsp;bn &amp; more.<br>Now.</p><ul><li>one<li>two</ul>\
             <script>x < 'y'</script><table><tr><td>a</td><td>b</td></tr></table>",
        );
        let found: Vec<(Role, &str)> = blocks
            .iter()
            .map(|block| (block.role, block.span.of(&text)))
            .collect();
        assert_eq!(
            found,
            [
                (Role::Headline, "Plan"),
                (Role::Paragraph, "The EU pays €5\u{a0}bn & more.\nNow."),
                (Role::ListItem, "one"),
                (Role::ListItem, "two"),
                (Role::Table, "a\tb"),
            ]
        );
    }

    #[test]
    fn broken_markup_loses_no_words() {
        let text = |html: &str| blocks(html).0;
        assert_eq!(text("5 < 6 and 7 > 3"), "5 < 6 and 7 > 3");
        assert_eq!(text("<p class=\"x>one <p>two"), "one\n\ntwo");
        assert_eq!(text("a<script>b <p>c"), "ab\n\nc");
        assert_eq!(text("a <b <i>c"), "a c");
        assert_eq!(text("AT&T &unknown; &#0; &#8364;"), "AT&T &unknown; &#0; €");
    }

    #[test]
    fn depth_counts_open_elements() {
        assert_eq!(depth("<div><b>x</b><br><i>y</i></div><p>z<p>z"), 2);
        assert_eq!(depth(&"<div>".repeat(64_000)), 64_000);
    }
}
