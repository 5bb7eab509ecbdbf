//! Overlays: changes to a document that are kept in files beside it (Overlay Specification 1.0 and 1.1).
//!
//! In: the tree of a document and the tree of an overlay. Out: the changed tree. What comes from the overlay keeps its place
//! there, so that findings about it point into the overlay. Knows nothing of `OpenAPI`.

mod action;
mod cost;
mod merge;

use serde_json::Value as Json;
use serde_json_path::{JsonPath, PathElement};

use super::{Node, Value};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity, Span, codes};
use crate::suggest::nearest;

/// Longest query, in bytes, and most brackets and filters in one: what its parser takes without running out of stack and of
/// time, which doubles with each filter in a filter.
const LONGEST_QUERY: usize = 4096;
const MOST_BRACKETS: usize = 50;
const MOST_FILTERS: usize = 8;

/// So many results a query may have that selects values more than once.
const MOST_RESULTS: usize = 1_000_000;

/// A document that overlays are applied to.
pub(super) struct Target<'a> {
    pub(super) root: &'a mut Node,
    /// The name of its file, to compare with what an overlay says it extends.
    pub(super) name: &'a str,
    /// So many values may still be added.
    pub(super) budget: usize,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// The tree as queries take it; nothing when it has changed.
    pub(super) json: Option<Json>,
}

/// Tokens of a place in the tree. Ordered so that what stands in a list is removed from behind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Token {
    Index(usize),
    Name(String),
}

impl Target<'_> {
    /// Applies all actions of an overlay, in order.
    pub(super) fn apply(&mut self, overlay: &Node) {
        if !self.is_overlay(overlay) {
            return;
        }
        self.keys(
            overlay,
            "an overlay",
            &["overlay", "info", "extends", "actions"],
        );
        self.info(overlay);
        self.extends(overlay);
        match overlay.get("actions") {
            Some(actions) if actions.is_array() => {
                if actions.as_array().is_empty() {
                    self.say(
                        &codes::MALFORMED_OVERLAY,
                        actions,
                        "there is no action".to_owned(),
                    );
                }
                for action in actions.as_array() {
                    self.action(action);
                }
            }
            Some(other) => {
                let message = format!("`actions` is a list, found {}", other.value.kind());
                self.say(&codes::MALFORMED_OVERLAY, other, message);
            }
            None => {
                let message = "an overlay lacks `actions`".to_owned();
                self.say(&codes::MALFORMED_OVERLAY, head(overlay), message);
            }
        }
    }

    fn is_overlay(&mut self, overlay: &Node) -> bool {
        let Some(version) = overlay.get("overlay") else {
            let message = "no `overlay` key: this is not an overlay".to_owned();
            self.say(&codes::MALFORMED_OVERLAY, head(overlay), message);
            return false;
        };
        let text = match (version.as_str(), version.as_number()) {
            (Some(text), _) => text.to_owned(),
            (None, Some(number)) => number.as_str().to_owned(),
            _ => String::new(),
        };
        let known = ["1.0", "1.1"];
        if known.iter().any(|known| {
            text.strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        }) {
            return true;
        }
        if text.starts_with("1.") {
            let message =
                format!("overlays of version {text} are not known yet; it is read as 1.1");
            self.say(&codes::UNKNOWN_VERSION, version, message);
            return true;
        }
        let message = format!("`{text}` is not a version of overlays that can be read");
        self.say(&codes::MALFORMED_OVERLAY, version, message);
        false
    }

    fn info(&mut self, overlay: &Node) {
        let Some(info) = overlay.get("info") else {
            return self.lacks(overlay, "an overlay", "info");
        };
        self.keys(
            info,
            "the info of an overlay",
            &["title", "version", "description"],
        );
        for key in ["title", "version"] {
            if info.get(key).is_none() {
                self.lacks(info, "the info of an overlay", key);
            }
        }
    }

    /// An overlay for another document is most likely given by mistake.
    fn extends(&mut self, overlay: &Node) {
        let Some((node, text)) = overlay
            .get("extends")
            .and_then(|node| Some((node, node.as_str()?)))
        else {
            return;
        };
        let file = text.rsplit('/').next().unwrap_or_default();
        let own = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        if !text.contains("://") && file != own {
            let message = format!("the overlay extends `{text}`, and is applied to `{own}`");
            self.warn(&codes::WRONG_VALUE, node, message);
        }
    }

    fn keys(&mut self, node: &Node, title: &str, known: &[&str]) {
        let Some(object) = node.as_object() else {
            return;
        };
        for (key, member) in &object.0 {
            if key.starts_with("x-") || known.contains(&key.as_str()) {
                continue;
            }
            let message = format!("`{key}` is not a key of {title}");
            let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_KEY, message).at(member.key);
            if let Some(near) = nearest(key, known.iter().copied()) {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            }
            self.diagnostics.push(diagnostic);
        }
    }

    /// The places that a query selects, each once; nothing when it cannot be read, which is said.
    fn select(&mut self, query: &Node) -> Option<Vec<Vec<Token>>> {
        let Some(text) = query.as_str() else {
            let message = format!("a JSONPath query is a string, found {}", query.value.kind());
            self.say(&codes::MALFORMED_JSONPATH, query, message);
            return None;
        };
        let brackets = text.bytes().filter(|byte| b"[(".contains(byte)).count();
        let filters = text.bytes().filter(|byte| *byte == b'?').count();
        if text.len() > LONGEST_QUERY || brackets > MOST_BRACKETS || filters > MOST_FILTERS {
            let message = "the query is too long to be read".to_owned();
            self.say(&codes::MALFORMED_JSONPATH, query, message);
            return None;
        }
        let path = match JsonPath::parse(text) {
            Ok(path) => path,
            Err(error) => {
                let message = format!("`{text}` is not a JSONPath query: {}", error.message());
                self.say(&codes::MALFORMED_JSONPATH, query, message);
                return None;
            }
        };
        let repeats = cost::repeats(text, levels(self.root));
        if repeats > 1 && merge::count(self.root).saturating_mul(repeats) > MOST_RESULTS {
            let message = "the query may select values too often; name what it is to select";
            self.say(&codes::MALFORMED_JSONPATH, query, message.to_owned());
            return None;
        }
        let root = &*self.root;
        let json = self.json.get_or_insert_with(|| root.to_json());
        let places = path.query_located(json).dedup();
        let token = |element: &PathElement<'_>| match element {
            PathElement::Index(index) => Token::Index(*index),
            PathElement::Name(name) => Token::Name((*name).to_owned()),
        };
        let places = places
            .locations()
            .map(|place| place.iter().map(token).collect());
        Some(places.collect())
    }

    fn lacks(&mut self, node: &Node, title: &str, key: &str) {
        self.warn(
            &codes::MISSING_KEY,
            head(node),
            format!("{title} lacks `{key}`"),
        );
    }

    fn say(&mut self, code: &'static Code, at: impl Into<Span>, message: String) {
        self.diagnostics.report(code, at, message);
    }

    fn warn(&mut self, code: &'static Code, at: impl Into<Span>, message: String) {
        let diagnostic = Diagnostic::new(code, message)
            .at(at)
            .severity(Severity::Warning);
        self.diagnostics.push(diagnostic);
    }
}

/// How deep values are within each other.
fn levels(node: &Node) -> usize {
    let inside = match &node.value {
        Value::Object(object) => object.entries().map(|(_, node)| levels(node)).max(),
        Value::Array(items) => items.iter().map(levels).max(),
        _ => None,
    };
    inside.unwrap_or(0) + 1
}

/// The beginning of a value, where something lacks.
fn head(node: &Node) -> Span {
    Span {
        end: node.span.end.min(node.span.start + 1),
        ..node.span
    }
}

/// The value at a place.
fn descend<'n>(root: &'n mut Node, place: &[Token]) -> Option<&'n mut Node> {
    place
        .iter()
        .try_fold(root, |node, token| match (&mut node.value, token) {
            (Value::Object(object), Token::Name(name)) => {
                object.0.get_mut(name).map(|member| &mut member.node)
            }
            (Value::Array(items), Token::Index(index)) => items.get_mut(*index),
            _ => None,
        })
}
