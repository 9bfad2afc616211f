//! How often a model is right.

use std::fmt;

use super::conllu::{Sentence, words};
use crate::syntax::{Model, Relation, parse};

/// Counts over a treebank.
#[derive(Clone, Debug, Default)]
pub struct Report {
    words: usize,
    tags: usize,
    heads: usize,
    basic: usize,
    full: usize,
    /// For each relation: in the treebank, in the parse, in both with the same head.
    relations: Vec<[usize; 3]>,
}

/// Parses every sentence and compares. Punctuation counts as all words do.
pub fn evaluate(model: &Model, sentences: &[Sentence]) -> Report {
    let mut report = Report {
        relations: vec![[0; 3]; Relation::ALL.len()],
        ..Report::default()
    };
    for sentence in sentences {
        let parse = parse(&words(sentence), model);
        for (at, right) in sentence.iter().enumerate() {
            let relation = parse.relations[at];
            let same_head = parse.heads[at] == right.head;
            report.words += 1;
            report.tags += usize::from(parse.tags[at] == right.fine.tag());
            report.heads += usize::from(same_head);
            report.basic += usize::from(same_head && basic(relation) == basic(right.relation));
            report.full += usize::from(same_head && relation == right.relation);
            report.relations[right.relation as usize][0] += 1;
            report.relations[relation as usize][1] += 1;
            report.relations[relation as usize][2] +=
                usize::from(same_head && relation == right.relation);
        }
    }
    report
}

fn basic(relation: Relation) -> &'static str {
    relation.label().split(':').next().unwrap_or_default()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |count: usize, of: usize| 100.0 * count as f64 / of.max(1) as f64;
        writeln!(
            f,
            "{} words: UPOS {:.2}, UAS {:.2}, LAS {:.2}, LAS with our subtypes {:.2}",
            self.words,
            share(self.tags, self.words),
            share(self.heads, self.words),
            share(self.basic, self.words),
            share(self.full, self.words)
        )?;
        let mut order: Vec<usize> = (0..self.relations.len()).collect();
        order.sort_by_key(|at| (std::cmp::Reverse(self.relations[*at][0]), *at));
        for at in order.into_iter().filter(|at| self.relations[*at][0] > 0) {
            let [gold, found, both] = self.relations[at];
            writeln!(
                f,
                "  {:<14} {gold:>5}  precision {:>5.1}  recall {:>5.1}  F1 {:>5.1}",
                Relation::ALL[at].label(),
                share(both, found),
                share(both, gold),
                share(2 * both, gold + found)
            )?;
        }
        Ok(())
    }
}
