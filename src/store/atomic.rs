//! Files that are there whole or not at all: write beside, sync, rename, sync the folder.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// Replaces `path` by what `write` writes. A failure or a crash leaves the old file as it was.
///
/// # Errors
/// When the file cannot be written, or `write` fails.
pub fn replace<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), E>,
) -> Result<(), E> {
    let temporary = beside(path);
    let outcome = fill(&temporary, write).and_then(|()| {
        fs::rename(&temporary, path)?;
        sync_folder(path)?;
        Ok(())
    });
    if outcome.is_err() {
        // The old file is what counts; a leftover is overwritten by the next run.
        let _ = fs::remove_file(&temporary);
    }
    outcome
}

fn fill<E: From<io::Error>>(
    temporary: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), E>,
) -> Result<(), E> {
    let mut out = BufWriter::with_capacity(1 << 16, File::create(temporary)?);
    write(&mut out)?;
    out.flush()?;
    out.get_ref().sync_all()?;
    Ok(())
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    path.with_file_name(name)
}

/// Makes the rename itself survive a power cut.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_keeps_the_old_file_and_leaves_no_other() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("out.ttl");
        replace(&path, |out| out.write_all(b"old"))?;
        let failed = replace(&path, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("stop"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path)?, b"old");
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }
}
