//! Media types: how a body is read and written, and which type it has.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::Resolver;
use super::merge::JsonType;
use super::names::{Position, Scope};
use super::schemas::Hint;
use crate::diagnostics::codes;
use crate::model::{Content, Items, Media, Text, Type, Use};
use crate::read::Node;

impl<'d> Resolver<'d> {
    /// The contents of a `content` map, in document order.
    pub(crate) fn contents(&mut self, map: &'d Node, hint: &Hint) -> Vec<Content> {
        let mut idents = Scope::default();
        let mut contents: Vec<Content> = Vec::new();
        let several = map.entries().count() > 1;
        // Where the JSON and the XML of a schema stands.
        let mut described: HashMap<(bool, Json), usize> = HashMap::new();
        for (media_type, entry) in map.entries() {
            let Some(entry) = self.document.follow(entry) else {
                continue;
            };
            let words = media_words(media_type);
            let inner = if several && !contents.is_empty() {
                hint.child(&words)
            } else {
                hint.clone()
            };
            // The same schema under another media type is the same type.
            let mut same = None;
            if let Some(schema) = entry.get("schema").filter(|_| several && plain(media_type)) {
                let (xml, schema) = (is_xml(media_type), schema.to_json());
                let key = (!xml, schema);
                let before = described.get(&key).and_then(|index| contents.get(*index));
                same = before
                    .filter(|before| matches!(before.media, Media::Json | Media::Xml))
                    .map(|before| before.value.clone());
                described.entry((xml, key.1)).or_insert(contents.len());
            }
            let content = self.content(media_type, entry, &words, &inner, same);
            let ident = idents.claim(&words, Position::Variant);
            contents.push(Content { ident, ..content });
        }
        contents
    }

    fn content(
        &mut self,
        media_type: &str,
        entry: &'d Node,
        words: &str,
        hint: &Hint,
        same: Option<Use>,
    ) -> Content {
        let schema = entry.get("schema").or_else(|| entry.get("itemSchema"));
        let binary = schema.is_none_or(|schema| self.is_binary(schema));
        let textual = schema.is_some_and(|schema| self.is_textual(schema));
        let mut media = classify(media_type, schema.is_some(), binary, textual);
        // Lines described as one string are described as what they are: bytes.
        if media == Media::JsonLines && textual && entry.get("itemSchema").is_none() {
            media = Media::Bytes;
        }
        let mut xml = None;
        if media == Media::Xml {
            xml = self.described_xml(media_type, entry, schema, hint);
            if xml.is_none() {
                media = Media::Text;
            }
        }
        // A text is fine: it is the bytes of it.
        if let (Media::Bytes, Some(schema), false) = (media, schema, binary || textual)
            && !self.kinds(schema).is_empty()
        {
            self.report(
                &codes::BYTES_BODY_SCHEMA,
                schema,
                format!("a body of `{media_type}` is bytes; its schema is not looked into"),
            );
        }
        let mut items = None;
        let value = match (media, schema) {
            (Media::Bytes | Media::Multipart, _) => Use::plain(Type::Bytes),
            (Media::JsonLines, _) => {
                let framed = media_type.to_ascii_lowercase().contains("json-seq");
                items = Some(if framed {
                    Items::Sequence
                } else {
                    Items::Lines
                });
                self.line(entry, hint)
            }
            (Media::EventStream, _) => {
                let (kind, value) = self.event(entry, hint);
                items = Some(kind);
                value
            }
            (Media::Text, _) if is_xml(media_type) => Use::plain(Type::Text(Text::String)),
            (Media::Text, Some(schema)) => self.text(schema, hint).unwrap_or_else(|| {
                self.report(
                    &codes::TEXT_BODY_SCHEMA,
                    schema,
                    format!("a body of `{media_type}` is text; its schema is not looked into"),
                );
                Use::plain(Type::Text(Text::String))
            }),
            (Media::Text, None) => Use::plain(Type::Text(Text::String)),
            (Media::Json | Media::Xml, Some(schema)) => {
                same.unwrap_or_else(|| self.use_of(schema, hint))
            }
            (_, Some(schema)) => self.use_of(schema, hint),
            (_, None) => Use::plain(Type::Any),
        };
        let encoding = if media == Media::Form {
            self.form_encodings(entry, &value)
        } else {
            Vec::new()
        };
        Content {
            media_type: media_type.to_owned(),
            ident: words.to_owned(),
            media,
            value,
            example: example_of(self.document, entry),
            encoding,
            form: None,
            items,
            xml,
        }
    }

    /// The root element of an XML body; `None` when it is handed over as text.
    fn described_xml(
        &mut self,
        media_type: &str,
        entry: &'d Node,
        schema: Option<&'d Node>,
        hint: &Hint,
    ) -> Option<String> {
        let (node, reason) = match schema {
            None => (entry, "it has no schema".to_owned()),
            // That is how documents describe XML as text.
            Some(schema) if schema.get("xml").is_none() && self.is_textual(schema) => return None,
            Some(schema) if self.is_binary(schema) || self.kinds(schema).is_empty() => {
                (schema, "its schema takes any value".to_owned())
            }
            Some(schema) => match self.xml_root(schema, hint) {
                Ok(root) => return Some(root),
                Err(untyped) => (untyped.node, untyped.reason),
            },
        };
        self.report(
            &codes::XML_AS_TEXT,
            node,
            format!("a body of `{media_type}` is handed over as text: {reason}"),
        );
        None
    }

    /// Whether all values of a schema are texts.
    pub(super) fn is_textual(&mut self, schema: &'d Node) -> bool {
        let kinds = self.kinds(schema);
        !kinds.is_empty() && kinds.iter().all(|kind| *kind == JsonType::String)
    }

    /// Whether a schema stands for bytes as they are.
    pub(crate) fn is_binary(&mut self, schema: &'d Node) -> bool {
        let merged = self.effective(&[schema]);
        merged.format.as_deref() == Some("binary")
            || merged.binary_media
            || schema.as_bool() == Some(true)
            || (schema.is_object() && schema.entries().next().is_none())
    }
}

/// Whether a media type is JSON or XML, whatever its schema is.
fn plain(media_type: &str) -> bool {
    let media = classify(media_type, true, false, false);
    matches!(media, Media::Json | Media::Xml)
}

/// Which reader and writer a media type needs.
fn classify(media_type: &str, has_schema: bool, binary: bool, textual: bool) -> Media {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "text/json" | "text/x-json" => Media::Json,
        "application/x-www-form-urlencoded" => Media::Form,
        "text/event-stream" => Media::EventStream,
        "application/jsonl"
        | "application/x-ndjson"
        | "application/ndjson"
        | "application/json-seq"
        | "application/x-jsonlines"
        | "application/jsonlines"
        | "application/x-json-stream" => Media::JsonLines,
        "application/xml" | "text/xml" => Media::Xml,
        "application/octet-stream" => Media::Bytes,
        _ if essence.ends_with("+json") => Media::Json,
        _ if essence.ends_with("+xml") => Media::Xml,
        _ if essence.ends_with("+json-seq") => Media::JsonLines,
        _ if essence.starts_with("multipart/") => Media::Multipart,
        _ if !has_schema || binary => Media::Bytes,
        _ if essence.starts_with("text/") => Media::Text,
        _ if essence.starts_with("image/")
            || essence.starts_with("audio/")
            || essence.starts_with("video/")
            || essence.starts_with("font/") =>
        {
            Media::Bytes
        }
        _ if textual => Media::Text,
        _ => Media::Json,
    }
}

/// Whether a media type is one of XML (RFC 7303).
pub(crate) fn is_xml(media_type: &str) -> bool {
    classify(media_type, true, false, false) == Media::Xml
}

/// Words that name a media type: `Json`, `Csv`, `ProblemJson`.
fn media_words(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let subtype = essence
        .split_once('/')
        .map_or(essence, |(_, subtype)| subtype);
    match essence {
        "*/*" => "any".to_owned(),
        "application/x-www-form-urlencoded" => "form".to_owned(),
        "application/octet-stream" => "binary".to_owned(),
        _ if subtype == "*" => essence.split('/').next().unwrap_or_default().to_owned(),
        _ => subtype.strip_prefix("x-").unwrap_or(subtype).to_owned(),
    }
}

/// First example of an object that has `example` or `examples`.
pub(crate) fn example_of(
    document: &crate::read::Document,
    node: &Node,
) -> Option<crate::model::Json> {
    if let Some(example) = node.get("example") {
        return Some(example.to_json());
    }
    let (_, first) = node.get("examples")?.entries().next()?;
    let first = document.follow(first)?;
    first
        .get("value")
        .or_else(|| first.get("dataValue"))
        .map(Node::to_json)
}
