//! Mentions -> facts: entities, sums of money with their slots, quantities, offices, relations.

pub mod analysis;
mod model;

pub use model::*;
