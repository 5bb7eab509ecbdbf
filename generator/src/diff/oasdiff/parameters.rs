//! Parameters of operations.

use std::collections::HashSet;

use super::lifecycle::{PARAMETER, Sunset, deprecated, sunset};
use super::operations::template;
use super::schemas::{Medium, Spot, Subject};
use super::walk::{Ends, Walk};
use crate::read::Node;

/// A path, its item and one of its operations.
type Place<'p, 'd> = (&'p str, &'d Node, &'d Node);

#[derive(Clone)]
struct Parameter<'d> {
    node: &'d Node,
    location: &'d str,
    name: &'d str,
    /// What tells it from others: its name, or its place in the path.
    key: String,
}

fn list<'d>(
    holder: &'d Node,
    path: &str,
    follow: impl Fn(&'d Node) -> &'d Node,
) -> Vec<Parameter<'d>> {
    let (_, names) = template(path);
    let nodes = holder.get("parameters").map_or(&[][..], Node::as_array);
    let parameters = nodes.iter().filter_map(|node| {
        let node = follow(node);
        let text = |key: &str| node.get(key).and_then(Node::as_str);
        let (location, name) = (text("in")?, text("name")?);
        let place = names.iter().position(|other| *other == name);
        let key = match (location, place) {
            ("path", Some(place)) => format!("#{place}"),
            ("header", _) => name.to_ascii_lowercase(),
            _ => name.to_owned(),
        };
        Some(Parameter {
            node,
            location,
            name,
            key,
        })
    });
    parameters.collect()
}

fn required(node: &Node) -> bool {
    node.get("required")
        .and_then(Node::as_bool)
        .unwrap_or(false)
}

impl<'d> Walk<'d> {
    pub(super) fn parameters(&mut self, old: Place<'_, 'd>, new: Place<'_, 'd>) {
        let before = list(old.2, old.0, |node| self.old_at(node));
        let after = list(new.2, new.0, |node| self.new_at(node));
        let same =
            |a: &Parameter<'d>, b: &Parameter<'d>| a.location == b.location && a.key == b.key;
        for was in &before {
            match after.iter().find(|is| same(was, is)) {
                Some(is) => self.parameter(was, is),
                None => self.removed_parameter(was),
            }
        }
        let known = |is: &&Parameter<'d>| !before.iter().any(|was| same(was, is));
        for is in after.iter().filter(known) {
            let id = match (is.location, required(is.node)) {
                ("path", _) => "new-request-path-parameter",
                (_, true) => "new-required-request-parameter",
                (_, false) => "new-optional-request-parameter",
            };
            let text = format!("{} parameter `{}` was added", is.location, is.name);
            self.report(id, text, Ends::new(is.node));
        }
        self.shared_parameters(old, new);
    }

    /// Parameters of the path item: only what was added is reported.
    fn shared_parameters(&mut self, old: Place<'_, 'd>, new: Place<'_, 'd>) {
        let before = list(old.1, old.0, |node| self.old_at(node));
        let after = list(new.1, new.0, |node| self.new_at(node));
        let before: HashSet<_> = before
            .iter()
            .map(|was| (was.location, was.key.as_str()))
            .collect();
        for is in &after {
            if is.location == "path" || before.contains(&(is.location, is.key.as_str())) {
                continue;
            }
            let id = match required(is.node) {
                true => "new-required-request-default-parameter-to-existing-path",
                false => "new-optional-request-default-parameter-to-existing-path",
            };
            let text = format!(
                "{} parameter `{}` was added to all of the path",
                is.location, is.name
            );
            self.report(id, text, Ends::new(is.node));
        }
    }

    fn removed_parameter(&mut self, was: &Parameter<'d>) {
        let what = format!("{} parameter `{}` was removed", was.location, was.name);
        let (id, text) = match sunset(was.node) {
            _ if !deprecated(was.node) => ("request-parameter-removed", what),
            Sunset::Missing => ("request-parameter-removed-with-deprecation", what),
            Sunset::Unreadable => {
                let text = format!("{what}, and its sunset is no date");
                ("request-parameter-sunset-parse", text)
            }
            Sunset::On(date) if self.options.today < date => {
                let text = format!("{what} before its sunset {date}");
                ("request-parameter-removed-before-sunset", text)
            }
            Sunset::On(_) => return,
        };
        self.report(id, text, Ends::old(was.node));
    }

    fn parameter(&mut self, was: &Parameter<'d>, is: &Parameter<'d>) {
        let what = format!("{} parameter `{}`", is.location, is.name);
        let ends = Ends::both(was.node, is.node);
        match (required(was.node), required(is.node)) {
            (false, true) => {
                self.report(
                    "request-parameter-became-required",
                    format!("{what} became required"),
                    ends,
                );
            }
            (true, false) => {
                self.report(
                    "request-parameter-became-optional",
                    format!("{what} became optional"),
                    ends,
                );
            }
            _ => {}
        }
        for (id, text) in self.deprecation(&PARAMETER, was.node, is.node) {
            self.report(id, format!("{what} {text}"), ends);
        }
        if let (Some(before), Some(after)) = self.key(was.node, is.node, "schema") {
            let subject = Subject {
                spot: Spot::Parameter,
                medium: Medium::Parameter {
                    location: is.location,
                    style: is.node.get("style").and_then(Node::as_str),
                    explode: is.node.get("explode").and_then(Node::as_bool),
                },
                required: Some(required(is.node)),
            };
            self.root(subject, &what, before, after);
        }
    }
}
