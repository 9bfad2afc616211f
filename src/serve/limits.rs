//! How much one request may take.

use std::time::Duration;

/// What a request may cost. The defaults suit a small server; the command line changes the first four.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From the first byte of a query to the last of its answer.
    pub time: Duration,
    /// Rows of an answer.
    pub rows: u64,
    /// Bytes of an answer.
    pub bytes: u64,
    /// Queries that run at once; as many again may wait.
    pub queries: usize,
    /// Cells (rows times variables) that joins and sorting of one query may hold, at some 50 bytes each.
    pub held_cells: u64,
    /// Bytes that string functions may make.
    pub made_bytes: u64,
    /// Bytes of an uploaded graph or update.
    pub body: usize,
    /// Time for the head of a request, and for each step of its body.
    pub patience: Duration,
    /// Connections at once.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(30),
            rows: 1_000_000,
            bytes: 256 << 20,
            queries: 4,
            held_cells: 8_000_000,
            made_bytes: 64 << 20,
            body: 32 << 20,
            patience: Duration::from_secs(10),
            connections: 2_000,
        }
    }
}

/// Stack of a thread that parses and evaluates. Pages of it are only taken when they are used.
pub(super) const STACK: usize = 256 << 20;
/// Longest query.
pub(super) const QUERY_BYTES: usize = 128 << 10;
/// Deepest nesting of brackets.
pub(super) const DEPTH: usize = 64;
/// Most brackets, wherever they stand: the stack of a thread carries so many levels.
pub(super) const BRACKETS: usize = 2_000;
/// Most operators and path steps: each may be one level of recursion in the engine.
pub(super) const OPERATORS: usize = 1_000;
/// Most triples, and items of lists.
pub(super) const SEPARATORS: usize = 5_000;
/// Most groups that are joined: the planner's work grows faster than their number.
pub(super) const GROUPS: usize = 300;
