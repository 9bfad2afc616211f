//! A store of quads in memory that keeps its story.

use std::{collections::HashSet, convert::Infallible, ops::ControlFlow};

use oxigraph::model::{GraphName, Quad};
use pledgegraph::graph::{
    Base, sort_quads,
    story::{self, Pattern, Source, Touched},
};

use crate::fixture::Fixture;

#[derive(Clone, Debug, Default)]
pub struct Memory {
    quads: HashSet<Quad>,
}

impl Source for Memory {
    type Error = Infallible;

    fn quads(
        &self,
        pattern: &Pattern,
        take: &mut dyn FnMut(Quad) -> ControlFlow<()>,
    ) -> Result<(), Infallible> {
        for quad in self.quads.iter().filter(|quad| pattern.fits(quad)) {
            if take(quad.clone()).is_break() {
                break;
            }
        }
        Ok(())
    }
}

impl Memory {
    /// A store into which all documents came at once.
    pub fn of(documents: &[&Fixture]) -> Self {
        let mut memory = Self::default();
        memory.load(documents);
        memory
    }

    /// Loads or replaces documents in one batch.
    pub fn load(&mut self, documents: &[&Fixture]) {
        self.change(documents.iter().map(|made| (*made, made.quads())).collect());
    }

    pub fn remove(&mut self, document: &Fixture) {
        self.change(vec![(document, Vec::new())]);
    }

    /// Everything, sorted.
    pub fn all(&self) -> Vec<Quad> {
        let mut quads: Vec<Quad> = self.quads.iter().cloned().collect();
        sort_quads(&mut quads);
        quads
    }

    /// The default graph as lines without namespaces, for short asserts.
    pub fn story(&self) -> Vec<String> {
        let quads = self.all();
        quads
            .iter()
            .filter(|quad| quad.graph_name == GraphName::DefaultGraph)
            .map(short)
            .collect()
    }

    fn change(&mut self, documents: Vec<(&Fixture, Vec<Quad>)>) {
        let base = Base::default();
        let mut touched = Touched::default();
        for (made, new) in documents {
            let graph = GraphName::NamedNode(base.document(&made.document.key));
            let old: Vec<Quad> = self
                .quads
                .iter()
                .filter(|quad| quad.graph_name == graph)
                .cloned()
                .collect();
            touched.document(&old, &new, &base);
            for quad in &old {
                self.quads.remove(quad);
            }
            self.quads.extend(new);
        }
        let Ok(changes) = story::changes(&touched, &base, self);
        for quad in changes.remove {
            assert!(self.quads.remove(&quad), "not there: {quad}");
        }
        for quad in changes.insert {
            let text = quad.to_string();
            assert!(self.quads.insert(quad), "there already: {text}");
        }
    }
}

/// `SUBJECT PREDICATE OBJECT` with the last parts of IRIs and bare literals.
pub fn short(quad: &Quad) -> String {
    format!("{} {} {}", quad.subject, quad.predicate, quad.object)
        .replace("https://w3id.org/pledgegraph/ns#", "pg:")
        .replace("https://w3id.org/pledgegraph/id/", "")
        .replace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:")
        .replace("http://www.w3.org/2000/01/rdf-schema#", "rdfs:")
        .replace("http://www.w3.org/2004/02/skos/core#", "skos:")
        .replace("^^<http://www.w3.org/2001/XMLSchema#decimal>", "")
        .replace("^^<http://www.w3.org/2001/XMLSchema#integer>", "")
        .replace(['<', '>', '"'], "")
}
