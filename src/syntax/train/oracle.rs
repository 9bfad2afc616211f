//! Which actions of the parser lose nothing (the dynamic oracle of Goldberg and Nivre 2013 for arc-hybrid).

use super::conllu::Sentence;
use crate::syntax::parser::State;

/// The right tree, in the indexes of the parser: words from 1, the root after them.
pub struct Truth {
    heads: Vec<usize>,
    children: Vec<Vec<usize>>,
}

impl Truth {
    /// The tree of the sentence, made projective by lifting arcs that cross others.
    pub fn new(sentence: &Sentence) -> Self {
        let root = sentence.len() + 1;
        let mut heads = vec![0; root + 1];
        for (at, token) in sentence.iter().enumerate() {
            heads[at + 1] = token.head.map_or(root, |head| head + 1);
        }
        make_projective(&mut heads, root);
        let mut children = vec![Vec::new(); root + 1];
        for word in 1..root {
            children[heads[word]].push(word);
        }
        Self { heads, children }
    }

    /// The right head.
    pub fn head(&self, word: usize) -> usize {
        self.heads[word]
    }

    /// How many right arcs become impossible by shift, left and right.
    pub fn costs(&self, state: &State) -> [usize; 3] {
        let next = state.next();
        let top = state.top(0);
        let second = state.top(1);
        let below_top = state.stack().split_last().map_or(&[][..], |(_, rest)| rest);
        let is_below = |word: usize| below_top.contains(&(word as u32));
        let ahead = |word: usize| {
            self.children[word]
                .iter()
                .filter(|child| **child >= next)
                .count()
        };

        // Shift: the next word can no longer take words of the stack, nor depend on those below the top.
        let shift = usize::from(is_below(self.heads[next]))
            + self.children[next]
                .iter()
                .filter(|child| **child == top || is_below(**child))
                .count();
        // Left: the top loses what comes later, and the word below it as head.
        let lost = ahead(top);
        let head = self.heads[top];
        let left = lost + usize::from(head > next || (head == second && second != 0));
        let right = lost + usize::from(head >= next);
        [shift, left, right]
    }
}

fn make_projective(heads: &mut [usize], root: usize) {
    // Each round lifts the shortest arc that is crossed; arcs to the root cannot be lifted, so this ends.
    while let Some(word) = (1..root)
        .filter(|word| is_crossed(heads, *word, root))
        .min_by_key(|word| word.abs_diff(heads[*word]))
    {
        heads[word] = heads[heads[word]];
    }
}

/// Whether a word between this one and its head does not descend from that head.
fn is_crossed(heads: &[usize], word: usize, root: usize) -> bool {
    let head = heads[word];
    if head == root {
        return false;
    }
    let (low, high) = (word.min(head), word.max(head));
    (low + 1..high).any(|between| {
        let mut at = between;
        while at != root && at != head {
            at = heads[at];
        }
        at != head
    })
}
