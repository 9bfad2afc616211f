//! Web pages -> the article in them, with its metadata.

use dom_smoothie::{Config, Readability};

use super::{Block, builder, head, markup, metadata::Metadata};

/// Deeper trees are read without one: walking them could exhaust the stack.
const DEEPEST: usize = 400;
/// Larger pages are read without a tree, which takes many times their size.
const LARGEST: usize = 8 << 20;
/// A shorter article is doubted: on small pages the search for it may leave out what matters.
const SHORTEST: usize = 300;
const MOST_ELEMENTS: usize = 100_000;

/// The article of a page: metadata, text and blocks, its title in front.
pub fn article(html: &str) -> (Metadata, String, Vec<Block>) {
    let Some((mut metadata, content)) = readable(html) else {
        let mut metadata = Metadata::default();
        head::complete(&mut metadata, html);
        metadata
            .warnings
            .push("no article was found in the page; all its words were read".to_owned());
        let (text, blocks) = markup::blocks(html);
        return (metadata, text, blocks);
    };
    head::complete(&mut metadata, html);
    let mut found = markup::blocks(&content);
    if found.0.len() < SHORTEST {
        let whole = markup::blocks(html);
        if whole.0.len() > found.0.len() {
            found = whole;
        }
    }
    let title = metadata.title.clone().unwrap_or_default();
    let (text, blocks) = builder::with_title(&title, found.0, found.1);
    (metadata, text, blocks)
}

/// The metadata and the HTML of the article.
fn readable(html: &str) -> Option<(Metadata, String)> {
    if html.len() > LARGEST || markup::depth(html) > DEEPEST {
        return None;
    }
    let config = Config {
        max_elements_to_parse: MOST_ELEMENTS,
        ..Config::default()
    };
    let article = Readability::new(html, None, Some(config))
        .ok()?
        .parse()
        .ok()?;
    let mut metadata = Metadata::default();
    let fields = [
        ("title", Some(article.title)),
        ("date", article.published_time),
        ("publisher", article.site_name),
        ("language", article.lang),
        ("url", article.url),
    ];
    for (name, value) in fields {
        metadata.set(name, value.as_deref().unwrap_or(""));
    }
    Some((metadata, article.content.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Role;

    const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Plant opens | Example News</title>
        <meta property="og:title" content="Plant opens"><meta property="og:site_name" content="Example News">
        <meta property="article:published_time" content="2025-02-11T09:00:00+01:00">
        <link rel="canonical" href="https://example.org/plant"></head>
        <body><nav><a href="/">Home</a><a href="/x">Other</a></nav><article><h1>Plant opens</h1>
        <p>The government of Freedonia opened a plant in the north of the country, which cost five billion euros, on Tuesday.</p>
        <p>A second one, for which the parliament still has to vote, will follow in the south in two years, the minister said.</p>
        </article><footer>Cookies</footer></body></html>"#;

    #[test]
    fn the_article_and_its_metadata_are_read() {
        let (metadata, text, blocks) = article(PAGE);
        assert_eq!(metadata.title.as_deref(), Some("Plant opens"));
        assert_eq!(metadata.date.expect("date").to_string(), "2025-02-11");
        assert_eq!(metadata.publisher.as_deref(), Some("Example News"));
        assert_eq!(metadata.language.as_deref(), Some("en"));
        assert_eq!(metadata.url.as_deref(), Some("https://example.org/plant"));
        assert!(
            text.contains("five billion euros") && !text.contains("Cookies"),
            "{text}"
        );
        assert_eq!(blocks[0].role, Role::Headline);
        assert_eq!(text.matches("Plant opens").count(), 1);
        assert_eq!(blocks.len(), 3);
    }

    #[test]
    fn a_small_page_is_read_whole() {
        let (_, text, _) = article(
            "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><p>&y; Five billion.</p>",
        );
        assert!(text.ends_with("&y; Five billion."), "{text}");
    }

    #[test]
    fn hostile_nesting_keeps_the_words() {
        let html = format!("{}<p>Five billion.</p>", "<div>".repeat(64_000));
        let (metadata, text, _) = article(&html);
        assert_eq!(text, "Five billion.");
        assert_eq!(metadata.warnings.len(), 1);
    }
}
