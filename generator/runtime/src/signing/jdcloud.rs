//! JD Cloud: `JDCLOUD2-HMAC-SHA256` (the vendor's document; SDKs for Go, Java, Node.js) and `JDCLOUD3-HMAC-SHA256` (SDK
//! for Python since 2021).
//!
//! Version 2 has two readings: its Go SDK signs path and query as they stand on the wire, the old Python SDK (up to
//! 1.6.94) encodes the path and sorts the query. They agree on targets that are encoded and sorted already, which is what
//! [`normal_target`] makes.
//! Version 3 does not sign query parts that lack a key or a `=`.

use super::Scope;
use super::canonical::{
    Content, Reading, collapsed, decode, decode_form, encode, encode_path, join_pairs, pairs,
    trimmed, untouched,
};
use super::scheme::{Credential, Scheme, chained_key, unprepared};
use crate::credentials::AccessKey;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::HeaderName;
use std::borrow::Cow;

const END_2: &str = "jdcloud2_request";
const END_3: &str = "jdcloud3_request";

pub(super) static VERSION_2: Scheme = scheme(
    "JDCLOUD2-HMAC-SHA256",
    END_2,
    // Demanded by the vendor's document, and signed by all SDKs of this version.
    &["host", "x-jdcloud-date", "x-jdcloud-nonce"],
    &[
        Reading {
            path: encoded_segments,
            query: sorted_raw,
            value: untouched,
            cuts_default_port: true,
        },
        Reading {
            path: str::to_owned,
            query: str::to_owned,
            value: trimmed_and_collapsed,
            cuts_default_port: false,
        },
    ],
    |key, day, scope| signing_key("JDCLOUD2", END_2, key, day, scope),
);

pub(super) static VERSION_3: Scheme = scheme(
    "JDCLOUD3-HMAC-SHA256",
    END_3,
    // The Python SDK adds date and nonce after signing; the date is still bound by the text to sign.
    &["host"],
    &[Reading {
        path: plain_path,
        query: sorted_encoded,
        value: trimmed,
        cuts_default_port: true,
    }],
    |key, day, scope| signing_key("JDCLOUD3", END_3, key, day, scope),
);

const fn scheme(
    word: &'static str,
    end: &'static str,
    required: &'static [&'static str],
    readings: &'static [Reading],
    signing_key: fn(&AccessKey, &str, Scope<'_>) -> Vec<u8>,
) -> Scheme {
    Scheme {
        word,
        credential: Credential::Scoped(Some(end)),
        date: HeaderName::from_static("x-jdcloud-date"),
        keeps_given_date: true,
        nonce: Some(HeaderName::from_static("x-jdcloud-nonce")),
        token: HeaderName::from_static("x-jdcloud-security-token"),
        write_token: |token| STANDARD.encode(token),
        read_token: |text| String::from_utf8(STANDARD.decode(text).ok()?).ok(),
        body_hash: HeaderName::from_static("x-jdcloud-content-sha256"),
        expires: None,
        required,
        recommended: |name| {
            matches!(name, "content-type" | "host")
                || matches!(
                    name,
                    "x-jdcloud-date" | "x-jdcloud-nonce" | "x-jdcloud-security-token"
                )
        },
        readings,
        signing_key,
        prepare: unprepared,
        content: |_, body| Content::hashed(body.unwrap_or_default()),
    }
}

fn signing_key(prefix: &str, end: &str, key: &AccessKey, day: &str, scope: Scope<'_>) -> Vec<u8> {
    let start = format!("{prefix}{}", key.secret().expose());
    chained_key(start.as_bytes(), [day, scope.region, scope.service, end])
}

/// Path and query, encoded and sorted: `images%3AcopyImages?a=1&b=2`.
pub(super) fn normal_target(path: &str, query: Option<&str>) -> String {
    let path = encoded_segments(path);
    match query {
        Some(query) => {
            let mut pairs: Vec<_> = pairs(query)
                .map(|(key, value)| (encode(&key), encode(&value)))
                .collect();
            pairs.sort();
            format!("{path}?{}", join_pairs(pairs))
        }
        None => path,
    }
}

/// Every segment decoded and encoded again; an encoded `/` stays encoded.
fn encoded_segments(path: &str) -> String {
    path.split('/')
        .map(|segment| encode(&decode(segment)))
        .collect::<Vec<_>>()
        .join("/")
}

/// Decoded as a form and encoded again; runs of `/` become one, and one stands in front.
fn plain_path(path: &str) -> String {
    let mut plain = vec![b'/'];
    for byte in decode_form(path) {
        if byte != b'/' || plain.last() != Some(&b'/') {
            plain.push(byte);
        }
    }
    encode_path(&plain)
}

/// Sorted by encoded key and value; parts without `=` or without a key are left out.
fn sorted_encoded(query: &str) -> String {
    let named = query
        .split('&')
        .filter_map(|part| part.split_once('='))
        .filter(|(key, _)| !key.is_empty());
    let mut parts: Vec<_> = named
        .map(|(key, value)| (encode(&decode_form(key)), encode(&decode_form(value))))
        .collect();
    parts.sort();
    join_pairs(parts)
}

/// Sorted by raw key and values, and not encoded but for a second `=`.
fn sorted_raw(query: &str) -> String {
    let split = |part: &str| {
        part.split('=')
            .map(|word| word.trim().to_owned())
            .collect::<Vec<_>>()
    };
    let mut parts: Vec<_> = query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(split)
        .collect();
    parts.sort();
    join_pairs(
        parts
            .into_iter()
            .map(|words| (words[0].clone(), words[1..].join("%3D"))),
    )
}

fn trimmed_and_collapsed(value: &[u8]) -> Cow<'_, [u8]> {
    collapsed(value.trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_normalises_targets_of_jdcloud() {
        let check = |path: &str, query: Option<&str>, target: &str| {
            assert_eq!(normal_target(path, query), target)
        };
        check("/v1/images:copyImages", None, "/v1/images%3AcopyImages");
        check("/v1/images%3acopyImages", None, "/v1/images%3AcopyImages");
        check(
            "/a%20b%2Fc",
            Some("b=2+3&a=%2f&a&=x"),
            "/a%20b%2Fc?=x&a=&a=%2F&b=2%203",
        );
        check("/", Some(""), "/?");
    }

    #[test]
    fn signing_reads_normal_targets_of_jdcloud_alike() {
        let target = normal_target("/v1/a:b/c d", Some("z=1&y=a b&y=%2B&a-b=2&a=1"));
        let (path, query) = target.split_once('?').expect("a query was given");
        for reading in VERSION_2.readings.iter().chain(VERSION_3.readings) {
            assert_eq!((reading.path)(path), path);
            assert_eq!((reading.query)(query), query);
        }
    }
}
