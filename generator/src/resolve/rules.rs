//! Rules: what a schema demands that neither its type nor a constraint of one value expresses.
//!
//! Comes in: an effective schema. Goes out: one schema of the keywords in question, in which every
//! reference is replaced by what it points to, `null` and limits are spelled as in JSON Schema
//! 2020-12, and patterns are translated. What cannot be put like this is said not to be checked.

use std::collections::HashSet;

use serde_json::{Map, Value as Json};

use super::Resolver;
use super::merge::{AdditionalSchema, Effective, Group, JsonType};
use super::unions::only_requires;
use crate::diagnostics::codes;
use crate::model::Type;
use crate::read::Node;

/// Most schema objects that one set of rules may hold: they are text in the emitted crate.
const LARGEST: usize = 200;

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

/// Keywords about one value that a type without constraints leaves open.
const LIMITS: &[&str] = &[
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// Keywords about the items of a list.
const ITEMS: &[&str] = &[
    "prefixItems",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
];

/// Why a schema cannot be a rule.
enum Obstacle {
    Cyclic,
    Large,
    Keyword(&'static str),
    Pattern(String),
}

impl std::fmt::Display for Obstacle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cyclic => f.write_str("its schema leads back to itself"),
            Self::Large => f.write_str("its schema is too large"),
            Self::Keyword(keyword) => write!(f, "its schema has `{keyword}`"),
            Self::Pattern(pattern) => write!(f, "the pattern `{pattern}` needs backtracking"),
        }
    }
}

/// A schema while it is converted.
struct Conversion {
    open: Vec<*const Node>,
    left: usize,
}

impl<'d> Resolver<'d> {
    /// The rules of an effective schema that became `ty` (`None` for a type with a name).
    pub(crate) fn rules(&mut self, merged: &Effective<'d>, ty: Option<&Type>) -> Option<Json> {
        let mut rules = Vec::new();
        self.collect_rules(merged, ty, 0, &mut rules);
        match rules.len() {
            0 | 1 => rules.pop(),
            _ => Some(Json::from(Map::from_iter([(
                "allOf".to_owned(),
                Json::Array(rules),
            )]))),
        }
    }

    fn collect_rules(
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
        let open = composed && merged.properties.is_empty() || matches!(ty, Some(Type::Any));
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

    /// Says of `oneOf` that a value may fit several of its alternatives.
    fn report_overlap(&mut self, group: &Group<'d>) {
        let mut kinds = HashSet::new();
        for branch in &group.branches {
            let own = self.kinds(branch);
            if own.iter().any(|kind| !kinds.insert(*kind)) {
                self.report(
                    &codes::UNCHECKED_KEYWORD,
                    branch,
                    "that only one alternative of `oneOf` fits is not checked".to_owned(),
                );
                return;
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
        let simple = merged.patterns.len() == 1
            && merged.properties.is_empty()
            && matches!(merged.additional, AdditionalSchema::Refused);
        if simple {
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

    /// Whether the type that becomes of a group says less than the group.
    fn is_rule(&mut self, group: &Group<'d>) -> bool {
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
        let mut found = false;
        for one in 0..branches.len() {
            for other in one + 1..branches.len() {
                if overlap(&kinds[one], &kinds[other]) {
                    if kinds[one] == kinds[other] && !(demands[one] && demands[other]) {
                        return false;
                    }
                    found = true;
                }
            }
        }
        found
    }

    /// Whether a branch demands something of values that are neither lists nor objects.
    fn is_scalar_demand(&mut self, branch: &'d Node) -> bool {
        let held = [JsonType::Array, JsonType::Object];
        self.demands(branch) && !self.kinds(branch).iter().any(|kind| held.contains(kind))
    }

    /// Whether a branch demands anything that is checked, beyond a type.
    fn demands(&mut self, branch: &'d Node) -> bool {
        let merged = self.effective(&[branch]);
        merged.values.is_some()
            || merged
                .nodes
                .iter()
                .any(|node| LIMITS.iter().any(|key| node.get(key).is_some()))
    }

    fn rule_of_group(&mut self, group: &Group<'d>) -> Option<Json> {
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

    fn unchecked(&mut self, keyword: &str, node: &'d Node, obstacle: &Obstacle) {
        self.report(
            &codes::UNCHECKED_KEYWORD,
            node,
            format!("`{keyword}` is not checked: {obstacle}"),
        );
    }

    /// A schema without references.
    fn convert(&mut self, node: &'d Node, conversion: &mut Conversion) -> Result<Json, Obstacle> {
        if let Some(said) = node.as_bool() {
            return Ok(Json::Bool(said));
        }
        conversion.left = conversion.left.checked_sub(1).ok_or(Obstacle::Large)?;
        let identity = std::ptr::from_ref(node);
        if conversion.open.contains(&identity) {
            return Err(Obstacle::Cyclic);
        }
        conversion.open.push(identity);
        let mut schema = Map::new();
        for (key, said) in node.entries() {
            self.keyword(key, said, node, conversion, &mut schema)?;
        }
        conversion.open.pop();
        Ok(Json::Object(schema))
    }

    /// One keyword of a schema, in the spelling of rules.
    fn keyword(
        &mut self,
        key: &str,
        said: &'d Node,
        node: &'d Node,
        conversion: &mut Conversion,
        schema: &mut Map<String, Json>,
    ) -> Result<(), Obstacle> {
        let nullable = node.get("nullable").and_then(Node::as_bool) == Some(true);
        let converted = match key {
            "$ref" => {
                let (target, _) = self
                    .document
                    .reference(node)
                    .ok_or(Obstacle::Keyword("$ref"))?;
                let target = self.convert(target, conversion)?;
                let all = schema
                    .entry("allOf")
                    .or_insert_with(|| Json::Array(Vec::new()));
                if let Json::Array(all) = all {
                    all.push(target);
                }
                return Ok(());
            }
            "$dynamicRef" | "$recursiveRef" => return Err(Obstacle::Keyword("$dynamicRef")),
            "not"
            | "if"
            | "then"
            | "else"
            | "contains"
            | "propertyNames"
            | "additionalProperties"
            | "unevaluatedItems"
            | "unevaluatedProperties" => self.convert(said, conversion)?,
            "items" if !said.is_array() => self.convert(said, conversion)?,
            "allOf" | "anyOf" | "oneOf" | "prefixItems" | "items" => {
                let mut schemas = Vec::new();
                for member in said.as_array() {
                    schemas.push(self.convert(member, conversion)?);
                }
                let key = if key == "items" { "prefixItems" } else { key };
                match schema.get_mut(key) {
                    Some(Json::Array(all)) => all.extend(schemas),
                    _ => {
                        schema.insert(key.to_owned(), Json::Array(schemas));
                    }
                }
                return Ok(());
            }
            "properties" | "dependentSchemas" | "patternProperties" => {
                let mut members = Map::new();
                for (name, member) in said.entries() {
                    let name = match key {
                        "patternProperties" => super::pattern::translate(name)
                            .map_err(|_| Obstacle::Pattern(name.to_owned()))?,
                        _ => name.to_owned(),
                    };
                    members.insert(name, self.convert(member, conversion)?);
                }
                Json::Object(members)
            }
            "pattern" => {
                let pattern = said.as_str().unwrap_or_default();
                let translated = super::pattern::translate(pattern)
                    .map_err(|_| Obstacle::Pattern(pattern.to_owned()))?;
                Json::String(translated)
            }
            "type" => with_null(said.to_json(), nullable, "null"),
            "enum" => with_null(said.to_json(), nullable, Json::Null),
            // The spelling of 3.0: a flag beside the limit.
            "exclusiveMinimum" | "exclusiveMaximum" if said.as_bool().is_some() => return Ok(()),
            "minimum" | "maximum" => {
                let exclusive = match key {
                    "minimum" => "exclusiveMinimum",
                    _ => "exclusiveMaximum",
                };
                let excluded = node.get(exclusive).and_then(Node::as_bool) == Some(true);
                let key = if excluded { exclusive } else { key };
                schema.insert(key.to_owned(), said.to_json());
                return Ok(());
            }
            // Sizes may be written with a fraction of zero.
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
            | "maxProperties" | "minContains" | "maxContains" => {
                let Some(size) = super::limits::count(said) else {
                    return Ok(());
                };
                Json::from(size)
            }
            // What must be there in one direction alone is checked by the type.
            "required" => {
                let names = said.as_array().iter().filter_map(Node::as_str);
                let names: Vec<&str> = names.collect();
                let mut kept = Vec::new();
                for name in names {
                    let member = node.get("properties").and_then(|members| members.get(name));
                    let one_way = member.is_some_and(|member| {
                        let member = self.effective(&[member]);
                        member.read_only || member.write_only
                    });
                    if !one_way {
                        kept.push(Json::from(name));
                    }
                }
                Json::Array(kept)
            }
            "const" | "dependentRequired" | "multipleOf" | "exclusiveMinimum"
            | "exclusiveMaximum" | "uniqueItems" => said.to_json(),
            _ => return Ok(()),
        };
        schema.insert(key.to_owned(), converted);
        Ok(())
    }

    /// Whether the rules of an object are about members that it does not describe, so that these
    /// have to be kept until they are checked.
    pub(crate) fn rules_need_members(&mut self, merged: &Effective<'d>) -> bool {
        let says = |key: &str| merged.nodes.iter().any(|node| node.get(key).is_some());
        if ["propertyNames", "minProperties", "maxProperties"]
            .into_iter()
            .any(says)
            || merged.unevaluated.is_some()
            || merged.closed_parts
        {
            return true;
        }
        let known: Vec<String> = merged
            .properties
            .keys()
            .map(|name| (*name).to_owned())
            .collect();
        match self.rules(merged, None) {
            Some(rules) => mentions_other(&rules, &known),
            None => false,
        }
    }
}

impl Conversion {
    fn new() -> Self {
        Self {
            open: Vec::new(),
            left: LARGEST,
        }
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

/// A type or a list of values, `null` among them where the schema says so beside it.
fn with_null(said: Json, nullable: bool, null: impl Into<Json>) -> Json {
    if !nullable {
        return said;
    }
    let null = null.into();
    match said {
        Json::Array(mut all) => {
            if !all.contains(&null) {
                all.push(null);
            }
            Json::Array(all)
        }
        one => Json::Array(vec![one, null]),
    }
}

/// Whether rules name members that are not among `known`, at the level of the object itself.
fn mentions_other(rules: &Json, known: &[String]) -> bool {
    let Json::Object(keywords) = rules else {
        return false;
    };
    keywords
        .iter()
        .any(|(key, said)| match (key.as_str(), said) {
            ("required", Json::Array(names)) => names
                .iter()
                .filter_map(Json::as_str)
                .any(|name| !known.iter().any(|known| known == name)),
            ("properties", Json::Object(members)) => {
                members.keys().any(|name| !known.contains(name))
            }
            ("dependentRequired", Json::Object(members)) => members.iter().any(|(name, others)| {
                !known.contains(name)
                    || others.as_array().into_iter().flatten().any(|name| {
                        name.as_str()
                            .is_some_and(|name| !known.iter().any(|known| known == name))
                    })
            }),
            ("dependentSchemas", Json::Object(members)) => members
                .iter()
                .any(|(name, schema)| !known.contains(name) || mentions_other(schema, known)),
            ("allOf" | "anyOf" | "oneOf", Json::Array(schemas)) => {
                schemas.iter().any(|schema| mentions_other(schema, known))
            }
            ("not" | "if" | "then" | "else", schema) => mentions_other(schema, known),
            (
                "patternProperties"
                | "propertyNames"
                | "additionalProperties"
                | "unevaluatedProperties"
                | "minProperties"
                | "maxProperties",
                _,
            ) => true,
            _ => false,
        })
}
