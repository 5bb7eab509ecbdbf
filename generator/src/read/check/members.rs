//! The members of an object: known fields, and keys that are not fixed.

use super::{Place, Shape, Walk, advice, mistakes};
use crate::diagnostics::{Severity, Span, codes};
use crate::read::Node;
use crate::read::grammar::{Grammar, Kind, Rest};

impl<'a> Walk<'a, '_> {
    pub(super) fn member(
        &mut self,
        grammar: &'static Grammar,
        key: &'a str,
        span: Span,
        node: &'a Node,
    ) {
        let place = Place {
            key: Some(key),
            note: false,
        };
        if let Some(field) = grammar.field(key, self.version) {
            let place = Place {
                note: field.note,
                ..place
            };
            if !field.is_in(self.version) {
                let belongs = match field.since > self.version {
                    true => format!("belongs to OpenAPI {} and later", field.since),
                    false => format!("belongs to OpenAPI {} and earlier", field.until),
                };
                self.other_version(span, place, &belongs);
            }
            self.faults(grammar, key, node);
            return match field.shape {
                Shape::Any => {}
                Shape::Types(_) if node.is_null() => self.null_type(node, place),
                // `#` begins a comment, so that this is a reference without quotes.
                Shape::Address if node.is_null() => self.wrong_type(node, field.shape, place),
                _ if node.is_null() => self.null(node, field.need, place),
                shape => self.value(node, shape, place),
            };
        }
        if key.starts_with("x-") {
            return;
        }
        match grammar.rest {
            Rest::None => self.unknown_key(grammar, key, span, Some(node)),
            Rest::Any(shape) => self.entry(node, shape, place),
            Rest::Paths(shape) => {
                if key == "$ref" {
                    return self.unknown_key(grammar, key, span, Some(node));
                }
                if Kind::OpenApi.grammar().field(key, self.version).is_some()
                    && !key.starts_with("x-")
                {
                    let message = format!("`{key}` is not a path; it belongs beside `paths`");
                    let help = "move it out of `paths`; in YAML, indent it like `paths`";
                    let code = &codes::UNKNOWN_KEY;
                    return self.report(code, Severity::Warning, span, message, Some(help));
                }
                if !key.starts_with('/') {
                    let message = format!("the path `{key}` does not begin with `/`");
                    let help = match key.split_once("://") {
                        Some((_, rest)) => {
                            let path = rest.find('/').map_or("/", |at| &rest[at..]);
                            format!("write `{path}`, and the rest of the URL under `servers`")
                        }
                        None => format!("write `/{key}`"),
                    };
                    let code = &codes::WRONG_VALUE;
                    self.report(code, Severity::Warning, span, message, Some(&help));
                }
                self.path_key(key, span);
                self.entry(node, shape, place);
            }
            Rest::Statuses(shape) => {
                let bytes = key.as_bytes();
                let class = bytes.len() == 3 && matches!(bytes[0], b'1'..=b'5');
                let known =
                    class && (bytes[1..].iter().all(u8::is_ascii_digit) || &bytes[1..] == b"XX");
                if key == "$ref" {
                    return self.unknown_key(grammar, key, span, Some(node));
                }
                if !known && key != "default" {
                    let message = format!(
                        "`{key}` is not a status code, a range such as `4XX`, or `default`"
                    );
                    // What is not mended can be no response.
                    let (severity, help) = match (mistakes::status(key), advice::status(key)) {
                        (Some(meant), _) => (
                            Severity::Warning,
                            format!("it is read as `{meant}`; write that"),
                        ),
                        (None, Some(near)) => (Severity::Error, format!("did you mean `{near}`?")),
                        (None, None) => {
                            (Severity::Error, codes::MALFORMED_STATUS.action.to_owned())
                        }
                    };
                    self.report(
                        &codes::MALFORMED_STATUS,
                        severity,
                        span,
                        message,
                        Some(&help),
                    );
                }
                self.entry(node, shape, place);
            }
        }
    }
}
