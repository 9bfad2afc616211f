//! Inflected forms -> dictionary forms of verbs and nouns: regular spelling rules, and `lexicon/irregular.tsv`.

use std::{borrow::Cow, sync::LazyLock};

use rustc_hash::FxHashMap;

use super::Tag;
use crate::rules::{Error, Source, tsv};

/// The irregular forms.
#[derive(Clone, Debug, Default)]
pub struct Lemmas {
    verbs: FxHashMap<String, String>,
    nouns: FxHashMap<String, String>,
}

impl Lemmas {
    /// Reads `lexicon/irregular.tsv`.
    ///
    /// # Errors
    /// When the file is missing, or a line has a tag other than verb and noun.
    pub fn load(source: &Source) -> Result<Self, Error> {
        let mut lemmas = Self::default();
        for row in tsv::rows(source, "irregular.tsv")? {
            let forms = match row.get("tag") {
                "verb" => &mut lemmas.verbs,
                "noun" => &mut lemmas.nouns,
                other => {
                    return Err(Error::Invalid {
                        file: "lexicon/irregular.tsv".to_owned(),
                        line: row.line,
                        problem: format!("the tag is '{other}'; write verb or noun"),
                    });
                }
            };
            // The first line of a form counts.
            forms
                .entry(row.get("form").to_owned())
                .or_insert_with(|| row.get("lemma").to_owned());
        }
        Ok(lemmas)
    }

    /// The dictionary form in lower case: 'invested' as verb is 'invest', 'facilities' as noun 'facility'. Other words,
    /// names too, come back in lower case as they are.
    pub fn lemma<'f>(&self, form: &'f str, tag: Tag) -> Cow<'f, str> {
        let form = if form.chars().any(char::is_uppercase) {
            Cow::Owned(form.to_lowercase())
        } else {
            Cow::Borrowed(form)
        };
        let lemma = match tag {
            Tag::Verb | Tag::Auxiliary => self.verb(&form),
            Tag::Noun => self.noun(&form),
            _ => None,
        };
        lemma.map_or(form, Cow::Owned)
    }

    /// `None` when the form is its own lemma.
    fn verb(&self, form: &str) -> Option<String> {
        if let Some(lemma) = self.verbs.get(form) {
            return Some(lemma.clone());
        }
        if let Some(stem) = form.strip_suffix("ing").or_else(|| form.strip_suffix("ed")) {
            if let Some(stem) = stem.strip_suffix('i').filter(|_| form.ends_with("ied")) {
                return Some(format!("{stem}y"));
            }
            return has_vowel(stem).then(|| self.verb_of_stem(stem));
        }
        let stem = form.strip_suffix('s')?;
        if stem.len() < 2 || stem.ends_with(['s', 'u']) {
            return None;
        }
        Some(singular(stem))
    }

    fn verb_of_stem(&self, stem: &str) -> String {
        if self.verbs.get(stem).is_some_and(|lemma| lemma == stem) {
            return stem.to_owned();
        }
        if let Some(single) = undoubled(stem) {
            return single.to_owned();
        }
        if takes_e(stem) {
            return format!("{stem}e");
        }
        // 're-lend-ing', 'over-build-ing': the plain stem.
        stem.to_owned()
    }

    fn noun(&self, form: &str) -> Option<String> {
        if let Some(lemma) = self.nouns.get(form) {
            return Some(lemma.clone());
        }
        // 'data-centres', 'policy makers': only the last part is inflected.
        if let Some(at) = form.rfind(['-', ' ']).map(|at| at + 1)
            && let Some(lemma) = self.noun(&form[at..])
        {
            return Some(format!("{}{lemma}", &form[..at]));
        }
        let stem = form.strip_suffix('s')?;
        if stem.len() < 2 || stem.ends_with(['s', 'u', 'i', '\'', '’']) {
            return None;
        }
        Some(singular(stem))
    }
}

/// The dictionary form with the irregular forms that are built into the program; see [`Lemmas::lemma`].
///
/// ```
/// use pledgegraph::syntax::{Tag, lemma};
///
/// assert_eq!(lemma("Invested", Tag::Verb), "invest");
/// assert_eq!(lemma("facilities", Tag::Noun), "facility");
/// ```
pub fn lemma(form: &str, tag: Tag) -> Cow<'_, str> {
    static EMBEDDED: LazyLock<Lemmas> =
        LazyLock::new(|| Lemmas::load(&Source::Embedded).unwrap_or_default());
    EMBEDDED.lemma(form, tag)
}

/// What is left of a plural or a third person without its final s: 'facilitie', 'launche', 'loan'.
fn singular(stem: &str) -> String {
    if let Some(base) = stem.strip_suffix("ie").filter(|base| base.len() > 1) {
        return format!("{base}y");
    }
    if let Some(base) = stem.strip_suffix('e')
        && (["ss", "sh", "ch", "x", "zz", "o"]
            .iter()
            .any(|end| base.ends_with(end))
            && base.len() > 2)
    {
        return base.to_owned();
    }
    stem.to_owned()
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn has_vowel(stem: &str) -> bool {
    stem.len() > 1
        && stem
            .bytes()
            .any(|letter| is_vowel(letter) || letter == b'y')
}

/// 'plann' -> 'plan'; not 'sell', 'pass', 'add'.
fn undoubled(stem: &str) -> Option<&str> {
    let bytes = stem.as_bytes();
    let [.., before, first, second] = bytes else {
        return None;
    };
    let doubles = matches!(
        first,
        b'b' | b'd' | b'g' | b'l' | b'm' | b'n' | b'p' | b'r' | b't' | b'v' | b'k'
    );
    if first != second || !doubles || !is_vowel(*before) {
        return None;
    }
    let single = &stem[..stem.len() - 1];
    // One syllable in ll or dd keeps both: 'call', 'fulfill', 'add'; 'controll', 'travell' lose one.
    let syllables = bytes
        .windows(2)
        .filter(|pair| is_vowel(pair[1]) && !is_vowel(pair[0]))
        .count()
        + usize::from(is_vowel(bytes[0]));
    let keeps = match first {
        b'l' => {
            syllables < 2
                || ["stall", "roll", "call", "fill", "sell", "kill"]
                    .iter()
                    .any(|end| stem.ends_with(end))
        }
        b'd' => stem == "add",
        b'r' => stem == "err",
        b'g' => stem == "egg",
        _ => false,
    };
    (!keeps
        || (first == &b'l'
            && ["controll", "enroll", "patroll"].contains(&stem)
            && stem != "enroll"))
        .then_some(single)
}

/// Whether a verb whose '-ing' or '-ed' is cut off ends in e: 'financ', 'pledg', 'creat', 'provid'.
fn takes_e(stem: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|end| stem.ends_with(end));
    let bytes = stem.as_bytes();
    let [.., before, last] = bytes else {
        return false;
    };
    let third = bytes.len().checked_sub(3).map_or(b' ', |at| bytes[at]);
    let single_vowel = is_vowel(*before) && !is_vowel(third);
    // 'qu' is one sound: 'acquir', 'requir'.
    let single_vowel = single_vowel
        || (is_vowel(*before)
            && stem.len() > 3
            && &bytes[bytes.len() - 4..bytes.len() - 2] == b"qu");
    match last {
        b'c' | b'v' | b'z' => !ends(&["tz", "zz"]),
        b'u' => true,
        b'g' => {
            ends(&["dg", "rg", "lg", "ang", "eng", "ung", "ag", "eg", "ieg"])
                && !ends(&["hang", "bang", "flag", "ugg"])
        }
        b's' => (is_vowel(*before) || ends(&["ns", "rs", "ps", "ls"])) && !ends(&["bias", "gas"]),
        b'l' => {
            matches!(
                before,
                b'b' | b't' | b'd' | b'g' | b'p' | b'f' | b'k' | b'c' | b'z'
            ) || (single_vowel && ends(&["al", "il", "ul", "ol"]) && syllable_count(stem) < 2)
                || ends(&["cil", "compil", "mobil", "schedul"])
        }
        b'r' => {
            ends(&["ir", "ur", "ar", "or"]) && single_vowel && !ends(&["tor", "nor", "bor", "lor"])
                || ends(&["stor", "adher", "interfer", "sever", "ignor"])
        }
        b'n' => {
            (ends(&["in", "un"]) && single_vowel)
                || ends(&["pon", "phon", "clon", "condon", "ston"])
                || (ends(&["an"]) && syllable_count(stem) < 2 && single_vowel)
        }
        b't' => match before {
            b'a' => {
                single_vowel
                    || ends(&[
                        "creat", "permeat", "delineat", "ciat", "tiat", "diat", "viat", "liat",
                        "niat", "uat", "riat",
                    ])
            }
            b'u' | b'o' => single_vowel,
            b'i' => single_vowel,
            b'e' => ends(&["plet", "delet", "compet", "obsolet", "concret"]),
            b's' => ends(&["wast", "past", "tast", "hast"]),
            _ => false,
        },
        b'd' | b'k' | b'm' | b'p' | b'b' => match before {
            b'e' => ends(&["ced", "ped", "cret", "trem"]),
            b'd' => false,
            _ => single_vowel || ends(&["welcom", "becom"]),
        },
        _ => false,
    }
}

fn syllable_count(stem: &str) -> usize {
    let bytes = stem.as_bytes();
    bytes
        .windows(2)
        .filter(|pair| is_vowel(pair[1]) && !is_vowel(pair[0]))
        .count()
        + usize::from(bytes.first().is_some_and(|first| is_vowel(*first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_lose_their_endings() {
        let families = [
            ("invest", "invests invested investing"),
            ("pledge", "pledges pledged pledging"),
            ("finance", "finances financed financing"),
            ("plan", "plans planned planning"),
            ("commit", "commits committed committing"),
            ("allocate", "allocates allocated allocating"),
            ("provide", "provides provided providing"),
            ("put", "puts put putting"),
            ("set", "sets set setting"),
            ("build", "builds built building"),
            ("lend", "lends lent lending"),
            ("earmark", "earmarks earmarked earmarking"),
            ("launch", "launches launched launching"),
            ("carry", "carries carried carrying"),
            ("raise", "raises raised raising"),
            ("acquire", "acquires acquired acquiring"),
            ("deliver", "delivers delivered delivering"),
            ("expand", "expands expanded expanding"),
            ("double", "doubles doubled doubling"),
            ("sell", "sells sold selling"),
            ("call", "calls called calling"),
            ("control", "controls controlled controlling"),
            ("contribute", "contributes contributed contributing"),
            ("visit", "visits visited visiting"),
            ("issue", "issues issued issuing"),
            ("bring", "brings brought bringing"),
            ("create", "creates created creating"),
            ("develop", "develops developed developing"),
            ("mobilise", "mobilises mobilised mobilising"),
            ("fund", "funds funded funding"),
            ("award", "awards awarded awarding"),
            ("receive", "receives received receiving"),
            ("back", "backs backed backing"),
            ("unlock", "unlocks unlocked unlocking"),
            ("secure", "secures secured securing"),
            ("sign", "signs signed signing"),
            ("pass", "passes passed passing"),
            ("pool", "pools pooled pooling"),
            ("top", "tops topped topping"),
            ("be", "is are was were been being"),
        ];
        let mut wrong = Vec::new();
        for (right, forms) in families {
            for form in forms.split(' ').chain([right]) {
                let found = lemma(form, Tag::Verb);
                if found != right {
                    wrong.push(format!("{form}: {found}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn nouns_lose_their_plural_and_nothing_else() {
        for (form, right) in [
            ("facilities", "facility"),
            ("Plants", "plant"),
            ("businesses", "business"),
            ("companies", "company"),
            ("taxes", "tax"),
            ("buses", "bus"),
            ("analyses", "analysis"),
            ("data-centres", "data-centre"),
            ("purposes", "purpose"),
            ("gas", "gas"),
            ("headquarters", "headquarters"),
            ("crisis", "crisis"),
            ("status", "status"),
            ("building", "building"),
            ("gigafactories", "gigafactory"),
        ] {
            assert_eq!(lemma(form, Tag::Noun), right);
        }
    }

    #[test]
    fn other_words_stay() {
        assert_eq!(lemma("United Nations", Tag::ProperNoun), "united nations");
        assert_eq!(lemma("us", Tag::Pronoun), "us");
        assert_eq!(lemma("ed", Tag::Verb), "ed");
        assert_eq!(lemma("", Tag::Noun), "");
    }
}
