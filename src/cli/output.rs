//! Everything that is printed goes through here.

use std::{
    env,
    fs::File,
    io::{self, BufWriter, IsTerminal as _, StdoutLock, Write},
    path::Path,
};

use crate::store::{self, atomic};

/// Buffered stdout.
pub fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Writes to a file that is replaced as a whole, or to stdout.
pub fn to_file_or_stdout(
    path: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> Result<(), store::Error>,
) -> Result<(), store::Error> {
    match path {
        Some(path) => {
            atomic::replace(path, |out: &mut BufWriter<File>| write(out)).map_err(|error| {
                match error {
                    store::Error::Output(source) => store::Error::Io {
                        action: "write",
                        path: path.to_owned(),
                        source,
                    },
                    other => other,
                }
            })
        }
        None => {
            let mut out = stdout();
            write(&mut out)?;
            Ok(out.flush()?)
        }
    }
}

/// A message that something went wrong.
pub fn error(message: &str) {
    say("error", "31", message);
}

/// A message that something is odd.
pub fn warning(message: &str) {
    say("warning", "33", message);
}

/// A line for the user, not for the next program.
pub fn note(message: &str) {
    let _ = writeln!(io::stderr(), "{message}");
}

/// '1 document', '2 documents'.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Whether stderr is a terminal that may show colours.
pub fn coloured() -> bool {
    io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Nobody can be told when stderr is closed: failures are passed over.
fn say(kind: &str, colour: &str, message: &str) {
    let _ = if coloured() {
        writeln!(io::stderr(), "\x1b[{colour}m{kind}:\x1b[0m {message}")
    } else {
        writeln!(io::stderr(), "{kind}: {message}")
    };
}
