//! What a multipart form holds (`multipart/form-data`, RFC 7578).

use super::{Field, Header};

/// The parts of a form, as one struct among the operations. The schema keeps its JSON type, if it has one.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Identifier of the struct, unique among input, output and error types.
    pub ident: String,
    /// Parts in document order.
    pub parts: Vec<Part>,
    /// Identifier of the field that keeps parts without a field of their own; `None` when those are ignored.
    pub others: Option<String>,
}

/// The parts of one name.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Name, type and documentation. The type of a file is [`Type::Bytes`](super::Type::Bytes).
    pub field: Field,
    /// What a part holds.
    pub kind: PartKind,
    /// The field is a list, whose items are parts of their own.
    pub repeated: bool,
    /// Media type to send when a file has none, or instead of the kind's own.
    pub content_type: Option<String>,
    /// Headers that the parts carry, each a field of the struct.
    pub headers: Vec<Header>,
}

/// What a part holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A value as text.
    Text,
    /// A value as JSON.
    Json,
    /// Bytes with a file name.
    File,
}

/// How the items of a stream are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Items {
    /// A line of JSON each.
    Lines,
    /// A JSON text behind a record separator (RFC 7464).
    Sequence,
    /// Events with JSON as data.
    JsonEvents,
    /// Events with text as data.
    TextEvents,
    /// Events that the type describes as a whole: objects with `data`, `event`, `id` and `retry`.
    WholeEvents,
}

impl Form {
    /// Whether there are files among the parts, whose contents can be sent only once.
    #[must_use]
    pub fn has_files(&self) -> bool {
        self.others.is_some() || self.parts.iter().any(|part| part.kind == PartKind::File)
    }
}
