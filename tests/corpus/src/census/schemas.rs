//! Counts the properties and values of schemas, walking document and model side by side.

use generator::model::{Additional, Form, Type, TypeId, TypeKind, Use};
use generator::read::Node;

use super::Walk;

impl<'a> Walk<'a> {
    /// Finds what a schema says in the type that was made of it. References are counted where they lead, once.
    pub(super) fn schema(&mut self, node: &'a Node, made: &Use) {
        let mut properties = Vec::new();
        self.properties(node, &mut properties, 0);
        for (name, property, inherited) in properties {
            let found = self.members(&made.ty, name);
            self.count("property", name, property, &[node], found.is_some());
            // What another component says of its own is counted there.
            if let Some(Some(found)) =
                found.filter(|_| !inherited && property.get("$ref").is_none())
            {
                self.schema(property, &found);
            }
        }
        self.values(node, made);
        if node.get("$ref").is_some() {
            return;
        }
        if let (Some(items), Some(item)) = (node.get("items"), self.item(&made.ty)) {
            self.schema(items, &item);
        }
        if let (Some(rest), Some(value)) = (node.get("additionalProperties"), self.rest(&made.ty)) {
            self.schema(rest, &value);
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

    /// The values of an `enum`, in types whose values are listed or in the limits of the place.
    fn values(&mut self, node: &'a Node, made: &Use) {
        for value in node.get("enum").map(Node::as_array).unwrap_or_default() {
            let json = value.to_json();
            let found = json.is_null() || self.has_value(made, &json, 0);
            self.count("value", &json.to_string(), value, &[node], found);
        }
    }

    /// Finds the properties of a form among its parts.
    pub(super) fn form(&mut self, node: &'a Node, form: &Form) {
        let mut properties = Vec::new();
        self.properties(node, &mut properties, 0);
        for (name, property, _) in properties {
            let found = form.parts.iter().any(|part| part.field.name == name);
            self.count("part", name, property, &[node], found);
        }
    }

    fn item(&self, ty: &Type) -> Option<Use> {
        self.unfolded(ty, 0).into_iter().find_map(|ty| match ty {
            Type::Array(item) => Some((**item).clone()),
            _ => None,
        })
    }

    fn rest(&self, ty: &Type) -> Option<Use> {
        self.unfolded(ty, 0).into_iter().find_map(|ty| match ty {
            Type::Map(value) => Some((**value).clone()),
            Type::Named(id) | Type::Boxed(id) => self.kept(*id),
            _ => None,
        })
    }

    fn kept(&self, id: TypeId) -> Option<Use> {
        match &self.api.types[id].kind {
            TypeKind::Struct(object) => match &object.additional {
                Additional::Kept { value, .. } => Some((**value).clone()),
                _ => None,
            },
            _ => None,
        }
    }
}
