//! Verifying: recomputes the signature of a request from the key that it claims, and compares in constant time.

use super::canonical::{self, Content, Reading, sha256_hex};
use super::huawei::{CONTENT_SHA256, UNSIGNED_PAYLOAD};
use super::scheme::{Scheme, hmac, text};
use super::{Presented, Scope};
use crate::credentials::{AccessKey, Secret};
use hmac::Mac;
use http::request::Parts;
use std::fmt;
use std::time::{Duration, SystemTime};

/// What a server demands of a signature, beyond that it is right.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// The server's time.
    pub now: SystemTime,
    /// How far the date of a signature may lie in the past or the future; 15 minutes as with the vendors. A shorter
    /// validity that a request claims (`X-Expires` of Volcengine) is kept to, a longer one is not.
    pub max_skew: Duration,
    /// Whether a body may go unsigned, which Huawei's SDKs do for other types than JSON and BSON. Off, because who
    /// can change a request on its way can then change its body.
    pub allow_unsigned_payload: bool,
}

impl Policy {
    /// The defaults at a given time.
    pub fn at(now: SystemTime) -> Self {
        Self {
            now,
            max_skew: Duration::from_secs(900),
            allow_unsigned_payload: false,
        }
    }

    /// The defaults at the present time.
    pub fn now() -> Self {
        Self::at(SystemTime::now())
    }
}

impl Presented {
    /// Proves the claims: the request is signed with this key, lately, over the headers that the scheme must sign, and
    /// carries the body and token that it says. `parts` must be as received: raw target, raw headers.
    ///
    /// Accepts what the vendors' SDKs send, where they disagree each of them ([`Dialect`](super::Dialect)), as long as it
    /// is signed: some SDKs leave parts of a query out, one of two values of the same key or what has no `=`. Requests
    /// with such parts are refused, because whoever passes them on could put any in. Headers that are not in
    /// [`signed_headers`](Presented::signed_headers) are not proved. Region and service are proved to be the signer's;
    /// whether they are this server's is for the caller to compare.
    ///
    /// # Errors
    /// The first thing that is wrong, see [`VerifyError`].
    pub fn verify(
        &self,
        parts: &Parts,
        body: &[u8],
        key: &AccessKey,
        policy: &Policy,
    ) -> Result<(), VerifyError> {
        let scheme = self.algorithm.scheme();
        self.check_time(scheme, parts, policy)?;
        let signs = |name: &&str| self.signed_headers.iter().any(|signed| signed == *name);
        if !scheme.required.iter().all(signs) {
            return Err(VerifyError::UnsignedHeader);
        }
        check_body_hash(scheme, parts, body, policy)?;
        if self.access_key_id != key.id().trim() {
            return Err(VerifyError::Key);
        }
        let scope = Scope {
            region: &self.region,
            service: &self.service,
        };
        let secret = (scheme.signing_key)(key, &self.stamp[..8], scope);
        // On the wire no body and an empty one are the same, in one scheme they are signed differently.
        let content = (scheme.content)(parts, Some(body));
        let bodiless = Some((scheme.content)(parts, None))
            .filter(|bodiless| body.is_empty() && *bodiless != content);
        for content in [Some(content), bodiless].into_iter().flatten() {
            for reading in scheme.readings {
                let covers = !content.signs_query || reading.covers(&parts.uri);
                if covers && self.is_signed(&secret, parts, reading, &content)? {
                    return self.check_token(&secret, key);
                }
            }
        }
        Err(VerifyError::Signature)
    }

    fn is_signed(
        &self,
        key: &[u8],
        parts: &Parts,
        reading: &Reading,
        content: &Content,
    ) -> Result<bool, VerifyError> {
        let scheme = self.algorithm.scheme();
        let request = canonical::request(reading, parts, &self.signed_headers, content)
            .map_err(|_| VerifyError::MissingHeader)?;
        let scope = scheme.scope(
            &self.stamp[..8],
            Scope {
                region: &self.region,
                service: &self.service,
            },
        );
        let text = scheme.string_to_sign(&self.stamp, scope.as_deref(), &sha256_hex(&request));
        Ok(hmac(key, text.as_bytes())
            .verify_slice(&self.signature)
            .is_ok())
    }

    fn check_time(
        &self,
        scheme: &Scheme,
        parts: &Parts,
        policy: &Policy,
    ) -> Result<(), VerifyError> {
        let claimed = match &scheme.expires {
            Some(name) if parts.headers.contains_key(name) => {
                let seconds = text(&parts.headers, name).and_then(|seconds| seconds.parse().ok());
                Duration::from_secs(seconds.ok_or(VerifyError::Malformed)?)
            }
            _ => policy.max_skew,
        };
        let in_time = match policy.now.duration_since(self.signed_at) {
            Ok(age) => age <= policy.max_skew.min(claimed),
            Err(ahead) => ahead.duration() <= policy.max_skew,
        };
        if in_time {
            Ok(())
        } else {
            Err(VerifyError::Time)
        }
    }

    /// Tokens are compared by their HMACs, so that the time taken says nothing of where they differ.
    fn check_token(&self, secret: &[u8], key: &AccessKey) -> Result<(), VerifyError> {
        let bytes = |token: Option<&Secret>| token.map_or("", Secret::expose).as_bytes().to_vec();
        let expected = hmac(secret, &bytes(key.security_token()))
            .finalize()
            .into_bytes();
        let equal = hmac(secret, &bytes(self.security_token.as_ref())).verify_slice(&expected);
        equal.map_err(|_| VerifyError::SecurityToken)
    }
}

/// A hash that the request declares must be the body's, also where the signature covers the body by itself.
fn check_body_hash(
    scheme: &Scheme,
    parts: &Parts,
    body: &[u8],
    policy: &Policy,
) -> Result<(), VerifyError> {
    if !parts.headers.contains_key(&scheme.body_hash) {
        return Ok(());
    }
    let declared = text(&parts.headers, &scheme.body_hash).ok_or(VerifyError::Malformed)?;
    if scheme.body_hash == CONTENT_SHA256 && declared == UNSIGNED_PAYLOAD {
        let allowed = policy.allow_unsigned_payload || body.is_empty();
        return if allowed {
            Ok(())
        } else {
            Err(VerifyError::UnsignedPayload)
        };
    }
    if declared.eq_ignore_ascii_case(&sha256_hex(body)) {
        Ok(())
    } else {
        Err(VerifyError::BodyHash)
    }
}

/// Why a request is not believed. Says which check failed and nothing of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// There is no `Authorization` header.
    Absent,
    /// `Authorization` is of none of the accepted schemes.
    Algorithm,
    /// `Authorization`, or a header of the scheme, is not in the form that the scheme gives it.
    Malformed,
    /// The day of the scope is not that of the date header.
    ScopeDate,
    /// The signature is too old, or from the future.
    Time,
    /// A header that the scheme must sign is not signed.
    UnsignedHeader,
    /// A header is said to be signed and is not there.
    MissingHeader,
    /// The declared hash of the body is not that of the body.
    BodyHash,
    /// The body is not signed, and the policy wants it to be.
    UnsignedPayload,
    /// The key that was found is not the one that the request claims.
    Key,
    /// The signature is not that of this request with this key.
    Signature,
    /// The security token is not the key's.
    SecurityToken,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "the request is not signed",
            Self::Algorithm => "the signing algorithm is not accepted here",
            Self::Malformed => "the authorization or a header that belongs to it is malformed",
            Self::ScopeDate => "the day of the credential scope is not that of the date header",
            Self::Time => "the signature is expired or not yet valid",
            Self::UnsignedHeader => "a header that must be signed is not",
            Self::MissingHeader => "a signed header is missing",
            Self::BodyHash => "the declared hash is not that of the body",
            Self::UnsignedPayload => "the body must be signed",
            Self::Key => "the key is not the one of the request",
            Self::Signature => "the signature does not match",
            Self::SecurityToken => "the security token does not match",
        })
    }
}

impl std::error::Error for VerifyError {}
