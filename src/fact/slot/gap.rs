//! Verbs left out in lists: 'Germany pledged €3 million, France €2 million and the EIB another €9 million'.

use super::{Collector, Slot};
use crate::{
    fact::analysis::{At, Unit},
    rules::frames::Role,
    syntax::Tag,
};

impl Collector<'_, '_> {
    /// An actor right before the sum, with no verb of its own, does what the verb before it says.
    pub(super) fn gap(&mut self) {
        let tree = self.analysis.tree(self.at);
        // Back over 'an initial', 'a total of', 'another' to the name.
        let small = |word: usize| {
            tree.words[word].unit == Unit::Token
                && (matches!(
                    tree.parse.tags[word],
                    Tag::Determiner | Tag::Adjective | Tag::Adverb
                ) || matches!(tree.lemmas[word].as_str(), "total" | "of" | "with" | ":"))
        };
        let mut last = self.at.word;
        while last > 0 && self.at.word - last < 4 && small(last - 1) {
            last -= 1;
        }
        let Some(last) = last.checked_sub(1) else {
            return;
        };
        if !self.is_actor(last) {
            return;
        }
        // Back over 'A, B and C'.
        let mut actors = vec![last];
        let mut first = last;
        while let Some(before) = first.checked_sub(1) {
            let listed = matches!(tree.lemmas[before].as_str(), "," | "and" | "&")
                && before > 0
                && self.is_actor(before - 1);
            let shared =
                listed && (tree.lemmas[before] != "," || actors.len() > 1 || last != first);
            if !shared {
                break;
            }
            first = before - 1;
            actors.push(first);
        }
        // What stands before the first of them ends another item.
        let mut before = first;
        while before > 0 && tree.parse.tags[before - 1] == Tag::Determiner {
            before -= 1;
        }
        // 'lend the Philippines up to €5 million'
        if let Some(verb) = before.checked_sub(1)
            && tree.parse.tags[verb] == Tag::Verb
            && let Some(frame) = self
                .rules
                .frames
                .of_verb(&tree.lemmas[verb])
                .find(|frame| frame.indirect_object == Role::Recipient)
        {
            let rule = frame.rule;
            for entity in self.entities(&actors) {
                self.add(Slot::Recipient, entity, "recipient:object", rule);
            }
            return;
        }
        let opens = before.checked_sub(1).is_none_or(|word| {
            matches!(
                tree.lemmas[word].as_str(),
                "," | ";" | ":" | "and" | "while" | "–" | "—" | "-" | "("
            )
        });
        if !opens {
            return;
        }
        let role = (0..first)
            .rev()
            .filter(|&word| tree.parse.tags[word] == Tag::Verb)
            .find_map(|word| {
                let frame = self.rules.frames.of_verb(&tree.lemmas[word]).next()?;
                Some(if frame.announces {
                    (Role::Announcer, frame.rule)
                } else {
                    (frame.subject, frame.rule)
                })
            });
        let sums_before = (0..first).any(|word| self.is_sum(word));
        let (role, rule) = match role {
            Some(found) if sums_before || tree.lemmas[..first].iter().any(|word| word == ":") => {
                found
            }
            _ => return,
        };
        for entity in self.entities(&actors) {
            match role {
                Role::Recipient => self.add(Slot::Recipient, entity, "recipient:gapped", rule),
                Role::Announcer => {
                    self.add(Slot::Payer, entity, "payer:gapped", rule);
                    self.add(Slot::Announcer, entity, "announcer:gapped", rule);
                }
                _ => self.add(Slot::Payer, entity, "payer:gapped", rule),
            }
        }
    }

    fn is_actor(&self, word: usize) -> bool {
        self.table
            .at(At { word, ..self.at })
            .iter()
            .any(|&entity| self.table.class(entity).is_actor())
    }

    pub(super) fn is_sum(&self, word: usize) -> bool {
        matches!(self.tree().words[word].unit, Unit::Amount(index)
            if matches!(self.analysis.reading.amounts[index].kind, crate::mention::Kind::Money(_)))
    }
}
