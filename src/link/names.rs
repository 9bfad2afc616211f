//! Names -> the names most like them: by rare words in common, small slips of the pen forgiven.
//!
//! A word weighs as much as it is rare (inverse document frequency); two names are alike as far as the weights of their words are
//! shared (Dice), and, for the rest, as their letters run alike (Jaro-Winkler).

use rustc_hash::FxHashMap;

use super::index::key;

/// Words in more names than this do not find a name by themselves: 'university', 'of'.
const COMMON: usize = 4_000;
/// So many of the names that share most are compared whole.
const COMPARED: usize = 64;
/// The part of shared words in the likeness; letters make the rest.
const WORDS: f32 = 0.85;
/// Shorter words have no slips: 'US' is not 'UN'.
const SHORTEST_SLIP: usize = 5;

/// Many names, indexed by their words.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<Name>,
    /// Words sorted, each with the names that have it.
    words: Vec<(Box<str>, Vec<u32>)>,
    places: FxHashMap<Box<str>, u32>,
}

/// One name of one thing.
#[derive(Debug)]
struct Name {
    thing: u32,
    folded: Box<str>,
    /// The weight of all its words.
    weight: f32,
}

/// A thing under its likest name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Like {
    pub thing: u32,
    /// 0..1; 1 when nothing but case, accents and punctuation differs.
    pub likeness: f32,
}

impl Names {
    /// Indexes `(thing, name)` pairs.
    pub(super) fn of<'a>(pairs: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let mut names = Self::default();
        let mut postings: FxHashMap<Box<str>, Vec<u32>> = FxHashMap::default();
        for (thing, written) in pairs {
            let folded = key(written);
            if folded.is_empty() {
                continue;
            }
            let number = names.names.len() as u32;
            for word in folded.split(' ') {
                let posting = postings.entry(word.into()).or_default();
                if posting.last() != Some(&number) {
                    posting.push(number);
                }
            }
            names.names.push(Name {
                thing,
                folded: folded.into(),
                weight: 0.0,
            });
        }
        names.words = postings.into_iter().collect();
        names.words.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let places = names.words.iter().enumerate();
        names.places = places
            .map(|(place, (word, _))| (word.clone(), place as u32))
            .collect();
        for place in 0..names.words.len() {
            let weight = names.weight(place);
            for name in &names.words[place].1 {
                names.names[*name as usize].weight += weight;
            }
        }
        names
    }

    /// The things with the likest names, the likest first, among equals in the order they were given.
    pub(super) fn like(&self, written: &str, most: usize) -> Vec<Like> {
        let wanted = key(written);
        let words: Vec<&str> = wanted.split(' ').filter(|word| !word.is_empty()).collect();
        // Each word: its own weight, and the words of the index that it may be.
        let found: Vec<(f32, Vec<(usize, f32)>)> =
            words.iter().map(|word| self.meanings(word)).collect();
        let all: f32 = found.iter().map(|(weight, _)| weight).sum();
        let rarest = found
            .iter()
            .flat_map(|(_, meanings)| meanings)
            .map(|(place, _)| self.words[*place].1.len())
            .min()
            .unwrap_or(0);
        let mut shared: FxHashMap<u32, f32> = FxHashMap::default();
        for (weight, meanings) in &found {
            for (place, likeness) in meanings {
                let posting = &self.words[*place].1;
                if posting.len() > COMMON.max(rarest) {
                    continue;
                }
                for name in posting {
                    *shared.entry(*name).or_default() += weight * likeness;
                }
            }
        }
        // Common words do not find names, but count in those found.
        for (weight, meanings) in &found {
            for (place, likeness) in meanings {
                let posting = &self.words[*place].1;
                if posting.len() > COMMON.max(rarest) {
                    for (name, sum) in &mut shared {
                        if posting.binary_search(name).is_ok() {
                            *sum += weight * likeness;
                        }
                    }
                }
            }
        }
        let mut best: Vec<(u32, f32)> = shared
            .into_iter()
            .map(|(name, sum)| {
                let both = all + self.names[name as usize].weight;
                (name, (2.0 * sum / both.max(f32::MIN_POSITIVE)).min(1.0))
            })
            .collect();
        let order = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if best.len() > COMPARED {
            best.select_nth_unstable_by(COMPARED, order);
            best.truncate(COMPARED);
        }
        let mut things: FxHashMap<u32, f32> = FxHashMap::default();
        for (name, dice) in best {
            let name = &self.names[name as usize];
            let likeness = if *name.folded == wanted {
                1.0
            } else {
                let letters = strsim::jaro_winkler(&name.folded, &wanted) as f32;
                // Never as good as the same name.
                (WORDS * dice + (1.0 - WORDS) * letters).min(0.99)
            };
            let known = things.entry(name.thing).or_default();
            *known = known.max(likeness);
        }
        let mut likes: Vec<Like> = things
            .into_iter()
            .map(|(thing, likeness)| Like { thing, likeness })
            .collect();
        likes.sort_unstable_by(|a, b| {
            b.likeness
                .total_cmp(&a.likeness)
                .then(a.thing.cmp(&b.thing))
        });
        likes.truncate(most);
        likes
    }

    /// The weight of a word, and the known words it may be, each with a likeness: itself, else those a slip away.
    fn meanings(&self, word: &str) -> (f32, Vec<(usize, f32)>) {
        if let Some(place) = self.places.get(word) {
            let place = *place as usize;
            return (self.weight(place), vec![(place, 1.0)]);
        }
        let mut near = Vec::new();
        let length = word.chars().count();
        if length >= SHORTEST_SLIP {
            let slips = if length < 9 { 1 } else { 2 };
            let first: String = word.chars().take(1).collect();
            let start = self.words.partition_point(|(known, _)| **known < *first);
            for (place, (known, _)) in self.words.iter().enumerate().skip(start) {
                if !known.starts_with(&first) {
                    break;
                }
                if known.len().abs_diff(word.len()) <= slips {
                    let distance = strsim::osa_distance(known, word);
                    if distance <= slips {
                        near.push((place, 1.0 - distance as f32 / length as f32));
                    }
                }
            }
        }
        let weight = near
            .iter()
            .map(|(place, _)| self.weight(*place))
            .fold(f32::NAN, f32::max);
        // A word that nobody has is the rarest of all.
        let weight = if weight.is_nan() { self.idf(0) } else { weight };
        (weight, near)
    }

    fn weight(&self, place: usize) -> f32 {
        self.idf(self.words[place].1.len())
    }

    fn idf(&self, count: usize) -> f32 {
        (1.0 + self.names.len() as f32 / (1.0 + count as f32)).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 6] = [
        "European Investment Bank",
        "European Investment Fund",
        "Nordic Investment Bank",
        "Université de Montréal",
        "University of Montana",
        "US",
    ];

    fn best(written: &str) -> Vec<(&'static str, f32)> {
        let names = Names::of(NAMES.iter().enumerate().map(|(n, name)| (n as u32, *name)));
        let likes = names.like(written, 3).into_iter();
        likes
            .map(|like| (NAMES[like.thing as usize], like.likeness))
            .collect()
    }

    #[test]
    fn slips_of_the_pen_and_missing_words_are_forgiven() {
        for (written, expected) in [
            ("the EUROPEAN investment bank", NAMES[0]),
            ("Europaen Investment Bank", NAMES[0]),
            ("European Bank for Investment", NAMES[0]),
            ("Universite de Montreal", NAMES[3]),
            ("Montreal university", NAMES[3]),
        ] {
            assert_eq!(best(written)[0].0, expected, "{written}");
        }
        assert!((best("european investment bank")[0].1 - 1.0).abs() < f32::EPSILON);
        assert!(best("Europaen Investment Bank")[0].1 < 1.0);
    }

    #[test]
    fn short_and_strange_words_find_nothing() {
        assert!(best("UN").is_empty());
        assert!(best("Quux Zyzzyva").is_empty());
        assert!(best("").is_empty());
        assert!(
            best("European Space Agency")
                .iter()
                .all(|(_, likeness)| *likeness < 0.6)
        );
    }
}
