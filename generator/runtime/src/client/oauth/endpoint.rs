//! Where an authorization server is asked: URLs that are known, or that its own metadata says.

use std::sync::{Mutex, PoisonError};

use http::Uri;
use serde_json::Value;

use crate::client::Transport;
use crate::client::places::absolute;
use crate::error::TokenError;

use super::Flow;
use super::exchange::get;

/// Where tokens are got: a token endpoint, or the metadata that name it.
#[derive(Debug, Clone)]
pub struct TokenEndpoint {
    place: Place,
    pub(super) refresh: Option<String>,
}

#[derive(Debug, Clone)]
enum Place {
    Token(String),
    Metadata(String),
    Nowhere,
}

impl TokenEndpoint {
    /// A token endpoint by its URL.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            place: Place::Token(url.into()),
            refresh: None,
        }
    }

    /// The token endpoint that a document of RFC 8414 or of `OpenID` Connect Discovery names. It is read once, before
    /// the first token is got.
    pub fn discovered(metadata_url: impl Into<String>) -> Self {
        Self {
            place: Place::Metadata(metadata_url.into()),
            refresh: None,
        }
    }
}

impl From<&str> for TokenEndpoint {
    fn from(url: &str) -> Self {
        Self::new(url)
    }
}

impl From<String> for TokenEndpoint {
    fn from(url: String) -> Self {
        Self::new(url)
    }
}

impl From<Flow> for TokenEndpoint {
    fn from(flow: Flow) -> Self {
        let place = match (flow.token_url(), flow.metadata_url()) {
            (Some(url), _) => Place::Token(url.to_owned()),
            (None, Some(url)) => Place::Metadata(url.to_owned()),
            (None, None) => Place::Nowhere,
        };
        Self {
            place,
            refresh: flow.refresh_url().map(str::to_owned),
        }
    }
}

/// What is known of an authorization server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) token_url: Uri,
    /// Whether its metadata say that secrets are taken in the body and not in a header.
    pub(super) secret_in_body: bool,
}

/// What is known, found out once.
#[derive(Debug, Default)]
pub(super) struct Discovered(Mutex<Option<Known>>);

impl Discovered {
    pub(super) async fn find(
        &self,
        endpoint: &TokenEndpoint,
        transport: &Transport,
        base_url: &str,
    ) -> Result<Known, TokenError> {
        let metadata_url = match &endpoint.place {
            Place::Token(url) => {
                return Ok(Known {
                    token_url: resolve(url, base_url)?,
                    secret_in_body: false,
                });
            }
            Place::Metadata(url) => resolve(url, base_url)?,
            Place::Nowhere => {
                let reason = String::from("the document says no URL to get tokens at");
                return Err(TokenError::Settings(reason));
            }
        };
        let held = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = held().clone() {
            return Ok(known);
        }
        let known = read(&get(transport, metadata_url.clone()).await?, &metadata_url)?;
        *held() = Some(known.clone());
        Ok(known)
    }
}

fn read(metadata: &Value, metadata_url: &Uri) -> Result<Known, TokenError> {
    let missing = || TokenError::Answer(String::from("its metadata name no `token_endpoint`"));
    let token_url = metadata["token_endpoint"].as_str().ok_or_else(missing)?;
    let token_url = resolve(token_url, "")?;
    // What is sent there is secret: it must not become public on the way.
    if metadata_url.scheme_str() == Some("https") && token_url.scheme_str() != Some("https") {
        let reason = format!("its token endpoint {token_url} is not protected by TLS");
        return Err(TokenError::Answer(reason));
    }
    // RFC 8414 §2: without the list, a header.
    let methods = metadata["token_endpoint_auth_methods_supported"].as_array();
    let takes = |name: &str| {
        methods.is_some_and(|methods| methods.iter().any(|method| method.as_str() == Some(name)))
    };
    Ok(Known {
        token_url,
        secret_in_body: takes("client_secret_post") && !takes("client_secret_basic"),
    })
}

/// A URL that may lead from the base URL of the connection.
pub(super) fn resolve(url: &str, base_url: &str) -> Result<Uri, TokenError> {
    let wrong = |reason: String| TokenError::Settings(reason);
    let origin = (!base_url.is_empty()).then_some(base_url);
    let text = absolute(url, origin).map_err(|error| wrong(error.to_string()))?;
    let uri: Uri = text
        .parse()
        .map_err(|error| wrong(format!("{text} is no URL: {error}")))?;
    match uri.scheme_str() {
        Some("https" | "http") if uri.authority().is_some() => Ok(uri),
        _ => Err(wrong(format!("{text} is no URL of HTTP"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn urls_lead_from_the_base_url() {
        for (url, expected) in [
            ("https://id.h/token", Some("https://id.h/token")),
            ("/oauth/token", Some("https://api.h/oauth/token")),
            ("token", Some("https://api.h/v1/token")),
            ("//id.h/token", Some("https://id.h/token")),
            ("ftp://id.h/token", None),
        ] {
            let found = resolve(url, "https://api.h/v1/").ok();
            let found = found.map(|uri| uri.to_string());
            assert_eq!(found.as_deref(), expected, "{url}");
        }
        assert!(resolve("/token", "").is_err());
    }

    #[test]
    fn metadata() {
        let at = |url: &'static str, metadata: Value| {
            read(&metadata, &Uri::from_static(url)).map(|known| known.secret_in_body)
        };
        let plain = json!({ "token_endpoint": "http://id.h/t" });
        assert!(at("https://id.h/m", plain.clone()).is_err());
        assert_eq!(at("http://id.h/m", plain).ok(), Some(false));
        for (methods, in_body) in [
            (json!(["client_secret_post"]), true),
            (json!(["client_secret_post", "client_secret_basic"]), false),
            (json!([]), false),
            (Value::Null, false),
        ] {
            let metadata = json!({
                "token_endpoint": "https://id.h/t",
                "token_endpoint_auth_methods_supported": methods,
            });
            assert_eq!(at("https://id.h/m", metadata).ok(), Some(in_body));
        }
        assert!(at("https://id.h/m", json!({})).is_err());
    }
}
