//! A span of a document → where that is for a reader, and what stands there.

use std::cell::RefCell;
use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use super::super::contract::canonical;
use crate::diagnostics::{Excerpt, FileId, Span};
use crate::read::{Document, Node, Pointer, Value};

/// Longer values are cut for readers.
const LONGEST_VALUE: usize = 120;

/// Where something stands, for a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as it was given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// JSON pointer (RFC 6901) inside the file.
    pub pointer: String,
    /// What stands there, as JSON in one line; cut when it is long, empty for what is only around a change.
    pub value: String,
    /// The lines around it.
    pub excerpt: Excerpt,
    /// What stands there, and where: the same for all ways to write it.
    pub(super) identity: Identity,
}

/// What fingerprints are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identity {
    /// The pointer, with parameters by name instead of number.
    pub(super) pointer: String,
    /// The digest of the value in canonical JSON; empty where the value is not known.
    pub(super) value: Vec<u8>,
}

/// The two documents of a comparison.
pub(super) struct Places<'d> {
    old: &'d Document,
    new: &'d Document,
    /// What is known of places, by whether they are of the old document: many changes stand at one, and what stands there may be
    /// long.
    known: RefCell<HashMap<(bool, Span), Option<Place>>>,
}

impl<'d> Places<'d> {
    pub(super) fn of(old: &'d Document, new: &'d Document) -> Self {
        Self {
            old,
            new,
            known: RefCell::default(),
        }
    }

    pub(super) fn in_old(&self, span: Option<Span>) -> Option<Place> {
        let span = span?;
        let mut known = self.known.borrow_mut();
        let place = known
            .entry((true, span))
            .or_insert_with(|| place(self.old, span));
        place.clone()
    }

    pub(super) fn in_new(&self, span: Option<Span>) -> Option<Place> {
        let span = span?;
        let mut known = self.known.borrow_mut();
        let place = known
            .entry((false, span))
            .or_insert_with(|| place(self.new, span));
        place.clone()
    }

    /// The innermost value of the new document that holds, or would hold, what is at a span of the old one.
    pub(super) fn survivor(&self, span: Option<Span>) -> Option<Place> {
        let span = span?;
        let file = self.new.counterpart(self.old, span.file);
        let file = file.unwrap_or(self.new.root().span.file);
        let pointer = self.old.pointer_of(&holder(span));
        let mut found = self.new.value_at(file, "")?;
        let mut key = None;
        for token in Pointer::parse(&pointer)?.0 {
            let Some(next) = found
                .get(&token)
                .or_else(|| found.as_array().get(token.parse::<usize>().ok()?))
            else {
                break;
            };
            key = found.key_span(&token);
            found = next;
        }
        // A key is a better place to look at than the first thing below it.
        bare(self.new, key.unwrap_or(found.span))
    }
}

fn holder(span: Span) -> Node {
    Node {
        value: Value::Null,
        span,
    }
}

/// The place of a span, with what stands there.
fn place(document: &Document, span: Span) -> Option<Place> {
    let mut place = bare(document, span)?;
    if let Some(node) = document.value_at(span.file, &place.pointer) {
        let value = canonical(&node.to_json()).to_string();
        place.value = cut(&value, LONGEST_VALUE);
        place.identity.value = Sha256::digest(&value).to_vec();
    }
    Some(place)
}

/// The place of a span, without what stands there: that may be all of the document.
pub(in crate::diff) fn bare(document: &Document, span: Span) -> Option<Place> {
    let source = document.sources().get(span.file)?;
    let position = source.position(span.start);
    let pointer = document.pointer_of(&holder(span));
    Some(Place {
        file: source.name().to_owned(),
        line: position.line,
        column: position.column,
        value: String::new(),
        excerpt: Excerpt::of(source, span),
        identity: Identity {
            pointer: named(document, span.file, &pointer),
            value: Vec::new(),
        },
        pointer,
    })
}

/// A text of at most so many characters.
pub(super) fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The pointer with `in:name` in place of the number of a parameter, so that another order is no other place.
fn named(document: &Document, file: FileId, pointer: &str) -> String {
    let mut node = document.value_at(file, "");
    let mut out = String::new();
    for token in Pointer::parse(pointer).unwrap_or_default().0 {
        let item = |list: &'_ Node| -> Option<String> {
            let item = list.as_array().get(token.parse::<usize>().ok()?)?;
            let item = document.follow(item)?;
            Some(format!(
                "{}:{}",
                item.get("in")?.as_str()?,
                item.get("name")?.as_str()?
            ))
        };
        out.push('/');
        match node.and_then(item) {
            Some(name) => out.push_str(&name),
            None => out.push_str(&token),
        }
        node = node.and_then(|node| {
            node.get(&token)
                .or_else(|| node.as_array().get(token.parse::<usize>().ok()?))
        });
    }
    out
}
