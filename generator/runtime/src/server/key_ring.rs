//! A credential store in memory, for tests and small servers.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::body::BoxError;
use crate::credentials::{AccessKey, Secret};
use crate::security::Scheme;

use super::{CredentialStore, Principal};

/// Credentials in memory, good for every scheme of their kind.
#[derive(Debug, Clone, Default)]
pub struct KeyRing {
    access_keys: Vec<(AccessKey, Principal)>,
    api_keys: Vec<(Secret, Principal)>,
    users: Vec<(String, Secret, Principal)>,
    tokens: Vec<(Secret, Principal)>,
    http: Vec<(Secret, Principal)>,
}

impl KeyRing {
    /// Knows nobody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a key that signs requests.
    #[must_use]
    pub fn access_key(mut self, key: AccessKey, principal: Principal) -> Self {
        self.access_keys.push((key, principal));
        self
    }

    /// Adds an API key.
    #[must_use]
    pub fn api_key(mut self, key: impl Into<Secret>, principal: Principal) -> Self {
        self.api_keys.push((key.into(), principal));
        self
    }

    /// Adds a user with a password.
    #[must_use]
    pub fn user(
        mut self,
        name: impl Into<String>,
        password: impl Into<Secret>,
        principal: Principal,
    ) -> Self {
        self.users.push((name.into(), password.into(), principal));
        self
    }

    /// Adds a bearer token.
    #[must_use]
    pub fn bearer_token(mut self, token: impl Into<Secret>, principal: Principal) -> Self {
        self.tokens.push((token.into(), principal));
        self
    }

    /// Adds credentials of another scheme of HTTP authentication that stay the same from request to request.
    #[must_use]
    pub fn http(mut self, credentials: impl Into<Secret>, principal: Principal) -> Self {
        self.http.push((credentials.into(), principal));
        self
    }
}

impl CredentialStore for KeyRing {
    async fn access_key(
        &self,
        _: &'static Scheme,
        id: &str,
    ) -> Result<Option<(AccessKey, Principal)>, BoxError> {
        Ok(self
            .access_keys
            .iter()
            .find(|(key, _)| key.id() == id)
            .cloned())
    }

    async fn api_key(
        &self,
        _: &'static Scheme,
        key: &Secret,
    ) -> Result<Option<Principal>, BoxError> {
        Ok(find(&self.api_keys, key))
    }

    async fn basic(
        &self,
        _: &'static Scheme,
        user: &str,
        password: &Secret,
    ) -> Result<Option<Principal>, BoxError> {
        let mut found = None;
        for (name, known, principal) in &self.users {
            // The password is compared even when the name is not his: the time taken names no users.
            if same_secret(known, password) & (name == user) {
                found = Some(principal.clone());
            }
        }
        Ok(found)
    }

    async fn bearer(
        &self,
        _: &'static Scheme,
        token: &Secret,
    ) -> Result<Option<Principal>, BoxError> {
        Ok(find(&self.tokens, token))
    }

    async fn http(
        &self,
        _: &'static Scheme,
        credentials: &Secret,
    ) -> Result<Option<Principal>, BoxError> {
        Ok(find(&self.http, credentials))
    }
}

fn find(known: &[(Secret, Principal)], presented: &Secret) -> Option<Principal> {
    let mut matching = known
        .iter()
        .filter(|(known, _)| same_secret(known, presented));
    matching.next_back().map(|(_, principal)| principal.clone())
}

/// Whether two secrets are the same, in a time that does not depend on where they differ.
#[must_use]
pub fn same_secret(a: &Secret, b: &Secret) -> bool {
    // Digests have one length, and `verify_slice` compares them in constant time.
    let digest = |secret: &Secret| {
        Hmac::<Sha256>::new_from_slice(b"compare").map(|mac| mac.chain_update(secret.expose()))
    };
    match (digest(a), digest(b)) {
        (Ok(a), Ok(b)) => a.verify_slice(&b.finalize().into_bytes()).is_ok(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_compare() {
        for (a, b, same) in [
            ("a", "a", true),
            ("a", "b", false),
            ("a", "aa", false),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(same_secret(&a.into(), &b.into()), same, "{a} {b}");
        }
    }
}
