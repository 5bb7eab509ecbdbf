//! What single kinds of objects have to say beyond their fields: path parameters, lists, flows, lists of parameters.

use std::collections::HashMap;

use super::mistakes::truth;
use super::{Step, Walk, head};
use crate::diagnostics::{Diagnostic, Severity, codes};
use crate::read::{Node, Object, Pointer, Version};

impl<'a> Walk<'a, '_> {
    /// A path parameter is always there, which it has to say.
    pub(super) fn path_parameter(&mut self, node: &Node, object: &Object) {
        let text = |key: &str| object.get(key).and_then(Node::as_str);
        let said = object.get("required").is_some_and(|said| {
            said.as_bool() == Some(true) || said.as_str().and_then(truth) == Some(true)
        });
        if text("in") == Some("path") && !said {
            let name = text("name").unwrap_or_default();
            let message = format!("the path parameter `{name}` lacks `required: true`");
            let help = "add it: without the parameter there is no path; it is read as required";
            let code = &codes::MISSING_KEY;
            self.report(code, Severity::Warning, head(node), message, Some(help));
        }
    }

    /// Up to 3.0, a list says what its items are.
    pub(super) fn items_said(&mut self, node: &Node, object: &Object) {
        let list = object.get("type").and_then(Node::as_str) == Some("array");
        if self.version <= Version::V3_0 && list && !object.contains_key("items") {
            let message = "a schema with `type: array` lacks `items`".to_owned();
            let help = "add `items` with a schema; any value is taken as an item";
            let code = &codes::MISSING_KEY;
            self.report(code, Severity::Warning, head(node), message, Some(help));
        }
    }

    /// Each flow of OAuth needs the addresses that it goes to.
    pub(super) fn flows(&mut self, object: &'a Object) {
        for (name, flow) in object.entries() {
            let needed: &[&str] = match name {
                "implicit" => &["authorizationUrl"],
                "password" | "clientCredentials" => &["tokenUrl"],
                "authorizationCode" => &["authorizationUrl", "tokenUrl"],
                "deviceAuthorization" => &["deviceAuthorizationUrl", "tokenUrl"],
                _ => &[],
            };
            for key in needed
                .iter()
                .filter(|key| flow.is_object() && flow.get(key).is_none())
            {
                self.step(Step::Key(name), |walk| {
                    let message = format!("the flow `{name}` lacks `{key}`");
                    let help = format!("add `{key}` with the address of the authorization server");
                    let code = &codes::MISSING_KEY;
                    walk.report(code, Severity::Warning, head(flow), message, Some(&help));
                });
            }
        }
    }

    /// Parameters that one list declares twice.
    pub(super) fn again(&mut self, items: &'a [Node]) {
        let mut first: HashMap<(String, &str), &Node> = HashMap::new();
        for (index, item) in items.iter().enumerate() {
            let text = |key: &str| item.get(key).and_then(Node::as_str);
            let (Some(name), Some(place)) = (text("name"), text("in")) else {
                continue;
            };
            // Case makes no difference in the names of headers.
            let spelled = match place {
                "header" => name.to_ascii_lowercase(),
                _ => name.to_owned(),
            };
            let Some(known) = first.insert((spelled, place), item) else {
                continue;
            };
            self.step(Step::Index(index), |walk| {
                let message = format!("the parameter `{name}` in `{place}` is declared twice");
                let diagnostic = Diagnostic::new(&codes::DUPLICATE_PARAMETER, message)
                    .at(item)
                    .related(known, "first here")
                    .pointer(Pointer(walk.tokens()).to_string());
                walk.diagnostics.push(diagnostic);
            });
        }
    }
}
