//! What can go wrong with a call, and what can be asked of any failure: its status, the service's own code and
//! message, the request id, whether another attempt may help.

mod details;
mod failure;
mod retry_after;
mod token;
mod transport;

use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::body::BoxError;
use crate::validate::Violations;

pub use details::{ErrorDetails, Found};
pub use failure::{Failure, Undecodable, Undocumented};
pub(crate) use retry_after::retry_after;
pub use token::TokenError;
pub use transport::{Stage, TransportError};

/// Why a call gave no result. `E` is the operation's own error: one variant per documented failure.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request breaks the document's constraints. Nothing was sent.
    Invalid(Violations),
    /// The request cannot be put on the wire. Nothing was sent.
    Request(BoxError),
    /// Credentials are missing, could not be got or could not be applied. Nothing was sent.
    Credentials(CredentialsError),
    /// The exchange with the service broke off.
    Transport(TransportError),
    /// The call took longer than this.
    Timeout(Duration),
    /// The service refused, or failed.
    Api(Box<Failure<E>>),
    /// The service reported success, but its answer is not what the document promises.
    Decode(Box<Undecodable>),
}

impl<E> Error<E> {
    /// The status of the reply, when there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(failure) => Some(failure.status),
            Self::Decode(reply) => Some(reply.status),
            _ => None,
        }
    }

    /// The service's own code for what went wrong. Integer codes are given as text.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Api(failure) => failure.code.as_deref(),
            _ => None,
        }
    }

    /// What the service says went wrong, for people.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Api(failure) => failure.message.as_deref(),
            _ => None,
        }
    }

    /// The id under which the service knows the request; its operators ask for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(failure) => failure.request_id.as_deref(),
            Self::Decode(reply) => reply.request_id.as_deref(),
            _ => None,
        }
    }

    /// The headers of the reply, when there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Api(failure) => Some(&failure.headers),
            Self::Decode(reply) => Some(&reply.headers),
            _ => None,
        }
    }

    /// The body of the reply as it came, when there was one.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        match self {
            Self::Api(failure) => Some(&failure.body),
            Self::Decode(reply) => Some(&reply.body),
            _ => None,
        }
    }

    /// The operation's own error.
    #[must_use]
    pub fn api(&self) -> Option<&E> {
        match self {
            Self::Api(failure) => Some(&failure.error),
            _ => None,
        }
    }

    /// The operation's own error, or this error back when there is none.
    ///
    /// # Errors
    /// When the service did not answer with a failure.
    pub fn into_api(self) -> Result<E, Self> {
        match self {
            Self::Api(failure) => Ok(failure.error),
            other => Err(other),
        }
    }

    /// Whether another attempt may succeed: no connection, a broken exchange, a time-out, or one of the statuses 408,
    /// 425, 429, 500, 502, 503 and 504; also where that befell the token of the request. Whether another attempt is *safe* is another question: see
    /// [`never_sent`](Self::never_sent).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_retryable(),
            Self::Timeout(_) => true,
            Self::Credentials(error) => error.token_error().is_some_and(TokenError::is_retryable),
            Self::Api(failure) => matches!(
                failure.status.as_u16(),
                408 | 425 | 429 | 500 | 502 | 503 | 504
            ),
            _ => false,
        }
    }

    /// Whether it is certain that the service did not see the request, so that even a call with side effects can be
    /// repeated.
    #[must_use]
    pub fn never_sent(&self) -> bool {
        match self {
            Self::Invalid(_) | Self::Request(_) | Self::Credentials(_) => true,
            Self::Transport(error) => error.stage() == Stage::Connect,
            _ => false,
        }
    }

    /// How long the service asks to wait before the next attempt (`Retry-After`, RFC 9110 §10.2.3).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.headers().and_then(retry_after)
    }

    /// The same error with the operation's own error replaced.
    pub fn map<F>(self, map: impl FnOnce(E) -> F) -> Error<F> {
        match self {
            Self::Invalid(violations) => Error::Invalid(violations),
            Self::Request(error) => Error::Request(error),
            Self::Credentials(error) => Error::Credentials(error),
            Self::Transport(error) => Error::Transport(error),
            Self::Timeout(limit) => Error::Timeout(limit),
            Self::Api(failure) => Error::Api(Box::new(failure.map(map))),
            Self::Decode(reply) => Error::Decode(reply),
        }
    }
}

impl Error<Infallible> {
    /// An error of a stage that does not know the operation, as an error of any operation.
    pub fn widen<E>(self) -> Error<E> {
        self.map(|never| match never {})
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(_) => f.write_str("the request breaks the constraints of its document"),
            Self::Request(_) => f.write_str("the request cannot be sent"),
            Self::Credentials(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(limit) => write!(f, "no complete answer within {limit:?}"),
            Self::Api(failure) => failure.fmt(f),
            Self::Decode(reply) => reply.fmt(f),
        }
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Invalid(violations) => Some(violations),
            Self::Request(error) => Some(error.as_ref()),
            Self::Credentials(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Decode(reply) => Some(&reply.violations),
            Self::Api(failure) => failure
                .violations
                .as_ref()
                .map(|violations| violations as _),
            Self::Timeout(_) => None,
        }
    }
}

impl<E> From<Violations> for Error<E> {
    fn from(violations: Violations) -> Self {
        Self::Invalid(violations)
    }
}

impl<E> From<TransportError> for Error<E> {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

/// Why a request could not be given credentials.
#[derive(Debug)]
#[non_exhaustive]
pub enum CredentialsError {
    /// The connection has not all credentials of any alternative that the operation takes.
    Missing {
        /// The alternatives, each a list of scheme names.
        wanted: Vec<Vec<&'static str>>,
    },
    /// A token or a temporary key could not be obtained.
    Source(BoxError),
    /// A credential does not fit its scheme, or a request could not be signed.
    Unusable {
        /// The scheme's name in the document.
        scheme: &'static str,
        /// Why.
        reason: BoxError,
    },
}

impl CredentialsError {
    /// Why an authorization server gave no token.
    #[must_use]
    pub fn token_error(&self) -> Option<&TokenError> {
        match self {
            Self::Source(error) => error.downcast_ref(),
            _ => None,
        }
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { wanted } => {
                let alternatives: Vec<_> = wanted
                    .iter()
                    .map(|schemes| schemes.join(" with "))
                    .collect();
                write!(
                    f,
                    "the operation needs credentials for {}",
                    alternatives.join(", or ")
                )
            }
            Self::Source(_) => f.write_str("no credential could be obtained"),
            Self::Unusable { scheme, .. } => {
                write!(f, "the credential for {scheme} cannot be used")
            }
        }
    }
}

impl StdError for CredentialsError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Missing { .. } => None,
            Self::Source(error) | Self::Unusable { reason: error, .. } => Some(error.as_ref()),
        }
    }
}
