//! Which documents repeat the words of another.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, NamedNode, Quad};

use super::{
    Changes, document_of,
    source::{Pattern, Source, collect, iri_of, text},
    touched::Touched,
};
use crate::graph::{
    Base,
    match_key::WORDS,
    sketch::likeness,
    vocabulary::{dcterms, node, pg},
};

/// Two reports of one event share a tenth of their runs of words or less, a copy that was cut and got a new headline more than half.
const COPY: f64 = 0.5;
/// Copies of copies are followed so far; longer chains are circles.
const LONGEST_CHAIN: usize = 16;

/// Brings the links from copies to originals up to date. Gives the documents whose link changed.
pub(super) fn update<S: Source + ?Sized>(
    touched: &Touched,
    base: &Base,
    source: &S,
    changes: &mut Changes,
) -> Result<BTreeSet<String>, S::Error> {
    let mut affected = touched.documents.clone();
    for key in touched.keys.iter().filter(|key| is_sentence(key)) {
        affected.extend(
            bearers(key, base, source)?
                .iter()
                .filter_map(|statement| document_of(statement).map(str::to_owned)),
        );
    }
    let mut sheets = BTreeMap::new();
    let mut changed = BTreeSet::new();
    for document in affected {
        let name = NamedNode::new_unchecked(&document);
        let pattern = Pattern::of(&name).by(pg::COPY_OF).in_story();
        let current = collect(source, &pattern, |_| true)?;
        let wanted: Vec<Quad> = original(&document, base, source, &mut sheets)?
            .map(|original| {
                Quad::new(
                    name,
                    node(pg::COPY_OF),
                    NamedNode::new_unchecked(original),
                    GraphName::DefaultGraph,
                )
            })
            .into_iter()
            .collect();
        if current != wanted {
            changes.replace(&current, &wanted);
            changed.insert(document);
        }
    }
    Ok(changed)
}

/// The document that a chain of copies starts from, by the story and what is about to change in it.
pub(super) fn origin<S: Source + ?Sized>(
    document: &str,
    source: &S,
    changes: &Changes,
) -> Result<String, S::Error> {
    let mut origin = document.to_owned();
    for _ in 0..LONGEST_CHAIN {
        let name = NamedNode::new_unchecked(&origin);
        let pattern = Pattern::of(&name).by(pg::COPY_OF).in_story();
        let kept = collect(source, &pattern, |quad| !changes.remove.contains(quad))?;
        let new = changes.insert.iter().find(|quad| pattern.fits(quad));
        match kept.first().or(new) {
            Some(quad) => origin = text(&quad.object),
            None => break,
        }
    }
    Ok(origin)
}

/// What is compared of a document.
struct Sheet {
    /// Empty when it has none.
    sketch: String,
    /// When it was issued, undated ones last.
    day: String,
}

/// The first document that this one repeats, if that came before it.
fn original<S: Source + ?Sized>(
    document: &str,
    base: &Base,
    source: &S,
    sheets: &mut BTreeMap<String, Sheet>,
) -> Result<Option<String>, S::Error> {
    let mut others = BTreeSet::new();
    for key in sentences(document, source)? {
        for statement in bearers(&key, base, source)? {
            others.extend(document_of(&statement).map(str::to_owned));
        }
    }
    others.remove(document);
    if others.is_empty() {
        return Ok(None);
    }
    others.insert(document.to_owned());
    for other in &others {
        if !sheets.contains_key(other) {
            sheets.insert(other.clone(), sheet(other, source)?);
        }
    }
    let ours = &sheets[document];
    let first = others
        .iter()
        .filter(|other| likeness(&ours.sketch, &sheets[*other].sketch) >= COPY)
        .min_by_key(|other| (&sheets[*other].day, *other));
    Ok(first.filter(|other| *other != document).cloned())
}

fn sheet<S: Source + ?Sized>(document: &str, source: &S) -> Result<Sheet, S::Error> {
    let name = NamedNode::new_unchecked(document);
    let one = |property| -> Result<Option<String>, S::Error> {
        let pattern = Pattern::of(&name).by(property).inside(&name);
        let found = collect(source, &pattern, |_| true)?;
        Ok(found.iter().map(|quad| text(&quad.object)).max())
    };
    Ok(Sheet {
        sketch: one(pg::TEXT_SKETCH)?.unwrap_or_default(),
        day: one(dcterms::ISSUED)?.unwrap_or_else(|| "9999".to_owned()),
    })
}

/// The keys that stand for sentences of a document with sums in them.
fn sentences<S: Source + ?Sized>(document: &str, source: &S) -> Result<BTreeSet<String>, S::Error> {
    let pattern = Pattern {
        predicate: Some(node(pg::MATCH_KEY)),
        ..Pattern::default()
    }
    .inside(&NamedNode::new_unchecked(document));
    let quads = collect(source, &pattern, |_| true)?;
    Ok(quads
        .iter()
        .map(|quad| text(&quad.object))
        .filter(|key| is_sentence(key))
        .collect())
}

fn is_sentence(key: &str) -> bool {
    key.split_once(' ')
        .is_some_and(|(_, part)| part.starts_with(WORDS))
}

/// The statements that bear a key.
pub(super) fn bearers<S: Source + ?Sized>(
    key: &str,
    base: &Base,
    source: &S,
) -> Result<Vec<String>, S::Error> {
    let literal = oxigraph::model::Literal::new_simple_literal(key);
    let pattern = Pattern::to(literal).by(pg::MATCH_KEY);
    let told = |quad: &Quad| base.is_document_graph(&quad.graph_name);
    let mut statements: Vec<String> = collect(source, &pattern, told)?
        .iter()
        .filter_map(iri_of)
        .collect();
    statements.sort_unstable();
    Ok(statements)
}
