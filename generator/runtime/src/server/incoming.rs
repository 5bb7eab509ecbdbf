//! A request that has found its route and proved its caller, as emitted dispatchers read it.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE};
use http::request::Parts;
use serde::de::DeserializeOwned;
use tokio::runtime::Handle;

use crate::body::Body;
use crate::json;
use crate::media;
use crate::multipart::{self, Form};
use crate::params::Inputs;
use crate::validate::{Check, Direction, Violations};

use super::{Caller, Kind, Limits, Rejection, Validation};

/// A request to one operation.
#[derive(Debug)]
pub struct Incoming {
    pub(super) head: Parts,
    /// Names and raw values.
    pub(super) captures: Vec<(&'static str, String)>,
    pub(super) body: Body,
    pub(super) limits: Limits,
    pub(super) validation: Validation,
    pub(super) direction: Direction,
    pub(super) caller: Caller,
    /// Of the body.
    pub(super) violations: Violations,
}

impl Incoming {
    /// The head of the request.
    #[must_use]
    pub fn head(&self) -> &Parts {
        &self.head
    }

    /// The value of a path parameter as it was sent, still percent-encoded.
    #[must_use]
    pub fn capture(&self, name: &str) -> Option<&str> {
        self.captures
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Which of the documented media types of the body this one has. A body without a content type has the first.
    ///
    /// # Errors
    /// When it has none of them.
    pub fn media_type(&self, accepted: &[&str]) -> Result<usize, Rejection> {
        let mut labels = self.head.headers.get_all(CONTENT_TYPE).iter();
        let Some(actual) = labels.next() else {
            return Ok(0);
        };
        // A body with two labels would be one thing here and another in front.
        let actual = actual.to_str().ok().filter(|_| labels.next().is_none());
        let actual = actual.unwrap_or_default();
        media::closest(actual, accepted).ok_or_else(|| {
            Rejection::new(
                Kind::UnsupportedMediaType,
                format!("the body must be {}", accepted.join(" or ")),
            )
        })
    }

    /// Which of the documented media types of the response the caller likes best.
    ///
    /// # Errors
    /// When it refuses all of them.
    pub fn accepts(&self, offered: &[&str]) -> Result<usize, Rejection> {
        let mut headers = self
            .head
            .headers
            .get_all(ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok());
        let Some(first) = headers.next() else {
            return Ok(0);
        };
        let accept = headers.fold(first.to_owned(), |all, more| all + "," + more);
        media::negotiate(&accept, offered).ok_or_else(|| {
            Rejection::new(
                Kind::NotAcceptable,
                format!("available: {}", offered.join(", ")),
            )
        })
    }

    /// The body, read into memory to be understood.
    ///
    /// # Errors
    /// When it is longer or takes longer than the server allows, breaks off, or is encoded: nothing here decompresses, so
    /// that no small body becomes a large one.
    pub async fn bytes(&mut self) -> Result<Bytes, Rejection> {
        let bytes = self.raw_bytes().await?;
        if !bytes.is_empty() && is_encoded(&self.head.headers) {
            return Err(Rejection::encoded());
        }
        Ok(bytes)
    }

    /// The body as it was sent, read into memory.
    pub(super) async fn raw_bytes(&mut self) -> Result<Bytes, Rejection> {
        let Limits {
            body_bytes,
            body_time,
            ..
        } = self.limits;
        let body = std::mem::take(&mut self.body);
        let is_here = body.as_bytes().is_some();
        let whole = body.bytes(body_bytes);
        // A body that is here takes no time, and outside of a tokio runtime there is no timer.
        match body_time.filter(|_| !is_here && Handle::try_current().is_ok()) {
            None => Ok(whole.await?),
            Some(limit) => Ok(tokio::time::timeout(limit, whole)
                .await
                .map_err(|_| Rejection::too_slow(limit))??),
        }
    }

    /// The body as a stream, as it was sent; its length is not bounded.
    #[must_use]
    pub fn take_body(&mut self) -> Body {
        std::mem::take(&mut self.body).labelled(&self.head.headers)
    }

    /// The body as JSON of a documented type. `None` when it departs from the type's schema or is missing: that is
    /// reported together with what is wrong with the parameters.
    ///
    /// # Errors
    /// When it has another media type, is longer or takes longer than the server allows, or breaks off.
    pub async fn json<T: DeserializeOwned>(
        &mut self,
        accepted: &[&str],
    ) -> Result<Option<T>, Rejection> {
        let read = self.json_optional(accepted).await?;
        if let Some(None) = read {
            self.reject(Violations::one("/body", "required", "is required"));
        }
        Ok(read.flatten())
    }

    /// The body as JSON of a documented type, if there is a body: `Some(None)` when there is none. `None` when it
    /// departs from the type's schema, as for [`json`](Self::json).
    ///
    /// # Errors
    /// As for [`json`](Self::json).
    pub async fn json_optional<T: DeserializeOwned>(
        &mut self,
        accepted: &[&str],
    ) -> Result<Option<Option<T>>, Rejection> {
        self.read_optional(accepted, |bytes| json::from_slice(bytes))
            .await
    }

    /// The body as XML of a documented type; as [`json`](Self::json).
    ///
    /// # Errors
    /// As for [`json`](Self::json).
    #[cfg(feature = "xml")]
    pub async fn xml<T: DeserializeOwned>(
        &mut self,
        accepted: &[&str],
        root: &crate::xml::Node,
    ) -> Result<Option<T>, Rejection> {
        let read = self.xml_optional(accepted, root).await?;
        if let Some(None) = read {
            self.reject(Violations::one("/body", "required", "is required"));
        }
        Ok(read.flatten())
    }

    /// The body as XML of a documented type, if there is a body; as [`json_optional`](Self::json_optional).
    ///
    /// # Errors
    /// As for [`json`](Self::json).
    #[cfg(feature = "xml")]
    pub async fn xml_optional<T: DeserializeOwned>(
        &mut self,
        accepted: &[&str],
        root: &crate::xml::Node,
    ) -> Result<Option<Option<T>>, Rejection> {
        self.read_optional(accepted, |bytes| crate::xml::from_slice(bytes, root))
            .await
    }

    async fn read_optional<T>(
        &mut self,
        accepted: &[&str],
        read: impl FnOnce(&[u8]) -> Result<T, Violations>,
    ) -> Result<Option<Option<T>>, Rejection> {
        let bytes = self.bytes().await?;
        // Some clients label even requests without a body.
        if bytes.is_empty() {
            return Ok(Some(None));
        }
        self.media_type(accepted)?;
        match read(&bytes) {
            Ok(value) => Ok(Some(Some(value))),
            Err(violations) => {
                self.reject(violations.within("/body"));
                Ok(None)
            }
        }
    }

    /// The body as the text of a documented type. `None` when it departs from the type's schema, which is reported
    /// together with what is wrong with the parameters.
    ///
    /// # Errors
    /// As for [`json`](Self::json).
    pub async fn text<T: DeserializeOwned>(
        &mut self,
        accepted: &[&str],
    ) -> Result<Option<T>, Rejection> {
        self.media_type(accepted)?;
        let bytes = self.bytes().await?;
        match json::from_text(&bytes) {
            Ok(value) => Ok(Some(value)),
            Err(violations) => {
                self.reject(violations.within("/body"));
                Ok(None)
            }
        }
    }

    /// The body as the text of a documented type, if there is a body; as [`text`](Self::text).
    ///
    /// # Errors
    /// As for [`json`](Self::json).
    pub async fn text_optional<T: DeserializeOwned>(
        &mut self,
        accepted: &[&str],
    ) -> Result<Option<T>, Rejection> {
        let bytes = self.bytes().await?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.body = bytes.into();
        self.text(accepted).await
    }

    /// The body as the parts of a form. `None` when they depart from what the form expects or there are none: that is
    /// reported together with what is wrong with the parameters.
    ///
    /// # Errors
    /// As for [`json`](Self::json).
    pub async fn multipart<F: Form>(&mut self, accepted: &[&str]) -> Result<Option<F>, Rejection> {
        let bytes = self.bytes().await?;
        if bytes.is_empty() {
            self.reject(Violations::one("/body", "required", "is required"));
            return Ok(None);
        }
        self.form(accepted, &bytes)
    }

    /// The body as the parts of a form, if there is a body; as [`multipart`](Self::multipart).
    ///
    /// # Errors
    /// As for [`json`](Self::json).
    pub async fn multipart_optional<F: Form>(
        &mut self,
        accepted: &[&str],
    ) -> Result<Option<F>, Rejection> {
        let bytes = self.bytes().await?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.form(accepted, &bytes)
    }

    fn form<F: Form>(&mut self, accepted: &[&str], bytes: &Bytes) -> Result<Option<F>, Rejection> {
        self.media_type(accepted)?;
        let content_type = self.head.headers.get(CONTENT_TYPE);
        // A header that is UTF-8 beyond ASCII still has its boundary.
        let content_type = content_type.map(|value| String::from_utf8_lossy(value.as_bytes()));
        match multipart::read(&content_type.unwrap_or_default(), bytes) {
            Ok(form) => Ok(Some(form)),
            Err(violations) => {
                self.reject(violations.within("/body"));
                Ok(None)
            }
        }
    }

    /// The parameters. [`settle`](Self::settle) ends the reading.
    #[must_use]
    pub fn inputs(&self) -> Inputs<'_> {
        Inputs::new(&self.captures, self.head.uri.query(), &self.head.headers)
    }

    /// Ends the reading: parameters and body together.
    ///
    /// # Errors
    /// When anything departs from the document, with all that does.
    pub fn settle(&self, parameters: Result<(), Violations>) -> Result<(), Rejection> {
        let mut all = parameters.err().unwrap_or_default();
        all.extend(self.violations.clone());
        Ok(all.into_result()?)
    }

    /// Checks the limits that the document sets to the inputs, and notes what breaks them – unless the server leaves
    /// limits to its handlers ([`Validation::Types`]).
    pub fn check(&mut self, limits: impl FnOnce(&mut Check)) {
        if self.validation == Validation::Strict {
            let mut check = Check::new(self.direction);
            limits(&mut check);
            self.reject(check.finish().err().unwrap_or_default());
        }
    }

    /// Notes what is wrong with the body, to be reported with what else is.
    pub fn reject(&mut self, violations: Violations) {
        self.violations.extend(violations);
    }

    /// What the handler learns besides its inputs.
    #[must_use]
    pub fn into_caller(self) -> Caller {
        let Parts {
            method,
            uri,
            headers,
            extensions,
            ..
        } = self.head;
        Caller {
            method,
            uri,
            headers,
            extensions,
            ..self.caller
        }
    }
}

/// Whether a body has a content coding (RFC 9110 §8.4), such as `gzip`.
fn is_encoded(headers: &HeaderMap) -> bool {
    let values = headers.get_all(CONTENT_ENCODING).iter();
    let mut codings = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    codings.any(|coding| {
        let coding = coding.trim_ascii();
        !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity")
    })
}
