//! What is believed beyond a right signature: time, headers, hashes, keys and tokens.

use crate::vector::moment;
use generator_runtime::credentials::AccessKey;
use generator_runtime::signing::{
    Algorithm, Moment, Policy, Scope, SignedHeaders, Signer, VerifyError, present,
};
use http::header::HeaderName;
use http::request::Parts;
use http::{HeaderValue, Request};
use std::time::Duration;

pub(crate) const ALL: [Algorithm; 6] = [
    Algorithm::SdkHmacSha256,
    Algorithm::SdkHmacSha256Credential,
    Algorithm::JdCloud2,
    Algorithm::JdCloud3,
    Algorithm::Volcengine,
    Algorithm::V11HmacSha256,
];
pub(crate) const SCOPE: Scope<'_> = Scope {
    region: "r-1",
    service: "s",
};
pub(crate) const TARGET: &str = "https://api.example/v1/things?b=2&a=1";

pub(crate) fn now() -> Moment {
    Moment {
        time: moment("20240105T103000Z"),
        nonce: "ed558a3b-9808-4edb-8597-187bda63a4f2".into(),
    }
}

pub(crate) fn key() -> AccessKey {
    AccessKey::new("AK/1", "SK")
}

pub(crate) fn unsigned(method: &str, target: &str, headers: &[(&str, &str)]) -> Parts {
    let request = headers.iter().fold(
        Request::builder().method(method).uri(target),
        |request, (name, value)| request.header(*name, *value),
    );
    request.body(()).unwrap().into_parts().0
}

pub(crate) fn signed(
    algorithm: Algorithm,
    key: &AccessKey,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Parts {
    let mut parts = unsigned("POST", TARGET, headers);
    Signer::new(algorithm, key, SCOPE)
        .sign(&mut parts, body, &now())
        .unwrap();
    parts
}

pub(crate) fn verdict(
    parts: &Parts,
    body: &[u8],
    key: &AccessKey,
    policy: &Policy,
) -> Result<(), VerifyError> {
    present(&ALL, parts)?.verify(parts, body, key, policy)
}

pub(crate) fn with(parts: &Parts, name: &str, value: &str) -> Parts {
    let mut parts = parts.clone();
    parts.headers.insert(
        HeaderName::from_bytes(name.as_bytes()).unwrap(),
        HeaderValue::from_str(value).unwrap(),
    );
    parts
}

#[test]
fn signing_is_told_apart_and_names_its_scope() {
    for algorithm in ALL {
        let presented = present(&ALL, &signed(algorithm, &key(), &[], b"")).unwrap();
        let scoped = algorithm != Algorithm::SdkHmacSha256;
        assert_eq!(presented.algorithm, algorithm);
        assert_eq!(presented.access_key_id, "AK/1");
        assert_eq!(presented.signed_at, now().time);
        assert_eq!(
            (presented.region.as_str(), presented.service.as_str()),
            if scoped { ("r-1", "s") } else { ("", "") }
        );
        let others: Vec<_> = ALL
            .into_iter()
            .filter(|other| *other != algorithm)
            .collect();
        assert_eq!(
            present(&others, &signed(algorithm, &key(), &[], b"")).unwrap_err(),
            VerifyError::Algorithm
        );
        assert!(
            !format!("{presented:?}").contains("signature"),
            "{presented:?}"
        );
    }
}

#[test]
fn signing_dates_are_believed_within_the_skew_both_ways() {
    for algorithm in ALL {
        let parts = signed(algorithm, &key(), &[], b"");
        let check = |policy: Policy, expected| {
            assert_eq!(
                verdict(&parts, b"", &key(), &policy),
                expected,
                "{algorithm:?}"
            )
        };
        let seconds = Duration::from_secs;
        check(Policy::at(now().time), Ok(()));
        check(Policy::at(now().time + seconds(900)), Ok(()));
        check(
            Policy::at(now().time + seconds(901)),
            Err(VerifyError::Time),
        );
        check(Policy::at(now().time - seconds(900)), Ok(()));
        check(
            Policy::at(now().time - seconds(901)),
            Err(VerifyError::Time),
        );
        let mut strict = Policy::at(now().time + seconds(6));
        strict.max_skew = seconds(5);
        check(strict, Err(VerifyError::Time));
    }
}

#[test]
fn signing_validity_of_volcengine_can_be_shortened_only() {
    let check = |expires: &str, age: u64, expected| {
        let parts = signed(
            Algorithm::Volcengine,
            &key(),
            &[("x-expires", expires)],
            b"",
        );
        assert_eq!(
            verdict(
                &parts,
                b"",
                &key(),
                &Policy::at(now().time + Duration::from_secs(age))
            ),
            expected,
            "{expires} {age}"
        );
    };
    check("60", 60, Ok(()));
    check("60", 61, Err(VerifyError::Time));
    check("86400", 900, Ok(()));
    check("86400", 901, Err(VerifyError::Time));
    check("-1", 0, Err(VerifyError::Malformed));
    check("99999999999999999999999", 0, Err(VerifyError::Malformed));
}

#[test]
fn signing_needs_the_headers_of_the_scheme() {
    let check = |algorithm: Algorithm, names: &[&'static str], expected| {
        let names: Vec<_> = names
            .iter()
            .map(|name| HeaderName::from_static(name))
            .collect();
        let mut parts = unsigned("GET", TARGET, &[]);
        Signer::new(algorithm, &key(), SCOPE)
            .signed_headers(SignedHeaders::Named(&names))
            .sign(&mut parts, None, &now())
            .unwrap();
        assert_eq!(
            verdict(&parts, b"", &key(), &Policy::at(now().time)),
            expected,
            "{algorithm:?} {names:?}"
        );
    };
    for algorithm in [
        Algorithm::SdkHmacSha256,
        Algorithm::V11HmacSha256,
        Algorithm::SdkHmacSha256Credential,
    ] {
        check(algorithm, &["x-sdk-date", "host"], Ok(()));
        check(algorithm, &["host"], Err(VerifyError::UnsignedHeader));
        check(algorithm, &["x-sdk-date"], Err(VerifyError::UnsignedHeader));
    }
    check(
        Algorithm::JdCloud2,
        &["host", "x-jdcloud-date", "x-jdcloud-nonce"],
        Ok(()),
    );
    check(
        Algorithm::JdCloud2,
        &["host", "x-jdcloud-date"],
        Err(VerifyError::UnsignedHeader),
    );
    check(Algorithm::JdCloud3, &["host"], Ok(()));
    check(
        Algorithm::JdCloud3,
        &["x-jdcloud-date"],
        Err(VerifyError::UnsignedHeader),
    );
    check(Algorithm::Volcengine, &["host", "x-date"], Ok(()));
    check(
        Algorithm::Volcengine,
        &["host"],
        Err(VerifyError::UnsignedHeader),
    );
}

#[test]
fn signing_keys_and_tokens_must_be_the_ones_presented() {
    for algorithm in ALL {
        let check = |signer: &AccessKey, known: &AccessKey, expected| {
            let parts = signed(algorithm, signer, &[], b"x");
            assert_eq!(
                verdict(&parts, b"x", known, &Policy::at(now().time)),
                expected,
                "{algorithm:?}"
            );
        };
        let temporary = key().with_security_token("t/+=");
        check(&key(), &key(), Ok(()));
        check(&temporary, &temporary, Ok(()));
        check(
            &key(),
            &AccessKey::new("AK/1", "sk"),
            Err(VerifyError::Signature),
        );
        check(&key(), &AccessKey::new("AK/2", "SK"), Err(VerifyError::Key));
        check(&key(), &temporary, Err(VerifyError::SecurityToken));
        check(&temporary, &key(), Err(VerifyError::SecurityToken));
        check(
            &temporary,
            &key().with_security_token("t/+=x"),
            Err(VerifyError::SecurityToken),
        );
    }
}

#[test]
fn signing_bodies_must_have_the_declared_hash() {
    let hash = "486ea46224d1bb4fb680f34f7c9ad96a8f24ec88be73ea8e5a6c65260e9cb8a7"; // of "world"
    for (algorithm, header) in [
        (Algorithm::JdCloud2, "x-jdcloud-content-sha256"),
        (Algorithm::JdCloud3, "x-jdcloud-content-sha256"),
        (Algorithm::SdkHmacSha256, "x-sdk-content-sha256"),
        (Algorithm::SdkHmacSha256Credential, "x-sdk-content-sha256"),
    ] {
        let parts = signed(algorithm, &key(), &[(header, hash)], b"world");
        assert_eq!(
            verdict(&parts, b"world", &key(), &Policy::at(now().time)),
            Ok(()),
            "{algorithm:?}"
        );
        assert_eq!(
            verdict(&parts, b"World", &key(), &Policy::at(now().time)),
            Err(VerifyError::BodyHash),
            "{algorithm:?}"
        );
    }
    // Volcengine's is the signer's to write.
    let parts = signed(
        Algorithm::Volcengine,
        &key(),
        &[("x-content-sha256", "0")],
        b"world",
    );
    assert_eq!(parts.headers["x-content-sha256"], hash);
}

#[test]
fn signing_of_no_payload_is_a_matter_of_policy() {
    let parts = signed(
        Algorithm::SdkHmacSha256,
        &key(),
        &[("content-type", "application/octet-stream")],
        b"image",
    );
    assert_eq!(parts.headers["x-sdk-content-sha256"], "UNSIGNED-PAYLOAD");
    let mut policy = Policy::at(now().time);
    assert_eq!(
        verdict(&parts, b"image", &key(), &policy),
        Err(VerifyError::UnsignedPayload)
    );
    policy.allow_unsigned_payload = true;
    assert_eq!(verdict(&parts, b"image", &key(), &policy), Ok(()));
    // Declared by somebody else on the way: the signature does not cover it.
    let parts = with(
        &signed(Algorithm::SdkHmacSha256, &key(), &[], b"{}"),
        "x-sdk-content-sha256",
        "UNSIGNED-PAYLOAD",
    );
    assert_eq!(
        verdict(&parts, b"{}", &key(), &policy),
        Err(VerifyError::Signature)
    );
}
