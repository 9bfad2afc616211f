//! `check`: the examples that stand beside the rules.

use std::{collections::BTreeSet, io::Write};

use anyhow::Error;

use super::{Outcome, arguments::Check, input, output};
use crate::{
    fact::{Evidence, Facts, Filler},
    mention,
    pipeline::Extractor,
    read,
    rules::{AmountRules, Orthography, RuleId, Source, tsv},
    segment,
};

/// How words are cut leaves no trace in facts: the tests of `segment` run the examples of these files.
const UNTRACED: [&str; 2] = ["abbreviations.tsv", "tokens.tsv"];

/// Runs it.
pub fn run(options: &Check) -> Result<Outcome, Error> {
    let source = input::rules(options.rules.as_ref())?;
    let reader = Reader::new(&source)?;
    let mut out = output::stdout();
    let (mut examples, mut wrong) = (0, 0);
    let mut verify = |place: &str, rule: RuleId, language: &str, sentence: &str, expected: bool| {
        examples += 1;
        if reader.fired(sentence, language).contains(rule.as_str()) == expected {
            return Ok(());
        }
        wrong += 1;
        let verdict = if expected { "did not fire" } else { "fired" };
        writeln!(out, "{place}: {} {verdict}: {sentence}", rule.as_str())
    };
    for file in source.names("lexicon", ".tsv") {
        if UNTRACED.contains(&file.as_str()) {
            continue;
        }
        for row in tsv::rows(&source, &file)? {
            let place = format!("lexicon/{file}:{}", row.line);
            for (column, expected) in [("examples", true), ("counter_examples", false)] {
                for sentence in row.list(column) {
                    verify(&place, row.rule, row.get("language"), sentence, expected)?;
                }
            }
        }
    }
    for frame in reader.extractor.rules().frames.all() {
        for (sentences, expected) in [(&frame.examples, true), (&frame.counter_examples, false)] {
            for sentence in sentences {
                verify("frames", frame.rule, "", sentence, expected)?;
            }
        }
    }
    out.flush()?;
    output::note(&format!(
        "{}, {wrong} wrong",
        output::count(examples, "example")
    ));
    Ok(if wrong == 0 {
        Outcome::Done
    } else {
        Outcome::Finding
    })
}

/// What reads a sentence, with a trace of the rules that had a part in it.
struct Reader {
    extractor: Extractor,
    orthography: Orthography,
    amounts: AmountRules,
}

impl Reader {
    fn new(source: &Source) -> Result<Self, Error> {
        Ok(Self {
            extractor: Extractor::new(source)?,
            orthography: Orthography::load(source)?,
            amounts: AmountRules::load(source)?,
        })
    }

    /// `language` empty for English.
    fn fired(&self, sentence: &str, language: &str) -> BTreeSet<&'static str> {
        let mut document = read::plain("example", sentence);
        if !language.is_empty() {
            language.clone_into(&mut document.language);
        }
        let mut ids = rules_of(&self.extractor.facts(&document));
        // Numbers and dates that end in no fact.
        let segments = segment::sentences(&document, &self.orthography);
        for mention in mention::amounts(
            &document.text,
            &segments,
            self.amounts.of_language(&document.language),
        ) {
            ids.insert(mention.rule.as_str());
            ids.extend(mention.parts.iter().map(|part| part.rule.as_str()));
        }
        ids
    }
}

/// The rules behind all facts.
fn rules_of(facts: &Facts) -> BTreeSet<&'static str> {
    let mut ids = BTreeSet::new();
    let mut note = |evidence: &Evidence| {
        ids.insert(evidence.rule.as_str());
    };
    for sum in &facts.sums {
        note(&sum.evidence);
        let slots: [&[Filler]; 7] = [
            &sum.said_by,
            &sum.payers,
            &sum.announcers,
            &sum.recipients,
            &sum.programmes,
            &sum.draws_on,
            &sum.facilities,
        ];
        slots
            .into_iter()
            .flatten()
            .for_each(|filler| note(&filler.evidence));
        [
            &sum.part_of,
            &sum.conversion_of,
            &sum.may_overlap,
            &sum.revises,
        ]
        .into_iter()
        .flatten()
        .for_each(|link| note(&link.evidence));
    }
    facts
        .quantities
        .iter()
        .for_each(|quantity| note(&quantity.evidence));
    facts
        .offices
        .iter()
        .for_each(|office| note(&office.evidence));
    facts
        .relations
        .iter()
        .for_each(|relation| note(&relation.evidence));
    for sum in &facts.sums {
        ids.extend(sum.parts.iter().map(|part| part.rule.as_str()));
    }
    for entity in &facts.entities {
        ids.insert(entity.rule.as_str());
        ids.extend(entity.mentions.iter().map(|mention| mention.rule.as_str()));
    }
    ids
}
