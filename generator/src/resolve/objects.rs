//! Object schemas: structs with fields, maps, and what becomes of other members.

use regex_lite::Regex;

use super::Resolver;
use super::merge::{AdditionalSchema, Effective, JsonType};
use super::names::{Position, Scope};
use super::pattern;
use super::schemas::{Built, Hint};
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{
    Additional, Constraints, Demand, Field, FieldRole, Struct, Type, TypeKind, Use,
};
use crate::read::Node;
use crate::suggest::nearest;

impl<'d> Resolver<'d> {
    pub(crate) fn object(&mut self, merged: &Effective<'d>, hint: &Hint) -> Built {
        let constraints = self.constraints(JsonType::Object, merged);
        let undeclared: Vec<&'d str> = merged
            .required
            .iter()
            .copied()
            .filter(|name| !merged.properties.contains_key(name))
            .collect();
        if merged.properties.is_empty() && undeclared.is_empty() {
            let value = match (merged.additional, merged.patterns.as_slice()) {
                (AdditionalSchema::Typed(schema), []) => {
                    Some(self.use_of(schema, &hint.child("value")))
                }
                (AdditionalSchema::Unsaid | AdditionalSchema::Allowed, []) => {
                    Some(Use::plain(Type::Any))
                }
                _ => None,
            };
            if let Some(value) = value {
                return Built::Use(Use {
                    ty: Type::Map(Box::new(value)),
                    constraints,
                });
            }
        }
        let fields = self.fields(merged, &undeclared, hint);
        Built::Kind(TypeKind::Struct(self.structure(
            merged,
            fields,
            constraints,
            hint,
        )))
    }

    /// A struct of these fields with what the schema says of other members.
    pub(crate) fn structure(
        &mut self,
        merged: &Effective<'d>,
        mut fields: Vec<Field>,
        constraints: Constraints,
        hint: &Hint,
    ) -> Struct {
        let mut idents = Scope::default();
        // A setter cannot share a name with the constructor or with methods clippy takes for
        // those of well-known traits.
        let mut setters = Scope::reserving(RESERVED_SETTERS);
        for field in &mut fields {
            field.ident = idents.claim(&field.ident, Position::Value);
            field.setter = setters.claim_or(&field.ident, "value", Position::Value);
        }
        let additional = self.additional(merged, &mut idents, hint);
        Struct {
            fields,
            additional,
            constraints,
        }
    }

    fn additional(
        &mut self,
        merged: &Effective<'d>,
        idents: &mut Scope,
        hint: &Hint,
    ) -> Additional {
        let value_hint = hint.child("value");
        let kept = |idents: &mut Scope, value: Use, patterns: Vec<String>| Additional::Kept {
            ident: idents.claim_or("additional_properties", "map", Position::Value),
            value: Box::new(value),
            patterns,
        };
        match (merged.patterns.as_slice(), merged.additional) {
            ([], AdditionalSchema::Unsaid) if !self.rules_need_members(merged) => {
                Additional::Ignored
            }
            ([], AdditionalSchema::Refused) => Additional::Refused,
            ([], AdditionalSchema::Unsaid | AdditionalSchema::Allowed) => {
                kept(idents, Use::plain(Type::Any), Vec::new())
            }
            ([], AdditionalSchema::Typed(schema)) => {
                let value = self.use_of(schema, &value_hint);
                kept(idents, value, Vec::new())
            }
            // What several schemas say of members by name is a rule.
            (patterns, AdditionalSchema::Refused) => {
                let value = match patterns {
                    [(_, single)] if merged.names_others() => self.use_of(single, &value_hint),
                    _ => Use::plain(Type::Any),
                };
                let patterns: Vec<&str> = patterns.iter().map(|(pattern, _)| *pattern).collect();
                let translated: Option<Vec<String>> = patterns
                    .into_iter()
                    .map(|pattern| self.pattern(pattern, merged))
                    .collect();
                kept(idents, value, translated.unwrap_or_default())
            }
            _ => kept(idents, Use::plain(Type::Any), Vec::new()),
        }
    }

    /// The fields of an effective object schema; idents are settled by [`Self::structure`].
    pub(crate) fn fields(
        &mut self,
        merged: &Effective<'d>,
        undeclared: &[&'d str],
        hint: &Hint,
    ) -> Vec<Field> {
        let count = merged.properties.len() + undeclared.len();
        if !self.spend_members(count, &merged.nodes) {
            return Vec::new();
        }
        let mut fields = Vec::with_capacity(count);
        for (name, nodes) in &merged.properties {
            let value = self.use_of_all(nodes, &hint.child(name));
            let own = self.annotations(nodes);
            fields.push(Field {
                name: (*name).to_owned(),
                ident: (*name).to_owned(),
                setter: String::new(),
                role: FieldRole::Member,
                value,
                required: merged.required.contains(name),
                read_only: own.read_only,
                write_only: own.write_only,
                demanded: None,
                tag: None,
                deprecated: own.deprecated,
                description: own.description.or(own.title),
                default: own.default,
                example: own.example,
            });
        }
        for name in undeclared {
            let value = match (merged.patterns.as_slice(), merged.additional) {
                ([], AdditionalSchema::Typed(schema)) => self.use_of(schema, &hint.child("value")),
                ([], AdditionalSchema::Refused) => {
                    self.report_refused(name, merged);
                    Use::plain(Type::Any)
                }
                _ => Use::plain(Type::Any),
            };
            fields.push(Field {
                name: (*name).to_owned(),
                ident: (*name).to_owned(),
                setter: String::new(),
                role: FieldRole::Member,
                value,
                required: false,
                read_only: false,
                write_only: false,
                demanded: Some(Demand::Always),
                tag: None,
                deprecated: false,
                description: None,
                default: None,
                example: None,
            });
        }
        fields
    }

    fn report_refused(&mut self, name: &str, merged: &Effective<'d>) {
        if let Some(node) = merged.nodes.first() {
            let said = merged.nodes.iter().filter_map(|node| node.get("required"));
            let place = said
                .flat_map(Node::as_array)
                .find(|item| item.as_str() == Some(name));
            let message = format!(
                "`{name}` is required, but no property has this name, and no other members are allowed; any value is taken"
            );
            let mut diagnostic = Diagnostic::new(&codes::REQUIRED_WITHOUT_PROPERTY, message)
                .at(place.unwrap_or(node));
            let properties = merged
                .nodes
                .iter()
                .filter_map(|node| node.get("properties"));
            if let Some(near) = nearest(
                name,
                properties.flat_map(Node::entries).map(|(name, _)| name),
            ) {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            }
            self.diagnostics.push(diagnostic);
        }
    }

    /// What is said of a property at its own place; a named type keeps its own description.
    pub(super) fn annotations(&mut self, nodes: &[&'d Node]) -> Effective<'d> {
        let mut own = Effective::default();
        for node in nodes {
            let merged = self.effective(&[node]);
            let direct = merged
                .nodes
                .first()
                .is_some_and(|first| first.get("$ref").is_none());
            let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
            own.description = own.description.or_else(|| text("description"));
            if direct {
                own.title = own.title.or_else(|| text("title"));
            }
            own.read_only |= merged.read_only;
            own.write_only |= merged.write_only;
            own.deprecated |= node.get("deprecated").and_then(Node::as_bool) == Some(true);
            own.example = own.example.or(if direct {
                merged.example
            } else {
                node.get("example").map(Node::to_json)
            });
        }
        own.default = self.default_of(nodes);
        own
    }
}

/// Method names a setter must not take.
pub(super) const RESERVED_SETTERS: &[&str] = &[
    "new",
    "add",
    "sub",
    "mul",
    "div",
    "rem",
    "neg",
    "not",
    "shl",
    "shr",
    "bitand",
    "bitor",
    "bitxor",
    "clone",
    "default",
    "eq",
    "cmp",
    "hash",
    "next",
    "index",
    "deref",
    "drop",
    "borrow",
    "as_ref",
    "as_mut",
    "from_str",
    "from_iter",
    "into_iter",
    "fmt",
    "validate",
];

impl Effective<'_> {
    /// Whether the only pattern that names of members have to match is about none of the properties, so that it is about
    /// the other members alone.
    pub(crate) fn names_others(&self) -> bool {
        let [(pattern, _)] = self.patterns.as_slice() else {
            return false;
        };
        if self.properties.is_empty() {
            return true;
        }
        let regex = pattern::translate(pattern)
            .ok()
            .and_then(|pattern| Regex::new(&pattern).ok());
        regex.is_some_and(|regex| !self.properties.keys().any(|name| regex.is_match(name)))
    }
}
