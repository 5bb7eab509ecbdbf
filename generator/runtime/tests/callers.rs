//! Who calls: which alternative of an operation's security held, certificates, other schemes of HTTP, base paths.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is how a test fails")]

use generator_runtime::body::Body;
use generator_runtime::security::{Place, Requirement, Scheme, SchemeKind};
use generator_runtime::server::{
    Answer, Dispatch, Incoming, KeyRing, Part, Principal, Rejection, Route, Router,
    VerifiedCertificate,
};
use http::{Request, Response};
use serde_json::{Value, json};
use tower_service::Service;

const CERTIFICATE: Scheme = Scheme {
    name: "certificate",
    kind: SchemeKind::MutualTls,
};
const SESSION: Scheme = Scheme {
    name: "session",
    kind: SchemeKind::ApiKey {
        place: Place::Cookie,
        name: "sid",
    },
};
const CUSTOM: Scheme = Scheme {
    name: "custom",
    kind: SchemeKind::Http { scheme: "Token" },
};
const BEARER: Scheme = Scheme {
    name: "bearer",
    kind: SchemeKind::Bearer,
};

/// Says who called.
struct Who;

impl Dispatch for Who {
    const ROUTES: &'static [Route] = &[Route {
        id: "who",
        method: "GET",
        path: &[&[Part::Literal("who")]],
        query: &[],
        security: &[
            &[
                Requirement::new(&CERTIFICATE),
                Requirement {
                    scheme: &SESSION,
                    scopes: &["admin"],
                },
            ],
            &[Requirement::new(&CERTIFICATE)],
            &[Requirement::new(&CUSTOM)],
            &[Requirement::new(&BEARER)],
        ],
    }];

    async fn dispatch(&self, _: usize, incoming: Incoming) -> Result<Response<Body>, Rejection> {
        let caller = incoming.into_caller();
        assert_eq!(
            caller.proved("session").is_some(),
            caller
                .proofs
                .iter()
                .any(|proof| proof.scheme.name == "session")
        );
        let proofs: Vec<_> = caller.proofs.iter().collect();
        let proofs: Vec<_> = proofs
            .iter()
            .map(|proof| json!([proof.scheme.name, proof.principal.id]))
            .collect();
        Answer::new(200).json("application/json", &proofs)
    }
}

async fn send(
    mut router: Router<Who>,
    path: &str,
    headers: &[(&str, &str)],
    certificate: Option<&str>,
) -> (u16, Vec<String>, Value) {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(Body::empty()).unwrap();
    if let Some(name) = certificate {
        let verified = VerifiedCertificate(Principal::new(name));
        request.extensions_mut().insert(verified);
    }
    let Ok(response) = router.call(request).await;
    let challenges = response.headers().get_all("www-authenticate").iter();
    let challenges = challenges.map(|value| value.to_str().unwrap().to_owned());
    let (status, challenges) = (response.status().as_u16(), challenges.collect());
    let bytes = response.into_body().bytes(1 << 20).await.unwrap();
    let body = serde_json::from_slice(&bytes).unwrap_or_default();
    (status, challenges, body)
}

fn keys() -> KeyRing {
    KeyRing::new()
        .api_key("s-1", Principal::new("ann").scope("admin"))
        .api_key("s-2", Principal::new("bob"))
        .http("t-1", Principal::new("by token"))
        .bearer_token("t-1", Principal::new("by bearer"))
}

#[tokio::test]
async fn the_alternative_that_held() {
    let certificate = json!([["certificate", "host"]]);
    for (headers, verified, expected) in [
        (&[][..], Some("host"), (200, certificate.clone())),
        (
            &[("cookie", "a=b; sid=s-1")],
            Some("host"),
            (200, json!([["certificate", "host"], ["session", "ann"]])),
        ),
        // The session lacks the scope of the first alternative; the second does without it.
        (&[("cookie", "sid=s-2")], Some("host"), (200, certificate)),
        (
            &[("authorization", "token t-1")],
            None,
            (200, json!([["custom", "by token"]])),
        ),
        (
            &[("authorization", "Bearer t-1")],
            None,
            (200, json!([["bearer", "by bearer"]])),
        ),
        (&[("authorization", "Token t-2")], None, (401, Value::Null)),
        (&[("cookie", "sid=s-1")], None, (401, Value::Null)),
        (&[("x-client-cert", "host")], None, (401, Value::Null)),
    ] {
        let router = Router::new(Who).credentials(keys());
        let (status, challenges, body) = send(router, "/who", headers, verified).await;
        assert_eq!(status, expected.0, "{headers:?} {verified:?}: {body}");
        match status {
            200 => assert_eq!(body, expected.1),
            _ => assert_eq!(challenges, ["Token", "Bearer"]),
        }
    }
}

#[tokio::test]
async fn certificates_need_no_store() {
    let router = Router::new(Who);
    assert_eq!(send(router.clone(), "/who", &[], Some("host")).await.0, 200);
    let headers = [("authorization", "Bearer t-1")];
    assert_eq!(send(router, "/who", &headers, None).await.0, 401);
}

#[tokio::test]
async fn several_base_paths() {
    let router = Router::new(Who).base_paths(&["/v1", "/v1/beta/", ""]);
    for (path, expected) in [
        ("/who", 200),
        ("/v1/who", 200),
        ("/v1/beta/who", 200),
        ("/v2/who", 404),
        ("/v1who", 404),
    ] {
        let status = send(router.clone(), path, &[], Some("host")).await.0;
        assert_eq!(status, expected, "{path}");
    }
}
