//! The training of the three classifiers.

use super::{
    collapse::collapse,
    conllu::{Sentence, words},
    oracle::Truth,
    perceptron::{Learner, Pruning},
};
use crate::syntax::{
    feature::{self, Keys, Token},
    model::{Model, Weights},
    parser::{self, Allowed, ROOT, State},
    relation,
    table::leading,
    tag::{Fine, WIDTH},
    tagger,
};

/// How long and how finely to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Rounds over the treebank for the tagger.
    pub tagger_rounds: usize,
    /// Rounds over the treebank for parser and labeller.
    pub parser_rounds: usize,
    /// Parts of the treebank that are tagged by a tagger that has not seen them, for the parser to learn from.
    pub folds: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            tagger_rounds: 8,
            parser_rounds: 12,
            folds: 4,
        }
    }
}

/// The leads that decisions are trained to have over wrong ones.
struct Margins {
    tag: i16,
    action: i16,
    label: i16,
}

const QUICK_MARGINS: Margins = Margins {
    tag: 10,
    action: 12,
    label: 10,
};
const MARGINS: Margins = Margins {
    tag: 10,
    action: 25,
    label: 15,
};

/// Learns from the sentences and their collapsed form. `progress` is told what was done.
pub fn train(treebank: &[Sentence], settings: Settings, progress: &mut dyn FnMut(&str)) -> Model {
    let with_collapsed = |sentences: &mut dyn Iterator<Item = &Sentence>| -> Vec<Sentence> {
        sentences
            .flat_map(|sentence| [Some(sentence.clone()), collapse(sentence)])
            .flatten()
            .collect()
    };
    let mut tagged: Vec<(Sentence, Vec<Token>)> = Vec::new();
    for fold in 0..settings.folds {
        let in_fold = |at: &usize| at % settings.folds == fold;
        let rest = with_collapsed(
            &mut (0..treebank.len())
                .filter(|at| !in_fold(at))
                .map(|at| &treebank[at]),
        );
        let own = with_collapsed(&mut (0..treebank.len()).filter(in_fold).map(|at| &treebank[at]));
        let model = train_tagger(&rest, settings.tagger_rounds.min(5));
        for sentence in own {
            let mut tokens = feature::tokens(&words(&sentence));
            tagger::tag(&mut tokens, &model);
            tagged.push((sentence, tokens));
        }
        progress(&format!("tagged part {} of {}", fold + 1, settings.folds));
    }
    let all = with_collapsed(&mut treebank.iter());
    let mut model = train_tagger(&all, settings.tagger_rounds);
    progress("trained the tagger");
    train_parser(&tagged, settings.parser_rounds, &mut model, progress);
    model
}

/// A model that only tags.
fn train_tagger(sentences: &[Sentence], rounds: usize) -> Model {
    let mut quick = Learner::new();
    let mut full = Learner::new();
    let mut keys = Keys::new();
    let mut random = Random(1);
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    for _ in 0..rounds {
        random.shuffle(&mut order);
        for at in &order {
            let sentence = &sentences[*at];
            let mut tokens = feature::tokens(&words(sentence));
            for (at, right) in sentence.iter().enumerate() {
                if tokens[at + 1].fixed {
                    continue;
                }
                let class = usize::from(right.fine.0);
                tagger::quick_features(&tokens, at + 1, &mut keys);
                learn::<WIDTH>(&mut quick, &keys, class, QUICK_MARGINS.tag);
                tagger::features(&tokens, at + 1, &mut keys);
                let guess = learn::<WIDTH>(&mut full, &keys, class, MARGINS.tag);
                tokens[at + 1].set(Fine(guess as u8));
            }
        }
    }
    let pruning = Pruning {
        scale: 4.0,
        rare: 3,
        least: 7,
    };
    let with_tagger = |learner| Weights {
        tagger: pruning.wide(learner),
        ..Weights::none()
    };
    Model {
        quick: with_tagger(&quick),
        full: with_tagger(&full),
    }
}

/// One decision: what was guessed, after the weights were corrected. A right guess with a small lead is corrected too:
/// the lead shall tell how sure a decision is.
fn learn<const N: usize>(
    learner: &mut Learner<N>,
    keys: &Keys,
    right: usize,
    margin: i16,
) -> usize {
    let mut scores = [0; N];
    learner.add(keys.as_slice(), &mut scores);
    let (guess, _) = leading(&scores);
    let own = std::mem::replace(&mut scores[right], i16::MIN);
    let (rival, _) = leading(&scores);
    learner.step();
    if own.saturating_sub(scores[rival]) <= margin {
        learner.correct(keys.as_slice(), right, rival);
    }
    guess
}

/// The learners of actions and of labels.
struct Learners {
    actions: Learner<3>,
    labels: Learner<{ relation::WIDTH }>,
}

impl Learners {
    fn new() -> Self {
        Self {
            actions: Learner::new(),
            labels: Learner::new(),
        }
    }

    fn write_to(&self, weights: &mut Weights) {
        let narrow = Pruning {
            scale: 3.0,
            rare: 4,
            least: 13,
        };
        let wide = Pruning {
            scale: 4.0,
            rare: 4,
            least: 9,
        };
        weights.parser = narrow.narrow(&self.actions);
        weights.labeller = wide.listed(&self.labels);
    }

    /// Learns from one decision; gives what was guessed.
    fn act(
        &mut self,
        keys: &Keys,
        allowed: [bool; 3],
        costs: [usize; 3],
        margin: i16,
    ) -> (usize, usize) {
        let mut scores = [0; 3];
        self.actions.add(keys.as_slice(), &mut scores);
        let (guess, _) = parser::best(&scores, allowed);
        let least = (0..3).filter(|a| allowed[*a]).map(|a| costs[a]).min();
        let least = least.unwrap_or(0);
        let (right, _) = parser::best(&scores, [0, 1, 2].map(|a| allowed[a] && costs[a] == least));
        self.actions.step();
        let wrong = [0, 1, 2].map(|a| allowed[a] && costs[a] > least);
        if wrong.contains(&true) {
            let (rival, _) = parser::best(&scores, wrong);
            if scores[right].saturating_sub(scores[rival]) <= margin {
                self.actions.correct(keys.as_slice(), right, rival);
            }
        }
        (guess, right)
    }
}

fn train_parser(
    sentences: &[(Sentence, Vec<Token>)],
    rounds: usize,
    model: &mut Model,
    progress: &mut dyn FnMut(&str),
) {
    let truths: Vec<Truth> = sentences
        .iter()
        .map(|(sentence, _)| Truth::new(sentence))
        .collect();
    let mut quick = Learners::new();
    let mut full = Learners::new();
    let mut random = Random(2);
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    for round in 0..rounds {
        random.shuffle(&mut order);
        for at in &order {
            let (sentence, tokens) = &sentences[*at];
            learn_sentence(
                sentence,
                tokens,
                &truths[*at],
                round,
                &mut random,
                &mut quick,
                &mut full,
            );
        }
        progress(&format!("parser round {} of {rounds}", round + 1));
    }
    quick.write_to(&mut model.quick);
    full.write_to(&mut model.full);
}

fn learn_sentence(
    sentence: &Sentence,
    tokens: &[Token],
    truth: &Truth,
    round: usize,
    random: &mut Random,
    quick: &mut Learners,
    full: &mut Learners,
) {
    let mut state = State::new(tokens.len());
    let mut keys = Keys::new();
    while let Some(allowed) = state.allowed() {
        let action = match allowed {
            Allowed::Only(action) => action,
            Allowed::Any(allowed) => {
                let costs = truth.costs(&state);
                parser::quick_features(&state, tokens, &mut keys);
                quick.act(&keys, allowed, costs, QUICK_MARGINS.action);
                parser::features(&state, tokens, &mut keys);
                let (guess, right) = full.act(&keys, allowed, costs, MARGINS.action);
                // From the second round on the parser learns to go on from its own errors.
                if round > 0 && random.next() % 10 != 0 {
                    guess
                } else {
                    right
                }
            }
        };
        let label = state.arc(action).map_or(0, |(head, dependent)| {
            if head == state.root() {
                return ROOT;
            }
            let right = sentence[dependent - 1].relation as u8;
            let is_sure = truth.head(dependent) == head && right != ROOT;
            if is_sure {
                parser::quick_label_features(&state, tokens, head, dependent, &mut keys);
                learn(
                    &mut quick.labels,
                    &keys,
                    usize::from(right),
                    QUICK_MARGINS.label,
                );
            }
            parser::label_features(&state, tokens, head, dependent, &mut keys);
            if is_sure {
                return learn(&mut full.labels, &keys, usize::from(right), MARGINS.label) as u8;
            }
            let mut scores = [0; relation::WIDTH];
            full.labels.add(keys.as_slice(), &mut scores);
            leading(&scores).0 as u8
        });
        state.apply(action, label);
    }
}

/// xorshift: the same numbers in each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            order.swap(at, (self.next() % (at as u64 + 1)) as usize);
        }
    }
}
