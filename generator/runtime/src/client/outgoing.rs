//! A request on its way out, as emitted operations write it: a relative target, then headers, then the body.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use serde::Serialize;

use crate::body::Body;
use crate::validate::Violations;

/// A request that has no body yet.
#[derive(Debug)]
pub struct Outgoing {
    request: Request<Body>,
}

impl Outgoing {
    /// A request for a relative target: path, and query if any.
    ///
    /// # Errors
    /// When the target is longer than 64 KiB, or cannot be written.
    pub fn new(method: &'static str, target: &str) -> Result<Self, Violations> {
        let target = target.parse::<Uri>().map_err(|error| unwritable("/path", &error))?;
        let mut request = Request::new(Body::empty());
        *request.method_mut() = Method::from_bytes(method.as_bytes()).map_err(|error| unwritable("", &error))?;
        *request.uri_mut() = target;
        Ok(Self { request })
    }

    /// The headers, for the operation's parameters.
    pub fn headers(&mut self) -> &mut HeaderMap {
        self.request.headers_mut()
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
    pub fn json<T: Serialize + ?Sized>(self, media_type: &'static str, value: &T) -> Result<Request<Body>, Violations> {
        let text = serde_json::to_vec(value).map_err(|error| unwritable("/body", &error))?;
        self.body(media_type, text)
    }

    /// Ends the request with a body of any other type.
    ///
    /// # Errors
    /// Never; the result fits the end of [`Operation::request`](super::Operation::request).
    pub fn body(mut self, media_type: &'static str, body: impl Into<Body>) -> Result<Request<Body>, Violations> {
        self.request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        *self.request.body_mut() = body.into();
        Ok(self.request)
    }
}

fn unwritable(pointer: &str, error: &dyn std::fmt::Display) -> Violations {
    Violations::one(pointer, "type", format!("cannot be written: {error}"))
}
