//! Path items and operations: parameters are divided into those that stay, bodies and forms.

use super::Translation;
use super::tree::{Made, list};
use crate::diagnostics::{Severity, Span, codes};
use crate::read::grammar::Kind;
use crate::read::{Node, Object, Value};

impl<'d> Translation<'d, '_> {
    /// A path item. What it has in common for its operations becomes part of each, where it is in the body or a form.
    pub(super) fn path_item(&mut self, node: &'d Node, object: &'d Object) -> Node {
        let parameters = object.get("parameters");
        let all = parameters.map(Node::as_array).unwrap_or_default();
        let (inherited, staying): (Vec<&'d Node>, Vec<&'d Node>) = all
            .iter()
            .partition(|item| matches!(self.place_of(item), Some("body" | "formData")));
        let mut made = Made::at(node.span);
        for (key, member) in &object.0 {
            let value = &member.node;
            match &value.value {
                _ if key == "parameters" => {
                    if let Some(staying) = self.parameters(&staying, value.span) {
                        made.put(key, member.key, staying);
                    }
                }
                Value::Object(inner) if self.kind(value) == Some(Kind::Operation) => {
                    let operation = match inner.contains_key("$ref") {
                        false => self.operation(value, inner, &inherited),
                        true => {
                            if let Some(lost) = inherited.first() {
                                let message =
                                    "this does not reach an operation that is a reference";
                                let help = "write the parameter in the operation";
                                let code = &codes::SWAGGER_NOT_KEPT;
                                self.tell(code, Severity::Warning, lost.span, message, help);
                            }
                            self.inside(value)
                        }
                    };
                    made.put(key, member.key, operation);
                }
                _ => made.put(key, member.key, self.node(value)),
            }
        }
        made.done()
    }

    /// Parameters that stay parameters.
    fn parameters(&mut self, staying: &[&'d Node], span: Span) -> Option<Node> {
        let items: Vec<Node> = staying.iter().map(|item| self.node(item)).collect();
        (!items.is_empty()).then(|| list(items, span))
    }

    /// An operation; `inherited` are the parameters of its path item that are in the body or a form.
    pub(super) fn operation(
        &mut self,
        node: &'d Node,
        object: &'d Object,
        inherited: &[&'d Node],
    ) -> Node {
        let own = object
            .get("parameters")
            .map(Node::as_array)
            .unwrap_or_default();
        let mut staying = Vec::new();
        let mut bodies = Vec::new();
        let mut fields: Vec<&'d Node> = Vec::new();
        for item in own.iter().chain(inherited.iter().copied()) {
            match self.place_of(item) {
                Some("body") => bodies.push(item),
                Some("formData") => fields.extend(self.document.follow(item)),
                _ => staying.push(item),
            }
        }
        // One of the operation takes the place of one of its path item.
        let is_body = |item: &&Node| self.place_of(item) == Some("body");
        let second = match own.iter().filter(is_body).count() {
            1 => None,
            _ => bodies.get(1).copied(),
        };
        let mut made = Made::at(node.span);
        for (key, member) in &object.0 {
            let (at, value) = (member.key, &member.node);
            match key.as_str() {
                "consumes" | "produces" => {}
                "schemes" => {
                    if let Some((_, servers)) = self.servers_of(node, value) {
                        made.put("servers", at, servers);
                    }
                }
                "parameters" => {
                    if let Some(staying) = self.parameters(&staying, value.span) {
                        made.put(key, at, staying);
                    }
                }
                "responses" if value.is_object() && value.get("$ref").is_none() => {
                    let media = self.media(node, object, "produces");
                    made.put(key, at, self.responses(value, &media));
                }
                _ => made.put(key, at, self.node(value)),
            }
        }
        let media = self.media(node, object, "consumes");
        let (span, body) = match (bodies.first(), fields.first()) {
            (None, None) => return made.done(),
            (Some(body), field) => {
                self.superfluous(second, "a second body");
                self.superfluous(field.copied(), "a form beside a body");
                (body.span, self.body_of(body, &media))
            }
            (None, Some(field)) => (field.span, self.form(&fields, &media)),
        };
        match body {
            _ if object.contains_key("requestBody") => {
                self.superfluous(Some(node), "a parameter in the body beside `requestBody`")
            }
            Some(body) => {
                let at = object.0.get("parameters").map_or(span, |member| member.key);
                made.put("requestBody", at, body);
            }
            None => {}
        }
        made.done()
    }

    /// What an operation cannot have as well.
    fn superfluous(&mut self, node: Option<&'d Node>, what: &str) {
        if let Some(node) = node {
            let message = format!("an operation has one body; {what} is left out");
            let help =
                "describe all of the body by one parameter in `body`, or by several in `formData`";
            self.tell(
                &codes::SWAGGER_NOT_KEPT,
                Severity::Warning,
                node.span,
                message,
                help,
            );
        }
    }
}
