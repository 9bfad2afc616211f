//! Markdown -> text and blocks.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{Block, Role, builder::Builder};

/// The words of a Markdown text, its marks taken off. Images, raw HTML and footnote marks are left out.
pub fn blocks(markdown: &str) -> (String, Vec<Block>) {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut builder = Builder::new();
    let (mut items, mut quotes, mut images) = (0_usize, 0_usize, 0_usize);
    let mut cell = 0_usize;
    for event in Parser::new_ext(markdown, options) {
        let role = if items > 0 {
            Role::ListItem
        } else if quotes > 0 {
            Role::Quote
        } else {
            Role::Paragraph
        };
        match event {
            Event::Start(Tag::Heading { .. }) => builder.begin(Role::Headline),
            Event::Start(Tag::Item) => {
                items += 1;
                builder.begin(Role::ListItem);
            }
            Event::Start(Tag::BlockQuote(_)) => quotes += 1,
            Event::Start(Tag::TableRow | Tag::TableHead) => {
                cell = 0;
                builder.begin(Role::Table);
            }
            Event::Start(Tag::TableCell) => {
                if cell > 0 {
                    builder.gap('\t');
                }
                cell += 1;
            }
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::Start(Tag::Paragraph | Tag::CodeBlock(_) | Tag::FootnoteDefinition(_)) => {
                builder.begin(role);
            }
            Event::End(TagEnd::Item) => {
                items = items.saturating_sub(1);
                builder.end();
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                quotes = quotes.saturating_sub(1);
                builder.end();
            }
            Event::End(TagEnd::Image) => images = images.saturating_sub(1),
            Event::End(
                TagEnd::Heading(_)
                | TagEnd::Paragraph
                | TagEnd::CodeBlock
                | TagEnd::TableRow
                | TagEnd::TableHead,
            ) => builder.end(),
            Event::Text(words) | Event::Code(words) if images == 0 => builder.words(&words),
            Event::SoftBreak => builder.words(" "),
            Event::HardBreak => builder.gap('\n'),
            _ => {}
        }
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off_and_roles_kept() {
        let (text, blocks) = blocks(
            "# The *plan*\n\nThe [EU](https://europa.eu) pays\n**5 billion** euros.\n\n- one\n- two\n\n> We pay.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![alt](x.png)\n",
        );
        let found: Vec<(Role, &str)> = blocks
            .iter()
            .map(|block| (block.role, block.span.of(&text)))
            .collect();
        assert_eq!(
            found,
            [
                (Role::Headline, "The plan"),
                (Role::Paragraph, "The EU pays 5 billion euros."),
                (Role::ListItem, "one"),
                (Role::ListItem, "two"),
                (Role::Quote, "We pay."),
                (Role::Table, "a\tb"),
                (Role::Table, "1\t2"),
            ]
        );
    }

    #[test]
    fn a_dollar_sign_is_money_not_mathematics() {
        assert_eq!(blocks("It costs $5m and $6m.").0, "It costs $5m and $6m.");
    }

    #[test]
    fn deep_nesting_does_no_harm() {
        assert!(blocks(&">".repeat(50_000)).0.is_empty());
        assert!(blocks(&format!("{}x", "[".repeat(50_000))).0.ends_with('x'));
    }
}
