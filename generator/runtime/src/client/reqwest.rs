//! The default transport: reqwest, TLS by rustls with ring, trust from the platform.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use tower_service::Service;

use crate::body::{Body, BoxError};
use crate::error::{Stage, TransportError};

/// A reqwest client as a transport.
#[derive(Debug, Clone)]
pub struct Reqwest(reqwest::Client);

impl Reqwest {
    /// A client that follows no redirects: what it is redirected to would get the credentials, and a signature fits
    /// one place only.
    ///
    /// # Errors
    /// When the platform's trusted certificates cannot be used.
    pub fn new() -> Result<Self, BoxError> {
        use rustls_platform_verifier::BuilderVerifierExt as _;

        // A provider of its own instead of the process's default, which belongs to the application.
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_platform_verifier()?
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .tls_backend_preconfigured(tls);
        Ok(Self(client.build()?))
    }
}

impl From<reqwest::Client> for Reqwest {
    /// A client with settings of your own (proxies, certificates). It must not follow redirects.
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Service<Request<Body>> for Reqwest {
    type Response = Response<Body>;
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, TransportError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let client = self.0.clone();
        Box::pin(async move {
            let request = request.map(outgoing);
            let request = reqwest::Request::try_from(request).map_err(transport_error)?;
            let response = client.execute(request).await.map_err(transport_error)?;
            Ok(Response::<reqwest::Body>::from(response).map(|body| Body::wrap(Incoming(body))))
        })
    }
}

fn outgoing(body: Body) -> reqwest::Body {
    match body.into_bytes() {
        Ok(bytes) => reqwest::Body::from(bytes),
        Err(stream) => reqwest::Body::wrap_stream(stream),
    }
}

/// Whether the request left decides whether a call with side effects can be repeated.
fn transport_error(error: reqwest::Error) -> TransportError {
    let stage = match &error {
        error if error.is_connect() || error.is_builder() => Stage::Connect,
        error if error.is_timeout() => Stage::TimedOut,
        error if error.is_body() || error.is_decode() => Stage::Body,
        _ => Stage::Exchange,
    };
    // A query may hold an API key.
    TransportError::new(stage, error.without_url())
}

/// A reply's body, with its errors as the call core knows them.
struct Incoming(reqwest::Body);

impl http_body::Body for Incoming {
    type Data = bytes::Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<bytes::Bytes>, TransportError>>> {
        let frame = Pin::new(&mut self.0).poll_frame(context);
        frame.map(|frame| {
            frame.map(|frame| {
                frame.map_err(|error| {
                    let stage = if error.is_timeout() {
                        Stage::TimedOut
                    } else {
                        Stage::Body
                    };
                    TransportError::new(stage, error.without_url())
                })
            })
        })
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.0.size_hint()
    }
}
