//! The `pledgegraph` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    pledgegraph::cli::run()
}
