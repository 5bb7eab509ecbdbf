//! Merging a value of an overlay into one of the document (Overlay Specification 1.1.0, “Action Object”).

use indexmap::map::Entry;

use crate::diagnostics::Span;
use crate::read::{Node, Value};

/// Whether two values can be merged: both objects, both lists, or both neither. Null stands for what is not there yet.
pub(super) fn fits(target: &Node, update: &Node) -> bool {
    let class = |node: &Node| match node.value {
        Value::Object(_) => 1,
        Value::Array(_) => 2,
        _ => 0,
    };
    target.is_null() || update.is_null() || class(target) == class(update)
}

/// Merges; gives the place in the update of a value that cannot be, after which nothing more is done.
pub(super) fn merge(target: &mut Node, update: &Node) -> Option<Span> {
    match (&mut target.value, &update.value) {
        (Value::Object(object), Value::Object(changes)) => {
            for (key, change) in &changes.0 {
                match object.0.entry(key.clone()) {
                    Entry::Vacant(entry) => {
                        entry.insert(change.clone());
                    }
                    Entry::Occupied(mut entry) => {
                        let node = &mut entry.get_mut().node;
                        if !fits(node, &change.node) {
                            return Some(change.node.span);
                        }
                        if let Some(conflict) = merge(node, &change.node) {
                            return Some(conflict);
                        }
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
        // A key without a value, as the structured example of the specification has it.
        (Value::Object(_) | Value::Array(_), Value::Null) => {}
        _ => *target = update.clone(),
    }
    None
}

/// How many values there are in a value, itself included.
pub(super) fn count(node: &Node) -> usize {
    let inside: usize = match &node.value {
        Value::Object(object) => object.entries().map(|(_, node)| count(node)).sum(),
        Value::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    };
    inside + 1
}
