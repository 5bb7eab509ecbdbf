//! Secrets where they do not stay secret.

use super::{Lint, Seen};
use crate::diagnostics::codes;
use crate::read::{Kind, Node};

/// Words that name a secret, and words beside which they do not.
const SECRETS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "apikey",
    "api key",
    "access key",
    "private key",
    "client secret",
    "access token",
    "auth token",
    "refresh token",
    "id token",
    "bearer",
    "credential",
    "credentials",
];
const HARMLESS: &[&str] = &[
    "id", "ids", "name", "names", "type", "policy", "count", "length", "expiry", "expires", "url",
    "uri", "arn", "version",
];
/// Hosts that are this machine.
const LOCAL: &[&str] = &["localhost", "127.0.0.1", "[::1]", "0.0.0.0"];

impl<'d> Lint<'d, '_> {
    pub(super) fn credentials(&mut self, seen: &Seen<'d>) {
        for scheme in seen.of(Kind::SecurityScheme) {
            let text = |key| scheme.get(key).and_then(Node::as_str);
            if text("type") == Some("apiKey") && text("in") == Some("query") {
                self.say(
                    &codes::SECRET_IN_URL,
                    scheme.get("in").unwrap_or(scheme),
                    "an API key in the query ends up in logs and histories",
                );
            }
        }
        for parameter in seen.of(Kind::Parameter) {
            let text = |key| parameter.get(key).and_then(Node::as_str);
            let (Some(name), Some(place)) = (text("name"), text("in")) else {
                continue;
            };
            if matches!(place, "query" | "path") && names_secret(name) {
                self.say(
                    &codes::SECRET_IN_URL,
                    parameter.get("name").unwrap_or(parameter),
                    format!("`{name}` in the {place} ends up in logs and histories"),
                );
            }
        }
        for server in seen.of(Kind::Server) {
            let Some(url) = server.get("url") else {
                continue;
            };
            let host = url.as_str().and_then(|url| url.strip_prefix("http://"));
            let host = host.map(|rest| rest.split(['/', ':']).next().unwrap_or_default());
            if let Some(host) = host.filter(|host| !LOCAL.contains(host) && !host.contains('{')) {
                self.say(
                    &codes::PLAIN_HTTP,
                    url,
                    format!("what is sent to `{host}` can be read and changed on its way"),
                );
            }
        }
        for schema in seen.of(Kind::Schema) {
            let members = schema.get("properties").map(Node::entries);
            for (name, member) in members.into_iter().flatten() {
                let text = |key| member.get(key).and_then(Node::as_str);
                if names_secret(name) && text("type") == Some("string") && text("format").is_none()
                {
                    self.say(
                        &codes::UNMARKED_SECRET,
                        member,
                        format!("`{name}` is shown wherever the message is printed"),
                    );
                }
            }
        }
    }
}

/// Whether a name says that its value is a secret: its last words do.
fn names_secret(name: &str) -> bool {
    use heck::ToSnakeCase as _;
    let words = name.to_snake_case().replace('_', " ");
    let last = words.rsplit(' ').next().unwrap_or_default();
    !HARMLESS.contains(&last)
        && SECRETS
            .iter()
            .any(|secret| words == *secret || words.ends_with(&format!(" {secret}")))
}

#[cfg(test)]
mod tests {
    #[test]
    fn secrets_are_told_by_their_names() {
        for (name, secret) in [
            ("password", true),
            ("adminPassword", true),
            ("access_key", true),
            ("accessKeyId", false),
            ("apiKey", true),
            ("X-Api-Key", true),
            ("token", false),
            ("pageToken", false),
            ("access_token", true),
            ("secret", true),
            ("secretName", false),
            ("passwordPolicy", false),
            ("secretary", false),
        ] {
            assert_eq!(super::names_secret(name), secret, "{name}");
        }
    }
}
