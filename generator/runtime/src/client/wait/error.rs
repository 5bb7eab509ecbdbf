//! Why a wait gave no success.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::client::{BuildError, Operation};
use crate::error::Error;
use crate::validate::Violations;

/// Why a wait gave no success. `O` is the operation that was asked for the state of the work.
#[non_exhaustive]
pub enum WaitError<O: Operation> {
    /// The work failed.
    Failed {
        /// The status, in the service's own word.
        status: String,
        /// The service's own code for why.
        code: Option<String>,
        /// Why, for people.
        reason: Option<String>,
        /// The answer that says so.
        last: Box<O::Output>,
    },
    /// The work has a status that the document does not name. A new word may mean anything, so it is for the caller to
    /// judge.
    UnknownStatus {
        /// The status, in the service's own word.
        status: String,
        /// The answer with it.
        last: Box<O::Output>,
    },
    /// The work was not done in time. It goes on, and can be waited for again.
    Deadline {
        /// How long was waited.
        after: Duration,
        /// The last answer, if there was one.
        last: Option<Box<O::Output>>,
    },
    /// The state of the work could not be asked for. The work goes on, and can be waited for again.
    Call(Error<O::Failure>),
    /// The connection cannot be made with a setting of this wait.
    Setting(BuildError),
}

impl<O: Operation> WaitError<O> {
    /// The service's own code: for why the work failed, or why it could not be asked for.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Failed { code, .. } => code.as_deref(),
            Self::Call(error) => error.code(),
            _ => None,
        }
    }

    /// What the service says went wrong, for people.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Failed { reason, .. } => reason.as_deref(),
            Self::Call(error) => error.message(),
            _ => None,
        }
    }

    /// The id under which the service knows the question that failed; its operators ask for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Call(error) => error.request_id(),
            _ => None,
        }
    }

    /// The last answer, if there was one.
    #[must_use]
    pub fn last(&self) -> Option<&O::Output> {
        match self {
            Self::Failed { last, .. } | Self::UnknownStatus { last, .. } => Some(last),
            Self::Deadline { last, .. } => last.as_deref(),
            _ => None,
        }
    }

    /// Whether the work may still succeed, so that waiting again makes sense.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Deadline { .. } | Self::Call(_))
    }
}

impl<O: Operation> fmt::Display for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed {
                status,
                code,
                reason,
                ..
            } => {
                write!(f, "the work failed with status {status}")?;
                for text in code.iter().chain(reason) {
                    write!(f, ": {text}")?;
                }
                Ok(())
            }
            Self::UnknownStatus { status, .. } => {
                write!(f, "the work has a status that is not known: {status}")
            }
            Self::Deadline { after, .. } => write!(f, "the work was not done within {after:?}"),
            Self::Call(_) => f.write_str("the state of the work could not be asked for"),
            Self::Setting(_) => f.write_str("the connection cannot be made for this wait"),
        }
    }
}

/// Without the answers, whose types need not be shown.
impl<O: Operation> fmt::Debug for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed {
                status,
                code,
                reason,
                ..
            } => f
                .debug_struct("Failed")
                .field("status", status)
                .field("code", code)
                .field("reason", reason)
                .finish_non_exhaustive(),
            Self::UnknownStatus { status, .. } => f
                .debug_struct("UnknownStatus")
                .field("status", status)
                .finish_non_exhaustive(),
            Self::Deadline { after, .. } => f
                .debug_struct("Deadline")
                .field("after", after)
                .finish_non_exhaustive(),
            Self::Call(error) => f.debug_tuple("Call").field(error).finish(),
            Self::Setting(error) => f.debug_tuple("Setting").field(error).finish(),
        }
    }
}

impl<O: Operation> StdError for WaitError<O> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Call(error) => Some(error),
            Self::Setting(error) => Some(error),
            _ => None,
        }
    }
}

/// Why a call that is waited for gave no success. `S` is the operation that starts the work.
#[non_exhaustive]
pub enum StartError<S: Operation, O: Operation> {
    /// The work was not started, or it is not known whether it was: see [`Error::never_sent`].
    Start(Error<S::Failure>),
    /// The work was started, but what is needed to ask for it is missing from the answer or from the call.
    Untraceable {
        /// What is missing.
        violations: Violations,
        /// The answer of the call.
        answer: Box<S::Output>,
    },
    /// The work was started, and the wait for it gave no success.
    Wait {
        /// Why.
        error: WaitError<O>,
        /// The answer of the call: what is needed to wait again.
        answer: Box<S::Output>,
    },
}

impl<S: Operation, O: Operation> StartError<S, O> {
    /// The service's own code for what went wrong.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Start(error) => error.code(),
            Self::Untraceable { .. } => None,
            Self::Wait { error, .. } => error.code(),
        }
    }

    /// What the service says went wrong, for people.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Start(error) => error.message(),
            Self::Untraceable { .. } => None,
            Self::Wait { error, .. } => error.reason(),
        }
    }

    /// The id under which the service knows the request that failed; its operators ask for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Start(error) => error.request_id(),
            Self::Untraceable { .. } => None,
            Self::Wait { error, .. } => error.request_id(),
        }
    }

    /// The answer of the call that started the work, when there was one.
    #[must_use]
    pub fn answer(&self) -> Option<&S::Output> {
        match self {
            Self::Start(_) => None,
            Self::Untraceable { answer, .. } | Self::Wait { answer, .. } => Some(answer),
        }
    }
}

impl<S: Operation, O: Operation> fmt::Display for StartError<S, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(error) => error.fmt(f),
            Self::Untraceable { .. } => {
                f.write_str("the work was started, but the answer does not say how to ask for it")
            }
            Self::Wait { error, .. } => error.fmt(f),
        }
    }
}

impl<S: Operation, O: Operation> fmt::Debug for StartError<S, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(error) => f.debug_tuple("Start").field(error).finish(),
            Self::Untraceable { violations, .. } => f
                .debug_struct("Untraceable")
                .field("violations", violations)
                .finish_non_exhaustive(),
            Self::Wait { error, .. } => f
                .debug_struct("Wait")
                .field("error", error)
                .finish_non_exhaustive(),
        }
    }
}

impl<S: Operation, O: Operation> StdError for StartError<S, O> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Start(error) => error.source(),
            Self::Untraceable { violations, .. } => Some(violations),
            Self::Wait { error, .. } => error.source(),
        }
    }
}
