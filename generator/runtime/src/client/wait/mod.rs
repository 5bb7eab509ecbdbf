//! Waiting for work that goes on after the answer of the call that started it.
//!
//! In: an operation that tells how the work is, and a [`Rule`] that reads it off the answer. Out: the answer that reports
//! success, or a typed error. It does not know what the work is. Time is tokio's: a wait needs a runtime with its timer on.

mod error;
mod excerpt;
mod rule;
mod start;
mod watch;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

pub use error::{StartError, WaitError};
pub use excerpt::Excerpt;
pub use rule::Rule;
pub use start::StartAndWait;
pub use watch::Progress;

use super::{BuildError, Connection, Operation};
use watch::{Observer, Patience, Watch};

/// A wait for one piece of work: gives the answer that reports its success.
#[derive(Debug)]
pub enum One {}

/// A wait for several pieces of work: gives the answers that report their success, in the order of the pieces.
#[derive(Debug)]
pub enum Each {}

/// Waiting for work, by asking an operation for its state until that is final. Nothing is sent before it is awaited;
/// dropping the future ends the waiting at once, and leaves the work alone.
///
/// The first question is asked at once. The pauses between questions begin at the interval and grow by half, up to the
/// longest pause; each is shortened by a random part of up to a quarter. Questions that fail in a way that may pass (see
/// [`Error::is_retryable`](crate::error::Error::is_retryable)) are asked again, unless five fail in a row.
#[must_use = "a wait begins when it is awaited"]
pub struct Wait<'a, O: Operation, K = One> {
    connection: Result<Connection, BuildError>,
    rule: Rule,
    questions: Vec<O>,
    patience: Patience,
    observer: Option<Observer<'a, O>>,
    kind: PhantomData<fn() -> K>,
}

impl<O: Operation> Wait<'_, O> {
    /// A wait for one piece of work, whose state `question` asks for.
    pub fn one(connection: &Connection, rule: Rule, question: O) -> Self {
        Self::new(connection, rule, vec![question])
    }
}

impl<O: Operation> Wait<'_, O, Each> {
    /// A wait for several pieces of work, each with its own question.
    pub fn each(
        connection: &Connection,
        rule: Rule,
        questions: impl IntoIterator<Item = O>,
    ) -> Self {
        Self::new(connection, rule, questions.into_iter().collect())
    }
}

impl<'a, O: Operation, K> Wait<'a, O, K> {
    fn new(connection: &Connection, rule: Rule, questions: Vec<O>) -> Self {
        Self {
            connection: Ok(connection.clone()),
            patience: Patience::of(&rule),
            rule,
            questions,
            observer: None,
            kind: PhantomData,
        }
    }

    /// Another value of a setting of the connection, for the questions of this wait alone: they go to, and are signed
    /// for, another region.
    pub fn setting(mut self, name: &str, value: impl Into<String>) -> Self {
        self.connection = self
            .connection
            .and_then(|connection| connection.with_value(name, value));
        self
    }

    /// The first pause between two questions; later ones grow from it, up to six times as long unless
    /// [`longest_interval`](Self::longest_interval) says otherwise.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.patience.interval = interval;
        self
    }

    /// The longest pause between two questions.
    pub fn longest_interval(mut self, longest: Duration) -> Self {
        self.patience.longest = Some(longest);
        self
    }

    /// How long to wait in all. The work goes on when the wait gives up.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.patience.deadline = deadline;
        self
    }

    /// Calls a function with every answer, the last one included.
    pub fn on_progress(mut self, observe: impl FnMut(&Progress<'_, O>) + Send + 'a) -> Self {
        self.observer = Some(Box::new(observe));
        self
    }

    fn watch(self) -> Result<Watch<'a, O>, WaitError<O>> {
        let connection = self.connection.map_err(WaitError::Setting)?;
        Ok(Watch::new(
            connection,
            self.rule,
            self.patience,
            self.observer,
            self.questions,
        ))
    }
}

/// A wait that goes on.
pub type Waiting<'a, T, O> = Pin<Box<dyn Future<Output = Result<T, WaitError<O>>> + Send + 'a>>;

impl<'a, O: Operation, K: Kind<O>> IntoFuture for Wait<'a, O, K> {
    type Output = Result<K::Output, WaitError<O>>;
    type IntoFuture = Waiting<'a, K::Output, O>;

    fn into_future(self) -> Self::IntoFuture {
        K::run(self)
    }
}

/// What a wait is for, one piece of work or several: [`One`] or [`Each`].
pub trait Kind<O: Operation>: Sized + sealed::Sealed + 'static {
    /// What the wait gives.
    type Output: Send;

    /// Waits.
    #[doc(hidden)]
    fn run<'a>(wait: Wait<'a, O, Self>) -> Waiting<'a, Self::Output, O>;
}

mod sealed {
    /// Other kinds would have to know what is inside a wait.
    pub trait Sealed {}

    impl Sealed for super::One {}
    impl Sealed for super::Each {}
}

impl<O: Operation + Clone> Kind<O> for One {
    type Output = O::Output;

    fn run<'a>(wait: Wait<'a, O, Self>) -> Waiting<'a, O::Output, O> {
        Box::pin(async move {
            let mut watch = wait.watch()?;
            loop {
                for piece in 0..watch.pieces() {
                    if let Some(answer) = watch.ask(piece).await? {
                        return Ok(answer);
                    }
                }
                watch.pause().await?;
            }
        })
    }
}

impl<O: Operation + Clone> Kind<O> for Each {
    type Output = Vec<O::Output>;

    fn run<'a>(wait: Wait<'a, O, Self>) -> Waiting<'a, Vec<O::Output>, O> {
        Box::pin(async move {
            let mut watch = wait.watch()?;
            let mut answers: Vec<Option<O::Output>> = Vec::new();
            answers.resize_with(watch.pieces(), || None);
            loop {
                for (piece, answer) in answers.iter_mut().enumerate() {
                    if answer.is_none() {
                        *answer = watch.ask(piece).await?;
                    }
                }
                if answers.iter().all(Option::is_some) {
                    return Ok(answers.into_iter().flatten().collect());
                }
                watch.pause().await?;
            }
        })
    }
}

impl<O: Operation, K> fmt::Debug for Wait<'_, O, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("operation", &O::META.id())
            .field("pieces", &self.questions.len())
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}
