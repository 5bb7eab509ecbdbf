//! Verifying credentials: which alternative of a route's security a request presents, and whether it holds.
//!
//! The first alternative that holds lets the request through. Credentials that are presented and do not hold refuse it,
//! even where the operation can be called without any: a caller that wants to be known must not be taken for nobody.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::request::Parts;

use crate::credentials::{AccessKey, Secret};
use crate::security::{Place, Region, Requirement, Scheme, SchemeKind, Security};
use crate::signing::{self, Algorithm, Policy, VerifyError};

use super::segment::{decode, decode_form};
use super::store::{CredentialStore, Question, Store};
use super::{Kind, Principal, Proof, Rejection, Route, SignedScope, VerifiedCertificate};

/// What is demanded of signatures.
#[derive(Debug, Clone, Copy)]
pub(super) struct SignaturePolicy {
    pub(super) max_skew: Duration,
    pub(super) allow_unsigned_payload: bool,
    pub(super) clock: fn() -> SystemTime,
}

/// A request whose caller is to be verified.
#[derive(Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) head: &'a Parts,
    pub(super) captures: &'a [(&'static str, String)],
    /// Empty unless [`is_signed`].
    pub(super) body: &'a [u8],
}

/// What credentials have proved.
#[derive(Debug, Default)]
pub(super) struct Proved {
    pub(super) proofs: Vec<Proof>,
    pub(super) signed_scope: Option<SignedScope>,
}

/// Why credentials that are presented do not let a request through.
enum Refusal {
    /// They do not hold.
    Denied(String),
    /// They hold and lack a scope.
    Forbidden(&'static str),
    /// The store could not tell.
    Unsure,
}

/// Whether a signature is to be verified, for which the body must have been read.
pub(super) fn is_signed(security: Security, head: &Parts) -> bool {
    let mut schemes = security
        .iter()
        .copied()
        .flatten()
        .map(|requirement| requirement.scheme);
    schemes.any(|scheme| {
        matches!(scheme.kind, SchemeKind::Signature { .. }) && is_presented(scheme, head)
    })
}

/// The region that a request says it is signed for, right or wrong; empty when it says none.
pub(super) fn claimed_region(routes: &[Route], head: &Parts) -> String {
    let mut algorithms = Vec::new();
    for requirement in routes
        .iter()
        .flat_map(|route| route.security)
        .copied()
        .flatten()
    {
        if let SchemeKind::Signature { algorithm, .. } = requirement.scheme.kind
            && !algorithms.contains(&algorithm)
        {
            algorithms.push(algorithm);
        }
    }
    signing::present(&algorithms, head).map_or(String::new(), |presented| presented.region.clone())
}

/// Verifies the caller of a request.
pub(super) async fn authenticate(
    security: Security,
    request: Request<'_>,
    store: Option<&dyn Store>,
    policy: SignaturePolicy,
) -> Result<Proved, Rejection> {
    let refuse = |detail: &str| Rejection::unauthorized(detail, &challenges(security));
    let mut refusal = None;
    for requirements in security
        .iter()
        .filter(|requirements| !requirements.is_empty())
    {
        if !requirements
            .iter()
            .all(|requirement| is_presented(requirement.scheme, request.head))
        {
            continue;
        }
        // Without a store nobody can be known but by a certificate. A server that is open to all is asked for by name.
        let certified =
            |requirement: &Requirement| matches!(requirement.scheme.kind, SchemeKind::MutualTls);
        let store: &dyn Store = match store {
            Some(store) => store,
            None if requirements.iter().all(certified) => &KnowsNobody,
            None => return Err(refuse("the server knows no credentials")),
        };
        match verify_all(requirements, request, store, policy).await {
            Ok(proved) => return Ok(proved),
            Err(refused) => refusal = refusal.or(Some(refused)),
        }
    }
    match refusal {
        Some(Refusal::Denied(detail)) => Err(refuse(&detail)),
        Some(Refusal::Forbidden(scope)) => Err(Rejection::new(
            Kind::Forbidden,
            format!("it needs the scope {scope}"),
        )),
        Some(Refusal::Unsure) => Err(Rejection::internal()),
        None if security.iter().any(|requirements| requirements.is_empty()) => {
            Ok(Proved::default())
        }
        None => Err(refuse("credentials are missing")),
    }
}

/// Verifies credentials that are wanted together. The first names the caller.
async fn verify_all(
    requirements: &[Requirement],
    request: Request<'_>,
    store: &dyn Store,
    policy: SignaturePolicy,
) -> Result<Proved, Refusal> {
    let mut all = Proved::default();
    for requirement in requirements {
        let (principal, signed_scope) = verify(requirement.scheme, request, store, policy).await?;
        let lacking = requirement
            .scopes
            .iter()
            .find(|scope| !principal.scopes.iter().any(|own| own == *scope));
        if let Some(scope) = lacking {
            return Err(Refusal::Forbidden(scope));
        }
        all.proofs.push(Proof {
            scheme: requirement.scheme,
            principal,
        });
        all.signed_scope = all.signed_scope.or(signed_scope);
    }
    Ok(all)
}

/// Who a credential has proved to call, and what its signature was made for.
type Answer = (Principal, Option<SignedScope>);

async fn verify(
    scheme: &'static Scheme,
    request: Request<'_>,
    store: &dyn Store,
    policy: SignaturePolicy,
) -> Result<Answer, Refusal> {
    let head = request.head;
    let answer = match scheme.kind {
        SchemeKind::Signature {
            algorithm,
            service,
            region,
        } => {
            return verify_signature(scheme, algorithm, service, region, request, store, policy)
                .await;
        }
        SchemeKind::ApiKey { place, name } => {
            let key = only(api_keys(head, place, name)).ok_or_else(malformed)?;
            store.principal(scheme, Question::ApiKey(&key)).await
        }
        SchemeKind::Bearer => {
            let token = only(authorizations(head, "Bearer"))
                .map(Secret::from)
                .ok_or_else(malformed)?;
            store.principal(scheme, Question::Bearer(&token)).await
        }
        SchemeKind::Basic => {
            let (user, password) = basic(head).ok_or_else(malformed)?;
            store
                .principal(scheme, Question::Basic(&user, &password))
                .await
        }
        SchemeKind::Http { scheme: word } => {
            let credentials = only(authorizations(head, word))
                .map(Secret::from)
                .ok_or_else(malformed)?;
            store.principal(scheme, Question::Http(&credentials)).await
        }
        SchemeKind::MutualTls => Ok(certificate(head).cloned()),
        SchemeKind::Unsupported { .. } => return Err(malformed()),
    };
    match answer.map_err(|_| Refusal::Unsure)? {
        Some(principal) => Ok((principal, None)),
        None => Err(Refusal::Denied(format!(
            "the credential for {} is not valid",
            scheme.name
        ))),
    }
}

async fn verify_signature(
    scheme: &'static Scheme,
    algorithm: Algorithm,
    service: &str,
    region: Region,
    request: Request<'_>,
    store: &dyn Store,
    policy: SignaturePolicy,
) -> Result<Answer, Refusal> {
    let denied = |error: VerifyError| Refusal::Denied(error.to_string());
    let presented = signing::present(&[algorithm], request.head).map_err(denied)?;
    let found = store
        .key(scheme, &presented.access_key_id)
        .await
        .map_err(|_| Refusal::Unsure)?;
    // A key that is not known costs as much time and gets the same answer as a wrong signature: which keys there are
    // is not to be found out by guessing.
    let (key, principal) = match found {
        Some((key, principal)) => (key, Some(principal)),
        None => (AccessKey::new(&*presented.access_key_id, ""), None),
    };

    let mut demands = Policy::at((policy.clock)());
    demands.max_skew = policy.max_skew;
    demands.allow_unsigned_payload = policy.allow_unsigned_payload;
    presented
        .verify(request.head, request.body, &key, &demands)
        .map_err(denied)?;
    let principal = principal.ok_or_else(|| denied(VerifyError::Signature))?;

    // A signature made for another service or region must not be good here. Where neither is said, the scheme has
    // no scope, or its signers leave it empty.
    if !(presented.service.is_empty() && presented.region.is_empty()) {
        let here = match region {
            Region::Literal(region) => Some(region),
            Region::Named { name, .. } => {
                let capture = request.captures.iter().find(|(known, _)| *known == name);
                capture.map(|(_, raw)| raw.as_str())
            }
        };
        let here = here.filter(|region| !region.is_empty()).and_then(decode);
        let elsewhere = |expected: &str, signed: &str| !expected.is_empty() && expected != signed;
        if elsewhere(service, &presented.service)
            || elsewhere(here.as_deref().unwrap_or_default(), &presented.region)
        {
            return Err(Refusal::Denied(String::from(
                "the signature is for another service or region",
            )));
        }
    } else if !matches!(
        algorithm,
        Algorithm::SdkHmacSha256 | Algorithm::SdkHmacSha256Credential
    ) {
        return Err(Refusal::Denied(String::from(
            "the signature names no service and region",
        )));
    }

    if let Some(nonce) = &presented.nonce {
        let fresh = store
            .fresh(&presented.access_key_id, nonce, presented.signed_at)
            .await;
        if !fresh.map_err(|_| Refusal::Unsure)? {
            return Err(Refusal::Denied(String::from("the nonce was used before")));
        }
    }
    let signed_scope = Some(SignedScope {
        region: presented.region.clone(),
        service: presented.service.clone(),
    });
    Ok((principal, signed_scope))
}

fn malformed() -> Refusal {
    Refusal::Denied(String::from("the credentials are malformed"))
}

/// Whether a request carries a credential of a scheme, good or not.
fn is_presented(scheme: &Scheme, head: &Parts) -> bool {
    match scheme.kind {
        SchemeKind::ApiKey { place, name } => !api_keys(head, place, name).is_empty(),
        SchemeKind::Basic => !authorizations(head, "Basic").is_empty(),
        SchemeKind::Bearer => !authorizations(head, "Bearer").is_empty(),
        SchemeKind::Signature { algorithm, .. } => {
            let absent =
                |error: &VerifyError| matches!(error, VerifyError::Absent | VerifyError::Algorithm);
            !signing::present(&[algorithm], head)
                .as_ref()
                .is_err_and(absent)
        }
        SchemeKind::Http { scheme: word } => !authorizations(head, word).is_empty(),
        SchemeKind::MutualTls => certificate(head).is_some(),
        SchemeKind::Unsupported { .. } => false,
    }
}

fn certificate(head: &Parts) -> Option<&Principal> {
    let certificate = head.extensions.get::<VerifiedCertificate>()?;
    Some(&certificate.0)
}

/// The store of a server whose callers prove themselves before it.
struct KnowsNobody;

impl CredentialStore for KnowsNobody {}

/// A credential that is there once, and can be read. Of two, a proxy in front might have looked at the other one.
fn only<T>(mut presented: Vec<Option<T>>) -> Option<T> {
    presented.pop().filter(|_| presented.is_empty())?
}

/// What stands behind the word of `Authorization` headers; the word's case does not matter (RFC 9110 §11.1). `None` for
/// what is no text.
fn authorizations<'a>(head: &'a Parts, word: &str) -> Vec<Option<&'a str>> {
    let values = head.headers.get_all(AUTHORIZATION).iter();
    let credentials = values.map(|value| {
        let bytes = value.as_bytes();
        let end = bytes.iter().position(|byte| *byte == b' ');
        let (scheme, text) = bytes.split_at(end.unwrap_or(bytes.len()));
        (scheme, std::str::from_utf8(text).ok().map(str::trim))
    });
    let credentials: Vec<_> = credentials.collect();
    let ours = |scheme: &[u8]| scheme.eq_ignore_ascii_case(word.as_bytes());
    match credentials.iter().any(|(scheme, _)| ours(scheme)) {
        true => credentials.into_iter().map(|(_, text)| text).collect(),
        false => Vec::new(),
    }
}

fn basic(head: &Parts) -> Option<(String, Secret)> {
    let pair = STANDARD.decode(only(authorizations(head, "Basic"))?).ok()?;
    let pair = String::from_utf8(pair).ok()?;
    let (user, password) = pair.split_once(':')?;
    Some((user.to_owned(), password.into()))
}

/// What stands at the place of an API key; `None` for what is no text.
fn api_keys(head: &Parts, place: Place, name: &str) -> Vec<Option<Secret>> {
    match place {
        Place::Header => {
            let values = head.headers.get_all(name).iter();
            values
                .map(|value| std::str::from_utf8(value.as_bytes()).ok().map(Secret::from))
                .collect()
        }
        Place::Query => {
            let pairs = head.uri.query().unwrap_or_default().split('&');
            pairs
                .filter_map(|pair| pair.split_once('='))
                .filter(|(key, _)| decode_form(key).is_some_and(|key| key == name))
                .map(|(_, value)| decode_form(value).map(|key| Secret::from(&*key)))
                .collect()
        }
        Place::Cookie => {
            let cookies = head.headers.get_all(COOKIE).iter();
            let pairs = cookies.flat_map(|cookies| cookies.as_bytes().split(|byte| *byte == b';'));
            pairs
                .filter_map(|pair| {
                    let pair = pair.trim_ascii();
                    let equals = pair.iter().position(|byte| *byte == b'=')?;
                    (pair[..equals] == *name.as_bytes()).then(|| &pair[equals + 1..])
                })
                .map(|value| {
                    let value = std::str::from_utf8(value).ok()?;
                    decode(value).map(|key| Secret::from(&*key))
                })
                .collect()
        }
    }
}

/// What a 401 tells the caller to bring (RFC 9110 §11.6.1): schemes that HTTP knows.
fn challenges(security: Security) -> Vec<String> {
    let mut challenges: Vec<_> = security
        .iter()
        .copied()
        .flatten()
        .filter_map(|requirement| match requirement.scheme.kind {
            SchemeKind::Basic => Some(String::from("Basic realm=\"api\", charset=\"UTF-8\"")),
            SchemeKind::Bearer => Some(String::from("Bearer")),
            SchemeKind::Http { scheme } => Some(scheme.to_owned()),
            _ => None,
        })
        .collect();
    challenges.dedup();
    challenges
}
