//! Which parts of an element have been read.

use super::shape::{Name, Node, Place, Shape};
use super::tree::{Element, Resolved};

/// The namespace of `xsi:nil` and its neighbours.
pub(super) const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// An element that is being read.
pub(super) struct Scope<'a> {
    pub(super) element: &'a Element,
    elements: Vec<bool>,
    attributes: Vec<bool>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(element: &'a Element) -> Self {
        Self {
            element,
            elements: vec![false; element.elements.len()],
            attributes: vec![false; element.attributes.len()],
        }
    }

    /// The value of an attribute.
    pub(super) fn attribute(&mut self, name: &Name) -> Option<&'a str> {
        let attributes = &self.element.attributes;
        let at = attributes.iter().position(|(own, _)| is(own, name))?;
        self.attributes[at] = true;
        Some(&attributes[at].1)
    }

    /// The first element from `from` on that has not been read and stands for one of the nodes; with its node.
    pub(super) fn next<'n>(
        &mut self,
        nodes: &'n [Node],
        from: &mut usize,
    ) -> Option<(&'n Node, &'a Element)> {
        while let Some(element) = self.element.elements.get(*from) {
            let at = *from;
            *from += 1;
            if self.elements[at] {
                continue;
            }
            if let Some(node) = nodes.iter().find(|node| stands_for(element, node)) {
                self.elements[at] = true;
                return Some((node, element));
            }
        }
        None
    }

    /// The elements that have not been read.
    pub(super) fn rest(&self) -> impl Iterator<Item = &'a Element> {
        let elements = self.element.elements.iter().zip(&self.elements);
        elements
            .filter(|(_, taken)| !**taken)
            .map(|(element, _)| element)
    }

    /// The attributes that have not been read, those of XML and XML Schema themselves excepted.
    pub(super) fn rest_of_attributes(&self) -> impl Iterator<Item = &'a Resolved> {
        let attributes = self.element.attributes.iter().zip(&self.attributes);
        attributes
            .filter(|(_, taken)| !**taken)
            .map(|((name, _), _)| name)
            .filter(|name| !is_of_xml(name))
    }
}

/// Whether an attribute belongs to XML itself or to XML Schema.
pub(super) fn is_of_xml(name: &Resolved) -> bool {
    matches!(
        name.namespace.as_deref(),
        Some(INSTANCE | "http://www.w3.org/XML/1998/namespace")
    )
}

/// Whether an element says that it is `null` (XML Schema Part 1 section 2.6.2).
pub(super) fn is_nil(element: &Element) -> bool {
    element.attributes.iter().any(|(name, value)| {
        *name.local == *"nil"
            && name.namespace.as_deref() == Some(INSTANCE)
            && matches!(value.trim(), "true" | "1")
    })
}

/// Whether an element has the name of a node, or of one of those that stand in its stead.
pub(super) fn stands_for(element: &Element, node: &Node) -> bool {
    match (node.place, node.shape) {
        (Place::Element, _) => is(&element.name, &node.name),
        (Place::Inside, Shape::Choice(nodes)) => nodes.iter().any(|node| stands_for(element, node)),
        _ => false,
    }
}

/// Whether a name is the one that is described. A service that leaves a namespace out is understood, as is a description
/// that says none.
fn is(own: &Resolved, name: &Name) -> bool {
    let known = match &own.namespace {
        Some(namespace) => name.namespace.is_empty() || **namespace == *name.namespace,
        None => true,
    };
    name.any || known && *own.local == *name.local
}
