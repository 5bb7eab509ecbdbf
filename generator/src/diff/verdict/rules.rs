//! Every kind of change: its id, what it means, why it matters, what to do. Made of position, subject and effect, so that the list
//! is complete by construction.
//! Long because it is the whole of one table.

use super::super::contract::Keyword;

/// One kind of change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable: `<position>-<subject>-<effect>`.
    pub id: String,
    /// Where it is: the beginning of the id, such as `request-body`; empty for what is a place of its own.
    pub position: String,
    /// What it is about: the middle of the id.
    pub subject: &'static str,
    /// What happens to it: the end of the id.
    pub effect: &'static str,
    /// What it means, in one sentence.
    pub meaning: String,
    /// Why it matters, in one sentence.
    pub why: String,
    /// What to do, in one sentence.
    pub action: String,
}

/// Positions of schemas: id, noun, whether the API's own side receives it.
const POSITIONS: [(&str, &str, bool); 7] = [
    ("request-body", "the request body", true),
    ("path-parameter", "a path parameter", true),
    ("query-parameter", "a query parameter", true),
    ("header-parameter", "a header parameter", true),
    ("cookie-parameter", "a cookie parameter", true),
    ("response-body", "the response body", false),
    ("response-header", "a response header", false),
];

/// Who calls: prefix, how it reads, whether the roles are exchanged.
const CALLERS: [(&str, &str, bool); 3] = [
    ("", "", false),
    ("callback-", " of a callback", true),
    ("webhook-", " of a webhook", true),
];

/// What a change of a schema does: id, how it reads.
const EFFECTS: [(&str, &str); 6] = [
    ("narrowed", "allows less than before"),
    ("widened", "allows more than before"),
    ("changed", "is another one"),
    ("added", "was added"),
    ("removed", "was removed"),
    ("undecided", "changed in a way that could not be decided"),
];

/// Parts that are no schemas: positions they have, subject, effects, noun.
const PARTS: [(&[&str], &str, &[&str], &str); 18] = [
    (
        &[""],
        "operation",
        &["added", "removed", "moved"],
        "an operation",
    ),
    (
        &[""],
        "callback",
        &["added", "removed", "moved"],
        "a callback",
    ),
    (
        &[""],
        "webhook",
        &["added", "removed", "moved"],
        "a webhook",
    ),
    (
        &[""],
        "operation-id",
        &["changed"],
        "the operationId, which generated code is named after,",
    ),
    (
        &[
            "",
            "path-parameter",
            "query-parameter",
            "header-parameter",
            "cookie-parameter",
            "response-header",
        ],
        "deprecation",
        &["added", "removed"],
        "the deprecation",
    ),
    (
        &[""],
        "sunset",
        &["changed"],
        "the day from which the operation may be gone",
    ),
    (
        &[
            "request-body",
            "path-parameter",
            "query-parameter",
            "header-parameter",
            "cookie-parameter",
            "response-header",
        ],
        "presence",
        &["added", "removed", "required", "optional"],
        "the part itself",
    ),
    (
        &[
            "path-parameter",
            "query-parameter",
            "header-parameter",
            "cookie-parameter",
        ],
        "name",
        &["moved", "renamed"],
        "the name or place",
    ),
    (
        &[
            "path-parameter",
            "query-parameter",
            "header-parameter",
            "cookie-parameter",
            "response-header",
        ],
        "style",
        &["changed"],
        "the style",
    ),
    (
        &[
            "path-parameter",
            "query-parameter",
            "header-parameter",
            "cookie-parameter",
            "response-header",
        ],
        "explode",
        &["changed"],
        "the way lists and objects are spread",
    ),
    (
        &[
            "path-parameter",
            "query-parameter",
            "header-parameter",
            "cookie-parameter",
            "response-header",
        ],
        "content",
        &["changed"],
        "the description by schema or content",
    ),
    (
        &[
            "path-parameter",
            "query-parameter",
            "header-parameter",
            "cookie-parameter",
            "response-header",
        ],
        "reserved-characters",
        &["narrowed", "widened"],
        "whether reserved characters are sent as they are",
    ),
    (
        &[
            "path-parameter",
            "query-parameter",
            "header-parameter",
            "cookie-parameter",
            "response-header",
        ],
        "empty-value",
        &["narrowed", "widened"],
        "whether an empty value is allowed",
    ),
    (
        &["request-body", "response-body"],
        "media-type",
        &["added", "removed", "widened"],
        "a media type",
    ),
    (&["response"], "status", &["added", "removed"], "a response"),
    (
        &[""],
        "security",
        &["required", "removed", "narrowed", "widened"],
        "what opens an operation",
    ),
    (
        &[""],
        "server",
        &["added", "removed", "narrowed", "widened", "default-changed"],
        "an address of the API",
    ),
    (
        &["", ""],
        "security-scheme",
        &["changed"],
        "a security scheme",
    ),
];

/// More parts, of security and of forms.
const MORE: [(&[&str], &str, &[&str], &str); 8] = [
    (
        &[""],
        "document",
        &["added", "removed"],
        "a document of a compared folder",
    ),
    (
        &[""],
        "security-flow",
        &["added", "removed", "changed"],
        "a flow of OAuth",
    ),
    (
        &[""],
        "security-hint",
        &["changed"],
        "the hint what tokens look like",
    ),
    (
        &[""],
        "security-scope",
        &["added", "removed"],
        "a scope of OAuth",
    ),
    (
        &["request-body", "response-body"],
        "encoding-content-type",
        &["changed"],
        "the media type of a form's member",
    ),
    (
        &["request-body", "response-body"],
        "encoding-style",
        &["changed"],
        "the style of a form's member",
    ),
    (
        &["request-body", "response-body"],
        "encoding-explode",
        &["changed"],
        "the way a form's member is spread",
    ),
    (
        &["request-body", "response-body"],
        "encoding-reserved",
        &["changed"],
        "whether a form's member has reserved characters as they are",
    ),
];

/// The id of a change.
pub(crate) fn identifier(position: &str, subject: &str, effect: &str) -> String {
    // Operations, callbacks and webhooks name their position themselves.
    let position = if matches!(subject, "document" | "operation" | "callback" | "webhook") {
        ""
    } else {
        position
    };
    let parts = [position.trim_end_matches('-'), subject, effect];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// Every kind of change, in a fixed order.
pub fn rules() -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for (prefix, caller, exchanged) in CALLERS {
        for (position, noun, receives) in POSITIONS {
            for keyword in Keyword::ALL {
                for (effect, verb) in EFFECTS {
                    rules.push(Rule {
                        id: identifier(&format!("{prefix}{position}"), keyword.name(), effect),
                        position: format!("{prefix}{position}"),
                        subject: keyword.name(),
                        effect,
                        meaning: format!("In {noun}{caller}, {} {verb}.", keyword.noun()),
                        why: why(receives != exchanged, effect).to_owned(),
                        action: action(receives != exchanged, effect).to_owned(),
                    });
                }
            }
        }
        for (positions, subject, effects, noun) in PARTS.iter().chain(&MORE) {
            for position in *positions {
                for effect in *effects {
                    let id = identifier(&format!("{prefix}{position}"), subject, effect);
                    if rules.iter().any(|rule| rule.id == id) {
                        continue;
                    }
                    let place = POSITIONS
                        .iter()
                        .find(|(known, ..)| known == position)
                        .map_or_else(String::new, |(_, noun, _)| format!("Of {noun}{caller}, "));
                    let receives = !position.starts_with("response");
                    rules.push(Rule {
                        id,
                        position: format!("{prefix}{position}"),
                        subject,
                        effect,
                        meaning: sentence(&format!("{place}{noun} {}.", part_verb(effect))),
                        why: part_why(effect, receives != exchanged).to_owned(),
                        action: action(receives != exchanged, effect).to_owned(),
                    });
                }
            }
        }
    }
    rules
}

/// The id of an item of the generated crate that changes though no message does. It has no level of its own: the release
/// that the item asks for says how much it matters.
pub(crate) const RUST_ITEM: &str = "rust-item";

/// The kind of change with this id.
pub fn explain(id: &str) -> Option<Rule> {
    if id == RUST_ITEM {
        return Some(rust_item());
    }
    rules().into_iter().find(|rule| rule.id == id)
}

/// What there is to say about items of the generated crate that change by themselves.
pub(crate) fn rust_item() -> Rule {
    Rule {
        id: RUST_ITEM.to_owned(),
        position: String::new(),
        subject: "rust-item",
        effect: "changed",
        meaning: "A public item of the generated crate changes, and no change of messages is behind it.".to_owned(),
        why: "Programs that name the item may no longer compile, though everything on the wire stays the same.".to_owned(),
        action: "Keep the name in the document that the item is made from, or release the crate as the report says."
            .to_owned(),
    }
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

fn why(receives: bool, effect: &str) -> &'static str {
    match (receives, effect) {
        (_, "undecided") => "Whether old messages still fit needs a person to judge.",
        (_, "changed") => {
            "Messages that were right before are wrong now, or messages come that nobody was told of."
        }
        (true, "narrowed" | "removed") => "Messages that were accepted before may be refused now.",
        (true, _) => {
            "Messages are accepted that were refused before, unless what was added is asked for."
        }
        (false, "widened" | "added") => {
            "Messages may come that the receiver was told would never come."
        }
        (false, _) => {
            "The receiver gets less than it was prepared for, unless it counts on what is gone."
        }
    }
}

fn part_verb(effect: &str) -> &'static str {
    match effect {
        "added" => "was added",
        "removed" => "was removed",
        "moved" => "moved to another place",
        "renamed" => "got another name",
        "required" => "is required now",
        "optional" => "is optional now",
        "narrowed" => "allows less than before",
        "widened" => "allows more than before",
        "default-changed" => "has another default",
        _ => "changed",
    }
}

fn part_why(effect: &str, receives: bool) -> &'static str {
    match effect {
        "removed" | "moved" | "renamed" => "Those who use the old one find nothing there.",
        "required" if receives => "Messages without it were accepted before and are refused now.",
        "optional" if !receives => "The receiver was promised it and may no longer get it.",
        "added" if receives => "Nobody sends it yet, which matters where it is required.",
        "narrowed" => "What was accepted before may be refused now.",
        "changed" | "default-changed" => "Both sides must agree on it, and only one has changed.",
        _ => "It is new, and what was right before still is.",
    }
}

fn action(receives: bool, effect: &str) -> &'static str {
    match (receives, effect) {
        (_, "undecided") => "Look at the two places and decide.",
        (_, "changed" | "moved" | "renamed" | "default-changed") => {
            "Offer the new form beside the old one, and deprecate the old one first."
        }
        (_, "removed") => "Deprecate it first, and remove it with the next major version.",
        (true, "narrowed" | "required") => {
            "Go on accepting the old form, or publish a new major version."
        }
        (true, _) => "Nothing, unless it is required: then make it optional or give it a default.",
        (false, "widened" | "optional" | "added") => {
            "Tell receivers to expect it, or publish a new major version."
        }
        (false, _) => "Nothing.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_explained() {
        let all = rules();
        let mut ids: Vec<&str> = all.iter().map(|rule| rule.id.as_str()).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert!(explain("request-body-max-length-narrowed").is_some());
        assert!(explain("operation-removed").is_some());
        assert!(explain(RUST_ITEM).is_some());
        assert!(explain("nonsense").is_none());
    }
}
