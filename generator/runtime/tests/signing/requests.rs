//! Requests beyond the vectors: what a client signs by itself, what reaches a server of it, and what cannot be signed.

use crate::policy::{SCOPE, TARGET, key, now, signed, unsigned, verdict};
use generator_runtime::credentials::AccessKey;
use generator_runtime::signing::{
    Algorithm, Dialect, Policy, SignError, SignedHeaders, Signer, VerifyError, present,
};
use http::header::{AUTHORIZATION, HOST, HeaderName};

#[test]
fn signing_recommends_headers_by_scheme() {
    let given = [
        ("content-type", "application/json"),
        ("accept", "*/*"),
        ("user-agent", "u"),
        ("x-project-id", "p"),
        ("x-request-note", "n"),
    ];
    let check = |algorithm: Algorithm, expected: &str| {
        let key = key().with_security_token("token");
        let presented = present(&[algorithm], &signed(algorithm, &key, &given, b"{}")).unwrap();
        let names: Vec<_> = presented
            .signed_headers
            .iter()
            .map(HeaderName::as_str)
            .collect();
        assert_eq!(names.join(";"), expected, "{algorithm:?}");
        assert_eq!(presented.security_token.unwrap().expose(), "token");
    };
    check(
        Algorithm::SdkHmacSha256,
        "content-type;host;x-project-id;x-sdk-date;x-security-token",
    );
    check(
        Algorithm::V11HmacSha256,
        "content-type;host;x-project-id;x-sdk-date;x-security-token",
    );
    check(
        Algorithm::SdkHmacSha256Credential,
        "content-type;host;x-sdk-date",
    );
    check(
        Algorithm::JdCloud2,
        "content-type;host;x-jdcloud-date;x-jdcloud-nonce;x-jdcloud-security-token",
    );
    check(
        Algorithm::JdCloud3,
        "content-type;host;x-jdcloud-date;x-jdcloud-nonce;x-jdcloud-security-token",
    );
    check(
        Algorithm::Volcengine,
        "content-type;host;x-content-sha256;x-date;x-project-id;x-request-note;x-security-token",
    );
}

#[test]
fn signing_accepts_every_official_sdk() {
    let policy = Policy::at(now().time);
    let check = |algorithm, dialect, signed: &str, received: &str| {
        let mut parts = unsigned("GET", signed, &[]);
        Signer::new(algorithm, &key(), SCOPE)
            .dialect(dialect)
            .sign(&mut parts, None, &now())
            .unwrap();
        parts.uri = received.parse().unwrap();
        assert_eq!(
            verdict(&parts, b"", &key(), &policy),
            Ok(()),
            "{algorithm:?} {dialect:?} {signed} {received}"
        );
    };
    // As signed and sent by Python (literal) and Go (encoded), and with only the path in the request line.
    for dialect in [Dialect::Python, Dialect::Go] {
        check(
            Algorithm::JdCloud2,
            dialect,
            "http://h:80/v1/images%3AcopyImages?a=1&b=2",
            "/v1/images%3AcopyImages?a=1&b=2",
        );
        check(
            Algorithm::JdCloud2,
            dialect,
            "http://h:81/v1/images:copyImages?b=2&a=1",
            "/v1/images:copyImages?b=2&a=1",
        );
        check(
            Algorithm::Volcengine,
            dialect,
            "http://h:80/?Name=a%20b&Action=X",
            "/?Name=a+b&Action=X",
        );
        check(
            Algorithm::Volcengine,
            dialect,
            "http://h/?k/=1&k-=2&k~=3&Tag=b",
            "/?k/=1&k-=2&k~=3&Tag=b",
        );
        check(
            Algorithm::Volcengine,
            dialect,
            "http://h/a%20b/c:d",
            "/a%20b/c:d",
        );
    }
    check(
        Algorithm::Volcengine,
        Dialect::Go,
        "http://h/?Tag=b&Tag=a",
        "/?Tag=b&Tag=a",
    );
    check(
        Algorithm::JdCloud2,
        Dialect::Go,
        "http://h/v1/images%3AcopyImages",
        "/v1/images:copyImages",
    );
    check(
        Algorithm::JdCloud2,
        Dialect::Python,
        "http://h/v1/images:copyImages",
        "/v1/images%3AcopyImages",
    );
    check(
        Algorithm::JdCloud3,
        Dialect::Python,
        "http://h/v1/images:copyImages",
        "/v1/images%3AcopyImages",
    );
    check(
        Algorithm::SdkHmacSha256,
        Dialect::Python,
        "http://h:8080/v1/a%20b?q=a%20b",
        "/v1/a%20b?q=a+b",
    );
    check(
        Algorithm::SdkHmacSha256Credential,
        Dialect::Python,
        "http://h:8080/v1?B=1&a=x%20y",
        "/v1?a=x+y&B=1",
    );
}

#[test]
fn signatures_cover_the_whole_query() {
    let policy = Policy::at(now().time);
    let check = |algorithm, dialect: Option<Dialect>, signed: &str, received: &str, expected| {
        let mut parts = unsigned("GET", signed, &[]);
        let key = key();
        let signer = Signer::new(algorithm, &key, SCOPE);
        let signer = match dialect {
            Some(dialect) => signer.dialect(dialect),
            None => signer,
        };
        signer.sign(&mut parts, None, &now()).unwrap();
        parts.uri = received.parse().unwrap();
        let verdict = verdict(&parts, b"", &key, &policy);
        assert_eq!(verdict, expected, "{algorithm:?} {dialect:?} {received}");
    };
    let refused = Err(VerifyError::Signature);
    let (python, volcengine) = (Some(Dialect::Python), Algorithm::Volcengine);
    let otc = Algorithm::SdkHmacSha256Credential;
    let jdcloud = Algorithm::JdCloud3;
    // A value that a signer would leave out, put in on the way.
    for (algorithm, signed, received) in [
        (volcengine, "http://h/?a=1&b=2", "/?a=0&a=1&b=2"),
        (otc, "http://h/?a=1&b=2", "/?a=1&a=0&b=2"),
        (jdcloud, "http://h/?a=1&b=2", "/?a=1&b=2&c"),
        (jdcloud, "http://h/?a=1&b=2", "/?a=1&b=2&=0"),
    ] {
        check(algorithm, None, signed, signed, Ok(()));
        check(algorithm, None, signed, received, refused);
    }
    // Signed with values left out.
    check(
        volcengine,
        python,
        "http://h/?a=0&a=1",
        "/?a=0&a=1",
        refused,
    );
    // A signer of ours leaves none out where it has the choice.
    check(volcengine, None, "http://h/?a=0&a=1", "/?a=0&a=1", Ok(()));
}

#[test]
fn signing_takes_the_host_of_http_2_from_the_target() {
    let mut parts = signed(Algorithm::Volcengine, &key(), &[], b"");
    parts.headers.remove(HOST);
    assert_eq!(
        verdict(&parts, b"", &key(), &Policy::at(now().time)),
        Ok(())
    );
    parts.uri = "/v1/things?b=2&a=1".parse().unwrap();
    assert_eq!(
        verdict(&parts, b"", &key(), &Policy::at(now().time)),
        Err(VerifyError::MissingHeader)
    );
}

#[test]
fn signing_refuses_what_cannot_be_signed() {
    let fails = |target: &str, headers: &[(&str, &str)], key: &AccessKey, expected: SignError| {
        let mut parts = unsigned("GET", target, headers);
        assert_eq!(
            Signer::new(Algorithm::JdCloud2, key, SCOPE)
                .sign(&mut parts, None, &now())
                .unwrap_err(),
            expected
        );
    };
    fails("/v1", &[], &key(), SignError::Host);
    fails(
        TARGET,
        &[("x-jdcloud-date", "yesterday")],
        &key(),
        SignError::Date,
    );
    fails(
        TARGET,
        &[],
        &AccessKey::new("A\nK", "SK"),
        SignError::Header(AUTHORIZATION),
    );
    let mut parts = unsigned("GET", TARGET, &[]);
    let names = [HOST, HeaderName::from_static("x-lost")];
    let signer = key();
    let signer = Signer::new(Algorithm::JdCloud2, &signer, SCOPE)
        .signed_headers(SignedHeaders::Named(&names));
    assert_eq!(
        signer.sign(&mut parts, None, &now()).unwrap_err(),
        SignError::MissingHeader(names[1].clone())
    );
}
