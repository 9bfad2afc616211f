//! Names and texts -> folded words, so that 'Élysée', 'ELYSEE' and 'elysee' meet, yet 'IT' is not 'it'.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// How a word was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// Its first character is no small letter.
    pub capital: bool,
    /// None of its characters is a small letter.
    pub upper: bool,
    /// How many letters it has.
    pub letters: usize,
}

/// The word that a comma makes: names such as 'Washington, D.C.' have one, and no name runs over another.
pub(super) const COMMA: &str = ",";

/// The word that other separating punctuation makes; no name contains it.
pub(super) const BARRIER: &str = "|";

/// Hands over each folded word of `text`: letters and digits without marks and case, '&' as 'and', '+' as 'plus', dotted
/// letters joined ('U.S.' is 'us'), the 's of a genitive dropped. `buffer` saves allocations.
pub(super) fn words(text: &str, buffer: &mut String, mut emit: impl FnMut(&str, Shape)) {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        if !text.is_empty() {
            buffer.clear();
            buffer.extend(
                text.bytes()
                    .map(|byte| char::from(byte.to_ascii_lowercase())),
            );
            emit(buffer, shape(text));
        }
        return;
    }
    for chunk in text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '–' | '/'))
    {
        if is_dotted(chunk) {
            let joined: String = chunk.chars().filter(|c| *c != '.').collect();
            emit_word(&joined, buffer, &mut emit);
        } else {
            split_chunk(chunk, buffer, &mut emit);
        }
    }
}

/// The folded words of `text` joined by one space each: what names are compared by.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    words(text, &mut String::new(), |word, _| {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    });
    folded
}

/// 'U.S.', 'U.S', 'D.C.', 'S.p.A.': single letters with full stops between.
fn is_dotted(chunk: &str) -> bool {
    let mut letters = 0;
    let mut after_letter = false;
    for c in chunk.chars() {
        match c {
            '.' if after_letter => after_letter = false,
            c if c.is_alphabetic() && !after_letter => {
                letters += 1;
                after_letter = true;
            }
            _ => return false,
        }
    }
    letters > 1
}

fn split_chunk(chunk: &str, buffer: &mut String, emit: &mut impl FnMut(&str, Shape)) {
    let mut start = None;
    let mut after_apostrophe = false;
    let mark = Shape {
        capital: true,
        upper: true,
        letters: 0,
    };
    for (at, c) in chunk
        .char_indices()
        .chain(std::iter::once((chunk.len(), ' ')))
    {
        if c.is_alphanumeric() || is_combining_mark(c) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            let word = &chunk[from..at];
            if !(after_apostrophe && word.eq_ignore_ascii_case("s")) {
                emit_word(word, buffer, emit);
            }
        }
        after_apostrophe = matches!(c, '\'' | '’');
        match c {
            '&' => emit("and", mark),
            '+' => emit("plus", mark),
            ',' => emit(COMMA, mark),
            '.' | '\'' | '’' | ' ' | '®' | '™' => {}
            _ => emit(BARRIER, mark),
        }
    }
}

fn emit_word(word: &str, buffer: &mut String, emit: &mut impl FnMut(&str, Shape)) {
    buffer.clear();
    if word.is_ascii() {
        buffer.push_str(word);
        buffer.make_ascii_lowercase();
        emit(buffer, shape(word));
        return;
    }
    for c in word.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            // Letters that decompose into nothing, though people type them without the stroke.
            'ł' | 'Ł' => buffer.push('l'),
            'ø' | 'Ø' => buffer.push('o'),
            'đ' | 'Đ' => buffer.push('d'),
            'ı' => buffer.push('i'),
            'ß' => buffer.push_str("ss"),
            'æ' | 'Æ' => buffer.push_str("ae"),
            'œ' | 'Œ' => buffer.push_str("oe"),
            c => buffer.extend(c.to_lowercase()),
        }
    }
    if !buffer.is_empty() {
        emit(buffer, shape(word));
    }
}

fn shape(word: &str) -> Shape {
    Shape {
        capital: word.chars().next().is_some_and(|c| !c.is_lowercase()),
        upper: !word.chars().any(char::is_lowercase),
        letters: word.chars().filter(|c| c.is_alphabetic()).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn one_form_for_many_spellings() {
        for (text, folded) in [
            ("Élysée", "elysee"),
            ("Türkiye", "turkiye"),
            ("AT&T", "at and t"),
            ("U.S.", "us"),
            ("People's Bank of China", "people bank of china"),
            ("Moody’s", "moody"),
            ("Erasmus+", "erasmus plus"),
            ("Asia–Pacific", "asia pacific"),
            ("Washington, D.C.", "washington , dc"),
            ("Łódź", "lodz"),
            ("L'Oréal", "l oreal"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn nothing_comes_of_nothing() {
        assert_eq!(fold(""), "");
        assert_eq!(fold(" - ’ "), "");
    }
}
