//! Signing vectors: what was given to a vendor's SDK and what it made of it. Reads the files and says, from the input
//! alone, which headers that SDK signs.

use crate::{sdk, wire};
use generator_runtime::credentials::AccessKey;
use generator_runtime::signing::{Algorithm, Dialect, Moment, Scope};
use http::header::{CONTENT_TYPE, HeaderName};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use serde_json::Value;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Provider {
    Huawei,
    Otc,
    JdCloud,
    Volcengine,
}

/// Files of vectors. The corners are cases of our own, recorded from the same SDKs.
pub(crate) const FILES: [(Provider, &str); 7] = [
    (Provider::Huawei, "huawei.json"),
    (Provider::Huawei, "huawei-corners.json"),
    (Provider::Otc, "otc.json"),
    (Provider::JdCloud, "jdcloud.json"),
    (Provider::JdCloud, "jdcloud-corners.json"),
    (Provider::Volcengine, "volcengine.json"),
    (Provider::Volcengine, "volcengine-corners.json"),
];

pub(crate) struct Vector {
    pub(crate) id: String,
    pub(crate) algorithm: Algorithm,
    pub(crate) dialect: Dialect,
    pub(crate) key: AccessKey,
    region: String,
    service: String,
    pub(crate) parts: Parts,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) moment: Moment,
    /// The input has a date header of its own.
    pub(crate) dated: bool,
    pub(crate) signed: Vec<HeaderName>,
    pub(crate) canonical_request: String,
    pub(crate) string_to_sign: String,
    pub(crate) signature: String,
    pub(crate) authorization: String,
    pub(crate) expected_headers: Vec<(HeaderName, String)>,
}

/// The vectors of a file, and those that are not supported, each with its reason.
pub(crate) fn read(provider: Provider, text: &str) -> (Vec<Vector>, Vec<String>) {
    let file: Value = serde_json::from_str(text).unwrap();
    let of = |key: &str| file[key].as_array().cloned().unwrap_or_default();
    let (mut vectors, mut unsupported) = (Vec::new(), Vec::new());
    for case in of("vectors").iter().chain(&of("vendor_unit_tests")) {
        match vector(provider, case) {
            Ok(vector) => vectors.push(vector),
            Err(reason) => unsupported.push(format!("{}: {reason}", string(&case["id"]))),
        }
    }
    (vectors, unsupported)
}

fn algorithm(provider: Provider, case: &Value) -> Result<Algorithm, &'static str> {
    if string(&case["signer"]).ends_with("sign_url") || string(&case["id"]).starts_with("presign") {
        return Err("signed URL, another scheme");
    }
    match (
        provider,
        string(&case["algorithm"])
            .split(' ')
            .next()
            .unwrap_or_default(),
    ) {
        (Provider::Huawei, "SDK-HMAC-SHA256") => Ok(Algorithm::SdkHmacSha256),
        (Provider::Huawei, "V11-HMAC-SHA256") => Ok(Algorithm::V11HmacSha256),
        (Provider::Otc, "SDK-HMAC-SHA256") => Ok(Algorithm::SdkHmacSha256Credential),
        (Provider::JdCloud, "JDCLOUD2-HMAC-SHA256") => Ok(Algorithm::JdCloud2),
        (Provider::JdCloud, "JDCLOUD3-HMAC-SHA256") => Ok(Algorithm::JdCloud3),
        (Provider::Volcengine, "HMAC-SHA256") => Ok(Algorithm::Volcengine),
        _ => Err("another algorithm"),
    }
}

fn vector(provider: Provider, case: &Value) -> Result<Vector, &'static str> {
    let algorithm = algorithm(provider, case)?;
    let (input, expected) = (&case["input"], &case["expected"]);
    let source = format!("{}{}", string(&case["source"]), string(&case["signer"]));
    let go = source.contains("-go ") || source.starts_with("volcengine.auth");
    let mut given: Vec<(String, String)> = object(&input["headers"]);
    if let Some(project) = input["project_id"].as_str() {
        given.push(("X-Project-Id".into(), project.into()));
    }
    let (token, token_is_signed) = sdk::take_token(provider, input, &mut given);
    let mut key = AccessKey::new(string(&input["ak"]), string(&input["sk"]));
    key = token.into_iter().fold(key, AccessKey::with_security_token);
    let method = Method::from_bytes(string(&input["method"]).as_bytes()).unwrap();
    let mut signed = sdk::signed_headers(provider, algorithm, &method, &given);
    if token_is_signed {
        signed.push(name(if provider == Provider::JdCloud {
            "x-jdcloud-security-token"
        } else {
            "x-security-token"
        }));
    }
    let dialect = if go { Dialect::Go } else { Dialect::Python };
    let host = given
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("host"))
        .map(|(_, host)| host.as_str());
    let uri = wire::target(algorithm, dialect, input, host)?;
    let mut parts = Request::builder()
        .method(method)
        .uri(uri)
        .body(())
        .unwrap()
        .into_parts()
        .0;
    for (key, value) in &given {
        let value = HeaderValue::from_bytes(value.as_bytes());
        parts.headers.append(
            name(key),
            value.map_err(|_| "header value that HTTP does not carry")?,
        );
    }
    let given_date = ["x-sdk-date", "x-jdcloud-date"]
        .iter()
        .find_map(|name| parts.headers.get(*name)?.to_str().ok());
    // Where a recording leaves out clock or scope, they are in its text to sign.
    let string_to_sign = string(&expected["string_to_sign"]);
    let recorded: Vec<&str> = string_to_sign.lines().collect();
    let time = input["time"].as_str().or(given_date).unwrap_or(recorded[1]);
    let place = |key: &str, at: usize| {
        let entries = object(&input["derived"]).into_iter().chain(object(input));
        let found = entries
            .into_iter()
            .find(|(name, _)| name.contains(key))
            .map(|(_, place)| place);
        found.unwrap_or_else(|| {
            recorded[2]
                .split('/')
                .nth(at)
                .unwrap_or_default()
                .to_owned()
        })
    };
    Ok(Vector {
        id: string(&case["id"]),
        algorithm,
        dialect,
        region: place("region", 1),
        service: place("service", 2),
        body: body(&parts.headers, input),
        moment: Moment {
            time: moment(time),
            nonce: string(&input["nonce"]),
        },
        dated: given_date.is_some_and(|given| given != time),
        canonical_request: string(&expected["canonical_request"]),
        signature: string(&expected["signature"]),
        authorization: string(&expected["authorization"]),
        expected_headers: expected_headers(&expected["headers"]),
        string_to_sign,
        key,
        parts,
        signed,
    })
}

fn body(headers: &HeaderMap, input: &Value) -> Option<Vec<u8>> {
    let posted: Vec<_> = input["post_params"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|pair| (string(&pair[0]), string(&pair[1])))
        .collect();
    let is_form = headers.get(CONTENT_TYPE).is_none_or(|kind| {
        kind.as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    });
    if !posted.is_empty() && input["method"] == "POST" && is_form {
        return Some(wire::form(&posted, "+").into_bytes());
    }
    input["body"].as_str().map(|body| body.as_bytes().to_vec())
}

/// Headers of the signed request; but for those that one SDK adds and no signature needs.
fn expected_headers(headers: &Value) -> Vec<(HeaderName, String)> {
    let all = object(headers)
        .into_iter()
        .map(|(key, value)| (name(&key), value));
    all.filter(|(name, _)| {
        !matches!(name.as_str(), "authorization" | "x-jdcloud-content-sha256")
            && !name.as_str().contains("-hmac-")
    })
    .collect()
}

impl Vector {
    pub(crate) fn scope(&self) -> Scope<'_> {
        Scope {
            region: &self.region,
            service: &self.service,
        }
    }

    pub(crate) fn body(&self) -> &[u8] {
        self.body.as_deref().unwrap_or_default()
    }

    pub(crate) fn has_unsigned_payload(&self) -> bool {
        self.signed.contains(&name("x-sdk-content-sha256")) && !self.body().is_empty()
    }

    /// Whether the SDK leaves parts of the query out of what it signs: other values of a key, what has no `=`.
    pub(crate) fn leaves_query_unsigned(&self) -> bool {
        let count = |query: &str| query.split('&').filter(|part| !part.is_empty()).count();
        let signed = self.canonical_request.split('\n').nth(2);
        // An empty line also where the query is signed in the place of the body.
        let in_body = self.parts.method == Method::POST && self.body.is_none();
        !in_body
            && count(self.parts.uri.query().unwrap_or_default())
                != count(signed.unwrap_or_default())
    }

    /// Targets with one change in the path, or in one pair of the query that the SDK signs, or with one pair more.
    pub(crate) fn altered_targets(&self) -> Vec<Uri> {
        let (uri, query) = (&self.parts.uri, self.parts.uri.query().unwrap_or_default());
        let origin = format!(
            "{}://{}",
            uri.scheme_str().unwrap(),
            uri.authority().unwrap()
        );
        let text = |bytes: &[u8]| String::from_utf8(altered(bytes)).unwrap();
        let target = |path: &str, query: &str| {
            Uri::try_from(format!("{origin}{path}?{query}").trim_end_matches('?')).unwrap()
        };
        let mut targets = vec![target(&text(uri.path().as_bytes()), query)];
        targets.push(target(
            uri.path(),
            format!("{query}&zz=7").trim_start_matches('&'),
        ));
        let pairs: Vec<_> = query.split('&').filter(|pair| !pair.is_empty()).collect();
        for (at, pair) in pairs
            .iter()
            .enumerate()
            .filter(|(at, _)| self.signs_pair(&pairs, *at))
        {
            let mut changed = pairs.clone();
            let other = match pair.split_once('=') {
                Some((key, value)) => format!("{key}={}", text(value.as_bytes())),
                None => text(pair.as_bytes()),
            };
            changed[at] = &other;
            targets.push(target(uri.path(), &changed.join("&")));
        }
        targets
    }

    fn signs_pair(&self, pairs: &[&str], at: usize) -> bool {
        let key = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
        let same = |others: &[&str]| others.iter().any(|other| key(other) == key(pairs[at]));
        match (self.algorithm, self.dialect) {
            (Algorithm::SdkHmacSha256Credential, _)
                if self.body.is_some() || self.parts.method != Method::POST =>
            {
                !same(&pairs[..at])
            }
            (Algorithm::JdCloud3, _) => pairs[at].contains('=') && !key(pairs[at]).is_empty(),
            (Algorithm::Volcengine, Dialect::Python) => !same(&pairs[at + 1..]),
            _ => true,
        }
    }
}

/// The text with its first letter or digit changed to another one.
pub(crate) fn altered(text: &[u8]) -> Vec<u8> {
    let mut text = text.to_vec();
    match text.iter().position(u8::is_ascii_alphanumeric) {
        Some(at) if text[at] == b'7' => text[at] = b'8',
        Some(at) => text[at] = b'7',
        None => text.push(b'7'),
    }
    text
}

pub(crate) fn name(text: &str) -> HeaderName {
    HeaderName::from_bytes(text.as_bytes()).unwrap()
}

pub(crate) fn string(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The entries of an object; entries with a list come once per item.
pub(crate) fn object(value: &Value) -> Vec<(String, String)> {
    let entries = value.as_object().into_iter().flatten();
    entries
        .flat_map(|(key, value)| flattened(&Value::String(key.clone()), value))
        .collect()
}

/// Counts days year by year, so as not to share the arithmetic under test.
pub(crate) fn moment(stamp: &str) -> SystemTime {
    let number = |range: std::ops::Range<usize>| stamp[range].parse::<u64>().unwrap();
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let year = number(0..4);
    let months = [
        31,
        if leap(year) { 29 } else { 28 },
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let years: u64 = (1970..year)
        .map(|year| if leap(year) { 366 } else { 365 })
        .sum();
    let days = years + months[..number(4..6) as usize - 1].iter().sum::<u64>() + number(6..8) - 1;
    let seconds = number(9..11) * 3600 + number(11..13) * 60 + number(13..15);
    UNIX_EPOCH + Duration::from_secs(days * 86_400 + seconds)
}

pub(crate) fn flattened(key: &Value, value: &Value) -> Vec<(String, String)> {
    match value {
        Value::Array(values) => values
            .iter()
            .map(|value| (string(key), string(value)))
            .collect(),
        value => vec![(string(key), string(value))],
    }
}
