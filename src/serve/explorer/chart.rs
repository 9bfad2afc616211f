//! What all pictures share, and bars: one for each row of an answer.

use std::fmt::Write as _;

use super::data::Table;

/// Bars of one chart; the table has all.
const BARS: usize = 20;
/// Height of a bar with its gap, and where it begins.
const STEP: usize = 26;
const LEFT: usize = 300;
const WIDTH: usize = 1000;

/// Colours of a picture that stands alone; on a page those of the style sheet go before them.
const STYLE: &str = "svg{font:13px sans-serif;background:#fff}text{fill:#1c242c}.bar,.node{fill:#274b6d}.flow{fill:none;stroke:#4a7fb5;stroke-opacity:.4}.flow1{stroke:#c26a2d}.flow2{stroke:#3f8f5f}.flow3{stroke:#8a5fb0}.flow4{stroke:#b04a5f}.flow5{stroke:#6f7b33}.edge{fill:none;stroke:#8795a3}.box{fill:#f2f5f8;stroke:#d5dde5}.self{fill:#274b6d}.self-name{fill:#fff}.soft{fill:#56626e}";

/// A picture of a page as a file of its own: with its name space, its size and its colours inside, and its links absolute no more.
pub(super) fn file(svg: &str) -> String {
    let size = svg
        .split_once("viewBox=\"0 0 ")
        .and_then(|(_, rest)| rest.split_once('"'))
        .and_then(|(size, _)| size.split_once(' '))
        .map(|(width, height)| format!(" width=\"{width}\" height=\"{height}\""))
        .unwrap_or_default();
    let Some((head, rest)) = svg.split_once('>') else {
        return svg.to_owned();
    };
    format!("{head} xmlns=\"http://www.w3.org/2000/svg\"{size}><style>{STYLE}</style>{rest}")
}

/// Bars and the words that say what they show; `None` where the answer has nothing to compare.
pub(super) fn bars(table: &Table) -> Option<(String, String)> {
    let column = |name: &str| table.columns.iter().position(|known| known == name);
    let value = ["total", "value", "number", "sources", "sums", "partValue"]
        .into_iter()
        .find_map(column)?;
    let label = (0..table.columns.len()).find(|index| {
        *index != value
            && !matches!(
                table.columns[*index].as_str(),
                "currency" | "day" | "sharing"
            )
            && table.rows.iter().any(|row| !row[*index].text.is_empty())
            && table.rows.iter().all(|row| !row[*index].number)
    })?;
    let unit = ["currency", "unit"].into_iter().find_map(column);
    let group = column("sharing");
    // Only like things are compared: the currency (or unit) of most rows.
    let kind = |row: &[super::data::Cell]| unit.map(|unit| row[unit].text.clone());
    let mut counts: Vec<(usize, Option<String>)> = Vec::new();
    for row in &table.rows {
        match counts.iter_mut().find(|(_, known)| *known == kind(row)) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, kind(row))),
        }
    }
    let (_, chosen) = counts.iter().rev().max_by_key(|(count, _)| *count)?.clone();
    let mut shown: Vec<(String, String, f64)> = table
        .rows
        .iter()
        .filter(|row| kind(row) == chosen)
        .filter_map(|row| {
            let number: f64 = row[value].text.replace(',', "").parse().ok()?;
            let name = match group.map(|group| row[group].text.as_str()) {
                Some("joint") => format!("{} (with others)", row[label].text),
                _ => row[label].text.clone(),
            };
            (number.is_finite() && number >= 0.0).then(|| (name, row[value].text.clone(), number))
        })
        .collect();
    shown.sort_by(|a, b| b.2.total_cmp(&a.2));
    let all = shown.len();
    shown.truncate(BARS);
    let most = shown.first()?.2;
    if all < 2 || most <= 0.0 {
        return None;
    }
    let of = chosen.map(|kind| format!(", {kind}")).unwrap_or_default();
    let apart = if counts.len() > 1 {
        "; rows in other units cannot be compared with these"
    } else {
        ""
    };
    let says = format!(
        "{} for each {}{of}: the {} largest of {all}{apart}",
        table.columns[value],
        table.columns[label],
        shown.len()
    );
    Some((picture(&shown, most, &says), says))
}

fn picture(shown: &[(String, String, f64)], most: f64, says: &str) -> String {
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-labelledby=\"bars-title\"><title id=\"bars-title\">{}</title>",
        shown.len() * STEP + 6,
        escape(says)
    );
    for (index, (name, text, number)) in shown.iter().enumerate() {
        let y = index * STEP + 4;
        let length = (number / most * (WIDTH - LEFT - 190) as f64).max(1.0);
        let _ = write!(
            svg,
            "<g><title>{}: {}</title><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><rect class=\"bar\" x=\"{LEFT}\" y=\"{y}\" width=\"{length:.1}\" height=\"{}\" rx=\"2\"/><text class=\"soft\" x=\"{:.1}\" y=\"{}\">{}</text></g>",
            escape(name),
            escape(text),
            LEFT - 8,
            y + 14,
            escape(&cut(name, 40)),
            STEP - 7,
            LEFT as f64 + length + 6.0,
            y + 14,
            escape(text)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// At most so many letters.
pub(super) fn cut(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let start: String = name.chars().take(most - 1).collect();
    format!("{}…", start.trim_end())
}

/// Text for markup; characters that XML knows no way to write are left out.
pub(super) fn escape(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_control() || matches!(character, '\n' | '\t'))
        .collect::<String>()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{super::data::Cell, *};

    fn table(rows: &[(&str, &str, &str)]) -> Table {
        let cell = |text: &str, number| Cell {
            text: text.to_owned(),
            href: String::new(),
            number,
        };
        Table {
            columns: ["currency", "payer", "total"].map(str::to_owned).to_vec(),
            rows: rows
                .iter()
                .map(|(a, b, c)| vec![cell(a, false), cell(b, false), cell(c, true)])
                .collect(),
            ..Table::default()
        }
    }

    #[test]
    fn only_one_currency_is_compared() {
        let (picture, says) = bars(&table(&[
            ("EUR", "A", "5"),
            ("EUR", "<B>", "1,000"),
            ("JPY", "C", "9,000"),
        ]))
        .expect("bars");
        assert!(
            says.starts_with("total for each payer, EUR: the 2 largest of 2; rows in other"),
            "{says}"
        );
        assert!(picture.contains("&lt;B&gt;") && !picture.contains("9,000"));
        assert!(picture.find("1,000") < picture.find(">5<"));
        assert!(file(&picture).contains("xmlns=") && file(&picture).contains("height=\"58\""));
    }

    #[test]
    fn one_row_or_no_number_makes_no_chart() {
        assert!(bars(&table(&[("EUR", "A", "5")])).is_none());
        assert!(bars(&table(&[("EUR", "A", "x"), ("EUR", "B", "INF")])).is_none());
    }
}
