//! Bytes -> text: encoding, line ends, characters that nobody can see.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Why bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoText {
    /// An image, an archive, a program ...
    Binary,
    /// No encoding fits.
    Undecodable,
}

/// Text, and what was changed to make it one.
#[derive(Debug, Default)]
pub struct Decoded {
    pub text: String,
    pub warnings: Vec<String>,
}

/// The text in `bytes`: UTF-8, UTF-16, else the encoding it names (`declared`) or looks like.
pub fn text(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, NoText> {
    if is_known_binary(bytes) {
        return Err(NoText::Binary);
    }
    let mut warnings = Vec::new();
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => decode(encoding, &bytes[mark..], &mut warnings)?,
        None => match std::str::from_utf8(bytes) {
            Ok(text) if !looks_binary(bytes) => text.to_owned(),
            _ => other(bytes, declared, &mut warnings)?,
        },
    };
    let mut decoded = clean(&text);
    warnings.append(&mut decoded.warnings);
    decoded.warnings = warnings;
    Ok(decoded)
}

/// Line ends become `\n`, control characters spaces; characters without width or of text direction are removed.
///
/// Invisible characters split words ('mil\u{200b}lion') and bidirectional controls show another order than the bytes have:
/// both would make facts that a reader of the source does not see. Joiners that Indic and Persian words and emoji need stay.
pub fn clean(text: &str) -> Decoded {
    let mut clean = String::with_capacity(text.len());
    let (mut controls, mut invisible) = (0_usize, 0_usize);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                characters.next_if_eq(&'\n');
                clean.push('\n');
            }
            '\n' | '\t' => clean.push(c),
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            _ if c.is_control() => {
                controls += 1;
                clean.push(' ');
            }
            '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{61c}'
            | '\u{ad}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}' => invisible += 1,
            _ => clean.push(c),
        }
    }
    let mut warnings = Vec::new();
    if controls > 0 {
        warnings.push(format!(
            "{controls} control characters were replaced by spaces"
        ));
    }
    if invisible > 0 {
        warnings.push(format!("{invisible} invisible characters were removed"));
    }
    Decoded {
        text: clean,
        warnings,
    }
}

/// The encoding that an HTML page names in its head.
pub fn declared_in_html(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset=")?;
    let label = rest
        .trim_start_matches(['"', '\''])
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')))
        .next()?;
    Encoding::for_label(label.as_bytes())
}

fn other(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
    warnings: &mut Vec<String>,
) -> Result<String, NoText> {
    if let Some(encoding) = utf_16_without_mark(bytes) {
        warnings.push(format!("the file is {}; save it as UTF-8", encoding.name()));
        return decode(encoding, bytes, warnings);
    }
    if looks_binary(bytes) {
        return Err(NoText::Binary);
    }
    let broken = String::from_utf8_lossy(bytes);
    let replaced = broken.matches('\u{fffd}').count();
    let foreign = broken.chars().filter(|c| !c.is_ascii()).count() - replaced;
    // Mostly sound UTF-8 with a few broken bytes (a cut file) is not another encoding.
    if foreign >= replaced * 3 {
        warnings.push(format!(
            "{replaced} places are not UTF-8 and were replaced by U+FFFD"
        ));
        return Ok(broken.into_owned());
    }
    let encoding = declared
        .filter(|encoding| *encoding != UTF_8)
        .unwrap_or_else(|| {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            detector.guess(None, Utf8Detection::Deny)
        });
    warnings.push(format!(
        "the file is not UTF-8; it was read as {}",
        encoding.name()
    ));
    decode(encoding, bytes, warnings)
}

fn decode(
    encoding: &'static Encoding,
    bytes: &[u8],
    warnings: &mut Vec<String>,
) -> Result<String, NoText> {
    let (text, errors) = encoding.decode_without_bom_handling(bytes);
    if errors {
        let replaced = text.matches('\u{fffd}').count();
        if replaced * 20 > text.chars().count() {
            return Err(NoText::Undecodable);
        }
        warnings.push(format!(
            "{replaced} places are not {} and were replaced by U+FFFD",
            encoding.name()
        ));
    }
    Ok(text.into_owned())
}

/// UTF-16 of mostly Latin text has a zero in every second byte.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros = |parity: usize| {
        sample
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if pairs < 2 {
        None
    } else if odd * 10 > pairs * 7 && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 7 && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// More than a tenth control characters.
fn looks_binary(bytes: &[u8]) -> bool {
    let control =
        |b: &&u8| (**b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0xc | 0x1b)) || **b == 0x7f;
    bytes.iter().filter(control).count() * 10 > bytes.len()
}

fn is_known_binary(bytes: &[u8]) -> bool {
    const STARTS: [&[u8]; 14] = [
        b"%PDF-",
        b"PK\x03\x04",
        b"\x89PNG",
        b"GIF8",
        b"\xff\xd8\xff",
        b"\x7fELF",
        b"\x1f\x8b",
        b"\xd0\xcf\x11\xe0",
        b"7z\xbc\xaf",
        b"\x28\xb5\x2f\xfd",
        b"BZh9",
        b"\xfd7zXZ",
        b"{\\rtf",
        b"SQLite format 3\0",
    ];
    STARTS.iter().any(|start| bytes.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_recognised() {
        let words = "Das Förderprogramm für Dänemark kostet 5 Millionen €, größer als früher.";
        let utf_16 =
            |bytes: fn(u16) -> [u8; 2]| words.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let marked = [&[0xff, 0xfe][..], &utf_16(u16::to_le_bytes)].concat();
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(words);
        for bytes in [
            words.as_bytes(),
            &marked,
            &utf_16(u16::to_be_bytes),
            &windows,
        ] {
            assert_eq!(text(bytes, None).expect("decodes").text, words);
        }
        assert!(
            text(words.as_bytes(), None)
                .expect("decodes")
                .warnings
                .is_empty()
        );
        assert!(text(&windows, None).expect("decodes").warnings[0].contains("windows-1252"));
    }

    #[test]
    fn a_few_broken_bytes_do_not_change_the_encoding() {
        let mut bytes = "Größe, Länge, Höhe und Fläche".as_bytes().to_vec();
        bytes.push(0xc3);
        let decoded = text(&bytes, None).expect("decodes");
        assert!(decoded.text.starts_with("Größe"));
        assert_eq!(decoded.warnings.len(), 1);
    }

    #[test]
    fn binary_files_are_no_text() {
        assert_eq!(text(b"%PDF-1.7 x", None).unwrap_err(), NoText::Binary);
        let noise: Vec<u8> = (0..2000_u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        assert!(text(&noise, None).is_err());
    }

    #[test]
    fn invisible_characters_go_and_are_reported() {
        let decoded = clean("mil\u{200b}lion\u{202e} a\0b\r\nc\rd");
        assert_eq!(decoded.text, "million a b\nc\nd");
        assert_eq!(decoded.warnings.len(), 2);
        assert!(clean("a\u{200d}b é\n").warnings.is_empty());
    }
}
