//! Currency signs, codes and names beside a number; shared ones are decided by the whole document.

use rustc_hash::FxHashMap;

use crate::rules::amounts::{AmountRules, CurrencyForm, FormKind};

use super::{Currency, scan::Scan};

/// A currency that stands at some place: its form, and one past its last atom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub form: usize,
    pub first: usize,
    pub next: usize,
}

/// The currency that starts at `index` and stands before a number.
pub(super) fn before_number(scan: &Scan, index: usize) -> Option<Found> {
    let lexeme = scan.get(index)?.lexeme?;
    // '5€' and 'a C$': a sign that belongs to the number or word before it.
    lexeme.currencies.iter().find_map(|&form| {
        let rule = &scan.rules.currencies[form];
        let next = matched(scan, index, rule)?;
        // 'Rs. 500', 'CHF 20', 'EUR-500'
        let next = if rule.kind != FormKind::Name
            && scan.is_sign(next, &['.'])
            && !scan.spaced(next)
            && is_letters(scan, next - 1)
        {
            next + 1
        } else {
            next
        };
        let attached = !scan.spaced(next);
        let fits = match rule.kind {
            FormKind::Sign => !rule.guarded || attached || scan.words(index).len() > 1,
            FormKind::Code => true,
            // 'dollar 22.5 million': only with a figure.
            FormKind::Name => scan.figure(next).is_some() && !attached,
        };
        fits.then_some(Found {
            form,
            first: index,
            next,
        })
    })
}

/// The currency that starts at `index` and stands after a number.
pub(super) fn after_number(scan: &Scan, index: usize) -> Option<Found> {
    let at = index + usize::from(scan.is_sign(index, &['-', '\u{2011}']) && !scan.spaced(index));
    // '5 Mio. EUR', '5 Mrd. Euro'
    let shortened = scan.is_sign(index, &['.'])
        && !scan.spaced(index)
        && scan.words(index.wrapping_sub(1)).len() == 3;
    let at = at + usize::from(shortened && scan.number_word(index.wrapping_sub(1)).is_some());
    let lexeme = scan.get(at)?.lexeme?;
    lexeme.currencies.iter().find_map(|&form| {
        let rule = &scan.rules.currencies[form];
        let next = matched(scan, at, rule)?;
        let fits = match rule.kind {
            // '10 $ 30 $' against 'fell 5 $14 million': a sign before a figure belongs to the figure.
            FormKind::Sign => {
                !(rule.guarded && is_letters(scan, at))
                    && (scan.figure(next).is_none()
                        || (!scan.spaced(at) && scan.spaced(next))
                        || sign_again(scan, at, next))
            }
            FormKind::Code => scan.figure(next).is_none() || scan.spaced(next),
            FormKind::Name => true,
        };
        fits.then_some(Found {
            form,
            first: at,
            next,
        })
    })
}

fn sign_again(scan: &Scan, sign: usize, figure: usize) -> bool {
    scan.spaced(sign) && scan.words(figure + 1) == scan.words(sign)
}

fn is_letters(scan: &Scan, index: usize) -> bool {
    scan.is_word(index)
}

/// One past the form, when it stands at `index`. The pieces of a sign touch, except in text that was cut into tokens ('c $ 16.4').
fn matched(scan: &Scan, index: usize, form: &CurrencyForm) -> Option<usize> {
    let next = scan.phrase(index, &form.phrase)?;
    let touching = (index + 1..next).all(|piece| !scan.spaced(piece));
    let possessive = scan.is_sign(index.wrapping_sub(1), &['\'', '\u{2019}']);
    let tokenised = next == index + 2 && scan.spaced(next) && !possessive;
    (form.loose || touching || tokenised).then_some(next)
}

/// What a document says of currencies: sums with an explicit one, and country words.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    weights: FxHashMap<Currency, u32>,
    distinguished: Vec<Currency>,
}

impl Evidence {
    /// A sum whose currency is certain.
    pub fn sum(&mut self, currency: Currency) {
        *self.weights.entry(currency).or_default() += 3;
    }

    /// A sum whose sign tells it from those with a bare sign.
    pub fn distinguish(&mut self, currency: Currency) {
        self.distinguished.push(currency);
    }

    /// Counts the country words of the scanned sentence.
    pub fn countries(&mut self, scan: &Scan) {
        for (index, atom) in scan.atoms.iter().enumerate() {
            let Some(lexeme) = atom.lexeme.filter(|lexeme| !lexeme.countries.is_empty()) else {
                continue;
            };
            for &country in &lexeme.countries {
                let (phrase, currency) = &scan.rules.countries[country];
                // 'US$' and 'CA$' are no country words.
                if let Some(next) = scan.phrase(index, phrase)
                    && !(scan.is_sign(next, &['$']) && !scan.spaced(next))
                {
                    *self.weights.entry(*currency).or_default() += 1;
                }
            }
        }
    }

    /// The currency that a form means in this document.
    pub fn decide(&self, rules: &AmountRules, form: usize) -> Currency {
        let form = &rules.currencies[form];
        let weight = |currency: &Currency| {
            if self.distinguished.contains(currency) {
                return 0;
            }
            self.weights.get(currency).copied().unwrap_or_default()
        };
        let Some((&first, others)) = form.candidates.split_first() else {
            return Currency(*b"XXX");
        };
        let best = others.iter().copied().fold(first, |best, other| {
            if weight(&other) > weight(&best) {
                other
            } else {
                best
            }
        });
        if form.hold && (weight(&first) > 0 || weight(&best) < 2) {
            first
        } else {
            best
        }
    }
}
