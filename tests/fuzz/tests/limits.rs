//! What is too much for a generated server: each limit has its status, and the refusal has the shape of the API's errors.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use generator_runtime::body::Body;
use generator_runtime::json;
use generator_runtime::server::{Dispatch, KeyRing, Limits, Router};
use http::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use http::{Request, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower_service::Service as _;

/// Implements nothing: what is let in is answered with 501.
struct Nothing;
impl everything::server::Api for Nothing {}
impl huaweicloud_ims::server::Api for Nothing {}
impl jdcloud_vm::server::Api for Nothing {}
impl otc_ims::server::Api for Nothing {}
impl volcengine_ecs::server::Api for Nothing {}

async fn send<D: Dispatch>(router: &Router<D>, request: Request<Body>) -> (Response<()>, Bytes) {
    let response = router.clone().call(request).await.unwrap();
    let (head, body) = response.into_parts();
    (
        Response::from_parts(head, ()),
        body.bytes(1 << 20).await.unwrap(),
    )
}

fn post(target: &str, media_type: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::post(target).header(CONTENT_TYPE, media_type);
    request.body(body.into()).unwrap()
}

/// The same for every API: a request that is good, and what makes it too much.
async fn check<D: Dispatch, E: DeserializeOwned>(router: Router<D>, target: &str) {
    let router = router.without_authentication();
    let get = || Request::get(target).body(Body::empty()).unwrap();
    let post = || post(target, "application/json", "");
    let joint = if target.contains('?') { '&' } else { '?' };
    let at = |target: String| Request::get(target).body(Body::empty()).unwrap();
    let many = |count: usize, length: usize| {
        let mut request = get();
        for number in 0..count {
            let name: http::HeaderName = format!("x-{number}").parse().unwrap();
            request
                .headers_mut()
                .insert(name, "x".repeat(length).parse().unwrap());
        }
        request
    };
    let pairs = |count: usize| at(format!("{target}{joint}{}", "a&".repeat(count)));
    for (what, request, status) in [
        ("129 headers", many(129, 1), 431),
        ("headers of more than 32 KiB", many(9, 4 << 10), 431),
        (
            "a path of more than 8 KiB",
            at(format!("/{}", "a".repeat(8 << 10))),
            414,
        ),
        (
            "a query of more than 16 KiB",
            at(format!("{target}{joint}a={}", "a".repeat(16 << 10))),
            414,
        ),
        ("more than 1024 query parameters", pairs(1025), 414),
    ] {
        let (head, body) = send(&router, request).await;
        assert_eq!(head.status(), status, "{target}: {what}");
        let shape = json::from_slice::<E>(&body);
        assert!(
            shape.is_ok(),
            "{target}: {what}: {}",
            String::from_utf8_lossy(&body)
        );
    }
    for request in [get(), post(), many(100, 100), pairs(1000)] {
        let (head, _) = send(&router, request).await;
        assert!(
            ![413, 414, 431].contains(&head.status().as_u16()),
            "{target}"
        );
    }
}

#[tokio::test]
async fn heads_of_requests_are_bounded() {
    use {
        everything as e, huaweicloud_ims as h, jdcloud_vm as j, otc_ims as o, volcengine_ecs as v,
    };
    check::<_, e::types::Problem>(e::server::router(Nothing), "/json").await;
    check::<_, h::types::GatewayError>(h::server::router(Nothing), "/v1/cloudimages/a/copy").await;
    check::<_, j::types::ErrorResponse>(
        j::server::router(Nothing),
        "/v1/regions/cn-north-1/images:copyImages",
    )
    .await;
    check::<_, o::types::GatewayError>(o::server::router(Nothing), "/v1/cloudimages/a/copy").await;
    check::<_, v::types::ErrorResponse>(v::server::router(Nothing), "/?Action=CopyImage").await;
}

/// What comes of a body, as status and the place of the first violation.
async fn outcome(request: Request<Body>) -> (u16, String) {
    let router = everything::server::router(Nothing).without_authentication();
    let (head, body) = send(&router, request).await;
    let problem = json::from_slice::<everything::types::Problem>(&body);
    let problem = problem.unwrap_or_else(|violations| panic!("{violations}: {body:?}"));
    assert_eq!(problem.status, i64::from(head.status().as_u16()));
    let first = problem.errors.unwrap_or_default();
    let pointer = first
        .first()
        .map_or(String::new(), |error| error.pointer.clone());
    (head.status().as_u16(), pointer)
}

#[tokio::test]
async fn bodies_are_bounded() {
    const JSON: &str = "application/json";
    const MERGE: &str = "application/merge-patch+json";
    let nested = |levels: usize| {
        format!("{}{}", r#"{"by":{"a":"#.repeat(levels), "{}") + &"}}".repeat(levels)
    };
    let parts = |count: usize| {
        let part = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n";
        part.repeat(count) + "--B--\r\n"
    };
    let headers = |count: usize, length: usize| {
        let lines: String = (0..count)
            .map(|n| format!("X-{n}: {}\r\n", "x".repeat(length)))
            .collect();
        format!("--B\r\nContent-Disposition: form-data; name=\"name\"\r\n{lines}\r\n\r\n--B--\r\n")
    };
    let form = |body: String| post("/multipart", "multipart/form-data; boundary=B", body);
    let pet = |levels: usize| {
        let (open, close) = ("<parent>".repeat(levels), "</parent>".repeat(levels));
        let pet = format!("<p:pet xmlns:p=\"urn:pets\">{open}{close}</p:pet>");
        post("/xml", "application/xml", pet)
    };
    let patch = |body: String| {
        let mut request = post("/json", MERGE, body);
        *request.method_mut() = http::Method::PATCH;
        request
    };
    for (what, request, expected) in [
        (
            "a body of 2 MiB",
            post("/json", JSON, vec![b' '; 2 << 20]),
            (400, "#/body"),
        ),
        (
            "a longer one",
            post("/json", JSON, vec![b' '; (2 << 20) + 1]),
            (413, ""),
        ),
        (
            "one without an end",
            post("/json", JSON, Body::wrap(Endless)),
            (413, ""),
        ),
        ("JSON of 119 levels", patch(nested(59)), (501, "")),
        ("JSON of more than 128", patch(nested(64)), (400, "#/body")),
        ("open lists", patch("[".repeat(100_000)), (400, "#/body")),
        ("1,000 parts", form(parts(1000)), (400, "#/body/name")),
        ("1,001 parts", form(parts(1001)), (400, "#/body")),
        (
            "a part with 33 headers",
            form(headers(33, 1)),
            (400, "#/body"),
        ),
        (
            "a part with 17 KiB of headers",
            form(headers(17, 1 << 10)),
            (400, "#/body"),
        ),
        ("XML of 129 levels", pet(128), (400, "#/body")),
        (
            "nested names of a query",
            Request::get(format!("/query?required=a&deep{}=x", "[by][a]".repeat(17)))
                .body(Body::empty())
                .unwrap(),
            (400, "#/query/deep"),
        ),
    ] {
        let (status, pointer) = outcome(request).await;
        assert_eq!((status, &*pointer), expected, "{what}");
    }
}

/// Nothing is decompressed, so no small body becomes a large one.
#[tokio::test]
async fn compressed_bodies_are_refused() {
    let router = everything::server::router(Nothing).without_authentication();
    for (target, media_type) in [
        ("/json", "application/json"),
        ("/form", "application/x-www-form-urlencoded"),
        ("/multipart", "multipart/form-data; boundary=B"),
        ("/xml", "application/xml"),
    ] {
        for (coding, expected) in [
            ("gzip", 415),
            ("identity, br", 415),
            ("identity", 400),
            ("", 400),
        ] {
            let mut request = post(target, media_type, "\u{1f}\u{8b}");
            request
                .headers_mut()
                .insert(CONTENT_ENCODING, coding.parse().unwrap());
            let (head, body) = send(&router, request).await;
            assert_eq!(head.status(), expected, "{target} {coding}");
            assert_eq!(
                head.headers().contains_key(ACCEPT_ENCODING),
                expected == 415
            );
            assert!(json::from_slice::<everything::types::Problem>(&body).is_ok());
        }
        // Without a body there is nothing that is encoded.
        let mut request = post(target, media_type, "");
        request
            .headers_mut()
            .insert(CONTENT_ENCODING, "gzip".parse().unwrap());
        assert_eq!(send(&router, request).await.0.status(), 400, "{target}");
    }
    // What the handler gets as it is, it may decompress.
    let request = Request::put("/bytes").header(CONTENT_ENCODING, "gzip");
    let (head, _) = send(&router, request.body("x".into()).unwrap()).await;
    assert_eq!(head.status(), 501);
}

/// A body that does not arrive is refused after a minute, in the shape of the API's errors.
async fn gives_up<D: Dispatch, E: DeserializeOwned>(router: Router<D>, request: Request<Body>) {
    let target = request.uri().clone();
    let began = tokio::time::Instant::now();
    let (head, body) = send(&router, request).await;
    assert_eq!(head.status(), 408, "{target}");
    assert_eq!(began.elapsed().as_secs(), 60, "{target}");
    assert!(json::from_slice::<E>(&body).is_ok(), "{target}: {body:?}");
}

#[tokio::test(start_paused = true)]
async fn bodies_that_do_not_arrive_are_given_up() {
    use {everything as e, huaweicloud_ims as h, jdcloud_vm as j};
    let trickling = || {
        let pause = tokio::time::sleep(Duration::from_secs(1));
        Body::wrap(Trickling(Box::pin(pause)))
    };
    let router = e::server::router(Nothing).without_authentication();
    for (target, media_type, body) in [
        ("/json", "application/json", Body::wrap(Silent)),
        ("/json", "application/json", trickling()),
        ("/multipart", "multipart/form-data; boundary=B", trickling()),
    ] {
        let request = post(target, media_type, body);
        gives_up::<_, e::types::Problem>(router.clone(), request).await;
    }
    let router = h::server::router(Nothing).without_authentication();
    let request = post(
        "/v1/cloudimages/a/copy",
        "application/json",
        Body::wrap(Silent),
    );
    gives_up::<_, h::types::GatewayError>(router, request).await;

    // A signature covers the body, so that it is read before anybody has proved to call.
    let router = j::server::router(Nothing).credentials(KeyRing::new());
    let copy = "/v1/regions/cn-north-1/images:copyImages";
    let mut request = post(copy, "application/json", trickling());
    let signature = "JDCLOUD2-HMAC-SHA256 Credential=id/20260101/cn-north-1/vm/jdcloud2_request, \
                     SignedHeaders=host, Signature=00";
    let headers = request.headers_mut();
    headers.insert(AUTHORIZATION, signature.parse().unwrap());
    gives_up::<_, j::types::ErrorResponse>(router, request).await;

    let mut limits = Limits::default();
    limits.body_time = None;
    let router = everything::server::router(Nothing)
        .without_authentication()
        .limits(limits);
    let request = post("/json", "application/json", Body::wrap(Silent));
    let answer = tokio::time::timeout(Duration::from_secs(3600), send(&router, request));
    assert!(answer.await.is_err());
}

/// Outside of a tokio runtime there is no timer, and none is asked for.
#[test]
fn bodies_are_read_outside_of_a_runtime() {
    let router = everything::server::router(Nothing).without_authentication();
    let request = post("/json", "application/json", Body::wrap(Endless));
    let mut answer = std::pin::pin!(send(&router, request));
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready((head, _)) = answer.as_mut().poll(&mut context) else {
        panic!("the body is there");
    };
    assert_eq!(head.status(), 413);
}

#[tokio::test(start_paused = true)]
async fn requests_that_take_too_long_are_given_up() {
    let mut limits = Limits::default();
    limits.time = Some(Duration::from_secs(30));
    let router = everything::server::router(Nothing)
        .without_authentication()
        .limits(limits);
    let began = tokio::time::Instant::now();
    let request = post("/json", "application/json", Body::wrap(Silent));
    let (head, body) = send(&router, request).await;
    assert_eq!(head.status(), 503);
    assert_eq!(began.elapsed().as_secs(), 30);
    let problem: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(problem["status"], 503);
}

/// A body that goes on and on.
struct Endless;

impl http_body::Body for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(
            &[b' '; 4096],
        )))))
    }
}

/// A body of which a byte comes each second, without end.
struct Trickling(Pin<Box<tokio::time::Sleep>>);

impl http_body::Body for Trickling {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        std::task::ready!(self.0.as_mut().poll(context));
        let next = self.0.deadline() + Duration::from_secs(1);
        self.0.as_mut().reset(next);
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(b" ")))))
    }
}

/// A body that never comes.
struct Silent;

impl http_body::Body for Silent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}
