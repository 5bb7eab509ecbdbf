//! What a generated operation tells the call core.

use std::fmt;

use crate::body::Body;
use crate::error::{Error, ErrorDetails, Undocumented};
use crate::media::MediaType;
use crate::security::Security;
use crate::validate::Check;
use crate::validate::Violations;

use super::{Reply, Server};

/// One call of one operation: its inputs, how they become a request, and how replies become its result.
pub trait Operation: Sized + Send + 'static {
    /// What is the same for all calls.
    const META: Meta;
    /// What a success gives.
    type Output: Send;
    /// What a failure gives: one variant per documented status, and one for everything else.
    type Failure: From<Undocumented> + fmt::Debug + Send;

    /// Writes the request. Its URI is relative: path and query. Called once; a streamed body, which can be sent only once, leaves the inputs.
    ///
    /// # Errors
    /// When an input cannot be written.
    fn request(&mut self) -> Result<http::Request<Body>, Violations>;

    /// Reads a reply: a `match` over [`Reply::outcome`].
    ///
    /// # Errors
    /// When the reply is a failure, or departs from the document.
    fn response(reply: Reply) -> Result<Self::Output, Error<Self::Failure>>;

    /// The value of the path parameter `name`, for a signature whose scope refers to it.
    fn scope(&self, _name: &str) -> Option<String> {
        None
    }

    /// Checks the inputs against the constraints of the document.
    fn check(&self, _check: &mut Check) {}
}

/// What is the same for all calls of an operation.
#[derive(Debug, Clone, Copy)]
pub struct Meta {
    pub(super) id: &'static str,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) accept: &'static str,
    pub(super) security: Security,
    pub(super) servers: &'static [Server],
    pub(super) errors: &'static ErrorDetails,
    pub(super) idempotent: bool,
    streams: Streams,
}

/// Which successful replies are handed over as streams.
#[derive(Debug, Clone, Copy)]
enum Streams {
    None,
    All,
    /// Those of these media types.
    Some(&'static [&'static str]),
}

impl Meta {
    /// An operation with its `operationId`, its method and its path template.
    #[must_use]
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            accept: "",
            security: &[],
            servers: &[],
            errors: &ErrorDetails::COMMON,
            // RFC 9110 §9.2.2.
            idempotent: matches!(
                method.as_bytes(),
                b"GET" | b"HEAD" | b"PUT" | b"DELETE" | b"OPTIONS" | b"TRACE"
            ),
            streams: Streams::None,
        }
    }

    /// The value of the `Accept` header: the media types of the documented replies.
    #[must_use]
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = media_types;
        self
    }

    /// The alternatives of credentials that the operation takes.
    #[must_use]
    pub const fn security(mut self, security: Security) -> Self {
        self.security = security;
        self
    }

    /// Where the operation is, if not where the others are. The first is called, unless the one that is chosen for the
    /// others is among them.
    #[must_use]
    pub const fn servers(mut self, servers: &'static [Server]) -> Self {
        self.servers = servers;
        self
    }

    /// Where the API puts code, message and id of a failed request.
    #[must_use]
    pub const fn errors(mut self, errors: &'static ErrorDetails) -> Self {
        self.errors = errors;
        self
    }

    /// Whether a call can be repeated without doing more than one call does. Unless said, the method decides.
    #[must_use]
    pub const fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    /// The body of a successful reply is handed over as a stream and not read first.
    #[must_use]
    pub const fn streaming(mut self) -> Self {
        self.streams = Streams::All;
        self
    }

    /// As [`streaming`](Self::streaming), for replies of these media types alone.
    #[must_use]
    pub const fn streaming_if(mut self, media_types: &'static [&'static str]) -> Self {
        self.streams = Streams::Some(media_types);
        self
    }

    /// Whether a successful reply with this `Content-Type` is handed over as a stream.
    pub(super) fn streams(&self, content_type: Option<&http::HeaderValue>) -> bool {
        match self.streams {
            Streams::None => false,
            Streams::All => true,
            Streams::Some(types) => content_type
                .and_then(|value| MediaType::parse(value.to_str().ok()?))
                .is_some_and(|actual| types.iter().any(|range| actual.is(range))),
        }
    }

    /// The `operationId`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The method.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// The path template.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }
}
