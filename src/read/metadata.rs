//! What is known about a document beside its text.

use jiff::civil::Date;

use super::dates;

/// Metadata as a format states it; each field may be missing.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    pub id: Option<String>,
    pub title: Option<String>,
    pub date: Option<Date>,
    pub url: Option<String>,
    pub publisher: Option<String>,
    pub language: Option<String>,
    /// Values that were given but could not be used.
    pub warnings: Vec<String>,
}

impl Metadata {
    /// Takes the field called `name`; answers whether there is such a field.
    pub fn set(&mut self, name: &str, value: &str) -> bool {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let field = match name.to_ascii_lowercase().as_str() {
            "id" | "identifier" => &mut self.id,
            "title" => &mut self.title,
            "publisher" => &mut self.publisher,
            "url" => return self.set_url(&value),
            "language" | "lang" => return self.set_language(&value),
            "date" => return self.set_date(&value),
            _ => return false,
        };
        if !value.is_empty() {
            *field = Some(value);
        }
        true
    }

    fn set_url(&mut self, value: &str) -> bool {
        let lower = value.to_ascii_lowercase();
        let web = lower.starts_with("https://") || lower.starts_with("http://");
        if web
            && !value.contains(|c: char| {
                c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c)
            })
        {
            self.url = Some(value.to_owned());
        } else if !value.is_empty() {
            self.warn("url", value, "an http or https address");
        }
        true
    }

    fn set_date(&mut self, value: &str) -> bool {
        self.date = dates::parse(value);
        if self.date.is_none() && !value.is_empty() {
            self.warn("date", value, "a date such as 2025-02-11");
        }
        true
    }

    fn set_language(&mut self, value: &str) -> bool {
        let tag = value.replace('_', "-");
        let mut parts = tag.split('-');
        let primary = parts.next().unwrap_or("");
        let sound = matches!(primary.len(), 2 | 3)
            && primary.bytes().all(|b| b.is_ascii_alphabetic())
            && parts.all(|part| {
                !part.is_empty()
                    && part.len() <= 8
                    && part.bytes().all(|b| b.is_ascii_alphanumeric())
            });
        if sound {
            self.language = Some(tag.replacen(primary, &primary.to_ascii_lowercase(), 1));
        } else if !value.is_empty() {
            self.warn("language", value, "a code such as en");
        }
        true
    }

    fn warn(&mut self, field: &str, value: &str, expected: &str) {
        let value: String = value.chars().take(80).collect();
        self.warnings.push(format!(
            "{field} {value:?} is ignored: it is not {expected}"
        ));
    }
}
