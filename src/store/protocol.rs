//! What the protocols of the web need beside queries: datasets named from outside, updates, and whole graphs.

use oxigraph::{
    model::{GraphName, NamedNode, NamedOrBlankNode, Quad},
    sparql::{QueryDataset, QueryResults, SparqlEvaluator},
};
use spargebra::SparqlParser;

use super::{Error, Guard, SourceGraph, Store, Syntax};
use crate::graph::vocabulary::PREFIXES;

/// The graphs a request wants to see; both empty for those the store shows by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dataset {
    /// Merged into the default graph.
    pub default: Vec<NamedNode>,
    /// Within reach of `GRAPH`.
    pub named: Vec<NamedNode>,
}

impl Dataset {
    /// Whether the request names no graph.
    pub fn is_empty(&self) -> bool {
        self.default.is_empty() && self.named.is_empty()
    }

    pub(super) fn apply(&self, dataset: &mut QueryDataset) {
        if self.is_empty() {
            return;
        }
        dataset.set_default_graph(self.default.iter().cloned().map(GraphName::from).collect());
        dataset.set_available_named_graphs(
            self.named
                .iter()
                .cloned()
                .map(NamedOrBlankNode::from)
                .collect(),
        );
    }
}

impl Store {
    /// Answers a query that may come from anywhere: within the budgets of the guard, over the graphs the request names.
    ///
    /// # Errors
    /// When the query is no SPARQL, or cannot be evaluated.
    pub fn answer(
        &self,
        query: &str,
        dataset: &Dataset,
        guard: &Guard,
    ) -> Result<QueryResults<'static>, Error> {
        let parsed = self
            .parser()?
            .parse_query(query)
            .map_err(|error| Error::Syntax(Syntax::new(query, &error.to_string())))?;
        let evaluator = guard.equip(SparqlEvaluator::new());
        let watched = Guard::watch(parsed).ok_or(Error::TooWide)?;
        let mut prepared = evaluator.for_query(watched);
        dataset.apply(prepared.dataset_mut());
        Ok(prepared.on_store(&self.engine).execute()?)
    }

    /// Replaces a graph. A document's graph takes the story with it. `true` when the graph was there before.
    ///
    /// # Errors
    /// When the store is read-only or the engine fails.
    pub fn replace_graph(&self, graph: &GraphName, quads: Vec<Quad>) -> Result<bool, Error> {
        let mut writer = self.writer()?;
        let known = self.holds_graph(graph)?;
        match graph {
            GraphName::NamedNode(name) if self.base().is_document_graph(graph) => {
                writer.load(vec![SourceGraph {
                    name: name.clone(),
                    quads,
                }])?;
            }
            _ => {
                let mut transaction = self.engine.start_transaction()?;
                match graph {
                    GraphName::NamedNode(name) => {
                        transaction.clear_graph(name)?;
                        transaction.insert_named_graph(name);
                    }
                    _ => transaction.clear_graph(oxigraph::model::GraphNameRef::DefaultGraph)?,
                }
                transaction.extend(&quads);
                transaction.commit()?;
            }
        }
        writer.finish()?;
        Ok(known)
    }

    /// Adds to a graph, which is made when it is missing. `true` when it was there before.
    ///
    /// # Errors
    /// As [`replace_graph`](Self::replace_graph).
    pub fn extend_graph(&self, graph: &GraphName, mut quads: Vec<Quad>) -> Result<bool, Error> {
        if self.base().is_document_graph(graph) {
            let old = self.quads(None, None, None, Some(graph));
            for quad in old {
                quads.push(quad?);
            }
            return self.replace_graph(graph, quads);
        }
        let writer = self.writer()?;
        let known = self.holds_graph(graph)?;
        let mut transaction = self.engine.start_transaction()?;
        if let GraphName::NamedNode(name) = graph {
            transaction.insert_named_graph(name);
        }
        transaction.extend(&quads);
        transaction.commit()?;
        writer.finish()?;
        Ok(known)
    }

    /// Removes a graph; the default graph is emptied. `false` when there was none.
    ///
    /// # Errors
    /// As [`replace_graph`](Self::replace_graph).
    pub fn remove_graph(&self, graph: &GraphName) -> Result<bool, Error> {
        let mut writer = self.writer()?;
        if !self.holds_graph(graph)? {
            return Ok(false);
        }
        match graph {
            GraphName::NamedNode(name) if self.base().is_document_graph(graph) => {
                writer.remove(name)?;
            }
            GraphName::NamedNode(name) => self.engine.remove_named_graph(name)?,
            _ => self
                .engine
                .clear_graph(oxigraph::model::GraphNameRef::DefaultGraph)?,
        }
        writer.finish()?;
        Ok(true)
    }

    /// Whether the graph is there; the default graph always is.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn holds_graph(&self, graph: &GraphName) -> Result<bool, Error> {
        match graph {
            GraphName::NamedNode(name) => self.has_graph(name),
            _ => Ok(true),
        }
    }

    /// Knows our prefixes; relative IRIs live under the base.
    pub(super) fn parser(&self) -> Result<SparqlParser, Error> {
        let refused =
            |error: &dyn std::fmt::Display| Error::Syntax(Syntax::new("", &error.to_string()));
        let mut parser = SparqlParser::new()
            .with_base_iri(self.base().as_str())
            .map_err(|error| refused(&error))?;
        for (prefix, iri) in PREFIXES {
            parser = parser
                .with_prefix(*prefix, *iri)
                .map_err(|error| refused(&error))?;
        }
        Ok(parser)
    }
}
