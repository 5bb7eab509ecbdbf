//! Security: which credentials still open an operation.

use serde_json::json;

use super::super::contract::api::{Operation, Requirement, Scheme};
use super::super::contract::{Flow, Schemas};
use super::super::verdict::Level;
use super::{Change, Walk, place, request, requests};
use crate::read::Node;

impl<'d> Walk<'_, 'd> {
    pub(super) fn security(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        self.schemes(old, new);
        let (before, after) = (&old.security.alternatives, &new.security.alternatives);
        let change = |effect: &'static str, level: Level, message: String| Change {
            position: "",
            subject: "security",
            effect,
            level,
            flow: Some(Flow::ToServer),
            old: Some(old.security.place),
            new: Some(new.security.place),
            message,
            witness: None,
            path: String::new(),
        };
        for alternative in before {
            if after.iter().any(|other| self.opens(alternative, other)) {
                continue;
            }
            let witness = request(
                "old",
                requests::with(
                    self.old,
                    old,
                    json!({ "credentials": spelled(alternative) }),
                ),
            );
            let (effect, message) = if alternative.is_empty() {
                (
                    "required",
                    format!(
                        "calls without credentials are refused now: {} is required",
                        either(after)
                    ),
                )
            } else if after
                .iter()
                .any(|other| self.holds_schemes(other, alternative))
            {
                (
                    "narrowed",
                    format!(
                        "{} is no longer enough: {} is required",
                        all(alternative),
                        either(after)
                    ),
                )
            } else {
                (
                    "removed",
                    format!(
                        "{} opens this no longer: {} is required",
                        all(alternative),
                        either(after)
                    ),
                )
            };
            self.say(Change {
                witness,
                ..change(effect, Level::Breaking, message)
            });
        }
        for alternative in after {
            if !before
                .iter()
                .any(|other| self.opens_mirrored(other, alternative))
            {
                self.say(change(
                    "widened",
                    Level::Info,
                    format!("{} opens this now", all(alternative)),
                ));
            }
        }
    }

    /// The same scheme: by its name, whose changes are told by themselves, or by what it is where the name itself changed. Two
    /// schemes that stand beside each other in one document are two, however alike.
    fn is_same(&self, old: &Requirement<'_>, new: &Requirement<'_>) -> bool {
        let defines = |schemas: &Schemas<'d>, name: &str| {
            let components = schemas.document.root().get("components");
            components
                .and_then(|components| components.get("securitySchemes")?.get(name))
                .is_some()
        };
        old.name == new.name
            || match (&old.scheme, &new.scheme) {
                (Some(left), Some(right)) => {
                    left.is_same(right)
                        && !defines(self.new, &old.name)
                        && !defines(self.old, &new.name)
                }
                _ => false,
            }
    }

    /// Whether credentials for one alternative satisfy another of the new document.
    fn opens(&self, credentials: &[Requirement<'_>], wanted: &[Requirement<'_>]) -> bool {
        wanted.iter().all(|want| {
            credentials
                .iter()
                .any(|have| self.is_same(have, want) && want.scopes.is_subset(&have.scopes))
        })
    }

    /// Whether what a new alternative asks for was enough before.
    fn opens_mirrored(&self, wanted: &[Requirement<'_>], credentials: &[Requirement<'_>]) -> bool {
        wanted.iter().all(|want| {
            credentials
                .iter()
                .any(|have| self.is_same(want, have) && want.scopes.is_subset(&have.scopes))
        })
    }

    fn holds_schemes(&self, wanted: &[Requirement<'_>], credentials: &[Requirement<'_>]) -> bool {
        credentials
            .iter()
            .all(|have| wanted.iter().any(|want| self.is_same(have, want)))
    }

    /// Definitions of schemes that both versions ask for.
    fn schemes(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let mut seen: Vec<&str> = Vec::new();
        for one in old.security.alternatives.iter().flatten() {
            let other = new
                .security
                .alternatives
                .iter()
                .flatten()
                .find(|other| other.name == one.name);
            let (Some(before), Some(after)) =
                (&one.scheme, other.and_then(|other| other.scheme.as_ref()))
            else {
                continue;
            };
            if seen.contains(&one.name.as_str()) {
                continue;
            }
            seen.push(&one.name);
            self.scheme(&one.name, before, after, old);
        }
    }

    fn scheme(
        &mut self,
        name: &str,
        old: &Scheme<'d>,
        new: &Scheme<'d>,
        operation: &Operation<'d>,
    ) {
        let change = |key: &str,
                      subject: &'static str,
                      effect: &'static str,
                      level: Level,
                      message: String| Change {
            position: "",
            subject,
            effect,
            level,
            flow: Some(Flow::ToServer),
            old: place(old.node, key),
            new: place(new.node, key),
            message,
            witness: None,
            path: name.to_owned(),
        };
        let keys: indexmap::IndexSet<&&str> = old.facts.keys().chain(new.facts.keys()).collect();
        let same_kind = old.facts.get("type") == new.facts.get("type");
        for key in keys {
            let (was, is) = (old.facts.get(*key), new.facts.get(*key));
            if was == is || (!same_kind && *key != "type") {
                continue;
            }
            let text =
                |value: Option<&String>| value.cloned().unwrap_or_else(|| "nothing".to_owned());
            let message = format!(
                "`{key}` of the scheme `{name}`: {} became {}",
                text(was),
                text(is)
            );
            let witness = request(
                "old",
                requests::with(
                    self.old,
                    operation,
                    json!({ "credentials": { name: old.facts } }),
                ),
            );
            self.say(Change {
                witness,
                ..change(key, "security-scheme", "changed", Level::Breaking, message)
            });
        }
        let hint = |scheme: &Scheme<'d>| {
            let hint = scheme.node.get("bearerFormat").and_then(Node::as_str);
            hint.filter(|_| same_kind).map(str::to_owned)
        };
        if hint(old) != hint(new) {
            self.say(change(
                "bearerFormat",
                "security-hint",
                "changed",
                Level::Info,
                format!("what tokens of the scheme `{name}` look like is said to be another"),
            ));
        }
        for (flow, addresses) in &old.flows {
            let changed = match new.flows.get(flow) {
                None => Some((
                    format!("the flow `{flow}` of the scheme `{name}` was removed"),
                    "removed",
                )),
                Some(others)
                    if addresses
                        .iter()
                        .any(|(key, address)| others.get(key) != Some(address)) =>
                {
                    Some((
                        format!("addresses of the flow `{flow}` of the scheme `{name}` changed"),
                        "changed",
                    ))
                }
                Some(_) => None,
            };
            if let Some((message, effect)) = changed {
                let witness = request(
                    "old",
                    requests::with(
                        self.old,
                        operation,
                        json!({ "credentials": { name: { "flow": flow, "addresses": addresses } } }),
                    ),
                );
                self.say(Change {
                    witness,
                    ..change("flows", "security-flow", effect, Level::Breaking, message)
                });
            }
        }
        for flow in new
            .flows
            .keys()
            .filter(|flow| same_kind && !old.flows.contains_key(*flow))
        {
            self.say(change(
                "flows",
                "security-flow",
                "added",
                Level::Info,
                format!("the flow `{flow}` of the scheme `{name}` was added"),
            ));
        }
        if same_kind {
            for scope in old
                .scopes
                .iter()
                .filter(|scope| !new.scopes.contains(*scope))
            {
                self.say(change(
                    "flows",
                    "security-scope",
                    "removed",
                    Level::Warning,
                    format!(
                        "the scope `{scope}` of the scheme `{name}` can no longer be asked for"
                    ),
                ));
            }
            for scope in new
                .scopes
                .iter()
                .filter(|scope| !old.scopes.contains(*scope))
            {
                self.say(change(
                    "flows",
                    "security-scope",
                    "added",
                    Level::Info,
                    format!("the scope `{scope}` of the scheme `{name}` can be asked for now"),
                ));
            }
        }
    }
}

fn spelled(alternative: &[Requirement<'_>]) -> serde_json::Value {
    alternative
        .iter()
        .map(|one| (one.name.clone(), json!(one.scopes)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn all(alternative: &[Requirement<'_>]) -> String {
    let names: Vec<String> = alternative
        .iter()
        .map(|one| {
            let scopes: Vec<&str> = one.scopes.iter().map(String::as_str).collect();
            if scopes.is_empty() {
                format!("`{}`", one.name)
            } else {
                format!("`{}` with {}", one.name, scopes.join(", "))
            }
        })
        .collect();
    if names.is_empty() {
        "no credential".to_owned()
    } else {
        names.join(" and ")
    }
}

fn either(alternatives: &[Vec<Requirement<'_>>]) -> String {
    alternatives
        .iter()
        .map(|alternative| all(alternative))
        .collect::<Vec<_>>()
        .join(" or ")
}
