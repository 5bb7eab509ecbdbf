//! Links: which operations can follow a response, and what is known of their inputs.
//!
//! Comes in: the responses of all operations. Goes out: links whose expressions and inputs have been found; a finding
//! for each that cannot be followed.

use std::collections::HashMap;

use super::Resolver;
use super::callbacks::InputMethods;
use super::expressions::{self, Place, Written};
use super::responses::status_of;
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{
    Api, Given, Link, Location, Media, Operation, OperationRef, OperationSet, ResponseRef, Status,
};
use crate::read::Node;
use crate::suggest::nearest;

impl<'d> Resolver<'d> {
    /// The links of all operations, in document order.
    pub(super) fn links(&mut self, api: &Api, methods: &mut InputMethods) -> Vec<Link> {
        let sets = [
            (OperationSet::Paths, self.operation_nodes.clone()),
            (OperationSet::Webhooks, self.webhook_nodes.clone()),
            (OperationSet::Callbacks, self.callback_nodes.clone()),
        ];
        let targets = Targets::of(api, |set, index| {
            let nodes = match set {
                OperationSet::Paths => &self.operation_nodes,
                OperationSet::Webhooks => &self.webhook_nodes,
                OperationSet::Callbacks => &self.callback_nodes,
            };
            nodes.get(index).map(|node| std::ptr::from_ref(*node))
        });
        let mut links = Vec::new();
        for (set, nodes) in sets {
            for (index, node) in nodes.into_iter().enumerate() {
                let operation = OperationRef { set, index };
                let responses = node.get("responses").map(Node::entries);
                for (key, response) in responses.into_iter().flatten() {
                    let response = self.document.follow(response);
                    let map = response.and_then(|response| response.get("links"));
                    let Some((map, status)) = map.zip(status_of(key)) else {
                        continue;
                    };
                    let place = Place {
                        api,
                        operation,
                        response: Some(response_of(api.operation(operation), status)),
                    };
                    for (name, reference) in map.entries() {
                        let node = self.document.follow(reference);
                        if let Some(node) = node.filter(|node| node.is_object()) {
                            links.extend(self.link(place, &targets, name, node, methods));
                        }
                    }
                }
            }
        }
        links
    }

    fn link(
        &mut self,
        place: Place<'_>,
        targets: &Targets,
        name: &str,
        node: &'d Node,
        methods: &mut InputMethods,
    ) -> Option<Link> {
        let target = self.link_target(place.api, targets, name, node)?;
        let operation = place.api.operation(target);
        if let Some(server) = node.get("server") {
            let message = format!(
                "the server of the link `{name}` is not called by itself; send the input that the link gives through a client with that base URL"
            );
            self.report(&codes::LINK_SERVER, server, message);
        }
        let mut parameters = Vec::new();
        for (key, value) in node.get("parameters").into_iter().flat_map(Node::entries) {
            let Some(index) = parameter_of(operation, key) else {
                let message = format!("`{}` has no parameter `{key}`", operation.id);
                let span = node.get("parameters").and_then(|given| given.key_span(key));
                let diagnostic = Diagnostic::new(&codes::UNKNOWN_LINK_PARAMETER, message)
                    .at(span.unwrap_or(value.span));
                let names = operation.parameters.iter().map(|known| known.name.as_str());
                self.diagnostics.push(match nearest(key, names) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None => diagnostic,
                });
                continue;
            };
            if let Some(given) = self.given(place, value) {
                parameters.push((index, given));
            }
        }
        let mut body = None;
        if let Some(value) = node.get("requestBody") {
            let contents = operation.body.as_ref().map(|body| body.contents.as_slice());
            match contents {
                Some([content])
                    if matches!(
                        content.media,
                        Media::Json | Media::Form | Media::Text | Media::Xml
                    ) =>
                {
                    body = self.given(place, value);
                }
                Some(_) => {
                    let message = format!(
                        "the body of `{}` is not one value that a link could give",
                        operation.id
                    );
                    self.report(&codes::UNUSABLE_EXPRESSION, value, message);
                }
                None => {
                    let message = format!("`{}` has no body", operation.id);
                    self.report(&codes::UNKNOWN_LINK_PARAMETER, value, message);
                }
            }
        }
        Some(Link {
            name: name.to_owned(),
            pointer: self.document.pointer_of(node),
            description: node
                .get("description")
                .and_then(Node::as_str)
                .map(str::to_owned),
            ident: methods.claim(place.operation, &format!("{name} link")),
            operation: place.operation,
            response: place.response?,
            target,
            parameters,
            body,
        })
    }

    /// The operation that a link leads to.
    fn link_target(
        &mut self,
        api: &Api,
        targets: &Targets,
        name: &str,
        node: &'d Node,
    ) -> Option<OperationRef> {
        let text = |key: &str| node.get(key).filter(|value| value.as_str().is_some());
        let problem = match (text("operationId"), text("operationRef")) {
            (Some(id), _) => {
                let wanted = id.as_str().unwrap_or_default();
                let found = targets.by_id.get(wanted);
                if found.is_some() {
                    return found.copied();
                }
                let ids = api.all_operations().map(|operation| operation.id.as_str());
                let help = nearest(wanted, ids).map(|near| format!("; did you mean `{near}`?"));
                (
                    id,
                    format!(
                        "no operation is called `{wanted}`{}",
                        help.unwrap_or_default()
                    ),
                )
            }
            (None, Some(reference)) => {
                let wanted = reference.as_str().unwrap_or_default();
                let found = self.document.locate(reference.span.file, wanted);
                let found = found.and_then(|(node, _)| self.document.follow(node));
                let target =
                    found.and_then(|found| targets.by_node.get(&std::ptr::from_ref(found)));
                if target.is_some() {
                    return target.copied();
                }
                let message = format!("`{wanted}` leads to no operation of this document");
                (reference, message)
            }
            (None, None) => (
                node,
                "it names neither `operationId` nor `operationRef`".to_owned(),
            ),
        };
        let (node, message) = problem;
        let message = format!("the link `{name}` cannot be followed: {message}");
        self.report(&codes::UNKNOWN_LINK_TARGET, node, message);
        None
    }

    /// What a link gives: a constant, or what an expression says.
    fn given(&mut self, place: Place<'_>, value: &'d Node) -> Option<Given> {
        let Some(text) = value.as_str() else {
            return Some(Given::Constant(value.to_json()));
        };
        let whole = text.starts_with('$').then_some(text);
        let given = match whole {
            Some(expression) => place.reading(expression, true).map(Given::Value),
            None => expressions::text_with_expressions(text).and_then(|pieces| {
                Ok(match pieces.as_slice() {
                    [Written::Expression(expression)] => {
                        Given::Value(place.reading(expression, true)?)
                    }
                    pieces
                        if pieces
                            .iter()
                            .any(|piece| matches!(piece, Written::Expression(_))) =>
                    {
                        Given::Text(place.template(pieces, false)?)
                    }
                    _ => Given::Constant(value.to_json()),
                })
            }),
        };
        match given {
            Ok(given) => Some(given),
            Err(reason) => {
                let message = format!("cannot tell what the link passes on: {reason}");
                self.report(&codes::UNUSABLE_EXPRESSION, value, message);
                None
            }
        }
    }
}

/// The response of a status, well or badly.
fn response_of(operation: &Operation, status: Status) -> ResponseRef {
    let mut successes = operation.success.replies.iter();
    ResponseRef {
        success: successes.any(|reply| reply.status == status),
        status: Some(status),
    }
}

/// What links can lead to; of several with one id, the first.
struct Targets {
    by_id: HashMap<String, OperationRef>,
    by_node: HashMap<*const Node, OperationRef>,
}

impl Targets {
    fn of(api: &Api, nodes: impl Fn(OperationSet, usize) -> Option<*const Node>) -> Self {
        let mut targets = Self {
            by_id: HashMap::new(),
            by_node: HashMap::new(),
        };
        for set in OperationSet::ALL {
            for (index, operation) in api.set(set).iter().enumerate() {
                let place = OperationRef { set, index };
                let id = targets.by_id.entry(operation.id.clone());
                id.or_insert(place);
                if let Some(node) = nodes(set, index) {
                    targets.by_node.entry(node).or_insert(place);
                }
            }
        }
        targets
    }
}

/// The parameter of a link's key: its name, or its place and name (`path.id`).
fn parameter_of(operation: &Operation, key: &str) -> Option<usize> {
    let mut parameters = operation.parameters.iter();
    let named = parameters.position(|parameter| parameter.name == key);
    named.or_else(|| {
        let (place, name) = key.split_once('.')?;
        let location = match place {
            "path" => Location::Path,
            "query" => Location::Query,
            "header" => Location::Header,
            "cookie" => Location::Cookie,
            _ => return None,
        };
        let mut parameters = operation.parameters.iter();
        parameters.position(|parameter| parameter.location == location && parameter.name == name)
    })
}
