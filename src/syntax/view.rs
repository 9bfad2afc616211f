//! A parse as questions: who does what to whom, through passives, control, coordination and relative clauses.

use std::ops::Range;

use super::{Inflection, Parse, Relation, Tag, Word};

/// A parse with its words, ready to be asked. Words are given and returned as indexes into the sentence; an index past its
/// end has no children and no head.
#[derive(Clone, Debug)]
pub struct View<'s> {
    words: &'s [Word<'s>],
    parse: &'s Parse,
    /// Children of word `i`: `children[starts[i]..starts[i + 1]]`.
    children: Vec<usize>,
    starts: Vec<usize>,
    spans: Vec<(usize, usize)>,
}

/// What the subject of a verb is to it in meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubjectKind {
    /// It acts: 'Canada invests'.
    Active,
    /// It is acted on: 'the port was built'.
    Passive,
}

/// A noun phrase that depends on a verb or noun with a preposition, or bare ('last year').
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Complement {
    /// Its head.
    pub word: usize,
    /// Its preposition.
    pub case: Option<usize>,
}

/// Longest chain of verbs that is followed for a subject.
const DEPTH: usize = 6;

impl<'s> View<'s> {
    /// Indexes the parse of these words.
    pub fn new(words: &'s [Word<'s>], parse: &'s Parse) -> Self {
        let count = words.len().min(parse.heads.len());
        let mut starts = vec![0; count + 1];
        let head_of = |word: usize| parse.heads[word].filter(|head| *head < count);
        for head in (0..count).filter_map(head_of) {
            starts[head + 1] += 1;
        }
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        let mut free = starts.clone();
        let mut children = vec![0; starts[count]];
        for word in 0..count {
            if let Some(head) = head_of(word) {
                children[free[head]] = word;
                free[head] += 1;
            }
        }
        let mut view = Self {
            words,
            parse,
            children,
            starts,
            spans: (0..count).map(|word| (word, word)).collect(),
        };
        view.widen_spans();
        view
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The word as written; empty past the end.
    pub fn form(&self, word: usize) -> &'s str {
        self.words.get(word).map_or("", |word| word.form)
    }

    /// Its part of speech.
    pub fn tag(&self, word: usize) -> Tag {
        self.parse.tags.get(word).copied().unwrap_or(Tag::Other)
    }

    /// Its inflection.
    pub fn inflection(&self, word: usize) -> Inflection {
        self.parse
            .inflections
            .get(word)
            .copied()
            .unwrap_or_default()
    }

    /// What it is to its head.
    pub fn relation(&self, word: usize) -> Relation {
        self.parse
            .relations
            .get(word)
            .copied()
            .unwrap_or(Relation::Unspecified)
    }

    /// The word it depends on; `None` for the root.
    pub fn head(&self, word: usize) -> Option<usize> {
        self.parse.heads.get(word).copied().flatten()
    }

    /// The root of the sentence.
    pub fn root(&self) -> Option<usize> {
        (0..self.len()).find(|word| self.head(*word).is_none())
    }

    /// The words that depend on it, in text order.
    pub fn children(&self, word: usize) -> &[usize] {
        match (self.starts.get(word), self.starts.get(word + 1)) {
            (Some(start), Some(end)) => &self.children[*start..*end],
            _ => &[],
        }
    }

    /// The dependents that stand in one of these relations to it, in text order.
    pub fn children_as(&self, word: usize, relations: &[Relation]) -> impl Iterator<Item = usize> {
        self.children(word)
            .iter()
            .copied()
            .filter(|child| relations.contains(&self.relation(*child)))
    }

    /// The first dependent in this relation.
    pub fn child(&self, word: usize, relation: Relation) -> Option<usize> {
        self.children_as(word, &[relation]).next()
    }

    /// The stretch of words that it governs, with itself.
    pub fn span(&self, word: usize) -> Range<usize> {
        self.spans
            .get(word)
            .map_or(word..word, |(first, last)| *first..*last + 1)
    }

    /// The noun with what stands before it and its parts: article, adjectives, compounds, numbers, possessor; without
    /// preposition, relative clauses and complements.
    pub fn noun_phrase(&self, noun: usize) -> Range<usize> {
        let is_part = |child: &usize| {
            matches!(
                self.relation(*child),
                Relation::Determiner
                    | Relation::AdjectivalModifier
                    | Relation::Compound
                    | Relation::NumericModifier
                    | Relation::Possessor
                    | Relation::Flat
                    | Relation::NominalDescription
            )
        };
        let mut range = noun..noun + 1;
        for child in self.children(noun).iter().copied().filter(is_part) {
            let part = self.span(child);
            range = range.start.min(part.start)..range.end.max(part.end);
        }
        range
    }

    /// Its head, the head of that, up to the root.
    pub fn governors(&self, word: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.head(word), |at| self.head(*at)).take(self.len())
    }

    /// The words on the way through the tree from one to the other, both included, and the place in it of the topmost.
    pub fn path(&self, from: usize, to: usize) -> Option<(Vec<usize>, usize)> {
        if from >= self.len() || to >= self.len() {
            return None;
        }
        let mut way: Vec<usize> = std::iter::once(from).chain(self.governors(from)).collect();
        let mut down = Vec::new();
        for at in std::iter::once(to).chain(self.governors(to)) {
            if let Some(top) = way.iter().position(|other| *other == at) {
                way.truncate(top + 1);
                way.extend(down.iter().rev());
                return Some((way, top));
            }
            down.push(at);
        }
        None
    }

    /// The words coordinated with it, itself included, in text order: 'A', 'B' and 'C' of 'A, B and C'.
    pub fn conjuncts(&self, word: usize) -> Vec<usize> {
        let mut first = word;
        for _ in 0..self.len() {
            match self.head(first) {
                Some(head) if self.relation(first) == Relation::Conjunct => first = head,
                _ => break,
            }
        }
        let mut all = self.with_conjuncts(first);
        all.sort_unstable();
        all
    }

    /// Whether the verb is in the passive: 'was funded', 'funded by', 'the port built in May'.
    pub fn is_passive(&self, verb: usize) -> bool {
        self.is_passive_within(verb, DEPTH)
    }

    /// The subjects of a verb (or of a predicate noun or adjective) with what is coordinated with them: its own, that of the verb
    /// it is coordinated with or that controls it ('plans to invest'), the antecedent of its relative or participle clause.
    pub fn subjects(&self, verb: usize) -> Vec<(usize, SubjectKind)> {
        let mut found = Vec::new();
        self.collect_subjects(verb, DEPTH, &mut found);
        let kind = if self.is_passive(verb) {
            SubjectKind::Passive
        } else {
            SubjectKind::Active
        };
        found.into_iter().map(|word| (word, kind)).collect()
    }

    /// The direct objects of a verb with what is coordinated with them; of a relative clause its antecedent
    /// ('the fund that Canada created').
    pub fn objects(&self, verb: usize) -> Vec<usize> {
        let mut found = Vec::new();
        for object in self.children_as(verb, &[Relation::Object]) {
            match self.antecedent(verb, object) {
                Some(antecedent) => found.push(antecedent),
                None => found.extend(self.with_conjuncts(object)),
            }
        }
        if found.is_empty()
            && self.relation(verb) == Relation::RelativeClause
            && !self.is_passive(verb)
            && self.has_own_subject(verb)
            && !self.has_relative_oblique(verb)
        {
            found.extend(self.head(verb));
        }
        found
    }

    /// The receivers of 'gives Spain a loan'.
    pub fn indirect_objects(&self, verb: usize) -> Vec<usize> {
        self.children_as(verb, &[Relation::IndirectObject])
            .flat_map(|word| self.with_conjuncts(word))
            .collect()
    }

    /// Who acts in a passive: 'funded by A and B'.
    pub fn agents(&self, verb: usize) -> Vec<usize> {
        let is_passive = self.is_passive(verb);
        let mut found = Vec::new();
        for child in self.children_as(verb, &[Relation::Agent, Relation::Oblique]) {
            let is_by = self
                .child(child, Relation::Case)
                .is_some_and(|case| self.form(case).eq_ignore_ascii_case("by"));
            if is_by && (is_passive || self.relation(child) == Relation::Agent) {
                found.extend(self.with_conjuncts(child));
            }
        }
        found
    }

    /// Who acts, whatever the voice: subjects of the active, agents of the passive.
    pub fn actors(&self, verb: usize) -> Vec<usize> {
        if self.is_passive(verb) {
            return self.agents(verb);
        }
        self.subjects(verb)
            .into_iter()
            .map(|(word, _)| word)
            .collect()
    }

    /// What is acted on, whatever the voice: objects of the active, subjects of the passive.
    pub fn patients(&self, verb: usize) -> Vec<usize> {
        let mut found = self.objects(verb);
        if self.is_passive(verb) {
            found.extend(self.subjects(verb).into_iter().map(|(word, _)| word));
        }
        found
    }

    /// The complements of a verb or noun with their prepositions, coordinated ones each: 'in' Spain, 'over' <date>. Agents
    /// are among them.
    pub fn obliques(&self, word: usize) -> Vec<Complement> {
        let relations = [
            Relation::Oblique,
            Relation::Agent,
            Relation::UnmarkedOblique,
            Relation::NominalModifier,
            Relation::UnmarkedModifier,
        ];
        let mut found = Vec::new();
        for child in self.children_as(word, &relations) {
            let case = self.child(child, Relation::Case);
            for conjunct in self.with_conjuncts(child) {
                found.push(Complement {
                    word: self.antecedent(word, conjunct).unwrap_or(conjunct),
                    case: self.child(conjunct, Relation::Case).or(case),
                });
            }
        }
        found
    }

    /// The auxiliaries of a verb: 'will', 'has', 'was'; those of the first verb for coordinated ones without their own.
    pub fn auxiliaries(&self, verb: usize) -> Vec<usize> {
        let relations = [
            Relation::Auxiliary,
            Relation::PassiveAuxiliary,
            Relation::Copula,
        ];
        let own: Vec<usize> = self.children_as(verb, &relations).collect();
        match self.head(verb) {
            Some(first)
                if own.is_empty()
                    && self.relation(verb) == Relation::Conjunct
                    && !self.has_own_subject(verb) =>
            {
                self.children_as(first, &relations).collect()
            }
            _ => own,
        }
    }

    /// Whether 'not' or 'never' belongs to the word.
    pub fn is_negated(&self, word: usize) -> bool {
        self.children(word).iter().any(|child| {
            ["not", "n't", "n’t", "never", "no"]
                .iter()
                .any(|negation| self.form(*child).eq_ignore_ascii_case(negation))
        })
    }

    /// A word with the conjuncts that depend on it, and theirs.
    fn with_conjuncts(&self, word: usize) -> Vec<usize> {
        let mut all = vec![word];
        let mut at = 0;
        while at < all.len() {
            all.extend(self.children_as(all[at], &[Relation::Conjunct]));
            at += 1;
        }
        all
    }

    fn has_own_subject(&self, verb: usize) -> bool {
        self.children_as(verb, &[Relation::Subject, Relation::PassiveSubject])
            .next()
            .is_some()
    }

    fn has_relative_oblique(&self, verb: usize) -> bool {
        self.children(verb).iter().any(|child| {
            self.inflection(*child) == Inflection::Relative
                && self.relation(*child) != Relation::Object
        })
    }

    /// What a relative pronoun in the clause of `verb` stands for.
    fn antecedent(&self, verb: usize, pronoun: usize) -> Option<usize> {
        let is_relative = self.tag(pronoun) == Tag::Pronoun
            && ["that", "which", "who", "whom"]
                .iter()
                .any(|form| self.form(pronoun).eq_ignore_ascii_case(form));
        let mut clause = verb;
        // 'which opened in May and employs 50 people': the second verb is in the clause of the first.
        for _ in 0..DEPTH {
            match self.relation(clause) {
                Relation::RelativeClause if is_relative => return self.head(clause),
                Relation::Conjunct | Relation::OpenComplement if is_relative => {
                    clause = self.head(clause)?
                }
                _ => return None,
            }
        }
        None
    }

    fn collect_subjects(&self, verb: usize, depth: usize, found: &mut Vec<usize>) {
        let own = [Relation::Subject, Relation::PassiveSubject];
        for subject in self.children_as(verb, &own) {
            match self.antecedent(verb, subject) {
                Some(antecedent) => found.extend(self.with_conjuncts(antecedent)),
                None => found.extend(self.with_conjuncts(subject)),
            }
        }
        let Some(head) = self.head(verb).filter(|_| found.is_empty() && depth > 0) else {
            return;
        };
        match self.relation(verb) {
            Relation::Conjunct | Relation::AdverbialClause => {
                self.collect_subjects(head, depth - 1, found)
            }
            Relation::OpenComplement => {
                // 'asked the bank to lend', but 'promised Spain to invest'.
                let object = self
                    .children_as(head, &[Relation::Object, Relation::IndirectObject])
                    .find(|object| {
                        *object < verb && !self.form(head).to_lowercase().starts_with("promis")
                    });
                match object {
                    Some(object) => found.extend(self.with_conjuncts(object)),
                    None => self.collect_subjects(head, depth - 1, found),
                }
            }
            Relation::RelativeClause => found.extend(self.with_conjuncts(head)),
            Relation::Clause if self.inflection(verb) == Inflection::Base => {
                // 'Canada's plan to build'
                found.extend(self.children_as(head, &[Relation::Possessor]));
            }
            Relation::Clause => found.extend(self.with_conjuncts(head)),
            _ => {}
        }
    }

    fn is_passive_within(&self, verb: usize, depth: usize) -> bool {
        let has = |relation: Relation| self.child(verb, relation).is_some();
        if has(Relation::PassiveAuxiliary) || has(Relation::PassiveSubject) || has(Relation::Agent)
        {
            return true;
        }
        if self.inflection(verb) != Inflection::PastParticiple
            || has(Relation::Auxiliary)
            || has(Relation::Subject)
        {
            return false;
        }
        match (self.relation(verb), self.head(verb)) {
            (Relation::Conjunct, Some(head)) if depth > 0 => {
                self.is_passive_within(head, depth - 1)
            }
            // 'has invested and built' was ruled out above with its auxiliary; a bare participle is passive.
            (Relation::Clause | Relation::AdverbialClause | Relation::AdjectivalModifier, _) => {
                true
            }
            (Relation::RelativeClause | Relation::Parataxis | Relation::Root, _) => {
                !has(Relation::Object)
            }
            _ => false,
        }
    }

    /// Children before parents: a word is done when all its children are.
    fn widen_spans(&mut self) {
        let mut open: Vec<usize> = (0..self.len())
            .map(|word| self.children(word).len())
            .collect();
        let mut ready: Vec<usize> = (0..self.len()).filter(|word| open[*word] == 0).collect();
        while let Some(word) = ready.pop() {
            let (first, last) = self.spans[word];
            if let Some(head) = self.head(word).filter(|head| *head < self.len()) {
                let span = &mut self.spans[head];
                *span = (span.0.min(first), span.1.max(last));
                open[head] -= 1;
                if open[head] == 0 {
                    ready.push(head);
                }
            }
        }
    }
}
