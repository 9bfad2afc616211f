//! The spans worth marking on the document's page.

use super::*;

pub(super) fn highlights(analysis: &Analysis, facts: &Facts) -> Vec<Highlight> {
    let mut highlights: Vec<Highlight> = facts
        .entities
        .iter()
        .enumerate()
        .flat_map(|(index, entity)| {
            entity
                .mentions
                .iter()
                .filter(|mention| mention.form != MentionForm::Pronoun)
                .map(move |mention| Highlight {
                    span: mention.span,
                    kind: HighlightKind::Entity(EntityId(index)),
                })
        })
        .chain(facts.sums.iter().enumerate().map(|(index, sum)| Highlight {
            span: sum.span,
            kind: HighlightKind::Sum(SumId(index)),
        }))
        .chain(
            facts
                .quantities
                .iter()
                .enumerate()
                .map(|(index, quantity)| Highlight {
                    span: quantity.span,
                    kind: HighlightKind::Quantity(index),
                }),
        )
        .chain(
            analysis
                .reading
                .amounts
                .iter()
                .filter(|mention| matches!(mention.kind, Kind::Date(_)))
                .map(|mention| Highlight {
                    span: mention.span,
                    kind: HighlightKind::Date,
                }),
        )
        .collect();
    highlights
        .sort_by_key(|highlight| (highlight.span.start, std::cmp::Reverse(highlight.span.end)));
    highlights
}
