//! Parameters of requests.

use super::super::contract::Flow;
use super::super::contract::api::{Location, Operation, Parameter};
use super::super::relation::{Pair, Relation, Relations};
use super::super::verdict::{Level, level};
use super::{Change, Walk, place, request, requests, start};

/// Where parameters of a location are, in ids.
fn position(location: Location) -> &'static str {
    match location {
        Location::Path => "path-parameter",
        Location::Query => "query-parameter",
        Location::Header => "header-parameter",
        Location::Cookie => "cookie-parameter",
    }
}

impl<'d> Walk<'_, 'd> {
    pub(super) fn parameters(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let find = |list: &[Parameter<'d>], one: &Parameter<'d>| {
            list.iter()
                .position(|other| other.location == one.location && other.key == one.key)
        };
        let mut gone: Vec<&Parameter<'d>> = old
            .parameters
            .iter()
            .filter(|one| find(&new.parameters, one).is_none())
            .collect();
        let mut come: Vec<&Parameter<'d>> = new
            .parameters
            .iter()
            .filter(|one| find(&old.parameters, one).is_none())
            .collect();
        for one in &old.parameters {
            if let Some(other) = find(&new.parameters, one).and_then(|at| new.parameters.get(at)) {
                self.parameter(old, new, one, other);
            }
        }
        // The same name at another place.
        gone.retain(|one| {
            let Some(at) = come.iter().position(|other| {
                other.name.eq_ignore_ascii_case(&one.name) && other.location != one.location
            }) else {
                return true;
            };
            let other = come.remove(at);
            self.moved(
                old,
                one,
                other,
                "moved",
                format!(
                    "`{}` moved from {} to {}",
                    one.name,
                    one.location.name(),
                    other.location.name()
                ),
            );
            self.parameter(old, new, one, other);
            false
        });
        // One name for another at the same place, all else equal.
        gone.retain(|one| {
            let alike = |other: &&&Parameter<'d>| {
                other.location == one.location
                    && other.required == one.required
                    && other.location != Location::Path
            };
            let candidates: Vec<&&Parameter<'d>> = come.iter().filter(alike).collect();
            let [other] = candidates.as_slice() else {
                return true;
            };
            let relations = Relations::new(self.old, self.new);
            let pair = Pair {
                old: one.schema,
                new: other.schema,
                flow: Flow::ToServer,
                medium: one.medium,
            };
            let described = |parameter: &Parameter<'_>| {
                parameter
                    .node
                    .get("description")
                    .and_then(|text| text.as_str().map(str::to_owned))
            };
            let same_case = other.name.eq_ignore_ascii_case(&one.name);
            if relations.relation(pair).0 != Relation::Equal
                || !(one.required
                    || same_case
                    || (described(one).is_some() && described(one) == described(other)))
            {
                return true;
            }
            let other = **other;
            come.retain(|left| !std::ptr::eq(*left, other));
            self.moved(
                old,
                one,
                other,
                "renamed",
                format!("`{}` became `{}`", one.name, other.name),
            );
            false
        });
        for one in gone {
            self.removed_parameter(new, one);
        }
        for one in come {
            self.added_parameter(old, one);
        }
    }

    fn moved(
        &mut self,
        operation: &Operation<'d>,
        one: &Parameter<'d>,
        other: &Parameter<'d>,
        effect: &'static str,
        message: String,
    ) {
        let text = requests::serialised(one, &requests::value(self.old, one));
        let witness = request(
            "old",
            requests::with(self.old, operation, requests::carrying(one, &text)),
        );
        let key = if effect == "renamed" { "name" } else { "in" };
        self.say(Change {
            position: position(one.location),
            subject: "name",
            effect,
            level: Level::Breaking,
            flow: Some(self.sent()),
            old: place(one.node, key),
            new: place(other.node, key),
            message,
            witness,
            path: one.name.clone(),
        });
    }

    fn removed_parameter(&mut self, new: &Operation<'d>, one: &Parameter<'d>) {
        let flow = self.sent();
        let level = if one.required && flow == Flow::ToClient {
            Level::Breaking
        } else {
            Level::Warning
        };
        let witness = (level == Level::Breaking)
            .then(|| request("new", requests::smallest(self.new, new)))
            .flatten();
        self.say(Change {
            position: position(one.location),
            subject: "presence",
            effect: "removed",
            level,
            flow: Some(flow),
            old: Some(one.node.span),
            new: place(new.node, "parameters"),
            message: format!(
                "the parameter `{}` was removed: what is sent in it has no effect",
                one.name
            ),
            witness,
            path: one.name.clone(),
        });
    }

    fn added_parameter(&mut self, old: &Operation<'d>, one: &Parameter<'d>) {
        let flow = self.sent();
        let breaking = one.required && flow == Flow::ToServer && one.location != Location::Path;
        let witness = breaking
            .then(|| request("old", requests::smallest(self.old, old)))
            .flatten();
        self.say(Change {
            position: position(one.location),
            subject: "presence",
            effect: "added",
            level: if breaking {
                Level::Breaking
            } else {
                Level::Info
            },
            flow: Some(flow),
            old: place(old.node, "parameters"),
            new: Some(one.node.span),
            message: format!(
                "the {} parameter `{}` was added",
                if one.required { "required" } else { "optional" },
                one.name
            ),
            witness,
            path: one.name.clone(),
        });
    }

    fn parameter(
        &mut self,
        old: &Operation<'d>,
        new: &Operation<'d>,
        one: &Parameter<'d>,
        other: &Parameter<'d>,
    ) {
        let flow = self.sent();
        if one.required != other.required {
            let relation = Relation::of(other.required, one.required);
            let level = level(relation, flow);
            let witness = (level == Level::Breaking).then(|| {
                if other.required {
                    request("old", requests::smallest(self.old, old))
                } else {
                    request("new", requests::smallest(self.new, new))
                }
            });
            let verb = if other.required {
                "required"
            } else {
                "optional"
            };
            self.say(Change {
                position: position(other.location),
                subject: "presence",
                effect: verb,
                level,
                flow: Some(flow),
                old: place(one.node, "required"),
                new: place(other.node, "required"),
                message: format!("the parameter `{}` became {verb}", other.name),
                witness: witness.flatten(),
                path: other.name.clone(),
            });
        }
        self.value(position(other.location), one, other, flow, Some(old));
    }

    /// The place of a parameter list, for what it lacks.
    pub(super) fn lacking(
        operation: &Operation<'_>,
        key: &str,
    ) -> Option<crate::diagnostics::Span> {
        place(operation.node, key).or(start(operation))
    }
}
