//! The metadata between `---` or `+++` at the head of a text file.

use super::metadata::Metadata;

/// The metadata at the head of `text`, and the text behind it; nothing when there is no front matter.
pub fn split(text: &str) -> Option<(Metadata, &str)> {
    let fence = ["---", "+++"]
        .into_iter()
        .find(|fence| text.starts_with(fence))?;
    let body = text[fence.len()..]
        .trim_start_matches([' ', '\t'])
        .strip_prefix('\n')?;
    let mut end = 0;
    for line in body.split_inclusive('\n').take(200) {
        if line.trim_end() == fence {
            let metadata = fields(&body[..end])?;
            return Some((metadata, &body[end + line.len()..]));
        }
        end += line.len();
    }
    None
}

/// One `key: value` or `key = value` a line; other lines (lists, nested keys) are passed over.
fn fields(head: &str) -> Option<Metadata> {
    let mut metadata = Metadata::default();
    let mut known = 0;
    for line in head.lines() {
        let Some((key, value)) = line
            .split_once(['=', ':'])
            .filter(|_| !line.starts_with([' ', '\t', '#']))
        else {
            continue;
        };
        known += usize::from(metadata.set(key.trim(), unquoted(value.trim())));
    }
    // A rule above a paragraph is no front matter.
    (known > 0).then_some(metadata)
}

fn unquoted(value: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn both_styles_are_read() {
        for head in [
            "---\ntitle: \"A: B\"\ndate: 2025-02-11\ntags:\n  - x\nurl: https://example.org/a?b=1\n---\nText",
            "+++\ntitle = 'A: B'\ndate = 2025-02-11T10:00:00Z\nurl = \"https://example.org/a?b=1\"\n+++\nText",
        ] {
            let (metadata, rest) = split(head).expect("front matter");
            assert_eq!(rest, "Text");
            assert_eq!(metadata.title.as_deref(), Some("A: B"));
            assert_eq!(metadata.url.as_deref(), Some("https://example.org/a?b=1"));
            assert_eq!(metadata.date.expect("date").to_string(), "2025-02-11");
        }
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        for text in [
            "---\nText\n---\nMore",
            "---\ntitle: open",
            "Text\n---\ntitle: x\n---",
        ] {
            assert!(split(text).is_none(), "{text}");
        }
    }

    #[test]
    fn wrong_values_are_reported_not_taken() {
        let (metadata, _) =
            split("---\nurl: javascript:alert(1)\ndate: soon\nlang: english!\n---\n")
                .expect("front matter");
        assert!(metadata.url.is_none() && metadata.date.is_none() && metadata.language.is_none());
        assert_eq!(metadata.warnings.len(), 3);
    }
}
