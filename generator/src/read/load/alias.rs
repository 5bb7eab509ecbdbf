//! Aliases: copies of what their anchors hold, within the limits.

use std::borrow::Cow;

use super::tree::{Extent, Tree};
use crate::diagnostics::{Diagnostic, Span, codes};
use crate::read::{Node, Value};

/// What an alias stands for.
pub(super) struct Anchor {
    node: Node,
    extent: Extent,
}

impl Tree<'_> {
    pub(super) fn define(&mut self, anchor: usize, node: Node, extent: Extent) -> Option<()> {
        self.spend(extent, node.span)?;
        self.anchors.insert(anchor, Anchor { node, extent });
        Some(())
    }

    /// Counts what is about to be copied: values, and the bytes of their texts, of which few may be large.
    fn spend(&mut self, extent: Extent, span: Span) -> Option<()> {
        self.copied.count += extent.count;
        self.copied.bytes += extent.bytes;
        if self.copied.count > self.limits.copied_values {
            self.too_many(
                span,
                "values in copies for aliases",
                self.limits.copied_values,
            );
        } else if self.copied.bytes as u64 > self.limits.file_bytes {
            self.too_many(span, "bytes in copies for aliases", self.limits.file_bytes);
        } else {
            return Some(());
        }
        None
    }

    pub(super) fn alias(&mut self, anchor: usize, span: Span) -> Option<()> {
        let Some(found) = self.anchors.get(&anchor) else {
            let message = "an alias is used inside the value that it stands for";
            let help = "let a schema refer to itself with `$ref: '#/components/schemas/…'`";
            let diagnostic = Diagnostic::new(&codes::SYNTAX, message);
            self.diagnostics.push(diagnostic.at(span).help(help));
            return None;
        };
        let extent = found.extent;
        if self.stack.len() + extent.height > self.limits.depth {
            self.too_deep(span);
            return None;
        }
        self.spend(extent, span)?;
        let node = self.anchors.get(&anchor)?.node.clone();
        if !self.expects_key() {
            self.place(node, span.end, extent);
            return Some(());
        }
        match node.value {
            Value::String(text) => self.key(Cow::Owned(text), false, span),
            Value::Number(number) => self.key(Cow::Owned(number.as_str().to_owned()), false, span),
            _ => {
                self.diagnostics.report(
                    &codes::KEY_NOT_TEXT,
                    span,
                    "the alias of a key does not stand for a string",
                );
                self.refuse();
            }
        }
        Some(())
    }
}
