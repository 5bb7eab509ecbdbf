//! What a walk finds in references and in the keys around them.

use super::{Found, Place, Shape, Step, Walk, head};
use crate::diagnostics::{Severity, Span, codes};
use crate::read::grammar::Kind;
use crate::read::{Node, Object, Pointer, Version};

impl<'a> Walk<'a, '_> {
    pub(super) fn mapping(&mut self, object: &'a Object) {
        for (key, member) in &object.0 {
            let place = Place {
                key: Some(key),
                note: false,
            };
            self.step(Step::Key(key), |walk| {
                walk.value(&member.node, Shape::Text, place);
                if let Some(text) = member.node.as_str() {
                    walk.push_reference(member.node.span, text, Kind::Schema, true);
                }
            });
        }
    }

    /// A Reference Object: nothing beside `$ref` counts, but for `summary` and `description`.
    pub(super) fn reference(&mut self, node: &'a Node, object: &'a Object, kind: Kind) {
        self.seen.insert(node.span, kind);
        if kind == Kind::MediaType && self.version < Version::V3_2 {
            let message = "a `$ref` in place of a media type belongs to OpenAPI 3.2".to_owned();
            self.report(
                &codes::OTHER_VERSION_KEY,
                Severity::Warning,
                head(node),
                message,
                None,
            );
        }
        for (key, member) in &object.0 {
            match key.as_str() {
                "$ref" => self.step(Step::Key(key), |walk| {
                    let place = Place {
                        key: Some(key),
                        note: false,
                    };
                    walk.value(&member.node, Shape::Address, place);
                    walk.push_text(&member.node, kind);
                }),
                "summary" | "description" => self.beside(key, member.key, Severity::Info),
                _ if key.starts_with("x-") => {}
                _ => self.step(Step::Key(key), |walk| {
                    let message = format!("`{key}` has no effect beside `$ref`");
                    walk.report(
                        &codes::REFERENCE_SIBLINGS,
                        Severity::Warning,
                        member.key,
                        message,
                        None,
                    );
                }),
            }
        }
    }

    /// A `$ref` that the specification does not know, but whose meaning is plain: documents in several files have it.
    pub(super) fn misplaced(&mut self, node: &'a Node, object: &'a Object, kind: Kind) {
        let message = format!(
            "a `$ref` in place of {} is not in the specification",
            kind.grammar().title
        );
        self.report(
            &codes::MISPLACED_REFERENCE,
            Severity::Warning,
            head(node),
            message,
            Some("it is followed; other programs may not do so"),
        );
        self.reference(node, object, kind);
    }

    pub(super) fn schema(&mut self, object: &'a Object) {
        if let Some(member) = object.0.get("$ref") {
            self.found_reference(&member.node, Kind::Schema);
            for (key, sibling) in &object.0 {
                let severity = match key.as_str() {
                    "$ref" => continue,
                    // Unknown keys are told as such.
                    key if Kind::Schema.grammar().field(key).is_none() => continue,
                    "title" | "description" | "example" | "examples" | "externalDocs"
                    | "$comment" => Severity::Info,
                    _ => Severity::Warning,
                };
                self.beside(key, sibling.key, severity);
            }
        }
        if let Some(name) = object.get("$anchor").and_then(Node::as_str) {
            self.found
                .anchors
                .push((name.to_owned(), Pointer(self.tokens())));
        }
        for (key, member) in &object.0 {
            let code = match key.as_str() {
                "$id" => &codes::UNSUPPORTED_SCHEMA_ID,
                "$dynamicRef" | "$dynamicAnchor" | "$recursiveRef" | "$recursiveAnchor" => {
                    &codes::UNSUPPORTED_DYNAMIC_REFERENCE
                }
                _ => continue,
            };
            self.step(Step::Key(key), |walk| {
                walk.report(
                    code,
                    code.severity,
                    member.key,
                    format!("`{key}` is ignored"),
                    None,
                );
            });
        }
    }

    /// A key beside the `$ref` of a schema: 3.0 says that it has no effect.
    pub(super) fn beside(&mut self, key: &'a str, span: Span, severity: Severity) {
        if self.version == Version::V3_0 {
            self.step(Step::Key(key), |walk| {
                let message = format!("`{key}` beside `$ref` belongs to OpenAPI 3.1");
                walk.report(&codes::OTHER_VERSION_KEY, severity, span, message, None);
            });
        }
    }

    pub(super) fn found_reference(&mut self, node: &'a Node, kind: Kind) {
        self.step(Step::Key("$ref"), |walk| walk.push_text(node, kind));
    }

    pub(super) fn push_text(&mut self, node: &'a Node, kind: Kind) {
        if let Some(text) = node.as_str() {
            self.push_reference(node.span, text, kind, false);
        }
    }

    pub(super) fn push_reference(&mut self, span: Span, text: &str, kind: Kind, mapping: bool) {
        let pointer = Pointer(self.tokens()).to_string();
        self.found.references.push(Found {
            span,
            text: text.to_owned(),
            pointer,
            kind,
            mapping,
        });
    }
}
