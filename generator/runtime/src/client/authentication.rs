//! Credentials on a request: which alternative of an operation's security the connection can satisfy, and how its
//! credentials are put on each attempt. Signatures come last, over everything else.

use std::convert::Infallible;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use http::{Request, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::body::{Body, BoxError};
use crate::credentials::{AccessKey, Secret};
use crate::error::{CredentialsError, Error};
use crate::security::{Place, Region, Requirement, Scheme, SchemeKind, Security};
use crate::signing::{Algorithm, Moment, Scope, Signer};

use super::credential::{Credential, Credentials, Demand, TokenSource};
use super::{Renewing, Transport};

/// RFC 3986 §2.3, `unreserved`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// What one call proves its caller with.
#[derive(Debug, Default)]
pub(super) struct Plan {
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    requirement: &'static Requirement,
    credential: Credential,
    /// Of a signature's scope.
    region: String,
}

impl Plan {
    /// Chooses the first alternative that all credentials are there for. An alternative without any comes last, as
    /// long as another one can be had: a caller with credentials wants to be known.
    pub(super) fn choose(
        security: Security,
        credentials: &Credentials,
        value: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error<Infallible>> {
        let anonymous = security
            .iter()
            .any(|requirements| own(requirements).next().is_none());
        for requirements in security
            .iter()
            .filter(|requirements| own(requirements).next().is_some())
        {
            let found: Option<Vec<_>> = own(requirements)
                .map(|requirement| {
                    let scheme = requirement.scheme;
                    let credential = credentials.find(scheme.name, &scheme.kind)?;
                    Some((requirement, credential.clone()))
                })
                .collect();
            if let Some(found) = found {
                let steps = found.into_iter().map(|(requirement, credential)| {
                    let region = region(requirement.scheme, &value)?;
                    Ok(Step {
                        requirement,
                        credential,
                        region,
                    })
                });
                return Ok(Self {
                    steps: steps
                        .collect::<Result<_, _>>()
                        .map_err(Error::Credentials)?,
                });
            }
        }
        if security.is_empty() || anonymous {
            return Ok(Self::default());
        }
        let wanted = security
            .iter()
            .map(|all| all.iter().map(|one| one.scheme.name).collect())
            .collect();
        Err(Error::Credentials(CredentialsError::Missing { wanted }))
    }

    /// Puts the credentials on a request that is complete otherwise.
    pub(super) async fn apply(
        &self,
        request: Request<Body>,
        transport: &Transport,
        base_url: &str,
    ) -> Result<(Request<Body>, Shown), Error<Infallible>> {
        self.put(request, transport, base_url)
            .await
            .map_err(Error::Credentials)
    }

    async fn put(
        &self,
        mut request: Request<Body>,
        transport: &Transport,
        base_url: &str,
    ) -> Result<(Request<Body>, Shown), CredentialsError> {
        let mut shown = Shown(Vec::new());
        let mut signature = None;
        for step in &self.steps {
            let scheme = step.requirement.scheme;
            let unusable = |reason: BoxError| CredentialsError::Unusable {
                scheme: scheme.name,
                reason,
            };
            let demand = Demand {
                scheme,
                scopes: step.requirement.scopes,
                method: &request.method().clone(),
                uri: &request.uri().clone(),
                transport,
                base_url,
            };
            let text = match &step.credential {
                Credential::ApiKey(text) | Credential::Bearer(text) => Some(text.clone()),
                Credential::Token(source) => {
                    let token = source.token(demand).await;
                    let token = token.map_err(CredentialsError::Source)?;
                    shown.0.push(Renewed::Token(source.clone(), token.clone()));
                    Some(token)
                }
                _ => None,
            };
            match (&scheme.kind, &step.credential, text) {
                (
                    SchemeKind::ApiKey { place, name },
                    Credential::ApiKey(_) | Credential::Token(_),
                    Some(key),
                ) => put_key(&mut request, *place, name, &key).map_err(unusable)?,
                (SchemeKind::Bearer, Credential::Bearer(_) | Credential::Token(_), Some(token)) => {
                    put_authorization(&mut request, "Bearer", token.expose()).map_err(unusable)?
                }
                (SchemeKind::Http { scheme: word }, _, Some(text)) => {
                    put_authorization(&mut request, word, text.expose()).map_err(unusable)?;
                }
                (SchemeKind::Basic, Credential::Basic { user, password }, _) => {
                    let pair = STANDARD.encode(format!("{user}:{}", password.expose()));
                    put_authorization(&mut request, "Basic", &pair).map_err(unusable)?;
                }
                (
                    SchemeKind::Signature {
                        algorithm, service, ..
                    },
                    Credential::AccessKey(_) | Credential::AccessKeys(_),
                    _,
                ) => {
                    let key = match &step.credential {
                        Credential::AccessKeys(keys) => {
                            let key = keys.get(demand).await.map_err(CredentialsError::Source)?;
                            shown.0.push(Renewed::AccessKey(keys.clone(), key.clone()));
                            key
                        }
                        Credential::AccessKey(key) => key.clone(),
                        _ => continue,
                    };
                    signature = Some((step, *algorithm, *service, key));
                }
                _ => return Err(unusable("it is of another kind than the scheme".into())),
            }
        }
        if let Some((step, algorithm, service, key)) = signature {
            let scope = Scope {
                region: &step.region,
                service,
            };
            request = sign(request, algorithm, &key, scope).map_err(|reason| {
                CredentialsError::Unusable {
                    scheme: step.requirement.scheme.name,
                    reason,
                }
            })?;
        }
        Ok((request, shown))
    }
}

/// The credentials on one request that can be got again.
#[derive(Debug)]
pub(super) struct Shown(Vec<Renewed>);

#[derive(Debug)]
enum Renewed {
    Token(Arc<dyn TokenSource>, Secret),
    AccessKey(Arc<Renewing<AccessKey>>, AccessKey),
}

impl Shown {
    /// Tells the sources that the service has refused the request (401). Whether another attempt will show others.
    pub(super) fn refused(&self) -> bool {
        let mut another = false;
        for renewed in &self.0 {
            another |= match renewed {
                Renewed::Token(source, token) => source.refused(token),
                Renewed::AccessKey(keys, key) => {
                    keys.forget(key);
                    true
                }
            };
        }
        another
    }
}

/// What a request itself must carry: certificates are shown by its transport.
fn own(requirements: &'static [Requirement]) -> impl Iterator<Item = &'static Requirement> {
    requirements
        .iter()
        .filter(|requirement| !matches!(requirement.scheme.kind, SchemeKind::MutualTls))
}

fn region(
    scheme: &Scheme,
    value: impl Fn(&str) -> Option<String>,
) -> Result<String, CredentialsError> {
    match scheme.kind {
        SchemeKind::Signature {
            region: Region::Named { name, fallback },
            ..
        } => value(name)
            .or_else(|| fallback.map(str::to_owned))
            .ok_or_else(|| CredentialsError::Unusable {
                scheme: scheme.name,
                reason: format!("the signature needs the setting `{name}` of the connection")
                    .into(),
            }),
        SchemeKind::Signature {
            region: Region::Literal(region),
            ..
        } => Ok(region.to_owned()),
        _ => Ok(String::new()),
    }
}

fn sign(
    request: Request<Body>,
    algorithm: Algorithm,
    key: &AccessKey,
    scope: Scope<'_>,
) -> Result<Request<Body>, BoxError> {
    let (mut head, body) = request.into_parts();
    let bytes = body
        .as_bytes()
        .ok_or("a streamed body cannot be signed; give its bytes")?;
    algorithm.normalize_target(&mut head.uri)?;
    // Without a content type there is no body, not even an empty one.
    let bytes = Some(bytes)
        .filter(|bytes| !bytes.is_empty() || head.headers.contains_key(http::header::CONTENT_TYPE));
    Signer::new(algorithm, key, scope).sign(&mut head, bytes, &Moment::now())?;
    Ok(Request::from_parts(head, body))
}

fn put_authorization(request: &mut Request<Body>, word: &str, text: &str) -> Result<(), BoxError> {
    let value = secret_value(&format!("{word} {text}"))?;
    request.headers_mut().insert(AUTHORIZATION, value);
    Ok(())
}

fn put_key(
    request: &mut Request<Body>,
    place: Place,
    name: &str,
    key: &Secret,
) -> Result<(), BoxError> {
    match place {
        Place::Header => {
            let name = HeaderName::from_bytes(name.as_bytes())?;
            let value = secret_value(key.expose())?;
            request.headers_mut().insert(name, value);
        }
        Place::Query => {
            let name = utf8_percent_encode(name, RESERVED);
            let key = utf8_percent_encode(key.expose(), RESERVED);
            let separator = if request.uri().query().is_some() {
                '&'
            } else {
                '?'
            };
            *request.uri_mut() =
                format!("{}{separator}{name}={key}", request.uri()).parse::<Uri>()?;
        }
        Place::Cookie => {
            let key = utf8_percent_encode(key.expose(), RESERVED);
            let pair = format!("{name}={key}");
            let cookies = match request.headers().get(COOKIE) {
                Some(cookies) => format!("{}; {pair}", std::str::from_utf8(cookies.as_bytes())?),
                None => pair,
            };
            request
                .headers_mut()
                .insert(COOKIE, secret_value(&cookies)?);
        }
    }
    Ok(())
}

/// A value that header tables of HTTP/2 do not keep and `Debug` does not show.
fn secret_value(text: &str) -> Result<HeaderValue, BoxError> {
    let mut value = HeaderValue::from_str(text)?;
    value.set_sensitive(true);
    Ok(value)
}
