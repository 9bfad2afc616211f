//! Names that name the same thing, by their words alone: equal names, acronyms, short forms.

use rustc_hash::FxHashMap;

use crate::{
    class::Class,
    fact::analysis::Analysis,
    mention::name::Name,
    rules::{
        RuleId,
        gazetteer::{Gazetteer, Naming},
        names::NameRules,
    },
};

/// Whether a chain is shortened to its last word somewhere, as persons are.
pub fn has_surname(chain: &Chain, analysis: &Analysis) -> bool {
    let last = chain.longest.rsplit(' ').next().unwrap_or_default();
    chain.longest.contains(' ')
        && chain
            .names
            .iter()
            .any(|(name, _)| analysis.reading.words(&analysis.names.names[*name].tokens) == last)
}

/// All names of one thing.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// Indexes into `Names::names`, in text order, each with the rule that tied it in.
    pub names: Vec<(usize, RuleId)>,
    /// Its longest form.
    pub longest: String,
    /// The entry of the gazetteer that it names without doubt, or for want of a better reading.
    pub entry: Option<u32>,
    /// How sure that is.
    pub naming: Option<Naming>,
}

const EQUAL: RuleId = RuleId::of_mechanism("mechanism/equal-name");
const ACRONYM: RuleId = RuleId::of_mechanism("mechanism/acronym");
const SHORT: RuleId = RuleId::of_mechanism("mechanism/short-form");

/// Groups the names of a document.
pub fn chains(analysis: &Analysis, rules: &NameRules, gazetteer: &Gazetteer) -> Vec<Chain> {
    let mut chains = equal(analysis, gazetteer);
    one_sense(analysis, &mut chains);
    chains.retain(|chain| !chain.names.is_empty());
    tie_acronyms(analysis, &mut chains);
    chains.retain(|chain| !chain.names.is_empty());
    tie_short_forms(analysis, rules, gazetteer, &mut chains);
    chains.retain(|chain| !chain.names.is_empty());
    for chain in &mut chains {
        chain.names.sort_unstable();
    }
    chains.sort_by_key(|chain| chain.names[0].0);
    chains
}

/// 'NY' and 'New York' mean the state where the document says 'New York State': another reading of a name that a chain of the
/// document bears by its full name wins.
fn one_sense(analysis: &Analysis, chains: &mut [Chain]) {
    let mut merges = Vec::new();
    for (index, chain) in chains.iter().enumerate() {
        let readings: Vec<u32> = chain
            .names
            .iter()
            .flat_map(|(name, _)| &analysis.names.names[*name].entries)
            .filter(|entry| entry.naming <= Naming::Ambiguous)
            .map(|entry| entry.entry)
            .collect();
        let full = chains.iter().enumerate().find(|(other, long)| {
            *other != index
                && long.longest.len() > chain.longest.len()
                && long.naming.is_some_and(|naming| naming <= Naming::Alias)
                && long
                    .entry
                    .is_some_and(|entry| Some(entry) != chain.entry && readings.contains(&entry))
        });
        if let Some((_, long)) = full {
            merges.push((chain.names[0].0, long.names[0].0));
        }
    }
    for (from, into) in merges {
        merge(chains, from, into, EQUAL);
    }
}

fn equal(analysis: &Analysis, gazetteer: &Gazetteer) -> Vec<Chain> {
    let mut by_key: FxHashMap<String, usize> = FxHashMap::default();
    let mut chains: Vec<Chain> = Vec::new();
    for (index, name) in analysis.names.names.iter().enumerate() {
        if name.demonym {
            continue;
        }
        let words = analysis.reading.words(&name.tokens);
        let entry = best_entry(name, gazetteer);
        let key = match entry {
            Some((entry, Naming::Label | Naming::Alias)) => format!("#{entry}"),
            _ => fold(words),
        };
        let chain = *by_key.entry(key).or_insert_with(|| {
            chains.push(Chain::default());
            chains.len() - 1
        });
        let chain = &mut chains[chain];
        chain.names.push((index, EQUAL));
        if words.len() > chain.longest.len() {
            words.clone_into(&mut chain.longest);
        }
        if let Some((entry, naming)) = entry {
            chain.entry = Some(entry);
            chain.naming = Some(naming);
        }
    }
    chains
}

/// The surest entry of a name that is no adjective.
fn best_entry(name: &Name, gazetteer: &Gazetteer) -> Option<(u32, Naming)> {
    let usable = name
        .entries
        .iter()
        .filter(|entry| entry.naming != Naming::Demonym);
    // Several readings of one naming: the place of many people, and the organisation before the place of the same name.
    usable
        .min_by_key(|entry| {
            (
                entry.naming,
                gazetteer.entry(**entry).kind == "city",
                entry.entry,
            )
        })
        .map(|entry| (entry.entry, entry.naming))
}

/// Words in lower case without dots and possessives: 'U.S.' equals 'US'.
pub fn fold(words: &str) -> String {
    let joined: Vec<String> = words
        .split_whitespace()
        .map(|word| word.to_lowercase().replace(['.', '’', '\''], ""))
        .collect();
    joined.join(" ").trim_start_matches("the ").to_owned()
}

/// 'European Investment Bank (EIB)', and acronyms of a longer name without a definition.
fn tie_acronyms(analysis: &Analysis, chains: &mut [Chain]) {
    let names = &analysis.names.names;
    let mut ties = Vec::new();
    for (index, pair) in names.windows(2).enumerate() {
        let (long, short) = (&pair[0], &pair[1]);
        let bracket = analysis.reading.form(long.tokens.end);
        let closed = analysis.reading.form(short.tokens.end);
        if bracket == "("
            && short.tokens.start == long.tokens.end + 1
            && closed == ")"
            && !long.demonym
            && is_acronym_of(
                analysis.reading.words(&short.tokens),
                analysis.reading.words(&long.tokens),
            )
        {
            ties.push((index + 1, index));
        }
    }
    for (short, long) in ties {
        merge(chains, short, long, ACRONYM);
    }
    for short in 0..chains.len() {
        let form = chains[short].longest.clone();
        let letters = form.chars().count();
        if !(2..=6).contains(&letters)
            || !form.chars().all(|c| c.is_uppercase() || c == '&')
            || chains[short].entry.is_some()
        {
            continue;
        }
        let long = (0..chains.len())
            .find(|&long| long != short && initials(&chains[long].longest) == form);
        if let (Some(long), Some(&(first, _))) = (long, chains[short].names.first()) {
            let target = chains[long].names[0].0;
            merge(chains, first, target, ACRONYM);
        }
    }
}

/// The initials of the capitalised words.
fn initials(name: &str) -> String {
    name.split([' ', '-'])
        .filter_map(|word| word.chars().next())
        .filter(|c| c.is_uppercase())
        .collect()
}

/// Whether the letters of `short` stand in `long` in this order, the first at its start.
fn is_acronym_of(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    if short.contains(' ')
        || letters.len() < 2
        || short.len() >= long.len()
        || short.chars().filter(|c| c.is_uppercase()).count() < 2
    {
        return false;
    }
    let mut rest = long.to_lowercase().chars().collect::<Vec<_>>().into_iter();
    letters.iter().all(|letter| rest.any(|c| c == *letter))
}

/// Joins the chain of name `from` to the chain of name `into`.
fn merge(chains: &mut [Chain], from: usize, into: usize, rule: RuleId) {
    let find = |chains: &[Chain], name: usize| {
        chains
            .iter()
            .position(|chain| chain.names.iter().any(|(n, _)| *n == name))
    };
    let (Some(from), Some(into)) = (find(chains, from), find(chains, into)) else {
        return;
    };
    if from == into {
        return;
    }
    let taken = std::mem::take(&mut chains[from]);
    let target = &mut chains[into];
    target
        .names
        .extend(taken.names.into_iter().map(|(name, _)| (name, rule)));
    if target.entry.is_none() && taken.naming.is_some_and(|naming| naming <= Naming::Alias) {
        target.entry = taken.entry;
        target.naming = taken.naming;
    }
    if taken.longest.len() > target.longest.len() {
        target.longest = taken.longest;
    }
}

/// 'Acme' for 'Acme Machine Works', 'Ruiz' for 'Ana Ruiz', 'the Rail Strategy' for the full title.
fn tie_short_forms(
    analysis: &Analysis,
    rules: &NameRules,
    gazetteer: &Gazetteer,
    chains: &mut [Chain],
) {
    let mut order: Vec<usize> = (0..chains.len())
        .filter(|&chain| !chains[chain].names.is_empty())
        .collect();
    order.sort_by_key(|&chain| (chains[chain].longest.split(' ').count(), chain));
    for &short in &order {
        let form = chains[short].longest.clone();
        if form.is_empty() {
            continue;
        }
        let is_place = chains[short]
            .naming
            .is_some_and(|naming| naming <= Naming::Alias)
            && chains[short]
                .entry
                .is_some_and(|entry| gazetteer.entries()[entry as usize].id.starts_with("place/"));
        let mut candidates: Vec<usize> = order
            .iter()
            .copied()
            .filter(|&long| {
                long != short
                    && !chains[long].names.is_empty()
                    && chains[long].longest.len() > form.len()
                    && (!is_place
                        || chains[long].longest.ends_with(form.as_str())
                            && chain_is_person(&chains[long], analysis, rules))
                    && (chains[long].entry.is_none()
                        || chains[short].entry.is_none()
                        || chains[long].entry == chains[short].entry)
                    && shortens(&form, &chains[long].longest, rules, analysis, &chains[long])
            })
            .collect();
        candidates.sort_by_key(|&long| std::cmp::Reverse(chains[long].longest.len()));
        // 'Tata' may be two companies: an ambiguous short form stays alone.
        let distinct = candidates.iter().filter(|&&long| {
            !candidates.iter().any(|&other| {
                other != long && chains[other].longest.starts_with(&chains[long].longest)
            })
        });
        if distinct.count() == 1
            && let (Some(&(from, _)), Some(&(into, _))) = (
                chains[short].names.first(),
                candidates
                    .first()
                    .and_then(|&long| chains[long].names.first()),
            )
        {
            merge(chains, from, into, SHORT);
        }
    }
}

/// Whether `short` is a usual short form of `long`.
fn shortens(
    short: &str,
    long: &str,
    rules: &NameRules,
    analysis: &Analysis,
    chain: &Chain,
) -> bool {
    let (short_folded, long_folded) = (fold(short), fold(long));
    let long_words: Vec<&str> = long.split(' ').collect();
    let last = long_words.last().copied().unwrap_or_default();
    let head_class = rules
        .heads
        .get(last)
        .and_then(|heads| heads.first())
        .map(|head| head.class);
    if let Some(rest) = long_folded
        .strip_prefix(&short_folded)
        .filter(|rest| rest.starts_with(' '))
    {
        let of = rest.starts_with(" of ") || rest.starts_with(" for ");
        let company = matches!(head_class, Some(Class::Company) | None);
        // A first name alone is no short form of a person.
        let first_name =
            rules.first_names.contains(short) && chain_is_person(chain, analysis, rules);
        return company
            && !of
            && !first_name
            && !rules.of_heads.contains(short)
            && !rules.not_names.contains(short);
    }
    if long_folded
        .strip_suffix(&short_folded)
        .is_some_and(|rest| rest.ends_with(' '))
    {
        let words = short.split(' ').count();
        // People are shortened to their last word, companies to their first.
        let surname = words == 1
            && (2..=4).contains(&long_words.len())
            && chain.entry.is_none()
            && head_class.is_none()
            && !long_words.iter().any(|word| {
                rules.heads.contains_key(*word) || matches!(*word, "of" | "for" | "and" | "&")
            });
        let head = words == 1
            && rules.heads.contains_key(short)
            && head_class.is_some_and(|class| class != Class::Company || short == "Bank");
        return surname
            || head
            || chain_is_person(chain, analysis, rules)
            || (words > 1
                && matches!(
                    head_class,
                    Some(
                        Class::Programme
                            | Class::Event
                            | Class::Facility
                            | Class::PublicBody
                            | Class::Organisation
                    )
                ));
    }
    false
}

/// Whether a chain names a person by title or first name.
pub fn chain_is_person(chain: &Chain, analysis: &Analysis, rules: &NameRules) -> bool {
    let words = chain.longest.split(' ').count();
    if !(2..=5).contains(&words)
        || rules
            .heads
            .contains_key(chain.longest.split(' ').next_back().unwrap_or_default())
    {
        return false;
    }
    let first = chain.longest.split([' ', '-']).next().unwrap_or_default();
    rules.first_names.contains(first)
        || chain.names.iter().any(|(name, _)| {
            let start = analysis.names.names[*name].tokens.start;
            analysis
                .names
                .titles
                .iter()
                .any(|title| title.tokens.end == start)
        })
}
