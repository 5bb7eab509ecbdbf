//! Limits, patterns, and keywords that are there or not.

use super::schemas::{Spot, Subject};
use super::walk::{Ends, Walk};
use crate::read::Node;

/// Limits by what the rules call them.
const LIMITS: [(&str, &str); 10] = [
    ("max", "maximum"),
    ("min", "minimum"),
    ("exclusive-max", "exclusiveMaximum"),
    ("exclusive-min", "exclusiveMinimum"),
    ("max-length", "maxLength"),
    ("min-length", "minLength"),
    ("max-items", "maxItems"),
    ("min-items", "minItems"),
    ("max-contains", "maxContains"),
    ("min-contains", "minContains"),
];

/// Limits that are 0 where they are not written; coming and going has no rules of its own for the second.
const FROM_ZERO: [(&str, bool); 2] = [("minItems", true), ("minLength", false)];

/// Keywords that hold one schema.
const SCHEMAS: [(&str, &str); 8] = [
    ("contains", "contains"),
    ("property-names", "propertyNames"),
    ("content-schema", "contentSchema"),
    ("if", "if"),
    ("then", "then"),
    ("else", "else"),
    ("unevaluated-items", "unevaluatedItems"),
    ("unevaluated-properties", "unevaluatedProperties"),
];

/// Keywords that hold things by name.
const NAMED: [(&str, &str); 3] = [
    ("pattern-property", "patternProperties"),
    ("dependent-schema", "dependentSchemas"),
    ("dependent-required", "dependentRequired"),
];

/// Keywords that hold a text.
const TEXTS: [(&str, &str); 2] = [
    ("content-media-type", "contentMediaType"),
    ("content-encoding", "contentEncoding"),
];

/// Patterns that match every text.
const ANY_TEXT: [&str; 6] = [".*", "^.*$", "^.*", ".*$", "(.*)", "^(.*)$"];

impl<'d> Walk<'d> {
    pub(super) fn keywords(&mut self, subject: &Subject<'d>, old: &'d Node, new: &'d Node) {
        let ends = Ends::both(old, new);
        for (name, keyword) in LIMITS {
            let limit = |node: &Node| node.get(keyword).and_then(Node::as_f64);
            let zero = FROM_ZERO.iter().find(|(key, _)| *key == keyword);
            let (before, after) = match (limit(old), limit(new), zero) {
                (before, after, Some((_, is_set))) => {
                    let (before, after) = (before.unwrap_or(0.0), after.unwrap_or(0.0));
                    let shown = |value: f64| Some(value).filter(|value| !is_set || *value != 0.0);
                    (shown(before), shown(after))
                }
                (before, after, None) => (before, after),
            };
            let (change, text) = match (before, after) {
                (Some(before), Some(after)) if before < after => (
                    "increased",
                    format!("had {keyword} {before} and has {after}"),
                ),
                (Some(before), Some(after)) if before > after => (
                    "decreased",
                    format!("had {keyword} {before} and has {after}"),
                ),
                (None, Some(after)) => ("set", format!("has {keyword} {after}")),
                (Some(before), None) => ("unset", format!("has not {keyword} {before} any more")),
                _ => continue,
            };
            self.say(subject, &format!("{name}-{change}"), &text, ends);
            // The lists in the list of a parameter have the rules of the parameter.
            if keyword == "maxItems" && subject.spot == Spot::ParameterProperty {
                self.tell(&format!("request-parameter-{name}-{change}"), text, ends);
            }
        }
        for (name, keyword) in SCHEMAS {
            // `true` and `false` say whether, not what.
            let schema = |node: &'d Node| node.get(keyword).filter(|schema| schema.is_object());
            match (schema(old), schema(new)) {
                (None, Some(_)) if new.get(keyword).is_some() && old.get(keyword).is_none() => {
                    self.say(
                        subject,
                        &format!("{name}-added"),
                        &format!("has {keyword}"),
                        ends,
                    );
                }
                (Some(_), None) if new.get(keyword).is_none() => {
                    let text = format!("has not {keyword} any more");
                    self.say(subject, &format!("{name}-removed"), &text, ends);
                }
                _ => {}
            }
        }
        for (name, keyword) in NAMED {
            self.named(subject, name, keyword, (old, new));
        }
        for (name, keyword) in TEXTS {
            if old.get(keyword) != new.get(keyword) {
                let text = format!("has another {keyword}");
                self.say(subject, &format!("{name}-changed"), &text, ends);
            }
        }
        self.pattern(subject, old, new);
    }

    fn named(
        &mut self,
        subject: &Subject<'d>,
        name: &str,
        keyword: &str,
        (old, new): (&'d Node, &'d Node),
    ) {
        let ends = Ends::both(old, new);
        let (before, after) = (old.get(keyword), new.get(keyword));
        for (key, was) in before.into_iter().flat_map(Node::entries) {
            match after.and_then(|after| after.get(key)) {
                None => {
                    let text = format!("has not the {keyword} `{key}` any more");
                    self.say(subject, &format!("{name}-removed"), &text, ends);
                }
                Some(is) if was.is_array() && was != is => {
                    let text = format!("has other {keyword} of `{key}`");
                    self.say(subject, &format!("{name}-changed"), &text, ends);
                }
                Some(_) => {}
            }
        }
        for (key, _) in after.into_iter().flat_map(Node::entries) {
            if before.and_then(|before| before.get(key)).is_none() {
                let text = format!("has the {keyword} `{key}`");
                self.say(subject, &format!("{name}-added"), &text, ends);
            }
        }
    }

    fn pattern(&mut self, subject: &Subject<'d>, old: &'d Node, new: &'d Node) {
        let ends = Ends::both(old, new);
        let text = |node: &'d Node| node.get("pattern").and_then(Node::as_str).unwrap_or("");
        match (text(old), text(new)) {
            (before, after) if before == after => {}
            ("", after) => self.say(
                subject,
                "pattern-added",
                &format!("has pattern `{after}`"),
                ends,
            ),
            (before, "") => {
                let text = format!("has not pattern `{before}` any more");
                self.say(subject, "pattern-removed", &text, ends);
            }
            (before, after) => {
                let text = format!("had pattern `{before}` and has `{after}`");
                let wide = ANY_TEXT.contains(&after) && subject.spot.is_request();
                let change = if wide {
                    "pattern-generalized"
                } else {
                    "pattern-changed"
                };
                self.say(subject, change, &text, ends);
            }
        }
    }
}
