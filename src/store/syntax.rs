//! Where a query stops being SPARQL, in words that help to mend it.
//!
//! The parser names the furthest place it looked at and everything it would have taken there. It looks ahead by whole keywords,
//! so that place may lie behind the word that is wrong.

use std::fmt;

use crate::graph::vocabulary::PREFIXES;

/// Words that begin a part of a query, for "did you mean".
const KEYWORDS: &[&str] = &[
    "SELECT",
    "DISTINCT",
    "WHERE",
    "PREFIX",
    "BASE",
    "ASK",
    "CONSTRUCT",
    "DESCRIBE",
    "FROM",
    "NAMED",
    "GRAPH",
    "OPTIONAL",
    "UNION",
    "MINUS",
    "FILTER",
    "BIND",
    "VALUES",
    "GROUP",
    "HAVING",
    "ORDER",
    "LIMIT",
    "OFFSET",
    "EXISTS",
    "COUNT",
    "SUM",
    "MIN",
    "MAX",
    "AVG",
    "SAMPLE",
    "GROUP_CONCAT",
    "STRLEN",
    "CONTAINS",
    "STRSTARTS",
    "STRENDS",
    "REGEX",
    "LANGMATCHES",
];

const UPDATES: &[&str] = &[
    "INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH",
];

/// Where a query stops being SPARQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syntax {
    /// From 1; 0 when no place can be named.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The words that are wrong; empty at the end of the query.
    pub words: String,
    /// What is wrong, and the mend.
    pub problem: String,
    /// The line itself.
    pub text: String,
}

impl Syntax {
    /// Reads what the parser said of the query.
    pub(super) fn new(query: &str, message: &str) -> Self {
        let Some((line, column, said)) = place(message) else {
            return Self {
                line: 0,
                column: 0,
                words: String::new(),
                problem: message.to_owned(),
                text: String::new(),
            };
        };
        let said = Said::new(said);
        let furthest = offset(query, line, column);
        let start = said.after_star(query, said.start(query, furthest));
        let words = words(query, start, furthest);
        let before = &query[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: query[line_start..start].chars().count() + 1,
            problem: said.problem(query, start, words),
            words: words.to_owned(),
            text: query[line_start..]
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned(),
        }
    }
}

impl fmt::Display for Syntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            return write!(f, "the query is no SPARQL: {}", self.problem);
        }
        let at = if self.words.is_empty() {
            "at the end".to_owned()
        } else {
            format!("at '{}'", self.words)
        };
        write!(
            f,
            "the query is no SPARQL, line {}, column {}, {at}: {}\n  {}\n  {}{}",
            self.line,
            self.column,
            self.problem,
            self.text.replace('\t', " "),
            " ".repeat(self.column.saturating_sub(1)),
            "^".repeat(self.words.chars().count().max(1))
        )
    }
}

/// What the parser would have taken.
struct Said<'m> {
    /// Keywords: it looked ahead by their length.
    keywords: Vec<&'m str>,
    /// Signs in quotes: the place is exact.
    signs: Vec<&'m str>,
    /// A rule of SPARQL in words.
    sentence: Option<&'m str>,
    raw: &'m str,
}

impl<'m> Said<'m> {
    fn new(raw: &'m str) -> Self {
        let list = raw.trim_start_matches("expected ");
        let list = list.strip_prefix("one of ").unwrap_or(list);
        let mut said = Self {
            keywords: Vec::new(),
            signs: Vec::new(),
            sentence: None,
            raw,
        };
        for item in list.split(", ").map(str::trim) {
            if item.len() > 2 && item.starts_with('"') && item.ends_with('"') {
                said.signs.push(&item[1..item.len() - 1]);
            } else if item.contains(' ') && item.starts_with(char::is_alphabetic) {
                said.sentence = Some(item);
            } else if item.len() > 1 && item.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                said.keywords.push(item);
            }
        }
        said
    }

    /// Where the wrong word begins, as a byte offset.
    fn start(&self, query: &str, furthest: usize) -> usize {
        let looked_ahead = self.keywords.iter().map(|keyword| keyword.len()).min();
        let inside = match (
            self.signs.is_empty() && self.sentence.is_none(),
            looked_ahead,
        ) {
            // Keywords alone: from where the shortest was tried.
            (true, Some(length)) => query[..furthest]
                .char_indices()
                .rev()
                .nth(length - 1)
                .map_or(0, |(at, _)| at),
            _ if self.says("IRI parsing failed") => {
                return query[..furthest].rfind('<').unwrap_or(furthest);
            }
            (false, _) if !self.says("Prefix not found") => return furthest,
            _ => query[..furthest].trim_end().len().saturating_sub(1),
        };
        let inside = floor(query, inside);
        let skipped = query[inside..].len() - query[inside..].trim_start().len();
        if skipped > 0 {
            return (inside + skipped).min(furthest);
        }
        query[..inside]
            .rfind(|c: char| c.is_whitespace() || "(){};,|/^".contains(c))
            .map_or(0, |at| {
                at + query[at..].chars().next().map_or(1, char::len_utf8)
            })
    }

    /// Behind a `*` that may stand where it does: looking for DISTINCT there goes further than what is wrong behind it.
    fn after_star(&self, query: &str, start: usize) -> usize {
        match query[start..].strip_prefix('*') {
            Some(rest) if self.keywords == ["DISTINCT"] => query.len() - rest.trim_start().len(),
            _ => start,
        }
    }

    fn says(&self, words: &str) -> bool {
        self.raw.contains(words)
    }

    fn problem(&self, query: &str, start: usize, words: &str) -> String {
        if query.trim().is_empty() {
            return "it is empty: write for example SELECT * { ?sum a pg:Commitment } LIMIT 10"
                .to_owned();
        }
        if let Some(prefix) = undeclared(query, words) {
            return unknown(prefix);
        }
        let first = words
            .split(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or("");
        if query.trim_start().len() == query[start..].len()
            && UPDATES.iter().any(|word| word.eq_ignore_ascii_case(first))
        {
            return "this would change the store, a query only reads: use `build` and `remove`, or send it to `serve` as an update"
                .to_owned();
        }
        if self.says("variable that is unbound") {
            return "SELECT names a variable that GROUP BY leaves out: group by it, or take SAMPLE(), SUM() or COUNT() of it"
                .to_owned();
        }
        if self.says("IRI parsing failed") {
            return "this is no IRI: it wants a scheme, and no spaces: <http://example.org/x>"
                .to_owned();
        }
        if let Some(sentence) = self.sentence {
            return sentence.to_owned();
        }
        if self.signs.contains(&"\\\"") {
            return "a string is not closed: put a quotation mark behind it".to_owned();
        }
        if let Some(missing) = unbalanced(query).filter(|_| words.is_empty()) {
            return missing;
        }
        if let Some(keyword) = alike(first) {
            return format!("did you mean {keyword}?");
        }
        if (1..=8).contains(&self.signs.len()) {
            return format!(
                "one of these is missing before it: {}",
                self.signs.join(" ")
            );
        }
        "this cannot stand here: see the lines of `--question list` for queries that work"
            .to_owned()
    }
}

/// The prefix of the first of the words, when nobody declared it.
fn undeclared<'w>(query: &str, words: &'w str) -> Option<&'w str> {
    let (prefix, _) = words.split_whitespace().next()?.split_once(':')?;
    let named = prefix
        .chars()
        .all(|c| c.is_alphanumeric() || "-_.".contains(c));
    let declared = query
        .split_whitespace()
        .collect::<Vec<_>>()
        .windows(2)
        .any(|pair| {
            pair[0].eq_ignore_ascii_case("PREFIX") && pair[1].split(':').next() == Some(prefix)
        });
    let known = PREFIXES.iter().any(|(known, _)| *known == prefix);
    (named && !declared && !known).then_some(prefix)
}

fn unknown(prefix: &str) -> String {
    let known: Vec<&str> = PREFIXES.iter().map(|(prefix, _)| *prefix).collect();
    format!(
        "prefix {prefix}: is not declared: put PREFIX {prefix}: <...> in front of the query; known without are {}",
        known.join(", ")
    )
}

/// The keyword that a misspelt word stands for.
fn alike(word: &str) -> Option<&'static str> {
    let word = word.to_uppercase();
    KEYWORDS
        .iter()
        .map(|keyword| {
            (
                strsim::normalized_damerau_levenshtein(keyword, &word),
                *keyword,
            )
        })
        .filter(|(likeness, keyword)| *likeness >= 0.6 && *keyword != word)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, keyword)| keyword)
}

/// Brackets that are open at the end.
fn unbalanced(query: &str) -> Option<String> {
    [('{', '}'), ('(', ')')]
        .into_iter()
        .find_map(|(open, close)| {
            let missing = query
                .matches(open)
                .count()
                .checked_sub(query.matches(close).count())?;
            (missing > 0).then(|| format!("the query ends too early: {missing} {close} missing"))
        })
}

/// The words from `start` on that were looked at, whole, on one line, at most 40 characters.
fn words(query: &str, start: usize, furthest: usize) -> &str {
    let rest = query[start..].lines().next().unwrap_or("");
    let looked = query[start..furthest.max(start)].trim_end().len().max(1);
    let end = rest
        .char_indices()
        .find(|(at, c)| *at >= looked && c.is_whitespace())
        .map_or(rest.len(), |(at, _)| at);
    let end = rest
        .char_indices()
        .nth(40)
        .map_or(end, |(at, _)| at.min(end));
    rest[..end].trim_end()
}

/// The byte offset of a line and column, both from 1, column in characters.
fn offset(query: &str, line: usize, column: usize) -> usize {
    let start: usize = query
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    query[start..]
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(query.len(), |(at, _)| start + at)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// `error at 3:14: expected one of ...` -> line, column, the rest.
fn place(message: &str) -> Option<(usize, usize, &str)> {
    let rest = message.strip_prefix("error at ")?;
    let (line, rest) = rest.split_once(':')?;
    let (column, problem) = rest.split_once(':')?;
    Some((line.parse().ok()?, column.parse().ok()?, problem.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::Base,
        store::{Error, Store},
    };

    fn refused(query: &str) -> Syntax {
        match Store::in_memory(Base::default()).query(query) {
            Err(Error::Syntax(error)) => error,
            _ => panic!("{query} must not parse"),
        }
    }

    #[test]
    fn a_star_is_not_to_blame_for_what_follows_it() {
        for query in [
            "SELECT *\nWERE { ?s ?p ?o }",
            "SELECT ?a\nWERE { ?s ?p ?o }",
        ] {
            let raw = spargebra::SparqlParser::new()
                .parse_query(query)
                .expect_err("a mistake")
                .to_string();
            let syntax = Syntax::new(query, &raw);
            assert_eq!((syntax.line, syntax.column), (2, 1));
            assert!(syntax.problem.contains("WHERE"), "{}", syntax.problem);
        }
    }

    #[test]
    fn the_wrong_words_their_place_and_the_mend_are_named() {
        for (query, line, column, words, problem) in [
            (
                "SELECT ?a\nWERE { ?a ?b ?c }",
                2,
                1,
                "WERE",
                "did you mean WHERE?",
            ),
            (
                "SELECT * { ?s foo:a ?o }",
                1,
                15,
                "foo:a",
                "put PREFIX foo: <...>",
            ),
            (
                "SELECT * {\n ?s rdfs:lable ?o ;\n\tx:y ?z }",
                3,
                2,
                "x:y",
                "prefix x: is not",
            ),
            ("SELECT * WHERE { ?s a pg:X", 1, 27, "", "1 } missing"),
            (
                "SELECT (SUM(?x) AS ?y { ?s ?p ?x }",
                1,
                23,
                "{",
                "missing before it: )",
            ),
            (
                "INSERT DATA { <a:a> <a:b> 1 }",
                1,
                1,
                "INSERT DATA",
                "only reads",
            ),
            ("ASK { ?s a <no iri> }", 1, 12, "<no iri>", "is no IRI"),
            (" ", 1, 2, "", "it is empty"),
            (
                "SELECT * { ?s rdfs:label \"a }",
                1,
                30,
                "",
                "string is not closed",
            ),
            (
                "SELECT ?s { ?s ?p ?o } ORDR BY ?s",
                1,
                24,
                "ORDR BY",
                "mean ORDER?",
            ),
        ] {
            let error = refused(query);
            assert_eq!(
                (error.line, error.column),
                (line, column),
                "{query}: {error}"
            );
            assert!(error.words.starts_with(words), "{query}: {error}");
            assert_eq!(error.words.is_empty(), words.is_empty(), "{query}: {error}");
            assert!(error.problem.contains(problem), "{query}: {error}");
        }
    }

    #[test]
    fn the_line_is_shown_with_the_words_marked() {
        let error = refused("SELECT ?a\nWERE { ?a ?b ?c }").to_string();
        assert!(error.ends_with("\n  WERE { ?a ?b ?c }\n  ^^^^"), "{error}");
    }

    #[test]
    fn odd_queries_have_a_place_inside_them() {
        for query in [
            "",
            "é",
            "SELECT * { ?s ?p \"é",
            "\u{feff}",
            "{{{{",
            "SELECT é { ü:ß ?p ?o",
            "a\n\n\n",
        ] {
            let error = refused(query);
            assert!(error.line <= query.lines().count() + 1, "{query:?}");
        }
    }
}
