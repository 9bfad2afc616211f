//! Who and what a document speaks of: names, facilities and descriptions, tied together and typed.

mod chain;
mod description;
mod facility;
pub mod phrase;
mod typing;

use rustc_hash::FxHashMap;

pub use chain::fold;
pub use facility::places_of;

use super::{
    EntityId, MentionForm, Scope,
    analysis::{Analysis, At, Unit},
    clause,
};
use crate::{
    class::Class,
    rules::{
        RuleId, Rules,
        gazetteer::{Entry, Naming},
    },
    span::Span,
    syntax::{Relation, Tag},
};

/// An entity while it is put together.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its class.
    pub class: Class,
    /// Canonical name.
    pub name: String,
    /// Where it is spoken of, in text order.
    pub mentions: Vec<DraftMention>,
    /// Index of its entry in the gazetteer.
    pub entry: Option<u32>,
    /// Facility type.
    pub facility_type: Option<String>,
    /// How far its name reaches.
    pub scope: Scope,
    /// What decided its class.
    pub rule: RuleId,
    /// How sure class and identity are.
    pub confidence: f32,
    /// More than one thing: 'AI gigafactories', 'the partners'.
    pub plural: bool,
}

impl Draft {
    /// What the gazetteer knows of it.
    pub fn known<'r>(&self, rules: &'r Rules) -> Option<&'r Entry> {
        rules.gazetteer.entries().get(self.entry? as usize)
    }
}

/// One place where an entity is spoken of.
#[derive(Clone, Copy, Debug)]
pub struct DraftMention {
    /// Its head word.
    pub at: At,
    /// Its words.
    pub span: Span,
    /// Name, description or pronoun.
    pub form: MentionForm,
    /// What tied it in.
    pub rule: RuleId,
}

/// All entities of a document, and which words stand for which.
#[derive(Debug, Default)]
pub struct Table {
    /// Indexes into this list are [`EntityId`]s.
    pub drafts: Vec<Draft>,
    at: FxHashMap<At, Vec<EntityId>>,
}

const FACILITY: RuleId = RuleId::of_mechanism("mechanism/facility-phrase");

/// Finds the entities of a document.
pub fn entities(analysis: &Analysis, rules: &Rules) -> Table {
    let mut table = Table::default();
    named(analysis, rules, &mut table);
    described_facilities(analysis, rules, &mut table);
    description::resolve(analysis, rules, &mut table);
    for draft in &mut table.drafts {
        draft
            .mentions
            .sort_by_key(|mention| (mention.span.start, mention.span.end));
        draft.mentions.dedup_by_key(|mention| mention.span);
    }
    table
}

impl Table {
    /// The entities that a word stands for; more than one for 'they' or 'the two companies'.
    pub fn at(&self, at: At) -> &[EntityId] {
        self.at.get(&at).map_or(&[], Vec::as_slice)
    }

    /// The draft of an entity.
    pub fn draft(&self, entity: EntityId) -> &Draft {
        &self.drafts[entity.0]
    }

    /// The class of an entity.
    pub fn class(&self, entity: EntityId) -> Class {
        self.drafts[entity.0].class
    }

    /// All ids.
    pub fn ids(&self) -> impl Iterator<Item = EntityId> + use<> {
        (0..self.drafts.len()).map(EntityId)
    }

    fn add(&mut self, draft: Draft) -> EntityId {
        let id = EntityId(self.drafts.len());
        for mention in &draft.mentions {
            self.at.entry(mention.at).or_default().push(id);
        }
        self.drafts.push(draft);
        id
    }

    fn tie(&mut self, entity: EntityId, mention: DraftMention) {
        let at = self.at.entry(mention.at).or_default();
        if !at.contains(&entity) {
            at.push(entity);
            self.drafts[entity.0].mentions.push(mention);
        }
    }
}

/// Entities from names.
fn named(analysis: &Analysis, rules: &Rules, table: &mut Table) {
    let chains = chain::chains(analysis, &rules.names, &rules.gazetteer);
    let evidence = typing::evidence(analysis, &rules.names, &rules.gazetteer, &chains);
    for (chain, evidence) in chains.iter().zip(evidence) {
        let (mut class, weight, lead) = evidence.best();
        let known = chain
            .naming
            .is_some_and(|naming| naming <= Naming::Ambiguous);
        let mut entry = chain.entry.filter(|entry| {
            // The words of an ambiguous name mean its entry only if the context agrees on the class.
            let entry = &rules.gazetteer.entries()[*entry as usize];
            entry.class == class
                && (chain.naming.is_some_and(|naming| naming <= Naming::Alias) || lead > 0.3)
        });
        let mentions: Vec<DraftMention> = chain
            .names
            .iter()
            .filter_map(|(name, rule)| {
                let span = analysis.reading.span(&analysis.names.names[*name].tokens);
                Some(DraftMention {
                    at: analysis.word_at(span)?,
                    span,
                    form: MentionForm::Name,
                    rule: *rule,
                })
            })
            .collect();
        let mut name = entry.map_or_else(
            || clean(&chain.longest),
            |entry| rules.gazetteer.entries()[entry as usize].name.clone(),
        );
        let acting = || {
            mentions
                .iter()
                .any(|mention| acts(analysis, rules, mention.at))
        };
        // 'Ottawa' may be the city or the government: what it does decides.
        let nickname_of = chain
            .names
            .iter()
            .flat_map(|(name, _)| &analysis.names.names[*name].entries)
            .find(|entry| entry.naming == Naming::Nickname)
            .map(|entry| entry.entry);
        if let Some(body) = nickname_of
            .map(|entry| &rules.gazetteer.entries()[entry as usize])
            .filter(|body| body.class == Class::PublicBody)
            && acting()
        {
            class = Class::PublicBody;
            name.clone_from(&body.name);
            entry = nickname_of;
        } else if class == Class::Place
            && is_state(entry.map(|entry| &rules.gazetteer.entries()[entry as usize]))
            && acting()
            && chain
                .naming
                .is_some_and(|naming| naming <= Naming::Ambiguous)
        {
            class = Class::PublicBody;
            let government = entry
                .and_then(|entry| rules.gazetteer.entries().get(entry as usize))
                .and_then(|entry| rules.gazetteer.government(&entry.id));
            if let Some((government, found)) = government {
                name.clone_from(&found.name);
                entry = Some(government);
            } else {
                entry = None;
            }
        }
        // A lone head ('the Bank') without a longer name names nothing by itself; nor does a word that only tells a site apart.
        let lone_head = entry.is_none()
            && !chain.longest.contains(' ')
            && rules.names.heads.contains_key(chain.longest.as_str());
        let only_modifies = weight < 0.5
            && mentions
                .iter()
                .all(|mention| modifies_site(analysis, rules, mention.at));
        // Nothing tells what it is, and nothing shows it doing, owning or joining anything: a product, a title, a common noun.
        let idle = weight < 0.5
            && entry.is_none()
            && !mentions
                .iter()
                .any(|mention| takes_a_role(analysis, mention.at));
        if lone_head || only_modifies || idle {
            continue;
        }
        let confidence = (0.5 + lead / 8.0).clamp(0.3, 0.98);
        let scope = if class == Class::Person && !chain.longest.contains(' ') && !known {
            Scope::Document
        } else {
            Scope::Global
        };
        let draft = Draft {
            class,
            name,
            mentions,
            entry,
            facility_type: None,
            scope,
            rule: evidence.rule(),
            confidence: if weight < 0.5 { 0.4 } else { confidence },
            plural: false,
        };
        // 'Ottawa' for the government that 'Canada' means already: one entity.
        if let Some(same) = table
            .ids()
            .find(|&id| draft.entry.is_some() && table.draft(id).entry == draft.entry)
        {
            for mention in draft.mentions {
                table.tie(same, mention);
            }
        } else {
            table.add(draft);
        }
    }
}

/// The name on one line.
fn clean(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_state(entry: Option<&Entry>) -> bool {
    entry.is_some_and(|entry| {
        matches!(
            entry.kind.as_str(),
            "country" | "state" | "province" | "nation" | "union" | "land" | "territory" | "city"
        )
    })
}

/// 'the Borek depot': a name before the head of a facility.
fn modifies_site(analysis: &Analysis, rules: &Rules, at: At) -> bool {
    let tree = analysis.tree(at);
    tree.head(at.word).is_some_and(|(head, relation)| {
        relation == Relation::Compound
            && head > at.word
            && rules.names.facility_heads.has(&tree.lemmas[head])
    })
}

/// Verbs that say what a country is or has, not what it does.
const STATIVE: &[&str] = &[
    "be",
    "have",
    "see",
    "lie",
    "become",
    "need",
    "lack",
    "face",
    "suffer",
    "import",
    "export",
    "produce",
    "consume",
    "grow",
    "remain",
    "rank",
    "depend",
    "lag",
    "account",
    "get",
    "receive",
    "experience",
    "enjoy",
    "rely",
    "use",
    "generate",
];

/// Whether a word is the subject of a verb of action, or its agent.
fn acts(analysis: &Analysis, rules: &Rules, at: At) -> bool {
    let tree = analysis.tree(at);
    let first = tree.first_conjunct(at.word);
    // 'Germany $318 million, France $100 million'
    if let Some(next) = tree.words.get(at.word + 1)
        && let Unit::Amount(amount) = next.unit
        && matches!(
            analysis.reading.amounts[amount].kind,
            crate::mention::Kind::Money(_)
        )
    {
        return true;
    }
    let Some((head, relation)) = tree.head(first) else {
        return false;
    };
    match relation {
        Relation::Subject if tree.parse.tags[head] == Tag::Verb => {
            let lemma = tree.lemmas[head].as_str();
            !STATIVE.contains(&lemma)
                || tree
                    .dependents(head, &[Relation::OpenComplement, Relation::Conjunct])
                    .any(|verb| rules.acting_verbs.contains(&tree.lemmas[verb]))
        }
        Relation::Agent => true,
        Relation::Oblique => {
            let case = tree.case(first);
            (case == "by"
                && tree
                    .dependents(head, &[Relation::PassiveAuxiliary])
                    .next()
                    .is_some())
                || (case == "from"
                    && matches!(
                        tree.lemmas[head].as_str(),
                        "come" | "receive" | "get" | "secure" | "win"
                    ))
        }
        Relation::NominalModifier => {
            tree.case(first) == "from"
                && rules
                    .frames
                    .of_noun(&tree.lemmas[head])
                    .any(|frame| frame.rule.as_str().ends_with("contribution"))
        }
        _ => false,
    }
}

/// Whether a name does something, owns something, or is listed or introduced as somebody.
fn takes_a_role(analysis: &Analysis, at: At) -> bool {
    let tree = analysis.tree(at);
    let first = tree.first_conjunct(at.word);
    // 'Acme €5 million', 'Acme, a maker of valves', 'Acme (ACM)'
    let introduced = tree
        .words
        .get(at.word + 1)
        .is_some_and(|next| matches!(next.unit, Unit::Amount(_)))
        || (tree.lemmas.get(at.word + 1).is_some_and(|next| next == ",")
            && tree.lemmas.get(at.word + 2).is_some_and(|next| {
                matches!(next.as_str(), "a" | "an" | "the" | "which" | "whose")
            }))
        || tree.lemmas.get(at.word + 1).is_some_and(|next| next == "(");
    if introduced {
        return true;
    }
    let Some((head, relation)) = tree.head(first) else {
        return true;
    };
    match relation {
        Relation::Possessor | Relation::Agent | Relation::Apposition => true,
        // 'Megapacks are built': what is acted on is nobody.
        Relation::Subject => tree.parse.tags[head] == Tag::Verb && !clause::is_passive(tree, head),
        Relation::Oblique | Relation::NominalModifier => {
            matches!(
                tree.case(first).as_str(),
                "by" | "with" | "from" | "to" | "between" | "among"
            )
        }
        _ => tree.children[at.word]
            .iter()
            .any(|&child| tree.parse.relations[child] == Relation::Apposition),
    }
}

/// Entities from descriptions of sites.
fn described_facilities(analysis: &Analysis, rules: &Rules, table: &mut Table) {
    for facility in facility::facilities(analysis, &rules.names) {
        let mut mentions = Vec::new();
        let mut longest: (usize, String) = (0, String::new());
        for (phrase, rule) in &facility.phrases {
            let places = places_of(analysis, phrase.head);
            // 'bus factory', 'two bus factories', 'bus factories in Campinas'
            let mut forms = vec![phrase.core.clone(), phrase.tokens.clone()];
            if let Some(last) = places
                .iter()
                .map(|at| analysis.tree(*at).words[at.word].tokens.end)
                .max()
            {
                forms.push(phrase.core.start..last);
            }
            for tokens in &forms {
                let span = analysis.reading.span(tokens);
                mentions.push(DraftMention {
                    at: phrase.head,
                    span,
                    form: MentionForm::Description,
                    rule: *rule,
                });
            }
            let places: Vec<&str> = places.into_iter().map(|at| analysis.form(at)).collect();
            let mut label = clean(analysis.reading.words(&phrase.core));
            if !places.is_empty() {
                label = format!("{label} in {}", places.join(" and "));
            }
            let weight = phrase.modifiers.len() + 2 * places.len();
            if weight > longest.0 || longest.1.is_empty() {
                longest = (weight, label);
            }
        }
        mentions.dedup_by_key(|mention| mention.span);
        table.add(Draft {
            class: Class::Facility,
            name: longest.1,
            plural: facility.phrases.iter().any(|(phrase, _)| phrase.plural),
            mentions,
            entry: None,
            facility_type: Some(facility.kind),
            scope: Scope::Document,
            rule: FACILITY,
            confidence: 0.6,
        });
    }
}
