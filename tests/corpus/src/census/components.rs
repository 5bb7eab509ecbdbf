//! Counts what stands at the top: component schemas, security schemes, servers, tags.

use generator::model::{Server, Type, Use};
use generator::read::Node;

use super::Walk;

impl<'a> Walk<'a> {
    pub(super) fn components(&mut self) {
        let root = self.document.root();
        let part = |key: &str| {
            root.get("components")
                .and_then(|components| components.get(key))
        };
        for (name, node) in part("schemas").into_iter().flat_map(Node::entries) {
            let id = self
                .api
                .types
                .iter()
                .find(|(_, def)| def.schema.as_deref() == Some(name));
            self.count("schema", name, node, &[], id.is_some());
            if let Some((id, _)) = id {
                self.schema(node, &[Use::plain(Type::Named(id))]);
            }
        }
        for (name, node) in part("securitySchemes").into_iter().flat_map(Node::entries) {
            let found = self.api.schemes.iter().any(|scheme| scheme.name == name);
            let near: Vec<&Node> = self.follow(node).into_iter().collect();
            self.count("security scheme", name, node, &near, found);
        }
        if let Some(list) = root.get("servers") {
            self.servers(list, &self.api.servers);
        }
        for tag in root.get("tags").map(Node::as_array).unwrap_or_default() {
            if let Some(name) = tag.get("name").and_then(Node::as_str) {
                let found = self.api.tags.iter().any(|tag| tag.name == name);
                self.count("tag", name, tag, &[], found);
            }
        }
    }

    pub(super) fn servers(&mut self, list: &'a Node, known: &[Server]) {
        for server in list.as_array() {
            let Some(url) = server.get("url").and_then(Node::as_str) else {
                continue;
            };
            let found = known.iter().find(|server| server.url == url);
            self.count("server", url, server, &[], found.is_some());
            for (name, node) in server.get("variables").into_iter().flat_map(Node::entries) {
                let found = found.is_some_and(|server| {
                    server
                        .variables
                        .iter()
                        .any(|variable| variable.name == name)
                });
                self.count("server variable", name, node, &[], found);
            }
        }
    }
}
