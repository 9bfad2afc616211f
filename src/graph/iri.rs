//! Names -> the last part of an IRI: readable, stable, never two names for one.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// Longer slugs are cut and closed with a hash of the whole name.
const LONGEST: usize = 72;

/// Lowercase ASCII words joined by '-'. A name that loses letters on the way, or is cut, ends in a hash of itself.
pub(super) fn slug(name: &str) -> String {
    let (mut words, lost) = transliterate(name);
    let cut = words.len() > LONGEST;
    if cut {
        let end = words[..LONGEST].rfind('-').filter(|end| *end > LONGEST / 2);
        words.truncate(end.unwrap_or(LONGEST));
    }
    if !(cut || lost || words.is_empty()) {
        return words;
    }
    if !words.is_empty() {
        words.push('-');
    }
    words.push_str(&short_hash(name));
    words
}

/// Eight hexadecimal digits that stand for a text.
pub(super) fn short_hash(text: &str) -> String {
    let normal: String = text.nfc().collect();
    hex(&Sha256::digest(normal.as_bytes())[..4])
}

/// Lowercase hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The slug of a document's key, made unique by a hash where the key is not a slug already.
pub(super) fn key_slug(key: &str) -> String {
    let words = slug(key);
    if words == key {
        words
    } else {
        format!("{words}-{}", short_hash(key))
    }
}

/// A key as path segments of an IRI: the scheme of web addresses is left out, and what may not stand in a path is escaped.
pub(super) fn escape_key(key: &str) -> String {
    let key = key
        .strip_prefix("https://")
        .or_else(|| key.strip_prefix("http://"))
        .unwrap_or(key);
    let mut path = String::with_capacity(key.len());
    for (number, segment) in key.split('/').enumerate() {
        if number > 0 {
            path.push('/');
        }
        // '.' and '..' would be resolved by whoever reads the IRI, and name another document.
        let steps = matches!(segment, "." | "..");
        for byte in segment.bytes() {
            match byte {
                b'.' if steps => path.push_str("%2E"),
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    path.push(char::from(byte));
                }
                _ => {
                    let _ = write!(path, "%{byte:02X}");
                }
            }
        }
    }
    path
}

/// The words, and whether a letter or digit had no ASCII form.
fn transliterate(name: &str) -> (String, bool) {
    let mut words = String::with_capacity(name.len());
    let mut lost = false;
    let mut gap = false;
    for character in name.nfkd() {
        let ascii: &str = match character {
            'ß' | 'ẞ' => "ss",
            'æ' | 'Æ' => "ae",
            'œ' | 'Œ' => "oe",
            'ø' | 'Ø' => "o",
            'ð' | 'Ð' | 'đ' | 'Đ' => "d",
            'þ' | 'Þ' => "th",
            'ł' | 'Ł' => "l",
            'ħ' | 'Ħ' => "h",
            'ı' => "i",
            '&' => "and",
            '+' => "plus",
            _ => "",
        };
        if character == '&' {
            gap = true;
        }
        let plain = character.is_ascii_alphanumeric();
        if plain || !ascii.is_empty() {
            if gap && !words.is_empty() {
                words.push('-');
            }
            gap = character == '&';
            if plain {
                words.push(character.to_ascii_lowercase());
            } else {
                words.push_str(ascii);
            }
        } else if unicode_normalization::char::is_combining_mark(character)
            || matches!(character, '\'' | '’' | '.')
        {
            // 'Côte', "l'Est", 'U.S.': the mark joins what stands around it.
        } else {
            lost |= character.is_alphanumeric();
            gap = true;
        }
    }
    (words, lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words() {
        for (name, expected) in [
            ("European Commission", "european-commission"),
            ("Côte d'Ivoire", "cote-divoire"),
            ("U.S. Department of Energy", "us-department-of-energy"),
            ("AT&T", "at-and-t"),
            ("Łódź  Straße", "lodz-strasse"),
            ("“InvestAI”", "investai"),
        ] {
            assert_eq!(slug(name), expected);
        }
    }

    #[test]
    fn lost_letters_and_long_names_get_a_hash() {
        assert_ne!(slug("Фонд 1"), slug("Банк 1"));
        assert!(slug("Фонд 1").starts_with("1-"));
        assert!(!slug("!?").is_empty());
        let long = "very long name of a programme ".repeat(9);
        let longer = format!("{long} indeed");
        assert!(slug(&long).len() <= LONGEST + 9);
        assert_ne!(slug(&long), slug(&longer));
    }

    #[test]
    fn keys_stay_apart() {
        assert_eq!(key_slug("a-b"), "a-b");
        assert_ne!(key_slug("a/b"), key_slug("a-b"));
        assert_ne!(key_slug("a/b"), key_slug("a.b"));
    }
}
