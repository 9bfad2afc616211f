//! How deep an uploaded graph nests: readers of Turtle, JSON-LD and RDF/XML, and the writers of what they read, go down with it.

use oxigraph::io::RdfFormat;

use super::problem::Problem;

/// Deepest nesting of an upload. Lists of Turtle count each level of `(` once, however long they are.
const DEEPEST: usize = 200;

/// Refuses a body that nests too deep. What is not well-formed is left to the parser.
pub(super) fn check(format: RdfFormat, bytes: &[u8]) -> Result<(), Problem> {
    let found = match format {
        RdfFormat::Turtle => brackets(bytes, true),
        RdfFormat::JsonLd { .. } => brackets(bytes, false),
        RdfFormat::RdfXml => elements(bytes),
        _ => 0,
    };
    if found <= DEEPEST {
        return Ok(());
    }
    Err(Problem::bad(format!(
        "the body nests {found} levels deep, {DEEPEST} are allowed: give the inner nodes names of their own"
    )))
}

/// Brackets outside strings; in Turtle also outside IRIs and comments.
fn brackets(bytes: &[u8], turtle: bool) -> usize {
    let (mut depth, mut deepest, mut at) = (0_usize, 0, 0);
    while let Some(&byte) = bytes.get(at) {
        at = match byte {
            b'[' | b'{' | b'(' => {
                depth += 1;
                deepest = deepest.max(depth);
                at + 1
            }
            b']' | b'}' | b')' => {
                depth = depth.saturating_sub(1);
                at + 1
            }
            b'"' => end_of_string(bytes, at, turtle),
            b'\'' if turtle => end_of_string(bytes, at, true),
            b'<' if turtle => after(bytes, at, b'>'),
            b'#' if turtle => after(bytes, at, b'\n'),
            b'\\' => at + 2,
            _ => at + 1,
        };
    }
    deepest
}

fn after(bytes: &[u8], start: usize, end: u8) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    rest.iter()
        .position(|byte| *byte == end)
        .map_or(bytes.len(), |length| start + length + 1)
}

fn end_of_string(bytes: &[u8], start: usize, long_allowed: bool) -> usize {
    let quote = bytes[start];
    let long = long_allowed && bytes.get(start..start + 3) == Some(&[quote; 3]);
    let mut at = start + if long { 3 } else { 1 };
    while let Some(&byte) = bytes.get(at) {
        if byte == b'\\' {
            at += 2;
        } else if byte != quote {
            at += 1;
        } else if !long {
            return at + 1;
        } else if bytes.get(at..at + 3) == Some(&[quote; 3]) {
            return at + 3;
        } else {
            at += 1;
        }
    }
    bytes.len()
}

/// Start tags less end tags.
fn elements(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut at) = (0_usize, 0, 0);
    while at < bytes.len() {
        let end = after(bytes, at, b'<');
        let closes_itself = bytes
            .get(at..end)
            .is_some_and(|tag| tag.windows(2).any(|pair| pair == b"/>"));
        if closes_itself {
            depth = depth.saturating_sub(1);
        }
        match bytes.get(end) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) => {
                depth += 1;
                deepest = deepest.max(depth);
            }
        }
        at = end;
    }
    deepest
}

#[cfg(test)]
mod tests {
    use oxigraph::io::JsonLdProfileSet;

    use super::*;

    const JSON: RdfFormat = RdfFormat::JsonLd {
        profile: JsonLdProfileSet::empty(),
    };

    #[test]
    fn deep_bodies_are_refused_in_every_format() {
        for (format, open, close) in [
            (RdfFormat::Turtle, "[ <p> ", "]"),
            (RdfFormat::Turtle, "(", ")"),
            (JSON, "{\"p\":", "}"),
            (JSON, "[", "]"),
            (RdfFormat::RdfXml, "<a b='>'>", "</a>"),
        ] {
            let body = |depth: usize| format!("{}{}", open.repeat(depth), close.repeat(depth));
            assert!(check(format, body(DEEPEST).as_bytes()).is_ok(), "{open}");
            assert!(
                check(format, body(DEEPEST + 1).as_bytes()).is_err(),
                "{open}"
            );
        }
    }

    #[test]
    fn what_only_looks_like_nesting_is_taken() {
        for (format, part) in [
            (
                RdfFormat::Turtle,
                "<s(((> <p> \"[[[\", '((', \"\"\"\"[(\"\"\" . # [[[\n",
            ),
            (RdfFormat::Turtle, "ex:a\\( ex:b\\' () . "),
            (JSON, "\"[[{{\\\"[[\", "),
            (RdfFormat::RdfXml, "<?a <?><!-- --><a b=\"c\"/><b>c</b>"),
        ] {
            assert!(check(format, part.repeat(300).as_bytes()).is_ok(), "{part}");
        }
    }
}
