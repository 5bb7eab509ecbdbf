//! Items that somebody makes: all at hand, or over time.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{BufMut, BytesMut};
use futures_core::Stream;

use super::error::StreamError;
use crate::body::{Body, BoxError};

/// Items made over time.
pub(super) type Made<I> = Pin<Box<dyn Stream<Item = Result<I, BoxError>> + Send>>;

/// Where items come from.
pub(super) enum Source<I, R> {
    /// Read from a body.
    Read(R),
    /// Made, all at hand.
    Ready(std::vec::IntoIter<I>),
    /// Made over time.
    Made(Made<I>),
    /// Nothing comes any more.
    Ended,
}

impl<I, R> Source<I, R> {
    pub(super) fn made<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<I, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self::Made(Box::pin(Boxed(Box::pin(stream))))
    }

    /// The next item; what `read` says for items that are read.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        read: impl FnOnce(&mut R, &mut Context<'_>) -> Poll<Option<Result<I, StreamError>>>,
    ) -> Poll<Option<Result<I, StreamError>>> {
        let next = match self {
            Self::Read(reader) => read(reader, context),
            Self::Ready(items) => Poll::Ready(items.next().map(Ok)),
            Self::Made(stream) => stream
                .as_mut()
                .poll_next(context)
                .map(|next| next.map(|item| item.map_err(StreamError::Broken))),
            Self::Ended => Poll::Ready(None),
        };
        let ends = match &next {
            Poll::Ready(None) => true,
            Poll::Ready(Some(Err(error))) => !matches!(error, StreamError::Invalid { .. }),
            _ => false,
        };
        if ends {
            *self = Self::Ended;
        }
        next
    }
}

/// The body of items. Items at hand make a body at hand, which can be signed and sent again.
pub(super) fn body<S, I>(
    stream: S,
    at_hand: bool,
    write: impl Fn(&I, &mut BytesMut) -> Result<(), BoxError> + Unpin + Send + 'static,
) -> Body
where
    S: Stream<Item = Result<I, StreamError>> + Unpin + Send + 'static,
    I: 'static,
{
    let mut written = Written { stream, write };
    if !at_hand {
        return Body::stream(written);
    }
    let mut all = BytesMut::new();
    let mut context = Context::from_waker(std::task::Waker::noop());
    while let Poll::Ready(Some(next)) = Pin::new(&mut written).poll_next(&mut context) {
        match next {
            Ok(bytes) => all.put(bytes),
            Err(error) => return Body::stream(Failed(Some(error))),
        }
    }
    all.freeze().into()
}

struct Written<S, W> {
    stream: S,
    write: W,
}

impl<S, I, W> Stream for Written<S, W>
where
    S: Stream<Item = Result<I, StreamError>> + Unpin,
    W: Fn(&I, &mut BytesMut) -> Result<(), BoxError> + Unpin,
{
    type Item = Result<bytes::Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.stream).poll_next(context).map(|next| {
            next.map(|item| {
                let mut out = BytesMut::new();
                (self.write)(&item?, &mut out)?;
                Ok(out.freeze())
            })
        })
    }
}

/// A body that says why there is none.
struct Failed(Option<BoxError>);

impl Stream for Failed {
    type Item = Result<bytes::Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Err))
    }
}

/// A stream with its errors in a box.
struct Boxed<S>(Pin<Box<S>>);

impl<S, I, E> Stream for Boxed<S>
where
    S: Stream<Item = Result<I, E>>,
    E: Into<BoxError>,
{
    type Item = Result<I, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0
            .as_mut()
            .poll_next(context)
            .map(|next| next.map(|item| item.map_err(Into::into)))
    }
}
