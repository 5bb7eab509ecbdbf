//! Extensions of the whole document: where errors keep their details, and what a server answers
//! by itself. `specs/EXTENSIONS.md` describes them.

use super::Resolver;
use crate::diagnostics::codes;
use crate::model::{ErrorDetails, Rejection, RejectionKind};
use crate::read::Node;

impl<'d> Resolver<'d> {
    /// `x-error-details`.
    pub(crate) fn error_details(&mut self, root: &'d Node) -> ErrorDetails {
        let Some(node) = root.get("x-error-details") else {
            return ErrorDetails::default();
        };
        let list = |node: Option<&Node>| -> Vec<String> {
            node.map(|node| match node.as_str() {
                Some(single) => vec![single.to_owned()],
                None => node
                    .as_array()
                    .iter()
                    .filter_map(|item| item.as_str().map(str::to_owned))
                    .collect(),
            })
            .unwrap_or_default()
        };
        let request_id = node.get("request-id");
        ErrorDetails {
            code: list(node.get("code")),
            message: list(node.get("message")),
            request_id_headers: list(request_id.and_then(|id| id.get("header"))),
            request_id: list(request_id.and_then(|id| id.get("body"))),
            present: node
                .get("present")
                .and_then(Node::as_str)
                .map(str::to_owned),
        }
    }

    /// `x-rejections`.
    pub(crate) fn rejections(&mut self, root: &'d Node) -> Vec<Rejection> {
        let mut rejections = Vec::new();
        for (name, node) in root
            .get("x-rejections")
            .map(Node::entries)
            .into_iter()
            .flatten()
        {
            let Some(kind) = kind_of(name) else {
                self.report(
                    &codes::UNKNOWN_REJECTION,
                    node,
                    format!("`{name}` is no kind of rejection"),
                );
                continue;
            };
            let status = node
                .get("status")
                .map(Node::to_json)
                .and_then(|status| status.as_u64());
            let Some(status) = status
                .and_then(|status| u16::try_from(status).ok())
                .filter(|s| (400..600).contains(s))
            else {
                self.report(
                    &codes::UNKNOWN_REJECTION,
                    node,
                    "a rejection needs a `status` from 400 to 599".to_owned(),
                );
                continue;
            };
            rejections.push(Rejection {
                kind,
                status,
                headers: node
                    .get("headers")
                    .map(Node::entries)
                    .into_iter()
                    .flatten()
                    .filter_map(|(name, value)| Some((name.to_owned(), value.as_str()?.to_owned())))
                    .collect(),
                body: node
                    .get("body")
                    .map_or(serde_json::Value::Null, Node::to_json),
            });
        }
        rejections
    }
}

fn kind_of(name: &str) -> Option<RejectionKind> {
    Some(match name {
        "invalid" => RejectionKind::Invalid,
        "unauthorized" => RejectionKind::Unauthorized,
        "forbidden" => RejectionKind::Forbidden,
        "not-found" => RejectionKind::NotFound,
        "method-not-allowed" => RejectionKind::MethodNotAllowed,
        "not-acceptable" => RejectionKind::NotAcceptable,
        "unsupported-media-type" => RejectionKind::UnsupportedMediaType,
        "too-large" => RejectionKind::TooLarge,
        "not-implemented" => RejectionKind::NotImplemented,
        "internal" => RejectionKind::Internal,
        "timeout" => RejectionKind::Timeout,
        _ => return None,
    })
}
