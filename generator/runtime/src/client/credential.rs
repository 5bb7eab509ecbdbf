//! What a caller proves who they are with, and where a connection keeps it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::body::BoxError;
use crate::credentials::{AccessKey, Secret};
use crate::security::SchemeKind;

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

    /// Whether this is the kind of credential that a scheme wants.
    pub(super) fn fits(&self, kind: &SchemeKind) -> bool {
        match kind {
            SchemeKind::ApiKey { .. } => matches!(self, Self::ApiKey(_) | Self::Token(_)),
            SchemeKind::Basic => matches!(self, Self::Basic { .. }),
            SchemeKind::Bearer => matches!(self, Self::Bearer(_) | Self::Token(_)),
            SchemeKind::Signature { .. } => matches!(self, Self::AccessKey(_)),
            SchemeKind::MutualTls | SchemeKind::Unsupported { .. } => false,
        }
    }
}

impl From<AccessKey> for Credential {
    fn from(key: AccessKey) -> Self {
        Self::AccessKey(key)
    }
}

/// Where tokens come from that expire.
pub trait TokenSource: Send + Sync + 'static {
    /// A token that is valid now.
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<Secret, BoxError>> + Send + '_>>;
}

impl<F, R> TokenSource for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<Secret, BoxError>> + Send + 'static,
{
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<Secret, BoxError>> + Send + '_>> {
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
