//! JSON values one after the other: JSON Lines, and JSON text sequences (RFC 7464).

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{BufMut, Bytes, BytesMut};
use futures_core::Stream;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ITEM_LIMIT;
use super::error::StreamError;
use super::items::{self, Source};
use super::splitter::{Separator, Splitter};
use crate::body::{Body, BoxError};
use crate::json;
use crate::validate::{Validate, Violations, validate};

/// What stands between the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// A line break behind each value: JSON Lines, NDJSON.
    Lines,
    /// The character RS before each value: `application/json-seq` (RFC 7464).
    Sequence,
}

/// A stream of JSON values of one type. What is made is written with [`into_body`](Self::into_body), what is read comes
/// as a [`Stream`], or value by value with [`next`](Self::next).
pub struct JsonLines<T>(Source<T, Reader<T>>);

struct Reader<T> {
    body: Body,
    pieces: Splitter,
    ended: bool,
    decode: Decode<T>,
}

type Decode<T> = fn(&[u8]) -> Result<T, Violations>;

impl<T> JsonLines<T> {
    /// Values made over time. An error breaks the body off.
    pub fn new<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self(Source::made(stream))
    }

    /// Values read from a body.
    #[must_use]
    pub fn read(body: Body, framing: Framing) -> Self
    where
        T: DeserializeOwned,
    {
        let separator = match framing {
            Framing::Lines => Separator::Newline,
            Framing::Sequence => Separator::Record,
        };
        Self(Source::Read(Reader {
            body,
            pieces: Splitter::new(separator, ITEM_LIMIT),
            ended: false,
            decode: json::from_slice,
        }))
    }

    /// As [`read`](Self::read); values that break the constraints of their type are errors, too.
    #[must_use]
    pub fn read_checked(body: Body, framing: Framing) -> Self
    where
        T: DeserializeOwned + Validate,
    {
        let mut values = Self::read(body, framing);
        if let Source::Read(reader) = &mut values.0 {
            reader.decode = |text| {
                let value = json::from_slice(text)?;
                validate(&value)?;
                Ok(value)
            };
        }
        values
    }

    /// Changes how many bytes one value may have when it is read, [`ITEM_LIMIT`] by default.
    #[must_use]
    pub fn item_limit(mut self, bytes: usize) -> Self {
        if let Source::Read(reader) = &mut self.0 {
            reader.pieces.limit = bytes;
        }
        self
    }

    /// The next value; `None` when there are no more.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>>
    where
        T: 'static,
    {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The values as a body.
    #[must_use]
    pub fn into_body(self, framing: Framing) -> Body
    where
        T: Serialize + Send + 'static,
    {
        let at_hand = matches!(self.0, Source::Ready(_) | Source::Ended);
        items::body(self, at_hand, move |value: &T, out: &mut BytesMut| {
            if framing == Framing::Sequence {
                out.put_u8(0x1e);
            }
            out.put_slice(&json::to_vec(value)?);
            out.put_u8(b'\n');
            Ok(())
        })
    }
}

// No part of it is pinned in place.
impl<T> Unpin for JsonLines<T> {}

impl<T> Stream for JsonLines<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll(context, Reader::poll)
    }
}

impl<T> Reader<T> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, StreamError>>> {
        loop {
            let limit = self.pieces.limit;
            let piece = match self.pieces.next() {
                Err(_) => return Poll::Ready(Some(Err(StreamError::TooLong { limit }))),
                Ok(Some(piece)) => piece,
                Ok(None) if self.ended => {
                    let rest = self.pieces.rest();
                    if rest.is_empty() {
                        return Poll::Ready(None);
                    }
                    rest
                }
                Ok(None) => {
                    match ready!(Pin::new(&mut self.body).poll_next(context)) {
                        Some(Ok(chunk)) => self.pieces.push(&chunk),
                        Some(Err(error)) => {
                            return Poll::Ready(Some(Err(StreamError::Broken(error))));
                        }
                        None => self.ended = true,
                    }
                    continue;
                }
            };
            let text = piece.trim_ascii();
            if !text.is_empty() {
                return Poll::Ready(Some((self.decode)(text).map_err(|violations| {
                    StreamError::Invalid {
                        data: Bytes::copy_from_slice(text),
                        violations,
                    }
                })));
            }
        }
    }
}

impl<T> Default for JsonLines<T> {
    /// No values.
    fn default() -> Self {
        Self(Source::Ended)
    }
}

impl<T> From<Vec<T>> for JsonLines<T> {
    fn from(values: Vec<T>) -> Self {
        Self(Source::Ready(values.into_iter()))
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonLines")
    }
}
