//! Links <-> RDF.

use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::Decision;
use crate::{
    graph::{
        sort_quads,
        vocabulary::{dcterms, node, owl, pg, prov, rdf, rdfs, skos, xsd},
    },
    store::{Error, SourceGraph, Store},
};

/// The reason that outweighs all others.
const REVIEWED: &str = "a person decided";

/// An entity of ours and a thing of another graph that may be the same.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Ours.
    pub entity: NamedNode,
    /// Its name.
    pub entity_label: String,
    /// The other.
    pub other: NamedNode,
    /// Its name.
    pub other_label: String,
    /// The graph it was found in.
    pub graph: NamedNode,
    /// 0..1
    pub score: f32,
    /// The reasons, each with its part of the score.
    pub features: Vec<String>,
    /// Whether it holds.
    pub decision: Decision,
    pub(super) is_concept: bool,
    pub(super) identified: bool,
    /// The sources of the entity say so themselves.
    pub(super) known: bool,
}

impl Proposal {
    /// A person decided.
    fn mark(&mut self) {
        if !self.is_marked() {
            self.features.push(REVIEWED.to_owned());
        }
    }

    fn is_marked(&self) -> bool {
        self.features.iter().any(|feature| feature == REVIEWED)
    }

    /// `skos:exactMatch` for concepts, `owl:sameAs` for individuals.
    fn property(&self) -> &'static str {
        if self.is_concept {
            skos::EXACT_MATCH
        } else {
            owl::SAME_AS
        }
    }

    fn triple(&self) -> Quad {
        Quad::new(
            self.entity.clone(),
            node(self.property()),
            self.other.clone(),
            GraphName::DefaultGraph,
        )
    }
}

/// Replaces the links to these graphs, in the links graph and in the story.
pub(super) fn write(
    store: &Store,
    graphs: &[NamedNode],
    proposals: &[Proposal],
) -> Result<(), Error> {
    let name = store.base().graph("links");
    let (mut kept, gone) = former(store, &name, graphs)?;
    let mut insert = Vec::new();
    for proposal in proposals.iter().filter(|proposal| !proposal.known) {
        kept.extend(quads(proposal, &name));
        // What a person decided is kept while the entity is away, but nothing is said of it.
        if proposal.decision == Decision::Accepted && !proposal.entity_label.is_empty() {
            insert.push(proposal.triple());
        }
    }
    sort_quads(&mut kept);
    let mut writer = store.writer()?;
    writer.put_links(&SourceGraph { name, quads: kept }, &gone, &insert)?;
    writer.finish()
}

/// The links that wait, the most likely first.
///
/// # Errors
/// When the store fails.
pub fn review(store: &Store) -> Result<Vec<Proposal>, Error> {
    let name = store.base().graph("links");
    let waits = Term::from(node(pg::UNDECIDED));
    let mut found = Vec::new();
    for quad in store.quads(
        None,
        Some(&node(pg::DECISION)),
        Some(&waits),
        Some(&GraphName::from(name.clone())),
    ) {
        found.extend(read(&quad?.subject, store, &name)?);
    }
    found.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| (&a.entity, &a.other).cmp(&(&b.entity, &b.other)))
    });
    Ok(found)
}

/// Writes down what a person said of the link between two things that was proposed. `false` when none was.
///
/// # Errors
/// When the store fails.
pub fn decide(store: &Store, entity: &str, other: &str, accept: bool) -> Result<bool, Error> {
    let name = store.base().graph("links");
    let mut links = Vec::new();
    let mut graphs = Vec::new();
    let mut found = false;
    for mut link in all(store, &name)? {
        if link.entity.as_str() == entity && link.other.as_str() == other {
            found = true;
            link.decision = if accept {
                Decision::Accepted
            } else {
                Decision::Rejected
            };
            link.mark();
        }
        graphs.push(link.graph.clone());
        links.push(link);
    }
    if found {
        write(store, &graphs, &links)?;
    }
    Ok(found)
}

/// The links to a graph that a person decided.
pub(super) fn decided(store: &Store, graph: &NamedNode) -> Result<Vec<Proposal>, Error> {
    let links = all(store, &store.base().graph("links"))?.into_iter();
    Ok(links
        .filter(|link| link.graph == *graph && link.is_marked())
        .collect())
}

/// What a person decided stands, whether it is proposed again or not.
pub(super) fn replay(proposals: &mut Vec<Proposal>, decided: &[Proposal]) {
    for link in decided {
        let again = proposals
            .iter_mut()
            .find(|proposal| proposal.entity == link.entity && proposal.other == link.other);
        match again {
            Some(proposal) => {
                proposal.decision = link.decision;
                proposal.mark();
            }
            None => proposals.push(link.clone()),
        }
    }
}

/// Every link, sorted.
fn all(store: &Store, name: &NamedNode) -> Result<Vec<Proposal>, Error> {
    let mut found = Vec::new();
    let links = GraphName::from(name.clone());
    for quad in store.quads(None, Some(&node(pg::DECISION)), None, Some(&links)) {
        found.extend(read(&quad?.subject, store, name)?);
    }
    found.sort_by(|a, b| (&a.entity, &a.other).cmp(&(&b.entity, &b.other)));
    Ok(found)
}

/// What the links graph says of other graphs, and what the story says because of links to these and no source does.
fn former(
    store: &Store,
    name: &NamedNode,
    graphs: &[NamedNode],
) -> Result<(Vec<Quad>, Vec<Quad>), Error> {
    let links = GraphName::from(name.clone());
    let mut gone = Vec::new();
    let mut replaced = Vec::new();
    for quad in store.quads(None, Some(&node(dcterms::SOURCE)), None, Some(&links)) {
        let quad = quad?;
        if matches!(&quad.object, Term::NamedNode(source) if graphs.contains(source)) {
            if let Some(link) = read(&quad.subject, store, name)?
                && !told(&link.triple(), store)?
            {
                gone.push(link.triple());
            }
            replaced.push(quad.subject);
        }
    }
    replaced.sort_unstable_by_key(ToString::to_string);
    let mut kept = Vec::new();
    for quad in store.quads(None, None, None, Some(&links)) {
        let quad = quad?;
        let subject = quad.subject.to_string();
        if replaced
            .binary_search_by_key(&subject, ToString::to_string)
            .is_err()
        {
            kept.push(quad);
        }
    }
    Ok((kept, gone))
}

/// Whether a document says it.
fn told(triple: &Quad, store: &Store) -> Result<bool, Error> {
    for quad in store.quads(
        Some(&triple.subject),
        Some(&triple.predicate),
        Some(&triple.object),
        None,
    ) {
        if store.base().is_document_graph(&quad?.graph_name) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn quads(proposal: &Proposal, graph: &NamedNode) -> Vec<Quad> {
    let digest = Sha256::digest(format!("{} {}", proposal.entity, proposal.other).as_bytes());
    let hash: String = digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let link = NamedNode::new_unchecked(format!("{}#{hash}", graph.as_str()));
    let decision = match proposal.decision {
        Decision::Accepted => pg::ACCEPTED,
        Decision::Undecided => pg::UNDECIDED,
        Decision::Rejected => pg::REJECTED,
    };
    let hundredths = (proposal.score * 100.0).round() as i64;
    let score = Decimal::new(hundredths, 2).normalize().to_string();
    let mut quads = Vec::new();
    let mut add = |property: &'static str, object: Term| {
        quads.push(Quad::new(
            link.clone(),
            node(property),
            object,
            graph.clone(),
        ));
    };
    add(rdf::TYPE, node(pg::LINK).into());
    add(rdf::TYPE, node(prov::ENTITY).into());
    add(rdf::SUBJECT, proposal.entity.clone().into());
    add(rdf::PREDICATE, node(proposal.property()).into());
    add(rdf::OBJECT, proposal.other.clone().into());
    add(dcterms::SOURCE, proposal.graph.clone().into());
    add(pg::DECISION, node(decision).into());
    add(
        pg::CONFIDENCE,
        Literal::new_typed_literal(score, node(xsd::DECIMAL)).into(),
    );
    for feature in &proposal.features {
        add(pg::FEATURE, Literal::from(feature.as_str()).into());
    }
    quads
}

fn read(
    link: &NamedOrBlankNode,
    store: &Store,
    graph: &NamedNode,
) -> Result<Option<Proposal>, Error> {
    let (mut entity, mut other, mut source) = (None, None, None);
    let (mut score, mut features) = (0.0, Vec::new());
    let (mut is_concept, mut decision) = (false, Decision::Undecided);
    for quad in store.quads(
        Some(link),
        None,
        None,
        Some(&GraphName::from(graph.clone())),
    ) {
        let quad = quad?;
        match (quad.predicate.as_str(), quad.object) {
            (rdf::SUBJECT, Term::NamedNode(node)) => entity = Some(node),
            (rdf::OBJECT, Term::NamedNode(node)) => other = Some(node),
            (rdf::PREDICATE, Term::NamedNode(node)) => {
                is_concept = node.as_str() == skos::EXACT_MATCH
            }
            (dcterms::SOURCE, Term::NamedNode(node)) => source = Some(node),
            (pg::DECISION, Term::NamedNode(node)) if node.as_str() == pg::ACCEPTED => {
                decision = Decision::Accepted
            }
            (pg::DECISION, Term::NamedNode(node)) if node.as_str() == pg::REJECTED => {
                decision = Decision::Rejected;
            }
            (pg::CONFIDENCE, Term::Literal(value)) => score = value.value().parse().unwrap_or(0.0),
            (pg::FEATURE, Term::Literal(value)) => features.push(value.value().to_owned()),
            _ => {}
        }
    }
    let (Some(entity), Some(other), Some(source)) = (entity, other, source) else {
        return Ok(None);
    };
    features.sort_unstable();
    Ok(Some(Proposal {
        entity_label: label(&entity, store, &GraphName::DefaultGraph)?,
        other_label: label(&other, store, &GraphName::from(source.clone()))?,
        entity,
        other,
        graph: source,
        score,
        features,
        decision,
        is_concept,
        identified: false,
        known: false,
    }))
}

/// The first English label.
fn label(iri: &NamedNode, store: &Store, graph: &GraphName) -> Result<String, Error> {
    let subject = NamedOrBlankNode::from(iri.clone());
    let mut labels = Vec::new();
    for property in [rdfs::LABEL, skos::PREF_LABEL] {
        for quad in store.quads(Some(&subject), Some(&node(property)), None, Some(graph)) {
            if let Term::Literal(label) = quad?.object {
                let foreign = label.language().is_some_and(|tag| !tag.starts_with("en"));
                labels.push((foreign, label.value().to_owned()));
            }
        }
    }
    Ok(labels
        .into_iter()
        .min()
        .map(|(_, label)| label)
        .unwrap_or_default())
}
