//! Phrases of the lexicon, cut into the same pieces as running text.

/// Cuts into runs of letters, runs of digits and single signs; white space separates.
pub(crate) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = if first.is_alphabetic() && !stands_alone(first) {
            rest.find(|c: char| !c.is_alphabetic() || stands_alone(c))
        } else if first.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_digit())
        } else {
            Some(first.len_utf8())
        };
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        pieces.push(piece);
        rest = after.trim_start();
    }
    pieces
}

/// Characters of scripts without spaces between words: each is a piece.
pub(crate) fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// A phrase to be found piece by piece.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    /// As written when `cased`, else in lower case.
    pub pieces: Vec<Box<str>>,
    /// Whether capitals matter: codes and signs.
    pub cased: bool,
}

impl Phrase {
    /// The phrase of a cell.
    pub fn new(text: &str, cased: bool) -> Self {
        let pieces = pieces(text)
            .into_iter()
            .map(|piece| {
                if cased {
                    piece.into()
                } else {
                    piece.to_lowercase().into()
                }
            })
            .collect();
        Self { pieces, cased }
    }

    /// Whether the piece at `index` reads `text`.
    pub fn is(&self, index: usize, text: &str) -> bool {
        let Some(piece) = self.pieces.get(index) else {
            return false;
        };
        if self.cased {
            **piece == *text
        } else if text.is_ascii() {
            piece.eq_ignore_ascii_case(text)
        } else {
            **piece == text.to_lowercase()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Phrase, pieces};

    #[test]
    fn signs_stand_alone_and_letters_run_together() {
        assert_eq!(pieces("U.S. dollars"), ["U", ".", "S", ".", "dollars"]);
        assert_eq!(pieces("CA$"), ["CA", "$"]);
    }

    #[test]
    fn capitals_matter_only_to_cased_phrases() {
        assert!(Phrase::new("Euro", false).is(0, "EURO"));
        assert!(!Phrase::new("ALL", true).is(0, "all"));
    }
}
