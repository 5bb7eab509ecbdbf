//! The Swagger Object → the OpenAPI Object: components and servers.

use super::Translation;
use super::tree::{Made, text};
use crate::read::{Node, Object};

/// What the document says it is written in.
const VERSION: &str = "3.0.4";

impl<'d> Translation<'d, '_> {
    pub(super) fn root(&mut self, node: &'d Node) -> Node {
        let Some(object) = node.as_object() else {
            return self.inside(node);
        };
        let mut made = Made::at(node.span);
        let mut components = Made::at(node.span);
        for (key, member) in &object.0 {
            let (at, value) = (member.key, &member.node);
            match key.as_str() {
                "swagger" => made.put("openapi", at, text(VERSION, value.span)),
                "host" | "basePath" | "schemes" | "consumes" | "produces" => {}
                "definitions" => components.put("schemas", at, self.node(value)),
                "responses" => components.put("responses", at, self.node(value)),
                "securityDefinitions" => components.put("securitySchemes", at, self.node(value)),
                "parameters" => self.shared_parameters(value, &mut components),
                "components" => {
                    for (key, member) in value.as_object().into_iter().flat_map(|all| &all.0) {
                        let section = self.node(&member.node);
                        components.put(key, member.key, section);
                    }
                }
                _ => made.put(key, at, self.node(value)),
            }
        }
        if let Some((at, servers)) = self.servers(object) {
            made.put("servers", at, servers);
        }
        if !components.is_empty() {
            made.put("components", node.span, components.done());
        }
        made.done()
    }

    /// Parameters that operations refer to. Those of forms become part of the operations.
    fn shared_parameters(&mut self, node: &'d Node, components: &mut Made) {
        let Some(member) = node.as_object().map(|object: &'d Object| &object.0) else {
            return;
        };
        let mut parameters = Made::at(node.span);
        let mut bodies = Made::at(node.span);
        for (name, member) in member {
            match self.place_of(&member.node) {
                Some("formData") => {}
                Some("body") => bodies.put(name, member.key, self.node(&member.node)),
                _ => parameters.put(name, member.key, self.node(&member.node)),
            }
        }
        for (key, section) in [("parameters", parameters), ("requestBodies", bodies)] {
            if !section.is_empty() {
                components.put(key, node.span, section.done());
            }
        }
    }
}
