//! The command line: one file a command. The only module that prints; stdout is data, stderr is progress and messages.
//!
//! Exit codes: 0 done, 1 a finding (nothing matched, the graph is invalid), 2 wrong use or input. A broken pipe is success.

mod arguments;
mod backup;
mod build;
mod check;
mod completions;
mod evaluate;
mod explain;
mod export;
mod extract;
mod import;
mod input;
mod link;
mod output;
mod query;
mod remove;
mod serve;
mod stats;
mod table;
mod validate;

use std::{
    io,
    panic::{self, PanicHookInfo},
    process::ExitCode,
};

use anyhow::Error;
use clap::Parser as _;

use arguments::{Arguments, Command};

use crate::store;

/// What a command found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Done.
    Done,
    /// Nothing matched, or something is not as it should be.
    Finding,
    /// Done as far as the input allowed; what was wrong is said already.
    BadInput,
}

/// Parses the arguments, runs the command, says what went wrong.
pub fn run() -> ExitCode {
    panic::set_hook(Box::new(apologise));
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; clap knows the stream and the code.
            let code = u8::from(error.use_stderr()) * 2;
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    set_up_log(arguments.verbose);
    // A panic was reported by the hook.
    match panic::catch_unwind(|| dispatch(arguments.command)) {
        Ok(Ok(Outcome::Done)) => ExitCode::SUCCESS,
        Ok(Ok(Outcome::Finding)) => ExitCode::from(1),
        Ok(Ok(Outcome::BadInput)) | Err(_) => ExitCode::from(2),
        Ok(Err(error)) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            output::error(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn dispatch(command: Command) -> Result<Outcome, Error> {
    match command {
        Command::Build(options) => build::run(&options),
        Command::Query(options) => query::run(&options),
        Command::Export(options) => export::run(&options),
        Command::Extract(options) => extract::run(&options),
        Command::Explain(options) => explain::run(&options),
        Command::Validate(options) => validate::run(&options),
        Command::Check(options) => check::run(&options),
        Command::Evaluate(options) => evaluate::run(&options),
        Command::Serve(options) => serve::run(&options),
        Command::Import(options) => import::run(&options),
        Command::Link(options) => link::run(&options),
        Command::Stats(options) => stats::run(&options),
        Command::Remove(options) => remove::run(&options),
        Command::Backup(options) => backup::backup(&options),
        Command::Restore(options) => backup::restore(&options),
        Command::Verify(options) => backup::verify(&options),
        Command::Optimize(options) => backup::optimize(&options),
        Command::Completions(options) => completions::completions(&options),
        Command::Man(options) => completions::man(&options),
    }
}

/// Whether the reader of our output has seen enough (`| head`).
fn is_broken_pipe(error: &Error) -> bool {
    error.chain().any(|cause| {
        let failed = match cause.downcast_ref::<store::Error>() {
            Some(store::Error::Output(failed)) => Some(failed),
            _ => cause.downcast_ref::<io::Error>(),
        };
        failed.is_some_and(|failed| failed.kind() == io::ErrorKind::BrokenPipe)
    })
}

fn apologise(info: &PanicHookInfo<'_>) {
    let what = info
        .payload()
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| info.payload().downcast_ref::<String>().cloned())
        .unwrap_or_default();
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    output::error(&format!(
        "a mistake in pledgegraph {} ({place}: {}): please report this line together with the input",
        env!("CARGO_PKG_VERSION"),
        what.replace('\n', " ")
    ));
}

fn set_up_log(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => "pledgegraph=info",
        2 => "pledgegraph=debug",
        _ => "pledgegraph=trace",
    };
    let _ = tracing_subscriber::fmt()
        .with_env_filter(level)
        .with_writer(io::stderr)
        .with_ansi(output::coloured())
        .try_init();
}
