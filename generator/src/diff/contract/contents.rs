//! Bodies: media types, their schemas, and how the members of forms are written.

use indexmap::IndexMap;

use super::api::{Body, Encoding, Media};
use super::flow::Medium;
use super::operations::Scope;
use super::schema::{ANYTHING, SchemaId, Types};
use super::schemas::Schemas;
use crate::read::Node;

impl<'d> Scope<'_, 'd> {
    pub(super) fn body(&self, node: &'d Node) -> Option<Body<'d>> {
        let node = self.schemas.document.follow(node)?;
        Some(Body {
            required: node.get("required").and_then(Node::as_bool) == Some(true),
            content: self.content(node),
            node,
        })
    }

    pub(super) fn content(&self, node: &'d Node) -> Vec<Media<'d>> {
        let content = node.get("content").and_then(Node::as_object);
        let mut out: Vec<Media<'d>> = Vec::new();
        for (name, member) in content.into_iter().flat_map(|content| &content.0) {
            let Some(media) = self.schemas.document.follow(&member.node) else {
                continue;
            };
            let name = media_name(name);
            let schema = media
                .get("schema")
                .or_else(|| media.get("itemSchema"))
                .map_or(ANYTHING, |schema| self.schemas.at(schema));
            let medium = medium_of(&name);
            let encodings = if medium == Medium::Form {
                self.encodings(schema, media)
            } else {
                IndexMap::new()
            };
            if !out.iter().any(|known| known.name == name) {
                out.push(Media {
                    name,
                    medium,
                    schema,
                    encodings,
                    place: member.key,
                    node: media,
                });
            }
        }
        out
    }

    fn encodings(&self, schema: SchemaId, media: &'d Node) -> IndexMap<String, Encoding<'d>> {
        let encodings = media.get("encoding").into_iter().flat_map(Node::entries);
        encodings
            .map(|(name, node)| {
                let text = |key: &str| node.get(key).and_then(Node::as_str);
                let style = text("style").unwrap_or("form");
                let encoding = Encoding {
                    content_type: text("contentType").map_or_else(
                        || default_content_type(self.schemas, schema, name),
                        str::to_ascii_lowercase,
                    ),
                    style: style.to_owned(),
                    explode: node
                        .get("explode")
                        .and_then(Node::as_bool)
                        .unwrap_or(style == "form"),
                    reserved: node.get("allowReserved").and_then(Node::as_bool) == Some(true),
                    node,
                };
                (name.to_owned(), encoding)
            })
            .collect()
    }
}

/// What a member of a form is written as where nothing is said (OpenAPI 3.1.1 section 4.8.15.1.1).
pub(crate) fn default_content_type(schemas: &Schemas<'_>, schema: SchemaId, name: &str) -> String {
    let form = schemas.get(schema);
    let Some(property) = form.objects.properties.get(name) else {
        return "application/octet-stream".to_owned();
    };
    let mut member = schemas.get(property.schema);
    if member.types == Types::ARRAY {
        member = schemas.get(member.arrays.rest);
    }
    let object = member.types.has(Types::OBJECT) && member.types != Types::ALL;
    let kind = if object {
        "application/json"
    } else if member.strings.formats.contains("binary") || member.types == Types::ALL {
        "application/octet-stream"
    } else {
        "text/plain"
    };
    kind.to_owned()
}

/// In lower case, without the `charset` that texts may name.
pub(super) fn media_name(name: &str) -> String {
    let mut parts = name.split(';').map(|part| part.trim().to_ascii_lowercase());
    let mut out = parts.next().unwrap_or_default();
    let mut rest: Vec<String> = parts
        .filter(|part| !part.is_empty() && !part.starts_with("charset"))
        .collect();
    rest.sort_unstable();
    for part in rest {
        out.push(';');
        out.push_str(&part);
    }
    out
}

pub(super) fn medium_of(name: &str) -> Medium {
    let plain = name.split(';').next().unwrap_or_default();
    match plain {
        "application/x-www-form-urlencoded" => Medium::Form,
        _ if plain.starts_with("multipart/") => Medium::Form,
        _ if plain.ends_with("/xml") || plain.ends_with("+xml") => Medium::Xml,
        _ if plain.starts_with("text/") && !plain.ends_with("json") => Medium::Text,
        _ => Medium::Json,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_folded() {
        assert_eq!(
            media_name("Application/JSON; charset=utf-8"),
            "application/json"
        );
        assert_eq!(media_name("application/json;v=1"), "application/json;v=1");
    }
}
