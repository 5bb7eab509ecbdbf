//! Addresses of the API.

use serde_json::json;

use super::super::contract::Flow;
use super::super::contract::api::{Operation, Server};
use super::super::verdict::Level;
use super::{Change, Walk, request};

impl<'d> Walk<'_, 'd> {
    pub(super) fn servers(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let change = |effect: &'static str,
                      level: Level,
                      before: Option<&Server>,
                      after: Option<&Server>,
                      message: String| Change {
            position: "",
            subject: "server",
            effect,
            level,
            flow: Some(Flow::ToServer),
            old: before.or(old.servers.first()).map(|server| server.place),
            new: after.or(new.servers.first()).map(|server| server.place),
            message,
            witness: None,
            path: before
                .or(after)
                .map_or_else(String::new, |server| server.url.clone()),
        };
        for server in &old.servers {
            // Some documents list an address several times, with other values of its variables each time.
            let same =
                |other: &&Server| other.url == server.url && other.variables == server.variables;
            let near = || new.servers.iter().find(|other| other.url == server.url);
            let Some(other) = new.servers.iter().find(same).or_else(near) else {
                // What was never said cannot be taken back.
                let level = if server.implied {
                    Level::Info
                } else {
                    Level::Breaking
                };
                let witness = request(
                    "old",
                    json!({ "method": old.key.method, "url": format!("{}{}", server.url, old.path) }),
                );
                let message = format!("the address {} was removed", server.url);
                self.say(Change {
                    witness: witness.filter(|_| level == Level::Breaking),
                    ..change("removed", level, Some(server), None, message)
                });
                continue;
            };
            for (name, (default, values)) in &server.variables {
                let Some((other_default, other_values)) = other.variables.get(name) else {
                    continue;
                };
                let gone: Vec<&str> = values
                    .iter()
                    .filter(|value| !other_values.is_empty() && !other_values.contains(value))
                    .map(String::as_str)
                    .collect();
                if !gone.is_empty() {
                    let url = server.url.replace(&format!("{{{name}}}"), gone[0]);
                    let witness = request(
                        "old",
                        json!({ "method": old.key.method, "url": format!("{url}{}", old.path) }),
                    );
                    let message = format!(
                        "the variable `{name}` of {} lost {}",
                        server.url,
                        gone.join(", ")
                    );
                    self.say(Change {
                        witness,
                        ..change(
                            "narrowed",
                            Level::Breaking,
                            Some(server),
                            Some(other),
                            message,
                        )
                    });
                } else if values.len() != other_values.len() {
                    let message =
                        format!("the variable `{name}` of {} has more values", server.url);
                    self.say(change(
                        "widened",
                        Level::Info,
                        Some(server),
                        Some(other),
                        message,
                    ));
                }
                if default != other_default {
                    let message = format!(
                        "the default of `{name}` of {}: {default} became {other_default}",
                        server.url
                    );
                    self.say(change(
                        "default-changed",
                        Level::Warning,
                        Some(server),
                        Some(other),
                        message,
                    ));
                }
            }
        }
        for server in new.servers.iter().filter(|server| {
            !server.implied && !old.servers.iter().any(|other| other.url == server.url)
        }) {
            self.say(change(
                "added",
                Level::Info,
                None,
                Some(server),
                format!("the address {} was added", server.url),
            ));
        }
    }
}
