//! Facts -> quads: vocabulary, IRIs, provenance, the story of many documents, SHACL validation.
//!
//! One named graph for each document holds all that the document states ([`document_quads`]). The default graph is the
//! *story*: each entity once, [`pg:Funding`](vocabulary::pg::FUNDING)s and [`pg:Share`](vocabulary::pg::SHARE)s. A
//! store that loads, replaces or removes documents keeps it right so, in one transaction for a batch of documents:
//!
//! 1. [`story::Touched::document`] with the quads of the document's old graph (empty if new) and of its new one (empty if removed);
//! 2. write the new document graphs;
//! 3. [`story::changes`] reads the store through [`story::Source`] and says which quads of the default graph, and which links from
//!    statements to fundings, go and come;
//! 4. write those.
//!
//! The result depends only on the set of documents, not on their order or batches.

mod base;
mod claim;
mod concept;
mod content;
mod document;
mod entity;
mod funding;
mod iri;
mod limits;
mod match_key;
pub mod ontology;
mod order;
mod passage;
pub mod shacl;
mod sketch;
mod statement;
pub mod story;
pub mod vocabulary;
mod writer;

pub use base::{Base, InvalidBase};
pub use content::content_hash;
pub use document::document_quads;
pub use order::{compare_quads, sort_quads};
