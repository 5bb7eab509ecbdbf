//! Text → tree: YAML and JSON alike, by one parser, with the place of every value.
//!
//! Scalars are read by the YAML 1.2 core schema (section 10.3.2 of the specification), so `yes`, `no`, `on` and dates are strings.
//! `<<` merges, as the readers of YAML 1.1 do it and as the authors of documents expect; a diagnostic says so.
//! Two deviations, both because readers disagree: digits with a leading zero (`0755`) and non-finite numbers (`.inf`) are strings.

mod alias;
mod complaint;
mod controls;
mod forgive;
mod tree;

use granit_parser::{Parser, options};

use self::controls::Controls;
use self::tree::Tree;
use super::Node;
use super::files::Limits;
use crate::diagnostics::{Diagnostics, FileId, Span, codes};

/// Characters that any key may have. The parser keeps what it has read until it knows whether that was a key.
const SHORT_KEY: usize = 65_536;

/// Reads the text of `file`, which must be in the sources of `diagnostics`. Nothing comes back after an error that leaves no value.
pub fn load(
    text: &str,
    file: FileId,
    limits: &Limits,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let options = options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        simple_key_max_lookahead: SHORT_KEY.max(longest_key(text)),
        flow_nesting_limit: limits.depth,
        block_nesting_limit: limits.depth,
    };
    let plain = complaint::without_comments(text, file, diagnostics);
    let commented = plain.is_some();
    let text = match &plain {
        Some((plain, found)) => {
            diagnostics.push(found.clone());
            plain
        }
        None => text,
    };
    let not_json = complaint::not_json(text, file, diagnostics);
    if let Some(found) = &not_json
        && std::ptr::eq(found.code, &codes::SYNTAX)
    {
        diagnostics.push(found.clone());
        return None;
    }
    let (parsed, controls) = Controls::exchange(text);
    let mut tree = Tree::new(text, controls, file, limits, diagnostics);
    for event in Parser::new_from_str_with_options(&parsed, options) {
        match event {
            Ok((event, place)) => {
                if !tree.take(event, &place)? {
                    break;
                }
            }
            Err(error) => {
                tree.syntax(&error, not_json);
                return None;
            }
        }
    }
    if tree.is_template() {
        return None;
    }
    let empty = |root: &Node| root.is_null() && root.span.start == root.span.end;
    let root = tree.finish().filter(|root| !empty(root));
    // What YAML allows all the same.
    if let Some(found) = not_json {
        diagnostics.push(found);
    }
    if root.is_none() {
        let span = Span {
            file,
            start: 0,
            end: 0,
        };
        let message = match text.trim().is_empty() {
            true => "the file is empty",
            false if commented => "the file holds nothing but comments",
            false
                if text
                    .lines()
                    .all(|line| line.trim().is_empty() || line.starts_with('#')) =>
            {
                "the file holds nothing but comments"
            }
            false => "the file holds no value",
        };
        diagnostics.report(&codes::EMPTY_DOCUMENT, span, message);
    }
    root
}

/// A bound for the characters of the keys of a text that begins as JSON does, which has no limit; nothing for other texts.
fn longest_key(text: &str) -> usize {
    if !text.trim_start().starts_with(['{', '[']) {
        return 0;
    }
    let mut longest = 0;
    let mut start = None;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match (byte, start) {
            (b'"', None) => start = Some(at),
            (b'"', Some(from)) => {
                start = None;
                let is_key = || text[at + 1..].trim_start().starts_with(':');
                // Room for white space before the colon.
                if at - from > SHORT_KEY / 2 && is_key() {
                    longest = longest.max(at - from + SHORT_KEY);
                }
            }
            (b'\\', Some(_)) => {
                bytes.next();
            }
            _ => {}
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::{SHORT_KEY, longest_key};

    #[test]
    fn only_long_keys_of_json_count() {
        let long = "k".repeat(SHORT_KEY);
        let check = |text: String, expected: usize| assert_eq!(longest_key(&text), expected);
        check(format!("{{\"{long}\" : 1}}"), 2 * SHORT_KEY + 1);
        check(format!("{{\"\\\"{long}\": 1}}"), 2 * SHORT_KEY + 3);
        check(format!("{{\"a\": \"{long}\"}}"), 0);
        check(format!("\"{long}\": 1"), 0);
        check("{\"a\": 1}".to_owned(), 0);
    }
}
