//! Tokens -> typed spans: numbers, sums of money, dates, names.

mod amounts;
mod currency;
mod date;
mod figure;
mod fraction;
mod hedge;
mod money;
pub mod name;
mod number;
mod period;
mod quantity;
mod reading;
mod scan;

pub use amounts::amounts;
pub use reading::Reading;

use rust_decimal::Decimal;

use crate::{rules::RuleId, span::Span};

/// A typed span of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The words it is made of, hedges ('up to') not included.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// The rule that made it.
    pub rule: RuleId,
    /// What it was made from: the words and the rule of each part, in text order.
    pub parts: Vec<Part>,
}

/// A piece of a mention: a number, a currency word, a hedge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its words.
    pub span: Span,
    /// Its rule.
    pub rule: RuleId,
}

/// What a mention denotes.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A sum of money.
    Money(Money),
    /// A number that is no sum of money: a count, a measure, a share.
    Number(Number),
    /// A calendar date, or part of one, or a stretch of time.
    Date(DateValue),
}

/// A number with its bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// The full number: 'two hundred billion' is 200000000000.
    pub value: Decimal,
    /// Upper number of a range.
    pub max: Option<Decimal>,
    /// How firm it is.
    pub bound: Bound,
    /// A percentage, an ordinal or a plain number.
    pub form: Form,
    /// Unit of measure directly after it, as written ('MW', 'hectares'), from `lexicon/units.tsv`.
    pub unit: Option<Span>,
}

/// The form a number has in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// 'seven', '45 thousand'
    Cardinal,
    /// 'seventh'
    Ordinal,
    /// '5 percent'
    Percent,
    /// 'four times'
    Multiple,
}

/// A sum of money.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// The full number, exact.
    pub value: Decimal,
    /// Upper number of a range.
    pub max: Option<Decimal>,
    /// ISO 4217 code.
    pub currency: Currency,
    /// How firm it is.
    pub bound: Bound,
    /// 'per share', 'a tonne': a price, not a sum.
    pub per: Option<Span>,
}

/// An ISO 4217 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency(pub [u8; 3]);

impl Currency {
    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

/// How a number limits the sum it states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Bound {
    /// The number itself.
    #[default]
    Exact,
    /// 'more than', 'at least'
    AtLeast,
    /// 'up to', 'at most'
    AtMost,
    /// 'about', 'some', 'nearly'
    Approximately,
    /// 'from 3 to 5'
    Range,
}

/// A date, or a stretch of time, as far as the words fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateValue {
    /// '12 February 2025'
    Day(jiff::civil::Date),
    /// 'May 2025': year, month from 1
    Month(i16, i8),
    /// 'the fourth quarter of 2026': year, quarter from 1
    Quarter(i16, i8),
    /// 'the first half of 2026': year, half from 1
    Half(i16, i8),
    /// '2026', 'fiscal 2026'
    Year(i16),
    /// '2024-25', 'between 2025 and 2030': first and last year
    Years(i16, i16),
    /// 'on Tuesday', 'last month', 'May 8' without a year: needs the date of the document; tense decides the direction
    Relative(Relative),
    /// 'over four years', 'the next 20 years': an ISO 8601 duration such as `P4Y`
    Duration(String),
}

/// A date that is fixed only relative to the day of publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relative {
    /// Monday is 1.
    Weekday(i8),
    /// Days from publication: 'today' 0, 'yesterday' -1.
    Days(i32),
    /// Months from publication: 'last month' -1.
    Months(i32),
    /// Years from publication: 'next year' 1.
    Years(i32),
    /// 'May 8': month, day
    DayOfYear(i8, i8),
    /// 'in February': month
    MonthOfYear(i8),
}
