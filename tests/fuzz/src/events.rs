//! Streams of events and of JSON lines say the same however they are cut into chunks, and what is read can be written.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use generator_runtime::body::Body;
use generator_runtime::stream::{Data, Event, EventStream, Framing, JsonLines, StreamError};
use serde_json::Value;

use crate::inputs::{choice, pick};

/// Bytes of an item.
const LIMIT: usize = 4096;

/// Takes a byte that chooses how items are framed, one that says how long chunks are, and the stream.
///
/// # Panics
/// When chunks matter, or when items that were read are others after being written.
pub fn events(data: &[u8]) {
    let (framing, rest) = choice(data);
    let (size, text) = choice(rest);
    let size = usize::from(size).max(1);
    match pick(&[0, 1, 2, 3, 4], framing) {
        0 => lines(Framing::Lines, text, size),
        1 => lines(Framing::Sequence, text, size),
        2 => server_sent(Data::Text, text, size),
        3 => server_sent(Data::Json, text, size),
        _ => server_sent(Data::Whole, text, size),
    }
}

fn lines(framing: Framing, text: &[u8], size: usize) {
    let read = |body| {
        let mut stream = JsonLines::<Value>::read(body, framing).item_limit(LIMIT);
        let mut items = Vec::new();
        while let Some(item) = now(stream.next()) {
            items.push(item.map_err(label));
        }
        items
    };
    let items = read(Body::from(text.to_vec()));
    assert_eq!(read(chunked(text, size)), items, "chunks of {size}");
    let values: Vec<Value> = items.into_iter().filter_map(Result::ok).collect();
    let written = now(JsonLines::from(values.clone())
        .into_body(framing)
        .bytes(usize::MAX));
    let again = read(Body::from(written.expect("values can be written")));
    // Written, a value may be longer than it was.
    if again.iter().all(Result::is_ok) {
        assert_eq!(
            again.into_iter().filter_map(Result::ok).collect::<Vec<_>>(),
            values
        );
    }
}

fn server_sent(data: Data, text: &[u8], size: usize) {
    let read = |body| {
        let mut stream = EventStream::<Value>::read(body, data).item_limit(LIMIT);
        let mut items = Vec::new();
        while let Some(item) = now(stream.next()) {
            items.push(item.map_err(label));
        }
        (
            items,
            stream.last_event_id().map(str::to_owned),
            stream.retry(),
        )
    };
    let first = read(Body::from(text.to_vec()));
    assert_eq!(read(chunked(text, size)), first, "chunks of {size}");
    if data == Data::Whole {
        return;
    }
    let events: Vec<Event<Value>> = first.0.into_iter().filter_map(Result::ok).collect();
    let written = now(EventStream::from(events.clone())
        .into_body(data)
        .bytes(usize::MAX));
    let (again, ..) = read(Body::from(written.expect("events can be written")));
    if again.iter().all(Result::is_ok) {
        assert_eq!(
            again.into_iter().filter_map(Result::ok).collect::<Vec<_>>(),
            events
        );
    }
}

/// An error as something that can be compared.
fn label(error: StreamError) -> String {
    match error {
        StreamError::Invalid { data, violations } => format!("{data:?}: {violations}"),
        other => other.to_string(),
    }
}

/// The bytes in chunks of a size.
fn chunked(text: &[u8], size: usize) -> Body {
    let chunks = text.chunks(size).map(Bytes::copy_from_slice).collect();
    Body::wrap(Chunks(chunks))
}

struct Chunks(VecDeque<Bytes>);

impl http_body::Body for Chunks {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Ready(
            self.0
                .pop_front()
                .map(|chunk| Ok(http_body::Frame::data(chunk))),
        )
    }
}

/// What comes of work that waits for nothing.
pub(crate) fn now<F: Future>(work: F) -> F::Output {
    let mut work = std::pin::pin!(work);
    let mut context = Context::from_waker(std::task::Waker::noop());
    loop {
        if let Poll::Ready(output) = work.as_mut().poll(&mut context) {
            return output;
        }
    }
}
