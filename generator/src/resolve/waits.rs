//! `x-wait`: how to wait for what an operation started. `specs/EXTENSIONS.md` describes it.
//!
//! Comes in: the extension, and an API whose types are settled. Goes out: waits in which every name and every pointer
//! leads somewhere. A wait in which one does not is left out, and everything that is wrong with it is said.
//!
//! Long because every member has its own mistakes, each of which is said at its place.

mod expression;

use self::expression::Found;
use super::Resolver;
use super::names::{Position, Scope};
use super::pointers::{Target, follow};
use crate::diagnostics::{Code, codes};
use crate::model::{
    Api, Json, Media, Operation, Text, Type, TypeKind, Types, Wait, WaitInput, WaitSetting,
    WaitSource,
};
use crate::read::{Node, Pointer};

const MEMBERS: &[&str] = &[
    "operation",
    "parameters",
    "each",
    "status",
    "success",
    "failure",
    "pending",
    "absent",
    "code",
    "reason",
    "progress",
    "complete",
    "interval",
    "deadline",
];

/// Seconds between calls, and before giving up, when a document does not say.
const INTERVAL: u64 = 10;
const DEADLINE: u64 = 3600;

/// Names that the emitted methods use for themselves.
const LOCALS: &[&str] = &["answer", "item", "items", "client", "input", "wait", "rule"];

impl<'d> Resolver<'d> {
    /// The waits of all operations.
    pub(crate) fn waits(&mut self, api: &Api) -> Vec<Wait> {
        let mut methods = Scope::reserving(super::operations::RESERVED_METHODS);
        for operation in &api.operations {
            methods.claim_ident(operation.method_ident.clone());
        }
        let nodes = self.operation_nodes.clone();
        let mut waits = Vec::new();
        for (starter, node) in nodes.into_iter().enumerate() {
            if let Some(node) = node.get("x-wait") {
                let mut reading = Reading {
                    resolver: self,
                    api,
                    starter: &api.operations[starter],
                    failed: false,
                };
                let wait = reading.wait(starter, node, &mut methods);
                waits.extend(wait.filter(|_| !reading.failed));
            }
        }
        waits
    }
}

/// One extension being read.
struct Reading<'r, 'd> {
    resolver: &'r mut Resolver<'d>,
    api: &'r Api,
    starter: &'r Operation,
    /// Whether something is wrong that makes the wait useless.
    failed: bool,
}

impl<'r, 'd> Reading<'r, 'd> {
    fn fail(&mut self, code: &'static Code, node: &'d Node, message: String) {
        self.failed = true;
        self.resolver.report(code, node, message);
    }

    fn wait(&mut self, starter: usize, node: &'d Node, methods: &mut Scope) -> Option<Wait> {
        self.resolver.unknown_members(node, "x-wait", MEMBERS);
        for key in ["operation", "parameters", "status", "success", "pending"] {
            if node.get(key).is_none() {
                let message = format!("`x-wait` lacks `{key}`");
                self.fail(&codes::MALFORMED_WAIT, node, message);
            }
        }
        let api = self.api;
        let name = node.get("operation")?;
        let operation = api
            .operations
            .iter()
            .position(|operation| Some(operation.id.as_str()) == name.as_str());
        let Some(operation) = operation else {
            let message = format!(
                "`x-wait` calls `{}`, but no operation has this operationId",
                name.as_str().unwrap_or_default()
            );
            self.fail(&codes::UNKNOWN_OPERATION, name, message);
            return None;
        };
        let called = &api.operations[operation];
        if called.body.as_ref().is_some_and(|body| body.required) {
            let message = format!("`{}` needs a body, which a wait cannot give", called.id);
            self.fail(&codes::MALFORMED_WAIT, name, message);
        }
        let each = self.each(node);
        let items = each.as_ref().map(|(_, items)| *items);
        let mut arguments = Scope::reserving(LOCALS);
        let (inputs, settings) = self.parameters(node, called, items, &mut arguments);
        let status = self.answer_pointer(node, "status", called);
        let [success, failure, pending] =
            ["success", "failure", "pending"].map(|key| self.statuses(node, key));
        let lists = [&success, &failure, &pending];
        for (index, list) in lists.into_iter().enumerate() {
            let twice = list.iter().find(|status| {
                lists[index + 1..]
                    .iter()
                    .any(|other| other.contains(status))
            });
            if let Some(status) = twice {
                let message = format!("the status `{status}` appears in two lists of `x-wait`");
                self.fail(&codes::MALFORMED_WAIT, node, message);
            }
        }
        if success.is_empty() && node.get("success").is_some() {
            let message = "`x-wait` names no status that means success".to_owned();
            self.fail(&codes::MALFORMED_WAIT, node, message);
        }
        let [code, reason, progress] =
            ["code", "reason", "progress"].map(|key| self.answer_pointer(node, key, called));
        let setters = self
            .starter
            .parameters
            .iter()
            .filter(|parameter| !parameter.required)
            .map(|parameter| parameter.ident.as_str());
        let mut calls = Scope::reserving(&setters.collect::<Vec<_>>());
        Some(Wait {
            starter,
            operation,
            ident: methods.claim(
                &format!("wait_for_{}", self.starter.method_ident),
                Position::Value,
            ),
            call_ident: calls.claim("and_wait", Position::Value),
            inputs,
            settings,
            each: each.map(|(pointer, _)| pointer),
            status: status.unwrap_or_default(),
            success,
            failure,
            pending,
            absent: self.absent(node),
            code,
            reason,
            progress,
            complete: self.complete(node),
            interval: self.seconds(node, "interval", INTERVAL),
            deadline: self.seconds(node, "deadline", DEADLINE),
        })
    }

    /// `each`, and the items where it leads.
    fn each(&mut self, node: &'d Node) -> Option<(String, Option<Target<'r>>)> {
        let node = node.get("each")?;
        let target = self.pointer(node, self.starter, "the answer")?;
        let items = match target {
            Target::Anything => Some(Target::Anything),
            Target::Value(_) | Target::Nothing => target.item().map(Target::Value),
        };
        if items.is_none() && target != Target::Nothing {
            let message = "`each` does not lead to an array".to_owned();
            self.fail(&codes::MALFORMED_WAIT, node, message);
        }
        Some((node.as_str()?.to_owned(), items))
    }

    /// A pointer to one value in the answer of the called operation.
    fn answer_pointer(
        &mut self,
        node: &'d Node,
        key: &str,
        called: &'r Operation,
    ) -> Option<String> {
        let node = node.get(key)?;
        let target = self.pointer(node, called, "the answer")?;
        if target != Target::Nothing && !target.is_scalar(&self.api.types) {
            let message = format!("`{key}` leads to a list or an object");
            self.fail(&codes::MALFORMED_WAIT, node, message);
        }
        node.as_str().map(str::to_owned)
    }

    /// Where a pointer leads in the answer of an operation; says so when it leads nowhere.
    fn pointer(
        &mut self,
        node: &'d Node,
        operation: &'r Operation,
        what: &str,
    ) -> Option<Target<'r>> {
        let Some(pointer) = node.as_str().and_then(Pointer::parse) else {
            let message = "a JSON pointer is empty, or begins with `/`".to_owned();
            self.fail(&codes::MALFORMED_POINTER, node, message);
            return None;
        };
        let target = in_answer(&self.api.types, operation, &pointer);
        if target == Target::Nothing {
            let message = format!("{what} of `{}` has nothing at `{pointer}`", operation.id);
            self.fail(&codes::UNKNOWN_POINTER, node, message);
        }
        Some(target)
    }

    fn statuses(&mut self, node: &'d Node, key: &str) -> Vec<String> {
        let Some(list) = node.get(key) else {
            return Vec::new();
        };
        let mut statuses = Vec::new();
        for status in list.as_array() {
            match status.to_json() {
                Json::String(text) => statuses.push(text),
                value @ (Json::Number(_) | Json::Bool(_)) => statuses.push(value.to_string()),
                _ => {
                    let message = format!("`{key}` lists texts, numbers or truth values");
                    self.fail(&codes::MALFORMED_WAIT, status, message);
                }
            }
        }
        if !list.is_array() {
            let message = format!("`{key}` is a list of statuses");
            self.fail(&codes::MALFORMED_WAIT, list, message);
        }
        statuses
    }

    fn absent(&mut self, node: &'d Node) -> Vec<u16> {
        let list = node.get("absent").map(Node::as_array).unwrap_or_default();
        let mut statuses = Vec::new();
        for status in list {
            let code = status.as_u64().and_then(|code| u16::try_from(code).ok());
            match code.filter(|code| (400..500).contains(code)) {
                Some(code) => statuses.push(code),
                None => {
                    let message = "`absent` lists HTTP statuses from 400 to 499".to_owned();
                    self.fail(&codes::MALFORMED_WAIT, status, message);
                }
            }
        }
        statuses
    }

    fn complete(&mut self, node: &'d Node) -> Json {
        let Some(node) = node.get("complete") else {
            return Json::from(100);
        };
        if !node.as_f64().is_some_and(|value| value > 0.0) {
            let message = "`complete` is a number greater than 0".to_owned();
            self.fail(&codes::MALFORMED_WAIT, node, message);
        }
        node.to_json()
    }

    fn seconds(&mut self, node: &'d Node, key: &str, usual: u64) -> u64 {
        let Some(node) = node.get(key) else {
            return usual;
        };
        node.as_u64()
            .filter(|seconds| *seconds > 0)
            .unwrap_or_else(|| {
                let message = format!("`{key}` is a whole number of seconds");
                self.fail(&codes::MALFORMED_WAIT, node, message);
                usual
            })
    }

    /// What the called operation is given.
    fn parameters(
        &mut self,
        node: &'d Node,
        called: &'r Operation,
        each: Option<Option<Target<'r>>>,
        arguments: &mut Scope,
    ) -> (Vec<WaitInput>, Vec<WaitSetting>) {
        let mut given: Vec<Option<(WaitSource, String, bool)>> =
            vec![None; called.parameters.len()];
        let mut settings = Vec::new();
        let mut taken = Vec::new();
        let listed = node.get("parameters").map(Node::entries);
        for (name, expression) in listed.into_iter().flatten() {
            let setting = name.strip_prefix('$');
            let index = called
                .parameters
                .iter()
                .position(|parameter| parameter.name == name);
            let found = self.expression(expression, each);
            match (setting, index, found) {
                (Some(setting), _, _) if !has_setting(self.api, setting) => {
                    let message = format!("a client has no setting `{setting}`");
                    self.fail(&codes::UNKNOWN_PARAMETER, expression, message);
                }
                (Some(setting), _, Some(found)) => taken.push((setting.to_owned(), found)),
                (None, None, _) => {
                    let message = format!("`{}` has no parameter `{name}`", called.id);
                    self.fail(&codes::UNKNOWN_PARAMETER, expression, message);
                }
                (None, Some(index), Some(found)) => {
                    let single = self.fits(expression, &called.parameters[index].value.ty, &found);
                    given[index] = Some((found.source, found.name, single));
                }
                (_, _, None) => {}
            }
        }
        let mut inputs = Vec::new();
        for (index, (parameter, given)) in called.parameters.iter().zip(given).enumerate() {
            let (source, name, single) = match given {
                Some(given) => given,
                None if parameter.required => (WaitSource::Caller, parameter.ident.clone(), false),
                None => continue,
            };
            inputs.push(WaitInput {
                parameter: index,
                ident: arguments.claim_or(&name, &parameter.ident, Position::Value),
                source,
                single,
            });
        }
        for (name, found) in taken {
            if matches!(found.source, WaitSource::Item(_)) {
                let message = "a setting holds for all pieces of work, so it is no part of an item";
                self.fail(&codes::MALFORMED_WAIT, node, message.to_owned());
            }
            settings.push(WaitSetting {
                ident: arguments.claim_or(&found.name, &name, Position::Value),
                name,
                source: found.source,
            });
        }
        (inputs, settings)
    }

    /// Whether one item of the list that a parameter takes is given.
    fn fits(&mut self, node: &'d Node, wanted: &'r Type, found: &Found<'r>) -> bool {
        let types = &self.api.types;
        let wanted = follow(types, wanted, &Pointer::default());
        if let WaitSource::Literal(value) = &found.source {
            let target = wanted.item().map_or(wanted, Target::Value);
            if !literal_fits(types, target, value) {
                let message = "a parameter cannot have this value".to_owned();
                self.fail(&codes::MALFORMED_WAIT, node, message);
            }
            return wanted.item().is_some();
        }
        match (wanted.item(), found.target) {
            (Some(_), target) => target.is_scalar(types),
            (None, target) => {
                if wanted.is_scalar(types) && !target.is_scalar(types) {
                    let message = "a list or an object is given to a parameter that is one value";
                    self.fail(&codes::MALFORMED_WAIT, node, message.to_owned());
                }
                false
            }
        }
    }
}

/// Where a pointer leads in the JSON answers of an operation.
pub(crate) fn in_answer<'r>(
    types: &'r Types,
    operation: &'r Operation,
    pointer: &Pointer,
) -> Target<'r> {
    let payloads = operation
        .success
        .replies
        .iter()
        .filter_map(|reply| reply.payload.as_ref());
    payloads
        .filter(|payload| payload.media == Media::Json)
        .map(|payload| follow(types, &payload.value.ty, pointer))
        .find(|target| *target != Target::Nothing)
        .unwrap_or(Target::Nothing)
}

/// Whether a client has a setting of this name: a server variable, or the region of a signature.
fn has_setting(api: &Api, name: &str) -> bool {
    let own = api
        .operations
        .iter()
        .flat_map(|operation| &operation.servers);
    let servers = api.servers.iter().chain(own);
    let mut variables = servers.flat_map(|server| &server.variables);
    variables.any(|variable| variable.name == name) || api.signs_for_setting(name)
}

/// Whether emitted code can write a literal as a value of a type.
fn literal_fits(types: &Types, target: Target<'_>, value: &Json) -> bool {
    match target {
        Target::Anything => true,
        Target::Nothing => false,
        Target::Value(ty) => match ty {
            Type::Text(Text::String) => value.is_string(),
            Type::Bool => value.is_boolean(),
            Type::Integer(_) => value.is_i64() || value.is_u64(),
            Type::Named(id) => match &types[*id].kind {
                TypeKind::Enum(list) => list.values.iter().any(|known| known.value == *value),
                _ => false,
            },
            _ => false,
        },
    }
}
