//! Mentions -> facts: entities, sums of money with their slots, quantities, offices, relations.

mod model;

pub use model::*;
