//! Only who has the key can sign, and what is signed cannot be changed.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use generator_runtime::credentials::AccessKey;
use generator_runtime::signing::{Algorithm, Moment, Policy, Scope, Signer, VerifyError, present};
use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Uri};

use crate::inputs::{choice, pick};
use crate::request;

const ALGORITHMS: [Algorithm; 6] = [
    Algorithm::SdkHmacSha256,
    Algorithm::SdkHmacSha256Credential,
    Algorithm::JdCloud2,
    Algorithm::JdCloud3,
    Algorithm::Volcengine,
    Algorithm::V11HmacSha256,
];
const SCOPE: Scope<'_> = Scope {
    region: "cn-north-1",
    service: "vm",
};
/// What signing adds, or is told of by these.
const OWN: [&str; 14] = [
    "authorization",
    "x-sdk-date",
    "x-date",
    "x-jdcloud-date",
    "x-jdcloud-nonce",
    "x-jdcloud-security-token",
    "x-jdcloud-content-sha256",
    "x-sdk-content-sha256",
    "x-content-sha256",
    "x-security-token",
    "x-auth-token",
    "x-expires",
    "x-jdcloud-algorithm",
    "x-jdcloud-credential",
];

/// Takes a byte that chooses a scheme, and a request.
///
/// # Panics
/// When a request that nobody has signed is believed, one that was signed is not, or one that was changed afterwards is.
pub fn signing(data: &[u8]) {
    let (scheme, rest) = choice(data);
    let Some(request) = request::parse(rest) else {
        return;
    };
    let algorithm = *pick(&ALGORITHMS, scheme);
    let key = AccessKey::new("D9EXAMPLE/AK", "a secret that is in no input");
    unsigned(&request, &key);
    let time = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let Some((head, body)) = signed(algorithm, request, &key, time) else {
        return;
    };
    let verdict = verify(&head, &body, &key, time);
    // Huawei's SDKs leave out bodies of other types than JSON, which servers take only when they are told to.
    let refused = match verdict {
        Err(VerifyError::UnsignedPayload) => true,
        // Nor do all of them sign all of a query.
        Err(VerifyError::Signature) => !is_plain(head.uri.query().unwrap_or_default()),
        _ => false,
    };
    if !refused {
        assert_eq!(verdict, Ok(()), "{algorithm:?} {head:?}");
        forged(&head, &body, &key, time);
    }
}

/// The bytes as they are: whatever they claim, they were not made with the key.
fn unsigned(request: &Request<Vec<u8>>, key: &AccessKey) {
    let (head, body) = request.clone().into_parts();
    let Ok(presented) = present(&ALGORITHMS, &head) else {
        return;
    };
    let mut policy = Policy::at(presented.signed_at);
    for allowed in [false, true] {
        policy.allow_unsigned_payload = allowed;
        let verdict = presented.verify(&head, &body, key, &policy);
        assert!(verdict.is_err(), "{head:?}");
    }
}

/// The request as a client with the key sends it; `None` where it cannot.
fn signed(
    algorithm: Algorithm,
    request: Request<Vec<u8>>,
    key: &AccessKey,
    time: SystemTime,
) -> Option<(Parts, Vec<u8>)> {
    let (mut head, body) = request.into_parts();
    for name in OWN {
        head.headers.remove(name);
    }
    if !head.headers.contains_key(HOST) {
        head.headers
            .insert(HOST, HeaderValue::from_static("h.test"));
    }
    let moment = Moment {
        time,
        nonce: "ebf8b26d-c3be-402f-9f10-f8b6573fd823".to_owned(),
    };
    algorithm.normalize_target(&mut head.uri).ok()?;
    let signer = Signer::new(algorithm, key, SCOPE);
    signer.sign(&mut head, body.as_slice(), &moment).ok()?;
    Some((head, body))
}

/// Whether every part of a query has a name of its own, and a value.
fn is_plain(query: &str) -> bool {
    let mut names: Vec<&str> = Vec::new();
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .all(|part| {
            let name = part.split_once('=').map(|(name, _)| name);
            let is_new = name.is_some_and(|name| {
                !name.is_empty() && !names.contains(&name) && !name.contains(['%', '+'])
            });
            names.extend(name);
            is_new
        })
}

fn verify(head: &Parts, body: &[u8], key: &AccessKey, now: SystemTime) -> Result<(), VerifyError> {
    present(&ALGORITHMS, head)?.verify(head, body, key, &Policy::at(now))
}

/// Each thing that a signature covers, changed.
fn forged(head: &Parts, body: &[u8], key: &AccessKey, now: SystemTime) {
    let refuse = |what: &str, change: &dyn Fn(&mut Parts)| {
        let mut changed = head.clone();
        change(&mut changed);
        let verdict = verify(&changed, body, key, now);
        assert!(verdict.is_err(), "{what}: {head:?} became {changed:?}");
    };
    refuse("method", &|head| {
        head.method = match head.method {
            Method::PATCH => Method::PUT,
            _ => Method::PATCH,
        };
    });
    refuse("path", &|head| {
        if let Some(uri) = retargeted(&head.uri, |path, query| format!("{path}/zz{query}")) {
            head.uri = uri;
        } else {
            head.headers.remove(AUTHORIZATION);
        }
    });
    refuse("query", &|head| {
        let more = |path: &str, query: &str| match query {
            "" => format!("{path}?zz=1"),
            query => format!("{path}{query}&zz=1"),
        };
        match retargeted(&head.uri, more) {
            Some(uri) => head.uri = uri,
            None => drop(head.headers.remove(AUTHORIZATION)),
        }
    });
    refuse("signature", &|head| {
        let text = authorization(head);
        let last = if text.ends_with('0') { "1" } else { "0" };
        set_authorization(head, &format!("{}{last}", &text[..text.len() - 1]));
    });
    refuse("two signatures", &|head| {
        let value = head.headers[AUTHORIZATION].clone();
        head.headers.append(AUTHORIZATION, value);
    });
    refuse("key", &|head| {
        let text = authorization(head).replacen("D9EXAMPLE/AK", "D9EXAMPLE/AL", 1);
        set_authorization(head, &text);
    });
    let presented = present(&ALGORITHMS, head).expect("it was read before");
    for name in &presented.signed_headers {
        refuse(name.as_str(), &|head| {
            drop(head.headers.remove(name));
            // Without the header, the host is the authority's.
            head.uri = head
                .uri
                .path_and_query()
                .map_or_else(Uri::default, |path| path.clone().into());
        });
        refuse(name.as_str(), &|head| {
            let value = head
                .headers
                .get(name)
                .map_or(&b""[..], |value| value.as_bytes());
            let value = HeaderValue::from_bytes(&[value, b"0"].concat());
            head.headers
                .insert(name, value.expect("a digit may stand in a header"));
        });
    }
    let mut longer = body.to_vec();
    longer.push(b' ');
    assert!(verify(head, &longer, key, now).is_err(), "body: {head:?}");
    let other = AccessKey::new(key.id(), "another secret");
    assert!(verify(head, body, &other, now).is_err(), "secret: {head:?}");
    let day = Duration::from_secs(86_400);
    assert!(
        verify(head, body, key, now + day).is_err(),
        "time: {head:?}"
    );
    assert!(
        verify(head, body, key, now - day).is_err(),
        "time: {head:?}"
    );
}

fn retargeted(uri: &Uri, change: impl Fn(&str, &str) -> String) -> Option<Uri> {
    let query = uri
        .query()
        .map_or(String::new(), |query| format!("?{query}"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = change(uri.path(), &query).parse().ok();
    Uri::from_parts(parts).ok()
}

fn authorization(head: &Parts) -> String {
    let value = head.headers[AUTHORIZATION].to_str();
    value.expect("it was written as text").to_owned()
}

fn set_authorization(head: &mut Parts, text: &str) {
    let value = HeaderValue::from_str(text).expect("it was read before");
    head.headers.insert(AUTHORIZATION, value);
}
