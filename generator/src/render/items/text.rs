//! Tokens of a declaration → one line.
//!
//! Comes in: tokens. Goes out: text as people write it. The library that formats files is no way: it is slow, and breaks
//! lines.

use std::collections::HashMap;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Aliases lead to aliases at most so often.
const DEPTH: usize = 32;

/// The words of some tokens; `::`, `->` and lifetimes are one word each.
pub(super) fn words(tokens: TokenStream) -> Vec<String> {
    let mut out = Vec::new();
    collect(tokens, &mut out);
    out
}

fn collect(tokens: TokenStream, out: &mut Vec<String>) {
    let mut joint = String::new();
    for token in tokens {
        match token {
            TokenTree::Punct(punct) => {
                joint.push(punct.as_char());
                let is_part = punct.as_char() == '\''
                    || (punct.spacing() == Spacing::Joint && matches!(&*joint, ":" | "-" | "="));
                if !is_part {
                    out.push(std::mem::take(&mut joint));
                }
            }
            TokenTree::Ident(ident) => {
                out.push(format!("{}{ident}", std::mem::take(&mut joint)));
            }
            TokenTree::Literal(literal) => out.push(literal.to_string()),
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                out.extend(Some(open.to_owned()).filter(|open| !open.is_empty()));
                collect(group.stream(), out);
                out.extend(Some(close.to_owned()).filter(|close| !close.is_empty()));
            }
        }
    }
}

/// The words as one line.
pub(super) fn line(words: &[String]) -> String {
    let mut text = String::new();
    let mut before = "";
    let mut two_before = "";
    for (index, word) in words.iter().enumerate() {
        let next = words.get(index + 1).map(String::as_str);
        if word == "," && matches!(next, None | Some(">" | ";" | "{")) {
            continue;
        }
        if word == "," && next == Some(")") && !is_only(&words[..index]) {
            continue;
        }
        let is_name = |word: &str| {
            word.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                && !matches!(word, "impl" | "dyn" | "mut" | "for" | "where" | "as")
        };
        let closes = matches!(
            &**word,
            ")" | "]" | ">" | "," | ";" | ":" | "::" | "." | "?"
        );
        let opens = matches!(before, "" | "(" | "[" | "<" | "&" | "::" | "." | "!" | "?");
        let applied = match &**word {
            "(" | "<" | "!" => is_name(before) || matches!(before, ">" | "::"),
            _ => false,
        };
        // A minus with nothing before it is a sign.
        let sign = before == "-" && !is_name(two_before);
        if !(closes || opens || applied || sign) {
            text.push(' ');
        }
        text.push_str(word);
        two_before = before;
        before = word;
    }
    text
}

/// Whether the words end in a list in parentheses that has one item so far: a tuple of one keeps its comma.
fn is_only(words: &[String]) -> bool {
    let mut depth = 0_usize;
    for (index, word) in words.iter().enumerate().rev() {
        match word.as_str() {
            ")" | "]" | ">" | "}" => depth += 1,
            // Behind a name they are a call, or what a variant holds.
            "(" if depth == 0 => {
                let before = index.checked_sub(1).map_or("", |before| &words[before]);
                return !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
            }
            "(" | "[" | "<" | "{" => depth = depth.saturating_sub(1),
            "," if depth == 0 => return false,
            _ => {}
        }
    }
    true
}

/// Longer types keep the names of their aliases, which are items of their own.
const MOST_WORDS: usize = 10_000;

/// The words with aliases replaced by what they stand for, and without the module of message types. Outside of that module
/// (`bare` is not set) an alias is known by its module: operations may be called like types.
pub(super) fn expanded(
    words: &[String],
    aliases: &HashMap<String, Vec<String>>,
    bare: bool,
) -> Vec<String> {
    let mut out = Vec::with_capacity(words.len());
    expand(words, aliases, bare, DEPTH, &mut out);
    out
}

fn expand(
    words: &[String],
    aliases: &HashMap<String, Vec<String>>,
    bare: bool,
    depth: usize,
    out: &mut Vec<String>,
) {
    let mut index = 0;
    while let Some(word) = words.get(index) {
        let is_qualified = word == "types" && words.get(index + 1).is_some_and(|next| next == "::");
        index += if is_qualified { 2 } else { 0 };
        let Some(word) = words.get(index) else { break };
        let is_path = out.last().is_some_and(|before| before == "::");
        let is_type = !is_path && (bare || is_qualified);
        match aliases.get(word) {
            Some(target) if is_type && depth > 0 && out.len() < MOST_WORDS => {
                expand(target, aliases, true, depth - 1, out)
            }
            _ => out.push(word.clone()),
        }
        index += 1;
    }
}
