//! A part with a content of its own: a file.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::body::Body;

/// A file in a multipart body: its content, and what is said about it.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct FilePart {
    /// Name of the file, which is text of the sender: never a path to write to. A part of a form that has none is sent
    /// under the name of the part, since most servers take only parts with a file name for files.
    pub file_name: Option<String>,
    /// Media type; what the document says, or `application/octet-stream`, when it is sent without one.
    pub content_type: Option<String>,
    /// Further headers.
    pub headers: HeaderMap,
    /// The content, at hand or as a stream.
    pub body: Body,
}

impl FilePart {
    /// A file with a content.
    #[must_use]
    pub fn new(body: impl Into<Body>) -> Self {
        Self {
            body: body.into(),
            ..Self::default()
        }
    }

    /// Sets the name of the file.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }
}

macro_rules! contents {
    ($($content:ty),*) => { $(
        impl From<$content> for FilePart {
            fn from(content: $content) -> Self {
                Self::new(content)
            }
        }
    )* };
}

contents!(Body, Bytes, Vec<u8>, String, &'static str);
