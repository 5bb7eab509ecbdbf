//! Tables of what comes in and what goes out, whole and byte by byte.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_core::Stream;
use serde_json::{Value, json};

use super::{Data, Event, EventStream, Framing, JsonLines, StreamError};
use crate::body::Body;

/// Chunks of a body, then its end.
struct Chunks(std::vec::IntoIter<Bytes>);

impl Stream for Chunks {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}

/// A body in chunks of this many bytes.
fn body(bytes: &[u8], size: usize) -> Body {
    let chunks: Vec<Bytes> = bytes.chunks(size).map(Bytes::copy_from_slice).collect();
    Body::stream(Chunks(chunks.into_iter()))
}

fn all<S: Stream + Unpin>(mut stream: S) -> Vec<S::Item> {
    let mut context = Context::from_waker(Waker::noop());
    let mut items = Vec::new();
    while let Poll::Ready(Some(item)) = Pin::new(&mut stream).poll_next(&mut context) {
        items.push(item);
    }
    items
}

/// An event in short: `event#id@retry|data`, or why there is none.
fn short<T: std::fmt::Display>(item: Result<Event<T>, StreamError>) -> String {
    match item {
        Ok(event) => {
            let mut text = event.event.unwrap_or_default();
            text.extend(event.id.map(|id| format!("#{id}")));
            text.extend(event.retry.map(|retry| format!("@{retry}")));
            format!("{text}|{}", event.data)
        }
        Err(StreamError::Invalid { data, .. }) => {
            format!("invalid {}", String::from_utf8_lossy(&data))
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn events_are_read_as_the_standard_says() {
    for (text, expected) in [
        ("", &[][..]),
        ("data: a\n\n", &["|a"]),
        ("data:a\n\ndata:  b\n\n", &["|a", "| b"]),
        ("\u{feff}data: a\n\n", &["|a"]),
        ("data: \u{feff}a\n\n", &["|\u{feff}a"]),
        ("data: a\r\n\r\ndata: b\r\rdata: c\n\n", &["|a", "|b", "|c"]),
        ("data: a\r\ndata: b\r\n\r\n", &["|a\nb"]),
        ("data\n\n", &["|"]),
        ("data\ndata\n\n", &["|\n"]),
        (": comment\n\ndata: a\n: more\ndata: b\n\n", &["|a\nb"]),
        ("event: add\nid: 7\nretry: 10\ndata: a\n\n", &["add#7@10|a"]),
        ("event: add\n\ndata: a\n\n", &["|a"]),
        ("event: add\nevent\ndata: a\n\n", &["|a"]),
        ("retry: 1x\nid: a\0b\nunknown: x\ndata: a\n\n", &["|a"]),
        ("retry: 99999999999999999999999\ndata: a\n\n", &["|a"]),
        ("data: a\n\ndata: cut off", &["|a"]),
        ("data: a\n\ndata: cut off\n", &["|a"]),
        ("id\ndata: a\n\n", &["#|a"]),
        ("data: a:b: c\n\n", &["|a:b: c"]),
    ] {
        for size in [1, 2, 3, 1000] {
            let stream = EventStream::<String>::read(body(text.as_bytes(), size), Data::Text);
            let found: Vec<String> = all(stream).into_iter().map(short).collect();
            assert_eq!(found, expected, "{text:?} by {size}");
        }
    }
    let broken = EventStream::<String>::read(body(b"data: \xff\n\n", 100), Data::Text);
    let found: Vec<String> = all(broken).into_iter().map(short).collect();
    assert_eq!(found, ["|\u{fffd}"]);
}

#[test]
fn data_is_typed() {
    let text = "data: 1\n\ndata: x\n\ndata: 2\n\ndata: [DONE]\n\ndata: 3\n\n";
    let stream = EventStream::<u32>::read(body(text.as_bytes(), 7), Data::Json);
    let found: Vec<String> = all(stream).into_iter().map(short).collect();
    assert_eq!(found, ["|1", "invalid x", "|2"]);
    let text = "event: e\nid: 1\ndata: {\"a\": 1}\n\ndata: 5\n\nretry: 3\ndata: [DONE]\n\n";
    let stream = EventStream::<Value>::read(body(text.as_bytes(), 7), Data::Whole);
    let found: Vec<Value> = all(stream)
        .into_iter()
        .map(|item| item.expect("an event").data)
        .collect();
    assert_eq!(
        found,
        [
            json!({"data": {"a": 1}, "event": "e", "id": "1"}),
            json!({"data": "5"}),
            json!({"data": "[DONE]", "retry": 3}),
        ]
    );
}

/// An event as one object, all of which may also be in its data.
#[test]
fn whole_events_may_be_in_the_data() {
    #[derive(serde::Deserialize)]
    struct Added {
        event: String,
        data: u32,
    }
    for text in [
        "event: added\ndata: 5\n\n",
        "data: {\"event\": \"added\", \"data\": 5}\n\n",
    ] {
        let stream = EventStream::<Added>::read(body(text.as_bytes(), 100), Data::Whole);
        let found: Vec<(String, u32)> = all(stream)
            .into_iter()
            .map(|item| item.expect("an event").data)
            .map(|added| (added.event, added.data))
            .collect();
        assert_eq!(found, [("added".to_owned(), 5)], "{text}");
    }
}

#[test]
fn events_are_written() {
    let event = |data: &str| Event::new(data.to_owned());
    for (event, expected) in [
        (event("a"), "data: a\n\n"),
        (
            event("a\nb\r\nc\rd"),
            "data: a\ndata: b\ndata: c\ndata: d\n\n",
        ),
        (event(""), "data: \n\n"),
        (
            event("a").event("x\ny").id("1\r\n2").retry(9),
            "event: x y\nid: 1  2\nretry: 9\ndata: a\n\n",
        ),
    ] {
        let stream = EventStream::from(vec![event]);
        let written = stream.into_body(Data::Text);
        assert_eq!(written.as_bytes(), Some(expected.as_bytes()));
    }
    let whole = Event::new(json!({"data": {"a": 1}, "event": "e", "id": null, "retry": 4}));
    let written = EventStream::from(vec![whole]).into_body(Data::Whole);
    let expected: &[u8] = b"event: e\nretry: 4\ndata: {\"a\":1}\n\n";
    assert_eq!(written.as_bytes(), Some(expected));
}

#[test]
fn lines_are_read() {
    for (framing, text, expected) in [
        (Framing::Lines, "", &[][..]),
        (Framing::Lines, "1\n2\n", &["1", "2"]),
        (Framing::Lines, "1\r\n\r\n \n2", &["1", "2"]),
        (Framing::Lines, "1\nx\n2\n", &["1", "invalid", "2"]),
        (
            Framing::Sequence,
            "\u{1e}1\n\u{1e}\n2\n\n\u{1e}\u{1e}3",
            &["1", "2", "3"],
        ),
        (Framing::Sequence, "1\n\u{1e}2", &["1", "2"]),
    ] {
        for size in [1, 2, 1000] {
            let stream = JsonLines::<u32>::read(body(text.as_bytes(), size), framing);
            let found: Vec<String> = all(stream)
                .into_iter()
                .map(|item| item.map_or("invalid".to_owned(), |value| value.to_string()))
                .collect();
            assert_eq!(found, expected, "{text:?} by {size}");
        }
    }
}

#[test]
fn lines_are_written() {
    for (framing, expected) in [
        (Framing::Lines, "{\"a\":1}\n2\n"),
        (Framing::Sequence, "\u{1e}{\"a\":1}\n\u{1e}2\n"),
    ] {
        let lines = || JsonLines::from(vec![json!({"a": 1}), json!(2)]);
        let written = lines().into_body(framing);
        assert_eq!(written.as_bytes(), Some(expected.as_bytes()));
        let over_time = JsonLines::new(lines()).into_body(framing);
        assert!(over_time.as_bytes().is_none());
        let written: Vec<u8> = all(over_time)
            .into_iter()
            .flat_map(|chunk| chunk.expect("a chunk"))
            .collect();
        assert_eq!(written, expected.as_bytes());
    }
}

/// However long an item gets, memory is bounded; and the stream ends behind the error.
#[test]
fn items_are_bounded() {
    let long = format!("1\n\"{}\"\n2\n", "x".repeat(100));
    for size in [1, 1000] {
        let stream = JsonLines::<Value>::read(body(long.as_bytes(), size), Framing::Lines);
        let found = all(stream.item_limit(50));
        assert!(
            matches!(found[..], [Ok(_), Err(StreamError::TooLong { limit: 50 })]),
            "{found:?}"
        );
        let events = "data: 123456789\n".repeat(20);
        let stream = EventStream::<String>::read(body(events.as_bytes(), size), Data::Text);
        let found = all(stream.item_limit(50));
        assert!(
            matches!(found[..], [Err(StreamError::TooLong { limit: 50 })]),
            "{found:?}"
        );
    }
}

/// Any bytes are read to their end without a panic, in chunks of any size.
#[test]
fn any_bytes_are_read_to_their_end() {
    let alphabet = b"data:id\r\n \x1e\xef\xbb\xbf{}\"1\0event:retry[]\n\n";
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize
    };
    for _ in 0..2000 {
        let bytes: Vec<u8> = (0..next() % 60)
            .map(|_| alphabet[next() % alphabet.len()])
            .collect();
        let size = 1 + next() % 7;
        let whole = all(EventStream::<Value>::read(body(&bytes, 1000), Data::Whole)).len();
        let parts = all(EventStream::<Value>::read(body(&bytes, size), Data::Whole)).len();
        assert_eq!(whole, parts, "{bytes:?}");
        for framing in [Framing::Lines, Framing::Sequence] {
            let whole = all(JsonLines::<Value>::read(body(&bytes, 1000), framing)).len();
            let parts = all(JsonLines::<Value>::read(body(&bytes, size), framing)).len();
            assert_eq!(whole, parts, "{bytes:?}");
        }
    }
}

#[test]
fn errors_of_what_is_made_break_the_body_off() {
    struct Fails;
    impl Stream for Fails {
        type Item = Result<u32, std::io::Error>;
        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(Some(Err(std::io::Error::other("gone"))))
        }
    }
    let chunks = all(JsonLines::new(Fails).into_body(Framing::Lines));
    assert!(matches!(&chunks[..], [Err(_)]), "{chunks:?}");
}
