//! Pledgegraph turns announcements of public and private money into a knowledge graph.

pub mod class;
pub mod cli;
pub mod evaluate;
pub mod export;
pub mod fact;
pub mod graph;
pub mod mention;
pub mod pipeline;
pub mod read;
pub mod rules;
pub mod segment;
pub mod span;
pub mod store;
pub mod syntax;
