//! `lexicon/{numbers,currencies,currency_words,hedges,units,dates,amount_contexts}.tsv` -> one table of words.

use std::sync::Arc;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::{
    Error, RuleId, Source, currencies, dates, foreign::Foreign, hedges, numbers, pieces::Phrase,
};
use crate::mention::Currency;

/// What the words of numbers, money, dates and hedges mean.
#[derive(Clone, Debug, Default)]
pub struct AmountRules {
    pub(crate) words: FxHashMap<Box<str>, Lexeme>,
    pub(crate) currencies: Vec<CurrencyForm>,
    pub(crate) countries: Vec<(Phrase, Currency)>,
    pub(crate) hedges: Vec<Hedge>,
    pub(crate) units: Vec<Unit>,
    /// ',' is the decimal sign and '.' groups thousands.
    pub(crate) decimal_comma: bool,
    foreign: Arc<Foreign>,
}

impl AmountRules {
    /// Reads the lexicon files.
    ///
    /// # Errors
    /// When a file is missing or a line makes no rule; the error names file, line and mend.
    pub fn load(source: &Source) -> Result<Self, Error> {
        let mut rules = Self::default();
        numbers::load(source, &mut rules)?;
        currencies::load(source, &mut rules)?;
        hedges::load(source, &mut rules)?;
        numbers::load_units(source, &mut rules)?;
        dates::load(source, &mut rules)?;
        rules.prefer_long_phrases();
        rules.foreign = Arc::new(Foreign::load(source)?);
        Ok(rules)
    }

    /// The rules for documents of this language (BCP 47): these, and the words of the language.
    pub fn of_language(&self, language: &str) -> &Self {
        self.foreign.rules(language, self).unwrap_or(self)
    }

    /// The lexeme of a word, made when it is not there yet.
    pub(super) fn word(&mut self, word: &str) -> &mut Lexeme {
        self.words.entry(word.to_lowercase().into()).or_default()
    }

    pub(super) fn add_currency(&mut self, form: CurrencyForm) {
        let index = self.currencies.len();
        if let Some(first) = form.phrase.pieces.first().cloned() {
            self.word(&first).currencies.push(index);
            self.currencies.push(form);
        }
    }

    /// 'US dollar' before 'US': the first phrase that fits is the right one.
    pub(super) fn prefer_long_phrases(&mut self) {
        for lexeme in self.words.values_mut() {
            lexeme
                .currencies
                .sort_by_key(|&i| std::cmp::Reverse(self.currencies[i].phrase.pieces.len()));
            lexeme
                .units
                .sort_by_key(|&i| std::cmp::Reverse(self.units[i].phrase.pieces.len()));
            for list in [&mut lexeme.hedges_ending, &mut lexeme.hedges_starting] {
                list.sort_by_key(|&i| std::cmp::Reverse(self.hedges[i].phrase.pieces.len()));
            }
        }
    }
}

/// All that one word can mean. Lists are indexes into the tables of [`AmountRules`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexeme {
    pub number: Option<NumberWord>,
    pub date: Option<DateWord>,
    pub contexts: u16,
    pub currencies: Vec<usize>,
    pub countries: Vec<usize>,
    pub units: Vec<usize>,
    pub hedges_ending: Vec<usize>,
    pub hedges_starting: Vec<usize>,
}

impl Lexeme {
    pub fn is(&self, context: u16) -> bool {
        self.contexts & context != 0
    }
}

/// Bits of [`Lexeme::contexts`].
pub(crate) mod context {
    pub const FUNCTION: u16 = 1;
    pub const CHANGE: u16 = 2;
    pub const LABEL: u16 = 4;
    pub const NOT_ONE: u16 = 8;
    pub const NO_ONE: u16 = 16;
    pub const YEAR_BEFORE: u16 = 32;
    pub const FILLER: u16 = 64;
    pub const VAGUE: u16 = 128;
}

/// A word that takes part in a number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NumberWord {
    pub role: NumberRole,
    pub value: Decimal,
    pub after: After,
    pub rule: RuleId,
}

/// What a word does in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberRole {
    Digit,
    Teen,
    Ten,
    Hundred,
    Scale,
    Ordinal,
    Parts,
    Fraction,
    Dozen,
}

/// Where a scale may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    Anything,
    Figure,
    Money,
}

/// A word of a date.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DateWord {
    pub meaning: DateMeaning,
    pub rule: RuleId,
}

/// What a word does in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateMeaning {
    /// Month from 1, and whether it is shortened.
    Month(i8, bool),
    Weekday(i8),
    /// Days from publication.
    Day(i32),
    /// Count and ISO 8601 designator of one: a decade is ten years.
    Period(i64, char),
    /// 'last' -1, 'this' 0, 'next' 1
    Direction(i32),
}

/// One way to write a currency.
#[derive(Clone, Debug)]
pub(crate) struct CurrencyForm {
    pub phrase: Phrase,
    pub kind: FormKind,
    /// Most likely first; one when it is unambiguous.
    pub candidates: Vec<Currency>,
    /// Whether white space may stand inside: 'US $'.
    pub loose: bool,
    /// Keeps the first candidate unless the text never speaks for it, and twice for another.
    pub hold: bool,
    /// Needs a scale word: 'won', 'ALL'.
    pub guarded: bool,
    /// How many make one unit: 100 for cents.
    pub part: Decimal,
    /// Scale in the sign itself: 'MEUR'.
    pub scale: Decimal,
    pub rule: RuleId,
}

/// What a currency is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormKind {
    Code,
    Sign,
    Name,
}

/// Words that say how firm a number is.
#[derive(Clone, Debug)]
pub(crate) struct Hedge {
    pub phrase: Phrase,
    pub bound: crate::mention::Bound,
    pub rule: RuleId,
}

/// A unit of measure.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub phrase: Phrase,
    /// Numbers are measured in it.
    pub measure: bool,
    /// Money is priced by it.
    pub price: bool,
    pub rule: RuleId,
}
