//! How words are written: abbreviations, clitics, currencies glued to numbers, words that start sentences.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Error, Source, tsv};

const ABBREVIATIONS: &str = "abbreviations.tsv";
const TOKENS: &str = "tokens.tsv";
const STARTERS: &str = "sentence_starters.tsv";

/// What cutting text into tokens and sentences needs to know about writing.
#[derive(Clone, Debug, Default)]
pub struct Orthography {
    abbreviations: FxHashMap<String, Abbreviation>,
    clitics: Vec<String>,
    prefixes: FxHashSet<String>,
    letters: FxHashSet<String>,
    scales: FxHashSet<String>,
    attached: FxHashSet<String>,
    whole: FxHashSet<String>,
    splits: FxHashMap<String, usize>,
    starters: FxHashSet<String>,
}

/// How an abbreviation behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Abbreviation {
    /// Whether a sentence may end with it.
    pub may_end_sentence: bool,
    /// Whether it is one only directly before a number.
    pub only_before_number: bool,
}

impl Orthography {
    /// Loads the three lexicon files.
    ///
    /// # Errors
    /// When a file is missing or a cell holds an unknown word.
    pub fn load(source: &Source) -> Result<Self, Error> {
        let mut orthography = Self::default();
        orthography.load_abbreviations(source)?;
        orthography.load_tokens(source)?;
        for row in tsv::rows(source, STARTERS)? {
            orthography.starters.insert(row.get("word").to_lowercase());
        }
        Ok(orthography)
    }

    /// The abbreviation written so, full stop included.
    pub fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        self.abbreviations.get(word).copied()
    }

    /// Whether `word` is written directly before numbers, as `EUR` in `EUR200m`.
    pub fn is_number_prefix(&self, word: &str) -> bool {
        self.prefixes.contains(word)
    }

    /// Whether `word` is such a prefix too, provided that the number is plainly one of money: 'R' in 'R1.5 trillion'.
    pub fn is_currency_letter(&self, word: &str) -> bool {
        self.letters.contains(word)
    }

    /// Whether `word` says how many zeros a number has, as 'trillion'.
    pub fn is_scale(&self, word: &str) -> bool {
        self.scales.contains(word)
    }

    /// Whether these letters stay on the number before them, as in '1st'.
    pub fn stays_on_number(&self, letters: &str) -> bool {
        letters.len() <= 4
            && self
                .attached
                .contains(letters.to_ascii_lowercase().as_str())
    }

    /// Whether number and letters are one name, as '5G'.
    pub fn is_whole(&self, word: &str) -> bool {
        self.whole.contains(word)
    }

    /// Where the last part of a contraction begins: 2 for `don't`, 7 for `Siemens's`.
    pub fn contraction(&self, word: &str) -> Option<usize> {
        if word.len() <= 8
            && let Some(at) = self.splits.get(word.to_ascii_lowercase().as_str())
        {
            return Some(*at);
        }
        // Clitics have an apostrophe; few words do.
        if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        self.clitics.iter().find_map(|clitic| {
            let start = word.len().checked_sub(clitic.len())?;
            let end = word.get(start..).filter(|_| start > 0)?;
            end.eq_ignore_ascii_case(clitic).then_some(start)
        })
    }

    /// Whether `word` is capitalised and of the kind that starts a sentence ('The', 'However').
    pub fn starts_sentence(&self, word: &str) -> bool {
        let mut characters = word.chars();
        word.len() <= 16
            && characters.next().is_some_and(char::is_uppercase)
            && !characters.any(char::is_uppercase)
            && self.starters.contains(word.to_lowercase().as_str())
    }

    fn load_abbreviations(&mut self, source: &Source) -> Result<(), Error> {
        for row in tsv::rows(source, ABBREVIATIONS)? {
            let may_end_sentence = match row.get("ends_sentence") {
                "maybe" => true,
                "never" => false,
                other => {
                    return Err(invalid(
                        ABBREVIATIONS,
                        row.line,
                        "ends_sentence",
                        other,
                        "maybe or never",
                    ));
                }
            };
            let only_before_number = match row.get("before") {
                "number" => true,
                "" => false,
                other => {
                    return Err(invalid(
                        ABBREVIATIONS,
                        row.line,
                        "before",
                        other,
                        "number or nothing",
                    ));
                }
            };
            let abbreviation = Abbreviation {
                may_end_sentence,
                only_before_number,
            };
            let word = row.get("abbreviation");
            for form in [word.to_owned(), word.to_uppercase(), capitalised(word)] {
                self.abbreviations.insert(form, abbreviation);
            }
        }
        Ok(())
    }

    fn load_tokens(&mut self, source: &Source) -> Result<(), Error> {
        for row in tsv::rows(source, TOKENS)? {
            let text = row.get("text").to_owned();
            match row.get("kind") {
                "clitic" => {
                    // Typographic apostrophes are as common as typewriter ones.
                    self.clitics.push(text.replace('\'', "\u{2019}"));
                    self.clitics.push(text.replace('\'', "\u{2bc}"));
                    self.clitics.push(text);
                }
                "prefix" => {
                    self.prefixes.insert(text);
                }
                "letter" => {
                    self.letters.insert(text);
                }
                "scale" => {
                    self.scales.insert(text);
                }
                "attached" => {
                    self.attached.insert(text.to_lowercase());
                }
                "whole" => {
                    self.whole.insert(text);
                }
                "split" => {
                    let at = row.get("at");
                    let inside = at
                        .parse()
                        .ok()
                        .filter(|at| *at > 0 && *at < text.len() && text.is_ascii());
                    let Some(inside) = inside else {
                        return Err(invalid(
                            TOKENS,
                            row.line,
                            "at",
                            at,
                            "a place inside the word",
                        ));
                    };
                    self.splits.insert(text.to_lowercase(), inside);
                }
                other => {
                    let kinds = "clitic, prefix, letter, scale, attached, whole or split";
                    return Err(invalid(TOKENS, row.line, "kind", other, kinds));
                }
            }
        }
        Ok(())
    }
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

fn invalid(file: &str, line: usize, column: &str, value: &str, expected: &str) -> Error {
    Error::Invalid {
        file: format!("lexicon/{file}"),
        line,
        problem: format!("column {column} holds {value:?}; write {expected}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn orthography() -> Orthography {
        Orthography::load(&Source::Embedded).expect("embedded rules load")
    }

    #[test]
    fn abbreviations_are_known_in_all_cases() {
        let rules = orthography();
        for word in ["Corp.", "CORP.", "approx.", "Rs.", "Ph.D.", "U.S."] {
            assert!(rules.abbreviation(word).is_some(), "{word}");
        }
        assert!(rules.abbreviation("plan.").is_none());
    }

    #[test]
    fn contractions_are_found_with_both_apostrophes() {
        let rules = orthography();
        assert_eq!(rules.contraction("don't"), Some(2));
        assert_eq!(rules.contraction("Mistral\u{2019}s"), Some(7));
        assert_eq!(rules.contraction("Cannot"), Some(3));
        assert_eq!(rules.contraction("O'Brien"), None);
        assert_eq!(rules.contraction("'s"), None);
    }

    #[test]
    fn only_capitalised_function_words_start_sentences() {
        let rules = orthography();
        assert!(rules.starts_sentence("The"));
        assert!(!rules.starts_sentence("the"));
        assert!(!rules.starts_sentence("THE"));
        assert!(!rules.starts_sentence("President"));
    }

    #[test]
    fn a_wrong_cell_is_named_with_its_line() {
        let folder = tempfile::tempdir().expect("temporary folder");
        std::fs::create_dir(folder.path().join("lexicon")).expect("folder");
        std::fs::write(
            folder.path().join("lexicon/abbreviations.tsv"),
            "abbreviation\tends_sentence\nmr.\toften\n",
        )
        .expect("file");
        let error = Orthography::load(&Source::Folder(folder.path().into())).unwrap_err();
        let message = error.to_string();
        assert!(
            message.contains("line 2") && message.contains("\"often\""),
            "{message}"
        );
    }
}
