//! When two JSON values are the same, and how much of one is lost in another.
//!
//! Same as JSON Schema means it (2020-12 core, section 4.2.2): numbers by value, so that `1` and `1.0` are equal; objects whatever the order.

use std::fmt::Write as _;

use serde_json::{Number, Value};

use super::buffered::Node;

/// A text that two values share exactly when they are equal.
pub(crate) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&canonical_number(number)),
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for item in items {
                write(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut names: Vec<_> = members.iter().collect();
            names.sort_unstable_by(|one, other| one.0.cmp(other.0));
            out.push('{');
            for (name, value) in names {
                write_text(name, out);
                write(value, out);
                out.push(',');
            }
            out.push('}');
        }
    }
}

/// With its length in front, text needs no escaping to stay apart from what follows.
fn write_text(text: &str, out: &mut String) {
    let _ = write!(out, "{}\"{text}", text.len());
}

fn canonical_number(number: &Number) -> String {
    match number.as_f64() {
        // Display writes an integral value without a fraction and in full.
        Some(value) if number.is_f64() && value == 0.0 => String::from("0"),
        Some(value) if number.is_f64() => value.to_string(),
        _ => number.to_string(),
    }
}

/// How many values a value holds, itself included.
pub(super) fn nodes(node: &Node) -> usize {
    match node {
        Node::Array(items) => 1 + items.iter().map(nodes).sum::<usize>(),
        Node::Object(members) => 1 + members.iter().map(|(_, node)| nodes(node)).sum::<usize>(),
        _ => 1,
    }
}

/// How many members all objects of a value have together.
pub(super) fn members(node: &Node) -> usize {
    match node {
        Node::Array(items) => items.iter().map(members).sum(),
        Node::Object(object) => {
            object.len() + object.iter().map(|(_, node)| members(node)).sum::<usize>()
        }
        _ => 0,
    }
}

/// How much of `given` is not in `kept`: nothing is 0. A null that is left out counts less than a value. With `text`, scalars were given as text.
pub(super) fn loss(given: &Node, kept: &Value, text: bool) -> usize {
    match (given, kept) {
        (Node::Object(given), Value::Object(kept)) => given
            .iter()
            .map(|(name, node)| match (node, kept.get(&**name)) {
                (node, Some(kept)) => loss(node, kept, text),
                (Node::Null, None) => 1,
                (node, None) => 2 * nodes(node),
            })
            .sum(),
        (Node::Array(given), Value::Array(kept)) => {
            let pairs: usize = given
                .iter()
                .zip(kept)
                .map(|(given, kept)| loss(given, kept, text))
                .sum();
            pairs
                + given
                    .iter()
                    .skip(kept.len())
                    .map(|node| 2 * nodes(node))
                    .sum::<usize>()
        }
        (Node::Null, Value::Null) => 0,
        (Node::Bool(given), Value::Bool(kept)) if given == kept => 0,
        (Node::String(given), Value::String(kept)) if **given == **kept => 0,
        (Node::Number(given), Value::Number(kept))
            if canonical_number(given) == canonical_number(kept) =>
        {
            0
        }
        (Node::String(given), Value::Number(kept))
            if text && **given == *canonical_number(kept) =>
        {
            0
        }
        (Node::String(_), Value::Bool(_)) if text => 0,
        (given, _) => 2 * nodes(given),
    }
}
