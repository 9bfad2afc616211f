//! The CoNLL-U format of treebanks.

use crate::syntax::{Relation, Word, tag::Fine};

/// A word with its right analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As written.
    pub form: String,
    /// What the tagger should say.
    pub fine: Fine,
    /// Index of the head in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// What it is to its head.
    pub relation: Relation,
    /// The dictionary form.
    pub lemma: String,
    /// A collapsed name: the caller gives its tag.
    pub fixed: bool,
}

/// A sentence with its right analysis.
pub type Sentence = Vec<Token>;

/// The sentences of a treebank file; those that are broken are left out.
pub fn read(text: &str) -> Vec<Sentence> {
    text.split("\n\n")
        .filter_map(|block| {
            block
                .lines()
                .filter(|line| !line.starts_with('#'))
                .map(|line| line.split('\t').collect::<Vec<_>>())
                // '3-4' is a word with clitics, '5.1' one that is not written.
                .filter(|cells| cells[0].bytes().all(|byte| byte.is_ascii_digit()))
                .map(|cells| token(&cells))
                .collect::<Option<Sentence>>()
        })
        .filter(|sentence| is_tree(sentence))
        .collect()
}

fn token(cells: &[&str]) -> Option<Token> {
    let head: usize = cells.get(6)?.parse().ok()?;
    Some(Token {
        form: (*cells.get(1)?).to_owned(),
        lemma: (*cells.get(2)?).to_owned(),
        fine: Fine::from_treebank(cells.get(3)?, cells.get(4)?)?,
        head: head.checked_sub(1),
        relation: Relation::from_treebank(cells.get(7)?),
        fixed: false,
    })
}

fn is_tree(sentence: &[Token]) -> bool {
    let count = sentence.len();
    count > 0
        && sentence.iter().filter(|t| t.head.is_none()).count() == 1
        && (0..count).all(|start| {
            let mut at = start;
            (0..=count).any(|_| match sentence[at].head {
                None => true,
                Some(head) if head < count => {
                    at = head;
                    false
                }
                Some(_) => false,
            })
        })
}

/// The words as the parser gets them.
pub(super) fn words(sentence: &[Token]) -> Vec<Word<'_>> {
    sentence
        .iter()
        .map(|token| Word {
            form: &token.form,
            fixed: token.fixed.then(|| token.fine.tag()),
        })
        .collect()
}
