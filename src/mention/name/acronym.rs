//! Names that an acronym in brackets defines.

use super::*;

const DEFINED: RuleId = RuleId::of_mechanism("mechanism/acronym-definition");

/// 'Access through Renewable Scale-up (ARS)': the words before an acronym in brackets whose initials it takes are one name
/// (Schwartz and Hearst 2003, on initials only).
pub(super) fn define_acronyms(reading: &Reading, result: &mut Names) {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for name in &result.names {
        let acronym = reading.form(name.tokens.start);
        let bracketed = name.tokens.len() == 1
            && name.tokens.start >= 3
            && reading.form(name.tokens.start - 1) == "("
            && reading.form(name.tokens.end) == ")"
            && is_acronym(acronym);
        if !bracketed {
            continue;
        }
        let letters: Vec<char> = acronym.chars().filter(|c| c.is_uppercase()).collect();
        if letters.len() < 2 {
            continue;
        }
        let end = name.tokens.start - 1;
        let mut wanted = letters.len();
        let mut token = end;
        let sentence = reading.sentence_of[name.tokens.start];
        while wanted > 0
            && token > 0
            && reading.sentence_of[token - 1] == sentence
            && end - token < letters.len() * 2 + 2
        {
            token -= 1;
            let initial = reading
                .form(token)
                .chars()
                .next()
                .map(|c| c.to_uppercase().next().unwrap_or(c));
            if initial == Some(letters[wanted - 1]) {
                wanted -= 1;
            } else if is_capitalised(reading.form(token)) {
                break;
            }
        }
        if wanted == 0 && is_capitalised(reading.form(token)) && end - token >= 2 {
            spans.push(token..end);
        }
    }
    for span in spans {
        let whole = result
            .names
            .iter()
            .any(|name| name.tokens.start <= span.start && name.tokens.end >= span.end);
        if whole {
            continue;
        }
        result
            .names
            .retain(|name| name.tokens.end <= span.start || name.tokens.start >= span.end);
        result
            .titles
            .retain(|title| title.tokens.end <= span.start || title.tokens.start >= span.end);
        let at = result
            .names
            .partition_point(|name| name.tokens.start < span.start);
        result.names.insert(
            at,
            Name {
                tokens: span,
                entries: Vec::new(),
                demonym: false,
                rule: DEFINED,
            },
        );
    }
}
