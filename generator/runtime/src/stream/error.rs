//! Why the next item of a stream did not come.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;

use crate::body::BoxError;
use crate::validate::Violations;

/// Why the next item of a stream did not come.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The item is not what the document promises. The items behind it still come.
    Invalid {
        /// What came instead.
        data: Bytes,
        /// What is wrong with it.
        violations: Violations,
    },
    /// The item is longer than allowed. Nothing comes behind it.
    TooLong {
        /// What was allowed, in bytes.
        limit: usize,
    },
    /// The body broke off, or the items that were handed over did. Nothing comes behind it.
    Broken(BoxError),
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid { .. } => f.write_str("an item of the stream breaks its schema"),
            Self::TooLong { limit } => {
                write!(f, "an item of the stream is longer than {limit} bytes")
            }
            Self::Broken(_) => f.write_str("the stream broke off"),
        }
    }
}

impl StdError for StreamError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Invalid { violations, .. } => Some(violations),
            Self::TooLong { .. } => None,
            Self::Broken(error) => Some(error.as_ref()),
        }
    }
}
