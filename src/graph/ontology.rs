//! The ontology and its companions, compiled into the program.

/// `ontology/pledgegraph.ttl`: every class and property with label, definition and example.
pub const ONTOLOGY: &str = include_str!("../../ontology/pledgegraph.ttl");
/// `ontology/alignments.ttl`: how they relate to outside vocabularies.
pub const ALIGNMENTS: &str = include_str!("../../ontology/alignments.ttl");
/// `ontology/shapes.ttl`: SHACL shapes.
pub const SHAPES: &str = include_str!("../../ontology/shapes.ttl");
/// `ontology/context.jsonld`: the JSON-LD context.
pub const CONTEXT: &str = include_str!("../../ontology/context.jsonld");

static QUESTIONS: include_dir::Dir<'_> =
    include_dir::include_dir!("$CARGO_MANIFEST_DIR/ontology/questions");

/// A competency question: `query --question NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Name of its file without `.rq`.
    pub name: &'static str,
    /// Its one-line title.
    pub title: &'static str,
    /// The SPARQL, title comment included.
    pub query: &'static str,
}

/// All questions, sorted by name.
pub fn questions() -> Vec<Question> {
    let mut questions: Vec<Question> = QUESTIONS
        .files()
        .filter_map(|file| {
            let name = file.path().file_name()?.to_str()?.strip_suffix(".rq")?;
            let query = file.contents_utf8()?;
            let title = query
                .lines()
                .find_map(|line| line.strip_prefix("# title: "))
                .unwrap_or(name);
            Some(Question { name, title, query })
        })
        .collect();
    questions.sort_unstable_by_key(|question| question.name);
    questions
}
