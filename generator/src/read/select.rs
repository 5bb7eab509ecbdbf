//! The part of a document that is asked for: chosen operations, and what they reach.
//!
//! In: a checked document, and what to include and to exclude. Out: the same document without all that nothing chosen reaches,
//! so that later stages need not know of it. Findings about what has gone go with it.

mod glob;
mod prune;
mod reach;
mod selector;

use std::collections::HashSet;

#[cfg(feature = "diff")]
pub(crate) use glob::matches;
pub use selector::Selector;

use self::selector::Candidate;
use super::{Document, Node, Object};
use crate::diagnostics::{Diagnostic, Diagnostics, Span, codes};
use crate::suggest::nearest;

/// Fixed names of methods in a path item.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// Where webhooks are; the second is what they were before OpenAPI 3.1.
const WEBHOOKS: &[&str] = &["webhooks", "x-webhooks"];

/// What tells operations apart: whether it is a webhook, path or name, method.
type Name = (bool, String, String);

/// The components that nothing of the API reaches: their section, name and key. None where there is no API, but parts for
/// other documents.
pub(crate) fn unreached(document: &Document) -> Vec<(&str, &str, Span)> {
    let sections = sections().map(|(section, _)| section);
    if !sections.into_iter().any(|section| {
        document
            .root()
            .get(section)
            .is_some_and(|node| node.entries().next().is_some())
    }) {
        return Vec::new();
    }
    let found = reach::reached(document).components;
    let components = document.root().get("components");
    let sections = components.map(Node::entries).into_iter().flatten();
    sections
        .flat_map(|(section, members)| {
            let names = members.as_object().into_iter().flat_map(Object::keys);
            names.map(move |name| (section, name, members.key_span(name)))
        })
        .filter(|(section, name, _)| {
            !section.starts_with("x-")
                && !found.contains(&((*section).to_owned(), (*name).to_owned()))
        })
        .filter_map(|(section, name, key)| Some((section, name, key?)))
        .collect()
}

/// Keeps what is chosen. An empty `include` chooses everything.
pub(super) fn select(
    document: &mut Document,
    include: &[Selector],
    exclude: &[Selector],
    diagnostics: &mut Diagnostics,
) {
    if include.is_empty() && exclude.is_empty() {
        return;
    }
    let candidates = candidates(document);
    for selector in include.iter().chain(exclude) {
        if !candidates
            .iter()
            .any(|candidate| selector.chooses(candidate))
        {
            unmatched(selector, &candidates, diagnostics);
        }
    }
    let by_any = |selectors: &[Selector], candidate: &Candidate| {
        selectors.iter().any(|selector| selector.chooses(candidate))
    };
    let excluded = |candidate: &Candidate| by_any(exclude, candidate);
    let mut kept: Vec<&Candidate> = candidates
        .iter()
        .filter(|candidate| include.is_empty() || by_any(include, candidate))
        .filter(|candidate| !excluded(candidate))
        .collect();
    // What an operation waits by is called by its methods.
    let mut at = 0;
    while let Some(awaited) = kept.get(at).map(|candidate| candidate.awaits.clone()) {
        let further = candidates.iter().filter(|other| {
            let named = awaited.is_some() && other.id == awaited;
            named && !excluded(other) && !kept.iter().any(|known| std::ptr::eq(*known, *other))
        });
        let further: Vec<&Candidate> = further.collect();
        kept.extend(further);
        at += 1;
    }
    let unmatched = diagnostics.count(&codes::UNMATCHED_SELECTOR) > 0;
    if kept.is_empty() && !candidates.is_empty() && !unmatched {
        let message = "all operations are left out".to_owned();
        diagnostics.push(Diagnostic::new(&codes::UNMATCHED_SELECTOR, message));
    }
    let kept: HashSet<Name> = kept.into_iter().map(Candidate::name).collect();
    prune::prune(document, &kept, diagnostics);
}

/// All operations and webhooks.
fn candidates(document: &Document) -> Vec<Candidate> {
    let mut found = Vec::new();
    let root = document.root();
    for (section, webhook) in sections() {
        let items = root.get(section).and_then(|items| document.follow(items));
        for (key, item) in items.map(Node::entries).into_iter().flatten() {
            if key.starts_with("x-") {
                continue;
            }
            for (method, node) in document.follow(item).map(operations).into_iter().flatten() {
                let Some(node) = document.follow(node) else {
                    continue;
                };
                let text =
                    |node: &Node, key| node.get(key).and_then(Node::as_str).map(str::to_owned);
                let tags = node.get("tags").map(Node::as_array).unwrap_or_default();
                found.push(Candidate {
                    key: key.to_owned(),
                    webhook,
                    method: method.to_owned(),
                    id: text(node, "operationId"),
                    tags: tags
                        .iter()
                        .filter_map(Node::as_str)
                        .map(str::to_owned)
                        .collect(),
                    awaits: node.get("x-wait").and_then(|wait| text(wait, "operation")),
                });
            }
        }
    }
    found
}

/// The members of the root that hold path items, and whether those are webhooks.
fn sections() -> impl Iterator<Item = (&'static str, bool)> {
    std::iter::once(("paths", false)).chain(WEBHOOKS.iter().map(|section| (*section, true)))
}

/// The operations of a path item by their methods.
pub(crate) fn operations(item: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let listed = item.entries().filter(|(key, _)| METHODS.contains(key));
    let further = item.get("additionalOperations").map(Node::entries);
    listed.chain(further.into_iter().flatten())
}

fn unmatched(selector: &Selector, candidates: &[Candidate], diagnostics: &mut Diagnostics) {
    let message = format!("`{}` chooses no operation", selector.as_str());
    let mut diagnostic = Diagnostic::new(&codes::UNMATCHED_SELECTOR, message);
    diagnostic.span = selector.place;
    let names = candidates
        .iter()
        .flat_map(|candidate| selector.compared(candidate));
    let distinct: Vec<&str> = names
        .collect::<indexmap::IndexSet<_>>()
        .into_iter()
        .collect();
    if let Some(near) = nearest(selector.pattern(), distinct.iter().copied()) {
        diagnostic = diagnostic.help(format!("did you mean `{}`?", selector.with(near)));
    } else if (1..=12).contains(&distinct.len()) {
        diagnostic = diagnostic.help(format!("there is `{}`", distinct.join("`, `")));
    }
    diagnostics.push(diagnostic);
}
