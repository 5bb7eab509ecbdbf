//! Signing: adds a scheme's headers and `Authorization` to the head of a request.

use super::scheme::{Credential, Scheme, hmac, text};
use super::{Algorithm, Dialect, Moment, Scope, canonical, date};
use crate::credentials::AccessKey;
use hmac::Mac;
use http::HeaderValue;
use http::header::{AUTHORIZATION, HOST, HeaderName};
use http::request::Parts;
use std::fmt;

/// Signs requests to one region and service with one key.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    algorithm: Algorithm,
    key: &'a AccessKey,
    scope: Scope<'a>,
    signed: SignedHeaders<'a>,
    dialect: Option<Dialect>,
}

/// Which of a request's headers a signature covers.
#[derive(Clone, Copy, Debug, Default)]
pub enum SignedHeaders<'a> {
    /// Those of the scheme's documentation that the request has: content type, host, date, nonce, and where the scheme
    /// signs them project and security token; for Volcengine every `X-` header.
    #[default]
    Recommended,
    /// Exactly these, and all of them must be there. For a gateway that wants other ones than the SDKs sign.
    Named(&'a [HeaderName]),
}

/// What was signed, to be compared with the texts that a gateway reports when it refuses a signature.
/// `Debug` shows the signature only, because a canonical request may hold the security token.
#[derive(Clone)]
pub struct Signed {
    /// The text whose hash is signed. Bytes of headers that are not UTF-8 show as U+FFFD.
    pub canonical_request: String,
    /// The text whose HMAC is the signature.
    pub string_to_sign: String,
    /// The signature, lower-case hexadecimal.
    pub signature: String,
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed")
            .field("signature", &self.signature)
            .finish_non_exhaustive()
    }
}

impl<'a> Signer<'a> {
    /// A signer of the recommended headers.
    pub fn new(algorithm: Algorithm, key: &'a AccessKey, scope: Scope<'a>) -> Self {
        Self {
            algorithm,
            key,
            scope,
            signed: SignedHeaders::Recommended,
            dialect: None,
        }
    }

    /// Chooses which headers are signed.
    #[must_use]
    pub fn signed_headers(mut self, signed: SignedHeaders<'a>) -> Self {
        self.signed = signed;
        self
    }

    /// Chooses whose reading to follow where a vendor's SDKs disagree. Unless chosen, the first that signs all of the
    /// query.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = Some(dialect);
        self
    }

    /// Signs a request that is complete but for the headers of the scheme: adds `Host`, date, nonce, security token and
    /// hash headers as the scheme has them, then `Authorization`. Headers to be signed that the caller wants (Huawei:
    /// `X-Project-Id`) must be there before, headers to stay unsigned may be added after.
    ///
    /// The target must be absolute, or a `Host` header be set, and it must be sent as it is here. `None` means that the
    /// request has no body at all, which for Open Telekom Cloud is signed otherwise than an empty one. A date or nonce
    /// header that is there already is signed as it is (not so Volcengine's date).
    ///
    /// # Errors
    /// The request has no host, or a header of the scheme cannot be written; see [`SignError`].
    pub fn sign<'b>(
        &self,
        parts: &mut Parts,
        body: impl Into<Option<&'b [u8]>>,
        moment: &Moment,
    ) -> Result<Signed, SignError> {
        let (scheme, body) = (self.algorithm.scheme(), body.into());
        self.complete(parts, moment)?;
        (scheme.prepare)(parts, body.unwrap_or_default());
        let stamp = text(&parts.headers, &scheme.date).filter(|stamp| date::parse(stamp).is_some());
        let stamp = stamp.ok_or(SignError::Date)?.to_owned();
        let names = self.names(scheme, parts);

        let content = (scheme.content)(parts, body);
        let reading = match self.dialect {
            Some(dialect) => scheme.reading(dialect),
            None => {
                let mut readings = scheme.readings.iter();
                let covering = readings.find(|reading| reading.covers(&parts.uri));
                covering.unwrap_or(&scheme.readings[0])
            }
        };
        let request = canonical::request(reading, parts, &names, &content)
            .map_err(SignError::MissingHeader)?;
        let scope = scheme.scope(&stamp[..8], self.scope);
        let string_to_sign =
            scheme.string_to_sign(&stamp, scope.as_deref(), &canonical::sha256_hex(&request));
        let key = (scheme.signing_key)(self.key, &stamp[..8], self.scope);
        let signature = canonical::hex(
            &hmac(&key, string_to_sign.as_bytes())
                .finalize()
                .into_bytes(),
        );

        let id = self.key.id().trim();
        let credential = match (&scheme.credential, scope) {
            (Credential::Scoped(_), Some(scope)) => format!("Credential={id}/{scope}"),
            _ => format!("Access={id}"),
        };
        let names = canonical::joined_names(&names);
        let authorization = format!(
            "{} {credential}, SignedHeaders={names}, Signature={signature}",
            scheme.word
        );
        insert(parts, AUTHORIZATION, &authorization, true)?;
        Ok(Signed {
            canonical_request: String::from_utf8_lossy(&request).into_owned(),
            string_to_sign,
            signature,
        })
    }

    /// Adds host, date, nonce and token.
    fn complete(&self, parts: &mut Parts, moment: &Moment) -> Result<(), SignError> {
        let scheme = self.algorithm.scheme();
        if !parts.headers.contains_key(HOST) {
            let host = canonical::host(parts).ok_or(SignError::Host)?;
            let host = HeaderValue::from_bytes(&host).map_err(|_| SignError::Header(HOST))?;
            parts.headers.insert(HOST, host);
        }
        if !(scheme.keeps_given_date && parts.headers.contains_key(&scheme.date)) {
            let stamp = date::format(moment.time).ok_or(SignError::Date)?;
            insert(parts, scheme.date.clone(), &stamp, false)?;
        }
        if let Some(nonce) = &scheme.nonce
            && !parts.headers.contains_key(nonce)
        {
            insert(parts, nonce.clone(), &moment.nonce, false)?;
        }
        if let Some(token) = self.key.security_token() {
            insert(
                parts,
                scheme.token.clone(),
                &(scheme.write_token)(token.expose()),
                true,
            )?;
        }
        Ok(())
    }

    fn names(&self, scheme: &Scheme, parts: &Parts) -> Vec<HeaderName> {
        let mut names: Vec<HeaderName> = match self.signed {
            SignedHeaders::Recommended => parts
                .headers
                .keys()
                .filter(|name| (scheme.recommended)(name.as_str()))
                .cloned()
                .collect(),
            SignedHeaders::Named(names) => names.to_vec(),
        };
        names.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        names.dedup();
        names
    }
}

fn insert(parts: &mut Parts, name: HeaderName, text: &str, secret: bool) -> Result<(), SignError> {
    let mut value =
        HeaderValue::from_bytes(text.as_bytes()).map_err(|_| SignError::Header(name.clone()))?;
    value.set_sensitive(secret);
    parts.headers.insert(name, value);
    Ok(())
}

/// Why a request could not be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// The target has no authority and there is no `Host` header.
    Host,
    /// The time is outside of 1970–9999, or the date header that the caller set is not `YYYYMMDD'T'HHMMSS'Z'`.
    Date,
    /// The value for this header holds characters that no header may, such as a line break in a token.
    Header(HeaderName),
    /// This header was named to be signed and is not there.
    MissingHeader(HeaderName),
    /// The target cannot be rewritten, see [`Algorithm::normalize_target`].
    Target,
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host => f.write_str(
                "cannot sign: the request has neither an absolute target nor a Host header",
            ),
            Self::Date => f.write_str(
                "cannot sign: the date is outside of 1970-9999 or not in the form YYYYMMDDTHHMMSSZ",
            ),
            Self::Header(name) => write!(
                f,
                "cannot sign: the value for header {name} holds characters that headers may not"
            ),
            Self::MissingHeader(name) => write!(
                f,
                "cannot sign: header {name} is to be signed and is not there"
            ),
            Self::Target => {
                f.write_str("cannot sign: the target is too long once it is percent-encoded")
            }
        }
    }
}

impl std::error::Error for SignError {}
