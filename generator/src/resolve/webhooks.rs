//! Webhooks: the operations that subscribers offer.
//!
//! Comes in: `webhooks`, and `x-webhooks`, as documents before 3.1 call them. Goes out: operations, at the path of each
//! webhook's name.

use super::Resolver;
use super::operations::{OperationNames, Surroundings};
use super::paths::{PathKey, Piece};
use crate::model::{Operation, OperationSet};
use crate::read::Node;

impl<'d> Resolver<'d> {
    /// The operations of all webhooks, in document order.
    pub(super) fn webhooks(&mut self, root: &'d Node) -> Vec<Operation> {
        let mut names = OperationNames::new(OperationSet::Webhooks);
        let mut operations: Vec<Operation> = Vec::new();
        let webhooks = ["webhooks", "x-webhooks"]
            .into_iter()
            .filter_map(|key| root.get(key));
        for (name, reference) in webhooks.flat_map(Node::entries) {
            if name.starts_with("x-") && !reference.is_object() {
                continue;
            }
            let Some(item) = self.document.follow(reference) else {
                continue;
            };
            let (path, template) = fixed_path(name);
            let surroundings = Surroundings {
                set: OperationSet::Webhooks,
                path: &path,
                template: &template,
                item,
            };
            let methods = self.methods_of(item);
            for &(method, node) in &methods {
                if !self.spend_operation(node) {
                    break;
                }
                let unnamed = unnamed(name, method, methods.len());
                let operation = self.operation(&surroundings, method, node, unnamed, &mut names);
                self.report_route_conflict(&mut names, &operation, node);
                operations.push(operation);
                self.webhook_nodes.push(node);
            }
        }
        self.report_open_receivers(&self.webhook_nodes.clone(), &operations);
        operations
    }
}

/// The path of a name, in which nothing is a parameter.
pub(super) fn fixed_path(name: &str) -> (String, PathKey) {
    let name = name.strip_prefix('/').unwrap_or(name);
    let segment = |text: &str| match text {
        "" => Vec::new(),
        text => vec![Piece::Literal(text.to_owned())],
    };
    let template = PathKey {
        segments: name.split('/').map(segment).collect(),
        ..PathKey::default()
    };
    (format!("/{name}"), template)
}

/// What an operation is called that has no `operationId`: as what it belongs to, and its method where there are several.
pub(super) fn unnamed(name: &str, method: &str, methods: usize) -> String {
    match methods {
        0 | 1 => name.to_owned(),
        _ => format!("{name} {}", method.to_ascii_lowercase()),
    }
}
