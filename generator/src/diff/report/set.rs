//! Reports of several documents → one.

use std::cmp::Reverse;

use super::fingerprint::fingerprint;
use super::place::{Identity, bare};
use super::{Change, Report};
use crate::diff::rust::Rust;
use crate::diff::verdict::{Level, identifier};
use crate::read::{Document, Node};

/// The fields of a path item that are operations, in the order of the specification.
const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

impl Report {
    /// What changes when a whole document comes or goes; `name` is its path in the compared folders.
    pub fn of_document(name: &str, old: Option<&Document>, new: Option<&Document>) -> Self {
        let (effect, level) = match new {
            Some(_) => ("added", Level::Info),
            None => ("removed", Level::Breaking),
        };
        let at = |document: &Document| {
            // The version line says more than the first byte, which may be a comment.
            let root = document.root();
            let key = root.key_span("openapi").unwrap_or(root.span);
            let mut place = bare(document, key)?;
            place.pointer = String::new();
            // Which document it is, is what counts; its name is part of the change.
            place.identity = Identity {
                pointer: name.to_owned(),
                value: Vec::new(),
            };
            Some(place)
        };
        let (old_place, new_place) = (old.and_then(at), new.and_then(at));
        let id = identifier("", "document", effect);
        let change = Change {
            level,
            message: format!("the document `{name}` was {effect}"),
            path: name.to_owned(),
            fingerprint: fingerprint(&id, old_place.as_ref(), new_place.as_ref()),
            document: name.to_owned(),
            affects: new.or(old).map(operations).unwrap_or_default(),
            old: old_place,
            new: new_place,
            id,
            ..Change::default()
        };
        Self {
            old: name.to_owned(),
            new: name.to_owned(),
            changes: vec![change],
            rust: None,
        }
    }

    /// One report of many, each of a document called as said; the worst changes first, then in the order given.
    pub fn of_set(old: String, new: String, reports: Vec<(String, Self)>) -> Self {
        let mut changes = Vec::new();
        let mut rust: Option<Rust> = None;
        for (name, report) in reports {
            if let Some(one) = report.rust {
                rust.get_or_insert_default().join(one, &name);
            }
            changes.extend(report.changes.into_iter().map(|change| Change {
                document: name.clone(),
                ..change
            }));
        }
        let mut report = Self {
            old,
            new,
            changes,
            rust,
        };
        report.sort();
        report
    }

    /// The worst first; otherwise the order stays.
    pub(crate) fn sort(&mut self) {
        self.changes.sort_by_key(|change| Reverse(change.level));
    }
}

fn operations(document: &Document) -> Vec<String> {
    let paths = document.root().get("paths").map(Node::entries);
    let mut found = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        for method in METHODS
            .into_iter()
            .filter(|method| item.get(method).is_some())
        {
            found.push(format!("{} {path}", method.to_uppercase()));
        }
    }
    found
}
