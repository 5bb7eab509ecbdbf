//! What rustdoc says about operations and their inputs.
//!
//! Comes in: the texts of the model. Goes out: doc comments. It does not know which item they stand on.

use crate::model::{
    Header, Location, Operation, Outcome, Parameter, Reply, RequestBody, Status, Types,
};
use crate::render::doors::{self, Doc, commonmark};
use crate::render::facts;
use crate::render::set::Set;

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
    let docs = Doc::default().own(format!(
        "Inputs of `{}`.",
        method.to_string().trim_start_matches("r#")
    ));
    match operation.summary.as_deref() {
        Some(summary) if !one_line(summary).is_empty() => docs.plain(summary),
        _ => docs,
    }
}

/// A parameter.
pub(crate) fn parameter(parameter: &Parameter, types: &Types) -> Doc {
    let place = match parameter.location {
        Location::Path => "path",
        Location::Query | Location::QueryString => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    let mut docs = described(parameter.description.as_deref(), || {
        format!("{} in the {place}.", doors::code(&parameter.name))
    });
    if parameter.deprecated {
        docs = docs.own("Deprecated by the service.");
    }
    let (default, example) = (parameter.default.as_ref(), parameter.example.as_ref());
    match facts::paragraph(types, &parameter.value, default, example) {
        facts if facts.is_empty() => docs,
        facts => docs.own(facts),
    }
}

/// A request's body.
pub(crate) fn body(body: &RequestBody) -> Doc {
    described(body.description.as_deref(), || {
        "Body of the request.".to_owned()
    })
}

/// A response header.
pub(crate) fn header(header: &Header) -> Doc {
    described(header.description.as_deref(), || {
        format!("The header {}.", doors::code(&header.name))
    })
}

/// A documented reply.
pub(crate) fn reply(reply: &Reply) -> Doc {
    let status = status(reply.status).replacen("every", "Every", 1);
    let mut docs = Doc::default().own(format!("{status}."));
    if let Some(description) = &reply.description {
        docs = docs.markdown(description);
    }
    docs
}

/// The documented failures, as a section.
pub(crate) fn errors(docs: Doc, failure: &Outcome, set: Set<'_>) -> Doc {
    let error = doors::ident(&failure.ident);
    let docs = docs.own("# Errors").own(format!(
        "Failures of the {} come as [`{error}`]({}::operations::{error}):",
        if set.is_delivered() {
            "receiver"
        } else {
            "service"
        },
        set.root()
    ));
    let documented = failure.replies.iter().map(|reply| {
        let variant = doors::ident(&reply.ident);
        let text = summary(reply.description.as_deref().unwrap_or_default());
        let colon = if text.is_empty() { "" } else { ": " };
        format!("`{variant}`, {}{colon}{text}", status(reply.status))
    });
    let other = String::from("`Undocumented`, any other answer.");
    docs.list(documented.chain([other]))
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

/// The first paragraph of a text on one line, for a doc comment: it shows what it says, markup included.
pub(crate) fn summary(text: &str) -> String {
    commonmark::plain(&first_paragraph(text)).join(" ")
}

/// The first paragraph of a text on one line, for a message.
pub(crate) fn first_paragraph(text: &str) -> String {
    let text = commonmark::visible(text);
    one_line(text.trim().split("\n\n").next().unwrap_or_default())
}

fn described(description: Option<&str>, otherwise: impl FnOnce() -> String) -> Doc {
    let docs = Doc::default().markdown(description.unwrap_or_default());
    if docs.is_empty() {
        docs.own(otherwise())
    } else {
        docs
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text can stand in angle brackets as a link.
fn is_link(text: &str) -> bool {
    let web = text.starts_with("https://") || text.starts_with("http://");
    web && text
        .chars()
        .all(|c| c.is_ascii_graphic() && !"<>\\`".contains(c))
}
