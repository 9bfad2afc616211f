//! Makes of a sentence the one that extraction would see: names, sums of money, dates and long numbers as one word each.

use super::conllu::{Sentence, Token};
use crate::syntax::{
    DATE, MONEY, NUMBER, Relation,
    tag::{Fine, Inflection, Tag},
};

/// The sentence with collapsed mentions; `None` when there is nothing to collapse.
pub fn collapse(sentence: &Sentence) -> Option<Sentence> {
    let mut groups: Vec<Group> = Vec::new();
    // Money before numbers before names: '$ 5 million' holds a number, '5 May' a name of a month.
    for find in [money, date, number, name] {
        for head in 0..sentence.len() {
            let taken = |at: usize| groups.iter().any(|group| group.covers(at));
            if taken(head) {
                continue;
            }
            if let Some(group) = find(sentence, head)
                && !(group.first..=group.last).any(taken)
                && group.is_closed(sentence, head)
            {
                groups.push(group);
            }
        }
    }
    if groups.is_empty() {
        return None;
    }
    Some(rebuild(sentence, &groups))
}

struct Group {
    first: usize,
    last: usize,
    form: String,
    fine: Fine,
}

impl Group {
    fn covers(&self, at: usize) -> bool {
        (self.first..=self.last).contains(&at)
    }

    /// Only the head depends on a word outside.
    fn is_closed(&self, sentence: &[Token], head: usize) -> bool {
        (self.first..=self.last)
            .all(|at| at == head || sentence[at].head.is_some_and(|parent| self.covers(parent)))
    }
}

/// The span of a head with the children that `belongs` takes, and theirs.
fn span(
    sentence: &[Token],
    head: usize,
    belongs: &dyn Fn(&Token, &Token) -> bool,
) -> (usize, usize) {
    let (mut first, mut last) = (head, head);
    let mut open = vec![head];
    while let Some(parent) = open.pop() {
        for (at, token) in sentence.iter().enumerate() {
            if token.head == Some(parent) && belongs(token, &sentence[parent]) {
                first = first.min(at);
                last = last.max(at);
                open.push(at);
            }
        }
    }
    (first, last)
}

const CURRENCIES: [&str; 22] = [
    "$", "€", "£", "¥", "us$", "rs", "dollar", "euro", "pound", "yen", "rupee", "crown", "franc",
    "usd", "eur", "gbp", "krone", "won", "peso", "yuan", "dinar", "buck",
];

fn is_number(token: &Token) -> bool {
    token.fine.tag() == Tag::Number
}

fn money(sentence: &Sentence, head: usize) -> Option<Group> {
    let token = &sentence[head];
    let lemma = token.lemma.to_lowercase();
    if !CURRENCIES.contains(&lemma.as_str()) {
        return None;
    }
    let (first, last) = span(sentence, head, &|child, _| {
        matches!(
            child.relation,
            Relation::NumericModifier | Relation::Compound | Relation::Flat
        ) && (is_number(child) || child.fine.tag() == Tag::Symbol || child.form == "US")
    });
    let has_number = sentence[first..=last].iter().any(is_number);
    has_number.then(|| Group {
        first,
        last,
        form: MONEY.to_owned(),
        fine: Fine::with(Tag::Noun, Inflection::Plural),
    })
}

const CALENDAR: [&str; 38] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thurs",
    "fri",
];

fn date(sentence: &Sentence, head: usize) -> Option<Group> {
    let token = &sentence[head];
    let is_calendar = |token: &Token| {
        token.fine.tag() == Tag::ProperNoun
            && CALENDAR.contains(&token.form.to_lowercase().trim_end_matches('.'))
    };
    let is_year = is_number(token)
        && token.form.len() == 4
        && (token.form.starts_with("19") || token.form.starts_with("20"))
        && token.form.bytes().all(|byte| byte.is_ascii_digit())
        && token.relation != Relation::NumericModifier;
    if !is_calendar(token) && !is_year {
        return None;
    }
    let (first, last) = span(sentence, head, &|child, _| {
        is_number(child) || is_calendar(child) || child.form == ","
    });
    let last = if sentence[last].form == "," {
        last - 1
    } else {
        last
    };
    (first <= head && head <= last).then(|| Group {
        first,
        last,
        form: DATE.to_owned(),
        fine: Fine::of(Tag::Noun),
    })
}

fn number(sentence: &Sentence, head: usize) -> Option<Group> {
    if !is_number(&sentence[head]) {
        return None;
    }
    let (first, last) = span(sentence, head, &|child, _| {
        is_number(child) && matches!(child.relation, Relation::Compound | Relation::Flat)
    });
    (first < last).then(|| Group {
        first,
        last,
        form: NUMBER.to_owned(),
        fine: Fine::of(Tag::Number),
    })
}

/// 'Ana Ruiz', 'European Investment Bank', 'Bank of Ghana'.
fn name(sentence: &Sentence, head: usize) -> Option<Group> {
    if sentence[head].fine.tag() != Tag::ProperNoun {
        return None;
    }
    let is_capital = |token: &Token| token.form.starts_with(char::is_uppercase);
    let (first, last) = span(sentence, head, &|child, parent| {
        let is_part = match child.relation {
            Relation::Flat | Relation::Compound | Relation::AdjectivalModifier => is_capital(child),
            Relation::NominalModifier => {
                child.fine.tag() == Tag::ProperNoun && parent.fine.tag() == Tag::ProperNoun
            }
            Relation::Case => matches!(child.form.as_str(), "of" | "for"),
            Relation::Determiner => child.form == "the",
            _ => false,
        };
        is_part
    });
    // The article before a name is no part of it, the one inside 'Bank of the West' is.
    let first =
        (first..=last).find(|at| is_capital(&sentence[*at]) && sentence[*at].form != "The")?;
    if !(first..=last).contains(&head) {
        return None;
    }
    let inner = &sentence[first..=last];
    let has_lone_preposition = inner.iter().any(|token| {
        token.relation == Relation::Case && !matches!(token.form.as_str(), "of" | "for")
    });
    (!has_lone_preposition).then(|| Group {
        first,
        last,
        form: inner
            .iter()
            .map(|token| token.form.as_str())
            .collect::<Vec<_>>()
            .join(" "),
        fine: Fine::of(Tag::ProperNoun),
    })
}

fn rebuild(sentence: &Sentence, groups: &[Group]) -> Sentence {
    let group_at = |at: usize| groups.iter().find(|group| group.covers(at));
    // Old index -> new index.
    let mut places = Vec::with_capacity(sentence.len());
    let mut count = 0;
    for at in 0..sentence.len() {
        let inside = group_at(at).is_some_and(|group| at > group.first);
        if !inside {
            count += 1;
        }
        places.push(count - 1);
    }
    let mut collapsed = Vec::with_capacity(count);
    for (at, token) in sentence.iter().enumerate() {
        let Some(group) = group_at(at) else {
            collapsed.push(Token {
                head: token.head.map(|head| places[head]),
                ..token.clone()
            });
            continue;
        };
        if at > group.first {
            continue;
        }
        let head = (group.first..=group.last)
            .find(|inner| {
                sentence[*inner]
                    .head
                    .is_none_or(|parent| !group.covers(parent))
            })
            .unwrap_or(at);
        collapsed.push(Token {
            form: group.form.clone(),
            lemma: group.form.clone(),
            fine: group.fine,
            head: sentence[head].head.map(|parent| places[parent]),
            relation: sentence[head].relation,
            fixed: true,
        });
    }
    collapsed
}
