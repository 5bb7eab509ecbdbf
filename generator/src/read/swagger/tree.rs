//! New nodes of a translated tree. Each has the place of what it is made of.

use crate::diagnostics::Span;
use crate::read::{Member, Node, Object, Value};

pub(super) fn text(text: impl Into<String>, span: Span) -> Node {
    Node {
        value: Value::String(text.into()),
        span,
    }
}

pub(super) fn flag(value: bool, span: Span) -> Node {
    Node {
        value: Value::Bool(value),
        span,
    }
}

pub(super) fn list(items: Vec<Node>, span: Span) -> Node {
    Node {
        value: Value::Array(items),
        span,
    }
}

/// An object in the making.
#[derive(Debug)]
pub(super) struct Made {
    object: Object,
    span: Span,
}

impl Made {
    /// An empty object with this place.
    pub(super) fn at(span: Span) -> Self {
        Self {
            object: Object::default(),
            span,
        }
    }

    /// Adds a member, unless there is one of this key.
    pub(super) fn put(&mut self, key: &str, at: Span, node: Node) {
        if !self.object.contains_key(key) {
            let member = Member { key: at, node };
            self.object.0.insert(key.to_owned(), member);
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.object.contains_key(key)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.object.is_empty()
    }

    pub(super) fn done(self) -> Node {
        Node {
            value: Value::Object(self.object),
            span: self.span,
        }
    }
}
