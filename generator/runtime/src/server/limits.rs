//! How much of a request is read before it is refused.

use std::time::Duration;

use http::request::Parts;

use super::Rejection;

/// How much a server takes.
///
/// What is more is refused with 413, 414 or 431, and with 503 when it takes too long. Not settings, and refused with 400:
/// JSON and XML are read to a depth of 128, names of nested query parameters to 32 levels; multipart bodies to 1,000 parts
/// with 32 headers of 16 KiB each. Bodies that are compressed are not taken apart but refused with 415.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a body that is read into memory; 2 MiB unless said. Streamed bodies are the handler's to bound.
    pub body_bytes: usize,
    /// Number of headers; 128 unless said.
    pub headers: usize,
    /// Bytes of all header names and values; 32 KiB unless said.
    pub header_bytes: usize,
    /// Bytes of the path; 8 KiB unless said.
    pub path_bytes: usize,
    /// Bytes of the query; 16 KiB unless said.
    pub query_bytes: usize,
    /// Number of query pairs; 1024 unless said.
    pub query_pairs: usize,
    /// Time for reading the body and for the handler; none unless said. Needs a tokio runtime with its timer on.
    pub time: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 2 << 20,
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
