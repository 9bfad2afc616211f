//! The training of the three classifiers.

use super::{
    collapse::collapse,
    conllu::{Sentence, words},
    oracle::Truth,
    perceptron::{Learner, Pruning},
};
use crate::syntax::{
    feature::{self, Keys, Token},
    model::Model,
    parser::{self, Allowed, ROOT, State},
    relation,
    table::{Narrow, Wide},
    tag::WIDTH,
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
        let model = Model {
            tagger: train_tagger(&rest, settings.tagger_rounds.min(5)),
            parser: Narrow::new(&[]),
            labeller: Wide::new(&[]),
        };
        for sentence in own {
            let mut tokens = feature::tokens(&words(&sentence));
            tagger::tag(&mut tokens, &model);
            tagged.push((sentence, tokens));
        }
        progress(&format!("tagged part {} of {}", fold + 1, settings.folds));
    }
    let all = with_collapsed(&mut treebank.iter());
    let tagger = train_tagger(&all, settings.tagger_rounds);
    progress("trained the tagger");
    let (parser, labeller) = train_parser(&tagged, settings.parser_rounds, progress);
    Model {
        tagger,
        parser,
        labeller,
    }
}

fn train_tagger(sentences: &[Sentence], rounds: usize) -> Wide<WIDTH> {
    let mut learner = Learner::new();
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
                tagger::features(&tokens, at + 1, &mut keys);
                let mut scores = [0; WIDTH];
                learner.add(keys.as_slice(), &mut scores);
                let guess = tagger::best(&scores);
                learner.step();
                if guess != right.fine {
                    learner.correct(
                        keys.as_slice(),
                        usize::from(right.fine.0),
                        usize::from(guess.0),
                    );
                }
                tokens[at + 1].set(guess);
            }
        }
    }
    Pruning {
        scale: 4.0,
        rare: 2,
        least: 5,
    }
    .wide(&learner)
}

fn train_parser(
    sentences: &[(Sentence, Vec<Token>)],
    rounds: usize,
    progress: &mut dyn FnMut(&str),
) -> (Narrow, Wide<{ relation::WIDTH }>) {
    let truths: Vec<Truth> = sentences
        .iter()
        .map(|(sentence, _)| Truth::new(sentence))
        .collect();
    let mut actions = Learner::new();
    let mut labels = Learner::new();
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
                &mut actions,
                &mut labels,
            );
        }
        progress(&format!("parser round {} of {rounds}", round + 1));
    }
    let narrow = Pruning {
        scale: 3.0,
        rare: 3,
        least: 9,
    };
    let wide = Pruning {
        scale: 4.0,
        rare: 3,
        least: 6,
    };
    (narrow.narrow(&actions), wide.wide(&labels))
}

fn learn_sentence(
    sentence: &Sentence,
    tokens: &[Token],
    truth: &Truth,
    round: usize,
    random: &mut Random,
    actions: &mut Learner<3>,
    labels: &mut Learner<{ relation::WIDTH }>,
) {
    let mut state = State::new(tokens.len());
    let mut keys = Keys::new();
    while let Some(allowed) = state.allowed() {
        let action = match allowed {
            Allowed::Only(action) => action,
            Allowed::Any(allowed) => {
                parser::features(&state, tokens, &mut keys);
                let mut scores = [0; 3];
                actions.add(keys.as_slice(), &mut scores);
                let guess = parser::best(&scores, allowed);
                let costs = truth.costs(&state);
                let least = (0..3)
                    .filter(|a| allowed[*a])
                    .map(|a| costs[a])
                    .min()
                    .unwrap_or(0);
                let right =
                    parser::best(&scores, [0, 1, 2].map(|a| allowed[a] && costs[a] == least));
                actions.step();
                if costs[guess] > least {
                    actions.correct(keys.as_slice(), right, guess);
                }
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
            parser::label_features(&state, tokens, head, dependent, &mut keys);
            let mut scores = [0; relation::WIDTH];
            labels.add(keys.as_slice(), &mut scores);
            let guess = parser::best_label(&scores);
            let right = sentence[dependent - 1].relation as u8;
            if truth.head(dependent) == head && right != ROOT {
                labels.step();
                if guess != right {
                    labels.correct(keys.as_slice(), usize::from(right), usize::from(guess));
                }
            }
            guess
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
