//! `allOf` and `$ref`: from the schema objects that hold at once to one effective schema.
//!
//! Comes in: schema nodes that a value must satisfy together. Goes out: [`Effective`], in which
//! every keyword stands once and both spellings of a keyword (3.0 and 3.1) mean the same. It
//! decides nothing about Rust types. Diamonds are visited once and cycles end, so the work is
//! linear in the number of schema objects.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::Resolver;
use super::limits::Limits;
use crate::diagnostics::codes;
use crate::model::Json;
use crate::read::Node;

/// JSON types (JSON Schema 2020-12 section 4.2.1); `null` is kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum JsonType {
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl JsonType {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "string" => Self::String,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }
}

/// What is said of members without a property of their own.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum AdditionalSchema<'d> {
    #[default]
    Unsaid,
    Refused,
    Allowed,
    Typed(&'d Node),
}

impl<'d> AdditionalSchema<'d> {
    fn of(said: &'d Node) -> Self {
        match said.as_bool() {
            Some(false) => Self::Refused,
            Some(true) => Self::Allowed,
            None => Self::Typed(said),
        }
    }
}

/// `oneOf` or `anyOf`, with its branches.
#[derive(Clone, Debug)]
pub(crate) struct Group<'d> {
    pub(crate) exclusive: bool,
    pub(crate) branches: Vec<&'d Node>,
}

/// One schema in which every keyword stands once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effective<'d> {
    /// Schema objects that take part, outermost first.
    pub(crate) nodes: Vec<&'d Node>,
    /// No value satisfies it.
    pub(crate) never: bool,
    /// Types allowed, `null` aside; `None` when nothing is said.
    pub(crate) types: Option<Vec<JsonType>>,
    /// `null` is allowed by `nullable` or by every `type`.
    pub(crate) nullable: bool,
    /// Only `null` is allowed.
    pub(crate) only_null: bool,
    pub(crate) format: Option<String>,
    pub(crate) base64: bool,
    pub(crate) binary_media: bool,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) default: Option<Json>,
    pub(crate) example: Option<Json>,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) properties: IndexMap<&'d str, Vec<&'d Node>>,
    pub(crate) required: Vec<&'d str>,
    pub(crate) additional: AdditionalSchema<'d>,
    pub(crate) patterns: Vec<(&'d str, &'d Node)>,
    pub(crate) items: Vec<&'d Node>,
    pub(crate) prefix: Vec<&'d Node>,
    pub(crate) closed_items: bool,
    /// `enum` values, `null` included; the values all `enum`s have in common.
    pub(crate) values: Option<Vec<Json>>,
    /// The values come from `const`.
    pub(crate) constant: bool,
    /// The values come from `x-extensible-enum`.
    pub(crate) extensible: bool,
    pub(crate) value_names: Vec<Option<String>>,
    pub(crate) value_docs: Vec<Option<String>>,
    pub(crate) groups: Vec<Group<'d>>,
    pub(crate) discriminator: Option<&'d Node>,
    pub(crate) limits: Limits,
    /// `unevaluatedProperties` that depends on which alternative holds, so that it says more than
    /// `additionalProperties` could.
    pub(crate) unevaluated: Option<&'d Node>,
    /// A member of `allOf` has `unevaluatedProperties`, which is about that member alone.
    pub(crate) closed_parts: bool,
}

enum Step<'d> {
    Enter { node: &'d Node, outermost: bool },
    Exit { node: &'d Node, outermost: bool },
}

impl<'d> Resolver<'d> {
    /// Merges schemas that hold at once.
    pub(crate) fn effective(&mut self, nodes: &[&'d Node]) -> Effective<'d> {
        let mut merged = Effective::default();
        let own: Vec<*const Node> = nodes
            .iter()
            .filter_map(|node| self.followed(node))
            .map(std::ptr::from_ref)
            .collect();
        let mut typed = 0_usize;
        let mut typed_with_null = 0_usize;
        let mut seen: HashSet<*const Node> = HashSet::new();
        let mut open: Vec<*const Node> = Vec::new();
        let mut steps: Vec<Step<'d>> = nodes
            .iter()
            .rev()
            .map(|node| Step::Enter {
                node,
                outermost: true,
            })
            .collect();
        while let Some(step) = steps.pop() {
            let (node, outermost) = match step {
                Step::Exit { node, outermost } => {
                    open.pop();
                    self.merge_members(node, outermost, &own, &mut merged);
                    continue;
                }
                Step::Enter { node, outermost } => (node, outermost),
            };
            let identity = std::ptr::from_ref(node);
            if !seen.insert(identity) {
                if open.contains(&identity) {
                    self.report(
                        &codes::COMPOSITION_CYCLE,
                        node,
                        "`allOf` leads back to this schema".to_owned(),
                    );
                }
                continue;
            }
            open.push(identity);
            merged.nodes.push(node);
            if node.as_bool() == Some(false) {
                merged.never = true;
            }
            self.merge_type(
                node,
                outermost,
                &mut merged,
                &mut typed,
                &mut typed_with_null,
            );
            self.merge_annotations(node, outermost, &mut merged);
            steps.push(Step::Exit { node, outermost });
            for member in node
                .get("allOf")
                .map(Node::as_array)
                .unwrap_or_default()
                .iter()
                .rev()
            {
                steps.push(Step::Enter {
                    node: member,
                    outermost: false,
                });
            }
            if node.get("$ref").is_some()
                && let Some((target, _)) = self.document.reference(node)
            {
                let alone = outermost && node.entries().count() == 1;
                steps.push(Step::Enter {
                    node: target,
                    outermost: alone,
                });
            }
        }
        if typed > 0 && typed == typed_with_null {
            merged.nullable = true;
        }
        if merged.types.as_ref().is_some_and(Vec::is_empty) && !merged.only_null {
            merged.never = true;
        }
        settle_unevaluated(&mut merged);
        merged
    }

    fn merge_type(
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

    fn merge_annotations(&mut self, node: &'d Node, outermost: bool, merged: &mut Effective<'d>) {
        let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
        let flag = |key: &str| node.get(key).and_then(Node::as_bool) == Some(true);
        merged.title = merged.title.take().or_else(|| text("title"));
        merged.description = merged.description.take().or_else(|| text("description"));
        merged.deprecated |= outermost && flag("deprecated");
        merged.read_only |= flag("readOnly");
        merged.write_only |= flag("writeOnly");
        if merged.default.is_none() {
            merged.default = node.get("default").map(Node::to_json);
        }
        if merged.example.is_none() {
            merged.example = node
                .get("example")
                .or_else(|| {
                    node.get("examples")
                        .and_then(|list| list.as_array().first())
                })
                .map(Node::to_json);
        }
        if let Some(format) = text("format") {
            match &merged.format {
                Some(before) if *before != format => self.report(
                    &codes::CONFLICTING_KEYWORDS,
                    node,
                    format!(
                        "format `{format}` holds together with format `{before}`; the first is used"
                    ),
                ),
                Some(_) => {}
                None => merged.format = Some(format),
            }
        }
        merged.base64 |=
            text("contentEncoding").is_some_and(|encoding| encoding.starts_with("base64"));
        merged.binary_media |=
            node.get("contentMediaType").is_some() && node.get("contentEncoding").is_none();
    }

    /// Merges what the order of members matters for; bases come before what extends them.
    fn merge_members(
        &mut self,
        node: &'d Node,
        outermost: bool,
        own: &[*const Node],
        merged: &mut Effective<'d>,
    ) {
        for (name, property) in node
            .get("properties")
            .map(Node::entries)
            .into_iter()
            .flatten()
        {
            merged.properties.entry(name).or_default().push(property);
        }
        // OpenAPI documents sometimes write `required: true` in a property; only lists count here.
        for name in node
            .get("required")
            .map(Node::as_array)
            .unwrap_or_default()
            .iter()
            .filter_map(Node::as_str)
        {
            if !merged.required.contains(&name) {
                merged.required.push(name);
            }
        }
        self.merge_additional(node, outermost, merged);
        for (pattern, schema) in node
            .get("patternProperties")
            .map(Node::entries)
            .into_iter()
            .flatten()
        {
            merged.patterns.push((pattern, schema));
        }
        match node.get("items") {
            Some(items) if items.as_bool() == Some(false) => merged.closed_items = true,
            Some(items) if items.is_array() => merged.prefix.extend(items.as_array()),
            Some(items) => merged.items.push(items),
            None => {}
        }
        merged.prefix.extend(
            node.get("prefixItems")
                .map(Node::as_array)
                .unwrap_or_default(),
        );
        self.merge_values(node, merged);
        for (key, exclusive) in [("oneOf", true), ("anyOf", false)] {
            let branches: Vec<&'d Node> = node
                .get(key)
                .map(Node::as_array)
                .unwrap_or_default()
                .iter()
                .collect();
            if branches.is_empty() {
                continue;
            }
            let lists_child = !outermost
                && branches.iter().any(|branch| {
                    self.followed(branch)
                        .is_some_and(|target| own.contains(&std::ptr::from_ref(target)))
                });
            if !lists_child {
                merged.groups.push(Group {
                    exclusive,
                    branches,
                });
            }
        }
        if outermost && merged.discriminator.is_none() {
            merged.discriminator = node.get("discriminator");
        }
        merged.limits.merge(node);
        self.report_unchecked(node, outermost);
    }

    fn merge_additional(&mut self, node: &'d Node, outermost: bool, merged: &mut Effective<'d>) {
        match node.get("unevaluatedProperties") {
            Some(said) if outermost => merged.unevaluated = Some(said),
            Some(_) => merged.closed_parts = true,
            None => {}
        }
        let Some(said) = node.get("additionalProperties") else {
            return;
        };
        let next = AdditionalSchema::of(said);
        merged.additional = match (merged.additional, next) {
            (AdditionalSchema::Refused, _) | (_, AdditionalSchema::Refused) if !outermost => {
                // A closed base would refuse what extends it; the field means an open one.
                if matches!(merged.additional, AdditionalSchema::Unsaid) {
                    AdditionalSchema::Unsaid
                } else {
                    merged.additional
                }
            }
            (_, AdditionalSchema::Refused) => AdditionalSchema::Refused,
            (AdditionalSchema::Typed(before), AdditionalSchema::Allowed) => {
                AdditionalSchema::Typed(before)
            }
            (_, next) => next,
        };
    }

    fn merge_values(&mut self, node: &'d Node, merged: &mut Effective<'d>) {
        let list = |key: &str| -> Vec<Option<String>> {
            node.get(key)
                .map(Node::as_array)
                .unwrap_or_default()
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect()
        };
        let listed = node.get("enum").filter(|values| values.is_array());
        let extensible = node
            .get("x-extensible-enum")
            .filter(|values| values.is_array());
        let values: Option<Vec<Json>> = if let Some(constant) = node.get("const") {
            merged.constant = true;
            Some(vec![constant.to_json()])
        } else {
            listed
                .or(extensible)
                .map(|values| values.as_array().iter().map(Node::to_json).collect())
        };
        let Some(values) = values else { return };
        if listed.is_none() && extensible.is_some() && node.get("const").is_none() {
            merged.extensible = true;
        }
        for names in ["x-enum-varnames", "x-enumNames", "x-enum-names"] {
            if merged.value_names.is_empty() {
                merged.value_names = list(names);
            }
        }
        for docs in ["x-enum-descriptions", "x-enumDescriptions"] {
            if merged.value_docs.is_empty() {
                merged.value_docs = list(docs);
            }
            if merged.value_docs.is_empty()
                && let Some(by_value) = node.get(docs).filter(|docs| docs.is_object())
            {
                merged.value_docs = values
                    .iter()
                    .map(|value| by_value.get(value.as_str()?)?.as_str().map(str::to_owned))
                    .collect();
            }
        }
        merged.values = Some(match merged.values.take() {
            None => values,
            Some(before) => before
                .into_iter()
                .filter(|value| values.contains(value))
                .collect(),
        });
    }
}

fn speaks_of_others(node: &Node) -> bool {
    ["additionalProperties", "unevaluatedProperties"]
        .iter()
        .any(|key| node.get(key).is_some())
}

/// Where no alternative decides which members there are, what is not evaluated is what has no
/// property.
fn settle_unevaluated(merged: &mut Effective<'_>) {
    let Some(said) = merged.unevaluated else {
        return;
    };
    let conditional = ["if", "dependentSchemas", "not"];
    let depends = !merged.groups.is_empty()
        || merged
            .nodes
            .iter()
            .any(|node| conditional.iter().any(|key| node.get(key).is_some()))
        || merged
            .nodes
            .iter()
            .filter(|node| speaks_of_others(node))
            .count()
            > 1;
    if !depends {
        merged.unevaluated = None;
        if matches!(merged.additional, AdditionalSchema::Unsaid) {
            merged.additional = AdditionalSchema::of(said);
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
