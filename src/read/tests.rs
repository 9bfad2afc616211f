use std::{fs, path::Path};

use jiff::civil::date;

use super::*;
use crate::{rules, segment};

fn sentences(document: &Document) -> Vec<String> {
    let orthography = rules::Orthography::load(&rules::Source::Embedded).expect("rules");
    segment::sentences(document, &orthography)
        .sentences
        .iter()
        .map(|sentence| {
            sentence
                .span
                .of(&document.text)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

fn roles(text: &str) -> Vec<(Role, String)> {
    let document = plain("test", text);
    document
        .blocks
        .iter()
        .map(|block| (block.role, block.span.of(&document.text).to_owned()))
        .collect()
}

/// Breaks lines greedily, as mail programs do.
fn wrapped(paragraph: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in paragraph.split(' ') {
        let line = lines.last_mut().expect("a line");
        if !line.is_empty() && line.len() + 1 + word.len() > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}

const BODY: &str = "The government of Freedonia will invest five billion euros in new plants, President Jane Roe said. \
    Of this amount, one billion goes to the north. The rest is for the south, where U.S. companies such as Example Inc. \
    build chips already. It is the largest sum so far.";

#[test]
fn a_line_a_paragraph_is_read_as_such() {
    let text = "At the summit the President presents a plan.\nThe plan costs five billion.\nIt was shown by U.S. President\nJane Roe on Tuesday.";
    assert_eq!(
        roles(text)
            .into_iter()
            .map(|(_, words)| words)
            .collect::<Vec<_>>(),
        [
            "At the summit the President presents a plan.",
            "The plan costs five billion.",
            "It was shown by U.S. President\nJane Roe on Tuesday."
        ]
    );
}

#[test]
fn hard_wrapped_text_gives_the_same_sentences() {
    let plain_text = format!("Plants for five billion\n\n{BODY}\n\n{BODY}");
    let expected = sentences(&plain("test", &plain_text));
    assert_eq!(expected.len(), 9);
    for width in [40, 60, 72, 80] {
        let text = format!(
            "Plants for five billion\n\n{}\n\n{}",
            wrapped(BODY, width),
            wrapped(BODY, width)
        );
        assert_eq!(sentences(&plain("test", &text)), expected, "width {width}");
    }
}

#[test]
fn a_sentence_broken_anywhere_reads_the_same() {
    let text = format!("Plants for five billion\n\n{BODY}");
    let expected = sentences(&plain("test", &text));
    let start = text.find("The gov").expect("body");
    for (at, _) in text.match_indices(' ').filter(|(at, _)| *at > start) {
        let broken = format!("{}\n{}", &text[..at], &text[at + 1..]);
        assert_eq!(
            sentences(&plain("test", &broken)),
            expected,
            "broken at {at}"
        );
    }
}

#[test]
fn a_first_line_without_empty_line_may_be_a_headline_or_a_broken_sentence() {
    assert_eq!(
        roles("Freedonia opens a chip plant\nThe plant opens today.")[0].0,
        Role::Headline
    );
    let broken = "At the Paris\nSummit the President presents a plan.\nIt was shown by U.S. President\nJane Roe.";
    assert_eq!(
        roles(broken)[0],
        (
            Role::Paragraph,
            "At the Paris\nSummit the President presents a plan.".to_owned()
        )
    );
}

#[test]
fn headlines_paragraphs_and_items_are_told_apart() {
    let found = roles(
        "Freedonia opens plant\n\nThe plant opens.\n\nBackground\n\nIt costs:\n- one billion here\n- two billion\n  there\n",
    );
    let expected = [
        (Role::Headline, "Freedonia opens plant"),
        (Role::Paragraph, "The plant opens."),
        (Role::Headline, "Background"),
        (Role::Paragraph, "It costs:"),
        (Role::ListItem, "one billion here"),
    ];
    for ((role, words), (expected_role, expected_words)) in found.iter().zip(expected) {
        assert_eq!(*role, expected_role, "{words}");
        assert!(words.contains(expected_words), "{words}");
    }
    assert_eq!(found.len(), 6);
    assert_eq!(
        roles("The plant opens today.\n\nIt is new.")[0].0,
        Role::Paragraph
    );
}

#[test]
fn a_folder_is_read_in_order_and_broken_files_do_not_stop_it() {
    let folder = tempfile::tempdir().expect("folder");
    let write =
        |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("write");
    fs::create_dir(folder.path().join("sub")).expect("folder");
    write("b.txt", b"A plan.\nIt is new.");
    write(
        "a.md",
        b"---\nid: doc-1\ndate: 2025-02-11\n---\n# Plan\n\nIt is new.",
    );
    write("c.txt", b"   \n");
    write("d.txt", b"\x89PNG\r\n\0\0");
    write("e.pdf", b"%PDF");
    write("ignored.json", b"{}");
    write(".hidden.txt", b"Hidden.");
    write("sub/f.html", b"<p>A plan of five billion.</p>");
    write("sub/g.ndjson", b"{\"text\":\"One.\",\"url\":\"https://example.org/1\"}\nnot json\n\n{\"id\":7,\"text\":\"Two.\"}\n{\"id\":\"x\"}");
    let found: Vec<String> = documents(folder.path(), &Options::default())
        .map(|document| {
            document.map_or_else(|error| format!("error: {error}"), |document| document.key)
        })
        .collect();
    let expected = [
        "doc-1",
        "b.txt",
        "c.txt holds no text",
        "d.txt is not text",
        "pdftotext",
        "sub/f.html",
        "https://example.org/1",
        "line 2: is no JSON object",
        "7",
        "line 5: has no field \"text\"",
    ];
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.contains(expected), "{found} lacks {expected}");
    }
}

#[test]
fn identifiers_are_ids_or_stems() {
    let options = Options::default();
    let document = bytes("news/plan.txt", Format::Plain, b"A plan.", &options).expect("document");
    assert_eq!(
        (document.key.as_str(), document.identifier.as_str()),
        ("news/plan.txt", "plan")
    );
    let document = bytes(
        "plan.md",
        Format::Markdown,
        b"---\nid: p1\nurl: https://example.org/\n---\nA plan.",
        &options,
    )
    .expect("document");
    assert_eq!(
        (document.key.as_str(), document.identifier.as_str()),
        ("p1", "p1")
    );
}

#[test]
fn dates_come_from_metadata_then_dateline_then_options() {
    let options = Options {
        date: Some(date(2020, 1, 1)),
        ..Options::default()
    };
    let day = |text: &str| {
        bytes("a.txt", Format::Plain, text.as_bytes(), &options)
            .expect("document")
            .date
    };
    assert_eq!(
        day("---\ndate: 2025-02-11\n---\nParis, 12 March 2024 – A plan."),
        Some(date(2025, 2, 11))
    );
    assert_eq!(
        day("Paris, 12 March 2024 – A plan."),
        Some(date(2024, 3, 12))
    );
    assert_eq!(day("A plan."), Some(date(2020, 1, 1)));
}

#[test]
fn paths_that_give_nothing_say_why() {
    let folder = tempfile::tempdir().expect("folder");
    let only_error = |path: &Path, options: &Options| {
        let mut found: Vec<_> = documents(path, options).collect();
        assert_eq!(found.len(), 1);
        found.remove(0).unwrap_err().to_string()
    };
    let options = Options::default();
    assert!(only_error(folder.path(), &options).contains("holds no documents"));
    assert!(only_error(&folder.path().join("none.txt"), &options).contains("cannot read"));
    let file = folder.path().join("large.txt");
    fs::write(&file, "A plan.").expect("write");
    let small = Options {
        largest: 3,
        ..options
    };
    assert!(only_error(&file, &small).contains("larger than 3 bytes"));
    let file = folder.path().join("large.ndjson");
    fs::write(&file, "{\"text\":\"A plan.\"}").expect("write");
    assert!(only_error(&file, &small).contains("longer than 3 bytes"));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    let outside = tempfile::tempdir().expect("folder");
    fs::write(outside.path().join("secret.txt"), "Secret.").expect("write");
    let folder = tempfile::tempdir().expect("folder");
    fs::write(folder.path().join("b.txt"), "A plan.").expect("write");
    let link = |target: &Path, name: &str| {
        std::os::unix::fs::symlink(target, folder.path().join(name)).expect("link")
    };
    link(&outside.path().join("secret.txt"), "a.txt");
    link(&folder.path().join("b.txt"), "c.txt");
    link(folder.path(), "loop");
    let found: Vec<_> = documents(folder.path(), &Options::default()).collect();
    assert_eq!(found.len(), 3);
    assert!(matches!(found[0], Err(Error::LeavesFolder { .. })));
    assert!(found[1].is_ok() && found[2].is_ok());
}

#[test]
fn blocks_index_the_text_whatever_it_holds() {
    for text in [
        "",
        "\n\n",
        "\u{301}\r\n \u{a0}\n\u{202e}x",
        "- \n-\n1.\n1. a",
        "a\n\n\n b \n c",
    ] {
        let document = plain("test", text);
        for block in &document.blocks {
            let words = document
                .text
                .get(block.span.start..block.span.end)
                .expect("a slice");
            assert!(!words.trim().is_empty());
        }
    }
}
