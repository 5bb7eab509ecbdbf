//! A connection to a service: where it is, who calls, how patiently; and the one path that all calls take.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, HeaderValue};
use http::{HeaderMap, Request, StatusCode};
use tokio::time::Instant;

use crate::body::{Body, BodyError, BoxError};
use crate::error::{Error, Stage, TransportError};
use crate::validate::{Check, Direction};

use super::authentication::{Plan, Shown};
use super::base::{Address, Base};
use super::credential::{Credential, Credentials};
use super::places::Places;
use super::retry::Attempt;
use super::{BuildError, ConnectionBuilder, Meta, Operation, Reply, Retry, Transport};

/// A connection to a service. Clones share it.
#[derive(Clone, Debug)]
pub struct Connection(pub(super) Arc<Settings>);

#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) places: Places,
    /// Where operations without servers of their own are.
    pub(super) address: Address,
    pub(super) transport: Transport,
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Retry,
    pub(super) validate: bool,
    pub(super) max_response: usize,
    pub(super) credentials: Credentials,
    pub(super) headers: HeaderMap,
}

/// The result of a call with the head of the reply.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The id under which the service knows the request, from the headers.
    pub request_id: Option<String>,
    /// What the operation gives.
    pub output: T,
}

impl Connection {
    /// Starts a connection.
    #[must_use]
    pub fn builder() -> ConnectionBuilder {
        ConnectionBuilder::new(false)
    }

    /// Starts a connection whose calls go to a URL as a whole, as those of webhooks and callbacks do: that of
    /// [`base_url`](ConnectionBuilder::base_url), or of [`with_endpoint`](Self::with_endpoint) later.
    #[must_use]
    pub fn sender() -> ConnectionBuilder {
        ConnectionBuilder::new(true)
    }

    /// A value that the connection was given by name, such as its region.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.places.value(&[], name)
    }

    /// The same connection with one value changed: the same service in another region.
    ///
    /// # Errors
    /// When the base URL names the value and cannot be made with it, or the document does not list it.
    pub fn with_value(
        &self,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Result<Self, BuildError> {
        let mut settings = Settings::clone(&self.0);
        settings.places.values.insert(name.into(), value.into());
        if let Address::Service(base) = &mut settings.address {
            *base = settings.places.base()?;
        }
        Ok(Self(Arc::new(settings)))
    }

    /// The same connection to another endpoint: every call goes to this URL, exactly as it is given; what an operation
    /// puts into the query is added to the URL's own. It gets the same credentials: those of others go with
    /// [`with_credential`](Self::with_credential).
    ///
    /// # Errors
    /// When it is no URL of a host, or holds credentials.
    pub fn with_endpoint(&self, url: impl Into<String>) -> Result<Self, BuildError> {
        let mut settings = Settings::clone(&self.0);
        settings.address = Address::endpoint(&url.into())?;
        Ok(Self(Arc::new(settings)))
    }

    /// The same connection with this credential in place of all that it has.
    #[must_use]
    pub fn with_credential(&self, credential: impl Into<Credential>) -> Self {
        let mut settings = Settings::clone(&self.0);
        settings.credentials = Credentials::default();
        settings.credentials.add(credential.into());
        Self(Arc::new(settings))
    }

    /// Calls an operation.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn call<O: Operation>(&self, operation: O) -> Result<O::Output, Error<O::Failure>> {
        O::response(self.reply(operation).await?)
    }

    /// Calls an operation and keeps the head of the reply.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn call_with_response<O: Operation>(
        &self,
        operation: O,
    ) -> Result<Response<O::Output>, Error<O::Failure>> {
        let reply = self.reply(operation).await?;
        let (status, headers) = (reply.status(), reply.headers().clone());
        let request_id = reply.request_id().map(str::to_owned);
        Ok(Response {
            status,
            headers,
            request_id,
            output: O::response(reply)?,
        })
    }

    /// Calls an operation and leaves the reading of the reply to the caller.
    pub(super) async fn reply<O: Operation>(
        &self,
        mut operation: O,
    ) -> Result<Reply, Error<O::Failure>> {
        if self.0.validate {
            // An endpoint is of somebody whom the service sends to.
            let direction = match self.0.address {
                Address::Service(_) => Direction::Request,
                Address::Endpoint(_) | Address::Open => Direction::Response,
            };
            let mut check = Check::new(direction);
            operation.check(&mut check);
            check.finish()?;
        }
        let request = operation.request()?;
        let value = |name: &str| {
            operation.scope(name).or_else(|| {
                self.0
                    .places
                    .value(O::META.servers, name)
                    .map(str::to_owned)
            })
        };
        let plan =
            Plan::choose(O::META.security, &self.0.credentials, value).map_err(Error::widen)?;
        drop(operation);
        self.exchange(&O::META, request, plan)
            .await
            .map_err(Error::widen)
    }

    /// From a relative request to a reply. Not generic: it is compiled once, not per operation.
    async fn exchange(
        &self,
        meta: &'static Meta,
        request: Request<Body>,
        plan: Plan,
    ) -> Result<Reply, Error<Infallible>> {
        let own = match &self.0.address {
            Address::Service(base) => self.0.places.own(meta.servers, base),
            Address::Endpoint(_) | Address::Open => Ok(None),
        };
        let own = own.map_err(|error| Error::Request(error.into()))?;
        let request = self
            .complete(meta, request, own.as_ref())
            .map_err(Error::Request)?;
        #[cfg(feature = "tracing")]
        let span = tracing::info_span!(
            "call",
            operation = meta.id,
            method = meta.method,
            path = meta.path,
            attempts = tracing::field::Empty,
            status = tracing::field::Empty,
            request_id = tracing::field::Empty,
            error = tracing::field::Empty,
        );
        let call = async {
            match self.0.timeout {
                None => self.attempts(meta, request, &plan).await,
                Some(limit) => tokio::time::timeout(limit, self.attempts(meta, request, &plan))
                    .await
                    .unwrap_or(Err(Error::Timeout(limit))),
            }
        };
        #[cfg(feature = "tracing")]
        let call = async {
            let result = tracing::Instrument::instrument(call, span.clone()).await;
            match &result {
                Ok(reply) => {
                    span.record("status", reply.status().as_u16());
                    reply.request_id().map(|id| span.record("request_id", id));
                }
                Err(error) => {
                    span.record("error", tracing::field::display(error));
                }
            }
            result
        };
        call.await
    }

    async fn attempts(
        &self,
        meta: &Meta,
        request: Request<Body>,
        plan: &Plan,
    ) -> Result<Reply, Error<Infallible>> {
        let (head, body) = request.into_parts();
        let mut next = Some(body);
        let mut number = 0;
        let mut renewed = false;
        let began = Instant::now();
        loop {
            number += 1;
            let Some(body) = next.take() else {
                return Err(Error::Request(
                    "a streamed body cannot be sent twice".into(),
                ));
            };
            next = body.try_clone();
            let request = Request::from_parts(head.clone(), body);
            let (result, shown) = match self.authenticate(request, plan).await {
                Ok((request, shown)) => (self.attempt(meta, request).await, Some(shown)),
                Err(error) => (Err(error), None),
            };
            // Turned away for a credential that has expired or was taken back: whatever the operation does, it did
            // nothing. Sources hear of it even where there is no other attempt.
            if let Ok(reply) = &result
                && reply.status() == StatusCode::UNAUTHORIZED
                && shown.is_some_and(|shown| shown.refused())
                && !renewed
                && next.is_some()
            {
                renewed = true;
                number -= 1;
                continue;
            }
            let retry = &self.0.retry;
            let attempt = Attempt {
                number,
                elapsed: began.elapsed(),
                idempotent: meta.idempotent,
            };
            let pause = match &result {
                Ok(reply) => {
                    let status = reply.status().as_u16();
                    retry.pause_for_status(attempt, status, reply.retry_after())
                }
                Err(error) => retry.pause(attempt, error),
            };
            match pause {
                Some(pause) if next.is_some() => {
                    #[cfg(feature = "tracing")]
                    match &result {
                        Ok(reply) => {
                            let status = reply.status().as_u16();
                            tracing::warn!(attempt = number, status, ?pause, "attempted again");
                        }
                        Err(error) => {
                            tracing::warn!(attempt = number, %error, ?pause, "attempted again");
                        }
                    }
                    tokio::time::sleep(pause).await;
                }
                _ => {
                    #[cfg(feature = "tracing")]
                    tracing::Span::current().record("attempts", number);
                    return result;
                }
            }
        }
    }

    async fn authenticate(
        &self,
        request: Request<Body>,
        plan: &Plan,
    ) -> Result<(Request<Body>, Shown), Error<Infallible>> {
        plan.apply(request, &self.0.transport, &self.0.address.folder())
            .await
    }

    async fn attempt(
        &self,
        meta: &Meta,
        request: Request<Body>,
    ) -> Result<Reply, Error<Infallible>> {
        let response = self
            .0
            .transport
            .send(request)
            .await
            .map_err(|error| self.transport_error(error))?;
        Reply::read(response, meta, self.0.max_response)
            .await
            .map_err(|error| {
                self.transport_error(match error {
                    BodyError::Read(source) => TransportError::from_body(source),
                    too_large @ BodyError::TooLarge { .. } => {
                        TransportError::new(Stage::Body, too_large)
                    }
                })
            })
    }

    /// A transport's own time limit is a time-out like the connection's.
    fn transport_error(&self, error: TransportError) -> Error<Infallible> {
        match (error.stage(), self.0.timeout) {
            (Stage::TimedOut, Some(limit)) => Error::Timeout(limit),
            _ => Error::Transport(error),
        }
    }

    /// Puts on a request what all requests of the connection have.
    fn complete(
        &self,
        meta: &Meta,
        mut request: Request<Body>,
        base: Option<&Base>,
    ) -> Result<Request<Body>, BoxError> {
        let uri = match base {
            Some(base) => base.join(request.uri())?,
            None => self.0.address.join(request.uri())?,
        };
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        if !meta.accept.is_empty() && !headers.contains_key(ACCEPT) {
            headers.insert(ACCEPT, HeaderValue::from_static(meta.accept));
        }
        for (name, value) in &self.0.headers {
            if !headers.contains_key(name) {
                headers.insert(name, value.clone());
            }
        }
        Ok(request)
    }
}
