//! The ontology and its companions, compiled into the program.

use oxigraph::model::Literal;

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
    /// What it may be narrowed down by, in the order of the file.
    pub parameters: Vec<Parameter>,
}

/// A variable of a question that may be given a value: `# parameter: NAME: what it is`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The variable, without `?`. It is bound to a text in every row of the answer.
    pub name: &'static str,
    /// What it is, in a few words.
    pub says: &'static str,
}

impl Question {
    /// The SPARQL with these values, which stand in a `VALUES` at its end.
    ///
    /// # Errors
    /// When the question has no such parameter, or one is given twice; says which there are.
    pub fn filled(&self, values: &[(String, String)]) -> Result<String, String> {
        let mut query = self.query.trim_end().to_owned();
        for (index, (name, _)) in values.iter().enumerate() {
            if !self.parameters.iter().any(|known| known.name == name) {
                let known: Vec<&str> = self.parameters.iter().map(|known| known.name).collect();
                return Err(format!(
                    "the question {} has no parameter {name:?}; it has {}",
                    self.name,
                    if known.is_empty() {
                        "none".to_owned()
                    } else {
                        known.join(", ")
                    }
                ));
            }
            if values[..index].iter().any(|(earlier, _)| earlier == name) {
                return Err(format!("{name} is given twice: give it once"));
            }
        }
        if !values.is_empty() {
            let names: Vec<String> = values.iter().map(|(name, _)| format!("?{name}")).collect();
            let texts: Vec<String> = values
                .iter()
                .map(|(_, value)| Literal::from(value.as_str()).to_string())
                .collect();
            query = format!(
                "{query}\nVALUES ({}) {{ ({}) }}\n",
                names.join(" "),
                texts.join(" ")
            );
        }
        Ok(query)
    }
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
            let parameters = query
                .lines()
                .filter_map(|line| line.strip_prefix("# parameter: ")?.split_once(": "))
                .map(|(name, says)| Parameter { name, says })
                .collect();
            Some(Question {
                name,
                title,
                query,
                parameters,
            })
        })
        .collect();
    questions.sort_unstable_by_key(|question| question.name);
    questions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_and_names_are_checked() {
        let question = questions()
            .into_iter()
            .find(|question| question.name == "totals-per-payer")
            .expect("a question");
        let value = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let filled = question
            .filled(&[value("payer", "a\"b\\c\n} #"), value("currency", "EUR")])
            .expect("a query");
        assert!(
            filled.ends_with("\nVALUES (?payer ?currency) { (\"a\\\"b\\\\c\\n} #\" \"EUR\") }\n"),
            "{filled}"
        );
        let wrong = question.filled(&[value("total", "1")]);
        assert!(wrong.is_err_and(|error| error.contains("payer, currency")));
        assert!(
            question
                .filled(&[value("payer", "a"), value("payer", "b")])
                .is_err()
        );
    }
}
