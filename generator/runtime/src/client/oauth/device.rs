//! Signing a user in from a device without a browser (RFC 8628): the device shows a code, the user types it elsewhere.

use std::time::Duration;

use crate::client::Transport;
use crate::credentials::Secret;
use crate::error::TokenError;

use super::endpoint::{Discovered, resolve};
use super::exchange::{self, ClientId, Form, SecretPlace};
use super::{OAuth2, TokenEndpoint};

/// A sign-in from a device, to be started.
#[derive(Debug)]
pub struct DeviceLogin {
    device_url: String,
    endpoint: TokenEndpoint,
    client: ClientId,
    scopes: Vec<String>,
}

/// What to show to the user.
#[derive(Debug)]
#[non_exhaustive]
pub struct UserCode {
    /// What the user types.
    pub code: String,
    /// Where.
    pub verification_uri: String,
    /// Where, with the code in it: to be shown as a picture.
    pub verification_uri_complete: Option<String>,
    /// How long the code holds.
    pub expires_in: Duration,
    device_code: Secret,
    interval: Duration,
}

impl DeviceLogin {
    /// A sign-in for a client without a secret. Both URLs must have a host.
    pub fn new(
        device_url: impl Into<String>,
        endpoint: impl Into<TokenEndpoint>,
        client_id: impl Into<String>,
    ) -> Self {
        Self {
            device_url: device_url.into(),
            endpoint: endpoint.into(),
            client: ClientId {
                id: client_id.into(),
                secret: None,
            },
            scopes: Vec::new(),
        }
    }

    /// Asks for these scopes.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Asks for a code.
    ///
    /// # Errors
    /// See [`TokenError`].
    pub async fn start(&self, transport: &Transport) -> Result<UserCode, TokenError> {
        let url = resolve(&self.device_url, "")?;
        let mut form = Form::default();
        if !self.scopes.is_empty() {
            form.add("scope", &self.scopes.join(" "));
        }
        let client = Some((&self.client, SecretPlace::Body));
        let answer = exchange::post(transport, url, client, form).await?;
        let text = |key: &str| answer[key].as_str().map(str::to_owned);
        let required =
            |key: &str| text(key).ok_or_else(|| TokenError::Answer(format!("it has no `{key}`")));
        let seconds = |key: &str| answer[key].as_u64().map(Duration::from_secs);
        Ok(UserCode {
            code: required("user_code")?,
            verification_uri: required("verification_uri")?,
            verification_uri_complete: text("verification_uri_complete"),
            device_code: required("device_code")?.into(),
            expires_in: seconds("expires_in").unwrap_or(Duration::from_secs(600)),
            interval: seconds("interval").unwrap_or(Duration::from_secs(5)),
        })
    }

    /// Waits until the user has signed in, and gives a source of their tokens. Needs a running tokio runtime with its
    /// timer on.
    ///
    /// # Errors
    /// When the user refuses, or the code expires; see [`TokenError`].
    pub async fn finish(self, code: UserCode, transport: &Transport) -> Result<OAuth2, TokenError> {
        let known = Discovered::default();
        let known = known.find(&self.endpoint, transport, "").await?;
        let mut interval = code.interval;
        let poll = async {
            loop {
                tokio::time::sleep(interval).await;
                let mut form = Form::default();
                form.add("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
                form.add("device_code", code.device_code.expose());
                let client = Some((&self.client, SecretPlace::Body));
                let url = known.token_url.clone();
                match exchange::tokens(transport, url, client, form).await {
                    Ok(tokens) => return Ok(tokens),
                    Err(error) => match error.code() {
                        Some("authorization_pending") => {}
                        // RFC 8628 §3.5.
                        Some("slow_down") => interval += Duration::from_secs(5),
                        None if error.is_retryable() => interval *= 2,
                        _ => return Err(error),
                    },
                }
            }
        };
        let tokens = tokio::time::timeout(code.expires_in, poll)
            .await
            .unwrap_or(Err(TokenError::UsedUp))?;
        let source = OAuth2::new(super::Grant::RefreshToken, self.endpoint)
            .public_client(self.client.id)
            .access_token(tokens.access, tokens.lasts);
        source.lock().refresh = tokens.refresh;
        Ok(source)
    }
}
