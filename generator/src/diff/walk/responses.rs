//! Responses, by status, range and default.

use serde_json::json;

use super::super::contract::Flow;
use super::super::contract::api::{Operation, Response};
use super::super::verdict::Level;
use super::{Change, Walk, place, response};

impl<'d> Walk<'_, 'd> {
    pub(super) fn responses(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let flow = self.sent().reversed();
        let only_default = !old
            .responses
            .iter()
            .any(|response| is_success(&response.status) && response.status != "default");
        for one in &old.responses {
            if let Some(other) = described(&new.responses, &one.status) {
                self.response(one, other, flow);
                continue;
            }
            // A range may have become the statuses that were meant.
            let within: Vec<&Response<'d>> = new
                .responses
                .iter()
                .filter(|other| in_range(&one.status, &other.status))
                .collect();
            if !within.is_empty() {
                for other in within {
                    self.response(one, other, flow);
                }
                self.say(Change {
                    position: "response",
                    subject: "status",
                    effect: "removed",
                    level: Level::Info,
                    flow: Some(flow),
                    old: Some(one.place),
                    new: place(new.node, "responses"),
                    message: format!("of the responses {} only some are left", one.status),
                    witness: None,
                    path: one.status.clone(),
                });
                continue;
            }
            let success = if one.status == "default" {
                only_default
            } else {
                is_success(&one.status)
            };
            let level = match (success, flow) {
                // Those who answer calls of the API may always answer less.
                (true, Flow::ToServer) | (true, Flow::ToClient) => Level::Breaking,
                (false, Flow::ToServer) => Level::Warning,
                (false, Flow::ToClient) => Level::Info,
            };
            let witness = response("old", json!({ "status": one.status }))
                .filter(|_| level == Level::Breaking);
            self.say(Change {
                position: "response",
                subject: "status",
                effect: "removed",
                level,
                flow: Some(flow),
                old: Some(one.place),
                new: place(new.node, "responses"),
                message: format!("the response {} was removed", one.status),
                witness,
                path: one.status.clone(),
            });
        }
        for other in &new.responses {
            if old
                .responses
                .iter()
                .any(|one| one.status == other.status || in_range(&one.status, &other.status))
            {
                continue;
            }
            if let Some(one) = described(&old.responses, &other.status) {
                self.response(one, other, flow);
                continue;
            }
            let covers = old
                .responses
                .iter()
                .any(|one| in_range(&other.status, &one.status));
            let level = if is_success(&other.status) && !covers && other.status != "default" {
                Level::Warning
            } else {
                Level::Info
            };
            self.say(Change {
                position: "response",
                subject: "status",
                effect: "added",
                level,
                flow: Some(flow),
                old: place(old.node, "responses"),
                new: Some(other.place),
                message: format!("the response {} was added", other.status),
                witness: None,
                path: other.status.clone(),
            });
        }
    }

    fn response(&mut self, old: &Response<'d>, new: &Response<'d>, flow: Flow) {
        self.headers(&old.headers, &new.headers, flow, &old.status);
        let places = (place(old.node, "content"), place(new.node, "content"));
        self.content(
            "response-body",
            &old.status,
            (&old.content, &new.content),
            places,
            flow,
            None,
        );
    }
}

/// What a document says of a status: itself, else its range, else the default.
fn described<'r, 'd>(responses: &'r [Response<'d>], status: &str) -> Option<&'r Response<'d>> {
    let by = |wanted: &str| responses.iter().find(|response| response.status == wanted);
    let range = || {
        status
            .chars()
            .next()
            .filter(char::is_ascii_digit)
            .and_then(|first| by(&format!("{first}XX")))
    };
    by(status).or_else(range).or_else(|| by("default"))
}

fn in_range(range: &str, status: &str) -> bool {
    range.ends_with("XX")
        && !status.ends_with("XX")
        && range.chars().next() == status.chars().next()
}

fn is_success(status: &str) -> bool {
    status.starts_with('2') || status.starts_with('3') || status.starts_with('1')
}
