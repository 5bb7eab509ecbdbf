//! Which version of `OpenAPI` a document is written in.

use std::fmt;

use super::{Node, Object, Value};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::suggest::nearest;

/// A version of `OpenAPI`, without its patch number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 2.0, which is called Swagger.
    V2_0,
    /// 3.0.x
    V3_0,
    /// 3.1.x
    V3_1,
    /// 3.2.x
    V3_2,
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::V2_0 => "2.0",
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        })
    }
}

/// The version that a further file names, if it is a document of its own.
pub(super) fn own(root: &Node) -> Option<Version> {
    let text = |key| {
        let node = root.get(key)?;
        let number = || node.as_number().map(super::Number::as_str);
        node.as_str().or_else(number)
    };
    let Some(text) = text("openapi") else {
        return text("swagger").and_then(swagger);
    };
    let mut parts = text.trim().split('.');
    match (parts.next()?, parts.next()?) {
        ("3", "0") => Some(Version::V3_0),
        ("3", "1") => Some(Version::V3_1),
        ("3", _) => Some(Version::V3_2),
        _ => None,
    }
}

/// Reads the version of a root document; says why where there is none that can be used.
pub(super) fn detect(root: &Node, diagnostics: &mut Diagnostics) -> Option<Version> {
    if root.as_str().is_some_and(|text| text.starts_with('<')) {
        let message = "this is HTML or XML, not an OpenAPI document";
        let diagnostic = Diagnostic::new(&codes::SYNTAX, message).at(root);
        diagnostics.push(diagnostic.help(
            "the download most likely failed: fetch the document itself, often called “raw”",
        ));
        return None;
    }
    let Some(object) = root.as_object() else {
        let message = format!(
            "an OpenAPI document must be an object, found {}",
            root.value.kind()
        );
        diagnostics.error(&codes::WRONG_TYPE, root, message);
        return None;
    };
    let Some(member) = object.0.get("openapi") else {
        return match object.0.get("swagger") {
            Some(member) => detect_swagger(&member.node, diagnostics),
            None => {
                diagnostics.push(nameless(root, object));
                None
            }
        };
    };
    let node = &member.node;
    let text = match &node.value {
        Value::String(text) => text.as_str(),
        Value::Number(number) if number.as_str().starts_with("3.") => {
            let diagnostic = Diagnostic::new(
                &codes::WRONG_TYPE,
                "`openapi` must be a string, found a number",
            )
            .at(node)
            .pointer("/openapi")
            .severity(crate::diagnostics::Severity::Warning)
            .help(format!("write it in quotes: `\"{}.0\"`", number.as_str()));
            diagnostics.push(diagnostic);
            number.as_str()
        }
        Value::Number(number) => number.as_str(),
        other => {
            let message = format!(
                "`openapi` must be a version such as \"3.1.0\", found {}",
                other.kind()
            );
            diagnostics.push(
                Diagnostic::new(&codes::UNSUPPORTED_VERSION, message)
                    .at(node)
                    .pointer("/openapi"),
            );
            return None;
        }
    };
    let mut parts = text.trim().splitn(3, '.');
    let (major, minor) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    let version = match (major, minor) {
        ("3", "0") => Version::V3_0,
        ("3", "1") => Version::V3_1,
        ("3", "2") => Version::V3_2,
        ("3", minor) if !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit()) => {
            let message = format!("OpenAPI {text} is not known yet and is read as 3.2");
            diagnostics.push(
                Diagnostic::new(&codes::UNKNOWN_VERSION, message)
                    .at(node)
                    .pointer("/openapi"),
            );
            Version::V3_2
        }
        _ => {
            let message = format!("`{text}` is not a version of OpenAPI that can be read");
            let mut diagnostic = Diagnostic::new(&codes::UNSUPPORTED_VERSION, message)
                .at(node)
                .pointer("/openapi");
            // The version with a mark before it, or without its second part.
            let bare = text.trim().trim_start_matches(['v', 'V', '^', '~', '=']);
            let help = match bare {
                "3" => Some("write all three numbers, such as `3.1.0`".to_owned()),
                bare if bare != text.trim() && bare.starts_with("3.") => {
                    Some(format!("write `{bare}`"))
                }
                _ => None,
            };
            if let Some(help) = help {
                diagnostic = diagnostic.help(help);
            }
            diagnostics.push(diagnostic);
            return None;
        }
    };
    let patch = parts.next();
    let number = |patch: &str| {
        let digits = patch.split(['-', '+']).next().unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if node.as_str().is_some() && !patch.is_some_and(number) {
        let message = format!("`{text}` is not a full version of OpenAPI; it is read as {version}");
        let diagnostic = Diagnostic::new(&codes::UNKNOWN_VERSION, message)
            .at(node)
            .pointer("/openapi");
        diagnostics.push(diagnostic.help(format!("write `{version}.0`")));
    }
    Some(version)
}

/// The version that the text of a `swagger` key says.
fn swagger(text: &str) -> Option<Version> {
    ["2", "2.0"].contains(&text.trim()).then_some(Version::V2_0)
}

/// Reads the version of a document that calls itself Swagger.
fn detect_swagger(node: &Node, diagnostics: &mut Diagnostics) -> Option<Version> {
    let text = match &node.value {
        Value::String(text) => text.as_str(),
        Value::Number(number) => number.as_str(),
        _ => "",
    };
    let version = swagger(text);
    let diagnostic = match (version, &node.value) {
        (Some(_), Value::String(text)) if text == "2.0" => return version,
        (Some(_), value) => Diagnostic::new(
            &codes::WRONG_TYPE,
            format!("`swagger` must be the text \"2.0\", found {}", value.kind()),
        )
        .severity(crate::diagnostics::Severity::Warning)
        .help("write it in quotes: `\"2.0\"`"),
        (None, _) if text.trim().starts_with("3.") => Diagnostic::new(
            &codes::UNSUPPORTED_VERSION,
            format!("`swagger: {text}` is not a version that exists"),
        )
        .help(format!("write `openapi: {}`", text.trim())),
        (None, _) => Diagnostic::new(
            &codes::UNSUPPORTED_VERSION,
            format!("`{text}` is not a version of Swagger that can be read"),
        )
        .help("convert the document to Swagger 2.0 or to OpenAPI 3"),
    };
    diagnostics.push(diagnostic.at(node).pointer("/swagger"));
    version
}

/// Why a document that does not name its version cannot be read.
fn nameless(root: &Node, object: &Object) -> Diagnostic {
    let near = nearest("openapi", object.keys());
    let span = near.and_then(|near| root.key_span(near));
    let (message, help) = match near {
        _ if object.contains_key("asyncapi") => (
            "this is an AsyncAPI document, not an OpenAPI document",
            "name an OpenAPI document".to_owned(),
        ),
        _ if object.contains_key("openrpc") => (
            "this is an OpenRPC document, not an OpenAPI document",
            "name an OpenAPI document".to_owned(),
        ),
        Some(near) => (
            "no `openapi` key: this is not an OpenAPI document",
            format!("write `openapi` in place of `{near}`"),
        ),
        None => (
            "no `openapi` key: this is not an OpenAPI document",
            "add `openapi: \"3.1.0\"`, or name the file that has it".to_owned(),
        ),
    };
    let start = crate::diagnostics::Span {
        end: root.span.start,
        ..root.span
    };
    Diagnostic::new(&codes::UNSUPPORTED_VERSION, message)
        .at(span.unwrap_or(start))
        .help(help)
}
