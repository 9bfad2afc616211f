//! All commands and flags in one place.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;

use crate::{export::Format, graph::Base};

/// Turn announcements of public and private money into a knowledge graph.
#[derive(Debug, Parser)]
#[command(name = "pledgegraph", version, about, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 done, 1 a finding (nothing matched, invalid graph), 2 wrong use or input.\n\
    Try: pledgegraph build data/announcements --store money && pledgegraph query --store money --question list"
)]
pub struct Arguments {
    /// Say more on stderr; twice for more.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read announcements, extract what they state, load it into a store.
    Build(Build),
    /// Ask a store in SPARQL, or one of the ready-made questions.
    Query(Query),
    /// Write a store as a file.
    Export(Export),
    /// A filter without a store: announcements in, facts out.
    Extract(Extract),
    /// Show the sentence, the words and the rule behind a fact, or all sums of a file.
    Explain(Explain),
    /// Check the graph against the SHACL shapes.
    Validate(Validate),
    /// Run the examples and counter-examples that stand beside the rules.
    Check(Check),
    /// Compare the extraction with expected facts: precision, recall, F1.
    Evaluate(Evaluate),
    /// Serve a store over HTTP: SPARQL, linked data, pages for people.
    Serve(Serve),
    /// Take an open-data graph into a named graph of its own: RDF, ROR's JSON lines, CSV.
    Import(Import),
    /// Link entities with the things of imported graphs.
    Link(Link),
    /// Count what a store holds.
    Stats(Stats),
    /// Remove documents and what only they told.
    Remove(Remove),
    /// Copy a store into a new folder.
    Backup(Backup),
    /// Make a store from a backup, and look whether it is whole.
    Restore(Restore),
    /// Read all of a store and tell what is damaged.
    Verify(Verify),
    /// Rewrite the files of a store so that queries find things faster.
    Optimize(Optimize),
    /// Print completions for a shell.
    Completions(Completions),
    /// Print the manual page, or write one page for each command.
    Man(Man),
}

/// A store that is there already.
#[derive(Debug, Args)]
pub struct StoreOption {
    /// Folder of the store.
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
}

/// How documents are read.
#[derive(Debug, Args)]
pub struct ReadingOptions {
    /// Day of publication, for documents that do not say it: 2025-02-11.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<Date>,
    /// Folder of rule files that replace the embedded ones.
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    /// Number of threads; all cores when left out.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
}

/// `build`
#[derive(Debug, Args)]
pub struct Build {
    /// Files, folders, N-Quads that `extract` wrote, or - for NDJSON on stdin.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Folder of the store; made when it is missing.
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// What the IRIs of the data start with; fixed when the store is made.
    #[arg(long, value_name = "IRI", value_parser = base)]
    pub base: Option<Base>,
    #[command(flatten)]
    pub reading: ReadingOptions,
    /// No progress, no summary; errors only.
    #[arg(short, long)]
    pub quiet: bool,
}

/// `query`
#[derive(Debug, Args)]
pub struct Query {
    #[command(flatten)]
    pub store: StoreOption,
    /// SPARQL, or the name of a file with it, or - for stdin.
    #[arg(
        value_name = "QUERY|FILE",
        id = "query",
        required_unless_present = "question",
        conflicts_with = "question"
    )]
    pub text: Option<String>,
    /// One of the ready-made questions; `list` names them.
    #[arg(long, value_name = "NAME")]
    pub question: Option<String>,
    /// A parameter of the question and its value; may be repeated. `list` names the parameters.
    #[arg(long, value_name = "NAME=VALUE", requires = "question", value_parser = super::query::parse_setting)]
    pub set: Vec<(String, String)>,
    /// table, json, csv, tsv, xml; for CONSTRUCT and DESCRIBE turtle, ntriples, jsonld, rdfxml.
    #[arg(long, value_name = "FORMAT", value_parser = super::query::parse_format)]
    pub format: Option<super::query::Format>,
}

/// `export`
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    pub store: StoreOption,
    /// turtle, trig, nquads, ntriples, jsonld, rdfxml, csv, graphml, dot
    #[arg(long, value_name = "FORMAT", default_value = "turtle")]
    pub format: Format,
    /// One graph by its IRI, or `all`; the story when left out, everything with trig and nquads.
    #[arg(long, value_name = "IRI")]
    pub graph: Option<String>,
    /// File to write, replaced as a whole when all went well; stdout when left out.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `extract`
#[derive(Debug, Args)]
pub struct Extract {
    /// Files, folders, or - for NDJSON on stdin.
    #[arg(value_name = "PATH", default_value = "-")]
    pub paths: Vec<PathBuf>,
    /// nquads (for `build` or any quad store) or jsonl (one document a line).
    #[arg(long, value_name = "FORMAT", default_value = "nquads")]
    pub format: ExtractFormat,
    /// What the IRIs of the data start with.
    #[arg(long, value_name = "IRI", value_parser = base)]
    pub base: Option<Base>,
    #[command(flatten)]
    pub reading: ReadingOptions,
}

/// What `extract` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ExtractFormat {
    /// One quad a line.
    Nquads,
    /// One JSON object a document.
    Jsonl,
}

/// `explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// Folder of the store; left out when a file is explained.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// IRI of a statement, claim, entity or document of the store, or a file.
    #[arg(value_name = "IRI|FILE")]
    pub target: String,
    #[command(flatten)]
    pub reading: ReadingOptions,
}

/// `validate`
#[derive(Debug, Args)]
pub struct Validate {
    #[command(flatten)]
    pub store: StoreOption,
    /// Turtle file with shapes; ours when left out.
    #[arg(long, value_name = "FILE")]
    pub shapes: Option<PathBuf>,
}

/// `check`
#[derive(Debug, Args)]
pub struct Check {
    /// Folder of rule files that replace the embedded ones.
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
}

/// `evaluate`
#[derive(Debug, Args)]
pub struct Evaluate {
    /// Folder of documents.
    #[arg(long, value_name = "DIR")]
    pub docs: PathBuf,
    /// Folder of expected facts, one JSON file a document.
    #[arg(long, value_name = "DIR")]
    pub gold: PathBuf,
    /// Show each document.
    #[arg(long)]
    pub per_document: bool,
    /// List what was missed and what was invented.
    #[arg(long)]
    pub errors: bool,
    /// Show how often facts of each confidence are right.
    #[arg(long)]
    pub calibration: bool,
    /// Write the report as JSON, for a later `--compare`.
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Show what changed since a saved report.
    #[arg(long, value_name = "FILE")]
    pub compare: Option<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingOptions,
}

/// `serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// Folder of the store.
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Address and port; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    pub bind: SocketAddr,
    /// What updates and graph writes must bring as `Authorization: Bearer TOKEN`; without it nothing is written.
    #[arg(
        long,
        value_name = "TOKEN",
        env = "PLEDGEGRAPH_WRITE_TOKEN",
        hide_env_values = true
    )]
    pub write_token: Option<String>,
    /// A host name under which the server may be written to, beside localhost and addresses.
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
    /// Seconds a query may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..))]
    pub timeout: u16,
    /// Rows an answer may have.
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    pub max_rows: u64,
    /// Queries that run at once; as many again may wait, more are told to come back.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..))]
    pub queries: u16,
}

/// `import`
#[derive(Debug, Args)]
pub struct Import {
    /// .ttl, .nt, .rdf, .jsonld, .nq, .trig, .jsonl (ROR), .csv; each also with .gz.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Folder of the store; made when it is missing.
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// Name of one graph for all files; one for each file, named after it, when left out.
    #[arg(long, value_name = "NAME")]
    pub graph: Option<String>,
    /// TOML file that says what the columns of CSV mean.
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// No progress, no summary; errors only.
    #[arg(short, long)]
    pub quiet: bool,
}

/// `link`
#[derive(Debug, Args)]
pub struct Link {
    #[command(flatten)]
    pub store: StoreOption,
    /// Imported graphs by name or IRI; all of them when left out.
    #[arg(long, value_name = "GRAPH", num_args = 1.., conflicts_with_all = ["review", "accept", "reject"])]
    pub with: Vec<String>,
    /// List the links that wait for a person.
    #[arg(long)]
    pub review: bool,
    /// A link that holds: the two IRIs that `--review` shows. Later runs keep to it.
    #[arg(long, value_names = ["ENTITY", "OTHER"], num_args = 2, conflicts_with_all = ["review", "reject"])]
    pub accept: Vec<String>,
    /// A link that does not hold.
    #[arg(long, value_names = ["ENTITY", "OTHER"], num_args = 2, conflicts_with = "review")]
    pub reject: Vec<String>,
    /// Folder of rule files that replace the embedded ones.
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
}

/// `stats`
#[derive(Debug, Args)]
pub struct Stats {
    #[command(flatten)]
    pub store: StoreOption,
}

/// `remove`
#[derive(Debug, Args)]
pub struct Remove {
    #[command(flatten)]
    pub store: StoreOption,
    /// IRI, key or identifier of a document.
    #[arg(required = true, value_name = "DOCUMENT")]
    pub documents: Vec<String>,
}

/// `backup`
#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    pub store: StoreOption,
    /// Folder to make.
    #[arg(value_name = "TARGET")]
    pub target: PathBuf,
}

/// `restore`
#[derive(Debug, Args)]
pub struct Restore {
    /// Folder that `backup` made.
    #[arg(value_name = "BACKUP")]
    pub backup: PathBuf,
    /// Folder to make.
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
}

/// `verify`
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    pub store: StoreOption,
}

/// `optimize`
#[derive(Debug, Args)]
pub struct Optimize {
    #[command(flatten)]
    pub store: StoreOption,
}

/// `completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// bash, zsh, fish, elvish, powershell
    pub shell: clap_complete::Shell,
}

/// `man`
#[derive(Debug, Args)]
pub struct Man {
    /// Folder for the pages of all commands.
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

fn date(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| "write the day as year-month-day, such as 2025-02-11".to_owned())
}

fn base(iri: &str) -> Result<Base, String> {
    Base::new(iri).map_err(|error| error.to_string())
}
