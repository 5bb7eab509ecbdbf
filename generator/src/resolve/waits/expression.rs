//! Expressions of `x-wait`: where the values that a wait needs come from.
//!
//! Comes in: the text of an expression. Goes out: its source, its name, and the type that stands there.

use super::{Reading, in_answer};
use crate::diagnostics::codes;
use crate::model::{Location, Media, Operation, Types, WaitSource};
use crate::read::{Node, Pointer};
use crate::resolve::pointers::{Target, follow};

/// A value that an expression leads to.
pub(super) struct Found<'r> {
    pub(super) source: WaitSource,
    /// What it is called where it stands.
    pub(super) name: String,
    pub(super) target: Target<'r>,
}

impl<'r, 'd> Reading<'r, 'd> {
    /// Where an expression leads. `each` is there when it may speak of items.
    pub(super) fn expression(
        &mut self,
        node: &'d Node,
        each: Option<Option<Target<'r>>>,
    ) -> Option<Found<'r>> {
        let text = match node.as_str() {
            Some(text) if text.starts_with('$') => text,
            _ => {
                return Some(Found {
                    source: WaitSource::Literal(node.to_json()),
                    name: "value".to_owned(),
                    target: Target::Anything,
                });
            }
        };
        let (base, pointer) = match text.split_once('#') {
            Some((base, pointer)) => (base, Pointer::parse(pointer)),
            None => (text, Some(Pointer::default())),
        };
        let Some(pointer) = pointer else {
            let message = format!("`{text}` has no JSON pointer behind `#`");
            self.fail(&codes::MALFORMED_POINTER, node, message);
            return None;
        };
        let last = |otherwise: &str| pointer.last().unwrap_or(otherwise).to_owned();
        let path = pointer.to_string();
        let (types, starter) = (&self.api.types, self.starter);
        let (source, name, target) = match base {
            "$response.body" => (
                WaitSource::Response(path),
                last("answer_part"),
                in_answer(types, starter, &pointer),
            ),
            "$request.body" => (
                WaitSource::Request(path),
                last("body_part"),
                in_request(types, starter, &pointer),
            ),
            "$item" => match each {
                None => {
                    let message = "there is no item without `each`".to_owned();
                    self.fail(&codes::MALFORMED_WAIT, node, message);
                    return None;
                }
                Some(items) => {
                    let target = match items {
                        Some(Target::Value(ty)) => follow(types, ty, &pointer),
                        _ => Target::Anything,
                    };
                    (WaitSource::Item(path), last("item_part"), target)
                }
            },
            _ => return self.named(node, base),
        };
        if target == Target::Nothing {
            let message = format!("`{text}` leads to nothing that `{}` has", starter.id);
            self.fail(&codes::UNKNOWN_POINTER, node, message);
            return None;
        }
        Some(Found {
            source,
            name,
            target,
        })
    }

    /// An expression that names a parameter or a header.
    fn named(&mut self, node: &'d Node, text: &str) -> Option<Found<'r>> {
        let (types, starter) = (&self.api.types, self.starter);
        if let Some(name) = text.strip_prefix("$response.header.") {
            let mut headers = starter
                .success
                .replies
                .iter()
                .flat_map(|reply| &reply.headers);
            if !headers.any(|header| header.name.eq_ignore_ascii_case(name)) {
                let message = format!("no answer of `{}` has a header `{name}`", starter.id);
                self.fail(&codes::UNKNOWN_PARAMETER, node, message);
                return None;
            }
            return Some(Found {
                source: WaitSource::Header(name.to_owned()),
                name: name.to_owned(),
                target: Target::Anything,
            });
        }
        let places = [
            ("$request.path.", Location::Path),
            ("$request.query.", Location::Query),
            ("$request.header.", Location::Header),
        ];
        let place = places
            .iter()
            .find_map(|(prefix, place)| Some((text.strip_prefix(prefix)?, *place)));
        let Some((name, place)) = place else {
            let message = format!("`{text}` is no expression that can be read here");
            self.fail(&codes::MALFORMED_WAIT, node, message);
            return None;
        };
        let index = starter
            .parameters
            .iter()
            .position(|parameter| parameter.location == place && parameter.name == name);
        let Some(index) = index else {
            let message = format!("`{}` has no such parameter as `{text}`", starter.id);
            self.fail(&codes::UNKNOWN_PARAMETER, node, message);
            return None;
        };
        let parameter = &starter.parameters[index];
        Some(Found {
            source: WaitSource::Parameter(index),
            name: parameter.ident.clone(),
            target: follow(types, &parameter.value.ty, &Pointer::default()),
        })
    }
}

fn in_request<'r>(types: &'r Types, operation: &'r Operation, pointer: &Pointer) -> Target<'r> {
    // Of several media types, the caller's choice is not known.
    match operation.body.as_ref().map(|body| body.contents.as_slice()) {
        Some([content]) if content.media == Media::Json => {
            follow(types, &content.value.ty, pointer)
        }
        _ => Target::Nothing,
    }
}
