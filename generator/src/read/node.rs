//! The tree of values that a text holds, each with its place.

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::pointer::{Pointer, escape};
use crate::diagnostics::Span;

/// A value and where it stands.
///
/// Equality compares values only, numbers by what they are worth.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// From its first to behind its last byte. A value that comes from a YAML alias has the place of its anchor.
    pub span: Span,
}

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(String),
    /// A list.
    Array(Vec<Node>),
    /// An object.
    Object(Object),
}

/// A number as it was written, in JSON's notation: of any size and precision.
#[derive(Clone, Debug)]
pub struct Number(String);

/// The members of an object in document order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object(pub IndexMap<String, Member>);

/// One member of an object.
#[derive(Clone, Debug)]
pub struct Member {
    /// Where the key stands.
    pub key: Span,
    /// The value.
    pub node: Node,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialEq for Member {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
            || match (self.as_i128(), other.as_i128()) {
                (Some(a), Some(b)) => a == b,
                (None, None) => self.as_f64() == other.as_f64() && self.as_f64().is_finite(),
                _ => false,
            }
    }
}

impl From<&Node> for Span {
    fn from(node: &Node) -> Self {
        node.span
    }
}

impl Number {
    /// A number from text in JSON's notation.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has no fraction: `1`, `1.0` and `1e3` are integers.
    pub fn is_integer(&self) -> bool {
        if !self.0.contains(['.', 'e', 'E']) {
            return true;
        }
        let value = self.as_f64();
        value.is_finite() && value.fract() == 0.0
    }

    /// The integer, if it is one and fits.
    pub fn as_i128(&self) -> Option<i128> {
        if let Ok(value) = self.0.parse() {
            return Some(value);
        }
        // 2^100: far beyond what documents hold, far below what a cast would saturate at.
        let value = self.as_f64();
        (self.0.contains(['.', 'e', 'E']) && self.is_integer() && value.abs() < 1.3e30)
            .then_some(value as i128)
    }

    /// The integer, if it is one and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_i128()?.try_into().ok()
    }

    /// The integer, if it is one and fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_i128()?.try_into().ok()
    }

    /// The nearest floating point number; infinite when it is too large.
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// The JSON number; one beyond `serde_json`'s range becomes the nearest it has, or else the text.
    pub fn to_json(&self) -> Json {
        if let Ok(value) = self.0.parse::<i64>() {
            // `serde_json` reads `-0` as a floating point number, which keeps the sign.
            return if value == 0 && self.0.starts_with('-') {
                Json::from(-0.0)
            } else {
                value.into()
            };
        }
        if let Ok(value) = self.0.parse::<u64>() {
            return value.into();
        }
        serde_json::Number::from_f64(self.as_f64())
            .map_or_else(|| Json::String(self.0.clone()), Json::Number)
    }
}

impl Object {
    /// The value of this key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.0.get(key).map(|member| &member.node)
    }

    /// Whether there is this key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys in document order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Keys and values in document order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.0
            .iter()
            .map(|(key, member)| (key.as_str(), &member.node))
    }
}

impl Value {
    /// What it is, for messages: `a string`, `an object`, …
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

impl Node {
    /// The value of this key, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.get(key)
    }

    /// The place of this key, if this is an object that has it.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.as_object()?.0.get(key).map(|member| member.key)
    }

    /// The string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The number.
    pub fn as_number(&self) -> Option<&Number> {
        match &self.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The integer, if it is one and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number()?.as_i64()
    }

    /// The integer, if it is one and fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_number()?.as_u64()
    }

    /// The number as floating point.
    pub fn as_f64(&self) -> Option<f64> {
        Some(self.as_number()?.as_f64())
    }

    /// The items of a list; none where this is no list.
    pub fn as_array(&self) -> &[Node] {
        match &self.value {
            Value::Array(items) => items,
            _ => &[],
        }
    }

    /// Whether this is a list.
    pub fn is_array(&self) -> bool {
        matches!(self.value, Value::Array(_))
    }

    /// The object.
    pub fn as_object(&self) -> Option<&Object> {
        match &self.value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Whether this is an object.
    pub fn is_object(&self) -> bool {
        matches!(self.value, Value::Object(_))
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// Keys and values of an object in document order; none where this is no object.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.as_object().into_iter().flat_map(Object::entries)
    }

    /// The value at a JSON pointer below this one.
    pub fn at(&self, pointer: &str) -> Option<&Node> {
        self.descend(&Pointer::parse(pointer)?)
    }

    /// The value at a pointer below this one.
    pub fn descend(&self, pointer: &Pointer) -> Option<&Node> {
        pointer
            .0
            .iter()
            .try_fold(self, |node, token| node.child(token))
    }

    pub(super) fn child(&self, token: &str) -> Option<&Node> {
        match &self.value {
            Value::Object(object) => object.get(token),
            Value::Array(items) => items.get(index(token)?),
            _ => None,
        }
    }

    pub(super) fn descend_mut(&mut self, tokens: &[String]) -> Option<&mut Node> {
        tokens
            .iter()
            .try_fold(self, |node, token| match &mut node.value {
                Value::Object(object) => object
                    .0
                    .get_mut(token.as_str())
                    .map(|member| &mut member.node),
                Value::Array(items) => items.get_mut(index(token)?),
                _ => None,
            })
    }

    /// The JSON pointer of the value below this one that stands at `span`, or of the innermost one that holds it.
    pub(super) fn pointer_to(&self, span: Span) -> String {
        let holds = |outer: Span| {
            outer.file == span.file && outer.start <= span.start && span.end <= outer.end
        };
        let mut pointer = String::new();
        let mut node = self;
        while node.span != span {
            let child = match &node.value {
                Value::Object(object) => {
                    // Keys stand in document order, whatever their values come from.
                    let after = object
                        .0
                        .partition_point(|_, member| member.key.start <= span.start);
                    object
                        .0
                        .get_index(after.saturating_sub(1))
                        .filter(|(_, member)| holds(member.node.span) || holds(member.key))
                        .map(|(key, member)| (escape(key).into_owned(), &member.node))
                }
                Value::Array(items) => items
                    .iter()
                    .enumerate()
                    .find(|(_, item)| holds(item.span))
                    .map(|(index, item)| (index.to_string(), item)),
                _ => None,
            };
            let Some((token, child)) = child else { break };
            pointer.push('/');
            pointer.push_str(&token);
            node = child;
        }
        pointer
    }

    /// The value as `serde_json` has it.
    pub fn to_json(&self) -> Json {
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(number) => number.to_json(),
            Value::String(text) => Json::String(text.clone()),
            Value::Array(items) => Json::Array(items.iter().map(Node::to_json).collect()),
            Value::Object(object) => Json::Object(
                object
                    .entries()
                    .map(|(key, node)| (key.to_owned(), node.to_json()))
                    .collect(),
            ),
        }
    }
}

/// An array index as RFC 6901 section 4 writes it: no sign, no leading zero.
fn index(token: &str) -> Option<usize> {
    let plain = token == "0"
        || (token.bytes().all(|byte| byte.is_ascii_digit()) && !token.starts_with('0'));
    plain.then(|| token.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let check = |text: &str, integer: Option<i128>, json: &str| {
            let number = Number::new(text);
            assert_eq!(number.as_i128(), integer, "{text}");
            assert_eq!(number.is_integer(), integer.is_some(), "{text}");
            assert_eq!(number.to_json().to_string(), json, "{text}");
        };
        check("1", Some(1), "1");
        check("1.0", Some(1), "1.0");
        check("1e3", Some(1000), "1000.0");
        check("1.10", None, "1.1");
        check(
            "-9223372036854776000",
            Some(-9223372036854776000),
            "-9.223372036854776e+18",
        );
        check(
            "18446744073709551615",
            Some(18446744073709551615),
            "18446744073709551615",
        );
        check("1e999", None, "\"1e999\"");
        assert_eq!(Number::new("1"), Number::new("1.0"));
        assert_ne!(
            Number::new("9007199254740993"),
            Number::new("9007199254740992")
        );
    }
}
