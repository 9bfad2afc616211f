//! A document with its sentences, tokens and amounts: what every later step looks at.

use rustc_hash::FxHashSet;

use super::{Kind, Mention};
use crate::{
    read::{Document, Role},
    segment::Segments,
    span::Span,
    syntax::Tag,
};

/// A document cut into tokens, with the forms that later steps compare.
#[derive(Debug)]
pub struct Reading<'d> {
    /// The document.
    pub document: &'d Document,
    /// Its sentences and tokens.
    pub segments: Segments,
    /// Its sums, numbers and dates, in text order.
    pub amounts: Vec<Mention>,
    /// Each token in lower case.
    pub lower: Vec<String>,
    /// The part of speech of each token, names not yet collapsed.
    pub tags: Vec<Tag>,
    /// Index into [`amounts`](Self::amounts) of the mention that covers each token.
    pub covered: Vec<Option<usize>>,
    /// The sentence of each token.
    pub sentence_of: Vec<usize>,
    votes: Votes<'d>,
}

/// How the words of the document are written where the place in the sentence does not force a capital.
#[derive(Debug, Default)]
struct Votes<'d> {
    capitalised: FxHashSet<&'d str>,
    lower: FxHashSet<&'d str>,
}

impl<'d> Reading<'d> {
    /// Puts the pieces together. `tags` must have one entry a token.
    pub fn new(
        document: &'d Document,
        segments: Segments,
        amounts: Vec<Mention>,
        tags: Vec<Tag>,
    ) -> Self {
        let form = |index: usize| segments.tokens[index].span.of(&document.text);
        let lower: Vec<String> = (0..segments.tokens.len())
            .map(|index| form(index).to_lowercase())
            .collect();
        let mut sentence_of = vec![0; segments.tokens.len()];
        for (number, sentence) in segments.sentences.iter().enumerate() {
            sentence_of[sentence.tokens.clone()].fill(number);
        }
        let covered = covered(&segments, &amounts);
        let votes = votes(document, &segments);
        Self {
            document,
            segments,
            amounts,
            lower,
            tags,
            covered,
            sentence_of,
            votes,
        }
    }

    /// The words of a token.
    pub fn form(&self, token: usize) -> &'d str {
        self.segments
            .tokens
            .get(token)
            .map_or("", |token| token.span.of(&self.document.text))
    }

    /// The words of some tokens, as the text has them.
    pub fn words(&self, tokens: &std::ops::Range<usize>) -> &'d str {
        self.span(tokens).of(&self.document.text)
    }

    /// The span of some tokens; empty for none.
    pub fn span(&self, tokens: &std::ops::Range<usize>) -> Span {
        match (
            self.segments.tokens.get(tokens.start),
            tokens
                .end
                .checked_sub(1)
                .and_then(|last| self.segments.tokens.get(last)),
        ) {
            (Some(first), Some(last)) if tokens.start < tokens.end => first.span.cover(last.span),
            _ => Span::default(),
        }
    }

    /// The tokens that a span touches.
    pub fn tokens_in(&self, span: Span) -> std::ops::Range<usize> {
        let start = self
            .segments
            .tokens
            .partition_point(|token| token.span.end <= span.start);
        let end = self
            .segments
            .tokens
            .partition_point(|token| token.span.start < span.end);
        start..end.max(start)
    }

    /// Whether the word stands with a capital where its place does not force one.
    pub fn seen_capitalised(&self, form: &str) -> bool {
        self.votes.capitalised.contains(form)
    }

    /// Whether the word, in lower case, stands in the document.
    pub fn seen_lower(&self, lower: &str) -> bool {
        self.votes.lower.contains(lower)
    }

    /// The sum, number or date that covers the token.
    pub fn amount_at(&self, token: usize) -> Option<&Mention> {
        self.covered
            .get(token)
            .copied()
            .flatten()
            .and_then(|index| self.amounts.get(index))
    }

    /// The indexes of the sums of money.
    pub fn sums(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.amounts.len()).filter(|&index| matches!(self.amounts[index].kind, Kind::Money(_)))
    }
}

/// Whether a word starts with a capital, or has one inside ('iPhone').
pub fn is_capitalised(form: &str) -> bool {
    let mut characters = form.chars();
    characters.next().is_some_and(|first| {
        first.is_uppercase() || (first.is_alphanumeric() && characters.any(char::is_uppercase))
    })
}

/// Whether all letters are capitals and there are at least two.
pub fn is_acronym(form: &str) -> bool {
    form.chars().filter(|c| c.is_uppercase()).count() >= 2 && !form.chars().any(char::is_lowercase)
}

fn covered(segments: &Segments, amounts: &[Mention]) -> Vec<Option<usize>> {
    let mut covered = vec![None; segments.tokens.len()];
    for (index, mention) in amounts.iter().enumerate() {
        let start = segments
            .tokens
            .partition_point(|token| token.span.end <= mention.span.start);
        for (token, cover) in segments.tokens.iter().zip(&mut covered).skip(start) {
            if token.span.start >= mention.span.end {
                break;
            }
            *cover = Some(index);
        }
    }
    covered
}

/// Whether most longer words of a sentence are capitalised, as in English headlines: capitals then tell nothing.
pub fn is_title_case(document: &Document, segments: &Segments, sentence: usize) -> bool {
    let Some(sentence) = segments.sentences.get(sentence) else {
        return false;
    };
    if sentence.role != Role::Headline {
        return false;
    }
    let long: Vec<&str> = segments.tokens[sentence.tokens.clone()]
        .iter()
        .map(|token| token.span.of(&document.text))
        .filter(|form| form.chars().count() > 3 && form.chars().all(char::is_alphabetic))
        .collect();
    long.len() > 2 && long.iter().filter(|form| is_capitalised(form)).count() * 10 >= long.len() * 8
}

fn votes<'d>(document: &'d Document, segments: &Segments) -> Votes<'d> {
    let mut votes = Votes::default();
    for (number, sentence) in segments.sentences.iter().enumerate() {
        let title_case = is_title_case(document, segments, number);
        let mut forced = true;
        for token in &segments.tokens[sentence.tokens.clone()] {
            let form = token.span.of(&document.text);
            if is_capitalised(form) {
                if !forced && !title_case {
                    votes.capitalised.insert(form);
                }
            } else if form.starts_with(char::is_lowercase) {
                votes.lower.insert(form);
            }
            // The first word after an opening quote or a colon may be forced too.
            forced = forced && !form.chars().any(char::is_alphanumeric)
                || matches!(
                    form,
                    "\"" | "“" | "”" | "'" | "‘" | ":" | "–" | "—" | "-" | "•"
                );
        }
    }
    votes
}
