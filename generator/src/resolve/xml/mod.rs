//! XML bodies: how the JSON form of a schema's values stands in XML.
//!
//! Comes in: the schema of a body. Goes out: a description in the model's table, or the reason why there can be none. Only what an
//! XML body reaches is described. Types are none of its business: they are made as for JSON, whose form is what is described here.

mod annotation;
mod branches;
mod shape;

use std::collections::HashMap;

use super::Resolver;
use super::names::{Position, Scope, cased};
use super::schemas::Hint;
use crate::diagnostics::codes;
use crate::model::{Xml, XmlName, XmlNode, XmlPlace, XmlRoot, XmlShape};
use crate::read::{Node, Version};
use annotation::Annotation;

/// What is known of XML while a document is resolved.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) xml: Xml,
    /// Objects by the schemas they stand for.
    objects: HashMap<Vec<*const Node>, usize>,
    idents: Scope,
    depth: usize,
}

/// Why a schema has no typed XML form, and where that is.
pub(super) struct Untyped<'d> {
    pub(super) node: &'d Node,
    pub(super) reason: String,
}

/// Where a node stands, as far as its name depends on it.
#[derive(Clone, Copy, Debug)]
enum Around<'a> {
    /// The body.
    Root,
    /// A member or an item: this name is inferred.
    Named(&'a str),
    /// A branch that is an element of its own.
    Branch,
}

impl<'d> Resolver<'d> {
    /// The identifier of the root element of a body with this schema.
    ///
    /// # Errors
    /// When it cannot be typed; nothing of it stays in the table.
    pub(super) fn xml_root(
        &mut self,
        schema: &'d Node,
        hint: &Hint,
    ) -> Result<String, Untyped<'d>> {
        let objects = self.xml.xml.objects.len();
        let idents = self.xml.idents.clone();
        let described = self
            .xml_node(&[schema], Around::Root, hint)
            .and_then(|node| self.without_cycles(node, objects, schema));
        let mut node = match described {
            Ok(node) => node,
            Err(untyped) => {
                self.xml.xml.objects.truncate(objects);
                self.xml.objects.retain(|_, index| *index < objects);
                self.xml.idents = idents;
                self.xml.depth = 0;
                return Err(untyped);
            }
        };
        if node.place == XmlPlace::Element && node.name.local.is_empty() {
            node.name.local = cased(hint.words(), Position::Type);
            node.name.any = true;
            let name = &node.name.local;
            let message =
                format!("the root element has no name: `{name}` is written, and any name is read");
            self.report(&codes::XML_ROOT_NAME, schema, message);
        }
        let roots = &self.xml.xml.roots;
        if let Some(root) = roots.iter().find(|root| root.node == node) {
            return Ok(root.ident.clone());
        }
        let words = match node.name.local.as_str() {
            "" => hint.words().to_owned(),
            local => local.to_owned(),
        };
        let ident = self
            .xml
            .idents
            .claim(&format!("{words} root"), Position::Constant);
        self.xml.xml.roots.push(XmlRoot {
            ident: ident.clone(),
            node,
        });
        Ok(ident)
    }

    /// The node of a schema, or of schemas that hold at once.
    fn xml_node(
        &mut self,
        nodes: &[&'d Node],
        around: Around<'_>,
        hint: &Hint,
    ) -> Result<XmlNode, Untyped<'d>> {
        if self.xml.depth > MAX_DEPTH || !self.spend(NODE, nodes) {
            return Err(Untyped {
                node: nodes[0],
                reason: "the schema nests too deep".to_owned(),
            });
        }
        self.xml.depth += 1;
        let node = self.xml_node_within(nodes, around, hint);
        self.xml.depth -= 1;
        node
    }

    fn xml_node_within(
        &mut self,
        nodes: &[&'d Node],
        around: Around<'_>,
        hint: &Hint,
    ) -> Result<XmlNode, Untyped<'d>> {
        let annotation = self.annotation(nodes);
        let inferred = self.inferred(&annotation, around);
        // Items are named after their list, before 3.2 after its element (OpenAPI 3.1, XML Object, the examples of arrays).
        let of_items = match &annotation.name {
            Some(name) if annotation.wraps() && !self.is_3_2() => Some(name.clone()),
            _ => inferred.clone(),
        };
        let apart = annotation.place == Some(XmlPlace::Inside)
            || annotation.name.is_none() && (inferred.is_none() || self.branches_are_named(nodes));
        let shape = self.xml_shape(nodes, of_items.as_deref(), apart, hint)?;
        let place = self.place(&annotation, &shape, around, nodes[0]);
        let name = match place {
            XmlPlace::Element | XmlPlace::Attribute => {
                self.name(&annotation, inferred, around, nodes[0])?
            }
            _ => XmlName::default(),
        };
        Ok(XmlNode { place, name, shape })
    }

    /// The name that a node has when none is said.
    fn inferred(&self, annotation: &Annotation<'d>, around: Around<'_>) -> Option<String> {
        let component = annotation.component.clone();
        match around {
            Around::Root | Around::Branch => component,
            // Since 3.2 a reference is no node, and what it leads to has the name of its component.
            Around::Named(_) if self.is_3_2() && component.is_some() => component,
            Around::Named(name) => Some(name.to_owned()),
        }
    }

    fn name(
        &mut self,
        annotation: &Annotation<'d>,
        inferred: Option<String>,
        around: Around<'_>,
        node: &'d Node,
    ) -> Result<XmlName, Untyped<'d>> {
        let mut local = annotation.name.clone().or(inferred).unwrap_or_default();
        let mut prefix = annotation.prefix.clone();
        if let Some((before, after)) = local.clone().split_once(':') {
            prefix.get_or_insert_with(|| before.to_owned());
            local = after.to_owned();
        }
        let unnamed = local.is_empty() && matches!(around, Around::Root);
        let legal = |name: &String| is_name(name);
        if !unnamed && !legal(&local) || prefix.as_ref().is_some_and(|prefix| !legal(prefix)) {
            return Err(Untyped {
                node,
                reason: format!(
                    "`{local}` is no name that an element or attribute can have; an `xml` with a `name` gives it one"
                ),
            });
        }
        Ok(XmlName {
            local,
            prefix,
            namespace: annotation.namespace.clone(),
            any: false,
        })
    }

    /// Which kind of node a value is; misuse is reported.
    fn place(
        &mut self,
        annotation: &Annotation<'d>,
        shape: &XmlShape,
        around: Around<'_>,
        node: &'d Node,
    ) -> XmlPlace {
        let is_list = matches!(shape, XmlShape::List(_));
        let is_apart = matches!(shape, XmlShape::Choice(nodes)
            if nodes.iter().all(|node| node.place == XmlPlace::Element));
        let scalar = matches!(
            shape,
            XmlShape::Text | XmlShape::Number | XmlShape::Bool | XmlShape::Mixed
        );
        let said = annotation.node.unwrap_or(node);
        if annotation.wrapped == Some(true) && !is_list {
            self.misused(
                said,
                "`wrapped` says something of arrays alone; it is ignored",
            );
        }
        if matches!(around, Around::Root) && !is_apart {
            if !matches!(
                annotation.place,
                None | Some(XmlPlace::Element) | Some(XmlPlace::Inside)
            ) {
                self.misused(
                    said,
                    "a body is an element; that it be another node is ignored",
                );
            }
            return XmlPlace::Element;
        }
        let usual = if is_apart || is_list && annotation.wrapped != Some(true) {
            XmlPlace::Inside
        } else {
            XmlPlace::Element
        };
        let place = annotation.place.unwrap_or(usual);
        match place {
            XmlPlace::Attribute | XmlPlace::Text | XmlPlace::Cdata if !scalar && !is_list => {
                self.misused(
                    said,
                    "an object can be neither an attribute nor text; it is an element",
                );
                usual
            }
            XmlPlace::Inside
                if is_list
                    && annotation.name.is_some()
                    && annotation.name.as_deref() != name_of_items(shape) =>
            {
                self.misused(said, "a list that is not wrapped has no element that could have a name; its items are named by their own `xml`");
                place
            }
            place => place,
        }
    }

    fn misused(&mut self, node: &'d Node, message: &str) {
        self.report(&codes::XML_MISUSED, node, message.to_owned());
    }

    fn is_3_2(&self) -> bool {
        self.document.version() == Version::V3_2
    }

    /// The node again, when no object stands in itself without an element between: reading it would not end.
    fn without_cycles(
        &self,
        node: XmlNode,
        first: usize,
        schema: &'d Node,
    ) -> Result<XmlNode, Untyped<'d>> {
        let objects = &self.xml.xml.objects;
        let inside: Vec<Vec<usize>> = objects
            .iter()
            .map(|object| {
                let mut found = Vec::new();
                for member in &object.members {
                    stands_inside(&member.node, &mut found);
                }
                found
            })
            .collect();
        // In an order in which everything comes after what it holds, if there is one.
        let mut open: Vec<usize> = inside.iter().map(Vec::len).collect();
        let mut ready: Vec<usize> = (0..objects.len())
            .filter(|index| open[*index] == 0)
            .collect();
        let mut done = 0;
        while let Some(index) = ready.pop() {
            done += 1;
            for (holder, held) in inside.iter().enumerate() {
                let count = held.iter().filter(|held| **held == index).count();
                if count > 0 {
                    open[holder] -= count;
                    if open[holder] == 0 {
                        ready.push(holder);
                    }
                }
            }
        }
        if done < objects.len() && objects.len() > first {
            return Err(Untyped {
                node: schema,
                reason: "an object contains itself without an element in between".to_owned(),
            });
        }
        Ok(node)
    }
}

/// What a node of XML takes, as merged schemas.
const NODE: usize = 10;

/// How deep schemas may be written inside each other.
const MAX_DEPTH: usize = 64;

/// The name of the elements of a list.
fn name_of_items(shape: &XmlShape) -> Option<&str> {
    match shape {
        XmlShape::List(item) => Some(&item.name.local),
        _ => None,
    }
}

/// The objects whose members stand in the element around a node.
fn stands_inside(node: &XmlNode, found: &mut Vec<usize>) {
    match (node.place, &node.shape) {
        (XmlPlace::Inside, XmlShape::Object(index)) => found.push(*index),
        (XmlPlace::Inside, XmlShape::Choice(nodes)) => {
            nodes.iter().for_each(|node| stands_inside(node, found));
        }
        _ => {}
    }
}

/// Whether a text is a name without a prefix (Namespaces in XML 1.0 section 3).
fn is_name(text: &str) -> bool {
    let starts = |c: char| c == '_' || c.is_alphabetic();
    let goes_on = |c: char| starts(c) || c.is_numeric() || matches!(c, '-' | '.' | '\u{b7}');
    text.starts_with(starts) && text.chars().all(goes_on)
}
