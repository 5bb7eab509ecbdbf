//! Changes that someone let pass: a list that a program writes and people review.

use std::collections::HashSet;

use super::{Day, Limit, known, list, load, text, wrong};
use crate::diagnostics::{Diagnostics, codes};
use crate::diff::report::{Approval, Change, Report};
use crate::diff::rust::Apart;
use crate::diff::verdict::RUST_ITEM;
use crate::read::Node;

/// The keys of an entry; only the fingerprint, the document, the reason and the day mean something to the program.
const KEYS: [&str; 8] = [
    "fingerprint",
    "id",
    "document",
    "operation",
    "pointer",
    "change",
    "reason",
    "until",
];

/// What a new file begins with.
const HEAD: &str = "# Changes of the documents beside this file that may pass. `diff --approve REASON` writes the list; comments above it stay.\n";

/// What `diff.approved.yaml` says.
#[derive(Clone, Debug, Default)]
pub struct Approvals {
    /// What stands above the list.
    head: String,
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    node: Option<Node>,
    fingerprint: String,
    document: String,
    reason: String,
    until: Option<Day>,
    /// The keys for people, as they are written.
    described: Vec<(&'static str, String)>,
}

impl Approvals {
    /// Reads the text of a file of this name. What is wrong is in `diagnostics`, each with its place.
    pub fn parse(name: &str, source: &str, diagnostics: &mut Diagnostics) -> Self {
        let above = source
            .lines()
            .take_while(|line| !line.starts_with("approved"));
        let head: String = above.map(|line| format!("{line}\n")).collect();
        let mut found = Vec::new();
        if let Some(root) = load(name, source, diagnostics) {
            known(&root, &["approved"], diagnostics);
            for node in list(&root, "approved", diagnostics) {
                found.extend(Entry::parse(node, diagnostics));
            }
        }
        Self {
            head,
            entries: found,
        }
    }

    /// Lets approved changes pass. An entry for one of `documents` that is expired or fits no change is an error, unless it
    /// is in `before`: it was there in the old state already, and its change with it.
    pub fn apply(
        &self,
        report: &mut Report,
        documents: &[String],
        before: &Self,
        today: Day,
        diagnostics: &mut Diagnostics,
    ) {
        let landed: HashSet<&str> = before
            .entries
            .iter()
            .map(|entry| entry.fingerprint.as_str())
            .collect();
        for entry in self
            .entries
            .iter()
            .filter(|entry| entry.concerns(documents))
        {
            let expired = entry.until.is_some_and(|until| until < today);
            let changes = report.changes.iter_mut();
            let changes = changes.filter(|change| entry.fits(change));
            let mut fitting: Vec<&mut Option<Approval>> =
                changes.map(|change| &mut change.approval).collect();
            let apart = report.rust.iter_mut().flat_map(|rust| &mut rust.apart);
            let apart = apart.filter(|apart| entry.fits_item(apart));
            fitting.extend(apart.map(|apart| &mut apart.approval));
            let fits = !fitting.is_empty();
            for approval in fitting.into_iter().filter(|_| !expired) {
                *approval = Some(Approval {
                    reason: entry.reason.clone(),
                    until: entry.until.map(|day| day.to_string()),
                });
            }
            let Some(node) = &entry.node else { continue };
            if !fits && !landed.contains(entry.fingerprint.as_str()) {
                let message = format!("no change has the fingerprint `{}`", entry.fingerprint);
                diagnostics.report(&codes::STALE_APPROVAL, node, message);
            } else if fits && let Some(until) = entry.until.filter(|_| expired) {
                let message = format!("the approval ended with {until}; it is {today}");
                let at = node.get("until").unwrap_or(node);
                diagnostics.report(&codes::EXPIRED_APPROVAL, at, message);
            }
        }
    }

    /// Approves everything that reaches one of `limits` and is not approved yet, and drops what is expired or fits no change.
    pub fn approve(
        &mut self,
        report: &Report,
        documents: &[String],
        limits: &[Limit],
        reason: &str,
        until: Option<Day>,
        today: Day,
    ) {
        let apart = || report.rust.iter().flat_map(|rust| &rust.apart);
        self.entries.retain(|entry| {
            let holds = entry.until.is_none_or(|until| until >= today);
            let changes = report.changes.iter().any(|change| entry.fits(change));
            let fits = changes || apart().any(|apart| entry.fits_item(apart));
            !entry.concerns(documents) || (holds && fits)
        });
        let mut add = |document: &str, fingerprint: String, described| {
            let known = |entry: &Entry| entry.is_for(&fingerprint, document);
            if !self.entries.iter().any(known) {
                self.entries.push(Entry {
                    node: None,
                    fingerprint,
                    document: document.to_owned(),
                    reason: reason.to_owned(),
                    until,
                    described,
                });
            }
        };
        for change in &report.changes {
            if limits.iter().any(|limit| limit.holds_of(change)) {
                let place = change.new.as_ref().or(change.old.as_ref());
                let pointer = place.map(|place| place.pointer.clone());
                let described = vec![
                    ("id", change.id.clone()),
                    ("operation", change.operation.clone()),
                    ("pointer", pointer.unwrap_or_default()),
                    ("change", change.message.clone()),
                ];
                add(&change.document, change.fingerprint.clone(), described);
            }
        }
        for apart in apart() {
            if limits.iter().any(|limit| limit.holds_of_apart(apart)) {
                let item = &apart.change;
                let described = vec![
                    ("id", RUST_ITEM.to_owned()),
                    ("pointer", apart.edit.clone().unwrap_or_default()),
                    ("change", format!("{} {}", item.item, item.change)),
                ];
                add(&apart.document, apart.fingerprint(), described);
            }
        }
    }

    /// The text of the file: what stood above the list, then the list.
    pub fn to_text(&self) -> String {
        let mut out = match self.head.as_str() {
            "" => HEAD.to_owned(),
            head => head.to_owned(),
        };
        out.push_str("approved:");
        out.push_str(if self.entries.is_empty() {
            " []\n"
        } else {
            "\n"
        });
        for entry in &self.entries {
            let until = entry.until.map(|day| day.to_string());
            for (index, key) in KEYS.into_iter().enumerate() {
                let value = match key {
                    "fingerprint" => entry.fingerprint.as_str(),
                    "document" => &entry.document,
                    "reason" => &entry.reason,
                    "until" => until.as_deref().unwrap_or_default(),
                    key => {
                        let described = entry.described.iter().find(|(known, _)| *known == key);
                        described.map_or("", |(_, value)| value.as_str())
                    }
                };
                if !value.is_empty() {
                    // JSON's strings are strings of YAML.
                    let sign = if index == 0 { "- " } else { "  " };
                    let value = serde_json::Value::from(value);
                    out.push_str(&format!("{sign}{key}: {value}\n"));
                }
            }
        }
        out
    }
}

impl Entry {
    fn parse(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        known(node, &KEYS, diagnostics);
        let mut part = |key| text(node, key, diagnostics).map(str::to_owned);
        let described = ["id", "operation", "pointer", "change"]
            .into_iter()
            .filter_map(|key| Some((key, part(key)?)))
            .collect();
        let (fingerprint, reason) = (part("fingerprint"), part("reason"));
        let (document, day) = (part("document").unwrap_or_default(), part("until"));
        let (Some(fingerprint), Some(reason)) = (
            fingerprint,
            reason.filter(|reason| !reason.trim().is_empty()),
        ) else {
            let message = "an approval has a `fingerprint` and a `reason`".to_owned();
            wrong(node, message, diagnostics);
            return None;
        };
        let until = match day.map(|day| Day::parse(&day)).transpose() {
            Ok(until) => until,
            Err(message) => {
                wrong(node.get("until").unwrap_or(node), message, diagnostics);
                return None;
            }
        };
        Some(Self {
            node: Some(node.clone()),
            fingerprint,
            document,
            reason,
            until,
            described,
        })
    }

    /// Whether it is about one of the documents that were compared.
    fn concerns(&self, documents: &[String]) -> bool {
        documents.contains(&self.document)
    }

    fn fits(&self, change: &Change) -> bool {
        self.is_for(&change.fingerprint, &change.document)
    }

    fn fits_item(&self, apart: &Apart) -> bool {
        self.is_for(&apart.fingerprint(), &apart.document)
    }

    fn is_for(&self, fingerprint: &str, document: &str) -> bool {
        self.fingerprint == fingerprint && self.document == document
    }
}
