//! Bodies one behind the other.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};

use crate::body::{Body, BoxError};

/// Bytes and bodies in the order in which they are sent.
#[derive(Debug, Default)]
pub(super) struct Chain {
    done: VecDeque<Body>,
    last: BytesMut,
}

impl Chain {
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.last.extend_from_slice(bytes);
    }

    /// Adds a body; one that is at hand is copied, so that the whole can be at hand.
    pub(super) fn body(&mut self, body: Body) {
        match body.into_bytes() {
            Ok(bytes) => self.bytes(&bytes),
            Err(stream) => {
                self.done
                    .push_back(std::mem::take(&mut self.last).freeze().into());
                self.done.push_back(stream);
            }
        }
    }

    pub(super) fn finish(mut self) -> Body {
        let last = Body::from(std::mem::take(&mut self.last).freeze());
        if self.done.is_empty() {
            return last;
        }
        self.done.push_back(last);
        Body::wrap(self)
    }
}

impl http_body::Body for Chain {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        while let Some(body) = self.done.front_mut() {
            match ready!(Pin::new(body).poll_frame(context)) {
                // Trailers of a part are none of the whole.
                Some(Ok(frame)) if !frame.is_data() => {}
                Some(next) => return Poll::Ready(Some(next)),
                None => drop(self.done.pop_front()),
            }
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.done.iter().all(http_body::Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let mut whole = SizeHint::with_exact(0);
        for hint in self.done.iter().map(http_body::Body::size_hint) {
            let lower = whole.lower().saturating_add(hint.lower());
            let upper = whole.upper().zip(hint.upper());
            let upper = upper.and_then(|(one, other)| one.checked_add(other));
            whole = SizeHint::new();
            whole.set_lower(lower);
            upper.into_iter().for_each(|upper| whole.set_upper(upper));
        }
        whole
    }
}
