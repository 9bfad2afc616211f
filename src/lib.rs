//! Pledgegraph turns announcements of public and private money into a knowledge graph.
//!
//! # The flow
//!
//! ```text
//! text -> read -> segment -> syntax -> mention -> fact -> graph -> store -> { query, export, link, serve }
//! ```
//!
//! | stage | makes |
//! |---|---|
//! | [`read`] | bytes -> a document: text, title, date, source, language |
//! | [`segment`] | a document -> sentences and tokens, as byte spans of its text |
//! | [`syntax`] | tokens -> parts of speech, lemmas, a dependency tree |
//! | [`mention`] | tokens -> typed spans: numbers, money, quantities, dates, names |
//! | [`fact`] | mentions and trees -> entities, sums with their slots, relations |
//! | [`graph`] | facts -> quads: the sources in named graphs, the story in the default graph; SHACL |
//! | [`store`] | quads -> what can be asked: in memory, a snapshot, RocksDB |
//! | [`export`], [`serve`] | a store -> files, HTTP |
//!
//! `syntax` stands before `mention` because names are found with the help of parts of speech. It knows no mentions: what it is given
//! to parse are plain words, and where a mention is to count as one word, `fact` hands it over as one.
//!
//! [`pipeline`] is the whole flow on one page; [`rules`] holds what is known about language, as data; [`cli`] is the command.
//! [`span`] and [`class`] are the shared types, [`evaluate`] compares the extraction with expected facts.
//!
//! # Invariants
//!
//! `tests/architecture.rs` keeps those that can be read off the source.
//!
//! 1. **A stage imports only stages to its left**, `rules` and the shared types. Nothing left of [`store`] knows a store; nothing
//!    right of it knows extraction (only [`cli`], which ties all together).
//! 2. **One door each**: only [`rules`] reads `data/`, only [`store`] names `oxigraph::store`, only [`cli`] prints. stdout is data,
//!    stderr is progress and messages.
//! 3. **Extraction is a pure function of document and rules.** Odd text gives warnings, never an error or a panic. Input and output
//!    can fail, extraction cannot.
//! 4. **Every mention and fact carries its span, the rule that made it and its parts**: `explain`, provenance and highlights all
//!    come from that one decision.
//! 5. **Same input, same rules, same bytes out.** No clock, no chance, no hash-map order in any output.
//! 6. **Linguistic knowledge is data**, with examples and counter-examples beside each rule; code holds mechanisms.
//! 7. **An amount of money, once read, never disappears and never changes**: if no frame takes it, it is kept as a `pg:Figure`.
//! 8. **Contradictions between sources are kept** and made queryable, never overwritten.

// The shared types.

pub mod class;
pub mod span;

// Language and the world, as data.

pub mod rules;

// The stages, in the order of the data. Blank lines keep rustfmt from sorting them.

pub mod read;

pub mod segment;

pub mod syntax;

pub mod mention;

pub mod fact;

pub mod graph;

pub mod store;

pub mod link;

pub mod export;

pub mod serve;

// What ties them together.

pub mod cli;
pub mod evaluate;
pub mod pipeline;
