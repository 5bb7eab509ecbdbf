//! What other readers of YAML take, and what becomes of it here: keys that stand twice, `<<`, further documents, control
//! characters. Each is said; it is an error where something would be lost.

use std::borrow::Cow;

use granit_parser::ScalarStyle;

use super::tree::Tree;
use crate::diagnostics::{Diagnostic, Diagnostics, Severity, Span, codes};
use crate::read::{Node, Value};

impl Tree<'_> {
    /// A second document in the file is of no use; an empty one does no harm.
    pub(super) fn several(&mut self, empty: bool) {
        let Some(span) = self.further else { return };
        let (message, severity) = match empty {
            true => (
                "an empty second YAML document is ignored",
                Severity::Warning,
            ),
            false => ("a second YAML document begins here", Severity::Error),
        };
        let diagnostic = Diagnostic::new(&codes::SEVERAL_DOCUMENTS, message).at(span);
        self.diagnostics.push(diagnostic.severity(severity));
    }

    /// The text of a scalar. Only quoted ones may hold control characters.
    pub(super) fn restored<'t>(
        &mut self,
        text: Cow<'t, str>,
        style: ScalarStyle,
        span: Span,
    ) -> Cow<'t, str> {
        let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
        if let Some(control) = self.controls.first(&text).filter(|_| !quoted) {
            let code = u32::from(control);
            let message = format!("the character U+{code:04X} is only allowed in quotes");
            let diagnostic = Diagnostic::new(&codes::SYNTAX, message).at(span);
            self.diagnostics
                .push(diagnostic.help("put the text in quotes, or remove the character"));
        }
        self.controls.restore(text)
    }

    /// A key that stands twice: one of its values is lost, unless they are the same.
    pub(super) fn again(&mut self, key: &str, span: Span, same: bool) {
        let object = match self.stack.last().map(|open| &open.value) {
            Some(Value::Object(object)) => object,
            _ => return,
        };
        let Some(first) = object.0.get(key).map(|member| member.key) else {
            return;
        };
        let position = self.diagnostics.sources().position(first);
        let line = position.map_or(0, |position| position.line);
        let (also, severity, help) = match same {
            true => (
                " with the same value",
                Severity::Warning,
                "remove one of the two",
            ),
            false => ("", Severity::Error, codes::DUPLICATE_KEY.action),
        };
        let message = format!("the key `{key}` appears here and in line {line}{also}");
        let diagnostic = Diagnostic::new(&codes::DUPLICATE_KEY, message)
            .at(span)
            .severity(severity)
            .help(help)
            .related(first, "first here");
        self.diagnostics.push(diagnostic);
    }
}

/// The objects that `<<` stands before; the value itself where nothing can be merged.
pub(super) fn merging(
    node: Node,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Node>, Node> {
    let merges = match &node.value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().all(Node::is_object),
        _ => false,
    };
    let message = match merges {
        true => "what is under `<<` is merged in, as in YAML 1.1",
        false => "`<<` merges objects, but this is not one; it is an ordinary key here",
    };
    diagnostics.report(&codes::MERGE_KEY, span, message);
    match node.value {
        Value::Array(items) if merges => Ok(items),
        _ if merges => Ok(vec![node]),
        _ => Err(node),
    }
}

/// Adds the members of merged objects; the object's own keys hold, and then those of the objects that come first.
pub(super) fn merge(value: &mut Value, merged: Vec<Node>) {
    let Value::Object(object) = value else { return };
    for node in merged {
        if let Value::Object(further) = node.value {
            for (key, member) in further.0 {
                object.0.entry(key).or_insert(member);
            }
        }
    }
}
