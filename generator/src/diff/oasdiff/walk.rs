//! What is carried through the comparison: the documents, where it is, and what was found.

use std::collections::HashSet;

use super::super::report::bare;
use super::changes::{Change, Changes};
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
    /// Pairs of schemas that were compared at the present root, by their addresses: cycles end here, and no pair costs twice.
    pub(super) seen: HashSet<(usize, usize)>,
    found: Vec<Change>,
}

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
            seen: HashSet::new(),
            found: Vec::new(),
        }
    }

    /// Reports a change, if there is a rule for it. `id` is a rule's id, or a position and what happened there.
    pub(super) fn report(&mut self, id: &str, text: impl Into<String>, ends: Ends<'d>) -> bool {
        let Some(level) = rules::level(id) else {
            return false;
        };
        self.found.push(Change {
            id: id.to_owned(),
            level,
            operation: self.operation.method.clone(),
            operation_id: self.operation.id.clone(),
            path: self.operation.path.clone(),
            section: self.section,
            text: text.into(),
            old: ends.old.and_then(|node| bare(self.old, node.span)),
            new: ends.new.and_then(|node| bare(self.new, node.span)),
        });
        true
    }

    /// The worst first, then by operation, then as found; what is said twice of one place is said once.
    pub(super) fn finish(self) -> Changes {
        let mut found = self.found;
        found.sort_by(|a, b| {
            let key = |change: &Change| {
                (
                    std::cmp::Reverse(change.level),
                    change.path.clone(),
                    change.operation.clone(),
                    change.id.clone(),
                    change.text.clone(),
                )
            };
            key(a).cmp(&key(b))
        });
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
