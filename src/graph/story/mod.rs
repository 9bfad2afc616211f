//! The story: what the documents tell together, in the default graph.
//!
//! Each entity once (by vote of the documents), the relations any document asserts, each real-world sum once
//! ([`pg:Funding`](super::vocabulary::pg::FUNDING)), and the [`pg:Share`](super::vocabulary::pg::SHARE)s that may be added up.

mod source;
mod touched;

pub use source::{Pattern, Source};
pub use touched::Touched;

use oxigraph::model::Quad;

use super::Base;

/// What to do to the default graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Quads of the default graph that are no longer true, sorted; all of them are in the store.
    pub remove: Vec<Quad>,
    /// Quads of the default graph that are new, sorted; none of them is in the store.
    pub insert: Vec<Quad>,
}

/// What the documents' change means for the story. `source` must already hold the new document graphs.
///
/// # Errors
/// Only those of the source.
pub fn changes<S: Source + ?Sized>(
    touched: &Touched,
    base: &Base,
    source: &S,
) -> Result<Changes, S::Error> {
    let _ = (touched, base, source);
    Ok(Changes::default())
}
