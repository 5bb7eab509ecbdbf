//! Comments in the pauses of an event stream, so that nobody on the way takes it for dead.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::{Instant, Sleep, sleep};

use crate::body::{Body, BoxError};

/// A body with a comment behind every pause of some length.
pub(super) struct KeepAlive {
    body: Body,
    every: Duration,
    /// Made when it is first polled: only then there must be a runtime.
    pause: Option<Pin<Box<Sleep>>>,
}

impl KeepAlive {
    pub(super) fn new(body: Body, every: Duration) -> Self {
        Self {
            body,
            every,
            pause: None,
        }
    }
}

impl Stream for KeepAlive {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let every = self.every;
        if let Poll::Ready(next) = Pin::new(&mut self.body).poll_next(context) {
            if let Some(pause) = &mut self.pause {
                pause.as_mut().reset(Instant::now() + every);
            }
            return Poll::Ready(next);
        }
        let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(every)));
        if pause.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        pause.as_mut().reset(Instant::now() + every);
        // An empty comment, and the end of nothing: no event comes of it.
        Poll::Ready(Some(Ok(Bytes::from_static(b":\n\n"))))
    }
}
