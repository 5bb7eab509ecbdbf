//! URL-encoded forms: how members are written that are not written as usual.
//!
//! Comes in: a media type object and the type of its schema. Goes out: an encoding for each such member (OpenAPI 3.1.1
//! section 4.8.15.1.1). A style that is said comes before a media type.

use super::Resolver;
use crate::diagnostics::codes;
use crate::model::{PartEncoding, Shape, Style, Type, TypeKind, Use};
use crate::read::Node;

impl<'d> Resolver<'d> {
    /// The encodings of the members of a form.
    pub(super) fn form_encodings(&mut self, entry: &'d Node, value: &Use) -> Vec<PartEncoding> {
        let members = self.members(&value.ty).unwrap_or_default();
        let encodings = members.into_iter().filter_map(|(name, ty)| {
            let encoding = entry.get("encoding").and_then(|map| map.get(&name))?;
            self.form_encoding(encoding, name, &ty)
        });
        encodings.collect()
    }

    fn form_encoding(
        &mut self,
        encoding: &'d Node,
        name: String,
        ty: &Type,
    ) -> Option<PartEncoding> {
        let shape = super::finish::shape(&self.types, ty);
        let styled = ["style", "explode", "allowReserved"]
            .iter()
            .any(|key| encoding.get(key).is_some());
        let style = match encoding.get("style").and_then(Node::as_str) {
            Some("spaceDelimited") => Style::SpaceDelimited,
            Some("pipeDelimited") => Style::PipeDelimited,
            Some("deepObject") => Style::DeepObject,
            _ => Style::Form,
        };
        let flag = |key: &str| encoding.get(key).and_then(Node::as_bool);
        let written = PartEncoding {
            json: false,
            style,
            explode: flag("explode").unwrap_or(style == Style::Form),
            shape,
            members: match shape {
                Shape::Object => self.members(ty).unwrap_or_default(),
                _ => Vec::new(),
            }
            .into_iter()
            .map(|(name, _)| name)
            .collect(),
            allow_reserved: flag("allowReserved") == Some(true),
            name,
        };
        if styled {
            return Some(written);
        }
        let media_type = encoding.get("contentType").and_then(Node::as_str)?;
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let essence = essence.to_ascii_lowercase();
        if essence.ends_with("/json") || essence.ends_with("+json") {
            // Objects are JSON anyway.
            return (shape != Shape::Object).then_some(PartEncoding {
                json: true,
                ..written
            });
        }
        if shape == Shape::Object {
            let name = &written.name;
            let message = format!("the member `{name}` is written as JSON, not as `{media_type}`");
            self.report(&codes::FORM_CONTENT, encoding, message);
        }
        None
    }

    /// Wire names and types of the members of a struct type.
    fn members(&mut self, ty: &Type) -> Option<Vec<(String, Type)>> {
        // The type may still wait in the queue.
        self.work_off();
        let mut ty = ty.clone();
        for _ in 0..64 {
            match ty {
                Type::Named(id) | Type::Boxed(id) => match &self.types[id].kind {
                    TypeKind::Struct(structure) => {
                        return Some(
                            structure
                                .fields
                                .iter()
                                .filter(|field| !field.name.is_empty())
                                .map(|field| (field.name.clone(), field.value.ty.clone()))
                                .collect(),
                        );
                    }
                    TypeKind::Alias(used) => ty = used.ty.clone(),
                    _ => return None,
                },
                Type::Nullable(inner) => ty = *inner,
                _ => return None,
            }
        }
        None
    }
}
