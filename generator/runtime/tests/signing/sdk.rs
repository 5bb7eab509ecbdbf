//! What the vendors' SDKs do with the input of a vector before they sign, as observed.

use crate::vector::{Provider, name};
use generator_runtime::signing::Algorithm;
use http::Method;
use http::header::HeaderName;
use serde_json::Value;

/// The security token as the cloud gave it out, and whether the SDK signs it.
pub(crate) fn take_token(
    provider: Provider,
    input: &Value,
    given: &mut Vec<(String, String)>,
) -> (Option<String>, bool) {
    let is_token = |name: &str| name.to_lowercase().ends_with("-security-token");
    let header = given
        .iter()
        .find(|(name, _)| is_token(name))
        .map(|(_, value)| value.clone());
    given.retain(|(name, _)| !is_token(name));
    let configured = input["security_token"]
        .as_str()
        .filter(|token| !token.is_empty())
        .map(str::to_owned);
    let is_signed = match provider {
        Provider::JdCloud => header.is_some(),
        Provider::Otc => false,
        _ => header.is_some() || configured.is_some(),
    };
    let token = configured.or(header);
    (
        if provider == Provider::JdCloud {
            token.as_deref().map(from_base64)
        } else {
            token
        },
        is_signed,
    )
}

/// Which headers each SDK signs when these are given.
pub(crate) fn signed_headers(
    provider: Provider,
    algorithm: Algorithm,
    method: &Method,
    given: &[(String, String)],
) -> Vec<HeaderName> {
    let has = |wanted: &str| {
        given
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case(wanted))
    };
    let keep = |name: &str| match provider {
        Provider::Huawei => !name.contains('_'),
        Provider::Otc => true,
        Provider::JdCloud => {
            !["authorization", "user-agent"].contains(&name.to_lowercase().as_str())
        }
        // Told apart by spelling.
        Provider::Volcengine => {
            ["Content-Type", "Content-Md5", "Host"].contains(&name) || name.starts_with("X-")
        }
    };
    let mut signed: Vec<_> = given
        .iter()
        .filter(|(name, _)| keep(name))
        .map(|(key, _)| name(key))
        .collect();
    let added: &[&str] = match (provider, algorithm) {
        (Provider::Huawei, _) => {
            let kind = given
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
                .map(|(_, kind)| kind.as_str());
            let json = kind.is_none_or(|kind| {
                kind.starts_with("application/json") || kind.starts_with("application/bson")
            });
            if json {
                &["host", "x-sdk-date"]
            } else {
                &["host", "x-sdk-date", "x-sdk-content-sha256"]
            }
        }
        (Provider::Otc, _) => &["host", "x-sdk-date"],
        (_, Algorithm::JdCloud2) => &["host", "x-jdcloud-date", "x-jdcloud-nonce"],
        (Provider::JdCloud, _) => &["host"],
        (Provider::Volcengine, _) if method != Method::GET && !has("content-type") => {
            &["x-date", "x-content-sha256", "content-type"]
        }
        (Provider::Volcengine, _) => &["x-date", "x-content-sha256"],
    };
    signed.extend(added.iter().map(|key| name(key)));
    signed
}

fn from_base64(text: &str) -> String {
    use base64::Engine;
    String::from_utf8(
        base64::engine::general_purpose::STANDARD
            .decode(text)
            .unwrap(),
    )
    .unwrap()
}
