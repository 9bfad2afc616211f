//! Tagged words -> dependencies: the arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez and Satta 2011), greedy.
//!
//! A word is pushed (shift), becomes a dependent of the next word of the sentence (left) or of the word below it on the
//! stack (right). The root stands after the last word. An arc gets its relation when it is made: then the dependent is complete.

use super::{
    feature::{Keys, Token, small},
    model::Model,
    relation::{self, Relation},
    table::{Listed, Scores, leading},
};

/// Heads and relations, one entry a word.
pub struct Tree {
    /// `None` for the root.
    pub heads: Vec<Option<usize>>,
    /// What the word is to its head.
    pub relations: Vec<Relation>,
}

/// The tree with the locally best decisions.
pub fn parse(tokens: &[Token], model: &Model) -> Tree {
    let mut state = State::new(tokens.len());
    let mut keys = Keys::new();
    while let Some(allowed) = state.allowed() {
        let action = match allowed {
            Allowed::Only(action) => action,
            Allowed::Any(allowed) => {
                quick_features(&state, tokens, &mut keys);
                let (action, lead) = best(&model.quick.parser.scores(keys.as_slice()), allowed);
                if lead >= SURE_ACTION {
                    action
                } else {
                    features(&state, tokens, &mut keys);
                    best(&model.full.parser.scores(keys.as_slice()), allowed).0
                }
            }
        };
        let label = state.arc(action).map_or(0, |(head, dependent)| {
            if head == state.root() {
                return ROOT;
            }
            quick_label_features(&state, tokens, head, dependent, &mut keys);
            let (label, lead) = best_label(&model.quick.labeller, &keys);
            if lead >= SURE_LABEL {
                return label;
            }
            label_features(&state, tokens, head, dependent, &mut keys);
            best_label(&model.full.labeller, &keys).0
        });
        state.apply(action, label);
    }
    state.tree()
}

/// The leads that quick decisions need: with less, accuracy on the development part of the treebank falls.
const SURE_ACTION: i16 = 40;
const SURE_LABEL: i16 = 25;

/// The label of the root, in `Relation::ALL`.
pub const ROOT: u8 = (Relation::ALL.len() - 1) as u8;

/// Push the next word.
pub const SHIFT: usize = 0;
/// The next word takes the top of the stack as dependent.
pub const LEFT: usize = 1;
/// The second word of the stack takes the top as dependent.
pub const RIGHT: usize = 2;

/// Which actions are possible.
pub enum Allowed {
    /// No choice.
    Only(usize),
    /// Shift, left, right.
    Any([bool; 3]),
}

/// The allowed action with the highest score, the first one on a tie, and its lead over the next.
pub fn best(scores: &Scores<3>, allowed: [bool; 3]) -> (usize, i16) {
    leading(&[0, 1, 2].map(|action| {
        if allowed[action] {
            scores[action]
        } else {
            i16::MIN
        }
    }))
}

fn best_label(table: &Listed<{ relation::WIDTH }>, keys: &Keys) -> (u8, i16) {
    let mut scores = [0; relation::WIDTH];
    table.add(keys.as_slice(), &mut scores);
    let (label, lead) = leading(&scores);
    (label as u8, lead)
}

/// What is known of a word's dependents so far.
#[derive(Clone, Copy, Debug, Default)]
struct Family {
    head: u32,
    label: u8,
    left_count: u8,
    right_count: u8,
    /// Outermost and second outermost dependent on each side.
    left: [u32; 2],
    right: [u32; 2],
    /// Sets of labels.
    left_labels: u64,
    right_labels: u64,
}

/// A parse under way. Indexes as in the token list: 0 is nothing, 1..=n the words, n + 1 the root.
#[derive(Clone, Debug)]
pub struct State {
    stack: Vec<u32>,
    next: usize,
    family: Vec<Family>,
}

impl State {
    /// The start, for a token list of this length (words and two boundaries).
    pub fn new(length: usize) -> Self {
        Self {
            stack: Vec::with_capacity(32),
            next: 1,
            family: vec![Family::default(); length],
        }
    }

    /// The index of the root.
    pub fn root(&self) -> usize {
        self.family.len() - 1
    }

    /// The next word of the sentence, or the root.
    pub fn next(&self) -> usize {
        self.next
    }

    /// The words under way, top last.
    pub fn stack(&self) -> &[u32] {
        &self.stack
    }

    /// The word at this depth of the stack, 0 for none.
    pub fn top(&self, depth: usize) -> usize {
        self.stack
            .len()
            .checked_sub(depth + 1)
            .map_or(0, |place| self.stack[place] as usize)
    }

    /// What may be done; `None` at the end.
    ///
    /// Exactly one word becomes a dependent of the root: all others are attached before it.
    pub fn allowed(&self) -> Option<Allowed> {
        let at_root = self.next >= self.root();
        Some(match (self.stack.len(), at_root) {
            (0, true) => return None,
            (0, false) => Allowed::Only(SHIFT),
            (1, true) => Allowed::Only(LEFT),
            (_, true) => Allowed::Only(RIGHT),
            (1, false) => Allowed::Any([true, true, false]),
            (_, false) => Allowed::Any([true, true, true]),
        })
    }

    /// Head and dependent of the arc that an action makes.
    pub fn arc(&self, action: usize) -> Option<(usize, usize)> {
        match action {
            LEFT => Some((self.next, self.top(0))),
            RIGHT => Some((self.top(1), self.top(0))),
            _ => None,
        }
    }

    /// Does it.
    pub fn apply(&mut self, action: usize, label: u8) {
        let Some((head, dependent)) = self.arc(action) else {
            self.stack.push(self.next as u32);
            self.next += 1;
            return;
        };
        self.stack.pop();
        self.family[dependent].head = head as u32;
        self.family[dependent].label = label;
        let parent = &mut self.family[head];
        let bit = 1 << label;
        if dependent < head {
            parent.left = [dependent as u32, parent.left[0]];
            parent.left_count = (parent.left_count + 1).min(5);
            parent.left_labels |= bit;
        } else {
            parent.right = [dependent as u32, parent.right[0]];
            parent.right_count = (parent.right_count + 1).min(5);
            parent.right_labels |= bit;
        }
    }

    fn tree(&self) -> Tree {
        let words = &self.family[1..self.root()];
        Tree {
            heads: words
                .iter()
                .map(|word| {
                    Some(word.head as usize)
                        .filter(|head| *head != self.root())
                        .map(|head| head.saturating_sub(1))
                })
                .collect(),
            relations: words
                .iter()
                .map(|word| Relation::from_index(usize::from(word.label)))
                .collect(),
        }
    }
}

fn distance(from: usize, to: usize) -> u64 {
    small(match to.saturating_sub(from) {
        0 => 500,
        near @ 1..=4 => 500 + near as u64,
        5..=6 => 505,
        7..=10 => 506,
        _ => 507,
    })
}

/// What tells most of an action.
pub fn quick_features(state: &State, tokens: &[Token], keys: &mut Keys) {
    let next = state.next;
    let end = tokens.len() - 1;
    let [top, second, third] = [state.top(0), state.top(1), state.top(2)];
    let [s0, s1, s2, b0] = [top, second, third, next].map(|at| &tokens[at]);
    let [b1, b2] = [next + 1, next + 2].map(|at| &tokens[at.min(end)]);
    let [f0, f1, fb] = [top, second, next].map(|at| &state.family[at]);
    let [s0l, b0l] = [f0.left[0], fb.left[0]].map(|at| &tokens[at as usize]);
    let s0_counts = small(700 + u64::from(f0.left_count) * 8 + u64::from(f0.right_count));
    let near = distance(top, next);
    keys.clear();

    keys.two(s0.both, b0.both);
    keys.three(s0.both, b0.tag, b1.tag);
    keys.three(s0.tag, b0.both, b1.tag);
    keys.four(s1.tag, s0.tag, b0.tag, b1.tag);
    keys.three(s1.both, s0.tag, b0.tag);
    keys.three(s1.tag, s0.both, b0.tag);
    keys.three(s1.tag, s0.tag, b0.both);
    keys.four(s0.tag, b0.tag, b0l.tag, near);
    keys.four(s1.tag, s0.tag, b0.tag, s0_counts);
    keys.four(
        s0.tag,
        b0.tag,
        spread(f0.left_labels),
        spread(f0.right_labels),
    );
    keys.three(s1.both, s0.tag, s0l.word);
    keys.four(s0.both, b0.tag, s0_counts, b1.tag);
    keys.four(s0.tag, b0.tag, b1.tag, b2.tag);
    keys.four(s2.tag, s1.tag, s0.tag, b0.tag);
    keys.four(s1.tag, s0.both, b0l.word, b0.tag);
    keys.two(s1.both, spread(f1.right_labels));
    keys.three(s1.word, s0l.word, s0.word);
    keys.three(s0.tag, b0.tag, spread(fb.left_labels));
}

/// What speaks for an action.
pub fn features(state: &State, tokens: &[Token], keys: &mut Keys) {
    let next = state.next;
    let [top, second, third] = [state.top(0), state.top(1), state.top(2)];
    let end = tokens.len() - 1;
    let s0 = &tokens[top];
    let s1 = &tokens[second];
    let s2 = &tokens[third];
    let b0 = &tokens[next];
    let b1 = &tokens[(next + 1).min(end)];
    let b2 = &tokens[(next + 2).min(end)];
    let [f0, f1, fb] = [
        &state.family[top],
        &state.family[second],
        &state.family[next],
    ];
    let child = |index: u32| &tokens[index as usize];
    let label = |index: u32| small(600 + u64::from(state.family[index as usize].label));
    let [s0l, s0r, s1l, s1r, b0l] =
        [f0.left[0], f0.right[0], f1.left[0], f1.right[0], fb.left[0]].map(child);
    let [s0l2, s0r2, s1r2, b0l2] = [f0.left[1], f0.right[1], f1.right[1], fb.left[1]].map(child);
    let [s0ll, s0rl, s1rl, b0ll] = [f0.left[0], f0.right[0], f1.right[0], fb.left[0]].map(label);
    let near = distance(top, next);
    let far = distance(second, top);
    let s0_counts = small(700 + u64::from(f0.left_count) * 8 + u64::from(f0.right_count));
    let s1_counts = small(800 + u64::from(f1.left_count) * 8 + u64::from(f1.right_count));
    let b0_count = small(900 + u64::from(fb.left_count));
    keys.clear();

    for token in [s0, s1, b0] {
        keys.one(token.word);
        keys.one(token.tag);
        keys.one(token.both);
    }
    for token in [b1, b2] {
        keys.one(token.both);
        keys.one(token.tag);
    }
    keys.one(s2.both);
    keys.one(s0.suffixes[2]);
    keys.one(b0.suffixes[2]);

    keys.two(s0.both, b0.both);
    keys.two(s0.both, b0.tag);
    keys.two(s0.tag, b0.both);
    keys.two(s0.tag, b0.tag);
    keys.two(s0.word, b0.word);
    keys.two(s1.both, s0.both);
    keys.two(s1.both, s0.tag);
    keys.two(s1.tag, s0.both);
    keys.two(s1.tag, s0.tag);
    keys.two(s1.tag, b0.tag);
    keys.two(s1.both, b0.tag);
    keys.two(s1.tag, b0.both);
    keys.two(s1.word, b0.word);
    keys.two(b0.tag, b1.tag);
    keys.two(b0.both, b1.tag);
    keys.two(b0.tag, b1.both);
    keys.two(s0.both, b1.tag);
    keys.two(s0.tag, b1.both);

    keys.three(s0.tag, b0.tag, b1.tag);
    keys.three(b0.tag, b1.tag, b2.tag);
    keys.three(s1.tag, s0.tag, b0.tag);
    keys.three(s2.tag, s1.tag, s0.tag);
    keys.three(s1.both, s0.tag, b0.tag);
    keys.three(s1.tag, s0.both, b0.tag);
    keys.three(s1.tag, s0.tag, b0.both);
    keys.four(s1.tag, s0.tag, b0.tag, b1.tag);
    keys.four(s2.tag, s1.tag, s0.tag, b0.tag);
    keys.four(s0.tag, b0.tag, b1.tag, b2.tag);
    keys.three(s0.word, b0.tag, b1.tag);
    keys.three(s0.tag, b0.word, b1.tag);

    keys.three(s0.tag, s0l.tag, b0.tag);
    keys.three(s0.tag, s0r.tag, b0.tag);
    keys.three(s0.tag, b0.tag, b0l.tag);
    keys.three(s1.tag, s0.tag, s0l.tag);
    keys.three(s1.tag, s0.tag, s0r.tag);
    keys.three(s1.tag, s1r.tag, s0.tag);
    keys.three(s1.tag, s1l.tag, s0.tag);
    keys.three(s0.both, s0l.tag, s0l2.tag);
    keys.three(s0.tag, s0r.tag, s0r2.tag);
    keys.three(b0.tag, b0l.tag, b0l2.tag);
    keys.three(s1.tag, s1r.tag, s1r2.tag);
    keys.four(s1.tag, s0.tag, b0.tag, b0l.tag);
    keys.four(s1.tag, s1r.tag, s0.tag, b0.tag);

    // Which preposition: 'invest <money> in', 'a loan of <money>'.
    keys.two(s0.word, b0l.word);
    keys.two(s1.word, b0l.word);
    keys.three(s0.tag, b0l.word, b0.tag);
    keys.four(s1.both, s0.tag, b0l.word, b0.tag);
    keys.four(s1.tag, s0.both, b0l.word, b0.tag);
    keys.three(s1.tag, s0l.word, s0.tag);
    keys.three(s1.word, s0l.word, s0.tag);
    keys.two(s1.word, s0l.word);
    keys.three(s2.tag, s1.tag, s0l.word);
    keys.three(s1.tag, s0.tag, b0.word);
    keys.two(s0r.word, b0.word);

    keys.two(s0.tag, s0_counts);
    keys.two(s0.both, s0_counts);
    keys.two(s1.tag, s1_counts);
    keys.two(s1.both, s1_counts);
    keys.two(b0.tag, b0_count);
    keys.three(s0.tag, b0.tag, near);
    keys.two(s0.word, near);
    keys.two(b0.both, near);
    keys.three(s1.tag, s0.tag, far);
    keys.three(s0.tag, b0.tag, s0_counts);
    keys.three(s1.tag, s0.tag, s1_counts);

    keys.two(s0.tag, s0ll);
    keys.two(s0.tag, s0rl);
    keys.three(s0.tag, s0rl, b0.tag);
    keys.three(s1.tag, s1rl, s0.tag);
    keys.three(s0.tag, b0.tag, b0ll);
    keys.three(s0.tag, b0.tag, spread(f0.left_labels));
    keys.three(s0.tag, b0.tag, spread(f0.right_labels));
    keys.three(s1.tag, s0.tag, spread(f1.right_labels));
    keys.three(s1.tag, s0.tag, spread(f1.left_labels));
    keys.three(s0.tag, b0.tag, spread(fb.left_labels));
    keys.two(s0.both, spread(f0.left_labels));
    keys.two(s0.both, spread(f0.right_labels));
    keys.two(s1.both, spread(f1.right_labels));
}

fn spread(set: u64) -> u64 {
    small(set.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 8)
}

/// What tells most of the relation of an arc.
pub fn quick_label_features(
    state: &State,
    tokens: &[Token],
    head: usize,
    dependent: usize,
    keys: &mut Keys,
) {
    let [h, d] = [&tokens[head], &tokens[dependent]];
    let [of_head, of_dependent] = [&state.family[head], &state.family[dependent]];
    let direction = small(if dependent < head { 1001 } else { 1002 });
    let first = &tokens[of_dependent.left[0] as usize];
    keys.clear();
    keys.three(h.tag, d.both, direction);
    keys.three(h.both, d.tag, direction);
    keys.two(h.word, d.word);
    keys.four(h.tag, d.tag, first.word, direction);
    keys.four(h.both, d.tag, first.word, direction);
    keys.four(h.tag, d.tag, spread(of_head.left_labels), direction);
    keys.four(h.tag, d.tag, spread(of_dependent.left_labels), direction);
    keys.three(h.tag, d.suffixes[2], tokens[dependent - 1].tag);
}

/// What speaks for the relation of an arc.
pub fn label_features(
    state: &State,
    tokens: &[Token],
    head: usize,
    dependent: usize,
    keys: &mut Keys,
) {
    let end = tokens.len() - 1;
    let h = &tokens[head];
    let d = &tokens[dependent];
    let of_head = &state.family[head];
    let of_dependent = &state.family[dependent];
    let left = dependent < head;
    let direction = small(if left { 1001 } else { 1002 });
    let span = if left {
        distance(dependent, head)
    } else {
        distance(head, dependent)
    };
    let child = |index: u32| &tokens[index as usize];
    let first = child(of_dependent.left[0]);
    let second = child(of_dependent.left[1]);
    let last = child(of_dependent.right[0]);
    let before = &tokens[dependent - 1];
    let after = &tokens[(dependent + 1).min(end)];
    let before_head = &tokens[head.saturating_sub(1)];
    let after_head = &tokens[(head + 1).min(end)];
    let sibling = if left {
        of_head.left[0]
    } else {
        of_head.right[0]
    };
    let sibling_label = small(600 + u64::from(state.family[sibling as usize].label));
    let head_left = spread(of_head.left_labels);
    let head_right = spread(of_head.right_labels);
    let own_left = spread(of_dependent.left_labels);
    let own_right = spread(of_dependent.right_labels);
    keys.clear();

    keys.two(h.both, direction);
    keys.two(d.both, direction);
    keys.two(h.word, d.word);
    keys.three(h.tag, d.tag, direction);
    keys.three(h.tag, d.tag, span);
    keys.three(h.tag, d.both, direction);
    keys.three(h.both, d.tag, direction);
    keys.two(d.suffixes[2], h.tag);
    keys.two(h.suffixes[2], d.tag);
    keys.three(d.shape, d.tag, h.tag);

    keys.four(h.tag, d.tag, first.word, direction);
    keys.four(h.both, d.tag, first.word, direction);
    keys.three(h.tag, d.tag, second.word);
    keys.four(h.tag, d.tag, first.tag, last.tag);
    keys.three(d.both, first.word, direction);
    keys.three(h.word, first.word, direction);
    keys.four(h.tag, d.tag, own_left, direction);
    keys.four(h.tag, d.tag, own_right, direction);
    keys.three(d.tag, own_left, own_right);

    keys.four(h.tag, d.tag, head_left, direction);
    keys.four(h.tag, d.tag, head_right, direction);
    keys.three(h.both, head_left, direction);
    keys.three(h.both, head_right, d.tag);
    keys.four(h.tag, d.tag, sibling_label, direction);
    keys.three(h.tag, d.tag, child(sibling).tag);
    keys.three(h.tag, d.both, head_left);

    keys.three(h.tag, d.tag, before.tag);
    keys.three(h.tag, d.tag, after.tag);
    keys.three(h.tag, d.tag, before.word);
    keys.three(h.tag, d.tag, after.word);
    keys.three(h.tag, d.tag, before_head.tag);
    keys.three(h.tag, d.tag, after_head.tag);
    keys.three(h.tag, d.tag, before_head.word);
    keys.two(own_left, direction);
}
