//! The weights: three hashed tables, read from and written to `data/models/english.bin`.

use super::{
    relation,
    table::{Listed, Narrow, Wide},
    tag,
};

/// The trained weights of tagger, parser and labeller.
///
/// Each comes twice: a quick one with few features, and a full one that is asked where the quick one is in doubt.
#[derive(Clone, Debug)]
pub struct Model {
    pub(super) quick: Weights,
    pub(super) full: Weights,
}

/// The weights for the three decisions.
#[derive(Clone, Debug)]
pub struct Weights {
    pub tagger: Wide<{ tag::WIDTH }>,
    pub parser: Narrow,
    pub labeller: Listed<{ relation::WIDTH }>,
}

/// Why a model file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("syntax model: {problem} at byte {at}; train it again with examples/train_syntax.rs")]
pub struct Error {
    problem: &'static str,
    at: usize,
}

/// First line of the file. The second says where the weights come from.
const MAGIC: &[u8] = b"pledgegraph syntax model 3\n";

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
            quick: Weights::read(&mut reader)?,
            full: Weights::read(&mut reader)?,
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
        self.quick.write(&mut bytes);
        self.full.write(&mut bytes);
        bytes
    }

    /// How many features tagger, parser and labeller know: the quick ones, then the full ones.
    pub fn features(&self) -> [[usize; 3]; 2] {
        [&self.quick, &self.full].map(|weights| {
            [
                weights.tagger.len(),
                weights.parser.len(),
                weights.labeller.len(),
            ]
        })
    }
}

impl Weights {
    /// None at all.
    pub fn none() -> Self {
        Self {
            tagger: Wide::new(&[]),
            parser: Narrow::new(&[]),
            labeller: Listed::new(&[]),
        }
    }

    fn read(reader: &mut Reader) -> Result<Self, Error> {
        Ok(Self {
            tagger: Wide::read(reader)?,
            parser: Narrow::read(reader)?,
            labeller: Listed::read(reader)?,
        })
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        self.tagger.write(bytes);
        self.parser.write(bytes);
        self.labeller.write(bytes);
    }
}

/// Appends a number, seven bits a byte.
pub fn write_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// A model file, and how far it was read.
pub struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Reader<'_> {
    /// What is wrong here.
    pub fn error(&self, problem: &'static str) -> Error {
        Error {
            problem,
            at: self.at,
        }
    }

    /// The next byte.
    pub fn byte(&mut self) -> Result<u8, Error> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte.ok_or_else(|| self.error("the file ends early"))
    }

    /// The next key of an ascending list, written as the step from the last one.
    pub fn ascending(&mut self, last: u32) -> Result<u32, Error> {
        u32::try_from(self.number()?)
            .ok()
            .filter(|step| *step > 0)
            .and_then(|step| last.checked_add(step))
            .ok_or_else(|| self.error("keys do not ascend"))
    }

    /// The next number.
    pub fn number(&mut self) -> Result<u64, Error> {
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
    fn a_saved_model_loads_and_a_broken_one_is_refused() {
        let model = Model {
            quick: Weights::none(),
            full: Weights {
                tagger: Wide::new(&[(7, [1; tag::WIDTH]), (u32::MAX, [-3; tag::WIDTH])]),
                parser: Narrow::new(&[(5, [-4, 4])]),
                labeller: Listed::new(&[(9, [0; relation::WIDTH])]),
            },
        };
        let bytes = model.save("made by hand");
        assert_eq!(
            Model::load(&bytes).map(|m| m.features()),
            Ok([[0; 3], [2, 1, 1]])
        );
        for end in 0..bytes.len() {
            assert!(Model::load(&bytes[..end]).is_err());
        }
    }
}
