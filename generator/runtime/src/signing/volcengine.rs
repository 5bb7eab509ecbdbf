//! Volcengine: `HMAC-SHA256`.
//!
//! Two readings: volcenginesdkcore (Python) sorts encoded pairs and lets the last of repeated keys count; the SDKs for
//! Go and the older one for Python sort by decoded key and keep repeated keys. On the wire the SDKs write a space in a
//! query as `+`, but sign `%20`.

use super::Scope;
use super::canonical::{
    Content, Reading, decode, encode, encode_path, join_pairs, pairs, sha256_hex, untouched,
    write_query,
};
use super::scheme::{Credential, Scheme, chained_key, plain_token};
use crate::credentials::AccessKey;
use http::header::{CONTENT_TYPE, HeaderName};
use http::request::Parts;
use http::{HeaderValue, Method};
use std::collections::BTreeMap;

const END: &str = "request";
const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-content-sha256");

pub(super) static SCHEME: Scheme = Scheme {
    word: "HMAC-SHA256",
    credential: Credential::Scoped(Some(END)),
    date: HeaderName::from_static("x-date"),
    keeps_given_date: false,
    nonce: None,
    token: HeaderName::from_static("x-security-token"),
    write_token: str::to_owned,
    read_token: plain_token,
    body_hash: CONTENT_SHA256,
    expires: Some(HeaderName::from_static("x-expires")),
    required: &["host", "x-date"],
    recommended: |name| {
        matches!(name, "content-type" | "content-md5" | "host") || name.starts_with("x-")
    },
    // White space around a value never crosses the wire, so it is left to stand.
    readings: &[
        Reading {
            path: str::to_owned,
            query: last_of_each,
            value: untouched,
            cuts_default_port: true,
        },
        Reading {
            path: encoded_path,
            query: all_in_order,
            value: untouched,
            cuts_default_port: true,
        },
    ],
    signing_key,
    prepare,
    content: |_, body| Content::hashed(body.unwrap_or_default()),
};

fn signing_key(key: &AccessKey, day: &str, scope: Scope<'_>) -> Vec<u8> {
    chained_key(
        key.secret().expose().as_bytes(),
        [day, scope.region, scope.service, END],
    )
}

/// The SDKs' default content type for all methods but `GET`, and the hash of the body.
fn prepare(parts: &mut Parts, body: &[u8]) {
    if parts.method != Method::GET {
        let form = HeaderValue::from_static("application/x-www-form-urlencoded; charset=utf-8");
        parts.headers.entry(CONTENT_TYPE).or_insert(form);
    }
    let hash =
        HeaderValue::try_from(sha256_hex(body)).expect("hexadecimal digits make a header value");
    parts.headers.insert(CONTENT_SHA256, hash);
}

fn encoded_path(path: &str) -> String {
    encode_path(&decode(path))
}

/// Sorted by encoded key; the last value of each key.
fn last_of_each(query: &str) -> String {
    let last: BTreeMap<_, _> = pairs(query)
        .map(|(key, value)| (encode(&key), encode(&value)))
        .collect();
    join_pairs(last)
}

/// Sorted by decoded key; repeated keys in their order.
fn all_in_order(query: &str) -> String {
    let mut pairs: Vec<_> = pairs(query).collect();
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    write_query(pairs)
}
