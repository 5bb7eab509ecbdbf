//! Harmless mistakes are mended in the tree, so that later stages find values of the expected types only.

use std::collections::{HashMap, HashSet};

use super::{Member, Node, Object, Value};

/// What is done to the value at a place.
#[derive(Debug)]
pub(super) enum Mending {
    /// Another value takes its place.
    Replace(Value),
    /// It becomes the only item of a list.
    Wrap,
    /// The only item of a list takes the place of the list.
    Unwrap,
    /// An object of parameters becomes the list of its values, each with its key as its name if it has none.
    Parameters,
    /// These members of an object move into a new one under this key, or under a row of keys.
    Gather(Vec<String>, &'static [&'static str]),
    /// It goes, with its key if it has one.
    Remove,
    /// It moves to another key, whose value it replaces.
    Rename(String),
}

/// One mistake to mend.
#[derive(Debug)]
pub(super) struct Repair {
    /// Tokens of the value's pointer.
    pub(super) place: Vec<String>,
    /// What is done.
    pub(super) mending: Mending,
}

/// Mends a tree. Repairs of a list come before those of what is in it, as they were found.
pub(super) fn mend(root: &mut Node, repairs: Vec<Repair>) {
    let mut removed: HashMap<Vec<String>, HashSet<String>> = HashMap::new();
    for Repair { mut place, mending } in repairs {
        match mending {
            Mending::Replace(value) => {
                if let Some(node) = root.descend_mut(&place) {
                    node.value = value;
                }
            }
            Mending::Wrap => {
                if let Some(node) = root.descend_mut(&place) {
                    let item = Node {
                        value: std::mem::replace(&mut node.value, Value::Null),
                        span: node.span,
                    };
                    node.value = Value::Array(vec![item]);
                }
            }
            Mending::Unwrap => {
                let node = root.descend_mut(&place);
                if let Some(node) = node
                    && let Value::Array(items) = &mut node.value
                    && let Some(item) = items.pop()
                {
                    *node = item;
                }
            }
            Mending::Parameters => {
                let node = root.descend_mut(&place);
                if let Some(node) = node
                    && let Value::Object(object) = &mut node.value
                {
                    let members = std::mem::take(&mut object.0).into_iter();
                    node.value = Value::Array(members.map(named).collect());
                }
            }
            Mending::Gather(keys, under) => {
                if let Some(node) = root.descend_mut(&place) {
                    gather(node, &keys, under);
                }
            }
            Mending::Rename(name) => {
                let key = place.pop().unwrap_or_default();
                rename(root, &place, &key, name);
            }
            Mending::Remove => {
                if let Some(key) = place.pop() {
                    removed.entry(place).or_default().insert(key);
                }
            }
        }
    }
    // The deepest first, so that no item has moved when its place is looked up.
    let mut removed: Vec<_> = removed.into_iter().collect();
    removed.sort_by_key(|(place, _)| std::cmp::Reverse(place.len()));
    for (place, keys) in removed {
        match root.descend_mut(&place).map(|node| &mut node.value) {
            Some(Value::Object(object)) => object.0.retain(|key, _| !keys.contains(key)),
            Some(Value::Array(items)) => {
                let mut index = 0_usize..;
                items.retain(|_| {
                    !index
                        .next()
                        .is_some_and(|index| keys.contains(&index.to_string()))
                });
            }
            _ => {}
        }
    }
}

/// Gives a member another key, at the same position.
fn rename(root: &mut Node, place: &[String], key: &str, name: String) {
    let Some(Value::Object(object)) = root.descend_mut(place).map(|node| &mut node.value) else {
        return;
    };
    let Some((index, _, member)) = object.0.shift_remove_full(key) else {
        return;
    };
    object.0.shift_remove(&name);
    object
        .0
        .shift_insert(index.min(object.0.len()), name, member);
}

/// A parameter with its key as its name, if it has none.
fn named((key, member): (String, Member)) -> Node {
    let mut node = member.node;
    if let Value::Object(object) = &mut node.value
        && !["name", "$ref"].iter().any(|key| object.contains_key(key))
    {
        let name = Node {
            value: Value::String(key),
            span: member.key,
        };
        let name = Member {
            key: member.key,
            node: name,
        };
        object.0.insert("name".to_owned(), name);
    }
    node
}

/// Moves members into a new object, which stands where the old one does.
fn gather(node: &mut Node, keys: &[String], under: &[&str]) {
    let span = node.span;
    let Value::Object(object) = &mut node.value else {
        return;
    };
    let mut inner = Object::default();
    for key in keys {
        if let Some(member) = object.0.shift_remove(key) {
            inner.0.insert(key.clone(), member);
        }
    }
    for key in under.iter().rev() {
        let node = Node {
            value: Value::Object(inner),
            span,
        };
        let member = Member { key: span, node };
        inner = Object([((*key).to_owned(), member)].into_iter().collect());
    }
    object.0.extend(inner.0);
}
