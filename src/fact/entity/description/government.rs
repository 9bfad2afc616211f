//! 'The German government', 'the Biden administration', 'the government'.

use super::*;

const GOVERNMENT: RuleId = RuleId::of_mechanism("mechanism/government");

/// 'the German government', 'the Biden administration', 'the government'.
pub(super) fn government_phrase(
    analysis: &Analysis,
    rules: &Rules,
    table: &mut Table,
    at: At,
) -> bool {
    let tree = analysis.tree(at);
    let lemma = analysis.lemma(at);
    if tree.head(at.word).is_some_and(|(head, relation)| {
        relation == Relation::Compound && head > at.word && tree.lemmas[head] != "minister"
    }) {
        return false;
    }
    let before = at.word.checked_sub(1).map(|word| At { word, ..at });
    let name_before = before.and_then(|before| match tree.words[before.word].unit {
        Unit::Name(index) => Some((before, index)),
        _ => None,
    });
    let start = name_before.map_or(tree.words[at.word].tokens.start, |(before, _)| {
        tree.words[before.word].tokens.start
    });
    let span = analysis
        .reading
        .span(&(start..tree.words[at.word].tokens.end));
    let territory = if let Some((_, index)) = name_before {
        analysis.names.names[index]
            .entries
            .iter()
            .map(|entry| rules.gazetteer.entry(*entry))
            .find(|entry| entry.class == Class::Place)
            .map(|entry| entry.id.clone())
    } else if lemma == "government"
        && tree.children[at.word].iter().all(|&child| {
            child > at.word
                || tree.lemmas[child] == "the"
                || tree.parse.relations[child] == Relation::AdjectivalModifier
        })
    {
        main_country(analysis, rules)
    } else {
        None
    };
    let government = territory.and_then(|territory| rules.gazetteer.government(&territory));
    let mention = DraftMention {
        at,
        span,
        form: if name_before.is_some() {
            MentionForm::Name
        } else {
            MentionForm::Description
        },
        rule: GOVERNMENT,
    };
    if let Some((index, entry)) = government {
        let same = table.ids().find(|&id| table.draft(id).entry == Some(index));
        if let Some(same) = same {
            table.tie(same, mention);
        } else {
            table.add(Draft {
                class: Class::PublicBody,
                name: entry.name.clone(),
                mentions: vec![mention],
                entry: Some(index),
                facility_type: None,
                scope: Scope::Global,
                rule: GOVERNMENT,
                confidence: 0.8,
                plural: false,
            });
        }
        return true;
    }
    // 'the Biden administration', 'the Ontario government'
    if name_before.is_none() || lemma == "authority" {
        return false;
    }
    let words = analysis
        .reading
        .words(&(start..tree.words[at.word].tokens.end));
    let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let same = table
        .ids()
        .find(|&id| table.draft(id).name.eq_ignore_ascii_case(&name));
    if let Some(same) = same {
        table.tie(same, mention);
    } else {
        table.add(Draft {
            class: Class::PublicBody,
            name,
            mentions: vec![mention],
            entry: None,
            facility_type: None,
            scope: Scope::Global,
            rule: GOVERNMENT,
            confidence: 0.8,
            plural: false,
        });
    }
    true
}

/// The country that the document names most, by name, adjective or city.
fn main_country(analysis: &Analysis, rules: &Rules) -> Option<String> {
    let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for name in &analysis.names.names {
        for entry in name
            .entries
            .iter()
            .take(1)
            .map(|entry| rules.gazetteer.entry(*entry))
            .filter(|entry| entry.class == Class::Place)
        {
            let mut current = Some(entry);
            let mut depth = 0;
            while let Some(place) = current {
                if place.kind == "country" {
                    *counts.entry(place.id.clone()).or_default() += if depth == 0 { 3 } else { 2 };
                    break;
                }
                depth += 1;
                current = place
                    .located_in
                    .as_deref()
                    .filter(|_| depth < 5)
                    .and_then(|id| rules.gazetteer.by_id(id));
            }
        }
    }
    counts
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
        .map(|(id, _)| id)
}
