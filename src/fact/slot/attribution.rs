//! Who a sentence is ascribed to: 'X is paid, the ministry said', 'said Commissioner Y', 'according to Z'.

use super::{Collector, SPEECH, Slot};
use crate::{
    fact::{EntityId, analysis::At, clause},
    syntax::Tag,
};

/// Verbs that ascribe what stands beside them.
const ASCRIBES: &[&str] = &[
    "say", "tell", "add", "explain", "state", "announce", "confirm", "report", "note", "write",
    "declare", "stress", "reveal", "disclose",
];
/// Words between such a verb and the name behind it: 'said its new chief executive, A'.
const BEHIND: usize = 5;

impl Collector<'_, '_> {
    /// The sources named outside the clause of the sum; those above it are found while climbing.
    pub(super) fn attribution(&mut self) {
        let tree = self.analysis.tree(self.at);
        let mut sources: Vec<EntityId> = Vec::new();
        for verb in 0..tree.words.len() {
            let lemma = tree.lemmas[verb].as_str();
            if lemma == "according" {
                sources.extend(self.behind(verb));
                continue;
            }
            if tree.parse.tags[verb] != Tag::Verb
                || !ASCRIBES.contains(&lemma)
                || tree.is_under(self.at.word, verb)
            {
                continue;
            }
            let subjects = self.entities(&clause::actors(tree, verb));
            if subjects.is_empty() {
                sources.extend(self.behind(verb));
            } else {
                sources.extend(subjects);
            }
        }
        for source in sources {
            self.add(Slot::Announcer, source, "announcer:source", SPEECH);
            self.add(Slot::Payer, source, "speaker", SPEECH);
        }
    }

    /// The first actor right behind a word.
    fn behind(&self, word: usize) -> Option<EntityId> {
        let tree = self.analysis.tree(self.at);
        let end = (word + 1 + BEHIND).min(tree.words.len());
        (word + 1..end)
            .take_while(|&next| {
                tree.parse.tags[next] != Tag::Verb
                    && !matches!(tree.lemmas[next].as_str(), ";" | ".")
            })
            .find_map(|next| {
                self.table
                    .at(At {
                        word: next,
                        ..self.at
                    })
                    .iter()
                    .copied()
                    .find(|&entity| self.table.class(entity).is_actor())
            })
    }
}
