//! `a=1&b=2` of addresses and forms.

use oxigraph::model::NamedNode;

use super::problem::Problem;

/// Names and values in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads `application/x-www-form-urlencoded`.
    pub(super) fn read(text: &str) -> Result<Self, Problem> {
        text.split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Ok((decode(name, true)?, decode(value, true)?))
            })
            .collect::<Result<_, Problem>>()
            .map(Self)
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether it is there at all.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// The one value; two are an error.
    pub(super) fn one(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut values = self.all(name);
        let first = values.next();
        if values.next().is_some() {
            return Err(Problem::bad(format!("{name} is given twice: give it once")));
        }
        Ok(first)
    }

    /// The first value, or nothing.
    pub(super) fn text(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or("")
    }

    /// Every value as an IRI.
    pub(super) fn iris(&self, name: &str) -> Result<Vec<NamedNode>, Problem> {
        self.all(name).map(|value| iri(name, value)).collect()
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// An absolute IRI.
pub(super) fn iri(name: &str, value: &str) -> Result<NamedNode, Problem> {
    NamedNode::new(value)
        .map_err(|error| Problem::bad(format!("{name} is no absolute IRI: {error}")))
}

/// Undoes percent signs, and plus signs in forms.
pub(super) fn decode(text: &str, form: bool) -> Result<String, Problem> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' if form => b' ',
            b'%' => {
                let digits = [rest.next(), rest.next()];
                match digits.map(|digit| digit.and_then(|digit| char::from(digit).to_digit(16))) {
                    [Some(high), Some(low)] => (high * 16 + low) as u8,
                    _ => return Err(Problem::bad("a percent sign has no two hexadecimal digits")),
                }
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| Problem::bad("the parameters are no UTF-8"))
}

/// Escapes a value for a query string or path.
pub(super) fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                escaped.push(char::from(byte));
            }
            _ => {
                let _ = write!(escaped, "%{byte:02X}");
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read() {
        let read = Parameters::read("query=ASK+%7B%7D&x=%C3%A9&flag&x=2").expect("a form");
        assert_eq!(read.one("query").expect("one"), Some("ASK {}"));
        assert_eq!(read.text("x"), "é");
        assert!(read.has("flag") && !read.has("y"));
        assert!(read.one("x").is_err());
    }

    #[test]
    fn broken_escapes_are_refused() {
        for wrong in ["a=%", "a=%4", "a=%zz", "a=%FF", "a=%+1"] {
            assert!(Parameters::read(wrong).is_err(), "{wrong}");
        }
    }
}
