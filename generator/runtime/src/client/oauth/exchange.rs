//! One question to an authorization server and its answer (RFC 6749 §5): forms out, JSON in.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{Request, StatusCode, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::body::{Body, BodyError};
use crate::client::Transport;
use crate::credentials::Secret;
use crate::error::{Stage, TokenError, TransportError};

/// No answer is longer.
const MAX_ANSWER: usize = 1 << 20;

/// All that a form does not leave as it is (RFC 6749 appendix B).
const FORM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'*')
    .remove(b' ');

/// Who asks.
#[derive(Debug, Clone)]
pub(super) struct ClientId {
    pub(super) id: String,
    /// `None` for a public client.
    pub(super) secret: Option<Secret>,
}

/// Where a client's secret travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SecretPlace {
    /// `client_secret_basic`: in the header `Authorization`.
    Header,
    /// `client_secret_post`: among the parameters.
    Body,
}

/// The parameters of a question.
#[derive(Default)]
pub(super) struct Form(String);

impl Form {
    pub(super) fn add(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(&encoded(name));
        self.0.push('=');
        self.0.push_str(&encoded(value));
    }
}

pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, FORM)
        .to_string()
        .replace(' ', "+")
}

/// Tokens as they were handed out.
pub(super) struct Tokens {
    pub(super) access: Secret,
    pub(super) lasts: Option<Duration>,
    pub(super) refresh: Option<Secret>,
}

/// Asks for tokens.
pub(super) async fn tokens(
    transport: &Transport,
    url: Uri,
    client: Option<(&ClientId, SecretPlace)>,
    form: Form,
) -> Result<Tokens, TokenError> {
    let answer = post(transport, url, client, form).await?;
    let access = answer["access_token"].as_str().unwrap_or_default();
    if access.is_empty() {
        return Err(TokenError::Answer(String::from("it has no `access_token`")));
    }
    // RFC 6749 §7.1: a token of a type that is not understood must not be used.
    if let Some(kind) = answer["token_type"].as_str()
        && !kind.eq_ignore_ascii_case("bearer")
    {
        let reason = format!("its token is of the type {kind:?}, not a bearer token");
        return Err(TokenError::Answer(reason));
    }
    // Some servers write the number as text.
    let seconds = match &answer["expires_in"] {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    Ok(Tokens {
        access: access.into(),
        lasts: seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
        refresh: answer["refresh_token"].as_str().map(Secret::from),
    })
}

/// Sends a form.
pub(super) async fn post(
    transport: &Transport,
    url: Uri,
    client: Option<(&ClientId, SecretPlace)>,
    mut form: Form,
) -> Result<Value, TokenError> {
    let mut request = Request::new(Body::empty());
    if let Some((client, place)) = client {
        match (&client.secret, place) {
            (Some(secret), SecretPlace::Header) => {
                let (id, secret) = (encoded(&client.id), encoded(secret.expose()));
                let pair = STANDARD.encode(format!("{id}:{secret}"));
                let mut value = HeaderValue::from_str(&format!("Basic {pair}"))
                    .map_err(|error| TokenError::Settings(error.to_string()))?;
                value.set_sensitive(true);
                request.headers_mut().insert(AUTHORIZATION, value);
            }
            (Some(secret), SecretPlace::Body) => {
                form.add("client_id", &client.id);
                form.add("client_secret", secret.expose());
            }
            (None, _) => form.add("client_id", &client.id),
        }
    }
    *request.method_mut() = http::Method::POST;
    let content_type = HeaderValue::from_static("application/x-www-form-urlencoded");
    request.headers_mut().insert(CONTENT_TYPE, content_type);
    *request.body_mut() = Body::from(form.0);
    send(transport, url, request).await
}

/// Reads a document.
pub(super) async fn get(transport: &Transport, url: Uri) -> Result<Value, TokenError> {
    send(transport, url, Request::new(Body::empty())).await
}

async fn send(
    transport: &Transport,
    url: Uri,
    mut request: Request<Body>,
) -> Result<Value, TokenError> {
    *request.uri_mut() = url;
    let json = HeaderValue::from_static("application/json");
    request.headers_mut().insert(ACCEPT, json);
    let broken = |error| TokenError::Transport(Arc::new(error));
    let response = transport.send(request).await.map_err(broken)?;
    let status = response.status();
    let bytes = response.into_body().bytes(MAX_ANSWER).await;
    let bytes = bytes.map_err(|error| {
        broken(match error {
            BodyError::Read(source) => TransportError::from_body(source),
            too_large @ BodyError::TooLarge { .. } => TransportError::new(Stage::Body, too_large),
        })
    })?;
    answer(status, &bytes)
}

fn answer(status: StatusCode, bytes: &Bytes) -> Result<Value, TokenError> {
    let value: Option<Value> = serde_json::from_slice(bytes).ok();
    let text = |key: &str| Some(value.as_ref()?[key].as_str()?.to_owned());
    // Some servers refuse with 200.
    if let Some(code) = text("error") {
        return Err(TokenError::Refused {
            code,
            description: text("error_description"),
            uri: text("error_uri"),
            status,
        });
    }
    if !status.is_success() {
        return Err(TokenError::Status(status));
    }
    // What could not be read may be a secret, so it is not quoted.
    value.ok_or_else(|| TokenError::Answer(String::from("it is no JSON")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let mut form = Form::default();
        form.add("scope", "a b:c/d");
        form.add("é", "&=+%~");
        assert_eq!(form.0, "scope=a+b%3Ac%2Fd&%C3%A9=%26%3D%2B%25%7E");
    }

    #[test]
    fn answers() {
        for (status, body, expected) in [
            (
                400,
                r#"{"error":"invalid_grant"}"#,
                "refused: invalid_grant",
            ),
            (
                200,
                r#"{"error":"invalid_scope","error_description":"no"}"#,
                "refused: invalid_scope (no)",
            ),
            (401, "<html>", "answered 401"),
            (302, "", "answered 302"),
            (200, "secret", "it is no JSON"),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            let error = answer(status, &Bytes::from(body)).expect_err("an error");
            assert!(error.to_string().contains(expected), "{error}");
        }
    }
}
