//! Tokens -> spans of names: capitalised words, what joins them, and what the gazetteer knows.

mod acronym;
mod join;

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{
    Kind,
    reading::{Reading, is_acronym, is_capitalised, is_title_case},
};
use crate::{
    rules::{
        RuleId,
        gazetteer::{EntryRef, Gazetteer, Naming},
        names::{Connector, NameRules, TitleKind},
    },
    syntax::Tag,
};

/// A span that names something.
#[derive(Clone, Debug)]
pub struct Name {
    /// Its tokens, without article and possessive.
    pub tokens: Range<usize>,
    /// What the gazetteer knows under exactly these words; empty for a name never seen before.
    pub entries: Vec<EntryRef>,
    /// An adjective of a place ('French'): names no entity by itself.
    pub demonym: bool,
    /// The rule that found it.
    pub rule: RuleId,
}

/// An office or a form of address: 'vice-president', 'Finance Minister'.
#[derive(Clone, Debug)]
pub struct Title {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What kind.
    pub kind: TitleKind,
    /// The row.
    pub rule: RuleId,
}

/// The names and the titles of a document.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// In text order, not overlapping.
    pub names: Vec<Name>,
    /// In text order, not overlapping; may stand between names, never inside one.
    pub titles: Vec<Title>,
}

const KNOWN: RuleId = RuleId::of_mechanism("gazetteer");
const CAPITALS: RuleId = RuleId::of_mechanism("mechanism/capitals");

/// Finds the names and titles of a document.
pub fn names(reading: &Reading, rules: &NameRules, gazetteer: &Gazetteer) -> Names {
    let mut known: FxHashMap<usize, (Range<usize>, Vec<EntryRef>)> = FxHashMap::default();
    for found in gazetteer.matches(&reading.document.text, &reading.segments) {
        // 'PLN 330 million' is money, whoever else is called so.
        let is_money = reading
            .amount_at(found.tokens.start)
            .is_some_and(|amount| matches!(amount.kind, Kind::Money(_)));
        if (found.exact_case || found.tokens.len() > 1) && !is_money {
            known.insert(found.tokens.start, (found.tokens, found.entries));
        }
    }
    let mut result = Names::default();
    for sentence in 0..reading.segments.sentences.len() {
        let scan = Scan {
            reading,
            rules,
            known: &known,
            title_case: is_title_case(reading.document, &reading.segments, sentence),
        };
        scan.sentence(sentence, &mut result);
    }
    acronym::define_acronyms(reading, &mut result);
    result
}

/// A piece of a run of capitalised words.
#[derive(Clone, Debug)]
struct Atom {
    tokens: Range<usize>,
    entries: Vec<EntryRef>,
}

impl Atom {
    fn is_demonym(&self) -> bool {
        !self.entries.is_empty()
            && self
                .entries
                .iter()
                .all(|entry| entry.naming == Naming::Demonym)
    }
}

/// 'London-based', 'OSLO/MAINZ': made from names, but no name.
fn is_derived(form: &str) -> bool {
    const ENDS: &[&str] = &[
        "based",
        "owned",
        "led",
        "listed",
        "made",
        "backed",
        "related",
        "funded",
        "run",
        "controlled",
        "born",
        "style",
        "wide",
        "only",
        "made",
        "financed",
        "headquartered",
        "driven",
        "ready",
        "enabled",
        "powered",
        "specific",
        "focused",
        "level",
        "traded",
        "supported",
        "registered",
        "sized",
    ];
    form.contains('/')
        || form
            .rsplit_once('-')
            .is_some_and(|(_, end)| ENDS.contains(&end))
}

struct Scan<'r, 'd> {
    reading: &'r Reading<'d>,
    rules: &'r NameRules,
    known: &'r FxHashMap<usize, (Range<usize>, Vec<EntryRef>)>,
    title_case: bool,
}

impl Scan<'_, '_> {
    fn sentence(&self, sentence: usize, result: &mut Names) {
        let range = self.reading.segments.sentences[sentence].tokens.clone();
        let mut position = range.start;
        while position < range.end {
            if let Some(title) = self.title(position, &range) {
                position = title.tokens.end;
                result.titles.push(title);
                continue;
            }
            let Some(atom) = self.atom(position, &range) else {
                position += 1;
                continue;
            };
            let mut run = vec![atom];
            position = self.extend(&mut run, &range);
            self.finish(run, &range, result);
        }
    }

    /// A title at the position: 'vice-president', 'Minister of Finance and Economy'.
    fn title(&self, position: usize, range: &Range<usize>) -> Option<Title> {
        let found = self
            .rules
            .titles
            .at(&self.reading.lower[position..range.end.min(position + 6)])?;
        let mut end = position + found.tokens;
        // 'Chair' of a name that the gazetteer knows ('Governor Bank') is no title.
        if self.known.get(&position).is_some_and(|(tokens, entries)| {
            tokens.len() > found.tokens
                && entries.iter().any(|entry| entry.naming < Naming::Nickname)
        }) {
            return None;
        }
        // Inside a name that goes on to a head, a title word is part of it: 'President Hotel', 'Director Holdings'.
        if is_capitalised(self.reading.form(position))
            && end < range.end
            && self.head_weight(end) > 0.0
            && is_capitalised(self.reading.form(end))
        {
            return None;
        }
        if *found.value == TitleKind::State
            && self.reading.lower[position..end]
                .last()
                .is_some_and(|word| word == "minister" || word == "secretary")
            && self
                .reading
                .lower
                .get(end)
                .is_some_and(|word| word == "of" || word == "for")
        {
            end = self.portfolio(end, range);
        }
        Some(Title {
            tokens: position..end,
            kind: *found.value,
            rule: found.rule,
        })
    }

    /// The end of 'of innovation, science and industry'.
    fn portfolio(&self, of: usize, range: &Range<usize>) -> usize {
        let word = |at: usize| {
            at < range.end
                && self.reading.amount_at(at).is_none()
                && matches!(
                    self.reading.tags.get(at),
                    Some(Tag::Noun | Tag::ProperNoun | Tag::Adjective)
                )
                && !self.known.get(&at).is_some_and(|(_, entries)| {
                    entries.iter().all(|entry| entry.naming < Naming::Demonym)
                })
        };
        let mut end = of;
        let mut next = of + 1;
        if self
            .reading
            .lower
            .get(next)
            .is_some_and(|article| article == "the")
        {
            next += 1;
        }
        while word(next) {
            end = next + 1;
            next = end;
            if matches!(
                self.reading.lower.get(next).map(String::as_str),
                Some("," | "and" | "&")
            ) {
                next += 1;
                if self
                    .reading
                    .lower
                    .get(next)
                    .is_some_and(|word| word == "and")
                {
                    next += 1;
                }
                // After a comma, a capital starts a person's name unless the portfolio is written with capitals.
                if !word(next)
                    || (is_capitalised(self.reading.form(next))
                        && !is_capitalised(self.reading.form(end - 1)))
                {
                    break;
                }
                if self.reading.lower[next - 1] == ","
                    && is_capitalised(self.reading.form(next))
                    && !self.reading.lower[next..range.end.min(next + 4)]
                        .iter()
                        .any(|word| word == "and")
                {
                    break;
                }
            }
        }
        end
    }

    /// A capitalised word, or a name of the gazetteer, at the position.
    fn atom(&self, position: usize, range: &Range<usize>) -> Option<Atom> {
        if let Some((tokens, entries)) = self.known.get(&position) {
            return Some(Atom {
                tokens: tokens.clone(),
                entries: entries.clone(),
            });
        }
        self.is_candidate(position, range).then(|| Atom {
            tokens: position..position + 1,
            entries: Vec::new(),
        })
    }

    fn is_candidate(&self, position: usize, range: &Range<usize>) -> bool {
        let form = self.reading.form(position);
        if !is_capitalised(form)
            || !form.chars().any(char::is_alphabetic)
            || self.reading.amount_at(position).is_some()
            || is_derived(form)
        {
            return false;
        }
        let tag = self
            .reading
            .tags
            .get(position)
            .copied()
            .unwrap_or(Tag::Noun);
        let first_name = self.rules.first_names.contains(form)
            && position + 1 < range.end
            && is_capitalised(self.reading.form(position + 1));
        let closed = !first_name
            && matches!(
                tag,
                Tag::Determiner
                    | Tag::Pronoun
                    | Tag::Adposition
                    | Tag::CoordinatingConjunction
                    | Tag::SubordinatingConjunction
                    | Tag::Auxiliary
                    | Tag::Particle
            );
        if self.reading.seen_capitalised(form) {
            return !closed || is_acronym(form);
        }
        let inner_capital = form.chars().skip(1).any(char::is_uppercase);
        if self.title_case {
            return inner_capital && !self.rules.not_names.contains(form);
        }
        if !self.is_forced(position, range) || inner_capital {
            return !closed || inner_capital;
        }
        // 'Per Holm said': a first name before another capitalised word.
        if self.rules.first_names.contains(form)
            && position + 1 < range.end
            && is_capitalised(self.reading.form(position + 1))
        {
            return true;
        }
        // First word of a sentence: the tagger must take it for a name, and nothing may speak against it.
        tag == Tag::ProperNoun && !self.reading.seen_lower(&self.reading.lower[position])
    }

    /// Whether the place of the word forces a capital.
    fn is_forced(&self, position: usize, range: &Range<usize>) -> bool {
        self.reading.lower[range.start..position]
            .iter()
            .rev()
            .find(|word| {
                word.chars().any(char::is_alphanumeric)
                    || matches!(word.as_str(), "\"" | "“" | "‘" | ":" | "–" | "—" | "•")
            })
            .is_none_or(|word| matches!(word.as_str(), "\"" | "“" | "‘" | ":" | "–" | "—" | "•"))
    }

    /// Takes in what follows the run; returns the position after it.
    fn extend(&self, run: &mut Vec<Atom>, range: &Range<usize>) -> usize {
        loop {
            let end = run.last().map_or(range.start, |atom| atom.tokens.end);
            if end >= range.end {
                return end;
            }
            if self.title(end, range).is_some() {
                return end;
            }
            if let Some(atom) = self.atom(end, range) {
                run.push(atom);
                continue;
            }
            if self.is_version(end, range) {
                run.push(Atom {
                    tokens: end..end + 1,
                    entries: Vec::new(),
                });
                continue;
            }
            let Some(after) = self.joined(run, end, range) else {
                return end;
            };
            run.extend(after);
        }
    }

    /// How strongly the word is the head of a name of an organisation, programme or event.
    fn head_weight(&self, token: usize) -> f32 {
        self.rules
            .heads
            .get(self.reading.form(token))
            .map_or(0.0, |heads| {
                heads.iter().map(|head| head.weight).fold(0.0, f32::max)
            })
    }

    /// Cuts a run into names and keeps those that are any.
    fn finish(&self, run: Vec<Atom>, range: &Range<usize>, result: &mut Names) {
        let run = &run[..];
        let Some(first) = run.first() else { return };
        let last_token = run[run.len() - 1].tokens.end - 1;
        // 'Finnish Keliber': the adjective stands apart unless the name ends in a head ('French Development Agency').
        if first.is_demonym() && (run.len() == 1 || self.head_weight(last_token) == 0.0) {
            result
                .names
                .push(self.name(first.tokens.clone(), first.entries.clone(), true));
            if run.len() > 1 {
                self.finish(run[1..].to_vec(), range, result);
            }
            return;
        }
        // 'Nvidia Blackwell': a known company followed by a product.
        let known_first = first
            .entries
            .iter()
            .any(|entry| entry.naming <= Naming::Alias);
        if known_first
            && run.len() > 1
            && self.head_weight(last_token) == 0.0
            && run[1..].iter().all(|atom| atom.entries.is_empty())
            && first.tokens.len() + 3 > last_token - first.tokens.start
            && run[1..].iter().any(|atom| {
                self.reading
                    .form(atom.tokens.start)
                    .bytes()
                    .any(|byte| byte.is_ascii_digit())
            })
        {
            result
                .names
                .push(self.name(first.tokens.clone(), first.entries.clone(), false));
            return;
        }
        // Two known names side by side: 'Boise Idaho', 'US Intel'. Joined only by a head.
        if run.len() > 1
            && self.head_weight(last_token) == 0.0
            && known_first
            && run[1]
                .entries
                .iter()
                .any(|entry| entry.naming <= Naming::Alias)
        {
            result
                .names
                .push(self.name(first.tokens.clone(), first.entries.clone(), false));
            self.finish(run[1..].to_vec(), range, result);
            return;
        }
        if run.len() == 1 && self.is_people(first.tokens.start) {
            return;
        }
        let mut tokens = first.tokens.start..last_token + 1;
        let whole = (run.len() == 1)
            .then(|| first.entries.clone())
            .unwrap_or_default();
        if whole.is_empty() {
            tokens = self.trim(tokens, range);
        }
        if tokens.is_empty() {
            return;
        }
        result.names.push(self.name(tokens, whole, false));
    }

    /// 'Americans', 'Nigerians'
    fn is_people(&self, token: usize) -> bool {
        let form = self.reading.form(token);
        form.ends_with("ans") || form.ends_with("ians") || (form.ends_with("ese") && form.len() > 5)
    }

    /// Takes off what is no part of a name: 'AI' before a noun, 'Series B', lone letters.
    fn trim(&self, tokens: Range<usize>, range: &Range<usize>) -> Range<usize> {
        let is_noise = |token: usize| {
            let form = self.reading.form(token);
            self.rules.not_names.contains(form) || form.chars().count() == 1
        };
        let Range { start, mut end } = tokens;
        let noun_follows = end < range.end
            && matches!(self.reading.tags.get(end), Some(Tag::Noun | Tag::Adjective))
            && self.reading.segments.tokens[end].span.start
                > self.reading.segments.tokens[end - 1].span.end;
        while end > start
            && is_noise(end - 1)
            && (noun_follows || end - start == 1 || self.reading.form(end - 1).chars().count() == 1)
        {
            end -= 1;
        }
        if (start..end).all(is_noise) {
            return start..start;
        }
        start..end
    }

    fn name(&self, tokens: Range<usize>, entries: Vec<EntryRef>, demonym: bool) -> Name {
        let rule = if entries.is_empty() { CAPITALS } else { KNOWN };
        Name {
            tokens,
            entries,
            demonym,
            rule,
        }
    }
}
