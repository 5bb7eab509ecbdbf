//! What is left of an error of any client when it is told to a person: whether there is a copy, what the service says,
//! and the id of the request to quote.

use std::error::Error as StdError;
use std::fmt;

use generator_runtime::client::{BuildError, Operation, StartError};
use generator_runtime::error::Error;

/// What is known of the copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It was not started: the request was not sent, or was turned away.
    NotStarted,
    /// It may have been started or not: look for it before you copy again.
    InDoubt,
    /// It was started, and has failed or goes on.
    Started,
}

/// Why there is no copy, or none that is known to be done.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failure {
    /// What is known of the copy.
    pub known: Known,
    /// The service's own code.
    pub code: Option<String>,
    /// The id under which the service knows the request.
    pub request_id: Option<String>,
    /// What went wrong, for people, with its causes.
    pub text: String,
}

impl Failure {
    /// A setting is missing or wrong; nothing was sent.
    pub fn setting(text: impl Into<String>) -> Self {
        Self {
            known: Known::NotStarted,
            code: None,
            request_id: None,
            text: text.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.known {
            Known::NotStarted => "not copied",
            Known::InDoubt => "it is not known whether the copy was started",
            Known::Started => "the copy was started",
        })?;
        write!(f, ": {}", self.text)?;
        for (name, value) in [("code", &self.code), ("request id", &self.request_id)] {
            if let Some(value) = value {
                write!(f, "\n  {name}: {value}")?;
            }
        }
        Ok(())
    }
}

impl StdError for Failure {}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        Self::setting(with_causes(&error))
    }
}

impl<S: Operation, O: Operation> From<StartError<S, O>> for Failure {
    fn from(error: StartError<S, O>) -> Self {
        Self {
            known: match &error {
                StartError::Start(error) => known(error),
                _ => Known::Started,
            },
            code: error.code().map(str::to_owned),
            request_id: error.request_id().map(str::to_owned),
            text: with_causes(&error),
        }
    }
}

/// What the end of a call says of what it would have started. A 4xx answer refuses; a 408 says that the request was not
/// read to its end. A 5xx answer may come from a gateway that had passed the request on.
fn known<E>(error: &Error<E>) -> Known {
    match error {
        error if error.never_sent() => Known::NotStarted,
        Error::Api(failure) if failure.status.is_client_error() => Known::NotStarted,
        Error::Decode(_) => Known::Started,
        _ => Known::InDoubt,
    }
}

fn with_causes(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use generator_runtime::error::{Stage, TransportError};

    #[test]
    fn failures_say_what_is_known_of_the_copy() {
        let transport = |stage| Error::<()>::Transport(TransportError::new(stage, "gone"));
        for (error, expected) in [
            (Error::Request("x".into()), Known::NotStarted),
            (transport(Stage::Connect), Known::NotStarted),
            (transport(Stage::Exchange), Known::InDoubt),
            (Error::Timeout(Duration::from_secs(1)), Known::InDoubt),
        ] {
            assert_eq!(known(&error), expected, "{error}");
        }
    }
}
