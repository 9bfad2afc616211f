//! Hashed features -> weights, in memory and in the model file.

use std::ops::Range;

use super::model::{Error, Reader, write_number};

/// A score for each of `N` classes. Sixteen bits are enough: some forty features of eight bits are added up.
pub type Scores<const N: usize> = [i16; N];

/// The class with the highest score, the first one on a tie, and its lead over the next.
pub fn leading<const N: usize>(scores: &Scores<N>) -> (usize, i16) {
    let highest = |scores: &Scores<N>| scores.iter().copied().fold(i16::MIN, i16::max);
    let best = highest(scores);
    let class = scores.iter().position(|score| *score == best).unwrap_or(0);
    let mut others = *scores;
    others[class] = i16::MIN;
    (class, best.saturating_sub(highest(&others)))
}

/// Hashed features -> a weight for each of `N` classes, for decisions between many classes.
///
/// A feature is looked for in two neighbouring buckets, each seen as a whole, and one that is not known has a row of zeros:
/// no branch depends on what is found.
#[derive(Clone, Debug)]
pub struct Wide<const N: usize> {
    /// One more than there are homes; key 0 marks a free place.
    buckets: Vec<[Place; BUCKET]>,
    /// Row 0 has zeros only.
    rows: Vec<[i8; N]>,
}

/// A feature and the place of its weights.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    key: u32,
    row: u32,
}

impl<const N: usize> Wide<N> {
    /// From rows with ascending keys.
    pub fn new(rows: &[(u32, [i8; N])]) -> Self {
        let mut homes = rows.len() / 2 + 1;
        let buckets = loop {
            let (buckets, left_out) = Self::fill(rows, homes);
            // Keys of a sound file are spread; a broken one must not fill the memory.
            if left_out == 0 || homes > rows.len() * MOST_HOMES {
                break buckets;
            }
            homes += homes / 8 + 1;
        };
        let mut all = vec![[0; N]];
        all.extend(rows.iter().map(|(_, weights)| *weights));
        Self { buckets, rows: all }
    }

    /// The buckets for so many homes, and how many rows do not fit into the two neighbours where they belong.
    fn fill(rows: &[(u32, [i8; N])], homes: usize) -> (Vec<[Place; BUCKET]>, usize) {
        let mut buckets = vec![[Place::default(); BUCKET]; homes + 1];
        let mut left_out = 0;
        for (index, (key, _)) in rows.iter().enumerate() {
            let first = home(*key, homes as u64);
            let free = buckets[first..=first + 1]
                .iter_mut()
                .flatten()
                .find(|place| place.key == 0);
            match free {
                Some(free) => {
                    *free = Place {
                        key: *key,
                        row: index as u32 + 1,
                    };
                }
                None => left_out += 1,
            }
        }
        (buckets, left_out)
    }

    /// Adds the weights of each feature to the scores.
    pub fn add(&self, keys: &[u32], scores: &mut Scores<N>) {
        let homes = self.buckets.len() as u64 - 1;
        for keys in keys.chunks(TOGETHER) {
            // First all places, then all rows: so many wait for the memory at once.
            let mut found = [0; TOGETHER];
            for (found, key) in found.iter_mut().zip(keys) {
                let first = home(*key, homes);
                for place in self.buckets[first..=first + 1].as_flattened() {
                    *found |= if place.key == *key { place.row } else { 0 };
                }
            }
            for row in &found[..keys.len()] {
                for (score, weight) in scores.iter_mut().zip(&self.rows[*row as usize]) {
                    *score += i16::from(*weight);
                }
            }
        }
    }

    /// How many features it knows.
    pub fn len(&self) -> usize {
        self.rows.len() - 1
    }

    /// Appends it to a model file.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        write_number(bytes, self.len() as u64);
        let mut places: Vec<&Place> = self.buckets.iter().flatten().collect();
        places.retain(|place| place.key != 0);
        places.sort_unstable_by_key(|place| place.key);
        let mut last = 0;
        for place in places {
            write_number(bytes, u64::from(place.key - last));
            last = place.key;
            let weights = self.rows[place.row as usize].iter().enumerate();
            let listed = || weights.clone().filter(|(_, weight)| **weight != 0);
            write_number(
                bytes,
                listed().fold(0, |mask, (class, _)| mask | 1 << class),
            );
            bytes.extend(listed().map(|(_, weight)| *weight as u8));
        }
    }

    /// Reads what [`write`](Self::write) wrote.
    pub fn read(reader: &mut Reader) -> Result<Self, Error> {
        Ok(Self::new(&read_rows(reader)?))
    }
}

/// The same for relations, of which there are more: each feature speaks for few of them.
///
/// Most features speak for few classes: a row lists only those, and all rows lie in one small pool that stays in the cache.
#[derive(Clone, Debug)]
pub struct Listed<const N: usize> {
    capacity: u64,
    places: Vec<Entry>,
    pool: Vec<(u8, i8)>,
}

/// A row of the pool. Entrys lie in the order of their keys; key 0 marks a free one.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    key: u32,
    /// Start in the pool, and in the lowest bits how many classes follow.
    row: u32,
}

const COUNT_BITS: u32 = 6;

impl Entry {
    fn range(self) -> Range<usize> {
        let start = (self.row >> COUNT_BITS) as usize;
        start..start + (self.row & ((1 << COUNT_BITS) - 1)) as usize
    }
}

impl<const N: usize> Listed<N> {
    /// From rows with ascending keys.
    pub fn new(rows: &[(u32, [i8; N])]) -> Self {
        const { assert!(N < 1 << COUNT_BITS) };
        let capacity = (rows.len() * 3 / 2 + 1) as u64;
        let mut places = vec![Entry::default(); capacity as usize];
        let mut pool = Vec::new();
        let mut next = 0;
        for (key, weights) in rows {
            let at = home(*key, capacity).max(next);
            if at >= places.len() {
                places.resize(at + 1, Entry::default());
            }
            let start = pool.len() as u32;
            let classes = weights
                .iter()
                .enumerate()
                .filter(|(_, weight)| **weight != 0);
            pool.extend(classes.map(|(class, weight)| (class as u8, *weight)));
            places[at] = Entry {
                key: *key,
                row: start << COUNT_BITS | (pool.len() as u32 - start),
            };
            next = at + 1;
        }
        Self {
            capacity,
            places,
            pool,
        }
    }

    /// Adds the weights of each feature to the scores.
    pub fn add(&self, keys: &[u32], scores: &mut Scores<N>) {
        for key in keys {
            for place in &self.places[home(*key, self.capacity)..] {
                if place.key == *key {
                    for (class, weight) in &self.pool[place.range()] {
                        if let Some(score) = scores.get_mut(usize::from(*class)) {
                            *score += i16::from(*weight);
                        }
                    }
                    break;
                }
                // Keys ascend: a greater one ends the search.
                if place.key == 0 || place.key > *key {
                    break;
                }
            }
        }
    }

    /// How many features it knows.
    pub fn len(&self) -> usize {
        self.rows().count()
    }

    fn rows(&self) -> impl Iterator<Item = &Entry> {
        self.places.iter().filter(|place| place.key != 0)
    }

    /// Appends it to a model file.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        write_number(bytes, self.len() as u64);
        let mut last = 0;
        for place in self.rows() {
            write_number(bytes, u64::from(place.key - last));
            last = place.key;
            let row = &self.pool[place.range()];
            let mask = row.iter().fold(0, |mask, (class, _)| mask | 1 << class);
            write_number(bytes, mask);
            bytes.extend(row.iter().map(|(_, weight)| *weight as u8));
        }
    }

    /// Reads what [`write`](Self::write) wrote.
    pub fn read(reader: &mut Reader) -> Result<Self, Error> {
        Ok(Self::new(&read_rows(reader)?))
    }
}

/// The rows of a table in a model file: how many, then the steps between their keys, the classes with a weight, and the weights.
fn read_rows<const N: usize>(reader: &mut Reader) -> Result<Vec<(u32, [i8; N])>, Error> {
    let mut rows = Vec::new();
    let mut key = 0;
    for _ in 0..reader.number()? {
        key = reader.ascending(key)?;
        let mask = reader.number()?;
        if mask >> N != 0 {
            return Err(reader.error("too many classes"));
        }
        let mut row = [0; N];
        for (class, weight) in row.iter_mut().enumerate() {
            if mask >> class & 1 == 1 {
                *weight = reader.byte()? as i8;
            }
        }
        rows.push((key, row));
    }
    Ok(rows)
}

fn home(key: u32, capacity: u64) -> usize {
    ((u64::from(key) * capacity) >> 32) as usize
}

/// Hashed features -> how much they speak for the second and third of three classes against the first.
///
/// The parser asks for more than a hundred features a word, most of them unknown. So a row is 32 bits (half of the hash and
/// two weights), a bucket of four is looked at as a whole, and no branch depends on what is found.
#[derive(Clone, Debug)]
pub struct Narrow {
    /// Upper half of a row: half of the hash; then the third class, then the second.
    buckets: Vec<[u32; BUCKET]>,
    /// For the file.
    rows: Vec<(u32, [i8; 2])>,
}

/// Rows in a bucket.
const BUCKET: usize = 4;
/// Homes for each row, at most.
const MOST_HOMES: usize = 32;
/// Features that are looked up at the same time.
const TOGETHER: usize = 8;

impl Narrow {
    /// From rows with ascending keys.
    pub fn new(rows: &[(u32, [i8; 2])]) -> Self {
        // Three of four rows in use; of an overfull bucket the weakest are left out.
        let mut buckets = vec![[0; BUCKET]; rows.len() / 3 + 1];
        let strength = |row: u32| weights(row).map(i16::abs).into_iter().max();
        for (key, weights) in rows {
            let row =
                half(*key) << 16 | u32::from(weights[1] as u8) << 8 | u32::from(weights[0] as u8);
            let place = home(*key, buckets.len() as u64);
            if let Some(weakest) = buckets[place].iter_mut().min_by_key(|row| strength(**row))
                && strength(*weakest) < strength(row)
            {
                *weakest = row;
            }
        }
        Self {
            buckets,
            rows: rows.to_vec(),
        }
    }

    /// The sums for the three classes.
    pub fn scores(&self, keys: &[u32]) -> Scores<3> {
        let count = self.buckets.len() as u64;
        let mut scores = [0; 3];
        for key in keys {
            let half = half(*key);
            let mut found = 0;
            for row in &self.buckets[home(*key, count)] {
                found |= if row >> 16 == half { *row } else { 0 };
            }
            let [second, third] = weights(found);
            scores[1] += second;
            scores[2] += third;
        }
        scores
    }

    /// How many features it knows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Appends it to a model file.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        write_number(bytes, self.rows.len() as u64);
        let mut last = 0;
        for (key, weights) in &self.rows {
            write_number(bytes, u64::from(key - last));
            last = *key;
            bytes.extend(weights.map(|weight| weight as u8));
        }
    }

    /// Reads what [`write`](Self::write) wrote.
    pub fn read(reader: &mut Reader) -> Result<Self, Error> {
        let mut rows = Vec::new();
        let mut key = 0;
        for _ in 0..reader.number()? {
            key = reader.ascending(key)?;
            rows.push((key, [reader.byte()? as i8, reader.byte()? as i8]));
        }
        Ok(Self::new(&rows))
    }
}

/// The half of the key that says little of the bucket.
fn half(key: u32) -> u32 {
    key & 0xffff
}

fn weights(row: u32) -> [i16; 2] {
    [row as i8, (row >> 8) as i8].map(i16::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_table_finds_its_rows_and_nothing_else() {
        let rows: Vec<(u32, [i8; 4])> = (1..2000u32)
            .map(|i| (i * 1_000_003 % 70_000 + i * 70_000, [i as i8, 1, 0, -1]))
            .collect();
        let table = Wide::new(&rows);
        for (key, weights) in &rows {
            let mut scores = [0; 4];
            table.add(&[*key], &mut scores);
            assert_eq!(scores, weights.map(i16::from));
        }
        let mut scores = [0; 4];
        table.add(&[3, u32::MAX, 0, 69_999], &mut scores);
        assert_eq!(scores, [0; 4]);
    }

    #[test]
    fn a_table_of_listed_classes_finds_its_rows_and_nothing_else() {
        let table = Listed::new(&[(3, [1, 0, -2]), (4, [0, 0, 5])]);
        let mut scores = [0; 3];
        table.add(&[3, 4, 5], &mut scores);
        assert_eq!(scores, [1, 0, 3]);
    }

    #[test]
    fn keys_that_crowd_do_not_fill_the_memory() {
        let rows: Vec<(u32, [i8; 2])> = (1..=100).map(|key| (key, [1, 0])).collect();
        assert!(Wide::new(&rows).buckets.len() < 100 * MOST_HOMES * 2);
    }

    #[test]
    fn a_narrow_table_keeps_the_strongest_of_a_bucket() {
        let rows: Vec<(u32, [i8; 2])> = (1..=9).map(|key| (key, [key as i8, -1])).collect();
        let table = Narrow::new(&rows);
        assert_eq!(table.scores(&[9, 8]), [0, 17, -2]);
        assert_eq!(table.scores(&[1]), [0, 0, 0]);
        assert_eq!(Narrow::new(&[]).scores(&[1, 2]), [0, 0, 0]);
    }
}
