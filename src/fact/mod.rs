//! Mentions -> facts: entities, sums of money with their slots, quantities, offices, relations.

pub mod analysis;
mod assemble;
mod clause;
pub mod entity;
mod kind;
mod model;
mod office;
mod part;
mod quantity;
mod relation;
mod slot;

pub use assemble::facts;
pub use model::*;
