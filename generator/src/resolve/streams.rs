//! Streams of items: which type an item has, and how it travels.
//!
//! Comes in: a media type object of an event stream or of JSON Lines. Goes out: the type of one item. In OpenAPI 3.2
//! `itemSchema` describes an item and `schema` the list of all; older documents have only `schema`, and mean one item
//! unless it is a list.

use super::Resolver;
use super::merge::Effective;
use super::schemas::Hint;
use crate::model::{Items, Text, Type, Use};
use crate::read::Node;

/// What an event consists of (WHATWG HTML section 9.2.6).
const EVENT: [&str; 4] = ["data", "event", "id", "retry"];

/// Alternatives inside each other are followed this far.
const DEPTH: usize = 4;

impl<'d> Resolver<'d> {
    /// The type of one of the JSON values.
    pub(super) fn line(&mut self, entry: &'d Node, hint: &Hint) -> Use {
        match self.item(entry) {
            Some(schema) => self.use_of(schema, hint),
            None => Use::plain(Type::Any),
        }
    }

    /// The type of what an event carries, or of whole events.
    pub(super) fn event(&mut self, entry: &'d Node, hint: &Hint) -> (Items, Use) {
        let Some(schema) = self.item(entry) else {
            return text();
        };
        let merged = self.effective(&[schema]);
        let by_itself = entry.get("itemSchema").is_some() && merged.groups.is_empty();
        if self.is_event(schema, 0) {
            // What is described as an item is an event for sure; its data is what matters.
            return match merged.properties.get("data") {
                Some(data) if by_itself => self.data(data, hint),
                _ => (Items::WholeEvents, self.use_of(schema, hint)),
            };
        }
        self.data(&[schema], hint)
    }

    /// The type of the data of an event.
    fn data(&mut self, nodes: &[&'d Node], hint: &Hint) -> (Items, Use) {
        let merged = self.effective(nodes);
        let member = |key: &str| merged.nodes.iter().find_map(|node| node.get(key));
        if let Some(content) = member("contentSchema") {
            return (Items::JsonEvents, self.use_of(content, hint));
        }
        let media = member("contentMediaType").and_then(Node::as_str);
        if media.is_some_and(|media| media.contains("json")) {
            return (Items::JsonEvents, Use::plain(Type::Any));
        }
        let textual = nodes.iter().all(|node| self.is_textual(node));
        if textual {
            return (Items::TextEvents, self.use_of_all(nodes, hint));
        }
        match self.use_of_all(nodes, hint) {
            // Nothing is said: nothing says that it is JSON.
            Use { ty: Type::Any, .. } => text(),
            value => (Items::JsonEvents, value),
        }
    }

    /// The schema of one item.
    fn item(&mut self, entry: &'d Node) -> Option<&'d Node> {
        if let Some(item) = entry.get("itemSchema") {
            return Some(item);
        }
        let schema = entry.get("schema")?;
        let merged = self.effective(&[schema]);
        match (self.kinds(schema).as_slice(), merged.items.as_slice()) {
            ([super::merge::JsonType::Array], [item]) => Some(item),
            _ => Some(schema),
        }
    }

    /// Whether a schema describes events as a whole.
    fn is_event(&mut self, schema: &'d Node, depth: usize) -> bool {
        let merged = self.effective(&[schema]);
        let only_event =
            |merged: &Effective<'d>| merged.properties.keys().all(|n| EVENT.contains(n));
        if !only_event(&merged) || depth > DEPTH {
            return false;
        }
        match merged.groups.as_slice() {
            [] => merged.properties.contains_key("data"),
            [group] => group
                .branches
                .iter()
                .all(|branch| self.is_null(branch) || self.is_event(branch, depth + 1)),
            _ => false,
        }
    }
}

fn text() -> (Items, Use) {
    (Items::TextEvents, Use::plain(Type::Text(Text::String)))
}
