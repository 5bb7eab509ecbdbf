//! The JSON form of a type to the text of a document.

use serde_json::{Map, Value};

use super::choice;
use super::escape::{is_char, is_name, write_attribute, write_cdata, write_text};
use super::scope::INSTANCE;
use super::shape::{Name, Node, Object, Others, Place, Shape};
use crate::validate::{Violation, Violations};

/// The document of a value.
pub(super) fn document(value: &Value, root: &Node) -> Result<String, Violations> {
    let mut writer = Writer {
        out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"),
        bound: Vec::new(),
        path: Vec::new(),
        violations: Violations::default(),
    };
    writer.node(root, value);
    let Writer {
        out, violations, ..
    } = writer;
    violations.into_result().map(|()| out)
}

struct Writer {
    out: String,
    /// Prefixes and their namespaces, innermost last.
    bound: Vec<(String, String)>,
    path: Vec<String>,
    violations: Violations,
}

impl Writer {
    fn node(&mut self, node: &Node, value: &Value) {
        match node.place {
            Place::Element => self.element(&node.name, node.name.local, node.shape, value),
            // Stands in the tag already.
            Place::Attribute => {}
            Place::Text | Place::Cdata => {
                let Some(text) = self.text_of(node.shape, value) else {
                    return;
                };
                match node.place {
                    Place::Cdata => write_cdata(&text, &mut self.out),
                    _ => write_text(&text, &mut self.out),
                }
            }
            Place::Inside => self.content(node.shape, value),
        }
    }

    fn element(&mut self, name: &Name, local: &str, shape: Shape, value: &Value) {
        let before = self.bound.len();
        self.out.push('<');
        let declared = self.bind(name);
        let start = self.out.len();
        self.qualified(name, local);
        let tag = self.out[start..].to_owned();
        if let Some((prefix, namespace)) = declared {
            self.declare(&prefix, &namespace);
        }
        if value.is_null() {
            self.nil();
        } else {
            self.attributes(shape, value);
            self.out.push('>');
            let empty = self.out.len();
            self.content(shape, value);
            if self.out.len() == empty {
                self.out.pop();
                self.out.push_str("/>");
            } else {
                self.out.push_str("</");
                self.out.push_str(&tag);
                self.out.push('>');
            }
        }
        self.bound.truncate(before);
    }

    /// An element that says that it is `null` (OpenAPI 3.2, XML Object, handling `null` values).
    fn nil(&mut self) {
        if !self.is_bound("xsi", INSTANCE) {
            self.declare("xsi", INSTANCE);
        }
        self.out.push_str(" xsi:nil=\"true\"/>");
    }

    /// The attributes among what stands in an element.
    fn attributes(&mut self, shape: Shape, value: &Value) {
        match (shape, value) {
            (Shape::Object(object), Value::Object(members)) => {
                for member in object.members {
                    let Some(value) = members.get(member.name) else {
                        continue;
                    };
                    self.path.push(member.name.to_owned());
                    match member.node.place {
                        Place::Attribute if !value.is_null() => {
                            if let Some(text) = self.text_of(member.node.shape, value) {
                                self.attribute(&member.node.name, &text);
                            }
                        }
                        Place::Inside => self.attributes(member.node.shape, value),
                        _ => {}
                    }
                    self.path.pop();
                }
            }
            (Shape::Choice(nodes), value) => {
                if let Some(node) = choice::of_value(value, nodes)
                    && node.place == Place::Inside
                {
                    self.attributes(node.shape, value);
                }
            }
            (Shape::Any, Value::Object(members)) => {
                for (name, value) in members {
                    if let (Some(local), Some(text)) = (name.strip_prefix('@'), plain(value)) {
                        self.named(local, |writer| {
                            writer.out.push(' ');
                            writer.out.push_str(local);
                            writer.quoted(&text);
                        });
                    }
                }
            }
            _ => {}
        }
    }

    fn attribute(&mut self, name: &Name, text: &str) {
        // The default namespace is none of attributes: they need a prefix.
        let mut number = 0;
        let mut prefix = name.prefix.to_owned();
        while prefix.is_empty() && !name.namespace.is_empty() {
            number += 1;
            let next = format!("ns{number}");
            let taken = self
                .bound
                .iter()
                .any(|(known, uri)| *known == next && uri != name.namespace);
            if !taken {
                prefix = next;
            }
        }
        if !prefix.is_empty()
            && !name.namespace.is_empty()
            && !self.is_bound(&prefix, name.namespace)
        {
            self.declare(&prefix, name.namespace);
        }
        self.out.push(' ');
        if self
            .bound
            .iter()
            .any(|(known, _)| *known == prefix && !prefix.is_empty())
        {
            self.out.push_str(&prefix);
            self.out.push(':');
        }
        self.out.push_str(name.local);
        self.quoted(text);
    }

    fn quoted(&mut self, text: &str) {
        self.check(text);
        self.out.push_str("=\"");
        write_attribute(text, &mut self.out);
        self.out.push('"');
    }

    fn content(&mut self, shape: Shape, value: &Value) {
        match (shape, value) {
            (_, Value::Null) => {}
            (Shape::List(item), Value::Array(items)) => {
                if matches!(item.place, Place::Text | Place::Cdata) {
                    if let Some(text) = self.text_of(shape, value) {
                        write_text(&text, &mut self.out);
                    }
                    return;
                }
                for (index, value) in items.iter().enumerate() {
                    self.path.push(index.to_string());
                    self.node(item, value);
                    self.path.pop();
                }
            }
            (Shape::Object(object), Value::Object(members)) => self.object(object, members),
            (Shape::Choice(nodes), value) => {
                if let Some(node) = choice::of_value(value, nodes) {
                    self.node(node, value);
                }
            }
            (Shape::Any, value) => self.any(value),
            (_, value) => {
                if let Some(text) = self.text_of(shape, value) {
                    write_text(&text, &mut self.out);
                }
            }
        }
    }

    fn object(&mut self, object: &Object, members: &Map<String, Value>) {
        for member in object.members {
            if let Some(value) = members.get(member.name) {
                self.path.push(member.name.to_owned());
                self.node(&member.node, value);
                self.path.pop();
            }
        }
        if let Others::Kept(shape) = object.others {
            let is_known = |name: &str| object.members.iter().any(|member| member.name == name);
            for (name, value) in members.iter().filter(|(name, _)| !is_known(name)) {
                self.repeated(name, shape, value);
            }
        }
    }

    /// A member that is named after its key; a list is repeated.
    fn repeated(&mut self, name: &str, shape: Shape, value: &Value) {
        let plain = Node::element("", shape).name;
        self.named(name, |writer| match (shape, value) {
            (Shape::List(item), Value::Array(items)) => {
                for value in items {
                    writer.element(&plain, name, item.shape, value);
                }
            }
            (Shape::Any, Value::Array(items)) => {
                for value in items {
                    writer.element(&plain, name, shape, value);
                }
            }
            _ => writer.element(&plain, name, shape, value),
        });
    }

    fn any(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    if name == "#text" {
                        self.any(value);
                    } else if !name.starts_with('@') {
                        self.repeated(name, Shape::Any, value);
                    }
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.repeated("item", Shape::Any, item);
                }
            }
            scalar => {
                if let Some(text) = self.text_of(Shape::Text, scalar) {
                    write_text(&text, &mut self.out);
                }
            }
        }
    }

    /// Writes something with a name of the value's own.
    fn named(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.path.push(name.to_owned());
        if is_name(name) {
            write(self);
        } else {
            self.violation("has a name that no element of XML can have");
        }
        self.path.pop();
    }

    /// A value as text.
    fn text_of(&mut self, shape: Shape, value: &Value) -> Option<String> {
        let text = match (shape, value) {
            (Shape::List(item), Value::Array(items)) => {
                let words = items
                    .iter()
                    .filter_map(|value| self.text_of(item.shape, value));
                Some(words.collect::<Vec<_>>().join(" "))
            }
            (_, Value::Null) => return None,
            (_, value) => plain(value),
        };
        match &text {
            Some(text) => self.check(text),
            None => self.violation("has no form as text of XML"),
        }
        text
    }

    fn check(&mut self, text: &str) {
        if let Some(c) = text.chars().find(|c| !is_char(*c)) {
            self.violation(format!("holds {c:?}, which XML cannot hold"));
        }
    }

    /// The declaration that a name needs.
    fn bind(&mut self, name: &Name) -> Option<(String, String)> {
        let needed = !name.namespace.is_empty() && !self.is_bound(name.prefix, name.namespace);
        needed.then(|| {
            let binding = (name.prefix.to_owned(), name.namespace.to_owned());
            self.bound.push(binding.clone());
            binding
        })
    }

    fn is_bound(&self, prefix: &str, namespace: &str) -> bool {
        let mut bound = self.bound.iter().rev();
        bound
            .find(|(known, _)| known == prefix)
            .is_some_and(|(_, uri)| uri == namespace)
    }

    fn declare(&mut self, prefix: &str, namespace: &str) {
        self.out.push_str(" xmlns");
        if !prefix.is_empty() {
            self.out.push(':');
            self.out.push_str(prefix);
        }
        self.quoted(namespace);
        self.bound.push((prefix.to_owned(), namespace.to_owned()));
    }

    /// A name with its prefix. One that nothing binds would not be well-formed; it is left out.
    fn qualified(&mut self, name: &Name, local: &str) {
        let is_bound = self.bound.iter().any(|(known, _)| known == name.prefix);
        if !name.prefix.is_empty() && is_bound {
            self.out.push_str(name.prefix);
            self.out.push(':');
        }
        self.out.push_str(local);
    }

    fn violation(&mut self, message: impl Into<String>) {
        let escaped = |name: &String| format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        self.violations.0.push(Violation {
            pointer: self.path.iter().map(escaped).collect(),
            message: message.into(),
            keyword: "xml",
        });
    }
}

/// The text of a scalar.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
