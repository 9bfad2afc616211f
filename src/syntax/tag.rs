//! Parts of speech.

/// The universal parts of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tag {
    /// 'large'
    Adjective,
    /// 'in', 'of'; also postpositions
    Adposition,
    /// 'soon'
    Adverb,
    /// 'will', 'has', 'is'
    Auxiliary,
    /// 'and', 'or'
    CoordinatingConjunction,
    /// 'the', 'this'
    Determiner,
    /// 'yes', 'please'
    Interjection,
    /// 'plant'
    Noun,
    /// '5', 'two'
    Number,
    /// 'to', 'not', 's'
    Particle,
    /// 'it', 'who', 'their'
    Pronoun,
    /// 'Canada'
    ProperNoun,
    /// ',', '.'
    Punctuation,
    /// 'that', 'if'
    SubordinatingConjunction,
    /// '$', '%'
    Symbol,
    /// 'invest'
    Verb,
    /// Foreign words and what else cannot be told
    Other,
}

/// How a word is inflected, as far as the tagger tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Inflection {
    /// Not told apart.
    #[default]
    Plain,
    /// Verb, infinitive: 'to invest'
    Base,
    /// Verb, finite present: 'invests'
    Present,
    /// Verb, finite past: 'invested'
    Past,
    /// Verb, 'was funded', 'the money pledged'
    PastParticiple,
    /// Verb, 'investing'
    PresentParticiple,
    /// Noun, 'plants'
    Plural,
    /// Auxiliary, 'will', 'would', 'may'
    Modal,
    /// Question or relative word: 'which', 'where'
    Relative,
    /// Pronoun, 'its', 'their'
    Possessive,
}

/// Index into [`CLASSES`]: what the tagger decides between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fine(pub u8);

/// Room for the classes of the tagger in a row of weights.
pub const WIDTH: usize = 28;

/// The classes of the tagger. The order is part of the model file.
const CLASSES: [(Tag, Inflection); 27] = [
    (Tag::Noun, Inflection::Plain),
    (Tag::Noun, Inflection::Plural),
    (Tag::ProperNoun, Inflection::Plain),
    (Tag::Verb, Inflection::Base),
    (Tag::Verb, Inflection::Present),
    (Tag::Verb, Inflection::Past),
    (Tag::Verb, Inflection::PastParticiple),
    (Tag::Verb, Inflection::PresentParticiple),
    (Tag::Auxiliary, Inflection::Plain),
    (Tag::Auxiliary, Inflection::Modal),
    (Tag::Adjective, Inflection::Plain),
    (Tag::Adposition, Inflection::Plain),
    (Tag::Adverb, Inflection::Plain),
    (Tag::Adverb, Inflection::Relative),
    (Tag::CoordinatingConjunction, Inflection::Plain),
    (Tag::Determiner, Inflection::Plain),
    (Tag::Determiner, Inflection::Relative),
    (Tag::Interjection, Inflection::Plain),
    (Tag::Number, Inflection::Plain),
    (Tag::Particle, Inflection::Plain),
    (Tag::Pronoun, Inflection::Plain),
    (Tag::Pronoun, Inflection::Relative),
    (Tag::Pronoun, Inflection::Possessive),
    (Tag::Punctuation, Inflection::Plain),
    (Tag::SubordinatingConjunction, Inflection::Plain),
    (Tag::Symbol, Inflection::Plain),
    (Tag::Other, Inflection::Plain),
];

impl Fine {
    /// How many there are.
    pub const COUNT: usize = CLASSES.len();

    /// The class of a word with this tag of which nothing finer is known.
    pub fn of(tag: Tag) -> Self {
        Self::with(tag, Inflection::Plain)
    }

    /// The class with this tag and inflection, else the first one with the tag.
    pub fn with(tag: Tag, inflection: Inflection) -> Self {
        let index = CLASSES
            .iter()
            .position(|class| *class == (tag, inflection))
            .or_else(|| CLASSES.iter().position(|class| class.0 == tag));
        Self(index.unwrap_or(0) as u8)
    }

    /// Its part of speech.
    pub fn tag(self) -> Tag {
        CLASSES[usize::from(self.0)].0
    }

    /// Its inflection.
    pub fn inflection(self) -> Inflection {
        CLASSES[usize::from(self.0)].1
    }

    /// From the two tag columns of a treebank.
    pub fn from_treebank(universal: &str, english: &str) -> Option<Self> {
        let tag = match universal {
            "ADJ" => Tag::Adjective,
            "ADP" => Tag::Adposition,
            "ADV" => Tag::Adverb,
            "AUX" => Tag::Auxiliary,
            "CCONJ" => Tag::CoordinatingConjunction,
            "DET" => Tag::Determiner,
            "INTJ" => Tag::Interjection,
            "NOUN" => Tag::Noun,
            "NUM" => Tag::Number,
            "PART" => Tag::Particle,
            "PRON" => Tag::Pronoun,
            "PROPN" => Tag::ProperNoun,
            "PUNCT" => Tag::Punctuation,
            "SCONJ" => Tag::SubordinatingConjunction,
            "SYM" => Tag::Symbol,
            "VERB" => Tag::Verb,
            "X" => Tag::Other,
            _ => return None,
        };
        let inflection = match english {
            "VB" => Inflection::Base,
            "VBP" | "VBZ" => Inflection::Present,
            "VBD" => Inflection::Past,
            "VBN" => Inflection::PastParticiple,
            "VBG" => Inflection::PresentParticiple,
            "NNS" => Inflection::Plural,
            "MD" => Inflection::Modal,
            "WP" | "WDT" | "WRB" | "WP$" => Inflection::Relative,
            "PRP$" => Inflection::Possessive,
            _ => Inflection::Plain,
        };
        let inflection = match (tag, inflection) {
            (Tag::Auxiliary, other) if other != Inflection::Modal => Inflection::Plain,
            (_, other) => other,
        };
        Some(Self::with(tag, inflection))
    }
}
