//! What the tests need to know of a provider's crate to treat all of them alike.

use std::fmt::Debug;
use std::future::Future;

use generator_runtime::body::Body;
use generator_runtime::client::{Operation, Transport};
use generator_runtime::credentials::AccessKey;
use generator_runtime::error::Error;
use generator_runtime::server::{Dispatch, KeyRing, Kind, Principal, Router};
use http::{Request, Response};
use serde_json::Value;

use crate::stage::Stage;

/// A generated crate.
pub(crate) trait Provider: Sized + 'static {
    /// File in `specs/`.
    const DOCUMENT: &'static str;
    /// The client's settings, with nothing set.
    type Builder;
    type Client;
    type Dispatch: Dispatch;
    /// A server none of whose operations is implemented.
    type Empty: Dispatch;

    fn builder() -> Self::Builder;
    /// How a client is given credentials for each security scheme of the document.
    fn schemes() -> Vec<(&'static str, Give<Self::Builder>)>;
    fn build(builder: Self::Builder, transport: Transport, validation: bool) -> Self::Client;
    fn call<O: Operation>(
        client: &Self::Client,
        input: O,
    ) -> impl Future<Output = Result<O::Output, Error<O::Failure>>>;
    fn router(stage: &Stage) -> Router<Self::Dispatch>;
    fn empty() -> Router<Self::Empty>;
    /// Status and body with which this vendor refuses a call of an operation.
    fn refusal(operation: &str, refused: &Refused<'_>) -> (u16, Value);
}

/// Puts the first text (an access key's secret, or a token) where a scheme wants it.
pub(crate) type Give<B> = fn(B, &str) -> B;

/// Why and as what a server refuses.
pub(crate) struct Refused<'a> {
    pub(crate) kind: Kind,
    pub(crate) message: &'a str,
    pub(crate) detail: &'a str,
    pub(crate) request_id: &'a str,
}

/// An operation whose inputs and outputs can be compared.
pub(crate) trait Comparable:
    Operation<Output: Clone + Debug + PartialEq + 'static, Failure: Clone + 'static>
    + Clone
    + Debug
    + PartialEq
{
}

impl<O> Comparable for O where
    O: Operation<Output: Clone + Debug + PartialEq + 'static, Failure: Clone + 'static>
        + Clone
        + Debug
        + PartialEq
{
}

pub(crate) const SECRET: &str = "the right secret";

pub(crate) fn access_key(secret: &str) -> AccessKey {
    AccessKey::new("AK", secret)
}

/// Knows the right access key, and the right token.
pub(crate) fn key_ring() -> KeyRing {
    KeyRing::new()
        .access_key(access_key(SECRET), Principal::new("ann"))
        .api_key(SECRET, Principal::new("ann"))
}

/// A client with all credentials whose transport is a server with the same.
pub(crate) fn connected<P: Provider>(stage: &Stage, validation: bool) -> P::Client {
    let builder = P::schemes()
        .into_iter()
        .fold(P::builder(), |builder, (_, give)| give(builder, SECRET));
    let router = P::router(stage).credentials(key_ring());
    P::build(builder, Transport::new(router), validation)
}

/// A client that gets the same reply whatever it asks.
pub(crate) fn replied<P: Provider>(
    reply: impl Fn() -> Response<Body> + Send + Sync + 'static,
) -> P::Client {
    let builder = P::schemes()
        .into_iter()
        .fold(P::builder(), |builder, (_, give)| give(builder, SECRET));
    let transport = Transport::from_fn(move |_: Request<Body>| {
        let reply = reply();
        async move { Ok::<_, std::convert::Infallible>(reply) }
    });
    P::build(builder, transport, true)
}

/// Ties a generated crate to [`Provider`]. What differs between vendors stands in the second block.
macro_rules! provider {
    (
        $name:ident, $package:ident, $document:literal,
        { $($method:ident($input:ident) -> $output:path | $failure:ident;)* }
        $($own:item)*
    ) => {
        pub(crate) struct $name;

        pub(crate) struct Service($crate::stage::Stage);

        impl $package::server::Api for Service {
            $(async fn $method(
                &self,
                request: $package::operations::$input,
                caller: generator_runtime::server::Caller,
            ) -> Result<$output, $package::operations::$failure> {
                self.0.act(request, caller)
            })*
        }

        pub(crate) struct Empty;

        impl $package::server::Api for Empty {}

        impl $crate::provider::Provider for $name {
            const DOCUMENT: &'static str = $document;
            type Builder = $package::ClientBuilder;
            type Client = $package::Client;
            type Dispatch = $package::server::Operations<Service>;
            type Empty = $package::server::Operations<Empty>;

            fn builder() -> Self::Builder {
                $package::Client::builder()
            }

            fn build(
                builder: Self::Builder,
                transport: generator_runtime::client::Transport,
                validation: bool,
            ) -> Self::Client {
                builder.transport(transport).validation(validation).build().unwrap()
            }

            async fn call<O: generator_runtime::client::Operation>(
                client: &Self::Client,
                input: O,
            ) -> Result<O::Output, generator_runtime::error::Error<O::Failure>> {
                client.call(input).await
            }

            fn router(
                stage: &$crate::stage::Stage,
            ) -> generator_runtime::server::Router<Self::Dispatch> {
                $package::server::router(Service(stage.clone()))
            }

            fn empty() -> generator_runtime::server::Router<Self::Empty> {
                $package::server::router(Empty)
            }

            $($own)*
        }
    };
}
pub(crate) use provider;
