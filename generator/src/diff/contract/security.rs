//! Security: alternatives of requirements, and the schemes that they name.

use indexmap::{IndexMap, IndexSet};

use super::api::{Requirement, Scheme, Security};
use super::operations::Scope;
use crate::read::Node;

impl<'d> Scope<'_, 'd> {
    pub(super) fn security(&self, node: &'d Node) -> Security<'d> {
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
}
