//! What a file is apart from its texts: tokens of Rust with literals and comments blanked, events of Markdown without their
//! texts. And what no text may do in it.

use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// The tokens of a file, in which every text is only that. Commas at ends and braces
/// around arms say nothing: formatting puts them there.
pub(crate) fn of_rust(text: &str) -> Vec<String> {
    let tokens = TokenStream::from_str(text).unwrap();
    let mut shape = Vec::new();
    flatten(tokens, &mut shape);
    shape
}

fn flatten(tokens: TokenStream, shape: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                if doc_of(tokens.peek()).is_some() {
                    tokens.next();
                    // However many lines it has.
                    if shape.last().is_none_or(|last| last != "doc") {
                        shape.push("doc".to_owned());
                    }
                } else {
                    shape.push("#".to_owned());
                }
            }
            TokenTree::Punct(punct) => {
                if punct.as_char() == '>' && shape.last().is_some_and(|last| last == ",") {
                    shape.pop();
                }
                // Behind an arm that is a block there may be a comma or not.
                if punct.as_char() != ',' || shape.last().is_none_or(|last| last != ",") {
                    shape.push(punct.as_char().to_string());
                }
            }
            TokenTree::Ident(ident) => shape.push(ident.to_string()),
            TokenTree::Literal(literal) => shape.push(match syn::Lit::new(literal.clone()) {
                syn::Lit::Str(_) => "text".to_owned(),
                syn::Lit::ByteStr(_) => "bytes".to_owned(),
                syn::Lit::CStr(_) => "c text".to_owned(),
                _ => literal.to_string(),
            }),
            // Formatting puts braces around long arms.
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Brace
                    && shape.ends_with(&["=".to_owned(), ">".to_owned()]) =>
            {
                flatten(group.stream(), shape);
                if shape.last().is_none_or(|last| last != ",") {
                    shape.push(",".to_owned());
                }
            }
            TokenTree::Group(group) => {
                let [open, close] = match group.delimiter() {
                    Delimiter::Parenthesis => ["(", ")"],
                    Delimiter::Brace => ["{", "}"],
                    Delimiter::Bracket => ["[", "]"],
                    Delimiter::None => ["", ""],
                };
                shape.push(open.to_owned());
                flatten(group.stream(), shape);
                if shape.last().is_some_and(|last| last == ",") {
                    shape.pop();
                }
                shape.push(close.to_owned());
            }
        }
    }
}

/// The text of a doc comment, of what stands behind its number sign.
fn doc_of(token: Option<&TokenTree>) -> Option<String> {
    let Some(TokenTree::Group(group)) = token else {
        return None;
    };
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    match tokens.as_slice() {
        [
            TokenTree::Ident(doc),
            TokenTree::Punct(_),
            TokenTree::Literal(text),
        ] if doc == "doc" => {
            let text: syn::LitStr = syn::parse_str(&text.to_string()).ok()?;
            Some(text.value())
        }
        _ => None,
    }
}

/// The doc comments of a file, each as one text.
pub(crate) fn docs(text: &str) -> Vec<String> {
    let mut docs = Vec::new();
    gather(TokenStream::from_str(text).unwrap(), &mut docs);
    docs
}

fn gather(tokens: TokenStream, docs: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut within = false;
    while let Some(token) = tokens.next() {
        let sign = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        match (doc_of(tokens.peek()), docs.last_mut()) {
            (Some(line), last) if sign => {
                tokens.next();
                let line = line.strip_prefix(' ').unwrap_or(&line).to_owned();
                match last {
                    Some(doc) if within => *doc = format!("{doc}\n{line}"),
                    _ => docs.push(line),
                }
                within = true;
            }
            _ => {
                // The sign of an inner doc comment has an exclamation mark behind it.
                let mark = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '!');
                within = within && (sign || mark);
                if let TokenTree::Group(group) = token {
                    gather(group.stream(), docs);
                }
            }
        }
    }
}

/// The lines of a list of items. Only constants have values in it.
pub(crate) fn of_list(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| match line.split_once(" = ") {
        Some((item, value)) if line.starts_with("pub const ") => {
            format!("{item} = {}", of_rust(value).join(" "))
        }
        _ => line.to_owned(),
    });
    lines.collect()
}

/// The events of a page of Markdown whose texts do not matter: headings of the first two levels, rows of tables, programs.
pub(crate) fn of_markdown(text: &str) -> Vec<String> {
    let mut shape = Vec::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { level, .. }) if level as usize <= 2 => {
                shape.push(format!("heading {level}"));
            }
            Event::Start(Tag::TableRow | Tag::TableHead) => shape.push("row".to_owned()),
            Event::Start(Tag::TableCell) => shape.push("cell".to_owned()),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language)))
                if matches!(&*language, "rust" | "toml") =>
            {
                shape.push(language.to_string());
            }
            _ => {}
        }
    }
    shape
}

/// What could act in a page of Markdown: HTML, links elsewhere than into the web, pictures, programs that are compiled.
pub(crate) fn active(text: &str) -> Vec<String> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut found = Vec::new();
    for event in Parser::new_ext(text, options) {
        match &event {
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {
                found.push(format!("{event:?}"));
            }
            Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_)) => {
                found.push(format!("{event:?}"));
            }
            Event::Start(Tag::Link { dest_url, .. })
                if !["https://", "http://", "mailto:"]
                    .iter()
                    .any(|scheme| dest_url.starts_with(scheme)) =>
            {
                found.push(format!("{event:?}"));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                found.push(format!("{event:?}"))
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language)))
                if !["text", "json", "html"].contains(&&**language) =>
            {
                found.push(format!("{event:?}"));
            }
            _ => {}
        }
    }
    found
}

/// Characters that have an effect instead of a shape.
pub(crate) fn invisible(text: &str) -> Option<char> {
    text.chars().find(|c| {
        (c.is_control() && *c != '\n')
            || matches!(
                c,
                '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                    | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
            )
    })
}
