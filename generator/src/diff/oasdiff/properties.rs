//! The members of objects: which came and went, which must be there, who may read and write them, and how long they last.

use super::lifecycle::{property, stability};
use super::schemas::{Spot, Subject};
use super::walk::{Ends, Walk};
use crate::read::Node;

fn required(node: &Node, name: &str) -> bool {
    let list = node.get("required").map_or(&[][..], Node::as_array);
    list.iter().any(|other| other.as_str() == Some(name))
}

fn flag(node: &Node, key: &str) -> bool {
    node.get(key).and_then(Node::as_bool).unwrap_or(false)
}

/// Whether something is required, in ids.
fn word(required: bool) -> &'static str {
    if required { "required" } else { "optional" }
}

impl<'d> Walk<'d> {
    pub(super) fn properties(
        &mut self,
        subject: &Subject<'d>,
        (old, new): (&'d Node, &'d Node),
        moved: bool,
        depth: usize,
    ) {
        let find =
            |node: &'d Node, name: &str| node.get("properties").and_then(|all| all.get(name));
        let names = |node: &'d Node| node.get("properties").into_iter().flat_map(Node::entries);
        for (name, was) in names(old) {
            let was = self.old_at(was);
            match find(new, name).map(|is| self.new_at(is)) {
                Some(is) => {
                    let below = subject.below(name);
                    self.access(
                        &below,
                        (was, is),
                        (required(old, name), required(new, name)),
                    );
                    self.schema(&below, was, is, depth + 1);
                }
                None if moved => {}
                None => self.removed_property(subject, name, was, required(old, name)),
            }
        }
        for (name, is) in names(new) {
            if find(old, name).is_none() {
                let is = self.new_at(is);
                self.added_property(subject, name, is, required(new, name), required(old, name));
            }
        }
    }

    fn removed_property(&mut self, subject: &Subject<'d>, name: &str, was: &'d Node, needed: bool) {
        let text = format!("{} was removed", subject.below(name).what);
        match subject.spot {
            Spot::RequestBody | Spot::RequestProperty if !flag(was, "readOnly") => {
                self.report("request-property-removed", text, Ends::old(was));
            }
            Spot::ResponseBody | Spot::ResponseProperty => {
                let kind = if flag(was, "writeOnly") {
                    "-write-only"
                } else {
                    ""
                };
                let id = format!("response-{}{kind}-property-removed", word(needed));
                self.report(&id, text, Ends::old(was));
            }
            _ => {}
        }
    }

    fn added_property(
        &mut self,
        subject: &Subject<'d>,
        name: &str,
        is: &'d Node,
        needed: bool,
        was_needed: bool,
    ) {
        let below = subject.below(name);
        let text = format!("{} was added", below.what);
        let ends = Ends::new(is);
        match subject.spot {
            Spot::RequestBody | Spot::RequestProperty if !flag(is, "readOnly") => {
                let id = match (needed, is.get("default")) {
                    (true, Some(_)) => "new-required-request-property-with-default",
                    (true, None) => "new-required-request-property",
                    (false, _) => "new-optional-request-property",
                };
                self.report(id, text, ends);
            }
            Spot::ResponseBody | Spot::ResponseProperty => {
                let kind = if flag(is, "writeOnly") {
                    "-write-only"
                } else {
                    ""
                };
                self.report(
                    &format!("response-{}{kind}-property-added", word(needed)),
                    text,
                    ends,
                );
                if was_needed && !needed {
                    self.say(&below, "became-optional", "became optional", ends);
                }
            }
            Spot::Parameter | Spot::ParameterProperty if needed && subject.in_header() => {
                self.report("new-required-request-header-property", text, ends);
            }
            _ => {}
        }
    }

    /// Who may read and write a property, and whether it must be there.
    fn access(
        &mut self,
        subject: &Subject<'d>,
        (old, new): (&'d Node, &'d Node),
        (was_needed, needed): (bool, bool),
    ) {
        let ends = Ends::both(old, new);
        let side = if subject.spot.is_request() {
            "request"
        } else {
            "response"
        };
        let body = matches!(subject.spot, Spot::RequestProperty | Spot::ResponseProperty);
        for (key, name) in [("readOnly", "read-only"), ("writeOnly", "write-only")] {
            let not = match (flag(old, key), flag(new, key)) {
                (false, true) => "",
                (true, false) => "not-",
                _ => continue,
            };
            if body {
                let id = format!("{side}-{}-property-became-{not}{name}", word(was_needed));
                self.report(&id, format!("{} became {not}{name}", subject.what), ends);
            }
        }
        match (was_needed, needed) {
            (false, true) if subject.spot == Spot::ParameterProperty && subject.in_header() => {
                let text = format!("{} became required", subject.what);
                self.report("request-header-property-became-required", text, ends);
            }
            (false, true)
                if subject.spot == Spot::RequestProperty && new.get("default").is_some() =>
            {
                let text = "became required and has a default";
                self.say(subject, "became-required-with-default", text, ends);
            }
            _ if !subject.spot.is_request() && was_needed != needed => {
                // Whether a client got it is a question to the old document.
                let kind = if flag(old, "writeOnly") {
                    "write-only-"
                } else {
                    ""
                };
                let id = format!("response-{kind}property-became-{}", word(needed));
                self.report(
                    &id,
                    format!("{} became {}", subject.what, word(needed)),
                    ends,
                );
            }
            (false, true) => self.say(subject, "became-required", "became required", ends),
            (true, false) => self.say(subject, "became-optional", "became optional", ends),
            _ => {}
        }
    }

    /// Deprecation and stability of a property.
    pub(super) fn future(&mut self, subject: &Subject<'d>, old: &'d Node, new: &'d Node) {
        let request = match subject.spot {
            Spot::RequestProperty => true,
            Spot::ResponseProperty => false,
            _ => return,
        };
        self.deprecation(&property(request), &subject.what, old, new);
        let ends = Ends::both(old, new);
        let (before, after) = match (stability(old), stability(new)) {
            (Some(before), Some(after)) => (before, after),
            (before, _) if old.get("x-stability-level") != new.get("x-stability-level") => {
                let ends = if before.is_none() {
                    Ends::old(old)
                } else {
                    Ends::new(new)
                };
                let text = format!(
                    "the stability of {} is none of `draft`, `alpha`, `beta` and `stable`",
                    subject.what
                );
                self.report("api-invalid-stability-level", text, ends);
                return;
            }
            _ => return,
        };
        if before != after && before >= self.options.stability_level {
            match after < before {
                true => self.say(subject, "stability-decreased", "is less stable", ends),
                false => self.say(subject, "stability-increased", "is more stable", ends),
            }
        }
    }
}
