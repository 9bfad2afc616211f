//! Tokens that begin with a digit.

use super::{
    characters::{is_apostrophe, is_hyphen, is_word},
    tokens::Scanner,
};

/// Reads the token or tokens that begin with the digit at `start`; returns the end.
pub fn number(scanner: &mut Scanner<'_>, start: usize) -> usize {
    let end = scanner.digits_end(start);
    let Some(c) = scanner.at(end) else {
        return scanner.push(start, end);
    };
    let next = end + c.len_utf8();
    let after = scanner.at(next);
    if is_word(c) {
        return with_letters(scanner, start, end);
    }
    if is_apostrophe(c) && after.is_some_and(char::is_alphabetic) {
        // "2024's"
        let end = scanner.word_end(start);
        return scanner.push_contracted(start, end);
    }
    let hyphen = is_hyphen(c);
    if (hyphen || c == '\u{2013}') && after.is_some_and(|c| c.is_ascii_digit()) {
        return range(scanner, start, end, next);
    }
    let joined = match c {
        // '20-year', '24/7'
        '/' => after.is_some_and(is_word),
        ':' => after.is_some_and(|c| c.is_ascii_digit()),
        _ => hyphen && after.is_some_and(char::is_alphabetic),
    };
    if joined {
        let end = scanner.word_end(start);
        return scanner.push_contracted(start, end);
    }
    scanner.push(start, end)
}

/// '50MW', '1st', '5G', '1H24': the number ends at `end`, where letters follow.
fn with_letters(scanner: &mut Scanner<'_>, start: usize, end: usize) -> usize {
    let letters_end = scanner.skip(end, |c| is_word(c) && !c.is_ascii_digit() && c != '_');
    let letters = &scanner.text[end..letters_end];
    let whole_name = !scanner.after_currency
        && scanner
            .orthography
            .is_whole(&scanner.text[start..letters_end]);
    let goes_on = scanner.at(letters_end).is_some_and(is_word);
    if goes_on || whole_name || scanner.orthography.stays_on_number(letters) {
        let end = scanner.word_end(start);
        return scanner.push_contracted(start, end);
    }
    scanner.push(start, end);
    // 'km/h' is one unit.
    let slash = scanner.at(letters_end) == Some('/');
    let unit_end = if slash && scanner.at(letters_end + 1).is_some_and(char::is_alphabetic) {
        scanner.skip(letters_end + 1, |c| is_word(c) && !c.is_ascii_digit())
    } else {
        letters_end
    };
    scanner.push_contracted(end, unit_end)
}

/// '5-10', '2024-25', '2025-02-12': the second number begins at `second`.
fn range(scanner: &mut Scanner<'_>, start: usize, end: usize, second: usize) -> usize {
    let second_end = scanner.digits_end(second);
    let first_year = is_year(&scanner.text[start..end]);
    let last = &scanner.text[second..second_end];
    let years = first_year
        && (is_year(last) || last.len() == 2 && last.bytes().all(|b| b.is_ascii_digit()));
    match scanner.at(second_end) {
        // Dates, telephone numbers, '10-15-year'
        Some(c) if is_hyphen(c) && scanner.at(second_end + c.len_utf8()).is_some_and(is_word) => {
            let end = scanner.word_end(start).max(second_end);
            scanner.push(start, end)
        }
        Some(c) if years && is_word(c) => scanner.push(start, end),
        _ if years => scanner.push(start, second_end),
        _ => {
            scanner.push(start, end);
            scanner.push(end, second)
        }
    }
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4
        && digits.starts_with(['1', '2'])
        && digits.bytes().all(|b| b.is_ascii_digit())
}
