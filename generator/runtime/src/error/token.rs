//! Why an authorization server gave no token.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use http::StatusCode;

use super::TransportError;

/// Why an authorization server gave no token. It holds neither tokens nor secrets.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum TokenError {
    /// It refused (RFC 6749 §5.2).
    Refused {
        /// `invalid_client`, `invalid_grant`, `invalid_scope` and such.
        code: String,
        /// What it says about it, for developers.
        description: Option<String>,
        /// A page about it.
        uri: Option<String>,
        /// The status of the answer.
        status: StatusCode,
    },
    /// It answered with this status and no error of RFC 6749.
    Status(StatusCode),
    /// Its answer is not what RFC 6749 promises.
    Answer(String),
    /// There was no answer.
    Transport(Arc<TransportError>),
    /// It cannot be asked with these settings.
    Settings(String),
    /// What the token was got with is used up: a new sign-in is needed.
    UsedUp,
}

impl TokenError {
    /// Whether another attempt may succeed.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Refused { code, .. } => code == "temporarily_unavailable" || code == "slow_down",
            Self::Status(status) => {
                status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS
            }
            Self::Transport(error) => error.is_retryable(),
            Self::Answer(_) | Self::Settings(_) | Self::UsedUp => false,
        }
    }

    /// The code of a refusal: `invalid_client`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Refused { code, .. } => Some(code),
            _ => None,
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused {
                code, description, ..
            } => {
                write!(f, "the authorization server refused: {code}")?;
                match description {
                    Some(description) => write!(f, " ({description})"),
                    None => Ok(()),
                }
            }
            Self::Status(status) => write!(f, "the authorization server answered {status}"),
            Self::Answer(reason) => {
                write!(
                    f,
                    "the authorization server's answer is of no use: {reason}"
                )
            }
            Self::Transport(_) => f.write_str("the authorization server gave no answer"),
            Self::Settings(reason) => {
                write!(f, "the authorization server cannot be asked: {reason}")
            }
            Self::UsedUp => f.write_str("the sign-in is used up, a new one is needed"),
        }
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => Some(&**error),
            _ => None,
        }
    }
}
