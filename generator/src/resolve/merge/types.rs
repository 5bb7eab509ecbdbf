//! `type` and `nullable`: which types all schemas allow.

use super::{Effective, JsonType};
use crate::read::Node;
use crate::resolve::Resolver;

impl<'d> Resolver<'d> {
    pub(super) fn merge_type(
        &mut self,
        node: &'d Node,
        outermost: bool,
        merged: &mut Effective<'d>,
        typed: &mut usize,
        typed_with_null: &mut usize,
    ) {
        if outermost && node.get("nullable").and_then(Node::as_bool) == Some(true) {
            merged.nullable = true;
        }
        let Some(spelled) = node.get("type") else {
            return;
        };
        let names: Vec<&str> = match spelled.as_str() {
            Some(name) => vec![name],
            None => spelled.as_array().iter().filter_map(Node::as_str).collect(),
        };
        let null =
            names.contains(&"null") || node.get("nullable").and_then(Node::as_bool) == Some(true);
        let types: Vec<JsonType> = names
            .iter()
            .filter_map(|name| JsonType::parse(name))
            .collect();
        *typed += 1;
        *typed_with_null += usize::from(null);
        if types.is_empty() && names.contains(&"null") {
            merged.only_null = true;
        } else if names
            .iter()
            .all(|name| *name == "null" || JsonType::parse(name).is_some())
            && !types.is_empty()
        {
            merged.types = Some(match merged.types.take() {
                None => types,
                Some(before) => intersect_types(&before, &types),
            });
        }
    }
}

/// Types that both lists allow; an integer is a number.
fn intersect_types(before: &[JsonType], after: &[JsonType]) -> Vec<JsonType> {
    let mut both = Vec::new();
    for left in before {
        for right in after {
            let met = match (left, right) {
                (a, b) if a == b => Some(*a),
                (JsonType::Integer, JsonType::Number) | (JsonType::Number, JsonType::Integer) => {
                    Some(JsonType::Integer)
                }
                _ => None,
            };
            if let Some(met) = met.filter(|met| !both.contains(met)) {
                both.push(met);
            }
        }
    }
    both
}
