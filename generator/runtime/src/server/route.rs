//! What a document says about paths, as data.

use crate::security::Security;

/// One operation's place: method, path, and the fixed query pairs that tell it from others there.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// The `operationId`.
    pub id: &'static str,
    /// The method.
    pub method: &'static str,
    /// The segments of the path, percent-decoded, each a list of parts. `/` is one segment without parts, and so is
    /// the end of a path with a slash at its end.
    pub path: &'static [&'static [Part]],
    /// Query pairs that must be there, decoded.
    pub query: &'static [(&'static str, &'static str)],
    /// The alternatives of credentials.
    pub security: Security,
}

/// A piece of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// This text.
    Literal(&'static str),
    /// The value of the path parameter of this name: at least one character.
    Parameter(&'static str),
}
