//! Responses: what an operation gives back, well or badly, by status and media type.

use http::StatusCode;

use super::Resolver;
use super::names::{Position, Scope};
use super::operations::OperationNames;
use super::schemas::Hint;
use crate::diagnostics::codes;
use crate::model::{Header, Media, Outcome, Reply, Shape, Status};
use crate::read::Node;

impl<'d> Resolver<'d> {
    pub(super) fn outcomes(
        &mut self,
        node: &'d Node,
        method: &str,
        type_ident: &str,
        names: &mut OperationNames,
    ) -> (Outcome, Outcome) {
        let is_head = method.eq_ignore_ascii_case("head");
        let mut success = Outcome {
            ident: String::new(),
            replies: Vec::new(),
        };
        let mut failure = Outcome {
            ident: String::new(),
            replies: Vec::new(),
        };
        let mut fallback = Vec::new();
        let mut success_names = Scope::default();
        let mut failure_names = Scope::reserving(&["Undocumented"]);
        for (key, reference) in node
            .get("responses")
            .and_then(|responses| self.document.follow(responses))
            .map(Node::entries)
            .into_iter()
            .flatten()
        {
            if key.starts_with("x-") {
                continue;
            }
            // What is none was said when the document was checked.
            let Some(status) = status_of(key) else {
                continue;
            };
            let Some(response) = self.document.follow(reference) else {
                continue;
            };
            let hint = match self.document.reference(reference) {
                Some((_, name)) => Hint::new(name),
                None => Hint::new(format!("{type_ident} {}", body_words(status))),
            };
            let good = match status {
                Status::Code(code) => code < 400,
                Status::Class(class) => class < 4,
                Status::Default => false,
            };
            if status == Status::Default {
                fallback = self.replies(
                    status,
                    reference,
                    is_head,
                    response,
                    &hint,
                    &mut failure_names,
                );
            } else {
                let (outcome, names) = if good {
                    (&mut success, &mut success_names)
                } else {
                    (&mut failure, &mut failure_names)
                };
                outcome
                    .replies
                    .extend(self.replies(status, reference, is_head, response, &hint, names));
            }
        }
        if success.replies.is_empty() && !fallback.is_empty() {
            success.replies.clone_from(&fallback);
        }
        failure.replies.extend(fallback);
        success.ident = names
            .types
            .claim(&format!("{type_ident} response"), Position::Type);
        failure.ident = names
            .types
            .claim(&format!("{type_ident} error"), Position::Type);
        (success, failure)
    }

    fn replies(
        &mut self,
        status: Status,
        reference: &'d Node,
        is_head: bool,
        response: &'d Node,
        hint: &Hint,
        names: &mut Scope,
    ) -> Vec<Reply> {
        let description = self
            .document
            .text(reference, "description")
            .map(str::trim)
            .filter(|d| !d.is_empty());
        let headers = self.headers(response, hint);
        let bodiless = is_head
            || matches!(
                status,
                Status::Code(204 | 205 | 304) | Status::Class(1) | Status::Code(100..=199)
            );
        let contents = response
            .get("content")
            .map(|map| self.contents(map, hint))
            .unwrap_or_default();
        if bodiless && !contents.is_empty() {
            let which = match (is_head, status) {
                (true, _) => "a response to HEAD".to_owned(),
                (_, Status::Code(code)) => format!("a response with the status {code}"),
                _ => "a response of this status".to_owned(),
            };
            let message =
                format!("{which} has no body (RFC 9110 section 6.4.1); its content is left out");
            let content = response.get("content").unwrap_or(response);
            self.report(&codes::BODY_NOT_ALLOWED, content, message);
        }
        for content in contents.iter().filter(|_| !bodiless) {
            if content.media == Media::Multipart {
                let message = format!(
                    "the parts of a response of `{}` are handed over as they come",
                    content.media_type
                );
                self.report(&codes::UNTYPED_MULTIPART, response, message);
            }
        }
        let words = status_words(status);
        let reply = |ident: String, payload| Reply {
            status,
            ident,
            description: description.map(str::to_owned),
            headers: headers.clone(),
            payload,
        };
        if bodiless || contents.is_empty() {
            return vec![reply(names.claim(&words, Position::Variant), None)];
        }
        let single = contents.len() == 1;
        contents
            .into_iter()
            .map(|content| {
                let words = if single {
                    words.clone()
                } else {
                    format!("{words} {}", content.ident)
                };
                reply(names.claim(&words, Position::Variant), Some(content))
            })
            .collect()
    }

    pub(super) fn headers(&mut self, response: &'d Node, hint: &Hint) -> Vec<Header> {
        let mut idents = Scope::reserving(&["body", "status"]);
        let mut constants = Scope::default();
        let mut headers = Vec::new();
        for (name, reference) in response
            .get("headers")
            .map(Node::entries)
            .into_iter()
            .flatten()
        {
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let Some(node) = self.document.follow(reference) else {
                continue;
            };
            let (value, content) = self.described(node, &hint.child(name));
            let ident = idents.claim(name, Position::Value);
            headers.push(Header {
                name: name.to_owned(),
                const_ident: constants.claim(&ident, Position::Constant),
                ident,
                required: node.get("required").and_then(Node::as_bool) == Some(true),
                description: self
                    .document
                    .text(reference, "description")
                    .map(str::to_owned),
                explode: node.get("explode").and_then(Node::as_bool) == Some(true),
                content,
                shape: Shape::Scalar,
                value,
            });
        }
        headers
    }
}

pub(super) fn status_of(key: &str) -> Option<Status> {
    let key = key.trim();
    if key.eq_ignore_ascii_case("default") {
        return Some(Status::Default);
    }
    let bytes = key.as_bytes();
    if let [class @ b'1'..=b'5', b'x' | b'X', b'x' | b'X'] = bytes {
        return Some(Status::Class(class - b'0'));
    }
    let code: u16 = key.parse().ok()?;
    (100..=599).contains(&code).then_some(Status::Code(code))
}

/// Words for a status: its reason phrase where there is one.
fn status_words(status: Status) -> String {
    match status {
        Status::Code(code) => StatusCode::from_u16(code)
            .ok()
            .and_then(|status| status.canonical_reason())
            .map_or_else(
                || format!("status {code}"),
                |reason| reason.replace(['\'', '-'], " "),
            ),
        Status::Class(1) => "informational".to_owned(),
        Status::Class(2) => "success".to_owned(),
        Status::Class(3) => "redirection".to_owned(),
        Status::Class(4) => "client error".to_owned(),
        Status::Class(_) => "server error".to_owned(),
        Status::Default => "default".to_owned(),
    }
}

/// Words for a type that is written inline in a response: success bodies are just the result.
fn body_words(status: Status) -> String {
    match status {
        Status::Code(200) | Status::Class(2) => "result".to_owned(),
        other => format!("{} body", status_words(other)),
    }
}
