//! Parameters and headers that a schema or a media type describes.
//!
//! Comes in: a parameter or header object. Goes out: the type of its value, and what the value is the text of where a media
//! type describes it. It does not know where the value stands.

use super::Resolver;
use super::schemas::Hint;
use crate::diagnostics::codes;
use crate::model::{Shape, Text, TextFormat, Type, Use};
use crate::read::Node;

impl<'d> Resolver<'d> {
    /// The value of a parameter or header.
    pub(super) fn described(&mut self, node: &'d Node, hint: &Hint) -> (Use, Option<TextFormat>) {
        if let Some(schema) = node.get("schema") {
            return (strip_null(self.use_of(schema, hint)), None);
        }
        let text = (Use::plain(Type::Text(Text::String)), None);
        let content = node.get("content").map(Node::entries);
        let Some((media_type, reference)) = content.and_then(|mut entries| entries.next()) else {
            return text;
        };
        let Some(media) = self.document.follow(reference) else {
            return text;
        };
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let format = match essence.to_ascii_lowercase().as_str() {
            "application/x-www-form-urlencoded" => Some(TextFormat::Form),
            json if json.ends_with("/json") || json.ends_with("+json") => Some(TextFormat::Json),
            _ => None,
        };
        if let Some(encoding) = media.get("encoding") {
            let message = "an encoding inside of a parameter or header is not followed";
            self.report(&codes::PARAMETER_CONTENT, encoding, message.to_owned());
        }
        match (format, media.get("schema")) {
            (Some(_), Some(schema)) => (strip_null(self.use_of(schema, hint)), format),
            (Some(TextFormat::Json), None) => (Use::plain(Type::Any), format),
            (_, None) => text,
            (None, Some(schema)) => {
                let Some(value) = self.text(schema, hint) else {
                    let message =
                        format!("a value of `{media_type}` is taken as the text that travels");
                    self.report(&codes::PARAMETER_CONTENT, media, message);
                    return text;
                };
                (value, None)
            }
        }
    }

    /// The type of a schema as text: a string, number or boolean; `None` when its values have parts.
    pub(super) fn text(&mut self, schema: &'d Node, hint: &Hint) -> Option<Use> {
        let value = strip_null(self.use_of(schema, hint));
        // The type may still wait in the queue.
        self.work_off();
        let scalar = super::finish::shape(&self.types, &value.ty) == Shape::Scalar;
        (scalar && value.ty != Type::Any).then_some(value)
    }
}

/// Text has no `null`; outside of JSON a nullable value is just the value.
fn strip_null(used: Use) -> Use {
    match used.ty {
        Type::Nullable(inner) => Use {
            ty: *inner,
            constraints: used.constraints,
        },
        ty => Use {
            ty,
            constraints: used.constraints,
        },
    }
}
