//! What tells one signing scheme from another, as data. Each scheme's file fills one [`Scheme`]; signing and verifying
//! are written once and ask it. Knows no request in flight.

use super::canonical::{Content, Reading};
use super::{Algorithm, Dialect, Scope, huawei, jdcloud, otc, volcengine};
use crate::credentials::AccessKey;
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use http::header::HeaderName;
use http::request::Parts;
use sha2::Sha256;

pub(super) struct Scheme {
    /// First word of the `Authorization` header, and first line of the text to sign.
    pub(super) word: &'static str,
    pub(super) credential: Credential,
    pub(super) date: HeaderName,
    /// Whether a date that the caller has set is signed instead of the clock's.
    pub(super) keeps_given_date: bool,
    pub(super) nonce: Option<HeaderName>,
    pub(super) token: HeaderName,
    /// Token as the cloud hands it out to the header's text.
    pub(super) write_token: fn(&str) -> String,
    /// The way back; `None` for a text that is no token.
    pub(super) read_token: fn(&str) -> Option<String>,
    /// Header that may carry the hash of the body.
    pub(super) body_hash: HeaderName,
    /// Header that shortens the validity of a signature, in seconds.
    pub(super) expires: Option<HeaderName>,
    /// Headers that a request must have signed to be believed.
    pub(super) required: &'static [&'static str],
    /// Headers that a client signs when it has them.
    pub(super) recommended: fn(&str) -> bool,
    /// The ways in which official SDKs read a request: Python's first, Go's last.
    pub(super) readings: &'static [Reading],
    pub(super) signing_key: fn(&AccessKey, day: &str, Scope<'_>) -> Vec<u8>,
    /// Adds the headers that the scheme wants before signing, other than date, nonce, token and host.
    pub(super) prepare: fn(&mut Parts, body: &[u8]),
    pub(super) content: fn(&Parts, body: Option<&[u8]>) -> Content,
}

/// What stands between the algorithm's word and the signed headers.
pub(super) enum Credential {
    /// `Access=AK`
    Access,
    /// `Credential=AK/day/region/service`, and a last word where the scheme has one.
    Scoped(Option<&'static str>),
}

impl Scheme {
    pub(super) fn reading(&self, dialect: Dialect) -> &Reading {
        match dialect {
            Dialect::Python => &self.readings[0],
            Dialect::Go => &self.readings[self.readings.len() - 1],
        }
    }

    /// `day/region/service/…`, for schemes that have a scope.
    pub(super) fn scope(&self, day: &str, scope: Scope<'_>) -> Option<String> {
        let Credential::Scoped(end) = self.credential else {
            return None;
        };
        let scope = format!("{day}/{}/{}", scope.region, scope.service);
        Some(end.map_or(scope.clone(), |end| format!("{scope}/{end}")))
    }

    /// The text whose HMAC is the signature.
    pub(super) fn string_to_sign(
        &self,
        stamp: &str,
        scope: Option<&str>,
        request_hash: &str,
    ) -> String {
        let lines = [Some(self.word), Some(stamp), scope, Some(request_hash)];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }
}

impl Algorithm {
    pub(super) fn scheme(self) -> &'static Scheme {
        match self {
            Self::SdkHmacSha256 => &huawei::ACCESS,
            Self::V11HmacSha256 => &huawei::DERIVED,
            Self::SdkHmacSha256Credential => &otc::SCHEME,
            Self::JdCloud2 => &jdcloud::VERSION_2,
            Self::JdCloud3 => &jdcloud::VERSION_3,
            Self::Volcengine => &volcengine::SCHEME,
        }
    }
}

/// HMAC-SHA256 before its end: to be finished, or compared in constant time.
pub(super) fn hmac(key: &[u8], text: &[u8]) -> Hmac<Sha256> {
    let mac =
        Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length (RFC 2104 §2)");
    mac.chain_update(text)
}

/// A key made by feeding each word to an HMAC under the key so far.
pub(super) fn chained_key(start: &[u8], words: [&str; 4]) -> Vec<u8> {
    words.iter().fold(start.to_vec(), |key, word| {
        hmac(&key, word.as_bytes()).finalize().into_bytes().to_vec()
    })
}

/// Reads a token that goes over the wire as it is.
pub(super) fn plain_token(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// No preparation.
pub(super) fn unprepared(_: &mut Parts, _: &[u8]) {}

/// A header as text; `None` when it is absent or not UTF-8.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    std::str::from_utf8(headers.get(name)?.as_bytes()).ok()
}
