//! Parameters and headers.

use serde_json::Value as Json;

use super::super::contract::Flow;
use super::super::contract::Schemas;
use super::super::contract::api::{Location, Operation, Parameter};
use super::super::contract::schema::{SchemaId, Types};
use super::super::relation::{Pair, Relation, Relations};
use super::super::verdict::{Level, level};
use super::{Change, Walk, place, request, requests, start};

/// Where parameters of a location are, in ids.
fn position(location: Location) -> &'static str {
    match location {
        Location::Path => "path-parameter",
        Location::Query => "query-parameter",
        Location::Header => "header-parameter",
        Location::Cookie => "cookie-parameter",
    }
}

impl<'d> Walk<'_, 'd> {
    pub(super) fn parameters(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let find = |list: &[Parameter<'d>], one: &Parameter<'d>| {
            list.iter()
                .position(|other| other.location == one.location && other.key == one.key)
        };
        let mut gone: Vec<&Parameter<'d>> = old
            .parameters
            .iter()
            .filter(|one| find(&new.parameters, one).is_none())
            .collect();
        let mut come: Vec<&Parameter<'d>> = new
            .parameters
            .iter()
            .filter(|one| find(&old.parameters, one).is_none())
            .collect();
        for one in &old.parameters {
            if let Some(other) = find(&new.parameters, one).and_then(|at| new.parameters.get(at)) {
                self.parameter(old, new, one, other);
            }
        }
        // The same name at another place.
        gone.retain(|one| {
            let Some(at) = come.iter().position(|other| {
                other.name.eq_ignore_ascii_case(&one.name) && other.location != one.location
            }) else {
                return true;
            };
            let other = come.remove(at);
            self.moved(
                old,
                one,
                other,
                "moved",
                format!(
                    "`{}` moved from {} to {}",
                    one.name,
                    one.location.name(),
                    other.location.name()
                ),
            );
            self.parameter(old, new, one, other);
            false
        });
        // One name for another at the same place, all else equal.
        gone.retain(|one| {
            let alike = |other: &&&Parameter<'d>| {
                other.location == one.location
                    && other.required == one.required
                    && other.location != Location::Path
            };
            let candidates: Vec<&&Parameter<'d>> = come.iter().filter(alike).collect();
            let [other] = candidates.as_slice() else {
                return true;
            };
            let relations = Relations::new(self.old, self.new);
            let pair = Pair {
                old: one.schema,
                new: other.schema,
                flow: Flow::ToServer,
                medium: one.medium,
            };
            let described = |parameter: &Parameter<'_>| {
                parameter
                    .node
                    .get("description")
                    .and_then(|text| text.as_str().map(str::to_owned))
            };
            let same_case = other.name.eq_ignore_ascii_case(&one.name);
            if relations.relation(pair).0 != Relation::Equal
                || !(one.required
                    || same_case
                    || (described(one).is_some() && described(one) == described(other)))
            {
                return true;
            }
            let other = **other;
            come.retain(|left| !std::ptr::eq(*left, other));
            self.moved(
                old,
                one,
                other,
                "renamed",
                format!("`{}` became `{}`", one.name, other.name),
            );
            false
        });
        for one in gone {
            self.removed_parameter(new, one);
        }
        for one in come {
            self.added_parameter(old, one);
        }
    }

    fn moved(
        &mut self,
        operation: &Operation<'d>,
        one: &Parameter<'d>,
        other: &Parameter<'d>,
        effect: &'static str,
        message: String,
    ) {
        let text = requests::serialised(one, &requests::value(self.old, one));
        let witness = request(
            "old",
            requests::with(self.old, operation, requests::carrying(one, &text)),
        );
        let key = if effect == "renamed" { "name" } else { "in" };
        self.say(Change {
            position: position(one.location),
            subject: "name",
            effect,
            level: Level::Breaking,
            flow: Some(self.sent()),
            old: place(one.node, key),
            new: place(other.node, key),
            message,
            witness,
            path: one.name.clone(),
        });
    }

    fn removed_parameter(&mut self, new: &Operation<'d>, one: &Parameter<'d>) {
        let flow = self.sent();
        let level = if one.required && flow == Flow::ToClient {
            Level::Breaking
        } else {
            Level::Warning
        };
        let witness = (level == Level::Breaking)
            .then(|| request("new", requests::smallest(self.new, new)))
            .flatten();
        self.say(Change {
            position: position(one.location),
            subject: "presence",
            effect: "removed",
            level,
            flow: Some(flow),
            old: Some(one.node.span),
            new: place(new.node, "parameters"),
            message: format!(
                "the parameter `{}` was removed: what is sent in it has no effect",
                one.name
            ),
            witness,
            path: one.name.clone(),
        });
    }

    fn added_parameter(&mut self, old: &Operation<'d>, one: &Parameter<'d>) {
        let flow = self.sent();
        let breaking = one.required && flow == Flow::ToServer && one.location != Location::Path;
        let witness = breaking
            .then(|| request("old", requests::smallest(self.old, old)))
            .flatten();
        self.say(Change {
            position: position(one.location),
            subject: "presence",
            effect: "added",
            level: if breaking {
                Level::Breaking
            } else {
                Level::Info
            },
            flow: Some(flow),
            old: place(old.node, "parameters"),
            new: Some(one.node.span),
            message: format!(
                "the {} parameter `{}` was added",
                if one.required { "required" } else { "optional" },
                one.name
            ),
            witness,
            path: one.name.clone(),
        });
    }

    fn parameter(
        &mut self,
        old: &Operation<'d>,
        new: &Operation<'d>,
        one: &Parameter<'d>,
        other: &Parameter<'d>,
    ) {
        let flow = self.sent();
        if one.required != other.required {
            let relation = Relation::of(other.required, one.required);
            let level = level(relation, flow);
            let witness = (level == Level::Breaking).then(|| {
                if other.required {
                    request("old", requests::smallest(self.old, old))
                } else {
                    request("new", requests::smallest(self.new, new))
                }
            });
            let verb = if other.required {
                "required"
            } else {
                "optional"
            };
            self.say(Change {
                position: position(other.location),
                subject: "presence",
                effect: verb,
                level,
                flow: Some(flow),
                old: place(one.node, "required"),
                new: place(other.node, "required"),
                message: format!("the parameter `{}` became {verb}", other.name),
                witness: witness.flatten(),
                path: other.name.clone(),
            });
        }
        self.value(position(other.location), one, other, flow, Some(old));
    }

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
    if schema.groups.is_empty() || depth > 3 {
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

/// Headers of a response.
impl<'d> Walk<'_, 'd> {
    pub(super) fn headers(
        &mut self,
        old: &[Parameter<'d>],
        new: &[Parameter<'d>],
        flow: Flow,
        status: &str,
    ) {
        for one in old {
            let Some(other) = new.iter().find(|other| other.key == one.key) else {
                let level = match (one.required, flow) {
                    (true, Flow::ToClient) => Level::Breaking,
                    _ => Level::Warning,
                };
                self.header(
                    "removed",
                    level,
                    one,
                    Some(one.node.span),
                    None,
                    format!("the header `{}` of {status} was removed", one.name),
                );
                continue;
            };
            if one.required != other.required {
                let verb = if other.required {
                    "required"
                } else {
                    "optional"
                };
                let level = level(Relation::of(other.required, one.required), flow);
                self.header(
                    verb,
                    level,
                    other,
                    place(one.node, "required"),
                    place(other.node, "required"),
                    format!("the header `{}` of {status} became {verb}", other.name),
                );
            }
            self.value("response-header", one, other, flow, None);
        }
        for other in new
            .iter()
            .filter(|other| !old.iter().any(|one| one.key == other.key))
        {
            let level = match (other.required, flow) {
                (true, Flow::ToServer) => Level::Breaking,
                _ => Level::Info,
            };
            self.header(
                "added",
                level,
                other,
                None,
                Some(other.node.span),
                format!("the header `{}` of {status} was added", other.name),
            );
        }
    }

    fn header(
        &mut self,
        effect: &'static str,
        level: Level,
        header: &Parameter<'d>,
        old: Option<crate::diagnostics::Span>,
        new: Option<crate::diagnostics::Span>,
        message: String,
    ) {
        let accepted = if matches!(effect, "removed" | "optional") {
            "new"
        } else {
            "old"
        };
        let witness = (level == Level::Breaking)
            .then(|| {
                super::response(
                    accepted,
                    serde_json::json!({ "headersWithout": header.name }),
                )
            })
            .flatten();
        let flow = Some(self.sent().reversed());
        self.say(Change {
            position: "response-header",
            subject: "presence",
            effect,
            level,
            flow,
            old,
            new,
            message,
            witness,
            path: header.name.clone(),
        });
    }

    /// The place of a parameter list, for what it lacks.
    pub(super) fn lacking(
        operation: &Operation<'_>,
        key: &str,
    ) -> Option<crate::diagnostics::Span> {
        place(operation.node, key).or(start(operation))
    }
}
