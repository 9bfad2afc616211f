//! Where rule files come from: the data embedded in the program, or a folder (`--rules DIR`).

use std::{borrow::Cow, fmt::Write as _, fs, path::PathBuf};

use include_dir::{Dir, include_dir};
use sha2::{Digest as _, Sha256};

use super::Error;

static LEXICON: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/lexicon");
static GAZETTEER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/gazetteer");
static FRAMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/frames");
static MODELS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/models");

/// The folders of rule files: `lexicon`, `gazetteer`, `frames`, `models`.
#[derive(Clone, Debug, Default)]
pub enum Source {
    /// The files compiled into the program.
    #[default]
    Embedded,
    /// A folder laid out like `data/`. A file that it lacks is taken from the program.
    Folder(PathBuf),
}

impl Source {
    /// The bytes of `folder/name`.
    ///
    /// # Errors
    /// When neither the folder nor the program has the file, or it cannot be read.
    pub fn bytes(&self, folder: &str, name: &str) -> Result<Cow<'static, [u8]>, Error> {
        if let Self::Folder(root) = self {
            let path = root.join(folder).join(name);
            if path.exists() {
                return fs::read(&path)
                    .map(Cow::Owned)
                    .map_err(|source| Error::Unreadable { path, source });
            }
        }
        embedded(folder)
            .and_then(|dir| dir.get_file(name))
            .map(|file| Cow::Borrowed(file.contents()))
            .ok_or_else(|| Error::Missing {
                file: format!("{folder}/{name}"),
            })
    }

    /// The text of `folder/name`.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes), and when the file is not UTF-8.
    pub fn text(&self, folder: &str, name: &str) -> Result<Cow<'static, str>, Error> {
        let not_text = || Error::Invalid {
            file: format!("{folder}/{name}"),
            line: 0,
            problem: "is not UTF-8; save it as UTF-8".to_owned(),
        };
        match self.bytes(folder, name)? {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes)
                .map(Cow::Borrowed)
                .map_err(|_| not_text()),
            Cow::Owned(bytes) => String::from_utf8(bytes)
                .map(Cow::Owned)
                .map_err(|_| not_text()),
        }
    }

    /// A fingerprint of all rule files and of this program: equal hashes, equal facts.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn hash(&self) -> Result<String, Error> {
        let mut hasher = Sha256::new();
        hasher.update(env!("CARGO_PKG_VERSION"));
        for folder in ["lexicon", "gazetteer", "frames", "models"] {
            for name in self.names(folder, "") {
                let bytes = self.bytes(folder, &name)?;
                hasher.update(format!("\n{folder}/{name} {}\n", bytes.len()));
                hasher.update(&bytes);
            }
        }
        let mut text = String::new();
        for byte in &hasher.finalize()[..16] {
            // Writing into a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        Ok(text)
    }

    /// The names of the files in `folder` that end in `extension`, sorted; embedded ones and those of the folder.
    pub fn names(&self, folder: &str, extension: &str) -> Vec<String> {
        let mut names: Vec<String> = embedded(folder)
            .into_iter()
            .flat_map(Dir::files)
            .filter_map(|file| file.path().file_name()?.to_str().map(str::to_owned))
            .collect();
        if let Self::Folder(root) = self
            && let Ok(entries) = fs::read_dir(root.join(folder))
        {
            names.extend(entries.filter_map(|entry| {
                let entry = entry.ok()?;
                let is_file = entry.path().is_file();
                is_file.then(|| entry.file_name().into_string().ok())?
            }));
        }
        names.retain(|name| name.ends_with(extension));
        names.sort();
        names.dedup();
        names
    }
}

fn embedded(folder: &str) -> Option<&'static Dir<'static>> {
    match folder {
        "lexicon" => Some(&LEXICON),
        "gazetteer" => Some(&GAZETTEER),
        "frames" => Some(&FRAMES),
        "models" => Some(&MODELS),
        _ => None,
    }
}
