//! Streams of server-sent events (WHATWG HTML section 9.2).

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{BufMut, Bytes, BytesMut};
use futures_core::Stream;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ITEM_LIMIT;
use super::error::StreamError;
use super::event::{Data, Event};
use super::items::{self, Source};
use super::parser::Parser;
use crate::body::{Body, BoxError};
use crate::validate::Violations;

/// What many services send as the data of their last event, whatever the schema of the others is.
const DONE: &str = "[DONE]";

/// A stream of server-sent events whose data has one type. What is made is written with
/// [`into_body`](Self::into_body), what is read comes as a [`Stream`], or event by event with [`next`](Self::next).
///
/// Data that is just `[DONE]` and does not fit the type is the end of the stream, as the services that send it mean it.
pub struct EventStream<T> {
    source: Source<Event<T>, Reader<T>>,
    last_event_id: Option<String>,
    retry: Option<u64>,
    #[cfg(any(feature = "client", feature = "server"))]
    keep_alive: Option<std::time::Duration>,
}

struct Reader<T> {
    body: Body,
    parser: Parser,
    decode: Decode<T>,
}

type Decode<T> = Box<dyn Fn(&Event<String>) -> Result<Event<T>, Violations> + Send>;

impl<T> EventStream<T> {
    fn of(source: Source<Event<T>, Reader<T>>) -> Self {
        Self {
            source,
            last_event_id: None,
            retry: None,
            #[cfg(any(feature = "client", feature = "server"))]
            keep_alive: None,
        }
    }

    /// Events made over time. An error breaks the body off.
    pub fn new<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Event<T>, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self::of(Source::made(stream))
    }

    /// Events read from a body. An event that its end cuts off is dropped, as the standard demands.
    #[must_use]
    pub fn read(body: Body, data: Data) -> Self
    where
        T: DeserializeOwned,
    {
        Self::of(Source::Read(Reader {
            body,
            parser: Parser::new(ITEM_LIMIT),
            decode: Box::new(move |event| data.read(event)),
        }))
    }

    /// Changes how many bytes one event may have when it is read, [`ITEM_LIMIT`] by default.
    #[must_use]
    pub fn item_limit(mut self, bytes: usize) -> Self {
        if let Source::Read(reader) = &mut self.source {
            reader.parser.set_limit(bytes);
        }
        self
    }

    /// The next event; `None` when there are no more.
    pub async fn next(&mut self) -> Option<Result<Event<T>, StreamError>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The id of the last event that had one: what a client that connects again tells as `Last-Event-ID`.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        self.last_event_id.as_deref()
    }

    /// How long the service wants a client to wait before it connects again, in milliseconds.
    #[must_use]
    pub fn retry(&self) -> Option<u64> {
        self.retry
    }

    /// Has a comment sent behind every pause of this length, so that nobody on the way takes the stream for dead. Needs
    /// a tokio runtime with its timer on. 15 seconds are usual.
    #[cfg(any(feature = "client", feature = "server"))]
    #[must_use]
    pub fn keep_alive(mut self, every: std::time::Duration) -> Self {
        self.keep_alive = Some(every);
        self
    }

    /// The events as a body.
    #[must_use]
    pub fn into_body(self, data: Data) -> Body
    where
        T: Serialize + 'static,
        Self: Send,
    {
        let at_hand = matches!(self.source, Source::Ready(_) | Source::Ended);
        #[cfg(any(feature = "client", feature = "server"))]
        let keep_alive = self.keep_alive;
        let body = items::body(
            self,
            at_hand,
            move |event: &Event<T>, out: &mut BytesMut| {
                out.put_slice(data.write(event)?.to_text().as_bytes());
                Ok(())
            },
        );
        #[cfg(any(feature = "client", feature = "server"))]
        if let Some(every) = keep_alive {
            return Body::stream(super::keep_alive::KeepAlive::new(body, every));
        }
        body
    }
}

// No part of it is pinned in place.
impl<T> Unpin for EventStream<T> {}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.source.poll(context, Reader::poll));
        if let Some(Ok(event)) = &next {
            if event.id.is_some() {
                self.last_event_id.clone_from(&event.id);
            }
            self.retry = event.retry.or(self.retry);
        }
        Poll::Ready(next)
    }
}

impl<T> Reader<T> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, StreamError>>> {
        loop {
            match self.parser.next() {
                Err(_) => {
                    let limit = self.parser.limit();
                    return Poll::Ready(Some(Err(StreamError::TooLong { limit })));
                }
                Ok(Some(event)) => {
                    return Poll::Ready(match (self.decode)(&event) {
                        Ok(event) => Some(Ok(event)),
                        Err(_) if event.data.trim() == DONE => None,
                        Err(violations) => Some(Err(StreamError::Invalid {
                            data: Bytes::from(event.data),
                            violations,
                        })),
                    });
                }
                Ok(None) => match ready!(Pin::new(&mut self.body).poll_next(context)) {
                    Some(Ok(chunk)) => self.parser.push(&chunk),
                    Some(Err(error)) => return Poll::Ready(Some(Err(StreamError::Broken(error)))),
                    None => return Poll::Ready(None),
                },
            }
        }
    }
}

impl<T> Default for EventStream<T> {
    /// No events.
    fn default() -> Self {
        Self::of(Source::Ended)
    }
}

impl<T> From<Vec<Event<T>>> for EventStream<T> {
    fn from(events: Vec<Event<T>>) -> Self {
        Self::of(Source::Ready(events.into_iter()))
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream")
    }
}
