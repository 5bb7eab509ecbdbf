//! Answers that a generated server gives by itself.

use super::Json;

/// An answer given without asking the handler, in the API's own error shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection {
    /// What went wrong.
    pub kind: RejectionKind,
    /// HTTP status.
    pub status: u16,
    /// Headers to send.
    pub headers: Vec<(String, String)>,
    /// Body with placeholders in its strings (`{message}`, `{request_id}`, …).
    pub body: Json,
}

/// Reasons for which a server answers by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RejectionKind {
    /// A parameter or the body breaks the document.
    Invalid,
    /// Credentials are missing or wrong.
    Unauthorized,
    /// Credentials are right but not enough.
    Forbidden,
    /// No operation has this path.
    NotFound,
    /// The path exists with other methods.
    MethodNotAllowed,
    /// No documented response type is acceptable to the client.
    NotAcceptable,
    /// The body's media type is not documented.
    UnsupportedMediaType,
    /// A limit on size is exceeded.
    TooLarge,
    /// The operation has no implementation.
    NotImplemented,
    /// The handler failed.
    Internal,
    /// The handler took too long.
    Timeout,
}
