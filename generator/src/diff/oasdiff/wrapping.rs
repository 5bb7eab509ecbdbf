//! Schemas that were put into a `oneOf`: to take null too, or as one alternative of several.

use super::same::{Sides, same};
use super::types::{takes_null, types};
use super::walk::Walk;
use crate::read::Node;

/// The alternative of `oneOf: [null, X]`, if a schema says nothing else.
fn or_null<'d>(node: &'d Node, follow: impl Fn(&'d Node) -> &'d Node) -> Option<&'d Node> {
    let texts = ["title", "description", "oneOf"];
    if node
        .entries()
        .any(|(key, _)| !texts.contains(&key) && !key.starts_with("x-"))
    {
        return None;
    }
    let [first, second] = node.get("oneOf")?.as_array() else {
        return None;
    };
    let is_null = |node: &'d Node| {
        let node = follow(node);
        node.get("type").and_then(Node::as_str) == Some("null") && node.entries().count() == 1
    };
    match (is_null(first), is_null(second)) {
        (true, false) => Some(follow(second)),
        (false, true) => Some(follow(first)),
        _ => None,
    }
}

impl<'d> Walk<'d> {
    /// What stands in an alternative of null now, or stood there: the schemas to compare, and what happened.
    pub(super) fn nullable_wrapping(
        &self,
        old: &'d Node,
        new: &'d Node,
    ) -> Option<(&'d Node, &'d Node, &'static str)> {
        let before = or_null(old, |node| self.old_at(node));
        let after = or_null(new, |node| self.new_at(node));
        let plain = |node: &Node| {
            !takes_null(node)
                && ["oneOf", "anyOf", "allOf", "not"]
                    .iter()
                    .all(|key| node.get(key).is_none())
        };
        let sides = Sides {
            old: self.old,
            new: self.new,
            texts: false,
        };
        match (before, after) {
            (None, Some(after)) if plain(old) && same(&sides, old, after) => {
                Some((old, after, "became-nullable"))
            }
            (Some(before), None) if plain(new) && same(&sides, before, new) => {
                Some((before, new, "became-not-nullable"))
            }
            _ => None,
        }
    }

    /// Whether an object became one of several: its properties moved into alternatives.
    pub(super) fn wrapped_in_one_of(&self, old: &'d Node, new: &'d Node) -> bool {
        let some = |node: &Node, key: &str| {
            node.get(key).is_some_and(|value| {
                value.entries().next().is_some() || !value.as_array().is_empty()
            })
        };
        if some(old, "oneOf")
            || !some(old, "properties")
            || some(new, "properties")
            || !types(new).is_empty()
        {
            return false;
        }
        let alternatives = new.get("oneOf").map_or(&[][..], Node::as_array);
        let names = old.get("properties").into_iter().flat_map(Node::entries);
        names.into_iter().any(|(name, _)| {
            alternatives.iter().any(|alternative| {
                let properties = self.new_at(alternative).get("properties");
                properties.is_some_and(|all| all.get(name).is_some())
            })
        })
    }
}
