//! Dependency relations.

macro_rules! relations {
    ($($(#[$doc:meta])* $name:ident = $label:literal),* $(,)?) => {
        /// What a word is to its head: the basic relations of Universal Dependencies, with the subtypes that matter for meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Relation { $($(#[$doc])* $name),* }

        impl Relation {
            /// All of them. The order is part of the model file; `Root` is last, the labeller never decides on it.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name in Universal Dependencies.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),* }
            }
        }
    };
}

relations! {
    /// 'the plan *to build* a port', 'money *pledged* in May'
    Clause = "acl",
    /// 'a plan that *creates* jobs'
    RelativeClause = "acl:relcl",
    /// 'it grew *after* it *invested*'
    AdverbialClause = "advcl",
    /// '*soon*'
    AdverbialModifier = "advmod",
    /// '*large* plant'
    AdjectivalModifier = "amod",
    /// 'Ana Ruiz, the *minister*'
    Apposition = "appos",
    /// '*will* invest'
    Auxiliary = "aux",
    /// '*was* funded'
    PassiveAuxiliary = "aux:pass",
    /// '*in* Spain'; depends on the noun
    Case = "case",
    /// '*and*'; depends on the conjunct after it
    Coordinator = "cc",
    /// 'said that it *invests*'
    ClausalComplement = "ccomp",
    /// '*wind* farm'
    Compound = "compound",
    /// 'set *up*'
    CompoundParticle = "compound:prt",
    /// 'Spain and *Italy*'; depends on the first conjunct
    Conjunct = "conj",
    /// '*is* a plan'; depends on the noun
    Copula = "cop",
    /// '*Investing* pays'
    ClausalSubject = "csubj",
    /// Cannot be told
    Unspecified = "dep",
    /// '*the*'
    Determiner = "det",
    /// '*well*, ...'
    Discourse = "discourse",
    /// A fronted element taken up by a pronoun
    Dislocated = "dislocated",
    /// '*There* is', '*it* is clear that'
    Expletive = "expl",
    /// 'as well *as*'
    Fixed = "fixed",
    /// 'Ana *Ruiz*'
    Flat = "flat",
    /// Parts of a word written apart
    GoesWith = "goeswith",
    /// 'gives *Spain* a loan'
    IndirectObject = "iobj",
    /// Items of a list without syntax
    List = "list",
    /// '*to* invest', '*that* it grew'
    Marker = "mark",
    /// 'a loan *to Spain*'
    NominalModifier = "nmod",
    /// '*Spain*'s plan', '*its* plan'
    Possessor = "nmod:poss",
    /// '*Minister* Ruiz'
    NominalDescription = "nmod:desc",
    /// A noun phrase without preposition beside a noun: 'a *year*'
    UnmarkedModifier = "nmod:unmarked",
    /// '*Spain* invests'
    Subject = "nsubj",
    /// 'The *loan* was granted'
    PassiveSubject = "nsubj:pass",
    /// '*five* plants'
    NumericModifier = "nummod",
    /// 'invests *money*'
    Object = "obj",
    /// 'invests in *Spain*'
    Oblique = "obl",
    /// 'funded by *Spain*'
    Agent = "obl:agent",
    /// 'invested last *year*'
    UnmarkedOblique = "obl:unmarked",
    /// Left over from an ellipsis
    Orphan = "orphan",
    /// 'It will, he *said*, invest'; also sentences strung together
    Parataxis = "parataxis",
    /// ',', '.'
    Punctuation = "punct",
    /// A slip that is corrected
    Reparandum = "reparandum",
    /// 'Sir, ...'
    Vocative = "vocative",
    /// 'plans to *invest*'
    OpenComplement = "xcomp",
    /// The head of the sentence
    Root = "root",
}

/// Room for what the labeller decides on in a row of weights.
pub const WIDTH: usize = 44;

impl Relation {
    /// By its place in [`ALL`](Self::ALL).
    pub(super) fn from_index(index: usize) -> Self {
        Self::ALL.get(index).copied().unwrap_or(Self::Unspecified)
    }

    /// From the relation column of a treebank; subtypes that we do not keep become their basic relation.
    pub(super) fn from_treebank(label: &str) -> Self {
        let find = |wanted: &str| {
            Self::ALL
                .iter()
                .copied()
                .find(|known| known.label() == wanted)
        };
        find(label)
            .or_else(|| find(label.split(':').next().unwrap_or(label)))
            .unwrap_or(Self::Unspecified)
    }
}
