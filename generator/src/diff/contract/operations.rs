//! The paths, webhooks and components of a document → operations with everything that applies to them.

use indexmap::{IndexMap, IndexSet};

use super::api::{
    Api, Body, Encoding, Key, Location, Media, Operation, Parameter, Requirement, Response, Scheme,
    Security, Server,
};
use super::flow::Medium;
use super::schema::{ANYTHING, SchemaId, Types};
use super::schemas::Schemas;
use crate::diagnostics::Span;
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

struct Scope<'a, 'd> {
    schemas: &'a Schemas<'d>,
    security: Option<&'d Node>,
    servers: Option<&'d Node>,
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

    fn value(&self, name: &str, location: Location, key: String, node: &'d Node) -> Parameter<'d> {
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

    fn body(&self, node: &'d Node) -> Option<Body<'d>> {
        let node = self.schemas.document.follow(node)?;
        Some(Body {
            required: node.get("required").and_then(Node::as_bool) == Some(true),
            content: self.content(node),
            node,
        })
    }

    fn content(&self, node: &'d Node) -> Vec<Media<'d>> {
        let content = node.get("content").and_then(Node::as_object);
        let mut out: Vec<Media<'d>> = Vec::new();
        for (name, member) in content.into_iter().flat_map(|content| &content.0) {
            let Some(media) = self.schemas.document.follow(&member.node) else {
                continue;
            };
            let name = media_name(name);
            let schema = media
                .get("schema")
                .or_else(|| media.get("itemSchema"))
                .map_or(ANYTHING, |schema| self.schemas.at(schema));
            let medium = medium_of(&name);
            let encodings = if medium == Medium::Form {
                self.encodings(schema, media)
            } else {
                IndexMap::new()
            };
            if !out.iter().any(|known| known.name == name) {
                out.push(Media {
                    name,
                    medium,
                    schema,
                    encodings,
                    place: member.key,
                    node: media,
                });
            }
        }
        out
    }

    fn encodings(&self, schema: SchemaId, media: &'d Node) -> IndexMap<String, Encoding<'d>> {
        let encodings = media.get("encoding").into_iter().flat_map(Node::entries);
        encodings
            .map(|(name, node)| {
                let text = |key: &str| node.get(key).and_then(Node::as_str);
                let style = text("style").unwrap_or("form");
                let encoding = Encoding {
                    content_type: text("contentType").map_or_else(
                        || default_content_type(self.schemas, schema, name),
                        str::to_ascii_lowercase,
                    ),
                    style: style.to_owned(),
                    explode: node
                        .get("explode")
                        .and_then(Node::as_bool)
                        .unwrap_or(style == "form"),
                    reserved: node.get("allowReserved").and_then(Node::as_bool) == Some(true),
                    node,
                };
                (name.to_owned(), encoding)
            })
            .collect()
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

    fn security(&self, node: &'d Node) -> Security<'d> {
        let list = node.get("security").or(self.security);
        let mut alternatives: Vec<Vec<Requirement<'d>>> = Vec::new();
        for entry in list.map(Node::as_array).unwrap_or_default() {
            let alternative = entry.entries().map(|(name, scopes)| Requirement {
                name: name.to_owned(),
                scopes: scopes
                    .as_array()
                    .iter()
                    .filter_map(Node::as_str)
                    .map(str::to_owned)
                    .collect(),
                scheme: self.scheme(name),
            });
            alternatives.push(alternative.collect());
        }
        if alternatives.is_empty() {
            alternatives.push(Vec::new());
        }
        Security {
            alternatives,
            place: list.map_or(node.span, |list| list.span),
        }
    }

    fn scheme(&self, name: &str) -> Option<Scheme<'d>> {
        let components = self.schemas.document.root().get("components")?;
        let node = self
            .schemas
            .document
            .follow(components.get("securitySchemes")?.get(name)?)?;
        let text = |key: &str| node.get(key).and_then(Node::as_str);
        let mut facts = IndexMap::new();
        let kind = text("type").unwrap_or_default();
        facts.insert("type", kind.to_owned());
        for key in ["name", "in", "scheme", "openIdConnectUrl", "x-signature"] {
            let applies = match key {
                "name" | "in" => kind == "apiKey",
                "scheme" => kind == "http",
                "openIdConnectUrl" => kind == "openIdConnect",
                _ => true,
            };
            if let Some(value) = node.get(key).filter(|_| applies) {
                let value = value
                    .as_str()
                    .map_or_else(|| value.to_json().to_string(), str::to_owned);
                let folded = key == "scheme" || (key == "name" && text("in") == Some("header"));
                facts.insert(
                    key,
                    if folded {
                        value.to_ascii_lowercase()
                    } else {
                        value
                    },
                );
            }
        }
        let mut flows = IndexMap::new();
        let mut scopes = IndexSet::new();
        for (name, flow) in node
            .get("flows")
            .into_iter()
            .flat_map(Node::entries)
            .filter(|_| kind == "oauth2")
        {
            let addresses = [
                "authorizationUrl",
                "tokenUrl",
                "deviceAuthorizationUrl",
                "refreshUrl",
            ];
            let addresses = addresses
                .iter()
                .filter_map(|key| Some(((*key).to_owned(), flow.get(key)?.as_str()?.to_owned())));
            flows.insert(name.to_owned(), addresses.collect());
            scopes.extend(
                flow.get("scopes")
                    .into_iter()
                    .flat_map(Node::entries)
                    .map(|(scope, _)| scope.to_owned()),
            );
        }
        Some(Scheme {
            facts,
            flows,
            scopes,
            node,
        })
    }

    fn servers(&self, item: &'d Node, node: &'d Node) -> Vec<Server> {
        let list = [node.get("servers"), item.get("servers"), self.servers];
        let list = list
            .into_iter()
            .flatten()
            .find(|list| !list.as_array().is_empty());
        let servers: Vec<Server> = list
            .map(Node::as_array)
            .unwrap_or_default()
            .iter()
            .filter_map(server)
            .collect();
        if servers.is_empty() {
            let place = self.schemas.document.root().span;
            let place = Span {
                end: place.start,
                ..place
            };
            return vec![Server {
                url: "/".to_owned(),
                variables: IndexMap::new(),
                implied: true,
                place,
            }];
        }
        servers
    }
}

fn server(node: &Node) -> Option<Server> {
    let url = node.get("url")?.as_str()?;
    let variables = node
        .get("variables")
        .into_iter()
        .flat_map(Node::entries)
        .map(|(name, variable)| {
            let default = variable
                .get("default")
                .and_then(Node::as_str)
                .unwrap_or_default();
            let values = variable.get("enum").map(Node::as_array).unwrap_or_default();
            let values = values
                .iter()
                .filter_map(Node::as_str)
                .map(str::to_owned)
                .collect();
            (name.to_owned(), (default.to_owned(), values))
        });
    let trimmed = url.trim_end_matches('/');
    Some(Server {
        url: if trimmed.is_empty() {
            "/".to_owned()
        } else {
            trimmed.to_owned()
        },
        variables: variables.collect(),
        implied: false,
        place: node.span,
    })
}

/// What a member of a form is written as where nothing is said (OpenAPI 3.1.1 section 4.8.15.1.1).
pub(crate) fn default_content_type(schemas: &Schemas<'_>, schema: SchemaId, name: &str) -> String {
    let form = schemas.get(schema);
    let Some(property) = form.objects.properties.get(name) else {
        return "application/octet-stream".to_owned();
    };
    let mut member = schemas.get(property.schema);
    if member.types == Types::ARRAY {
        member = schemas.get(member.arrays.rest);
    }
    let object = member.types.has(Types::OBJECT) && member.types != Types::ALL;
    let kind = if object {
        "application/json"
    } else if member.strings.formats.contains("binary") || member.types == Types::ALL {
        "application/octet-stream"
    } else {
        "text/plain"
    };
    kind.to_owned()
}

/// In lower case, without the `charset` that texts may name.
fn media_name(name: &str) -> String {
    let mut parts = name.split(';').map(|part| part.trim().to_ascii_lowercase());
    let mut out = parts.next().unwrap_or_default();
    let mut rest: Vec<String> = parts
        .filter(|part| !part.is_empty() && !part.starts_with("charset"))
        .collect();
    rest.sort_unstable();
    for part in rest {
        out.push(';');
        out.push_str(&part);
    }
    out
}

fn medium_of(name: &str) -> Medium {
    let plain = name.split(';').next().unwrap_or_default();
    match plain {
        "application/x-www-form-urlencoded" => Medium::Form,
        _ if plain.starts_with("multipart/") => Medium::Form,
        _ if plain.ends_with("/xml") || plain.ends_with("+xml") => Medium::Xml,
        _ if plain.starts_with("text/") && !plain.ends_with("json") => Medium::Text,
        _ => Medium::Json,
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

    #[test]
    fn media_types_are_folded() {
        assert_eq!(
            media_name("Application/JSON; charset=utf-8"),
            "application/json"
        );
        assert_eq!(media_name("application/json;v=1"), "application/json;v=1");
    }
}
