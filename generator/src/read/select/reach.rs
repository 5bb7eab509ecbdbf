//! What the kept part of a document reaches: components and files.

use std::collections::HashSet;

use super::super::document::At;
use super::super::{Document, Node, Value};
use super::operations;
use crate::diagnostics::FileId;

/// What is reached.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// Sections of `components` with names.
    pub(super) components: HashSet<(String, String)>,
    /// Files of which something is reached.
    pub(super) files: HashSet<FileId>,
    seen: HashSet<*const Node>,
}

/// Follows all references of the document that do not stand in components.
pub(super) fn reached(document: &Document) -> Reached {
    let mut walk = Walk {
        document,
        found: Reached::default(),
        queue: Vec::new(),
    };
    for (key, node) in document.root().entries() {
        if key != "components" {
            walk.queue.push(node);
        }
    }
    walk.security();
    walk.work_off();
    while walk.extensions() {
        walk.work_off();
    }
    walk.found
}

struct Walk<'d> {
    document: &'d Document,
    found: Reached,
    queue: Vec<&'d Node>,
}

impl<'d> Walk<'d> {
    fn work_off(&mut self) {
        while let Some(node) = self.queue.pop() {
            if !self.found.seen.insert(std::ptr::from_ref(node)) {
                continue;
            }
            self.found.files.insert(node.span.file);
            match &node.value {
                Value::Array(items) => self.queue.extend(items),
                Value::Object(object) => {
                    self.queue.extend(object.entries().map(|(_, node)| node));
                    if let Some(reference) = object.get("$ref") {
                        self.reference(reference);
                    }
                    let mapping = object
                        .get("discriminator")
                        .and_then(|discriminator| discriminator.get("mapping"));
                    for (_, target) in mapping.map(Node::entries).into_iter().flatten() {
                        self.mapped(target);
                    }
                }
                _ => {}
            }
        }
    }

    fn reference(&mut self, reference: &'d Node) {
        if let Some(at) = self.document.target_of(reference) {
            self.at(&at);
        }
    }

    /// A target of a discriminator: the name of a schema, or a reference.
    fn mapped(&mut self, target: &'d Node) {
        let Some(name) = target.as_str() else { return };
        let schemas = self.schemas();
        match schemas.and_then(|schemas| schemas.get(name)) {
            Some(_) => self.component("schemas", name),
            None => self.reference(target),
        }
    }

    fn at(&mut self, (index, pointer): &At) {
        // Names of what is inside of a component are made of it, so it stays whole.
        if *index == 0
            && let [components, section, name, ..] = pointer.0.as_slice()
            && components == "components"
        {
            return self.component(section, name);
        }
        if let Some(node) = self.document.files[*index].root.descend(pointer) {
            self.queue.push(node);
        }
    }

    fn component(&mut self, section: &str, name: &str) {
        let components = self.document.root().get("components");
        let node = components
            .and_then(|components| components.get(section))
            .and_then(|section| section.get(name));
        if let Some(node) = node
            && self
                .found
                .components
                .insert((section.to_owned(), name.to_owned()))
        {
            self.queue.push(node);
        }
    }

    fn schemas(&self) -> Option<&'d Node> {
        self.document.root().get("components")?.get("schemas")
    }

    /// Security schemes are named, not referred to. That of the document counts for operations without one of their own.
    fn security(&mut self) {
        let root = self.document.root();
        let mut lists = Vec::new();
        for (section, _) in super::sections() {
            for (_, item) in root.get(section).map(Node::entries).into_iter().flatten() {
                let item = self.document.follow(item);
                for (_, node) in item.map(operations).into_iter().flatten() {
                    let node = self.document.follow(node).unwrap_or(node);
                    lists.extend(node.get("security").or_else(|| root.get("security")));
                }
            }
        }
        let names: Vec<&str> = lists
            .into_iter()
            .flat_map(Node::as_array)
            .flat_map(Node::entries)
            .map(|(name, _)| name)
            .collect();
        for name in names {
            self.component("securitySchemes", name);
        }
    }

    /// Schemas that extend a kept one with a discriminator are its alternatives, though nothing refers to them.
    fn extensions(&mut self) -> bool {
        let before = self.found.components.len();
        for (name, schema) in self.schemas().map(Node::entries).into_iter().flatten() {
            let known = |name: &str| {
                let key = ("schemas".to_owned(), name.to_owned());
                self.found.components.contains(&key)
            };
            let extends = !known(name)
                && schema
                    .get("allOf")
                    .map(Node::as_array)
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|part| self.document.target_of(part.get("$ref")?))
                    .any(|(index, pointer)| {
                        let base = self.document.files[index].root.descend(&pointer);
                        index == 0
                            && pointer.last().is_some_and(known)
                            && base.is_some_and(|base| self.is_base(base))
                    });
            if extends {
                self.component("schemas", name);
            }
        }
        self.found.components.len() > before
    }

    /// Whether a schema, or one that it extends, has a discriminator.
    fn is_base(&self, schema: &Node) -> bool {
        let mut queue = vec![schema];
        let mut seen = HashSet::new();
        while let Some(schema) = queue.pop() {
            if schema.get("discriminator").is_some() {
                return true;
            }
            if seen.insert(std::ptr::from_ref(schema)) {
                let parts = schema.get("allOf").map(Node::as_array).unwrap_or_default();
                queue.extend(parts.iter().filter_map(|part| self.document.follow(part)));
            }
        }
        false
    }
}
