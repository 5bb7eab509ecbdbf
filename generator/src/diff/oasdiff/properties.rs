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
    ) {
        let find =
            |node: &'d Node, name: &str| node.get("properties").and_then(|all| all.get(name));
        let names = |node: &'d Node| node.get("properties").into_iter().flat_map(Node::entries);
        for (name, was) in names(old) {
            let was = self.old_at(was);
            match find(new, name).map(|is| self.new_at(is)) {
                Some(is) => {
                    let below = subject.below();
                    let needed = (required(old, name), required(new, name));
                    self.step(Some(name));
                    self.access(&below, (was, is), needed);
                    self.step(None);
                    self.below(below, Some(name), was, is);
                }
                None if moved => {}
                None => {
                    self.step(Some(name));
                    self.removed_property(subject, was, required(old, name));
                    self.step(None);
                }
            }
        }
        for (name, is) in names(new) {
            if find(old, name).is_none() {
                let is = self.new_at(is);
                self.step(Some(name));
                self.added_property(subject, is, required(new, name), required(old, name));
                self.step(None);
            }
        }
    }

    fn removed_property(&mut self, subject: &Subject<'d>, was: &'d Node, needed: bool) {
        let text = "was removed";
        match subject.spot {
            Spot::RequestBody | Spot::RequestProperty if !flag(was, "readOnly") => {
                self.tell("request-property-removed", text, Ends::old(was));
            }
            Spot::ResponseBody | Spot::ResponseProperty => {
                let kind = if flag(was, "writeOnly") {
                    "-write-only"
                } else {
                    ""
                };
                let id = format!("response-{}{kind}-property-removed", word(needed));
                self.tell(&id, text, Ends::old(was));
            }
            _ => {}
        }
    }

    fn added_property(
        &mut self,
        subject: &Subject<'d>,
        is: &'d Node,
        needed: bool,
        was_needed: bool,
    ) {
        let text = "was added";
        let ends = Ends::new(is);
        match subject.spot {
            Spot::RequestBody | Spot::RequestProperty if !flag(is, "readOnly") => {
                let id = match (needed, is.get("default")) {
                    (true, Some(_)) => "new-required-request-property-with-default",
                    (true, None) => "new-required-request-property",
                    (false, _) => "new-optional-request-property",
                };
                self.tell(id, text, ends);
            }
            Spot::ResponseBody | Spot::ResponseProperty => {
                let kind = if flag(is, "writeOnly") {
                    "-write-only"
                } else {
                    ""
                };
                self.tell(
                    &format!("response-{}{kind}-property-added", word(needed)),
                    text,
                    ends,
                );
                if was_needed && !needed {
                    self.say(&subject.below(), "became-optional", "became optional", ends);
                }
            }
            Spot::Parameter | Spot::ParameterProperty if needed && subject.in_header() => {
                self.tell("new-required-request-header-property", text, ends);
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
                self.tell(&id, format!("became {not}{name}"), ends);
            }
        }
        match (was_needed, needed) {
            (false, true) if subject.spot == Spot::ParameterProperty && subject.in_header() => {
                let text = "became required";
                self.tell("request-header-property-became-required", text, ends);
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
                self.tell(&id, format!("became {}", word(needed)), ends);
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
        for (id, text) in self.deprecation(&property(request), old, new) {
            self.tell(id, text, Ends::both(old, new));
        }
        let ends = Ends::both(old, new);
        let (before, after) = match (stability(old), stability(new)) {
            (Some(before), Some(after)) => (before, after),
            (before, _) if old.get("x-stability-level") != new.get("x-stability-level") => {
                let ends = if before.is_none() {
                    Ends::old(old)
                } else {
                    Ends::new(new)
                };
                let text = "has a stability that is none of `draft`, `alpha`, `beta` and `stable`";
                self.tell("api-invalid-stability-level", text, ends);
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
