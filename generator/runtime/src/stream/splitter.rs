//! Chunks of bytes to pieces between separators, at most one piece in memory.

use bytes::{Buf, Bytes, BytesMut};

/// What ends a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    /// LF.
    Newline,
    /// RS, U+001E (RFC 7464 section 2.2).
    Record,
    /// CR, LF, or both (WHATWG HTML section 9.2.5).
    AnyNewline,
}

/// Collects chunks and hands out what stands between separators.
#[derive(Debug)]
pub(super) struct Splitter {
    separator: Separator,
    pending: BytesMut,
    /// So many bytes of `pending` hold no separator.
    searched: usize,
    /// The last piece ended with CR: an LF that follows belongs to it.
    after_return: bool,
    pub(super) limit: usize,
}

/// A piece is longer than the limit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

impl Splitter {
    pub(super) fn new(separator: Separator, limit: usize) -> Self {
        Self {
            separator,
            pending: BytesMut::new(),
            searched: 0,
            after_return: false,
            limit,
        }
    }

    pub(super) fn push(&mut self, chunk: &[u8]) {
        self.pending.extend_from_slice(chunk);
    }

    /// The next piece that is complete.
    pub(super) fn next(&mut self) -> Result<Option<Bytes>, TooLong> {
        if self.after_return && !self.pending.is_empty() {
            self.after_return = false;
            if self.pending[0] == b'\n' {
                self.pending.advance(1);
            }
        }
        let ends = |byte: &u8| match self.separator {
            Separator::Newline => *byte == b'\n',
            Separator::Record => *byte == 0x1e,
            Separator::AnyNewline => matches!(byte, b'\n' | b'\r'),
        };
        let Some(found) = self.pending[self.searched..].iter().position(ends) else {
            self.searched = self.pending.len();
            return if self.searched > self.limit {
                Err(TooLong)
            } else {
                Ok(None)
            };
        };
        let length = self.searched + found;
        self.searched = 0;
        if length > self.limit {
            return Err(TooLong);
        }
        let mut piece = self.pending.split_to(length + 1);
        self.after_return = self.separator == Separator::AnyNewline && piece[length] == b'\r';
        piece.truncate(length);
        Ok(Some(piece.freeze()))
    }

    /// What is left at the end of the body.
    pub(super) fn rest(&mut self) -> Bytes {
        self.searched = 0;
        std::mem::take(&mut self.pending).freeze()
    }
}
