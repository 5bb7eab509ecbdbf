//! The call core over transports that are functions: targets, headers, credentials, retries, replies.
//! Long because each case is written out.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use generator_runtime::body::{Body, BoxError};
use generator_runtime::client::{
    BuildError, Connection, ConnectionBuilder, Credential, Demand, Meta, Operation, Outgoing,
    Reply, Retry, Server, TokenSource, Transport,
};
use generator_runtime::credentials::{AccessKey, Secret};
use generator_runtime::error::{
    CredentialsError, Error, ErrorDetails, Stage, TransportError, Undocumented,
};
use generator_runtime::params::{Param, Target};
use generator_runtime::security::{Place, Region, Requirement, Scheme, SchemeKind};
use generator_runtime::signing::Algorithm;
use generator_runtime::validate::Violations;
use http::{Request, Response};

const HEADER: Scheme = Scheme {
    name: "header",
    kind: SchemeKind::ApiKey {
        place: Place::Header,
        name: "x-key",
    },
};
const QUERY: Scheme = Scheme {
    name: "query",
    kind: SchemeKind::ApiKey {
        place: Place::Query,
        name: "the key",
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
const CUSTOM: Scheme = Scheme {
    name: "custom",
    kind: SchemeKind::Http { scheme: "Token" },
};
const SIGNED: Scheme = Scheme {
    name: "signed",
    kind: SchemeKind::Signature {
        algorithm: Algorithm::Volcengine,
        service: "ecs",
        region: Region::Named {
            name: "region",
            fallback: None,
        },
    },
};

const ERRORS: ErrorDetails = ErrorDetails {
    code: &["/Metadata/Error/Code"],
    message: &["/Metadata/Error/Message"],
    request_id_header: &["x-id"],
    request_id: &["/Metadata/Id"],
    present: Some("/Metadata/Error"),
};

/// `GET /items?q=…` with every kind of credential; gives an integer.
struct Get(&'static str);

#[derive(Debug)]
enum GetError {
    Gone(u8),
    Undocumented(Undocumented),
}

impl From<Undocumented> for GetError {
    fn from(reply: Undocumented) -> Self {
        Self::Undocumented(reply)
    }
}

impl Operation for Get {
    const META: Meta = Meta::new("get", "GET", "/items")
        .accept("application/json")
        .errors(&ERRORS)
        .security(&[
            &[Requirement::new(&SIGNED)],
            &[Requirement::new(&BASIC), Requirement::new(&COOKIE)],
            &[Requirement::new(&TOKEN)],
            &[Requirement::new(&HEADER)],
            &[Requirement::new(&QUERY)],
            &[],
        ]);
    type Output = u32;
    type Failure = GetError;

    fn request(&mut self) -> Result<Request<Body>, Violations> {
        let mut target = Target::new();
        target.literal("/items").set(&Param::query("q"), self.0);
        Outgoing::new("GET", target)?.empty()
    }

    fn response(reply: Reply) -> Result<u32, Error<GetError>> {
        match reply.outcome() {
            200 => reply.json(),
            410 => reply.failure(GetError::Gone),
            _ => reply.undocumented(),
        }
    }
}

/// `POST /items` with a body; not idempotent; gives the stream of the reply.
struct Post;

impl Operation for Post {
    const META: Meta = Meta::new("post", "POST", "/items").streaming();
    type Output = Body;
    type Failure = GetError;

    fn request(&mut self) -> Result<Request<Body>, Violations> {
        let mut target = Target::new();
        target.literal("/items");
        Outgoing::new("POST", target)?.body("text/plain", "body")
    }

    fn response(reply: Reply) -> Result<Body, Error<GetError>> {
        match reply.outcome() {
            200 => Ok(reply.into_body()),
            _ => reply.undocumented(),
        }
    }
}

/// A connection that answers every request alike and keeps it.
fn recorded(
    status: u16,
    body: &'static str,
) -> (ConnectionBuilder, Arc<Mutex<Vec<Request<Body>>>>) {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let seen = requests.clone();
    let transport = Transport::from_fn(move |request| {
        seen.lock().expect("no panic").push(request);
        async move {
            Response::builder()
                .status(status)
                .header("x-id", "r-1")
                .body(Body::from(body))
        }
    });
    (
        Connection::builder()
            .base_url("https://h:8443/v1/")
            .transport(transport),
        requests,
    )
}

#[tokio::test]
async fn targets_and_headers() {
    let (builder, requests) = recorded(200, "7");
    let connection = builder
        .user_agent("tests/1")
        .default_header("X-Project-Id", "p")
        .build()
        .unwrap();
    assert_eq!(connection.call(Get("a b")).await.unwrap(), 7);
    let requests = requests.lock().unwrap();
    assert_eq!(requests[0].uri(), "https://h:8443/v1/items?q=a%20b");
    assert_eq!(requests[0].headers()["accept"], "application/json");
    assert_eq!(requests[0].headers()["user-agent"], "tests/1");
    assert_eq!(requests[0].headers()["x-project-id"], "p");
}

#[tokio::test]
async fn credentials_on_the_wire() {
    let token = || async { Ok(Secret::from("fresh")) };
    for (credentials, name, expected) in [
        (vec![Credential::bearer("t")], "authorization", "Bearer t"),
        (
            vec![Credential::token(token)],
            "authorization",
            "Bearer fresh",
        ),
        (vec![Credential::api_key("k")], "x-key", "k"),
        (
            vec![Credential::basic("ann", "p:w"), Credential::api_key("s p")],
            "authorization",
            "Basic YW5uOnA6dw==",
        ),
        (
            vec![Credential::basic("ann", "p:w"), Credential::api_key("s p")],
            "cookie",
            "session=s%20p",
        ),
    ] {
        let (mut builder, requests) = recorded(200, "7");
        for credential in credentials {
            builder = builder.credential(credential);
        }
        builder.build().unwrap().call(Get("q")).await.unwrap();
        let request = requests.lock().unwrap().remove(0);
        assert_eq!(request.headers()[name], expected);
        assert!(request.headers()[name].is_sensitive());
    }
    let (builder, requests) = recorded(200, "7");
    let connection = builder
        .credential_for("query", Credential::api_key("a&b"))
        .build()
        .unwrap();
    connection.call(Get("q")).await.unwrap();
    assert_eq!(
        requests.lock().unwrap()[0].uri().query(),
        Some("q=q&the%20key=a%26b")
    );
}

#[tokio::test]
async fn signatures_cover_default_headers_and_need_their_region() {
    let (builder, requests) = recorded(200, "7");
    let builder = builder
        .credential(AccessKey::new("AK", "SK"))
        .default_header("X-Project-Id", "p");
    let connection = builder.value("region", "cn-1").build().unwrap();
    connection.call(Get("q")).await.unwrap();
    let request = requests.lock().unwrap().remove(0);
    let authorization = request.headers()["authorization"].to_str().unwrap();
    assert!(
        authorization.contains("/cn-1/ecs/request"),
        "{authorization}"
    );
    assert!(authorization.contains("x-project-id"), "{authorization}");

    let (builder, requests) = recorded(200, "7");
    let connection = builder
        .credential(AccessKey::new("AK", "SK"))
        .build()
        .unwrap();
    let error = connection.call(Get("q")).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Credentials(CredentialsError::Unusable {
                scheme: "signed",
                ..
            })
        ),
        "{error:?}"
    );
    assert!(requests.lock().unwrap().is_empty());
}

/// `GET /` for callers with a certificate and perhaps a key.
struct Certified;

const CERTIFICATE: Scheme = Scheme {
    name: "certificate",
    kind: SchemeKind::MutualTls,
};

impl Operation for Certified {
    const META: Meta = Meta::new("certified", "GET", "/").security(&[
        &[Requirement::new(&CERTIFICATE)],
        &[Requirement::new(&CERTIFICATE), Requirement::new(&HEADER)],
    ]);
    type Output = ();
    type Failure = GetError;

    fn request(&mut self) -> Result<Request<Body>, Violations> {
        Outgoing::new("GET", Target::new())?.empty()
    }

    fn response(_: Reply) -> Result<(), Error<GetError>> {
        Ok(())
    }
}

#[tokio::test]
async fn certificates_are_the_transports() {
    let (builder, requests) = recorded(200, "");
    builder.build().unwrap().call(Certified).await.unwrap();
    let (builder, more) = recorded(200, "");
    let connection = builder
        .credential(Credential::api_key("k"))
        .build()
        .unwrap();
    connection.call(Certified).await.unwrap();
    assert!(!requests.lock().unwrap()[0].headers().contains_key("x-key"));
    assert_eq!(more.lock().unwrap()[0].headers()["x-key"], "k");
}

/// `GET /files`, which is elsewhere, for callers with credentials of an HTTP scheme of its own.
struct Files;

impl Operation for Files {
    const META: Meta = Meta::new("files", "GET", "/files")
        .security(&[&[Requirement {
            scheme: &CUSTOM,
            scopes: &["files:read"],
        }]])
        .servers(&[Server::new(
            "https://files.{zone}.example/{version}",
            &[("zone", "a"), ("version", "v2")],
        )
        .allowed(&[("zone", &["a", "b"])])]);
    type Output = ();
    type Failure = GetError;

    fn request(&mut self) -> Result<Request<Body>, Violations> {
        let mut target = Target::new();
        target.literal("/files");
        Outgoing::new("GET", target)?.empty()
    }

    fn response(_: Reply) -> Result<(), Error<GetError>> {
        Ok(())
    }
}

#[tokio::test]
async fn operations_that_are_elsewhere() {
    type Change = fn(ConnectionBuilder) -> ConnectionBuilder;
    let cases: [(Change, Option<&str>); 5] = [
        (|builder| builder, Some("https://files.a.example/v2/files")),
        (
            |builder| builder.value("zone", "b").value("version", "v3"),
            Some("https://files.b.example/v3/files"),
        ),
        (|builder| builder.value("zone", "c"), None),
        (
            |builder| builder.base_url("http://proxy/all"),
            Some("http://proxy/all/files"),
        ),
        (
            |builder| {
                let server = "https://files.{zone}.example/{version}";
                builder.server_url(server, "http://proxy/files")
            },
            Some("http://proxy/files/files"),
        ),
    ];
    for (change, expected) in cases {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = requests.clone();
        let transport = Transport::from_fn(move |request: Request<Body>| {
            seen.lock().unwrap().push(request.uri().to_string());
            async { Ok::<_, BoxError>(Response::new(Body::empty())) }
        });
        let builder = Connection::builder()
            .server("https://api.example", &[])
            .transport(transport)
            .credential(Credential::api_key("k"));
        let connection = change(builder).build().unwrap();
        let result = connection.call(Files).await;
        let urls = requests.lock().unwrap().clone();
        assert_eq!(urls.first().map(String::as_str), expected, "{result:?}");
        assert_eq!(result.is_ok(), expected.is_some());
    }
}

/// A credential that is made for one request.
struct Computed;

impl TokenSource for Computed {
    fn token<'a>(
        &'a self,
        demand: Demand<'a>,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Secret, BoxError>> + Send + 'a>> {
        let (scheme, scopes) = (demand.scheme.name, demand.scopes.join(" "));
        let text = format!("{scheme} {scopes} {} {}", demand.method, demand.uri.path());
        Box::pin(async move { Ok(text.into()) })
    }
}

#[tokio::test]
async fn credentials_of_other_http_schemes() {
    for (credential, expected) in [
        (Credential::api_key("k"), "Token k"),
        (
            Credential::token(Computed),
            "Token custom files:read GET /v1/files",
        ),
    ] {
        let (builder, requests) = recorded(200, "");
        let connection = builder.credential(credential).build().unwrap();
        connection.call(Files).await.unwrap();
        let request = requests.lock().unwrap().remove(0);
        assert_eq!(request.headers()["authorization"], expected);
        assert!(request.headers()["authorization"].is_sensitive());
    }
}

#[tokio::test]
async fn a_credential_of_another_kind() {
    let (builder, _) = recorded(200, "7");
    let connection = builder
        .credential_for("token", Credential::basic("a", "b"))
        .build()
        .unwrap();
    let error = connection.call(Get("q")).await.unwrap_err();
    assert_eq!(error.to_string(), "the credential for token cannot be used");
}

#[tokio::test]
async fn failure_inside_a_success() {
    let (builder, _) = recorded(
        200,
        r#"{"Metadata":{"Id":"in-body","Error":{"Code":"Bad","Message":"no"}}}"#,
    );
    let error = builder.build().unwrap().call(Get("q")).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(
        (error.code(), error.message(), error.request_id()),
        (Some("Bad"), Some("no"), Some("r-1"))
    );
    assert!(matches!(error.api(), Some(GetError::Undocumented(_))));
}

#[tokio::test]
async fn bodies_that_depart_from_their_schema() {
    let (builder, _) = recorded(200, "\"seven\"");
    let error = builder.build().unwrap().call(Get("q")).await.unwrap_err();
    let Error::Decode(reply) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (&reply.body[..], reply.request_id.as_deref()),
        (&b"\"seven\""[..], Some("r-1"))
    );
    assert_eq!(
        error.to_string(),
        "the service answered 200 OK with a body that departs from its document (request r-1)"
    );

    let (builder, _) = recorded(410, "12");
    let error = builder.build().unwrap().call(Get("q")).await.unwrap_err();
    assert!(matches!(error.into_api(), Ok(GetError::Gone(12))));

    let (builder, _) = recorded(410, "<html>");
    let error = builder.build().unwrap().call(Get("q")).await.unwrap_err();
    let Error::Api(failure) = error else {
        panic!("{error:?}")
    };
    assert!(matches!(&failure.error, GetError::Undocumented(reply) if reply.body == "<html>"));
    assert!(failure.violations.is_some());
}

#[tokio::test]
async fn long_replies_are_not_read() {
    let (builder, _) = recorded(200, "1234567");
    let error = builder
        .max_response_bytes(6)
        .build()
        .unwrap()
        .call(Get("q"))
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Transport(error) if error.stage() == Stage::Body),
        "{error:?}"
    );
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn streams_are_handed_over() {
    let (builder, requests) = recorded(200, "1234567");
    let body = builder
        .max_response_bytes(2)
        .build()
        .unwrap()
        .call(Post)
        .await
        .unwrap();
    assert_eq!(body.bytes(7).await.unwrap(), "1234567");
    assert_eq!(
        requests.lock().unwrap()[0].headers()["content-type"],
        "text/plain"
    );
}

type Failing = fn() -> Result<u16, BoxError>;

/// Fails in this way until the third attempt.
fn flaky(fail: Failing) -> (Connection, Arc<AtomicU32>) {
    let count = Arc::new(AtomicU32::new(0));
    let attempts = count.clone();
    let transport = Transport::from_fn(move |_| {
        let attempt = attempts.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            let status = if attempt < 3 { fail()? } else { 200 };
            Ok::<_, BoxError>(Response::builder().status(status).body(Body::from("7"))?)
        }
    });
    let retry = Retry::attempts(5).pauses(Duration::from_millis(1), Duration::from_millis(2));
    (
        Connection::builder()
            .base_url("http://h")
            .transport(transport)
            .retry(retry)
            .build()
            .expect("the settings are complete"),
        count,
    )
}

#[tokio::test]
async fn retries() {
    let connect = || Err(TransportError::new(Stage::Connect, "refused").into());
    let broken = || Err("broken pipe".into());
    let cases: [(Failing, u32, u32); 5] = [
        (connect, 3, 3),
        (broken, 3, 1),
        (|| Ok(503), 3, 1),
        (|| Ok(429), 3, 1),
        (|| Ok(404), 1, 1),
    ];
    for (index, (fail, get, post)) in cases.into_iter().enumerate() {
        let (connection, attempts) = flaky(fail);
        let _ = connection.call(Get("q")).await;
        assert_eq!(attempts.load(Ordering::SeqCst), get, "get {index}");
        let (connection, attempts) = flaky(fail);
        let _ = connection.call(Post).await;
        assert_eq!(attempts.load(Ordering::SeqCst), post, "post {index}");
    }
}

#[tokio::test]
async fn another_region() {
    let (builder, requests) = recorded(200, "7");
    let builder = builder
        .base_url("https://ecs.{region}.example")
        .credential(AccessKey::new("AK", "SK"));
    let connection = builder.value("region", "cn-1").build().unwrap();
    connection
        .with_value("region", "cn-2")
        .unwrap()
        .call(Get("q"))
        .await
        .unwrap();
    connection.call(Get("q")).await.unwrap();
    assert!(connection.with_value("region", "evil.example/").is_err());
    let requests = requests.lock().unwrap();
    for (request, region) in requests.iter().zip(["cn-2", "cn-1"]) {
        assert_eq!(
            request.uri().host(),
            Some(format!("ecs.{region}.example").as_str())
        );
        let authorization = request.headers()["authorization"].to_str().unwrap();
        assert!(
            authorization.contains(&format!("/{region}/ecs/request")),
            "{authorization}"
        );
    }
}

#[test]
fn settings_that_cannot_be_used() {
    let build = |url: &str| recorded(200, "").0.base_url(url).build().map(drop);
    for url in ["", "h/v1", "https://a b"] {
        assert!(
            matches!(build(url), Err(BuildError::BaseUrl { .. })),
            "{url}: {:?}",
            build(url)
        );
    }
    let error = build("https://user:secret@h/").unwrap_err();
    assert!(
        !format!("{error} {error:?}").contains("secret"),
        "{error:?}"
    );
    let error = recorded(200, "")
        .0
        .default_header("a b", "c")
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the default header \"a b\" is not a header"
    );
    assert!(matches!(
        Connection::builder().build(),
        Err(BuildError::NoBaseUrl)
    ));
}

#[test]
fn secrets_do_not_show() {
    let (builder, _) = recorded(200, "");
    let builder = builder
        .credential(Credential::api_key("s3cret"))
        .credential(Credential::basic("u", "s3cret"))
        .credential(AccessKey::new("AK", "s3cret"))
        .credential_for("token", Credential::bearer("s3cret"));
    assert!(!format!("{builder:?}").contains("s3cret"));
    assert!(!format!("{:?}", builder.build().unwrap()).contains("s3cret"));
}

#[test]
fn errors_cross_threads() {
    fn check<T: std::error::Error + Send + Sync + 'static>() {}
    check::<Error<GetError>>();
}
