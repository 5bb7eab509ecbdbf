//! When a call is attempted again, and after which pause.
//!
//! Own code, since little is left for a crate to do: whether to go on depends on the operation and on replies that are
//! no errors here, a service's `Retry-After` comes before any schedule, and every attempt is completed and signed
//! inside the loop. What `backon` or `tower::retry` would add is the doubling of a number.

use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use crate::error::Error;

/// How often and how patiently a call is attempted. Every attempt is signed afresh.
///
/// A call is attempted again when that may help (see [`Error::is_retryable`]) and does no harm:
///
/// | what came of the attempt | idempotent operation | any other |
/// |---|---|---|
/// | no connection: the request never left | again | again |
/// | 429 with `Retry-After`: turned away unread | again | again |
/// | 408, 425, 429, 500, 502, 503, 504 | again | gives up |
/// | the exchange broke off after the request left | again | gives up |
///
/// Whoever gives up gets the error of the last attempt; [`Error::never_sent`] says whether the service may have acted.
/// A `Retry-After` of the service is respected up to the longest pause; asked to wait longer, the call gives up.
/// Attempts are bounded by number and by time.
#[derive(Debug, Clone, Copy)]
pub struct Retry {
    attempts: u32,
    first: Duration,
    longest: Duration,
    within: Duration,
    repeats: bool,
}

/// What an attempt came to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attempt {
    /// The first is 1.
    pub(super) number: u32,
    /// Since the first attempt began.
    pub(super) elapsed: Duration,
    /// Whether the operation can be repeated without doing more than one call does.
    pub(super) idempotent: bool,
}

impl Retry {
    /// One attempt only.
    #[must_use]
    pub const fn none() -> Self {
        Self::attempts(1)
    }

    /// At most this many attempts, the last of them at most a minute after the first, with pauses that start at 200 ms
    /// and double up to 20 s, each shortened by a random part of up to a half so that clients do not return in step.
    #[must_use]
    pub const fn attempts(attempts: u32) -> Self {
        Self {
            attempts,
            first: Duration::from_millis(200),
            longest: Duration::from_secs(20),
            within: Duration::from_secs(60),
            repeats: false,
        }
    }

    /// Another first and longest pause.
    #[must_use]
    pub const fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// How long after the first attempt the last one may begin.
    #[must_use]
    pub const fn within(mut self, limit: Duration) -> Self {
        self.within = limit;
        self
    }

    /// Attempts every operation again as if it were idempotent: for a webhook or callback that may arrive twice, since
    /// its receiver knows what it has received.
    #[must_use]
    pub const fn repeating(mut self) -> Self {
        self.repeats = true;
        self
    }

    /// The pause after a failed attempt; `None` to give up.
    pub(super) fn pause(&self, attempt: Attempt, error: &Error<Infallible>) -> Option<Duration> {
        let safe = attempt.idempotent || self.repeats || error.never_sent();
        self.pause_after(attempt, error.is_retryable() && safe, None)
    }

    /// The pause after an attempt that was turned away with this status.
    pub(super) fn pause_for_status(
        &self,
        attempt: Attempt,
        status: u16,
        retry_after: Option<Duration>,
    ) -> Option<Duration> {
        let repeatable = attempt.idempotent || self.repeats;
        let safe = match status {
            // A quota that is used up is a 429, too; only a service that says when to return has not looked further.
            429 => repeatable || retry_after.is_some(),
            // Even a 503 with `Retry-After` can come from a gateway that had passed the request on.
            408 | 425 | 500 | 502 | 503 | 504 => repeatable,
            _ => false,
        };
        self.pause_after(attempt, safe, retry_after)
    }

    fn pause_after(
        &self,
        attempt: Attempt,
        again: bool,
        asked: Option<Duration>,
    ) -> Option<Duration> {
        if !again
            || attempt.number >= self.attempts
            || asked.is_some_and(|asked| asked > self.longest)
        {
            return None;
        }
        let doubled = self
            .first
            .saturating_mul(1 << attempt.number.saturating_sub(1).min(16))
            .min(self.longest);
        let pause = shortened(doubled, 0.5);
        let pause = asked.map_or(pause, |asked| asked.max(pause));
        (attempt.elapsed.saturating_add(pause) <= self.within).then_some(pause)
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self::none()
    }
}

/// A pause shortened by a random part of up to `most` of it.
pub(super) fn shortened(pause: Duration, most: f64) -> Duration {
    // A hasher's random state is the randomness that the standard library has to offer; spreading needs no better.
    let random = (RandomState::new().hash_one(pause) >> 32) as u32;
    let part = 1.0 - most * f64::from(random) / f64::from(u32::MAX);
    // The longest durations are rounded up to more than there is.
    Duration::try_from_secs_f64(pause.as_secs_f64() * part).unwrap_or(pause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Stage, TransportError};

    fn attempt(number: u32, idempotent: bool) -> Attempt {
        Attempt {
            number,
            elapsed: Duration::ZERO,
            idempotent,
        }
    }

    #[test]
    fn only_what_is_safe_is_repeated() {
        let retry = Retry::attempts(3);
        let broken = |stage| Error::Transport(TransportError::new(stage, "broken"));
        for (number, idempotent, stage, again) in [
            (1, true, Stage::Exchange, true),
            (1, true, Stage::TimedOut, true),
            (1, true, Stage::Body, true),
            (1, false, Stage::Exchange, false),
            (1, false, Stage::TimedOut, false),
            (1, false, Stage::Body, false),
            (1, false, Stage::Connect, true),
            (3, true, Stage::Connect, false),
        ] {
            let pause = retry.pause(attempt(number, idempotent), &broken(stage));
            assert_eq!(pause.is_some(), again, "{number} {idempotent} {stage:?}");
        }
    }

    #[test]
    fn statuses_that_are_safe_to_repeat() {
        let retry = Retry::attempts(3);
        let soon = Some(Duration::from_secs(1));
        for (status, asked, idempotent, other) in [
            (429, None, true, false),
            (429, soon, true, true),
            (503, None, true, false),
            (503, soon, true, false),
            (500, None, true, false),
            (404, soon, false, false),
            (400, None, false, false),
        ] {
            for (kind, again) in [(true, idempotent), (false, other)] {
                let pause = retry.pause_for_status(attempt(1, kind), status, asked);
                assert_eq!(pause.is_some(), again, "{status} {asked:?} {kind}");
            }
        }
    }

    #[test]
    fn pauses_grow_and_respect_the_service() {
        let retry = Retry::attempts(9).pauses(Duration::from_millis(100), Duration::from_secs(1));
        for (number, least, most) in [(1, 50, 100), (2, 100, 200), (8, 500, 1000)] {
            let pause = retry
                .pause_for_status(attempt(number, true), 503, None)
                .expect("another attempt")
                .as_millis();
            assert!((least..=most).contains(&pause), "{number}: {pause}");
        }
        let asked = |seconds| {
            retry.pause_for_status(attempt(1, true), 503, Some(Duration::from_secs(seconds)))
        };
        assert_eq!(asked(1), Some(Duration::from_secs(1)));
        assert_eq!(asked(60), None);
    }

    #[test]
    fn pauses_without_end_are_no_panic() {
        for pause in [Duration::ZERO, Duration::MAX] {
            assert!(shortened(pause, 0.0) <= pause);
        }
        let retry = Retry::attempts(9).pauses(Duration::MAX, Duration::MAX);
        assert_eq!(retry.pause_for_status(attempt(8, true), 503, None), None);
    }

    #[test]
    fn time_ends_attempts() {
        let retry = Retry::attempts(99).within(Duration::from_secs(5));
        let after = |seconds| Attempt {
            elapsed: Duration::from_secs(seconds),
            ..attempt(2, true)
        };
        assert!(retry.pause_for_status(after(4), 503, None).is_some());
        assert!(retry.pause_for_status(after(5), 503, None).is_none());
    }
}
