//! Callbacks: the operations that callers offer, and where each is called.
//!
//! Comes in: operations with their nodes. Goes out: the operations of all callbacks, each once however often it is
//! referred to, and per operation, callback and expression the URL, as a template over the operation's messages.

use std::collections::{HashMap, HashSet};

use super::Resolver;
use super::expressions;
use super::names::{Position, Scope};
use super::operations::{OperationNames, Surroundings};
use super::webhooks::{fixed_path, unnamed};
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Api, Callback, Operation, OperationRef, OperationSet};
use crate::read::Node;

/// Methods that the input of every operation has.
const RESERVED: &[&str] = &[
    "new",
    "check_inputs",
    "check",
    "request",
    "response",
    "scope",
];

/// The methods that callbacks and links add to the inputs of operations.
#[derive(Debug, Default)]
pub(super) struct InputMethods(HashMap<OperationRef, Scope>);

impl InputMethods {
    /// Claims a name on the input of an operation.
    pub(super) fn claim(&mut self, operation: OperationRef, text: &str) -> String {
        let scope = self.0.entry(operation);
        scope
            .or_insert_with(|| Scope::reserving(RESERVED))
            .claim(text, Position::Value)
    }
}

/// The callbacks that have been found.
#[derive(Default)]
struct Found<'d> {
    /// The paths that receivers have been given.
    paths: HashSet<String>,
    callbacks: Vec<Callback>,
    operations: Vec<Operation>,
    /// Path items that are done, with their operations.
    items: HashMap<*const Node, Vec<usize>>,
    /// Names that stand for one of the callbacks alone.
    names: HashMap<String, *const Node>,
    /// Operations whose callbacks have not been looked at.
    open: Vec<(OperationRef, &'d Node)>,
}

impl<'d> Resolver<'d> {
    /// All callbacks and their operations, in document order; those of callbacks themselves behind them.
    pub(super) fn callbacks(&mut self, api: &Api) -> (Vec<Callback>, Vec<Operation>) {
        let mut names = OperationNames::new(OperationSet::Callbacks);
        let mut found = Found::default();
        let sets = [
            (OperationSet::Paths, &self.operation_nodes),
            (OperationSet::Webhooks, &self.webhook_nodes),
        ];
        for (set, nodes) in sets {
            let nodes = nodes.iter().enumerate();
            found
                .open
                .extend(nodes.map(|(index, node)| (OperationRef { set, index }, *node)));
        }
        let mut next = 0;
        while let Some(&(owner, node)) = found.open.get(next) {
            next += 1;
            if !self.spend(0, &[node]) {
                break;
            }
            let owner_id = match owner.set {
                OperationSet::Callbacks => found.operations[owner.index].id.clone(),
                _ => api.operation(owner).id.clone(),
            };
            let callbacks = node.get("callbacks").map(Node::entries);
            for (key, reference) in callbacks.into_iter().flatten() {
                if key.starts_with("x-") && !reference.is_object() {
                    continue;
                }
                let Some(callback) = self.document.follow(reference) else {
                    continue;
                };
                let component = self.document.reference(reference).map(|(_, name)| name);
                let name = component.as_deref().unwrap_or(key);
                let known = found.names.entry(name.to_owned());
                let callback_at = std::ptr::from_ref(callback);
                let name = match *known.or_insert(callback_at) == callback_at {
                    true => name.to_owned(),
                    false => format!("{owner_id}/{name}"),
                };
                self.callback(owner, key, &name, callback, &mut found, &mut names);
            }
        }
        self.report_open_receivers(&self.callback_nodes.clone(), &found.operations);
        (found.callbacks, found.operations)
    }

    /// One callback of one operation; its operations are called `name`.
    fn callback(
        &mut self,
        owner: OperationRef,
        key: &str,
        name: &str,
        callback: &'d Node,
        found: &mut Found<'d>,
        names: &mut OperationNames,
    ) {
        let expressions = callback
            .entries()
            .filter(|(expression, _)| !expression.starts_with("x-"));
        for (index, (expression, reference)) in expressions.enumerate() {
            let Some(item) = self.document.follow(reference) else {
                continue;
            };
            let mended = expressions::mended(expression);
            if let Some(mended) = &mended {
                let message = format!("an expression in `{expression}` lacks its `$`");
                let diagnostic = Diagnostic::new(&codes::WRONG_VALUE, message).at(reference);
                let diagnostic = diagnostic.pointer(self.document.pointer_of(reference));
                let help = format!("it is read as `{mended}`; write that");
                self.diagnostics.push(diagnostic.help(help));
            }
            let expression = mended.as_deref().unwrap_or(expression);
            let targets = match found.items.get(&std::ptr::from_ref(item)) {
                Some(known) => known.clone(),
                None => {
                    let name = match index {
                        0 => name.to_owned(),
                        _ => format!("{name} {}", index + 1),
                    };
                    self.callback_item(&name, expression, item, found, names)
                }
            };
            found.callbacks.push(Callback {
                operation: owner,
                name: key.to_owned(),
                expression: expression.to_owned(),
                pointer: self.document.pointer_of(reference),
                ident: String::new(),
                url: None,
                targets,
            });
            self.callback_items.push(reference);
        }
    }

    /// The operations of a path item, as indices.
    fn callback_item(
        &mut self,
        name: &str,
        expression: &str,
        item: &'d Node,
        found: &mut Found<'d>,
        names: &mut OperationNames,
    ) -> Vec<usize> {
        let suffix = expressions::suffix(expression).unwrap_or_default();
        // Names that differ in a space or a slash would make one path.
        let plain = name.replace(' ', "-");
        let (mut path, mut template) = fixed_path(&format!("{plain}{suffix}"));
        let mut number = 1;
        while !found.paths.insert(path.clone()) {
            number += 1;
            (path, template) = fixed_path(&format!("{plain}-{number}{suffix}"));
        }
        let surroundings = Surroundings {
            set: OperationSet::Callbacks,
            path: &path,
            template: &template,
            item,
        };
        let methods = self.methods_of(item);
        let mut indices = Vec::new();
        for &(method, node) in &methods {
            if !self.spend_operation(node) {
                break;
            }
            let unnamed = unnamed(name, method, methods.len());
            let operation = self.operation(&surroundings, method, node, unnamed, names);
            self.report_route_conflict(names, &operation, node);
            let index = found.operations.len();
            indices.push(index);
            found.operations.push(operation);
            self.callback_nodes.push(node);
            let place = OperationRef {
                set: OperationSet::Callbacks,
                index,
            };
            found.open.push((place, node));
        }
        found
            .items
            .insert(std::ptr::from_ref(item), indices.clone());
        indices
    }

    /// Finds out where the values of the callbacks' expressions are, now that all types are known.
    pub(super) fn bind_callbacks(&mut self, api: &mut Api, methods: &mut InputMethods) {
        let mut callbacks = std::mem::take(&mut api.callbacks);
        let nodes = self.callback_items.clone();
        for (callback, node) in callbacks.iter_mut().zip(nodes) {
            callback.ident = methods.claim(callback.operation, &format!("{} url", callback.name));
            let place = expressions::Place {
                api,
                operation: callback.operation,
                response: None,
            };
            let url = expressions::url(&callback.expression)
                .and_then(|pieces| place.template(&pieces, false));
            let blank = callback.expression.contains(char::is_whitespace)
                && !callback.expression.contains('{');
            match url {
                Ok(_) if blank => {
                    let message = format!(
                        "cannot tell where the callback `{}` goes: `{}` is neither a URL nor an expression",
                        callback.name, callback.expression
                    );
                    self.report(&codes::UNUSABLE_EXPRESSION, node, message);
                }
                Ok(url) => callback.url = Some(url),
                Err(reason) => {
                    let message = format!(
                        "cannot tell where the callback `{}` goes: {reason}",
                        callback.name
                    );
                    self.report(&codes::UNUSABLE_EXPRESSION, node, message);
                }
            }
        }
        api.callbacks = callbacks;
    }
}
