//! How an exchange breaks off, told apart by whether the service may have seen the request.

use std::error::Error as StdError;
use std::fmt;

use crate::body::{BodyError, BoxError};

/// An exchange with a service that broke off. A transport that returns this as its error says how far it came; errors
/// of any other type count as [`Stage::Exchange`].
#[derive(Debug)]
pub struct TransportError {
    stage: Stage,
    source: BoxError,
}

/// How far an exchange came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// No connection: the request never left.
    Connect,
    /// The service may have seen the request, and perhaps acted on it.
    Exchange,
    /// The head of the answer arrived, its body did not.
    Body,
    /// The transport itself gave up waiting.
    TimedOut,
}

impl TransportError {
    /// An error with its cause.
    pub fn new(stage: Stage, source: impl Into<BoxError>) -> Self {
        Self {
            stage,
            source: source.into(),
        }
    }

    /// How far the exchange came.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// An answer that is too long will be too long again; everything else may pass.
    pub(crate) fn is_retryable(&self) -> bool {
        !matches!(self.source.downcast_ref(), Some(BodyError::TooLarge { .. }))
    }

    /// Takes an error of a transport: one of this type stays as it is.
    #[cfg(feature = "client")]
    pub(crate) fn from_transport(error: BoxError) -> Self {
        Self::at(Stage::Exchange, error)
    }

    /// Takes an error of a body of a transport.
    #[cfg(feature = "client")]
    pub(crate) fn from_body(error: BoxError) -> Self {
        Self::at(Stage::Body, error)
    }

    #[cfg(feature = "client")]
    fn at(stage: Stage, error: BoxError) -> Self {
        match error.downcast::<Self>() {
            Ok(error) => *error,
            Err(source) => Self { stage, source },
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.stage {
            Stage::Connect => "no connection to the service",
            Stage::Exchange => "the exchange with the service broke off",
            Stage::Body => "the answer of the service could not be read",
            Stage::TimedOut => "the service did not answer in time",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}
