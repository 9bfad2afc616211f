//! Each entity once: its class and its label by vote of the documents, all its other names, all its relations.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};

use super::{
    Changes,
    source::{Pattern, Source, any, collect},
    touched::EntityChange,
};
use crate::{
    fact::Class,
    graph::{
        Base, concept,
        vocabulary::{node, pg, rdf, rdfs, skos},
    },
};

/// What documents can disagree on; all else is the union of what they say.
const VOTED: [&str; 3] = [rdf::TYPE, rdfs::LABEL, skos::ALT_LABEL];

/// Adds what the change means for one entity.
pub(super) fn update<S: Source + ?Sized>(
    entity: &NamedNode,
    change: &EntityChange,
    base: &Base,
    source: &S,
    changes: &mut Changes,
) -> Result<(), S::Error> {
    let told = |quad: &Quad| base.is_document_graph(&quad.graph_name);
    if !change.ceased.is_empty() && !any(source, &Pattern::of(entity).by(rdf::TYPE), told)? {
        let all = collect(source, &Pattern::of(entity).in_story(), |_| true)?;
        changes.remove.extend(all);
        return Ok(());
    }
    for (predicate, object) in change.began.union(&change.ceased) {
        if VOTED.contains(&predicate.as_str()) {
            continue;
        }
        let mut pattern = Pattern {
            subject: Some(entity.clone()),
            predicate: Some(predicate.clone()),
            object: Some(object.clone()),
            graph: None,
        };
        let supported = change.began.contains(&(predicate.clone(), object.clone()))
            || any(source, &pattern, told)?;
        pattern.graph = Some(GraphName::DefaultGraph);
        let present = any(source, &pattern, |_| true)?;
        let quad = story_quad(entity, predicate.clone(), object.clone());
        match (supported, present) {
            (true, false) => changes.insert.push(quad),
            (false, true) => changes.remove.push(quad),
            _ => {}
        }
    }
    let votes = |(predicate, _): &&(NamedNode, Term)| VOTED.contains(&predicate.as_str());
    if !change.began.iter().any(|said| votes(&said))
        && !change.ceased.iter().any(|said| votes(&said))
    {
        return Ok(());
    }
    let mut current = Vec::new();
    for predicate in VOTED {
        let pattern = Pattern::of(entity).by(predicate).in_story();
        current.extend(collect(source, &pattern, |_| true)?);
    }
    if let Some(names) = agreeing(change, &current) {
        changes.insert.extend(
            names
                .into_iter()
                .map(|name| story_quad(entity, node(skos::ALT_LABEL), Term::Literal(name))),
        );
        return Ok(());
    }
    let wanted = elect(entity, base, source)?;
    changes.replace(&current, &wanted);
    Ok(())
}

/// The short way, which spares counting the thousands of documents that speak of the European Union: nothing ceased, and
/// what began says the class and the label that already won. Gives the names to add; none when votes must be counted.
fn agreeing(change: &EntityChange, current: &[Quad]) -> Option<Vec<Literal>> {
    let has = |predicate: &str, object: &Term| {
        current
            .iter()
            .any(|quad| quad.predicate.as_str() == predicate && quad.object == *object)
    };
    let voted_ceased = change
        .ceased
        .iter()
        .any(|(predicate, _)| VOTED.contains(&predicate.as_str()));
    if voted_ceased || current.is_empty() {
        return None;
    }
    let mut types = BTreeSet::new();
    let mut names = Vec::new();
    for (predicate, object) in &change.began {
        match (predicate.as_str(), object) {
            (rdf::TYPE, Term::NamedNode(class)) if class.as_str().starts_with(pg::NAMESPACE) => {
                types.insert(class.as_str());
            }
            (rdfs::LABEL, label) if !has(rdfs::LABEL, label) => return None,
            (skos::ALT_LABEL, Term::Literal(name))
                if !has(rdfs::LABEL, object) && !has(skos::ALT_LABEL, object) =>
            {
                names.push(name.clone());
            }
            _ => {}
        }
    }
    let current_types: BTreeSet<&str> = current
        .iter()
        .filter(|quad| quad.predicate.as_str() == rdf::TYPE)
        .filter_map(|quad| match &quad.object {
            // Documents say our own classes only.
            Term::NamedNode(class) if class.as_str().starts_with(pg::NAMESPACE) => {
                Some(class.as_str())
            }
            _ => None,
        })
        .collect();
    let agree = types.is_empty() || types == current_types;
    agree.then_some(names)
}

/// Counts what all documents say.
fn elect<S: Source + ?Sized>(
    entity: &NamedNode,
    base: &Base,
    source: &S,
) -> Result<Vec<Quad>, S::Error> {
    let mut wanted = Vec::new();
    for class in elected_types(&count(entity, rdf::TYPE, base, source)?) {
        wanted.push(story_quad(entity, node(rdf::TYPE), class));
    }
    let labels = count(entity, rdfs::LABEL, base, source)?;
    let winner = labels
        .iter()
        // On a tie the longer name, then the first by letters.
        .max_by_key(|(label, votes)| (**votes, label.len(), std::cmp::Reverse((*label).clone())))
        .map(|(label, _)| label.clone());
    let mut names: BTreeSet<String> = count(entity, skos::ALT_LABEL, base, source)?
        .into_keys()
        .collect();
    names.extend(labels.into_keys());
    for name in names {
        let won = winner.as_ref() == Some(&name);
        let property = if won { rdfs::LABEL } else { skos::ALT_LABEL };
        let literal = Literal::new_simple_literal(name);
        wanted.push(story_quad(entity, node(property), literal));
    }
    Ok(wanted)
}

/// How many documents say each value of a property.
fn count<S: Source + ?Sized>(
    entity: &NamedNode,
    predicate: &'static str,
    base: &Base,
    source: &S,
) -> Result<BTreeMap<String, usize>, S::Error> {
    let mut votes = BTreeMap::new();
    source.quads(&Pattern::of(entity).by(predicate), &mut |quad| {
        if base.is_document_graph(&quad.graph_name) {
            let value = match quad.object {
                Term::NamedNode(node) => Some(node.into_string()),
                Term::Literal(literal) => Some(literal.value().to_owned()),
                Term::BlankNode(_) => None,
            };
            if let Some(value) = value {
                *votes.entry(value).or_insert(0) += 1;
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(votes)
}

/// All types of the class that most documents give; of concepts and the like, all that any document gives.
fn elected_types(votes: &BTreeMap<String, usize>) -> Vec<NamedNode> {
    let votes_for = |class: &str| votes.get(class).copied().unwrap_or(0);
    let special = votes_for(pg::PUBLIC_BODY) + votes_for(pg::COMPANY);
    let won = Class::ALL
        .into_iter()
        .map(|class| {
            let own = votes_for(concept::classes(class)[0]);
            let count = if class == Class::Organisation {
                own.saturating_sub(special)
            } else {
                own
            };
            (class, count)
        })
        .filter(|(_, count)| *count > 0)
        // The first of the most: `max_by_key` would take the last.
        .rev()
        .max_by_key(|(_, count)| *count);
    match won {
        Some((class, _)) => concept::classes(class).iter().copied().map(node).collect(),
        None => votes.keys().map(NamedNode::new_unchecked).collect(),
    }
}

fn story_quad(entity: &NamedNode, predicate: NamedNode, object: impl Into<Term>) -> Quad {
    Quad::new(entity.clone(), predicate, object, GraphName::DefaultGraph)
}
