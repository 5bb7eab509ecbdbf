//! Path items with keys beside their `$ref` become ordinary ones: what stands beside it, and what it leads to.
//!
//! OpenAPI leaves open what holds where both have a key (3.1.1, section 4.8.9). What stands beside the `$ref` is nearer, so it
//! holds; a diagnostic says so. Parameters are told apart by place and name, as those of operations are.

use super::document::At;
use super::{Document, Member, Node, Object, Value};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};

/// References in a row that are followed; a longer row would be a circle.
const LONGEST: usize = 100;

/// Merges the path items at these places.
/// At most `budget` values are copied: a few path items that many refer to can ask for very many.
pub(super) fn merge(
    document: &mut Document,
    places: &[At],
    budget: usize,
    diagnostics: &mut Diagnostics,
) {
    let mut left = Some(budget);
    for (index, pointer) in places {
        let node = document.files[*index].root.descend(pointer);
        let Some(node) = node else { continue };
        let Some(merged) = merged(document, node, diagnostics) else {
            continue;
        };
        let cost = merged.entries().map(|(_, node)| node.count()).sum();
        left = left.and_then(|left| left.checked_sub(cost));
        if left.is_none() {
            let message = "references in place of path items would copy too many values";
            diagnostics.report(&codes::TOO_MANY_VALUES, node, message);
            return;
        }
        if let Some(node) = document.files[*index].root.descend_mut(&pointer.0) {
            node.value = Value::Object(merged);
        }
    }
}

/// A path item with all that its references lead to. Nothing when they lead nowhere, which was reported.
fn merged(document: &Document, item: &Node, diagnostics: &mut Diagnostics) -> Option<Object> {
    let mut object = item.as_object()?.clone();
    let mut node = item;
    for _ in 0..LONGEST {
        object.0.shift_remove("$ref");
        node = document.reference(node)?.0;
        for (key, member) in &node.as_object()?.0 {
            match object.0.get_mut(key) {
                None => {
                    object.0.insert(key.clone(), member.clone());
                }
                Some(own) if key == "parameters" => add_parameters(document, own, member),
                Some(own) => {
                    let note = ["summary", "description"].contains(&key.as_str());
                    if !note && !key.starts_with("x-") {
                        let message = format!(
                            "`{key}` appears here and in what the `$ref` beside it leads to"
                        );
                        let diagnostic = Diagnostic::new(&codes::PATH_ITEM_CONFLICT, message)
                            .at(own.key)
                            .related(member.key, "this one is left out");
                        diagnostics.push(diagnostic);
                    }
                }
            }
        }
        if !object.contains_key("$ref") {
            return Some(object);
        }
    }
    None
}

/// Adds the parameters that are not there yet.
fn add_parameters(document: &Document, own: &mut Member, further: &Member) {
    let identity = |node: &Node| {
        let node = document.follow(node)?;
        let text = |key| Some(node.get(key)?.as_str()?.to_owned());
        Some((text("in")?, text("name")?))
    };
    let Value::Array(items) = &mut own.node.value else {
        return;
    };
    let known: Vec<_> = items.iter().map(identity).collect();
    let new = further.node.as_array().iter().filter(|item| {
        let identity = identity(item);
        identity.is_none() || !known.contains(&identity)
    });
    items.extend(new.cloned());
}
