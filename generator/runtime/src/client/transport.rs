//! The seam to an HTTP library: any [`tower_service::Service`] over HTTP requests, with its type forgotten, so that
//! clients are not generic.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;

use http::{Request, Response};
use tower_service::Service;

use crate::body::{Body, BoxError};
use crate::error::TransportError;

/// Sends requests. Clones share it.
///
/// It must not follow redirects: a signed request cannot be sent to another place.
#[derive(Clone)]
pub struct Transport(Arc<dyn Sender>);

type Sending = Pin<Box<dyn Future<Output = Result<Response<Body>, TransportError>> + Send>>;

trait Sender: Send + Sync {
    fn send(&self, request: Request<Body>) -> Sending;
}

struct Wrapped<S>(S);

impl Transport {
    /// A transport over any service: a client of an HTTP library, a stack of tower layers, or a generated server in
    /// the same process.
    pub fn new<S, B>(service: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send,
        B: http_body::Body + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Arc::new(Wrapped(service)))
    }

    /// A transport over an asynchronous function, for tests and small bridges.
    pub fn from_fn<F, R, E>(send: F) -> Self
    where
        F: Fn(Request<Body>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Response<Body>, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self(Arc::new(Function(send)))
    }

    /// Sends a request with an absolute URL: for sources of credentials, which have requests of their own.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn send(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        self.0.send(request).await
    }
}

impl<S, B> Sender for Wrapped<S>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: http_body::Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: Request<Body>) -> Sending {
        let mut service = self.0.clone();
        Box::pin(async move {
            let broken = |error: S::Error| TransportError::from_transport(error.into());
            poll_fn(|context| service.poll_ready(context))
                .await
                .map_err(broken)?;
            let response = service.call(request).await.map_err(broken)?;
            Ok(response.map(Body::wrap))
        })
    }
}

struct Function<F>(F);

impl<F, R, E> Sender for Function<F>
where
    F: Fn(Request<Body>) -> R + Send + Sync,
    R: Future<Output = Result<Response<Body>, E>> + Send + 'static,
    E: Into<BoxError>,
{
    fn send(&self, request: Request<Body>) -> Sending {
        let response = self.0(request);
        Box::pin(async move {
            response
                .await
                .map_err(|error| TransportError::from_transport(error.into()))
        })
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transport")
    }
}
