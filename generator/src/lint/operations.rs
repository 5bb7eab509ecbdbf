//! What operations leave unsaid.

use super::Lint;
use crate::diagnostics::codes;
use crate::read::Node;

/// Methods that promise to change nothing (RFC 9110 section 9.2.1, and `QUERY`).
const SAFE: &[&str] = &["GET", "HEAD", "OPTIONS", "TRACE", "QUERY"];
/// Methods whose content means nothing (RFC 9110 sections 9.3.1, 9.3.2, 9.3.5 and 9.3.8).
const BODILESS: &[&str] = &["GET", "HEAD", "DELETE", "TRACE"];

impl<'d> Lint<'d, '_> {
    pub(super) fn operations(&mut self) {
        let root = self.document.root();
        let schemes = root
            .get("components")
            .and_then(|all| all.get("securitySchemes"));
        let secured = schemes.is_some_and(|schemes| schemes.entries().next().is_some());
        let everywhere = root.get("security");
        let declared = root.get("tags").map(Node::as_array).unwrap_or_default();
        let declared: Vec<&str> = declared
            .iter()
            .filter_map(|tag| tag.get("name").and_then(Node::as_str))
            .collect();
        for (path, method, operation) in self.calls() {
            let name = format!("{method} {path}");
            self.responses(&name, operation);
            self.said(&name, operation);
            self.request(&name, &method, operation);
            if !declared.is_empty() {
                self.tags(operation, &declared);
            }
            if secured && !SAFE.contains(&method.as_str()) {
                self.openness(&name, operation, everywhere);
            }
        }
    }

    fn responses(&mut self, name: &str, operation: &'d Node) {
        let Some(responses) = operation.get("responses").filter(|all| all.is_object()) else {
            return;
        };
        let has = |classes: &[char]| {
            let mut keys = responses.entries().map(|(key, _)| key);
            keys.any(|key| key == "default" || key.starts_with(classes))
        };
        let place = operation.key_span("responses").unwrap_or(responses.span);
        let is_status = |key: &str| {
            key == "default" || key.starts_with("x-") || {
                let bytes = key.as_bytes();
                let rest = bytes.get(1..).unwrap_or_default();
                bytes.len() == 3
                    && (b'1'..=b'5').contains(&bytes[0])
                    && (rest == b"XX" || rest.iter().all(u8::is_ascii_digit))
            }
        };
        // That one cannot be read was said.
        if !responses.entries().all(|(key, _)| is_status(key)) {
            return self.bare_lists(name, responses);
        }
        if !has(&['1', '2', '3']) {
            self.say(
                &codes::MISSING_SUCCESS_RESPONSE,
                place,
                format!("`{name}` documents no success"),
            );
        }
        if !has(&['4', '5']) {
            self.say(
                &codes::MISSING_ERROR_RESPONSE,
                place,
                format!("`{name}` documents no errors"),
            );
        }
        self.bare_lists(name, responses);
    }

    fn said(&mut self, name: &str, operation: &'d Node) {
        let said = |key| operation.get(key).and_then(Node::as_str);
        let silent = |key| said(key).is_none_or(|text: &str| text.trim().is_empty());
        if silent("summary") && silent("description") {
            self.say(
                &codes::UNDOCUMENTED_OPERATION,
                operation,
                format!("nothing says what `{name}` does"),
            );
        }
    }

    fn request(&mut self, name: &str, method: &str, operation: &'d Node) {
        let Some(body) = operation.get("requestBody") else {
            return;
        };
        let place = operation.key_span("requestBody").unwrap_or(body.span);
        if BODILESS.contains(&method) {
            self.say(
                &codes::BODY_WITHOUT_MEANING,
                place,
                format!("the body of `{name}` has no meaning in HTTP, and may be dropped or refused on its way"),
            );
        }
        let Some(body) = self.document.follow(body) else {
            return;
        };
        if matches!(method, "POST" | "PUT" | "PATCH") && body.get("required").is_none() {
            self.say(
                &codes::OPTIONAL_BODY,
                place,
                format!("the body of `{name}` may be left out"),
            );
        }
    }

    fn tags(&mut self, operation: &'d Node, declared: &[&str]) {
        for tag in operation
            .get("tags")
            .map(Node::as_array)
            .unwrap_or_default()
        {
            let Some(name) = tag.as_str().filter(|name| !declared.contains(name)) else {
                continue;
            };
            self.say(
                &codes::UNDECLARED_TAG,
                tag,
                format!("the tag `{name}` is not among the `tags` of the document"),
            );
        }
    }

    /// An operation that says nothing of credentials, where the document says that none are needed, or nothing either.
    fn openness(&mut self, name: &str, operation: &'d Node, security: Option<&'d Node>) {
        if operation.get("security").is_some() {
            return;
        }
        let alternatives = security.map(Node::as_array).unwrap_or_default();
        let open = alternatives.is_empty()
            || alternatives
                .iter()
                .any(|one| one.as_object().is_some_and(|names| names.is_empty()));
        if open {
            self.say(
                &codes::OPEN_OPERATION,
                security.map_or(operation.span, |node| node.span),
                format!("anybody may call `{name}`, which changes something"),
            );
        }
    }
}
