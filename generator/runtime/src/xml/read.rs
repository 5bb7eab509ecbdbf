//! A tree of elements to the JSON form of a type.
//!
//! In: elements and their description. Out: the value that the type's `Deserialize` reads. What cannot be what is described – text
//! where a number should be – is handed on as text, so that the type says what is wrong with it.

use serde_json::{Map, Number, Value};

use super::choice;
use super::scope::{Scope, is_nil, is_of_xml, stands_for};
use super::shape::{Member, Node, Object, Others, Place, Shape};
use super::tree::Element;
use crate::validate::{Violation, Violations};

/// The value of a document.
pub(super) fn document(root: &Element, node: &Node) -> Result<Value, Violations> {
    if !stands_for(root, node) {
        let found = &root.name.local;
        let message = match (&root.name.namespace, node.name.local) {
            (_, "") => format!("has an unexpected root element `{found}`"),
            (Some(namespace), expected) if *expected == **found => {
                format!(
                    "expected the root element `{expected}` in another namespace than `{namespace}`"
                )
            }
            (_, expected) => format!("expected the root element `{expected}`, found `{found}`"),
        };
        return Err(Violations::one("", "xml", message));
    }
    let mut reader = Reader {
        path: Vec::new(),
        violations: Violations::default(),
    };
    let node = choice::of_element(root, node);
    let value = reader.element(node.shape, root);
    // Its name said nothing; at least something in it has to be known.
    let nothing = match &value {
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members
            .values()
            .all(|value| value == &Value::Array(Vec::new())),
        _ => false,
    };
    if node.name.any && nothing && !root.elements.is_empty() {
        reader.violation(format!(
            "has a root element `{}` with nothing in it that is described",
            root.name.local
        ));
    }
    reader.violations.into_result().map(|()| value)
}

struct Reader {
    path: Vec<String>,
    violations: Violations,
}

impl Reader {
    /// The value of an element.
    fn element(&mut self, shape: Shape, element: &Element) -> Value {
        if is_nil(element) {
            return Value::Null;
        }
        let mut scope = Scope::new(element);
        let value = self.content(shape, &mut scope);
        value.unwrap_or_else(|| match shape {
            Shape::List(_) => Value::Array(Vec::new()),
            Shape::Object(_) => Value::Object(Map::new()),
            _ => Value::Null,
        })
    }

    /// The value of what stands in an element; `None` when nothing of it is there.
    fn content(&mut self, shape: Shape, scope: &mut Scope<'_>) -> Option<Value> {
        match shape {
            Shape::Any => Some(any(scope.element)),
            Shape::Text | Shape::Number | Shape::Bool | Shape::Mixed => {
                Some(scalar(shape, &scope.element.text))
            }
            Shape::List(item) => self.list(item, scope),
            Shape::Object(object) => {
                let members = self.object(object, scope);
                (!members.is_empty()).then_some(Value::Object(members))
            }
            Shape::Choice(nodes) => {
                let node = choice::of_content(scope.element, nodes)?;
                self.node(node, scope)
            }
        }
    }

    /// The value of a node in an element; `None` when it is not there.
    fn node(&mut self, node: &Node, scope: &mut Scope<'_>) -> Option<Value> {
        match node.place {
            Place::Element => {
                let mut from = 0;
                let (_, element) = scope.next(std::slice::from_ref(node), &mut from)?;
                let value = self.element(node.shape, element);
                if scope.next(std::slice::from_ref(node), &mut from).is_some() {
                    self.violation(format!("has the element `{}` twice", node.name.local));
                }
                Some(value)
            }
            Place::Attribute => scope
                .attribute(&node.name)
                .map(|text| from_text(node.shape, text)),
            // No text and empty text look alike; the member knows which of them is meant.
            Place::Text | Place::Cdata => Some(scope.element.text.as_str())
                .filter(|text| !text.is_empty())
                .map(|text| from_text(node.shape, text))
                .filter(|value| !value.is_null()),
            Place::Inside => self.content(node.shape, scope),
        }
    }

    fn list(&mut self, item: &'static Node, scope: &mut Scope<'_>) -> Option<Value> {
        let nodes = match (item.place, item.shape) {
            (Place::Inside, Shape::Choice(nodes)) => nodes,
            (Place::Element, _) => std::slice::from_ref(item),
            _ => return Some(from_text(Shape::List(item), &scope.element.text)),
        };
        let mut items = Vec::new();
        let mut from = 0;
        while let Some((node, element)) = scope.next(nodes, &mut from) {
            let value = self.within(items.len().to_string(), |reader| {
                reader.element(node.shape, element)
            });
            items.push(value);
        }
        (!items.is_empty()).then_some(Value::Array(items))
    }

    fn object(&mut self, object: &Object, scope: &mut Scope<'_>) -> Map<String, Value> {
        let mut members = Map::new();
        // Who asks for a namespace comes before who takes any.
        let (bound, free): (Vec<&Member>, Vec<&Member>) = object
            .members
            .iter()
            .partition(|member| !member.node.name.namespace.is_empty());
        for member in bound.into_iter().chain(free) {
            let value = self.within(member.name.to_owned(), |reader| {
                reader.node(&member.node, scope)
            });
            let empty = || {
                member.filled.then(|| match member.node.place {
                    Place::Inside => Value::Array(Vec::new()),
                    _ => from_text(member.node.shape, ""),
                })
            };
            if let Some(value) = value.or_else(empty) {
                members.insert(member.name.to_owned(), value);
            }
        }
        match object.others {
            Others::Ignored => {}
            Others::Refused => {
                let elements = scope.rest().map(|element| &element.name);
                for name in elements.chain(scope.rest_of_attributes()) {
                    let name = member_name(&members, &name.local);
                    members.insert(name, Value::Null);
                }
            }
            Others::Kept(shape) => self.others(shape, scope, &mut members),
        }
        members
    }

    /// The elements that are no members, by name.
    fn others(&mut self, shape: Shape, scope: &Scope<'_>, members: &mut Map<String, Value>) {
        for element in scope.rest() {
            let name = &*element.name.local;
            let value = self.within(name.to_owned(), |reader| match shape {
                Shape::List(item) => reader.element(item.shape, element),
                shape => reader.element(shape, element),
            });
            match (members.get_mut(name), shape) {
                (Some(Value::Array(items)), Shape::List(_)) => items.push(value),
                (None, Shape::List(_)) => {
                    members.insert(name.to_owned(), Value::Array(vec![value]));
                }
                (Some(there), Shape::Any) => add(there, value),
                (Some(_), _) => self.violation(format!("has the element `{name}` twice")),
                (None, _) => {
                    members.insert(name.to_owned(), value);
                }
            }
        }
    }

    fn within<T>(&mut self, name: String, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(name);
        let value = read(self);
        self.path.pop();
        value
    }

    fn violation(&mut self, message: String) {
        let escaped = |name: &String| format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        self.violations.0.push(Violation {
            pointer: self.path.iter().map(escaped).collect(),
            message,
            keyword: "xml",
        });
    }
}

/// An unknown element must not pass for a member of its name.
fn member_name(members: &Map<String, Value>, name: &str) -> String {
    match members.contains_key(name) {
        true => format!("{name} (XML)"),
        false => name.to_owned(),
    }
}

/// The value of text at a place that has no elements; lists are separated by spaces.
fn from_text(shape: Shape, text: &str) -> Value {
    match shape {
        Shape::List(item) => Value::Array(
            text.split_ascii_whitespace()
                .map(|word| scalar(item.shape, word))
                .collect(),
        ),
        Shape::Any => Value::String(text.to_owned()),
        shape => scalar(shape, text),
    }
}

/// The value of a text. What is empty and no text is `null`: services write so what they do not have.
fn scalar(shape: Shape, text: &str) -> Value {
    let word = text.trim_ascii();
    let other = || Value::String(text.to_owned());
    match shape {
        Shape::Number | Shape::Bool if word.is_empty() => Value::Null,
        Shape::Number => number(word).map_or_else(other, Value::Number),
        Shape::Bool => match word {
            "true" | "1" => Value::Bool(true),
            "false" | "0" => Value::Bool(false),
            _ => other(),
        },
        Shape::Mixed => match serde_json::from_str(word) {
            Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
            _ => other(),
        },
        _ => other(),
    }
}

/// A number as XML Schema spells it (Part 2 section 3.2.3), in JSON's spelling.
fn number(word: &str) -> Option<Number> {
    if let Ok(number) = serde_json::from_str(word) {
        return Some(number);
    }
    let (sign, digits) = match word.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", word.strip_prefix('+').unwrap_or(word)),
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let digits = digits.trim_start_matches('0');
    let (whole, rest) = digits.split_at(digits.find(['.', 'e', 'E']).unwrap_or(digits.len()));
    let whole = if whole.is_empty() { "0" } else { whole };
    // `1.` and `1.e5` have no digits after the point.
    let rest = match rest.strip_prefix('.') {
        Some(after) if !after.starts_with(|c: char| c.is_ascii_digit()) => after,
        _ => rest,
    };
    serde_json::from_str(&format!("{sign}{whole}{rest}")).ok()
}

/// The value of an element that nothing is said about.
fn any(element: &Element) -> Value {
    if is_nil(element) {
        return Value::Null;
    }
    let attributes = element
        .attributes
        .iter()
        .filter(|(name, _)| !is_of_xml(name));
    let mut members: Map<String, Value> = attributes
        .map(|(name, value)| (format!("@{}", name.local), Value::String(value.clone())))
        .collect();
    for child in &element.elements {
        let value = any(child);
        match members.get_mut(&*child.name.local) {
            Some(there) => add(there, value),
            None => {
                members.insert(child.name.local.to_string(), value);
            }
        }
    }
    if members.is_empty() {
        return Value::String(element.text.clone());
    }
    if !element.text.trim_ascii().is_empty() {
        members.insert("#text".to_owned(), Value::String(element.text.clone()));
    }
    Value::Object(members)
}

/// Makes a list of what comes more than once.
fn add(there: &mut Value, value: Value) {
    match there {
        Value::Array(items) => items.push(value),
        single => *single = Value::Array(vec![single.take(), value]),
    }
}
