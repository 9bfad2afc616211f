//! Treebank -> model. Used by `examples/train_syntax.rs`; extraction never comes here.
//!
//! Training has no random numbers other than those of a fixed seed and visits everything in a fixed order: the same
//! treebank gives the same bytes.

mod collapse;
mod conllu;
mod evaluate;
mod grammar;
mod learn;
mod oracle;
mod perceptron;

pub use collapse::collapse;
pub use conllu::{Sentence, Token, read};
pub use evaluate::{Report, evaluate};
pub use grammar::generate;
pub use learn::{Settings, train};
