//! Byte spans -> passages of the source, counted in Unicode code points.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::NamedNode;

use super::{
    vocabulary::{pg, prov},
    writer::{Writer, integer},
};
use crate::{read::Document, span::Span};

/// The passages that facts of one document point to.
pub(super) struct Passages<'a> {
    document: &'a NamedNode,
    text: &'a str,
    /// Byte offset -> code points before it, for the offsets in use.
    points: BTreeMap<usize, usize>,
    used: BTreeSet<Span>,
}

impl<'a> Passages<'a> {
    /// Counts once through the text; `spans` are all that will be asked for.
    pub(super) fn new(
        iri: &'a NamedNode,
        document: &'a Document,
        spans: impl Iterator<Item = Span>,
    ) -> Self {
        let text = document.text.as_str();
        let mut offsets: Vec<usize> = spans.flat_map(|span| [span.start, span.end]).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let mut points = BTreeMap::new();
        let (mut byte, mut count) = (0, 0);
        for offset in offsets {
            // An offset inside a character or past the end is no place in the text.
            let Some(between) = text.get(byte..offset) else {
                continue;
            };
            count += between.chars().count();
            byte = offset;
            points.insert(offset, count);
        }
        Self {
            document: iri,
            text,
            points,
            used: BTreeSet::new(),
        }
    }

    /// The passage with these words, `<document#char=START,END>`; none for a span that covers nothing.
    pub(super) fn iri(&mut self, span: Span) -> Option<NamedNode> {
        let iri = self.name(span)?;
        self.used.insert(span);
        Some(iri)
    }

    /// The quads of every passage that was asked for.
    pub(super) fn write(&self, writer: &mut Writer) {
        for span in &self.used {
            let (Some(passage), Some(start), Some(end)) = (
                self.name(*span),
                self.points.get(&span.start),
                self.points.get(&span.end),
            ) else {
                continue;
            };
            writer.types(&passage, &[pg::PASSAGE, prov::ENTITY]);
            writer.text(&passage, pg::QUOTE, span.of(self.text));
            writer.add(&passage, pg::START, integer(*start));
            writer.add(&passage, pg::END, integer(*end));
            writer.add(&passage, pg::IN_DOCUMENT, self.document.clone());
        }
    }

    fn name(&self, span: Span) -> Option<NamedNode> {
        if span.of(self.text).is_empty() {
            return None;
        }
        let start = self.points.get(&span.start)?;
        let end = self.points.get(&span.end)?;
        let document = self.document.as_str();
        Some(NamedNode::new_unchecked(format!(
            "{document}#char={start},{end}"
        )))
    }
}
