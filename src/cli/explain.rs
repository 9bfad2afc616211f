//! `explain`: the sentence, the words, the rule, the parts of a fact.

use std::{
    io::{IsTerminal as _, Write},
    path::{Path, PathBuf},
};

use anyhow::{Error, bail};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Term, Triple};

use super::{Outcome, arguments::Explain, input, output};
use crate::{
    export,
    fact::{Facts, Filler, Sum, SumKind},
    graph::vocabulary::{pg, rdf},
    read::Document,
    span::Span,
    store::Store,
};

/// Runs it.
pub fn run(options: &Explain) -> Result<Outcome, Error> {
    match &options.store {
        Some(store) => from_store(&Store::open(store)?, &options.target),
        None if Path::new(&options.target).exists() => from_file(options),
        None if options.target.contains("://") => {
            bail!(
                "{} is an IRI: add --store DIR to say which store knows it",
                options.target
            )
        }
        None => bail!(
            "{}: no such file; to explain an IRI add --store DIR",
            options.target
        ),
    }
}

/// What a store knows about a node: each graph that speaks of it, with the passages behind.
fn from_store(store: &Store, target: &str) -> Result<Outcome, Error> {
    let target = target.trim_start_matches('<').trim_end_matches('>');
    let iri = if target.contains("://") {
        target.to_owned()
    } else {
        format!("{}{target}", store.base().as_str())
    };
    let node =
        NamedNode::new(&iri).map_err(|error| Error::msg(format!("{iri} is no IRI: {error}")))?;
    let subject = NamedOrBlankNode::from(node.clone());
    let mut graphs: Vec<GraphName> = store
        .quads(Some(&subject), None, None, None)
        .map(|quad| quad.map(|quad| quad.graph_name))
        .collect::<Result<_, _>>()?;
    graphs.sort_by_key(ToString::to_string);
    graphs.dedup();
    if graphs.is_empty() {
        output::note(&format!("the store says nothing about {iri}"));
        return Ok(Outcome::Finding);
    }
    let mut out = output::stdout();
    for graph in graphs {
        match &graph {
            GraphName::NamedNode(name) => writeln!(out, "# {}", name.as_str())?,
            _ => writeln!(out, "# the story of all documents")?,
        }
        let about = triples(store, &subject, &graph)?;
        let words = literal(&about, pg::AS_WRITTEN);
        for triple in &about {
            if triple.predicate.as_str() != pg::EVIDENCE {
                continue;
            }
            let Term::NamedNode(passage) = &triple.object else {
                continue;
            };
            let passage = triples(store, &passage.clone().into(), &graph)?;
            if let Some(quote) = literal(&passage, pg::QUOTE) {
                let span = words.and_then(|words| {
                    quote
                        .find(words)
                        .map(|start| Span::new(start, start + words.len()))
                });
                writeln!(out, "\n  {}", marked(quote, span))?;
            }
        }
        let mut page = Vec::new();
        export::write_triples(
            about,
            export::Format::Turtle,
            store.base().as_str(),
            &mut page,
        )?;
        for line in String::from_utf8_lossy(&page)
            .lines()
            .filter(|line| !line.starts_with('@'))
        {
            writeln!(out, "{}{line}", if line.is_empty() { "" } else { "  " })?;
        }
        writeln!(out)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn triples(
    store: &Store,
    subject: &NamedOrBlankNode,
    graph: &GraphName,
) -> Result<Vec<Triple>, Error> {
    let mut triples = store
        .quads(Some(subject), None, None, Some(graph))
        .map(|quad| quad.map(Triple::from))
        .collect::<Result<Vec<_>, _>>()?;
    triples
        .sort_by_cached_key(|triple| (triple.predicate.as_str() != rdf::TYPE, triple.to_string()));
    Ok(triples)
}

fn literal<'a>(triples: &'a [Triple], property: &str) -> Option<&'a str> {
    triples.iter().find_map(|triple| match &triple.object {
        Term::Literal(literal) if triple.predicate.as_str() == property => Some(literal.value()),
        _ => None,
    })
}

/// Every sum of a file, with the slots and why they are filled.
fn from_file(options: &Explain) -> Result<Outcome, Error> {
    let (extractor, _) = input::extractor(&options.reading)?;
    let mut out = output::stdout();
    let mut outcome = Outcome::Finding;
    let reading = input::reading(&options.reading);
    for found in input::inputs(&[PathBuf::from(&options.target)], &options.reading) {
        let document = found?.read(&reading)?;
        let facts = extractor.facts(&document);
        for (number, sum) in facts.sums.iter().enumerate() {
            outcome = Outcome::Done;
            explain_sum(number, sum, &facts, &document, &mut out)?;
        }
        if facts.sums.is_empty() {
            output::note(&format!("{}: no sum of money found", document.key));
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn explain_sum(
    number: usize,
    sum: &Sum,
    facts: &Facts,
    document: &Document,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let text = &document.text;
    let sentence = sum.evidence.passage.cover(sum.span);
    let inside = Span::new(
        sum.span.start.saturating_sub(sentence.start),
        sum.span.end.saturating_sub(sentence.start),
    );
    writeln!(
        out,
        "[{}] {}",
        number + 1,
        one_line(&marked(sentence.of(text), Some(inside)))
    )?;
    let max = sum.max.map_or_else(String::new, |max| format!(" to {max}"));
    writeln!(
        out,
        "    {:?}: {} {}{max}, {:?}, {:?}; rule {}, confidence {:.2}",
        sum.kind,
        sum.currency.code(),
        sum.value,
        sum.bound,
        sum.modality,
        sum.evidence.rule.as_str(),
        sum.evidence.confidence
    )?;
    for part in &sum.parts {
        writeln!(
            out,
            "    part {:<24} {}",
            quoted(part.span, text),
            part.rule.as_str()
        )?;
    }
    let slots: [(&str, &[Filler]); 7] = [
        ("paid by", &sum.payers),
        ("announced by", &sum.announcers),
        ("said by", &sum.said_by),
        ("for", &sum.recipients),
        ("under programme", &sum.programmes),
        ("drawn from", &sum.draws_on),
        ("for facility", &sum.facilities),
    ];
    for (slot, fillers) in slots {
        for filler in fillers {
            let name = facts
                .entities
                .get(filler.entity.0)
                .map_or("?", |entity| entity.name.as_str());
            writeln!(
                out,
                "    {slot} {name}; rule {}, confidence {:.2}, from {}",
                filler.evidence.rule.as_str(),
                filler.evidence.confidence,
                quoted(filler.evidence.passage, text)
            )?;
        }
    }
    if let Some(purpose) = sum.purpose {
        writeln!(out, "    purpose {}", quoted(purpose, text))?;
    }
    let links = [
        ("part of", &sum.part_of),
        ("conversion of", &sum.conversion_of),
        ("may overlap with", &sum.may_overlap),
        ("revises", &sum.revises),
    ];
    for (what, link) in links {
        if let Some(link) = link {
            writeln!(
                out,
                "    {what} [{}]; rule {}",
                link.sum.0 + 1,
                link.evidence.rule.as_str()
            )?;
        }
    }
    if is_bare(sum) {
        writeln!(
            out,
            "    nothing is known of it but the number: no word near it tells its kind, no slot is filled"
        )?;
    } else if sum.payers.is_empty() && sum.kind != SumKind::Figure {
        writeln!(out, "    the text does not name who pays")?;
    }
    writeln!(out)?;
    Ok(())
}

/// Whether a sum has no slot, belongs to no other sum, and nothing but the default decided its kind.
fn is_bare(sum: &Sum) -> bool {
    sum.fillers().next().is_none()
        && sum.links().next().is_none()
        && sum.purpose.is_none()
        && sum.evidence.rule.as_str() == "mechanism/default-commitment"
}

fn quoted(span: Span, text: &str) -> String {
    format!("'{}'", one_line(span.of(text)))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words between marks: reversed on a terminal, in brackets elsewhere.
fn marked(text: &str, words: Option<Span>) -> String {
    let Some(words) = words else {
        return text.to_owned();
    };
    let (Some(before), Some(inside), Some(after)) = (
        text.get(..words.start),
        text.get(words.start..words.end),
        text.get(words.end..),
    ) else {
        return text.to_owned();
    };
    let (open, close) = if std::io::stdout().is_terminal() && output::coloured() {
        ("\x1b[7m", "\x1b[0m")
    } else {
        ("⟦", "⟧")
    };
    format!("{before}{open}{inside}{close}{after}")
}
