//! Descriptions of strangers become doc comments, and nothing else: no item, no HTML, no code that is run, no link into the
//! crate.

use generator::render::doors::{Doc, code, commonmark as harmless};
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use crate::inputs;

/// Takes a description in CommonMark.
///
/// # Panics
/// When anything comes through that rustdoc would run, load or resolve.
pub fn commonmark(data: &[u8]) {
    let text = &*inputs::text(data);
    for lines in [
        harmless::lines(text),
        harmless::plain(text),
        vec![code(text)],
    ] {
        inert(&lines);
    }
    // Made harmless again, it stays as it is.
    let doc = Doc::default().markdown(text).plain(text).own(code(text));
    let source = format!("{} struct Only;", doc.attributes());
    let file = syn::parse_file(&source);
    let file = file.unwrap_or_else(|error| panic!("{error}: {source}"));
    let [syn::Item::Struct(item)] = &file.items[..] else {
        panic!("{} items: {source}", file.items.len());
    };
    assert!(file.attrs.is_empty(), "{source}");
    assert!(
        item.attrs
            .iter()
            .all(|attribute| attribute.path().is_ident("doc"))
    );
}

fn inert(lines: &[String]) {
    for line in lines {
        assert!(!line.contains(['\n', '\r']), "{line:?}");
    }
    let text = lines.join("\n");
    // What rustdoc reads with.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    for event in Parser::new_ext(&text, options) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => panic!("HTML in {text:?}"),
            Event::FootnoteReference(_) => panic!("a footnote in {text:?}"),
            Event::Start(Tag::CodeBlock(kind)) => {
                let runs = match &kind {
                    CodeBlockKind::Indented => true,
                    CodeBlockKind::Fenced(info) => is_rust(info),
                };
                assert!(!runs, "code that rustdoc runs: {kind:?} in {text:?}");
            }
            Event::Start(Tag::Image { .. }) => panic!("an image in {text:?}"),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => {
                // rustdoc looks for items by all links that look like paths.
                let is_path = dest_url
                    .chars()
                    .all(|c| c.is_alphanumeric() || ":_@".contains(c));
                let is_address = ["http://", "https://", "mailto:"].iter().any(|scheme| {
                    let start = dest_url.get(..scheme.len());
                    start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
                });
                assert!(
                    !is_path && (is_address || link_type == LinkType::Email),
                    "{dest_url:?} in {text:?}"
                );
            }
            _ => {}
        }
    }
    // A shortcut such as `[Vec]` is a link into the crate.
    let broken = std::cell::Cell::new(None);
    let callback = |link: pulldown_cmark::BrokenLink<'_>| {
        broken.set(Some(link.reference.to_string()));
        None
    };
    Parser::new_with_broken_link_callback(&text, options, Some(callback)).for_each(drop);
    if let Some(reference) = broken.take() {
        panic!("a link into the crate: {reference:?} in {text:?}");
    }
}

/// Whether rustdoc takes a block with this label for a test: it has no words but those for Rust.
fn is_rust(label: &str) -> bool {
    const RUST: [&str; 8] = [
        "rust",
        "should_panic",
        "no_run",
        "ignore",
        "compile_fail",
        "test_harness",
        "standalone_crate",
        "custom",
    ];
    let mut words = label
        .split([',', ' ', '\t'])
        .filter(|word| !word.is_empty());
    let of_rust = |word: &str| {
        RUST.contains(&word) || word.starts_with("edition") || word.starts_with("ignore-")
    };
    words.all(of_rust) || label.split([',', ' ', '\t']).any(|word| word == "rust")
}
