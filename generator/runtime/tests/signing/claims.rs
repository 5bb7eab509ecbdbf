//! Texts that claim to be signatures and are none: refused, each with its reason, and never with a panic.

use crate::policy::{ALL, key, now, signed, verdict, with};
use generator_runtime::signing::{Algorithm, Policy, VerifyError, present};
use http::HeaderValue;
use http::header::AUTHORIZATION;

#[test]
fn signing_claims_that_cannot_be_are_refused() {
    let parts = signed(Algorithm::Volcengine, &key(), &[], b"");
    let text = parts.headers[AUTHORIZATION].to_str().unwrap().to_owned();
    let check = |authorization: &str, expected| {
        assert_eq!(
            verdict(
                &with(&parts, "authorization", authorization),
                b"",
                &key(),
                &Policy::at(now().time)
            ),
            Err(expected),
            "{authorization}"
        );
    };
    check("", VerifyError::Algorithm);
    check("Bearer abc", VerifyError::Algorithm);
    check("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", VerifyError::Algorithm);
    check(
        &text.replace("HMAC-SHA256", "HMAC-SHA1"),
        VerifyError::Algorithm,
    );
    check(
        &text.replace("Credential=", "Access="),
        VerifyError::Algorithm,
    );
    check(
        &text.replace("/request", "/other_request"),
        VerifyError::Malformed,
    );
    check(
        &text.replace("/20240105/", "/20240106/"),
        VerifyError::ScopeDate,
    );
    check(
        &text.replace("/20240105/", "/2024/"),
        VerifyError::ScopeDate,
    );
    check(
        &text.replace("AK/1/20240105/r-1/", ""),
        VerifyError::Malformed,
    );
    check(
        &text.replace(", SignedHeaders=", ", SignedHeaders=;"),
        VerifyError::Malformed,
    );
    check(
        &text.replace(", SignedHeaders=", ", SignedHeaders=x-lost;"),
        VerifyError::MissingHeader,
    );
    check(&format!("{text}00"), VerifyError::Malformed);
    check(&format!("{text}, Signature=00"), VerifyError::Malformed);
    check(&text[..text.len() - 1], VerifyError::Malformed);
    check(
        &text.replace("Signature=", "Signature=é")[..text.len()],
        VerifyError::Malformed,
    );
    check(
        text.split(", Signature").next().unwrap(),
        VerifyError::Malformed,
    );
    let mut twice = parts.clone();
    twice
        .headers
        .append(AUTHORIZATION, HeaderValue::from_str(&text).unwrap());
    assert_eq!(present(&ALL, &twice).unwrap_err(), VerifyError::Malformed);
    let mut none = parts.clone();
    none.headers.remove(AUTHORIZATION);
    assert_eq!(present(&ALL, &none).unwrap_err(), VerifyError::Absent);
    assert_eq!(
        present(&ALL, &with(&parts, "x-date", "20240105T103000")).unwrap_err(),
        VerifyError::Malformed
    );
    let mut undated = parts.clone();
    undated.headers.remove("x-date");
    assert_eq!(present(&ALL, &undated).unwrap_err(), VerifyError::Malformed);
}

/// Headers and targets of random bytes, grown from valid ones, are refused without a panic.
#[test]
fn signing_survives_any_bytes() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let key = key().with_security_token("token");
    for round in 0..6_000 {
        let mut parts = signed(ALL[round % ALL.len()], &key, &[("x-note", "n")], b"body");
        let names: Vec<_> = parts.headers.keys().cloned().collect();
        let name = &names[random(names.len())];
        let mut bytes = parts.headers[name].as_bytes().to_vec();
        for _ in 0..=random(3) {
            let at = random(bytes.len() + 1);
            match random(3) {
                0 if at < bytes.len() => drop(bytes.remove(at)),
                1 if at < bytes.len() => bytes[at] = random(256) as u8,
                _ => bytes.insert(
                    at,
                    [b'/', b',', b';', b'=', b' ', 0xff, 0xe9, b'%'][random(8)],
                ),
            }
        }
        let unchanged = parts.headers[name].as_bytes() == bytes;
        let Ok(value) = HeaderValue::from_bytes(&bytes) else {
            continue;
        };
        let covered = present(&ALL, &parts).unwrap().signed_headers.contains(name);
        parts.headers.insert(name.clone(), value);
        let verdict = verdict(&parts, b"body", &key, &Policy::at(now().time));
        if covered && !unchanged && verdict.is_ok() {
            // White space that the scheme does not sign.
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            assert!(shown.contains(' '), "{name}: {shown}");
        }
    }
}
