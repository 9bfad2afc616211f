//! The plain part of Turtle that our own files are written in: prefixes, IRIs, quoted texts, ';' and ','.
//!
//! The full parser takes longer over the gazetteer than everything else at start-up. What this reader does not
//! understand (blank nodes, numbers, long texts, escapes, wrong syntax) it leaves to the full parser, together with the
//! words for the error.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

/// The object of a statement.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Object<'a> {
    /// A whole IRI.
    Iri(Cow<'a, str>),
    /// The words of a literal.
    Text(Cow<'a, str>),
}

/// One piece of Turtle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Iri(&'a str),
    /// prefix, local name
    Name(&'a str, &'a str),
    Text(&'a str),
    A,
    Prefix,
    Base,
    Dot,
    Semicolon,
    Comma,
}

/// Hands over each statement (subject, predicate, object) of a plain file; `None` when the file is not plain.
pub(super) fn statements<'a, E>(
    turtle: &'a str,
    base: &str,
    mut emit: impl FnMut(&str, &str, Object<'a>) -> Result<(), E>,
) -> Option<Result<(), E>> {
    let mut reader = Reader {
        rest: turtle,
        base: base.to_owned(),
        prefixes: FxHashMap::default(),
    };
    // A file uses a dozen predicates: resolving each once saves most of the time.
    let mut predicates: Vec<(Piece<'a>, String)> = Vec::new();
    while !reader.at_end() {
        match reader.next()? {
            Piece::Prefix => {
                let Piece::Name(prefix, "") = reader.next()? else {
                    return None;
                };
                let iri = reader.next()?;
                let iri = reader.iri(iri)?.into_owned();
                reader.prefixes.insert(prefix, iri);
                predicates.clear();
                reader.expect(Piece::Dot)?;
            }
            Piece::Base => {
                let iri = reader.next()?;
                reader.base = reader.iri(iri)?.into_owned();
                predicates.clear();
                reader.expect(Piece::Dot)?;
            }
            subject => {
                let subject = reader.iri(subject)?;
                'entry: loop {
                    let piece = reader.next()?;
                    let known = predicates.iter().position(|(known, _)| *known == piece);
                    let predicate = if let Some(known) = known {
                        known
                    } else {
                        predicates.push((piece, reader.iri(piece)?.into_owned()));
                        predicates.len() - 1
                    };
                    loop {
                        let object = match reader.next()? {
                            Piece::Text(text) => Object::Text(Cow::Borrowed(text)),
                            other => Object::Iri(reader.iri(other)?),
                        };
                        if let Err(error) = emit(&subject, &predicates[predicate].1, object) {
                            return Some(Err(error));
                        }
                        match reader.next()? {
                            Piece::Comma => {}
                            Piece::Semicolon => break,
                            Piece::Dot => break 'entry,
                            _ => return None,
                        }
                    }
                }
            }
        }
    }
    Some(Ok(()))
}

struct Reader<'a> {
    rest: &'a str,
    base: String,
    prefixes: FxHashMap<&'a str, String>,
}

impl<'a> Reader<'a> {
    /// Skips white space and comments; whether nothing follows.
    fn at_end(&mut self) -> bool {
        loop {
            self.rest = self.rest.trim_ascii_start();
            if !self.rest.starts_with('#') {
                return self.rest.is_empty();
            }
            self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
        }
    }

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.at_end() {
            return None;
        }
        let inside = &self.rest[1..self.rest.len().max(1)];
        let (piece, rest) = match self.rest.as_bytes()[0] {
            b'.' => (Piece::Dot, inside),
            b';' => (Piece::Semicolon, inside),
            b',' => (Piece::Comma, inside),
            b'<' => {
                let (iri, rest) = inside.split_once('>')?;
                let odd = |c: char| c.is_whitespace() || matches!(c, '\\' | '<' | '"' | '{' | '}');
                (!iri.contains(odd)).then_some((Piece::Iri(iri), rest))?
            }
            b'"' => {
                let (text, rest) = inside.split_once('"')?;
                // An empty text may open a long one; escapes and types are for the full parser.
                if text.is_empty() || text.contains(['\\', '\n']) || rest.starts_with('^') {
                    return None;
                }
                (Piece::Text(text), after_language(rest))
            }
            b'@' => {
                let (word, rest) = inside.split_once(' ')?;
                match word {
                    "prefix" => (Piece::Prefix, rest),
                    "base" => (Piece::Base, rest),
                    _ => return None,
                }
            }
            _ => {
                let end = self
                    .rest
                    .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-')))?;
                let (word, rest) = self.rest.split_at(end);
                let piece = match word.split_once(':') {
                    Some((prefix, local)) if !local.contains(':') => Piece::Name(prefix, local),
                    None if word == "a" => Piece::A,
                    _ => return None,
                };
                // A dot may belong to the name; only one before white space surely ends the statement.
                let ends = rest.starts_with([' ', '\n', '\r', '\t', ',', ';'])
                    || rest.strip_prefix('.').is_some_and(|rest| {
                        rest.is_empty() || rest.starts_with(char::is_whitespace)
                    });
                ends.then_some((piece, rest))?
            }
        };
        self.rest = rest;
        Some(piece)
    }

    fn expect(&mut self, piece: Piece<'_>) -> Option<()> {
        (self.next()? == piece).then_some(())
    }

    fn iri(&self, piece: Piece<'a>) -> Option<Cow<'a, str>> {
        Some(match piece {
            Piece::A => Cow::Borrowed("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            Piece::Iri(iri) if iri.contains(':') => Cow::Borrowed(iri),
            // Only names below the base; '..', '#x' and '/x' are for the full parser.
            Piece::Iri(iri) => {
                let plain = !iri.is_empty()
                    && self.base.ends_with('/')
                    && !iri.starts_with('/')
                    && iri
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-'));
                plain.then(|| Cow::Owned(format!("{}{iri}", self.base)))?
            }
            Piece::Name(prefix, local) => {
                Cow::Owned(format!("{}{local}", self.prefixes.get(prefix)?))
            }
            _ => return None,
        })
    }
}

/// What follows a language tag, if there is one.
fn after_language(rest: &str) -> &str {
    rest.strip_prefix('@').map_or(rest, |tag| {
        tag.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-')
    })
}
