//! Schemas that say too little.

use std::collections::HashSet;

use super::{Lint, Seen};
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Api, Type, TypeKind};
use crate::read::{Kind, Node, operations};
use crate::suggest::nearest;

/// Keywords that say what a value is.
const TELLING: &[&str] = &[
    "type",
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "enum",
    "const",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "properties",
    "items",
    "prefixItems",
    "additionalProperties",
    "patternProperties",
    "required",
    "if",
    "format",
    "nullable",
];

/// Keywords that may tell of members as well.
const ELSEWHERE: &[&str] = &[
    "$ref",
    "$dynamicRef",
    "allOf",
    "anyOf",
    "oneOf",
    "if",
    "dependentSchemas",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
];

impl<'d> Lint<'d, '_> {
    pub(super) fn schemas(&mut self, api: &Api, seen: &Seen<'d>) {
        for (_, def) in api.types.iter() {
            let TypeKind::Struct(object) = &def.kind else {
                continue;
            };
            let untyped = object
                .fields
                .iter()
                .filter(|field| field.value.ty == Type::Any);
            for field in untyped {
                // What one part of an `allOf` leaves open another may say; then the type is not any.
                if let Some(place) = self
                    .declared(&def.pointer, &field.name)
                    .filter(|node| is_untold(node))
                {
                    self.say(
                        &codes::UNTYPED_VALUE,
                        place,
                        format!("nothing says what `{}` is", field.name),
                    );
                }
            }
        }
        for content in seen.of(Kind::MediaType) {
            if let Some(schema) = content.get("schema").filter(|schema| is_untold(schema)) {
                self.say(
                    &codes::UNTYPED_VALUE,
                    schema,
                    "nothing says what the content is",
                );
            }
        }
        self.unbounded_lists();
    }

    /// Members that are required and have no property, where nothing else can tell of them.
    pub(super) fn required(&mut self, seen: &Seen<'d>) {
        let parts: HashSet<*const Node> = seen
            .of(Kind::Schema)
            .flat_map(|schema| ["allOf", "anyOf", "oneOf"].map(|key| schema.get(key)))
            .flatten()
            .flat_map(Node::as_array)
            .filter_map(|part| self.document.follow(part))
            .map(std::ptr::from_ref)
            .collect();
        for schema in seen.of(Kind::Schema) {
            let Some(properties) = schema.get("properties").and_then(Node::as_object) else {
                continue;
            };
            let alone = schema.entries().all(|(key, _)| !ELSEWHERE.contains(&key));
            if !alone || parts.contains(&std::ptr::from_ref(schema)) {
                continue;
            }
            for item in schema
                .get("required")
                .map(Node::as_array)
                .unwrap_or_default()
            {
                let Some(name) = item.as_str().filter(|name| !properties.contains_key(name)) else {
                    continue;
                };
                // A name that is no text is told as such.
                if self
                    .diagnostics
                    .iter()
                    .any(|found| found.span == Some(item.span))
                {
                    continue;
                }
                let message = format!(
                    "`{name}` is required, but no property has this name; any value is taken"
                );
                let mut diagnostic =
                    Diagnostic::new(&codes::REQUIRED_WITHOUT_PROPERTY, message).at(item);
                if let Some(near) = nearest(name, properties.keys()) {
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                }
                self.say_with(diagnostic);
            }
        }
    }

    /// Where a schema or a part of it declares a member.
    fn declared(&self, pointer: &str, name: &str) -> Option<&'d Node> {
        let schema = self.document.root().at(pointer)?;
        let parts = schema.get("allOf").map(Node::as_array).unwrap_or_default();
        let parts = parts.iter().filter_map(|part| self.document.follow(part));
        std::iter::once(schema)
            .chain(parts)
            .find_map(|schema| schema.get("properties")?.get(name))
    }

    /// Lists that callers may make as long as they like.
    fn unbounded_lists(&mut self) {
        let mut inputs: Vec<&'d Node> = Vec::new();
        for (_, item) in self.items("paths") {
            let own = operations(item).map(|(_, operation)| operation);
            for holder in std::iter::once(item).chain(own) {
                let parameters = holder.get("parameters").map(Node::as_array);
                inputs.extend(parameters.unwrap_or_default());
                inputs.extend(holder.get("requestBody"));
            }
        }
        // Below inputs, all that is no example is a schema or leads to one.
        let mut seen: HashSet<*const Node> = HashSet::new();
        inputs.reverse();
        while let Some(node) = inputs.pop() {
            if !seen.insert(std::ptr::from_ref(node)) {
                continue;
            }
            if let Some((target, _)) = self.document.reference(node) {
                inputs.push(target);
            }
            let is_list = node.get("type").is_some_and(|ty| {
                ty.as_str() == Some("array")
                    || ty
                        .as_array()
                        .iter()
                        .any(|one| one.as_str() == Some("array"))
            });
            if is_list && node.get("items").is_some() && node.get("maxItems").is_none() {
                self.say(
                    &codes::UNBOUNDED_ARRAY,
                    node,
                    "callers may make this list as long as they like",
                );
            }
            let mut below = Vec::new();
            for (key, value) in node.entries() {
                match key {
                    "example" | "examples" | "default" | "enum" | "const" | "required" => {}
                    _ if key.starts_with("x-") => {}
                    "properties" | "patternProperties" | "content" | "dependentSchemas" => {
                        below.extend(value.entries().map(|(_, inner)| inner));
                    }
                    "allOf" | "anyOf" | "oneOf" | "prefixItems" => below.extend(value.as_array()),
                    "schema"
                    | "items"
                    | "additionalProperties"
                    | "itemSchema"
                    | "then"
                    | "else" => {
                        below.push(value);
                    }
                    _ => {}
                }
            }
            inputs.extend(below.into_iter().rev());
        }
    }
}

/// Whether nothing is said of the value.
fn is_untold(schema: &Node) -> bool {
    schema
        .as_object()
        .is_some_and(|keys| !TELLING.iter().any(|keyword| keys.contains_key(keyword)))
}
