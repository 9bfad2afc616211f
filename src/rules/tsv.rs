//! Tab-separated rule files: `#` comments, a header line, one rule a line.
//!
//! Every cell must be filled, except in columns whose name in the header ends in `?`, and in `examples` and `counter_examples`.

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
/// When the file is missing, or a line has more cells than the header or lacks one that must be filled.
pub fn rows(source: &Source, name: &str) -> Result<Vec<Row>, Error> {
    parse(name, &source.text("lexicon", name)?)
}

fn parse(name: &str, text: &str) -> Result<Vec<Row>, Error> {
    let mut header: Option<Vec<Column>> = None;
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let Some(header) = &header else {
            header = Some(cells.into_iter().map(Column::new).collect());
            continue;
        };
        problem(header, &cells).map_or(Ok(()), |problem| {
            Err(Error::Invalid {
                file: format!("lexicon/{name}"),
                line: index + 1,
                problem,
            })
        })?;
        rows.push(Row {
            rule: RuleId::new(&format!("lexicon/{name}#{}", cells[0])),
            line: index + 1,
            columns: header
                .iter()
                .zip(cells)
                .map(|(column, cell)| (column.name.clone(), cell.to_owned()))
                .collect(),
        });
    }
    Ok(rows)
}

/// A name in the header.
struct Column {
    name: String,
    optional: bool,
}

impl Column {
    fn new(written: &str) -> Self {
        let name = written.trim_end_matches('?');
        Self {
            name: name.to_owned(),
            optional: name != written || matches!(name, "examples" | "counter_examples"),
        }
    }
}

/// What is wrong with the cells of a line, and the mend.
fn problem(header: &[Column], cells: &[&str]) -> Option<String> {
    if cells.len() > header.len() {
        return Some(format!(
            "has {} cells, the header names {}: take out a tab, or name the column",
            cells.len(),
            header.len()
        ));
    }
    let missing: Vec<String> = header
        .iter()
        .enumerate()
        .filter(|(index, column)| {
            !column.optional && cells.get(*index).is_none_or(|cell| cell.is_empty())
        })
        .map(|(index, column)| format!("{} (column {})", column.name, index + 1))
        .collect();
    (!missing.is_empty()).then(|| {
        format!(
            "'{}' lacks {}: write it; cells are separated by one tab",
            cells.join(" ").trim(),
            missing.join(" and ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        parse("x.tsv", text).expect_err("is wrong").to_string()
    }

    #[test]
    fn cells_may_be_left_out_only_where_the_header_says_so() {
        let rows = parse("x.tsv", "word\tat?\texamples\none\ntwo\t3\n").expect("is right");
        assert_eq!((rows[0].get("at"), rows[1].get("at")), ("", "3"));
    }

    #[test]
    fn a_missing_or_surplus_cell_names_line_column_and_mend() {
        let missing = refused("# heads\nhead\ttype\nplant\tplant\nseawater intake\n");
        assert_eq!(
            missing,
            "rule file lexicon/x.tsv, line 4: 'seawater intake' lacks type (column 2): write it; cells are separated by one tab"
        );
        assert!(refused("head\ttype\nplant\tplant\tx\n").contains("line 2: has 3 cells"));
    }
}
