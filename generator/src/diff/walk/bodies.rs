//! Request bodies, media types and the encodings of forms.

use serde_json::json;

use super::super::contract::Flow;
use super::super::contract::api::{Encoding, Media, Operation};
use super::super::contract::contents::default_content_type;
use super::super::relation::Relation;
use super::super::verdict::{Level, level};
use super::super::witness::sample;
use super::{Change, Walk, place, request, requests, response};
use crate::diagnostics::Span;

impl<'d> Walk<'_, 'd> {
    pub(super) fn bodies(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let flow = self.sent();
        let change = |effect: &'static str,
                      level: Level,
                      before: Option<Span>,
                      after: Option<Span>,
                      message: &str| Change {
            position: "request-body",
            subject: "presence",
            effect,
            level,
            flow: Some(flow),
            old: before,
            new: after,
            message: message.to_owned(),
            witness: None,
            path: String::new(),
        };
        match (&old.body, &new.body) {
            (None, None) => {}
            (None, Some(body)) => {
                let level = if body.required {
                    level(Relation::Narrower, flow)
                } else {
                    Level::Info
                };
                let kind = if body.required {
                    "a required body was added"
                } else {
                    "an optional body was added"
                };
                let witness = request("old", requests::smallest(self.old, old))
                    .filter(|_| level == Level::Breaking);
                self.say(Change {
                    witness,
                    ..change(
                        "added",
                        level,
                        Self::lacking(old, "requestBody"),
                        Some(body.node.span),
                        kind,
                    )
                });
            }
            (Some(body), None) => {
                let level = if body.required && flow == Flow::ToClient {
                    Level::Breaking
                } else {
                    Level::Warning
                };
                let witness = request("new", requests::smallest(self.new, new))
                    .filter(|_| level == Level::Breaking);
                self.say(Change {
                    witness,
                    ..change(
                        "removed",
                        level,
                        Some(body.node.span),
                        Self::lacking(new, "requestBody"),
                        "the body was removed",
                    )
                });
            }
            (Some(before), Some(after)) => {
                if before.required != after.required {
                    let level = level(Relation::of(after.required, before.required), flow);
                    let verb = if after.required {
                        "required"
                    } else {
                        "optional"
                    };
                    let witness = if after.required {
                        request("old", requests::smallest(self.old, old))
                    } else {
                        request("new", requests::smallest(self.new, new))
                    };
                    let witness = witness.filter(|_| level == Level::Breaking);
                    let places = (
                        place(before.node, "required"),
                        place(after.node, "required"),
                    );
                    self.say(Change {
                        witness,
                        ..change(
                            verb,
                            level,
                            places.0,
                            places.1,
                            &format!("the body became {verb}"),
                        )
                    });
                }
                let places = (place(before.node, "content"), place(after.node, "content"));
                self.content(
                    "request-body",
                    "",
                    (&before.content, &after.content),
                    places,
                    flow,
                    Some((old, new)),
                );
            }
        }
    }

    /// Media types of one message. `parties` are the operations where callers choose among the types.
    pub(super) fn content(
        &mut self,
        position: &'static str,
        status: &str,
        (old, new): (&[Media<'d>], &[Media<'d>]),
        places: (Option<Span>, Option<Span>),
        flow: Flow,
        parties: Option<(&Operation<'d>, &Operation<'d>)>,
    ) {
        let prefix = if status.is_empty() {
            String::new()
        } else {
            format!("{status}.")
        };
        for one in old {
            if let Some(other) = find(new, one) {
                let path = format!("{prefix}{}", one.name);
                self.encodings(position, one, other, flow, &path);
                self.schemas(position, path, one.schema, other.schema, flow, one.medium);
                if other.name == one.name {
                    continue;
                }
                if covers(&other.name, &one.name) {
                    if flow == Flow::ToClient {
                        self.media(
                            position,
                            "widened",
                            Level::Breaking,
                            one,
                            Some(one.place),
                            Some(other.place),
                            parties.map(|(_, new)| new),
                            status,
                        );
                    }
                    continue;
                }
            }
            // What callers may send, and what they may ask for, is theirs to choose: it must stay.
            self.media(
                position,
                "removed",
                Level::Breaking,
                one,
                Some(one.place),
                places.1,
                parties.map(|(old, _)| old),
                status,
            );
        }
        for other in new.iter().filter(|other| find(old, other).is_none()) {
            // Where the API itself is the caller, a new type is what its peers do not read yet.
            let level = if flow == Flow::ToClient && position == "request-body" {
                Level::Breaking
            } else {
                Level::Info
            };
            self.media(
                position,
                "added",
                level,
                other,
                places.0,
                Some(other.place),
                parties.map(|(_, new)| new),
                status,
            );
        }
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "what is told of a media type, once"
    )]
    fn media(
        &mut self,
        position: &'static str,
        effect: &'static str,
        level: Level,
        media: &Media<'d>,
        old: Option<Span>,
        new: Option<Span>,
        operation: Option<&Operation<'d>>,
        status: &str,
    ) {
        let from_old = effect == "removed";
        let schemas = if from_old { self.old } else { self.new };
        let accepted = if from_old { "old" } else { "new" };
        let name = media.name.replace('*', "x");
        let body = sample(schemas, media.schema, Flow::ToServer);
        let witness = match operation {
            Some(operation) if position == "request-body" => request(
                accepted,
                requests::with(
                    schemas,
                    operation,
                    json!({ "contentType": name, "body": body }),
                ),
            ),
            Some(_) | None => response(
                accepted,
                json!({ "status": status, "contentType": name, "body": body }),
            ),
        };
        let verb = match effect {
            "removed" => "is no longer offered",
            "widened" => "is only one of several types now",
            _ => "was added",
        };
        self.say(Change {
            position,
            subject: "media-type",
            effect,
            level,
            flow: None,
            old,
            new,
            message: format!("the media type `{}` {verb}", media.name),
            witness: witness.filter(|_| level == Level::Breaking),
            path: if status.is_empty() {
                media.name.clone()
            } else {
                format!("{status}.{}", media.name)
            },
        });
    }

    fn encodings(
        &mut self,
        position: &'static str,
        old: &Media<'d>,
        new: &Media<'d>,
        flow: Flow,
        path: &str,
    ) {
        let names: indexmap::IndexSet<&String> =
            old.encodings.keys().chain(new.encodings.keys()).collect();
        for name in names {
            let (left, right) = (old.encodings.get(name), new.encodings.get(name));
            let of = |encoding: Option<&Encoding<'d>>, default: String| match encoding {
                Some(encoding) => (
                    encoding.content_type.clone(),
                    encoding.style.clone(),
                    encoding.explode,
                    encoding.reserved,
                ),
                None => (default, "form".to_owned(), true, false),
            };
            let before = of(left, default_content_type(self.old, old.schema, name));
            let after = of(right, default_content_type(self.new, new.schema, name));
            let facts = [
                (
                    "contentType",
                    "encoding-content-type",
                    before.0.clone(),
                    after.0.clone(),
                ),
                ("style", "encoding-style", before.1.clone(), after.1.clone()),
                (
                    "explode",
                    "encoding-explode",
                    before.2.to_string(),
                    after.2.to_string(),
                ),
                (
                    "allowReserved",
                    "encoding-reserved",
                    before.3.to_string(),
                    after.3.to_string(),
                ),
            ];
            for (key, subject, was, is) in facts {
                if was == is || (key == "explode" && before.1 != after.1) {
                    continue;
                }
                let list = |types: &str| -> Vec<String> {
                    types.split(',').map(|one| one.trim().to_owned()).collect()
                };
                let relation = match key {
                    "allowReserved" => Relation::of(was == "true", is == "true"),
                    "contentType" => {
                        let (was, is) = (list(&was), list(&is));
                        let within = |left: &[String], right: &[String]| {
                            left.iter().all(|one| {
                                right.iter().any(|other| other == one || covers(other, one))
                            })
                        };
                        Relation::of(!within(&was, &is), !within(&is, &was))
                    }
                    _ => Relation::Incomparable,
                };
                if relation == Relation::Equal {
                    continue;
                }
                let level = level(relation, flow);
                let at = |encoding: Option<&Encoding<'d>>, media: &Media<'d>| {
                    encoding.map_or_else(
                        || place(media.node, "encoding"),
                        |encoding| place(encoding.node, key),
                    )
                };
                let value = json!(["a", "b"]);
                let text = requests::write(name, &before.1, before.2, &value);
                let accepted = if relation == Relation::Wider {
                    "new"
                } else {
                    "old"
                };
                let witness = request(
                    accepted,
                    json!({ "contentType": old.name, "part": { "name": name, "contentType": before.0, "text": text } }),
                );
                self.say(Change {
                    position,
                    subject,
                    effect: "changed",
                    level,
                    flow: Some(flow),
                    old: at(left, old),
                    new: at(right, new),
                    message: format!("`{key}` of `{name}` {was} became {is}"),
                    witness: witness.filter(|_| level == Level::Breaking),
                    path: format!("{path}.{name}"),
                });
            }
        }
    }
}

/// The same media type, or one that covers it, or one that it covers.
fn find<'m, 'd>(list: &'m [Media<'d>], one: &Media<'d>) -> Option<&'m Media<'d>> {
    let by = |same: &dyn Fn(&Media<'d>) -> bool| list.iter().find(|other| same(other));
    by(&|other| other.name == one.name)
        .or_else(|| by(&|other| covers(&other.name, &one.name)))
        .or_else(|| by(&|other| covers(&one.name, &other.name)))
}

/// Whether a range of media types holds another (RFC 9110 section 12.5.1).
fn covers(range: &str, name: &str) -> bool {
    range == "*/*" && name != "*/*"
        || range
            .strip_suffix("/*")
            .is_some_and(|kind| range != name && name.split('/').next() == Some(kind))
}
