//! A request on its way out, as emitted operations write it: a target with its headers, then the body.

use http::header::CONTENT_TYPE;
use http::{Method, Request};
use serde::Serialize;

use crate::body::Body;
use crate::json;
use crate::media;
use crate::multipart::{self, Form};
use crate::params::{self, Target};
use crate::validate::Violations;

/// A request that has no body yet.
#[derive(Debug)]
pub struct Outgoing {
    request: Request<Body>,
}

impl Outgoing {
    /// A request for a relative target, with the headers that belong to it.
    ///
    /// # Errors
    /// What of the target could not be written.
    pub fn new(method: &'static str, target: Target) -> Result<Self, Violations> {
        let (uri, headers) = target.finish()?;
        let mut request = Request::new(Body::empty());
        *request.method_mut() = Method::from_bytes(method.as_bytes()).map_err(|error| {
            Violations::one("", "type", format!("has no proper method: {error}"))
        })?;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok(Self { request })
    }

    /// Ends the request without a body.
    ///
    /// # Errors
    /// Never; the result fits the end of [`Operation::request`](super::Operation::request).
    pub fn empty(self) -> Result<Request<Body>, Violations> {
        Ok(self.request)
    }

    /// Ends the request with a value as JSON.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    pub fn json<T: Serialize + ?Sized>(
        self,
        media_type: &'static str,
        value: &T,
    ) -> Result<Request<Body>, Violations> {
        let text = json::to_vec(value).map_err(|violations| violations.within("/body"))?;
        self.body(media_type, text)
    }

    /// Ends the request with a value as XML.
    ///
    /// # Errors
    /// What of the value has no XML form.
    #[cfg(feature = "xml")]
    pub fn xml<T: Serialize + ?Sized>(
        self,
        media_type: &'static str,
        value: &T,
        root: &crate::xml::Node,
    ) -> Result<Request<Body>, Violations> {
        let text =
            crate::xml::to_string(value, root).map_err(|violations| violations.within("/body"))?;
        self.body(media_type, text)
    }

    /// Ends the request with a value as text.
    ///
    /// # Errors
    /// When the value is no text, number or boolean.
    pub fn text<T: Serialize + ?Sized>(
        self,
        media_type: &'static str,
        value: &T,
    ) -> Result<Request<Body>, Violations> {
        let text =
            params::text(value).map_err(|message| Violations::one("/body", "type", message))?;
        self.body(media_type, text)
    }

    /// Ends the request with a multipart body. The contents of files leave the form.
    ///
    /// # Errors
    /// When parts cannot be written.
    pub fn multipart<F: Form>(
        mut self,
        media_type: &'static str,
        form: &mut F,
    ) -> Result<Request<Body>, Violations> {
        let (content_type, body) =
            multipart::write(media_type, form).map_err(|violations| violations.within("/body"))?;
        self.request
            .headers_mut()
            .insert(CONTENT_TYPE, content_type);
        *self.request.body_mut() = body;
        Ok(self.request)
    }

    /// Ends the request with a body of any other type.
    ///
    /// # Errors
    /// When the document leaves the media type open, and the body does not say one.
    pub fn body(
        mut self,
        media_type: &'static str,
        body: impl Into<Body>,
    ) -> Result<Request<Body>, Violations> {
        let body = body.into();
        let label = media::label(media_type, body.media_type())
            .map_err(|message| Violations::one("/body", "mediaType", message))?;
        self.request.headers_mut().insert(CONTENT_TYPE, label);
        *self.request.body_mut() = body;
        Ok(self.request)
    }
}
