//! Which keywords of an effective schema are rules.

use serde_json::{Map, Value as Json};

use super::LIMITS;
use super::conversion::{Conversion, Obstacle};
use crate::diagnostics::codes;
use crate::model::Type;
use crate::read::Node;
use crate::resolve::Resolver;
use crate::resolve::merge::{AdditionalSchema, Effective};

/// How many `oneOf` of one inside each other are looked into.
const DEPTH: usize = 8;

/// Keywords that are always rules, with those that mean nothing without them.
const RULES: &[(&str, &[&str])] = &[
    ("not", &[]),
    ("if", &["then", "else"]),
    ("contains", &["minContains", "maxContains"]),
    ("dependentRequired", &[]),
    ("dependentSchemas", &[]),
    ("propertyNames", &[]),
];

/// Keywords about the items of a list.
const ITEMS: &[&str] = &[
    "prefixItems",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
];

impl<'d> Resolver<'d> {
    pub(super) fn collect_rules(
        &mut self,
        merged: &Effective<'d>,
        ty: Option<&Type>,
        depth: usize,
        rules: &mut Vec<Json>,
    ) {
        if depth > DEPTH {
            return;
        }
        let composed = !merged.groups.is_empty();
        let any = matches!(ty, Some(Type::Any));
        let open = composed && merged.properties.is_empty() || any;
        let untyped_list = matches!(ty, Some(Type::Tuple(..)));
        for node in merged.nodes.clone() {
            if node.get("unevaluatedItems").is_some()
                || (merged.unevaluated.is_some() || merged.closed_parts)
                    && node.get("unevaluatedProperties").is_some()
            {
                rules.extend(self.rule(node, node));
                continue;
            }
            let mut keys: Vec<&'static str> = Vec::new();
            for (key, others) in RULES {
                if node.get(key).is_some() {
                    keys.push(key);
                    keys.extend(*others);
                }
            }
            if open {
                keys.extend(LIMITS);
            }
            if any {
                keys.push("required");
            }
            if untyped_list {
                keys.extend(ITEMS);
            }
            rules.extend(self.rule_of(node, &keys));
            rules.extend(self.rule_of_names(node, merged));
        }
        // The first one is a constraint of the type.
        let more = merged.limits.patterns.iter().skip(1).cloned();
        for pattern in more.collect::<Vec<_>>() {
            if !open && let Some(pattern) = self.pattern(&pattern, merged) {
                rules.push(serde_json::json!({ "pattern": pattern }));
            }
        }
        for step in merged.limits.multiples.iter().skip(1).filter(|_| !open) {
            rules.push(serde_json::json!({ "multipleOf": step }));
        }
        if composed && !any {
            rules.extend(self.rule_of_required(merged));
        }
        for group in merged.groups.clone() {
            if let [single] = group.branches.as_slice()
                && !self.is_scalar_demand(single)
                && !closes(self.followed(single).unwrap_or(single))
            {
                let inner = self.effective(&[single]);
                self.collect_rules(&inner, None, depth + 1, rules);
            } else if group.branches.len() == 1 || self.is_rule(&group) {
                rules.extend(self.rule_of_group(&group));
            } else if group.exclusive && merged.discriminator.is_none() {
                self.report_overlap(&group);
            }
        }
    }

    /// Some keywords of a schema as a rule.
    fn rule_of(&mut self, node: &'d Node, keys: &[&'static str]) -> Option<Json> {
        let keys: Vec<&str> = keys
            .iter()
            .copied()
            .filter(|key| node.get(key).is_some())
            .collect();
        let first = *keys.first()?;
        let mut conversion = Conversion::new();
        let mut rule = Map::new();
        for key in keys {
            let said = node.get(key)?;
            if let Err(obstacle) = self.keyword(key, said, node, &mut conversion, &mut rule) {
                self.unchecked(first, said, &obstacle);
                return None;
            }
        }
        (!rule.is_empty()).then_some(Json::Object(rule))
    }

    /// A whole schema as a rule, for a keyword that needs all others beside it.
    fn rule(&mut self, node: &'d Node, place: &'d Node) -> Option<Json> {
        match self.convert(node, &mut Conversion::new()) {
            Ok(rule) => Some(rule),
            Err(obstacle) => {
                self.unchecked(
                    "unevaluatedProperties` or `unevaluatedItems",
                    place,
                    &obstacle,
                );
                None
            }
        }
    }

    /// `patternProperties` where the type of the other members does not say it all.
    fn rule_of_names(&mut self, node: &'d Node, merged: &Effective<'d>) -> Option<Json> {
        let patterns = node.get("patternProperties")?;
        let is_closed = matches!(merged.additional, AdditionalSchema::Refused);
        if is_closed && merged.names_others() {
            return None;
        }
        let mut conversion = Conversion::new();
        let mut rule = Map::new();
        let names = node
            .get("properties")
            .map(Node::entries)
            .into_iter()
            .flatten();
        let names: Map<String, Json> = names
            .map(|(name, _)| (name.to_owned(), Json::Bool(true)))
            .collect();
        let mut keys = vec!["patternProperties"];
        if node.get("additionalProperties").is_some() {
            keys.push("additionalProperties");
            if !names.is_empty() {
                rule.insert("properties".to_owned(), Json::Object(names));
            }
        }
        for key in keys {
            let said = node.get(key)?;
            if let Err(obstacle) = self.keyword(key, said, node, &mut conversion, &mut rule) {
                self.unchecked("patternProperties", patterns, &obstacle);
                return None;
            }
        }
        Some(Json::Object(rule))
    }

    pub(super) fn unchecked(&mut self, keyword: &str, node: &'d Node, obstacle: &Obstacle) {
        self.report(
            &codes::UNCHECKED_KEYWORD,
            node,
            format!("`{keyword}` is not checked: {obstacle}"),
        );
    }
}

/// Whether a branch is about members that other schemas of the same value describe.
fn closes(branch: &Node) -> bool {
    ["additionalProperties", "unevaluatedProperties"]
        .iter()
        .any(|key| {
            branch
                .get(key)
                .is_some_and(|said| said.as_bool() != Some(true))
        })
}
