//! Persons and the offices they hold: 'EIB vice-president Ana Ruiz', 'Ana Ruiz, head of research at X', 'X's chief executive'.

use super::{
    EntityId, Evidence, OfficeHolding,
    analysis::{Analysis, Unit},
    entity::Table,
};
use crate::{
    class::Class,
    mention::name::Title,
    rules::{RuleId, Rules, gazetteer::Entry, names::TitleKind},
};

const BEFORE: RuleId = RuleId::of_mechanism("mechanism/office-before-name");
const AFTER: RuleId = RuleId::of_mechanism("mechanism/office-after-name");

/// The offices of a document.
pub fn offices(analysis: &Analysis, table: &Table, rules: &Rules) -> Vec<OfficeHolding> {
    let mut found: Vec<OfficeHolding> = Vec::new();
    for title in &analysis.names.titles {
        if title.kind == TitleKind::Honorific {
            continue;
        }
        let Some(office) = read(analysis, table, rules, title) else {
            continue;
        };
        let known = found.iter().any(|other| {
            other.holder == office.holder
                && (other.organisation == office.organisation || office.organisation.is_none())
                && other.role.eq_ignore_ascii_case(&office.role)
        });
        if known {
            continue;
        }
        // 'co-founder and chief executive' is one entry.
        match found.last_mut().filter(|last| {
            last.holder == office.holder
                && last.evidence.passage == office.evidence.passage
                && (last.organisation == office.organisation || last.organisation.is_none())
        }) {
            Some(last) => {
                last.role = format!("{} and {}", last.role, office.role);
                last.organisation = office.organisation;
            }
            None => found.push(office),
        }
    }
    found
}

fn read(analysis: &Analysis, table: &Table, rules: &Rules, title: &Title) -> Option<OfficeHolding> {
    let reading = &analysis.reading;
    let form = |token: usize| reading.lower.get(token).map_or("", String::as_str);
    let sentence = *reading.sentence_of.get(title.tokens.start)?;
    let person_at = |token: usize| {
        entity_at(analysis, table, token).filter(|&entity| table.class(entity) == Class::Person)
    };
    let mut end = title.tokens.end;
    let mut role_end = end;
    let mut organisation = organisation_before(analysis, table, rules, title);
    // 'for Product Supply at Novo', 'of the European Commission', 'of research at X'
    for _ in 0..3 {
        let preposition = form(end);
        if !matches!(preposition, "of" | "at" | "for" | "in" | "with") {
            break;
        }
        let mut next = end + 1;
        while matches!(form(next), "the" | "its" | "our" | "their" | "a" | "an")
            || (reading.form(next).chars().all(char::is_alphabetic)
                && entity_at(analysis, table, next).is_none()
                && next < end + 6
                && !matches!(
                    form(next),
                    "," | "who" | "and" | "said" | "to" | "at" | "of" | "on"
                ))
        {
            next += 1;
        }
        match entity_at(analysis, table, next)
            .filter(|&entity| table.class(entity) != Class::Person)
        {
            Some(entity) if organisation.is_none() || table.class(entity).is_organisation() => {
                organisation = organisation.or(Some(entity));
                end = word_end(analysis, next);
                break;
            }
            Some(_) => break,
            None => {
                role_end = next;
                end = next;
            }
        }
    }
    // 'chief executive and co-founder'
    let mut role = reading
        .words(&(role_start(analysis, title)..role_end.max(title.tokens.end)))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let following = if form(end) == "," { end + 1 } else { end };
    let (holder, rule) = if let Some(person) = person_at(following) {
        (person, BEFORE)
    } else {
        let mut token = role_start(analysis, title);
        // Back over 'the', 'X's', 'who is', 'its', a comma, to the person.
        let mut person = None;
        for _ in 0..10 {
            let Some(previous) = token
                .checked_sub(1)
                .filter(|&previous| reading.sentence_of[previous] == sentence)
            else {
                break;
            };
            token = previous;
            if let Some(found) = person_at(token) {
                person = Some(found);
                break;
            }
            let skips = matches!(
                form(token),
                "," | "the"
                    | "a"
                    | "an"
                    | "'s"
                    | "’s"
                    | "who"
                    | "is"
                    | "was"
                    | "its"
                    | "his"
                    | "her"
                    | "senior"
                    | "and"
                    | "as"
                    | "former"
                    | "then"
                    | "new"
                    | "outgoing"
                    | "current"
                    | "joint"
                    | "group"
                    | "regional"
                    | "became"
                    | "becomes"
                    | "("
            ) || entity_at(analysis, table, token).is_some()
                || analysis
                    .names
                    .titles
                    .iter()
                    .any(|other| other.tokens.contains(&token))
                || analysis
                    .names
                    .names
                    .iter()
                    .any(|name| name.demonym && name.tokens.contains(&token));
            if !skips {
                break;
            }
        }
        (person?, AFTER)
    };
    if role.is_empty() {
        role = reading.words(&title.tokens).to_owned();
    }
    let place = Place {
        analysis,
        table,
        rules,
        title,
        holder,
        sentence,
    };
    let organisation = organisation
        .filter(|&entity| title.kind != TitleKind::State || place.is_public(entity))
        .or_else(|| match title.kind {
            TitleKind::State if place.is_corporate() => place.employer(),
            TitleKind::State => place.ministry(&role).or_else(|| place.government()),
            TitleKind::Body => place.employer(),
            TitleKind::Honorific => None,
        });
    Some(OfficeHolding {
        holder,
        role,
        organisation,
        evidence: Evidence {
            passage: analysis.passage(sentence),
            rule,
            confidence: if organisation.is_some() { 0.85 } else { 0.6 },
        },
    })
}

/// The first token of the role: adjectives and nouns right before the title belong to it ('senior vice president').
fn role_start(analysis: &Analysis, title: &Title) -> usize {
    let mut start = title.tokens.start;
    while let Some(previous) = start.checked_sub(1) {
        let word = analysis.reading.lower[previous].as_str();
        if !matches!(
            word,
            "senior"
                | "deputy"
                | "acting"
                | "interim"
                | "executive"
                | "vice"
                | "group"
                | "regional"
                | "federal"
                | "assistant"
                | "global"
                | "co-founder"
                | "founder"
                | "founding"
                | "joint"
        ) {
            break;
        }
        start = previous;
    }
    start
}

/// The end of the word of the tree that covers a token.
fn word_end(analysis: &Analysis, token: usize) -> usize {
    analysis
        .reading
        .segments
        .tokens
        .get(token)
        .and_then(|token| analysis.word_at(token.span))
        .map_or(token + 1, |at| analysis.tree(at).words[at.word].tokens.end)
}

/// The entity whose name or description covers a token.
fn entity_at(analysis: &Analysis, table: &Table, token: usize) -> Option<EntityId> {
    let at = analysis.word_at(analysis.reading.segments.tokens.get(token)?.span)?;
    table.at(at).first().copied()
}

/// 'EIB vice-president', 'the company's chief executive', 'French President'.
fn organisation_before(
    analysis: &Analysis,
    table: &Table,
    rules: &Rules,
    title: &Title,
) -> Option<EntityId> {
    let mut token = role_start(analysis, title);
    for _ in 0..3 {
        token = token.checked_sub(1)?;
        let form = analysis.reading.lower[token].as_str();
        if matches!(form, "'s" | "’s" | "'" | "’" | "former" | "new" | "-") {
            continue;
        }
        let at = analysis.word_at(analysis.reading.segments.tokens[token].span)?;
        if let Some(&entity) = table.at(at).first().filter(|&&entity| {
            table.class(entity) != Class::Person && table.class(entity) != Class::Facility
        }) {
            return Some(entity);
        }
        if let Unit::Name(index) = analysis.tree(at).words[at.word].unit {
            let name = &analysis.names.names[index];
            if name.demonym {
                return name.entries.iter().find_map(|entry| {
                    let place = rules.gazetteer.entry(*entry);
                    table.ids().find(|&id| {
                        table.draft(id).known(rules).is_some_and(|known| {
                            known.id == place.id
                                || known.territory.as_deref() == Some(place.id.as_str())
                        })
                    })
                });
            }
        }
        return None;
    }
    None
}

/// Where an office is named without its organisation.
struct Place<'a, 'd> {
    analysis: &'a Analysis<'d>,
    table: &'a Table,
    rules: &'a Rules,
    title: &'a Title,
    holder: EntityId,
    sentence: usize,
}

impl Place<'_, '_> {
    fn entry(&self, id: EntityId) -> Option<&Entry> {
        self.table.draft(id).known(self.rules)
    }

    fn kind(&self, id: EntityId) -> &str {
        self.entry(id).map_or("", |entry| entry.kind.as_str())
    }

    /// Whether the gazetteer knows the person as one of this country.
    fn is_home(&self, id: EntityId) -> bool {
        let home = self
            .entry(self.holder)
            .and_then(|entry| entry.located_in.as_deref());
        home.is_some_and(|home| {
            self.entry(id)
                .is_some_and(|entry| entry.id == home || entry.territory.as_deref() == Some(home))
        })
    }

    /// Companies have no ministers.
    fn is_public(&self, entity: EntityId) -> bool {
        !matches!(self.table.class(entity), Class::Company | Class::Facility)
    }

    /// 'Secretary of Energy', 'Transport Secretary': the department of that name, if the document has one.
    fn ministry(&self, role: &str) -> Option<EntityId> {
        let portfolio: Vec<String> = role
            .split([' ', ','])
            .filter(|word| word.len() > 4 && word.starts_with(char::is_uppercase))
            .map(str::to_lowercase)
            .filter(|word| {
                !matches!(
                    word.as_str(),
                    "secretary" | "minister" | "prime" | "state" | "president" | "deputy" | "chief"
                )
            })
            .collect();
        self.table.ids().find(|&id| {
            let name = self.table.draft(id).name.to_lowercase();
            self.table.class(id) == Class::PublicBody
                && (name.contains("ministry") || name.contains("department"))
                && portfolio
                    .iter()
                    .any(|word| name.split(' ').any(|own| own.starts_with(word.as_str())))
        })
    }

    /// 'president' in small letters and 'vice president' are offices of companies more often than of states.
    fn is_corporate(&self) -> bool {
        let words = self.analysis.reading.words(&self.title.tokens);
        words.ends_with("president") || words.to_lowercase().contains("vice")
    }

    /// The state that the document speaks of most, or that stands nearest before in the sentence.
    fn government(&self) -> Option<EntityId> {
        let title = self
            .analysis
            .reading
            .words(&self.title.tokens)
            .to_lowercase();
        let president = title == "president";
        let kinds: &[&str] = match title.as_str() {
            "commissioner" | "eu commissioner" => &["EU institution", "union"],
            "mayor" | "lord mayor" => &["city"],
            "governor" => &["state", "province", "region"],
            "premier" => &["government", "state", "province", "country"],
            _ => &["government", "country", "union"],
        };
        let weight = |id: EntityId| {
            let mentions = &self.table.draft(id).mentions;
            let here = mentions
                .iter()
                .any(|mention| mention.at.sentence == self.sentence);
            let lead = mentions.iter().any(|mention| mention.at.sentence <= 1);
            mentions.len() + 2 * usize::from(lead) + usize::from(here)
        };
        self.table
            .ids()
            .filter(|&id| kinds.contains(&self.kind(id)))
            .max_by_key(|&id| {
                let fits = (self.kind(id) == "country") == president;
                (self.is_home(id), weight(id), fits, std::cmp::Reverse(id))
            })
    }

    /// The organisation last named in the paragraph, else the one the document speaks of most.
    fn employer(&self) -> Option<EntityId> {
        let sentences = &self.analysis.reading.segments.sentences;
        let block = sentences[self.sentence].block;
        let organisations = || {
            self.table
                .ids()
                .filter(|&id| matches!(self.table.class(id), Class::Company | Class::Organisation))
        };
        let last = |id: EntityId| {
            self.table
                .draft(id)
                .mentions
                .iter()
                .map(|mention| mention.at)
                .filter(|at| at.sentence <= self.sentence && sentences[at.sentence].block == block)
                .max()
        };
        organisations()
            .filter_map(|id| Some((last(id)?, id)))
            .max()
            .map(|(_, id)| id)
            .or_else(|| {
                organisations()
                    .max_by_key(|&id| (self.table.draft(id).mentions.len(), std::cmp::Reverse(id)))
            })
    }
}
