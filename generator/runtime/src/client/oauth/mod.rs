//! Tokens of OAuth 2.0 (RFC 6749): got from a token endpoint, kept until shortly before they expire, got again after a
//! service has refused them. However many calls need one at once, it is asked for once.

mod authorization;
mod device;
mod endpoint;
mod exchange;
mod flow;
mod held;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::body::BoxError;
use crate::credentials::Secret;
use crate::error::TokenError;

use super::credential::{Demand, TokenSource};
use super::renewal::Lease;
use endpoint::Discovered;
use exchange::{ClientId, Form, SecretPlace, Tokens};
use held::Held;

pub use authorization::Authorization;
pub use device::{DeviceLogin, UserCode};
pub use endpoint::TokenEndpoint;
pub use flow::Flow;

/// A source of tokens from a token endpoint, over the transport of the connection.
///
/// ```no_run
/// use generator_runtime::client::{Connection, OAuth2};
///
/// let source = OAuth2::client_credentials("https://id.example/token", "id", "secret")
///     .scopes(["images:read"])
///     .param("audience", "https://api.example");
/// let connection = Connection::builder().base_url("https://api.example").credential(source);
/// ```
///
/// | grant | asks for scopes | gets tokens again with |
/// |---|---|---|
/// | client credentials (§4.4) | those that are set, else those that the operation needs | the same question |
/// | refresh token (§6), authorization code (§4.1) | those that are set, else none | the newest refresh token |
/// | password (§4.3) | those that are set, else none | the newest refresh token, else the same question |
pub struct OAuth2 {
    grant: Grant,
    endpoint: TokenEndpoint,
    client: Option<ClientId>,
    secret_place: Option<SecretPlace>,
    scopes: Option<Vec<String>>,
    params: Vec<(String, String)>,
    on_refresh_token: Option<Box<Hear>>,
    discovered: Discovered,
    held: Held,
    state: Mutex<State>,
}

/// Hears of a new refresh token.
type Hear = dyn Fn(&Secret) + Send + Sync;

enum Grant {
    ClientCredentials,
    Password { user: String, password: Secret },
    Code { form: Vec<(&'static str, Secret)> },
    RefreshToken,
}

#[derive(Default)]
struct State {
    refresh: Option<Secret>,
    /// A token from elsewhere, until it is handed out.
    first: Option<Lease<Secret>>,
    /// Whether the authorization code was used.
    used: bool,
}

impl OAuth2 {
    /// The client is the caller (RFC 6749 §4.4).
    pub fn client_credentials(
        endpoint: impl Into<TokenEndpoint>,
        id: impl Into<String>,
        secret: impl Into<Secret>,
    ) -> Self {
        Self::new(Grant::ClientCredentials, endpoint).client(id, secret)
    }

    /// A user who has signed in before (RFC 6749 §6). [`client`](Self::client) or
    /// [`public_client`](Self::public_client) says for which client that was.
    pub fn refresh_token(
        endpoint: impl Into<TokenEndpoint>,
        refresh_token: impl Into<Secret>,
    ) -> Self {
        let source = Self::new(Grant::RefreshToken, endpoint);
        source.lock().refresh = Some(refresh_token.into());
        source
    }

    /// A user by name and password (RFC 6749 §4.3). New APIs must not have this (RFC 9700 §2.4).
    pub fn password(
        endpoint: impl Into<TokenEndpoint>,
        user: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Self {
        let grant = Grant::Password {
            user: user.into(),
            password: password.into(),
        };
        Self::new(grant, endpoint)
    }

    fn new(grant: Grant, endpoint: impl Into<TokenEndpoint>) -> Self {
        Self {
            grant,
            endpoint: endpoint.into(),
            client: None,
            secret_place: None,
            scopes: None,
            params: Vec::new(),
            on_refresh_token: None,
            discovered: Discovered::default(),
            held: Held::default(),
            state: Mutex::default(),
        }
    }

    /// A client with a secret. It travels in the header `Authorization`, unless
    /// [`secret_in_body`](Self::secret_in_body) or the server's metadata say otherwise.
    #[must_use]
    pub fn client(mut self, id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.client = Some(ClientId {
            id: id.into(),
            secret: Some(secret.into()),
        });
        self
    }

    /// A client that can keep no secret.
    #[must_use]
    pub fn public_client(mut self, id: impl Into<String>) -> Self {
        self.client = Some(ClientId {
            id: id.into(),
            secret: None,
        });
        self
    }

    /// The secret travels among the parameters (`client_secret_post`), for servers that take it nowhere else.
    #[must_use]
    pub fn secret_in_body(mut self) -> Self {
        self.secret_place = Some(SecretPlace::Body);
        self
    }

    /// Asks for these scopes, whatever the operation needs.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Adds a parameter to every question, such as `audience` or `resource`.
    #[must_use]
    pub fn param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.params.push((name.into(), value.into()));
        self
    }

    /// A token that is at hand already, and how long it still holds; without a time, until a service refuses it.
    #[must_use]
    pub fn access_token(self, token: impl Into<Secret>, lasting: Option<Duration>) -> Self {
        let lease = Lease::new(token.into());
        self.lock().first = Some(match lasting {
            Some(time) => lease.lasting(time),
            None => lease,
        });
        self
    }

    /// Hears of every new refresh token, so that it can be kept for the next start of the program: servers may take the
    /// old one back.
    #[must_use]
    pub fn on_refresh_token(mut self, hear: impl Fn(&Secret) + Send + Sync + 'static) -> Self {
        self.on_refresh_token = Some(Box::new(hear));
        self
    }

    /// The token for a demand, held or got.
    async fn get(&self, demand: Demand<'_>) -> Result<Secret, TokenError> {
        let scopes: Vec<String> = match (&self.scopes, &self.grant) {
            (Some(scopes), _) => scopes.clone(),
            (None, Grant::ClientCredentials) => demand
                .scopes
                .iter()
                .map(|&scope| scope.to_owned())
                .collect(),
            (None, _) => Vec::new(),
        };
        self.held
            .with(&scopes)
            .get(|| self.issue(demand, &scopes))
            .await
    }

    async fn issue(
        &self,
        demand: Demand<'_>,
        scopes: &[String],
    ) -> Result<Lease<Secret>, TokenError> {
        if let Some(first) = self.lock().first.take() {
            return Ok(first);
        }
        let (transport, base_url) = (demand.transport, demand.base_url);
        let known = self
            .discovered
            .find(&self.endpoint, transport, base_url)
            .await?;
        let place = self.secret_place.unwrap_or(match known.secret_in_body {
            true => SecretPlace::Body,
            false => SecretPlace::Header,
        });
        let client = self.client.as_ref().map(|client| (client, place));

        let refresh = match self.grant {
            Grant::ClientCredentials => None,
            _ => self.lock().refresh.clone(),
        };
        if let Some(refresh) = refresh {
            let mut form = self.form("refresh_token", scopes);
            form.add("refresh_token", refresh.expose());
            let url = match &self.endpoint.refresh {
                Some(url) => endpoint::resolve(url, base_url)?,
                None => known.token_url.clone(),
            };
            match exchange::tokens(transport, url, client, form).await {
                Ok(tokens) => return Ok(self.keep(tokens)),
                Err(error) if error.code() == Some("invalid_grant") => {
                    self.lock().refresh = None;
                    if !matches!(self.grant, Grant::Password { .. }) {
                        return Err(error);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        let form = match &self.grant {
            Grant::ClientCredentials => self.form("client_credentials", scopes),
            Grant::Password { user, password } => {
                let mut form = self.form("password", scopes);
                form.add("username", user);
                form.add("password", password.expose());
                form
            }
            Grant::Code { form: parts } => {
                // A code that is sent twice may take back the tokens it gave (RFC 6749 §4.1.2).
                if std::mem::replace(&mut self.lock().used, true) {
                    return Err(TokenError::UsedUp);
                }
                let mut form = self.form("authorization_code", &[]);
                for (name, value) in parts {
                    form.add(name, value.expose());
                }
                form
            }
            Grant::RefreshToken => return Err(TokenError::UsedUp),
        };
        let tokens = exchange::tokens(transport, known.token_url, client, form).await?;
        Ok(self.keep(tokens))
    }

    fn form(&self, grant: &str, scopes: &[String]) -> Form {
        let mut form = Form::default();
        form.add("grant_type", grant);
        if !scopes.is_empty() {
            form.add("scope", &scopes.join(" "));
        }
        for (name, value) in &self.params {
            form.add(name, value);
        }
        form
    }

    /// Keeps what will be needed again.
    fn keep(&self, tokens: Tokens) -> Lease<Secret> {
        let renews = !matches!(self.grant, Grant::ClientCredentials);
        if let Some(refresh) = tokens.refresh.filter(|_| renews) {
            let before = self.lock().refresh.replace(refresh.clone());
            if let Some(hear) = &self.on_refresh_token
                && before.as_ref() != Some(&refresh)
            {
                hear(&refresh);
            }
        }
        let lease = Lease::new(tokens.access);
        match tokens.lasts {
            Some(time) => lease.lasting(time),
            None => lease,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenSource for OAuth2 {
    fn token<'a>(
        &'a self,
        demand: Demand<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<Secret, BoxError>> + Send + 'a>> {
        Box::pin(async move { Ok(self.get(demand).await?) })
    }

    fn refused(&self, token: &Secret) -> bool {
        self.held.forget(token);
        match self.grant {
            Grant::ClientCredentials | Grant::Password { .. } => true,
            Grant::RefreshToken | Grant::Code { .. } => self.lock().refresh.is_some(),
        }
    }
}

impl fmt::Debug for OAuth2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth2")
            .field("endpoint", &self.endpoint)
            .field("client", &self.client)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
