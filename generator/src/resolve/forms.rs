//! Multipart forms: from an object schema and its encodings to parts.
//!
//! Comes in: a media type object of a request body. Goes out: a [`Form`] of its own, beside whatever JSON type the schema
//! has. What a part holds follows from its type (OpenAPI 3.1.1 section 4.8.15.1): files, texts, JSON; the items of a list
//! are parts of their own.

use super::Resolver;
use super::merge::{AdditionalSchema, Effective, JsonType};
use super::names::{Position, Scope};
use super::objects::RESERVED_SETTERS;
use super::operations::OperationNames;
use super::schemas::Hint;
use crate::diagnostics::codes;
use crate::model::{
    Field, FieldRole, Form, Header, Part, PartKind, Shape, Text, Type, TypeKind, Use,
};
use crate::read::{Node, Version};

/// Lists and alternatives inside each other are followed this far.
const DEPTH: usize = 8;

/// What a part holds, and how it is told.
struct Kind {
    kind: PartKind,
    repeated: bool,
    value: Use,
    content_type: Option<String>,
}

impl<'d> Resolver<'d> {
    /// The form that a media type of a request describes; `None` when nothing is known of its parts.
    pub(super) fn form(
        &mut self,
        media_type: &str,
        entry: &'d Node,
        hint: &Hint,
        names: &mut OperationNames,
    ) -> Option<Form> {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let schema = entry
            .get("schema")
            .filter(|_| essence.eq_ignore_ascii_case("multipart/form-data"));
        // Encodings by position belong to lists of parts.
        let listed = entry
            .get("prefixEncoding")
            .or(entry.get("itemEncoding"))
            .is_some();
        let schema = schema.filter(|_| !listed);
        let merged = schema.map(|schema| self.with_alternatives(schema));
        let Some(merged) = merged.filter(|merged| !merged.properties.is_empty()) else {
            let message = format!("the parts of `{media_type}` are handed over as they come");
            self.report(&codes::UNTYPED_MULTIPART, entry, message);
            return None;
        };
        let mut idents = Scope::default();
        let mut setters = Scope::reserving(RESERVED_SETTERS);
        let mut parts = Vec::new();
        for (name, nodes) in &merged.properties {
            let required = merged.required.contains(name);
            if let Some(mut part) = self.part(name, nodes, required, entry, hint) {
                let field = &mut part.field;
                field.ident = idents.claim(name, Position::Value);
                field.setter = setters.claim_or(&field.ident, "value", Position::Value);
                // Headers are set by their identifiers.
                if field.setter != field.ident {
                    field.setter = idents.claim_ident(std::mem::take(&mut field.setter));
                }
                parts.push(part);
            }
        }
        for part in &mut parts {
            for header in &mut part.headers {
                let words = format!("{} {}", part.field.ident, header.ident);
                header.ident = idents.claim(&words, Position::Value);
                header.required &= part.field.required;
            }
        }
        let kept = matches!(
            merged.additional,
            AdditionalSchema::Allowed | AdditionalSchema::Typed(_)
        );
        Some(Form {
            ident: names
                .types
                .claim(&format!("{} form", hint.words()), Position::Type),
            parts,
            others: kept.then(|| idents.claim_or("other_parts", "list", Position::Value)),
        })
    }

    /// A schema with the members of all its alternatives, which nothing requires.
    fn with_alternatives(&mut self, schema: &'d Node) -> Effective<'d> {
        let mut merged = self.effective(&[schema]);
        let mut groups = std::mem::take(&mut merged.groups);
        for _ in 0..DEPTH {
            let branches: Vec<&'d Node> = groups
                .drain(..)
                .flat_map(|group| group.branches)
                .filter(|branch| !self.is_null(branch))
                .collect();
            let mut found = false;
            for branch in &branches {
                let inner = self.effective(&[branch]);
                for (name, nodes) in inner.properties {
                    found |= branches.len() > 1;
                    merged.properties.entry(name).or_insert(nodes);
                }
                if branches.len() == 1 {
                    merged.required.extend(inner.required);
                }
                groups.extend(inner.groups);
            }
            if found {
                self.report(
                    &codes::MULTIPART_ALTERNATIVES,
                    schema,
                    "the parts of all alternatives become optional parts of one form".to_owned(),
                );
            }
            if groups.is_empty() {
                break;
            }
        }
        merged
    }

    fn part(
        &mut self,
        name: &'d str,
        nodes: &[&'d Node],
        required: bool,
        entry: &'d Node,
        hint: &Hint,
    ) -> Option<Part> {
        let own = self.annotations(nodes);
        // What is only in responses is not sent.
        if own.read_only {
            return None;
        }
        let encoding = entry.get("encoding").and_then(|map| map.get(name));
        let kind = self.part_kind(name, nodes, encoding, hint);
        if let Some(encoding) = encoding {
            self.report_encoding(encoding, &kind);
        }
        let headers: Vec<Header> = encoding
            .map(|encoding| self.headers(encoding, &hint.child(name)))
            .unwrap_or_default();
        Some(Part {
            field: Field {
                name: name.to_owned(),
                ident: String::new(),
                setter: String::new(),
                role: FieldRole::Member,
                value: kind.value,
                required,
                read_only: false,
                write_only: false,
                demanded: None,
                tag: None,
                deprecated: own.deprecated,
                description: own.description.or(own.title),
                default: own.default,
                example: own.example,
            },
            kind: kind.kind,
            repeated: kind.repeated,
            content_type: kind.content_type,
            headers,
        })
    }

    fn part_kind(
        &mut self,
        name: &str,
        nodes: &[&'d Node],
        encoding: Option<&'d Node>,
        hint: &Hint,
    ) -> Kind {
        let types = encoding
            .and_then(|encoding| encoding.get("contentType"))
            .and_then(Node::as_str)
            .unwrap_or_default();
        let concrete = |text: &str| {
            let text = text.trim();
            let sendable = text.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
            (!text.contains([',', '*']) && text.contains('/') && sendable).then(|| text.to_owned())
        };
        let content_type = concrete(types);
        if let Some(repeated) = self.files(nodes, 0) {
            let merged = self.effective(nodes);
            let own = merged
                .nodes
                .iter()
                .find_map(|node| node.get("contentMediaType"));
            let own = own.and_then(Node::as_str).and_then(concrete);
            let constraints = match repeated {
                true => self.constraints(JsonType::Array, &merged),
                false => Use::plain(Type::Bytes).constraints,
            };
            return file(repeated, content_type.or(own), constraints);
        }
        let mut value = self.use_of_all(nodes, &hint.child(name));
        // A part cannot be null.
        while let Type::Nullable(inner) = value.ty {
            value.ty = *inner;
        }
        // The type may still wait in the queue.
        self.work_off();
        let item = self.item_of(&value.ty);
        let shape = super::finish::shape(&self.types, item.as_ref().unwrap_or(&value.ty));
        let first = types
            .split(',')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let essence = first.split(';').next().unwrap_or_default().trim_end();
        let json = essence.ends_with("/json") || essence.ends_with("+json");
        let plain = matches!(
            item.as_ref().unwrap_or(&value.ty),
            Type::Text(Text::String) | Type::Any
        );
        let kind = if json {
            PartKind::Json
        } else if !first.is_empty()
            && !first.starts_with("text/")
            && (shape != Shape::Scalar || plain)
        {
            if shape != Shape::Scalar {
                let message =
                    format!("the content of the part `{name}`, `{types}`, is given as bytes");
                self.report(&codes::UNTYPED_PART, encoding.unwrap_or(nodes[0]), message);
            }
            return file(item.is_some(), content_type, value.constraints);
        } else if shape == Shape::Scalar {
            PartKind::Text
        } else {
            PartKind::Json
        };
        Kind {
            kind,
            repeated: item.is_some(),
            content_type: content_type
                .filter(|text| text != "application/json" && text != "text/plain"),
            value,
        }
    }

    /// Whether a part is a file, and if so, whether there may be several of it.
    fn files(&mut self, nodes: &[&'d Node], depth: usize) -> Option<bool> {
        if depth > DEPTH {
            return None;
        }
        let merged = self.effective(nodes);
        if nodes.iter().any(|node| self.is_binary(node)) {
            return Some(false);
        }
        if self.types_of(&merged) == [JsonType::Array] {
            return self
                .files(&merged.items, depth + 1)
                .filter(|_| !merged.items.is_empty())
                .map(|_| true);
        }
        if let [group] = merged.groups.as_slice() {
            let branches = group.branches.iter().filter(|branch| !self.is_null(branch));
            let branches: Vec<&'d Node> = branches.copied().collect();
            let files: Vec<bool> = branches
                .iter()
                .filter_map(|branch| self.files(&[branch], depth + 1))
                .collect();
            return (!files.is_empty()).then(|| files.contains(&true));
        }
        // From 3.1 on, a part without a type is bytes; before, it is text as everything else.
        let unsaid = merged.types.is_none() && merged.values.is_none() && merged.groups.is_empty();
        let unsaid = unsaid && self.types_of(&merged).is_empty() && !merged.only_null;
        (unsaid && self.document.version() >= Version::V3_1).then_some(false)
    }

    /// The type of the items of a list, behind aliases.
    fn item_of(&self, ty: &Type) -> Option<Type> {
        let mut ty = ty;
        for _ in 0..64 {
            match ty {
                Type::Array(item) => return Some(item.ty.clone()),
                Type::Named(id) => match &self.types[*id].kind {
                    TypeKind::Alias(target) => ty = &target.ty,
                    _ => return None,
                },
                _ => return None,
            }
        }
        None
    }

    fn report_encoding(&mut self, encoding: &'d Node, kind: &Kind) {
        for key in ["encoding", "prefixEncoding", "itemEncoding"] {
            if let Some(inner) = encoding.get(key) {
                let message = format!("`{key}` inside of a part is not followed");
                self.report(&codes::UNTYPED_PART, inner, message);
            }
        }
        let style = encoding.get("style").and_then(Node::as_str);
        let joined = encoding.get("explode").and_then(Node::as_bool) == Some(false);
        if style.is_some_and(|style| style != "form") || joined && kind.repeated {
            self.report(
                &codes::PART_STYLE,
                encoding,
                "a style is not used in multipart forms; lists are repeated parts".to_owned(),
            );
        }
    }
}

fn file(
    repeated: bool,
    content_type: Option<String>,
    constraints: crate::model::Constraints,
) -> Kind {
    let value = match repeated {
        true => Use {
            ty: Type::Array(Box::new(Use::plain(Type::Bytes))),
            constraints,
        },
        false => Use::plain(Type::Bytes),
    };
    Kind {
        kind: PartKind::File,
        repeated,
        value,
        content_type,
    }
}
