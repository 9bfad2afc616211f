//! The weights: three hashed tables, read from and written to `data/models/english.bin`.

use super::{relation, tag};

/// Shift, left arc, right arc; the fourth cell only rounds up the row.
pub const ACTIONS: usize = 4;

/// The trained weights of tagger, parser and labeller.
#[derive(Clone, Debug)]
pub struct Model {
    pub(super) tagger: Table<{ tag::WIDTH }>,
    pub(super) parser: Table<ACTIONS>,
    pub(super) labeller: Table<{ relation::WIDTH }>,
}

/// Why a model file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("syntax model: {problem} at byte {at}; train it again with examples/train_syntax.rs")]
pub struct Error {
    problem: &'static str,
    at: usize,
}

/// First line of the file. The second says where the weights come from.
const MAGIC: &[u8] = b"pledgegraph syntax model 1\n";

impl Model {
    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are not a whole model file of this version.
    pub fn load(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader { bytes, at: 0 };
        if !bytes.starts_with(MAGIC) {
            return Err(reader.error("not a model of this version"));
        }
        reader.at = MAGIC.len();
        while reader.byte()? != b'\n' {}
        let model = Self {
            tagger: Table::read(&mut reader)?,
            parser: Table::read(&mut reader)?,
            labeller: Table::read(&mut reader)?,
        };
        if reader.at == bytes.len() {
            Ok(model)
        } else {
            Err(reader.error("bytes left over"))
        }
    }

    /// The bytes of its file; `origin` is a line that says what it was trained on, and its licence.
    pub fn save(&self, origin: &str) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(origin.bytes().filter(|byte| *byte != b'\n'));
        bytes.push(b'\n');
        self.tagger.write(&mut bytes);
        self.parser.write(&mut bytes);
        self.labeller.write(&mut bytes);
        bytes
    }

    /// How many features tagger, parser and labeller know.
    pub fn features(&self) -> [usize; 3] {
        [
            self.tagger.rows().count(),
            self.parser.rows().count(),
            self.labeller.rows().count(),
        ]
    }
}

/// Hashed features -> a weight for each of `N` classes. Open addressing; rows lie in the order of their keys, so that a
/// lookup is one multiplication and mostly one cache line.
#[derive(Clone, Debug)]
pub struct Table<const N: usize> {
    capacity: u64,
    slots: Vec<Slot<N>>,
}

#[derive(Clone, Copy, Debug)]
struct Slot<const N: usize> {
    /// 0 marks a free slot.
    key: u32,
    weights: [i8; N],
}

impl<const N: usize> Table<N> {
    /// From rows with ascending keys.
    pub fn new(rows: &[(u32, [i8; N])]) -> Self {
        let capacity = (rows.len() * 3 / 2 + 1) as u64;
        let free = Slot {
            key: 0,
            weights: [0; N],
        };
        let mut slots = vec![free; capacity as usize];
        let mut next = 0;
        for (key, weights) in rows {
            let place = home(*key, capacity).max(next);
            if place >= slots.len() {
                slots.resize(place + 1, free);
            }
            slots[place] = Slot {
                key: *key,
                weights: *weights,
            };
            next = place + 1;
        }
        // A lookup that runs to the end must find a free slot there.
        slots.push(free);
        Self { capacity, slots }
    }

    /// Adds the weights of each feature to the scores.
    pub fn add(&self, keys: &[u32], scores: &mut [i32; N]) {
        for key in keys {
            let mut place = home(*key, self.capacity);
            // Rows lie in the order of their keys: a greater key ends the search.
            while let Some(slot) = self.slots.get(place) {
                if slot.key == *key {
                    for (score, weight) in scores.iter_mut().zip(slot.weights) {
                        *score += i32::from(weight);
                    }
                    break;
                }
                if slot.key == 0 || slot.key > *key {
                    break;
                }
                place += 1;
            }
        }
    }

    fn rows(&self) -> impl Iterator<Item = &Slot<N>> {
        self.slots.iter().filter(|slot| slot.key != 0)
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        write_number(bytes, self.rows().count() as u64);
        let mut last = 0;
        for slot in self.rows() {
            write_number(bytes, u64::from(slot.key - last));
            last = slot.key;
            let mask = slot
                .weights
                .iter()
                .enumerate()
                .filter(|(_, weight)| **weight != 0)
                .fold(0, |mask, (class, _)| mask | 1 << class);
            write_number(bytes, mask);
            bytes.extend(slot.weights.iter().filter(|w| **w != 0).map(|w| *w as u8));
        }
    }

    fn read(reader: &mut Reader) -> Result<Self, Error> {
        let count = reader.number()?;
        let mut rows = Vec::new();
        let mut key = 0u32;
        for _ in 0..count {
            let step = u32::try_from(reader.number()?)
                .ok()
                .filter(|step| *step > 0);
            key = step
                .and_then(|step| key.checked_add(step))
                .ok_or_else(|| reader.error("keys do not ascend"))?;
            let mask = reader.number()?;
            if mask >> N != 0 {
                return Err(reader.error("too many classes"));
            }
            let mut weights = [0; N];
            for (class, weight) in weights.iter_mut().enumerate() {
                if mask >> class & 1 == 1 {
                    *weight = reader.byte()? as i8;
                }
            }
            rows.push((key, weights));
        }
        Ok(Self::new(&rows))
    }
}

fn home(key: u32, capacity: u64) -> usize {
    ((u64::from(key) * capacity) >> 32) as usize
}

fn write_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Reader<'_> {
    fn error(&self, problem: &'static str) -> Error {
        Error {
            problem,
            at: self.at,
        }
    }

    fn byte(&mut self) -> Result<u8, Error> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte.ok_or_else(|| self.error("the file ends early"))
    }

    fn number(&mut self) -> Result<u64, Error> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(self.error("a number is too long"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_finds_its_rows_and_nothing_else() {
        let rows: Vec<(u32, [i8; 4])> = (1..2000u32)
            .map(|i| (i * 1_000_003 % 70_000 + i * 70_000, [i as i8, 1, 0, -1]))
            .collect();
        let table = Table::new(&rows);
        for (key, weights) in &rows {
            let mut scores = [0; 4];
            table.add(&[*key], &mut scores);
            assert_eq!(scores, weights.map(i32::from));
        }
        let mut scores = [0; 4];
        table.add(&[3, u32::MAX, 0, 69_999], &mut scores);
        assert_eq!(scores, [0; 4]);
    }

    #[test]
    fn a_saved_model_loads_and_a_broken_one_is_refused() {
        let model = Model {
            tagger: Table::new(&[(7, [1; tag::WIDTH]), (u32::MAX, [-3; tag::WIDTH])]),
            parser: Table::new(&[]),
            labeller: Table::new(&[(9, [0; relation::WIDTH])]),
        };
        let bytes = model.save("made by hand");
        assert_eq!(Model::load(&bytes).map(|m| m.features()), Ok([2, 0, 1]));
        for end in 0..bytes.len() {
            assert!(Model::load(&bytes[..end]).is_err());
        }
    }
}
