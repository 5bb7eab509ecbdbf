//! Who may call: what a server knows about credentials.

use std::future::Future;
use std::pin::Pin;
use std::time::SystemTime;

use crate::body::BoxError;
use crate::credentials::{AccessKey, Secret};
use crate::security::Scheme;

/// A caller that has proved who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Principal {
    /// Whatever the store calls it: an account, a user, a service.
    pub id: String,
    /// What it was given leave to do, in the words of the document's scopes.
    pub scopes: Vec<String>,
}

impl Principal {
    /// A principal without scopes.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            scopes: Vec::new(),
        }
    }

    /// Adds a scope.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }
}

/// Looks credentials up. Each method answers for one kind of scheme; those that an API has no use for keep their
/// default, which knows nobody.
///
/// `None` means that the credential is not good; an error that this cannot be said now, which answers the request with
/// 500. Compare secrets with [`same_secret`](super::same_secret), which takes the same time whatever differs.
pub trait CredentialStore: Send + Sync + 'static {
    /// The access key with this identifier, and whose it is. The router verifies the signature.
    fn access_key(
        &self,
        scheme: &'static Scheme,
        id: &str,
    ) -> impl Future<Output = Result<Option<(AccessKey, Principal)>, BoxError>> + Send {
        let _ = (scheme, id);
        async { Ok(None) }
    }

    /// Whose API key this is.
    fn api_key(
        &self,
        scheme: &'static Scheme,
        key: &Secret,
    ) -> impl Future<Output = Result<Option<Principal>, BoxError>> + Send {
        let _ = (scheme, key);
        async { Ok(None) }
    }

    /// Who this user is, when the password is right.
    fn basic(
        &self,
        scheme: &'static Scheme,
        user: &str,
        password: &Secret,
    ) -> impl Future<Output = Result<Option<Principal>, BoxError>> + Send {
        let _ = (scheme, user, password);
        async { Ok(None) }
    }

    /// Whose bearer token this is, with the scopes it was given.
    fn bearer(
        &self,
        scheme: &'static Scheme,
        token: &Secret,
    ) -> impl Future<Output = Result<Option<Principal>, BoxError>> + Send {
        let _ = (scheme, token);
        async { Ok(None) }
    }

    /// Whose these credentials of another scheme of HTTP authentication are: what stands after the name of the scheme in
    /// `Authorization`.
    fn http(
        &self,
        scheme: &'static Scheme,
        credentials: &Secret,
    ) -> impl Future<Output = Result<Option<Principal>, BoxError>> + Send {
        let _ = (scheme, credentials);
        async { Ok(None) }
    }

    /// Whether a nonce of a signature is seen for the first time; asked after the signature is found right. To refuse
    /// replays, keep pairs of key and nonce for as long as signatures are valid (30 minutes around `signed_at` by
    /// default). Unless overridden, every nonce is fresh.
    fn is_fresh(
        &self,
        access_key_id: &str,
        nonce: &str,
        signed_at: SystemTime,
    ) -> impl Future<Output = Result<bool, BoxError>> + Send {
        let _ = (access_key_id, nonce, signed_at);
        async { Ok(true) }
    }
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send + 'a>>;

/// What can be asked of a store, as one question: it lets the store's type be forgotten.
pub(super) enum Question<'a> {
    ApiKey(&'a Secret),
    Basic(&'a str, &'a Secret),
    Bearer(&'a Secret),
    Http(&'a Secret),
}

/// A [`CredentialStore`] of any type.
pub(super) trait Store: Send + Sync {
    fn principal<'a>(
        &'a self,
        scheme: &'static Scheme,
        question: Question<'a>,
    ) -> Answer<'a, Option<Principal>>;
    fn key<'a>(
        &'a self,
        scheme: &'static Scheme,
        id: &'a str,
    ) -> Answer<'a, Option<(AccessKey, Principal)>>;
    fn fresh<'a>(&'a self, id: &'a str, nonce: &'a str, signed_at: SystemTime) -> Answer<'a, bool>;
}

impl<S: CredentialStore> Store for S {
    fn principal<'a>(
        &'a self,
        scheme: &'static Scheme,
        question: Question<'a>,
    ) -> Answer<'a, Option<Principal>> {
        match question {
            Question::ApiKey(key) => Box::pin(self.api_key(scheme, key)),
            Question::Basic(user, password) => Box::pin(self.basic(scheme, user, password)),
            Question::Bearer(token) => Box::pin(self.bearer(scheme, token)),
            Question::Http(credentials) => Box::pin(self.http(scheme, credentials)),
        }
    }

    fn key<'a>(
        &'a self,
        scheme: &'static Scheme,
        id: &'a str,
    ) -> Answer<'a, Option<(AccessKey, Principal)>> {
        Box::pin(self.access_key(scheme, id))
    }

    fn fresh<'a>(&'a self, id: &'a str, nonce: &'a str, signed_at: SystemTime) -> Answer<'a, bool> {
        Box::pin(self.is_fresh(id, nonce, signed_at))
    }
}
