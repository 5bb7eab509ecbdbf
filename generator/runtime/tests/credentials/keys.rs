//! Temporary access keys.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use generator_runtime::body::{Body, BoxError};
use generator_runtime::client::{
    Connection, Credential, Lease, Meta, Operation, Outgoing, Renewing, Reply, Transport,
};
use generator_runtime::credentials::{AccessKey, Secret};
use generator_runtime::error::{Error, Undocumented};
use generator_runtime::params::Target;
use generator_runtime::security::{Region, Requirement, Scheme, SchemeKind};
use generator_runtime::signing::Algorithm;
use generator_runtime::validate::Violations;
use http::{Request, Response};

use crate::cloud::{Cloud, List};

const SIGNED: Scheme = Scheme {
    name: "signed",
    kind: SchemeKind::Signature {
        algorithm: Algorithm::Volcengine,
        service: "ecs",
        region: Region::Literal("r"),
    },
};

struct Get;

impl Operation for Get {
    const META: Meta = Meta::new("get", "GET", "/").security(&[&[Requirement::new(&SIGNED)]]);
    type Output = String;
    type Failure = Undocumented;

    fn request(&mut self) -> Result<Request<Body>, Violations> {
        Outgoing::new("GET", Target::new())?.empty()
    }

    fn response(reply: Reply) -> Result<String, Error<Undocumented>> {
        match reply.outcome() {
            200 => reply.text(),
            _ => reply.undocumented(),
        }
    }
}

/// A service that refuses one key, and gives back which key and which token a request has.
fn connection(refused: &'static str, credential: impl Into<Credential>) -> Connection {
    let transport = Transport::from_fn(move |request: Request<Body>| async move {
        let header = |name: &str| {
            let value = request.headers().get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        let authorization = header("authorization").unwrap_or_default();
        let id = authorization.split_once("Credential=").map(|(_, id)| id);
        let id = id.and_then(|id| id.split_once('/')).map(|(id, _)| id);
        let id = id.unwrap_or_default().to_owned();
        let token = header("x-security-token").unwrap_or_default();
        let status = if id == refused { 401 } else { 200 };
        let body = Body::from(format!("{id} {token}"));
        Ok::<_, BoxError>(Response::builder().status(status).body(body)?)
    });
    let builder = Connection::builder().base_url("https://api.example");
    builder
        .transport(transport)
        .credential(credential)
        .build()
        .unwrap()
}

/// Keys that hold for a quarter of an hour, numbered.
fn keys() -> (Renewing<AccessKey>, Arc<AtomicU32>) {
    let count = Arc::new(AtomicU32::new(0));
    let issued = count.clone();
    let keys = Renewing::new(move || {
        let number = issued.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            let key = AccessKey::new(format!("AK{number}"), "SK");
            let key = key.with_security_token(format!("T{number}"));
            Ok(Lease::new(key).lasting(Duration::from_secs(900)))
        }
    });
    (keys, count)
}

#[tokio::test(start_paused = true)]
async fn temporary_keys_are_got_again() {
    let (keys, count) = keys();
    let connection = connection("", keys);
    for (wait, expected) in [(839, "AK1 T1"), (2, "AK1 T1"), (0, "AK2 T2")] {
        assert_eq!(connection.call(Get).await.unwrap(), expected);
        tokio::time::advance(Duration::from_secs(wait)).await;
    }
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn refused_keys_are_got_again() {
    let (keys, _) = keys();
    assert_eq!(connection("AK1", keys).call(Get).await.unwrap(), "AK2 T2");
}

#[tokio::test(start_paused = true)]
async fn an_issuer_that_fails() {
    let keys = Renewing::<AccessKey>::new(|| async { Err("no role here".into()) });
    let error = connection("", keys).call(Get).await.unwrap_err();
    let chain = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(chain, "no role here");
}

#[tokio::test(start_paused = true)]
async fn tokens_of_an_issuer_of_ones_own() {
    let cloud = Cloud::default();
    let source = Renewing::new(|| async { Ok(Lease::new(Secret::from("own"))) });
    let connection = cloud.connection(Credential::token(source));
    connection.call(List).await.unwrap();
    assert_eq!(cloud.shown(), ["Bearer own"]);
}
