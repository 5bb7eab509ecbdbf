//! Servers: where an API is, and where single operations are instead.

use super::names::{Position, Scope};
use super::{Resolver, scalar_text};
use crate::diagnostics::codes;
use crate::model::{Api, Server, ServerVariable};
use crate::read::Node;

/// What has more words is no name.
const NAME_WORDS: usize = 3;

impl<'d> Resolver<'d> {
    /// Base URLs of a `servers` list.
    pub(crate) fn servers(&mut self, list: &'d Node) -> Vec<Server> {
        let mut names = Scope::default();
        let mut servers = Vec::new();
        for node in list.as_array() {
            let text = |key: &str| node.get(key).and_then(Node::as_str);
            let Some(url) = text("url") else {
                continue;
            };
            let name = text("name").or_else(|| name(text("description")?));
            let name = name.map_or_else(|| place(url), str::to_owned);
            servers.push(Server {
                url: url.to_owned(),
                ident: names.claim(&name, Position::Variant),
                description: text("description").map(str::to_owned),
                variables: self.variables(node, url),
            });
        }
        servers
    }

    /// The variables in a URL, each once.
    fn variables(&mut self, node: &'d Node, url: &str) -> Vec<ServerVariable> {
        let mut variables: Vec<ServerVariable> = Vec::new();
        let mut rest = url;
        while let Some((_, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            rest = after;
            if name.is_empty() || variables.iter().any(|known| known.name == name) {
                continue;
            }
            let declared = node.get("variables");
            let variable = declared.and_then(|variables| variables.get(name));
            if variable.is_none() {
                self.report(
                    &codes::UNDECLARED_SERVER_VARIABLE,
                    node,
                    format!("`{{{name}}}` appears in the URL but is not declared; it must be set"),
                );
            }
            let field = |key: &str| variable.and_then(|variable| variable.get(key));
            let values = field("enum").map(Node::as_array).unwrap_or_default();
            variables.push(ServerVariable {
                name: name.to_owned(),
                ident: self.variable_ident(name),
                default: field("default").map(scalar_text),
                values: values.iter().map(scalar_text).collect(),
                description: field("description")
                    .and_then(Node::as_str)
                    .map(str::to_owned),
            });
        }
        variables
    }

    /// The setter of a variable, which is one for all servers that have it.
    pub(super) fn variable_ident(&mut self, name: &str) -> String {
        if let Some(ident) = self.variable_idents.get(name) {
            return ident.clone();
        }
        let ident = self
            .builder_scope
            .claim_or(name, "variable", Position::Value);
        self.variable_idents.insert(name.to_owned(), ident.clone());
        ident
    }

    /// The servers of an operation, or else of its path; empty where they are those of the document.
    pub(crate) fn own_servers(&mut self, item: &'d Node, operation: &'d Node) -> Vec<Server> {
        let lists = [operation.get("servers"), item.get("servers")];
        let list = lists
            .into_iter()
            .flatten()
            .find(|list| !list.as_array().is_empty());
        match (list, self.document.root().get("servers")) {
            (Some(list), Some(all)) if list.to_json() == all.to_json() => Vec::new(),
            (Some(list), _) => self.servers(list),
            (None, _) => Vec::new(),
        }
    }
}

/// Gives a document without servers those of its operations, when all of them say where they are.
pub(super) fn lift(api: &mut Api) {
    let Some(first) = api.operations.first().map(|first| first.servers.clone()) else {
        return;
    };
    if !api.servers.is_empty() || api.operations.iter().any(|one| one.servers.is_empty()) {
        return;
    }
    for operation in &mut api.operations {
        if operation.servers == first {
            operation.servers.clear();
        }
    }
    api.servers = first;
}

/// The name that a description begins with, if it does: `Sandbox`, `EU region (Frankfurt)`.
fn name(description: &str) -> Option<&str> {
    let name = description
        .split(|c: char| ",;:.()\n–—|".contains(c))
        .next()?;
    let words = name.split_whitespace().count();
    ((1..=NAME_WORDS).contains(&words) && name.chars().any(char::is_alphabetic)).then_some(name)
}

/// What of a URL tells it from others: host and path, without variables.
fn place(url: &str) -> String {
    let url = url.split_once("//").map_or(url, |(_, rest)| rest);
    let mut place = String::new();
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('{') {
        place.push_str(before);
        place.push(' ');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    place.push_str(rest);
    match place.chars().any(char::is_alphanumeric) {
        true => place,
        false => String::from("server"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_servers() {
        for (description, expected) in [
            ("Production", Some("Production")),
            ("Production server.", Some("Production server")),
            ("EU region (Frankfurt)", Some("EU region ")),
            ("BytePlus, the international edition.", Some("BytePlus")),
            ("One host for all ordinary regions.", None),
            ("", None),
            ("1", None),
        ] {
            assert_eq!(name(description), expected, "{description}");
        }
        for (url, expected) in [
            ("https://api.example.com/v1", "api.example.com/v1"),
            ("https://ecs.{region}.{domain}", "ecs. . "),
            ("{scheme}://h", "h"),
            ("/", "server"),
            ("{url}", "server"),
        ] {
            assert_eq!(place(url), expected, "{url}");
        }
    }

    #[test]
    fn base_paths() {
        let variable = |name: &str, default: Option<&str>, values: &[&str]| ServerVariable {
            name: name.to_owned(),
            default: default.map(str::to_owned),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            ..ServerVariable::default()
        };
        let variables = [
            variable("v", Some("v1"), &["v1", "v2"]),
            variable("any", Some("x"), &[]),
            variable("none", None, &[]),
        ];
        for (url, expected) in [
            ("https://h", &[""][..]),
            ("https://h/", &[""]),
            ("https://h/a/b/", &["/a/b"]),
            ("//h/a", &["/a"]),
            ("/a", &["/a"]),
            ("../a", &["/a"]),
            ("https://{any}.h/{v}/{any}", &["/v1/x", "/v2/x"]),
            ("https://h/{none}", &[]),
            ("https://{none}.h/a", &["/a"]),
        ] {
            let server = Server {
                url: url.to_owned(),
                variables: variables.to_vec(),
                ..Server::default()
            };
            assert_eq!(server.base_paths(), expected, "{url}");
        }
    }
}
