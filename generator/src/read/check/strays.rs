//! Keys that stand beside the value they belong to: what comes of indenting them too little.
//!
//! In: the members of one object. Out: the keys that mean nothing where they stand, but something inside of the value right
//! before them. They are one mistake, however many they are.

use crate::read::grammar::{Grammar, Kind, Need, Rest, Shape};
use crate::read::{Node, Object, Version};

/// Keys that belong inside of the value before them.
pub(super) struct Strays<'a> {
    /// The keys, in document order; never empty.
    pub(super) keys: Vec<&'a str>,
    /// The key of the value they belong to.
    pub(super) owner: &'a str,
    /// The value they belong to: what the owner holds, or the last item of the list that it holds.
    pub(super) target: &'a Node,
    /// The value is of no use without them, or operations are lost.
    pub(super) grave: bool,
}

/// All keys of an object that belong inside of the value before them.
pub(super) fn strays<'a>(
    grammar: &Grammar,
    object: &'a Object,
    version: Version,
) -> Vec<Strays<'a>> {
    let mut found: Vec<Strays<'a>> = Vec::new();
    let mut owner: Option<(&'a str, &'a Node, Shape)> = None;
    for (key, node) in object.entries() {
        if let Some(shape) = shape_of(grammar, key, version) {
            // A value that can hold no key leaves the one before it where it was.
            if node.is_null() || node.is_array() || node.is_object() {
                owner = target(node, shape).map(|(target, shape)| (key, target, shape));
            }
            continue;
        }
        let fits =
            |(_, target, shape): &(&str, &Node, Shape)| takes(*shape, target, key, node, version);
        let Some((owner, target, shape)) = owner.filter(|_| !key.starts_with("x-")).filter(fits)
        else {
            continue;
        };
        let grave = is_needed(shape, key, version) || (target.is_null() && holds_operations(shape));
        match found.last_mut() {
            Some(strays) if strays.owner == owner => {
                strays.keys.push(key);
                strays.grave |= grave;
            }
            _ => found.push(Strays {
                keys: vec![key],
                owner,
                target,
                grave,
            }),
        }
    }
    found
}

/// The shape of the value under a key, if the key means something here.
fn shape_of(grammar: &Grammar, key: &str, version: Version) -> Option<Shape> {
    if let Some(field) = grammar.field(key, version) {
        return Some(field.shape);
    }
    match grammar.rest {
        Rest::None => None,
        Rest::Any(shape) => Some(shape),
        Rest::Paths(shape) => key.starts_with('/').then_some(shape),
        Rest::Statuses(shape) => is_status(key).then_some(shape),
    }
}

fn is_status(key: &str) -> bool {
    key == "default" || key.starts_with(|first: char| first.is_ascii_digit())
}

/// The value that further keys may belong to, with its shape.
fn target(node: &Node, shape: Shape) -> Option<(&Node, Shape)> {
    match shape {
        Shape::List(items) => {
            let last = node.as_array().last().filter(|last| last.is_object())?;
            Some((last, *items))
        }
        _ => Some((node, shape)),
    }
}

/// Whether a value of this shape is the place of a key: it has none of that name, and would know it.
fn takes(shape: Shape, target: &Node, key: &str, node: &Node, version: Version) -> bool {
    let kind = match shape {
        Shape::Object(kind) | Shape::OrReference(kind) => kind,
        Shape::Schema | Shape::SchemaOrBool => Kind::Schema,
        // Any key is right in a map, so only one that is empty lacks something.
        Shape::Map(_) => return target.is_null() && (node.is_object() || node.is_null()),
        _ => return false,
    };
    let missing = target.is_null() || (target.is_object() && target.get(key).is_none());
    missing
        && key != "$ref"
        && target.get("$ref").is_none()
        && knows(kind.grammar(), key, target.is_null(), version)
}

/// Whether operations are lost when a value of this shape is taken as nothing.
fn holds_operations(shape: Shape) -> bool {
    matches!(
        shape,
        Shape::Object(Kind::Paths | Kind::PathItem | Kind::Operation)
            | Shape::OrReference(Kind::PathItem)
    )
}

fn is_needed(shape: Shape, key: &str, version: Version) -> bool {
    let (Shape::Object(kind) | Shape::OrReference(kind)) = shape else {
        return false;
    };
    kind.grammar()
        .field(key, version)
        .is_some_and(|field| field.need == Need::Must)
}

fn knows(grammar: &Grammar, key: &str, empty: bool, version: Version) -> bool {
    // What everything may have says nothing about where it belongs, unless there is something empty.
    let vague = !empty && ["description", "summary", "title", "name"].contains(&key);
    match grammar.rest {
        Rest::Any(_) => false,
        _ => !vague && shape_of(grammar, key, version).is_some(),
    }
}
