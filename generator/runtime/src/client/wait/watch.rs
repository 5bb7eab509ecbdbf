//! Asking how work is, over and over: one question at a time, with pauses, failures that may pass, and a deadline.

use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, sleep, timeout_at};

use crate::client::retry::shortened;
use crate::client::{Connection, Operation};
use crate::error::Error;

use super::WaitError;
use super::rule::{Rule, State};

/// So many questions in a row may fail before the wait does.
const TOLERATED: u32 = 5;

/// How long and how often to ask.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    pub(super) interval: Duration,
    pub(super) longest: Option<Duration>,
    pub(super) deadline: Duration,
}

impl Patience {
    pub(super) fn of(rule: &Rule) -> Self {
        Self {
            interval: rule.interval,
            longest: None,
            deadline: rule.deadline,
        }
    }
}

/// What is called with every answer.
pub(super) type Observer<'a, O> = Box<dyn FnMut(&Progress<'_, O>) + Send + 'a>;

/// How the work is.
#[derive(Debug)]
#[non_exhaustive]
pub struct Progress<'a, O: Operation> {
    /// How far all of the work is, from 0 to 100, where the service says it. A finished piece counts as 100.
    pub percent: Option<f64>,
    /// The status, in the service's own word; `None` while the work is not visible yet.
    pub status: Option<&'a str>,
    /// Which piece of work the answer is about, counted from 0.
    pub piece: usize,
    /// The answer.
    pub answer: &'a O::Output,
}

impl<O: Operation> Progress<'_, O> {
    /// How far all of the work is, from 0 to 100; 0 while the service says nothing.
    #[must_use]
    pub fn percent(&self) -> f64 {
        self.percent.unwrap_or(0.0)
    }
}

/// A wait in progress.
pub(super) struct Watch<'a, O: Operation> {
    connection: Connection,
    rule: Rule,
    observer: Option<Observer<'a, O>>,
    /// One per piece of work.
    questions: Vec<O>,
    /// How far each piece is.
    percents: Vec<Option<f64>>,
    pause: Duration,
    longest: Duration,
    limit: Duration,
    deadline: Option<Instant>,
    /// Questions that failed in a row.
    failures: u32,
    /// Asked by the service, with a failure.
    asked: Option<Duration>,
    last: Option<Box<O::Output>>,
    /// The pause before the deadline was cut short so that there is one last question.
    is_last: bool,
}

impl<'a, O: Operation> Watch<'a, O> {
    pub(super) fn new(
        connection: Connection,
        rule: Rule,
        patience: Patience,
        observer: Option<Observer<'a, O>>,
        questions: Vec<O>,
    ) -> Self {
        Self {
            connection,
            rule,
            observer,
            percents: vec![None; questions.len()],
            questions,
            pause: patience.interval,
            longest: patience
                .longest
                .unwrap_or_else(|| patience.interval.saturating_mul(6)),
            limit: patience.deadline,
            // A deadline beyond the clock is none.
            deadline: Instant::now().checked_add(patience.deadline),
            failures: 0,
            asked: None,
            last: None,
            is_last: false,
        }
    }

    pub(super) fn pieces(&self) -> usize {
        self.questions.len()
    }

    /// Asks how a piece of work is; gives the answer when it is done.
    pub(super) async fn ask(&mut self, piece: usize) -> Result<Option<O::Output>, WaitError<O>>
    where
        O: Clone,
    {
        let call = call(&self.connection, self.questions[piece].clone());
        let result = match self.deadline {
            None => call.await,
            Some(deadline) => match timeout_at(deadline, call).await {
                Ok(result) => result,
                Err(_) => return Err(self.given_up()),
            },
        };
        let (answer, body) = match result {
            Ok(answered) => answered,
            Err(error) if self.rule.is_absent(error.status()) => {
                self.failures = 0;
                return Ok(None);
            }
            Err(error) => return self.failed(error).map(|()| None),
        };
        self.failures = 0;
        let (status, state) = self.rule.state(&body);
        self.percents[piece] = match state {
            State::Done => Some(100.0),
            _ => self.rule.percent(&body),
        };
        #[cfg(feature = "tracing")]
        tracing::debug!(
            operation = O::META.id(),
            piece,
            status = status.as_deref().unwrap_or_default(),
            percent = self.percent(),
            "waiting"
        );
        let percent = self.percent();
        if let Some(observer) = &mut self.observer {
            observer(&Progress {
                percent,
                status: status.as_deref(),
                piece,
                answer: &answer,
            });
        }
        match (state, status) {
            (State::Done, _) => Ok(Some(answer)),
            (State::Failed { code, reason }, status) => Err(WaitError::Failed {
                status: status.unwrap_or_default(),
                code,
                reason,
                last: Box::new(answer),
            }),
            (State::Unknown, Some(status)) => Err(WaitError::UnknownStatus {
                status,
                last: Box::new(answer),
            }),
            (State::Pending | State::Unknown, _) => {
                self.last = Some(Box::new(answer));
                Ok(None)
            }
        }
    }

    /// Rests between two rounds of questions.
    pub(super) async fn pause(&mut self) -> Result<(), WaitError<O>> {
        let pause = shortened(self.pause, 0.25);
        let pause = self.asked.take().map_or(pause, |asked| asked.max(pause));
        self.pause = (self.pause.saturating_mul(3) / 2).min(self.longest);
        let Some(deadline) = self.deadline else {
            sleep(pause).await;
            return Ok(());
        };
        let left = deadline.saturating_duration_since(Instant::now());
        if pause < left {
            sleep(pause).await;
            return Ok(());
        }
        if self.is_last || left.is_zero() {
            return Err(self.given_up());
        }
        self.is_last = true;
        sleep(left.mul_f64(0.9)).await;
        Ok(())
    }

    /// A question that failed: tolerated when another one may succeed, but not for ever.
    fn failed(&mut self, error: Error<O::Failure>) -> Result<(), WaitError<O>> {
        self.failures += 1;
        if !error.is_retryable() || self.failures > TOLERATED {
            return Err(WaitError::Call(error));
        }
        #[cfg(feature = "tracing")]
        tracing::warn!(operation = O::META.id(), failures = self.failures, %error, "asked again");
        self.asked = error.retry_after();
        Ok(())
    }

    fn given_up(&mut self) -> WaitError<O> {
        WaitError::Deadline {
            after: self.limit,
            last: self.last.take(),
        }
    }

    /// The mean of all pieces, as soon as one says how far it is.
    fn percent(&self) -> Option<f64> {
        let known = self.percents.iter().flatten();
        let sum: f64 = known.clone().sum();
        (known.count() > 0).then(|| sum / self.percents.len() as f64)
    }
}

/// The answer as its type, and as the JSON that the rule's pointers lead into.
async fn call<O: Operation>(
    connection: &Connection,
    question: O,
) -> Result<(O::Output, Value), Error<O::Failure>> {
    let reply = connection.reply(question).await?;
    let bytes = reply.bytes().clone();
    let answer = O::response(reply)?;
    // A body that is no JSON has no status, which counts as pending.
    let body = serde_json::from_slice(&bytes).unwrap_or_default();
    Ok((answer, body))
}
