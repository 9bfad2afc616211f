//! The named graph of one document.

use oxigraph::model::{Literal, NamedNode, Quad};

use super::{
    Base, claim,
    content::content_hash,
    entity::{self, Entities},
    funding,
    passage::Passages,
    sketch::sketch,
    statement::{self, Context, passages_of},
    vocabulary::{dcterms, node, pg, prov, schema, xsd},
    writer::Writer,
};
use crate::{fact::Facts, read::Document, span::Span};

/// Everything the document states, as the quads of its own graph ([`Base::document`]), sorted.
///
/// `rules_hash` stands for the rules that read it: a store skips documents whose content and rules are as before.
pub fn document_quads(
    document: &Document,
    facts: &Facts,
    base: &Base,
    rules_hash: &str,
) -> Vec<Quad> {
    let iri = base.document(&document.key);
    let mut writer = Writer::new(iri.clone());
    write_metadata(document, &iri, rules_hash, &mut writer);

    let entities = Entities::name(&facts.entities, document, base);
    entity::write(&facts.entities, &entities, document, base, &mut writer);

    let fundings = funding::funding_names(facts, document, &entities);
    if fundings.iter().any(Option::is_some)
        && let Some(sketch) = sketch(&document.text)
    {
        writer.text(&iri, pg::TEXT_SKETCH, &sketch);
    }
    let mut passages = Passages::new(&iri, document, spans(facts));
    let mut context = Context {
        document,
        base,
        iri: &iri,
        facts,
        entities: &entities,
        passages: &mut passages,
        writer: &mut writer,
    };
    statement::write_sums(&mut context, &fundings);
    for quantity in &facts.quantities {
        statement::write_quantity(&mut context, quantity);
    }
    for office in &facts.offices {
        statement::write_office(&mut context, office);
    }
    claim::write_relations(&mut context);
    passages.write(&mut writer);
    writer.finish()
}

fn write_metadata(document: &Document, iri: &NamedNode, rules_hash: &str, writer: &mut Writer) {
    writer.types(iri, &[pg::DOCUMENT, prov::ENTITY, schema::CREATIVE_WORK]);
    writer.text(iri, dcterms::IDENTIFIER, &document.identifier);
    if let Some(title) = &document.title {
        writer.text(iri, dcterms::TITLE, title);
    }
    if let Some(date) = document.date {
        let literal = Literal::new_typed_literal(date.to_string(), node(xsd::DATE));
        writer.add(iri, dcterms::ISSUED, literal);
    }
    if let Some(url) = &document.url {
        match NamedNode::new(url.as_str()) {
            Ok(source) => writer.add(iri, dcterms::SOURCE, source),
            Err(_) => writer.text(iri, dcterms::SOURCE, url),
        }
    }
    if let Some(publisher) = &document.publisher {
        writer.text(iri, dcterms::PUBLISHER, publisher);
    }
    if !document.language.is_empty() {
        writer.text(iri, dcterms::LANGUAGE, &document.language);
    }
    writer.text(iri, pg::CONTENT_HASH, &content_hash(document));
    writer.text(iri, pg::RULES_HASH, rules_hash);
}

/// Every span that may become a passage.
fn spans(facts: &Facts) -> impl Iterator<Item = Span> {
    let sums = facts
        .sums
        .iter()
        .flat_map(|sum| std::iter::once(sum.evidence.passage).chain(passages_of(sum)));
    let quantities = facts.quantities.iter().map(|fact| fact.evidence.passage);
    let offices = facts.offices.iter().map(|fact| fact.evidence.passage);
    let relations = facts.relations.iter().map(|fact| fact.evidence.passage);
    sums.chain(quantities).chain(offices).chain(relations)
}
