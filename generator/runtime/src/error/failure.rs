//! Replies that are not the success a document promises, kept whole.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::validate::Violations;

/// A reply with which the service refuses or fails.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failure<E> {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body as it came.
    pub body: Bytes,
    /// What the document says about it.
    pub error: E,
    /// The service's own code; integer codes as text.
    pub code: Option<String>,
    /// What the service says, for people.
    pub message: Option<String>,
    /// The id under which the service knows the request.
    pub request_id: Option<String>,
    /// How the body departs from the schema documented for this status. Then `error` is the `Undocumented` variant.
    pub violations: Option<Violations>,
}

impl<E> Failure<E> {
    pub(super) fn map<F>(self, map: impl FnOnce(E) -> F) -> Failure<F> {
        Failure {
            status: self.status,
            headers: self.headers,
            body: self.body,
            error: map(self.error),
            code: self.code,
            message: self.message,
            request_id: self.request_id,
            violations: self.violations,
        }
    }
}

impl<E> fmt::Display for Failure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the service answered {}", self.status)?;
        match (&self.code, &self.message) {
            (Some(code), Some(message)) => write!(f, ": {code}: {message}")?,
            (Some(text), None) | (None, Some(text)) => write!(f, ": {text}")?,
            (None, None) => {}
        }
        write_request_id(f, self.request_id.as_deref())
    }
}

/// A reply that reports success with a body that departs from its schema.
#[derive(Debug)]
#[non_exhaustive]
pub struct Undecodable {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body as it came.
    pub body: Bytes,
    /// How the body departs from the schema.
    pub violations: Violations,
    /// The id under which the service knows the request.
    pub request_id: Option<String>,
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the service answered {} with a body that departs from its document",
            self.status
        )?;
        write_request_id(f, self.request_id.as_deref())
    }
}

/// A reply that the document does not describe: the last variant of every operation's error. A server's handler can
/// answer with it, too.
#[derive(Debug, Clone)]
pub struct Undocumented {
    /// Its status.
    pub status: StatusCode,
    /// Its headers, boxed so that results stay small.
    pub headers: Box<HeaderMap>,
    /// Its body as it came.
    pub body: Bytes,
}

impl Undocumented {
    /// A reply with a status alone.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self {
            status,
            headers: Box::default(),
            body: Bytes::new(),
        }
    }
}

impl fmt::Display for Undocumented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "undocumented reply {} ({} bytes)",
            self.status,
            self.body.len()
        )
    }
}

fn write_request_id(f: &mut fmt::Formatter<'_>, id: Option<&str>) -> fmt::Result {
    id.map_or(Ok(()), |id| write!(f, " (request {id})"))
}
