//! What a caller proves who they are with, where it comes from, and where a connection keeps it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use http::{Method, Uri};

use crate::body::BoxError;
use crate::credentials::{AccessKey, Secret};
use crate::security::{Scheme, SchemeKind};

use super::{OAuth2, Renewing, Transport};

/// What a caller proves who they are with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Credential {
    /// A key sent as it is.
    ApiKey(Secret),
    /// User and password.
    Basic {
        /// The user; must not contain a colon (RFC 7617 §2).
        user: String,
        /// The password.
        password: Secret,
    },
    /// A bearer token.
    Bearer(Secret),
    /// A token that is asked for before each attempt: sent as an API key or bearer token, as the scheme wants.
    Token(Arc<dyn TokenSource>),
    /// A key that signs requests.
    AccessKey(AccessKey),
    /// Temporary keys that sign requests.
    AccessKeys(Arc<Renewing<AccessKey>>),
}

impl Credential {
    /// A key sent as it is.
    pub fn api_key(key: impl Into<Secret>) -> Self {
        Self::ApiKey(key.into())
    }

    /// User and password.
    pub fn basic(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::Basic {
            user: user.into(),
            password: password.into(),
        }
    }

    /// A bearer token.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self::Bearer(token.into())
    }

    /// A token that is asked for before each attempt; the source keeps and renews it.
    pub fn token(source: impl TokenSource) -> Self {
        Self::Token(Arc::new(source))
    }

    /// Temporary access keys. They are got again shortly before they expire, and after one was refused (401).
    pub fn access_keys(keys: Renewing<AccessKey>) -> Self {
        Self::AccessKeys(Arc::new(keys))
    }

    /// Whether this is the kind of credential that a scheme wants.
    pub(super) fn fits(&self, kind: &SchemeKind) -> bool {
        match kind {
            SchemeKind::ApiKey { .. } | SchemeKind::Http { .. } => {
                matches!(self, Self::ApiKey(_) | Self::Token(_))
            }
            SchemeKind::Basic => matches!(self, Self::Basic { .. }),
            SchemeKind::Bearer => matches!(self, Self::Bearer(_) | Self::Token(_)),
            SchemeKind::Signature { .. } => {
                matches!(self, Self::AccessKey(_) | Self::AccessKeys(_))
            }
            SchemeKind::MutualTls | SchemeKind::Unsupported { .. } => false,
        }
    }
}

impl From<AccessKey> for Credential {
    fn from(key: AccessKey) -> Self {
        Self::AccessKey(key)
    }
}

impl From<Renewing<AccessKey>> for Credential {
    fn from(keys: Renewing<AccessKey>) -> Self {
        Self::access_keys(keys)
    }
}

impl From<OAuth2> for Credential {
    fn from(source: OAuth2) -> Self {
        Self::token(source)
    }
}

/// A token as a setting of a client: its text, or where it comes from.
#[derive(Clone, Debug)]
pub struct Token(Credential);

impl Token {
    /// A token that is asked for before each attempt; the source keeps and renews it.
    pub fn from_source(source: impl TokenSource) -> Self {
        Self(Credential::token(source))
    }
}

impl From<Token> for Credential {
    fn from(token: Token) -> Self {
        token.0
    }
}

impl From<OAuth2> for Token {
    fn from(source: OAuth2) -> Self {
        Self::from_source(source)
    }
}

impl From<Renewing<Secret>> for Token {
    fn from(source: Renewing<Secret>) -> Self {
        Self::from_source(source)
    }
}

impl From<Secret> for Token {
    fn from(token: Secret) -> Self {
        Self(Credential::Bearer(token))
    }
}

impl From<String> for Token {
    fn from(token: String) -> Self {
        Secret::from(token).into()
    }
}

impl From<&str> for Token {
    fn from(token: &str) -> Self {
        Secret::from(token).into()
    }
}

/// What a credential is asked for: a request that waits for it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Demand<'a> {
    /// The security scheme.
    pub scheme: &'static Scheme,
    /// What the operation needs leave for, in the words of the document's scopes.
    pub scopes: &'static [&'static str],
    /// The method of the request.
    pub method: &'a Method,
    /// The absolute URL of the request.
    pub uri: &'a Uri,
    /// What carries the connection's requests; for those that get a credential, too.
    pub transport: &'a Transport,
    /// The base URL of the connection, with a slash at its end; what relative URLs of the document lead from.
    pub base_url: &'a str,
}

/// Where tokens come from that expire.
pub trait TokenSource: Send + Sync + 'static {
    /// A token that is valid now. The time limit of the call that waits for it is running.
    fn token<'a>(
        &'a self,
        demand: Demand<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<Secret, BoxError>> + Send + 'a>>;

    /// Hears that a service has refused a token (401). The answer is whether another one can be had; the call is then
    /// made once more.
    fn refused(&self, token: &Secret) -> bool {
        let _ = token;
        false
    }
}

impl<F, R> TokenSource for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<Secret, BoxError>> + Send + 'static,
{
    fn token<'a>(
        &'a self,
        _: Demand<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<Secret, BoxError>> + Send + 'a>> {
        Box::pin(self())
    }
}

impl fmt::Debug for dyn TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSource")
    }
}

/// The credentials of a connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Credentials {
    /// For a scheme of that name.
    named: Vec<(String, Credential)>,
    /// For any scheme of the right kind.
    any: Vec<Credential>,
}

impl Credentials {
    pub(super) fn add(&mut self, credential: Credential) {
        self.any.push(credential);
    }

    pub(super) fn add_named(&mut self, scheme: String, credential: Credential) {
        self.named.retain(|(name, _)| *name != scheme);
        self.named.push((scheme, credential));
    }

    pub(super) fn find(&self, scheme: &str, kind: &SchemeKind) -> Option<&Credential> {
        let named = self
            .named
            .iter()
            .find(|(name, _)| name == scheme)
            .map(|(_, credential)| credential);
        named.or_else(|| {
            self.any
                .iter()
                .rev()
                .find(|credential| credential.fits(kind))
        })
    }
}
