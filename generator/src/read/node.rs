//! The tree of values that a text holds, each with its place.

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::Number;
use super::pointer::{Pointer, escape};
use crate::diagnostics::Span;

/// So many items of a list are compared one by one with a place that is looked for.
const SEARCHED_ITEMS: usize = 1000;

/// Of so many members each is compared with a key that is looked for: that is quicker than to hash the key.
const SEARCHED_MEMBERS: usize = 8;

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

impl From<&Node> for Span {
    fn from(node: &Node) -> Self {
        node.span
    }
}

impl Object {
    /// The value of this key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.member(key).map(|member| &member.node)
    }

    /// Whether there is this key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.member(key).is_some()
    }

    fn member(&self, key: &str) -> Option<&Member> {
        if self.0.len() > SEARCHED_MEMBERS {
            return self.0.get(key);
        }
        let mut members = self.0.iter();
        members
            .find(|(known, _)| *known == key)
            .map(|(_, member)| member)
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
    /// How many values this has, itself included. Depth is bounded by the loader.
    pub(super) fn count(&self) -> usize {
        match &self.value {
            Value::Object(object) => {
                1 + object
                    .entries()
                    .map(|(_, node)| node.count())
                    .sum::<usize>()
            }
            Value::Array(items) => 1 + items.iter().map(Self::count).sum::<usize>(),
            _ => 1,
        }
    }

    /// The value of this key, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.get(key)
    }

    /// The place of this key, if this is an object that has it.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.as_object()?.member(key).map(|member| member.key)
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
                    let holding = |member: &Member| holds(member.node.span) || holds(member.key);
                    object
                        .0
                        .get_index(after.saturating_sub(1))
                        .filter(|(_, member)| holding(member))
                        // Members that an overlay has added or copied are out of order.
                        .or_else(|| {
                            let mut members = object.0.iter().take(SEARCHED_ITEMS);
                            members.find(|(_, member)| holding(member))
                        })
                        .map(|(key, member)| (escape(key).into_owned(), &member.node))
                }
                Value::Array(items) => {
                    let after = items.partition_point(|item| item.span.start <= span.start);
                    // Items that come from aliases are out of order.
                    let searched = &items[..items.len().min(SEARCHED_ITEMS)];
                    std::iter::once(after.saturating_sub(1))
                        .chain(0..searched.len())
                        .find(|index| items.get(*index).is_some_and(|item| holds(item.span)))
                        .map(|index| (index.to_string(), &items[index]))
                }
                _ => None,
            };
            let Some((token, child)) = child else { break };
            pointer.push('/');
            pointer.push_str(&token);
            node = child;
        }
        pointer
    }

    /// The pointer of a value that comes from another file than what it stands in. Looks everywhere; depth is bounded by
    /// the loader.
    pub(super) fn pointer_to_foreign(&self, span: Span) -> String {
        fn find(node: &Node, span: Span) -> Option<String> {
            let holds = |outer: Span| {
                outer.file == span.file && outer.start <= span.start && span.end <= outer.end
            };
            if holds(node.span) {
                return Some(node.pointer_to(span));
            }
            match &node.value {
                Value::Object(object) => object.0.iter().find_map(|(key, member)| {
                    let inside = match holds(member.key) {
                        true => Some(String::new()),
                        false => find(&member.node, span),
                    };
                    Some(format!("/{}{}", escape(key), inside?))
                }),
                Value::Array(items) => items
                    .iter()
                    .enumerate()
                    .find_map(|(index, item)| Some(format!("/{index}{}", find(item, span)?))),
                _ => None,
            }
        }
        find(self, span).unwrap_or_default()
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
