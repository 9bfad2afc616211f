//! Literals: is their text right for their datatype, and which is the greater.

use std::{cmp::Ordering, str::FromStr, sync::OnceLock};

use oxigraph::model::{Literal, Term};
use regex::Regex;
use rust_decimal::Decimal;

use crate::graph::vocabulary::xsd;

/// Whether the text is one of the datatype; datatypes that we do not use are trusted.
pub(super) fn is_well_formed(literal: &Literal) -> bool {
    static PATTERNS: OnceLock<Vec<(&str, Option<Regex>)>> = OnceLock::new();
    let patterns = PATTERNS.get_or_init(|| {
        let zone = r"(Z|[+-]\d\d:\d\d)?$";
        [
            (xsd::DECIMAL, r"^[+-]?(\d+(\.\d*)?|\.\d+)$".to_owned()),
            (xsd::INTEGER, r"^[+-]?\d+$".to_owned()),
            (xsd::NON_NEGATIVE_INTEGER, r"^(\+?\d+|-0+)$".to_owned()),
            (
                xsd::DATE,
                format!(r"^-?\d{{4,}}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]){zone}"),
            ),
            (xsd::G_YEAR, format!(r"^-?\d{{4,}}{zone}")),
            (
                xsd::DURATION,
                r"^-?P(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$".to_owned(),
            ),
        ]
        .into_iter()
        .map(|(datatype, pattern)| (datatype, Regex::new(&pattern).ok()))
        .collect()
    });
    let text = literal.value();
    let datatype = literal.datatype();
    if datatype.as_str() == xsd::DURATION && !text.ends_with(|last: char| "YMDHS".contains(last)) {
        return false;
    }
    patterns
        .iter()
        .find(|(name, _)| *name == datatype.as_str())
        .and_then(|(_, pattern)| pattern.as_ref())
        .is_none_or(|pattern| pattern.is_match(text))
}

/// Which of two literals is the greater; none when they cannot be compared.
pub(super) fn compare(left: &Term, right: &Term) -> Option<Ordering> {
    let (Term::Literal(left), Term::Literal(right)) = (left, right) else {
        return None;
    };
    if is_number(left) && is_number(right) {
        let exact = |literal: &Literal| Decimal::from_str(literal.value()).ok();
        if let (Some(left), Some(right)) = (exact(left), exact(right)) {
            return Some(left.cmp(&right));
        }
        // Beyond 28 digits, nearly is near enough.
        let left: f64 = left.value().parse().ok()?;
        return left.partial_cmp(&right.value().parse().ok()?);
    }
    (left.datatype() == right.datatype()).then(|| left.value().cmp(right.value()))
}

fn is_number(literal: &Literal) -> bool {
    [xsd::DECIMAL, xsd::INTEGER, xsd::NON_NEGATIVE_INTEGER].contains(&literal.datatype().as_str())
        && is_well_formed(literal)
}
