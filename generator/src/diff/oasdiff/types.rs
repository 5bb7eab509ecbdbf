//! Types and formats.

use super::schemas::{Medium, Spot, Subject};
use super::walk::{Ends, Walk};
use crate::read::Node;

/// The names of a schema's types but null; none where any will do.
pub(super) fn types(node: &Node) -> Vec<&str> {
    let mut types: Vec<&str> = match node.get("type") {
        Some(one) if one.as_str().is_some() => one.as_str().into_iter().collect(),
        Some(many) => many.as_array().iter().filter_map(Node::as_str).collect(),
        None => Vec::new(),
    };
    types.sort_unstable();
    types.dedup();
    types.retain(|name| *name != "null");
    types
}

pub(super) fn takes_null(node: &Node) -> bool {
    let null = |node: &Node| node.as_str() == Some("null");
    node.get("nullable")
        .and_then(Node::as_bool)
        .unwrap_or(false)
        || node
            .get("type")
            .is_some_and(|types| null(types) || types.as_array().iter().any(null))
}

fn is_subtype(narrow: &str, wide: &str) -> bool {
    narrow == wide || (narrow, wide) == ("integer", "number")
}

/// Whether the types of `narrow` are all among those of `wide`. No types at all are not looked at here.
fn is_subset(narrow: &[&str], wide: &[&str]) -> bool {
    !narrow.is_empty()
        && narrow
            .iter()
            .all(|name| wide.iter().any(|other| is_subtype(name, other)))
}

fn widens_format(kind: &[&str], from: &str, to: &str) -> bool {
    if to.is_empty() {
        return true;
    }
    match kind {
        ["number"] => (from, to) == ("float", "double"),
        ["integer"] => matches!(
            (from, to),
            ("int32", "int64" | "bigint") | ("int64", "bigint")
        ),
        ["string"] => matches!((from, to), ("date" | "time", "date-time")),
        _ => false,
    }
}

/// The types and the format of one side.
struct Kind<'a> {
    types: Vec<&'a str>,
    format: &'a str,
}

impl<'a> Kind<'a> {
    fn of(node: &'a Node) -> Self {
        Self {
            types: types(node),
            format: node.get("format").and_then(Node::as_str).unwrap_or(""),
        }
    }

    /// Whether a receiver that took this takes less when it takes `to`.
    fn breaks(&self, to: &Self, strict: bool) -> bool {
        if self.types != to.types && to.types.is_empty() {
            return false;
        }
        let added: Vec<&str> = only(&to.types, &self.types);
        let removed: Vec<&str> = only(&self.types, &to.types);
        let changed = self.types != to.types && !is_subset(&self.types, &to.types);
        let contained = match (removed.as_slice(), added.as_slice()) {
            ([from], [to]) if is_subtype(from, to) => true,
            (_, []) | (_, ["string"]) => !strict,
            _ => false,
        };
        let format = self.format != to.format && !widens_format(&to.types, self.format, to.format);
        (changed && !contained) || format
    }
}

fn only<'a>(of: &[&'a str], not: &[&str]) -> Vec<&'a str> {
    of.iter()
        .filter(|name| !not.contains(name))
        .copied()
        .collect()
}

/// The types that a schema lists as alternatives of nothing but a type each, or its own; and whether it is a list.
fn listed<'d>(walk: &Walk<'d>, node: &'d Node, is_old: bool) -> Option<(Vec<&'d str>, bool)> {
    let some = |key: &str| {
        node.get(key)
            .is_some_and(|value| !value.as_array().is_empty())
    };
    let properties = node.get("properties").and_then(Node::as_object);
    if node.get("not").is_some() || some("allOf") || properties.is_some_and(|all| !all.is_empty()) {
        return None;
    }
    let own = types(node);
    if let [first, ..] = own.as_slice() {
        return Some((vec![first], false));
    }
    for keyword in ["oneOf", "anyOf"] {
        let alternatives = node.get(keyword).map_or(&[][..], Node::as_array);
        if alternatives.is_empty() {
            continue;
        }
        let mut names = Vec::new();
        for alternative in alternatives {
            let alternative = match is_old {
                true => walk.old_at(alternative),
                false => walk.new_at(alternative),
            };
            let plain = ["properties", "oneOf", "anyOf", "allOf"]
                .iter()
                .all(|key| alternative.get(key).is_none());
            let name = alternative.get("type").and_then(Node::as_str);
            match (plain, name) {
                (true, Some(name)) => names.push(name),
                _ => return None,
            }
        }
        return Some((names, true));
    }
    None
}

impl<'d> Walk<'d> {
    /// Compares types, formats and whether null is taken. True where the types are lists of alternatives that differ, so
    /// that the alternatives need no comparison of their own.
    pub(super) fn types(
        &mut self,
        subject: &Subject<'d>,
        old: &'d Node,
        new: &'d Node,
        wrapped: bool,
    ) -> bool {
        let ends = Ends::both(old, new);
        if let (Some((before, was_list)), Some((after, is_list))) =
            (listed(self, old, true), listed(self, new, false))
            && (was_list || is_list)
        {
            let (added, removed) = (only(&after, &before), only(&before, &after));
            // A client that must understand new types does not care for those that are gone.
            if !removed.is_empty() && (subject.spot.is_request() || added.is_empty()) {
                let text = format!("takes no {} any more", removed.join(", "));
                self.say(subject, "list-of-types-narrowed", &text, ends);
            }
            if !added.is_empty() {
                let text = format!("takes {} too", added.join(", "));
                self.say(subject, "list-of-types-widened", &text, ends);
            }
            if !(added.is_empty() && removed.is_empty()) {
                return true;
            }
        }
        let (before, after) = (Kind::of(old), Kind::of(new));
        // A type that came or went altogether says of null what it says of all types.
        let both = before.types.is_empty() == after.types.is_empty();
        match (takes_null(old), takes_null(new)) {
            (false, true) if both => self.say(subject, "became-nullable", "", ends),
            (true, false) if both => self.say(subject, "became-not-nullable", "", ends),
            _ => {}
        }
        if wrapped || (before.types == after.types && before.format == after.format) {
            return false;
        }
        let change = match subject.medium {
            Medium::Parameter {
                location,
                style,
                explode,
            } => {
                if self.repeated_parameter((location, style, explode), old, new) {
                    "type-generalized"
                } else if subject.spot == Spot::ParameterProperty {
                    match (before.breaks(&after, true), before.breaks(&after, false)) {
                        (true, true) => "type-specialized",
                        (false, false) => "type-generalized",
                        _ => "type-changed",
                    }
                } else if before.breaks(&after, false) {
                    "type-changed"
                } else {
                    "type-generalized"
                }
            }
            medium => body_change(
                subject.spot,
                &before,
                &after,
                matches!(medium, Medium::Json),
            ),
        };
        let show = |kind: &Kind<'_>| {
            let types = match kind.types.as_slice() {
                [] => "any".to_owned(),
                many => many.join(", "),
            };
            match kind.format {
                "" => types,
                format => format!("{types} ({format})"),
            }
        };
        let text = format!("was {} and is {}", show(&before), show(&after));
        self.say(subject, change, &text, ends);
        false
    }

    /// Whether a query parameter that was one value is a list of them written as `a=1&a=2`: one value is still taken.
    fn repeated_parameter(
        &self,
        (location, style, explode): (&str, Option<&str>, Option<bool>),
        old: &'d Node,
        new: &'d Node,
    ) -> bool {
        let item = new.get("items").map(|items| self.new_at(items));
        // A list that must be long, or that asks more of its items, does not take every single value.
        let texts = [
            "type",
            "title",
            "description",
            "example",
            "examples",
            "nullable",
        ];
        let limited = ["minItems", "prefixItems", "contains"]
            .iter()
            .any(|key| new.get(key).is_some())
            || item.is_some_and(|item| {
                item.entries()
                    .any(|(key, is)| !texts.contains(&key) && old.get(key) != Some(is))
            });
        location == "query"
            && !limited
            && style.unwrap_or("form") == "form"
            && explode.unwrap_or(true)
            && types(new) == ["array"]
            && !types(old).contains(&"array")
            && item
                .is_none_or(|item| types(item).is_empty() || is_subset(&types(old), &types(item)))
    }
}

fn body_change(spot: Spot, before: &Kind<'_>, after: &Kind<'_>, strict: bool) -> &'static str {
    let swapped =
        before.types != after.types && !before.types.is_empty() && !after.types.is_empty();
    if spot.is_request() {
        return match before.breaks(after, strict) {
            true => "type-changed",
            false if swapped && !is_subset(&before.types, &after.types) => "type-compatible",
            false => "type-generalized",
        };
    }
    match after.breaks(before, strict) {
        true if is_subset(&before.types, &after.types) && !before.breaks(after, strict) => {
            "type-generalized"
        }
        true => "type-changed",
        false if swapped && !is_subset(&after.types, &before.types) => "type-compatible",
        false => "type-specialized",
    }
}
