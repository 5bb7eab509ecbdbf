//! What is carried through the comparison: the documents, where it is, and what was found.

use std::collections::HashMap;

use super::changes::{Change, Changes, Severity, Source};
use super::gather::Pairs;
use super::lifecycle::Stability;
use super::{Options, rules};

use crate::read::{Document, Node};

/// The operation that is being compared.
#[derive(Clone, Default)]
pub(super) struct Operation {
    pub(super) method: String,
    pub(super) id: String,
    pub(super) path: String,
    pub(super) stability: Option<Stability>,
}

/// A comparison under way.
pub(super) struct Walk<'d> {
    pub(super) old: &'d Document,
    pub(super) new: &'d Document,
    pub(super) options: &'d Options,
    pub(super) operation: Operation,
    pub(super) section: &'static str,
    pub(super) pairs: Pairs<'d>,
    /// Where nodes stand, by whether they are of the old document and their addresses.
    sources: HashMap<(bool, usize), Option<Source>>,
    found: Vec<Change>,
    /// Whether there are more changes than are kept.
    pub(super) overflows: bool,
}

/// So many changes are kept: each is told for each operation that reaches it, which few schemas can make very many.
const MOST_CHANGES: usize = 400_000;

/// The two ends of a change.
#[derive(Clone, Copy, Default)]
pub(super) struct Ends<'d> {
    pub(super) old: Option<&'d Node>,
    pub(super) new: Option<&'d Node>,
}

impl<'d> Ends<'d> {
    pub(super) fn both(old: &'d Node, new: &'d Node) -> Self {
        Self {
            old: Some(old),
            new: Some(new),
        }
    }

    pub(super) fn old(old: &'d Node) -> Self {
        Self {
            old: Some(old),
            new: None,
        }
    }

    pub(super) fn new(new: &'d Node) -> Self {
        Self {
            old: None,
            new: Some(new),
        }
    }
}

impl<'d> Walk<'d> {
    pub(super) fn new(old: &'d Document, new: &'d Document, options: &'d Options) -> Self {
        Self {
            old,
            new,
            options,
            operation: Operation::default(),
            section: "paths",
            pairs: Pairs::default(),
            sources: HashMap::new(),
            found: Vec::new(),
            overflows: false,
        }
    }

    /// Reports a change, if there is a rule for it. `id` is a rule's id, or a position and what happened there.
    pub(super) fn report(&mut self, id: &str, text: impl Into<String>, ends: Ends<'d>) -> bool {
        let Some(level) = rules::level(id) else {
            return false;
        };
        self.found(id, level, text.into(), ends);
        true
    }

    /// Keeps a change at the present operation.
    pub(super) fn found(&mut self, id: &str, level: Severity, text: String, ends: Ends<'d>) {
        if self.found.len() >= MOST_CHANGES {
            self.overflows = true;
            return;
        }
        let old = ends.old.and_then(|node| self.source(true, node));
        let new = ends.new.and_then(|node| self.source(false, node));
        self.found.push(Change {
            id: id.to_owned(),
            level,
            operation: self.operation.method.clone(),
            operation_id: self.operation.id.clone(),
            path: self.operation.path.clone(),
            section: self.section,
            text,
            old,
            new,
        });
    }

    /// A node is named by many changes, and to count its column may take long.
    fn source(&mut self, is_old: bool, node: &'d Node) -> Option<Source> {
        let document = if is_old { self.old } else { self.new };
        let address = std::ptr::from_ref(node).addr();
        let known = self.sources.entry((is_old, address));
        known.or_insert_with(|| Source::of(document, node)).clone()
    }

    /// The worst first, then by operation, then as found; what is said twice of one place is said once.
    pub(super) fn finish(self) -> Changes {
        let mut found = self.found;
        if self.overflows {
            found.push(Change {
                id: "too-many-changes".to_owned(),
                level: Severity::Error,
                operation: String::new(),
                operation_id: String::new(),
                path: String::new(),
                section: "paths",
                text: format!(
                    "there are more than {MOST_CHANGES} changes; the others are not told"
                ),
                old: Source::of(self.old, self.old.root()),
                new: Source::of(self.new, self.new.root()),
            });
        }
        fn key(change: &Change) -> (std::cmp::Reverse<Severity>, &str, &str, &str, &str) {
            let level = std::cmp::Reverse(change.level);
            (
                level,
                &change.path,
                &change.operation,
                &change.id,
                &change.text,
            )
        }
        found.sort_by(|a, b| key(a).cmp(&key(b)));
        found.dedup_by(|a, b| {
            (&a.id, &a.path, &a.operation, &a.text) == (&b.id, &b.path, &b.operation, &b.text)
        });
        Changes(found)
    }

    pub(super) fn old_at(&self, node: &'d Node) -> &'d Node {
        self.old.follow(node).unwrap_or(node)
    }

    pub(super) fn new_at(&self, node: &'d Node) -> &'d Node {
        self.new.follow(node).unwrap_or(node)
    }

    /// The values of a key on both sides, references followed.
    pub(super) fn key(
        &self,
        old: &'d Node,
        new: &'d Node,
        key: &str,
    ) -> (Option<&'d Node>, Option<&'d Node>) {
        (
            old.get(key).map(|node| self.old_at(node)),
            new.get(key).map(|node| self.new_at(node)),
        )
    }
}
