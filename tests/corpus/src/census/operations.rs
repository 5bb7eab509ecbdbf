//! Counts operations with their parameters, bodies and responses, in paths, webhooks and callbacks.

use generator::model::{Content, Location, Operation, Reply, Status, Type};
use generator::read::Node;

use super::Walk;

/// Methods of a path item (OpenAPI 3.2.0 section 4.9).
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

impl<'a> Walk<'a> {
    pub(super) fn operations(&mut self) {
        let root = self.document.root();
        for key in ["paths", "webhooks", "x-webhooks"] {
            let items = root.get(key).and_then(|items| self.follow(items));
            for (path, item) in items.into_iter().flat_map(Node::entries) {
                if !path.starts_with("x-") {
                    self.path_item(path, item, 0);
                }
            }
        }
    }

    /// Callbacks have path items, whose operations have callbacks; `depth` counts them.
    fn path_item(&mut self, path: &str, item: &'a Node, depth: usize) {
        let Some(target) = self.follow(item).filter(|_| depth < 8) else {
            return;
        };
        let known = METHODS
            .iter()
            .filter_map(|method| Some((*method, target.get(method)?)));
        let others = target
            .get("additionalOperations")
            .into_iter()
            .flat_map(Node::entries);
        for (method, node) in known.chain(others) {
            let Some(node) = self.follow(node).filter(|node| node.is_object()) else {
                continue;
            };
            let pointer = self.document.pointer_of(node);
            let found = self.understood().find(|operation| {
                operation.pointer == pointer && operation.method.eq_ignore_ascii_case(method)
            });
            self.count(
                "operation",
                &format!("{method} {path}"),
                node,
                &[item, target],
                found.is_some(),
            );
            if let Some(operation) = found {
                self.operation(operation, target, node);
            }
            for (name, callback) in node.get("callbacks").into_iter().flat_map(Node::entries) {
                let near = node.get("callbacks").into_iter().collect::<Vec<_>>();
                let told = near
                    .iter()
                    .any(|near| self.is_told(&self.document.pointer_of(near)));
                let Some(target) = self.follow(callback).filter(|_| !told) else {
                    self.count("callback", name, callback, &near, false);
                    continue;
                };
                for (path, item) in target.entries().filter(|(path, _)| !path.starts_with("x-")) {
                    self.path_item(path, item, depth + 1);
                }
            }
        }
    }

    /// All operations of the model, whoever calls whom.
    fn understood(&self) -> impl Iterator<Item = &'a Operation> + use<'a> {
        self.api.all_operations()
    }

    fn operation(&mut self, operation: &'a Operation, item: &'a Node, node: &'a Node) {
        for list in [item, node] {
            for parameter in list
                .get("parameters")
                .map(Node::as_array)
                .unwrap_or_default()
            {
                self.parameter(operation, parameter, node);
            }
        }
        if let Some(body) = node.get("requestBody") {
            let contents = operation
                .body
                .iter()
                .flat_map(|body| &body.contents)
                .collect();
            self.contents("request content", body, contents, node);
        }
        let responses = node
            .get("responses")
            .and_then(|responses| self.follow(responses));
        for (status, response) in responses.into_iter().flat_map(Node::entries) {
            if !status.starts_with("x-") {
                self.response(operation, status, response, node);
            }
        }
        if let Some(list) = node.get("servers") {
            // An operation without servers of its own has those of the API.
            let known = match operation.servers.as_slice() {
                [] => &self.api.servers,
                own => own,
            };
            self.servers(list, known);
        }
        for tag in node.get("tags").map(Node::as_array).unwrap_or_default() {
            let name = tag.as_str().unwrap_or_default();
            let found = operation.tags.iter().any(|known| known == name);
            self.count("tag of an operation", name, tag, &[], found);
        }
    }

    fn parameter(&mut self, operation: &'a Operation, reference: &'a Node, owner: &'a Node) {
        let Some(node) = self.follow(reference) else {
            return;
        };
        let text = |key: &str| node.get(key).and_then(Node::as_str).unwrap_or_default();
        let (name, place) = (text("name"), text("in"));
        let location = match place {
            "path" => Some(Location::Path),
            "query" => Some(Location::Query),
            "header" => Some(Location::Header),
            "cookie" => Some(Location::Cookie),
            "querystring" => Some(Location::QueryString),
            _ => None,
        };
        let found = operation.parameters.iter().find(|parameter| {
            // Some write the query into the path, and its parameters are said to be of the path.
            let moved = place == "path" && parameter.location == Location::Query;
            (Some(parameter.location) == location || moved) && parameter.name == name
        });
        let near: Vec<&Node> = vec![reference, owner];
        self.count(
            "parameter",
            &format!("{name} in {place}"),
            node,
            &near,
            found.is_some(),
        );
        if let (Some(parameter), Some(schema)) = (found, node.get("schema")) {
            self.schema(schema, std::slice::from_ref(&parameter.value));
        }
    }

    fn contents(&mut self, kind: &str, body: &'a Node, known: Vec<&'a Content>, owner: &'a Node) {
        let Some(target) = self.follow(body) else {
            return;
        };
        for (media_type, node) in target.get("content").into_iter().flat_map(Node::entries) {
            let found = known
                .iter()
                .find(|content| content.media_type == media_type);
            self.count(kind, media_type, node, &[body, owner], found.is_some());
            let entry = self.follow(node);
            let schema =
                entry.and_then(|entry| entry.get("schema").or_else(|| entry.get("itemSchema")));
            if let (Some(content), Some(schema)) = (found, schema) {
                let text = matches!(content.value.ty, Type::Text(_));
                if media_type.contains("xml") && text && self.is_told_within(schema) {
                    continue;
                }
                match &content.form {
                    Some(form) => self.form(schema, form),
                    None => self.schema(schema, std::slice::from_ref(&content.value)),
                }
            }
        }
    }

    fn response(
        &mut self,
        operation: &'a Operation,
        status: &str,
        reference: &'a Node,
        owner: &'a Node,
    ) {
        let Some(node) = self.follow(reference) else {
            return;
        };
        let wanted = match status {
            "default" => Some(Status::Default),
            _ if status[1..].eq_ignore_ascii_case("xx") => {
                status[..1].parse().ok().map(Status::Class)
            }
            _ => status.parse().ok().map(Status::Code),
        };
        let replies = operation
            .success
            .replies
            .iter()
            .chain(&operation.failure.replies);
        let replies: Vec<&Reply> = replies
            .filter(|reply| Some(reply.status) == wanted)
            .collect();
        self.count(
            "response",
            status,
            node,
            &[reference, owner],
            !replies.is_empty(),
        );
        for (name, header) in node.get("headers").into_iter().flat_map(Node::entries) {
            let found = replies.iter().any(|reply| {
                reply
                    .headers
                    .iter()
                    .any(|header| header.name.eq_ignore_ascii_case(name))
            });
            // RFC 9110 section 8: what every body has is not told apart from it.
            let own = ["content-type", "content-length"]
                .iter()
                .any(|own| name.eq_ignore_ascii_case(own));
            self.count(
                "response header",
                name,
                header,
                &[reference, owner],
                found || own,
            );
        }
        let known = replies
            .iter()
            .filter_map(|reply| reply.payload.as_ref())
            .collect();
        self.contents("response content", reference, known, owner);
    }
}
