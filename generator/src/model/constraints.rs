//! What a value must satisfy beyond its type.

use super::Json;

/// Constraints of one schema (JSON Schema validation vocabulary). Absent ones are `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// Fewest characters.
    pub min_length: Option<u64>,
    /// Most characters.
    pub max_length: Option<u64>,
    /// Regular expression, already in the syntax of the `regex-lite` crate.
    pub pattern: Option<String>,
    /// Smallest number, as written in the document.
    pub minimum: Option<serde_json::Number>,
    /// Whether `minimum` itself is excluded.
    pub exclusive_minimum: bool,
    /// Largest number, as written in the document.
    pub maximum: Option<serde_json::Number>,
    /// Whether `maximum` itself is excluded.
    pub exclusive_maximum: bool,
    /// The number is a multiple of this one.
    pub multiple_of: Option<serde_json::Number>,
    /// Fewest items.
    pub min_items: Option<u64>,
    /// Most items.
    pub max_items: Option<u64>,
    /// No item occurs twice.
    pub unique_items: bool,
    /// Fewest members.
    pub min_properties: Option<u64>,
    /// Most members.
    pub max_properties: Option<u64>,
    /// Text format to check where the type does not check it by itself.
    pub format: Option<StringFormat>,
    /// The only values allowed, where they did not become an enum type.
    pub one_of: Vec<Json>,
    /// What none of these can say: a schema without references, to be checked as it is.
    pub rules: Option<Json>,
}

impl Constraints {
    /// Whether nothing is constrained.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Text formats that are checked by validation while the type stays a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StringFormat {
    /// RFC 5321 mailbox.
    Email,
    /// RFC 1123 host name.
    Hostname,
}
