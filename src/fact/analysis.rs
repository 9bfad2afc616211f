//! The sentences of a document as trees of words, in which a name or an amount is one word.

use std::ops::Range;

use crate::{
    mention::{Kind, Reading, name::Names},
    span::Span,
    syntax::{self, Model, Parse, Relation, Tag},
};

/// What a word of a tree stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A token of the text.
    Token,
    /// Index into [`Names::names`].
    Name(usize),
    /// Index into [`Reading::amounts`].
    Amount(usize),
}

/// A word of a tree.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it stands for.
    pub unit: Unit,
}

/// One sentence as a tree.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Its words.
    pub words: Vec<Word>,
    /// Their parts of speech and dependencies.
    pub parse: Parse,
    /// The dependents of each word, in text order.
    pub children: Vec<Vec<usize>>,
    /// The lemma of each word, in lower case; a name keeps its words.
    pub lemmas: Vec<String>,
}

/// A word in the document: sentence and position in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct At {
    /// Index of the sentence.
    pub sentence: usize,
    /// Index of the word.
    pub word: usize,
}

/// A document with its names and its trees.
#[derive(Debug)]
pub struct Analysis<'d> {
    /// Tokens and amounts.
    pub reading: Reading<'d>,
    /// Names and titles.
    pub names: Names,
    /// One tree a sentence.
    pub trees: Vec<Tree>,
}

impl<'d> Analysis<'d> {
    /// Collapses names and amounts, and parses each sentence.
    pub fn new(reading: Reading<'d>, names: Names, model: &Model, lemmas: &syntax::Lemmas) -> Self {
        let mut at_token: Vec<Option<Unit>> = vec![None; reading.segments.tokens.len()];
        for (index, cover) in reading.covered.iter().enumerate() {
            at_token[index] = cover.map(Unit::Amount);
        }
        // 'up to €5 million', 'at least 100': the hedge is one word with its amount.
        for (index, amount) in reading.amounts.iter().enumerate() {
            let own = reading.tokens_in(amount.span);
            for part in amount.parts.iter().rev() {
                let hedge = reading.tokens_in(part.span);
                if hedge.end == own.start && part.span.end <= amount.span.start {
                    at_token[hedge].fill(Some(Unit::Amount(index)));
                }
            }
        }
        for (index, name) in names.names.iter().enumerate() {
            at_token[name.tokens.clone()].fill(Some(Unit::Name(index)));
        }
        let trees = reading
            .segments
            .sentences
            .iter()
            .map(|sentence| tree(&reading, &at_token, sentence.tokens.clone(), model, lemmas))
            .collect();
        Self {
            reading,
            names,
            trees,
        }
    }

    /// The text.
    pub fn text(&self) -> &'d str {
        &self.reading.document.text
    }

    /// The tree of a sentence.
    pub fn tree(&self, at: At) -> &Tree {
        &self.trees[at.sentence]
    }

    /// The span of a word.
    pub fn span(&self, at: At) -> Span {
        self.reading.span(&self.tree(at).words[at.word].tokens)
    }

    /// The span of its sentence.
    pub fn passage(&self, sentence: usize) -> Span {
        self.reading
            .segments
            .sentences
            .get(sentence)
            .map_or(Span::default(), |sentence| sentence.span)
    }

    /// The words as written.
    pub fn form(&self, at: At) -> &'d str {
        self.span(at).of(self.text())
    }

    /// The lemma.
    pub fn lemma(&self, at: At) -> &str {
        &self.tree(at).lemmas[at.word]
    }

    /// The part of speech.
    pub fn tag(&self, at: At) -> Tag {
        self.tree(at).parse.tags[at.word]
    }

    /// The word that stands for an amount.
    pub fn word_of_amount(&self, amount: usize) -> Option<At> {
        self.word_at(self.reading.amounts.get(amount)?.span)
    }

    /// The word that covers the start of a span.
    pub fn word_at(&self, span: Span) -> Option<At> {
        let token = self.reading.tokens_in(span).start;
        let sentence = *self.reading.sentence_of.get(token)?;
        let tree = self.trees.get(sentence)?;
        let word = tree.words.partition_point(|word| word.tokens.end <= token);
        (word < tree.words.len()).then_some(At { sentence, word })
    }

    /// All words, in text order.
    pub fn all(&self) -> impl Iterator<Item = At> + '_ {
        self.trees.iter().enumerate().flat_map(|(sentence, tree)| {
            (0..tree.words.len()).map(move |word| At { sentence, word })
        })
    }
}

impl Tree {
    /// Head and relation of a word.
    pub fn head(&self, word: usize) -> Option<(usize, Relation)> {
        self.parse
            .heads
            .get(word)
            .copied()
            .flatten()
            .map(|head| (head, self.parse.relations[word]))
    }

    /// The dependents of a word that bear one of these relations.
    pub fn dependents<'t>(
        &'t self,
        word: usize,
        relations: &'t [Relation],
    ) -> impl Iterator<Item = usize> + 't {
        self.children[word]
            .iter()
            .copied()
            .filter(move |&child| relations.contains(&self.parse.relations[child]))
    }

    /// Whether `word` is `ancestor` or below it.
    pub fn is_under(&self, mut word: usize, ancestor: usize) -> bool {
        for _ in 0..self.words.len() {
            if word == ancestor {
                return true;
            }
            match self.parse.heads[word] {
                Some(head) => word = head,
                None => return false,
            }
        }
        false
    }

    /// The preposition that introduces a word: 'in', 'according to'; empty without one.
    pub fn case(&self, word: usize) -> String {
        let mut case = String::new();
        for child in self.dependents(word, &[Relation::Case]) {
            if child > word {
                continue;
            }
            if !case.is_empty() {
                case.push(' ');
            }
            case.push_str(&self.lemmas[child]);
            for fixed in self.dependents(child, &[Relation::Fixed]) {
                case.push(' ');
                case.push_str(&self.lemmas[fixed]);
            }
        }
        case
    }

    /// The word and what is coordinated with it, in text order.
    pub fn coordinated(&self, word: usize) -> Vec<usize> {
        let mut words = vec![word];
        let mut next = 0;
        while next < words.len() {
            let conjuncts: Vec<usize> = self
                .dependents(words[next], &[Relation::Conjunct])
                .collect();
            for conjunct in conjuncts {
                if !words.contains(&conjunct) {
                    words.push(conjunct);
                }
            }
            next += 1;
        }
        words.sort_unstable();
        words
    }

    /// The first of the words that `word` is coordinated with.
    pub fn first_conjunct(&self, mut word: usize) -> usize {
        while let Some((head, Relation::Conjunct)) = self.head(word) {
            word = head;
        }
        word
    }
}

/// Makes lists of names coordinate: in 'A, B, C and D' the parser often loses a member, the commas do not.
fn join_lists(reading: &Reading, words: &[Word], parse: &mut Parse) {
    let is_name = |word: usize| matches!(words[word].unit, Unit::Name(_));
    let lower = |word: usize| reading.lower[words[word].tokens.start].as_str();
    let mut start = 0;
    while start < words.len() {
        if !is_name(start) {
            start += 1;
            continue;
        }
        let mut members = vec![start];
        let mut closed = false;
        let mut next = start + 1;
        while next < words.len() {
            let mut after = next;
            let mut conjunction = false;
            while after < words.len()
                && matches!(lower(after), "," | "and" | "or" | "&" | "the" | "both")
            {
                conjunction |= matches!(lower(after), "and" | "or" | "&");
                after += 1;
            }
            if after == next || after >= words.len() || !is_name(after) || lower(next) == "the" {
                break;
            }
            members.push(after);
            closed |= conjunction;
            next = after + 1;
            if conjunction {
                break;
            }
        }
        if closed && members.len() > 1 {
            coordinate(&members, parse);
        }
        start = next;
    }
}

/// Hangs the members of a list on its first one, and that one where the first member with a head outside the list hangs.
fn coordinate(members: &[usize], parse: &mut Parse) {
    let outside = members
        .iter()
        .copied()
        .find(|&member| parse.heads[member].is_none_or(|head| !members.contains(&head)));
    let Some(anchor) = outside else { return };
    let (head, relation) = (parse.heads[anchor], parse.relations[anchor]);
    // The first member must not come to hang on something below itself.
    let mut above = head;
    for _ in 0..parse.heads.len() {
        match above {
            Some(word) if members.contains(&word) => return,
            Some(word) => above = parse.heads[word],
            None => break,
        }
    }
    let relation = if relation == Relation::Conjunct && head.is_none() {
        Relation::Root
    } else {
        relation
    };
    for &member in members {
        parse.heads[member] = Some(members[0]);
        parse.relations[member] = Relation::Conjunct;
    }
    parse.heads[members[0]] = head;
    parse.relations[members[0]] = relation;
}

fn tree(
    reading: &Reading,
    at_token: &[Option<Unit>],
    range: Range<usize>,
    model: &Model,
    lemmas: &syntax::Lemmas,
) -> Tree {
    let mut words: Vec<Word> = Vec::with_capacity(range.len());
    for token in range {
        let unit = at_token[token].unwrap_or(Unit::Token);
        match words.last_mut() {
            Some(last) if unit != Unit::Token && last.unit == unit => last.tokens.end = token + 1,
            _ => words.push(Word {
                tokens: token..token + 1,
                unit,
            }),
        }
    }
    let forms: Vec<syntax::Word> = words
        .iter()
        .map(|word| match word.unit {
            Unit::Token => syntax::Word::new(reading.form(word.tokens.start)),
            Unit::Name(_) => syntax::Word::name(reading.words(&word.tokens)),
            Unit::Amount(index) => syntax::Word::new(match &reading.amounts[index].kind {
                Kind::Money(_) => syntax::MONEY,
                Kind::Date(_) => syntax::DATE,
                Kind::Number(_) if word.tokens.len() == 1 => reading.form(word.tokens.start),
                Kind::Number(_) => syntax::NUMBER,
            }),
        })
        .collect();
    let mut parse = syntax::parse(&forms, model);
    join_lists(reading, &words, &mut parse);
    let mut children = vec![Vec::new(); words.len()];
    for (word, head) in parse.heads.iter().enumerate() {
        if let Some(head) = head {
            children[*head].push(word);
        }
    }
    let lemmas = words
        .iter()
        .enumerate()
        .map(|(index, word)| match word.unit {
            Unit::Token => lemmas
                .lemma(reading.form(word.tokens.start), parse.tags[index])
                .into_owned(),
            _ => reading.words(&word.tokens).to_lowercase(),
        })
        .collect();
    Tree {
        words,
        parse,
        children,
        lemmas,
    }
}
