//! The `pledgegraph` command.

fn main() {}
