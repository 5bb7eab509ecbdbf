//! A response as emitted dispatchers write it: a status, then headers, then the body.

use http::header::CONTENT_TYPE;
use http::{Response, StatusCode};
use serde::Serialize;

use crate::body::Body;
use crate::error::Undocumented;
use crate::json;
use crate::media;
use crate::multipart::{self, Form};
use crate::params::{self, Param, Target};

use super::{Kind, Rejection};

/// A response that has no body yet.
#[derive(Debug)]
pub struct Answer(Response<Body>);

impl Answer {
    /// A response with this status; 500 when it is none.
    #[must_use]
    pub fn new(status: u16) -> Self {
        let mut response = Response::new(Body::empty());
        *response.status_mut() =
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self(response)
    }

    /// Adds a documented header; none when the value is `None`.
    ///
    /// # Errors
    /// When the value cannot be written as a header.
    pub fn header<T: Serialize + ?Sized>(
        mut self,
        param: &Param,
        value: &T,
    ) -> Result<Self, Rejection> {
        let mut target = Target::new();
        target.set(param, value);
        let (_, headers) = target.finish().map_err(|_| Rejection::internal())?;
        self.0.headers_mut().extend(headers);
        Ok(self)
    }

    /// Ends the response without a body.
    ///
    /// # Errors
    /// Never; the result fits the end of a dispatcher.
    pub fn empty(self) -> Result<Response<Body>, Rejection> {
        Ok(self.0)
    }

    /// Ends the response with a value as JSON.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    pub fn json<T: Serialize + ?Sized>(
        self,
        media_type: &'static str,
        value: &T,
    ) -> Result<Response<Body>, Rejection> {
        let text = json::to_vec(value).map_err(|_| Rejection::internal())?;
        self.body(media_type, text)
    }

    /// Ends the response with a value as XML.
    ///
    /// # Errors
    /// When the value has no XML form.
    #[cfg(feature = "xml")]
    pub fn xml<T: Serialize + ?Sized>(
        self,
        media_type: &'static str,
        value: &T,
        root: &crate::xml::Node,
    ) -> Result<Response<Body>, Rejection> {
        let text = crate::xml::to_string(value, root).map_err(|_| Rejection::internal())?;
        self.body(media_type, text)
    }

    /// Ends the response with a value as text.
    ///
    /// # Errors
    /// When the value is no text, number or boolean.
    pub fn text<T: Serialize + ?Sized>(
        self,
        media_type: &'static str,
        value: &T,
    ) -> Result<Response<Body>, Rejection> {
        let text = params::text(value).map_err(|_| Rejection::internal())?;
        self.body(media_type, text)
    }

    /// Ends the response with a multipart body.
    ///
    /// # Errors
    /// When parts cannot be written.
    pub fn multipart<F: Form>(
        mut self,
        media_type: &'static str,
        mut form: F,
    ) -> Result<Response<Body>, Rejection> {
        let (content_type, body) =
            multipart::write(media_type, &mut form).map_err(|_| Rejection::internal())?;
        self.0.headers_mut().insert(CONTENT_TYPE, content_type);
        *self.0.body_mut() = body;
        Ok(self.0)
    }

    /// Ends the response with a body of any other type.
    ///
    /// # Errors
    /// When the document leaves the media type open, and the body does not say one.
    pub fn body(
        mut self,
        media_type: &'static str,
        body: impl Into<Body>,
    ) -> Result<Response<Body>, Rejection> {
        let body = body.into();
        let label =
            media::label(media_type, body.media_type()).map_err(|_| Rejection::internal())?;
        self.0.headers_mut().insert(CONTENT_TYPE, label);
        *self.0.body_mut() = body;
        Ok(self.0)
    }

    /// A reply that the document does not describe, as the handler made it. One that says no more than 401, 403, 500 or
    /// 501 is written in the API's own shape for it.
    ///
    /// # Errors
    /// For such a one.
    pub fn undocumented(reply: Undocumented) -> Result<Response<Body>, Rejection> {
        let kind = match reply.status {
            StatusCode::UNAUTHORIZED => Some(Kind::Unauthorized),
            StatusCode::FORBIDDEN => Some(Kind::Forbidden),
            StatusCode::INTERNAL_SERVER_ERROR => Some(Kind::Internal),
            StatusCode::NOT_IMPLEMENTED => Some(Kind::NotImplemented),
            _ => None,
        };
        if let (Some(kind), true, true) = (kind, reply.body.is_empty(), reply.headers.is_empty()) {
            return Err(Rejection::new(kind, ""));
        }
        let mut response = Response::new(Body::from(reply.body));
        *response.status_mut() = reply.status;
        *response.headers_mut() = *reply.headers;
        Ok(response)
    }
}
