//! What stands at a place of XML: from effective schemas to shapes.

use super::{Around, Untyped};
use crate::diagnostics::codes;
use crate::model::{XmlMember, XmlNode, XmlObject, XmlOthers, XmlPlace, XmlShape};
use crate::read::Node;
use crate::resolve::Resolver;
use crate::resolve::merge::{AdditionalSchema, Effective, JsonType};
use crate::resolve::names::Position;
use crate::resolve::schemas::Hint;

/// A shape, or why there is none.
pub(super) type Shaped<'d> = Result<XmlShape, Untyped<'d>>;

impl<'d> Resolver<'d> {
    /// The shape of schemas that hold at once. `of_items` is the name that items get when it is a list; `apart` lets
    /// branches be elements of their own.
    pub(super) fn xml_shape(
        &mut self,
        nodes: &[&'d Node],
        of_items: Option<&str>,
        apart: bool,
        hint: &Hint,
    ) -> Shaped<'d> {
        let merged = self.effective(nodes);
        let hint = self.words(nodes).map_or_else(|| hint.clone(), Hint::new);
        if let Some(branches) = self.branches(&merged) {
            return self.choice(&merged, &branches, of_items, apart, &hint);
        }
        self.single_shape(&merged, of_items, &hint)
    }

    pub(super) fn single_shape(
        &mut self,
        merged: &Effective<'d>,
        of_items: Option<&str>,
        hint: &Hint,
    ) -> Shaped<'d> {
        if let Some(values) = &merged.values {
            return Ok(of_values(values));
        }
        if merged.only_null || merged.never {
            return Ok(XmlShape::Any);
        }
        match self.types_of(merged).as_slice() {
            [] => Ok(XmlShape::Any),
            [single] => self.typed(*single, merged, of_items, hint),
            several => {
                let scalar = |ty: &JsonType| !matches!(ty, JsonType::Array | JsonType::Object);
                if several.iter().all(scalar) {
                    return Ok(XmlShape::Mixed);
                }
                let mut nodes = Vec::new();
                for ty in several {
                    let shape = self.typed(*ty, merged, of_items, hint)?;
                    nodes.push(inside(shape));
                }
                Ok(XmlShape::Choice(nodes))
            }
        }
    }

    fn typed(
        &mut self,
        ty: JsonType,
        merged: &Effective<'d>,
        of_items: Option<&str>,
        hint: &Hint,
    ) -> Shaped<'d> {
        match ty {
            JsonType::String => Ok(XmlShape::Text),
            JsonType::Integer | JsonType::Number => Ok(XmlShape::Number),
            JsonType::Boolean => Ok(XmlShape::Bool),
            JsonType::Array => self.list(merged, of_items, hint),
            JsonType::Object => self.xml_object(merged, hint).map(XmlShape::Object),
        }
    }

    fn list(&mut self, merged: &Effective<'d>, of_items: Option<&str>, hint: &Hint) -> Shaped<'d> {
        if let Some(node) = merged.prefix.first() {
            return Err(Untyped {
                node,
                reason: "a list of fixed items has no XML form".to_owned(),
            });
        }
        let around = of_items.map_or(Around::Branch, Around::Named);
        let mut item = match merged.items.as_slice() {
            [] => XmlNode {
                place: XmlPlace::Element,
                name: crate::model::XmlName {
                    local: of_items.unwrap_or("item").to_owned(),
                    ..Default::default()
                },
                shape: XmlShape::Any,
            },
            items => {
                // A list at the root whose items nobody names.
                let annotation = self.annotation(items);
                let around = match around {
                    Around::Branch
                        if annotation.name.is_none() && annotation.component.is_none() =>
                    {
                        Around::Named("item")
                    }
                    around => around,
                };
                self.xml_node(items, around, &hint.child("item"))?
            }
        };
        match (item.place, &item.shape) {
            // The lists in a list have to be told apart.
            (XmlPlace::Inside, XmlShape::List(inner)) => {
                item.name = match of_items {
                    Some(name) => crate::model::XmlName {
                        local: name.to_owned(),
                        ..Default::default()
                    },
                    None => inner.name.clone(),
                };
                item.place = XmlPlace::Element;
            }
            (XmlPlace::Attribute, _) => {
                if let Some(node) = merged.items.first() {
                    let message = "the items of a list cannot be attributes; they are elements";
                    self.report(&codes::XML_MISUSED, node, message.to_owned());
                }
                item.place = XmlPlace::Element;
            }
            (XmlPlace::Inside, shape) if !is_apart(shape) => {
                return Err(Untyped {
                    node: merged.items.first().copied().unwrap_or(merged.nodes[0]),
                    reason: "the items of a list are no nodes (`nodeType: none`), so that they cannot be told apart".to_owned(),
                });
            }
            _ => {}
        }
        Ok(XmlShape::List(Box::new(item)))
    }

    /// The index of the object of an effective schema.
    pub(super) fn xml_object(
        &mut self,
        merged: &Effective<'d>,
        hint: &Hint,
    ) -> Result<usize, Untyped<'d>> {
        // Whatever says nothing of members stands for what it leads to.
        let says = |node: &&&'d Node| {
            node.entries().any(|(key, _)| {
                matches!(
                    key,
                    "properties" | "additionalProperties" | "patternProperties" | "required"
                )
            })
        };
        let all = || merged.nodes.iter().map(|node| std::ptr::from_ref(*node));
        let mut key: Vec<*const Node> = merged
            .nodes
            .iter()
            .filter(says)
            .map(|node| std::ptr::from_ref(*node))
            .collect();
        if key.is_empty() {
            key = all().collect();
        }
        if let Some(index) = self.xml.objects.get(&key) {
            return Ok(*index);
        }
        let index = self.xml.xml.objects.len();
        let ident = self.xml.idents.claim(hint.words(), Position::Constant);
        self.xml.xml.objects.push(XmlObject {
            ident,
            members: Vec::new(),
            others: XmlOthers::Ignored,
        });
        self.xml.objects.insert(key, index);
        let mut members: Vec<XmlMember> = Vec::new();
        for (name, nodes) in &merged.properties {
            let node = self.xml_node(nodes, Around::Named(name), &hint.child(name))?;
            let one_way = |node: &&'d Node| {
                let flag = |key| node.get(key).and_then(Node::as_bool) == Some(true);
                flag("readOnly") || flag("writeOnly")
            };
            let required = merged.required.contains(name) && !nodes.iter().any(one_way);
            let inner = matches!(
                (node.place, &node.shape),
                (XmlPlace::Inside, XmlShape::List(_)) | (XmlPlace::Text | XmlPlace::Cdata, _)
            );
            let same = |other: &&XmlMember| {
                matches!(node.place, XmlPlace::Element | XmlPlace::Attribute)
                    && other.node.place == node.place
                    && other.node.name == node.name
            };
            if let Some(other) = members.iter().find(same) {
                return Err(Untyped {
                    node: nodes[0],
                    reason: format!(
                        "`{}` and `{name}` have the same name in XML, `{}`",
                        other.name, node.name.local
                    ),
                });
            }
            members.push(XmlMember {
                name: (*name).to_owned(),
                node,
                filled: required && inner,
            });
        }
        for name in &merged.required {
            if !merged.properties.contains_key(name) && super::is_name(name) {
                members.push(XmlMember {
                    name: (*name).to_owned(),
                    node: XmlNode {
                        place: XmlPlace::Element,
                        name: crate::model::XmlName {
                            local: (*name).to_owned(),
                            ..Default::default()
                        },
                        shape: XmlShape::Any,
                    },
                    filled: false,
                });
            }
        }
        let others = self.xml_others(merged, hint)?;
        let object = &mut self.xml.xml.objects[index];
        object.members = members;
        object.others = others;
        Ok(index)
    }

    /// What becomes of elements that are no members; as for members of JSON.
    fn xml_others(
        &mut self,
        merged: &Effective<'d>,
        hint: &Hint,
    ) -> Result<XmlOthers, Untyped<'d>> {
        let schema = match (merged.patterns.as_slice(), merged.additional) {
            ([], AdditionalSchema::Unsaid) => {
                let map = merged.properties.is_empty() && merged.required.is_empty();
                return Ok(match map {
                    true => XmlOthers::Kept(XmlShape::Any),
                    false => XmlOthers::Ignored,
                });
            }
            ([], AdditionalSchema::Refused) => return Ok(XmlOthers::Refused),
            ([], AdditionalSchema::Typed(schema)) => schema,
            ([(_, single)], AdditionalSchema::Refused) => single,
            _ => return Ok(XmlOthers::Kept(XmlShape::Any)),
        };
        let node = self.xml_node(&[schema], Around::Named("value"), &hint.child("value"))?;
        Ok(XmlOthers::Kept(node.shape))
    }

    /// Words for the constant of what schemas stand for: the component, if it is one.
    fn words(&self, nodes: &[&'d Node]) -> Option<String> {
        let [node] = nodes else { return None };
        let target = self.document.follow(node)?;
        let (name, _) = self.components.get(&std::ptr::from_ref(target))?;
        Some(name.clone())
    }
}

/// A branch without an element of its own.
pub(super) fn inside(shape: XmlShape) -> XmlNode {
    XmlNode {
        place: XmlPlace::Inside,
        name: crate::model::XmlName::default(),
        shape,
    }
}

/// Whether every branch is an element of its own.
fn is_apart(shape: &XmlShape) -> bool {
    matches!(shape, XmlShape::Choice(nodes) if nodes.iter().all(|node| node.place == XmlPlace::Element))
}

/// The shape of listed values.
fn of_values(values: &[serde_json::Value]) -> XmlShape {
    let mut shape = None;
    for value in values {
        let next = match value {
            serde_json::Value::Null => continue,
            serde_json::Value::String(_) => XmlShape::Text,
            serde_json::Value::Number(_) => XmlShape::Number,
            serde_json::Value::Bool(_) => XmlShape::Bool,
            _ => return XmlShape::Any,
        };
        shape = Some(match shape {
            None => next,
            Some(before) if before == next => before,
            Some(_) => XmlShape::Mixed,
        });
    }
    shape.unwrap_or(XmlShape::Any)
}
