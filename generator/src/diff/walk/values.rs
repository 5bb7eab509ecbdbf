//! What parameters and headers have in common: form, schema, deprecation.

use serde_json::Value as Json;

use super::super::contract::api::{Operation, Parameter};
use super::super::contract::schema::{SchemaId, Types};
use super::super::contract::{Flow, Schemas};
use super::super::relation::Relation;
use super::super::verdict::{Level, level};
use super::{Change, Walk, place, request, requests};

impl<'d> Walk<'_, 'd> {
    /// What parameters and headers have in common: form, schema, deprecation.
    pub(super) fn value(
        &mut self,
        position: &'static str,
        one: &Parameter<'d>,
        other: &Parameter<'d>,
        flow: Flow,
        operation: Option<&Operation<'d>>,
    ) {
        let change = |key: &str,
                      subject: &'static str,
                      effect: &'static str,
                      level: Level,
                      message: String| Change {
            position,
            subject,
            effect,
            level,
            flow: Some(flow),
            old: place(one.node, key),
            new: place(other.node, key),
            message,
            witness: None,
            path: other.name.clone(),
        };
        let carry = |schemas: &Schemas<'d>, parameter: &Parameter<'d>, text: &str| match operation {
            Some(operation) => {
                requests::with(schemas, operation, requests::carrying(parameter, text))
            }
            None => requests::carrying(parameter, text),
        };
        if one.deprecated != other.deprecated {
            let verb = if other.deprecated {
                "is deprecated now"
            } else {
                "is no longer deprecated"
            };
            self.say(change(
                "deprecated",
                "deprecation",
                if other.deprecated { "added" } else { "removed" },
                Level::Info,
                format!("`{}` {verb}", other.name),
            ));
        }
        if one.media != other.media
            || (one.media.is_none() && (one.style != other.style || one.explode != other.explode))
        {
            let differing = [self.shapes(self.old, one), self.shapes(self.new, other)]
                .concat()
                .into_iter()
                .find_map(|value| {
                    let (before, after) = (
                        requests::serialised(one, &value),
                        requests::serialised(other, &value),
                    );
                    (before != after).then_some(before)
                });
            if let Some(text) = differing {
                let subject = if one.media != other.media {
                    "content"
                } else if one.style != other.style {
                    "style"
                } else {
                    "explode"
                };
                let described = |parameter: &Parameter<'_>| {
                    parameter.media.clone().unwrap_or_else(|| {
                        format!(
                            "style {}{}",
                            parameter.style,
                            if parameter.explode { ", exploded" } else { "" }
                        )
                    })
                };
                let message = format!(
                    "`{}` is written in another way: {} became {}",
                    other.name,
                    described(one),
                    described(other)
                );
                let witness = request("old", carry(self.old, one, &text));
                let at = |parameter: &Parameter<'_>| {
                    let key = if subject != "content" || parameter.media.is_some() {
                        subject
                    } else {
                        "schema"
                    };
                    place(parameter.node, key)
                };
                let (old, new) = (at(one), at(other));
                self.say(Change {
                    witness,
                    old,
                    new,
                    ..change(subject, subject, "changed", Level::Breaking, message)
                });
            } else if one.media == other.media {
                let subject = if one.style != other.style {
                    "style"
                } else {
                    "explode"
                };
                let message = format!(
                    "the {subject} of `{}` is another one, but all its values are written as before",
                    other.name
                );
                self.say(change(subject, subject, "changed", Level::Info, message));
            } else if one.media != other.media {
                let message = format!(
                    "`{}` is described by {} now",
                    other.name,
                    if other.media.is_some() {
                        "content"
                    } else {
                        "a schema"
                    }
                );
                self.say(change(
                    "content",
                    "content",
                    "changed",
                    Level::Warning,
                    message,
                ));
            }
        }
        for (key, subject, before, after, text) in [
            (
                "allowReserved",
                "reserved-characters",
                one.reserved,
                other.reserved,
                "a/b?c",
            ),
            ("allowEmptyValue", "empty-value", one.empty, other.empty, ""),
        ] {
            if before != after {
                let level = level(Relation::of(before, after), flow);
                let verb = if after {
                    "are allowed now"
                } else {
                    "are no longer allowed"
                };
                let noun = if key == "allowReserved" {
                    "reserved characters"
                } else {
                    "empty values"
                };
                let witness = (level == Level::Breaking)
                    .then(|| {
                        request(
                            if before { "old" } else { "new" },
                            carry(self.old, one, text),
                        )
                    })
                    .flatten();
                let effect = if after { "widened" } else { "narrowed" };
                self.say(Change {
                    witness,
                    ..change(
                        key,
                        subject,
                        effect,
                        level,
                        format!("{noun} of `{}` {verb}", other.name),
                    )
                });
            }
        }
        let path = if position == "response-header" {
            format!("headers.{}", other.name)
        } else {
            other.name.clone()
        };
        self.schemas(
            position,
            path,
            one.schema,
            other.schema,
            flow,
            if one.medium == other.medium {
                one.medium
            } else {
                other.medium
            },
        );
    }

    /// Lists and objects that a parameter may hold, by which styles are told apart.
    fn shapes(&self, schemas: &Schemas<'d>, parameter: &Parameter<'d>) -> Vec<Json> {
        let mut out = Vec::new();
        for (kind, value) in [
            (Types::ARRAY, serde_json::json!(["a", "b"])),
            (Types::OBJECT, serde_json::json!({ "a": "b", "c": "d" })),
            (Types::STRING, serde_json::json!("a")),
            (Types::NUMBER, serde_json::json!(1)),
        ] {
            if takes(schemas, parameter.schema, kind, 0) {
                out.push(value);
            }
        }
        out
    }
}

/// Whether values of a type are accepted, as far as types tell; what says nothing of types is meant for scalars.
fn takes(schemas: &Schemas<'_>, id: SchemaId, kind: Types, depth: usize) -> bool {
    let schema = schemas.get(id);
    if schema.groups.is_empty() || depth > 3 || !schemas.spend(1) {
        let known = schema.types.has(kind) && !schema.never;
        let scalar = !kind.has(Types::ARRAY.or(Types::OBJECT));
        return known
            && (schema.types != Types::ALL
                || scalar
                || (kind == Types::OBJECT && !schema.objects.properties.is_empty()));
    }
    schema.groups.iter().all(|group| {
        group
            .branches
            .iter()
            .any(|branch| takes(schemas, branch.schema, kind, depth + 1))
    })
}
