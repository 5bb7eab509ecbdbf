//! How much a document stands for when what its operations share is counted for each of them.
//!
//! In: a document whose references are resolved. Out: an error where few parameters, responses, headers or callbacks that many refer
//! to come to very many. Whoever goes on from here takes operations as they come. Schemas are not looked into: they are named,
//! however often they are used.

use std::collections::HashMap;

use super::{Document, Node, Value};
use crate::diagnostics::{Diagnostics, codes};

/// Values of all operations.
const MOST: usize = 1_000_000;

/// What the document says of all operations costs each of them so much less than its own.
const LESS: usize = 4;

/// Entries of one list or map of an operation: parameters, responses, headers, media types, security, servers, scopes.
const WIDEST: usize = 1_000;

/// Callbacks of callbacks are compared so far, and each is generated once.
const CALLBACKS: usize = 3;

/// So many references and values may lead to one another.
const DEEPEST: usize = 400;

/// What is not repeated for each operation, or is text.
const OPAQUE: [&str; 9] = [
    "schema",
    "itemSchema",
    "example",
    "examples",
    "description",
    "value",
    "externalDocs",
    "info",
    "components",
];

/// Reports a document that stands for too much.
pub(super) fn check(document: &Document, diagnostics: &mut Diagnostics) {
    let mut expansion = Expansion {
        document,
        known: HashMap::new(),
        wide: None,
    };
    let root = document.root();
    let everywhere = ["security", "servers"].map(|key| root.get(key));
    let everywhere = everywhere.into_iter().flatten();
    let everywhere = everywhere.fold(0, |sum, list| sum + expansion.size(list, 0, 0));
    let schemes = root.get("components");
    let schemes = schemes.and_then(|components| components.get("securitySchemes"));
    if let Some(schemes) = schemes {
        expansion.size(schemes, 0, 0);
    }
    let mut total = 0usize;
    let mut last = None;
    for key in ["paths", "webhooks", "x-webhooks"] {
        let items = root.get(key);
        let items = items.and_then(|items| document.follow(items));
        for (_, item) in items.into_iter().flat_map(Node::entries) {
            // What the document says of all operations counts once for each path at least.
            let size = expansion.size(item, 0, 0).saturating_add(everywhere / LESS);
            total = total.saturating_add(size);
            if total > MOST {
                last = last.or(Some(item));
            }
        }
    }
    if let Some(node) = expansion.wide {
        let message = format!("a list or map of an operation has more than {WIDEST} entries");
        diagnostics.report(&codes::TOO_COMPLEX, node, message);
    }
    if let Some(item) = last {
        let message = format!(
            "the operations stand for more than {MOST} values, with what they refer to counted for each"
        );
        diagnostics.report(&codes::TOO_COMPLEX, item, message);
    }
}

struct Expansion<'d> {
    document: &'d Document,
    /// The sizes of what references lead to, by address and callbacks around it; zero while it is being counted.
    known: HashMap<(usize, usize), usize>,
    /// The first list or map that is too long.
    wide: Option<&'d Node>,
}

impl<'d> Expansion<'d> {
    /// The values in a value, those behind references included.
    fn size(&mut self, node: &'d Node, callbacks: usize, depth: usize) -> usize {
        if depth > DEEPEST {
            return 1;
        }
        let length = match &node.value {
            Value::Array(items) => items.len(),
            Value::Object(object) => object.len(),
            _ => 0,
        };
        if length > WIDEST {
            self.wide = self.wide.or(Some(node));
        }
        match &node.value {
            Value::Object(_) if node.get("$ref").is_some() => {
                let Some(target) = self.document.follow(node) else {
                    return 1;
                };
                let key = (std::ptr::from_ref(target).addr(), callbacks);
                if let Some(known) = self.known.get(&key) {
                    return 1 + known;
                }
                self.known.insert(key, 0);
                let size = self.size(target, callbacks, depth + 1);
                self.known.insert(key, size);
                size.saturating_add(1)
            }
            Value::Object(object) => object.entries().fold(1, |size: usize, (key, member)| {
                if OPAQUE.contains(&key) || key.starts_with("x-") {
                    return size + 1;
                }
                let callbacks = callbacks + usize::from(key == "callbacks");
                if callbacks > CALLBACKS {
                    return size + 1;
                }
                size.saturating_add(self.size(member, callbacks, depth + 1))
            }),
            Value::Array(items) => items.iter().fold(1, |size: usize, item| {
                size.saturating_add(self.size(item, callbacks, depth + 1))
            }),
            _ => 1,
        }
    }
}
