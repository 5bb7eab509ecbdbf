//! Who may call, and what they have signed already.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use generator_runtime::body::BoxError;
use generator_runtime::credentials::{AccessKey, Secret};
use generator_runtime::security::Scheme;
use generator_runtime::server::{CredentialStore, KeyRing, Principal};

use crate::cloud::Provider;

/// What the account of a cloud proves itself with. In debug output, secrets do not show.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Signs requests.
    pub access_key: AccessKey,
    /// Goes into `X-Auth-Token`, where the cloud takes that.
    pub token: Option<Secret>,
}

impl Credentials {
    /// The published example credentials of a cloud; no real account has them.
    #[must_use]
    pub fn example(provider: Provider) -> Self {
        let (id, secret, token) = match provider {
            Provider::HuaweiCloudIms => (
                "QTWAOYTTINDUT2QVKYUC",
                "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc",
                Some("huaweicloud-token"),
            ),
            Provider::OtcIms => (
                "OTCEXAMPLEAK00000001",
                "otcExampleSecretKey0000000000000000001",
                Some("otc-token"),
            ),
            Provider::JdCloudVm => (
                "D9EXAMPLEAK0123456789ABCDEF012345",
                "SK/EXAMPLE+0123456789abcdef==",
                None,
            ),
            Provider::VolcengineEcs => (
                "AKLTEXAMPLEAK0123456789abcdefghijkl",
                "TUdRExampleSecretKey0123456789abcdefghij==",
                None,
            ),
        };
        Self {
            access_key: AccessKey::new(id, secret),
            token: token.map(Secret::from),
        }
    }
}

/// Knows one account by all its credentials, and remembers nonces for as long as signatures are good.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    keys: KeyRing,
    nonces: Arc<Mutex<HashMap<(String, String), SystemTime>>>,
    /// A signature is good from this long before its date to this long after it.
    skew: Duration,
}

impl Account {
    pub(crate) fn new(name: &str, credentials: &Credentials, skew: Duration) -> Self {
        let principal = Principal::new(name);
        let keys = KeyRing::new().access_key(credentials.access_key.clone(), principal.clone());
        Self {
            keys: match &credentials.token {
                Some(token) => keys.api_key(token.clone(), principal),
                None => keys,
            },
            nonces: Arc::default(),
            skew,
        }
    }
}

impl CredentialStore for Account {
    async fn access_key(
        &self,
        scheme: &'static Scheme,
        id: &str,
    ) -> Result<Option<(AccessKey, Principal)>, BoxError> {
        CredentialStore::access_key(&self.keys, scheme, id).await
    }

    async fn api_key(
        &self,
        scheme: &'static Scheme,
        key: &Secret,
    ) -> Result<Option<Principal>, BoxError> {
        CredentialStore::api_key(&self.keys, scheme, key).await
    }

    async fn is_fresh(
        &self,
        access_key_id: &str,
        nonce: &str,
        signed_at: SystemTime,
    ) -> Result<bool, BoxError> {
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        let now = SystemTime::now();
        // What is too old to be believed need not be remembered.
        nonces.retain(|_, signed_at| {
            now.duration_since(*signed_at)
                .map_or(true, |age| age <= self.skew)
        });
        let pair = (access_key_id.to_owned(), nonce.to_owned());
        Ok(nonces.insert(pair, signed_at).is_none())
    }
}
