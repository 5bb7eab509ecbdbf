//! Which of several descriptions fits an element, or a value.
//!
//! One that is an element or attribute of its own is known by its name. Others are known by how much of what is there they know.

use serde_json::Value;

use super::scope::{Scope, stands_for};
use super::shape::{Node, Object, Others, Place, Shape};
use super::tree::Element;

/// The description of an element with the name of one of several.
pub(super) fn of_element<'n>(element: &Element, node: &'n Node) -> &'n Node {
    match (node.place, node.shape) {
        (Place::Inside, Shape::Choice(nodes)) => nodes
            .iter()
            .find(|node| stands_for(element, node))
            .map_or(node, |found| of_element(element, found)),
        _ => node,
    }
}

/// The description that fits what stands in an element.
pub(super) fn of_content<'n>(element: &Element, nodes: &'n [Node]) -> Option<&'n Node> {
    best(nodes, |node| {
        let scope = Scope::new(element);
        match (node.place, node.shape) {
            (Place::Element, _) => {
                let there = element.elements.iter().any(|child| stands_for(child, node));
                fit(usize::from(there), usize::from(!there))
            }
            (Place::Inside, Shape::Object(object)) => {
                let known = |child: &&Element| knows(object, child);
                let elements = element.elements.iter().filter(known).count();
                let attributes = scope.rest_of_attributes().filter(|name| {
                    let mut members = object.members.iter();
                    members.any(|member| {
                        member.node.place == Place::Attribute
                            && *member.node.name.local == *name.local
                    })
                });
                let text = usize::from(!element.text.trim_ascii().is_empty());
                let takes_text = object
                    .members
                    .iter()
                    .any(|member| matches!(member.node.place, Place::Text | Place::Cdata));
                let there = element.elements.len() + scope.rest_of_attributes().count() + text;
                let known = elements + attributes.count() + text * usize::from(takes_text);
                fit(known, there - known)
            }
            (Place::Inside, Shape::List(item)) => {
                let items = element.elements.iter();
                let known = items.filter(|child| stands_for(child, item)).count();
                fit(known, element.elements.len() - known)
            }
            (_, Shape::Any) => fit(0, element.elements.len()),
            _ => fit(
                usize::from(!element.text.trim_ascii().is_empty()),
                2 * element.elements.len() + scope.rest_of_attributes().count(),
            ),
        }
    })
}

/// The description that fits a value.
pub(super) fn of_value<'n>(value: &Value, nodes: &'n [Node]) -> Option<&'n Node> {
    best(nodes, |node| value_fit(value, node.shape))
}

fn value_fit(value: &Value, shape: Shape) -> (isize, usize) {
    match (shape, value) {
        (Shape::Object(object), Value::Object(members)) => {
            let is_known = |name: &String| object.members.iter().any(|m| m.name == name);
            let known = members.keys().filter(|name| is_known(name)).count();
            match object.others {
                Others::Kept(_) => fit(known, 0),
                _ => fit(known, members.len() - known),
            }
        }
        (Shape::List(_), Value::Array(_))
        | (Shape::Number, Value::Number(_))
        | (Shape::Bool, Value::Bool(_))
        | (Shape::Text, Value::String(_)) => fit(1, 0),
        (Shape::Any, _) => fit(0, 0),
        (Shape::Mixed, Value::Number(_) | Value::Bool(_) | Value::String(_)) => fit(1, 0),
        (Shape::Choice(nodes), value) => nodes
            .iter()
            .map(|node| value_fit(value, node.shape))
            .max()
            .unwrap_or_else(|| fit(0, 1)),
        _ => fit(0, usize::MAX >> 1),
    }
}

/// Little that is unknown comes before much that is known.
fn fit(known: usize, unknown: usize) -> (isize, usize) {
    let unknown = isize::try_from(unknown).unwrap_or(isize::MAX);
    (-unknown, known)
}

/// The first of those that fit best.
fn best(nodes: &[Node], fit: impl Fn(&Node) -> (isize, usize)) -> Option<&Node> {
    let mut best: Option<(&Node, (isize, usize))> = None;
    for node in nodes {
        let fit = fit(node);
        if best.is_none_or(|(_, before)| fit > before) {
            best = Some((node, fit));
        }
    }
    best.map(|(node, _)| node)
}

fn knows(object: &Object, element: &Element) -> bool {
    matches!(object.others, Others::Kept(_))
        || object.members.iter().any(|member| {
            stands_for(element, &member.node)
                || match (member.node.place, member.node.shape) {
                    (Place::Inside, Shape::List(item)) => stands_for(element, item),
                    (Place::Inside, Shape::Object(object)) => knows(object, element),
                    _ => false,
                }
        })
}
