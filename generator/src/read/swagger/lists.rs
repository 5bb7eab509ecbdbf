//! `collectionFormat` → `style` and `explode`.

use super::tree::{Made, flag, text};
use super::{Translation, said};
use crate::diagnostics::{Severity, codes};
use crate::read::{Node, Object};

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListForm {
    /// As it is when nothing is said, or the value is no list.
    Plain,
    /// In one text, with the separator of this style.
    Joined(&'static str),
    /// As nothing in OpenAPI 3 says it: the value is a text, which its user joins.
    Text,
}

impl ListForm {
    /// Adds what says so.
    pub(super) fn put(self, object: &Object, made: &mut Made) {
        let Self::Joined(style) = self else { return };
        let said = ["collectionFormat", "type"]
            .iter()
            .find_map(|key| object.0.get(*key));
        if let Some(member) = said {
            made.put("style", member.key, text(style, member.node.span));
            made.put("explode", member.key, flag(false, member.node.span));
        }
    }
}

impl<'d> Translation<'d, '_> {
    /// How the value of a parameter or header is written.
    pub(super) fn list_form(&mut self, node: &'d Node, object: &'d Object) -> ListForm {
        if said(object, "type") != Some("array") {
            return ListForm::Plain;
        }
        let repeatable = matches!(said(object, "in"), Some("query" | "formData"));
        match (said(object, "collectionFormat"), repeatable) {
            (Some("multi"), true) => ListForm::Plain,
            (Some("ssv"), true) => ListForm::Joined("spaceDelimited"),
            (Some("pipes"), true) => ListForm::Joined("pipeDelimited"),
            (Some(format @ ("tsv" | "ssv" | "pipes")), _) => {
                let by = match format {
                    "tsv" => "tabs",
                    "ssv" => "spaces",
                    _ => "pipes",
                };
                self.no_list(
                    node,
                    object,
                    &format!("a list joined by {by} is not possible here in OpenAPI 3"),
                );
                ListForm::Text
            }
            (_, true) => ListForm::Joined("form"),
            (_, false) => ListForm::Plain,
        }
    }

    /// Says that a list is read as a text.
    pub(super) fn no_list(&mut self, node: &'d Node, object: &'d Object, message: &str) {
        let place = ["collectionFormat", "type"]
            .iter()
            .find_map(|key| object.get(key));
        let span = place.unwrap_or(node).span;
        let code = &codes::UNSUPPORTED_COLLECTION_FORMAT;
        self.tell(code, Severity::Warning, span, message, code.action);
    }
}
