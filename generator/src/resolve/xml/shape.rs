//! What stands at a place of XML: from effective schemas to shapes.

use super::{Around, Untyped};
use crate::diagnostics::codes;
use crate::model::{XmlMember, XmlNode, XmlObject, XmlOthers, XmlPlace, XmlShape};
use crate::read::Node;
use crate::resolve::Resolver;
use crate::resolve::merge::{AdditionalSchema, Effective, JsonType};
use crate::resolve::names::Position;
use crate::resolve::schemas::Hint;

type Shaped<'d> = Result<XmlShape, Untyped<'d>>;

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

    fn single_shape(
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

    /// The branches of which one holds; `None` when there are none.
    fn branches(&mut self, merged: &Effective<'d>) -> Option<Vec<&'d Node>> {
        let group = merged.groups.iter().find(|group| {
            let says = |branch: &&'d Node| {
                let mut keys = branch.entries().map(|(key, _)| key);
                !keys
                    .all(|key| matches!(key, "required" | "not" | "title" | "description" | "type"))
                    || branch.get("type").is_some() && branch.get("required").is_none()
            };
            group.branches.iter().any(says)
        });
        match group {
            Some(group) => {
                let real = group.branches.iter().copied();
                Some(real.filter(|branch| !self.is_null(branch)).collect())
            }
            None => {
                merged.discriminator?.get("propertyName")?;
                let children = self.descendants(merged.nodes.first()?);
                let children: Vec<&'d Node> = children.into_iter().map(|(_, node)| node).collect();
                (!children.is_empty()).then_some(children)
            }
        }
    }

    /// Whether all branches of a schema say which element they are, and it does not say itself.
    pub(super) fn branches_are_named(&mut self, nodes: &[&'d Node]) -> bool {
        let merged = self.effective(nodes);
        self.branches(&merged).is_some_and(|branches| {
            branches.len() > 1
                && branches
                    .iter()
                    .all(|branch| self.annotation(&[branch]).name.is_some())
        })
    }

    fn choice(
        &mut self,
        merged: &Effective<'d>,
        branches: &[&'d Node],
        of_items: Option<&str>,
        apart: bool,
        hint: &Hint,
    ) -> Shaped<'d> {
        let objects = branches
            .iter()
            .all(|node| self.kinds(node) == [JsonType::Object]);
        let exclusive = merged.groups.iter().all(|group| group.exclusive);
        // Any subset: an object with the members of all.
        if objects && (!exclusive || merged.groups.len() > 1) {
            let all = merged.groups.iter().flat_map(|group| group.branches.iter());
            let all: Vec<&'d Node> = all.copied().filter(|node| !self.is_null(node)).collect();
            let mut whole = self.effective(&all);
            if whole.groups.is_empty() {
                beside(&mut whole, merged);
                whole.required.clear();
                return self.xml_object(&whole, hint).map(XmlShape::Object);
            }
        }
        let mut nodes = Vec::new();
        for branch in branches {
            let annotation = self.annotation(&[branch]);
            let name = annotation.name.clone().or(annotation.component.clone());
            let words = hint.child(name.as_deref().unwrap_or("branch"));
            let own = !merged.properties.is_empty() && self.kinds(branch) == [JsonType::Object];
            let shape = if own && !merged.groups.is_empty() {
                let mut whole = self.effective(&[branch]);
                beside(&mut whole, merged);
                self.single_shape(&whole, of_items, &words)?
            } else {
                self.xml_shape(&[branch], of_items, false, &words)?
            };
            let is_element = apart && name.is_some() && !matches!(shape, XmlShape::List(_));
            nodes.push(if is_element {
                let node = self.xml_node(&[branch], Around::Branch, &words)?;
                XmlNode { shape, ..node }
            } else {
                inside(shape)
            });
        }
        let scalar = |node: &XmlNode| {
            matches!(
                node.shape,
                XmlShape::Text | XmlShape::Number | XmlShape::Bool | XmlShape::Mixed
            ) && node.place == XmlPlace::Inside
        };
        if let Some(first) = nodes.first().filter(|_| nodes.iter().all(scalar)) {
            let same = nodes.iter().all(|node| node.shape == first.shape);
            return Ok(if same {
                first.shape.clone()
            } else {
                XmlShape::Mixed
            });
        }
        // A list is told from a single item by nothing; neither are elements from what is in them.
        let mixed = nodes.iter().any(|node| node.place == XmlPlace::Element)
            && nodes.iter().any(|node| node.place == XmlPlace::Inside);
        let list = nodes.len() > 1
            && nodes
                .iter()
                .any(|node| matches!(node.shape, XmlShape::List(_)));
        if mixed || list {
            return Err(Untyped {
                node: branches[0],
                reason: "the branches of a `oneOf` or `anyOf` cannot be told apart in XML"
                    .to_owned(),
            });
        }
        if let [single] = nodes.as_slice()
            && single.place == XmlPlace::Inside
        {
            return Ok(single.shape.clone());
        }
        Ok(XmlShape::Choice(nodes))
    }

    /// The index of the object of an effective schema.
    fn xml_object(&mut self, merged: &Effective<'d>, hint: &Hint) -> Result<usize, Untyped<'d>> {
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
            let required = merged.required.contains(name) && !nodes.iter().any(|n| one_way(&n));
            let inner = match (node.place, &node.shape) {
                (XmlPlace::Inside, XmlShape::List(_)) => true,
                (XmlPlace::Text | XmlPlace::Cdata, _) => true,
                _ => false,
            };
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
fn inside(shape: XmlShape) -> XmlNode {
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

/// Adds what stands beside the branches of a group.
fn beside<'d>(branch: &mut Effective<'d>, merged: &Effective<'d>) {
    branch.nodes.splice(0..0, merged.nodes.iter().copied());
    for (name, nodes) in &merged.properties {
        branch.properties.entry(name).or_default().extend(nodes);
    }
    for name in &merged.required {
        if !branch.required.contains(name) {
            branch.required.push(name);
        }
    }
    branch.types = Some(vec![JsonType::Object]);
    branch.groups.clear();
    if matches!(branch.additional, AdditionalSchema::Unsaid) {
        branch.additional = merged.additional;
    }
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
