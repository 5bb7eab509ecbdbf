//! The service that answers requests: bounds, route, caller, handler, refusal – in this order.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use http::header::{CONTENT_LENGTH, HeaderName};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response};
use http_body::Body as _;
use tower_service::Service;

use crate::body::{Body, BoxError};
use crate::error::ErrorDetails;
use crate::signing::Moment;
use crate::validate::{Direction, Violations};

use super::authentication::{self, Proved, SignaturePolicy};
use super::store::{CredentialStore, Store};
use super::table::Table;
use super::template::{self, Facts, Template};
use super::{Caller, Incoming, Kind, Limits, Rejection, RejectionTemplate, Route, Validation};

/// The operations of an API over its handlers. Emitted.
pub trait Dispatch: Send + Sync + 'static {
    /// The operations, in the order that [`dispatch`](Self::dispatch) counts them.
    const ROUTES: &'static [Route];
    /// The shapes of refusals; problem details by default.
    const REJECTIONS: &'static [RejectionTemplate] = &[];
    /// Where the API puts the id of a request: the first header is set on every response.
    const ERRORS: &'static ErrorDetails = &ErrorDetails::COMMON;
    /// Which way its requests travel: webhooks and callbacks come from the service.
    const DIRECTION: Direction = Direction::Request;

    /// Reads the inputs of an operation, calls its handler, and writes what it gives.
    fn dispatch(
        &self,
        route: usize,
        incoming: Incoming,
    ) -> impl Future<Output = Result<Response<Body>, Rejection>> + Send;
}

/// A tower service over the operations of an API. Clones share it.
///
/// An operation that wants credentials is refused with 401 until [`credentials`](Self::credentials) says how they are
/// verified – or [`without_authentication`](Self::without_authentication) that they are not.
///
/// HEAD is answered as GET, without content. OPTIONS is a method like others: where the document lacks it, the answer is
/// 405, which lists the methods that there are. For browsers of other origins, put a layer for CORS around the router.
///
/// Into an axum application it goes with `axum::Router::fallback_service`. Panics of handlers are not caught.
#[derive(Debug)]
pub struct Router<D> {
    api: Arc<D>,
    table: Arc<Table>,
    settings: Arc<Settings>,
}

#[derive(Clone)]
struct Settings {
    base_paths: Vec<String>,
    /// The path that every request is taken to be for.
    any_path: Option<&'static str>,
    limits: Limits,
    validation: Validation,
    templates: Vec<Template>,
    store: Option<Arc<dyn Store>>,
    authenticates: bool,
    signatures: SignaturePolicy,
}

impl<D: Dispatch> Router<D> {
    /// A router over an API, with the default limits.
    #[must_use]
    pub fn new(api: D) -> Self {
        Self {
            api: Arc::new(api),
            table: Arc::new(Table::new(D::ROUTES)),
            settings: Arc::new(Settings {
                base_paths: vec![String::new()],
                any_path: None,
                limits: Limits::default(),
                validation: Validation::default(),
                templates: Template::read(D::REJECTIONS),
                store: None,
                authenticates: true,
                signatures: SignaturePolicy {
                    max_skew: Duration::from_secs(900),
                    allow_unsigned_payload: false,
                    clock: SystemTime::now,
                },
            }),
        }
    }

    /// The path that all paths of the document begin with here: `/v1`. What is elsewhere is not found.
    #[must_use]
    pub fn base_path(self, path: &str) -> Self {
        self.base_paths(&[path])
    }

    /// As [`base_path`](Self::base_path), with several that are all good: for documents whose servers have different
    /// ones. An operation is found below each of them.
    #[must_use]
    pub fn base_paths(self, paths: &[&str]) -> Self {
        let trimmed = paths
            .iter()
            .map(|path| path.trim_end_matches('/').to_owned());
        let mut paths: Vec<String> = trimmed.collect();
        // `/v1/beta` is not `/v1` with a path that begins with `/beta`.
        paths.sort_by_key(|path| std::cmp::Reverse(path.len()));
        self.with(|settings| settings.base_paths = paths)
    }

    /// Takes every request as one to this path of the document, percent-encoded, whatever its own path is: for what is
    /// called at a URL that nobody knows beforehand, such as a webhook.
    #[must_use]
    pub fn any_path(self, path: &'static str) -> Self {
        self.with(|settings| settings.any_path = Some(path))
    }

    /// How much of a request is read.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        self.with(|settings| settings.limits = limits)
    }

    /// How much of the document requests are held to; all of it by default.
    #[must_use]
    pub fn validation(self, validation: Validation) -> Self {
        self.with(|settings| settings.validation = validation)
    }

    /// Verifies credentials with what this store knows.
    #[must_use]
    pub fn credentials(self, store: impl CredentialStore) -> Self {
        self.with(|settings| {
            settings.store = Some(Arc::new(store));
            settings.authenticates = true;
        })
    }

    /// Lets everybody in: for tests, and for servers behind a gateway that has verified the caller already.
    #[must_use]
    pub fn without_authentication(self) -> Self {
        self.with(|settings| settings.authenticates = false)
    }

    /// How far the date of a signature may lie in the past or the future; 15 minutes by default.
    #[must_use]
    pub fn max_clock_skew(self, skew: Duration) -> Self {
        self.with(|settings| settings.signatures.max_skew = skew)
    }

    /// Accepts signatures that leave the body out, where a scheme has that. They are refused by default.
    #[must_use]
    pub fn allow_unsigned_payload(self) -> Self {
        self.with(|settings| settings.signatures.allow_unsigned_payload = true)
    }

    /// The clock that signatures are compared with.
    #[must_use]
    pub fn clock(self, clock: fn() -> SystemTime) -> Self {
        self.with(|settings| settings.signatures.clock = clock)
    }

    fn with(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(Arc::make_mut(&mut self.settings));
        self
    }

    async fn answer(self, request: Request<Body>) -> Response<Body> {
        let (head, body) = request.into_parts();
        let request_id = Moment::now().nonce;
        let query = head.uri.query().unwrap_or_default().to_owned();
        let is_head = head.method == Method::HEAD;
        let region = match self.settings.templates.iter().any(Template::names_region) {
            true => authentication::claimed_region(D::ROUTES, &head),
            false => String::new(),
        };
        #[cfg(feature = "tracing")]
        let span = tracing::info_span!(
            "request",
            method = head.method.as_str(),
            request_id = request_id.as_str(),
            operation = tracing::field::Empty,
            status = tracing::field::Empty,
        );
        let operate = self.operate(head, body, request_id.clone());
        #[cfg(feature = "tracing")]
        let operate = tracing::Instrument::instrument(operate, span.clone());
        let mut response = operate.await.unwrap_or_else(|rejection| {
            let facts = Facts {
                request_id: &request_id,
                query: &query,
                region: &region,
            };
            template::respond(&rejection, &self.settings.templates, facts)
        });
        if is_head {
            response = without_content(response);
        }
        #[cfg(feature = "tracing")]
        span.record("status", response.status().as_u16());

        let name = D::ERRORS.request_id_header.first();
        if let Some(name) = name.and_then(|name| HeaderName::from_bytes(name.as_bytes()).ok())
            && let Ok(id) = HeaderValue::from_str(&request_id)
        {
            response.headers_mut().entry(name).or_insert(id);
        }
        response
    }

    /// From a request to what its handler answers.
    async fn operate(
        &self,
        head: Parts,
        body: Body,
        request_id: String,
    ) -> Result<Response<Body>, Rejection> {
        let settings = &*self.settings;
        settings.limits.check(&head)?;
        let below = |base: &String| {
            let path = head.uri.path().strip_prefix(base.as_str())?;
            path.starts_with('/').then_some(path)
        };
        let query = head.uri.query().unwrap_or_default();
        let mut found = Err(Rejection::not_found());
        let own = settings.base_paths.iter().filter_map(below);
        let own = own.filter(|_| settings.any_path.is_none());
        for path in settings.any_path.into_iter().chain(own) {
            found = self.table.find(head.method.as_str(), path, query);
            if found.is_ok() {
                break;
            }
        }
        let found = found?;
        #[cfg(feature = "tracing")]
        tracing::Span::current().record("operation", D::ROUTES[found.route].id);

        let caller = Caller {
            request_id,
            ..Caller::default()
        };
        let incoming = Incoming {
            head,
            captures: found.captures,
            body,
            limits: settings.limits,
            validation: settings.validation,
            direction: D::DIRECTION,
            caller,
            violations: Violations(Vec::new()),
        };
        let handle = self.handle(found.route, incoming);
        match settings.limits.time {
            None => handle.await,
            Some(limit) => tokio::time::timeout(limit, handle)
                .await
                .unwrap_or_else(|_| Err(Rejection::new(Kind::Timeout, ""))),
        }
    }

    async fn handle(
        &self,
        route: usize,
        mut incoming: Incoming,
    ) -> Result<Response<Body>, Rejection> {
        let settings = &*self.settings;
        let security = D::ROUTES[route].security;
        if settings.authenticates && !security.is_empty() {
            // A signature covers the body.
            let body = match authentication::is_signed(security, &incoming.head) {
                true => incoming.raw_bytes().await?,
                false => bytes::Bytes::new(),
            };
            let request = authentication::Request {
                head: &incoming.head,
                captures: &incoming.captures,
                body: &body,
            };
            let Proved {
                proofs,
                signed_scope,
            } = authentication::authenticate(
                security,
                request,
                settings.store.as_deref(),
                settings.signatures,
            )
            .await?;
            incoming.caller.principal = proofs.first().map(|proof| proof.principal.clone());
            incoming.caller.proofs = proofs;
            incoming.caller.signed_scope = signed_scope;
            if !body.is_empty() {
                incoming.body = body.into();
            }
        }
        self.api.dispatch(route, incoming).await
    }
}

/// What GET answers, or why it does not, for HEAD (RFC 9110 §9.3.2): the length stays.
fn without_content(response: Response<Body>) -> Response<Body> {
    let length = response.body().size_hint().exact();
    let mut response = response.map(|_| Body::empty());
    // A handler for HEAD gives nothing, whatever the length is.
    if let Some(length @ 1..) = length {
        response
            .headers_mut()
            .entry(CONTENT_LENGTH)
            .or_insert(length.into());
    }
    response
}

impl<D> Clone for Router<D> {
    fn clone(&self) -> Self {
        Self {
            api: self.api.clone(),
            table: self.table.clone(),
            settings: self.settings.clone(),
        }
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("limits", &self.limits)
            .field("validation", &self.validation)
            .field("authenticates", &self.authenticates)
            .field("has_credentials", &self.store.is_some())
            .finish_non_exhaustive()
    }
}

impl<D, B> Service<Request<B>> for Router<D>
where
    D: Dispatch,
    B: http_body::Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let router = self.clone();
        let request = request.map(Body::wrap);
        Box::pin(async move { Ok(router.answer(request).await) })
    }
}
