//! A reply as generated decoders see it: chosen by status and media type, read as JSON, text or bytes.

use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::body::{Body, BodyError};
use crate::error::{Error, ErrorDetails, Failure, Undecodable, Undocumented, retry_after};
use crate::json;
use crate::media;
use crate::multipart::{self, Form};
use crate::params::{Inputs, Param, given};
use crate::validate::Violations;

use super::Meta;

/// A reply of a service.
#[derive(Debug)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    /// Empty while `stream` holds the body.
    bytes: Bytes,
    stream: Option<Body>,
    /// A success by its status, with the mark of a failure in its body.
    marked: bool,
    errors: &'static ErrorDetails,
}

impl Reply {
    /// Reads a reply: to its end, unless the operation wants a stream.
    pub(super) async fn read(
        response: http::Response<Body>,
        meta: &Meta,
        limit: usize,
    ) -> Result<Self, BodyError> {
        let (head, body) = response.into_parts();
        let streams = head.status.is_success() && meta.streams(head.headers.get(CONTENT_TYPE));
        let (bytes, stream) = match streams {
            true => (Bytes::new(), Some(body)),
            false => (body.bytes(limit).await?, None),
        };
        let marked = head.status.is_success() && stream.is_none() && meta.errors.marks(&bytes);
        Ok(Self {
            status: head.status,
            headers: head.headers,
            bytes,
            stream,
            marked,
            errors: meta.errors,
        })
    }

    /// What documented responses are chosen by: the status, or 0 for a reply with a successful status whose body says
    /// that it is a failure (see [`ErrorDetails::present`]) – so no documented success takes it.
    #[must_use]
    pub fn outcome(&self) -> u16 {
        if self.marked { 0 } else { self.status.as_u16() }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The id under which the service knows the request, from the headers.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.errors
            .request_id_header
            .iter()
            .find_map(|name| self.headers.get(*name)?.to_str().ok())
    }

    /// How long the service asks to wait (`Retry-After`).
    pub(super) fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }

    /// Which of the documented media types of its status the body has; the first, when it does not say.
    #[must_use]
    pub fn media_type(&self, documented: &[&str]) -> Option<usize> {
        match self.headers.get(CONTENT_TYPE) {
            Some(actual) => media::closest(actual.to_str().ok()?, documented),
            None => Some(0),
        }
    }

    /// The body as JSON of a documented type.
    ///
    /// # Errors
    /// When the body departs from the type's schema.
    pub fn json<T: DeserializeOwned, E: From<Undocumented>>(&self) -> Result<T, Error<E>> {
        json::from_slice(&self.bytes).map_err(|violations| self.undecodable(violations))
    }

    /// The body as XML of a documented type.
    ///
    /// # Errors
    /// When it is no XML that is taken, or departs from the type's schema.
    #[cfg(feature = "xml")]
    pub fn xml<T: DeserializeOwned, E: From<Undocumented>>(
        &self,
        root: &crate::xml::Node,
    ) -> Result<T, Error<E>> {
        crate::xml::from_slice(&self.bytes, root).map_err(|violations| self.undecodable(violations))
    }

    /// The body as the text of a documented type.
    ///
    /// # Errors
    /// When it is not UTF-8, or departs from the type's schema.
    pub fn text<T: DeserializeOwned, E: From<Undocumented>>(&self) -> Result<T, Error<E>> {
        json::from_text(&self.bytes).map_err(|violations| self.undecodable(violations))
    }

    /// The body as the parts of a form.
    ///
    /// # Errors
    /// When it has no parts, or they depart from what the form expects.
    pub fn multipart<F: Form, E: From<Undocumented>>(&self) -> Result<F, Error<E>> {
        let content_type = self.headers.get(CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        multipart::read(content_type.unwrap_or_default(), &self.bytes)
            .map_err(|violations| self.undecodable(violations))
    }

    /// A documented header that must be there.
    ///
    /// # Errors
    /// When it is not, or departs from its schema.
    pub fn header<T: DeserializeOwned, E: From<Undocumented>>(
        &self,
        param: &Param,
    ) -> Result<T, Error<E>> {
        let mut inputs = Inputs::new(&[], None, &self.headers);
        let value = inputs.required(param);
        inputs
            .finish()
            .and_then(|()| given(value))
            .map_err(|violations| self.undecodable(violations))
    }

    /// A documented header that may be there.
    ///
    /// # Errors
    /// When it departs from its schema.
    pub fn header_optional<T: DeserializeOwned, E: From<Undocumented>>(
        &self,
        param: &Param,
    ) -> Result<Option<T>, Error<E>> {
        let mut inputs = Inputs::new(&[], None, &self.headers);
        let value = inputs.optional(param);
        inputs
            .finish()
            .map(|()| value)
            .map_err(|violations| self.undecodable(violations))
    }

    /// The body as it came.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The body, as a stream where the operation wants one.
    #[must_use]
    pub fn into_body(self) -> Body {
        let body = self.stream.unwrap_or_else(|| self.bytes.into());
        body.labelled(&self.headers)
    }

    /// A reply that departs from its document: a success that cannot be read, or a failure, which stays one – an
    /// undocumented one, with everything kept.
    pub fn undecodable<E: From<Undocumented>>(&self, violations: Violations) -> Error<E> {
        if self.marked || self.status.is_client_error() || self.status.is_server_error() {
            return self.fail(self.as_undocumented().into(), Some(violations));
        }
        Error::Decode(Box::new(Undecodable {
            status: self.status,
            headers: self.headers.clone(),
            body: self.bytes.clone(),
            violations,
            request_id: self.errors.find(&self.headers, &self.bytes).request_id,
        }))
    }

    /// A documented failure with a JSON body. A body that departs from its schema makes it an undocumented one, with
    /// everything kept.
    ///
    /// # Errors
    /// Always: that is the result of the call.
    pub fn failure<B: DeserializeOwned, T, E: From<Undocumented>>(
        &self,
        wrap: impl FnOnce(B) -> E,
    ) -> Result<T, Error<E>> {
        match json::from_slice(&self.bytes) {
            Ok(body) => self.failed(wrap(body)),
            // Also where the status is no error: whoever documents it as a failure means one.
            Err(violations) => Err(self.fail(self.as_undocumented().into(), Some(violations))),
        }
    }

    /// A documented failure that has been read.
    ///
    /// # Errors
    /// Always: that is the result of the call.
    pub fn failed<T, E>(&self, error: E) -> Result<T, Error<E>> {
        Err(self.fail(error, None))
    }

    /// A reply that the document does not describe.
    ///
    /// # Errors
    /// Always: that is the result of the call.
    pub fn undocumented<T, E: From<Undocumented>>(&self) -> Result<T, Error<E>> {
        self.failed(self.as_undocumented().into())
    }

    fn as_undocumented(&self) -> Undocumented {
        Undocumented {
            status: self.status,
            headers: Box::new(self.headers.clone()),
            body: self.bytes.clone(),
        }
    }

    fn fail<E>(&self, error: E, violations: Option<Violations>) -> Error<E> {
        let found = self.errors.find(&self.headers, &self.bytes);
        Error::Api(Box::new(Failure {
            status: self.status,
            headers: self.headers.clone(),
            body: self.bytes.clone(),
            error,
            code: found.code,
            message: found.message,
            request_id: found.request_id,
            violations,
        }))
    }
}
