//! Documents -> store: one reader, extraction on all cores, one writer; bounded queues between them.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use rustc_hash::FxHashMap;

use super::Extractor;
use crate::{
    graph::{content_hash, document_quads},
    read::{self, Input},
    store::{Error, SourceGraph, Store, Writer},
};

/// Documents are handed around in parcels: long enough that the queues cost nothing, short enough that no core waits long.
const PARCEL: usize = 16;
/// The writer loads this many quads at once: large batches are what bulk loading is fast at, memory is what they cost.
const BATCH_QUADS: usize = 250_000;

/// What happens while a store is built, in the order of the documents.
#[derive(Debug)]
pub enum Event<'a> {
    /// A document or one of its facts is odd; it is loaded all the same.
    Warning {
        /// The key of the document.
        document: &'a str,
        /// What is odd.
        problem: &'a str,
    },
    /// A document was left out; the others are loaded.
    Failed(String),
    /// The work so far.
    Progress(&'a Summary),
}

/// What a build did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents that are new in the store.
    pub new: usize,
    /// Documents that replaced an older state of themselves.
    pub replaced: usize,
    /// Documents that were there already, with the same words and the same rules.
    pub unchanged: usize,
    /// Inputs that could not be read.
    pub failed: usize,
    /// Sums of money in the documents loaded.
    pub sums: usize,
    /// Quads of the documents loaded.
    pub quads: usize,
}

impl Summary {
    /// Adds what another run did.
    pub fn add(&mut self, other: &Self) {
        self.new += other.new;
        self.replaced += other.replaced;
        self.unchanged += other.unchanged;
        self.failed += other.failed;
        self.sums += other.sums;
        self.quads += other.quads;
    }

    /// Documents seen so far.
    pub fn documents(&self) -> usize {
        self.new + self.replaced + self.unchanged + self.failed
    }
}

/// How to build.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How documents are read.
    pub reading: read::Options,
    /// Threads that extract; at least one.
    pub threads: usize,
}

/// Reads, extracts and loads. What is in the store afterwards depends on the documents and the rules alone, not on the
/// number of threads or the order of the documents.
///
/// # Errors
/// When the store fails. Inputs that cannot be read are reported and left out.
pub fn build<I>(
    store: &Store,
    extractor: &Extractor,
    rules_hash: &str,
    inputs: I,
    options: &Options,
    report: &mut dyn FnMut(Event<'_>),
) -> Result<Summary, Error>
where
    I: Iterator<Item = Result<Input, read::Error>> + Send,
{
    let threads = options.threads.max(1);
    let (to_workers, from_reader) = sync_channel(2 * threads);
    let (to_writer, from_workers) = sync_channel(2 * threads);
    // Only the workers hold it: when the last one stops, the reader's next `send` fails and it stops too.
    let from_reader = Arc::new(Mutex::new(from_reader));
    let worker = Worker {
        store,
        extractor,
        rules_hash,
        reading: &options.reading,
    };
    thread::scope(|scope| {
        scope.spawn(move || parcel_out(inputs, &to_workers));
        for _ in 0..threads {
            let to_writer = to_writer.clone();
            let from_reader = Arc::clone(&from_reader);
            let worker = &worker;
            scope.spawn(move || worker.work(&from_reader, &to_writer));
        }
        drop(from_reader);
        drop(to_writer);
        load(store, from_workers, report)
    })
}

type Parcel<T> = (usize, Vec<T>);

/// Fills parcels until the inputs end or nobody takes them.
fn parcel_out(
    mut inputs: impl Iterator<Item = Result<Input, read::Error>>,
    to_workers: &SyncSender<Parcel<Result<Input, read::Error>>>,
) {
    for number in 0.. {
        let parcel: Vec<_> = inputs.by_ref().take(PARCEL).collect();
        if parcel.is_empty() || to_workers.send((number, parcel)).is_err() {
            return;
        }
    }
}

struct Worker<'a> {
    store: &'a Store,
    extractor: &'a Extractor,
    rules_hash: &'a str,
    reading: &'a read::Options,
}

/// A document after extraction.
struct Read {
    key: String,
    /// Of its IRI: two documents with one IRI in a run are an error.
    name: u64,
    /// Of its content.
    content: u64,
    warnings: Vec<String>,
    outcome: Outcome,
}

enum Outcome {
    New {
        source: SourceGraph,
        sums: usize,
    },
    Unchanged,
    Unreadable(read::Error),
    /// A mistake of ours; the document is left out and the message asks to report it.
    Broken(String),
    Store(Error),
}

impl Worker<'_> {
    fn work(
        &self,
        from_reader: &Mutex<Receiver<Parcel<Result<Input, read::Error>>>>,
        to_writer: &SyncSender<Parcel<Read>>,
    ) {
        loop {
            let next = from_reader
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .recv();
            let Ok((number, parcel)) = next else { return };
            let done = parcel
                .into_iter()
                .map(|input| self.extract(input))
                .collect();
            if to_writer.send((number, done)).is_err() {
                return;
            }
        }
    }

    fn extract(&self, input: Result<Input, read::Error>) -> Read {
        let document = match input.and_then(|input| input.read(self.reading)) {
            Ok(document) => document,
            Err(error) => {
                return Read {
                    key: String::new(),
                    name: 0,
                    content: 0,
                    warnings: Vec::new(),
                    outcome: Outcome::Unreadable(error),
                };
            }
        };
        let name = self.store.base().document(&document.key);
        let hash = content_hash(&document);
        let mut read = Read {
            name: fingerprint(name.as_str()),
            content: fingerprint(&hash),
            key: document.key.clone(),
            warnings: document.warnings.clone(),
            outcome: Outcome::Unchanged,
        };
        match self.store.holds_document(&name, &hash, self.rules_hash) {
            Ok(true) => return read,
            Ok(false) => {}
            Err(error) => {
                read.outcome = Outcome::Store(error);
                return read;
            }
        }
        let extracted = catch_unwind(AssertUnwindSafe(|| {
            let facts = self.extractor.facts(&document);
            let quads = document_quads(&document, &facts, self.store.base(), self.rules_hash);
            (facts, quads)
        }));
        read.outcome = match extracted {
            Ok((facts, quads)) => {
                read.warnings.extend(facts.warnings);
                Outcome::New {
                    source: SourceGraph { name, quads },
                    sums: facts.sums.len(),
                }
            }
            Err(_) => Outcome::Broken(format!(
                "document {}: the extraction broke off; it is left out, please report it with its text",
                document.key
            )),
        };
        read
    }
}

/// Takes parcels in order, gathers batches, writes them.
fn load(
    store: &Store,
    from_workers: Receiver<Parcel<Read>>,
    report: &mut dyn FnMut(Event<'_>),
) -> Result<Summary, Error> {
    let mut loading = Loading {
        writer: store.writer()?,
        summary: Summary::default(),
        seen: FxHashMap::default(),
        batch: Vec::new(),
        quads: 0,
        report,
    };
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (number, parcel) in from_workers {
        early.insert(number, parcel);
        while let Some(parcel) = early.remove(&next) {
            next += 1;
            for read in parcel {
                loading.take(read)?;
            }
            (loading.report)(Event::Progress(&loading.summary));
        }
    }
    loading.flush()?;
    (loading.report)(Event::Progress(&loading.summary));
    loading.writer.finish()?;
    Ok(loading.summary)
}

struct Loading<'a> {
    writer: Writer<'a>,
    summary: Summary,
    /// IRI -> content, of this run.
    seen: FxHashMap<u64, u64>,
    batch: Vec<SourceGraph>,
    quads: usize,
    report: &'a mut dyn FnMut(Event<'_>),
}

impl Loading<'_> {
    fn take(&mut self, read: Read) -> Result<(), Error> {
        if !matches!(read.outcome, Outcome::Unreadable(_))
            && let Some(content) = self.seen.insert(read.name, read.content)
        {
            if content == read.content {
                // The same document given twice.
                return Ok(());
            }
            self.failed(format!(
                "document {}: another one in this run has the same IRI and other words; give each an id of its own (`id:` in its front matter, `id` in NDJSON)",
                read.key
            ));
            return Ok(());
        }
        for problem in &read.warnings {
            (self.report)(Event::Warning {
                document: &read.key,
                problem,
            });
        }
        match read.outcome {
            Outcome::New { source, sums } => {
                self.summary.sums += sums;
                self.quads += source.quads.len();
                self.batch.push(source);
                if self.quads >= BATCH_QUADS {
                    self.flush()?;
                }
            }
            Outcome::Unchanged => self.summary.unchanged += 1,
            Outcome::Unreadable(error) => self.failed(error.to_string()),
            Outcome::Broken(problem) => self.failed(problem),
            Outcome::Store(error) => return Err(error),
        }
        Ok(())
    }

    fn failed(&mut self, problem: String) {
        self.summary.failed += 1;
        (self.report)(Event::Failed(problem));
    }

    fn flush(&mut self) -> Result<(), Error> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let loaded = self.writer.load(std::mem::take(&mut self.batch))?;
        self.quads = 0;
        self.summary.new += loaded.new;
        self.summary.replaced += loaded.replaced;
        self.summary.quads += loaded.quads;
        Ok(())
    }
}

/// The same in every run: the hasher of the standard library starts without a random key.
fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
