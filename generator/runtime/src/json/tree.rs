//! Reads types from a buffered value, by reference.
//!
//! In: a [`Node`] of JSON, or of text that came from a URL, header or form. Out: whatever type is asked for. What sets it apart from
//! `&Value` of serde_json: failures know their place, all of them can be collected, `1.0` is an integer (JSON Schema: a number without a fraction is),
//! text converts to what the type asks for, and the work that a value may cost is bounded.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{Deserializer, Error as _, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Number, Value};

use super::buffered::{NODE, Node, hand_over};
use super::context;
use super::failure::Failure;
use super::level::{Items, Members};

/// A buffered value as a deserialiser.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tree<'a>(pub(super) &'a Node);

impl<'a> Tree<'a> {
    fn text(self) -> Option<&'a str> {
        match self.0 {
            Node::String(text) if context::is_text() => Some(text),
            _ => None,
        }
    }

    /// The number that is asked for: of JSON, or spelt as in JSON when scalars are text.
    fn number(self) -> Option<Number> {
        match self.0 {
            Node::Number(number) => Some(number.clone()),
            _ => self.text().and_then(|text| serde_json::from_str(text).ok()),
        }
    }

    fn integer<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.number() {
            Some(number) => match whole(&number) {
                Some(whole) => visit_number(&whole, visitor),
                None => visit_number(&number, visitor),
            },
            None => self.mismatch(visitor),
        }
    }

    fn float<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.number() {
            Some(number) => visit_number(&number, visitor),
            None => self.mismatch(visitor),
        }
    }

    /// Text that cannot be what is asked for must not reach a visitor that also takes text.
    fn mismatch<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.text() {
            Some(text) => Err(Failure::invalid_type(Unexpected::Str(text), &visitor)),
            None => self.deserialize_any(visitor),
        }
    }
}

/// A number without a fraction as an integer.
fn whole(number: &Number) -> Option<Number> {
    if number.is_i64() || number.is_u64() {
        return None;
    }
    let value = number.as_f64().filter(|value| value.fract() == 0.0)?;
    // The limits are powers of two, exact as floating point; beyond them the conversions would saturate.
    if (-9_223_372_036_854_775_808.0..0.0).contains(&value) {
        Some(Number::from(value as i64))
    } else if (0.0..18_446_744_073_709_551_616.0).contains(&value) {
        Some(Number::from(value as u64))
    } else {
        None
    }
}

fn visit_number<'a, V: Visitor<'a>>(number: &Number, visitor: V) -> Result<V::Value, Failure> {
    if let Some(value) = number.as_u64() {
        visitor.visit_u64(value)
    } else if let Some(value) = number.as_i64() {
        visitor.visit_i64(value)
    } else if number.is_f64() {
        visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN))
    } else {
        // An integer of any size, as serde_json keeps it when some crate of the build asks for arbitrary precision.
        number
            .clone()
            .deserialize_any(visitor)
            .map_err(Failure::custom)
    }
}

impl<'a> Deserializer<'a> for Tree<'a> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Node::Null => visitor.visit_unit(),
            Node::Bool(value) => visitor.visit_bool(*value),
            Node::Number(number) => visit_number(number, visitor),
            Node::String(text) => visitor.visit_borrowed_str(text),
            Node::Array(items) => visitor.visit_seq(Items::new(items.iter().collect())),
            Node::Object(members) => visitor.visit_map(Members::new(members)),
        }
    }

    fn deserialize_bool<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.text() {
            Some("true") => visitor.visit_bool(true),
            Some("false") => visitor.visit_bool(false),
            _ => self.mismatch(visitor),
        }
    }

    fn deserialize_i8<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.integer(visitor)
    }

    fn deserialize_i16<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.integer(visitor)
    }

    fn deserialize_i32<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.integer(visitor)
    }

    fn deserialize_i64<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.integer(visitor)
    }

    fn deserialize_i128<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.integer(visitor)
    }

    fn deserialize_u8<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.integer(visitor)
    }

    fn deserialize_u16<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.integer(visitor)
    }

    fn deserialize_u32<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.integer(visitor)
    }

    fn deserialize_u64<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.integer(visitor)
    }

    fn deserialize_u128<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.integer(visitor)
    }

    fn deserialize_f32<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.float(visitor)
    }

    fn deserialize_f64<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.float(visitor)
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Node::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.text() {
            Some("" | "null") => visitor.visit_unit(),
            _ => self.mismatch(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        if name == NODE {
            hand_over(self.0, visitor)
        } else {
            visitor.visit_newtype_struct(self)
        }
    }

    fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            // A list of one cannot be told from a scalar in a URL; only the type knows.
            Node::String(_) if context::is_text() => visitor.visit_seq(Items::new(vec![self.0])),
            // Lists by index: `a.1=x&a.2=y`, `a[0]=x&a[1]=y`.
            Node::Object(members) if context::is_text() => match by_index(members) {
                Some(items) => visitor.visit_seq(Items::new(items)),
                None => self.deserialize_any(visitor),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_map<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.text() {
            // What has members is JSON text inside a form, unless its encoding says otherwise (OpenAPI, Encoding Object, `contentType`).
            Some(text) if text.trim_start().starts_with('{') => {
                let mut json = serde_json::Deserializer::from_str(text);
                let value = json.deserialize_map(visitor).map_err(Failure::custom)?;
                json.end().map_err(Failure::custom)?;
                Ok(value)
            }
            _ => self.mismatch(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_map(visitor)
    }

    fn deserialize_tuple<V: Visitor<'a>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        if let Node::Array(items) = self.0
            && items.len() > length
        {
            let found = items.len();
            let message = format!("must have {length} items, has {found}");
            return Err(Failure::new("items", message));
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match self.0 {
            Node::String(text) => visitor.visit_enum(BorrowedStrDeserializer::new(text)),
            other => Value::from(other)
                .deserialize_enum(name, variants, visitor)
                .map_err(Failure::custom),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { <V: Visitor<'a>> char str string bytes byte_buf unit_struct tuple_struct identifier }
}

/// The members in the order of their names, when all names are indices.
fn by_index(members: &[(Box<str>, Node)]) -> Option<Vec<&Node>> {
    let mut items = Vec::with_capacity(members.len());
    for (name, value) in members {
        items.push((name.parse::<u32>().ok()?, value));
    }
    items.sort_by_key(|(index, _)| *index);
    Some(items.into_iter().map(|(_, value)| value).collect())
}
