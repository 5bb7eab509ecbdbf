//! Responses: schema, media types and examples → content.

use super::media::{Media, MediaTypes};
use super::tree::Made;
use super::{Translation, said};
use crate::diagnostics::{Severity, codes};
use crate::read::{Node, Object};

/// What a file is served as.
const ANY: &str = "*/*";

impl<'d> Translation<'d, '_> {
    /// The responses of an operation that answers in these media types.
    pub(super) fn responses(&mut self, node: &'d Node, media: &MediaTypes<'d>) -> Node {
        let mut made = Made::at(node.span);
        for (status, member) in node.as_object().into_iter().flat_map(|all| &all.0) {
            let response = match status.starts_with("x-") {
                true => self.inside(&member.node),
                false => self.response_of(&member.node, media),
            };
            made.put(status, member.key, response);
        }
        made.done()
    }

    /// A response, or a reference to one that may be written in other media types where it stands.
    fn response_of(&mut self, node: &'d Node, media: &MediaTypes<'d>) -> Node {
        let Some(target) = self.document.follow(node) else {
            return self.node(node);
        };
        let Some(object) = target.as_object() else {
            return self.node(node);
        };
        let is_reference = !std::ptr::eq(node, target);
        let at_home = is_reference
            && (object.get("schema").is_none()
                || self.media_around(target, "produces").same(media));
        match at_home {
            true => self.node(node),
            false => self.response(target, object, media),
        }
    }

    /// A response where it stands, in the media types of the document.
    pub(super) fn response_at_home(&mut self, node: &'d Node, object: &'d Object) -> Node {
        let media = self.media_around(node, "produces");
        self.response(node, object, &media)
    }

    fn response(&mut self, node: &'d Node, object: &'d Object, media: &MediaTypes<'d>) -> Node {
        let mut made = Made::at(node.span);
        for (key, member) in &object.0 {
            if key != "schema" && key != "examples" {
                made.put(key, member.key, self.node(&member.node));
            }
        }
        let examples = object.get("examples").and_then(Node::as_object);
        if let Some(member) = object.0.get("schema") {
            let schema = &member.node;
            let types = self.media_of_response(schema, media, examples);
            let mut content = Made::at(node.span);
            for media in &types {
                if !self.spend(1) {
                    break;
                }
                let mut entry = Made::at(node.span);
                let translated = match (schema.as_object(), schema.get("$ref")) {
                    (Some(object), None) => self.schema(schema, object, true),
                    _ => self.node(schema),
                };
                entry.put("schema", member.key, translated);
                if let Some(example) = examples.and_then(|examples| examples.0.get(media.name)) {
                    entry.put("example", example.key, self.inside(&example.node));
                }
                content.put(media.name, media.span, entry.done());
            }
            made.put("content", member.key, content.done());
        }
        if let Some(member) = object
            .0
            .get("examples")
            .filter(|_| !object.contains_key("schema"))
        {
            let message = "a response without a `schema` has no body: its examples are left out";
            let help = "add a `schema`, or leave the examples out";
            self.tell(
                &codes::SWAGGER_NOT_KEPT,
                Severity::Info,
                member.key,
                message,
                help,
            );
        }
        made.done()
    }

    /// The media types of a response with this schema. A file is bytes, which cannot be a value of JSON or XML.
    /// An example is in a media type that the response can be written in.
    fn media_of_response(
        &mut self,
        schema: &'d Node,
        media: &MediaTypes<'d>,
        examples: Option<&'d Object>,
    ) -> Vec<Media<'d>> {
        let is_file = self
            .document
            .follow(schema)
            .and_then(Node::as_object)
            .is_some_and(|target| said(target, "type") == Some("file"));
        if !is_file {
            let mut types = media.types.clone();
            for (name, member) in examples.into_iter().flat_map(|examples| &examples.0) {
                if name.starts_with("x-")
                    || !self.spend(types.len())
                    || types.iter().any(|known| known.name == name)
                {
                    continue;
                }
                let message = format!("`{name}` has an example, and is not under `produces`");
                let help = "the response is taken to be written in it, too; add it there";
                self.tell(
                    &codes::WRONG_VALUE,
                    Severity::Warning,
                    member.key,
                    message,
                    help,
                );
                types.push(Media {
                    name,
                    span: member.key,
                });
            }
            return types;
        }
        let mut types = Vec::new();
        for media_type in &media.types {
            if !media_type.is_structured() {
                types.push(media_type.clone());
            } else if media.own {
                let message = format!(
                    "a file cannot be told from a value in `{}`",
                    media_type.name
                );
                let help =
                    "it is read as a file of any type; name its media type, or describe the value";
                self.tell(
                    &codes::SWAGGER_NOT_KEPT,
                    Severity::Info,
                    media_type.span,
                    message,
                    help,
                );
            }
        }
        if types.is_empty() {
            types.push(Media {
                name: ANY,
                span: schema.span,
            });
        }
        types
    }
}
