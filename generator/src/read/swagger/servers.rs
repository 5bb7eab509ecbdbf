//! `host`, `basePath` and `schemes` → servers.

use std::collections::HashSet;

use super::Translation;
use super::tree::{Made, list, text};
use crate::diagnostics::{Severity, Span, codes};
use crate::read::{Node, Object};

impl<'d> Translation<'d, '_> {
    /// The servers of a document, with the place of what says them.
    pub(super) fn servers(&mut self, root: &'d Object) -> Option<(Span, Node)> {
        self.reached(root, root.get("schemes"))
    }

    /// The servers of an operation that names other schemes than its document.
    pub(super) fn servers_of(
        &mut self,
        operation: &'d Node,
        schemes: &'d Node,
    ) -> Option<(Span, Node)> {
        let root = self.root_of(operation).as_object()?;
        let own = root.get("schemes").map(Node::as_array).unwrap_or_default();
        if !self.spend(own.len() + schemes.as_array().len()) {
            return None;
        }
        let texts = |list: &'d [Node]| list.iter().map(Node::as_str);
        if texts(own).eq(texts(schemes.as_array())) {
            return None;
        }
        self.reached(root, Some(schemes))
    }

    fn reached(&mut self, root: &'d Object, schemes: Option<&'d Node>) -> Option<(Span, Node)> {
        let base = root.get("basePath").filter(|base| base.as_str().is_some());
        let path = base.map_or_else(String::new, |base| self.base_path(base));
        let Some(host) = root
            .0
            .get("host")
            .filter(|host| host.node.as_str().is_some())
        else {
            if let Some(schemes) = schemes {
                let message = "`schemes` without `host` say nothing: the document does not say where the API is";
                let help =
                    "add `host`, or leave them out; the user of the client gives the address";
                self.tell(
                    &codes::SWAGGER_NOT_KEPT,
                    Severity::Info,
                    schemes.span,
                    message,
                    help,
                );
            }
            let base = base.filter(|_| !path.is_empty())?;
            return Some((base.span, list(vec![server(path, base.span)], base.span)));
        };
        let (key, host) = (host.key, &host.node);
        let name = self.host(host);
        let (mut servers, mut known) = (Vec::new(), HashSet::new());
        let schemes = schemes.map(Node::as_array).unwrap_or_default();
        for scheme in schemes
            .iter()
            .filter(|scheme| known.insert(scheme.as_str()))
        {
            match scheme.as_str() {
                Some(text @ ("http" | "https")) => {
                    servers.push(server(format!("{text}://{name}{path}"), scheme.span));
                }
                Some(text @ ("ws" | "wss")) => {
                    let message = format!("WebSockets (`{text}`) are not supported");
                    let help = "the scheme is left out; name `https` or `http`";
                    self.tell(
                        &codes::SWAGGER_NOT_KEPT,
                        Severity::Warning,
                        scheme.span,
                        message,
                        help,
                    );
                }
                // That it is no scheme was said.
                _ => {}
            }
        }
        if servers.is_empty() {
            servers.push(server(format!("https://{name}{path}"), host.span));
        }
        Some((key, list(servers, host.span)))
    }

    /// The path in front of all others, without a slash at its end.
    fn base_path(&mut self, node: &'d Node) -> String {
        let text = node.as_str().unwrap_or_default();
        let path = text.trim_matches('/');
        if !text.is_empty() && !text.starts_with('/') {
            let message = format!("`basePath` must begin with `/`, found `{text}`");
            let help = format!("write `/{path}`");
            self.tell(
                &codes::WRONG_VALUE,
                Severity::Warning,
                node.span,
                message,
                &help,
            );
        }
        match path {
            "" => String::new(),
            path => format!("/{path}"),
        }
    }

    /// The host, without what does not belong there.
    fn host(&mut self, node: &'d Node) -> &'d str {
        let text = node.as_str().unwrap_or_default();
        let host = text.split_once("://").map_or(text, |(_, host)| host);
        let host = host.trim_end_matches('/');
        if host != text {
            let message = format!("`host` is a name and a port, found `{text}`");
            let help = format!("write `{host}`, and the rest under `schemes` and `basePath`");
            self.tell(
                &codes::WRONG_VALUE,
                Severity::Warning,
                node.span,
                message,
                &help,
            );
        }
        host
    }
}

fn server(url: String, span: Span) -> Node {
    let mut made = Made::at(span);
    made.put("url", span, text(url, span));
    made.done()
}
