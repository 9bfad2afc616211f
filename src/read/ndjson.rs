//! NDJSON: one document a line, read as a stream.

use std::io::{self, BufRead, Read};

use serde_json::{Map, Value};

use super::{Document, Error, Input, Options, decode, document, metadata::Metadata, plain};

/// The records of a stream, one [`Input`] a line that is not empty.
pub struct Records {
    name: String,
    reader: Box<dyn BufRead + Send>,
    line: usize,
    limit: u64,
    ended: bool,
}

impl Records {
    /// Reads from `reader`; `name` is what messages call it.
    pub fn new(name: &str, reader: Box<dyn BufRead + Send>, options: &Options) -> Self {
        Self {
            name: name.to_owned(),
            reader,
            line: 0,
            limit: options.largest,
            ended: false,
        }
    }

    fn error(&self, problem: String) -> Error {
        Error::Record {
            name: self.name.clone(),
            line: self.line,
            problem,
        }
    }

    /// The next line; `None` at the end, an empty one when it is longer than the limit.
    fn next_line(&mut self) -> io::Result<Option<Result<Vec<u8>, Error>>> {
        let mut bytes = Vec::new();
        let read = self
            .reader
            .by_ref()
            .take(self.limit + 1)
            .read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        if bytes.len() as u64 > self.limit && !bytes.ends_with(b"\n") {
            skip_line(&mut self.reader)?;
            let problem = format!(
                "the line is longer than {} bytes; split the document",
                self.limit
            );
            return Ok(Some(Err(self.error(problem))));
        }
        Ok(Some(Ok(bytes)))
    }
}

impl Iterator for Records {
    type Item = Result<Input, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.next_line() {
                Ok(Some(Ok(bytes))) if bytes.trim_ascii().is_empty() => {}
                Ok(Some(Ok(json))) => {
                    return Some(Ok(Input::Record {
                        name: self.name.clone(),
                        line: self.line,
                        json,
                    }));
                }
                Ok(Some(Err(error))) => return Some(Err(error)),
                Ok(None) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(self.error(format!("cannot be read: {error}"))));
                }
            }
        }
        None
    }
}

fn skip_line(reader: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        let (used, found) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        reader.consume(used);
        if found {
            return Ok(());
        }
    }
}

/// The document of one record: `{id, url, title, date, language, publisher, text}`; only `text` must be there.
pub fn record(name: &str, line: usize, json: &[u8], options: &Options) -> Result<Document, Error> {
    let error = |problem: String| Error::Record {
        name: name.to_owned(),
        line,
        problem,
    };
    let decoded = decode::text(json.trim_ascii(), None)
        .map_err(|_| error("is not text; write JSON in UTF-8".to_owned()))?;
    let fields: Map<String, Value> = serde_json::from_str(&decoded.text).map_err(|problem| {
        error(format!(
            "is no JSON object: {problem}; write one object a line"
        ))
    })?;
    let mut metadata = Metadata {
        warnings: decoded.warnings,
        ..Metadata::default()
    };
    let Some(Value::String(text)) = fields.get("text") else {
        return Err(error(
            "has no field \"text\" with a string; put the words of the document there".to_owned(),
        ));
    };
    for (key, value) in &fields {
        match value {
            Value::String(value) => metadata.set(key, value),
            Value::Number(value) => metadata.set(key, &value.to_string()),
            _ => false,
        };
    }
    let cleaned = decode::clean(text);
    metadata.warnings.extend(cleaned.warnings);
    if cleaned.text.trim().is_empty() {
        return Err(error(
            "has an empty \"text\"; put the words of the document there".to_owned(),
        ));
    }
    let blocks = plain::blocks(&cleaned.text);
    let place = format!("{name}#{line}");
    Ok(document(
        &place,
        &place,
        metadata,
        cleaned.text,
        blocks,
        options,
    ))
}
