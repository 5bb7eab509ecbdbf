//! `oneOf` and `anyOf` as rules: where the type that becomes of them says less.

use std::collections::HashSet;

use serde_json::{Map, Value as Json};

use super::LIMITS;
use super::conversion::Conversion;
use crate::diagnostics::codes;
use crate::read::Node;
use crate::resolve::Resolver;
use crate::resolve::merge::{AdditionalSchema, Effective, Group, JsonType};
use crate::resolve::unions::only_requires;

/// Most alternatives that are compared with each other.
const COMPARED: usize = 200;

impl<'d> Resolver<'d> {
    /// `required` beside alternatives, of members that they describe.
    pub(super) fn rule_of_required(&mut self, merged: &Effective<'d>) -> Option<Json> {
        let tag = merged
            .discriminator
            .and_then(|said| said.get("propertyName"))
            .and_then(Node::as_str);
        let open = |name: &&'d str| !merged.properties.contains_key(name) && Some(*name) != tag;
        let names: Vec<&'d str> = merged.required.iter().copied().filter(open).collect();
        if names.is_empty() {
            return None;
        }
        let mut groups: Vec<Vec<Effective<'d>>> = Vec::new();
        for group in &merged.groups {
            let said = |branch: &&&'d Node| !self.is_null(branch);
            let branches: Vec<&'d Node> = group.branches.iter().filter(said).copied().collect();
            let open = branches.iter().any(|branch| self.says_nothing(branch)) && !group.exclusive;
            if open || branches.iter().all(|branch| only_requires(branch)) {
                continue;
            }
            // Becomes a part of the schema itself.
            if branches.len() == 1 {
                return None;
            }
            let branches = branches.into_iter().map(|branch| self.effective(&[branch]));
            groups.push(branches.collect());
        }
        if groups.is_empty() {
            return None;
        }
        let mut required = Vec::new();
        for name in names {
            let (mut described, mut sure) = (false, false);
            for branches in &groups {
                described |= branches
                    .iter()
                    .all(|branch| branch.properties.contains_key(name));
                sure |= branches.iter().all(|branch| branch.required.contains(name));
            }
            if described && !sure {
                required.push(Json::from(name));
            } else if !sure && let Some(node) = merged.nodes.first() {
                self.report(
                    &codes::UNCHECKED_KEYWORD,
                    node,
                    format!(
                        "that `{name}` is required is not checked: not all alternatives describe it"
                    ),
                );
            }
        }
        let rule = Map::from_iter([("required".to_owned(), Json::Array(required))]);
        (rule["required"] != Json::Array(Vec::new())).then_some(Json::Object(rule))
    }

    /// Says of `oneOf` that a value may fit several of its alternatives. Of objects this is not
    /// checked: the type of one alternative does not keep the members that would tell of another.
    pub(super) fn report_overlap(&mut self, group: &Group<'d>) {
        let mut objects: Vec<Effective<'d>> = Vec::new();
        let mut kinds = HashSet::new();
        for branch in &group.branches {
            let own = self.kinds(branch);
            let mixed = kinds.contains(&JsonType::Object);
            let overlaps = if own == [JsonType::Object] && objects.len() < COMPARED {
                let object = self.effective(&[branch]);
                let met = objects.iter().any(|other| !self.apart(&object, other));
                objects.push(object);
                met || mixed
            } else {
                own.contains(&JsonType::Object) && !objects.is_empty()
                    || own.iter().any(|kind| !kinds.insert(*kind))
            };
            if overlaps {
                self.report(
                    &codes::UNCHECKED_KEYWORD,
                    branch,
                    "that only one alternative of `oneOf` fits is not checked".to_owned(),
                );
                return;
            }
        }
    }

    /// Whether no object can be both: a member that one must have has other values in the other,
    /// or may not be there.
    fn apart(&mut self, one: &Effective<'d>, other: &Effective<'d>) -> bool {
        let refuses = |object: &Effective<'d>, name: &str| {
            matches!(object.additional, AdditionalSchema::Refused)
                && object.patterns.is_empty()
                && !object.properties.contains_key(name)
        };
        one.required.iter().any(|name| refuses(other, name))
            || other.required.iter().any(|name| refuses(one, name))
            || one.required.iter().any(|name| {
                let nodes = [one, other].map(|object| object.properties.get(name).cloned());
                let [Some(left), Some(right)] = nodes else {
                    return false;
                };
                let [left, right] =
                    [left, right].map(|nodes| self.effective(&nodes).values.unwrap_or_default());
                !left.is_empty()
                    && !right.is_empty()
                    && !left.iter().any(|value| right.contains(value))
            })
    }

    /// Whether the type that becomes of a group says less than the group.
    pub(super) fn is_rule(&mut self, group: &Group<'d>) -> bool {
        if group.branches.iter().all(|branch| only_requires(branch)) {
            return true;
        }
        let branches: Vec<&'d Node> = group
            .branches
            .iter()
            .copied()
            .filter(|branch| !self.is_null(branch))
            .collect();
        let kinds: Vec<Vec<JsonType>> = branches.iter().map(|branch| self.kinds(branch)).collect();
        let demands: Vec<bool> = branches.iter().map(|branch| self.demands(branch)).collect();
        let scalar = |(kinds, demands): (&Vec<JsonType>, &bool)| {
            (!kinds.is_empty() || *demands)
                && !kinds
                    .iter()
                    .any(|kind| matches!(kind, JsonType::Array | JsonType::Object))
        };
        if branches.len() < 2 || !kinds.iter().zip(&demands).all(scalar) {
            return false;
        }
        if !group.exclusive {
            // One that takes all of its type takes what the others want of it.
            return demands.iter().all(|demands| *demands);
        }
        let overlap = |one: &[JsonType], other: &[JsonType]| {
            one.is_empty()
                || other.is_empty()
                || one.iter().any(|kind| {
                    other.contains(kind)
                        || *kind == JsonType::Integer && other.contains(&JsonType::Number)
                        || *kind == JsonType::Number && other.contains(&JsonType::Integer)
                })
        };
        // There are few kinds, so two branches of each stand for all.
        let mut distinct: Vec<(&[JsonType], bool)> = Vec::new();
        for one in kinds.iter().map(Vec::as_slice).zip(demands.iter().copied()) {
            if distinct.iter().filter(|known| **known == one).count() < 2 {
                distinct.push(one);
            }
        }
        let mut found = false;
        for (index, (one, demanded)) in distinct.iter().enumerate() {
            for (other, also) in &distinct[index + 1..] {
                if overlap(one, other) {
                    if one == other && !(*demanded && *also) {
                        return false;
                    }
                    found = true;
                }
            }
        }
        found
    }

    /// Whether a branch demands something of values that are neither lists nor objects.
    pub(super) fn is_scalar_demand(&mut self, branch: &'d Node) -> bool {
        let held = [JsonType::Array, JsonType::Object];
        self.demands(branch) && !self.kinds(branch).iter().any(|kind| held.contains(kind))
    }

    /// Whether a branch demands anything that is checked, beyond a type.
    pub(super) fn demands(&mut self, branch: &'d Node) -> bool {
        let merged = self.effective(&[branch]);
        merged.values.is_some()
            || merged
                .nodes
                .iter()
                .any(|node| LIMITS.iter().any(|key| node.get(key).is_some()))
    }

    pub(super) fn rule_of_group(&mut self, group: &Group<'d>) -> Option<Json> {
        let keyword = if group.exclusive { "oneOf" } else { "anyOf" };
        let mut conversion = Conversion::new();
        let mut schemas = Vec::new();
        for branch in &group.branches {
            match self.convert(branch, &mut conversion) {
                Ok(schema) => schemas.push(schema),
                Err(obstacle) => {
                    self.unchecked(keyword, branch, &obstacle);
                    return None;
                }
            }
        }
        Some(Json::from(Map::from_iter([(
            keyword.to_owned(),
            Json::Array(schemas),
        )])))
    }
}
