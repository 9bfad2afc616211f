//! Evidence from the setting of a sum: its paragraph, the sites it speaks of, and what sort of money it is.

use super::{Collector, DISCOURSE, Slot, is_subject};
use crate::{
    class::Class,
    fact::{
        EntityId,
        analysis::{Analysis, At},
        kind,
    },
    rules::{Rules, frames::Family},
};

impl Collector<'_, '_> {
    /// Who is spoken of in the paragraph of the sum, and who first.
    pub(super) fn paragraph(&mut self) {
        let sentences = &self.analysis.reading.segments.sentences;
        let block = sentences[self.at.sentence].block;
        let mut spoken: Vec<(usize, usize, EntityId)> = Vec::new();
        let mut headline: Vec<EntityId> = Vec::new();
        for id in self.table.ids() {
            let mentions = &self.table.draft(id).mentions;
            let own = mentions
                .iter()
                .filter(|mention| sentences[mention.at.sentence].block == block)
                .map(|mention| (mention.at.sentence, mention.at.word))
                .min();
            if let Some((sentence, word)) = own {
                spoken.push((sentence, word, id));
            }
            let leads = mentions.iter().any(|mention| {
                mention.at.sentence == 0 && is_subject(&self.analysis.trees[0], mention.at.word)
            });
            if leads {
                headline.push(id);
            }
        }
        spoken.sort_unstable();
        let organisations: Vec<EntityId> = spoken
            .iter()
            .map(|(_, _, id)| *id)
            .filter(|&id| self.table.class(id).is_organisation())
            .collect();
        let mut said: Vec<Class> = Vec::new();
        for (sentence, _, id) in spoken {
            let class = self.table.class(id);
            self.everywhere(id, "same-paragraph");
            let family = if class.is_organisation() {
                Class::Organisation
            } else {
                class
            };
            if !said.contains(&family) {
                said.push(family);
                self.everywhere(id, "first-of-paragraph");
            }
            if organisations == [id] {
                self.everywhere(id, "alone-in-paragraph");
            }
            if sentence < self.at.sentence && organisations.last() == Some(&id) {
                self.everywhere(id, "last-of-paragraph");
            }
        }
        for id in headline {
            self.everywhere(id, "headline-subject");
        }
    }

    /// Whose site the sentence speaks of, or the one before it.
    pub(super) fn bonds(&mut self) {
        let sites: Vec<(EntityId, usize)> = self
            .table
            .ids()
            .filter(|&id| self.table.class(id) == Class::Facility)
            .filter_map(|id| {
                let distance = self
                    .table
                    .draft(id)
                    .mentions
                    .iter()
                    .filter_map(|mention| self.at.sentence.checked_sub(mention.at.sentence))
                    .min()?;
                Some((id, distance))
            })
            .collect();
        let organisations: Vec<EntityId> = self
            .table
            .ids()
            .filter(|&id| self.table.class(id).is_organisation())
            .collect();
        for actor in organisations {
            let nearest = sites
                .iter()
                .filter(|(site, _)| self.bonds.has(actor, *site))
                .map(|(_, distance)| *distance)
                .min();
            match nearest {
                Some(0) => self.everywhere(actor, "owns-site-here"),
                Some(1) => self.everywhere(actor, "owns-site-before"),
                Some(_) => self.everywhere(actor, "owns-site"),
                None => {}
            }
        }
    }

    /// Tells each candidate what sort of money the sum is.
    pub(super) fn family(&mut self) {
        let feature = match family(self.analysis, self.rules, self.at) {
            Some(Family::Outlay) => "family-outlay",
            Some(Family::Cost) => "family-cost",
            Some(Family::Aid) => "family-aid",
            Some(Family::Credit) => "family-credit",
            Some(Family::Equity) => "family-equity",
            Some(Family::Pot) => "family-pot",
            Some(Family::Pledge) => "family-pledge",
            Some(Family::Deal) => "family-deal",
            None => "family-none",
        };
        for id in self.table.ids() {
            self.everywhere(id, feature);
        }
    }

    /// Adds a feature for every slot that the entity may fill.
    fn everywhere(&mut self, id: EntityId, feature: &'static str) {
        for slot in Slot::ALL {
            self.add(slot, id, feature, DISCOURSE);
        }
    }
}

/// What sort of money the words around a sum speak of: those it hangs on first, then those beside it.
pub fn family(analysis: &Analysis, rules: &Rules, at: At) -> Option<Family> {
    let tree = analysis.tree(at);
    let of = |word: usize| {
        rules
            .money_families
            .at(&tree.lemmas[word..(word + 2).min(tree.lemmas.len())])
            .map(|found| *found.value)
    };
    let above = kind::path(tree, at.word)
        .into_iter()
        .take(4)
        .find_map(|(word, _)| of(word));
    let below = tree.children[at.word].iter().find_map(|&word| of(word));
    let beside = || {
        let mut words: Vec<usize> = (0..tree.words.len())
            .filter(|&word| word != at.word)
            .collect();
        words.sort_by_key(|word| word.abs_diff(at.word));
        words.into_iter().take(16).find_map(of)
    };
    below.or(above).or_else(beside)
}
