//! `x-pages`: how to get all pages of a list. `specs/EXTENSIONS.md` describes it.
//!
//! Comes in: the extension, and an API whose types are settled. Goes out: lists whose pages emitted code can turn. One
//! that it cannot turn is left out, and everything that is wrong with it is said.

use super::Resolver;
use super::names::{Position, Scope};
use super::pointers::members;
use super::waits::in_answer;
use crate::diagnostics::{Code, codes};
use crate::model::{Api, Media, Operation, PagePath, PageStyle, Paging, Type};
use crate::read::{Node, Pointer};

const MEMBERS: &[&str] = &["style", "request", "size", "response", "items", "total"];

impl<'d> Resolver<'d> {
    /// The lists of all operations.
    pub(crate) fn pages(&mut self, api: &Api) -> Vec<Paging> {
        let nodes = self.operation_nodes.clone();
        let mut pages = Vec::new();
        for (index, node) in nodes.into_iter().enumerate() {
            if let Some(node) = node.get("x-pages") {
                let mut reading = Reading {
                    resolver: self,
                    api,
                    operation: &api.operations[index],
                    failed: false,
                };
                let paging = reading.paging(index, node);
                pages.extend(paging.filter(|_| !reading.failed));
            }
        }
        pages
    }
}

/// One extension being read.
struct Reading<'r, 'd> {
    resolver: &'r mut Resolver<'d>,
    api: &'r Api,
    operation: &'r Operation,
    failed: bool,
}

impl<'r, 'd> Reading<'r, 'd> {
    fn fail(&mut self, code: &'static Code, node: &'d Node, message: String) {
        self.failed = true;
        self.resolver.report(code, node, message);
    }

    fn paging(&mut self, operation: usize, node: &'d Node) -> Option<Paging> {
        self.resolver.unknown_members(node, "x-pages", MEMBERS);
        for key in ["style", "request", "items"] {
            if node.get(key).is_none() {
                let message = format!("`x-pages` lacks `{key}`");
                self.fail(&codes::MALFORMED_PAGES, node, message);
            }
        }
        let request = self.parameter(node, "request");
        let size = self.parameter(node, "size");
        let items = self.path(node, "items");
        if let Some((path, ty)) = &items
            && !matches!(ty, Type::Array(_))
        {
            let message = format!("`{}` is not an array", path.pointer);
            self.fail(&codes::MALFORMED_PAGES, node.get("items")?, message);
        }
        let style = node.get("style")?;
        let style = match style.as_str() {
            Some("token") => match self.scalar(node, "response") {
                Some(path) => Some(PageStyle::Token(path)),
                None if node.get("response").is_none() => {
                    let message = "`x-pages` of style `token` lacks `response`".to_owned();
                    self.fail(&codes::MALFORMED_PAGES, node, message);
                    None
                }
                None => None,
            },
            Some("number") => Some(PageStyle::Number(self.scalar(node, "total"))),
            _ => {
                let message = "`style` is `token` or `number`".to_owned();
                self.fail(&codes::MALFORMED_PAGES, style, message);
                None
            }
        };
        let setters = self.operation.parameters.iter();
        let setters = setters.filter(|parameter| !parameter.required);
        let setters: Vec<_> = setters.map(|parameter| parameter.ident.as_str()).collect();
        Some(Paging {
            operation,
            ident: Scope::reserving(&setters).claim("pages", Position::Value),
            request: request?,
            size,
            style: style?,
            items: items?.0,
        })
    }

    fn parameter(&mut self, node: &'d Node, key: &str) -> Option<usize> {
        let node = node.get(key)?;
        let found = self
            .operation
            .parameters
            .iter()
            .position(|parameter| Some(parameter.name.as_str()) == node.as_str());
        if found.is_none() {
            let message = format!(
                "`{}` has no parameter `{}`",
                self.operation.id,
                node.as_str().unwrap_or_default()
            );
            self.fail(&codes::UNKNOWN_PARAMETER, node, message);
        }
        found
    }

    fn scalar(&mut self, node: &'d Node, key: &str) -> Option<PagePath> {
        let (path, ty) = self.path(node, key)?;
        if !super::pointers::Target::Value(ty).is_scalar(&self.api.types) {
            let message = format!("`{key}` leads to a list or an object");
            self.fail(&codes::MALFORMED_PAGES, node.get(key)?, message);
        }
        Some(path)
    }

    /// The way through the types of the answer that a pointer describes, and the type at its end.
    fn path(&mut self, node: &'d Node, key: &str) -> Option<(PagePath, &'r Type)> {
        let node = node.get(key)?;
        let Some(pointer) = node.as_str().and_then(Pointer::parse) else {
            let message = "a JSON pointer is empty, or begins with `/`".to_owned();
            self.fail(&codes::MALFORMED_POINTER, node, message);
            return None;
        };
        let types = &self.api.types;
        let payload = match self.operation.success.replies.as_slice() {
            [reply] => reply.payload.as_ref(),
            _ => None,
        };
        let payload = payload.filter(|payload| payload.media == Media::Json);
        let found = payload.and_then(|payload| members(types, &payload.value.ty, &pointer));
        if let Some((steps, ty)) = found {
            let pointer = pointer.to_string();
            return Some((PagePath { pointer, steps }, ty));
        }
        let id = &self.operation.id;
        if in_answer(types, self.operation, &pointer) == super::pointers::Target::Nothing {
            let message = format!("the answer of `{id}` has nothing at `{pointer}`");
            self.fail(&codes::UNKNOWN_POINTER, node, message);
        } else {
            let message = format!(
                "`{pointer}` must lead through members of objects, in the only successful answer of `{id}`"
            );
            self.fail(&codes::MALFORMED_PAGES, node, message);
        }
        None
    }
}
