//! What Swagger 2.0 alone asks for, and the table cannot say: it depends on where a parameter travels, or how a flow goes.

use super::{Step, Walk, head};
use crate::diagnostics::{Severity, codes};
use crate::read::grammar::Kind;
use crate::read::{Node, Object};

/// Keys of a schema that tell that it is one.
const SCHEMA: &[&str] = &["type", "format", "items", "enum", "properties", "allOf"];

/// Whether a parameter in the body has the keys of its schema itself.
pub(super) fn is_bare(object: &Object) -> bool {
    object.get("in").and_then(Node::as_str) == Some("body")
        && !object.contains_key("schema")
        && object.keys().any(|key| SCHEMA.contains(&key))
}

impl<'a> Walk<'a, '_> {
    pub(super) fn swagger(&mut self, node: &'a Node, object: &'a Object, kind: Kind) {
        let text = |key: &str| object.get(key).and_then(Node::as_str);
        match (kind, text("in")) {
            (Kind::Parameter, Some("body")) => self.body(node, object),
            (Kind::Parameter, place) => {
                match object.0.get("schema") {
                    Some(member) if !object.contains_key("type") => {
                        self.step(Step::Key("schema"), |walk| {
                            let place = super::Place {
                                key: Some("schema"),
                                note: false,
                            };
                            let belongs = "of what is no body belongs to OpenAPI 3.0 and later";
                            walk.other_version(member.key, place, belongs);
                        });
                    }
                    Some(_) => {}
                    None if object.contains_key("content") => {}
                    None => self.typed(node, object, "a parameter"),
                }
                self.format_of_list(object, ["query", "formData"].map(Some).contains(&place));
                if place != Some("formData") {
                    self.file(
                        object,
                        "a file can be in `formData` only",
                        "it is read as a text",
                    );
                }
            }
            (Kind::Header, _) if !object.contains_key("schema") => {
                self.typed(node, object, "a header");
                self.format_of_list(object, false);
                self.file(object, "a header cannot be a file", "it is read as a text");
            }
            (Kind::Items, _) => {
                self.typed(node, object, "an items object");
                self.format_of_list(object, false);
                self.file(
                    object,
                    "a list of files is not in Swagger 2.0",
                    "it is read as one",
                );
            }
            (Kind::SecurityScheme, _) if text("type") == Some("oauth2") => {
                let needed: &[&str] = match text("flow") {
                    Some("implicit") => &["authorizationUrl", "scopes"],
                    Some("password" | "application") => &["tokenUrl", "scopes"],
                    Some("accessCode") => &["authorizationUrl", "tokenUrl", "scopes"],
                    _ => &[],
                };
                for key in needed.iter().filter(|key| object.get(key).is_none()) {
                    let message = format!("a security scheme of this flow lacks `{key}`");
                    self.lacks(node, message, &format!("add `{key}`"));
                }
            }
            _ => {}
        }
    }

    fn body(&mut self, node: &'a Node, object: &'a Object) {
        if !object.contains_key("schema") && !is_bare(object) {
            let message = "a parameter in `body` lacks `schema`".to_owned();
            self.lacks(node, message, "add one; any value is taken as the body");
        }
    }

    fn typed(&mut self, node: &'a Node, object: &'a Object, title: &str) {
        if !object.contains_key("type") {
            let message = format!("{title} lacks `type`");
            let help = "add its `type`, such as `type: string`; any value is taken";
            return self.lacks(node, message, help);
        }
        let list = object.get("type").and_then(Node::as_str) == Some("array");
        if list && !object.contains_key("items") {
            let message = format!("{title} with `type: array` lacks `items`");
            self.lacks(
                node,
                message,
                "add `items` with a `type`; any value is taken as an item",
            );
        }
    }

    /// A name can be repeated in queries and forms only.
    fn format_of_list(&mut self, object: &'a Object, repeatable: bool) {
        let format = object.get("collectionFormat");
        let Some(format) = format.filter(|format| format.as_str() == Some("multi")) else {
            return;
        };
        if !repeatable {
            self.step(Step::Key("collectionFormat"), |walk| {
                let message = "`multi` is possible in `query` and `formData` only".to_owned();
                let help = Some("it is read as `csv`");
                let code = &codes::WRONG_VALUE;
                walk.report(code, Severity::Warning, format.span, message, help);
            });
        }
    }

    /// Says where there can be no file.
    fn file(&mut self, object: &'a Object, message: &str, help: &str) {
        let kind = object.get("type");
        if let Some(kind) = kind.filter(|kind| kind.as_str() == Some("file")) {
            self.step(Step::Key("type"), |walk| {
                let code = &codes::WRONG_VALUE;
                let message = message.to_owned();
                walk.report(code, Severity::Warning, kind.span, message, Some(help));
            });
        }
    }

    fn lacks(&mut self, node: &'a Node, message: String, help: &str) {
        let code = &codes::MISSING_KEY;
        self.report(code, Severity::Warning, head(node), message, Some(help));
    }
}
