//! Bytes of an event stream to events (WHATWG HTML section 9.2.6).

use bytes::Bytes;

use super::event::Event;
use super::splitter::{Separator, Splitter, TooLong};

/// Reads events of a body whose chunks come one after the other.
#[derive(Debug)]
pub(super) struct Parser {
    lines: Splitter,
    started: bool,
    /// What has come of the next event.
    data: Option<String>,
    event: Option<String>,
    id: Option<String>,
    retry: Option<u64>,
}

impl Parser {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            lines: Splitter::new(Separator::AnyNewline, limit),
            started: false,
            data: None,
            event: None,
            id: None,
            retry: None,
        }
    }

    pub(super) fn push(&mut self, chunk: &[u8]) {
        self.lines.push(chunk);
    }

    pub(super) fn set_limit(&mut self, limit: usize) {
        self.lines.limit = limit;
    }

    pub(super) fn limit(&self) -> usize {
        self.lines.limit
    }

    /// The next event that is complete. What has no data is no event.
    pub(super) fn next(&mut self) -> Result<Option<Event<String>>, TooLong> {
        while let Some(line) = self.lines.next()? {
            if line.is_empty() {
                let event = self.event.take().filter(|event| !event.is_empty());
                let (id, retry) = (self.id.take(), self.retry.take());
                if let Some(data) = self.data.take() {
                    return Ok(Some(Event {
                        data,
                        event,
                        id,
                        retry,
                    }));
                }
            } else {
                self.line(&line)?;
            }
        }
        Ok(None)
    }

    fn line(&mut self, line: &Bytes) -> Result<(), TooLong> {
        let line = String::from_utf8_lossy(line);
        let line = match std::mem::replace(&mut self.started, true) {
            false => line.strip_prefix('\u{feff}').unwrap_or(&line),
            true => &line,
        };
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => match &mut self.data {
                None => self.data = Some(value.to_owned()),
                Some(data) => {
                    if data.len() + value.len() >= self.lines.limit {
                        return Err(TooLong);
                    }
                    data.push('\n');
                    data.push_str(value);
                }
            },
            "event" => self.event = Some(value.to_owned()),
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok();
            }
            // Comments, and fields that nobody knows.
            _ => {}
        }
        Ok(())
    }
}
