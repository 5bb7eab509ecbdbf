//! The default transport over loopback.

use std::time::Duration;

use generator_runtime::body::Body;
use generator_runtime::client::{Connection, Meta, Operation, Outgoing, Reply};
use generator_runtime::error::{Error, Undocumented};
use generator_runtime::params::Target;
use generator_runtime::validate::Violations;
use http::Request;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// `POST /it` with a body; gives the text of the reply.
struct Post;

#[derive(Debug)]
#[expect(dead_code, reason = "shown when a test fails")]
struct PostError(Undocumented);

impl From<Undocumented> for PostError {
    fn from(reply: Undocumented) -> Self {
        Self(reply)
    }
}

impl Operation for Post {
    const META: Meta = Meta::new("post", "POST", "/it");
    type Output = String;
    type Failure = PostError;

    fn request(&mut self) -> Result<Request<Body>, Violations> {
        let mut target = Target::new();
        target.literal("/images:copy");
        Outgoing::new("POST", target)?.body("text/plain", "ping")
    }

    fn response(reply: Reply) -> Result<String, Error<PostError>> {
        match reply.outcome() {
            200 => reply.text(),
            _ => reply.undocumented(),
        }
    }
}

/// Calls a server that answers one request with this text, or with silence. Gives the request, too.
async fn call(answer: &'static str) -> (Result<String, Error<PostError>>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let url = format!("http://{}/v1", listener.local_addr().expect("loopback"));
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("loopback");
        let mut request = Vec::new();
        while !request.ends_with(b"ping") {
            assert_ne!(socket.read_buf(&mut request).await.expect("loopback"), 0);
        }
        if answer.is_empty() {
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
        socket.write_all(answer.as_bytes()).await.expect("loopback");
        String::from_utf8(request).expect("loopback")
    });
    let connection = Connection::builder()
        .base_url(url)
        .timeout(Duration::from_millis(500))
        .build()
        .expect("loopback");
    let result = connection.call(Post).await;
    let request = if answer.is_empty() {
        String::new()
    } else {
        server.await.expect("loopback")
    };
    (result, request)
}

#[tokio::test]
async fn success() {
    let (result, request) = call("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npong").await;
    assert_eq!(result.unwrap(), "pong");
    assert!(
        request.starts_with("POST /v1/images:copy HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(request.contains("content-length: 4\r\n"), "{request}");
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (result, _) =
        call("HTTP/1.1 307 Temporary Redirect\r\nlocation: /other\r\ncontent-length: 0\r\n\r\n")
            .await;
    assert_eq!(
        result.unwrap_err().status().map(|status| status.as_u16()),
        Some(307)
    );
}

#[tokio::test]
async fn a_broken_exchange_may_have_been_seen() {
    let (result, _) = call("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\npo").await;
    let error = result.unwrap_err();
    assert!(error.is_retryable() && !error.never_sent(), "{error:?}");
}

#[tokio::test]
async fn silence_ends_with_the_deadline() {
    let (result, _) = call("").await;
    assert!(matches!(result, Err(Error::Timeout(_))), "{result:?}");
}

#[tokio::test]
async fn refused_connections_are_safe_to_repeat() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = Connection::builder()
        .base_url(url)
        .build()
        .unwrap()
        .call(Post)
        .await
        .unwrap_err();
    assert!(error.is_retryable() && error.never_sent(), "{error:?}");
    assert_eq!(error.to_string(), "no connection to the service");
}
