//! Media types: `consumes` and `produces` of an operation, or else of its document.

use std::collections::HashSet;

use super::Translation;
use crate::diagnostics::{Severity, Span, codes};
use crate::read::{Node, Object};

/// What a body is written in when nothing is said.
const COMMON: &str = "application/json";

/// A media type, and where it is named.
#[derive(Clone, Debug)]
pub(super) struct Media<'d> {
    pub(super) name: &'d str,
    pub(super) span: Span,
}

/// The media types of a body.
#[derive(Debug)]
pub(super) struct MediaTypes<'d> {
    pub(super) types: Vec<Media<'d>>,
    /// Whether the operation names them itself.
    pub(super) own: bool,
}

impl Media<'_> {
    /// Without parameters.
    pub(super) fn essence(&self) -> String {
        let essence = self.name.split(';').next().unwrap_or_default();
        essence.trim().to_ascii_lowercase()
    }

    /// Whether values are written in a form of their own there, so that bytes would be a text of it.
    pub(super) fn is_structured(&self) -> bool {
        let essence = self.essence();
        [
            "/json",
            "+json",
            "/xml",
            "+xml",
            "/x-www-form-urlencoded",
            "/form-data",
        ]
        .iter()
        .any(|end| essence.ends_with(end))
    }
}

impl MediaTypes<'_> {
    pub(super) fn same(&self, other: &Self) -> bool {
        let names = |types: &Self| {
            types
                .types
                .iter()
                .map(|media| media.name.to_owned())
                .collect::<Vec<_>>()
        };
        names(self) == names(other)
    }
}

impl<'d> Translation<'d, '_> {
    /// The media types that an operation names under this key, or else its document.
    pub(super) fn media(
        &mut self,
        node: &'d Node,
        operation: &'d Object,
        key: &str,
    ) -> MediaTypes<'d> {
        match operation.get(key) {
            Some(own) => self.named(own, true, node.span),
            None => self.media_around(node, key),
        }
    }

    /// The media types that the document around a value names. A file that is no document has those of the root.
    pub(super) fn media_around(&mut self, node: &'d Node, key: &str) -> MediaTypes<'d> {
        let root = self.root_of(node);
        let root = match root.get("swagger") {
            Some(_) => root,
            None => self.document.root(),
        };
        match root.get(key) {
            Some(list) => self.named(list, false, node.span),
            None => MediaTypes {
                types: vec![Media {
                    name: COMMON,
                    span: node.span,
                }],
                own: false,
            },
        }
    }

    fn named(&mut self, list: &'d Node, own: bool, around: Span) -> MediaTypes<'d> {
        let (mut types, mut known) = (Vec::new(), HashSet::new());
        for item in list.as_array() {
            let Some(name) = item.as_str().filter(|_| self.spend(1)) else {
                continue;
            };
            if !name.contains('/') {
                let message = format!("`{name}` is no media type");
                let help = "write a media type such as `application/json`";
                self.tell(
                    &codes::WRONG_VALUE,
                    Severity::Warning,
                    item.span,
                    message,
                    help,
                );
            }
            if known.insert(name) {
                types.push(Media {
                    name,
                    span: item.span,
                });
            }
        }
        if types.is_empty() {
            types.push(Media {
                name: COMMON,
                span: around,
            });
        }
        MediaTypes { types, own }
    }
}
