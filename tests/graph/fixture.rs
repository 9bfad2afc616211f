//! Facts made by hand, so that the graph is tested apart from the extraction.

use pledgegraph::{
    fact::{
        Class, Entity, EntityId, EntityMention, Evidence, Facts, Filler, MentionForm, Modality,
        OfficeHolding, Period, Predicate, Quantity, Relation, Scope, Sum, SumId, SumKind, SumLink,
    },
    graph::{self, Base},
    mention::{Bound, Currency},
    read::{Block, Document, Role},
    rules::RuleId,
    span::Span,
};

pub const RULE: RuleId = RuleId::of_mechanism("mechanism/fixture");

/// A document with the facts that a test puts into it.
#[derive(Clone, Debug, Default)]
pub struct Fixture {
    pub document: Document,
    pub facts: Facts,
}

impl Fixture {
    pub fn new(key: &str, text: &str) -> Self {
        let document = Document {
            key: key.to_owned(),
            identifier: key.to_owned(),
            text: text.to_owned(),
            blocks: vec![Block {
                span: Span::new(0, text.len()),
                role: Role::Paragraph,
            }],
            language: "en".to_owned(),
            ..Document::default()
        };
        Self {
            document,
            facts: Facts::default(),
        }
    }

    pub fn quads(&self) -> Vec<oxigraph::model::Quad> {
        graph::document_quads(&self.document, &self.facts, &Base::default(), "rules-1")
    }

    pub fn span(&self, words: &str) -> Span {
        let start = self
            .document
            .text
            .find(words)
            .unwrap_or_else(|| panic!("no {words:?} in the text of {}", self.document.key));
        Span::new(start, start + words.len())
    }

    /// The line in which the words stand: one sentence a line.
    pub fn evidence(&self, words: &str) -> Evidence {
        let at = self.span(words);
        let text = &self.document.text;
        let start = text[..at.start].rfind("\n\n").map_or(0, |end| end + 2);
        let end = text[at.end..]
            .find("\n\n")
            .map_or(text.len(), |length| at.end + length);
        Evidence {
            passage: Span::new(start, end),
            rule: RULE,
            confidence: 0.9,
        }
    }

    pub fn entity(&mut self, class: Class, name: &str, surfaces: &[&str]) -> EntityId {
        let mentions = surfaces
            .iter()
            .map(|words| EntityMention {
                span: self.span(words),
                form: MentionForm::Name,
                rule: RULE,
            })
            .collect();
        self.facts.entities.push(Entity {
            class,
            name: name.to_owned(),
            mentions,
            gazetteer: None,
            same_as: Vec::new(),
            exact_match: Vec::new(),
            scope: Scope::Global,
            facility_type: None,
            rule: RULE,
            confidence: 0.95,
        });
        EntityId(self.facts.entities.len() - 1)
    }

    pub fn facility(&mut self, name: &str, kind: &str, surfaces: &[&str]) -> EntityId {
        let id = self.entity(Class::Facility, name, surfaces);
        let entity = &mut self.facts.entities[id.0];
        entity.scope = Scope::Document;
        entity.facility_type = Some(kind.to_owned());
        for mention in &mut entity.mentions {
            mention.form = MentionForm::Description;
        }
        id
    }

    pub fn sum(&mut self, words: &str, value: i64, currency: &str) -> SumId {
        let mut code = [0; 3];
        code.copy_from_slice(currency.as_bytes());
        self.facts.sums.push(Sum {
            span: self.span(words),
            value: value.into(),
            max: None,
            currency: Currency(code),
            bound: Bound::Exact,
            kind: SumKind::Commitment,
            stage: None,
            status: None,
            instrument: None,
            modality: Modality::Asserted,
            said_by: vec![],
            payers: vec![],
            announcers: vec![],
            recipients: vec![],
            programmes: vec![],
            draws_on: vec![],
            facilities: vec![],
            purpose: None,
            part_of: None,
            conversion_of: None,
            may_overlap: None,
            revises: None,
            announced_on: None,
            announced_at: None,
            period: Period::default(),
            evidence: self.evidence(words),
            parts: vec![],
        });
        SumId(self.facts.sums.len() - 1)
    }

    pub fn edit(&mut self, sum: SumId) -> &mut Sum {
        &mut self.facts.sums[sum.0]
    }

    /// A filler whose evidence is the sum's own sentence.
    pub fn filler(&self, sum: SumId, entity: EntityId) -> Filler {
        Filler {
            entity,
            evidence: self.facts.sums[sum.0].evidence,
        }
    }

    pub fn pays(&mut self, sum: SumId, payers: &[EntityId]) {
        let fillers = payers
            .iter()
            .map(|payer| self.filler(sum, *payer))
            .collect();
        self.edit(sum).payers = fillers;
    }

    pub fn under(&mut self, sum: SumId, programme: EntityId) {
        let filler = self.filler(sum, programme);
        self.edit(sum).programmes.push(filler);
    }

    pub fn part(&mut self, part: SumId, whole: SumId) {
        let evidence = self.facts.sums[part.0].evidence;
        self.edit(part).part_of = Some(SumLink {
            sum: whole,
            evidence,
        });
    }

    pub fn relation(
        &mut self,
        subject: EntityId,
        predicate: Predicate,
        object: EntityId,
        words: &str,
    ) {
        self.relation_with(subject, predicate, object, words, Modality::Asserted);
    }

    pub fn relation_with(
        &mut self,
        subject: EntityId,
        predicate: Predicate,
        object: EntityId,
        words: &str,
        modality: Modality,
    ) {
        self.facts.relations.push(Relation {
            subject,
            predicate,
            object,
            modality,
            said_by: None,
            projected: false,
            evidence: self.evidence(words),
        });
    }

    pub fn office(&mut self, holder: EntityId, role: &str, organisation: EntityId, words: &str) {
        self.facts.offices.push(OfficeHolding {
            holder,
            role: role.to_owned(),
            organisation: Some(organisation),
            evidence: self.evidence(words),
        });
    }

    pub fn quantity(&mut self, words: &str, value: i64, unit: &str, of: EntityId) -> &mut Quantity {
        self.facts.quantities.push(Quantity {
            span: self.span(words),
            value: value.into(),
            max: None,
            bound: Bound::Exact,
            unit: unit.to_owned(),
            of: Some(of),
            stage: None,
            evidence: self.evidence(words),
        });
        self.facts.quantities.last_mut().expect("just pushed")
    }
}
