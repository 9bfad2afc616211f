//! Where things are: prepositions, commas, adjectives of places, seats.

use super::*;

pub(super) const IN: RuleId = RuleId::of_mechanism("mechanism/located-in");
const COMMA: RuleId = RuleId::of_mechanism("mechanism/place-comma-place");
const ADJECTIVE: RuleId = RuleId::of_mechanism("mechanism/adjective-of-place");

impl Relations<'_, '_> {
    /// Whether an entity can be where something lies.
    pub(super) fn is_location(&self, entity: EntityId) -> bool {
        match self.class(entity) {
            Class::Place => true,
            Class::PublicBody => {
                self.table
                    .draft(entity)
                    .known(self.rules)
                    .is_some_and(|entry| {
                        entry.territory.is_some()
                            || matches!(
                                entry.kind.as_str(),
                                "country" | "state" | "union" | "region" | "province"
                            )
                    })
                    || !self.table.draft(entity).name.contains(' ')
            }
            _ => false,
        }
    }

    pub(super) fn locations(&mut self, at: At) {
        let analysis = self.analysis;
        let tree = analysis.tree(at);
        let subjects: Vec<EntityId> = self.table.at(at).to_vec();
        let locatable = |class: Class| {
            matches!(
                class,
                Class::Facility
                    | Class::Company
                    | Class::Organisation
                    | Class::Event
                    | Class::Place
                    | Class::PublicBody
            )
        };
        let sites: Vec<EntityId> = subjects
            .iter()
            .copied()
            .filter(|&entity| self.class(entity) == Class::Facility)
            .collect();
        if !sites.is_empty() {
            for place in places_of(analysis, at) {
                for location in self.entities(tree, at, &[place.word]) {
                    if self.is_location(location) {
                        for &site in &sites {
                            self.add(site, Predicate::LocatedIn, location, at, IN, 0.85);
                        }
                    }
                }
            }
        }
        if !subjects.is_empty() && self.is_named_or_site(at) {
            for (case, word) in clause::prepositional(tree, at.word) {
                let inside = matches!(case.as_str(), "in" | "at" | "near" | "outside");
                let of = case == "of" && matches!(tree.words[at.word].unit, Unit::Name(_));
                let direct = tree
                    .head(word)
                    .is_some_and(|(head, _)| head == at.word || tree.first_conjunct(word) != word);
                if !(inside || of) || word < at.word || !direct || self.follows_place(at, word) {
                    continue;
                }
                let own_place: Vec<EntityId> = phrase::phrase(analysis, at)
                    .modifiers
                    .iter()
                    .flat_map(|&modifier| {
                        self.table
                            .at(At {
                                word: modifier,
                                ..at
                            })
                            .iter()
                            .copied()
                    })
                    .filter(|&entity| self.class(entity) == Class::Place)
                    .collect();
                for place in self.entities(tree, at, &[word]) {
                    // 'the Aalborg plant in Denmark': Denmark is where Aalborg is.
                    if let Some(&inner) = own_place
                        .first()
                        .filter(|&&inner| inner != place && self.is_location(place))
                    {
                        self.add(inner, Predicate::LocatedIn, place, at, IN, 0.8);
                        continue;
                    }
                    for &subject in &subjects {
                        if self.is_location(place) && locatable(self.class(subject)) {
                            self.add(
                                subject,
                                Predicate::LocatedIn,
                                place,
                                at,
                                IN,
                                if inside { 0.85 } else { 0.7 },
                            );
                        }
                    }
                }
            }
            // 'Toshiba of Japan'
            if tree
                .lemmas
                .get(at.word + 1)
                .is_some_and(|word| word == "of")
                && at.word + 2 < tree.words.len()
                && matches!(tree.words[at.word].unit, Unit::Name(_))
            {
                for place in self.entities(tree, at, &[at.word + 2]) {
                    for &subject in &subjects {
                        if self.class(subject) == Class::Company && self.is_location(place) {
                            self.add(subject, Predicate::LocatedIn, place, at, IN, 0.8);
                        }
                    }
                }
            }
            self.adjective(at, &subjects);
            for possessor in tree.dependents(at.word, &[Relation::Possessor]) {
                for place in self.entities(tree, at, &[possessor]) {
                    for &subject in &subjects {
                        if self.class(subject) == Class::Company
                            && self.is_location(place)
                            && matches!(tree.words[at.word].unit, Unit::Name(_))
                        {
                            self.add(subject, Predicate::LocatedIn, place, at, ADJECTIVE, 0.75);
                        }
                    }
                }
            }
        }
        // 'Boise, Idaho'; 'Wrocław in Poland'; 'Kulim, in the state of Kedah'
        if let Unit::Name(_) = tree.words[at.word].unit {
            let between: Vec<&str> = tree.lemmas[at.word + 1..]
                .iter()
                .take(6)
                .map(String::as_str)
                .collect();
            let skipped = match between.as_slice() {
                [",", "in", "the", "state" | "province" | "region", "of", ..] => 5,
                [",", "in", ..] => 2,
                ["in", "the", "state" | "province" | "region", "of", ..] => 4,
                ["," | "in", ..] => 1,
                _ => return,
            };
            for &inner in &subjects {
                for outer in self.entities(
                    tree,
                    at,
                    &[at.word + 1 + skipped]
                        .into_iter()
                        .filter(|word| *word < tree.words.len())
                        .collect::<Vec<_>>(),
                ) {
                    if self.class(inner) == Class::Place
                        && !self.is_country(inner)
                        && self.is_location(outer)
                        && (self.is_larger(outer) || skipped > 1 || between[0] == "in")
                        && !self.in_list(at, skipped)
                    {
                        self.add(inner, Predicate::LocatedIn, outer, at, COMMA, 0.9);
                    }
                }
            }
        }
    }

    pub(super) fn is_country(&self, entity: EntityId) -> bool {
        self.table
            .draft(entity)
            .known(self.rules)
            .is_some_and(|entry| entry.kind == "country" || entry.kind == "government")
    }

    /// 'Arkansas, Texas and Idaho' is a list, no chain.
    pub(super) fn in_list(&self, at: At, skipped: usize) -> bool {
        let tree = self.analysis.tree(at);
        skipped == 1
            && tree.lemmas[at.word + 1] == ","
            && tree
                .head(at.word + 2)
                .is_some_and(|(_, relation)| relation == Relation::Conjunct)
            && tree
                .lemmas
                .get(at.word + 3)
                .is_some_and(|word| word == "and" || word == ",")
            && tree.lemmas[at.word + 3..]
                .iter()
                .take(3)
                .any(|word| word == "and")
    }

    /// 'near Wrocław in Poland': Poland says where Wrocław is.
    pub(super) fn follows_place(&self, at: At, word: usize) -> bool {
        let tree = self.analysis.tree(at);
        let before = word.checked_sub(2).filter(|before| {
            *before > at.word && matches!(tree.lemmas[before + 1].as_str(), "in" | ",")
        });
        before.is_some_and(|before| {
            self.table
                .at(At { word: before, ..at })
                .iter()
                .any(|&entity| self.class(entity) == Class::Place)
        })
    }

    /// States and countries may stand after a comma; a list of cities is no chain.
    pub(super) fn is_larger(&self, entity: EntityId) -> bool {
        self.table
            .draft(entity)
            .known(self.rules)
            .is_some_and(|entry| entry.kind != "city" || entry.territory.is_some())
    }

    /// A location said of a pronoun or 'the company' is seldom its seat.
    pub(super) fn is_named_or_site(&self, at: At) -> bool {
        matches!(self.analysis.tree(at).words[at.word].unit, Unit::Name(_))
            || self
                .table
                .at(at)
                .iter()
                .any(|&entity| matches!(self.class(entity), Class::Facility | Class::Event))
    }

    /// 'Finnish battery maker Keliber', 'Dutch data centres', 'Boston-based Acme'.
    pub(super) fn adjective(&mut self, at: At, subjects: &[EntityId]) {
        let analysis = self.analysis;
        let tree = analysis.tree(at);
        let phrase = phrase::phrase(analysis, at);
        for &word in &phrase.modifiers {
            let place = match tree.words[word].unit {
                Unit::Name(index) if analysis.names.names[index].demonym => analysis.names.names
                    [index]
                    .entries
                    .iter()
                    .find_map(|entry| {
                        let known = self.rules.gazetteer.entry(*entry);
                        self.table.ids().find(|&id| {
                            self.table
                                .draft(id)
                                .known(self.rules)
                                .is_some_and(|other| other.id == known.id)
                        })
                    }),
                Unit::Name(_) => self
                    .table
                    .at(At { word, ..at })
                    .iter()
                    .copied()
                    .find(|&entity| self.class(entity) == Class::Place),
                _ => None,
            };
            let Some(place) = place else { continue };
            for &subject in subjects {
                let fits = match self.class(subject) {
                    Class::Facility => true,
                    Class::Company => self.is_location(place),
                    _ => false,
                };
                if fits {
                    self.add(subject, Predicate::LocatedIn, place, at, ADJECTIVE, 0.7);
                }
            }
        }
    }

    /// 'has its headquarters in Paris'
    pub(super) fn seat(&mut self, at: At) {
        let tree = self.analysis.tree(at);
        if !matches!(
            tree.lemmas[at.word].as_str(),
            "headquarters" | "headquarter" | "seat"
        ) {
            return;
        }
        let mut owners: Vec<usize> = tree.dependents(at.word, &[Relation::Possessor]).collect();
        if let Some((head, Relation::Object)) = tree.head(at.word) {
            owners.extend(clause::actors(tree, head));
        }
        let owners = self.entities(tree, at, &owners);
        let places: Vec<usize> = clause::prepositional(tree, at.word)
            .into_iter()
            .chain(
                tree.head(at.word)
                    .map(|(head, _)| clause::prepositional(tree, head))
                    .unwrap_or_default(),
            )
            .filter(|(case, _)| case == "in")
            .map(|(_, word)| word)
            .collect();
        for place in self.entities(tree, at, &places) {
            for &owner in &owners {
                if self.class(owner).is_organisation() && self.is_location(place) {
                    self.add(owner, Predicate::LocatedIn, place, at, IN, 0.8);
                }
            }
        }
    }

    /// A site without a place lies in the first place that its sentence names after it with 'in', 'at' or 'near'.
    pub(super) fn nearest_places(&mut self) {
        let analysis = self.analysis;
        for site in self
            .table
            .ids()
            .filter(|&id| matches!(self.table.class(id), Class::Facility | Class::Event))
        {
            if self
                .found
                .iter()
                .any(|fact| fact.subject == site && fact.predicate == Predicate::LocatedIn)
            {
                continue;
            }
            let mut mentions: Vec<At> = self
                .table
                .draft(site)
                .mentions
                .iter()
                .map(|mention| mention.at)
                .collect();
            mentions.dedup();
            'mentions: for at in mentions {
                let tree = analysis.tree(at);
                for word in at.word + 1..tree.words.len().min(at.word + 14) {
                    let here = At { word, ..at };
                    let entities = self.table.at(here);
                    if entities
                        .iter()
                        .any(|&entity| self.class(entity) == Class::Facility && entity != site)
                        || matches!(tree.lemmas[word].as_str(), ";" | "while" | "whereas")
                    {
                        break;
                    }
                    let introduced = tree.lemmas[at.word..word]
                        .iter()
                        .rev()
                        .take(4)
                        .find(|lemma| {
                            matches!(
                                lemma.as_str(),
                                "in" | "at"
                                    | "near"
                                    | "outside"
                                    | "of"
                                    | "from"
                                    | "to"
                                    | "with"
                                    | "by"
                                    | "for"
                            )
                        })
                        .is_some_and(|lemma| {
                            matches!(lemma.as_str(), "in" | "at" | "near" | "outside")
                        });
                    if introduced
                        && let Some(&place) = entities.iter().find(|&&entity| {
                            self.is_location(entity)
                                && matches!(tree.words[word].unit, Unit::Name(_))
                        })
                    {
                        self.add(site, Predicate::LocatedIn, place, at, IN, 0.6);
                        break 'mentions;
                    }
                }
            }
        }
    }

    /// 'Keliber, a Finnish battery maker': the adjective of an apposition tells where the name is.
    pub(super) fn appositions(&mut self) {
        let analysis = self.analysis;
        for at in analysis.all() {
            let tree = analysis.tree(at);
            if !matches!(tree.words[at.word].unit, Unit::Name(_)) {
                continue;
            }
            let subjects: Vec<EntityId> = self
                .table
                .at(at)
                .iter()
                .copied()
                .filter(|&entity| self.class(entity) == Class::Company)
                .collect();
            let beside: Vec<usize> = tree
                .dependents(at.word, &[Relation::Apposition, Relation::Compound])
                .chain(
                    tree.head(at.word)
                        .filter(|(_, relation)| *relation == Relation::Apposition)
                        .map(|(head, _)| head),
                )
                .collect();
            for word in beside {
                if tree.parse.tags[word] == Tag::Noun {
                    self.adjective(At { word, ..at }, &subjects);
                }
            }
        }
    }
}
