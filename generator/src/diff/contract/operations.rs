//! The paths, webhooks and components of a document → operations with everything that applies to them.

use indexmap::IndexMap;

use super::api::{Api, Key, Location, Operation, Parameter, Response};
use super::contents::{media_name, medium_of};
use super::flow::Medium;
use super::schema::ANYTHING;
use super::schemas::Schemas;
use crate::read::Node;

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];
/// Callbacks of callbacks are followed so far.
const MOST_NESTED: usize = 3;

/// Reads the API.
pub(crate) fn api<'d>(schemas: &Schemas<'d>) -> Api<'d> {
    let root = schemas.document.root();
    let scope = Scope {
        schemas,
        security: root.get("security"),
        servers: root.get("servers"),
    };
    let mut operations = Vec::new();
    let paths = root
        .get("paths")
        .and_then(|paths| schemas.document.follow(paths));
    for (path, item) in paths.into_iter().flat_map(Node::entries) {
        if path.starts_with('/') {
            scope.item(path, item, 0, &mut operations);
        }
    }
    let mut webhooks = Vec::new();
    for key in ["webhooks", "x-webhooks"] {
        for (name, item) in root.get(key).into_iter().flat_map(Node::entries) {
            scope.item(name, item, 1, &mut webhooks);
        }
    }
    Api {
        operations,
        webhooks,
    }
}

pub(super) struct Scope<'a, 'd> {
    pub(super) schemas: &'a Schemas<'d>,
    pub(super) security: Option<&'d Node>,
    pub(super) servers: Option<&'d Node>,
}

/// The path without the names of parameters, and those names in order.
fn erase(path: &str) -> (String, Vec<String>) {
    let (mut out, mut names) = (String::new(), Vec::new());
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else {
            break;
        };
        out.push_str(&rest[..open]);
        out.push_str("{}");
        names.push(rest[open + 1..open + close].to_owned());
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    // Fixed query pairs may stand in any order, behind `?` or `#`.
    if let Some(at) = out.find(['?', '#']) {
        let mut pairs: Vec<&str> = out[at + 1..].split('&').collect();
        pairs.sort_unstable();
        out = format!("{}?{}", &out[..at], pairs.join("&"));
    }
    (out, names)
}

impl<'d> Scope<'_, 'd> {
    fn item(&self, path: &str, item: &'d Node, nested: usize, out: &mut Vec<Operation<'d>>) {
        let Some(target) = self.schemas.document.follow(item) else {
            return;
        };
        let methods = METHODS
            .iter()
            .filter_map(|method| Some((*method, target.get(method)?)));
        let others = target
            .get("additionalOperations")
            .into_iter()
            .flat_map(Node::entries);
        for (method, node) in methods.chain(others) {
            let Some(node) = self
                .schemas
                .document
                .follow(node)
                .filter(|node| node.is_object())
            else {
                continue;
            };
            let operation = self.operation(path, method, target, node, nested);
            out.push(operation);
        }
    }

    fn operation(
        &self,
        path: &str,
        method: &str,
        item: &'d Node,
        node: &'d Node,
        nested: usize,
    ) -> Operation<'d> {
        let (erased, names) = erase(path);
        let method = method.to_ascii_uppercase();
        let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
        let mut parameters: IndexMap<(Location, String), Parameter<'d>> = IndexMap::new();
        for list in [item, node] {
            for parameter in list
                .get("parameters")
                .map(Node::as_array)
                .unwrap_or_default()
            {
                if let Some(parameter) = self
                    .schemas
                    .document
                    .follow(parameter)
                    .and_then(|node| self.parameter(node, &names))
                {
                    parameters.insert((parameter.location, parameter.key.clone()), parameter);
                }
            }
        }
        let mut callbacks = Vec::new();
        if nested < MOST_NESTED {
            for (name, callback) in node.get("callbacks").into_iter().flat_map(Node::entries) {
                let Some(callback) = self.schemas.document.follow(callback) else {
                    continue;
                };
                for (address, item) in callback.entries().filter(|(key, _)| !key.starts_with("x-"))
                {
                    self.item(
                        &format!("{name}: {address}"),
                        item,
                        nested + 1,
                        &mut callbacks,
                    );
                }
            }
        }
        Operation {
            label: format!("{method} {path}"),
            key: Key {
                method,
                path: erased,
            },
            path: path.to_owned(),
            id: text("operationId"),
            deprecated: node.get("deprecated").and_then(Node::as_bool) == Some(true),
            sunset: text("x-sunset"),
            parameters: parameters.into_values().collect(),
            body: node.get("requestBody").and_then(|body| self.body(body)),
            responses: self.responses(node),
            security: self.security(node),
            servers: self.servers(item, node),
            callbacks,
            node,
        }
    }

    fn parameter(&self, node: &'d Node, names: &[String]) -> Option<Parameter<'d>> {
        let name = node.get("name")?.as_str()?;
        let location = match node.get("in")?.as_str()? {
            "path" => Location::Path,
            "query" => Location::Query,
            "header" => Location::Header,
            "cookie" => Location::Cookie,
            _ => return None,
        };
        let key = match location {
            Location::Header => {
                let folded = name.to_ascii_lowercase();
                if ["accept", "content-type", "authorization"].contains(&folded.as_str()) {
                    return None;
                }
                folded
            }
            Location::Path => names.iter().position(|own| own == name)?.to_string(),
            _ => name.to_owned(),
        };
        Some(self.value(name, location, key, node))
    }

    pub(super) fn value(
        &self,
        name: &str,
        location: Location,
        key: String,
        node: &'d Node,
    ) -> Parameter<'d> {
        let flag = |key: &str| node.get(key).and_then(Node::as_bool);
        let style = node
            .get("style")
            .and_then(Node::as_str)
            .unwrap_or(match location {
                Location::Path | Location::Header => "simple",
                Location::Query | Location::Cookie => "form",
            });
        let content = node
            .get("content")
            .and_then(|content| content.entries().next());
        let media = content.map(|(name, _)| media_name(name));
        let schema = match content {
            Some((_, media)) => self
                .schemas
                .document
                .follow(media)
                .map_or(ANYTHING, |media| self.schemas.at_key(media, "schema")),
            None => self.schemas.at_key(node, "schema"),
        };
        Parameter {
            name: name.to_owned(),
            location,
            key,
            required: location == Location::Path || flag("required") == Some(true),
            deprecated: flag("deprecated") == Some(true),
            explode: flag("explode").unwrap_or(style == "form" || style == "cookie"),
            style: style.to_owned(),
            reserved: flag("allowReserved") == Some(true),
            empty: flag("allowEmptyValue") == Some(true),
            schema,
            medium: media.as_deref().map_or(Medium::Text, medium_of),
            media,
            node,
        }
    }

    fn responses(&self, node: &'d Node) -> Vec<Response<'d>> {
        let responses = node
            .get("responses")
            .and_then(|responses| self.schemas.document.follow(responses))
            .and_then(Node::as_object);
        let mut out = Vec::new();
        for (status, member) in responses.into_iter().flat_map(|responses| &responses.0) {
            let Some(response) = self
                .schemas
                .document
                .follow(&member.node)
                .filter(|_| !status.starts_with("x-"))
            else {
                continue;
            };
            let mut headers: Vec<Parameter<'d>> = Vec::new();
            for (name, header) in response.get("headers").into_iter().flat_map(Node::entries) {
                let key = name.to_ascii_lowercase();
                if key == "content-type" {
                    continue;
                }
                if let Some(header) = self.schemas.document.follow(header) {
                    headers.push(self.value(name, Location::Header, key, header));
                }
            }
            let status = if status == "default" {
                status.clone()
            } else {
                status.to_ascii_uppercase()
            };
            out.push(Response {
                status,
                headers,
                content: self.content(response),
                place: member.key,
                node: response,
            });
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_path_parameters_do_not_count() {
        assert_eq!(
            erase("/a/{b}/c:{d}"),
            (
                "/a/{}/c:{}".to_owned(),
                vec!["b".to_owned(), "d".to_owned()]
            )
        );
        assert_eq!(erase("/?b=2&a=1").0, erase("/#a=1&b=2").0);
    }
}
