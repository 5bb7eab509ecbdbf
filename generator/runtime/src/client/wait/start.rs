//! A call and the wait for what it starts, in one.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use crate::client::{Connection, Operation};
use crate::error::Error;
use crate::validate::Violations;

use super::watch::Observer;
use super::{Excerpt, Kind, One, Progress, StartError, Wait};

/// A call, followed by the wait for the work that it starts. Nothing is sent before it is awaited; dropping the future
/// ends the waiting, not the work.
///
/// See [`Wait`] for how it is waited.
#[must_use = "the call is sent when it is awaited"]
pub struct StartAndWait<'a, S: Operation, O: Operation, K = One> {
    connection: Connection,
    start: S,
    follow: Follow<'a, O, K>,
    on_start: Option<OnStart<'a, S>>,
    interval: Option<Duration>,
    longest: Option<Duration>,
    deadline: Option<Duration>,
    observer: Option<Observer<'a, O>>,
}

/// Is called with the answer.
type OnStart<'a, S> = Box<dyn FnOnce(&<S as Operation>::Output) + Send + 'a>;

/// Makes the wait of the answer.
type Follow<'a, O, K> = Box<dyn FnOnce(&Excerpt) -> Result<Wait<'a, O, K>, Violations> + Send + 'a>;

impl<'a, S: Operation, O: Operation, K> StartAndWait<'a, S, O, K> {
    /// A call of `start`; `follow` makes the wait of its answer.
    pub fn new(
        connection: &Connection,
        start: S,
        follow: impl FnOnce(&Excerpt) -> Result<Wait<'a, O, K>, Violations> + Send + 'a,
    ) -> Self {
        Self {
            connection: connection.clone(),
            start,
            follow: Box::new(follow),
            on_start: None,
            interval: None,
            longest: None,
            deadline: None,
            observer: None,
        }
    }

    /// Calls a function with the answer of the call, before the waiting begins: to note down what was started.
    pub fn on_start(mut self, observe: impl FnOnce(&S::Output) + Send + 'a) -> Self {
        self.on_start = Some(Box::new(observe));
        self
    }

    /// As [`Wait::interval`].
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }

    /// As [`Wait::longest_interval`].
    pub fn longest_interval(mut self, longest: Duration) -> Self {
        self.longest = Some(longest);
        self
    }

    /// As [`Wait::deadline`]; counted from the answer of the call.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// As [`Wait::on_progress`].
    pub fn on_progress(mut self, observe: impl FnMut(&Progress<'_, O>) + Send + 'a) -> Self {
        self.observer = Some(Box::new(observe));
        self
    }
}

impl<'a, S, O, K> IntoFuture for StartAndWait<'a, S, O, K>
where
    S: Operation,
    O: Operation,
    K: Kind<O>,
{
    type Output = Result<K::Output, StartError<S, O>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let (answer, excerpt) = call(&self.connection, self.start)
                .await
                .map_err(StartError::Start)?;
            if let Some(observe) = self.on_start {
                observe(&answer);
            }
            let mut wait = match (self.follow)(&excerpt) {
                Ok(wait) => wait,
                Err(violations) => {
                    return Err(StartError::Untraceable {
                        violations,
                        answer: Box::new(answer),
                    });
                }
            };
            let patience = &mut wait.patience;
            patience.interval = self.interval.unwrap_or(patience.interval);
            patience.longest = self.longest.or(patience.longest);
            patience.deadline = self.deadline.unwrap_or(patience.deadline);
            wait.observer = self.observer;
            let result = K::run(wait).await;
            result.map_err(|error| StartError::Wait {
                error,
                answer: Box::new(answer),
            })
        })
    }
}

async fn call<S: Operation>(
    connection: &Connection,
    start: S,
) -> Result<(S::Output, Excerpt), Error<S::Failure>> {
    let reply = connection.reply(start).await?;
    let excerpt = Excerpt::answer(reply.headers().clone(), reply.bytes());
    Ok((S::response(reply)?, excerpt))
}

impl<S: Operation, O: Operation, K> fmt::Debug for StartAndWait<'_, S, O, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartAndWait")
            .field("start", &S::META.id())
            .field("operation", &O::META.id())
            .finish_non_exhaustive()
    }
}
