//! The server core against raw requests: routes, limits, media types, refusals, credentials.
//! Long because each case is written out.

use std::time::{Duration, SystemTime};

use generator_runtime::body::{Body, BoxError};
use generator_runtime::credentials::{AccessKey, Secret};
use generator_runtime::error::{ErrorDetails, Undocumented};
use generator_runtime::params::{Param, given};
use generator_runtime::security::{Place, Region, Requirement, Scheme, SchemeKind};
use generator_runtime::server::{
    Answer, CredentialStore, Dispatch, Incoming, KeyRing, Kind, Limits, Part, Principal, Rejection,
    RejectionTemplate, Route, Router,
};
use generator_runtime::signing::{Algorithm, Moment, Scope, Signer};
use http::{Request, Response, StatusCode};
use serde_json::{Value, json};
use tower_service::Service;

const KEY: Scheme = Scheme {
    name: "key",
    kind: SchemeKind::ApiKey {
        place: Place::Query,
        name: "api key",
    },
};
const COOKIE: Scheme = Scheme {
    name: "cookie",
    kind: SchemeKind::ApiKey {
        place: Place::Cookie,
        name: "session",
    },
};
const BASIC: Scheme = Scheme {
    name: "basic",
    kind: SchemeKind::Basic,
};
const TOKEN: Scheme = Scheme {
    name: "token",
    kind: SchemeKind::Bearer,
};
const SIGNED: Scheme = Scheme {
    name: "signed",
    kind: SchemeKind::Signature {
        algorithm: Algorithm::JdCloud2,
        service: "vm",
        region: Region::Named {
            name: "region",
            fallback: None,
        },
    },
};

/// Echoes what it was sent.
struct Echo;

const fn get(id: &'static str, path: &'static [&'static [Part]]) -> Route {
    Route {
        id,
        method: "GET",
        path,
        query: &[],
        security: &[],
    }
}

impl Dispatch for Echo {
    const ROUTES: &'static [Route] = &[
        get("list", &[&[Part::Literal("images")]]),
        Route {
            method: "POST",
            ..get("make", &[&[Part::Literal("images")]])
        },
        Route {
            security: &[
                &[Requirement {
                    scheme: &TOKEN,
                    scopes: &["images:read"],
                }],
                &[Requirement::new(&BASIC), Requirement::new(&COOKIE)],
                &[Requirement::new(&KEY)],
            ],
            ..get("secret", &[&[Part::Literal("secret")]])
        },
        Route {
            security: &[&[], &[Requirement::new(&TOKEN)]],
            ..get("open", &[&[Part::Literal("open")]])
        },
        Route {
            method: "POST",
            security: &[&[Requirement::new(&SIGNED)]],
            ..get(
                "signed",
                &[&[Part::Literal("signed")], &[Part::Parameter("region")]],
            )
        },
    ];
    const ERRORS: &'static ErrorDetails = &ErrorDetails {
        request_id_header: &["x-cloud-id"],
        ..ErrorDetails::COMMON
    };

    async fn dispatch(
        &self,
        route: usize,
        mut incoming: Incoming,
    ) -> Result<Response<Body>, Rejection> {
        const LIMIT: Param = Param::query("limit");
        match Self::ROUTES[route].id {
            "list" => {
                incoming.accepts(&["application/json"])?;
                let mut inputs = incoming.inputs();
                let limit = inputs.optional::<u8>(&LIMIT);
                incoming.settle(inputs.finish())?;
                Answer::new(200).json("application/json", &json!({ "limit": limit }))
            }
            "make" => {
                let body = incoming.json::<Vec<u8>>(&["application/json"]).await?;
                let mut inputs = incoming.inputs();
                let _ = inputs.required::<u8>(&LIMIT);
                incoming.settle(inputs.finish())?;
                Answer::new(201).json("application/json", &given(body)?)
            }
            _ => {
                let body = incoming.bytes().await?;
                let caller = incoming.into_caller();
                let principal = caller.principal.map(|principal| principal.id);
                let text = String::from_utf8_lossy(&body);
                Answer::new(200).json(
                    "application/json",
                    &json!({ "principal": principal, "body": text }),
                )
            }
        }
    }
}

fn keys() -> KeyRing {
    KeyRing::new()
        .api_key("k 1", Principal::new("by key"))
        .api_key("s-1", Principal::new("by session"))
        .user("ann", "p:w", Principal::new("by password"))
        .bearer_token("t-1", Principal::new("by token").scope("images:read"))
        .bearer_token("t-2", Principal::new("by token"))
        .access_key(AccessKey::new("AK", "SK"), Principal::new("by signature"))
}

async fn send(mut router: Router<Echo>, request: Request<impl Into<Body>>) -> Response<Body> {
    router
        .call(request.map(Into::into))
        .await
        .expect("infallible")
}

async fn read(response: Response<Body>) -> (u16, Value) {
    let status = response.status().as_u16();
    let bytes = response.into_body().bytes(1 << 20).await.expect("a body");
    (
        status,
        serde_json::from_slice(&bytes).unwrap_or(Value::Null),
    )
}

fn request(line: &str, headers: &[(&str, &str)], body: &'static str) -> Request<Body> {
    let (method, target) = line.split_once(' ').expect("method and target");
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.into()).expect("a request")
}

#[tokio::test]
async fn statuses() {
    const JSON: &[(&str, &str)] = &[("content-type", "application/json;charset=utf-8")];
    for (line, headers, body, expected) in [
        ("GET /images?limit=7", &[][..], "", 200),
        ("GET /images", &[("content-type", "text/plain")], "", 200),
        (
            "GET /images",
            &[("accept", "text/html, */*;q=0.1")],
            "",
            200,
        ),
        ("GET /images", &[("accept", "text/html")], "", 406),
        ("GET /images?limit=x", &[], "", 400),
        ("GET /images?limit=300", &[], "", 400),
        ("GET /images?limit=7&limit=7", &[], "", 400),
        ("GET /images?limit=%3", &[], "", 400),
        ("GET /images?limit=%zz", &[], "", 400),
        ("GET /images?%zz=1", &[], "", 400),
        ("GET /images/", &[], "", 404),
        ("GET /images/%zz", &[], "", 400),
        ("OPTIONS /images", &[], "", 405),
        ("OPTIONS /none", &[], "", 404),
        ("DELETE /images", &[], "", 405),
        ("POST /images?limit=1", JSON, "[1]", 201),
        ("POST /images?limit=1", &[], "[1]", 201),
        (
            "POST /images?limit=1",
            &[("content-type", "text/json")],
            "[1]",
            201,
        ),
        (
            "POST /images?limit=1",
            &[("content-type", "application/xml")],
            "[1]",
            415,
        ),
        (
            "POST /images?limit=1",
            &[("content-type", "text/json"), ("content-type", "text/json")],
            "[1]",
            415,
        ),
        ("POST /images?limit=1", JSON, "", 400),
        ("POST /images?limit=1", JSON, "[1", 400),
        ("POST /images?limit=1", JSON, "[1, 300]", 400),
    ] {
        let (status, body) =
            read(send(Router::new(Echo), request(line, headers, body)).await).await;
        assert_eq!(status, expected, "{line} {headers:?}: {body}");
    }
}

#[tokio::test]
async fn all_violations_come_at_once() {
    let request = request("POST /images?limit=x", &[], "[1, \"2\", 3, -4]");
    let (status, body) = read(send(Router::new(Echo), request).await).await;
    assert_eq!((status, &body["title"]), (400, &json!("Bad Request")));
    let pointers: Vec<_> = body["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| &error["pointer"])
        .collect();
    assert_eq!(pointers, ["#/query/limit", "#/body/1", "#/body/3"]);
}

#[tokio::test]
async fn head_and_allow() {
    let response = send(Router::new(Echo), request("HEAD /images", &[], "")).await;
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers()["content-length"],
        r#"{"limit":null}"#.len().to_string()
    );
    assert_eq!(response.into_body().as_bytes(), Some(&b""[..]));
    let response = send(Router::new(Echo), request("HEAD /none", &[], "")).await;
    assert_eq!(response.status(), 404);
    assert_eq!(response.into_body().as_bytes(), Some(&b""[..]));
    let response = send(Router::new(Echo), request("PUT /images", &[], "")).await;
    assert_eq!(response.status(), 405);
    assert_eq!(response.headers()["allow"], "GET, HEAD, POST");
}

#[tokio::test]
async fn request_ids_differ() {
    let mut ids = Vec::new();
    for _ in 0..2 {
        let response = send(
            Router::new(Echo),
            request("GET /none", &[("x-cloud-id", "chosen")], ""),
        )
        .await;
        ids.push(response.headers()["x-cloud-id"].clone());
    }
    assert!(ids[0] != ids[1] && ids[0] != "chosen");
}

#[tokio::test]
async fn limits() {
    let mut limits = Limits::default();
    limits.body_bytes = 8;
    limits.headers = 2;
    limits.header_bytes = 40;
    limits.path_bytes = 16;
    limits.query_bytes = 24;
    limits.query_pairs = 3;
    let router = Router::new(Echo).limits(limits);
    for (line, headers, body, expected) in [
        ("POST /images?limit=1", &[][..], "[1,2,3]", 201),
        ("POST /images?limit=1", &[], "[1,2,3,4]", 413),
        ("GET /images?limit=1&a&b", &[], "", 200),
        ("GET /images?limit=1&a&b&c", &[], "", 414),
        ("GET /images?limit=1&abcdefghijklmnopq", &[], "", 414),
        ("GET /images-and-some-more", &[], "", 414),
        (
            "GET /images",
            &[("a", "1"), ("b", "2"), ("c", "3")],
            "",
            431,
        ),
        (
            "GET /images",
            &[("a", "0123456789012345678901234567890123456789")],
            "",
            431,
        ),
    ] {
        let status = send(router.clone(), request(line, headers, body))
            .await
            .status();
        assert_eq!(status, expected, "{line}");
    }
    let chunks = [Ok::<_, BoxError>("[1,2,"), Ok("3,4,5]")];
    let streamed = Request::post("/images?limit=1")
        .body(Body::stream(Chunks(chunks.into_iter())))
        .expect("a request");
    assert_eq!(send(router, streamed).await.status(), 413);
}

struct Chunks<I>(I);

impl<I: Iterator + Unpin> futures_core::Stream for Chunks<I> {
    type Item = I::Item;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

#[tokio::test]
async fn base_path() {
    let router = Router::new(Echo).base_path("/v1/");
    for (path, expected) in [
        ("/v1/images", 200),
        ("/images", 404),
        ("/v1images", 404),
        ("/v1", 404),
    ] {
        let response = send(router.clone(), request(&format!("GET {path}"), &[], "")).await;
        assert_eq!(response.status(), expected, "{path}");
    }
}

#[tokio::test]
async fn any_path() {
    let router = Router::new(Echo).base_path("/v1").any_path("/images");
    for (line, expected) in [
        ("GET /hooks/7?token=x", 200),
        ("GET /v1/images", 200),
        ("GET /", 200),
        ("PATCH /images", 405),
    ] {
        let response = send(router.clone(), request(line, &[], "")).await;
        assert_eq!(response.status(), expected, "{line}");
    }
}

#[tokio::test]
async fn credentials() {
    let basic = "Basic YW5uOnA6dw=="; // ann:p:w
    for (line, headers, expected) in [
        ("GET /secret", &[][..], Err(401)),
        (
            "GET /secret",
            &[("authorization", "Bearer t-1")],
            Ok(json!("by token")),
        ),
        (
            "GET /secret",
            &[("authorization", "bearer t-1")],
            Ok(json!("by token")),
        ),
        ("GET /secret", &[("authorization", "Bearer t-2")], Err(403)),
        ("GET /secret", &[("authorization", "Bearer t-3")], Err(401)),
        ("GET /secret", &[("authorization", basic)], Err(401)),
        ("GET /secret", &[("cookie", "session=s-1")], Err(401)),
        (
            "GET /secret",
            &[("authorization", basic), ("cookie", "a=b; session=s-1")],
            Ok(json!("by password")),
        ),
        (
            "GET /secret",
            &[("authorization", basic), ("cookie", "session=s-2")],
            Err(401),
        ),
        (
            "GET /secret",
            &[
                ("authorization", "Basic YW5uOnA="),
                ("cookie", "session=s-1"),
            ],
            Err(401),
        ),
        ("GET /secret", &[("authorization", "Basic !")], Err(401)),
        ("GET /secret?api+key=k%201", &[], Ok(json!("by key"))),
        ("GET /secret?api+key=", &[], Err(401)),
        // What is presented and wrong does not hide what is right.
        (
            "GET /secret?api+key=k+1",
            &[("authorization", "Bearer t-3")],
            Ok(json!("by key")),
        ),
        ("GET /open", &[], Ok(Value::Null)),
        (
            "GET /open",
            &[("authorization", "Bearer t-1")],
            Ok(json!("by token")),
        ),
        // Who wants to be known is not taken for nobody.
        ("GET /open", &[("authorization", "Bearer t-3")], Err(401)),
        ("GET /open", &[("authorization", "Bearer")], Err(401)),
        ("GET /open", &[("authorization", "Bearer \u{fc}")], Err(401)),
        // Of two, a proxy in front might have looked at the other one.
        (
            "GET /open",
            &[
                ("authorization", "Bearer t-1"),
                ("authorization", "Other t-1"),
            ],
            Err(401),
        ),
        ("GET /secret?api+key=k+1&api+key=k+1", &[], Err(401)),
        (
            "GET /secret",
            &[
                ("authorization", basic),
                ("cookie", "session=s-1; session=s-1"),
            ],
            Err(401),
        ),
    ] {
        let router = Router::new(Echo).credentials(keys());
        let (status, body) = read(send(router, request(line, headers, "")).await).await;
        let result = if status == 200 {
            Ok(body["principal"].clone())
        } else {
            Err(status)
        };
        assert_eq!(result, expected, "{line} {headers:?}");
    }
    let response = send(
        Router::new(Echo).credentials(keys()),
        request("GET /secret", &[], ""),
    )
    .await;
    let challenges: Vec<_> = response
        .headers()
        .get_all("www-authenticate")
        .iter()
        .collect();
    assert_eq!(
        challenges,
        ["Bearer", "Basic realm=\"api\", charset=\"UTF-8\""]
    );
}

fn signed(region: &str, service: &str, time: SystemTime) -> Request<Body> {
    let key = AccessKey::new("AK", "SK");
    let (mut head, body) = request(
        "POST http://h/signed/eu-1",
        &[("content-type", "text/plain")],
        "text",
    )
    .into_parts();
    let moment = Moment {
        time,
        ..Moment::now()
    };
    let signer = Signer::new(Algorithm::JdCloud2, &key, Scope { region, service });
    signer
        .sign(&mut head, body.as_bytes(), &moment)
        .expect("a signature");
    Request::from_parts(head, body)
}

#[tokio::test]
async fn signatures() {
    let router = || Router::new(Echo).credentials(keys());
    let now = SystemTime::now();
    let (status, body) = read(send(router(), signed("eu-1", "vm", now)).await).await;
    assert_eq!(
        (status, &body["principal"], &body["body"]),
        (200, &json!("by signature"), &json!("text"))
    );

    let hour = Duration::from_secs(3600);
    for (request, expected) in [
        (signed("eu-2", "vm", now), 401),
        (signed("eu-1", "ecs", now), 401),
        (signed("", "", now), 401),
        (signed("eu-1", "vm", now - hour), 401),
        (signed("eu-1", "vm", now).map(|_| Body::from("other")), 401),
    ] {
        assert_eq!(send(router(), request).await.status(), expected);
    }
    let patient = router().max_clock_skew(2 * hour);
    assert_eq!(
        send(patient, signed("eu-1", "vm", now - hour))
            .await
            .status(),
        200
    );
    let long_ago = router().clock(|| SystemTime::UNIX_EPOCH);
    assert_eq!(
        send(long_ago, signed("eu-1", "vm", now)).await.status(),
        401
    );
}

/// Knows one key and no nonce twice; fails for tokens.
struct Store(std::sync::Mutex<Vec<String>>);

impl CredentialStore for Store {
    async fn access_key(
        &self,
        _: &'static Scheme,
        id: &str,
    ) -> Result<Option<(AccessKey, Principal)>, BoxError> {
        Ok((id == "AK").then(|| (AccessKey::new("AK", "SK"), Principal::new("ann"))))
    }

    async fn bearer(&self, _: &'static Scheme, _: &Secret) -> Result<Option<Principal>, BoxError> {
        Err("the directory is down".into())
    }

    async fn is_fresh(&self, key: &str, nonce: &str, _: SystemTime) -> Result<bool, BoxError> {
        let mut seen = self.0.lock().map_err(|_| "poisoned")?;
        let pair = format!("{key} {nonce}");
        let fresh = !seen.contains(&pair);
        seen.push(pair);
        Ok(fresh)
    }
}

#[tokio::test]
async fn replays_and_a_store_that_fails() {
    let router = Router::new(Echo).credentials(Store(Vec::new().into()));
    let (head, _) = signed("eu-1", "vm", SystemTime::now()).into_parts();
    for expected in [StatusCode::OK, StatusCode::UNAUTHORIZED] {
        let request = Request::from_parts(head.clone(), Body::from("text"));
        assert_eq!(send(router.clone(), request).await.status(), expected);
    }
    let (status, body) = read(
        send(
            router,
            request("GET /open", &[("authorization", "Bearer t")], ""),
        )
        .await,
    )
    .await;
    assert_eq!(status, 500);
    assert!(!body.to_string().contains("directory"), "{body}");
}

/// Answers nothing itself, in a shape of its own.
struct Shaped;

impl Dispatch for Shaped {
    const ROUTES: &'static [Route] = &[Route {
        security: &[&[Requirement::new(&SIGNED)]],
        method: "POST",
        ..get(
            "signed",
            &[&[Part::Literal("signed")], &[Part::Parameter("region")]],
        )
    }];
    const REJECTIONS: &'static [RejectionTemplate] = &[
        RejectionTemplate {
            kind: Some(Kind::Unauthorized),
            status: Some(403),
            headers: &[("x-region", "in {region}")],
            body: r#"{"Region":"{region}","Status":"{status}","Message":"No. {query.Why}"}"#,
        },
        RejectionTemplate {
            kind: Some(Kind::NotFound),
            status: Some(404),
            headers: &[],
            body: "null",
        },
    ];

    async fn dispatch(&self, _: usize, _: Incoming) -> Result<Response<Body>, Rejection> {
        Answer::undocumented(Undocumented::new(StatusCode::CONFLICT))
    }
}

#[tokio::test]
async fn shapes_of_refusals() {
    let mut router = Router::new(Shaped).credentials(KeyRing::new());
    let response = router
        .call(signed("eu-1", "vm", SystemTime::now()))
        .await
        .expect("infallible");
    assert_eq!(response.headers()["x-region"], "in eu-1");
    let (status, body) = read(response).await;
    assert_eq!(
        (status, body),
        (
            403,
            json!({ "Region": "eu-1", "Status": 403, "Message": "No." })
        )
    );

    let response = router
        .call(request("GET /none", &[], ""))
        .await
        .expect("infallible");
    assert_eq!(
        (response.status().as_u16(), response.body().as_bytes()),
        (404, Some(&b""[..]))
    );
    assert!(!response.headers().contains_key("content-type"));

    let mut open = router.without_authentication();
    let response = open
        .call(request("POST /signed/x", &[], ""))
        .await
        .expect("infallible");
    assert_eq!(
        (response.status().as_u16(), response.body().as_bytes()),
        (409, Some(&b""[..]))
    );
}
