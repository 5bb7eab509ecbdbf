//! Signatures of the vendors' own SDKs, reproduced and verified, and altered requests refused.
//!
//! The vectors are those of `tests/fixtures/signing`, or of the folder that `SIGNING_VECTORS` names: files of the same
//! names and form, of which some may be missing.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "says which vectors were not run")]

mod claims;
mod policy;
mod requests;
mod sdk;
mod vector;
mod wire;

use generator_runtime::signing::{Algorithm, Policy, SignedHeaders, Signer, VerifyError, present};
use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;
use http::{HeaderValue, Method};
use std::path::PathBuf;
use std::time::Duration;
use vector::{FILES, Vector, altered};

/// Runs a check on every vector of every file; fails with all that went wrong.
fn each(check: impl Fn(&Vector) -> Result<(), String>) {
    let given = std::env::var_os("SIGNING_VECTORS").map(PathBuf::from);
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/signing");
    let (mut run, mut failures) = (0, Vec::new());
    for (provider, name) in FILES {
        let file = given.clone().unwrap_or_else(|| own.into()).join(name);
        if given.is_some() && !file.exists() {
            println!("{}: not in SIGNING_VECTORS, skipped", name);
            continue;
        }
        let text = std::fs::read_to_string(&file)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let (vectors, unsupported) = vector::read(provider, &text);
        run += vectors.len();
        println!(
            "{}: {} vectors run, {} unsupported {unsupported:?}",
            name,
            vectors.len(),
            unsupported.len()
        );
        for vector in &vectors {
            failures.extend(
                check(vector)
                    .err()
                    .map(|what| format!("{} {}: {what}", name, vector.id)),
            );
        }
    }
    assert!(run > 0, "no vector was run");
    assert!(
        failures.is_empty(),
        "{} of {run} vectors fail\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn equal(what: &str, got: &str, expected: &str) -> Result<(), String> {
    if got == expected {
        Ok(())
    } else {
        Err(format!(
            "{what}\n  got      {got:?}\n  expected {expected:?}"
        ))
    }
}

/// Signs as the SDK did and compares every intermediate value; gives the signed head.
fn reproduce(v: &Vector) -> Result<Parts, String> {
    let mut parts = v.parts.clone();
    let signer = Signer::new(v.algorithm, &v.key, v.scope());
    let signer = signer
        .signed_headers(SignedHeaders::Named(&v.signed))
        .dialect(v.dialect);
    let signed = signer
        .sign(&mut parts, v.body.as_deref(), &v.moment)
        .map_err(|error| error.to_string())?;
    equal(
        "canonical request",
        &signed.canonical_request,
        &v.canonical_request,
    )?;
    equal("string to sign", &signed.string_to_sign, &v.string_to_sign)?;
    equal("signature", &signed.signature, &v.signature)?;
    let authorization = String::from_utf8_lossy(parts.headers[AUTHORIZATION].as_bytes());
    equal("authorization", &authorization, &v.authorization)?;
    for (name, value) in &v.expected_headers {
        let got = parts
            .headers
            .get(name)
            .ok_or(format!("header {name} was not added"))?
            .as_bytes()
            .trim_ascii();
        // One vendor's recorder shows UTF-8 bytes as Latin-1 characters.
        let latin: Vec<u8> = value.chars().filter_map(|c| u8::try_from(c).ok()).collect();
        if got != value.as_bytes().trim_ascii() && got != latin.trim_ascii() {
            return Err(format!("header {name} is {got:?}, not {value:?}"));
        }
    }
    Ok(parts)
}

fn verify(v: &Vector, parts: &Parts, body: &[u8]) -> Result<(), VerifyError> {
    let presented = present(&[v.algorithm], parts)?;
    let mut policy = Policy::at(v.moment.time + Duration::from_secs(60));
    // Some vectors carry a date of their own, years from the frozen clock.
    if v.dated {
        policy.now = presented.signed_at;
    }
    policy.allow_unsigned_payload = true;
    presented.verify(parts, body, &v.key, &policy)
}

/// The server accepts what the SDK signed, and what a client signs with the recommended headers.
fn accept(v: &Vector) -> Result<(), String> {
    let sdk = reproduce(v)?;
    let expected = match v.signed.contains(&HOST) {
        false => Err(VerifyError::UnsignedHeader),
        true if v.leaves_query_unsigned() => Err(VerifyError::Signature),
        true => Ok(()),
    };
    let verdict = verify(v, &sdk, v.body());
    if verdict != expected {
        return Err(format!(
            "the SDK's request gives {verdict:?}, not {expected:?}"
        ));
    }
    let mut ours = v.parts.clone();
    v.algorithm
        .normalize_target(&mut ours.uri)
        .map_err(|error| error.to_string())?;
    let signer = Signer::new(v.algorithm, &v.key, v.scope());
    signer
        .sign(&mut ours, v.body.as_deref(), &v.moment)
        .map_err(|error| error.to_string())?;
    // Two schemes have no way to sign all values of a key, or a value without one.
    let query = ours.uri.query().unwrap_or_default();
    let unsignable = match v.algorithm {
        Algorithm::SdkHmacSha256Credential => v.leaves_query_unsigned(),
        Algorithm::JdCloud3 => query.split('&').any(|part| part.starts_with('=')),
        _ => false,
    };
    match (verify(v, &ours, v.body()), unsignable) {
        (Ok(()), false) | (Err(VerifyError::Signature), true) => Ok(()),
        (verdict, _) => Err(format!("our request gives {verdict:?}")),
    }
}

/// A request that differs in one signed place is refused.
fn refuse(v: &Vector) -> Result<(), String> {
    let signed = reproduce(v)?;
    let refused = |what: String, body: &[u8], alter: &dyn Fn(&mut Parts)| {
        let mut parts = signed.clone();
        alter(&mut parts);
        verify(v, &parts, body)
            .err()
            .map(drop)
            .ok_or(format!("accepted with another {what}"))
    };
    let method = if signed.method == Method::PUT {
        Method::PATCH
    } else {
        Method::PUT
    };
    refused("method".into(), v.body(), &|parts| {
        parts.method = method.clone()
    })?;
    for target in v.altered_targets() {
        refused(format!("target {target}"), v.body(), &|parts| {
            parts.uri = target.clone()
        })?;
    }
    for name in &v.signed {
        let value = altered(signed.headers[name].as_bytes());
        let value = HeaderValue::from_bytes(&value).map_err(|error| error.to_string())?;
        refused(format!("{name}"), v.body(), &|parts| {
            drop(parts.headers.insert(name, value.clone()))
        })?;
        refused(format!("second {name}"), v.body(), &|parts| {
            assert!(parts.headers.append(name, value.clone()))
        })?;
        // Without `Host` the authority of the target counts.
        if name != HOST {
            refused(format!("{name}, absent"), v.body(), &|parts| {
                drop(parts.headers.remove(name))
            })?;
        }
    }
    for at in 0..if v.has_unsigned_payload() {
        0
    } else {
        v.body().len()
    } {
        let mut body = v.body().to_vec();
        body[at] ^= 1;
        refused(format!("body byte {at}"), &body, &|_| ())?;
    }
    if !v.has_unsigned_payload() || v.body().is_empty() {
        refused("body, longer".into(), &[v.body(), b"\n"].concat(), &|_| ())?;
    }
    let authorization = signed.headers[AUTHORIZATION].as_bytes();
    for at in authorization.len() - 64..authorization.len() {
        let mut text = authorization.to_vec();
        text[at] = if text[at] == b'0' { b'1' } else { b'0' };
        let value = HeaderValue::from_bytes(&text).map_err(|error| error.to_string())?;
        refused(format!("signature digit {at}"), v.body(), &|parts| {
            drop(parts.headers.insert(AUTHORIZATION, value.clone()))
        })?;
    }
    Ok(())
}

#[test]
fn signing_vectors_of_official_sdks_are_reproduced() {
    each(|v| reproduce(v).map(drop));
}

#[test]
fn signing_vectors_are_verified() {
    each(accept);
}

#[test]
fn signing_vectors_with_a_changed_byte_are_refused() {
    each(refuse);
}
