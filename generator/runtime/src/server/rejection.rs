//! Requests that do not reach a handler, or that a handler does not answer itself.

use std::fmt;
use std::time::Duration;

use http::header::{ACCEPT_ENCODING, ALLOW, HeaderName, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};

use crate::body::BodyError;
use crate::validate::Violations;

/// Why a request is refused. What kind of reason it is selects the shape of the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// It departs from the document: 400.
    Invalid,
    /// Its credentials are missing or wrong: 401.
    Unauthorized,
    /// Its caller may not do this: 403.
    Forbidden,
    /// There is no such operation: 404.
    NotFound,
    /// The path has other methods: 405.
    MethodNotAllowed,
    /// None of the documented media types is accepted: 406.
    NotAcceptable,
    /// Its body has a media type that is not documented: 415.
    UnsupportedMediaType,
    /// It is longer than the server takes: 413, 414 or 431.
    TooLarge,
    /// The operation has no handler: 501.
    NotImplemented,
    /// The server is at fault: 500.
    Internal,
    /// It took longer than the server allows: 408 when its body did, otherwise 503.
    Timeout,
}

impl Kind {
    /// The status that goes with it, unless an API has its own.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Invalid => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotImplemented => StatusCode::NOT_IMPLEMENTED,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Timeout => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Invalid => "the request is invalid",
            Self::Unauthorized => "the request is not authenticated",
            Self::Forbidden => "the caller is not allowed to do this",
            Self::NotFound => "there is no such operation",
            Self::MethodNotAllowed => "the method is not allowed here",
            Self::NotAcceptable => "the response has none of the media types that are accepted",
            Self::UnsupportedMediaType => "the media type of the request is not supported",
            Self::TooLarge => "the request is too large",
            Self::NotImplemented => "the operation is not implemented",
            Self::Internal => "the server failed",
            Self::Timeout => "the request took too long",
        }
    }
}

/// A refusal. The router writes it in the shape that the API gives its errors.
#[derive(Debug)]
pub struct Rejection {
    pub(super) kind: Kind,
    /// Where it is not the kind's or the template's own.
    pub(super) status: Option<StatusCode>,
    pub(super) detail: String,
    pub(super) violations: Violations,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
}

impl Rejection {
    /// A refusal with its reason for people, which may be empty. Both go to the caller: no secrets.
    #[must_use]
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let violations = Violations(Vec::new());
        Self {
            kind,
            status: None,
            detail: detail.into(),
            violations,
            headers: Vec::new(),
        }
    }

    /// The operation has no handler.
    #[must_use]
    pub fn not_implemented() -> Self {
        Self::new(Kind::NotImplemented, "")
    }

    /// There is no such operation.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound, "")
    }

    /// The server is at fault. The reason stays inside.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(Kind::Internal, "")
    }

    pub(super) fn too_large(detail: String) -> Self {
        Self::new(Kind::TooLarge, detail)
    }

    /// The body has not arrived in full within this time (RFC 9110 §15.5.9).
    pub(super) fn too_slow(limit: Duration) -> Self {
        Self::new(
            Kind::Timeout,
            format!("the body did not arrive within {limit:?}"),
        )
        .with_status(408)
    }

    /// The body has a content coding. Which ones are taken is said (RFC 9110 §15.5.16): none.
    pub(super) fn encoded() -> Self {
        Self::new(Kind::UnsupportedMediaType, "the body must not be encoded")
            .with_header(ACCEPT_ENCODING, "identity")
    }

    pub(super) fn method_not_allowed(methods: &[&str]) -> Self {
        let methods = methods.join(", ");
        let detail = format!("allowed: {methods}");
        Self::new(Kind::MethodNotAllowed, detail).with_header(ALLOW, &methods)
    }

    pub(super) fn unauthorized(detail: impl Into<String>, challenges: &[String]) -> Self {
        let mut rejection = Self::new(Kind::Unauthorized, detail);
        for challenge in challenges {
            if let Ok(value) = HeaderValue::from_str(challenge) {
                rejection.headers.push((WWW_AUTHENTICATE, value));
            }
        }
        rejection
    }

    pub(super) fn with_status(mut self, status: u16) -> Self {
        self.status = StatusCode::from_u16(status).ok();
        self
    }

    fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    /// What kind of reason it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What in the request departs from the document.
    #[must_use]
    pub fn violations(&self) -> &Violations {
        &self.violations
    }

    /// The particulars: the detail, else the violations.
    pub(super) fn particulars(&self) -> String {
        if self.detail.is_empty() {
            self.violations.to_string()
        } else {
            self.detail.clone()
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.sentence())?;
        let particulars = self.particulars();
        if particulars.is_empty() {
            Ok(())
        } else {
            write!(f, ": {particulars}")
        }
    }
}

impl std::error::Error for Rejection {}

impl From<Violations> for Rejection {
    fn from(violations: Violations) -> Self {
        Self {
            violations,
            ..Self::new(Kind::Invalid, "")
        }
    }
}

impl From<BodyError> for Rejection {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge { .. } => Self::new(Kind::TooLarge, error.to_string()),
            BodyError::Read(_) => Self::new(Kind::Invalid, error.to_string()),
        }
    }
}
