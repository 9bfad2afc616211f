//! Noun phrases around a head noun.

use std::ops::Range;

use crate::{
    fact::analysis::{Analysis, At, Unit},
    syntax::{Inflection, Relation, Tag},
};

/// A noun phrase: its head with what stands before it.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// The head noun.
    pub head: At,
    /// Words before the head that describe it, without article, possessor and number; indexes into the tree.
    pub modifiers: Vec<usize>,
    /// The words from the first modifier or number to the head, as tokens.
    pub tokens: Range<usize>,
    /// The same without the number.
    pub core: Range<usize>,
    /// 'the', 'this', 'its', 'Microsoft's'
    pub definite: bool,
    /// 'this', 'these', 'that', 'such'
    pub demonstrative: bool,
    /// More than one.
    pub plural: bool,
    /// Whose: 'its', 'Microsoft's'.
    pub possessor: Option<usize>,
    /// The amount that counts it.
    pub number: Option<usize>,
}

/// The phrase whose head is this word.
pub fn phrase(analysis: &Analysis, head: At) -> Phrase {
    let tree = analysis.tree(head);
    let mut left: Vec<usize> = Vec::new();
    let mut phrase = Phrase {
        head,
        modifiers: Vec::new(),
        tokens: tree.words[head.word].tokens.clone(),
        core: tree.words[head.word].tokens.clone(),
        definite: false,
        demonstrative: false,
        plural: tree.parse.inflections[head.word] == Inflection::Plural,
        possessor: None,
        number: None,
    };
    collect(analysis, head, head.word, &mut left);
    left.sort_unstable();
    // Only what stands right before the head: a gap means a slip of the parser.
    let mut expected = head.word;
    for &word in left.iter().rev() {
        if word + 1 != expected {
            break;
        }
        expected = word;
    }
    for &word in left.iter().filter(|&&word| word >= expected) {
        match tree.parse.relations[word] {
            _ if is_determiner(analysis, At { word, ..head }, &mut phrase) => {}
            Relation::NumericModifier => {
                if let Unit::Amount(amount) = tree.words[word].unit {
                    phrase.number = Some(amount);
                }
                phrase.tokens.start = phrase.tokens.start.min(tree.words[word].tokens.start);
            }
            Relation::Possessor => phrase.possessor = Some(word),
            Relation::Case | Relation::Punctuation | Relation::Coordinator => {}
            _ => {
                phrase.modifiers.push(word);
                phrase.core.start = phrase.core.start.min(tree.words[word].tokens.start);
                phrase.tokens.start = phrase.tokens.start.min(tree.words[word].tokens.start);
            }
        }
    }
    // Words between the possessor and the head belong to the core even when the number stands between.
    if let Some(possessor) = phrase.possessor {
        phrase.definite = true;
        let after = tree.words[possessor].tokens.end;
        let clitic = usize::from(matches!(
            analysis.reading.form(after),
            "'s" | "’s" | "'" | "’"
        ));
        phrase.core.start = phrase
            .core
            .start
            .max((after + clitic).min(tree.words[head.word].tokens.start));
        phrase.tokens.start = phrase.tokens.start.max(
            phrase
                .core
                .start
                .min(phrase.tokens.start.max(after + clitic)),
        );
    }
    phrase
}

fn collect(analysis: &Analysis, head: At, word: usize, left: &mut Vec<usize>) {
    let tree = analysis.tree(head);
    for &child in &tree.children[word] {
        let usable = child < head.word
            && matches!(
                tree.parse.relations[child],
                Relation::AdjectivalModifier
                    | Relation::Compound
                    | Relation::NumericModifier
                    | Relation::Possessor
                    | Relation::Determiner
                    | Relation::NominalDescription
                    | Relation::Flat
                    | Relation::AdverbialModifier
                    | Relation::Conjunct
                    | Relation::Coordinator
                    | Relation::Case
                    | Relation::NominalModifier
                    | Relation::Punctuation
            )
            // The preposition of the phrase itself is no part of it.
            && !(word == head.word && matches!(tree.parse.relations[child], Relation::Case | Relation::Punctuation | Relation::Coordinator | Relation::NominalModifier));
        if usable {
            left.push(child);
            collect(analysis, head, child, left);
        }
    }
}

fn is_determiner(analysis: &Analysis, at: At, phrase: &mut Phrase) -> bool {
    let lemma = analysis.lemma(at);
    match lemma {
        "the" | "both" | "said" => phrase.definite = true,
        "this" | "these" | "that" | "those" | "such" | "same" => {
            phrase.definite = true;
            phrase.demonstrative = true;
        }
        "a" | "an" | "another" | "any" | "each" | "every" | "no" | "some" | "further" | "more"
        | "additional" | "several" | "all" | "other" => {}
        _ => return analysis.tag(at) == Tag::Determiner,
    }
    true
}
