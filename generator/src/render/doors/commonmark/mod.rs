//! `CommonMark` of documents, made harmless for rustdoc.
//!
//! Comes in: whatever a document calls a description. Goes out: lines of `CommonMark` that mean
//! the same and that rustdoc neither warns about, nor runs, nor loads anything from. The text is
//! read by the parser that rustdoc itself uses and written anew from what it understood, so what
//! is not written here cannot get through: no HTML, no links into the crate, no code that is
//! compiled, no images.

mod address;
mod block;
mod html;
mod inline;
mod writer;

use pulldown_cmark::{Options, Parser, TextMergeStream};

use writer::Writer;

/// The lines of a text of `CommonMark`, safe to stand in a doc comment.
#[must_use]
pub fn lines(text: &str) -> Vec<String> {
    let text = visible(text);
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut writer = Writer::default();
    for event in TextMergeStream::new(Parser::new_ext(&text, options)) {
        writer.event(event);
    }
    writer.finish()
}

/// The lines of a text without markup, safe to stand in a doc comment.
#[must_use]
pub fn plain(text: &str) -> Vec<String> {
    let mut writer = Writer::default();
    for (index, line) in visible(text).split_whitespace().enumerate() {
        if index > 0 {
            writer.inline.push(' ');
        }
        writer.text(line);
    }
    writer.finish()
}

/// The text without characters that are invisible or change the direction of writing.
#[must_use]
pub fn visible(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\n' => Some('\n'),
            '\t' => Some(' '),
            '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

/// A code span that holds a text without line breaks.
#[must_use]
pub fn code_span(text: &str) -> String {
    if text.trim().is_empty() {
        return "` `".to_owned();
    }
    let fence = "`".repeat(longest_run(text, '`') + 1);
    let edge = |c: Option<char>| matches!(c, Some('`' | ' '));
    if edge(text.chars().next()) || edge(text.chars().next_back()) {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

fn longest_run(text: &str, wanted: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

    use super::{code_span, lines, plain};

    #[test]
    fn markdown_is_kept_and_made_harmless() {
        for (text, expected) in [
            ("Plain text.", "Plain text."),
            (
                "image_id is *the* **id** of `x`",
                "image_id is *the* **id** of `x`",
            ),
            ("[x] and [Y](z)", "\\[x\\] and Y"),
            ("[page](https://a.b/c)", "[page](<https://a.b/c>)"),
            ("a\\![page](https://a.b/c)", "a\\![page](<https://a.b/c>)"),
            ("[a](https:b) [c](mailto:d@e)", "a c"),
            ("see http://a.b/c_d, ok", "see <http://a.b/c_d>, ok"),
            ("https://{host}/v1", "`https://{host}/v1`"),
            ("a <b>b</b> <id> c", "a b \\<id> c"),
            ("<p>one</p><p>two</p>", "one\n\ntwo"),
            ("one<br>two", "one\\\ntwo"),
            ("    let x = 1;", "```text\nlet x = 1;\n```"),
            ("```\nfn f() {}\n```", "```text\nfn f() {}\n```"),
            ("```rust\nfn f() {}\n```", "```text\nfn f() {}\n```"),
            ("```json\n{}\n```", "```json\n{}\n```"),
            ("* a\n* b\nlazy", "- a\n- b\n  lazy"),
            ("> a\nb", "> a\n> b"),
            ("# H\ntext", "# H\n\ntext"),
            (
                "|a|b|\n|-|:-:|\n|1|2|",
                "| a | b |\n| --- | :-: |\n| 1 | 2 |",
            ),
            ("![alt](http://a.b/c.png)", "[alt](<http://a.b/c.png>)"),
            ("a\u{202e}b\u{0}\tc", "ab c"),
            ("`open", "\\`open"),
            ("&lt;T&gt; &amp;copy;", "\\<T> \\&copy;"),
            ("\u{955c}\u{50cf}", "\u{955c}\u{50cf}"),
            ("", ""),
        ] {
            assert_eq!(lines(text).join("\n"), expected, "{text:?}");
        }
    }

    #[test]
    fn text_without_markup_has_none() {
        for (text, expected) in [
            ("# no heading", "\\# no heading"),
            ("1. no *list*", "1\\. no \\*list\\*"),
            ("a\n\nb", "a b"),
        ] {
            assert_eq!(plain(text).join("\n"), expected, "{text:?}");
        }
    }

    #[test]
    fn code_spans_hold_any_text() {
        for (text, expected) in [
            ("a", "`a`"),
            ("a`b", "``a`b``"),
            ("`", "`` ` ``"),
            ("", "` `"),
        ] {
            assert_eq!(code_span(text), expected);
        }
    }

    /// Every text made of these pieces, read again, holds nothing that rustdoc acts upon.
    #[test]
    fn nothing_active_gets_through() {
        let pieces = [
            "`",
            "```",
            "~~~\n",
            "\n",
            "\n\n",
            "    ",
            "* ",
            "1. ",
            "> ",
            "# ",
            "[a]",
            "](b)",
            "<b>",
            "<!--",
            "</x",
            "|a|b|\n|-|-|\n",
            "\\",
            "&lt;",
            "http://x.y",
            "[r]: /u\n",
            "*",
            "_",
            "word",
            "![",
            "---\n",
        ];
        let mut state = 1_u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..12 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            }
            let safe = lines(&text).join("\n");
            for event in Parser::new_ext(&safe, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES)
            {
                match event {
                    Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {
                        panic!("{text:?} became {safe:?}")
                    }
                    Event::Start(Tag::CodeBlock(kind)) => {
                        assert!(
                            matches!(&kind, CodeBlockKind::Fenced(language) if &**language == "text"),
                            "{text:?} became {safe:?}"
                        );
                    }
                    Event::Start(Tag::Link { dest_url, .. }) => {
                        assert!(dest_url.starts_with("http"), "{text:?} became {safe:?}");
                    }
                    Event::Start(Tag::Image { .. }) => panic!("{text:?} became {safe:?}"),
                    _ => {}
                }
            }
        }
    }
}
