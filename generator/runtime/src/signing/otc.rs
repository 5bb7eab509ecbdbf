//! Open Telekom Cloud as gophertelekomcloud signs: the word `SDK-HMAC-SHA256` of Huawei, but with `Credential=`, a
//! derived key and a scope, whose region and service that SDK leaves empty.
//!
//! Only the first value of a repeated query key is signed. A `POST` without a body signs its query in the place of the
//! body. Project and token headers are not signed by the SDK.

use super::Scope;
use super::canonical::{Content, Reading, collapsed, encode, pairs, sha256_hex, write_query};
use super::huawei;
use super::scheme::{Credential, Scheme, chained_key, plain_token, unprepared};
use crate::credentials::AccessKey;
use http::Method;
use http::header::HeaderName;
use http::request::Parts;
use std::collections::BTreeMap;

const END: &str = "sdk_request";

pub(super) static SCHEME: Scheme = Scheme {
    word: "SDK-HMAC-SHA256",
    credential: Credential::Scoped(Some(END)),
    date: HeaderName::from_static("x-sdk-date"),
    keeps_given_date: true,
    nonce: None,
    token: HeaderName::from_static("x-security-token"),
    write_token: str::to_owned,
    read_token: plain_token,
    body_hash: huawei::CONTENT_SHA256,
    expires: None,
    required: &["host", "x-sdk-date"],
    recommended: |name| {
        matches!(
            name,
            "content-type" | "host" | "x-sdk-content-sha256" | "x-sdk-date"
        )
    },
    readings: &[Reading {
        path: huawei::path,
        query,
        value: collapsed,
        cuts_default_port: false,
    }],
    signing_key,
    prepare: unprepared,
    content,
};

fn signing_key(key: &AccessKey, day: &str, scope: Scope<'_>) -> Vec<u8> {
    let start = format!("SDK{}", key.secret().expose().trim());
    chained_key(start.as_bytes(), [day, scope.region, scope.service, END])
}

fn content(parts: &Parts, body: Option<&[u8]>) -> Content {
    if body.is_none() && parts.method == Method::POST {
        let query = form(parts.uri.query().unwrap_or_default());
        return Content {
            payload: sha256_hex(query.as_bytes()),
            signs_query: false,
        };
    }
    huawei::content(parts, body)
}

/// `application/x-www-form-urlencoded`: sorted by key, values of one key in their order, `+` for a space.
fn form(query: &str) -> String {
    let mut pairs: Vec<_> = pairs(query).collect();
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    write_query(pairs).replace("%20", "+")
}

/// Sorted by encoded key without regard to case; the first value of each key.
fn query(query: &str) -> String {
    let mut first = BTreeMap::new();
    for (key, value) in pairs(query) {
        let encoded = encode(&key);
        first
            .entry((encoded.to_ascii_lowercase(), encoded))
            .or_insert((key, value));
    }
    write_query(first.into_values())
}
