//! Sentences made from a small grammar with their trees: `data/models/announcements.grammar`, where the notation is explained.

use std::collections::BTreeMap;

use super::conllu::{Sentence, Token};
use crate::syntax::{
    DATE, MONEY, NUMBER, Relation,
    tag::{Fine, Inflection, Tag},
};

/// `rounds` sentences from each `S` of the grammar. Always the same ones.
///
/// # Errors
/// When a symbol is unknown or brackets do not fit: the offending text.
pub fn generate(grammar: &str, rounds: usize) -> Result<Vec<Sentence>, String> {
    let mut symbols: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut sentences = Vec::new();
    for line in grammar.lines().filter(|line| !line.starts_with('#')) {
        let Some((symbol, text)) = line.split_once('=') else {
            continue;
        };
        match symbol.trim() {
            "S" => sentences.push(text.trim()),
            symbol => symbols
                .entry(symbol)
                .or_default()
                .extend(text.split('|').map(str::trim)),
        }
    }
    let mut choice = 0x2545_F491_4F6C_DD1D_u64;
    let mut made = Vec::new();
    for _ in 0..rounds {
        for text in &sentences {
            let mut text = (*text).to_owned();
            while let Some(at) = text.find('$') {
                let end = text[at + 1..]
                    .find(|letter: char| !letter.is_ascii_uppercase())
                    .map_or(text.len(), |length| at + 1 + length);
                let options = symbols
                    .get(&text[at + 1..end])
                    .ok_or_else(|| format!("{} is not defined", &text[at..end]))?;
                choice ^= choice << 13;
                choice ^= choice >> 7;
                choice ^= choice << 17;
                let option = options[(choice >> 20) as usize % options.len()];
                text.replace_range(at..end, option);
            }
            made.push(sentence(&text).ok_or(text)?);
        }
    }
    Ok(made)
}

/// An open bracket: its relation, its head once seen, and the dependents that wait for the head.
struct Open {
    relation: Relation,
    head: Option<usize>,
    waiting: Vec<usize>,
}

fn sentence(text: &str) -> Option<Sentence> {
    let spaced = text.replace('[', " [").replace(']', " ] ");
    let mut tokens: Sentence = Vec::new();
    let mut open = vec![Open {
        relation: Relation::Root,
        head: None,
        waiting: Vec::new(),
    }];
    for piece in spaced.split_whitespace() {
        if let Some(label) = piece.strip_prefix('[') {
            open.push(Open {
                relation: Relation::from_treebank(label),
                head: None,
                waiting: Vec::new(),
            });
        } else if piece == "]" {
            let closed = open.pop()?;
            let head = closed.head?;
            tokens[head].relation = closed.relation;
            let parent = open.last_mut()?;
            match parent.head {
                Some(parent) => tokens[head].head = Some(parent),
                None => parent.waiting.push(head),
            }
        } else if piece == "." {
            let root = open.first()?.head?;
            tokens.push(token(".", Relation::Punctuation, Some(root)));
        } else {
            let bracket = open.last_mut()?;
            if bracket.head.is_some() {
                return None;
            }
            let at = tokens.len();
            bracket.head = Some(at);
            tokens.push(token(piece, bracket.relation, None));
            for waiting in std::mem::take(&mut bracket.waiting) {
                tokens[waiting].head = Some(at);
            }
        }
    }
    let starts_small = tokens[0]
        .form
        .starts_with(|letter: char| letter.is_ascii_lowercase());
    if starts_small {
        let rest = tokens[0].form.split_off(1);
        tokens[0].form = tokens[0].form.to_uppercase() + &rest;
    }
    (open.len() == 1 && open[0].head.is_some()).then_some(tokens)
}

fn token(piece: &str, relation: Relation, head: Option<usize>) -> Token {
    let (form, tag) = piece.split_once('/').unwrap_or((piece, ""));
    let form = form.replace('_', " ");
    let placeholder = [MONEY, DATE, NUMBER].contains(&form.as_str());
    let is_name = tag.is_empty() && form.starts_with(char::is_uppercase);
    let fine = match tag {
        _ if is_name => Fine::of(Tag::ProperNoun),
        "" => fine_of(&form, relation),
        "VBG" if matches!(relation, Relation::Case) => {
            Fine::with(Tag::Verb, Inflection::PresentParticiple)
        }
        "IN" => Fine::of(Tag::Adposition),
        "RB" => Fine::of(Tag::Adverb),
        "JJ" | "JJR" => Fine::of(Tag::Adjective),
        "MD" => Fine::with(Tag::Auxiliary, Inflection::Modal),
        "POS" | "TO" => Fine::of(Tag::Particle),
        "PRP" | "DT" => Fine::of(Tag::Pronoun),
        "WDT" => Fine::with(Tag::Pronoun, Inflection::Relative),
        verb => Fine::from_treebank("VERB", verb).unwrap_or(Fine::of(Tag::Verb)),
    };
    Token {
        lemma: form.clone(),
        form,
        fine,
        head,
        relation,
        fixed: is_name || placeholder,
    }
}

/// The tag that follows from the relation.
fn fine_of(form: &str, relation: Relation) -> Fine {
    match relation {
        Relation::Case => Fine::of(Tag::Adposition),
        Relation::Determiner => Fine::of(Tag::Determiner),
        Relation::AdjectivalModifier => Fine::of(Tag::Adjective),
        Relation::Auxiliary | Relation::PassiveAuxiliary | Relation::Copula => {
            Fine::of(Tag::Auxiliary)
        }
        Relation::Punctuation => Fine::of(Tag::Punctuation),
        Relation::Coordinator => Fine::of(Tag::CoordinatingConjunction),
        Relation::AdverbialModifier => Fine::of(Tag::Adverb),
        Relation::Marker => Fine::of(Tag::SubordinatingConjunction),
        Relation::NumericModifier => Fine::of(Tag::Number),
        Relation::Possessor if form == "its" => Fine::with(Tag::Pronoun, Inflection::Possessive),
        _ if form.ends_with('s') => Fine::with(Tag::Noun, Inflection::Plural),
        _ => Fine::of(Tag::Noun),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_become_a_tree() {
        let grammar = "N = Spain\nS = [nsubj $N] invests/VBZ [obj <money>] [obl [case in] ports] .";
        let sentences = generate(grammar, 1).expect("fits");
        let heads: Vec<Option<usize>> = sentences[0].iter().map(|token| token.head).collect();
        assert_eq!(heads, [Some(1), None, Some(1), Some(4), Some(1), Some(1)]);
        assert_eq!(sentences[0][4].relation, Relation::Oblique);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        assert_eq!(
            generate("S = $N grows", 1),
            Err("$N is not defined".to_owned())
        );
        assert_eq!(generate("S = two heads", 1), Err("two heads".to_owned()));
    }
}
