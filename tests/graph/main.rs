//! From facts to the graph: what a user finds in a document's graph and in the story of many documents.

mod announcement;
mod document;
mod fixture;
mod memory;
mod merging;
mod ontology;
mod questions;
mod shacl;
mod story;
