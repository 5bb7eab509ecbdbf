//! Servers, those that are implied included.

use indexmap::IndexMap;

use super::api::Server;
use super::operations::Scope;
use crate::diagnostics::Span;
use crate::read::Node;

impl<'d> Scope<'_, 'd> {
    pub(super) fn servers(&self, item: &'d Node, node: &'d Node) -> Vec<Server> {
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
