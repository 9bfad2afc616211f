//! Sums, quantities and offices -> quads.

use oxigraph::model::{Literal, NamedNode};

use super::{
    Base, concept,
    entity::{Entities, last_part},
    funding::amount_name,
    iri::slug,
    limits::{Limits, all_limits},
    match_key::{match_keys, quantity_keys},
    passage::Passages,
    vocabulary::{EU_CURRENCY, node, org, pg, schema, xsd},
    writer::{Writer, confidence, decimal, one_line},
};
use crate::{
    fact::{
        Class, EntityId, Evidence, Facts, Filler, Moment, OfficeHolding, Quantity, Status, Sum,
        SumId, SumKind, SumLink,
    },
    read::Document,
    span::Span,
};

/// What every statement of a document is written with.
pub(super) struct Context<'a, 'p> {
    pub(super) document: &'a Document,
    pub(super) base: &'a Base,
    pub(super) iri: &'a NamedNode,
    pub(super) facts: &'a Facts,
    pub(super) entities: &'a Entities,
    pub(super) passages: &'a mut Passages<'p>,
    pub(super) writer: &'a mut Writer,
}

impl Context<'_, '_> {
    /// Passages, rule and confidence.
    pub(super) fn provenance(
        &mut self,
        subject: &NamedNode,
        main: &Evidence,
        others: impl IntoIterator<Item = Span>,
    ) {
        for span in std::iter::once(main.passage).chain(others) {
            if let Some(passage) = self.passages.iri(span) {
                self.writer.add(subject, pg::EVIDENCE, passage);
            }
        }
        self.writer.text(subject, pg::RULE, main.rule.as_str());
        self.writer
            .add(subject, pg::CONFIDENCE, confidence(main.confidence));
    }

    /// The entity in that slot, if the ontology lets one of its class stand there.
    pub(super) fn entity(
        &mut self,
        subject: &NamedNode,
        predicate: &'static str,
        id: Option<EntityId>,
    ) {
        let Some(id) = id else {
            return;
        };
        let fits = |class| concept::may_fill(predicate, class);
        let class = self.facts.entities.get(id.0).map(|entity| entity.class);
        if let (Some(entity), true) = (self.entities.get(id), class.is_some_and(fits)) {
            self.writer.add(subject, predicate, entity.clone());
        }
    }

    fn words(&self, span: Span) -> String {
        one_line(span.of(&self.document.text))
    }
}

/// Writes every sum with its limits, links and slots.
pub(super) fn write_sums(context: &mut Context<'_, '_>, fundings: &[Option<String>]) {
    let facts = context.facts;
    let names: Vec<NamedNode> = facts
        .sums
        .iter()
        .map(|sum| {
            let amount = amount_name(sum.currency.code(), sum.value, sum.max);
            context
                .writer
                .fragment(context.iri, &format!("money-{amount}"))
        })
        .collect();
    let limits = all_limits(facts);
    for (index, (sum, iri)) in facts.sums.iter().zip(&names).enumerate() {
        write_amount(context, sum, iri);
        write_limits(context.writer, limits.get(index), iri);
        write_manner(context, sum, iri);
        let slots: [(&'static str, &[Filler]); 7] = [
            (pg::SAID_BY, &sum.said_by),
            (pg::FUNDED_BY, &sum.payers),
            (pg::ANNOUNCED_BY, &sum.announcers),
            (pg::RECIPIENT, &sum.recipients),
            (pg::UNDER_PROGRAMME, &sum.programmes),
            (pg::DRAWS_ON, &sum.draws_on),
            (pg::FOR_FACILITY, &sum.facilities),
        ];
        for (property, fillers) in slots {
            for filler in fillers {
                context.entity(iri, property, Some(filler.entity));
            }
        }
        let links: [(&'static str, &Option<SumLink>); 4] = [
            (pg::PART_OF_FUNDING, &sum.part_of),
            (pg::CONVERSION_OF, &sum.conversion_of),
            (pg::MAY_OVERLAP_WITH, &sum.may_overlap),
            (pg::REVISES, &sum.revises),
        ];
        for (property, link) in links {
            let other = link.as_ref().filter(|link| link.sum != SumId(index));
            if let Some(other) = other.and_then(|link| names.get(link.sum.0)) {
                context.writer.add(iri, property, other.clone());
            }
        }
        if let Some(funding) = fundings.get(index).and_then(Option::as_ref) {
            context.writer.text(iri, pg::FUNDING_NAME, funding);
            for key in match_keys(sum, facts, context.document, context.entities, context.base) {
                context.writer.text(iri, pg::MATCH_KEY, &key);
            }
        }
        let passages: Vec<Span> = passages_of(sum).collect();
        context.provenance(iri, &sum.evidence, passages);
    }
}

/// The passages that a sum rests on beside its own sentence.
pub(super) fn passages_of(sum: &Sum) -> impl Iterator<Item = Span> {
    sum.fillers()
        .map(|filler| filler.evidence.passage)
        .chain(sum.links().map(|link| link.evidence.passage))
}

fn write_amount(context: &mut Context<'_, '_>, sum: &Sum, iri: &NamedNode) {
    let code = sum.currency.code();
    let written = context.words(sum.span);
    let writer = &mut *context.writer;
    writer.types(
        iri,
        &[
            concept::kind(sum.kind),
            pg::MONEY_STATEMENT,
            schema::MONETARY_AMOUNT,
        ],
    );
    writer.add(iri, pg::VALUE, decimal(sum.value));
    if let Some(max) = sum.max {
        writer.add(iri, pg::MAX_VALUE, decimal(max));
    }
    let currency = NamedNode::new_unchecked(format!("{EU_CURRENCY}{code}"));
    writer.add(iri, pg::CURRENCY, currency);
    writer.text(iri, pg::CURRENCY_CODE, code);
    writer.term(iri, pg::BOUND, concept::bound(sum.bound));
    writer.text(iri, pg::AS_WRITTEN, &written);
}

fn write_limits(writer: &mut Writer, limits: Option<&Limits>, iri: &NamedNode) {
    if let Some(limits) = limits {
        writer.add(iri, pg::FLOOR, decimal(limits.floor));
        if let Some(ceiling) = limits.ceiling {
            writer.add(iri, pg::CEILING, decimal(ceiling));
        }
    }
}

fn write_manner(context: &mut Context<'_, '_>, sum: &Sum, iri: &NamedNode) {
    let purpose = sum.purpose.map(|span| context.words(span));
    let writer = &mut *context.writer;
    if let Some(stage) = sum.stage {
        writer.term(iri, pg::STAGE, concept::stage(stage));
    }
    if let Some(status) = consistent_status(sum) {
        writer.term(iri, pg::STATUS, concept::status(status));
    }
    if let Some(instrument) = sum.instrument {
        writer.term(iri, pg::INSTRUMENT, concept::instrument(instrument));
    }
    writer.term(iri, pg::MODALITY, concept::modality(sum.modality));
    if let Some(purpose) = purpose.filter(|words| !words.is_empty()) {
        writer.text(iri, pg::PURPOSE, &purpose);
    }
    if let Some(day) = sum.announced_on {
        writer.add(iri, pg::ANNOUNCED_ON, moment(Moment::Day(day)));
    }
    if let Some(start) = sum.period.start {
        writer.add(iri, pg::PERIOD_START, moment(start));
    }
    if let Some(end) = sum.period.end {
        writer.add(iri, pg::PERIOD_END, moment(end));
    }
    if let Some(duration) = &sum.period.duration {
        let literal = Literal::new_typed_literal(duration.as_str(), node(xsd::DURATION));
        writer.add(iri, pg::DURATION, literal);
    }
    context.entity(iri, pg::ANNOUNCED_AT, sum.announced_at);
}

/// Disbursed exactly on disbursements, nothing on figures.
fn consistent_status(sum: &Sum) -> Option<Status> {
    match sum.kind {
        SumKind::Disbursement => Some(Status::Disbursed),
        SumKind::Figure => None,
        SumKind::Commitment => sum.status.filter(|status| *status != Status::Disbursed),
    }
}

/// Writes a count or measure.
pub(super) fn write_quantity(context: &mut Context<'_, '_>, quantity: &Quantity) {
    let unit = one_line(&quantity.unit);
    let name = format!("quantity-{}-{}", quantity.value.normalize(), slug(&unit));
    let iri = context.writer.fragment(context.iri, &name);
    let written = context.words(quantity.span);
    let writer = &mut *context.writer;
    writer.types(&iri, &[pg::QUANTITY, schema::QUANTITATIVE_VALUE]);
    writer.add(&iri, pg::VALUE, decimal(quantity.value));
    if let Some(max) = quantity.max {
        writer.add(&iri, pg::MAX_VALUE, decimal(max));
    }
    writer.term(&iri, pg::BOUND, concept::bound(quantity.bound));
    writer.text(&iri, pg::UNIT, &unit);
    writer.text(&iri, pg::AS_WRITTEN, &written);
    if let Some(stage) = quantity.stage {
        writer.term(&iri, pg::QUANTITY_STAGE, concept::quantity_stage(stage));
    }
    for key in quantity_keys(quantity, context.facts, context.entities, context.base) {
        context.writer.text(&iri, pg::MATCH_KEY, &key);
    }
    context.entity(&iri, pg::QUANTITY_OF, quantity.of);
    context.provenance(&iri, &quantity.evidence, []);
}

/// Writes a person's office.
pub(super) fn write_office(context: &mut Context<'_, '_>, office: &OfficeHolding) {
    let class = |id: EntityId| context.facts.entities.get(id.0).map(|entity| entity.class);
    let Some(holder) = context.entities.get(office.holder) else {
        return;
    };
    if class(office.holder) != Some(Class::Person) {
        return;
    }
    let role = one_line(&office.role);
    let name = format!("office-{}-{}", last_part(holder), slug(&role));
    let iri = context.writer.fragment(context.iri, &name);
    context
        .writer
        .types(&iri, &[pg::OFFICE_HOLDING, org::MEMBERSHIP]);
    context.writer.text(&iri, pg::ROLE, &role);
    context.entity(&iri, pg::HOLDER, Some(office.holder));
    context.entity(&iri, pg::IN_ORGANISATION, office.organisation);
    context.provenance(&iri, &office.evidence, []);
}

/// `xsd:date` or `xsd:gYear`
fn moment(moment: Moment) -> Literal {
    match moment {
        Moment::Day(day) => Literal::new_typed_literal(day.to_string(), node(xsd::DATE)),
        Moment::Year(year) => Literal::new_typed_literal(format!("{year:04}"), node(xsd::G_YEAR)),
    }
}
