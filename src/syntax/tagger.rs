//! Words -> parts of speech, from left to right.

use super::{
    feature::{Keys, Token},
    model::Model,
    table::{Wide, leading},
    tag::{Fine, WIDTH},
};

/// The lead that a quick decision needs: with less, accuracy on the development part of the treebank falls.
const SURE: i16 = 25;

/// Tags every token that is not fixed.
pub fn tag(tokens: &mut [Token], model: &Model) {
    let mut keys = Keys::new();
    for at in 1..tokens.len().saturating_sub(1) {
        if tokens[at].fixed {
            continue;
        }
        quick_features(tokens, at, &mut keys);
        let (mut class, lead) = best(&model.quick.tagger, &keys);
        if lead < SURE {
            features(tokens, at, &mut keys);
            (class, _) = best(&model.full.tagger, &keys);
        }
        tokens[at].set(Fine(class as u8));
    }
}

fn best(table: &Wide<WIDTH>, keys: &Keys) -> (usize, i16) {
    let mut scores = [0; WIDTH];
    table.add(keys.as_slice(), &mut scores);
    leading(&scores)
}

/// The features that tell most.
pub fn quick_features(tokens: &[Token], at: usize, keys: &mut Keys) {
    let word = &tokens[at];
    let before = &tokens[at - 1];
    let before_that = &tokens[at.saturating_sub(2)];
    let after = &tokens[at + 1];
    keys.clear();
    keys.one(word.exact);
    keys.two(before.tag, word.word);
    keys.two(before.tag, word.suffixes[2]);
    keys.two(word.shape, word.suffixes[1]);
    keys.two(word.word, after.word);
    keys.one(after.word);
    keys.two(word.suffixes[2], after.suffixes[2]);
    keys.two(before_that.tag, before.tag);
}

/// What speaks for a tag of the word at `at`. The tags before it are set.
pub fn features(tokens: &[Token], at: usize, keys: &mut Keys) {
    let edge = &tokens[0];
    let word = &tokens[at];
    let before = &tokens[at - 1];
    let before_that = if at > 1 { &tokens[at - 2] } else { edge };
    let after = &tokens[at + 1];
    let after_that = tokens.get(at + 2).unwrap_or(after);
    keys.clear();
    keys.one(word.word);
    keys.one(word.exact);
    for suffix in word.suffixes {
        keys.one(suffix);
    }
    for prefix in word.prefixes {
        keys.one(prefix);
    }
    keys.one(word.shape);
    keys.one(before.tag);
    keys.two(before_that.tag, before.tag);
    keys.two(before.tag, word.word);
    keys.two(before.tag, word.suffixes[2]);
    keys.two(before.tag, word.suffixes[1]);
    keys.one(before.word);
    keys.two(before.word, word.word);
    keys.one(before_that.word);
    keys.one(after.word);
    keys.two(after.word, word.word);
    keys.two(before.tag, after.word);
    keys.one(after_that.word);
    keys.one(after.suffixes[2]);
    keys.one(after.suffixes[1]);
    keys.two(after.suffixes[1], word.suffixes[1]);
    keys.one(before.suffixes[2]);
    keys.two(word.shape, before.shape);
    keys.two(word.shape, after.shape);
    keys.three(word.shape, before.tag, after.shape);
    keys.three(before_that.tag, before.tag, word.word);
    keys.two(word.word, after.suffixes[2]);
    // The tag of a fixed word is known before its turn.
    if after.fixed {
        keys.one(after.tag);
        keys.two(before.tag, after.tag);
        keys.two(word.word, after.tag);
    }
}
