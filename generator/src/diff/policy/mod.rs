//! What a project makes of changes: levels of its own, and changes that someone approved.
//!
//! In: the texts of `diff.yaml` and `diff.approved.yaml`, a report, and the day it is. Out: the report as the project sees it, and
//! findings about entries that are wrong, expired or stale. Where the files are is not known here, nor is a clock read.

mod approvals;
mod day;
mod levels;
mod limit;

pub use approvals::Approvals;
pub use day::Day;
pub use levels::Levels;
pub use limit::Limit;

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::read::{self, Limits, Node};

/// The name of the file with levels, beside the documents.
pub const FILE: &str = "diff.yaml";
/// The name of the file with approvals, beside it.
pub const APPROVALS: &str = "diff.approved.yaml";

/// Reads the text of one of the files; what is wrong with it is in `diagnostics`.
fn load(name: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    let file = diagnostics.sources_mut().add(name, text)?;
    // A file of comments alone is a start.
    if text
        .lines()
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
    {
        return None;
    }
    read::load(text, file, &Limits::default(), diagnostics)
}

/// The entries of a list of a file.
fn list<'n>(root: &'n Node, key: &str, diagnostics: &mut Diagnostics) -> &'n [Node] {
    match root.get(key) {
        Some(list) if !list.is_array() && !list.is_null() => {
            wrong(list, format!("`{key}` must be a list"), diagnostics);
            &[]
        }
        list => list.map(Node::as_array).unwrap_or_default(),
    }
}

/// Reports keys that mean nothing here.
fn known(node: &Node, keys: &[&str], diagnostics: &mut Diagnostics) {
    if !node.is_object() {
        let message = format!("an object with `{}` is expected", keys.join("`, `"));
        wrong(node, message, diagnostics);
    }
    for (key, _) in node.entries().filter(|(key, _)| !keys.contains(key)) {
        let message = format!(
            "`{key}` means nothing here; there is `{}`",
            keys.join("`, `")
        );
        let span = node.key_span(key).unwrap_or(node.span);
        diagnostics.push(Diagnostic::new(&codes::MALFORMED_POLICY, message).at(span));
    }
}

/// A text of an entry.
fn text<'n>(node: &'n Node, key: &str, diagnostics: &mut Diagnostics) -> Option<&'n str> {
    let value = node.get(key)?;
    let found = value.as_str();
    if found.is_none() {
        wrong(value, format!("`{key}` must be a string"), diagnostics);
    }
    found
}

fn wrong(node: &Node, message: String, diagnostics: &mut Diagnostics) {
    diagnostics.report(&codes::MALFORMED_POLICY, node, message);
}
