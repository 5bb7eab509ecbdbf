//! Keys of one object that exclude each other, or that one without the other is of no use.
//!
//! Long because each kind of object has rules of its own, and none of them is of use elsewhere.

use std::collections::HashMap;

use super::values::is_media_type;
use super::{Step, Walk};
use crate::diagnostics::{Code, Diagnostic, Severity, codes};
use crate::read::grammar::Kind;
use crate::read::{Node, Object, Pointer, Value, Version};

/// Pairs of keys of which an object has one at most, and what to do about it.
const EXCLUSIVE: &[(&[Kind], [&str; 2], &str)] = &[
    (
        &[Kind::Parameter, Kind::Header],
        ["schema", "content"],
        "keep `schema` for a simple value, `content` for one in a media type",
    ),
    (
        &[Kind::Parameter, Kind::Header, Kind::MediaType],
        ["example", "examples"],
        "move the one example to `examples`",
    ),
    (
        &[Kind::Example],
        ["value", "externalValue"],
        "keep one of the two",
    ),
    (
        &[Kind::Example],
        ["value", "dataValue"],
        "keep one of the two",
    ),
    (
        &[Kind::License],
        ["identifier", "url"],
        "keep one of the two: an SPDX expression, or a link",
    ),
    (
        &[Kind::Link],
        ["operationId", "operationRef"],
        "keep one of the two",
    ),
];

/// Keywords of a schema that do nothing without another one.
const DEPENDENT: &[(&str, &str)] = &[
    ("then", "if"),
    ("else", "if"),
    ("minContains", "contains"),
    ("maxContains", "contains"),
];

impl<'a> Walk<'a, '_> {
    /// Says what keys of an object say together that they should not.
    pub(super) fn together(&mut self, node: &'a Node, object: &'a Object, kind: Kind) {
        for (kinds, [first, second], help) in EXCLUSIVE {
            if kinds.contains(&kind)
                && let (Some(one), Some(other)) = (object.0.get(*first), object.0.get(*second))
            {
                let later = match one.key.start > other.key.start {
                    true => (first, one, other),
                    false => (second, other, one),
                };
                let (key, member, earlier) = later;
                self.step(Step::Key(key), |walk| {
                    let message = format!(
                        "{} cannot have both `{first}` and `{second}`",
                        kind.grammar().title
                    );
                    let diagnostic = Diagnostic::new(&codes::CONFLICTING_KEYS, message)
                        .at(member.key)
                        .related(earlier.key, "and this one")
                        .help(*help);
                    walk.push(diagnostic);
                });
            }
        }
        match kind {
            Kind::Parameter | Kind::Header => self.sole_content(object, kind),
            Kind::Schema => self.keywords(object),
            Kind::Server => self.server(node, object),
            Kind::OpenApi => self.root(node, object),
            Kind::Paths => self.templates(object),
            Kind::Response => self.headers(object),
            Kind::MediaType => self.encodings(object),
            _ => {}
        }
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        let pointer = Pointer(self.tokens()).to_string();
        self.diagnostics.push(diagnostic.pointer(pointer));
    }

    fn tell(
        &mut self,
        code: &'static Code,
        key: &'a str,
        at: &'a Node,
        message: String,
        help: &str,
    ) {
        self.step(Step::Key(key), |walk| {
            walk.report(code, code.severity, at.span, message, Some(help));
        });
    }

    /// The content of a parameter is of one media type; an empty value is for queries.
    fn sole_content(&mut self, object: &'a Object, kind: Kind) {
        let title = kind.grammar().title;
        if let Some(content) = object.get("content").filter(|content| content.is_object()) {
            let count = content
                .entries()
                .filter(|(key, _)| !key.starts_with("x-"))
                .count();
            if count != 1 {
                let message =
                    format!("the `content` of {title} must have one media type, found {count}");
                let help = match count {
                    0 => "add one, such as `application/json: {schema: {}}`",
                    _ => "keep one of them",
                };
                self.tell(&codes::WRONG_VALUE, "content", content, message, help);
            }
        }
        let text = |key: &str| object.get(key).and_then(Node::as_str);
        if let Some(place) = text("in").filter(|place| ["path", "header", "cookie"].contains(place))
            && let Some(said) = object.get("allowEmptyValue")
            && said.as_bool() == Some(true)
        {
            let message =
                format!("`allowEmptyValue` is for parameters `in: query`, not `in: {place}`");
            self.tell(
                &codes::WRONG_VALUE,
                "allowEmptyValue",
                said,
                message,
                "remove it",
            );
        }
        let token = |text: &str| is_media_type(&format!("a/{text}"));
        if let Some(node) = object.get("name").filter(|_| text("in") == Some("header"))
            && let Some(name) = node
                .as_str()
                .filter(|name| !name.is_empty() && !token(name))
        {
            let message = format!("`{name}` cannot be the name of a header");
            let help = "use letters, digits and `-`, without spaces";
            self.tell(&codes::WRONG_VALUE, "name", node, message, help);
        }
        let list = object
            .get("schema")
            .and_then(|schema| schema.get("type"))
            .and_then(Node::as_str);
        if let (
            Some(style @ ("spaceDelimited" | "pipeDelimited" | "deepObject")),
            Some(node),
            Some(ty),
        ) = (text("style"), object.get("style"), list)
        {
            let fits = match style {
                "deepObject" => ty == "object",
                _ => ["array", "object"].contains(&ty),
            };
            if !fits {
                let needed = if style == "deepObject" {
                    "an object"
                } else {
                    "a list"
                };
                let message = format!(
                    "the style `{style}` is for {needed}, but the schema says `type: {ty}`"
                );
                self.tell(
                    &codes::WRONG_VALUE,
                    "style",
                    node,
                    message,
                    "remove the style, or correct the schema",
                );
            }
        }
    }

    fn keywords(&mut self, object: &'a Object) {
        for (key, other) in DEPENDENT {
            if let Some((key, member)) = object
                .0
                .get_key_value(*key)
                .filter(|_| !object.contains_key(other))
            {
                self.step(Step::Key(key), |walk| {
                    let message = format!("`{key}` has no effect without `{other}`");
                    let help = format!("add `{other}`, or remove `{key}`");
                    let code = &codes::KEYWORD_WITHOUT_EFFECT;
                    walk.report(code, Severity::Warning, member.key, message, Some(&help));
                });
            }
        }
        for (key, other) in [
            ("exclusiveMinimum", "minimum"),
            ("exclusiveMaximum", "maximum"),
        ] {
            let said = object
                .get(key)
                .filter(|node| self.version == Version::V3_0 && node.as_bool() == Some(true));
            if let Some(node) = said.filter(|_| !object.contains_key(other)) {
                let message = format!("`{key}: true` has no effect without `{other}`");
                let help = format!("add `{other}`, the limit that is excluded");
                self.tell(&codes::KEYWORD_WITHOUT_EFFECT, key, node, message, &help);
            }
        }
        let count = |key: &str| object.get(key).and_then(Node::as_f64);
        if let (Some(least), Some(most), Some(node)) = (
            count("minContains"),
            count("maxContains"),
            object.get("minContains"),
        ) && least > most
        {
            let message =
                "`minContains` is greater than `maxContains`, so that no value is valid".to_owned();
            let help = "swap the two, or correct the one that is wrong";
            self.tell(
                &codes::UNSATISFIABLE_SCHEMA,
                "minContains",
                node,
                message,
                help,
            );
        }
        let has = |keys: &[&str]| keys.iter().any(|key| object.contains_key(key));
        if let Some(member) = object.0.get("if").filter(|_| !has(&["then", "else"])) {
            self.step(Step::Key("if"), |walk| {
                let message = "`if` has no effect without `then` or `else`".to_owned();
                let code = &codes::KEYWORD_WITHOUT_EFFECT;
                let help = "add one of the two, or remove `if`";
                walk.report(code, Severity::Warning, member.key, message, Some(help));
            });
        }
        let typed = has(&["type", "$ref", "allOf", "anyOf", "oneOf"]);
        if let Some(node) = object
            .get("nullable")
            .filter(|_| !typed && self.version == Version::V3_0)
        {
            let message = "`nullable` has no effect without `type`".to_owned();
            let help = "add the `type`, or remove `nullable`";
            self.step(Step::Key("nullable"), |walk| {
                let code = &codes::KEYWORD_WITHOUT_EFFECT;
                walk.report(code, Severity::Info, node.span, message, Some(help));
            });
        }
        let flag = |key: &str| object.get(key).and_then(Node::as_bool) == Some(true);
        if let Some(member) = object
            .0
            .get("writeOnly")
            .filter(|_| flag("readOnly") && flag("writeOnly"))
        {
            self.step(Step::Key("writeOnly"), |walk| {
                let message = "a schema cannot be both `readOnly` and `writeOnly`: it would never travel".to_owned();
                let diagnostic = Diagnostic::new(&codes::CONFLICTING_KEYS, message).at(member.key);
                walk.push(diagnostic.help("keep one of the two: `readOnly` for what only responses have, `writeOnly` for what only requests have"));
            });
        }
    }

    fn server(&mut self, node: &'a Node, object: &'a Object) {
        let url = object.get("url").and_then(Node::as_str).unwrap_or_default();
        let Some(variables) = object.get("variables").and_then(Node::as_object) else {
            return;
        };
        let span = node.span;
        // What is wrong with the braces is told where they are.
        let whole = url.matches('{').count() == url.matches('}').count();
        for (name, member) in &variables.0 {
            if whole && !url.contains(&format!("{{{name}}}")) {
                self.step(Step::Key("variables"), |walk| {
                    walk.step(Step::Key(name), |walk| {
                        let message = format!("the variable `{name}` does not appear in the URL");
                        let help =
                            format!("put `{{{name}}}` into the `url`, or remove the variable");
                        let code = &codes::WRONG_VALUE;
                        let at = if member.key.file == span.file {
                            member.key
                        } else {
                            span
                        };
                        walk.report(code, Severity::Warning, at, message, Some(&help));
                    })
                });
            }
            let values = member
                .node
                .get("enum")
                .map(Node::as_array)
                .unwrap_or_default();
            let default = member.node.get("default");
            if let Some((default, text)) = default.and_then(|node| Some((node, node.as_str()?)))
                && !values.is_empty()
                && !values.iter().any(|value| value.as_str() == Some(text))
            {
                self.step(Step::Key("variables"), |walk| {
                    walk.step(Step::Key(name), |walk| {
                        let message = format!(
                            "the default `{text}` of the variable `{name}` is not in its `enum`"
                        );
                        let help = "write one of the values of `enum`, or add this one";
                        walk.tell(&codes::INVALID_DEFAULT, "default", default, message, help);
                    })
                });
            }
        }
    }

    fn root(&mut self, node: &'a Node, object: &'a Object) {
        let parts = ["paths", "webhooks", "components", "x-webhooks"];
        let misspelt = parts.into_iter().any(|part| self.is_misspelt(object, part));
        let moved = object
            .get("info")
            .is_some_and(|info| parts.iter().any(|part| info.get(part).is_some()));
        if self.version > Version::V3_0
            && !misspelt
            && !moved
            && !parts.iter().any(|part| object.contains_key(part))
        {
            let message =
                "an OpenAPI document needs `paths`, `webhooks` or `components`".to_owned();
            let span = super::head(node);
            self.report(
                &codes::MISSING_KEY,
                Severity::Warning,
                span,
                message,
                Some("add `paths: {}`"),
            );
        }
        let tags = object.get("tags").map(Node::as_array).unwrap_or_default();
        let mut first: HashMap<&str, &Node> = HashMap::new();
        for (index, tag) in tags.iter().enumerate() {
            let Some(name) = tag.get("name") else {
                continue;
            };
            let Some(text) = name.as_str() else { continue };
            if let Some(known) = first.insert(text, name) {
                self.step(Step::Key("tags"), |walk| {
                    walk.step(Step::Index(index), |walk| {
                        let message = format!("the tag `{text}` is declared twice");
                        let diagnostic = Diagnostic::new(&codes::WRONG_VALUE, message).at(name);
                        walk.push(
                            diagnostic
                                .related(known.span, "first here")
                                .help("remove one of the two"),
                        );
                    })
                });
            }
        }
        for (index, tag) in tags.iter().enumerate() {
            let Some(parent) = tag.get("parent") else {
                continue;
            };
            let Some(text) = parent.as_str().filter(|text| !first.contains_key(text)) else {
                continue;
            };
            let near = crate::suggest::nearest(text, first.keys().copied());
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add the parent to `tags`, or correct the name".to_owned(),
            };
            self.step(Step::Key("tags"), |walk| {
                walk.step(Step::Index(index), |walk| {
                    let message =
                        format!("there is no tag `{text}` that could be the parent of this one");
                    walk.tell(&codes::WRONG_VALUE, "parent", parent, message, &help);
                })
            });
        }
    }

    /// Paths that differ in the names of their parameters alone are one path.
    fn templates(&mut self, object: &'a Object) {
        let mut first: HashMap<String, (&str, &super::super::Member)> = HashMap::new();
        for (key, member) in object.0.iter().filter(|(key, _)| key.contains('{')) {
            let Some((other, earlier)) = first.get(&unnamed(key)).copied() else {
                first.insert(unnamed(key), (key, member));
                continue;
            };
            // Operations that a server cannot tell apart are told as such.
            let methods = |node: &Node| {
                super::super::operations(node)
                    .map(|(method, _)| method.to_owned())
                    .collect::<Vec<_>>()
            };
            let taken = methods(&earlier.node);
            if methods(&member.node)
                .iter()
                .any(|method| taken.contains(method))
            {
                continue;
            }
            self.step(Step::Key(key), |walk| {
                let message = format!(
                    "`{key}` is the same path as `{other}`: only the names of parameters differ"
                );
                let diagnostic = Diagnostic::new(&codes::AMBIGUOUS_ROUTE, message).at(member.key);
                walk.push(
                    diagnostic
                        .related(earlier.key, "the first one")
                        .help("move the operations into one path item"),
                );
            });
        }
    }

    /// Names of headers are equal in any case; `Content-Type` is told by `content`.
    fn headers(&mut self, object: &'a Object) {
        let Some(Value::Object(headers)) = object.get("headers").map(|node| &node.value) else {
            return;
        };
        let mut first: HashMap<String, &super::super::Member> = HashMap::new();
        for (name, member) in &headers.0 {
            let lower = name.to_ascii_lowercase();
            self.step(Step::Key("headers"), |walk| {
                walk.step(Step::Key(name), |walk| {
                    if lower == "content-type" {
                        let message =
                            format!("the header `{name}` is ignored: the keys of `content` say it");
                        let code = &codes::IGNORED_HEADER_PARAMETER;
                        walk.report(code, Severity::Info, member.key, message, Some("remove it"));
                    }
                    if let Some(known) = first.get(&lower) {
                        let message = format!(
                            "the header `{name}` is described twice: case makes no difference"
                        );
                        let diagnostic =
                            Diagnostic::new(&codes::WRONG_VALUE, message).at(member.key);
                        walk.push(
                            diagnostic
                                .related(known.key, "first here")
                                .help("remove one of the two"),
                        );
                    }
                })
            });
            first.entry(lower).or_insert(member);
        }
    }

    /// An encoding is of a property of the schema beside it.
    fn encodings(&mut self, object: &'a Object) {
        let properties = object.get("schema").filter(|schema| {
            ![
                "$ref",
                "allOf",
                "anyOf",
                "oneOf",
                "additionalProperties",
                "patternProperties",
            ]
            .iter()
            .any(|key| schema.get(key).is_some())
        });
        let properties = properties
            .and_then(|schema| schema.get("properties"))
            .and_then(Node::as_object);
        let encodings = object.get("encoding").and_then(Node::as_object);
        let Some((properties, encodings)) = properties.zip(encodings) else {
            return;
        };
        for (name, member) in encodings
            .0
            .iter()
            .filter(|(name, _)| !properties.contains_key(name))
        {
            self.step(Step::Key("encoding"), |walk| {
                walk.step(Step::Key(name), |walk| {
                    let message =
                        format!("the schema has no property `{name}` that could be encoded");
                    let near = crate::suggest::nearest(name, properties.keys());
                    let help = match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "add the property, or remove the encoding".to_owned(),
                    };
                    walk.report(
                        &codes::WRONG_VALUE,
                        Severity::Warning,
                        member.key,
                        message,
                        Some(&help),
                    );
                })
            });
        }
    }
}

/// A path without the names of its parameters.
fn unnamed(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}
