//! What a comparison found out, for people and for the next run.

use std::{collections::BTreeMap, collections::BTreeSet, fmt::Write as _, fs, path::Path};

use serde::{Deserialize, Serialize};

use super::{Error, count::Count, read_json};

/// The measures that `FACTS` adds up.
pub(super) const FACTS: [&str; 12] = [
    "amount+kind",
    "bound",
    "partOf",
    "conversionOf",
    "quantity",
    "role",
    "relations",
    "payer",
    "announcer",
    "recipient",
    "programme",
    "facility",
];

/// The rows of the table between entities and single relations.
const MIDDLE: [&str; 13] = [
    "amount",
    "amount+kind",
    "commitment",
    "bound",
    "payer",
    "announcer",
    "recipient",
    "programme",
    "facility",
    "partOf",
    "conversionOf",
    "quantity",
    "role",
];

/// The outcome of one run over a folder.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// By document.
    pub documents: BTreeMap<String, DocumentReport>,
}

/// The outcome of one document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DocumentReport {
    /// By measure: `entity`, `amount`, `payer`, `rel:funds`, `FACTS` ...
    pub counts: BTreeMap<String, Count>,
    /// What was missed or invented, a line each.
    pub errors: Vec<String>,
    /// Found facts that carry a confidence.
    pub judged: Vec<Judged>,
}

/// A found fact, whether it is right, and how sure we were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The kind of fact.
    pub fact: String,
    /// The rule that made it.
    pub rule: String,
    /// 0..1
    pub confidence: f32,
    /// Whether it was expected.
    pub right: bool,
}

impl DocumentReport {
    /// The count of a measure, to add to.
    pub(super) fn count(&mut self, measure: &str) -> &mut Count {
        self.counts.entry(measure.to_owned()).or_default()
    }

    /// Counts an expected fact as found or missed.
    pub(super) fn tally(&mut self, measure: &str, found: bool) {
        let count = self.count(measure);
        if found {
            count.right += 1;
        } else {
            count.missed += 1;
        }
    }

    fn f1(&self, measure: &str) -> f64 {
        self.counts.get(measure).copied().unwrap_or_default().f1()
    }
}

impl Report {
    /// All documents added up, by measure.
    pub fn totals(&self) -> BTreeMap<String, Count> {
        let mut totals: BTreeMap<String, Count> = BTreeMap::new();
        for document in self.documents.values() {
            for (measure, count) in &document.counts {
                totals.entry(measure.clone()).or_default().add(*count);
            }
        }
        totals
    }

    /// Precision, recall and F1 of each measure.
    pub fn table(&self) -> String {
        let totals = self.totals();
        let mut text = format!(
            "{:<20} {:>6} {:>6} {:>6}   {:>5} {:>5} {:>5}\n",
            "what", "P", "R", "F1", "tp", "fp", "fn"
        );
        for measure in rows(totals.keys()) {
            let count = totals.get(&measure).copied().unwrap_or_default();
            let _ = writeln!(
                text,
                "{measure:<20} {:>6.3} {:>6.3} {:>6.3}   {:>5} {:>5} {:>5}",
                count.precision(),
                count.recall(),
                count.f1(),
                count.right,
                count.extra,
                count.missed
            );
        }
        text
    }

    /// F1 of entities, sums and facts of each document.
    pub fn per_document(&self) -> String {
        self.documents
            .iter()
            .fold(String::new(), |mut text, (id, document)| {
                let (entity, amount, facts) = (
                    document.f1("entity"),
                    document.f1("amount"),
                    document.f1("FACTS"),
                );
                let _ = writeln!(
                    text,
                    "{id:<32} entity {entity:.3}  amount {amount:.3}  FACTS {facts:.3}"
                );
                text
            })
    }

    /// What each document missed or invented; documents without an error are left out.
    pub fn errors(&self) -> String {
        self.documents
            .iter()
            .filter(|(_, document)| !document.errors.is_empty())
            .fold(String::new(), |mut text, (id, document)| {
                let _ = writeln!(text, "{id}\n  {}", document.errors.join("\n  "));
                text
            })
    }

    /// What changed since an earlier run: measures whose counts differ, then errors gone and errors new, by document.
    pub fn compare(&self, before: &Self) -> String {
        let (old, new) = (before.totals(), self.totals());
        let mut text = format!(
            "{:<20} {:>6} {:>6} {:>7}\n",
            "what", "before", "now", "change"
        );
        for measure in rows(old.keys().chain(new.keys())) {
            let (was, is) = (
                old.get(&measure).copied().unwrap_or_default(),
                new.get(&measure).copied().unwrap_or_default(),
            );
            if was != is {
                let change = is.f1() - was.f1();
                let _ = writeln!(
                    text,
                    "{measure:<20} {:>6.3} {:>6.3} {change:>+7.3}",
                    was.f1(),
                    is.f1()
                );
            }
        }
        let ids: BTreeSet<&String> = before
            .documents
            .keys()
            .chain(self.documents.keys())
            .collect();
        for id in ids {
            let (were, are) = (before.errors_of(id), self.errors_of(id));
            if were != are {
                let _ = writeln!(text, "{id}");
            }
            for error in were.difference(&are) {
                let _ = writeln!(text, "  gone: {error}");
            }
            for error in are.difference(&were) {
                let _ = writeln!(text, "  new:  {error}");
            }
        }
        text
    }

    fn errors_of(&self, id: &str) -> BTreeSet<&str> {
        let errors = self.documents.get(id).map(|document| &document.errors);
        errors.into_iter().flatten().map(String::as_str).collect()
    }

    /// Writes the report for a later comparison.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        let json = serde_json::to_vec_pretty(self).map_err(|source| Error::Invalid {
            path: path.to_owned(),
            source,
        })?;
        fs::write(path, json).map_err(|source| Error::Unreadable {
            path: path.to_owned(),
            source,
        })
    }

    /// Reads a report that [`Self::save`] wrote.
    ///
    /// # Errors
    /// When the file cannot be read or is no report.
    pub fn load(path: &Path) -> Result<Self, Error> {
        read_json(path)
    }
}

/// The order of the table: entities, sums and slots, relations, all facts.
fn rows<'a>(measures: impl Iterator<Item = &'a String>) -> Vec<String> {
    let measures: BTreeSet<&String> = measures.collect();
    let starting = |prefix: &'static str| {
        measures
            .iter()
            .filter(move |measure| measure.starts_with(prefix))
            .map(|measure| (*measure).clone())
    };
    let fixed = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let mut rows = fixed(&["entity", "entity (any type)"]);
    rows.extend(starting("entity:"));
    rows.extend(fixed(&MIDDLE));
    rows.extend(starting("rel:"));
    rows.extend(fixed(&["relations", "FACTS"]));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(right: usize, errors: &[&str]) -> Report {
        let mut document = DocumentReport::default();
        *document.count("payer") = Count {
            right,
            extra: 1,
            missed: 1,
        };
        document.errors = errors.iter().map(ToString::to_string).collect();
        Report {
            documents: BTreeMap::from([("d".to_owned(), document)]),
        }
    }

    #[test]
    fn shows_what_came_and_went() {
        let text = report(3, &["extra payer B"]).compare(&report(1, &["missed payer A"]));
        assert!(
            text.contains("payer                 0.500  0.750  +0.250"),
            "{text}"
        );
        assert!(
            text.contains("gone: missed payer A") && text.contains("new:  extra payer B"),
            "{text}"
        );
    }

    #[test]
    fn shows_nothing_when_nothing_changed() {
        let text = report(1, &["missed payer A"]).compare(&report(1, &["missed payer A"]));
        assert_eq!(text.lines().count(), 1, "{text}");
    }

    #[test]
    fn comes_back_from_its_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("run.json");
        report(2, &["x"]).save(&path).expect("written");
        assert_eq!(
            Report::load(&path).expect("read").totals(),
            report(2, &["x"]).totals()
        );
    }
}
