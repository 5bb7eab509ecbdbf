//! Schemas of one JSON type: flags, numbers, texts and lists.

use super::Resolver;
use super::merge::{AdditionalSchema, Effective, JsonType};
use super::schemas::{Built, Hint};
use crate::model::{IntegerKind, Text, Type, Use};

impl<'d> Resolver<'d> {
    /// The types of an effective schema: those it names, or else those its keywords imply.
    pub(crate) fn types_of(&self, merged: &Effective<'d>) -> Vec<JsonType> {
        if let Some(types) = &merged.types {
            let mut types = types.clone();
            if types.contains(&JsonType::Number) {
                types.retain(|ty| *ty != JsonType::Integer);
            }
            return types;
        }
        let object = !merged.properties.is_empty()
            || !matches!(merged.additional, AdditionalSchema::Unsaid)
            || !merged.patterns.is_empty();
        if object {
            vec![JsonType::Object]
        } else if !merged.items.is_empty() || !merged.prefix.is_empty() || merged.closed_items {
            vec![JsonType::Array]
        } else if merged.limits.min_length.is_some()
            || merged.limits.max_length.is_some()
            || !merged.limits.patterns.is_empty()
            || merged
                .format
                .as_deref()
                .is_some_and(|format| TEXT_FORMATS.contains(&format))
        {
            vec![JsonType::String]
        } else {
            Vec::new()
        }
    }

    /// The type for one JSON type of an effective schema.
    pub(crate) fn build_type(
        &mut self,
        ty: JsonType,
        merged: &Effective<'d>,
        hint: &Hint,
    ) -> Built {
        let constraints = self.constraints(ty, merged);
        let ty = match ty {
            JsonType::Boolean => Type::Bool,
            JsonType::Integer => Type::Integer(integer_kind(merged)),
            JsonType::Number => match merged.format.as_deref() {
                Some("float") => Type::Float,
                Some("int64" | "int32" | "integer") => Type::Integer(integer_kind(merged)),
                _ => Type::Double,
            },
            JsonType::String => Type::Text(text_kind(merged)),
            JsonType::Array => self.array(merged, hint),
            JsonType::Object => return self.object(merged, hint),
        };
        Built::Use(Use { ty, constraints })
    }

    fn array(&mut self, merged: &Effective<'d>, hint: &Hint) -> Type {
        let item = hint.child("item");
        if merged.prefix.is_empty() {
            let used = match merged.items.as_slice() {
                [] => Use::plain(if merged.closed_items {
                    Type::Never
                } else {
                    Type::Any
                }),
                several => self.use_of_all(several, &item),
            };
            return Type::Array(Box::new(used));
        }
        let prefix: Vec<Use> = merged
            .prefix
            .iter()
            .enumerate()
            .map(|(index, node)| self.use_of(node, &hint.child(&format!("item {}", index + 1))))
            .collect();
        let fixed = merged.limits.min_items.unwrap_or(0) >= prefix.len() as u64;
        let rest = match merged.items.as_slice() {
            [] if merged.closed_items
                || (fixed && merged.limits.max_items == Some(prefix.len() as u64)) =>
            {
                None
            }
            [] => Some(Box::new(Use::plain(Type::Any))),
            several => Some(Box::new(self.use_of_all(several, &item))),
        };
        Type::Tuple(prefix, rest)
    }
}

/// Formats that only strings have.
const TEXT_FORMATS: &[&str] = &[
    "date-time",
    "date",
    "time",
    "duration",
    "uuid",
    "uri",
    "url",
    "uri-reference",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "byte",
    "binary",
    "password",
];

fn integer_kind(merged: &Effective<'_>) -> IntegerKind {
    match merged.format.as_deref() {
        Some("int8") => IntegerKind::I8,
        Some("int16") => IntegerKind::I16,
        Some("int32") => IntegerKind::I32,
        Some("uint8") => IntegerKind::U8,
        Some("uint16") => IntegerKind::U16,
        Some("uint32") => IntegerKind::U32,
        Some("uint64" | "uint") => IntegerKind::U64,
        _ => {
            // Beyond 64 bits a limit is only known as a float; `i64::MIN` written as
            // -9223372036854776000 still means 64 bits.
            let low = merged
                .limits
                .minimum
                .as_ref()
                .and_then(|bound| bound.value.as_f64());
            let high = merged
                .limits
                .maximum
                .as_ref()
                .and_then(|bound| bound.value.as_f64());
            let beyond = |limit: Option<f64>, most: f64| limit.is_some_and(|limit| limit > most);
            if beyond(high, 1.9e19) || low.is_some_and(|low| low < -9.3e18) {
                IntegerKind::Big
            } else if beyond(high, 9.3e18) {
                if low.is_some_and(|low| low >= 0.0) {
                    IntegerKind::U64
                } else {
                    IntegerKind::Big
                }
            } else {
                IntegerKind::I64
            }
        }
    }
}

fn text_kind(merged: &Effective<'_>) -> Text {
    if merged.base64 {
        return Text::Base64;
    }
    match merged.format.as_deref() {
        Some("date-time") => Text::DateTime,
        Some("date") => Text::Date,
        Some("time") => Text::Time,
        Some("duration") => Text::Duration,
        Some("uuid") => Text::Uuid,
        Some("uri" | "url") => Text::Uri,
        Some("ipv4") => Text::Ipv4,
        Some("ipv6") => Text::Ipv6,
        Some("byte" | "base64") => Text::Base64,
        Some("password") => Text::Secret,
        _ => Text::String,
    }
}
