//! Two APIs → what differs in them, operation by operation, and the schemas to compare.
//!
//! Here is decided what belongs together (an operation and what it has become, a parameter and its new place). What two schemas have
//! to do with each other is the matter of [`relation`](super::relation).

mod bodies;
mod headers;
mod operations;
mod parameters;
mod requests;
mod responses;
mod security;
mod servers;
mod values;

use serde_json::{Value as Json, json};

use super::contract::api::Operation;
use super::contract::{Flow, Medium, Schemas};
use super::relation::Pair;
use super::verdict::Level;
use crate::diagnostics::Span;

/// One difference outside of schemas.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) position: String,
    pub(crate) subject: &'static str,
    pub(crate) effect: &'static str,
    pub(crate) level: Level,
    pub(crate) flow: Option<Flow>,
    pub(crate) old: Option<Span>,
    pub(crate) new: Option<Span>,
    pub(crate) message: String,
    pub(crate) witness: Option<Json>,
    pub(crate) operation: String,
    pub(crate) path: String,
}

/// Two schemas that stand at the same position of a message.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    pub(crate) pair: Pair,
    pub(crate) position: String,
    pub(crate) operation: String,
    pub(crate) path: String,
}

/// The comparison of two APIs.
pub(crate) struct Walk<'a, 'd> {
    pub(crate) old: &'a Schemas<'d>,
    pub(crate) new: &'a Schemas<'d>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) roots: Vec<Root>,
    /// `callback-` or `webhook-` where the API is the caller.
    pub(super) prefix: &'static str,
    pub(super) label: String,
}

/// A difference before it is known where.
pub(super) struct Change {
    pub(super) position: &'static str,
    pub(super) subject: &'static str,
    pub(super) effect: &'static str,
    pub(super) level: Level,
    pub(super) flow: Option<Flow>,
    pub(super) old: Option<Span>,
    pub(super) new: Option<Span>,
    pub(super) message: String,
    pub(super) witness: Option<Json>,
    pub(super) path: String,
}

impl<'a, 'd> Walk<'a, 'd> {
    pub(crate) fn new(old: &'a Schemas<'d>, new: &'a Schemas<'d>) -> Self {
        Self {
            old,
            new,
            findings: Vec::new(),
            roots: Vec::new(),
            prefix: "",
            label: String::new(),
        }
    }

    /// The way of what callers of the operation send.
    pub(super) fn sent(&self) -> Flow {
        if self.prefix.is_empty() {
            Flow::ToServer
        } else {
            Flow::ToClient
        }
    }

    pub(super) fn say(&mut self, change: Change) {
        self.findings.push(Finding {
            position: format!("{}{}", self.prefix, change.position),
            subject: change.subject,
            effect: change.effect,
            level: change.level,
            flow: change.flow,
            old: change.old,
            new: change.new,
            message: change.message,
            witness: change.witness,
            operation: self.label.clone(),
            path: change.path,
        });
    }

    pub(super) fn schemas(
        &mut self,
        position: &str,
        path: String,
        old: u32,
        new: u32,
        flow: Flow,
        medium: Medium,
    ) {
        self.roots.push(Root {
            pair: Pair {
                old,
                new,
                flow,
                medium,
            },
            position: format!("{}{position}", self.prefix),
            operation: self.label.clone(),
            path,
        });
    }
}

/// A request as an example: accepted by one document and refused by the other.
pub(super) fn request(accepted_by: &str, request: Json) -> Option<Json> {
    let refused_by = if accepted_by == "old" { "new" } else { "old" };
    Some(json!({ "acceptedBy": accepted_by, "refusedBy": refused_by, "request": request }))
}

/// A response as an example: promised by one document and not by the other.
pub(super) fn response(accepted_by: &str, response: Json) -> Option<Json> {
    let refused_by = if accepted_by == "old" { "new" } else { "old" };
    Some(json!({ "acceptedBy": accepted_by, "refusedBy": refused_by, "response": response }))
}

/// The place of a key, or else of what it belongs to.
pub(super) fn place(node: &crate::read::Node, key: &str) -> Option<Span> {
    Some(node.key_span(key).unwrap_or(node.span))
}

/// The place of an operation, for what it lacks.
pub(super) fn start(operation: &Operation<'_>) -> Option<Span> {
    Some(operation.node.span)
}
