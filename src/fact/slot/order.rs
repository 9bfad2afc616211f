//! Evidence from the order of words and from the discourse.

use super::*;

impl Collector<'_, '_> {
    /// The order of words: what stands left and right of the sum, which prepositions and verbs stand between. Where the parser
    /// slips, this remains.
    pub(super) fn linear(&mut self) {
        let table = self.table;
        let tree = self.analysis.tree(self.at);
        let here = self.at.word;
        let is_sum = |word: usize| self.is_sum(word);
        let left_sum = (0..here).rev().find(|&word| is_sum(word));
        let right_sum = (here + 1..tree.words.len()).find(|&word| is_sum(word));
        let mut seen_left: Vec<Class> = Vec::new();
        let mut found: Vec<(EntityId, &'static str, RuleId)> = Vec::new();
        let family = |class: Class| {
            if class.is_organisation() {
                Class::Organisation
            } else {
                class
            }
        };
        // The nearest verb with a frame to the left, in the same clause.
        let verb = (left_sum.map_or(0, |sum| sum + 1)..here)
            .rev()
            .find(|&word| {
                tree.parse.tags[word] == Tag::Verb
                    && self
                        .rules
                        .frames
                        .of_verb(&tree.lemmas[word])
                        .next()
                        .is_some()
            });
        let subject_role = verb
            .filter(|&verb| !clause::is_passive(tree, verb))
            .and_then(|verb| self.rules.frames.of_verb(&tree.lemmas[verb]).next())
            .map(|frame| (frame.subject, frame.rule));
        let mut verb_subject = false;
        for word in (0..here).rev() {
            // 'its' in 'for its part' is nobody's subject.
            if tree.parse.tags[word] == Tag::Pronoun
                && matches!(
                    tree.lemmas[word].as_str(),
                    "its" | "their" | "his" | "her" | "our" | "my"
                )
            {
                continue;
            }
            let governed = (0..word)
                .rev()
                .find(|&before| {
                    !matches!(tree.parse.tags[before], Tag::Determiner | Tag::Adjective)
                })
                .is_some_and(|before| tree.parse.tags[before] == Tag::Adposition);
            let entities = table.at(At { word, ..self.at });
            for &entity in entities {
                let class = family(table.class(entity));
                let crossed = left_sum.is_some_and(|sum| word < sum);
                if !seen_left.contains(&class) {
                    found.push((
                        entity,
                        if crossed { "left-over-sum" } else { "left" },
                        DISCOURSE,
                    ));
                }
                let only_small = (word + 1..here).all(|between| {
                    matches!(
                        tree.parse.tags[between],
                        Tag::Determiner
                            | Tag::Adjective
                            | Tag::Adverb
                            | Tag::Punctuation
                            | Tag::Pronoun
                            | Tag::CoordinatingConjunction
                    ) || tree.lemmas[between] == "'s"
                });
                if only_small {
                    found.push((entity, "adjacent", DISCOURSE));
                }
                if let (Some(verb), Some((role, rule))) = (verb, subject_role)
                    && word < verb
                    && !governed
                    && (!verb_subject || tree.first_conjunct(word) != word)
                    && table.class(entity).is_actor()
                {
                    verb_subject = true;
                    found.push((
                        entity,
                        match role {
                            Role::Payer => "verb-gives",
                            Role::Recipient => "verb-gets",
                            Role::Announcer => "verb-tells",
                            _ => "verb-other",
                        },
                        rule,
                    ));
                }
                if word + 1 < tree.words.len()
                    && matches!(tree.lemmas[word + 1].as_str(), "'s" | "’s" | "'" | "’")
                    && !crossed
                {
                    found.push((entity, "left-possessive", DISCOURSE));
                }
            }
            for &entity in entities {
                seen_left.push(family(table.class(entity)));
            }
        }
        let mut seen_right: Vec<Class> = Vec::new();
        for word in here + 1..tree.words.len() {
            let entities = table.at(At { word, ..self.at });
            let crossed = right_sum.is_some_and(|sum| word > sum);
            let preposition = tree.lemmas[here + 1..word]
                .iter()
                .rev()
                .take(5)
                .find(|lemma| {
                    matches!(
                        lemma.as_str(),
                        "to" | "for"
                            | "in"
                            | "into"
                            | "from"
                            | "by"
                            | "under"
                            | "of"
                            | "with"
                            | "on"
                            | "through"
                    )
                });
            for &entity in entities {
                let class = family(table.class(entity));
                if !seen_right.contains(&class) {
                    found.push((
                        entity,
                        if crossed { "right-over-sum" } else { "right" },
                        DISCOURSE,
                    ));
                    if !crossed && let Some(preposition) = preposition {
                        found.push((
                            entity,
                            match preposition.as_str() {
                                "to" => "right-to",
                                "for" => "right-for",
                                "in" => "right-in",
                                "into" => "right-into",
                                "from" => "right-from",
                                "by" => "right-by",
                                "under" => "right-under",
                                "of" => "right-of",
                                "with" => "right-with",
                                "through" => "right-through",
                                _ => "right-on",
                            },
                            DISCOURSE,
                        ));
                    }
                }
            }
            for &entity in entities {
                seen_right.push(family(table.class(entity)));
            }
        }
        // Those listed with an entity share its place.
        let mut shared = Vec::new();
        for (entity, feature, rule) in &found {
            for mention in self
                .table
                .draft(*entity)
                .mentions
                .iter()
                .filter(|mention| mention.at.sentence == self.at.sentence)
            {
                let first = tree.first_conjunct(mention.at.word);
                for word in tree.coordinated(first) {
                    for &mate in table.at(At { word, ..self.at }) {
                        shared.push((mate, *feature, *rule));
                    }
                }
            }
        }
        for (entity, feature, rule) in found.into_iter().chain(shared) {
            for slot in Slot::ALL {
                self.add(slot, entity, feature, rule);
            }
        }
    }

    /// Evidence that no grammar states: nearness, salience, the headline.
    pub(super) fn discourse(&mut self) {
        let ids: Vec<EntityId> = self.table.ids().collect();
        let mut ranks: BTreeMap<Class, Vec<(usize, EntityId)>> = BTreeMap::new();
        for &id in &ids {
            let draft = self.table.draft(id);
            ranks
                .entry(draft.class)
                .or_default()
                .push((draft.mentions.len(), id));
        }
        for list in ranks.values_mut() {
            list.sort_by_key(|(count, id)| (std::cmp::Reverse(*count), *id));
        }
        for id in ids {
            let draft = self.table.draft(id);
            let Some(distance) = draft
                .mentions
                .iter()
                .map(|mention| self.at.sentence.abs_diff(mention.at.sentence))
                .min()
            else {
                continue;
            };
            let before = draft.mentions.iter().any(|mention| {
                mention.at.sentence < self.at.sentence
                    || (mention.at.sentence == self.at.sentence && mention.at.word < self.at.word)
            });
            let subject = draft.mentions.iter().any(|mention| {
                mention.at.sentence == self.at.sentence && is_subject(self.tree(), mention.at.word)
            });
            let previous_subject = draft.mentions.iter().any(|mention| {
                mention.at.sentence + 1 == self.at.sentence
                    && is_subject(&self.analysis.trees[mention.at.sentence], mention.at.word)
            });
            let rank = ranks[&draft.class]
                .iter()
                .position(|(_, other)| *other == id)
                .unwrap_or(9);
            let nearest = self.is_nearest(id);
            let headline = draft
                .mentions
                .iter()
                .any(|mention| mention.at.sentence == 0);
            if draft.class == Class::Programme && self.introduced_after(id) {
                self.add(Slot::Programme, id, "introduced-after", DISCOURSE);
            }
            for slot in Slot::ALL {
                if !slot.takes(draft.class) {
                    continue;
                }
                self.add(
                    slot,
                    id,
                    match distance {
                        0 => "same-sentence",
                        1 if before => "sentence-before",
                        1 => "sentence-after",
                        2 | 3 => "near",
                        _ => "far",
                    },
                    DISCOURSE,
                );
                if subject {
                    self.add(slot, id, "subject-of-sentence", DISCOURSE);
                }
                if previous_subject {
                    self.add(slot, id, "subject-before", DISCOURSE);
                }
                if rank == 0 {
                    self.add(slot, id, "most-mentioned", DISCOURSE);
                }
                if ranks[&draft.class].len() == 1 {
                    self.add(slot, id, "only-one", DISCOURSE);
                }
                if nearest {
                    self.add(slot, id, "nearest", DISCOURSE);
                }
                if headline {
                    self.add(slot, id, "headline", DISCOURSE);
                }
                self.add(
                    slot,
                    id,
                    match draft.class {
                        Class::Person => "is-person",
                        Class::Company => "is-company",
                        Class::PublicBody => "is-public-body",
                        Class::Programme => "is-programme",
                        Class::Facility => "is-facility",
                        _ => "is-other",
                    },
                    DISCOURSE,
                );
            }
        }
    }

    /// '... will invest 200 billion euros. Of this ... Referred to as InvestAI, this initiative ...': the text's first programme is
    /// named soon after the sum and not before it.
    pub(super) fn introduced_after(&self, id: EntityId) -> bool {
        let first = |id: EntityId| {
            self.table
                .draft(id)
                .mentions
                .iter()
                .map(|mention| mention.at)
                .min()
        };
        let Some(own) = first(id) else { return false };
        own.sentence > self.at.sentence
            && own.sentence <= self.at.sentence + 3
            && self
                .table
                .ids()
                .filter(|&other| other != id && self.table.class(other) == Class::Programme)
                .all(|other| first(other).is_none_or(|other| other >= own))
    }

    /// Whether no other entity of the class stands nearer to the sum in its sentence.
    pub(super) fn is_nearest(&self, id: EntityId) -> bool {
        let class = self.table.class(id);
        let distance = |id: EntityId| {
            self.table
                .draft(id)
                .mentions
                .iter()
                .filter(|mention| mention.at.sentence == self.at.sentence)
                .map(|mention| mention.at.word.abs_diff(self.at.word))
                .min()
        };
        distance(id).is_some_and(|own| {
            self.table
                .ids()
                .filter(|&other| other != id && self.table.class(other) == class)
                .all(|other| distance(other).is_none_or(|other| other > own))
        })
    }
}
