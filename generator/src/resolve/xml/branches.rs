//! `oneOf`, `anyOf` and bases with a discriminator in XML: which branches can be told apart, and how.

use super::shape::{Shaped, inside};
use super::{Around, Untyped};
use crate::model::{XmlNode, XmlPlace, XmlShape};
use crate::read::Node;
use crate::resolve::Resolver;
use crate::resolve::merge::{AdditionalSchema, Effective, JsonType};
use crate::resolve::schemas::Hint;

impl<'d> Resolver<'d> {
    /// The branches of which one holds; `None` when there are none.
    pub(super) fn branches(&mut self, merged: &Effective<'d>) -> Option<Vec<&'d Node>> {
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

    pub(super) fn choice(
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
}

/// Adds what stands beside the branches of a group.
fn beside<'d>(branch: &mut Effective<'d>, merged: &Effective<'d>) {
    branch.nodes.splice(0..0, merged.nodes.iter().copied());
    for (name, nodes) in &merged.properties {
        branch.properties.entry(name).or_default().extend(nodes);
    }
    for name in &merged.required {
        branch.required.insert(*name);
    }
    branch.types = Some(vec![JsonType::Object]);
    branch.groups.clear();
    if matches!(branch.additional, AdditionalSchema::Unsaid) {
        branch.additional = merged.additional;
    }
}
