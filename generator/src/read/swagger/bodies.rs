//! Parameters in the body → request bodies.

use super::Translation;
use super::media::MediaTypes;
use super::parameters::is_of_schema;
use super::tree::Made;
use crate::diagnostics::Span;
use crate::read::{Node, Object};

impl<'d> Translation<'d, '_> {
    /// The request body of an operation that has this parameter, or a reference to one.
    pub(super) fn body_of(&mut self, item: &'d Node, media: &MediaTypes<'d>) -> Option<Node> {
        let target = self.document.follow(item)?;
        let object = target.as_object()?;
        if !std::ptr::eq(item, target) && self.media_around(target, "consumes").same(media) {
            // As it is where it stands.
            return Some(self.node(item));
        }
        Some(self.request_body(target, object, media))
    }

    /// The request body that a parameter describes, in these media types.
    pub(super) fn request_body(
        &mut self,
        node: &'d Node,
        object: &'d Object,
        media: &MediaTypes<'d>,
    ) -> Node {
        let mut made = Made::at(node.span);
        for (key, member) in &object.0 {
            let part = key == "description" || key == "required" || key.starts_with("x-");
            if part && !is_of_schema(key) {
                made.put(key, member.key, self.node(&member.node));
            }
        }
        let mut content = Made::at(node.span);
        for media in &media.types {
            if !self.spend(1) {
                break;
            }
            let mut entry = Made::at(node.span);
            if let Some(member) = object.0.get("schema") {
                // Keys that stood in the parameter have its place.
                let schema = match member.node.as_object() {
                    Some(inner) if member.node.span == node.span => {
                        self.schema(&member.node, inner, false)
                    }
                    _ => self.node(&member.node),
                };
                entry.put("schema", member.key, schema);
            }
            content.put(media.name, media.span, entry.done());
        }
        made.put("content", self.head(object, "schema", node), content.done());
        made.done()
    }

    /// The place of a key, or else of what lacks it.
    pub(super) fn head(&self, object: &Object, key: &str, node: &Node) -> Span {
        object.0.get(key).map_or(node.span, |member| member.key)
    }
}
