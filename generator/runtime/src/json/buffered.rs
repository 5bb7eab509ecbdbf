//! Holds a value back until it is known what type it is.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;
use std::rc::Rc;
use std::sync::LazyLock;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

/// The member by which serde_json passes numbers on when arbitrary precision is switched on.
const PRECISE: &str = "$serde_json::private::Number";

/// The name by which [`buffer`] asks a [`Tree`](super::tree::Tree) for the node itself, so that nothing is copied.
pub(super) const NODE: &str = "$generator_runtime::json::Node";

/// Whether some crate of the build switched on serde_json's arbitrary precision.
static IS_PRECISE: LazyLock<bool> =
    LazyLock::new(|| serde_json::from_str::<Number>("1e999").is_ok());

thread_local! {
    /// The node that was asked for; there between the two ends of one call.
    static HANDED: RefCell<Option<Node>> = const { RefCell::new(None) };
}

/// A JSON value in memory, with its members in the order in which they came. Cloning it copies nothing.
#[derive(Clone, Debug)]
pub struct Buffered(pub(super) Node);

/// What a buffered value is.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Number(Number),
    String(Rc<str>),
    Array(Rc<[Node]>),
    Object(Rc<[(Box<str>, Node)]>),
}

impl Node {
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        match self {
            Node::Object(members) => members
                .iter()
                .find(|(member, _)| **member == *name)
                .map(|(_, node)| node),
            _ => None,
        }
    }
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Node::Null,
            Value::Bool(value) => Node::Bool(value),
            Value::Number(value) => Node::Number(value),
            Value::String(value) => Node::String(value.into()),
            Value::Array(items) => Node::Array(items.into_iter().map(Node::from).collect()),
            Value::Object(members) => Node::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (name.into(), value.into()))
                    .collect(),
            ),
        }
    }
}

impl From<&Node> for Value {
    fn from(node: &Node) -> Self {
        match node {
            Node::Null => Value::Null,
            Node::Bool(value) => Value::Bool(*value),
            Node::Number(value) => Value::Number(value.clone()),
            Node::String(value) => Value::String(value.to_string()),
            Node::Array(items) => Value::Array(items.iter().map(Value::from).collect()),
            Node::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(name, node)| (name.to_string(), node.into()))
                    .collect(),
            ),
        }
    }
}

impl From<Buffered> for Value {
    fn from(buffered: Buffered) -> Self {
        Value::from(&buffered.0)
    }
}

impl From<Value> for Buffered {
    fn from(value: Value) -> Self {
        Self(value.into())
    }
}

/// Reads any JSON value, but refuses a member that is there twice (RFC 8259 section 4 leaves open what it means).
///
/// # Errors
/// What the deserialiser reports, and duplicate members.
pub fn buffer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Buffered, D::Error> {
    deserializer
        .deserialize_newtype_struct(NODE, AnyNode)
        .map(Buffered)
}

/// Gives a node to the [`buffer`] that asked for it.
pub(super) fn hand_over<'de, V: Visitor<'de>, E: Error>(
    node: &Node,
    visitor: V,
) -> Result<V::Value, E> {
    HANDED.set(Some(node.clone()));
    visitor.visit_unit()
}

/// An element or member.
struct Element(Node);

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNode).map(Element)
    }
}

struct AnyNode;

impl<'de> Visitor<'de> for AnyNode {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Ok(Number::from_f64(value).map_or(Node::Null, Node::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::String(value.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(HANDED.take().unwrap_or(Node::Null))
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(AnyNode)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(AnyNode)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut array = Vec::new();
        while let Some(Element(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(Node::Array(array.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut object: Vec<(Box<str>, Node)> = Vec::new();
        let mut names = HashSet::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.is_empty() && name == PRECISE && *IS_PRECISE {
                let text: String = members.next_value()?;
                return serde_json::from_str(&text)
                    .map(Node::Number)
                    .map_err(Error::custom);
            }
            // Few names are compared faster than they are hashed.
            let is_there = if object.len() < 16 {
                object.iter().any(|(there, _)| **there == *name)
            } else {
                if names.is_empty() {
                    names.extend(object.iter().map(|(there, _)| there.to_string()));
                }
                !names.insert(name.clone())
            };
            if is_there {
                return Err(Error::custom(format_args!("has the member `{name}` twice")));
            }
            let Element(value) = members.next_value()?;
            object.push((name.into(), value));
        }
        Ok(Node::Object(object.into()))
    }
}
