//! Operations, webhooks and callbacks: which has become which, and what is said of them as a whole.

use super::super::contract::api::{Api, Operation};
use super::super::verdict::Level;
use super::{Change, Walk, place, request, requests, start};

impl<'d> Walk<'_, 'd> {
    /// Compares everything.
    pub(crate) fn apis(&mut self, old: &Api<'d>, new: &Api<'d>) {
        self.list(&old.operations, &new.operations, "operation");
        self.prefix = "webhook-";
        self.list(&old.webhooks, &new.webhooks, "webhook");
        self.prefix = "";
    }

    fn list(&mut self, old: &[Operation<'d>], new: &[Operation<'d>], subject: &'static str) {
        let mut matched: Vec<Option<usize>> = vec![None; old.len()];
        let mut free = vec![true; new.len()];
        let by_key = |left: &Operation<'_>, right: &Operation<'_>| left.key == right.key;
        let by_id =
            |left: &Operation<'_>, right: &Operation<'_>| left.id.is_some() && left.id == right.id;
        for same in [
            &by_key as &dyn Fn(&Operation<'_>, &Operation<'_>) -> bool,
            &by_id,
        ] {
            let mut index: std::collections::HashMap<String, Vec<usize>> =
                std::collections::HashMap::new();
            for (right, operation) in new.iter().enumerate().filter(|(right, _)| free[*right]) {
                index
                    .entry(operation.key.path.clone())
                    .or_default()
                    .push(right);
                if let Some(id) = &operation.id {
                    index.entry(format!(" {id}")).or_default().push(right);
                }
            }
            for (left, operation) in old.iter().enumerate() {
                if matched[left].is_some() {
                    continue;
                }
                let keys = [
                    Some(operation.key.path.clone()),
                    operation.id.as_ref().map(|id| format!(" {id}")),
                ];
                let near = keys
                    .into_iter()
                    .flatten()
                    .filter_map(|key| index.get(&key))
                    .flatten();
                if let Some(right) = near
                    .copied()
                    .find(|right| free[*right] && same(operation, &new[*right]))
                {
                    matched[left] = Some(right);
                    free[right] = false;
                }
            }
        }
        for (left, operation) in old.iter().enumerate() {
            let outer = std::mem::replace(&mut self.label, operation.label.clone());
            if !outer.is_empty() {
                self.label = format!("{outer} {}", operation.label);
            }
            match matched[left] {
                Some(right) => {
                    if let Some(new) = new.get(right) {
                        self.operation(operation, new, subject);
                    }
                }
                None => self.removed(operation, subject),
            }
            self.label = outer;
        }
        for (_, operation) in new.iter().enumerate().filter(|(right, _)| free[*right]) {
            let outer = std::mem::replace(&mut self.label, operation.label.clone());
            let level = if subject == "operation" {
                Level::Info
            } else {
                Level::Warning
            };
            self.say(Change {
                position: "",
                subject,
                effect: "added",
                level,
                flow: None,
                old: None,
                new: start(operation),
                message: format!("{} was added", operation.label),
                witness: None,
                path: String::new(),
            });
            self.label = outer;
        }
    }

    fn removed(&mut self, operation: &Operation<'d>, subject: &'static str) {
        let witness = request("old", requests::smallest(self.old, operation));
        let hint = if operation.deprecated {
            ", which was deprecated"
        } else {
            ""
        };
        self.say(Change {
            position: "",
            subject,
            effect: "removed",
            level: Level::Breaking,
            flow: Some(self.sent()),
            old: start(operation),
            new: None,
            message: format!("{}{hint}, was removed", operation.label).replacen(
                ", was",
                if hint.is_empty() { " was" } else { ", was" },
                1,
            ),
            witness,
            path: String::new(),
        });
    }

    fn operation(&mut self, old: &Operation<'d>, new: &Operation<'d>, subject: &'static str) {
        let sent = self.sent();
        let change =
            |key: &str, part: &'static str, effect: &'static str, level: Level, message: String| {
                Change {
                    position: "",
                    subject: part,
                    effect,
                    level,
                    flow: None,
                    old: place(old.node, key),
                    new: place(new.node, key),
                    message,
                    witness: None,
                    path: String::new(),
                }
            };
        if old.key != new.key {
            let message = format!("{} became {}", old.label, new.label);
            let witness = request("old", requests::smallest(self.old, old));
            let changed = change("operationId", subject, "moved", Level::Breaking, message);
            self.say(Change {
                witness,
                flow: Some(sent),
                old: start(old),
                new: start(new),
                ..changed
            });
        }
        if old.id != new.id {
            let text = |id: &Option<String>| id.clone().unwrap_or_else(|| "none".to_owned());
            let message = format!("operationId {} became {}", text(&old.id), text(&new.id));
            self.say(change(
                "operationId",
                "operation-id",
                "changed",
                Level::Warning,
                message,
            ));
        }
        if old.deprecated != new.deprecated {
            let (effect, verb) = if new.deprecated {
                ("added", "is deprecated now")
            } else {
                ("removed", "is no longer deprecated")
            };
            self.say(change(
                "deprecated",
                "deprecation",
                effect,
                Level::Info,
                format!("{} {verb}", new.label),
            ));
        }
        if old.sunset != new.sunset {
            // Dates of RFC 3339 sort as text.
            let sooner = match (&old.sunset, &new.sunset) {
                (Some(before), Some(after)) => after < before,
                (None, _) => false,
                (Some(_), None) => true,
            };
            let level = if sooner { Level::Warning } else { Level::Info };
            let text = |date: &Option<String>| date.clone().unwrap_or_else(|| "none".to_owned());
            let message = format!(
                "the day of removal {} became {}",
                text(&old.sunset),
                text(&new.sunset)
            );
            self.say(change("x-sunset", "sunset", "changed", level, message));
        }
        self.parameters(old, new);
        self.bodies(old, new);
        self.responses(old, new);
        if self.prefix.is_empty() {
            self.security(old, new);
            self.servers(old, new);
        }
        let outer = std::mem::replace(&mut self.prefix, "callback-");
        self.list(&old.callbacks, &new.callbacks, "callback");
        self.prefix = outer;
    }
}
