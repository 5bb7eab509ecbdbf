//! How much of a request is read before it is refused.

use std::time::Duration;

use http::request::Parts;

use super::Rejection;

/// How much a server takes.
///
/// What is more is refused with 413, 414 or 431, what takes too long with 408 or 503. Some limits are fixed, and answered
/// with 400: JSON and XML are read to a depth of 128, names of nested query parameters to 32 levels, multipart bodies to
/// 1,000 parts with 32 headers of 16 KiB each. Compressed bodies are never decompressed but refused with 415.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a body that is read into memory; 2 MiB by default. Streamed bodies are the handler's to bound.
    pub body_bytes: usize,
    /// Time for a body that is read into memory to arrive in full; a minute by default, answered with 408 beyond. Without it, a
    /// caller who sends a byte now and then, or none, would hold a connection for as long as he likes.
    ///
    /// Inside of a tokio runtime this needs its timer (`enable_time`). Outside of one nothing keeps the time: `None` says
    /// so, and the HTTP server has to do it.
    pub body_time: Option<Duration>,
    /// Number of headers; 128 by default.
    pub headers: usize,
    /// Bytes of all header names and values; 32 KiB by default.
    pub header_bytes: usize,
    /// Bytes of the path; 8 KiB by default.
    pub path_bytes: usize,
    /// Bytes of the query; 16 KiB by default.
    pub query_bytes: usize,
    /// Number of query pairs; 1024 by default.
    pub query_pairs: usize,
    /// Time for the body, the caller's credentials and the handler together, answered with 503 beyond; no limit by default.
    /// Needs a tokio runtime with its timer on.
    pub time: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 2 << 20,
            body_time: Some(Duration::from_secs(60)),
            headers: 128,
            header_bytes: 32 << 10,
            path_bytes: 8 << 10,
            query_bytes: 16 << 10,
            query_pairs: 1024,
            time: None,
        }
    }
}

impl Limits {
    /// Checks the head of a request.
    pub(super) fn check(&self, head: &Parts) -> Result<(), Rejection> {
        let query = head.uri.query().unwrap_or_default();
        let bytes = head
            .headers
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len())
            .sum();
        // RFC 9110 §15.5.15 and RFC 6585 §5.
        for (count, limit, what, status) in [
            (head.uri.path().len(), self.path_bytes, "bytes of path", 414),
            (query.len(), self.query_bytes, "bytes of query", 414),
            (
                query.split('&').count(),
                self.query_pairs,
                "query parameters",
                414,
            ),
            (head.headers.len(), self.headers, "headers", 431),
            (bytes, self.header_bytes, "bytes of headers", 431),
        ] {
            if count > limit {
                return Err(Rejection::too_large(format!("no more than {limit} {what}"))
                    .with_status(status));
            }
        }
        Ok(())
    }
}
