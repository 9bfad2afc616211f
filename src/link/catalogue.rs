//! Everything in a store that has a name, ours and that of others: to look names up, with reasons.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Term};
use rustc_hash::FxHashMap;

use super::{
    import,
    index::{ALIASES, LABELS, key},
    names::Names,
};
use crate::{
    graph::vocabulary::{node, pg, rdf},
    store::{Error, Store},
};

/// Properties that say in which state a thing is.
const COUNTRY: [&str; 2] = [
    "http://schema.org/addressCountry",
    "https://schema.org/addressCountry",
];
/// Candidates that are looked at for one name.
const CANDIDATES: usize = 40;

/// Names less alike share a common word and no more.
const LEAST: f32 = 0.5;

/// All named things of the story and of the imported graphs.
#[derive(Debug, Default)]
pub struct Catalogue {
    things: Vec<Thing>,
    by_iri: FxHashMap<NamedNode, u32>,
    names: Names,
    /// Classes with the number of their things, those with most first.
    classes: Vec<(NamedNode, usize)>,
}

/// A thing with a name.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Its IRI.
    pub iri: NamedNode,
    /// Its usual name, English if there is one.
    pub label: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Its classes; indexes into [`Catalogue::classes`].
    pub classes: Vec<u32>,
    /// ISO 3166 code of its state, where the graph gives one.
    pub country: Option<String>,
}

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// The name as somebody wrote it.
    pub name: &'a str,
    /// Classes, of which the thing should have one; any when empty.
    pub classes: Vec<&'a str>,
    /// Whether things of other classes are left out, not only ranked lower.
    pub strict: bool,
    /// Codes of states, of which the thing should lie in one; any when empty.
    pub countries: Vec<&'a str>,
    /// How many at most.
    pub limit: usize,
}

/// A thing that may be meant.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    /// The thing.
    pub thing: &'a Thing,
    /// 0..100
    pub score: f32,
    /// 0..1, how like the names are.
    pub likeness: f32,
    /// Whether its class is one of those wanted; true when none is.
    pub class: bool,
    /// Whether its state is one of those wanted; none when none is, or the graph does not say.
    pub country: Option<bool>,
    /// Whether nothing else can be meant.
    pub certain: bool,
}

impl Catalogue {
    /// Reads all names, classes and states.
    ///
    /// # Errors
    /// When the store fails.
    pub fn of(store: &Store) -> Result<Self, Error> {
        let mut catalogue = Self::default();
        let mut graphs = vec![GraphName::DefaultGraph];
        let imported = store.graphs()?.into_iter();
        graphs.extend(
            imported
                .filter(|graph| import::is_imported(graph, store.base()))
                .map(GraphName::from),
        );
        for graph in &graphs {
            catalogue.read(store, graph)?;
        }
        catalogue.count_classes();
        let pairs = catalogue.things.iter().enumerate().flat_map(|(at, thing)| {
            let names = std::iter::once(&thing.label).chain(&thing.aliases);
            names.flat_map(move |name| {
                // 'Acme (France)': the name without its brackets is a name too.
                let plain = name
                    .strip_suffix(')')
                    .and_then(|name| name.rsplit_once(" ("));
                std::iter::once(name.as_str())
                    .chain(plain.map(|(name, _)| name))
                    .map(move |name| (at as u32, name))
            })
        });
        catalogue.names = Names::of(pairs);
        Ok(catalogue)
    }

    /// How many things have a name.
    pub fn len(&self) -> usize {
        self.things.len()
    }

    /// Whether nothing has a name.
    pub fn is_empty(&self) -> bool {
        self.things.is_empty()
    }

    /// Classes with the number of their things, those with most first.
    pub fn classes(&self) -> &[(NamedNode, usize)] {
        &self.classes
    }

    /// The thing with this IRI.
    pub fn thing(&self, iri: &str) -> Option<&Thing> {
        let iri = NamedNode::new(iri).ok()?;
        let at = self.by_iri.get(&iri)?;
        self.things.get(*at as usize)
    }

    /// The things of a class.
    pub fn of_class(&self, class: &NamedNode) -> impl Iterator<Item = &Thing> {
        let at = self.classes.iter().position(|(known, _)| known == class);
        let at = at.map(|at| at as u32);
        let things = self.things.iter();
        things.filter(move |thing| at.is_some_and(|at| thing.classes.contains(&at)))
    }

    /// The IRIs of a thing's classes.
    pub fn classes_of<'a>(&'a self, thing: &'a Thing) -> impl Iterator<Item = &'a NamedNode> {
        let classes = thing.classes.iter();
        classes.filter_map(|class| self.classes.get(*class as usize).map(|(iri, _)| iri))
    }

    /// Things whose names start so, case and accents aside: the shortest names first.
    pub fn starting(&self, prefix: &str, limit: usize) -> Vec<&Thing> {
        let wanted = key(prefix);
        let mut found: Vec<&Thing> = self
            .things
            .iter()
            .filter(|thing| {
                std::iter::once(&thing.label)
                    .chain(&thing.aliases)
                    .any(|name| key(name).starts_with(&wanted))
            })
            .collect();
        found.sort_by(|a, b| {
            (a.label.len(), &a.label, &a.iri).cmp(&(b.label.len(), &b.label, &b.iri))
        });
        found.truncate(limit);
        found
    }

    /// The things that may be meant, the likeliest first.
    pub fn find(&self, wanted: &Wanted<'_>) -> Vec<Found<'_>> {
        let mut found: Vec<Found<'_>> = self
            .names
            .like(wanted.name, CANDIDATES)
            .into_iter()
            .filter(|like| like.likeness >= LEAST)
            .filter_map(|like| {
                let thing = self.things.get(like.thing as usize)?;
                Some(self.judge(thing, like.likeness, wanted))
            })
            .filter(|found| found.class || !wanted.strict)
            .collect();
        found.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| a.thing.iri.cmp(&b.thing.iri))
        });
        // Certain is who alone bears the very name, and fits in all else.
        let fits = |found: &Found<'_>| {
            found.likeness >= 1.0 && found.class && found.country != Some(false)
        };
        if found.iter().filter(|found| fits(found)).count() == 1
            && let Some(first) = found.first_mut()
            && fits(first)
        {
            let several_words = key(wanted.name).contains(' ');
            first.certain = several_words || first.country == Some(true);
        }
        found.truncate(wanted.limit);
        found
    }

    fn judge<'a>(&self, thing: &'a Thing, likeness: f32, wanted: &Wanted<'_>) -> Found<'a> {
        let class = wanted.classes.is_empty()
            || self
                .classes_of(thing)
                .any(|class| wanted.classes.contains(&class.as_str()));
        let country = thing
            .country
            .as_deref()
            .filter(|_| !wanted.countries.is_empty())
            .map(|code| {
                wanted
                    .countries
                    .iter()
                    .any(|wanted| wanted.eq_ignore_ascii_case(code))
            });
        let mut score = 90.0 * likeness;
        score += match country {
            Some(true) => 10.0,
            Some(false) => -20.0,
            None => 5.0,
        };
        if !class {
            score -= 20.0;
        }
        Found {
            thing,
            score: score.clamp(0.0, 100.0),
            likeness,
            class,
            country,
            certain: false,
        }
    }

    fn read(&mut self, store: &Store, graph: &GraphName) -> Result<(), Error> {
        // Sums and shares of the story have labels, but nobody looks for them by name.
        let is_ours = *graph == GraphName::DefaultGraph;
        let mut labels: BTreeMap<u32, BTreeSet<(bool, String)>> = BTreeMap::new();
        for property in LABELS.iter().chain(&ALIASES) {
            for quad in store.quads(None, Some(&node(property)), None, Some(graph)) {
                let quad = quad?;
                let NamedOrBlankNode::NamedNode(subject) = quad.subject else {
                    continue;
                };
                if is_ours && !store.base().is_entity(&subject) {
                    continue;
                }
                let Term::Literal(name) = quad.object else {
                    continue;
                };
                let at = self.place(subject);
                let foreign = name.language().is_some_and(|tag| !tag.starts_with("en"));
                let usual = LABELS.contains(property);
                if usual {
                    labels
                        .entry(at)
                        .or_default()
                        .insert((foreign, name.value().to_owned()));
                } else {
                    self.things[at as usize]
                        .aliases
                        .push(name.value().to_owned());
                }
            }
        }
        for (at, names) in labels {
            let thing = &mut self.things[at as usize];
            for (_, name) in names {
                if thing.label.is_empty() {
                    thing.label = name;
                } else {
                    thing.aliases.push(name);
                }
            }
        }
        for thing in &mut self.things {
            thing.aliases.sort_unstable();
            thing.aliases.dedup();
            if thing.label.is_empty() && !thing.aliases.is_empty() {
                thing.label = thing.aliases.remove(0);
            }
        }
        for quad in store.quads(None, Some(&node(rdf::TYPE)), None, Some(graph)) {
            let quad = quad?;
            if let (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(class)) =
                (quad.subject, quad.object)
                && let Some(at) = self.by_iri.get(&subject).copied()
            {
                let class = self.class(class);
                self.things[at as usize].classes.push(class);
            }
        }
        for property in COUNTRY {
            let property = NamedNode::new_unchecked(property);
            for quad in store.quads(None, Some(&property), None, Some(graph)) {
                let quad = quad?;
                if let (NamedOrBlankNode::NamedNode(subject), Term::Literal(code)) =
                    (quad.subject, quad.object)
                    && let Some(at) = self.by_iri.get(&subject)
                {
                    self.things[*at as usize].country = Some(code.value().to_owned());
                }
            }
        }
        Ok(())
    }

    fn place(&mut self, iri: NamedNode) -> u32 {
        *self.by_iri.entry(iri).or_insert_with_key(|iri| {
            self.things.push(Thing {
                iri: iri.clone(),
                label: String::new(),
                aliases: Vec::new(),
                classes: Vec::new(),
                country: None,
            });
            self.things.len() as u32 - 1
        })
    }

    fn class(&mut self, class: NamedNode) -> u32 {
        // A store has a few dozen classes.
        if let Some(at) = self.classes.iter().position(|(known, _)| *known == class) {
            return at as u32;
        }
        self.classes.push((class, 0));
        self.classes.len() as u32 - 1
    }

    /// Sorts the classes by the number of their things.
    fn count_classes(&mut self) {
        for thing in &mut self.things {
            thing.classes.sort_unstable();
            thing.classes.dedup();
            for class in &thing.classes {
                self.classes[*class as usize].1 += 1;
            }
        }
        let mut order: Vec<usize> = (0..self.classes.len()).collect();
        order.sort_by_key(|at| {
            let (iri, count) = &self.classes[*at];
            // Ours before others of the same size.
            (
                std::cmp::Reverse(*count),
                !iri.as_str().starts_with(pg::NAMESPACE),
                iri.clone(),
            )
        });
        let mut places = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            places[*old] = new as u32;
        }
        self.classes = order.iter().map(|at| self.classes[*at].clone()).collect();
        for thing in &mut self.things {
            for class in &mut thing.classes {
                *class = places[*class as usize];
            }
            thing.classes.sort_unstable();
        }
    }
}
