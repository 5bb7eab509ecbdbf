//! What a walk finds in references and in the keys around them.

use super::{Anchor, Form, Found, Place, Shape, Step, Walk, head};
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
                    walk.push_reference(member.node.span, text, Kind::Schema, Form::Mapping);
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

    /// A `$ref` among the members of a map: the members of the map that it leads to are meant.
    pub(super) fn further(&mut self, node: &'a Node, shape: &'static Shape) -> bool {
        let (kind, title) = match shape {
            Shape::Schema => (Kind::Schema, "a schema"),
            Shape::Object(kind) | Shape::OrReference(kind) => (*kind, kind.grammar().title),
            _ => return false,
        };
        let Some(text) = node.as_str() else {
            return false;
        };
        let pointer = Pointer(self.tokens());
        self.found.maps.push(pointer);
        self.step(Step::Key("$ref"), |walk| {
            walk.report(
                &codes::MISPLACED_REFERENCE,
                Severity::Warning,
                node.span,
                format!(
                    "a `$ref` in place of entries, each {title}, is not in the specification"
                ),
                Some("the members of the map that it leads to are read as if they stood here; other programs may not do so"),
            );
            walk.push_reference(node.span, text, kind, Form::Members(shape));
        });
        true
    }

    pub(super) fn schema(&mut self, object: &'a Object) {
        if let Some(member) = object.0.get("$ref") {
            self.found_reference(&member.node, Kind::Schema);
            for (key, sibling) in &object.0 {
                let severity = match key.as_str() {
                    "$ref" => continue,
                    // Unknown keys are told as such.
                    key if key.starts_with("x-") => continue,
                    key if Kind::Schema.grammar().field(key, self.version).is_none() => continue,
                    "title" | "description" | "example" | "examples" | "externalDocs"
                    | "$comment" => Severity::Info,
                    _ => Severity::Warning,
                };
                self.beside(key, sibling.key, severity);
            }
        }
        for (key, dynamic) in [("$anchor", false), ("$dynamicAnchor", true), ("$id", false)] {
            // Up to draft 7, `$id: '#name'` was what `$anchor` is.
            let named = object.get(key).and_then(|node| {
                let text = node.as_str()?;
                let name = if key == "$id" {
                    text.strip_prefix('#')?
                } else {
                    text
                };
                (!name.is_empty()).then_some((node, name))
            });
            if let Some((node, name)) = named {
                let (name, pointer) = (name.to_owned(), Pointer(self.tokens()));
                self.found.anchors.push(Anchor {
                    name,
                    pointer,
                    span: node.span,
                    dynamic,
                });
            }
        }
        for key in ["$dynamicRef", "$recursiveRef"] {
            if let Some((node, text)) = object
                .get(key)
                .and_then(|node| Some((node, node.as_str()?)))
            {
                self.step(Step::Key(key), |walk| {
                    walk.push_reference(node.span, text, Kind::Schema, Form::Dynamic(key));
                });
            }
        }
        if let Some(node) = object.get("$schema") {
            self.step(Step::Key("$schema"), |walk| walk.dialect(node));
        }
    }

    /// The name of a dialect: those that are read as OpenAPI's.
    pub(super) fn dialect(&mut self, node: &Node) {
        const KNOWN: &[&str] = &[
            "://json-schema.org/draft/2020-12/schema",
            "://json-schema.org/draft-07/schema",
        ];
        let Some(text) = node.as_str() else { return };
        let address = text.trim_end_matches('#');
        let known = KNOWN.iter().any(|known| {
            address
                .strip_suffix(known)
                .is_some_and(|scheme| ["http", "https"].contains(&scheme))
        });
        if !known && !address.starts_with("https://spec.openapis.org/oas/3.") {
            let message = format!("the dialect `{text}` is not known");
            let code = &codes::UNKNOWN_DIALECT;
            self.report(code, code.severity, node.span, message, None);
        }
    }

    /// A key beside the `$ref` of a schema: 3.0 says that it has no effect.
    pub(super) fn beside(&mut self, key: &'a str, span: Span, severity: Severity) {
        if self.version <= Version::V3_0 {
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
            self.push_reference(node.span, text, kind, Form::Plain);
        }
    }

    pub(super) fn push_reference(&mut self, span: Span, text: &str, kind: Kind, form: Form) {
        let pointer = Pointer(self.tokens()).to_string();
        self.found.references.push(Found {
            span,
            text: text.to_owned(),
            pointer,
            kind,
            form,
        });
    }
}
