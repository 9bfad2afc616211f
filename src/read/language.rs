//! The language of a text.

/// Characters looked at: enough to be sure.
const SAMPLE: usize = 4000;
/// Below this many letters English is assumed: names and figures say little.
const FEWEST_LETTERS: usize = 60;

/// The BCP 47 code of the language of `text`; `en` when there is too little to tell.
pub fn detect(text: &str) -> String {
    let sample: String = text.chars().take(SAMPLE).collect();
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    whatlang::detect(&sample)
        .filter(|found| {
            // Other scripts give the language away in a few words.
            found.script() != whatlang::Script::Latin
                || letters >= FEWEST_LETTERS && found.is_reliable()
        })
        .map_or("en", |found| code(found.lang().code()))
        .to_owned()
}

/// ISO 639-3 -> BCP 47, which prefers the two-letter code where there is one.
fn code(three: &'static str) -> &'static str {
    const TWO: [(&str, &str); 67] = [
        ("afr", "af"),
        ("aka", "ak"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("cym", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("ori", "or"),
        ("pan", "pa"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("sna", "sn"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
    ];
    TWO.iter()
        .find(|(known, _)| *known == three)
        .map_or(three, |(_, two)| two)
}

#[cfg(test)]
mod tests {
    use super::detect;

    #[test]
    fn languages_are_told_apart() {
        assert_eq!(
            detect(
                "The government will invest five billion euros in new factories for chips over the next four years."
            ),
            "en"
        );
        assert_eq!(
            detect(
                "Die Bundesregierung wird in den nächsten vier Jahren fünf Milliarden Euro in neue Fabriken investieren."
            ),
            "de"
        );
        assert_eq!(
            detect("Правительство инвестирует пять миллиардов рублей."),
            "ru"
        );
    }

    #[test]
    fn short_texts_are_taken_for_english() {
        assert_eq!(detect("Siemens, 5 Mrd."), "en");
        assert_eq!(detect(""), "en");
    }
}
