//! Definite descriptions and pronouns: 'the company', 'this initiative', 'the bloc', 'it', 'the two'.

mod government;
mod pronoun;

use super::{Draft, DraftMention, Table, facility, phrase::phrase};
use crate::{
    class::Class,
    fact::{
        EntityId, MentionForm, Scope,
        analysis::{Analysis, At, Unit},
    },
    rules::{RuleId, Rules},
    syntax::{Relation, Tag},
};

const DESCRIPTION: RuleId = RuleId::of_mechanism("mechanism/definite-description");

/// Ties descriptions and pronouns to the entities of the table, in text order; makes an entity for a government that only a
/// description names.
pub fn resolve(analysis: &Analysis, rules: &Rules, table: &mut Table) {
    for at in analysis.all() {
        if !table.at(at).is_empty() || analysis.tree(at).words[at.word].unit != Unit::Token {
            continue;
        }
        match analysis.tag(at) {
            Tag::Noun | Tag::ProperNoun => description(analysis, rules, table, at),
            Tag::Pronoun | Tag::Determiner => pronoun::pronoun(analysis, table, at),
            _ => {}
        }
    }
}

fn description(analysis: &Analysis, rules: &Rules, table: &mut Table, at: At) {
    let lemma = analysis.lemma(at).to_owned();
    if matches!(
        lemma.as_str(),
        "government" | "administration" | "authority"
    ) && government::government_phrase(analysis, rules, table, at)
    {
        return;
    }
    if analysis
        .tree(at)
        .head(at.word)
        .is_some_and(|(head, relation)| relation == Relation::Compound && head > at.word)
    {
        return;
    }
    let phrase = phrase(analysis, at);
    if !phrase.definite
        && analysis.reading.segments.sentences[at.sentence].role != crate::read::Role::Headline
    {
        return;
    }
    let tree = analysis.tree(at);
    if rules.names.programme_heads.has(&lemma) {
        // 'a strategy set out in the Compass', 'a scheme called InvestAI': the name beside it is what it means.
        if let Some(entity) = named_beside(tree, table, at) {
            let span = analysis.reading.span(&phrase.tokens);
            table.tie(
                entity,
                DraftMention {
                    at,
                    span,
                    form: MentionForm::Description,
                    rule: DESCRIPTION,
                },
            );
            return;
        }
        // 'the wider strategy' is another one than that spoken of.
        let other = phrase.modifiers.iter().any(|&word| {
            matches!(
                tree.lemmas[word].as_str(),
                "wide"
                    | "wider"
                    | "broad"
                    | "broader"
                    | "overall"
                    | "large"
                    | "larger"
                    | "other"
                    | "second"
                    | "similar"
                    | "separate"
                    | "different"
                    | "distinct"
                    | "previous"
                    | "earlier"
                    | "existing"
            )
        });
        if other {
            return;
        }
    }
    // 'the company's plan': the possessor decides, the head noun is another thing.
    let words: Vec<String> = phrase
        .modifiers
        .iter()
        .map(|&word| analysis.tree(at).lemmas[word].clone())
        .chain([lemma.clone()])
        .collect();
    let tie = |table: &mut Table, entity: EntityId| {
        let span = analysis
            .reading
            .span(&with_article(analysis, &phrase.tokens));
        table.tie(
            entity,
            DraftMention {
                at,
                span,
                form: MentionForm::Description,
                rule: DESCRIPTION,
            },
        );
    };
    if phrase.plural {
        if let Some(entities) = group(analysis, table, at, &lemma, phrase.number) {
            for entity in entities {
                tie(table, entity);
            }
        }
        return;
    }
    if !phrase.definite {
        // 'has presented a joint venture ... Called "Stargate", it': the lead describes what the text then names.
        if at.sentence <= 2 && rules.names.programme_heads.has(&lemma) && phrase.number.is_none() {
            let mut named: Vec<(usize, EntityId)> = table
                .ids()
                .filter(|&id| table.class(id) == Class::Programme)
                .map(|id| (table.draft(id).mentions.len(), id))
                .collect();
            named.sort_by_key(|(count, id)| (std::cmp::Reverse(*count), *id));
            if let Some(&(_, entity)) = named.first().filter(|(_, id)| {
                named.len() == 1
                    || table
                        .draft(*id)
                        .mentions
                        .iter()
                        .any(|mention| mention.at.sentence <= at.sentence + 1)
            }) {
                tie(table, entity);
            }
        }
        return;
    }
    let named_by_possessor = phrase.possessor.is_some();
    if named_by_possessor
        && !matches!(
            lemma.as_str(),
            "plan" | "initiative" | "programme" | "program" | "strategy" | "scheme"
        )
    {
        return;
    }
    if let Some(entity) = antecedent(analysis, rules, table, at, &lemma, &words) {
        tie(table, entity);
    }
}

/// The programme that a clause on the noun names: 'detailed in X', 'known as X', 'called X'.
fn named_beside(tree: &crate::fact::analysis::Tree, table: &Table, at: At) -> Option<EntityId> {
    tree.dependents(at.word, &[Relation::Clause, Relation::RelativeClause])
        .find_map(|verb| {
            let names = matches!(
                tree.lemmas[verb].as_str(),
                "detail"
                    | "set"
                    | "outline"
                    | "describe"
                    | "lay"
                    | "call"
                    | "name"
                    | "dub"
                    | "know"
                    | "refer"
                    | "title"
                    | "christen"
            );
            names.then(|| {
                tree.children[verb]
                    .iter()
                    .copied()
                    .filter(|&word| word > verb)
                    .find_map(|word| {
                        table
                            .at(At { word, ..at })
                            .iter()
                            .copied()
                            .find(|&entity| table.class(entity) == Class::Programme)
                    })
            })?
        })
}

/// The tokens with the article before them: 'the company'.
fn with_article(analysis: &Analysis, tokens: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    let article = tokens.start.checked_sub(1).filter(|&before| {
        matches!(
            analysis.reading.lower[before].as_str(),
            "the" | "this" | "these" | "that" | "those" | "both"
        )
    });
    article.unwrap_or(tokens.start)..tokens.end
}

/// What a definite description takes up.
fn antecedent(
    analysis: &Analysis,
    rules: &Rules,
    table: &Table,
    at: At,
    lemma: &str,
    words: &[String],
) -> Option<EntityId> {
    match lemma {
        "bloc" => return by_name(table, |draft| draft.name == "European Union"),
        "commission" => return by_name(table, |draft| draft.name.ends_with("Commission")),
        "country" | "state" | "province" | "city" | "town" | "region" | "kingdom" | "republic"
        | "island" => {
            let kind_fits = |draft: &Draft| {
                let kind = draft.known(rules).map_or("", |entry| entry.kind.as_str());
                match lemma {
                    "country" | "kingdom" | "republic" => {
                        matches!(kind, "country" | "nation" | "government")
                    }
                    "city" | "town" => {
                        kind == "city" || kind.is_empty() && draft.class == Class::Place
                    }
                    _ => {
                        matches!(kind, "state" | "province" | "region" | "land")
                            || kind.is_empty() && draft.class == Class::Place
                    }
                }
            };
            return latest(table, at, |_, draft| {
                matches!(draft.class, Class::Place | Class::PublicBody) && kind_fits(draft)
            });
        }
        _ => {}
    }
    // The head noun is the last word of a name: 'the Fund', 'the bank' for 'European Investment Bank'.
    let by_head = latest(table, at, |_, draft| {
        draft.class != Class::Person
            && draft.class != Class::Place
            && draft.name.contains(' ')
            && draft
                .name
                .rsplit(' ')
                .next()
                .is_some_and(|last| last.eq_ignore_ascii_case(lemma))
            && words.len() <= 2
    });
    if by_head.is_some() {
        return by_head;
    }
    if rules.names.facility_heads.has(lemma)
        && (facility::is_generic(lemma) || words.len() == 1)
        && !rules.names.programme_heads.has(lemma)
    {
        return None;
    }
    let class = if rules.names.programme_heads.has(lemma) {
        Class::Programme
    } else if rules.names.event_heads.has(lemma) {
        Class::Event
    } else {
        *rules
            .names
            .nouns
            .get(&words[words.len().saturating_sub(2)..].join(" "))
            .or_else(|| rules.names.nouns.get(lemma))
            .map(|((class, _), _)| class)?
    };
    if class == Class::Place || class == Class::Facility {
        return None;
    }
    if class == Class::Person {
        return latest(table, at, |_, draft| draft.class == Class::Person);
    }
    // An apposition of the same noun fixes it: 'X, a chipmaker ... the chipmaker'.
    let described = latest(table, at, |_, draft| described_as(analysis, draft, lemma));
    if described.is_some() {
        return described;
    }
    if class == Class::Company {
        let is_bank = |draft: &Draft| draft.name.contains("Bank");
        if lemma == "bank" || lemma == "lender" {
            return latest(table, at, |_, draft| {
                draft.class.is_organisation() && is_bank(draft)
            });
        }
        return in_focus(analysis, table, at, |draft| draft.class == Class::Company);
    }
    if class == Class::PublicBody {
        return latest(table, at, |_, draft| {
            draft.class == Class::PublicBody && draft.name.to_lowercase().contains(lemma)
        });
    }
    in_focus(analysis, table, at, |draft| draft.class == class)
}

fn by_name(table: &Table, fits: impl Fn(&Draft) -> bool) -> Option<EntityId> {
    table.ids().find(|&id| fits(table.draft(id)))
}

/// The entity that was spoken of last before the word.
fn latest(table: &Table, at: At, fits: impl Fn(EntityId, &Draft) -> bool) -> Option<EntityId> {
    table
        .ids()
        .filter(|&id| fits(id, table.draft(id)))
        .filter_map(|id| {
            let last = table
                .draft(id)
                .mentions
                .iter()
                .map(|mention| mention.at)
                .filter(|mention| *mention < at)
                .max()?;
            Some((last, id))
        })
        .max()
        .map(|(_, id)| id)
}

/// The entity in focus: subjects of this and the last sentences before others, the one spoken of most on a tie.
fn in_focus(
    analysis: &Analysis,
    table: &Table,
    at: At,
    fits: impl Fn(&Draft) -> bool,
) -> Option<EntityId> {
    let candidates: Vec<(EntityId, f32)> = table
        .ids()
        .filter(|&id| fits(table.draft(id)))
        .filter_map(|id| {
            let mentions = &table.draft(id).mentions;
            let last = mentions
                .iter()
                .filter(|mention| mention.at < at)
                .max_by_key(|mention| mention.at)?;
            let distance = at.sentence - last.at.sentence;
            let subject = mentions
                .iter()
                .filter(|mention| mention.at < at && at.sentence - mention.at.sentence <= 2)
                .any(|mention| is_subject(analysis, mention.at));
            let names = mentions
                .iter()
                .filter(|mention| mention.form == MentionForm::Name)
                .count();
            let score = -0.6 * distance.min(6) as f32
                + if subject { 1.2 } else { 0.0 }
                + 0.35 * (names.min(8) as f32)
                + if mentions.iter().any(|mention| mention.at.sentence == 0) {
                    0.6
                } else {
                    0.0
                };
            Some((id, score))
        })
        .collect();
    candidates
        .into_iter()
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
        .map(|(id, _)| id)
}

fn is_subject(analysis: &Analysis, at: At) -> bool {
    let tree = analysis.tree(at);
    tree.head(tree.first_conjunct(at.word))
        .is_some_and(|(_, relation)| {
            matches!(relation, Relation::Subject | Relation::PassiveSubject)
        })
}

/// Whether an apposition or a compound noun calls the entity this.
fn described_as(analysis: &Analysis, draft: &Draft, noun: &str) -> bool {
    draft
        .mentions
        .iter()
        .filter(|mention| mention.form == MentionForm::Name)
        .any(|mention| {
            let tree = analysis.tree(mention.at);
            let word = mention.at.word;
            tree.dependents(word, &[Relation::Apposition])
                .any(|child| tree.lemmas[child] == noun)
                || tree.head(word).is_some_and(|(head, relation)| {
                    matches!(relation, Relation::Apposition | Relation::Compound)
                        && tree.lemmas[head] == noun
                })
                || (word > 0
                    && tree.lemmas[word - 1] == noun
                    && tree.parse.tags[word - 1] == Tag::Noun)
        })
}

/// 'the two', 'both companies', 'the partners': as many of the latest entities as the number says.
fn group(
    analysis: &Analysis,
    table: &Table,
    at: At,
    lemma: &str,
    number: Option<usize>,
) -> Option<Vec<EntityId>> {
    let class_fits = |class: Class| match lemma {
        "company" | "firm" | "group" | "partner" | "manufacturer" | "maker" | "investor" => {
            class.is_organisation()
        }
        "bank" | "lender" => class.is_organisation(),
        "country" | "state" | "government" => matches!(class, Class::Place | Class::PublicBody),
        _ => false,
    };
    let count = match number
        .and_then(|index| analysis.reading.amounts.get(index))
        .map(|mention| &mention.kind)
    {
        Some(crate::mention::Kind::Number(number)) => {
            usize::try_from(number.value.trunc().mantissa())
                .ok()
                .filter(|count| (2..=6).contains(count))?
        }
        _ if at.word > 0
            && analysis.tree(at).lemmas[..at.word]
                .iter()
                .rev()
                .take(3)
                .any(|word| word == "both") =>
        {
            2
        }
        _ => return None,
    };
    let mut recent: Vec<(At, EntityId)> = table
        .ids()
        .filter(|&id| class_fits(table.class(id)))
        .filter_map(|id| {
            table
                .draft(id)
                .mentions
                .iter()
                .map(|mention| mention.at)
                .filter(|mention| *mention < at && at.sentence - mention.sentence <= 3)
                .max()
                .map(|last| (last, id))
        })
        .collect();
    recent.sort();
    (recent.len() >= count).then(|| {
        recent[recent.len() - count..]
            .iter()
            .map(|(_, id)| *id)
            .collect()
    })
}
