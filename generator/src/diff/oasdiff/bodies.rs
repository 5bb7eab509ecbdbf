//! Request bodies, responses, their headers, and the media types of both.

use super::schemas::{Medium, Spot, Subject};
use super::walk::{Ends, Walk};
use crate::read::Node;

fn required(node: &Node) -> bool {
    node.get("required")
        .and_then(Node::as_bool)
        .unwrap_or(false)
}

/// A media type name without parameters, in lower case.
fn essence(name: &str) -> String {
    name.split(';')
        .next()
        .unwrap_or(name)
        .trim()
        .to_ascii_lowercase()
}

/// Whether every message of type `narrow` is one of type `wide`: ranges, and structured syntax suffixes (RFC 6839).
fn covers(wide: &str, narrow: &str) -> bool {
    let (Some((kind, sub)), Some((other, part))) = (wide.split_once('/'), narrow.split_once('/'))
    else {
        return false;
    };
    (kind == "*" || kind == other)
        && (sub == "*"
            || sub == part
            || part
                .rsplit_once('+')
                .is_some_and(|(_, suffix)| suffix == sub))
}

impl<'d> Walk<'d> {
    pub(super) fn request_body(&mut self, old: &'d Node, new: &'d Node) {
        match self.key(old, new, "requestBody") {
            (None, Some(is)) => {
                let (id, text) = match required(is) {
                    true => (
                        "request-body-added-required",
                        "a required request body was added",
                    ),
                    false => (
                        "request-body-added-optional",
                        "an optional request body was added",
                    ),
                };
                self.report(id, text, Ends::new(is));
            }
            (Some(was), None) => {
                self.report(
                    "request-body-removed",
                    "the request body was removed",
                    Ends::old(was),
                );
            }
            (Some(was), Some(is)) => {
                let ends = Ends::both(was, is);
                match (required(was), required(is)) {
                    (false, true) => {
                        self.report(
                            "request-body-became-required",
                            "the request body became required",
                            ends,
                        );
                    }
                    (true, false) => {
                        self.report(
                            "request-body-became-optional",
                            "the request body became optional",
                            ends,
                        );
                    }
                    _ => {}
                }
                self.content(Spot::RequestBody, "the request body", was, is);
            }
            (None, None) => {}
        }
    }

    pub(super) fn responses(&mut self, old: &'d Node, new: &'d Node) {
        let (Some(before), Some(after)) = (old.get("responses"), new.get("responses")) else {
            return;
        };
        for (from, to, what) in [(before, after, "removed"), (after, before, "added")] {
            for (status, response) in from
                .entries()
                .filter(|(status, _)| to.get(status).is_none())
            {
                let kind = match status.parse::<u16>() {
                    Ok(200..=299) => "success",
                    Ok(_) => "non-success",
                    // Ranges and `default` are not told of.
                    Err(_) => continue,
                };
                let ends = match what {
                    "added" => Ends::new(response),
                    _ => Ends::old(response),
                };
                let text = format!("response {status} was {what}");
                self.report(&format!("response-{kind}-status-{what}"), text, ends);
            }
        }
        for (status, was) in before.entries() {
            let Some(is) = after.get(status) else {
                continue;
            };
            let (was, is) = (self.old_at(was), self.new_at(is));
            self.headers(status, was, is);
            self.content(Spot::ResponseBody, &format!("response {status}"), was, is);
        }
    }

    fn headers(&mut self, status: &str, old: &'d Node, new: &'d Node) {
        let (before, after) = (old.get("headers"), new.get("headers"));
        let find = |headers: Option<&'d Node>, name: &str| {
            let mut entries = headers.into_iter().flat_map(Node::entries);
            entries
                .find(|(other, _)| other.eq_ignore_ascii_case(name))
                .map(|(_, node)| node)
        };
        for (name, was) in before.into_iter().flat_map(Node::entries) {
            let was = self.old_at(was);
            let what = format!("header `{name}` of response {status}");
            let Some(is) = find(after, name).map(|node| self.new_at(node)) else {
                let id = match required(was) {
                    true => "required-response-header-removed",
                    false => "optional-response-header-removed",
                };
                self.report(id, format!("{what} was removed"), Ends::old(was));
                continue;
            };
            if required(was) && !required(is) {
                let text = format!("{what} became optional");
                self.report("response-header-became-optional", text, Ends::both(was, is));
            }
            if let (Some(before), Some(after)) = self.key(was, is, "schema") {
                let subject = Subject {
                    spot: Spot::ResponseHeader,
                    medium: Medium::Text,
                    required: None,
                };
                self.root(subject, &what, before, after);
            }
        }
        for (name, is) in after.into_iter().flat_map(Node::entries) {
            if find(before, name).is_none() {
                let text = format!("header `{name}` of response {status} was added");
                self.report("response-header-added", text, Ends::new(is));
            }
        }
    }

    fn content(&mut self, spot: Spot, what: &str, old: &'d Node, new: &'d Node) {
        let media = |node: &'d Node| -> Vec<(&'d str, &'d Node)> {
            node.get("content")
                .into_iter()
                .flat_map(Node::entries)
                .collect()
        };
        let (before, mut after) = (media(old), media(new));
        let mut unpaired = Vec::new();
        for (name, was) in before {
            match after.iter().position(|(other, _)| *other == name) {
                Some(index) => {
                    let (_, is) = after.remove(index);
                    self.media(spot, what, name, was, is);
                }
                None => unpaired.push((name, was)),
            }
        }
        // What is left may have another name that says more, less or the same.
        for (name, was) in unpaired {
            let (short, mut renamed) = (essence(name), None);
            for (index, (other, _)) in after.iter().enumerate() {
                let long = essence(other);
                let change = match (covers(&long, &short), covers(&short, &long)) {
                    (true, true) => "changed",
                    (true, false) => "generalized",
                    (false, true) => "specialized",
                    (false, false) => continue,
                };
                renamed = Some((index, change));
                break;
            }
            if let Some((index, change)) = renamed {
                let (other, is) = after.remove(index);
                if spot == Spot::ResponseBody {
                    let id = format!("response-media-type-name-{change}");
                    let text = format!("media type `{name}` of {what} became `{other}`");
                    self.report(&id, text, Ends::both(was, is));
                }
                self.media(spot, what, other, was, is);
            } else {
                let id = format!("{}-media-type-removed", spot.message());
                self.report(
                    &id,
                    format!("media type `{name}` of {what} was removed"),
                    Ends::old(was),
                );
            }
        }
        for (name, is) in after {
            let id = format!("{}-media-type-added", spot.message());
            self.report(
                &id,
                format!("media type `{name}` of {what} was added"),
                Ends::new(is),
            );
        }
    }

    fn media(&mut self, spot: Spot, what: &str, name: &str, old: &'d Node, new: &'d Node) {
        let what = format!("{what} ({name})");
        let position = spot.name();
        match self.key(old, new, "schema") {
            (None, Some(_)) => {
                let text = format!("{what} has a schema now");
                self.report(
                    &format!("{position}-media-type-schema-added"),
                    text,
                    Ends::both(old, new),
                );
            }
            (Some(_), None) => {
                let text = format!("{what} has no schema any more");
                self.report(
                    &format!("{position}-media-type-schema-removed"),
                    text,
                    Ends::both(old, new),
                );
            }
            (Some(before), Some(after)) => {
                let short = essence(name);
                let json = short == "application/json" || short.ends_with("+json");
                let subject = Subject {
                    spot,
                    medium: if json { Medium::Json } else { Medium::Text },
                    required: None,
                };
                self.root(subject, &what, before, after);
            }
            (None, None) => {}
        }
    }
}
