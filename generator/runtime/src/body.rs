//! The body of a request or response: bytes at hand, or a stream of them.
//!
//! In: bytes, text, any stream of chunks, any [`http_body::Body`]. Out: one concrete type, so that neither emitted
//! code nor a transport is generic over bodies. It knows nothing of media types.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Frame, SizeHint};

/// Any error that can cross threads.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// The body of a request or response.
#[derive(Default)]
pub struct Body {
    content: Content,
    media_type: Option<Box<str>>,
}

enum Content {
    /// `None` once the bytes were handed out.
    Full(Option<Bytes>),
    Streaming(Pin<Box<dyn http_body::Body<Data = Bytes, Error = BoxError> + Send>>),
}

impl Default for Content {
    fn default() -> Self {
        Self::Full(None)
    }
}

impl Body {
    /// A body without content.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// A body whose chunks arrive over time.
    pub fn stream<S, T, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        T: Into<Bytes> + 'static,
        E: Into<BoxError> + 'static,
    {
        Content::Streaming(Box::pin(Chunks(Box::pin(stream)))).into()
    }

    /// Takes over a body of another library.
    pub fn wrap<B>(body: B) -> Self
    where
        B: http_body::Body + Send + 'static,
        B::Error: Into<BoxError>,
    {
        // A `Body` in a `Body` adds a call per frame and hides that its bytes are at hand.
        let mut slot = Some(body);
        if let Some(body) = (&mut slot as &mut dyn std::any::Any).downcast_mut::<Option<Self>>() {
            return body.take().unwrap_or_default();
        }
        match slot {
            Some(body) if !body.is_end_stream() => {
                Content::Streaming(Box::pin(Foreign(Box::pin(body)))).into()
            }
            _ => Self::empty(),
        }
    }

    /// The whole content when it is at hand; `None` for a stream.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Full(bytes) => Some(bytes.as_deref().unwrap_or_default()),
            Content::Streaming(_) => None,
        }
    }

    /// The whole content when it is at hand.
    ///
    /// # Errors
    /// The body itself, when it is a stream.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        match self.content {
            Content::Full(bytes) => Ok(bytes.unwrap_or_default()),
            content => Err(Self { content, ..self }),
        }
    }

    /// A second body with the same content (the bytes are shared); `None` for a stream, which can be read only once.
    #[must_use]
    pub fn try_clone(&self) -> Option<Self> {
        match &self.content {
            Content::Full(bytes) => Some(Self {
                content: Content::Full(bytes.clone()),
                media_type: self.media_type.clone(),
            }),
            Content::Streaming(_) => None,
        }
    }

    /// Says what the content is, such as `image/png`: for bodies whose media type the document leaves open, as `image/*`
    /// does. Others have the documented one, whatever is said here.
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into().into());
        self
    }

    /// What the content is, as its sender says.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// As [`with_media_type`](Self::with_media_type), from the headers of a message.
    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) fn labelled(mut self, headers: &http::HeaderMap) -> Self {
        let media_type = headers.get(http::header::CONTENT_TYPE);
        self.media_type = media_type
            .and_then(|value| value.to_str().ok())
            .map(Box::from);
        self
    }

    /// Reads the body to its end.
    ///
    /// # Errors
    /// When it is longer than `limit` bytes (it is not read further than that), or breaks off.
    pub async fn bytes(mut self, limit: usize) -> Result<Bytes, BodyError> {
        if let Content::Full(bytes) = &mut self.content {
            let bytes = bytes.take().unwrap_or_default();
            return if bytes.len() > limit {
                Err(BodyError::TooLarge { limit })
            } else {
                Ok(bytes)
            };
        }
        if http_body::Body::size_hint(&self).lower() > limit as u64 {
            return Err(BodyError::TooLarge { limit });
        }
        let mut first = Bytes::new();
        let mut all = BytesMut::new();
        while let Some(frame) = self.frame().await {
            let Ok(chunk) = frame.map_err(BodyError::Read)?.into_data() else {
                continue;
            };
            if first.len().max(all.len()) + chunk.len() > limit {
                return Err(BodyError::TooLarge { limit });
            }
            // Most messages come in one chunk: it is passed on as it is.
            if first.is_empty() && all.is_empty() {
                first = chunk;
            } else {
                if all.is_empty() {
                    all.extend_from_slice(&std::mem::take(&mut first));
                }
                all.extend_from_slice(&chunk);
            }
        }
        Ok(if all.is_empty() { first } else { all.freeze() })
    }

    async fn frame(&mut self) -> Option<Result<Frame<Bytes>, BoxError>> {
        std::future::poll_fn(|context| http_body::Body::poll_frame(Pin::new(self), context)).await
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.get_mut().content {
            Content::Full(bytes) => Poll::Ready(
                bytes
                    .take()
                    .filter(|bytes| !bytes.is_empty())
                    .map(|bytes| Ok(Frame::data(bytes))),
            ),
            Content::Streaming(body) => body.as_mut().poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Full(bytes) => bytes.as_ref().is_none_or(Bytes::is_empty),
            Content::Streaming(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Full(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64)
            }
            Content::Streaming(body) => body.size_hint(),
        }
    }
}

impl Stream for Body {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(http_body::Body::poll_frame(self.as_mut(), context)) {
                // Trailers are no data.
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Content may be secret: only its size shows.
        match self.as_bytes() {
            Some(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            None => f.write_str("Body(stream)"),
        }
    }
}

impl From<Content> for Body {
    fn from(content: Content) -> Self {
        Self {
            content,
            media_type: None,
        }
    }
}

impl From<()> for Body {
    fn from((): ()) -> Self {
        Self::empty()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Content::Full(Some(bytes)).into()
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

/// Why a body could not be read to its end.
#[derive(Debug)]
#[non_exhaustive]
pub enum BodyError {
    /// It is longer than allowed.
    TooLarge {
        /// What was allowed, in bytes.
        limit: usize,
    },
    /// It broke off.
    Read(BoxError),
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { limit } => write!(f, "the body is longer than {limit} bytes"),
            Self::Read(_) => f.write_str("the body broke off"),
        }
    }
}

impl StdError for BodyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::TooLarge { .. } => None,
            Self::Read(error) => Some(error.as_ref()),
        }
    }
}

/// A stream of chunks as a body.
struct Chunks<S>(Pin<Box<S>>);

impl<S, T, E> http_body::Body for Chunks<S>
where
    S: Stream<Item = Result<T, E>>,
    T: Into<Bytes>,
    E: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.0.as_mut().poll_next(context).map(|next| {
            next.map(|chunk| {
                chunk
                    .map(|data| Frame::data(data.into()))
                    .map_err(Into::into)
            })
        })
    }
}

/// A body of another library, with its data as [`Bytes`].
struct Foreign<B>(Pin<Box<B>>);

impl<B> http_body::Body for Foreign<B>
where
    B: http_body::Body,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.0.as_mut().poll_frame(context).map(|next| {
            next.map(|frame| {
                // For data that already is `Bytes` this shares them.
                frame
                    .map(|frame| frame.map_data(|mut data| data.copy_to_bytes(data.remaining())))
                    .map_err(Into::into)
            })
        })
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}
