//! Files and folders -> inputs, in sorted order.

use std::{
    fs::{self, File},
    io::BufReader,
    path::{Path, PathBuf},
};

use super::{Error, Format, Input, Options, ndjson::Records};

/// The inputs under a path, one at a time; a broken one is an error among the others.
pub struct Inputs {
    root: PathBuf,
    options: Options,
    /// What is still to be visited, the next one last. Holds one folder's names for each level.
    waiting: Vec<PathBuf>,
    records: Option<Records>,
    found: bool,
    started: bool,
}

impl Inputs {
    /// The file `path`, or all documents in the folder `path`.
    pub fn new(path: &Path, options: &Options) -> Self {
        Self {
            root: path.to_owned(),
            options: options.clone(),
            waiting: vec![path.to_owned()],
            records: None,
            found: false,
            started: false,
        }
    }

    fn visit(&mut self, path: PathBuf) -> Option<Result<Input, Error>> {
        let given = !std::mem::replace(&mut self.started, true);
        let metadata = match if given {
            fs::metadata(&path)
        } else {
            fs::symlink_metadata(&path)
        } {
            Ok(metadata) => metadata,
            Err(source) => return Some(Err(Error::Unreadable { path, source })),
        };
        if metadata.is_symlink() {
            return self.visit_link(path);
        }
        if metadata.is_dir() {
            return match names(&path) {
                Ok(names) => {
                    self.waiting.extend(names.into_iter().rev());
                    None
                }
                Err(source) => Some(Err(Error::Unreadable { path, source })),
            };
        }
        // A pipe or device inside a folder could block for ever.
        if !given && !metadata.is_file() {
            return None;
        }
        self.visit_file(path, given)
    }

    /// Links to files inside the folder are read; to folders inside it they say nothing new.
    fn visit_link(&mut self, path: PathBuf) -> Option<Result<Input, Error>> {
        let target = match (fs::canonicalize(&path), fs::canonicalize(&self.root)) {
            (Ok(target), Ok(root)) if target.starts_with(&root) => target,
            (Err(source), _) | (_, Err(source)) => {
                return Some(Err(Error::Unreadable { path, source }));
            }
            _ => return Some(Err(Error::LeavesFolder { path })),
        };
        if target.is_file() {
            self.visit_file(path, false)
        } else {
            None
        }
    }

    fn visit_file(&mut self, path: PathBuf, given: bool) -> Option<Result<Input, Error>> {
        let extension = path
            .extension()
            .map(|extension| extension.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        if let Some(mend) = unsupported(&extension) {
            self.found = true;
            return Some(Err(Error::Unsupported {
                path,
                extension,
                mend,
            }));
        }
        let format = match Format::of_extension(&extension) {
            Some(format) => format,
            // A file named on the command line is meant to be read.
            None if given => Format::Plain,
            None => return None,
        };
        self.found = true;
        if format != Format::Ndjson {
            let key = self.key(&path);
            return Some(Ok(Input::File { path, key, format }));
        }
        match File::open(&path) {
            Ok(file) => {
                let name = path.display().to_string();
                let reader = BufReader::with_capacity(1 << 16, file);
                self.records = Some(Records::new(&name, Box::new(reader), &self.options));
                None
            }
            Err(source) => Some(Err(Error::Unreadable { path, source })),
        }
    }

    /// The path relative to the folder, with '/' on every system; of a file given by itself its name.
    fn key(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        if parts.is_empty() {
            return path
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        }
        parts.join("/")
    }
}

impl Iterator for Inputs {
    type Item = Result<Input, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(records) = &mut self.records {
                if let Some(record) = records.next() {
                    return Some(record);
                }
                self.records = None;
            }
            let Some(path) = self.waiting.pop() else {
                break;
            };
            if let Some(input) = self.visit(path) {
                self.found = true;
                return Some(input);
            }
        }
        let empty = !std::mem::replace(&mut self.found, true);
        empty.then(|| {
            Err(Error::NoDocuments {
                path: self.root.clone(),
            })
        })
    }
}

/// The visible entries of a folder, sorted by name.
fn names(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// What to do with a document that is not read.
fn unsupported(extension: &str) -> Option<&'static str> {
    match extension {
        "pdf" => Some("convert it with 'pdftotext -layout FILE.pdf FILE.txt'"),
        "doc" | "docx" | "odt" | "rtf" | "epub" => Some("save it as text, Markdown or HTML"),
        "rss" | "atom" => Some("put its items into an NDJSON file"),
        "zip" | "gz" | "tgz" | "tar" | "zst" | "xz" | "bz2" | "7z" => Some("unpack it first"),
        _ => None,
    }
}
