//! Values of the right type that are no values of their key: addresses that are none, lists with a value twice, limits that
//! nothing keeps to.
//!
//! What is found here does no harm to what is generated, unless another stage says so, too.

use std::collections::HashSet;

use super::{Step, Walk};
use crate::diagnostics::{Severity, Span, codes};
use crate::read::grammar::{Grammar, Kind};
use crate::read::{Node, Value, Version};
use crate::suggest::nearest;

/// Schemes of the registry of HTTP authentication (RFC 9110 section 16.4.1).
const HTTP_SCHEMES: &[&str] = &[
    "basic",
    "bearer",
    "concealed",
    "digest",
    "dpop",
    "gnap",
    "hoba",
    "mutual",
    "negotiate",
    "oauth",
    "privatetoken",
    "scram-sha-1",
    "scram-sha-256",
    "vapid",
];

/// The methods that have keys of their own in a path item.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

impl<'a> Walk<'a, '_> {
    /// Says what is wrong with the value of a known field.
    pub(super) fn faults(&mut self, grammar: &Grammar, key: &'a str, node: &'a Node) {
        match (grammar.kind, key, &node.value) {
            (Kind::Contact | Kind::License | Kind::ExternalDocs, "url", Value::String(text))
            | (Kind::Info, "termsOfService", Value::String(text))
            | (Kind::Example, "externalValue", Value::String(text))
            | (Kind::OpenApi, "$self", Value::String(text))
            | (Kind::Schema, "$id", Value::String(text))
            | (
                Kind::OAuthFlow,
                "authorizationUrl" | "deviceAuthorizationUrl" | "tokenUrl" | "refreshUrl",
                Value::String(text),
            )
            | (
                Kind::SecurityScheme,
                "openIdConnectUrl" | "oauth2MetadataUrl",
                Value::String(text),
            ) => self.address(node, key, text),
            (Kind::Contact, "email", Value::String(text)) if !is_email(text) => {
                let message = format!("`{text}` is not an email address");
                self.fault(
                    node.span,
                    message,
                    "write an address such as `api@example.com`",
                );
            }
            (Kind::Server, "url", Value::String(text)) => self.server_url(node, text),
            (Kind::RequestBody, "content", Value::Object(object)) if object.is_empty() => {
                let help = "add a media type, such as `application/json: {schema: {}}`";
                self.fault(node.span, "`content` holds no media type".to_owned(), help);
            }
            (Kind::Encoding, "contentType", Value::String(text)) => {
                for one in text.split(',').filter(|one| !is_media_type(one.trim())) {
                    let message = format!("`{}` is not a media type", one.trim());
                    let help = "write media types such as `image/png`, with commas between them";
                    self.fault(node.span, message, help);
                }
            }
            (Kind::SecurityScheme, "scheme", Value::String(text)) => {
                let lower = text.to_ascii_lowercase();
                let known = HTTP_SCHEMES.contains(&lower.as_str());
                if let Some(near) = nearest(&lower, HTTP_SCHEMES.iter().copied()).filter(|_| !known)
                {
                    let message =
                        format!("`{text}` is not a registered HTTP authentication scheme");
                    self.fault(node.span, message, &format!("did you mean `{near}`?"));
                }
            }
            (Kind::Parameter, "name", Value::String(text)) if text.is_empty() => {
                let help = "write the name under which it travels";
                self.fault(
                    node.span,
                    "the name of a parameter is empty".to_owned(),
                    help,
                );
            }
            (Kind::PathItem, "additionalOperations", Value::Object(object)) => {
                for (name, member) in &object.0 {
                    let lower = name.to_ascii_lowercase();
                    if METHODS.contains(&lower.as_str()) {
                        self.step(Step::Key(name), |walk| {
                            let message = format!("`{name}` has a key of its own in a path item");
                            let help = format!("write the operation under `{lower}`");
                            walk.fault(member.key, message, &help);
                        });
                    }
                }
            }
            (Kind::Components, _, Value::Object(object)) => {
                let allowed = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
                for (name, member) in &object.0 {
                    if !name.is_empty() && name.chars().all(allowed)
                        || name == "$ref"
                        || name.starts_with("x-")
                    {
                        continue;
                    }
                    self.step(Step::Key(name), |walk| {
                        let message = format!("`{name}` cannot be the name of a component");
                        let help = "use only ASCII letters, digits, `.`, `-` and `_`";
                        walk.fault(member.key, message, help);
                    });
                }
            }
            (Kind::Operation, "tags", Value::Array(items))
            | (Kind::Schema, "required" | "type", Value::Array(items)) => {
                self.list(grammar.kind, key, node, items);
            }
            (Kind::Schema, "enum", Value::Array(items)) => self.repeated(key, items),
            (Kind::Schema, "allOf" | "anyOf" | "oneOf", Value::Array(items))
                if items.is_empty() =>
            {
                let message = format!("`{key}` lists no schemas");
                self.fault(node.span, message, "add a schema, or leave the key out");
            }
            (Kind::Schema, "multipleOf", Value::Number(number)) if number.as_f64() <= 0.0 => {
                let message = format!(
                    "`multipleOf` must be greater than zero, found {}",
                    number.as_str()
                );
                self.fault(
                    node.span,
                    message,
                    "write the positive number that all values are multiples of",
                );
            }
            (Kind::Schema, "$anchor" | "$dynamicAnchor", Value::String(text))
                if !is_anchor(text) =>
            {
                let message = format!("`{text}` cannot be the name of an anchor");
                let help =
                    "begin with a letter or `_`; then use only letters, digits, `-`, `_` and `.`";
                self.fault(node.span, message, help);
            }
            (Kind::Schema, "pattern", Value::String(text)) => {
                let flags = |end: &str| {
                    end.len() < 4 && end.bytes().all(|flag| b"dgimsuvy".contains(&flag))
                };
                let inner = text
                    .strip_prefix("/^")
                    .and_then(|rest| rest.rsplit_once('/'));
                if let Some((inner, _)) =
                    inner.filter(|(inner, end)| inner.ends_with('$') && flags(end))
                {
                    let message = format!(
                        "the slashes around `{text}` are part of the pattern, so that few values match it"
                    );
                    self.fault(
                        node.span,
                        message,
                        &format!("write `^{inner}`; a pattern has no flags"),
                    );
                }
            }
            _ => {}
        }
    }

    fn fault(&mut self, span: Span, message: String, help: &str) {
        self.report(
            &codes::WRONG_VALUE,
            Severity::Warning,
            span,
            message,
            Some(help),
        );
    }

    fn address(&mut self, node: &Node, key: &str, text: &str) {
        let Some(wrong) = not_in_uri(text) else {
            return;
        };
        let message = match wrong {
            ' ' => format!("`{text}` is not a URL: it contains a space"),
            wrong => format!("`{text}` is not a URL: it contains `{wrong}`"),
        };
        let example = match key {
            "$id" | "$self" => "write an address such as `https://example.com/image`",
            _ => "write a URL such as `https://example.com/page`; percent-encode other characters",
        };
        self.fault(node.span, message, example);
    }

    fn server_url(&mut self, node: &Node, text: &str) {
        let mut open = false;
        let mut plain = String::new();
        for character in text.chars() {
            match (character, open) {
                ('{', false) | ('}', true) => open = !open,
                ('{' | '}', _) => {
                    let message = format!("a brace in `{text}` is not closed or not opened");
                    let help = "write variables as `{name}`";
                    return self.fault(node.span, message, help);
                }
                (_, true) => {}
                (character, false) => plain.push(character),
            }
        }
        if open {
            let message = format!("a brace in `{text}` is not closed");
            return self.fault(node.span, message, "write variables as `{name}`");
        }
        if plain.contains(['?', '#']) {
            let message = format!(
                "the server URL `{text}` has a query or a fragment, which no request keeps"
            );
            let help = "describe what follows `?` by parameters `in: query`";
            return self.fault(node.span, message, help);
        }
        let host = text.split('/').next().unwrap_or_default();
        let named = |host: &str| {
            let labels: Vec<&str> = host.split('.').collect();
            labels.len() > 1
                && labels
                    .iter()
                    .all(|label| !label.is_empty() && !label.contains([' ', ':']))
        };
        if named(host) && !text.contains("://") {
            let message =
                format!("`{text}` is a relative path: nothing says that `{host}` is a host");
            return self.fault(node.span, message, &format!("write `https://{text}`"));
        }
        self.address(node, "url", &plain);
    }

    /// A list of names: each once, and at least one where the version asks for it.
    fn list(&mut self, kind: Kind, key: &'a str, node: &'a Node, items: &'a [Node]) {
        let needed = match key {
            "type" => true,
            "required" => self.version == Version::V3_0,
            _ => false,
        };
        if items.is_empty() && needed && kind == Kind::Schema {
            let message = format!("`{key}` lists nothing");
            return self.fault(node.span, message, "add a name, or leave the key out");
        }
        self.repeated(key, items);
    }

    fn repeated(&mut self, key: &'a str, items: &'a [Node]) {
        let mut seen = HashSet::new();
        for (index, item) in items.iter().enumerate() {
            let said = match &item.value {
                Value::String(text) => text.as_str(),
                Value::Number(number) => number.as_str(),
                _ => continue,
            };
            if !seen.insert((std::mem::discriminant(&item.value), said)) {
                self.step(Step::Index(index), |walk| {
                    let message = format!("`{said}` is listed twice in `{key}`");
                    walk.fault(item.span, message, "remove one of the two");
                });
            }
        }
    }

    /// A path key that can be matched, but hardly as it is meant.
    pub(super) fn path_key(&mut self, key: &str, span: Span) {
        let path = key.split(['?', '#']).next().unwrap_or_default();
        if let Some(name) = path
            .split('/')
            .find_map(|segment| segment.strip_prefix(':').filter(|name| is_anchor(name)))
        {
            let message =
                format!("`:{name}` in the path is matched as it is: it is not a parameter");
            return self.fault(span, message, &format!("write `{{{name}}}`"));
        }
        if path.contains(char::is_whitespace) {
            let message = format!("the path `{key}` contains white space");
            self.fault(span, message, "remove it, or write `%20` where it is meant");
        }
    }
}

/// The first character that a URI reference (RFC 3986), or its international form, cannot hold.
fn not_in_uri(text: &str) -> Option<char> {
    text.chars()
        .find(|c| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(*c))
}

fn is_email(text: &str) -> bool {
    let placed = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
    text.rsplit_once('@').is_some_and(|(name, host)| {
        placed(name) && placed(host) && !host.starts_with('.') && !host.ends_with('.')
    })
}

fn is_anchor(text: &str) -> bool {
    let mut characters = text.chars();
    characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

/// Whether a text is a media type or a range of them (RFC 9110 sections 8.3.1 and 12.5.1).
pub(super) fn is_media_type(text: &str) -> bool {
    let token = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let essence = text.split(';').next().unwrap_or_default().trim();
    essence
        .split_once('/')
        .is_some_and(|(ty, subtype)| token(ty) && token(subtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        for text in ["a@example.com", "a.b@localhost", "\"a@b\"@x.org"] {
            assert!(is_email(text), "{text}");
        }
        for text in ["a", "@b", "a@", "a b@c", "a@.x"] {
            assert!(!is_email(text), "{text}");
        }
        for text in [
            "https://a.b/c?d#e",
            "../x",
            "",
            "urn:a:b",
            "https://bücher.de",
        ] {
            assert_eq!(not_in_uri(text), None, "{text}");
        }
        assert_eq!(not_in_uri("a b"), Some(' '));
        assert_eq!(not_in_uri("<https://a>"), Some('<'));
        for text in ["a/b", "*/*", "application/problem+json; charset=utf-8"] {
            assert!(is_media_type(text), "{text}");
        }
        for text in ["json", "application/", "/json", "a b/c"] {
            assert!(!is_media_type(text), "{text}");
        }
        assert!(is_anchor("_a-1.b") && !is_anchor("1a") && !is_anchor("a b"));
    }
}
