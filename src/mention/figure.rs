//! Digits with their separators -> an exact number.

use rust_decimal::Decimal;

/// A number written in digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// `None` for what looks like a version, a telephone number or is too large: it is skipped whole.
    pub value: Option<Decimal>,
    /// Whether it is digits alone, and how many: only such can be a year.
    pub plain_digits: usize,
}

const JUNK: Figure = Figure {
    value: None,
    plain_digits: 0,
};

/// Reads the figure at the start of `text`, which starts with an ASCII digit; gives its length too.
///
/// One comma with three digits after it groups thousands ('1,000'), with one or two it is a decimal comma ('1,3').
/// One point is always a decimal point ('1.234' is a little more than one); several group thousands. Where both stand, the
/// last one is the decimal sign ('1.234,56'). Apostrophes and thin, no-break or plain spaces group thousands.
///
/// In a list of figures without spaces ('22,24,26') the comma separates. Where the language has a decimal comma, one point with
/// three digits after it groups thousands, too ('12.250').
pub(super) fn read(text: &str, in_list: bool, decimal_comma: bool) -> (usize, Figure) {
    let mut groups: Vec<(&str, char)> = Vec::new();
    let mut at = digits(text);
    let head = &text[..at];
    while let Some(separator) = text[at..].chars().next() {
        let after = at + separator.len_utf8();
        let run = text.get(after..).map_or(0, digits);
        let three = run == 3;
        let fits = match separator {
            ',' if in_list => false,
            '.' | ',' => run > 0,
            '\'' | '\u{2019}' => three,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => {
                three
                    && head.len() <= 3
                    && !head.starts_with('0')
                    && groups.iter().all(|(_, other)| *other == separator)
                    && !text[after + run..].starts_with(['-', '%'])
            }
            _ => false,
        };
        if !fits {
            break;
        }
        groups.push((&text[after..after + run], separator));
        at = after + run;
    }
    if groups.is_empty() {
        return (at, plain(head));
    }
    if let Some(figure) = grouped(head, &groups, decimal_comma) {
        return (at, figure);
    }
    // '22,24,26' is a list of small numbers, '12.02.2025' and '1.2.3' are none at all.
    if groups.iter().all(|(_, separator)| *separator == ',') {
        return (head.len(), plain(head));
    }
    (at, JUNK)
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn plain(head: &str) -> Figure {
    Figure {
        value: decimal(head, ""),
        plain_digits: head.len(),
    }
}

/// Digits before and after the decimal sign, exactly; `None` beyond 28 digits.
fn decimal(whole: &str, fraction: &str) -> Option<Decimal> {
    let text = if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    };
    Decimal::from_str_exact(&text)
        .ok()
        .map(|value| value.normalize())
}

fn grouped(head: &str, groups: &[(&str, char)], decimal_comma: bool) -> Option<Figure> {
    let (last, last_separator) = groups.last().copied()?;
    let before = &groups[..groups.len() - 1];
    let decimals = match last_separator {
        '.' if decimal_comma && before.is_empty() => last.len() != 3 || head == "0",
        '.' => before.iter().all(|(_, separator)| *separator != '.'),
        ',' if decimal_comma && before.is_empty() => true,
        ',' => {
            (before.is_empty() && (last.len() != 3 || head == "0"))
                || (!before.is_empty() && before.iter().all(|(_, separator)| *separator != ','))
        }
        _ => false,
    };
    let (thousands, fraction) = if decimals {
        (before, last)
    } else {
        (groups, "")
    };
    let odd = before.is_empty() && last_separator == ',' && last.len() > 2 && head != "0";
    if decimals && odd && !decimal_comma {
        return None;
    }
    let separator = thousands.first().map(|(_, separator)| *separator);
    if thousands.iter().any(|(_, other)| Some(*other) != separator)
        || !(head.len() <= 3 || thousands.is_empty())
        || !well_grouped(thousands)
    {
        return None;
    }
    let mut whole = head.to_owned();
    for (group, _) in thousands {
        whole.push_str(group);
    }
    Some(Figure {
        value: decimal(&whole, fraction),
        plain_digits: 0,
    })
}

/// Threes, or the Indian way: twos with a three at the end.
fn well_grouped(groups: &[(&str, char)]) -> bool {
    let Some(((last, _), before)) = groups.split_last() else {
        return true;
    };
    last.len() == 3
        && (before.iter().all(|(group, _)| group.len() == 3)
            || before.iter().all(|(group, _)| group.len() == 2))
}

#[cfg(test)]
mod tests {
    use super::read;

    fn value(text: &str) -> String {
        in_language(text, false)
    }

    fn in_language(text: &str, decimal_comma: bool) -> String {
        let (length, figure) = read(text, false, decimal_comma);
        let value = figure
            .value
            .map_or("none".to_owned(), |value| value.to_string());
        format!("{} = {value}", &text[..length])
    }

    #[test]
    fn separators_of_thousands_and_decimals() {
        for (text, expected) in [
            ("1,000", "1,000 = 1000"),
            ("3.3", "3.3 = 3.3"),
            ("330.0", "330.0 = 330"),
            ("1.234,56", "1.234,56 = 1234.56"),
            ("1,234.56", "1,234.56 = 1234.56"),
            ("1'250'000", "1'250'000 = 1250000"),
            ("40\u{202f}000", "40\u{202f}000 = 40000"),
            ("40 000 is", "40 000 = 40000"),
            ("1,26,000", "1,26,000 = 126000"),
            ("1,3.", "1,3 = 1.3"),
            ("1.234.567", "1.234.567 = 1234567"),
        ] {
            assert_eq!(value(text), expected);
        }
    }

    #[test]
    fn point_and_comma_change_places_where_the_language_says_so() {
        for (text, expected) in [
            ("12.250", "12.250 = 12250"),
            ("2,5", "2,5 = 2.5"),
            ("1.234,5", "1.234,5 = 1234.5"),
            ("0,125", "0,125 = 0.125"),
            ("1,234", "1,234 = 1.234"),
            ("3.5", "3.5 = 3.5"),
        ] {
            assert_eq!(in_language(text, true), expected);
        }
    }

    #[test]
    fn what_is_no_single_number() {
        assert_eq!(value("22,24,26,31."), "22 = 22");
        assert_eq!(value("423 0000"), "423 = 423");
        assert_eq!(value("12.02.2025"), "12.02.2025 = none");
        assert_eq!(value("1.2.3"), "1.2.3 = none");
        assert!(value(&"9".repeat(400)).ends_with("= none"));
    }
}
