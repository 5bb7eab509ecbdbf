//! Parameters in forms → a request body with an object.

use super::Translation;
use super::lists::ListForm;
use super::media::{Media, MediaTypes};
use super::parameters::is_of_schema;
use super::said;
use super::tree::{Made, list, text};
use crate::diagnostics::{Severity, Span, codes};
use crate::read::Node;

const ENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

impl<'d> Translation<'d, '_> {
    /// The request body of an operation with these parameters in its form.
    pub(super) fn form(&mut self, fields: &[&'d Node], media: &MediaTypes<'d>) -> Option<Node> {
        let span = fields.first()?.span;
        let mut properties = Made::at(span);
        let mut encoding = Made::at(span);
        let mut required = Vec::new();
        let mut files = false;
        for field in fields {
            let Some(object) = field.as_object() else {
                continue;
            };
            let Some(name) = object.get("name").filter(|name| name.as_str().is_some()) else {
                continue;
            };
            let key = name.as_str().unwrap_or_default();
            if properties.has(key) {
                // A parameter of the operation takes the place of one of its path item.
                continue;
            }
            let form = self.list_form(field, object);
            let mut schema = self.value(object, field.span, form);
            for (key, member) in &object.0 {
                if (key == "description" || key.starts_with("x-")) && !is_of_schema(key) {
                    schema.put(key, member.key, self.node(&member.node));
                }
            }
            properties.put(key, name.span, schema.done());
            let of_file = |node: Option<&Node>| node.and_then(Node::as_str) == Some("file");
            let listed = object.get("items").and_then(|items| items.get("type"));
            files |= of_file(object.get("type")) || of_file(listed);
            if form != ListForm::Plain && !of_file(listed) {
                let mut said = Made::at(field.span);
                form.put(object, &mut said);
                if !said.is_empty() {
                    encoding.put(key, name.span, said.done());
                }
            }
            if object.get("required").and_then(Node::as_bool) == Some(true) {
                required.push(text(key, name.span));
            }
            let empty = object
                .get("allowEmptyValue")
                .filter(|flag| flag.as_bool() == Some(true));
            if let Some(flag) = empty.filter(|_| said(object, "type") != Some("string")) {
                let message = format!("`{key}` cannot be empty: only a text can in a form");
                let help =
                    "leave `allowEmptyValue` out; where the field may be empty, it may be absent";
                self.tell(
                    &codes::SWAGGER_NOT_KEPT,
                    Severity::Warning,
                    flag.span,
                    message,
                    help,
                );
            }
        }
        let mut schema = Made::at(span);
        schema.put("type", span, text("object", span));
        schema.put("properties", span, properties.done());
        let demanded = !required.is_empty();
        if demanded {
            schema.put("required", span, list(required, span));
        }
        let mut entry = Made::at(span);
        entry.put("schema", span, schema.done());
        if !encoding.is_empty() {
            entry.put("encoding", span, encoding.done());
        }
        let entry = entry.done();
        let mut content = Made::at(span);
        for media in self.media_of_form(media, files, span) {
            content.put(media.name, media.span, entry.clone());
        }
        let mut made = Made::at(span);
        if demanded {
            made.put("required", span, super::tree::flag(true, span));
        }
        made.put("content", span, content.done());
        Some(made.done())
    }

    /// The media types that a form can be written in.
    fn media_of_form(&mut self, media: &MediaTypes<'d>, files: bool, span: Span) -> Vec<Media<'d>> {
        let mut types = Vec::new();
        for media_type in &media.types {
            match media_type.essence().as_str() {
                MULTIPART => types.push(media_type.clone()),
                ENCODED if !files => types.push(media_type.clone()),
                // The document names what its operations have in common; an operation means what it says.
                essence if media.own => {
                    let name = media_type.name;
                    let (severity, message) = match essence {
                        ENCODED => (Severity::Info, format!("`{name}` cannot carry files")),
                        _ => (
                            Severity::Warning,
                            format!("`{name}` cannot carry parameters in `formData`"),
                        ),
                    };
                    let help = "it is left out; name `multipart/form-data`, or describe a parameter in `body`";
                    self.tell(
                        &codes::SWAGGER_NOT_KEPT,
                        severity,
                        media_type.span,
                        message,
                        help,
                    );
                }
                _ => {}
            }
        }
        if types.is_empty() {
            let name = if files { MULTIPART } else { ENCODED };
            types.push(Media { name, span });
        }
        types
    }
}
