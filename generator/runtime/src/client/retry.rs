//! When a call is attempted again, and after which pause.

use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use crate::error::Error;

/// How often and how patiently a call is attempted. Every attempt is signed afresh.
///
/// A call is attempted again when that may help (see [`Error::is_retryable`]) and does no harm: the operation is
/// idempotent, the request never left, or the service turned it away with 429. A `Retry-After` of the service is
/// respected up to `longest`; asked to wait longer, the call gives up.
#[derive(Debug, Clone, Copy)]
pub struct Retry {
    attempts: u32,
    first: Duration,
    longest: Duration,
}

impl Retry {
    /// One attempt only.
    #[must_use]
    pub const fn none() -> Self {
        Self::attempts(1)
    }

    /// At most this many attempts, with pauses that start at 200 ms and double up to 20 s, each shortened by a random
    /// part of up to a half so that clients do not return in step.
    #[must_use]
    pub const fn attempts(attempts: u32) -> Self {
        Self {
            attempts,
            first: Duration::from_millis(200),
            longest: Duration::from_secs(20),
        }
    }

    /// Another first and longest pause.
    #[must_use]
    pub const fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// The pause after a failed attempt (the first is 1); `None` to give up.
    pub(super) fn pause(
        &self,
        attempt: u32,
        idempotent: bool,
        error: &Error<Infallible>,
    ) -> Option<Duration> {
        self.pause_after(
            attempt,
            error.is_retryable() && (idempotent || error.never_sent()),
            None,
        )
    }

    /// The pause after an attempt that was turned away with this status.
    pub(super) fn pause_for_status(
        &self,
        attempt: u32,
        idempotent: bool,
        status: u16,
        retry_after: Option<Duration>,
    ) -> Option<Duration> {
        let safe = match status {
            429 => true,
            408 | 425 | 500 | 502 | 503 | 504 => idempotent,
            _ => false,
        };
        self.pause_after(attempt, safe, retry_after)
    }

    fn pause_after(&self, attempt: u32, again: bool, asked: Option<Duration>) -> Option<Duration> {
        if !again || attempt >= self.attempts || asked.is_some_and(|asked| asked > self.longest) {
            return None;
        }
        let doubled = self
            .first
            .saturating_mul(1 << attempt.saturating_sub(1).min(16))
            .min(self.longest);
        // A hasher's random state is the randomness that the standard library has to offer; spreading needs no better.
        let random = (RandomState::new().hash_one(attempt) >> 32) as u32;
        let pause = doubled.mul_f64(1.0 - f64::from(random) / f64::from(u32::MAX) / 2.0);
        Some(asked.map_or(pause, |asked| asked.max(pause)))
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self::none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Stage, TransportError};

    #[test]
    fn only_what_is_safe_is_repeated() {
        let retry = Retry::attempts(3);
        let broken = |stage| Error::Transport(TransportError::new(stage, "broken"));
        for (attempt, idempotent, stage, again) in [
            (1, true, Stage::Exchange, true),
            (1, false, Stage::Exchange, false),
            (1, false, Stage::Connect, true),
            (3, true, Stage::Connect, false),
        ] {
            let pause = retry.pause(attempt, idempotent, &broken(stage));
            assert_eq!(pause.is_some(), again, "{attempt} {idempotent} {stage:?}");
        }
        assert!(retry.pause_for_status(1, false, 429, None).is_some());
        assert!(retry.pause_for_status(1, false, 503, None).is_none());
        assert!(retry.pause_for_status(1, true, 404, None).is_none());
    }

    #[test]
    fn pauses_grow_and_respect_the_service() {
        let retry = Retry::attempts(9).pauses(Duration::from_millis(100), Duration::from_secs(1));
        for (attempt, least, most) in [(1, 50, 100), (2, 100, 200), (8, 500, 1000)] {
            let pause = retry
                .pause_for_status(attempt, true, 503, None)
                .expect("another attempt")
                .as_millis();
            assert!((least..=most).contains(&pause), "{attempt}: {pause}");
        }
        let asked =
            |seconds| retry.pause_for_status(1, true, 503, Some(Duration::from_secs(seconds)));
        assert_eq!(asked(1), Some(Duration::from_secs(1)));
        assert_eq!(asked(60), None);
    }
}
