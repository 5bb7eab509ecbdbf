//! Huawei Cloud: `SDK-HMAC-SHA256` with `Access=`, and its opt-in variant with a derived key, `V11-HMAC-SHA256`.
//!
//! Facts: Huawei Cloud "API Request Signing Guide" and the behaviour of the official SDKs (huaweicloudsdkcore 3.1).
//! Bodies of other types than JSON and BSON go unsigned, as the SDKs have it: the header
//! `X-Sdk-Content-Sha256: UNSIGNED-PAYLOAD` says so and is signed itself.

use super::Scope;
use super::canonical::{self, Content, Reading, decode, encode_path, pairs, trimmed, write_query};
use super::scheme::{Credential, Scheme, hmac, plain_token, text};
use crate::credentials::AccessKey;
use hmac::Mac;
use http::HeaderValue;
use http::header::{CONTENT_TYPE, HeaderName};
use http::request::Parts;

pub(super) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";
pub(super) const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-sdk-content-sha256");

pub(super) static ACCESS: Scheme = scheme("SDK-HMAC-SHA256", Credential::Access, |key, _, _| {
    key.secret().expose().as_bytes().to_vec()
});

pub(super) static DERIVED: Scheme =
    scheme("V11-HMAC-SHA256", Credential::Scoped(None), derived_key);

const fn scheme(
    word: &'static str,
    credential: Credential,
    signing_key: fn(&AccessKey, &str, Scope<'_>) -> Vec<u8>,
) -> Scheme {
    Scheme {
        word,
        credential,
        date: HeaderName::from_static("x-sdk-date"),
        keeps_given_date: true,
        nonce: None,
        token: HeaderName::from_static("x-security-token"),
        write_token: str::to_owned,
        read_token: plain_token,
        body_hash: CONTENT_SHA256,
        expires: None,
        required: &["host", "x-sdk-date"],
        recommended: |name| {
            matches!(
                name,
                "content-type" | "host" | "x-domain-id" | "x-project-id"
            ) || matches!(
                name,
                "x-sdk-content-sha256" | "x-sdk-date" | "x-security-token"
            )
        },
        readings: &[Reading {
            path,
            query,
            value: trimmed,
            cuts_default_port: false,
        }],
        signing_key,
        prepare: |parts, _| declare_unsigned_payload(parts),
        content,
    }
}

/// HKDF-SHA256 (RFC 5869) with one block of output, as lower-case hexadecimal text.
fn derived_key(key: &AccessKey, day: &str, scope: Scope<'_>) -> Vec<u8> {
    let info = format!("{day}/{}/{}", scope.region, scope.service);
    let extracted = hmac(key.id().trim().as_bytes(), key.secret().expose().as_bytes())
        .finalize()
        .into_bytes();
    let expanded = hmac(&extracted, info.as_bytes())
        .chain_update([1])
        .finalize()
        .into_bytes();
    canonical::hex(&expanded).into_bytes()
}

fn declare_unsigned_payload(parts: &mut Parts) {
    let signs_body = text(&parts.headers, &CONTENT_TYPE).is_none_or(|kind| {
        kind.starts_with("application/json") || kind.starts_with("application/bson")
    });
    if !signs_body {
        parts
            .headers
            .entry(CONTENT_SHA256)
            .or_insert(HeaderValue::from_static(UNSIGNED_PAYLOAD));
    }
}

/// A declared hash stands in for the body's, unless there is no body.
pub(super) fn content(parts: &Parts, body: Option<&[u8]>) -> Content {
    let body = body.unwrap_or_default();
    match text(&parts.headers, &CONTENT_SHA256) {
        Some(declared) if !body.is_empty() => Content {
            payload: declared.to_owned(),
            signs_query: true,
        },
        _ => Content::hashed(body),
    }
}

/// Decoded and encoded again, with a `/` at the end. An encoded `/` becomes a plain one.
pub(super) fn path(path: &str) -> String {
    let mut path = encode_path(&decode(path));
    if !path.ends_with('/') {
        path.push('/');
    }
    path
}

/// Sorted by decoded key, then by decoded value.
fn query(query: &str) -> String {
    let mut pairs: Vec<_> = pairs(query).collect();
    pairs.sort();
    write_query(pairs)
}
