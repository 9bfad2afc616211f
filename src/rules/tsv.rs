//! Tab-separated rule files: `#` comments, a header line, one rule a line.

use super::{Error, RuleId, Source};

/// One line of a lexicon file.
#[derive(Clone, Debug)]
pub struct Row {
    /// `lexicon/FILE#KEY`, where KEY is the first column.
    pub rule: RuleId,
    /// Line number, from 1.
    pub line: usize,
    columns: Vec<(String, String)>,
}

impl Row {
    /// The first cell.
    pub fn key(&self) -> &str {
        self.columns.first().map_or("", |(_, cell)| cell)
    }

    /// The cell in the column called `name`; empty when the file has no such column.
    pub fn get(&self, name: &str) -> &str {
        self.columns
            .iter()
            .find(|(column, _)| column == name)
            .map_or("", |(_, cell)| cell)
    }

    /// The cell split at `|`, trimmed, without empty parts.
    pub fn list(&self, name: &str) -> Vec<&str> {
        self.get(name)
            .split('|')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect()
    }
}

/// The rows of `lexicon/NAME`.
///
/// # Errors
/// When the file is missing, or a line has more cells than the header.
pub fn rows(source: &Source, name: &str) -> Result<Vec<Row>, Error> {
    let text = source.text("lexicon", name)?;
    let mut header: Option<Vec<&str>> = None;
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let Some(header) = &header else {
            header = Some(cells);
            continue;
        };
        if cells.len() > header.len() {
            return Err(Error::Invalid {
                file: format!("lexicon/{name}"),
                line: index + 1,
                problem: format!(
                    "has {} cells, the header names {}",
                    cells.len(),
                    header.len()
                ),
            });
        }
        rows.push(Row {
            rule: RuleId::new(&format!("lexicon/{name}#{}", cells[0])),
            line: index + 1,
            columns: header
                .iter()
                .zip(cells)
                .map(|(h, c)| ((*h).to_owned(), c.to_owned()))
                .collect(),
        });
    }
    Ok(rows)
}
