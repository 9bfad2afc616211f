//! What sort of sum: promised, spent, or any other figure; and its status, instrument, modality and stage.

use super::{
    Instrument, Modality, Stage, Status, SumKind,
    analysis::{Analysis, At, Tree, Unit},
    entity::Table,
};
use crate::class::Class;
use crate::{
    mention::{Bound, Kind, Mention, Money},
    rules::{RuleId, Rules, frames::Sort},
    syntax::{Inflection, Relation, Tag},
};

/// The kind of a sum, with the rule that weighed most.
#[derive(Clone, Copy, Debug)]
pub struct Judgement {
    /// Commitment, disbursement, figure.
    pub kind: SumKind,
    /// Lead over the next kind.
    pub lead: f32,
    /// What weighed most.
    pub rule: RuleId,
}

const UNIT_PRICE: RuleId = RuleId::of_mechanism("mechanism/unit-price");
const DEFAULT: RuleId = RuleId::of_mechanism("mechanism/default-commitment");
const TENSE: RuleId = RuleId::of_mechanism("mechanism/past-tense");

/// Scores of the three kinds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scores {
    commitment: f32,
    disbursed: f32,
    other: f32,
    strongest: Option<(f32, RuleId)>,
}

impl Scores {
    fn add(&mut self, sort: Sort, weight: f32, rule: RuleId) {
        match sort {
            Sort::Commitment => self.commitment += weight,
            Sort::Disbursed => self.disbursed += weight,
            Sort::Other => self.other += weight,
        }
        if self
            .strongest
            .is_none_or(|(strongest, _)| weight > strongest)
        {
            self.strongest = Some((weight, rule));
        }
    }

    /// The kind with the highest score. `prior` is how many sums of the document are clearly other figures, 0..1.
    pub fn judge(&self, prior: f32) -> Judgement {
        let commitment = self.commitment + 0.4;
        let other = self.other + prior * 1.2;
        let rule = self.strongest.map_or(DEFAULT, |(_, rule)| rule);
        let (kind, best, next) = if other >= commitment && other >= self.disbursed {
            (SumKind::Figure, other, commitment.max(self.disbursed))
        } else if self.disbursed > commitment {
            (SumKind::Disbursement, self.disbursed, commitment.max(other))
        } else {
            (SumKind::Commitment, commitment, other.max(self.disbursed))
        };
        Judgement {
            kind,
            lead: best - next,
            rule,
        }
    }
}

/// The path from a sum to the root of its sentence: each word with the relation of the one below it.
pub fn path(tree: &Tree, word: usize) -> Vec<(usize, Relation)> {
    let mut path = Vec::new();
    let mut current = word;
    while let Some((head, relation)) = tree.head(current) {
        path.push((head, relation));
        current = head;
        if path.len() > 8 {
            break;
        }
    }
    path
}

/// Scores the words around a sum: those it hangs on most, those of its clause less.
pub fn scores(analysis: &Analysis, table: &Table, rules: &Rules, at: At, money: &Money) -> Scores {
    let mut scores = Scores::default();
    if money.per.is_none() && is_price_of_site(analysis, table, at) {
        scores.add(Sort::Commitment, 2.0, PRICE_OF_SITE);
    }
    if money.per.is_some() {
        scores.add(Sort::Other, 5.0, UNIT_PRICE);
    }
    let tree = analysis.tree(at);
    let mut weights = vec![0.0_f32; tree.words.len()];
    let mut strength = 1.0;
    for (step, &(word, relation)) in path(tree, at.word).iter().enumerate() {
        weights[word] = strength;
        for &child in &tree.children[word] {
            if child != at.word && weights[child] == 0.0 {
                let near = matches!(
                    tree.parse.relations[child],
                    Relation::Compound
                        | Relation::AdjectivalModifier
                        | Relation::Subject
                        | Relation::PassiveSubject
                        | Relation::Object
                        | Relation::NominalModifier
                        | Relation::AdverbialModifier
                        | Relation::Oblique
                        | Relation::CompoundParticle
                        | Relation::Auxiliary
                );
                weights[child] = if near { strength * 0.6 } else { 0.0 };
                for &grandchild in &tree.children[child] {
                    if near
                        && matches!(
                            tree.parse.relations[grandchild],
                            Relation::Compound
                                | Relation::AdjectivalModifier
                                | Relation::NominalModifier
                        )
                    {
                        weights[grandchild] = weights[grandchild].max(strength * 0.35);
                    }
                }
            }
        }
        // Leaving the clause.
        let leaves = matches!(
            relation,
            Relation::AdverbialClause
                | Relation::ClausalComplement
                | Relation::Conjunct
                | Relation::Parataxis
                | Relation::RelativeClause
                | Relation::Clause
        );
        strength *= if leaves { 0.4 } else { 0.75 };
        if step > 4 {
            break;
        }
    }
    for child in &tree.children[at.word] {
        weights[*child] = weights[*child].max(0.9);
        for &grandchild in &tree.children[*child] {
            weights[grandchild] = weights[grandchild].max(0.5);
        }
    }
    // Words right beside the sum, whatever the parser made of them.
    for distance in 1..=3_usize {
        let near = 0.7 / distance as f32;
        if let Some(left) = at.word.checked_sub(distance) {
            weights[left] = weights[left].max(near);
        }
        if at.word + distance < weights.len() {
            weights[at.word + distance] = weights[at.word + distance].max(near * 0.8);
        }
    }
    let written = written(analysis, tree);
    let mut index = 0;
    while index < tree.words.len() {
        let words = rules.money_words.at(&tree.lemmas[index..]);
        let Some(found) = words.or_else(|| {
            let end = written.len().min(index + 3);
            rules.money_words.at(&written[index..end])
        }) else {
            index += 1;
            continue;
        };
        let weight = weights[index..index + found.tokens]
            .iter()
            .copied()
            .fold(0.0_f32, f32::max)
            .max(0.08);
        if !(index..index + found.tokens).contains(&at.word) {
            scores.add(found.value.sort, found.value.weight * weight, found.rule);
        }
        index += found.tokens;
    }
    past(tree, at, &mut scores);
    scores
}

/// How far the headline speaks of results, takeovers, fines and prices rather than of promises, 0..1.
pub fn genre(analysis: &Analysis, rules: &Rules) -> f32 {
    let headline = analysis
        .trees
        .iter()
        .zip(&analysis.reading.segments.sentences)
        .take_while(|(_, sentence)| sentence.role == crate::read::Role::Headline)
        .map(|(tree, _)| tree);
    let (mut other, mut promised) = (0.0_f32, 0.0_f32);
    for tree in headline {
        for word in 0..tree.lemmas.len() {
            if let Some(found) = rules.money_words.at(&tree.lemmas[word..]) {
                match found.value.sort {
                    Sort::Other => other += found.value.weight,
                    Sort::Commitment | Sort::Disbursed => promised += found.value.weight,
                }
            }
        }
    }
    if other > 2.0 * promised { 0.7 } else { 0.0 }
}

const PRICE_OF_SITE: RuleId = RuleId::of_mechanism("mechanism/price-of-a-site");

/// 'put the price of the whole network at €5 billion', 'a €5 billion refinery': what a site costs is money meant for it.
fn is_price_of_site(analysis: &Analysis, table: &Table, at: At) -> bool {
    let tree = analysis.tree(at);
    let is_site = |word: usize| {
        table
            .at(At { word, ..at })
            .iter()
            .any(|&entity| table.class(entity) == Class::Facility)
    };
    // The sum itself modifies the site.
    if tree.head(at.word).is_some_and(|(head, relation)| {
        is_site(head)
            && matches!(
                relation,
                Relation::Compound | Relation::NumericModifier | Relation::AdjectivalModifier
            )
    }) {
        return true;
    }
    let estimated = path(tree, at.word).iter().any(|(word, _)| {
        matches!(
            tree.lemmas[*word].as_str(),
            "put" | "estimate" | "cost" | "price" | "value"
        )
    });
    let priced = tree
        .lemmas
        .iter()
        .any(|lemma| matches!(lemma.as_str(), "price" | "cost" | "outlay" | "value"));
    let sold = tree.lemmas.iter().any(|lemma| {
        matches!(
            lemma.as_str(),
            "share" | "takeover" | "acquisition" | "sell" | "buy" | "damage" | "loss"
        )
    });
    estimated && priced && !sold && (0..tree.words.len()).any(is_site)
}

/// The words in lower case.
fn written<'a>(analysis: &'a Analysis, tree: &'a Tree) -> Vec<&'a str> {
    tree.words
        .iter()
        .zip(&tree.lemmas)
        .map(|(word, lemma)| match word.unit {
            Unit::Token => analysis.reading.lower[word.tokens.start].as_str(),
            // Of a name or an amount the lemma is its words.
            _ => lemma.as_str(),
        })
        .collect()
}

/// 'Microsoft paid $50 million': a finite past verb of spending right above the sum.
fn past(tree: &Tree, at: At, scores: &mut Scores) {
    let Some(&(verb, _)) = path(tree, at.word)
        .iter()
        .find(|(word, _)| tree.parse.tags[*word] == Tag::Verb)
    else {
        return;
    };
    let spends = matches!(
        tree.lemmas[verb].as_str(),
        "pay"
            | "spend"
            | "invest"
            | "put"
            | "pour"
            | "inject"
            | "disburse"
            | "provide"
            | "donate"
            | "contribute"
            | "lend"
            | "give"
            | "receive"
            | "channel"
    ) || (tree.lemmas[verb] == "buy"
        && tree.lemmas.get(verb + 1).is_some_and(|next| next == "back"));
    // 'gave $5 million', 'had received': giving and getting tell of the past only with a finite past of their own.
    let weight = match tree.lemmas[verb].as_str() {
        "give" | "receive" | "contribute" | "provide" => 1.4,
        _ => 1.8,
    };
    let future = tree
        .dependents(verb, &[Relation::Auxiliary])
        .any(|auxiliary| {
            matches!(
                tree.lemmas[auxiliary].as_str(),
                "will" | "would" | "shall" | "may" | "could" | "should" | "can" | "might"
            )
        });
    let finite_past = tree.parse.inflections[verb] == Inflection::Past
        || (tree.parse.inflections[verb] == Inflection::PastParticiple
            && tree
                .dependents(verb, &[Relation::Auxiliary, Relation::PassiveAuxiliary])
                .any(|auxiliary| {
                    matches!(tree.lemmas[auxiliary].as_str(), "have" | "be")
                        && tree.parse.inflections[auxiliary] != Inflection::Base
                }));
    if spends && finite_past && !future {
        scores.add(Sort::Disbursed, weight, TENSE);
    }
}

/// How far the money has come.
pub fn status(analysis: &Analysis, at: At, kind: SumKind) -> Option<Status> {
    match kind {
        SumKind::Figure => return None,
        SumKind::Disbursement => return Some(Status::Disbursed),
        SumKind::Commitment => {}
    }
    let tree = analysis.tree(at);
    let has = |lemmas: &[&str]| {
        path(tree, at.word)
            .iter()
            .any(|(word, _)| lemmas.contains(&tree.lemmas[*word].as_str()))
    };
    Some(
        if has(&["cancel", "scrap", "withdraw", "axe", "drop", "shelve"]) {
            Status::Cancelled
        } else if has(&["propose", "proposal", "recommend", "seek", "consider"]) {
            Status::Proposed
        } else if has(&["award", "grant"]) {
            Status::Awarded
        } else if has(&[
            "sign",
            "approve",
            "commit",
            "allocate",
            "earmark",
            "agreement",
            "contract",
            "close",
            "raise",
            "loan",
        ]) {
            Status::Committed
        } else {
            Status::Pledged
        },
    )
}

/// The legal form, from the words the sum hangs on and those beside it.
pub fn instrument(analysis: &Analysis, at: At) -> Option<Instrument> {
    let tree = analysis.tree(at);
    let near = path(tree, at.word)
        .into_iter()
        .take(3)
        .map(|(word, _)| word)
        .chain(tree.children[at.word].iter().copied());
    for word in near.chain(
        [at.word + 1, at.word + 2, at.word + 3]
            .into_iter()
            .filter(|word| *word < tree.words.len()),
    ) {
        match tree.lemmas[word].as_str() {
            "grant" | "subsidy" | "donation" => return Some(Instrument::Grant),
            "loan" | "lend" | "credit" | "bond" | "debt" => return Some(Instrument::Loan),
            "guarantee" => return Some(Instrument::Guarantee),
            "equity" | "stake" | "share" | "round" => return Some(Instrument::Equity),
            "incentive" | "tax" => return Some(Instrument::Incentive),
            _ => {}
        }
    }
    None
}

/// How the text stands to the sum.
pub fn modality(analysis: &Analysis, at: At) -> Modality {
    let tree = analysis.tree(at);
    let mut modality = Modality::Asserted;
    let nodes =
        std::iter::once(at.word).chain(path(tree, at.word).into_iter().map(|(word, _)| word));
    for word in nodes.take(5) {
        for &child in &tree.children[word] {
            if !matches!(
                tree.parse.relations[child],
                Relation::Auxiliary | Relation::AdverbialModifier
            ) {
                continue;
            }
            match tree.lemmas[child].as_str() {
                "not" | "n't" | "never" | "no" => return Modality::Denied,
                "may" | "might" | "could" | "possibly" | "perhaps" => modality = Modality::Possible,
                "will" | "would" | "shall" if modality == Modality::Asserted => {
                    modality = Modality::Intended
                }
                _ => {}
            }
        }
        match tree.lemmas[word].as_str() {
            "deny" | "rule" | "reject" | "refuse" => return Modality::Denied,
            "encourage" | "urge" | "call" | "invite" => return Modality::Invited,
            "plan" | "intend" | "aim" | "hope" | "want" if modality == Modality::Asserted => {
                modality = Modality::Intended
            }
            _ => {}
        }
    }
    modality
}

/// 'initially', 'a total of'
pub fn stage(analysis: &Analysis, mention: &Mention, at: At) -> Option<Stage> {
    let tree = analysis.tree(at);
    let start = at.word.saturating_sub(5);
    let window = &tree.lemmas[start..(at.word + 5).min(tree.lemmas.len())];
    let before = &tree.lemmas[start..at.word];
    if before
        .iter()
        .any(|word| matches!(word.as_str(), "initially" | "initial" | "first"))
        || window
            .windows(2)
            .any(|pair| pair[0] == "at" && pair[1] == "first")
        || window
            .iter()
            .skip(before.len())
            .any(|word| word == "initially")
    {
        return Some(Stage::Initial);
    }
    if before.iter().any(|word| {
        matches!(
            word.as_str(),
            "total" | "overall" | "combined" | "altogether" | "together"
        )
    }) || matches!(&mention.kind, Kind::Money(money) if money.bound == Bound::AtMost)
    {
        return Some(Stage::Total);
    }
    None
}
