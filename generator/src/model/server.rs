//! Base URLs of an API.

/// A base URL with variables in braces.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Server {
    /// Template as written, `https://ims.{region}.example.com`.
    pub url: String,
    /// `CommonMark`.
    pub description: Option<String>,
    /// Variables in document order.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a base URL.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServerVariable {
    /// Name inside the braces.
    pub name: String,
    /// Identifier of the setter.
    pub ident: String,
    /// Value used when none is given.
    pub default: String,
    /// Allowed values; empty when any is.
    pub values: Vec<String>,
    /// `CommonMark`.
    pub description: Option<String>,
}
