//! The facts of a document in the shape of an annotation.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::annotation::{Amount, Annotation, Entity, Evidence, Figure, Kind, Quantity, Role};
use crate::{
    fact::{
        self, EntityId, Facts, Filler, MentionForm, Modality, Moment, Predicate, Stage, SumId,
        SumKind, SumLink,
    },
    read::Document,
};

/// What the document states, ready to be written as JSON or compared with expected facts.
pub fn from_facts(document: &Document, facts: &Facts) -> Annotation {
    let mut annotation = Annotation {
        id: document.identifier.clone(),
        url: document.url.clone(),
        title: document.title.clone(),
        published: document.date.map(|date| date.to_string()),
        publisher: document.publisher.clone(),
        language: Some(document.language.clone()).filter(|language| !language.is_empty()),
        ..Annotation::default()
    };
    let mut conversion = Conversion {
        text: &document.text,
        evidence: Vec::new(),
    };
    for (place, entity) in facts.entities.iter().enumerate() {
        annotation
            .entities
            .push(conversion.entity(EntityId(place), entity));
    }
    for (place, sum) in facts.sums.iter().enumerate() {
        annotation
            .amounts
            .push(conversion.amount(SumId(place), sum));
    }
    for (place, quantity) in facts.quantities.iter().enumerate() {
        annotation
            .quantities
            .push(conversion.quantity(place, quantity));
    }
    for office in &facts.offices {
        annotation.roles.push(conversion.role(office));
    }
    let mut seen = BTreeSet::new();
    for relation in facts
        .relations
        .iter()
        .filter(|relation| is_stated(relation))
    {
        let triple = conversion.relation(relation);
        if let Some(triple) = triple.filter(|triple| seen.insert(triple.clone())) {
            annotation.relations.push(triple);
        }
    }
    annotation.evidence = conversion.evidence;
    annotation
}

/// Invitations and denials are no plain relations.
fn is_stated(relation: &fact::Relation) -> bool {
    matches!(relation.modality, Modality::Asserted | Modality::Intended)
}

struct Conversion<'a> {
    text: &'a str,
    evidence: Vec<Evidence>,
}

impl Conversion<'_> {
    fn entity(&mut self, id: EntityId, entity: &fact::Entity) -> Entity {
        let mut mentions = Vec::new();
        for mention in entity
            .mentions
            .iter()
            .filter(|mention| mention.form != MentionForm::Pronoun)
        {
            let words = squeeze(mention.span.of(self.text));
            if !words.is_empty() && !mentions.contains(&words) {
                mentions.push(words);
            }
        }
        self.evidence.push(Evidence {
            fact: "entity".to_owned(),
            subject: entity_id(id),
            object: None,
            quote: mentions.first().cloned().unwrap_or_default(),
            rule: entity.rule.as_str().to_owned(),
            confidence: entity.confidence,
        });
        Entity {
            id: entity_id(id),
            class: entity.class,
            name: entity.name.clone(),
            mentions,
            wikidata: None,
        }
    }

    fn amount(&mut self, id: SumId, sum: &fact::Sum) -> Amount {
        let own = sum_id(id);
        self.note("amount", &own, None, sum.evidence);
        // A programme that money is taken from counts with those it belongs to.
        let mut programmes = sum.programmes.clone();
        programmes.extend(sum.draws_on.iter().filter(|drawn| {
            sum.programmes
                .iter()
                .all(|programme| programme.entity != drawn.entity)
        }));
        Amount {
            value: figure(sum.value),
            value_max: sum.max.map(figure),
            currency: sum.currency.code().to_owned(),
            quote: squeeze(sum.span.of(self.text)),
            bound: sum.bound,
            kind: match (sum.kind, sum.conversion_of) {
                (SumKind::Commitment, _) => Kind::Commitment,
                (SumKind::Disbursement, _) => Kind::Disbursed,
                (SumKind::Figure, Some(_)) => Kind::Conversion,
                (SumKind::Figure, None) => Kind::Other,
            },
            stage: sum.stage.map(|stage| {
                match stage {
                    Stage::Total => "total",
                    Stage::Initial => "initial",
                }
                .to_owned()
            }),
            payer: self.slot("payer", &own, &sum.payers),
            announcer: self.slot("announcer", &own, &sum.announcers),
            recipient: self.slot("recipient", &own, &sum.recipients),
            programme: self.slot("programme", &own, &programmes),
            facility: self.slot("facility", &own, &sum.facilities),
            purpose: sum.purpose.map(|span| squeeze(span.of(self.text))),
            part_of: self.link("partOf", &own, sum.part_of),
            conversion_of: self.link("conversionOf", &own, sum.conversion_of),
            start: sum.period.start.map(moment),
            end: sum.period.end.map(moment),
            duration_years: sum.period.duration.as_deref().and_then(years),
            id: own,
        }
    }

    fn slot(&mut self, name: &str, sum: &str, fillers: &[Filler]) -> Vec<String> {
        let mut ids = Vec::new();
        for filler in fillers {
            let id = entity_id(filler.entity);
            if !ids.contains(&id) {
                self.note(name, sum, Some(&id), filler.evidence);
                ids.push(id);
            }
        }
        ids
    }

    fn link(&mut self, name: &str, sum: &str, link: Option<SumLink>) -> Option<String> {
        let link = link?;
        let other = sum_id(link.sum);
        self.note(name, sum, Some(&other), link.evidence);
        Some(other)
    }

    fn quantity(&mut self, place: usize, quantity: &fact::Quantity) -> Quantity {
        self.note("quantity", &place.to_string(), None, quantity.evidence);
        Quantity {
            value: figure(quantity.value),
            value_max: quantity.max.map(figure),
            unit: Some(squeeze(&quantity.unit)),
            bound: quantity.bound,
            of: quantity.of.map(entity_id),
            quote: squeeze(quantity.span.of(self.text)),
        }
    }

    fn role(&mut self, office: &fact::OfficeHolding) -> Role {
        let person = entity_id(office.holder);
        let organisation = office.organisation.map(entity_id);
        self.note("role", &person, organisation.as_deref(), office.evidence);
        Role {
            person,
            role: squeeze(&office.role),
            organisation,
        }
    }

    fn relation(&mut self, relation: &fact::Relation) -> Option<(String, String, String)> {
        let name = match relation.predicate {
            Predicate::Announces => "announces",
            Predicate::Funds => "funds",
            Predicate::PartOf => "partOf",
            Predicate::ParticipatesIn => "participates",
            Predicate::LocatedIn => "locatedIn",
            Predicate::Builds => "builds",
            // Annotations tell it as a programme of the sum.
            Predicate::DrawsOn => return None,
        };
        let (subject, object) = (entity_id(relation.subject), entity_id(relation.object));
        self.note(name, &subject, Some(&object), relation.evidence);
        Some((subject, name.to_owned(), object))
    }

    fn note(&mut self, fact: &str, subject: &str, object: Option<&str>, evidence: fact::Evidence) {
        self.evidence.push(Evidence {
            fact: fact.to_owned(),
            subject: subject.to_owned(),
            object: object.map(str::to_owned),
            quote: squeeze(evidence.passage.of(self.text)),
            rule: evidence.rule.as_str().to_owned(),
            confidence: evidence.confidence,
        });
    }
}

fn entity_id(id: EntityId) -> String {
    format!("e{}", id.0 + 1)
}

fn sum_id(id: SumId) -> String {
    format!("a{}", id.0 + 1)
}

fn figure(value: Decimal) -> Figure {
    Figure(value.normalize())
}

/// Words that a line break or several spaces part read as if one space stood there.
fn squeeze(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn moment(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.to_string(),
        Moment::Year(year) => year.to_string(),
    }
}

/// `P4Y` is 4; durations in other units are left out.
fn years(duration: &str) -> Option<Figure> {
    let number = duration.strip_prefix('P')?.strip_suffix('Y')?;
    number.parse().ok().map(figure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        class::Class,
        fact::{EntityMention, Scope},
        rules::RuleId,
        span::Span,
    };

    const RULE: RuleId = RuleId::of_mechanism("mechanism/test");

    fn entity(name: &str, mentions: &[(usize, usize, MentionForm)]) -> fact::Entity {
        fact::Entity {
            class: Class::Company,
            name: name.to_owned(),
            mentions: mentions
                .iter()
                .map(|&(start, end, form)| EntityMention {
                    span: Span::new(start, end),
                    form,
                    rule: RULE,
                })
                .collect(),
            gazetteer: None,
            same_as: Vec::new(),
            exact_match: Vec::new(),
            scope: Scope::Global,
            facility_type: None,
            rule: RULE,
            confidence: 0.9,
        }
    }

    fn relation(modality: Modality) -> fact::Relation {
        fact::Relation {
            subject: EntityId(0),
            predicate: Predicate::Funds,
            object: EntityId(0),
            modality,
            said_by: None,
            projected: false,
            evidence: fact::Evidence {
                passage: Span::new(0, 6),
                rule: RULE,
                confidence: 0.7,
            },
        }
    }

    #[test]
    fn mentions_are_the_words_of_the_text_without_pronouns() {
        let document = Document {
            text: "Verkor\nSA said it pays. Verkor SA".to_owned(),
            identifier: "d".to_owned(),
            ..Document::default()
        };
        let mentions = [
            (0, 9, MentionForm::Name),
            (15, 17, MentionForm::Pronoun),
            (24, 33, MentionForm::Name),
        ];
        let facts = Facts {
            entities: vec![entity("Verkor SA", &mentions)],
            ..Facts::default()
        };
        let annotation = from_facts(&document, &facts);
        assert_eq!(annotation.entities[0].mentions, ["Verkor SA"]);
        assert_eq!(annotation.evidence[0].subject, "e1");
    }

    #[test]
    fn only_stated_relations_are_told_and_each_once() {
        let document = Document {
            text: "Verkor".to_owned(),
            ..Document::default()
        };
        let facts = Facts {
            entities: vec![entity("Verkor", &[(0, 6, MentionForm::Name)])],
            relations: vec![
                relation(Modality::Invited),
                relation(Modality::Asserted),
                relation(Modality::Intended),
            ],
            ..Facts::default()
        };
        assert_eq!(
            from_facts(&document, &facts).relations,
            [("e1".into(), "funds".into(), "e1".into())]
        );
    }

    #[test]
    fn years_are_read_and_months_are_not() {
        assert_eq!(years("P4Y"), Some(Figure(Decimal::from(4))));
        assert_eq!(years("P18M"), None);
    }
}
