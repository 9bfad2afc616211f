//! The class of a chain of names: evidence from inside the names, from the words around each, and from the gazetteer, added up.

use crate::{
    class::Class,
    fact::{
        analysis::{Analysis, At},
        entity::chain::{Chain, chain_is_person, has_surname},
    },
    rules::{
        RuleId,
        gazetteer::{Gazetteer, Naming},
        names::NameRules,
    },
    syntax::{Relation, Tag},
};

/// Evidence for each class.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence {
    weights: [f32; 8],
    strongest: Option<(f32, RuleId)>,
}

impl Evidence {
    /// Adds a weight for a class.
    pub fn add(&mut self, class: Class, weight: f32, rule: RuleId) {
        self.weights[class as usize] += weight;
        if self
            .strongest
            .is_none_or(|(strongest, _)| weight > strongest)
        {
            self.strongest = Some((weight, rule));
        }
    }

    /// The weight of a class.
    pub fn of(&self, class: Class) -> f32 {
        self.weights[class as usize]
    }

    /// The class with the most weight, that weight, and the lead over the next.
    pub fn best(&self) -> (Class, f32, f32) {
        let mut order = Class::ALL;
        order.sort_by(|a, b| self.of(*b).total_cmp(&self.of(*a)).then(a.cmp(b)));
        (
            order[0],
            self.of(order[0]),
            self.of(order[0]) - self.of(order[1]),
        )
    }

    /// The rule that weighed most.
    pub fn rule(&self) -> RuleId {
        self.strongest
            .map_or(RuleId::of_mechanism("mechanism/prior"), |(_, rule)| rule)
    }
}

const TITLE: RuleId = RuleId::of_mechanism("mechanism/title-before-name");
const FIRST_NAME: RuleId = RuleId::of_mechanism("lexicon/first_names.tsv");
const IN_PLACE: RuleId = RuleId::of_mechanism("mechanism/in-place");
const DATELINE: RuleId = RuleId::of_mechanism("mechanism/dateline");
const TICKER: RuleId = RuleId::of_mechanism("mechanism/ticker");
const SPEAKER: RuleId = RuleId::of_mechanism("mechanism/speaker");
const KNOWN: RuleId = RuleId::of_mechanism("gazetteer");
const PRIOR: RuleId = RuleId::of_mechanism("mechanism/prior");
const COORDINATION: RuleId = RuleId::of_mechanism("mechanism/coordination");

/// The evidence of each chain.
pub fn evidence(
    analysis: &Analysis,
    rules: &NameRules,
    gazetteer: &Gazetteer,
    chains: &[Chain],
) -> Vec<Evidence> {
    let mut all: Vec<Evidence> = chains
        .iter()
        .map(|chain| {
            let mut evidence = Evidence::default();
            inside(chain, analysis, rules, &mut evidence);
            known(chain, gazetteer, &mut evidence);
            for (name, _) in &chain.names {
                around(*name, analysis, rules, gazetteer, &mut evidence);
            }
            evidence
        })
        .collect();
    from_siblings(analysis, chains, &mut all);
    for (evidence, chain) in all.iter_mut().zip(chains) {
        if evidence.best().1 < 0.5 && chain.longest.chars().count() > 1 {
            evidence.add(Class::Company, 0.3, PRIOR);
        }
    }
    all
}

fn inside(chain: &Chain, analysis: &Analysis, rules: &NameRules, evidence: &mut Evidence) {
    let words: Vec<&str> = chain
        .longest
        .split([' ', '-'])
        .filter(|word| !word.is_empty())
        .collect();
    // The head stands last, or before the first 'of' or 'for'.
    let head = words
        .iter()
        .position(|word| matches!(*word, "of" | "for" | "de"))
        .map_or(words.len(), |at| at)
        .saturating_sub(1);
    for (index, word) in words.iter().enumerate() {
        for found in rules.heads.get(*word).into_iter().flatten() {
            if index == head || (found.anywhere && words.len() > 1) {
                evidence.add(
                    found.class,
                    if index == head {
                        found.weight
                    } else {
                        found.weight * 0.6
                    },
                    found.rule,
                );
            }
        }
    }
    for (phrase, found) in &rules.head_phrases {
        if words.len() > 1 && chain.longest.contains(phrase.as_str()) {
            evidence.add(found.class, found.weight, found.rule);
        }
    }
    if chain_is_person(chain, analysis, rules) {
        let known = rules
            .first_names
            .contains(words.first().copied().unwrap_or_default());
        evidence.add(Class::Person, if known { 1.6 } else { 0.4 }, FIRST_NAME);
    }
    if chain.entry.is_none()
        && has_surname(chain, analysis)
        && !words.iter().any(|word| rules.heads.contains_key(*word))
    {
        evidence.add(Class::Person, 1.2, FIRST_NAME);
    }
}

fn known(chain: &Chain, gazetteer: &Gazetteer, evidence: &mut Evidence) {
    let (Some(entry), Some(naming)) = (chain.entry, chain.naming) else {
        return;
    };
    let weight = match naming {
        Naming::Label | Naming::Alias => 5.0,
        Naming::Ambiguous => 1.5,
        Naming::Nickname | Naming::Demonym => 0.8,
    };
    if let Some(entry) = gazetteer.entries().get(entry as usize) {
        evidence.add(entry.class, weight, KNOWN);
    }
}

/// Evidence from the words around one mention.
fn around(
    name: usize,
    analysis: &Analysis,
    rules: &NameRules,
    gazetteer: &Gazetteer,
    evidence: &mut Evidence,
) {
    let reading = &analysis.reading;
    let tokens = analysis.names.names[name].tokens.clone();
    if analysis
        .names
        .titles
        .iter()
        .any(|title| title.tokens.end == tokens.start)
    {
        evidence.add(Class::Person, 3.0, TITLE);
    }
    // 'the firm's chief executive, Ana Ruiz,'
    if tokens.start >= 1
        && (2..=4).contains(&tokens.len())
        && reading.form(tokens.start - 1) == ","
        && analysis
            .names
            .titles
            .iter()
            .any(|title| title.tokens.end + 1 == tokens.start)
    {
        evidence.add(Class::Person, 2.2, TITLE);
    }
    // 'Ana Ruiz, its chief executive', 'Ana Ruiz, X's head of research'
    let two_words = (2..=4).contains(&tokens.len());
    if two_words
        && reading.form(tokens.end) == ","
        && analysis.names.titles.iter().any(|title| {
            (tokens.end..tokens.end + 8).contains(&title.tokens.start)
                && reading.sentence_of[title.tokens.start] == reading.sentence_of[tokens.start]
                && !reading.lower[tokens.end + 1..title.tokens.start]
                    .iter()
                    .any(|word| matches!(word.as_str(), "," | "and" | "said" | "while"))
        })
    {
        evidence.add(Class::Person, 2.2, TITLE);
    }
    // 'said Ana Ruiz', 'Ana Ruiz said'
    let speaks = |token: Option<usize>| {
        token
            .and_then(|token| reading.lower.get(token))
            .is_some_and(|word| {
                matches!(
                    word.as_str(),
                    "said" | "says" | "added" | "told" | "commented" | "explained" | "noted"
                )
            })
    };
    if two_words && (speaks(tokens.start.checked_sub(1)) || speaks(Some(tokens.end))) {
        evidence.add(Class::Person, 0.8, SPEAKER);
    }
    if analysis.reading.segments.sentences[reading.sentence_of[tokens.start]].role
        == crate::read::Role::Dateline
        && reading.form(tokens.end) != ")"
    {
        evidence.add(Class::Place, 3.0, DATELINE);
    }
    if is_ticker(analysis, tokens.end) {
        evidence.add(Class::Company, 4.0, TICKER);
    }
    let Some(at) = analysis.word_at(reading.span(&tokens)) else {
        return;
    };
    let tree = analysis.tree(at);
    let noun_class = |word: usize| {
        rules
            .nouns
            .get(tree.lemmas.get(word)?)
            .map(|((class, weight), rule)| (*class, *weight, rule))
    };
    // 'the chipmaker Intel', 'Finnish battery maker Keliber'
    if at.word > 0
        && matches!(tree.parse.tags[at.word - 1], Tag::Noun)
        && let Some((class, weight, rule)) = noun_class(at.word - 1)
    {
        evidence.add(class, weight * 0.8, rule);
    }
    // 'the Horizon initiative', 'the Aalborg plant'
    if at.word + 1 < tree.words.len() && tree.parse.tags[at.word + 1] == Tag::Noun {
        let next = at.word + 1;
        let compound = tree
            .head(at.word)
            .is_some_and(|(_, relation)| relation == Relation::Compound);
        match noun_class(next) {
            Some((Class::Programme, weight, rule)) if compound => {
                evidence.add(Class::Programme, weight * 0.6, rule)
            }
            Some((Class::PublicBody, _, rule)) if compound => evidence.add(Class::Place, 0.6, rule),
            _ => {}
        }
        if matches!(
            tree.lemmas[next].as_str(),
            "share"
                | "stock"
                | "investor"
                | "shareholder"
                | "ceo"
                | "chip"
                | "product"
                | "spokesman"
                | "spokeswoman"
                | "spokesperson"
        ) {
            evidence.add(Class::Company, 0.8, SPEAKER);
        }
    }
    // 'X, a maker of valves'; 'X is a maker of valves'
    for child in tree.dependents(at.word, &[Relation::Apposition]) {
        if let Some((class, weight, rule)) = noun_class(child) {
            evidence.add(class, weight, rule);
        }
    }
    if let Some((head, relation)) = tree.head(at.word) {
        match relation {
            Relation::Apposition => {
                if let Some((class, weight, rule)) = noun_class(head) {
                    evidence.add(class, weight, rule);
                }
            }
            Relation::Subject if tree.dependents(head, &[Relation::Copula]).next().is_some() => {
                if let Some((class, weight, rule)) = noun_class(head) {
                    evidence.add(class, weight, rule);
                }
            }
            Relation::Subject => match tree.lemmas[head].as_str() {
                "say" | "tell" | "add" | "note" | "explain" | "argue" | "comment" => {
                    evidence.add(Class::Person, 0.5, SPEAKER);
                    evidence.add(Class::Company, 0.4, SPEAKER);
                }
                "invest" | "build" | "announce" | "plan" | "pledge" | "unveil" | "launch"
                | "acquire" | "open" | "raise" | "hire" => {
                    evidence.add(Class::Company, 0.5, SPEAKER);
                }
                _ => {}
            },
            _ => {}
        }
    }
    if tree.children[at.word].iter().any(|&child| {
        tree.parse.relations[child] == Relation::RelativeClause
            && tree.children[child]
                .iter()
                .any(|&grandchild| tree.lemmas[grandchild] == "who")
    }) {
        evidence.add(Class::Person, 1.5, SPEAKER);
    }
    place(at, analysis, gazetteer, evidence);
    if tree.case(tree.first_conjunct(at.word)) == "under" {
        evidence.add(Class::Programme, 1.0, IN_PLACE);
    }
}

fn is_region(entry: &crate::rules::gazetteer::Entry) -> bool {
    entry.class == Class::Place && entry.kind != "city"
}

const DIVISION: RuleId = RuleId::of_mechanism("mechanism/division-of-a-country");
/// Words for parts of countries, before 'of X' or after 'the X'.
const DIVISIONS: &[&str] = &[
    "state",
    "province",
    "region",
    "county",
    "district",
    "prefecture",
    "municipality",
    "city",
    "town",
    "village",
    "island",
    "peninsula",
    "valley",
    "coast",
    "suburb",
    "parish",
    "canton",
    "ward",
    "borough",
    "capital",
    "territory",
    "port city",
];

/// 'in X', 'near X', 'X, Idaho'.
fn place(at: At, analysis: &Analysis, gazetteer: &Gazetteer, evidence: &mut Evidence) {
    let tree = analysis.tree(at);
    let case = tree.case(tree.first_conjunct(at.word));
    let money_verb = tree
        .head(tree.first_conjunct(at.word))
        .is_some_and(|(head, _)| {
            matches!(
                tree.lemmas[head].as_str(),
                "invest"
                    | "investment"
                    | "stake"
                    | "share"
                    | "put"
                    | "believe"
                    | "confidence"
                    | "partner"
                    | "partnership"
                    | "interest"
                    | "project"
            )
        });
    let weight = match case.as_str() {
        "in" if money_verb => 0.1,
        "in" | "near" | "outside" | "across" | "throughout" => 1.2,
        "at" | "around" | "within" | "inside" => 0.5,
        _ => 0.0,
    };
    if weight > 0.0 {
        evidence.add(Class::Place, weight, IN_PLACE);
    }
    // 'the state of Kedah', 'the Tashkent region'
    let lemma = |word: Option<usize>| {
        word.and_then(|word| tree.lemmas.get(word))
            .map_or("", String::as_str)
    };
    let of_division =
        lemma(at.word.checked_sub(1)) == "of" && DIVISIONS.contains(&lemma(at.word.checked_sub(2)));
    let names_division = DIVISIONS.contains(&lemma(Some(at.word + 1)))
        && tree
            .head(at.word)
            .is_some_and(|(head, _)| head == at.word + 1);
    if of_division || names_division {
        evidence.add(Class::Place, 2.5, DIVISION);
    }
    // 'Kulim-based', '40 kilometres south of Kulim'
    if matches!(
        analysis.reading.form(tree.words[at.word].tokens.end),
        "-based" | "-headquartered"
    ) || (lemma(at.word.checked_sub(1)) == "of"
        && matches!(
            lemma(at.word.checked_sub(2)),
            "north"
                | "south"
                | "east"
                | "west"
                | "northeast"
                | "northwest"
                | "southeast"
                | "southwest"
        ))
    {
        evidence.add(Class::Place, 1.5, IN_PLACE);
    }
    // A name, a comma, and a known place: 'Pune, Maharashtra'.
    let end = tree.words[at.word].tokens.end;
    if analysis.reading.form(end) == ","
        && analysis.names.names.iter().any(|name| {
            name.tokens.start == end + 1
                && !name.demonym
                && name.entries.iter().any(|entry| {
                    entry.naming <= Naming::Ambiguous && is_region(gazetteer.entry(*entry))
                })
        })
        && tree
            .head(at.word)
            .is_none_or(|(_, relation)| !matches!(relation, Relation::Subject | Relation::Conjunct))
    {
        evidence.add(Class::Place, if weight > 0.0 { 1.5 } else { 1.0 }, IN_PLACE);
    }
    // 'Kulim, Kedah': after a place and a comma, in a phrase of place.
    let start = tree.words[at.word].tokens.start;
    if start >= 2
        && analysis.reading.form(start - 1) == ","
        && let Some(before) = analysis
            .names
            .names
            .iter()
            .find(|name| name.tokens.end == start - 1 && !name.demonym)
        && let Some(before_at) = analysis.word_at(analysis.reading.span(&before.tokens))
        && matches!(
            tree.case(before_at.word).as_str(),
            "in" | "at" | "near" | "outside"
        )
        && tree.head(at.word).is_some_and(|(head, relation)| {
            head == before_at.word
                && matches!(
                    relation,
                    Relation::Apposition | Relation::NominalModifier | Relation::UnmarkedModifier
                )
        })
    {
        evidence.add(Class::Place, 1.0, IN_PLACE);
    }
}

/// '(NASDAQ:MSFT)', '(OTC: SFTBY)' after a name.
pub fn is_ticker(analysis: &Analysis, token: usize) -> bool {
    let form = |offset: usize| analysis.reading.form(token + offset);
    form(0) == "("
        && form(1)
            .chars()
            .all(|c| c.is_uppercase() || c == ':' || c == '.')
        && form(1).len() >= 2
        && (form(1).contains(':') || form(2) == ":")
}

/// What 'Micron, Intel and X' tells of X: a chain without evidence takes the class of those it is listed with.
fn from_siblings(analysis: &Analysis, chains: &[Chain], all: &mut [Evidence]) {
    let chain_of = |name: usize| {
        chains
            .iter()
            .position(|chain| chain.names.iter().any(|(n, _)| *n == name))
    };
    let mut additions = Vec::new();
    for (index, chain) in chains.iter().enumerate() {
        if all[index].best().1 >= 1.5 {
            continue;
        }
        for (name, _) in &chain.names {
            let Some(at) =
                analysis.word_at(analysis.reading.span(&analysis.names.names[*name].tokens))
            else {
                continue;
            };
            let tree = analysis.tree(at);
            for sibling in tree.coordinated(tree.first_conjunct(at.word)) {
                if let crate::fact::analysis::Unit::Name(other) = tree.words[sibling].unit
                    && let Some(other) = chain_of(other).filter(|other| *other != index)
                {
                    let (class, weight, _) = all[other].best();
                    if weight >= 1.5 {
                        additions.push((index, class));
                    }
                }
            }
        }
    }
    additions.dedup();
    for (index, class) in additions {
        all[index].add(class, 0.8, COORDINATION);
    }
}
