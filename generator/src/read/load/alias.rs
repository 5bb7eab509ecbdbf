//! Aliases: copies of what their anchors hold, within the limits.

use std::borrow::Cow;

use super::tree::Tree;
use crate::diagnostics::{Diagnostic, Span, codes};
use crate::read::{Node, Value};

/// What an alias stands for.
pub(super) struct Anchor {
    node: Node,
    height: usize,
    count: usize,
}

impl Tree<'_> {
    pub(super) fn define(
        &mut self,
        anchor: usize,
        node: Node,
        height: usize,
        count: usize,
    ) -> Option<()> {
        self.spend(count, node.span)?;
        self.anchors.insert(
            anchor,
            Anchor {
                node,
                height,
                count,
            },
        );
        Some(())
    }

    /// Counts values that are about to be made.
    pub(super) fn spend(&mut self, count: usize, span: Span) -> Option<()> {
        self.values += count;
        if self.values <= self.limits.values {
            return Some(());
        }
        let message = format!("the file holds more than {} values", self.limits.values);
        self.diagnostics
            .report(&codes::TOO_MANY_VALUES, span, message);
        None
    }

    pub(super) fn alias(&mut self, anchor: usize, span: Span) -> Option<()> {
        let Some(found) = self.anchors.get(&anchor) else {
            let message = "an alias stands inside of the value that it is an alias of";
            let help = "let a schema refer to itself with `$ref: '#/components/schemas/…'`";
            let diagnostic = Diagnostic::new(&codes::SYNTAX, message);
            self.diagnostics.push(diagnostic.at(span).help(help));
            return None;
        };
        if self.expects_key() {
            match found.node.value.clone() {
                Value::String(text) => self.key(Cow::Owned(text), false, span),
                Value::Number(number) => {
                    self.key(Cow::Owned(number.as_str().to_owned()), false, span)
                }
                _ => {
                    self.diagnostics.report(
                        &codes::KEY_NOT_TEXT,
                        span,
                        "the alias of a key stands for no text",
                    );
                    self.refuse();
                }
            }
            return Some(());
        }
        if self.stack.len() + found.height > self.limits.depth {
            self.too_deep(span);
            return None;
        }
        let (height, count) = (found.height, found.count);
        self.spend(count, span)?;
        let node = self.anchors.get(&anchor)?.node.clone();
        self.place(node, span.end, height, count);
        Some(())
    }
}
