//! SPARQL updates: as a whole or not at all, within the budgets of a guard, and with the story behind them.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::{
    model::{GraphName, NamedNode, Quad},
    sparql::SparqlEvaluator,
    store::Transaction,
};
use spargebra::{GraphUpdateOperation, Update, algebra::GraphTarget, term::GraphNamePattern};

use super::{
    Dataset, Error, Guard, Store, Syntax,
    guard::WIDEST,
    watch::{watch, widest},
    writer::{View, apply, take},
};
use crate::graph::{
    story::{self, Touched},
    vocabulary::pg,
};

impl Store {
    /// Changes the store by a SPARQL update. Where it changes what documents state, the story follows, as if they were loaded anew.
    /// A sum becomes a Funding when it has a `pg:fundingName`, as those that `build` loads have.
    /// What it writes into the story itself stays until a document that tells of the same things changes.
    ///
    /// # Errors
    /// When it is no SPARQL, names its own graphs and the request others, joins too much, runs out of time or budget, cannot be
    /// evaluated, or the store is read-only. Then nothing was changed.
    pub fn update(&self, update: &str, dataset: &Dataset, guard: &Guard) -> Result<(), Error> {
        let mut parsed = self
            .parser()?
            .parse_update(update)
            .map_err(|error| Error::Syntax(Syntax::new(update, &error.to_string())))?;
        for operation in &mut parsed.operations {
            if let GraphUpdateOperation::DeleteInsert { pattern, .. } = operation {
                if widest(pattern) > WIDEST {
                    return Err(Error::TooWide);
                }
                *pattern = Box::new(watch(std::mem::take(&mut **pattern)));
            }
        }
        let reach = Reach::of(&parsed);
        let mut prepared = guard.equip(SparqlEvaluator::new()).for_update(parsed);
        if !dataset.is_empty() {
            for using in prepared.using_datasets_mut() {
                if !using.is_default_dataset() {
                    return Err(Error::Dataset);
                }
                dataset.apply(using);
            }
        }
        let writer = self.writer()?;
        let mut transaction = self.engine.start_transaction()?;
        let before = self.documents(&transaction, &reach)?;
        prepared
            .on_transaction(&mut transaction)
            .execute()
            .map_err(|error| Error::Update(error.to_string()))?;
        // A watched pattern that is stopped ends as if there were no more rows.
        if guard.stopped().is_some() {
            return Err(Error::Update("it was stopped".to_owned()));
        }
        let after = self.documents(&transaction, &reach)?;
        self.follow(&mut transaction, before, &after)?;
        transaction.commit()?;
        writer.finish()
    }

    /// What the documents within reach state, without what the story wrote there.
    fn documents(
        &self,
        transaction: &Transaction<'_>,
        reach: &Reach,
    ) -> Result<BTreeMap<NamedNode, Vec<Quad>>, Error> {
        let mut documents: BTreeMap<NamedNode, Vec<Quad>> = BTreeMap::new();
        for graph in reach.graphs() {
            for quad in transaction.quads_for_pattern(
                None,
                None,
                None,
                graph.as_ref().map(GraphName::as_ref),
            ) {
                let quad = quad?;
                if let GraphName::NamedNode(name) = &quad.graph_name
                    && self.base().is_document_graph(&quad.graph_name)
                    && quad.predicate.as_str() != pg::STATEMENT_OF
                {
                    documents.entry(name.clone()).or_default().push(quad);
                }
            }
        }
        Ok(documents)
    }

    fn follow(
        &self,
        transaction: &mut Transaction<'_>,
        mut before: BTreeMap<NamedNode, Vec<Quad>>,
        after: &BTreeMap<NamedNode, Vec<Quad>>,
    ) -> Result<(), Error> {
        let mut touched = Touched::default();
        let mut changed = false;
        for (name, new) in after {
            let old = before.remove(name).unwrap_or_default();
            if old.len() == new.len() && old.iter().all(|quad| new.contains(quad)) {
                continue;
            }
            changed = true;
            touched.document(&old, new, self.base());
            // The story writes its part anew.
            take(transaction, name)?;
            transaction.insert_named_graph(name);
            transaction.extend(new);
        }
        for (name, old) in &before {
            changed = true;
            touched.document(old, &[], self.base());
            take(transaction, name)?;
        }
        if changed {
            let changes = story::changes(&touched, self.base(), &View(transaction))?;
            apply(transaction, &changes);
        }
        Ok(())
    }
}

/// The graphs that an update may change.
#[derive(Debug, Default)]
struct Reach {
    names: BTreeSet<NamedNode>,
    /// It has a variable where a graph is named, or means all of them.
    any: bool,
}

impl Reach {
    fn of(update: &Update) -> Self {
        let mut reach = Self::default();
        for operation in &update.operations {
            match operation {
                GraphUpdateOperation::InsertData { data } => {
                    data.iter().for_each(|quad| reach.graph(&quad.graph_name));
                }
                GraphUpdateOperation::DeleteData { data } => {
                    data.iter().for_each(|quad| reach.graph(&quad.graph_name));
                }
                GraphUpdateOperation::DeleteInsert { delete, insert, .. } => {
                    delete
                        .iter()
                        .for_each(|quad| reach.pattern(&quad.graph_name));
                    insert
                        .iter()
                        .for_each(|quad| reach.pattern(&quad.graph_name));
                }
                GraphUpdateOperation::Load { destination, .. } => reach.graph(destination),
                GraphUpdateOperation::Create { graph, .. } => {
                    reach.names.insert(graph.clone());
                }
                GraphUpdateOperation::Clear { graph, .. }
                | GraphUpdateOperation::Drop { graph, .. } => match graph {
                    GraphTarget::NamedNode(name) => {
                        reach.names.insert(name.clone());
                    }
                    GraphTarget::DefaultGraph => {}
                    GraphTarget::NamedGraphs | GraphTarget::AllGraphs => reach.any = true,
                },
            }
        }
        reach
    }

    fn graph(&mut self, graph: &spargebra::term::GraphName) {
        if let spargebra::term::GraphName::NamedNode(name) = graph {
            self.names.insert(name.clone());
        }
    }

    fn pattern(&mut self, graph: &GraphNamePattern) {
        match graph {
            GraphNamePattern::NamedNode(name) => {
                self.names.insert(name.clone());
            }
            GraphNamePattern::Variable(_) => self.any = true,
            GraphNamePattern::DefaultGraph => {}
        }
    }

    /// `None` for all.
    fn graphs(&self) -> Vec<Option<GraphName>> {
        if self.any {
            return vec![None];
        }
        self.names
            .iter()
            .cloned()
            .map(|name| Some(name.into()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use oxigraph::sparql::QueryResults;

    use super::*;
    use crate::graph::Base;

    const DOCUMENT: &str = "https://w3id.org/pledgegraph/id/document/news";

    fn update(store: &Store, update: &str) -> Result<(), Error> {
        let guard = Guard::new(1_000_000, 1_000_000);
        store.update(update, &Dataset::default(), &guard)
    }

    fn rows(store: &Store, query: &str) -> usize {
        match store.query(query).expect("an answer") {
            QueryResults::Solutions(rows) => rows.filter(Result::is_ok).count(),
            QueryResults::Boolean(answer) => usize::from(answer),
            QueryResults::Graph(triples) => triples.count(),
        }
    }

    /// A store with one document that states a sum and who pays it.
    fn store() -> Store {
        let store = Store::in_memory(Base::default());
        let insert = format!(
            "INSERT DATA {{ GRAPH <{DOCUMENT}> {{
                <{DOCUMENT}> a pg:Document ; dcterms:identifier \"news\" .
                <id/organisation/bank> a pg:Actor, pg:Organisation ; rdfs:label \"Bank\" .
                <{DOCUMENT}#money-EUR-5> a pg:MoneyStatement, pg:Commitment ; pg:value 5.0 ; pg:floor 5.0 ; pg:ceiling 5.0 ;
                  pg:currencyCode \"EUR\" ; pg:bound pg:exact ; pg:modality pg:asserted ; pg:status pg:pledged ;
                  pg:asWritten \"5 euros\" ; pg:fundedBy <id/organisation/bank> ;
                  pg:fundingName \"EUR-5-organisation-bank\" ; pg:matchKey \"EUR 5\" .
            }} }}"
        );
        update(&store, &insert).expect("inserted");
        store
    }

    const SHARES: &str = "SELECT ?share { ?share pg:party/rdfs:label \"Bank\" ; pg:inRole pg:fundedBy ; pg:value 5.0 }";

    #[test]
    fn the_story_follows_what_documents_state() {
        let store = store();
        assert_eq!(rows(&store, SHARES), 1);
        let untold = format!("DELETE WHERE {{ GRAPH <{DOCUMENT}> {{ ?sum pg:fundedBy ?payer }} }}");
        update(&store, &untold).expect("deleted");
        assert_eq!(rows(&store, SHARES), 0);
        assert_eq!(rows(&store, "SELECT ?f { ?f a pg:Funding }"), 1);
        // The graph is a variable.
        update(
            &store,
            "INSERT { GRAPH ?g { ?sum pg:fundedBy <id/organisation/bank> } } WHERE { GRAPH ?g { ?sum a pg:Commitment } }",
        )
        .expect("inserted");
        assert_eq!(rows(&store, SHARES), 1);
    }

    #[test]
    fn dropping_a_document_drops_what_only_it_told() {
        for all in [
            format!("DROP GRAPH <{DOCUMENT}>"),
            "DROP NAMED".to_owned(),
            "CLEAR ALL".to_owned(),
        ] {
            let store = store();
            update(&store, &all).expect("dropped");
            assert_eq!(rows(&store, "SELECT * { ?s ?p ?o }"), 0, "{all}");
        }
    }

    #[test]
    fn other_graphs_leave_the_story_alone() {
        let store = store();
        update(&store, "INSERT DATA { GRAPH <http://e.org/g> { <id/organisation/bank> rdfs:label \"Other\" } }").expect("inserted");
        assert_eq!(rows(&store, "SELECT * { ?s rdfs:label \"Other\" }"), 0);
        assert_eq!(rows(&store, SHARES), 1);
    }

    #[test]
    fn an_update_that_is_stopped_changes_nothing() {
        let store = store();
        let guard = Guard::new(100, 1_000_000);
        let product = "INSERT { <http://e.org/s> <http://e.org/p> ?a } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ";
        assert!(store.update(product, &Dataset::default(), &guard).is_err());
        assert_eq!(rows(&store, "SELECT * { <http://e.org/s> ?p ?o }"), 0);
    }
}
