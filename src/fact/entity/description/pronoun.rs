//! 'It', 'its', 'they', 'he', 'she'.

use super::*;

const PRONOUN: RuleId = RuleId::of_mechanism("mechanism/pronoun");

pub(super) fn pronoun(analysis: &Analysis, table: &mut Table, at: At) {
    let lower = analysis.form(at).to_lowercase();
    let mention = DraftMention {
        at,
        span: analysis.span(at),
        form: MentionForm::Pronoun,
        rule: PRONOUN,
    };
    let entity = match lower.as_str() {
        "it" | "its" | "itself" => {
            if analysis
                .tree(at)
                .head(at.word)
                .is_some_and(|(_, relation)| relation == Relation::Expletive)
            {
                return;
            }
            subject_antecedent(analysis, table, at, |draft| {
                draft.class != Class::Person && draft.class != Class::Event && !draft.plural
            })
        }
        "he" | "she" | "his" | "her" | "him" => {
            latest(table, at, |_, draft| draft.class == Class::Person)
        }
        "they" | "their" | "them" => {
            let tied = group_subject(analysis, table, at);
            if !tied.is_empty() {
                for entity in tied {
                    table.tie(entity, mention);
                }
                return;
            }
            subject_antecedent(analysis, table, at, |draft| {
                draft.plural || draft.class.is_organisation()
            })
        }
        _ => return,
    };
    if let Some(entity) = entity {
        table.tie(entity, mention);
    }
}

/// The subject of the clause before, else the subject of the sentence before, else what is in focus.
pub(super) fn subject_antecedent(
    analysis: &Analysis,
    table: &Table,
    at: At,
    fits: impl Fn(&Draft) -> bool,
) -> Option<EntityId> {
    let tree = analysis.tree(at);
    for word in (0..at.word).rev() {
        let here = At { word, ..at };
        let subject = tree.head(word).is_some_and(|(_, relation)| {
            matches!(relation, Relation::Subject | Relation::PassiveSubject)
        });
        if subject
            && let Some(&entity) = table
                .at(here)
                .first()
                .filter(|&&entity| fits(table.draft(entity)))
        {
            return Some(entity);
        }
    }
    in_focus(analysis, table, at, |draft| {
        fits(draft) && draft.class != Class::Place
    })
}

/// The coordinated subject before 'they'.
pub(super) fn group_subject(analysis: &Analysis, table: &Table, at: At) -> Vec<EntityId> {
    for sentence in (at.sentence.saturating_sub(1)..=at.sentence).rev() {
        let tree = &analysis.trees[sentence];
        let end = if sentence == at.sentence {
            at.word
        } else {
            tree.words.len()
        };
        for word in 0..end {
            if tree.head(word).is_some_and(|(_, relation)| {
                matches!(relation, Relation::Subject | Relation::PassiveSubject)
            }) {
                let entities: Vec<EntityId> = tree
                    .coordinated(word)
                    .into_iter()
                    .flat_map(|word| table.at(At { sentence, word }).iter().copied())
                    .filter(|&entity| table.class(entity).is_actor())
                    .collect();
                if entities.len() > 1 {
                    return entities;
                }
            }
        }
    }
    Vec::new()
}
