//! Whether two schemas say the same, wherever they are written.

use std::cell::RefCell;
use std::collections::HashSet;

use crate::read::{Document, Node, Value};

/// Keywords that describe and do not constrain.
const ANNOTATIONS: [&str; 11] = [
    "title",
    "description",
    "example",
    "examples",
    "externalDocs",
    "deprecated",
    "default",
    "readOnly",
    "writeOnly",
    "xml",
    "$comment",
];

/// Keywords that make no difference between what two schemas accept.
const TEXTS: [&str; 5] = ["title", "description", "example", "examples", "$comment"];

/// The documents of both sides.
pub(super) struct Sides<'d> {
    pub(super) old: &'d Document,
    pub(super) new: &'d Document,
    /// Whether texts for people count.
    pub(super) texts: bool,
}

/// Whether a schema constrains nothing.
pub(super) fn annotates_only(node: &Node) -> bool {
    node.entries()
        .all(|(key, _)| ANNOTATIONS.contains(&key) || key.starts_with("x-"))
}

/// Whether two schemas say the same; references are followed.
pub(super) fn same<'d>(sides: &Sides<'d>, old: &'d Node, new: &'d Node) -> bool {
    let assumed = RefCell::new(HashSet::new());
    equal(sides, &assumed, old, new, 0)
}

fn equal<'d>(
    sides: &Sides<'d>,
    assumed: &RefCell<HashSet<(usize, usize)>>,
    old: &'d Node,
    new: &'d Node,
    depth: usize,
) -> bool {
    if depth > 200 {
        return false;
    }
    let referred = old.get("$ref").is_some() || new.get("$ref").is_some();
    let (Some(old), Some(new)) = (sides.old.follow(old), sides.new.follow(new)) else {
        return false;
    };
    let address = |node: &Node| std::ptr::from_ref(node).addr();
    // A pair that is being compared, or was found equal, is not compared again.
    if referred && !assumed.borrow_mut().insert((address(old), address(new))) {
        return true;
    }
    match (&old.value, &new.value) {
        (Value::Object(before), Value::Object(after)) => {
            let counts = |key: &&str| sides.texts || !TEXTS.contains(key);
            before.keys().filter(counts).count() == after.keys().filter(counts).count()
                && before
                    .entries()
                    .filter(|(key, _)| counts(key))
                    .all(|(key, was)| {
                        after
                            .get(key)
                            .is_some_and(|is| equal(sides, assumed, was, is, depth + 1))
                    })
        }
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len()
                && before
                    .iter()
                    .zip(after)
                    .all(|(was, is)| equal(sides, assumed, was, is, depth + 1))
        }
        _ => old == new,
    }
}
