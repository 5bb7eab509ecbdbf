//! What expires and is got again: held until shortly before its end, and got by one caller for all that wait for it.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use crate::body::BoxError;
use crate::credentials::Secret;

use super::credential::{Demand, TokenSource};

/// The greatest part of its time that a value is got again before its end, and the longest such time: requests take
/// time to arrive, and clocks differ.
const EARLY: (u32, Duration) = (10, Duration::from_secs(60));

/// Something that holds for a time: a token, a temporary access key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease<T> {
    value: T,
    /// From now on; `None` without end.
    lasts: Option<Duration>,
}

impl<T> Lease<T> {
    /// A value that holds until a service refuses it.
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self { value, lasts: None }
    }

    /// It holds for so long from now on.
    #[must_use]
    pub const fn lasting(mut self, time: Duration) -> Self {
        self.lasts = Some(time);
        self
    }

    /// It holds until then.
    #[must_use]
    pub fn until(self, end: SystemTime) -> Self {
        let left = end.duration_since(SystemTime::now());
        self.lasting(left.unwrap_or_default())
    }
}

/// Hands out what expires: asks a metadata service, assumes a role, calls a token endpoint of its own kind.
pub trait Issuer<T>: Send + Sync + 'static {
    /// A value that holds from now on. Asked by one caller at a time.
    fn issue<'a>(
        &'a self,
        demand: Demand<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<Lease<T>, BoxError>> + Send + 'a>>;
}

impl<T, F, R> Issuer<T> for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<Lease<T>, BoxError>> + Send + 'static,
{
    fn issue<'a>(
        &'a self,
        _: Demand<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<Lease<T>, BoxError>> + Send + 'a>> {
        Box::pin(self())
    }
}

/// What an [`Issuer`] hands out, kept until shortly before its end. However many calls need it at once, it is asked for
/// once; after a service has refused it (401) it is asked for again.
///
/// A `Renewing<Secret>` is a [`TokenSource`]; a `Renewing<AccessKey>` is for
/// [`Credential::access_keys`](super::Credential::access_keys).
pub struct Renewing<T> {
    issuer: Box<dyn Issuer<T>>,
    renewal: Renewal<T, Shared>,
}

impl<T: Clone + PartialEq + Send + 'static> Renewing<T> {
    /// Keeps what the issuer hands out.
    pub fn new(issuer: impl Issuer<T>) -> Self {
        Self {
            issuer: Box::new(issuer),
            renewal: Renewal::default(),
        }
    }

    /// The value that holds now.
    pub(super) async fn get(&self, demand: Demand<'_>) -> Result<T, BoxError> {
        let issue = || async {
            let lease = self.issuer.issue(demand).await;
            lease.map_err(|error| Shared(error.into()))
        };
        Ok(self.renewal.get(issue).await?)
    }

    /// Forgets a value that was refused.
    pub(super) fn forget(&self, value: &T) {
        self.renewal.forget(value);
    }
}

impl<T> fmt::Debug for Renewing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Renewing")
    }
}

impl TokenSource for Renewing<Secret> {
    fn token<'a>(
        &'a self,
        demand: Demand<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<Secret, BoxError>> + Send + 'a>> {
        Box::pin(self.get(demand))
    }

    fn refused(&self, token: &Secret) -> bool {
        self.forget(token);
        true
    }
}

/// An error of an issuer, for all that have waited for it.
#[derive(Debug, Clone)]
struct Shared(Arc<dyn StdError + Send + Sync>);

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Shared {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

/// A value that is got again before it ends, by one caller at a time.
pub(super) struct Renewal<T, E> {
    held: Mutex<Held<T, E>>,
    /// Held by whoever gets the value.
    turn: tokio::sync::Mutex<()>,
}

struct Held<T, E> {
    value: Option<T>,
    /// When it is got again, and when it is over; `None` without end.
    times: Option<(Instant, Instant)>,
    /// How often it could not be got.
    failures: u64,
    failure: Option<E>,
}

impl<T, E> Default for Renewal<T, E> {
    fn default() -> Self {
        Self {
            held: Mutex::new(Held {
                value: None,
                times: None,
                failures: 0,
                failure: None,
            }),
            turn: tokio::sync::Mutex::default(),
        }
    }
}

impl<T: Clone + PartialEq, E: Clone> Renewal<T, E> {
    /// The value; got by `issue` when there is none, or when its end is near.
    pub(super) async fn get<F>(&self, issue: impl FnOnce() -> F) -> Result<T, E>
    where
        F: Future<Output = Result<Lease<T>, E>>,
    {
        let failures = match self.look(|(again, _)| again) {
            Ok(value) => return Ok(value),
            Err(failures) => failures,
        };
        let _turn = self.turn.lock().await;
        // Whoever had to wait takes what came of it, good or bad: a token endpoint that is down is not asked by
        // everyone in turn.
        match self.look(|(again, _)| again) {
            Ok(value) => return Ok(value),
            Err(now) if now != failures => {
                let failure = self.lock().failure.clone();
                if let Some(failure) = failure {
                    return self.look(|(_, end)| end).map_err(|_| failure);
                }
            }
            Err(_) => {}
        }
        let asked = Instant::now();
        match issue().await {
            Ok(lease) => {
                let mut held = self.lock();
                held.value = Some(lease.value.clone());
                held.times = lease.lasts.and_then(|lasts| {
                    let early = (lasts / EARLY.0).min(EARLY.1);
                    Some((asked.checked_add(lasts - early)?, asked.checked_add(lasts)?))
                });
                held.failure = None;
                Ok(lease.value)
            }
            Err(failure) => {
                let mut held = self.lock();
                held.failures += 1;
                held.failure = Some(failure.clone());
                drop(held);
                // The end is near, but not there.
                self.look(|(_, end)| end).map_err(|_| failure)
            }
        }
    }

    /// Forgets the value, unless it is another one by now.
    pub(super) fn forget(&self, value: &T) {
        let mut held = self.lock();
        if held.value.as_ref() == Some(value) {
            held.value = None;
        }
    }

    /// The value until this of its times; else how often it could not be got.
    fn look(&self, until: fn((Instant, Instant)) -> Instant) -> Result<T, u64> {
        let held = self.lock();
        let holds = held.times.is_none_or(|times| Instant::now() < until(times));
        let value = held.value.as_ref().filter(|_| holds);
        value.cloned().ok_or(held.failures)
    }

    fn lock(&self) -> MutexGuard<'_, Held<T, E>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
