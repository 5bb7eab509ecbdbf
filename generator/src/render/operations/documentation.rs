//! What rustdoc says about operations and their inputs.
//!
//! Comes in: the texts of the model. Goes out: doc comments. It does not know which item they stand on.

use crate::model::{
    Constraints, Header, Json, Location, Operation, Outcome, Parameter, Reply, RequestBody, Status,
};
use crate::render::doors::{self, Doc, commonmark};

/// The summary and the description of an operation, its method and its path.
pub(crate) fn operation(operation: &Operation) -> Doc {
    let mut docs = Doc::default();
    match (&operation.summary, &operation.description) {
        (Some(summary), Some(description)) if one_line(summary) != one_line(description) => {
            docs = docs.plain(summary).markdown(description);
        }
        (Some(text), _) => docs = docs.plain(text),
        (None, Some(text)) => docs = docs.markdown(text),
        (None, None) => docs = docs.own(format!("The operation {}.", doors::code(&operation.id))),
    }
    let request = format!("{} {}", operation.method, operation.path.text);
    docs = docs.own(doors::code(&request));
    match &operation.external_docs {
        Some(page) if is_link(page) => docs.own(format!("See <{page}>.")),
        _ => docs,
    }
}

/// The struct of inputs.
pub(crate) fn input(operation: &Operation) -> Doc {
    let method = doors::ident(&operation.method_ident);
    let docs = Doc::default().own(format!("Inputs of `{method}`."));
    match operation.summary.as_deref() {
        Some(summary) if !one_line(summary).is_empty() => docs.plain(summary),
        _ => docs,
    }
}

/// A parameter.
pub(crate) fn parameter(parameter: &Parameter) -> Doc {
    let place = match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    let mut docs = described(parameter.description.as_deref(), || {
        format!("{} in the {place}.", doors::code(&parameter.name))
    });
    if parameter.deprecated {
        docs = docs.own("Deprecated by the service.");
    }
    docs = limits(docs, &parameter.value.constraints);
    if let Some(default) = &parameter.default {
        docs = docs.own(format!("The service's default is {}.", value(default)));
    }
    match &parameter.example {
        Some(example) => docs.own(format!("Example: {}.", value(example))),
        None => docs,
    }
}

/// A request's body.
pub(crate) fn body(body: &RequestBody) -> Doc {
    described(body.description.as_deref(), || "Body of the request.".to_owned())
}

/// A response header.
pub(crate) fn header(header: &Header) -> Doc {
    let docs = described(header.description.as_deref(), || {
        format!("The header {}.", doors::code(&header.name))
    });
    limits(docs, &header.value.constraints)
}

/// A documented reply.
pub(crate) fn reply(reply: &Reply) -> Doc {
    let mut docs = Doc::default().own(format!("{}.", status(reply.status)));
    if let Some(description) = &reply.description {
        docs = docs.markdown(description);
    }
    docs
}

/// The documented failures, as a section.
pub(crate) fn errors(docs: Doc, failure: &Outcome) -> Doc {
    let error = doors::ident(&failure.ident);
    let mut docs = docs.own("# Errors").own(format!(
        "Failures of the service come as [`{error}`](crate::operations::{error}):"
    ));
    for reply in &failure.replies {
        let variant = doors::ident(&reply.ident);
        let text = summary(reply.description.as_deref().unwrap_or_default());
        let colon = if text.is_empty() { "" } else { ": " };
        docs = docs.own(format!("- `{variant}`, {}{colon}{text}", status(reply.status)));
    }
    docs.own("- `Undocumented`, every other answer.")
}

/// A status as people say it.
pub(crate) fn status(status: Status) -> String {
    match status {
        Status::Code(code) => match http::StatusCode::from_u16(code).ok() {
            Some(known) if known.canonical_reason().is_some() => known.to_string(),
            _ => code.to_string(),
        },
        Status::Class(class) => format!("every other {class}xx status"),
        Status::Default => "every other status".to_owned(),
    }
}

/// The first paragraph of a text on one line, without markup.
pub(crate) fn summary(text: &str) -> String {
    let first = text.trim().split("\n\n").next().unwrap_or_default();
    commonmark::plain(first).join(" ")
}

fn described(description: Option<&str>, otherwise: impl FnOnce() -> String) -> Doc {
    let docs = Doc::default().markdown(description.unwrap_or_default());
    if docs.is_empty() {
        docs.own(otherwise())
    } else {
        docs
    }
}

/// Limits that a caller can keep to; patterns and the like speak for themselves when they are violated.
fn limits(docs: Doc, constraints: &Constraints) -> Doc {
    let size = |value: Option<u64>| value.map(|value| format!("{value}"));
    let least = constraints.minimum.as_ref().map(ToString::to_string);
    let most = constraints.maximum.as_ref().map(ToString::to_string);
    let above = if constraints.exclusive_minimum { "more than" } else { "at least" };
    let below = if constraints.exclusive_maximum { "less than" } else { "at most" };
    let texts = [
        range("Length: at least", size(constraints.min_length), "at most", size(constraints.max_length)),
        range(&format!("Value: {above}"), least, below, most),
        range("Items: at least", size(constraints.min_items), "at most", size(constraints.max_items)),
    ];
    texts.into_iter().flatten().fold(docs, Doc::own)
}

/// A range in words; the first words name what is limited.
fn range(above: &str, least: Option<String>, below: &str, most: Option<String>) -> Option<String> {
    let subject = above.split(' ').next().unwrap_or_default();
    match (least, most) {
        (Some(least), Some(most)) => Some(format!("{above} {least}, {below} {most}.")),
        (Some(least), None) => Some(format!("{above} {least}.")),
        (None, Some(most)) => Some(format!("{subject} {below} {most}.")),
        (None, None) => None,
    }
}

/// A value in a sentence.
fn value(value: &Json) -> String {
    match value {
        Json::String(text) => doors::code(text),
        other => doors::code(&other.to_string()),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text can stand in angle brackets as a link.
fn is_link(text: &str) -> bool {
    let web = text.starts_with("https://") || text.starts_with("http://");
    web && text.chars().all(|c| c.is_ascii_graphic() && !"<>\\`".contains(c))
}
