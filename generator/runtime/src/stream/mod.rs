//! Bodies that are a sequence of typed items: server-sent events and JSON Lines, in both directions.
//!
//! In: a [`Body`](crate::body::Body), or items that a handler or a caller makes. Out: a stream of typed items, or a body.
//! An item that cannot be read is an error in its place; the items behind it still come. One item at a time is in memory,
//! and no more of it than a limit allows. It needs no runtime, but for the pauses of [`EventStream::keep_alive`].

mod error;
mod event;
mod events;
mod items;
#[cfg(any(feature = "client", feature = "server"))]
mod keep_alive;
mod lines;
mod parser;
mod splitter;
#[cfg(test)]
mod tests;

pub use error::StreamError;
pub use event::{Data, Event};
pub use events::EventStream;
pub use lines::{Framing, JsonLines};

/// Bytes that one item may have by default: 16 MiB, room for an image in Base64.
pub const ITEM_LIMIT: usize = 16 << 20;
