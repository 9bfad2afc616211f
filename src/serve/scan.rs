//! A look over the text of a query before anything parses it: the parser, the planner and the evaluator of the engine recurse, so a
//! text that nests or chains too much must not reach them. Counts only; what is no SPARQL is left to the parser.

use super::{
    limits::{BRACKETS, DEPTH, GROUPS, OPERATORS, QUERY_BYTES, SEPARATORS},
    problem::Problem,
};

/// Operator signs that are usual in one IRI.
const SIGNS: usize = 50;

/// Refuses a query that is too long, too deep or too wide.
pub(super) fn check_query(text: &str) -> Result<(), Problem> {
    if text.len() > QUERY_BYTES {
        return Err(Problem::too_large(format!(
            "the query has {} bytes, {QUERY_BYTES} are allowed: split it, or load long lists of values as a graph",
            text.len()
        )));
    }
    let counts = count(text);
    counts.check()?;
    // Whatever the scan took for an IRI or a string: so many brackets are the deepest that a parser may see.
    let brackets = text
        .bytes()
        .filter(|byte| matches!(byte, b'(' | b'[' | b'{'))
        .count();
    within("opening brackets", brackets, BRACKETS)?;
    within("triples and list items", counts.separators, SEPARATORS)
}

/// As [`check_query`]; updates carry data, so their length and their triples are limited by the size of the body alone.
pub(super) fn check_update(text: &str) -> Result<(), Problem> {
    count(text).check()?;
    let brackets = text
        .bytes()
        .filter(|byte| matches!(byte, b'(' | b'[' | b'{'))
        .count();
    // Plain data has no `<` but that of IRIs, so nothing is hidden in it, however many brackets its texts have.
    if brackets > BRACKETS && may_compare(text) {
        return Err(Problem::bad(format!(
            "the update has {brackets} opening brackets, {BRACKETS} are allowed beside FILTER, BIND and SELECT: send the data by itself, as INSERT DATA or to /graphs"
        )));
    }
    Ok(())
}

/// Whether a word of it may begin an expression.
fn may_compare(text: &str) -> bool {
    text.split(|character: char| !character.is_ascii_alphabetic())
        .any(|word| {
            ["filter", "bind", "having", "select", "order", "group"]
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known))
        })
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    depth: usize,
    operators: usize,
    separators: usize,
    groups: usize,
    /// A string begins where it may also be the end of another, or stand in a comment: the parser may see what we skip.
    doubtful: bool,
}

impl Counts {
    fn check(&self) -> Result<(), Problem> {
        if self.doubtful {
            return Err(Problem::bad(
                "a string begins on the same line as an IRI with ' or #: write it on a line of its own",
            ));
        }
        within("levels of brackets", self.depth, DEPTH)?;
        within("operators and path steps", self.operators, OPERATORS)?;
        within(
            "groups and UNION, OPTIONAL, FILTER, BIND and like parts",
            self.groups,
            GROUPS,
        )
    }
}

fn within(what: &str, found: usize, allowed: usize) -> Result<(), Problem> {
    if found <= allowed {
        return Ok(());
    }
    Err(Problem::bad(format!(
        "the query has {found} {what}, {allowed} are allowed: ask for less at a time"
    )))
}

fn count(text: &str) -> Counts {
    let bytes = text.as_bytes();
    let mut counts = Counts::default();
    let (mut at, mut depth) = (0, 0_usize);
    // What an IRI of this line would hide if its `<` were an operator: with ' a string begins there, with # a comment.
    let (mut quoted, mut commented) = (false, false);
    while let Some(&byte) = bytes.get(at) {
        let next = match byte {
            b'#' => end_of_line(bytes, at),
            b'"' | b'\'' => {
                let end = end_of_string(bytes, at);
                counts.doubtful |= quoted || (commented && bytes[at..end].contains(&b'\n'));
                end
            }
            b'<' => match end_of_iri(bytes, at) {
                Some(end) => {
                    let iri = &bytes[at..end];
                    quoted |= iri.contains(&b'\'');
                    commented |= iri.contains(&b'#');
                    let signs = iri.iter().filter(|byte| b"/*+-=!&".contains(byte)).count();
                    counts.operators += signs.saturating_sub(SIGNS);
                    end
                }
                None => {
                    counts.operators += 1;
                    at + 1
                }
            },
            b'(' | b'[' | b'{' => {
                depth += 1;
                counts.depth = counts.depth.max(depth);
                counts.groups += usize::from(byte == b'{');
                at + 1
            }
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                at + 1
            }
            b'|' | b'&' | b'!' | b'/' | b'^' | b'*' | b'+' | b'=' | b'>' => {
                counts.operators += 1;
                at + 1
            }
            b'-' => {
                // Inside a name it is a letter.
                let in_name = at
                    .checked_sub(1)
                    .and_then(|before| bytes.get(before))
                    .is_some_and(|before| before.is_ascii_alphanumeric() || *before == b'_');
                counts.operators += usize::from(!in_name);
                at + 1
            }
            b'.' | b';' | b',' => {
                counts.separators += 1;
                at + 1
            }
            _ if byte.is_ascii_alphabetic() => {
                let end = end_of_word(bytes, at);
                counts.word(&bytes[at..end]);
                end
            }
            b'?' | b'$' | b':' | b'@' => end_of_word(bytes, at + 1),
            // `ex:\#` and `ex:\'` are names.
            b'\\' => at + 2,
            b'\n' => {
                (quoted, commented) = (false, false);
                at + 1
            }
            _ => at + 1,
        };
        at = next.max(at + 1);
    }
    counts
}

impl Counts {
    fn word(&mut self, word: &[u8]) {
        const GROUPING: [&[u8]; 12] = [
            b"union",
            b"optional",
            b"minus",
            b"exists",
            b"graph",
            b"select",
            b"values",
            b"bind",
            b"filter",
            b"service",
            b"lateral",
            b"group",
        ];
        if word.len() <= 8
            && GROUPING
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known))
        {
            self.groups += 1;
        }
    }
}

fn end_of_line(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    rest.iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'))
        .map_or(bytes.len(), |length| start + length)
}

fn end_of_word(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    rest.iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_')
        .map_or(bytes.len(), |length| start + length)
}

/// After the closing quote; a short string also ends with its line.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let long = bytes.get(start..start + 3) == Some(&[quote; 3]);
    let mut at = start + if long { 3 } else { 1 };
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' | b'\r' if !long => return at,
            _ if byte == quote && !long => return at + 1,
            _ if byte == quote && bytes.get(at..at + 3) == Some(&[quote; 3]) => return at + 3,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// After the `>`, or `None` when the `<` is an operator.
fn end_of_iri(bytes: &[u8], start: usize) -> Option<usize> {
    for (index, byte) in bytes.iter().enumerate().skip(start + 1) {
        match byte {
            b'>' => return Some(index + 1),
            b'<' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`' | 0..=b' ' => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nests_or_chains_too_much_is_refused() {
        for query in [
            format!("ASK {}{}", "{".repeat(5_000), "}".repeat(5_000)),
            format!(
                "ASK {{ FILTER({}1{}) }}",
                "(".repeat(5_000),
                ")".repeat(5_000)
            ),
            format!("SELECT * {{ {{}} {} }}", "UNION {}".repeat(9_000)),
            format!("ASK {{ FILTER(1{}) }}", "||1".repeat(9_000)),
            format!("ASK {{ ?s a{} ?o }}", "/a".repeat(9_000)),
            format!("ASK {{ {} }}", "OPTIONAL { ?s ?p ?o } ".repeat(2_000)),
            format!("ASK {{ FILTER({}1) }}", "!".repeat(9_000)),
            format!("ASK {{ FILTER({}1) }}", "- ".repeat(9_000)),
            "x".repeat(QUERY_BYTES + 1),
        ] {
            assert!(check_query(&query).is_err(), "{}", &query[..40]);
        }
    }

    #[test]
    fn strings_comments_and_iris_do_not_count() {
        for part in [
            "\"((((\"",
            "'''(\n('(('''",
            "# ((((\n",
            "<http://e.org/((((?a=b>",
            "\"\\\"((\"",
        ] {
            let counts = count(&part.repeat(50));
            assert_eq!(counts, Counts::default(), "{part}");
        }
    }

    #[test]
    fn a_smaller_than_sign_hides_nothing() {
        assert_eq!(count("?a <?b && (((1 < 2)))").depth, 3);
        assert_eq!(count("?a < (((((").depth, 5);
        // `<((((1>` may be an IRI or a comparison; a hiding place so large is refused whichever it is.
        let hidden = "(".repeat(5_000);
        assert!(check_query(&format!("ASK {{ FILTER(?x<{hidden}1>1) }}")).is_err());
        assert!(check_query(&format!("ASK {{ FILTER(?x<#>\"\"\"\n{hidden}1) }}")).is_err());
        let update = format!("INSERT {{}} WHERE {{ FILTER(?x<{hidden}1>1) }}");
        assert!(check_update(&update).is_err());
        let data = format!("INSERT DATA {{ <s> <p> \"{hidden}\" }}");
        assert!(check_update(&data).is_ok());
    }

    #[test]
    fn chains_do_not_hide_where_the_parser_sees_an_operator() {
        let chain = "||1".repeat(9_000);
        let quotients = "/1".repeat(9_000);
        for expression in [
            format!("ex:\\# {chain}"),
            format!("ex:\\' {chain}"),
            format!("?x<#>\"\"\"\n1{chain}"),
            format!("?x<'>\"'{chain}"),
            format!("?x<'>\"\"\"'{chain}"),
            format!("?x<1{quotients}>1"),
        ] {
            let query = format!("ASK {{ FILTER({expression}) }}");
            assert!(check_query(&query).is_err(), "{}", &query[..40]);
        }
        for fine in [
            "<http://e.org/d'Ivoire>\n'a'",
            "<http://e.org/#a> \"a\"@en, 'b'",
            "<http://e.org/a/b/c-d-e>",
        ] {
            assert!(check_query(fine).is_ok(), "{fine}");
        }
    }

    #[test]
    fn our_own_questions_pass() {
        for question in crate::graph::ontology::questions() {
            assert!(check_query(question.query).is_ok(), "{}", question.name);
        }
    }
}
