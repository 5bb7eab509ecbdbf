//! Counts the properties and values of schemas, walking document and model side by side.

use generator::model::{Form, Use};
use generator::read::Node;

use super::Walk;

impl<'a> Walk<'a> {
    /// Finds what a schema says in the types that were made of it: several where alternatives have members of one name.
    /// References are counted where they lead, once.
    pub(super) fn schema(&mut self, node: &'a Node, made: &[Use]) {
        let mut properties = Vec::new();
        self.properties(node, &mut properties, 0);
        for (name, property, inherited) in properties {
            let found = self.members(made, name);
            let tag = self.is_tag(made, name);
            self.count(
                "property",
                name,
                property,
                &[node],
                tag || !found.is_empty(),
            );
            // What another component says of its own is counted there; a tag has its values in the variants.
            if !inherited && !tag && property.get("$ref").is_none() {
                self.schema(property, &found);
            }
        }
        for value in node.get("enum").map(Node::as_array).unwrap_or_default() {
            let json = value.to_json();
            let found = json.is_null() || made.iter().any(|made| self.has_value(made, &json, 0));
            self.count("value", &json.to_string(), value, &[node], found);
        }
        if node.get("$ref").is_some() {
            return;
        }
        if let Some(items) = node.get("items") {
            self.schema(items, &self.items(made));
        }
        if let Some(rest) = node.get("additionalProperties") {
            self.schema(rest, &self.rest(made));
        }
        for key in ["oneOf", "anyOf"] {
            for branch in node.get(key).map(Node::as_array).unwrap_or_default() {
                if branch.get("$ref").is_none() {
                    self.schema(branch, made);
                }
            }
        }
    }

    /// The properties of a schema with those of what it is made of, and whether they come from a reference.
    fn properties(&self, node: &'a Node, found: &mut Vec<(&'a str, &'a Node, bool)>, depth: usize) {
        if depth > 32 {
            return;
        }
        for (name, property) in node.get("properties").into_iter().flat_map(Node::entries) {
            found.push((name, property, depth > 0));
        }
        if let Some(target) = node.get("$ref").and_then(|_| self.follow(node)) {
            self.properties(target, found, depth + 1);
        }
        for part in node.get("allOf").map(Node::as_array).unwrap_or_default() {
            self.properties(part, found, depth + 1);
        }
    }

    /// Finds the properties of a form among its parts.
    pub(super) fn form(&mut self, node: &'a Node, form: &Form) {
        let mut properties = Vec::new();
        self.properties(node, &mut properties, 0);
        for (name, property, _) in properties {
            // What is only in answers is no part of a request.
            let read_only = property.get("readOnly").and_then(Node::as_bool) == Some(true);
            if !read_only {
                let found = form.parts.iter().any(|part| part.field.name == name);
                self.count("part", name, property, &[node], found);
            }
        }
    }
}
