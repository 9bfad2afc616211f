//! Mentions -> facts: entities, sums of money with their slots, quantities, offices, relations.

pub mod analysis;
mod assemble;
pub mod bond;
mod clause;
mod detail;
pub mod entity;
mod kind;
mod model;
mod office;
mod part;
mod quantity;
pub mod ranking;
mod relation;
pub mod slot;
pub mod training;

pub use assemble::facts;
pub use model::*;
