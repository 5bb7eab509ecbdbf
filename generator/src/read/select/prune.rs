//! Takes out of a document what is not chosen.

use std::collections::HashSet;

use super::super::{Document, Node, Object, Value};
use super::reach::reached;
use super::{METHODS, Name};
use crate::diagnostics::{Diagnostics, Span};

/// Keeps these operations and what they reach, and forgets findings about the rest.
pub(super) fn prune(document: &mut Document, kept: &HashSet<Name>, diagnostics: &mut Diagnostics) {
    let mut gone = Vec::new();
    for (section, webhook) in super::sections() {
        let is_kept =
            |key: &str, method: &str| kept.contains(&(webhook, key.to_owned(), method.to_owned()));
        let items = document.root().get(section);
        let items = items.and_then(|items| document.follow(items)?.as_object());
        let Some(pruned) = items.map(|items| prune_items(document, items, is_kept, &mut gone))
        else {
            continue;
        };
        if let Some(node) = document.files[0].root.descend_mut(&[section.to_owned()]) {
            node.value = Value::Object(pruned);
        }
    }
    links(document, kept);
    let found = reached(document);
    if let Some(Value::Object(components)) = document.files[0]
        .root
        .descend_mut(&["components".to_owned()])
        .map(|node| &mut node.value)
    {
        for (section, member) in &mut components.0 {
            let Value::Object(object) = &mut member.node.value else {
                continue;
            };
            object.0.retain(|name, member| {
                let stays = found.components.contains(&(section.clone(), name.clone()));
                if !stays {
                    gone.push(Span {
                        end: member.node.span.end,
                        ..member.key
                    });
                }
                stays
            });
        }
    }
    tags(document);
    gone.sort();
    let unreached: HashSet<_> = document
        .files
        .iter()
        .skip(1)
        .map(|file| file.id)
        .filter(|file| !found.files.contains(file))
        .collect();
    diagnostics.forget(|span| {
        let after =
            gone.partition_point(|range| (range.file, range.start) <= (span.file, span.start));
        // Ranges do not overlap, but for those of aliases.
        let inside =
            after > 0 && gone[after - 1].file == span.file && span.end <= gone[after - 1].end;
        inside || unreached.contains(&span.file)
    });
}

/// Path items with the operations that stay. One that is shared and stays in part becomes a copy of its own.
fn prune_items(
    document: &Document,
    items: &Object,
    is_kept: impl Fn(&str, &str) -> bool,
    gone: &mut Vec<Span>,
) -> Object {
    let mut pruned = Object::default();
    for (key, member) in &items.0 {
        if key.starts_with("x-") {
            pruned.0.insert(key.clone(), member.clone());
            continue;
        }
        let Some(item) = document.follow(&member.node) else {
            continue;
        };
        let methods: Vec<&str> = super::operations(item).map(|(method, _)| method).collect();
        let staying = methods.iter().filter(|method| is_kept(key, method)).count();
        if staying == 0 {
            gone.push(Span {
                end: member.node.span.end,
                ..member.key
            });
        } else if staying == methods.len() {
            pruned.0.insert(key.clone(), member.clone());
        } else {
            let shared = !std::ptr::eq(item, &member.node);
            let mut member = member.clone();
            member.node.value = item.value.clone();
            if let Value::Object(item) = &mut member.node.value {
                retain(item, |method| is_kept(key, method), shared, gone);
            }
            pruned.0.insert(key.clone(), member);
        }
    }
    pruned
}

/// Keeps the operations of a path item that stay.
fn retain(item: &mut Object, is_kept: impl Fn(&str) -> bool, shared: bool, gone: &mut Vec<Span>) {
    let mut keep = |object: &mut Object, all: bool| {
        object.0.retain(|method, member| {
            let stays = !(all || METHODS.contains(&method.as_str())) || is_kept(method);
            if !stays && !shared {
                gone.push(Span {
                    end: member.node.span.end,
                    ..member.key
                });
            }
            stays
        });
    };
    keep(item, false);
    let further = item.0.get_mut("additionalOperations");
    if let Some(Value::Object(further)) = further.map(|member| &mut member.node.value) {
        keep(further, true);
    }
}

/// Links to operations that have gone lead nowhere.
fn links(document: &mut Document, kept: &HashSet<Name>) {
    let ids: HashSet<String> = super::candidates(document)
        .into_iter()
        .filter(|candidate| kept.contains(&candidate.name()))
        .filter_map(|candidate| candidate.id)
        .collect();
    let leads = |link: &Node| {
        let id = link.get("operationId").and_then(Node::as_str);
        id.is_none_or(|id| ids.contains(id))
    };
    let root = &mut document.files[0].root;
    let retain = |node: Option<&mut Node>| {
        if let Some(Value::Object(links)) = node.map(|node| &mut node.value) {
            links.0.retain(|_, member| leads(&member.node));
        }
    };
    retain(root.descend_mut(&["components".to_owned(), "links".to_owned()]));
    let mut responses: Vec<Vec<String>> = Vec::new();
    let token = |tokens: &[&str]| -> Vec<String> {
        tokens.iter().map(|token| (*token).to_owned()).collect()
    };
    for (name, _) in root
        .get("components")
        .and_then(|components| components.get("responses"))
        .map(Node::entries)
        .into_iter()
        .flatten()
    {
        responses.push(token(&["components", "responses", name, "links"]));
    }
    for (path, item) in root.get("paths").map(Node::entries).into_iter().flatten() {
        for (method, node) in item.entries().filter(|(key, _)| METHODS.contains(key)) {
            for (status, _) in node
                .get("responses")
                .map(Node::entries)
                .into_iter()
                .flatten()
            {
                responses.push(token(&[
                    "paths",
                    path,
                    method,
                    "responses",
                    status,
                    "links",
                ]));
            }
        }
    }
    for place in responses {
        retain(root.descend_mut(&place));
    }
}

/// Tags that no operation has would be documentation of nothing.
fn tags(document: &mut Document) {
    let used: HashSet<String> = super::candidates(document)
        .into_iter()
        .flat_map(|candidate| candidate.tags)
        .collect();
    if let Some(Value::Array(tags)) = document.files[0]
        .root
        .descend_mut(&["tags".to_owned()])
        .map(|node| &mut node.value)
    {
        tags.retain(|tag| {
            let name = tag.get("name").and_then(Node::as_str);
            name.is_none_or(|name| used.contains(name))
        });
    }
}
