//! Lists of values, and the one value of `const`.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::super::contract::canonical;
use super::schemas::{Spot, Subject};
use super::walk::{Ends, Walk};
use crate::read::{Node, Value};

/// The values of one list that another does not have.
fn missing<'d>(values: &'d [Node], others: &[Node]) -> impl Iterator<Item = &'d Node> {
    let key = |node: &Node| canonical(&node.to_json());
    let mut known: HashMap<Json, Vec<&Node>> = HashMap::new();
    for other in others {
        known.entry(key(other)).or_default().push(other);
    }
    // Numbers beyond those of JSON values share a key.
    let holds = |value: &Node| {
        known
            .get(&key(value))
            .is_some_and(|all| all.contains(&value))
    };
    let missing: Vec<&Node> = values.iter().filter(|value| !holds(value)).collect();
    missing.into_iter()
}

fn show(node: &Node) -> String {
    match &node.value {
        Value::String(text) => format!("`{text}`"),
        _ => format!("`{}`", node.to_json()),
    }
}

impl<'d> Walk<'d> {
    /// Compares `enum`, `x-extensible-enum`, `const` and `default`.
    pub(super) fn enums(&mut self, subject: &Subject<'d>, old: &'d Node, new: &'d Node) {
        let ends = Ends::both(old, new);
        let values = |node: &'d Node, key: &str| node.get(key).map_or(&[][..], Node::as_array);
        let (before, after) = (values(old, "enum"), values(new, "enum"));
        if before.is_empty() && !after.is_empty() {
            self.say(subject, "became-enum", "takes listed values only", ends);
            if subject.spot == Spot::ParameterProperty && subject.in_header() {
                let text = "takes listed values only";
                self.tell("request-header-property-became-enum", text, ends);
            }
        }
        for value in missing(after, before) {
            let text = format!("lists the value {}", show(value));
            self.say(subject, "enum-value-added", &text, ends);
        }
        for value in missing(before, after) {
            let text = format!("does not list the value {} any more", show(value));
            self.say(subject, "enum-value-removed", &text, ends);
            if subject.spot == Spot::ResponseBody {
                self.tell("response-mediatype-enum-value-removed", text, ends);
            }
        }
        let open = "x-extensible-enum";
        let (before, after) = (values(old, open), values(new, open));
        for value in missing(before, after) {
            let text = format!("does not list the value {} any more", show(value));
            self.say(subject, "x-extensible-enum-value-removed", &text, ends);
        }
        self.one_value(subject, "const", "const", old, new);
        // A parameter that must be there is not filled in.
        if subject.required != Some(true) {
            self.one_value(subject, "default", "default-value", old, new);
        }
    }

    fn one_value(
        &mut self,
        subject: &Subject<'d>,
        keyword: &str,
        name: &str,
        old: &'d Node,
        new: &'d Node,
    ) {
        let ends = Ends::both(old, new);
        match (old.get(keyword), new.get(keyword)) {
            (None, Some(is)) => {
                let text = format!("has the {keyword} {}", show(is));
                self.say(subject, &format!("{name}-added"), &text, ends);
            }
            (Some(was), None) => {
                let text = format!("has not the {keyword} {} any more", show(was));
                self.say(subject, &format!("{name}-removed"), &text, ends);
            }
            (Some(was), Some(is)) if was != is => {
                let text = format!("had the {keyword} {} and has {}", show(was), show(is));
                self.say(subject, &format!("{name}-changed"), &text, ends);
            }
            _ => {}
        }
    }
}
